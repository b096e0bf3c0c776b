//! Sheets from a list of cases: one document each, a file a kind.

mod before_after;
mod bulletin;
mod lines;
mod slip;

use crate::{cases::Excerpt, platform::problem::Problem};
use documents::{Document, Layout, Picture, Run};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use std::collections::HashMap;

pub use lines::lines;

/// Cases of one sheet at most.
pub const MOST: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Slip,
    BeforeAfter,
    Bulletin,
}

impl Kind {
    pub fn of(word: &str) -> Option<Self> {
        [Self::Slip, Self::BeforeAfter, Self::Bulletin].into_iter().find(|kind| kind.word() == word)
    }
    pub const fn word(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::BeforeAfter => "before_after",
            Self::Bulletin => "bulletin",
        }
    }
}

/// Why there is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no sheet {0}; ask for slip, before_after or bulletin")]
    NoSuchKind(String),
    #[error("no case of this list is yours to read")]
    Empty,
    #[error("the list holds more than {MOST} cases; narrow it by area, unit or day")]
    TooMany,
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchKind(_) => Self::not_found(),
            Error::Empty => Self::bad("sheet.empty", words),
            Error::TooMany => Self::bad("sheet.too_many", words).param("most", MOST),
        }
    }
}

/// What a sheet is made of.
pub struct Sheet {
    pub cases: Vec<Excerpt>,
    /// pictures by file, as bytes or as an address
    pub pictures: HashMap<Uuid, Picture>,
    /// the day that the bulletin tells of
    pub day: Date,
    pub now: Moment,
    /// the reader's organisation, which hands the sheet out
    pub office: String,
    /// under which people reach the program
    pub public_url: Option<String>,
}

impl Sheet {
    /// No sheet is empty or longer than anybody reads; a bulletin may say that nothing happened.
    pub fn checked(self, kind: Kind) -> Result<Self, Error> {
        if self.cases.len() > MOST {
            Err(Error::TooMany)
        } else if self.cases.is_empty() && kind != Kind::Bulletin {
            Err(Error::Empty)
        } else {
            Ok(self)
        }
    }

    pub fn document(&self, kind: Kind) -> Document {
        match kind {
            Kind::Slip => slip::document(self),
            Kind::BeforeAfter => before_after::document(self),
            Kind::Bulletin => bulletin::document(self),
        }
    }

    /// A plain sheet under a title; its foot says who made it and when.
    fn plain(&self, title: String) -> Document {
        let note = format!("{}  {}", self.office, super::words::time(self.now));
        Document { layout: Layout::Plain, title, note: Some(note), ..Document::default() }
    }

    /// The case's page on the desk, which asks for sign-in.
    fn address(&self, case: &Excerpt) -> Option<String> {
        let base = self.public_url.as_deref()?.trim_end_matches('/');
        Some(format!("{base}/desk/cases/{}", case.id))
    }

    /// The case's number, which opens it where the program has an address.
    fn number(&self, case: &Excerpt) -> Run {
        Run::figure(case.number.as_str(), self.address(case), format!("case:{}", case.id))
    }
}

/// `环境卫生 · 暴露垃圾`, or the line alone.
fn category(case: &Excerpt) -> String {
    if case.line_name == case.category_name {
        case.line_name.clone()
    } else {
        format!("{} · {}", case.line_name, case.category_name)
    }
}

/// `东关社区 菜市街8号`
fn place(case: &Excerpt) -> String {
    if case.place.is_empty() { case.area_name.clone() } else { format!("{} {}", case.area_name, case.place) }
}

fn unit(case: &Excerpt) -> &str {
    case.lead_name.as_deref().unwrap_or("未派遣")
}
