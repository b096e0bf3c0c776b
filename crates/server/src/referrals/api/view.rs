//! A superior's list and its rows as the wire has them.

use crate::{
    directory,
    platform::{permission::Who, problem::Problem},
    referrals::{
        model::{
            Answered, Broken, Column, Counts, Draft, Error, Item, Mended, Outcome, Picture, Referral,
            ReferralId, State,
        },
        store,
    },
    wire::Named,
};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Serialize;
use utoipa::ToSchema;

/// The verbs of a list, as rights are called.
const VERBS: [&str; 4] = ["referral.mend", "referral.dispatch", "referral.answer", "referral.cancel"];

#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralView {
    id: Uuid,
    org: Named,
    /// the office's area, below which places are looked for
    area: Named,
    sender: String,
    title: String,
    /// of the superior's paper; empty where it has none
    number: String,
    #[schema(value_type = String, format = Date)]
    received_on: Date,
    /// last day of the answer
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    file_name: String,
    state: State,
    /// in the file's order; one without a head: photos with captions
    columns: Vec<Column>,
    /// rows of the file, once it is known; `counts.items` of them are read
    total: Option<i32>,
    counts: Counts,
    /// why the file could not be read
    #[schema(value_type = Option<Problem>)]
    problem: Option<serde_json::Value>,
    /// why it was taken back
    cancelled: Option<String>,
    answers: Vec<ReferralAnswer>,
    version: i32,
    /// verbs that you may do now
    allowed: Vec<&'static str>,
}

/// What was reported to the superior.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralAnswer {
    id: Uuid,
    /// from 1
    n: i32,
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    person: Option<String>,
    /// rows whose end it told first
    items: i32,
    /// rows that it told once more, as their case went on after an answer
    again: i32,
    in_time: bool,
}

/// A row of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralItem {
    /// also the id of the case that is made of it
    id: Uuid,
    /// place in the list, from 1
    n: i32,
    /// where it stood in the file: the workbook's sheet, and the row
    sheet: String,
    line: i32,
    /// a text a column
    cells: Vec<String>,
    pictures: Vec<Picture>,
    broken: Vec<Broken>,
    mended: Mended,
    draft: Draft,
    left_out: bool,
    /// why the last dispatch was refused
    #[schema(value_type = Option<Problem>)]
    problem: Option<serde_json::Value>,
    case: Option<Outcome>,
    /// the first answer that told its end, unless it went on since
    answer: Option<Uuid>,
    version: i32,
}

impl From<Item> for ReferralItem {
    fn from(item: Item) -> Self {
        let Item { id, n, sheet, line, cells, pictures, broken, mended, draft, .. } = item;
        let Item { left_out, problem, case, answer, told, version, .. } = item;
        let answer = answer.filter(|_| case.as_ref().map(|case| case.version) == told);
        Self {
            id,
            n,
            sheet,
            line,
            cells,
            pictures,
            broken,
            mended,
            draft,
            left_out,
            problem,
            case,
            answer,
            version,
        }
    }
}

/// A list that this person may read.
pub async fn readable(db: &impl ConnectionTrait, who: &Who, id: ReferralId) -> Result<Referral, Error> {
    let referral = store::find(db, id).await?;
    referral.filter(|referral| who.may_read("referral.read", referral.shown())).ok_or(Error::NotFound)
}

pub async fn view(
    db: &impl ConnectionTrait,
    who: &Who,
    referral: Referral,
    now: Moment,
) -> Result<ReferralView, DbErr> {
    let counts = store::counts(db, referral.id, now).await?;
    let mut answers = Vec::new();
    for Answered { id, n, at, person, items, again, in_time } in store::answers(db, referral.id).await? {
        let person = directory::person_name(db, person).await?;
        answers.push(ReferralAnswer { id, n, at, person, items, again, in_time });
    }
    let (org, area) = (referral.organisation, referral.area);
    let orgs = directory::organisation_names(db, [org]).await?;
    let areas = directory::area_names(db, [area]).await?;
    let now_possible = |verb: &&str| match *verb {
        "referral.answer" => referral.state == State::Dispatched,
        "referral.cancel" => counts.dispatched == 0 && referral.state.may_be_cancelled(),
        _ => matches!(referral.state, State::Read | State::Dispatched),
    };
    let allowed =
        VERBS.into_iter().filter(now_possible).filter(|verb| who.may(verb, referral.shown())).collect();
    Ok(ReferralView {
        id: referral.id.0,
        org: Named { id: org, name: orgs.get(&org).cloned().unwrap_or_default() },
        area: Named { id: area, name: areas.get(&area).cloned().unwrap_or_default() },
        sender: referral.sender,
        title: referral.title,
        number: referral.number,
        received_on: referral.received_on,
        due_on: referral.due_on,
        file_name: referral.file_name,
        state: referral.state,
        columns: referral.columns,
        total: referral.total,
        counts,
        problem: referral.problem,
        cancelled: referral.cancelled,
        answers,
        version: referral.version,
        allowed,
    })
}
