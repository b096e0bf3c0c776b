//! The schema's order of children, well-formedness and references, checked over every part of every sample:
//! Word drops or refuses what LibreOffice forgives.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use quick_xml::{Reader, events::Event};

use crate::sample;

/// Parents whose children have a fixed order (ECMA-376 Part 1), as far as this writer may use them.
const ORDER: [(&str, &str); 8] = [
    (
        "w:pPr",
        "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:widowControl w:pBdr w:shd w:tabs w:autoSpaceDE \
         w:autoSpaceDN w:snapToGrid w:spacing w:ind w:jc w:outlineLvl w:rPr w:sectPr",
    ),
    (
        "w:rPr",
        "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:color w:spacing w:kern w:sz w:szCs w:u w:shd w:vertAlign w:lang",
    ),
    ("w:sectPr", "w:footerReference w:pgSz w:pgMar w:docGrid"),
    ("w:tblPr", "w:tblStyle w:tblW w:jc w:tblInd w:tblBorders w:tblLayout w:tblCellMar"),
    ("w:tcPr", "w:tcW w:gridSpan w:shd w:vAlign"),
    ("w:style", "w:name w:basedOn w:next w:qFormat w:pPr w:rPr w:tblPr"),
    (
        "w:settings",
        "w:zoom w:defaultTabStop w:evenAndOddHeaders w:drawingGridVerticalSpacing w:characterSpacingControl w:compat \
         w:themeFontLang",
    ),
    ("c:ser", "c:idx c:order c:tx c:spPr c:invertIfNegative c:marker c:dLbls c:cat c:val c:smooth"),
];

/// Names the first child out of order, or the first break of well-formedness.
fn fault(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<(String, usize)> = Vec::new();
    loop {
        let (name, empty) = match reader.read_event() {
            Err(e) => return Some(e.to_string()),
            Ok(Event::Eof) => return open.pop().map(|(name, _)| format!("{name} is not closed")),
            Ok(Event::End(_)) => {
                open.pop();
                continue;
            }
            Ok(Event::Start(tag)) => (AsRef::<str>::as_ref(&tag.name()).to_owned(), false),
            Ok(Event::Empty(tag)) => (AsRef::<str>::as_ref(&tag.name()).to_owned(), true),
            Ok(_) => continue,
        };
        if let Some((parent, last)) = open.last_mut()
            && let Some((_, order)) = ORDER.iter().find(|(p, _)| p == parent)
        {
            match order.split_whitespace().position(|child| child == name) {
                None => return Some(format!("{name} is not known in {parent}")),
                Some(at) if at + 1 < *last => return Some(format!("{name} comes too late in {parent}")),
                Some(at) => *last = at + 1,
            }
        }
        if !empty {
            open.push((name, 0));
        }
    }
}

fn parts(docx: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut part = archive.by_index(i).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The values of an attribute of all elements whose name ends so.
fn values(xml: &str, attribute: &str) -> BTreeSet<String> {
    let start = format!(" {attribute}=\"");
    xml.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn the_checker_finds_faults() {
    assert_eq!(fault("<w:rPr><w:rFonts/><w:b/></w:rPr>"), None);
    assert!(fault("<w:rPr><w:b/><w:rFonts/></w:rPr>").unwrap().contains("too late"));
    assert!(fault("<w:rPr><w:colour/></w:rPr>").unwrap().contains("not known"));
    assert!(fault("<a><b></a>").is_some());
    assert!(fault("<a>").unwrap().contains("not closed"));
}

#[test]
fn every_part_is_well_formed_and_ordered() {
    for (name, document) in sample::all() {
        for (part, bytes) in parts(&documents::docx::write(&document).unwrap()) {
            if !part.starts_with("word/media/") {
                let xml = String::from_utf8(bytes).unwrap();
                assert_eq!(fault(&xml), None, "{name}: {part}");
            }
        }
    }
}

#[test]
fn every_reference_resolves_and_every_part_is_typed() {
    for (name, document) in sample::all() {
        let parts = parts(&documents::docx::write(&document).unwrap());
        let text = |part: &str| String::from_utf8(parts[part].clone()).unwrap();
        let (body, relations, types) =
            (text("word/document.xml"), text("word/_rels/document.xml.rels"), text("[Content_Types].xml"));
        let known = values(&relations, "Id");
        let used: BTreeSet<_> = values(&body, "r:id").into_iter().chain(values(&body, "r:embed")).collect();
        assert!(used.is_subset(&known), "{name}: {:?}", used.difference(&known));
        for target in values(&relations, "Target").iter().filter(|target| !target.contains("://")) {
            let part = format!("word/{target}");
            assert!(parts.contains_key(&part), "{name}: {part}");
            let extension = part.rsplit('.').next().unwrap();
            let typed =
                types.contains(&format!("PartName=\"/{part}\"")) || extension == "png" || extension == "jpeg";
            assert!(typed, "{name}: {part} has no type");
        }
        let styles = values(&text("word/styles.xml"), "w:styleId");
        for style in body.split("Style w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(styles.contains(style), "{name}: style {style}");
        }
    }
}

#[test]
fn every_run_names_its_east_asian_font() {
    for (name, document) in sample::all() {
        let parts = parts(&documents::docx::write(&document).unwrap());
        let body = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
        for run in body.split("<w:r>").skip(1).filter(|run| run.contains("<w:t ")) {
            assert!(run.contains("w:eastAsia=\""), "{name}: {run}");
        }
        assert_eq!(body.contains("<w:tblHeader/>"), matches!(name, "summary" | "bulletin"), "{name}");
        assert_eq!(body.matches("<w:tr>").count(), body.matches("<w:cantSplit/>").count(), "{name}");
    }
}

/// Margins of 37, 28, 35 and 26 mm in twips, lines of 28.95 pt: what the printed page alone would not show, because
/// LibreOffice snaps nearby line heights to the grid.
#[test]
fn the_file_holds_the_standards_measures() {
    let parts = parts(&documents::docx::write(&sample::summary()).unwrap());
    let (body, styles) = (&parts["word/document.xml"], &parts["word/styles.xml"]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let margins = r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588""#;
    assert!(text(body).contains(margins));
    for style in text(styles).split("<w:style ").filter(|style| style.contains("w:lineRule=\"exact\"")) {
        assert!(style.contains("w:line=\"579\"") || style.contains("w:styleId=\"Gap\""), "{style}");
    }
}
