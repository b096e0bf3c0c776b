//! What of cases refers to areas and organisations and is not over.

use crate::{cases::model::CaseId, platform::query::Refers};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr};

const UNITS: Refers = Refers { table: "case_record", columns: &["lead", "verifying"], standing: "open" };
const HELPED: Refers = Refers {
    table: "(select x.record as id, x.organisation from case_cooperating x \
            join case_record c on c.id = x.record where c.open) helped",
    columns: &["organisation"],
    standing: "1 = 1",
};
const RULES: Refers = Refers {
    table: "dispatch_rule",
    columns: &["area", "organisation", "verifier"],
    standing: "ended_at is null",
};

/// Open cases that one of these units answers for, verifies or helps with, each once.
pub async fn open_of(db: &impl ConnectionTrait, units: &[Uuid]) -> Result<Vec<CaseId>, DbErr> {
    let mut ids = UNITS.ids(db, units).await?;
    ids.extend(HELPED.ids(db, units).await?);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.into_iter().map(CaseId).collect())
}

/// How many open cases and standing rules of dispatch refer to each, by kind of thing.
pub async fn refers(db: &impl ConnectionTrait, to: &[Uuid]) -> Result<Vec<(Uuid, &'static str, i64)>, DbErr> {
    let mut found = Vec::new();
    for (what, refers) in [("case", UNITS), ("case", HELPED), ("dispatch_rule", RULES)] {
        found.extend(refers.counts(db, to).await?.into_iter().map(|(on, count)| (on, what, count)));
    }
    Ok(found)
}
