//! The table `finding`: what visits found, and the cases that it was reported as.

use super::{all, outcome, photos, run};
use crate::inspections::model::{Finding, Seen, VisitId};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use std::collections::HashMap;

pub async fn insert_finding(
    db: &impl ConnectionTrait,
    visit: VisitId,
    rank: i32,
    finding: &Finding,
) -> Result<(), DbErr> {
    let sql = "insert into finding (visit, item, rank, label, label_en, category, severity) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    let values = vec![
        visit.0.into(),
        finding.item.as_str().into(),
        rank.into(),
        finding.label.as_str().into(),
        finding.label_en.as_str().into(),
        finding.category.clone().into(),
        finding.severity.clone().into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// What a visit found, in the order of its form, with photos.
pub async fn findings(db: &impl ConnectionTrait, visit: VisitId) -> Result<Vec<Finding>, DbErr> {
    let mut by_item: HashMap<String, Vec<Uuid>> = HashMap::new();
    for (item, file) in photos(db, visit).await? {
        by_item.entry(item).or_default().push(file);
    }
    let rows =
        all(db, "select * from finding where visit = $1 and stands order by rank", vec![visit.0.into()])
            .await?;
    let mut read = |row: &QueryResult| {
        let item: String = row.try_get("", "item")?;
        Ok(Finding {
            photos: by_item.remove(&item).unwrap_or_default(),
            item,
            label: row.try_get("", "label")?,
            label_en: row.try_get("", "label_en")?,
            category: row.try_get("", "category")?,
            severity: row.try_get("", "severity")?,
            case: row.try_get("", "reported_as")?,
            outcome: outcome::read(row)?,
        })
    };
    rows.iter().map(&mut read).collect()
}

/// The finding that was reported as a case.
pub async fn finding_of(db: &impl ConnectionTrait, case: Uuid) -> Result<Option<Seen>, DbErr> {
    let sql = "select f.visit, f.item, f.label, f.label_en, v.site, s.name from finding f \
               join visit v on v.id = f.visit join site s on s.id = v.site where f.reported_as = $1";
    let read = |row: &QueryResult| {
        Ok(Seen {
            visit: row.try_get("", "visit")?,
            site: row.try_get("", "site")?,
            site_name: row.try_get("", "name")?,
            item: row.try_get("", "item")?,
            label: row.try_get("", "label")?,
            label_en: row.try_get("", "label_en")?,
            readable: false,
        })
    };
    all(db, sql, vec![case.into()]).await?.first().map(read).transpose()
}

/// Ties a finding to its case; false where another one has it.
pub async fn mark_reported(
    db: &impl ConnectionTrait,
    visit: VisitId,
    item: &str,
    case: Uuid,
) -> Result<bool, DbErr> {
    let sql = "update finding set reported_as = $3 where visit = $1 and item = $2 and stands \
               and reported_as is null";
    Ok(run(db, sql, vec![visit.0.into(), item.into(), case.into()]).await? == 1)
}

/// What a corrected visit found instead of what stood: kept are rows that a case was made of; a finding that is
/// reported at the same moment is not lost.
pub async fn replace_findings(
    db: &impl ConnectionTrait,
    visit: VisitId,
    known: &[Finding],
    wanted: &[Finding],
) -> Result<(), DbErr> {
    let is_wanted = |known: &&Finding| wanted.iter().any(|wanted| wanted.item == known.item);
    for gone in known.iter().filter(|known| !is_wanted(known)) {
        let sql = match gone.case {
            Some(_) => "update finding set stands = false where visit = $1 and item = $2",
            None => "delete from finding where visit = $1 and item = $2 and reported_as is null",
        };
        if run(db, sql, vec![visit.0.into(), gone.item.as_str().into()]).await? != 1 {
            return Err(DbErr::RecordNotUpdated);
        }
    }
    for (rank, finding) in (0i32..).zip(wanted) {
        let sql = "update finding set stands = true, rank = $3 where visit = $1 and item = $2";
        let values = vec![visit.0.into(), finding.item.as_str().into(), rank.into()];
        if run(db, sql, values).await? == 0 {
            insert_finding(db, visit, rank, finding).await?;
        }
    }
    Ok(())
}
