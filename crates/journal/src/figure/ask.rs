//! What can be asked of the journal.

use crate::model::{Error, Result};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The scope of a figure.
#[derive(Clone, Debug)]
pub struct Ask {
    pub metric: String,
    /// The area's path, ending with a dot; it means the area and all below it.
    pub area: String,
    /// Paths of organisations; each means the organisation and, unless `own`, those below it. None is all.
    pub orgs: Vec<String>,
    /// Only what the organisations themselves are credited with, as a split by organisation tells it.
    pub own: bool,
    /// Per dimension the values of which any counts.
    pub dims: BTreeMap<String, Vec<String>>,
    pub first: Date,
    pub last: Date,
    /// Only what was sealed up to this place in the chain.
    pub as_of: Option<i64>,
    /// The day whose tree of areas is meant; none is today's.
    pub tree_day: Option<Date>,
}

/// A period under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub key: String,
    pub first: Date,
    pub last: Date,
}

/// What a figure is split by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Keys are the paths of the area's children; no key is the rest at the area itself.
    Area,
    /// Keys are the ids of the credited organisations.
    Org,
    /// Keys are days; no key is what states a longer span and is never divided.
    Day,
    /// Keys are the values of a dimension; no key is where it is unknown. A derived figure needs it in all parts.
    Dim(String),
}

impl Ask {
    /// The asked period as a window without a name.
    pub fn window(&self) -> Window {
        Window { key: String::new(), first: self.first, last: self.last }
    }

    pub(super) fn check(windows: &[Window]) -> Result<()> {
        if windows.iter().any(|w| w.last < w.first) { Err(Error::EmptyPeriod) } else { Ok(()) }
    }
}
