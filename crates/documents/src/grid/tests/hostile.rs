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

/// A paper of one table: its heads, and a row below them.
fn paper(row: &str, times: usize) -> Vec<u8> {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let heads = format!("<w:tr>{}{}</w:tr>", cell("序号"), cell("问题"));
    let body =
        format!("<w:document><w:body><w:tbl>{heads}{}</w:tbl></w:body></w:document>", row.repeat(times));
    let picture = |n: u8| {
        format!(
            r#"<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/{n}.png"/>"#
        )
    };
    let relations = format!("<Relationships>{}{}</Relationships>", picture(1), picture(2));
    zipped(&[
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/1.png", b"p"),
        ("word/media/2.png", b"p"),
    ])
}

#[test]
fn thousands_of_mentions_of_pictures_are_refused() {
    let picture = r#"<w:p><a:blip r:embed="rId1"/></w:p>"#;
    let both = format!("<w:tc>{picture}{}</w:tc>", picture.replace("rId1", "rId2"));
    let wide = format!("<w:tr>{both}{both}</w:tr>");
    assert_eq!(read(&paper(&wide, 1_000)).unwrap().rows.len(), 1_000);
    assert!(matches!(read(&paper(&wide, 1_001)), Err(Error::TooManyPictures { limit: 4_000 })));
}

#[test]
fn a_text_that_many_cells_share_is_weighed_in_each() {
    let long = "长".repeat(32_768);
    let row =
        format!("<w:tr><w:tc><w:p><w:t>1</w:t></w:p></w:tc><w:tc><w:p><w:t>{long}</w:t></w:p></w:tc></w:tr>");
    assert!(matches!(read(&paper(&row, 1)), Err(Error::TooLong { row: 2 })));
    let fits = row.replacen('长', "", 1);
    assert_eq!(read(&paper(&fits, 1)).unwrap().rows.len(), 1);
    let goes_on =
        "<w:tr><w:tc><w:p><w:t>1</w:t></w:p></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>";
    let merged = |times: usize| fits.clone() + &goes_on.repeat(times);
    assert_eq!(read(&paper(&merged(600), 1)).unwrap().rows.len(), 601);
    assert!(matches!(read(&paper(&merged(700), 1)), Err(Error::TooLarge { limit: 67_108_864 })));
    // a row of very many cells is as wide as a list may be
    let many = format!("<w:tr>{}</w:tr>", "<w:tc><w:p><w:t>1</w:t></w:p></w:tc>".repeat(50_000));
    assert!(read(&paper(&many, 2)).is_ok());
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
