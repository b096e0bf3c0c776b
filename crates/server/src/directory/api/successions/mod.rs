//! What happens to areas and organisations over time: the verbs, what each would move, and the history of one.

pub mod areas;
pub mod offices;
pub mod preview;
pub mod unattended;

use crate::{
    app::{Query, Read},
    directory::{
        actions::Part,
        store,
        succession::{Kind, Member, Succession},
    },
    platform::{permission::Subject, problem::Problem},
};
use axum::Json;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What follows: one that stands, or a new one, with what it is given.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PartRequest {
    /// one that stands; without it one is opened
    id: Option<Uuid>,
    #[serde(default)]
    name: String,
    /// of an organisation; without it the name
    #[serde(default)]
    short_name: String,
    #[serde(default)]
    code: String,
    /// of a split: those right below, and posts, that go to this part
    #[serde(default)]
    takes: Vec<Uuid>,
}
impl From<PartRequest> for Part {
    fn from(asked: PartRequest) -> Self {
        let PartRequest { id, name, short_name, code, takes } = asked;
        Self { id, name, short_name, code, takes }
    }
}

/// One change of a tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuccessionView {
    id: Uuid,
    kind: Kind,
    /// from which day on it is true
    day: String,
    reason: String,
    /// number or title of the paper that decided it
    document: String,
    /// what it was done to, as it was called before
    from: Vec<MemberView>,
    /// what came of it, as it is called from then on
    to: Vec<MemberView>,
}

/// An area or an organisation in a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    id: Uuid,
    name: String,
    code: String,
    kind: String,
    /// takes what nobody else was given
    heir: bool,
}
impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        let Member { record, name, code, kind, heir } = member;
        Self { id: record, name, code, kind, heir }
    }
}
impl From<Succession> for SuccessionView {
    fn from(told: Succession) -> Self {
        let Succession { id, kind, day, reason, document, from, to } = told;
        let members = |members: Vec<Member>| members.into_iter().map(MemberView::from).collect();
        Self { id, kind, day, reason, document, from: members(from), to: members(to) }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// an area or an organisation
    of: Uuid,
}

/// What happened to an area or an organisation, the latest first.
#[utoipa::path(get, path = "/api/successions", tag = "directory", params(HistoryQuery),
    responses((status = 200, body = [SuccessionView]), (status = 404, body = Problem)))]
pub async fn history(
    read: Read,
    Query(asked): Query<HistoryQuery>,
) -> Result<Json<Vec<SuccessionView>>, Problem> {
    readable(&read, asked.of).await?;
    let told = store::history(&read.db, asked.of).await?;
    Ok(Json(told.into_iter().map(SuccessionView::from).collect()))
}

/// An area or an organisation that the reader may read; answers whether it is an area.
async fn readable(read: &Read, id: Uuid) -> Result<bool, Problem> {
    let at = |path: &str| {
        let subject = Subject { area: path, line: None, organisations: &[], parties: &[] };
        read.who.may("area.read", subject)
    };
    if let Some(area) = store::find_area(&read.db, id).await? {
        return if at(&area.path) { Ok(true) } else { Err(Problem::not_found()) };
    }
    match store::find_organisation(&read.db, id).await? {
        Some(_) if read.who.holds("organisation.read") => Ok(false),
        _ => Err(Problem::not_found()),
    }
}
