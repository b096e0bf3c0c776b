//! The table `referral_answer`: what was reported to the superior, and when.

use super::{all, moment, run};
use crate::referrals::model::{Answered, ReferralId};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

fn read(row: &QueryResult) -> Result<Answered, DbErr> {
    Ok(Answered {
        id: row.try_get("", "id")?,
        n: row.try_get("", "n")?,
        at: moment(row, "at")?,
        person: row.try_get("", "person")?,
        items: row.try_get("", "items")?,
        again: row.try_get("", "again")?,
        in_time: row.try_get("", "in_time")?,
    })
}

pub async fn answers(db: &impl ConnectionTrait, referral: ReferralId) -> Result<Vec<Answered>, DbErr> {
    let sql = "select * from referral_answer where referral = $1 order by n";
    all(db, sql, vec![referral.0.into()]).await?.iter().map(read).collect()
}

/// An answer and the list that it answers.
pub async fn find_answer(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<(ReferralId, Answered)>, DbErr> {
    let rows = all(db, "select * from referral_answer where id = $1", vec![id.into()]).await?;
    let both = |row: &QueryResult| Ok((ReferralId(row.try_get("", "referral")?), read(row)?));
    rows.first().map(both).transpose()
}

pub async fn insert_answer(
    db: &impl ConnectionTrait,
    referral: ReferralId,
    answer: &Answered,
) -> Result<(), DbErr> {
    let sql = "insert into referral_answer (id, referral, n, at, person, items, again, in_time) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        answer.id.into(),
        referral.0.into(),
        answer.n.into(),
        answer.at.millis().into(),
        answer.person.into(),
        answer.items.into(),
        answer.again.into(),
        answer.in_time.into(),
    ];
    run(db, sql, values).await.map(|_| ())
}
