//! What may be brought in, and the rights that it takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Areas,
    Boundaries,
    Organisations,
    People,
}

impl What {
    pub const ALL: [Self; 4] = [Self::Areas, Self::Boundaries, Self::Organisations, Self::People];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Boundaries => "boundaries",
            Self::Organisations => "organisations",
            Self::People => "people",
        }
    }
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }
    /// The rights that the import needs somewhere; each row asks them again for its place. The first is the verb under
    /// which the trail keeps it.
    pub const fn verbs(self) -> &'static [&'static str] {
        match self {
            Self::Areas | Self::Boundaries => &["area.write"],
            Self::Organisations => &["organisation.write"],
            Self::People => &["person.write", "organisation.write", "grant.write", "account.write"],
        }
    }
}
