//! The words of the loop: states, verbs, sources, stages, facts and what a photo shows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An enum whose values are words in the database, on the wire and in this code alike.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$note])* $variant),+ }
        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// The value of a word; unknown ones are told by name.
            pub fn of(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().find(|v| v.word() == word).copied().ok_or_else(|| UnknownWord(word.into()))
            }
        }
    };
}

/// The one word that a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Tag {
    Fact(Fact),
    State(State),
}

/// A word that stands for no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a known word")]
pub struct UnknownWord(pub String);

words! {
    /// Where a case stands.
    State {
        Reported = "reported", Registered = "registered", Dispatched = "dispatched", Accepted = "accepted",
        Rectified = "rectified", Verified = "verified", Closed = "closed", Rejected = "rejected",
        Shelved = "shelved", Merged = "merged", Cancelled = "cancelled",
    }
}
words! {
    /// What is done with a case; each verb needs the right `case.VERB`. `fall_due`, `close_unchecked` and
    /// `close_with_children` and `hand_on` are the program's.
    Verb {
        Report = "report", Register = "register", Reject = "reject", Dispatch = "dispatch", Accept = "accept",
        Return = "return", FixOnSpot = "fix_on_spot", PartDone = "part_done", Rectify = "rectify",
        AssignVerifier = "assign_verifier", Verify = "verify", SendBack = "send_back", Close = "close",
        CloseUnchecked = "close_unchecked", Reopen = "reopen", Shelve = "shelve", Resume = "resume",
        Cancel = "cancel", AskExtension = "ask_extension", GrantExtension = "grant_extension",
        RefuseExtension = "refuse_extension", Urge = "urge", Supervise = "supervise",
        CorrectCondition = "correct_condition", FallDue = "fall_due", HandOn = "hand_on", Supplement = "supplement",
        Merge = "merge", Unmerge = "unmerge", Split = "split", CloseWithChildren = "close_with_children",
    }
}
words! {
    /// What becomes of a case that was fixed on the spot.
    Spot {
        /// verified like any other
        Drawn = "drawn",
        /// closed without a second look
        Passed = "passed",
    }
}
words! {
    /// What holds of a case besides its state.
    Fact {
        Supervised = "supervised", Overdue = "overdue", Reopened = "reopened", Rework = "rework",
        Returned = "returned", ExtensionAsked = "extension_asked", DueSoon = "due_soon",
        /// returned twice: the next dispatch binds
        Coordination = "coordination",
        /// nobody within the bounds may verify it
        NoVerifier = "no_verifier",
        /// fixed on the spot and closed without a second look
        NotRechecked = "not_rechecked",
        /// split: it closes with its children, and some are open
        WaitsForChildren = "waits_for_children",
        /// a part of another case
        Child = "child",
    }
}
words! {
    /// Where a case comes from.
    Source {
        Patrol = "patrol", Report = "report", Public = "public", Superior = "superior", Survey = "survey",
        Complaint = "complaint", SpotCheck = "spot_check",
    }
}
words! {
    /// A stage with a limit of its own.
    Stage { Dispatch = "dispatch", Accept = "accept", Handle = "handle", Verify = "verify" }
}
/// What a photo shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    Before,
    After,
    Verify,
}
impl Shows {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Verify => "verify",
        }
    }
}

/// What a verb must bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    Reason,
    Photo,
    Org,
    Limit,
    /// which may be none
    Condition,
    /// the case that it is merged into
    Into,
    /// the children that it is split into
    Parts,
    /// words, a photo, or both
    Something,
}

impl State {
    /// Registered, and not ended in any way.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Registered
            | Self::Dispatched
            | Self::Accepted
            | Self::Rectified
            | Self::Verified
            | Self::Shelved => true,
            Self::Reported | Self::Closed | Self::Rejected | Self::Merged | Self::Cancelled => false,
        }
    }
}

impl Verb {
    /// The right's word, the same in audit and events.
    pub const fn right(self) -> &'static str {
        match self {
            Self::Report => "case.report",
            Self::Register => "case.register",
            Self::Reject => "case.reject",
            Self::Dispatch => "case.dispatch",
            Self::Accept => "case.accept",
            Self::Return => "case.return",
            Self::FixOnSpot => "case.fix_on_spot",
            Self::PartDone => "case.part_done",
            Self::Rectify => "case.rectify",
            Self::AssignVerifier => "case.assign_verifier",
            Self::Verify => "case.verify",
            Self::SendBack => "case.send_back",
            Self::Close => "case.close",
            Self::CloseUnchecked => "case.close_unchecked",
            Self::Reopen => "case.reopen",
            Self::Shelve => "case.shelve",
            Self::Resume => "case.resume",
            Self::Cancel => "case.cancel",
            Self::AskExtension => "case.ask_extension",
            Self::GrantExtension => "case.grant_extension",
            Self::RefuseExtension => "case.refuse_extension",
            Self::Urge => "case.urge",
            Self::Supervise => "case.supervise",
            Self::CorrectCondition => "case.correct_condition",
            Self::FallDue => "case.fall_due",
            Self::Supplement => "case.supplement",
            Self::Merge => "case.merge",
            Self::Unmerge => "case.unmerge",
            Self::Split => "case.split",
            Self::CloseWithChildren => "case.close_with_children",
            Self::HandOn => "case.hand_on",
        }
    }
}
