//! Lists in workbooks: heads, merged cells, pictures over cells and in them.

use super::*;
use rust_xlsxwriter::{Format as Face, Image, Workbook};

/// Titles above, a head of two rows, merged cells, pictures over cells and in them.
fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("镇区").unwrap();
    let face = Face::new();
    sheet.merge_range(0, 0, 0, 5, "关于10月督查发现问题的交办清单", &face).unwrap();
    sheet.write(1, 0, "区创建办〔2026〕12号").unwrap();
    sheet.merge_range(3, 0, 4, 0, "序 号", &face).unwrap();
    sheet.merge_range(3, 1, 4, 1, "地点", &face).unwrap();
    sheet.merge_range(3, 2, 4, 2, "问题*", &face).unwrap();
    sheet.merge_range(3, 3, 3, 4, "照片", &face).unwrap();
    sheet.write(4, 3, "整改前").unwrap();
    sheet.write(4, 4, "整改后").unwrap();
    sheet.merge_range(3, 5, 4, 5, "期限", &face).unwrap();
    sheet.merge_range(5, 0, 5, 5, "一、东关社区", &face).unwrap();
    for (row, number) in [(6u32, 1), (7, 2), (8, 3)] {
        sheet.write(row, 0, number).unwrap();
        sheet.write(row, 2, format!("占道经营 {number}")).unwrap();
        sheet.set_row_height(row, 60).unwrap();
    }
    sheet.merge_range(6, 1, 7, 1, "幸福路", &face).unwrap();
    sheet.write(8, 1, "=1+1 路").unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 10, 31).unwrap();
    sheet.write_with_format(6, 5, &day, &Face::new().set_num_format("yyyy/m/d")).unwrap();
    sheet.insert_image(6, 3, &Image::new_from_buffer(&png(10)).unwrap()).unwrap();
    // each begins at the lower edge of the row above
    sheet.insert_image_with_offset(5, 3, &Image::new_from_buffer(&png(11)).unwrap(), 20, 19).unwrap();
    sheet.insert_image_with_offset(7, 3, &Image::new_from_buffer(&png(12)).unwrap(), 2, 79).unwrap();
    sheet.embed_image(7, 3, &Image::new_from_buffer(&png(13)).unwrap()).unwrap();
    let hidden = book.add_worksheet().set_name("底稿").unwrap().set_hidden(true);
    hidden.write_row(0, 0, ["序号", "问题"]).unwrap();
    hidden.write_row(1, 0, ["9", "看不见"]).unwrap();
    let second = book.add_worksheet().set_name("村").unwrap();
    second.write_row(0, 0, ["问题", "序号", "备注"]).unwrap();
    second.write_row(1, 0, ["柴草乱堆", "4", "村口"]).unwrap();
    second.write_row(2, 0, ["问题", "序号", "备注"]).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn titles_two_head_rows_merged_cells_and_pictures() {
    let bytes = book();
    let grid = read(&bytes).unwrap();
    assert_eq!(grid.above[..2], ["关于10月督查发现问题的交办清单", "区创建办〔2026〕12号"]);
    assert_eq!(grid.columns, ["序号", "地点", "问题*", "整改前", "整改后", "期限", "问题", "备注"]);
    assert_eq!(column(&grid, "序号"), ["1", "2", "3", "4"]);
    assert_eq!(column(&grid, "地点"), ["幸福路", "幸福路", "=1+1 路", ""]);
    assert_eq!(column(&grid, "期限")[0], "2026-10-31");
    assert_eq!(
        grid.rows.iter().map(|row| (row.sheet.as_str(), row.number)).collect::<Vec<_>>(),
        [("镇区", 7), ("镇区", 8), ("镇区", 9), ("村", 2)]
    );
    let mut source = Source::open(&bytes, 64 << 20).unwrap();
    let pictures = |source: &mut Source<'_>, row: usize| widths(source, &grid.rows[row].slots[3]);
    assert_eq!(pictures(&mut source, 0), [11, 10], "two over one cell");
    assert_eq!(pictures(&mut source, 1), [13], "in the cell");
    assert_eq!(grid.rows[1].slots[3].text, "", "not the error that stands for it");
    assert_eq!(pictures(&mut source, 2), [12], "the row that it covers most");
}

/// The workbook with more parts.
fn with(bytes: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    let mut all: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    all.extend(more);
    zipped(&all)
}

#[test]
fn pictures_that_wps_keeps_by_a_formula() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["序号", "问题", "整改前"]).unwrap();
    sheet.write_row(1, 0, ["1", "乱停车"]).unwrap();
    sheet.write_formula(1, 2, "=_xlfn.DISPIMG(\"ID_0F\",1)").unwrap();
    let images = concat!(
        r#"<etc:cellImages xmlns:etc="e" xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><etc:cellImage><xdr:pic>"#,
        r#"<xdr:nvPicPr><xdr:cNvPr id="2" name="ID_0F" descr="a"/></xdr:nvPicPr>"#,
        r#"<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"#
    );
    let relations =
        r#"<Relationships><Relationship Id="rId1" Type="image" Target="media/image9.png"/></Relationships>"#;
    let picture = png(21);
    let more: [(&str, &[u8]); 3] = [
        ("xl/cellimages.xml", images.as_bytes()),
        ("xl/_rels/cellimages.xml.rels", relations.as_bytes()),
        ("xl/media/image9.png", &picture),
    ];
    let bytes = with(&book.save_to_buffer().unwrap(), &more);
    let grid = read(&bytes).unwrap();
    let mut source = Source::open(&bytes, 64 << 20).unwrap();
    assert_eq!(widths(&mut source, &grid.rows[0].slots[2]), [21]);
    assert_eq!(grid.rows[0].slots[2].text, "");
}

#[test]
fn without_known_words_the_fullest_row_is_the_head() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "随便一个标题").unwrap();
    sheet.write_row(1, 0, ["甲", "乙", "丙"]).unwrap();
    sheet.write_row(2, 0, ["1", "二", "三"]).unwrap();
    sheet.write_row(3, 0, ["2", "", "六"]).unwrap();
    let grid = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(grid.columns, ["甲", "乙", "丙"]);
    assert_eq!(column(&grid, "丙"), ["三", "六"]);
}
