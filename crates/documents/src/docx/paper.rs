//! The two pages and the faces of their styles. Sizes, spacing and indents stand in `parts/styles-*.xml`; the fonts
//! stand here as well because every run repeats them.

use crate::model::Layout;

/// A paragraph style and the East Asian font of its runs.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub id: &'static str,
    pub font: &'static str,
}

const fn style(id: &'static str, font: &'static str) -> Style {
    Style { id, font }
}

/// One layout: its page, its fixed parts and its styles.
pub(super) struct Paper {
    /// Width of the text block in twips (1/1440 inch).
    pub width: u32,
    /// Largest frame of a photo in a pair, millimetres.
    pub photo_mm: (f64, f64),
    pub styles: &'static str,
    pub settings: &'static str,
    /// Kind (`default`, `even`) and content of each footer.
    pub footers: &'static [(&'static str, &'static str)],
    /// Page size, margins and grid, after the footer references.
    pub section: &'static str,
    pub title: Style,
    pub addressee: Style,
    pub headings: [Style; 4],
    pub body: Style,
    pub item: Style,
    pub caption: Style,
    pub table_caption: Style,
    pub table_head: Style,
    pub table_text: Style,
    pub table_centre: Style,
    pub table_number: Style,
    pub picture: Style,
    pub gap: Style,
    pub signature: Style,
    pub date: Style,
    pub note: Style,
    /// The width of one full-width character of body text in twips, for the indents of signature and date.
    pub character: u32,
}

const SONG_TITLE: &str = "方正小标宋简体";
const FANG: &str = "仿宋_GB2312";
const HEI: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const SONG: &str = "宋体";

pub(super) const fn of(layout: Layout) -> &'static Paper {
    match layout {
        Layout::Official => &OFFICIAL,
        Layout::Plain => &PLAIN,
        Layout::Wide => &WIDE,
    }
}

/// Margins 37, 28, 35, 26 mm; 16 pt type condensed by a quarter point on lines of 28.95 pt gives 22 × 28.
static OFFICIAL: Paper = Paper {
    width: 8844,
    photo_mm: (74.0, 52.0),
    styles: include_str!("parts/styles-official.xml"),
    settings: include_str!("parts/settings-official.xml"),
    footers: &[
        ("default", include_str!("parts/footer-odd.xml")),
        ("even", include_str!("parts/footer-even.xml")),
    ],
    section: concat!(
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1389" w:gutter="0"/>"#,
        r#"<w:docGrid w:type="lines" w:linePitch="579"/>"#
    ),
    headings: [
        style("Heading1", HEI),
        style("Heading2", KAI),
        style("Heading3", FANG),
        style("Heading4", FANG),
    ],
    character: 315,
    ..faces(FANG)
};

/// Margins of 20 mm; 12 pt type, tables in 10.5 pt.
static PLAIN: Paper = plain();

/// The same page across.
static WIDE: Paper = Paper {
    width: 14570,
    section: concat!(
        r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
        r#"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>"#
    ),
    ..plain()
};

const fn plain() -> Paper {
    Paper {
        width: 9638,
        photo_mm: (81.0, 60.0),
        styles: include_str!("parts/styles-plain.xml"),
        settings: include_str!("parts/settings-plain.xml"),
        footers: &[("default", include_str!("parts/footer-plain.xml"))],
        section: concat!(
            r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
            r#"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>"#
        ),
        headings: [
            style("Heading1", HEI),
            style("Heading2", HEI),
            style("Heading3", SONG),
            style("Heading4", SONG),
        ],
        character: 240,
        ..faces(SONG)
    }
}

/// What both layouts share, in the body font of each.
const fn faces(body: &'static str) -> Paper {
    Paper {
        width: 0,
        photo_mm: (0.0, 0.0),
        styles: "",
        settings: "",
        footers: &[],
        section: "",
        title: style("Title", SONG_TITLE),
        addressee: style("Addressee", body),
        headings: [style("", ""); 4],
        body: style("BodyText", body),
        item: style("Item", body),
        caption: style("Caption", HEI),
        table_caption: style("TableCaption", HEI),
        table_head: style("TableHead", HEI),
        table_text: style("TableText", body),
        table_centre: style("TableCentre", body),
        table_number: style("TableNumber", body),
        picture: style("Picture", body),
        gap: style("Gap", body),
        signature: style("Signature", body),
        date: style("Date", body),
        note: style("Note", body),
        character: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_stands_in_its_file_with_the_same_font() {
        for paper in [&OFFICIAL, &PLAIN, &WIDE] {
            let [one, two, three, four] = paper.headings;
            let texts = [
                paper.title,
                paper.addressee,
                paper.body,
                paper.item,
                paper.signature,
                paper.date,
                paper.note,
            ];
            let small = [
                paper.caption,
                paper.table_caption,
                paper.table_head,
                paper.table_text,
                paper.picture,
                paper.gap,
            ];
            let rest = [paper.table_centre, paper.table_number, one, two, three, four];
            for style in texts.into_iter().chain(small).chain(rest) {
                let start = format!("w:styleId=\"{}\"", style.id);
                let text = paper.styles.split(&start).nth(1).unwrap().split("</w:style>").next().unwrap();
                assert!(text.contains(&format!("w:eastAsia=\"{}\"", style.font)), "{}", style.id);
            }
        }
    }
}
