//! Files that are no lists, or that want to do harm.

use super::*;
use std::io::Write;

#[test]
fn what_is_no_list_is_said_to_be_none() {
    assert!(matches!(read(b"MZ a program"), Err(Error::Unknown(_))));
    assert!(matches!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook"), Err(Error::Old)));
    assert!(matches!(read(&zipped(&[("a.txt", b"b")])), Err(Error::Unknown(_))));
    assert!(matches!(read(&zipped(&[("word/document.xml", b"<w:document/>")])), Err(Error::Nothing)));
    assert!(matches!(read(&zipped(&[("word/document.xml", b"<w:p></w:q>")])), Err(Error::Unknown(_))));
    assert!(matches!(
        read(&zipped(&[("word/document.xml", b"<w:t>\xff\xfe</w:t>")])),
        Err(Error::Unknown(_))
    ));
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "一个字").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(matches!(read(&bytes), Err(Error::Nothing)));
    for cut in [bytes.len() / 3, bytes.len() - 30] {
        assert!(matches!(read(&bytes[..cut]), Err(Error::Unknown(_))), "cut at {cut}");
    }
}

#[test]
fn what_would_unpack_too_large_stays_packed() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let face = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", face).unwrap();
    zip.write_all(b"<w:document/>").unwrap();
    zip.start_file("word/media/1.png", face).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..80 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 200_000, "it packs well");
    assert!(matches!(read(&bytes), Err(Error::TooLarge { .. })));
    // and a picture alone is not unpacked past what its reader takes
    let mut source = Source::open(&bytes, 256 << 20).unwrap();
    assert!(matches!(source.picture("word/media/1.png", 1 << 20), Err(Error::TooLarge { limit: 1_048_576 })));
    assert!(matches!(source.picture("word/media/2.png", 1 << 20), Err(Error::Unknown(_))));
}

#[test]
fn too_many_rows_are_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["序号", "问题"]).unwrap();
    for row in 1..=2_001u32 {
        sheet.write_row(row, 0, ["1", "占道"]).unwrap();
    }
    assert!(matches!(read(&book.save_to_buffer().unwrap()), Err(Error::TooManyRows { limit: 2_000 })));
    // a place far below costs nothing and is refused
    let mut far = rust_xlsxwriter::Workbook::new();
    let sheet = far.add_worksheet();
    sheet.write_row(0, 0, ["序号", "问题"]).unwrap();
    sheet.write(1_000_000, 0, "远").unwrap();
    assert!(matches!(read(&far.save_to_buffer().unwrap()), Err(Error::TooManyRows { .. })));
}

#[test]
fn references_that_lead_nowhere_are_no_pictures() {
    let sheet = concat!(
        r#"<worksheet xmlns:r="r"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c>"#,
        r#"<c r="B1" t="inlineStr"><is><t>问题</t></is></c></row><row r="2"><c r="A2" vm="7"><v>1</v></c>"#,
        r#"<c r="B2"><f>_xlfn.DISPIMG("ID_no",1)</f><v>占道</v></c></row></sheetData>"#,
        r#"<mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="XFD1:XFD9"/><mergeCell ref="A4294967295:B9"/></mergeCells>"#,
        r#"<drawing r:id="rId9"/></worksheet>"#
    );
    let book =
        r#"<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let grid = read(&zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]));
    let grid = grid.unwrap();
    assert_eq!(column(&grid, "序号"), ["1"]);
    assert!(grid.rows[0].slots.iter().all(|slot| slot.pictures.is_empty()));
}
