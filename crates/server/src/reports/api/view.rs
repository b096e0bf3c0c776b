//! A paper as the wire has it, and the version that a writer saw.

use crate::{
    directory::Area,
    platform::problem::Problem,
    reports::{
        model::{Block, Content, Error, Held, Report},
        store,
    },
    wire::Named,
    work::Work,
};
use axum::http::{HeaderMap, header};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

/// A paper with its blocks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    id: Uuid,
    area: Named,
    period: String,
    /// `\n` breaks its lines
    title: String,
    office: String,
    /// place in the sealed chain that its figures were taken at
    as_of: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    refreshed_at: Moment,
    /// for `If-Match`
    version: i32,
    blocks: Vec<BlockView>,
    /// may be written in by you
    writable: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BlockView {
    key: String,
    content: Content,
    /// a person's words, which a refresh keeps
    edited: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    edited_at: Option<Moment>,
    /// who is writing in it now, you too
    held: Option<ParagraphHold>,
}

/// Who holds a paragraph, and until when unless it is held on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphHold {
    person: Named,
    #[schema(value_type = String, format = DateTime)]
    until: Moment,
}
impl From<Held> for ParagraphHold {
    fn from(held: Held) -> Self {
        Self { person: Named { id: held.person, name: held.name }, until: held.until }
    }
}

impl ReportView {
    /// After a verb of the writer's.
    pub async fn written(work: &Work<'_>, report: Report, area: &Area) -> Result<Self, Error> {
        Self::of(work.tx(), report, area, work.now(), true).await
    }

    pub async fn of(
        db: &impl ConnectionTrait,
        report: Report,
        area: &Area,
        now: Moment,
        writable: bool,
    ) -> Result<Self, Error> {
        let mut holds = store::holds(db, report.id, now).await?;
        let view = |Block { key, content, edited }: Block| {
            let held = holds.iter().position(|held| held.block == key).map(|at| holds.swap_remove(at).into());
            let edited_at = edited.map(|(_, at)| at);
            BlockView { key, content, edited: edited_at.is_some(), edited_at, held }
        };
        Ok(Self {
            blocks: report.blocks.into_iter().map(view).collect(),
            id: report.id.0,
            area: Named { id: area.id, name: area.name.clone() },
            period: report.period.to_string(),
            title: report.title,
            office: report.office,
            as_of: report.as_of,
            made_at: report.made_at,
            refreshed_at: report.refreshed_at,
            version: report.version,
            writable,
        })
    }
}

/// The version in `If-Match`, with or without its quotation marks.
pub fn seen(headers: &HeaderMap) -> Result<i32, Problem> {
    let text = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    let seen = text.and_then(|text| text.trim_matches('"').parse().ok());
    Ok(seen.ok_or(Error::VersionMissing)?)
}
