//! A DOCX read back as text: a line a paragraph, tabs between cells, linked words kept, deleted text and field codes
//! left out. For checking a paper's figures and for taking over papers written elsewhere.

use std::io::{Cursor, Read};

use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::Error;
use crate::xml::resolved;

/// The document part of an honest paper stays far below this.
const LIMIT: u64 = 64 << 20;

/// The text of `word/document.xml`. Fails on anything that is not a DOCX and on parts over 64 MiB.
pub fn text(bytes: &[u8]) -> Result<String, Error> {
    let broken = |e: &dyn std::fmt::Display| Error::NotDocx(e.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let part = archive.by_name("word/document.xml").map_err(|e| broken(&e))?;
    let mut xml = String::new();
    part.take(LIMIT + 1).read_to_string(&mut xml).map_err(|e| broken(&e))?;
    if xml.len() as u64 > LIMIT {
        return Err(Error::TooLarge { limit: LIMIT });
    }
    let mut reader = Reader::from_str(&xml);
    let mut out = Lines::default();
    loop {
        match reader.read_event().map_err(|e| broken(&e))? {
            Event::Start(tag) => out.open(tag.local_name().as_ref()),
            Event::End(tag) => out.close(tag.local_name().as_ref()),
            Event::Empty(tag) => out.mark(tag.local_name().as_ref()),
            Event::Text(text) => out.push(&text),
            Event::CData(text) => out.push(&text),
            Event::GeneralRef(entity) => out.push(&resolved(&entity)),
            Event::Eof => return Ok(out.text),
            _ => {}
        }
    }
}

/// Deleted or moved-away text, paragraph properties (tab stops), and the old-format twin of a drawing.
const SKIPPED: [&str; 4] = ["del", "moveFrom", "pPr", "Fallback"];

#[derive(Default)]
struct Lines {
    text: String,
    /// Inside `w:t`.
    open: bool,
    /// Depth inside what is not the paper's text: see [`SKIPPED`].
    skipped: u32,
    /// Depth inside `w:tc`: a cell's paragraphs are joined by spaces, cells by tabs, rows end the line.
    cell: u32,
}

impl Lines {
    fn open(&mut self, tag: &str) {
        match tag {
            "t" => self.open = self.skipped == 0,
            "tc" => self.cell += 1,
            tag if SKIPPED.contains(&tag) => self.skipped += 1,
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "t" => self.open = false,
            tag if SKIPPED.contains(&tag) => self.skipped = self.skipped.saturating_sub(1),
            "p" if self.cell > 0 => self.text.push(' '),
            "p" => self.text.push('\n'),
            "tc" => {
                self.cell = self.cell.saturating_sub(1);
                self.text.truncate(self.text.trim_end_matches(' ').len());
                self.text.push('\t');
            }
            "tr" => {
                self.text.pop();
                self.text.push(if self.cell > 0 { ' ' } else { '\n' });
            }
            _ => {}
        }
    }

    fn mark(&mut self, tag: &str) {
        match tag {
            "tab" if self.skipped == 0 => self.text.push('\t'),
            "br" | "cr" if self.skipped == 0 => self.text.push(if self.cell > 0 { ' ' } else { '\n' }),
            "p" => self.close("p"),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.open {
            self.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Align, Block, Cell, Column, Document, Run, Table};

    /// A DOCX of one part, as little as the reader needs.
    fn packed(body: &str) -> Vec<u8> {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").as_bytes())
            .unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn linked_words_entities_cells_and_tabs_come_through() {
        let body = concat!(
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"right\"/></w:tabs></w:pPr><w:r><w:t>登记</w:t></w:r>",
            "<w:hyperlink><w:r><w:t>486</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>件 &amp; &#x4e2d;</w:t></w:r>",
            "<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>",
            "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p/></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        assert_eq!(text(&packed(body)).unwrap(), "登记486\t件 & 中\n甲\t乙\n");
    }

    #[test]
    fn our_own_paper_reads_back() {
        let figure = Run::figure("486", Some("https://wenming.example/f/1".into()), "k");
        let table = Table {
            columns: ["类别", "件"].map(|head| Column::new(head, 1, Align::Left)).into(),
            rows: vec![vec![Cell::from("环境"), Cell::of(vec![figure.clone()])]],
            ..Table::default()
        };
        let document = Document {
            title: "总结".into(),
            numbered: true,
            blocks: vec![
                Block::heading(1, "概况 <&>"),
                Block::Paragraph(vec!["登记".into(), figure, "件。".into()]),
                Block::Table(table),
            ],
            ..Document::default()
        };
        let read = text(&crate::docx::write(&document).unwrap()).unwrap();
        assert_eq!(read, "总结\n一、概况 <&>\n登记486件。\n类别\t件\n环境\t486\n\n");
    }

    #[test]
    fn what_is_no_docx_is_said_to_be_none() {
        assert!(matches!(text(b"PK nothing"), Err(Error::NotDocx(_))));
        assert!(matches!(text(&packed("<w:p></w:q>")), Err(Error::NotDocx(_))));
    }
}
