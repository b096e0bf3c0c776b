//! The package: relationships and media as they are asked for, and the zip around them all.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Error, paper::Paper};
use crate::{
    model::{Document, Language},
    xml::escape,
};

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// What the body refers to, collected while it is written.
pub(super) struct Parts {
    language: Language,
    relations: Vec<Relation>,
    /// Pictures: part name below `word/`, and its bytes.
    files: Vec<(String, Vec<u8>)>,
    drawings: u32,
}

struct Relation {
    kind: &'static str,
    target: String,
    external: bool,
}

impl Parts {
    pub(super) fn new(document: &Document) -> Self {
        let fixed = ["styles", "settings", "fontTable"].map(|kind| Relation {
            kind,
            target: format!("{kind}.xml"),
            external: false,
        });
        Self { language: document.language, relations: fixed.into(), files: Vec::new(), drawings: 0 }
    }

    /// The mark of the language of a run; Chinese is the default of the styles.
    pub(super) fn lang(&self) -> &'static str {
        match self.language {
            Language::Chinese => r#"<w:lang w:val="en-US" w:eastAsia="zh-CN"/>"#,
            Language::English => r#"<w:lang w:val="en-GB" w:eastAsia="zh-CN"/>"#,
        }
    }

    /// A number for the next drawing, unique in the paper.
    pub(super) fn serial(&mut self) -> u32 {
        self.drawings += 1;
        self.drawings
    }

    /// The relationship id of an outside address; equal addresses share one.
    pub(super) fn link(&mut self, address: &str) -> String {
        let known = self.relations.iter().position(|r| r.external && r.target == address);
        known
            .map_or_else(|| self.relate("hyperlink", address.to_owned(), true), |at| format!("rId{}", at + 1))
    }

    pub(super) fn picture(&mut self, bytes: &[u8], extension: &str) -> String {
        let name = format!("media/image{}.{extension}", self.files.len() + 1);
        self.files.push((name.clone(), bytes.to_vec()));
        self.relate("image", name, false)
    }

    fn relate(&mut self, kind: &'static str, target: String, external: bool) -> String {
        self.relations.push(Relation { kind, target, external });
        format!("rId{}", self.relations.len())
    }

    pub(super) fn pack(mut self, document: &Document, paper: &Paper, body: &str) -> Result<Vec<u8>, Error> {
        let note = escape(document.note.as_deref().unwrap_or(""));
        let mut footers = String::new();
        let mut files = Vec::new();
        for (kind, content) in paper.footers {
            let name = format!("footer-{kind}.xml");
            let id = self.relate("footer", name.clone(), false);
            footers += &format!(r#"<w:footerReference w:type="{kind}" r:id="{id}"/>"#);
            files.push((name, content.replace("{note}", &note).into_bytes()));
        }
        let section = format!("<w:sectPr>{footers}{}</w:sectPr>", paper.section);
        files.push(("document.xml".to_owned(), frame(&format!("{body}{section}")).into_bytes()));
        files.push(("styles.xml".to_owned(), paper.styles.into()));
        files.push(("settings.xml".to_owned(), paper.settings.into()));
        files.push(("fontTable.xml".to_owned(), include_str!("parts/fonts.xml").into()));
        files.push(("_rels/document.xml.rels".to_owned(), self.relationships().into_bytes()));
        files.append(&mut self.files);
        zip(document, &files)
    }

    fn relationships(&self) -> String {
        let line = |(i, relation): (usize, &Relation)| {
            let mode = if relation.external { r#" TargetMode="External""# } else { "" };
            let (kind, target) = (relation.kind, escape(&relation.target));
            format!(r#"<Relationship Id="rId{}" Type="{RELATION}/{kind}" Target="{target}"{mode}/>"#, i + 1)
        };
        let lines: String = self.relations.iter().enumerate().map(line).collect();
        format!(
            r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>"#
        )
    }
}

fn frame(body: &str) -> String {
    let spaces = concat!(
        r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
        r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
        r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
        r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
        r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#
    );
    format!("{HEAD}<w:document {spaces}><w:body>{body}</w:body></w:document>")
}

fn zip(document: &Document, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let core = include_str!("parts/core.xml")
        .replace("{title}", &escape(&document.headline()))
        .replace("{language}", document.language.tag());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), Error> {
        out.start_file(name, SimpleFileOptions::default())?;
        Ok(out.write_all(bytes)?)
    };
    add("[Content_Types].xml", types(files).as_bytes())?;
    add("_rels/.rels", include_bytes!("parts/root.rels"))?;
    add("docProps/core.xml", core.as_bytes())?;
    for (name, bytes) in files {
        add(&format!("word/{name}"), bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

/// The type of every part; pictures and relationships go by their extension.
fn types(files: &[(String, Vec<u8>)]) -> String {
    let word =
        |kind: &str| format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
    let of = |name: &str| match name {
        "document.xml" => Some(word("document.main")),
        "styles.xml" | "settings.xml" | "fontTable.xml" => Some(word(name.trim_end_matches(".xml"))),
        name if name.starts_with("footer") => Some(word("footer")),
        _ => None,
    };
    let part = |(name, _): &(String, Vec<u8>)| {
        of(name).map(|kind| format!(r#"<Override PartName="/word/{name}" ContentType="{kind}"/>"#))
    };
    include_str!("parts/types.xml").replace("{parts}", &files.iter().filter_map(part).collect::<String>())
}
