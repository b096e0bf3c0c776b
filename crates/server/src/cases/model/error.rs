//! What can go wrong with a case, and how it is told.

use super::{State, UnknownWord, Verb};
use crate::{
    directory::{Meanwhile, Outside},
    inspections,
    platform::{db::Fault, file, problem::Problem, request},
    sites,
    work::Denied,
};
use axum::http::StatusCode;
use sea_orm::DbErr;

/// A rule that forbids a verb to somebody who has the right to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// who rectified does not verify
    OwnWork,
    /// returned twice: the office's decision binds
    Bound,
    /// a further extension is granted above the unit that granted the one before
    HigherLevel,
    /// it was split, and children of it are open
    ChildrenOpen,
    /// others are merged into it: they would hang on a merged case
    HasMerged,
    /// the case that it was merged into has ended, with one figure for both
    TargetEnded,
    /// its parent closed with it: what does not hold reopens the parent
    ParentEnded,
}
impl Bar {
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnWork => "case.own_work",
            Self::Bound => "case.bound",
            Self::HigherLevel => "case.higher_level",
            Self::ChildrenOpen => "case.children_open",
            Self::HasMerged => "case.has_merged",
            Self::TargetEnded => "case.target_ended",
            Self::ParentEnded => "case.parent_ended",
        }
    }
    const fn words(self) -> &'static str {
        match self {
            Self::OwnWork => "who rectified does not verify",
            Self::Bound => "returned twice already: the office's decision binds",
            Self::HigherLevel => "a further extension is granted above the unit that granted the one before",
            Self::ChildrenOpen => "it closes with its children, and some are open",
            Self::HasMerged => "others are merged into it",
            Self::TargetEnded => "the case that it was merged into has ended",
            Self::ParentEnded => "its parent is no longer with its unit: reopen that where it is closed",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such case, or not for you")]
    NoSuchCase,
    #[error("a case that is {} cannot {}", state.word(), verb.word())]
    NotNow { state: State, verb: Verb },
    #[error("somebody else moved the case meanwhile")]
    Stale { seen: i32, now: i32, meanwhile: Option<Box<Meanwhile>> },
    #[error("{count} cases are too many at once, at most {most}")]
    TooMany { count: u64, most: u64 },
    #[error("this needs a reason")]
    ReasonMissing,
    #[error("this needs {wanted} photos")]
    PhotoMissing { wanted: usize },
    #[error("{}", _0.words())]
    Barred(Bar),
    #[error("a case of {0} is not fixed on the spot")]
    NotOnSpot(String),
    #[error("it can be merged into no such case")]
    NoTarget,
    #[error("a supplement brings words, a photo, or both")]
    NothingAdded,
    #[error("{0} children are not one to 12")]
    Children(usize),
    #[error("the photos before and after are not of one visit")]
    NotOneVisit,
    #[error("{0} is no month; write it as `2026-10`")]
    NoMonth(String),
    #[error("the seed of {0} is told when the month is over")]
    MonthRuns(String),
    #[error("the installation has lost its secret")]
    NoSecret,
    #[error("no post of {0} may accept a case")]
    CannotAccept(String),
    #[error("no post of {unit} has the right to {} there", verb.word())]
    UnableThere { field: &'static str, verb: Verb, unit: String },
    #[error("the finding is of another site")]
    OtherSite,
    #[error("no round of yours on that day about an area with this place")]
    NotInRound,
    #[error("this unit may not verify it")]
    CannotVerify,
    #[error("{0:?} is no extension; write it as `2 work_day`")]
    BadExtension(Option<String>),
    #[error("the category has no condition {0}")]
    NoCondition(String),
    #[error("its condition is {0} already")]
    ConditionSet(String),
    #[error("it has this condition, or none, already")]
    ConditionSame,
    #[error("{} does not take a condition", _0.word())]
    ConditionNotHere(Verb),
    #[error("{} does not take photos", _0.word())]
    NoPhotos(Verb),
    #[error("{0} is closed, or no post of it may do a part")]
    CannotHelp(String),
    #[error("there is no category {0}")]
    NoSuchCategory(String),
    #[error("there is no such category")]
    NoCategory,
    #[error("{key}: {found} breaks the rule {rule}")]
    Rule { key: String, rule: &'static str, found: serde_json::Value },
    #[error("an own category stands under a line or a group in use")]
    NoParent,
    #[error("{0:?} is no key: small letters, digits and _, a letter first, at most 30")]
    BadKey(String),
    #[error("there is a category {0} already")]
    CodeTaken(String),
    #[error("another category there is called {0}")]
    NameTaken(String),
    #[error("{0} is shipped; only the office's own is renamed or retired")]
    Shipped(String),
    #[error("{0} is retired already")]
    Retired(String),
    #[error("{0} is not retired")]
    NotRetired(String),
    #[error("the checklist {0} in use names it")]
    InChecklist(String),
    #[error("there is no such dispatch rule")]
    NoDispatchRule,
    #[error("there is no such organisation")]
    NoUnitFor(&'static str),
    #[error("there is no such area")]
    NoSuchArea,
    #[error("there is no such organisation")]
    NoSuchOrganisation,
    #[error("there is no such cooperating organisation")]
    NoSuchCooperating,
    #[error("no rule finds a unit; name one")]
    NoUnit,
    #[error("{field} has {length} characters, at most {most}")]
    TooLong { field: &'static str, length: usize, most: usize },
    #[error("{0} must not be empty")]
    Empty(&'static str),
    #[error("{field} holds a sign that is not seen: U+{:04X}", *.sign as u32)]
    HiddenSign { field: &'static str, sign: char },
    #[error("this id was used for another case")]
    IdTaken,
    #[error("the limit of a category cannot be read: {0}")]
    Limit(String),
    #[error("a stored word cannot be read: {0}")]
    Word(#[from] UnknownWord),
    #[error(transparent)]
    Finding(#[from] inspections::Error),
    #[error(transparent)]
    Site(#[from] sites::Error),
    #[error(transparent)]
    File(#[from] file::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Outside(#[from] Outside),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Db(e) => Some(e),
            Self::Journal(e) => e.database(),
            Self::File(e) => e.database(),
            Self::Finding(e) => e.database(),
            Self::Site(e) => e.database(),
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, words.clone());
        match error {
            Error::NoSuchCase | Error::NoCategory | Error::NoDispatchRule => Self::not_found(),
            Error::Rule { key, rule, found } => Self::bad(rule, words).field(key).param("found", found),
            Error::NoParent => Self::bad("category.parent", words).field("parent"),
            Error::BadKey(found) => Self::bad("category.key", words).field("key").param("found", found),
            Error::CodeTaken(code) => {
                Self::bad("category.code_taken", words).field("key").param("code", code)
            }
            Error::NameTaken(name) => {
                Self::bad("category.name_taken", words).field("name").param("name", name)
            }
            Error::Shipped(_) => conflict("category.shipped"),
            Error::Retired(_) => conflict("category.retired"),
            Error::NotRetired(_) => conflict("category.not_retired"),
            Error::InChecklist(name) => conflict("category.in_checklist").param("checklist", name),
            Error::NoUnitFor(field) => Self::bad("organisation.none", words).field(field),
            Error::NotNow { state, verb } => {
                conflict("case.not_now").param("state", state.word()).param("verb", verb.word())
            }
            Error::Stale { seen, now, meanwhile } => {
                Meanwhile::tell(meanwhile, Self::stale("case.stale", words, seen, now))
            }
            Error::TooMany { count, most } => {
                Self::bad("case.too_many", words).param("count", count).param("most", most)
            }
            Error::ReasonMissing => Self::bad("case.reason_missing", words).field("reason"),
            Error::PhotoMissing { wanted } => {
                Self::bad("case.photo_missing", words).field("photos").param("wanted", wanted)
            }
            Error::Barred(bar) => Self::new(StatusCode::FORBIDDEN, bar.code(), words),
            Error::NotOnSpot(category) => conflict("case.not_on_spot").param("category", category),
            Error::NoTarget => Self::bad("case.no_target", words).field("into"),
            Error::NothingAdded => Self::bad("case.nothing_added", words).field("reason"),
            Error::Children(count) => Self::bad("case.children", words).field("parts").param("count", count),
            Error::NotOneVisit => Self::bad("case.not_one_visit", words).field("photos"),
            Error::NoMonth(_) => Self::bad("spot.month", words).field("month"),
            Error::MonthRuns(_) => conflict("spot.month_running"),
            Error::CannotAccept(unit) => {
                Self::bad("case.cannot_accept", words).field("org").param("unit", unit)
            }
            Error::UnableThere { field, verb, unit } => {
                let code = if verb == Verb::Verify { "case.cannot_verify" } else { "case.cannot_accept" };
                Self::bad(code, words).field(field).param("unit", unit)
            }
            Error::OtherSite => Self::bad("case.other_site", words).field("site"),
            Error::NotInRound => Self::bad("case.round", words).field("round"),
            Error::Site(sites::Error::NoSuchSite) => Self::bad("site.none", words).field("site"),
            Error::Site(sites::Error::Closed) => Self::bad("site.closed", words).field("site"),
            Error::Site(e) => e.into(),
            Error::CannotVerify => Self::bad("case.cannot_verify", words).field("org"),
            Error::BadExtension(_) => Self::bad("case.bad_extension", words).field("limit"),
            Error::NoCondition(code) => {
                Self::bad("category.no_condition", words).field("condition").param("condition", code)
            }
            Error::ConditionSet(code) => {
                Self::bad("case.condition_set", words).field("condition").param("condition", code)
            }
            Error::ConditionSame => Self::bad("case.condition_same", words).field("condition"),
            Error::ConditionNotHere(verb) => {
                Self::bad("case.condition_not_here", words).field("condition").param("verb", verb.word())
            }
            Error::NoPhotos(verb) => {
                Self::bad("case.no_photos", words).field("photos").param("verb", verb.word())
            }
            Error::CannotHelp(unit) => {
                Self::bad("case.cannot_help", words).field("cooperating").param("unit", unit)
            }
            Error::NoSuchCategory(code) => {
                Self::bad("category.none", words).field("category").param("category", code)
            }
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoSuchOrganisation => Self::bad("organisation.none", words).field("org"),
            Error::NoSuchCooperating => Self::bad("organisation.none", words).field("cooperating"),
            Error::NoUnit => Self::bad("case.no_unit", words).field("org"),
            Error::TooLong { field, length, most } => {
                Self::bad("field.too_long", words).field(field).param("length", length).param("most", most)
            }
            Error::Empty(field) => Self::bad("field.empty", words).field(field),
            Error::HiddenSign { field, .. } => Self::bad("field.hidden_sign", words).field(field),
            Error::IdTaken => request::reused(),
            Error::NoSecret | Error::Limit(_) | Error::Word(_) => Self::internal(&words),
            Error::Journal(e) => e.into(),
            Error::Finding(e) => e.into(),
            Error::File(e) => e.into(),
            Error::Outside(outside) => outside.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
