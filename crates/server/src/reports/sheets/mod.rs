//! Sheets from a list of cases: one document each, a file a kind. The day's bulletin stands beside them: it tells of a
//! day and not of a list.

mod before_after;
mod bulletin;
mod day;
mod lines;
mod slip;

use crate::{cases::Excerpt, platform::problem::Problem};
use documents::{Document, Layout, Picture, Run};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::DbErr;
use std::collections::HashMap;

pub use day::{Scope, bulletin};
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
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchKind(_) => Self::not_found(),
            Error::Empty => Self::bad("sheet.empty", words),
            Error::TooMany => Self::bad("sheet.too_many", words).param("most", MOST),
            Error::Journal(journal::Error::Database(e)) | Error::Db(e) => e.into(),
            Error::Journal(_) => Self::internal(&words),
        }
    }
}

/// Who makes a sheet, when, and where its links lead.
pub struct Made {
    pub now: Moment,
    /// the reader's organisation, which hands the sheet out
    pub office: String,
    /// under which people reach the program
    pub public_url: Option<String>,
}

impl Made {
    /// A plain sheet under a title; its foot says who made it and when.
    fn plain(&self, title: String) -> Document {
        let note = format!("{}  {}", self.office, super::words::time(self.now));
        Document { layout: Layout::Plain, title, note: Some(note), ..Document::default() }
    }

    /// A page of the program, which asks for sign-in.
    fn link(&self, address: &str) -> Option<String> {
        Some(format!("{}{address}", self.public_url.as_deref()?.trim_end_matches('/')))
    }

    /// The case's page on the desk.
    fn address(&self, case: Uuid) -> Option<String> {
        self.link(&format!("/desk/cases/{case}"))
    }

    /// The case's number, which opens it where the program has an address.
    fn number(&self, case: Uuid, number: &str) -> Run {
        Run::figure(number, self.address(case), format!("case:{case}"))
    }
}

/// What a sheet is made of.
pub struct Sheet {
    pub made: Made,
    pub cases: Vec<Excerpt>,
    /// pictures by file, as bytes or as an address
    pub pictures: HashMap<Uuid, Picture>,
    /// the names of sources
    pub sources: HashMap<String, String>,
}

impl Sheet {
    /// No sheet is empty or longer than anybody reads.
    pub fn checked(self) -> Result<Self, Error> {
        match self.cases.len() {
            0 => Err(Error::Empty),
            cases if cases > MOST => Err(Error::TooMany),
            _ => Ok(self),
        }
    }

    pub fn slip(&self) -> Document {
        slip::document(self)
    }

    pub fn before_after(&self) -> Document {
        before_after::document(self)
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
