//! What can be wrong with a form, said by item and field.

use crate::expression::Wrong;
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// One thing that is wrong with a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The item's key; none for the form's head.
    pub item: Option<String>,
    /// The field, in the words of the model: `relevant`, `choices`, …
    pub field: &'static str,
    /// In an expression, in characters counted from one.
    pub column: Option<usize>,
    pub flaw: Flaw,
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("must not be empty")]
    Empty,
    #[error("{given} where at most {most} are allowed")]
    TooMany { given: usize, most: usize },
    #[error("{0:?} is no code: small letters, digits and _, a letter first, at most 40")]
    Code(String),
    #[error("{0:?} is a word of the expressions")]
    Reserved(String),
    #[error("{0:?} stands twice")]
    Twice(String),
    #[error("{0:?} is no group of this form")]
    NoGroup(String),
    #[error("the items of group {0:?} do not stand together")]
    Scattered(String),
    #[error("does not belong to items of this kind")]
    NotOfKind,
    #[error("is missing")]
    Missing,
    /// for who publishes: the form's engine knows no categories and no sites
    #[error("{0:?} is no problem category that a case can have")]
    NoCategory(String),
    #[error("{0:?} is no type of site")]
    NoSiteType(String),
    #[error("is out of its bounds")]
    Bounds,
    #[error("was of kind {0} and cannot become another; use a new key")]
    KindChanged(String),
    #[error(transparent)]
    Expression(#[from] Wrong),
}

impl Flaw {
    /// The code that a screen finds its words by.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "form.empty",
            Self::TooMany { .. } => "form.too_many",
            Self::Code(_) => "form.code",
            Self::Reserved(_) => "form.reserved",
            Self::Twice(_) => "form.twice",
            Self::NoGroup(_) => "form.no_group",
            Self::Scattered(_) => "form.scattered",
            Self::NotOfKind => "form.not_of_kind",
            Self::Missing => "form.missing",
            Self::NoCategory(_) => "form.no_category",
            Self::NoSiteType(_) => "form.no_site_type",
            Self::Bounds => "form.bounds",
            Self::KindChanged(_) => "form.kind_changed",
            Self::Expression(wrong) => wrong.code(),
        }
    }
}

impl Fault {
    pub(super) fn head(field: &'static str, flaw: Flaw) -> Self {
        Self { item: None, field, column: None, flaw }
    }

    pub(crate) fn of(item: &str, field: &'static str, flaw: Flaw) -> Self {
        Self { item: Some(item.to_owned()), field, column: None, flaw }
    }
}

/// `{"item", "field", "column", "code", "detail"}`.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut fields = to.serialize_struct("Fault", 5)?;
        fields.serialize_field("item", &self.item)?;
        fields.serialize_field("field", self.field)?;
        fields.serialize_field("column", &self.column)?;
        fields.serialize_field("code", self.flaw.code())?;
        fields.serialize_field("detail", &self.flaw.to_string())?;
        fields.end()
    }
}
