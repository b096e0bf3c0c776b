//! The table `visit_correction`.

use super::{all, run};
use crate::inspections::model::{Revision, VisitId};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};

pub async fn insert_correction(
    db: &impl ConnectionTrait,
    id: Uuid,
    visit: VisitId,
    revision: &Revision,
) -> Result<(), DbErr> {
    let sql = "insert into visit_correction (id, visit, version, organisation, person, at, note, answers) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        id.into(),
        visit.0.into(),
        revision.version.into(),
        revision.organisation.into(),
        revision.person.into(),
        revision.at.millis().into(),
        revision.note.as_str().into(),
        revision.answers.as_str().into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// The corrections of a visit with the names of who made them, the newest first.
pub async fn corrections(
    db: &impl ConnectionTrait,
    visit: VisitId,
) -> Result<Vec<(Revision, String)>, DbErr> {
    let sql = "select c.*, p.name from visit_correction c join person p on p.id = c.person \
               where c.visit = $1 order by c.version desc";
    let rows = all(db, sql, vec![visit.0.into()]).await?;
    let read = |row: &sea_orm::QueryResult| {
        let revision = Revision {
            version: row.try_get("", "version")?,
            organisation: row.try_get("", "organisation")?,
            person: row.try_get("", "person")?,
            at: Moment::from_millis(row.try_get("", "at")?),
            note: row.try_get("", "note")?,
            answers: row.try_get("", "answers")?,
        };
        Ok((revision, row.try_get("", "name")?))
    };
    rows.iter().map(read).collect()
}
