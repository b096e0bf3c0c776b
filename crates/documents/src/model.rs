//! The document model: what a paper holds, before anybody decides whether it becomes DOCX, HTML or plain text.
//! Words are the caller's and stand in the paper's language; numbering, fonts and measures belong to the writers.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The page: an official paper after GB/T 9704-2012, or plain A4 for slips, tables and bulletins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    #[default]
    Official,
    Plain,
    /// Plain, across: for tables of many columns.
    Wide,
}

/// The paper's language: decides heading numbers, the language mark and little else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en-GB")]
    English,
}

impl Language {
    /// The BCP 47 tag, for `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-GB",
        }
    }

    /// The colon between a label and its value.
    pub(crate) const fn colon(self) -> &'static str {
        match self {
            Self::Chinese => "：",
            Self::English => ": ",
        }
    }
}

/// One paper. `\n` in the title breaks its lines (an official title is broken as a trapezoid or diamond).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    pub layout: Layout,
    pub language: Language,
    pub title: String,
    /// 主送机关, without its colon.
    pub addressee: Option<String>,
    /// Whether headings get their numbers (一、（一）1.（1）) from the writer.
    pub numbered: bool,
    pub blocks: Vec<Block>,
    /// 署名: who issues the paper.
    pub signature: Option<String>,
    /// 成文日期, in the paper's words.
    pub date: Option<String>,
    /// One quiet line: 附注 under the date of an official paper, the foot of every page of a plain one.
    pub note: Option<String>,
}

/// What stands under the title, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// `level` 1–4; others are taken as the nearest of these.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph(Vec<Run>),
    List {
        ordered: bool,
        items: Vec<Vec<Run>>,
    },
    Table(Table),
    Picture(Picture),
    PhotoPair(Box<PhotoPair>),
    Chart(Chart),
    PageBreak,
}

/// A stretch of text within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    Text(String),
    Strong(String),
    Figure(Figure),
}

/// A live figure: the digits as printed, the address that opens its source, and the key by which a refresh finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub text: String,
    pub link: Option<String>,
    pub key: String,
}

/// A ruled table. Without a head in any column it is a form: no head row is drawn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    pub caption: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a [`Table`]; widths are shares of the text width.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub head: String,
    pub width: u16,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// A cell over `span` columns (at least one); a label is shaded and centred, as in a form. Its pictures stand below its
/// words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub runs: Vec<Run>,
    pub span: u8,
    pub label: bool,
    #[serde(default)]
    pub pictures: Vec<Picture>,
}

/// A JPEG or PNG as bytes, printed `width_mm` wide; `url` is where a screen may fetch it instead.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub bytes: Vec<u8>,
    pub width_mm: u16,
    pub alt: String,
    pub caption: Option<String>,
    pub url: Option<String>,
}

/// Two photos side by side in equal frames under one heading line, with facts below (place, unit, dates).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoPair {
    pub title: Vec<Run>,
    pub before: Photo,
    pub after: Photo,
    pub facts: Vec<(String, Vec<Run>)>,
}

/// One side of a pair. Without a picture its frame stays empty and the caption says why.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Photo {
    pub label: String,
    pub caption: String,
    pub picture: Option<Picture>,
}

/// A bar or line chart; a missing value leaves a gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    pub kind: ChartKind,
    pub caption: String,
    pub categories: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    Bar,
    Line,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

impl Document {
    /// The title on one line.
    pub(crate) fn headline(&self) -> String {
        self.title.replace('\n', if self.language == Language::Chinese { "" } else { " " })
    }

    /// The addressee with its colon.
    pub(crate) fn salutation(&self) -> Option<String> {
        let to = self.addressee.as_deref()?.trim_end_matches(['：', ':', ' ']);
        Some(to.to_owned() + self.language.colon().trim_end())
    }
}

impl Run {
    /// A figure with its key and, if it can be opened, its address.
    pub fn figure(text: impl Into<String>, link: Option<String>, key: impl Into<String>) -> Self {
        Self::Figure(Figure { text: text.into(), link, key: key.into() })
    }

    /// The words as read aloud, whatever the kind.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Figure(Figure { text, .. }) => text,
        }
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Block {
    /// A paragraph of plain words.
    pub fn words(text: &str) -> Self {
        Self::Paragraph(vec![text.into()])
    }

    pub fn heading(level: u8, text: &str) -> Self {
        Self::Heading { level, text: text.to_owned() }
    }
}

impl Cell {
    /// A plain cell one column wide.
    pub fn of(runs: Vec<Run>) -> Self {
        Self { runs, span: 1, label: false, pictures: Vec::new() }
    }

    /// A shaded label, as a form has.
    pub fn label(text: &str) -> Self {
        Self { label: true, ..Self::from(text) }
    }

    #[must_use]
    pub fn over(self, span: u8) -> Self {
        Self { span, ..self }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::of(vec![text.into()])
    }
}

impl Column {
    pub fn new(head: &str, width: u16, align: Align) -> Self {
        Self { head: head.to_owned(), width, align }
    }
}

fn to_base64<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&STANDARD.encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}
