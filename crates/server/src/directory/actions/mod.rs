//! The directory's verbs. Each change is on the trail, with what held before; nobody gives what they lack.

mod accounts;
mod areas;
mod deputies;
mod grants;
mod organisations;
mod people;
mod tree;

pub use accounts::{Slip, enable_account, open_account, reset_account};
pub use areas::{open_area, restate_area};
pub use deputies::{SET as SET_DEPUTY, end_deputy, set_deputy};
pub use grants::{end_grant, give_grant, write_role};
pub use organisations::{
    close_organisation, close_position, open_organisation, open_position, rename_organisation,
};
pub use people::{add_person, put_in_post, rename_person, take_out_of_post};
pub use tree::{
    Converted, Part, close_area, convert_area, hand_on_area, hand_on_organisation, merge_areas,
    merge_organisations, move_area, move_organisation, split_area, split_organisation,
};

use super::{model::Error, store};
use crate::{
    platform::permission::Subject,
    work::{Denied, Happened, Work},
};
use jiff::civil::Date;
use kernel::id::Uuid;
use sea_orm::DbErr;

/// From when, and why.
#[derive(Clone, Debug)]
pub struct Change {
    pub day: Date,
    pub reason: String,
    /// number or title of the paper that decided it; may be empty
    pub document: String,
}

const NOBODY: Subject<'static> = Subject { area: "", line: None, organisations: &[], parties: &[] };

fn place(path: &str) -> Subject<'_> {
    Subject { area: path, ..NOBODY }
}

/// The present values hold today, so a change dated ahead is refused.
fn present_day(work: &Work<'_>, day: Date) -> Result<String, Error> {
    if day > work.now().day() { Err(Error::Ahead) } else { Ok(day.to_string()) }
}

fn filled(field: &'static str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::Empty(field)) } else { Ok(()) }
}

/// The right to change what holds for the whole installation, or for a line in all of it: held over its home area.
pub async fn may_settle<E: From<DbErr> + From<Denied>>(
    work: &Work<'_>,
    verb: &'static str,
    line: Option<&str>,
) -> Result<(), E> {
    let home = store::home(work.tx()).await?;
    let path = home.as_ref().map_or("", |home| home.path.as_str());
    Ok(work.may(verb, Subject { area: path, line, ..NOBODY })?)
}

async fn note(
    work: &Work<'_>,
    verb: &'static str,
    kind: &'static str,
    record: Uuid,
    after: &str,
) -> Result<(), Error> {
    work.record(Happened { verb, kind, record, before: None, after: Some(&after) }).await?;
    Ok(())
}

async fn changed(
    work: &Work<'_>,
    verb: &'static str,
    kind: &'static str,
    record: Uuid,
    before: &str,
    after: &str,
) -> Result<(), Error> {
    work.record(Happened { verb, kind, record, before: Some(&before), after: Some(&after) }).await?;
    Ok(())
}
