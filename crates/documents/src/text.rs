//! A document as plain lines for a chat group or a clipboard: numbered, without figures' addresses.

use crate::{
    model::{Block, Document, Language, PhotoPair, Run, Table},
    outline::{Outline, item_mark},
};

/// The whole paper, one line a paragraph, item or table row, ending with a line break.
pub fn write(document: &Document) -> String {
    let mut outline = Outline::of(document);
    let mut lines = vec![document.headline()];
    lines.extend(document.salutation());
    for block in &document.blocks {
        push(&mut lines, document, &mut outline, block);
    }
    lines.extend(document.signature.clone());
    lines.extend(document.date.clone());
    lines.extend(document.note.clone());
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

fn push(lines: &mut Vec<String>, document: &Document, outline: &mut Outline, block: &Block) {
    match block {
        Block::Heading { level, text } => lines.push(outline.next(*level) + text),
        Block::Paragraph(runs) => lines.push(words(runs)),
        Block::List { ordered, items } => lines.extend(
            items
                .iter()
                .enumerate()
                .map(|(i, item)| item_mark(document.language, *ordered, i) + &words(item)),
        ),
        Block::Table(table) => rows(lines, document.language, table),
        Block::Picture(picture) => lines.extend(picture.caption.clone()),
        Block::PhotoPair(pair) => facts(lines, document.language, pair),
        Block::Chart(chart) => lines.push(chart.caption.clone()),
        Block::PageBreak => {}
    }
}

/// Runs as one line: a line break inside a run becomes a space.
fn words(runs: &[Run]) -> String {
    runs.iter().map(Run::words).collect::<String>().replace('\n', " ")
}

/// Numbered rows; each value stands behind its column's head.
fn rows(lines: &mut Vec<String>, language: Language, table: &Table) {
    lines.extend(table.caption.clone());
    for (i, row) in table.rows.iter().enumerate() {
        let mut at = 0;
        let mut parts = Vec::new();
        for cell in row {
            let head = table.columns.get(at).map_or("", |column| &column.head);
            parts.push(named(language, head, &words(&cell.runs)));
            at += usize::from(cell.span.max(1));
        }
        let mark = item_mark(language, true, i);
        lines.push(mark + &parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
    }
}

/// `label：value`, or the value alone where there is no label, or nothing where there is no value.
fn named(language: Language, label: &str, value: &str) -> String {
    if value.is_empty() || label.is_empty() {
        value.to_owned()
    } else {
        format!("{label}{}{value}", language.colon())
    }
}

fn facts(lines: &mut Vec<String>, language: Language, pair: &PhotoPair) {
    lines.push(words(&pair.title));
    lines.extend(pair.facts.iter().map(|(label, runs)| named(language, label, &words(runs))));
    lines.extend([&pair.before, &pair.after].map(|photo| format!("{} {}", photo.label, photo.caption)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Align, Column};

    #[test]
    fn lists_and_rows_are_numbered_lines() {
        let table = Table {
            columns: ["地点", "期限"].map(|head| Column::new(head, 1, Align::Left)).into(),
            rows: vec![vec!["东关社区".into(), "10月30日".into()], vec!["石桥村".into(), "".into()]],
            ..Table::default()
        };
        let document = Document {
            title: "今日\n日报".into(),
            blocks: vec![
                Block::List { ordered: true, items: vec![vec!["甲".into()], vec!["乙\n丙".into()]] },
                Block::Table(table),
            ],
            ..Document::default()
        };
        assert_eq!(
            write(&document),
            "今日日报\n1.甲\n2.乙 丙\n1.地点：东关社区 期限：10月30日\n2.地点：石桥村\n"
        );
    }
}
