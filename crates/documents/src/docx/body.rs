//! The blocks in order, from title to note, as the children of `w:body`.

use super::{
    Error, drawing,
    inline::{paragraph, plain, runs, words},
    package::Parts,
    paper::Paper,
    table,
};
use crate::{
    model::{Block, Document, Layout, Run},
    outline::{Outline, item_mark},
};

pub(super) fn write(document: &Document, paper: &Paper, parts: &mut Parts) -> Result<String, Error> {
    let mut outline = Outline::of(document);
    let mut out = String::new();
    if !document.title.is_empty() {
        out += &words(paper.title, &document.title, parts);
    }
    if let Some(to) = document.salutation() {
        out += &words(paper.addressee, &to, parts);
    }
    let mut breaks = false;
    for content in &document.blocks {
        if matches!(content, Block::PageBreak) {
            breaks = true;
            continue;
        }
        let xml = block(document, paper, &mut outline, content, parts)?;
        out += &if std::mem::take(&mut breaks) { on_new_page(paper, &xml) } else { xml };
    }
    out += &ending(document, paper, parts);
    Ok(out)
}

/// Breaks the page by the block's first paragraph, so that the new page begins on its first line; a table, which
/// cannot break a page itself, follows a gap that does.
fn on_new_page(paper: &Paper, xml: &str) -> String {
    const BREAK: &str = "<w:pageBreakBefore/>";
    if xml.starts_with("<w:p>") {
        xml.replacen("/>", &format!("/>{BREAK}"), 1)
    } else {
        paragraph(paper.gap, BREAK, "") + xml
    }
}

fn block(
    document: &Document,
    paper: &Paper,
    outline: &mut Outline,
    content: &Block,
    parts: &mut Parts,
) -> Result<String, Error> {
    Ok(match content {
        Block::Heading { level, text } => {
            let style = paper.headings[usize::from(*level.clamp(&1, &4)) - 1];
            words(style, &(outline.next(*level) + text), parts)
        }
        Block::Paragraph(content) => paragraph(paper.body, "", &runs(paper.body, content, parts)),
        Block::List { ordered, items } => items
            .iter()
            .enumerate()
            .map(|(i, item)| list_item(paper, &item_mark(document.language, *ordered, i), item, parts))
            .collect(),
        Block::Table(content) => table::ruled(content, paper, parts)?,
        Block::PhotoPair(content) => table::pair(content, paper, parts)?,
        Block::Picture(content) => {
            let drawn = drawing::picture(content, (f64::from(content.width_mm), f64::MAX), paper, parts)?;
            let caption = content.caption.as_ref().map(|text| words(paper.caption, text, parts));
            paragraph(paper.picture, "", &drawn) + &caption.unwrap_or_default()
        }
        Block::Chart(content) => {
            paragraph(paper.picture, "", &drawing::chart(content, paper, parts)?)
                + &words(paper.caption, &content.caption, parts)
        }
        Block::PageBreak => String::new(),
    })
}

fn list_item(paper: &Paper, mark: &str, item: &[Run], parts: &mut Parts) -> String {
    let inner = plain(paper.item, mark, parts) + &runs(paper.item, item, parts);
    paragraph(paper.item, "", &inner)
}

/// Signature, date and note. Without a seal the date begins two characters to the right of the signature, and the
/// one that reaches further ends two characters inside the margin (GB/T 9704-2012, 7.3.5.2).
fn ending(document: &Document, paper: &Paper, parts: &Parts) -> String {
    let (signed, dated) =
        (document.signature.as_deref().unwrap_or(""), document.date.as_deref().unwrap_or(""));
    let (name, day) = (half_widths(signed), half_widths(dated));
    let shift = if signed.is_empty() { 0 } else { 4 };
    let start = (paper.width * 2 / paper.character).saturating_sub(4 + name.max(day + shift));
    let from = |halves: u32| format!(r#"<w:ind w:left="{}" w:firstLine="0"/>"#, halves * paper.character / 2);
    let mut out = String::new();
    if !signed.is_empty() {
        out += &paragraph(paper.signature, &from(start), &plain(paper.signature, signed, parts));
    }
    if !dated.is_empty() {
        out += &paragraph(paper.date, &from(start + shift), &plain(paper.date, dated, parts));
    }
    if let (Layout::Official, Some(note)) = (document.layout, &document.note) {
        out += &words(paper.note, &format!("（{note}）"), parts);
    }
    out
}

/// Printed width in half characters: Latin letters and digits take one, all else two.
fn half_widths(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
