//! A document as HTML for the screen: figures are `<a class="fig" href data-key>`, all text is escaped, no style but
//! class names, so that the page's own sheet decides how a paper looks.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    chart,
    model::{Align, Block, Cell, Chart, Document, Figure, Layout, Photo, PhotoPair, Picture, Run, Table},
    outline::{Outline, item_mark},
    xml::{escape, safe_link},
};

/// The paper as one `<article>`; the n-th block carries `data-block="n"` (from 0).
pub fn write(document: &Document) -> String {
    let class = if document.layout == Layout::Official { "paper official" } else { "paper plain" };
    let mut outline = Outline::of(document);
    let mut body = format!("<h1>{}</h1>", lines(&document.title));
    body += &line("addressee", document.salutation().as_deref());
    for (i, block) in document.blocks.iter().enumerate() {
        body += &at(i, &render(document, &mut outline, block));
    }
    body += &line("signature", document.signature.as_deref());
    body += &line("date", document.date.as_deref());
    body += &line("note", document.note.as_deref());
    format!(r#"<article class="{class}" lang="{}">{body}</article>"#, document.language.tag())
}

/// Marks a block's outermost element with its place, for editors that hold one block.
fn at(index: usize, html: &str) -> String {
    match html.find([' ', '>']) {
        Some(end) => format!(r#"{} data-block="{index}"{}"#, &html[..end], &html[end..]),
        None => String::new(),
    }
}

fn line(class: &str, text: Option<&str>) -> String {
    text.map(|text| format!(r#"<p class="{class}">{}</p>"#, lines(text))).unwrap_or_default()
}

fn lines(text: &str) -> String {
    escape(text).replace('\n', "<br>")
}

fn render(document: &Document, outline: &mut Outline, block: &Block) -> String {
    match block {
        Block::Heading { level, text } => {
            let tag = level.clamp(&1, &4) + 1;
            format!("<h{tag}>{}{}</h{tag}>", outline.next(*level), lines(text))
        }
        Block::Paragraph(content) => format!("<p>{}</p>", runs(content)),
        Block::List { ordered, items } => {
            let item = |(i, item): (usize, &Vec<Run>)| {
                format!("<p>{}{}</p>", item_mark(document.language, *ordered, i), runs(item))
            };
            format!(r#"<div class="list">{}</div>"#, items.iter().enumerate().map(item).collect::<String>())
        }
        Block::Table(content) => table(content),
        Block::Picture(content) => figure("picture", &picture(content), content.caption.as_deref()),
        Block::PhotoPair(content) => pair(content),
        Block::Chart(content) => {
            figure("chart", &(chart::svg(content) + &beside(content)), Some(&content.caption))
        }
        Block::PageBreak => r#"<hr class="page">"#.to_owned(),
    }
}

/// Runs as inline HTML, for a caller that shows one paragraph.
pub fn runs(content: &[Run]) -> String {
    content
        .iter()
        .map(|run| match run {
            Run::Text(text) => lines(text),
            Run::Strong(text) => format!("<strong>{}</strong>", lines(text)),
            Run::Figure(content) => live(content),
        })
        .collect()
}

fn live(content: &Figure) -> String {
    let (key, text) = (escape(&content.key), escape(&content.text));
    match content.link.as_deref().and_then(safe_link) {
        Some(link) => format!(r#"<a class="fig" href="{}" data-key="{key}">{text}</a>"#, escape(link)),
        None => format!(r#"<span class="fig" data-key="{key}">{text}</span>"#),
    }
}

fn figure(class: &str, inner: &str, caption: Option<&str>) -> String {
    let caption = caption.map(|text| format!("<figcaption>{}</figcaption>", lines(text))).unwrap_or_default();
    format!(r#"<figure class="{class}">{inner}{caption}</figure>"#)
}

fn picture(content: &Picture) -> String {
    let src = if let Some(url) = content.url.as_deref().and_then(safe_link) {
        escape(url)
    } else {
        let kind = if content.bytes.starts_with(b"\x89PNG") { "png" } else { "jpeg" };
        format!("data:image/{kind};base64,{}", STANDARD.encode(&content.bytes))
    };
    format!(r#"<img src="{src}" alt="{}">"#, escape(&content.alt))
}

fn table(content: &Table) -> String {
    let caption = content.caption.as_ref().map(|text| format!("<caption>{}</caption>", lines(text)));
    let total: u32 = content.columns.iter().map(|c| u32::from(c.width)).sum::<u32>().max(1);
    let widths: String = content
        .columns
        .iter()
        .map(|c| format!(r#"<col style="width:{:.2}%">"#, f64::from(c.width) * 100.0 / f64::from(total)))
        .collect();
    let heads: String =
        content.columns.iter().map(|c| format!(r#"<th scope="col">{}</th>"#, lines(&c.head))).collect();
    let named = content.columns.iter().any(|c| !c.head.is_empty());
    let head = if named { format!("<thead><tr>{heads}</tr></thead>") } else { String::new() };
    let rows: String = content.rows.iter().map(|row| self::row(content, row)).collect();
    let caption = caption.unwrap_or_default();
    format!("<table>{caption}<colgroup>{widths}</colgroup>{head}<tbody>{rows}</tbody></table>")
}

fn row(content: &Table, cells: &[Cell]) -> String {
    let mut at = 0;
    let mut out = String::new();
    for cell in cells {
        let span = cell.span.max(1);
        let align = content.columns.get(at).map(|column| column.align).unwrap_or_default();
        let class = match align {
            Align::Left => "",
            Align::Centre => r#" class="centre""#,
            Align::Right => r#" class="right""#,
        };
        let wide = if span > 1 { format!(r#" colspan="{span}""#) } else { String::new() };
        let inner = runs(&cell.runs) + &cell.pictures.iter().map(picture).collect::<String>();
        out += &if cell.label {
            format!(r#"<th scope="row"{wide}>{inner}</th>"#)
        } else {
            format!("<td{class}{wide}>{inner}</td>")
        };
        at += usize::from(span);
    }
    format!("<tr>{out}</tr>")
}

fn pair(content: &PhotoPair) -> String {
    let side = |photo: &Photo| {
        let shown = photo.picture.as_ref().map_or(r#"<div class="empty"></div>"#.to_owned(), picture);
        let words = format!("<b>{}</b> {}", lines(&photo.label), lines(&photo.caption));
        format!("<figure>{shown}<figcaption>{words}</figcaption></figure>")
    };
    let facts: String = content
        .facts
        .iter()
        .map(|(label, value)| format!("<dt>{}</dt><dd>{}</dd>", lines(label), runs(value)))
        .collect();
    let (before, after) = (side(&content.before), side(&content.after));
    let title = runs(&content.title);
    format!(r#"<section class="pair"><h3>{title}</h3><div>{before}{after}</div><dl>{facts}</dl></section>"#)
}

/// The chart's numbers as a table beside it, for readers who cannot see the drawing.
fn beside(content: &Chart) -> String {
    let heads: String =
        content.series.iter().map(|s| format!("<th scope=\"col\">{}</th>", escape(&s.name))).collect();
    let row = |(i, name): (usize, &String)| {
        let value =
            |s: &crate::Series| s.values.get(i).copied().flatten().map(chart::number).unwrap_or_default();
        let cells: String = content.series.iter().map(|s| format!("<td>{}</td>", value(s))).collect();
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", escape(name))
    };
    let rows: String = content.categories.iter().enumerate().map(row).collect();
    format!("<table class=\"beside\"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_open_and_text_is_escaped() {
        let content = [
            "登记<b>".into(),
            Run::figure("486", Some("/f/case.reported?a=1&b=2".into()), "k\"1"),
            Run::figure("9", Some("javascript:alert(1)".into()), "k2"),
            Run::Strong("一是".into()),
        ];
        assert_eq!(
            runs(&content),
            concat!(
                "登记&lt;b&gt;<a class=\"fig\" href=\"/f/case.reported?a=1&amp;b=2\" data-key=\"k&quot;1\">486</a>",
                "<span class=\"fig\" data-key=\"k2\">9</span><strong>一是</strong>"
            )
        );
    }

    #[test]
    fn blocks_carry_their_place_and_headings_their_number() {
        let document = Document {
            title: "甲\n乙".into(),
            numbered: true,
            blocks: vec![Block::heading(1, "概况"), Block::words("正文")],
            ..Document::default()
        };
        assert_eq!(
            write(&document),
            concat!(
                "<article class=\"paper official\" lang=\"zh-CN\"><h1>甲<br>乙</h1>",
                "<h2 data-block=\"0\">一、概况</h2><p data-block=\"1\">正文</p></article>"
            )
        );
    }
}
