//! Ruled tables, forms and photo pairs: heads repeat on each page, rows are never broken across two.

use super::{
    Error,
    drawing::{self, TWIPS_PER_MM},
    inline::{paragraph, plain, runs, strong, words},
    package::Parts,
    paper::Paper,
};
use crate::model::{Align, Cell, Photo, PhotoPair, Table};

/// Twips of the margins left and right in a cell.
const CELL_MARGINS: u32 = 230;
const SHADE: &str = r#"<w:shd w:val="clear" w:color="auto" w:fill="F1F2EE"/>"#;

/// A table with its caption above and a small gap below, which also keeps two tables from growing together.
pub(super) fn ruled(table: &Table, paper: &Paper, parts: &mut Parts) -> Result<String, Error> {
    let widths = shares(&table.columns.iter().map(|c| c.width).collect::<Vec<_>>(), paper.width);
    let mut rows = String::new();
    if table.columns.iter().any(|column| !column.head.is_empty()) {
        let heads = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, &width)| cell(width, 1, SHADE, &words(paper.table_head, &column.head, parts)));
        rows += &row(true, &heads.collect::<String>());
    }
    for content in &table.rows {
        rows += &row(false, &cells(table, content, &widths, paper, parts)?);
    }
    let caption =
        table.caption.as_ref().map(|text| words(paper.table_caption, text, parts)).unwrap_or_default();
    Ok(caption + &frame(&widths, &rows, paper))
}

fn cells(
    table: &Table,
    content: &[Cell],
    widths: &[u32],
    paper: &Paper,
    parts: &mut Parts,
) -> Result<String, Error> {
    let mut at = 0;
    let mut out = String::new();
    for item in content {
        let end = (at + usize::from(item.span.max(1))).min(widths.len());
        let width: u32 = widths.get(at..end).unwrap_or_default().iter().sum();
        let align = table.columns.get(at).map(|column| column.align).unwrap_or_default();
        let (style, shade) = match (item.label, align) {
            (true, _) => (paper.table_head, SHADE),
            (false, Align::Left) => (paper.table_text, ""),
            (false, Align::Centre) => (paper.table_centre, ""),
            (false, Align::Right) => (paper.table_number, ""),
        };
        let mut inner = paragraph(style, "", &runs(style, &item.runs, parts));
        for picture in &item.pictures {
            let room = f64::from(width.saturating_sub(CELL_MARGINS)) / TWIPS_PER_MM;
            let drawn = drawing::picture(picture, (room, paper.photo_mm.1), paper, parts)?;
            inner += &paragraph(paper.picture, "", &drawn);
        }
        out += &cell(width, item.span, shade, &inner);
        at = end;
    }
    Ok(out)
}

/// Before and after in one frame: heading line, the two photos with their captions, then the facts two a line.
pub(super) fn pair(pair: &PhotoPair, paper: &Paper, parts: &mut Parts) -> Result<String, Error> {
    let widths = shares(&[3, 7, 3, 7], paper.width);
    let half = widths[0] + widths[1];
    let title = paragraph(paper.table_text, "<w:keepNext/>", &runs(paper.table_head, &pair.title, parts));
    let mut rows = row(false, &cell(paper.width, 4, SHADE, &title));
    let sides = [side(&pair.before, paper, parts)?, side(&pair.after, paper, parts)?];
    rows += &row(false, &sides.map(|inner| cell(half, 2, "", &inner)).concat());
    let lines: Vec<_> = pair.facts.chunks(2).collect();
    for (i, facts) in lines.iter().enumerate() {
        let keep = if i + 1 < lines.len() { "<w:keepNext/>" } else { "" };
        let mut inner = String::new();
        for (nth, (label, value)) in facts.iter().enumerate() {
            let head = paragraph(paper.table_head, keep, &plain(paper.table_head, label, parts));
            let value = paragraph(paper.table_text, keep, &runs(paper.table_text, value, parts));
            let (span, width) = if facts.len() == 1 { (3, paper.width - widths[0]) } else { (1, widths[1]) };
            inner += &(cell(widths[nth * 2], 1, SHADE, &head) + &cell(width, span, "", &value));
        }
        rows += &row(false, &inner);
    }
    Ok(frame(&widths, &rows, paper))
}

fn side(photo: &Photo, paper: &Paper, parts: &mut Parts) -> Result<String, Error> {
    let drawn = match &photo.picture {
        Some(picture) => drawing::picture(picture, paper.photo_mm, paper, parts)?,
        None => String::new(),
    };
    let caption = strong(paper.table_centre, &photo.label, parts)
        + &plain(paper.table_centre, &format!("  {}", photo.caption), parts);
    let keep = "<w:keepNext/>";
    Ok(paragraph(paper.picture, "", &drawn) + &paragraph(paper.table_centre, keep, &caption))
}

fn frame(widths: &[u32], rows: &str, paper: &Paper) -> String {
    let grid: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
    let total: u32 = widths.iter().sum();
    let properties = format!(
        r#"<w:tblStyle w:val="Ruled"/><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>"#
    );
    let gap = paragraph(paper.gap, "", "");
    format!("<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{gap}")
}

fn row(head: bool, cells: &str) -> String {
    let repeated = if head { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
}

fn cell(width: u32, span: u8, shade: &str, inner: &str) -> String {
    let span = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>"#
    )
}

/// Splits a width by shares; the last column takes what rounding leaves.
fn shares(shares: &[u16], width: u32) -> Vec<u32> {
    let total = shares.iter().map(|&share| u32::from(share)).sum::<u32>().max(1);
    let mut out: Vec<u32> = shares.iter().map(|&share| width * u32::from(share) / total).collect();
    let rest = width.saturating_sub(out.iter().sum());
    if let Some(last) = out.last_mut() {
        *last += rest;
    }
    out
}
