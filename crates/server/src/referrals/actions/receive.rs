//! A list comes in: its paper at once, its rows by a job that reads the file.

use super::{READ, plan::replan, write};
use crate::{
    directory,
    platform::{
        db::Tx,
        file::{self, FileRow},
        job,
        permission::Subject,
    },
    referrals::{
        catalogue::Words,
        model::{Column, Error, Referral, ReferralId, State},
        store::{self, Row},
        waits::wait,
    },
    work::{Denied, Work},
};
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};

/// A list is taken in by an office, through a post there.
const NO_OFFICE: Denied = Denied("referral.receive");

const LONGEST: usize = 120;

/// A list as it is handed in; its file is kept under its id.
#[derive(Clone, Debug)]
pub struct New {
    pub id: ReferralId,
    pub sender: String,
    pub title: String,
    pub number: String,
    pub received_on: Date,
    pub due_on: Option<Date>,
    pub file_name: String,
    pub file_hash: String,
}

/// What a job of a list does it for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    pub referral: Uuid,
    /// whose rights it has
    pub account: Uuid,
    /// the post that they acted in; none: the main one
    #[serde(default)]
    pub post: Option<Uuid>,
    pub origin: String,
}

impl Task {
    /// For whoever wishes it now, in the post that they act in.
    pub fn of(work: &Work<'_>, referral: Uuid, origin: String) -> Self {
        let who = work.who();
        let post = who.posts.first().map(|post| post.position);
        Self { referral, account: who.account, post, origin }
    }

    /// Puts it in the queue.
    pub async fn put(&self, work: &Work<'_>, kind: &str) -> Result<(), Error> {
        let body = serde_json::to_string(self)?;
        Ok(job::put(work.tx(), work.id(), kind, body, work.now(), work.now()).await?)
    }
}

pub async fn receive(work: &Work<'_>, new: New, origin: String) -> Result<Referral, Error> {
    let texts = [("sender", &new.sender), ("title", &new.title), ("number", &new.number)];
    for (field, text) in texts {
        let length = text.chars().count();
        match length {
            0 if field != "number" => return Err(Error::Empty(field)),
            length if length > LONGEST => return Err(Error::TooLong { field, length, most: LONGEST }),
            _ => {}
        }
    }
    let db = work.tx();
    let post = work.who().post_for("referral.receive", None).ok_or(NO_OFFICE)?;
    let office = directory::find_organisation(db, post.organisation).await?.ok_or(NO_OFFICE)?;
    let area = directory::find_area(db, office.area).await?.ok_or(NO_OFFICE)?;
    work.may("referral.receive", Subject { area: &area.path, line: None, organisations: &[], parties: &[] })?;
    if store::find(db, new.id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let referral = Referral {
        id: new.id,
        organisation: office.id,
        area: area.id,
        sender: new.sender,
        title: new.title,
        number: new.number,
        received_on: new.received_on,
        due_on: new.due_on,
        file_name: new.file_name,
        file_hash: new.file_hash,
        state: State::Reading,
        columns: Vec::new(),
        total: None,
        problem: None,
        cancelled: None,
        account: work.who().account,
        received_at: work.now(),
        version: 1,
        path: area.path,
    };
    store::insert(db, &referral).await?;
    Task::of(work, referral.id.0, origin).put(work, READ).await?;
    write(work, "referral.receive", None, &referral).await?;
    Ok(referral)
}

/// One row of the file with its pictures, whose bytes are kept. A row that stands already stays.
pub async fn keep_row(tx: &Tx, referral: ReferralId, row: &Row, files: &[FileRow]) -> Result<(), Error> {
    if store::find_item(tx, row.id).await?.is_some() {
        return Ok(());
    }
    for picture in files {
        file::insert(tx, picture.clone()).await?;
    }
    Ok(store::insert_item(tx, referral, row).await?)
}

/// All rows are in: their columns are matched as they were for this sender before, or by their heads.
pub async fn ready(work: &Work<'_>, words: &Words, id: ReferralId, heads: Vec<String>) -> Result<(), Error> {
    let db = work.tx();
    let Some(referral) = store::find(db, id).await?.filter(|referral| referral.state == State::Reading)
    else {
        return Ok(());
    };
    let said = store::heads(db, referral.organisation, &referral.sender).await?;
    let roles = words.roles(&heads, &said);
    let columns: Vec<Column> =
        heads.into_iter().zip(roles).map(|(head, role)| Column { head, role }).collect();
    let referral = store::move_on(db, &referral, State::Read, &columns).await?;
    let items = store::items_of(db, id).await?;
    replan(work, words, &referral, &items).await?;
    Ok(wait(db, &referral, &store::counts(db, id, work.now()).await?).await?)
}
