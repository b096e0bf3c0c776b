//! The figures journal: metrics, postings, figures, roll-ups and the seal. An engine: it knows no context, no clock
//! and no chance, and runs on SQLite and PostgreSQL alike through any `sea_orm::ConnectionTrait`.
//!
//! It owns the tables `metric`, `posting`, `seal`, `rollup_mark` and `rollup`. It reads, and never writes,
//! `area (id, parent, path)`, `area_span (area, from_day, to_day, path)` and `organisation (id, path)`. Paths are short
//! labels that each end with a dot; a subtree is `path >= 'x.y.' and path < 'x.y/'`; an area's `parent` is the one whose
//! path is a label shorter.
//!
//! A figure that is asked with several statements (a derived one, a page with its totals) is of one moment only
//! inside one snapshot, which the caller's transaction gives. Single sums are one statement each.

mod catalogue;
mod entry;
mod figure;
mod model;
mod post;
mod rollup;
mod seal;
mod sql;
mod verify;

pub use catalogue::{Metrics, sync};
pub use entry::{Dims, Entry, Posting, Source, posting_id};
pub use figure::{
    Ask, By, Cursor, Figure, Item, Listing, Page, Part, Place, Sum, TakenBack, Window, Within, counted,
    figure, figures, page, postings_of, split,
};
pub use model::{
    Better, Class, Coded, Dim, Error, Formula, Kind, Metric, OPENING, Owner, Result, Values, Version,
};
pub use post::{Fact, Net, net, net_of_source, post, restate, reverse};
pub use rollup::{fold, rebuild, refold};
pub use seal::{Head, Seal, head, seal, seal_of, unsealed};
pub use verify::{Broken, Recount, Recounted, Stated, Whole, verify};
