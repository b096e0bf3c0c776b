//! What happens to areas and organisations over time, and who takes over what hangs on them. The directory tells its
//! followers who succeeds whom, in the transaction of the verb; it does not know them.

use super::model::Error;
use crate::{platform::db::Tx, work::Work};
use futures::future::{BoxFuture, LocalBoxFuture};
use jiff::civil::Date;
use kernel::id::Uuid;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SuccessionKind)]
pub enum Kind {
    Rename,
    Recode,
    /// another kind within its level, as a village that becomes a community
    Convert,
    /// below another parent
    Move,
    /// into another, whose history holds theirs from then on
    Merge,
    /// into several; the history stays with the closed one and is never shared out
    Split,
    Close,
    /// what still hung on a closed one goes to another
    HandOn,
}
const WORDS: [(Kind, &str); 8] = [
    (Kind::Rename, "rename"),
    (Kind::Recode, "recode"),
    (Kind::Convert, "convert"),
    (Kind::Move, "move"),
    (Kind::Merge, "merge"),
    (Kind::Split, "split"),
    (Kind::Close, "close"),
    (Kind::HandOn, "hand_on"),
];
impl Kind {
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
    pub fn of(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// One change of a tree: what it was done to, and what came of it. A change of name, code, kind or parent has the same
/// record on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Succession {
    pub id: Uuid,
    pub kind: Kind,
    /// from which day on it is true
    pub day: String,
    pub reason: String,
    /// number or title of the paper that decided it
    pub document: String,
    pub from: Vec<Member>,
    pub to: Vec<Member>,
}

/// An area or an organisation as it was, or is, called by a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    pub record: Uuid,
    pub name: String,
    pub code: String,
    pub kind: String,
    /// of those that follow: takes what nobody else was given
    pub heir: bool,
}

/// Who takes over from whom: areas and organisations in pairs of the closed one and its successor.
#[derive(Clone, Debug)]
pub struct Handed {
    /// from which day on the change is true, today or before
    pub day: Date,
    pub areas: Vec<(Uuid, Uuid)>,
    pub organisations: Vec<(Uuid, Uuid)>,
    /// why, as it stands in histories
    pub words: String,
}
impl Handed {
    pub fn area(&self, of: Uuid) -> Option<Uuid> {
        successor(&self.areas, of)
    }
    pub fn organisation(&self, of: Uuid) -> Option<Uuid> {
        successor(&self.organisations, of)
    }
    /// The areas and organisations that are closed.
    pub fn closed(&self) -> Vec<Uuid> {
        self.areas.iter().chain(&self.organisations).map(|(from, _)| *from).collect()
    }
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty() && self.organisations.is_empty()
    }
}

fn successor(pairs: &[(Uuid, Uuid)], of: Uuid) -> Option<Uuid> {
    pairs.iter().find(|(from, _)| *from == of).map(|(_, to)| *to)
}

/// How much of a kind of thing hangs on an area or an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hanging {
    pub on: Uuid,
    /// `case`, `site`, …
    pub what: &'static str,
    pub count: i64,
}

type Hangs = for<'a> fn(&'a Tx, &'a [Uuid]) -> BoxFuture<'a, Result<Vec<Hanging>, DbErr>>;

/// A context with things that hang on areas and organisations.
#[derive(Clone, Copy)]
pub struct Follower {
    /// gives to the successors what hangs on the closed ones and is not over
    pub take: for<'a> fn(&'a Work<'a>, &'a Handed) -> LocalBoxFuture<'a, Result<(), Error>>,
    /// what hangs on these areas and organisations and is not over
    pub hangs: Hangs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_as_it_is_written() {
        assert!(WORDS.iter().all(|(kind, word)| Kind::of(word) == Some(*kind) && kind.word() == *word));
        assert_eq!(Kind::of("vanish"), None);
    }
}
