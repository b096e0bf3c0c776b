//! Lists in papers: tables, pictures in cells, photos with captions.

use super::*;

/// A paper of this body and pictures named `p1`, `p2` …, as wide as their number.
fn paper(body: &str, pictures: u32) -> Vec<u8> {
    let body =
        format!("<w:document xmlns:w=\"w\" xmlns:a=\"a\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    let relation = |n| format!(r#"<Relationship Id="p{n}" Type="image" Target="media/{n}.png"/>"#);
    let relations: String = (1..=pictures).map(relation).collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let media: Vec<_> = (1..=pictures).map(|n| (format!("word/media/{n}.png"), png(n))).collect();
    let mut parts: Vec<(&str, &[u8])> =
        vec![("word/document.xml", body.as_bytes()), ("word/_rels/document.xml.rels", relations.as_bytes())];
    parts.extend(media.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    zipped(&parts)
}

fn words(text: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}
fn photo(n: u32) -> String {
    format!("<w:p><w:r><w:drawing><a:blip r:embed=\"p{n}\"/></w:drawing></w:r></w:p>")
}
fn cell(inner: &str) -> String {
    format!("<w:tc>{inner}</w:tc>")
}
fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}
fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

#[test]
fn a_table_with_pictures_merged_cells_and_a_second_page() {
    let merged = |kind: &str, text: &str| {
        format!("<w:tc><w:tcPr><w:vMerge w:val=\"{kind}\"/></w:tcPr>{}</w:tc>", words(text))
    };
    let heads = row(&["序号", "地点", "问题", "整改前"].map(|head| cell(&words(head))));
    let nested = format!("{}{}", words("堆放"), table(&[row(&[cell(&words("杂物"))])]));
    let old = "<w:p><w:pict><v:imagedata r:id=\"p3\"/></w:pict></w:p>";
    let twin = "<mc:AlternateContent><mc:Fallback><w:pict><v:imagedata r:id=\"p3\"/></w:pict></mc:Fallback></mc:AlternateContent>";
    let body = [
        words("区创建办督查通报"),
        table(&[
            heads.clone(),
            row(&[
                cell(&words("1")),
                merged("restart", "东关"),
                cell(&words("乱贴 &amp; 乱画")),
                cell(&(photo(1) + &photo(2))),
            ]),
            row(&[
                cell(&words("2")),
                merged("continue", ""),
                cell(&nested),
                cell(&format!("{old}<w:p>{twin}</w:p>")),
            ]),
            row(&[format!(
                "<w:tc><w:tcPr><w:gridSpan w:val=\"4\"/></w:tcPr>{}</w:tc>",
                words("二、西关社区")
            )]),
        ]),
        words("接上页"),
        table(&[heads, row(&["3", "西关", "积水", ""].map(|text| cell(&words(text))))]),
    ];
    let bytes = paper(&body.concat(), 3);
    let grid = read(&bytes).unwrap();
    assert_eq!(grid.above, ["区创建办督查通报"]);
    assert_eq!(grid.columns, ["序号", "地点", "问题", "整改前"]);
    assert_eq!(column(&grid, "地点"), ["东关", "东关", "西关"]);
    assert_eq!(column(&grid, "问题"), ["乱贴 & 乱画", "堆放\n杂物", "积水"]);
    let mut source = Source::open(&bytes, 64 << 20).unwrap();
    assert_eq!(widths(&mut source, &grid.rows[0].slots[3]), [1, 2]);
    assert_eq!(widths(&mut source, &grid.rows[1].slots[3]), [3], "the old drawing, not its twin");
}

/// Captions and pictures by photo.
fn captioned(body: &[String]) -> Vec<(String, usize)> {
    let grid = read(&paper(&body.concat(), 4)).unwrap();
    assert_eq!(grid.columns, [""]);
    grid.rows.iter().map(|row| (row.slots[0].text.clone(), row.slots[0].pictures.len())).collect()
}

#[test]
fn captions_below_and_above_their_photos() {
    let below =
        [words("督查照片"), photo(1), photo(2), words("图1 幸福路占道"), photo(3), words("图2 桥头垃圾")];
    assert_eq!(captioned(&below), [("图1 幸福路占道".into(), 2), ("图2 桥头垃圾".into(), 1)]);
    let above = [
        words("督查照片"),
        words("1. 幸福路占道"),
        photo(1),
        words("2. 桥头垃圾"),
        photo(2),
        words("区创建办"),
    ];
    assert_eq!(captioned(&above), [("1. 幸福路占道".into(), 1), ("2. 桥头垃圾".into(), 1)]);
    let bare = [words("幸福路占道"), photo(1), words("桥头垃圾"), photo(2)];
    assert_eq!(captioned(&bare), [("幸福路占道".into(), 1), ("桥头垃圾".into(), 1)]);
}

#[test]
fn photos_laid_out_in_a_table() {
    let body = table(&[
        row(&[cell(&photo(1)), cell(&photo(2))]),
        row(&[cell(&words("幸福路占道")), cell(&words("桥头垃圾"))]),
        row(&[cell(&(words("井盖缺失") + &photo(3))), cell("<w:p/>")]),
    ]);
    let found = captioned(&[words("督查照片"), body]);
    assert_eq!(found, [("幸福路占道".into(), 1), ("桥头垃圾".into(), 1), ("井盖缺失".into(), 1)]);
}

#[test]
fn photos_named_by_their_captions() {
    let packed =
        pack([("东关/幸福路_占道.jpg", &png(5)[..]), ("桥头垃圾.png", &png(6)), ("桥头垃圾.png", &png(7))])
            .unwrap();
    let grid = read(&packed).unwrap();
    assert_eq!(column(&grid, ""), ["幸福路 占道", "桥头垃圾", "桥头垃圾"]);
    let mut source = Source::open(&packed, 1 << 20).unwrap();
    assert_eq!(
        grid.rows.iter().flat_map(|row| widths(&mut source, &row.slots[0])).collect::<Vec<_>>(),
        [5, 6, 7]
    );
}
