//! Runs and paragraphs. A figure with an address becomes a hyperlink with a thin ink-blue underline.

use super::{package::Parts, paper::Style};
use crate::{
    model::{Figure, Run},
    xml::{escape, safe_link},
};

/// A paragraph of one style; `properties` are the children of `w:pPr` after the style's, in schema order.
pub(super) fn paragraph(style: Style, properties: &str, inner: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{properties}</w:pPr>{inner}</w:p>"#, style.id)
}

/// A paragraph of plain words.
pub(super) fn words(style: Style, text: &str, parts: &Parts) -> String {
    paragraph(style, "", &plain(style, text, parts))
}

/// Words in the style's own face.
pub(super) fn plain(style: Style, text: &str, parts: &Parts) -> String {
    run(style, "", "", text, parts)
}

/// Words in bold.
pub(super) fn strong(style: Style, text: &str, parts: &Parts) -> String {
    run(style, "", "<w:b/><w:bCs/>", text, parts)
}

pub(super) fn runs(style: Style, content: &[Run], parts: &mut Parts) -> String {
    let mut out = String::new();
    for piece in content {
        out += &match piece {
            Run::Text(text) => plain(style, text, parts),
            Run::Strong(text) => strong(style, text, parts),
            Run::Figure(figure) => live(style, figure, parts),
        };
    }
    out
}

fn live(style: Style, figure: &Figure, parts: &mut Parts) -> String {
    let Some(link) = figure.link.as_deref().and_then(safe_link) else {
        return plain(style, &figure.text, parts);
    };
    let id = parts.link(link);
    let inner = run(style, r#"<w:rStyle w:val="Figure"/>"#, "", &figure.text, parts);
    format!(r#"<w:hyperlink r:id="{id}" w:history="1">{inner}</w:hyperlink>"#)
}

fn run(style: Style, before: &str, after: &str, text: &str, parts: &Parts) -> String {
    let font = style.font;
    let lang = parts.lang();
    let fonts = format!(
        r#"<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>"#
    );
    let inner = escape(text)
        .split('\n')
        .map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, line.replace('\t', " ")))
        .collect::<Vec<_>>()
        .join("<w:br/>");
    format!("<w:r><w:rPr>{before}{fonts}{after}{lang}</w:rPr>{inner}</w:r>")
}
