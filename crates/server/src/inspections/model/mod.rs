//! Forms in use, visits, what they found and how they were corrected.

mod error;

pub use error::Error;

use crate::platform::permission::Subject;
use forms::Published;
use kernel::{geo::Position, id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Ref};

kernel::ids! {
    /// A visit.
    VisitId
}

/// A published version of a checklist.
#[derive(Clone, Debug)]
pub struct FormVersion {
    pub id: Uuid,
    pub version: i32,
    pub hash: String,
    pub site_types: Vec<String>,
    pub origin: Origin,
    pub published: Published,
    pub published_at: Moment,
    pub followed_at: Option<Moment>,
}

/// Whose a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// the catalogue's
    Shipped,
    /// the office's
    Local,
}
impl Origin {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Local => "local",
        }
    }
}

/// Somebody looked at a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub id: VisitId,
    pub site: Uuid,
    pub site_type: String,
    pub area: Uuid,
    /// the community or village that its figures count in
    pub counted_in: Uuid,
    pub form: Uuid,
    pub older: bool,
    /// the unit of whoever visited
    pub organisation: Uuid,
    pub person: Uuid,
    pub position: Option<Position>,
    pub distance_m: Option<f64>,
    /// why, where it was far
    pub far_reason: Option<String>,
    pub started_at: Moment,
    /// what the visitor's clock said, where that could not be
    pub started_said: Option<Moment>,
    pub received_at: Moment,
    /// by item, as JSON
    pub answers: String,
    pub checked: i32,
    pub failed: i32,
    /// hundredths of a point, got and possible
    pub score: (i64, i64),
    /// one more with each correction
    pub version: i32,
    pub paths: Paths,
}

/// What a visit said before it was corrected, and who corrected it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// of the visit with this correction
    pub version: i32,
    /// the unit of whoever corrected
    pub organisation: Uuid,
    pub person: Uuid,
    pub at: Moment,
    pub note: String,
    /// before it, by item, as JSON
    pub answers: String,
}

/// Where the visit lies, as permission asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub area: String,
    pub visiting: String,
    /// the organisation that owns the site, and its path
    pub owner: Option<(Uuid, String)>,
}

impl Visit {
    /// Asks a question of permission with what this visit shows to it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let owner = self.paths.owner.as_ref();
        let mut organisations = vec![self.paths.visiting.as_str()];
        organisations.extend(owner.map(|(_, path)| path.as_str()));
        let mut parties = vec![self.organisation];
        parties.extend(owner.map(|(id, _)| *id));
        ask(Subject { area: &self.paths.area, line: None, organisations: &organisations, parties: &parties })
    }
}

/// An item that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub item: String,
    pub label: String,
    pub label_en: String,
    /// none: only recorded
    pub category: Option<String>,
    /// minor, normal or serious, where it differs from the category's
    pub severity: Option<String>,
    pub photos: Vec<Uuid>,
    /// the case that it was reported as
    pub case: Option<Uuid>,
    /// as that case's events tell; none before the first
    pub outcome: Option<Outcome>,
}

/// What became of the case of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// the case's
    pub number: String,
    /// the state that the case is in
    #[schema(schema_with = case_state)]
    pub state: String,
    /// none while it is not closed
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Moment>,
}

/// The word is of the context that tells it; the document names its shape.
fn case_state() -> Ref {
    Ref::from_schema_name("State")
}

/// A finding as its case tells where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub visit: Uuid,
    pub site: Uuid,
    pub site_name: String,
    pub item: String,
    pub label: String,
    pub label_en: String,
    /// the reader may open the visit
    pub readable: bool,
}

/// A finding by its visit and item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
pub struct FindingRef {
    pub visit: Uuid,
    /// key of the item that failed
    pub item: String,
}
