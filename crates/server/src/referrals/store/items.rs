//! The tables `referral_item` and `referral_picture`: the rows of lists, and how the cases made of them stand.

use super::{all, from_json, json, maybe_json, run};
use crate::referrals::model::{Broken, Counts, Draft, ENDED, Item, Mended, Outcome, Picture, ReferralId};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use std::collections::HashMap;

/// A row as it is read from the file.
pub struct Row {
    pub id: Uuid,
    pub n: i32,
    pub sheet: String,
    pub line: i32,
    pub cells: Vec<String>,
    pub pictures: Vec<Picture>,
    pub broken: Vec<Broken>,
}

pub async fn insert_item(db: &impl ConnectionTrait, referral: ReferralId, row: &Row) -> Result<(), DbErr> {
    let sql = "insert into referral_item (id, referral, n, sheet, line, cells, broken, mended, draft, faulty, \
               left_out, version) values ($1, $2, $3, $4, $5, $6, $7, '{}', '{}', true, false, 1)";
    let values = vec![
        row.id.into(),
        referral.0.into(),
        row.n.into(),
        row.sheet.as_str().into(),
        row.line.into(),
        json(&row.cells)?,
        json(&row.broken)?,
    ];
    run(db, sql, values).await?;
    for (rank, picture) in (0i32..).zip(&row.pictures) {
        add_picture(db, row.id, picture, rank).await?;
    }
    Ok(())
}

pub async fn add_picture(
    db: &impl ConnectionTrait,
    item: Uuid,
    picture: &Picture,
    rank: i32,
) -> Result<(), DbErr> {
    let place = picture.column.and_then(|column| i32::try_from(column).ok()).unwrap_or(-1);
    let sql = "insert into referral_picture (item, file, place, rank) values ($1, $2, $3, $4)";
    run(db, sql, vec![item.into(), picture.file.into(), place.into(), rank.into()]).await.map(|_| ())
}

fn read(row: &QueryResult) -> Result<Item, DbErr> {
    let moment = |column| row.try_get::<Option<i64>>("", column).map(|at| at.map(Moment::from_millis));
    let case = match row.try_get::<Option<String>>("", "case_number")? {
        Some(number) => Some(Outcome {
            number,
            state: row.try_get::<Option<String>>("", "case_state")?.unwrap_or_default(),
            version: row.try_get::<Option<i32>>("", "case_version")?.unwrap_or_default(),
            deadline: moment("case_deadline_at")?,
            closed_at: moment("case_closed_at")?,
        }),
        None => None,
    };
    Ok(Item {
        id: row.try_get("", "id")?,
        referral: ReferralId(row.try_get("", "referral")?),
        n: row.try_get("", "n")?,
        sheet: row.try_get("", "sheet")?,
        line: row.try_get("", "line")?,
        cells: from_json(row, "cells")?,
        pictures: Vec::new(),
        broken: from_json(row, "broken")?,
        mended: from_json(row, "mended")?,
        draft: from_json(row, "draft")?,
        left_out: row.try_get("", "left_out")?,
        problem: maybe_json(row, "problem")?,
        case,
        answer: row.try_get("", "answer")?,
        told: row.try_get("", "told_version")?,
        version: row.try_get("", "version")?,
    })
}

/// Rows of a list behind a place in it, at most so many, each with its pictures.
pub async fn items(
    db: &impl ConnectionTrait,
    referral: ReferralId,
    after: i32,
    limit: i64,
) -> Result<Vec<Item>, DbErr> {
    let sql = "select * from referral_item where referral = $1 and n > $2 order by n limit $3";
    let rows = all(db, sql, vec![referral.0.into(), after.into(), limit.into()]).await?;
    let mut items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let last = items.last().map_or(after, |item| item.n);
    let sql = "select p.item, p.file, p.place from referral_picture p join referral_item i on i.id = p.item \
               where i.referral = $1 and i.n > $2 and i.n <= $3 order by p.item, p.rank";
    let mut pictures: HashMap<Uuid, Vec<Picture>> = HashMap::new();
    for row in all(db, sql, vec![referral.0.into(), after.into(), last.into()]).await? {
        let place: i32 = row.try_get("", "place")?;
        let picture = Picture { file: row.try_get("", "file")?, column: usize::try_from(place).ok() };
        pictures.entry(row.try_get("", "item")?).or_default().push(picture);
    }
    for item in &mut items {
        item.pictures = pictures.remove(&item.id).unwrap_or_default();
    }
    Ok(items)
}

/// All rows of a list.
pub async fn items_of(db: &impl ConnectionTrait, referral: ReferralId) -> Result<Vec<Item>, DbErr> {
    items(db, referral, 0, i64::from(i32::MAX)).await
}

pub async fn find_item(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Item>, DbErr> {
    let rows = all(db, "select * from referral_item where id = $1", vec![id.into()]).await?;
    let Some(found) = rows.first().map(read).transpose()? else { return Ok(None) };
    Ok(items(db, found.referral, found.n - 1, 1).await?.into_iter().next())
}

/// The rows of a list that wait for a case, in their order.
pub async fn waiting_items(db: &impl ConnectionTrait, referral: ReferralId) -> Result<Vec<Uuid>, DbErr> {
    let sql = "select id from referral_item where referral = $1 and case_number is null and not left_out order by n";
    let rows = all(db, sql, vec![referral.0.into()]).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}

/// The row of which a case was made.
pub async fn case_item(db: &impl ConnectionTrait, case: Uuid) -> Result<Option<Item>, DbErr> {
    Ok(find_item(db, case).await?.filter(|item| item.case.is_some()))
}

/// Keeps what a case would be made of; forgets why the last dispatch was refused.
pub async fn draft_item(db: &impl ConnectionTrait, item: Uuid, draft: &Draft) -> Result<(), DbErr> {
    let sql = "update referral_item set draft = $2, faulty = $3, problem = null, version = version + 1 where id = $1";
    run(db, sql, vec![item.into(), json(draft)?, (!draft.faults.is_empty()).into()]).await.map(|_| ())
}

/// Keeps what the office said of a row; false where it was changed since it was seen.
pub async fn mend_item(
    db: &impl ConnectionTrait,
    seen: &Item,
    mended: &Mended,
    left_out: bool,
) -> Result<bool, DbErr> {
    let sql = "update referral_item set mended = $3, left_out = $4 \
               where id = $1 and version = $2 and case_number is null";
    let values = vec![seen.id.into(), seen.version.into(), json(mended)?, left_out.into()];
    Ok(run(db, sql, values).await? == 1)
}

/// Says why no case was made of a row.
pub async fn refuse_item(db: &impl ConnectionTrait, item: Uuid, problem: &str) -> Result<(), DbErr> {
    let sql = "update referral_item set problem = $2 where id = $1 and case_number is null";
    run(db, sql, vec![item.into(), problem.into()]).await.map(|_| ())
}

/// Says that a row is a case now; false where it was one already.
pub async fn made_case(db: &impl ConnectionTrait, item: Uuid, outcome: &Outcome) -> Result<bool, DbErr> {
    let sql = "update referral_item set problem = null, case_number = $2, case_state = $3, case_version = $4, \
               case_deadline_at = $5, case_closed_at = $6 where id = $1 and case_number is null";
    Ok(run(db, sql, outcome_values(item, outcome)).await? == 1)
}

/// Keeps how a row's case stands, unless a later one is kept; false where nothing was kept, as most cases
/// are no superior's.
pub async fn keep_outcome(db: &impl ConnectionTrait, case: Uuid, outcome: &Outcome) -> Result<bool, DbErr> {
    let sql = "update referral_item set case_number = $2, case_state = $3, case_version = $4, \
               case_deadline_at = $5, case_closed_at = $6 where id = $1 and case_version < $4";
    Ok(run(db, sql, outcome_values(case, outcome)).await? == 1)
}

fn outcome_values(item: Uuid, outcome: &Outcome) -> Vec<sea_orm::Value> {
    vec![
        item.into(),
        outcome.number.as_str().into(),
        outcome.state.as_str().into(),
        outcome.version.into(),
        outcome.deadline.map(Moment::millis).into(),
        outcome.closed_at.map(Moment::millis).into(),
    ]
}

/// Marks a row whose end an answer tells, up to the version of its case that the paper shows. Some: whether it was told
/// for the first time; none where as much was told before.
pub async fn tell_item(
    db: &impl ConnectionTrait,
    referral: ReferralId,
    item: Uuid,
    version: i32,
    answer: Uuid,
) -> Result<Option<bool>, DbErr> {
    let sql = "update referral_item set answer = coalesce(answer, $4), told_version = $3 \
               where id = $2 and referral = $1 and coalesce(told_version, 0) < $3 returning answer";
    let rows = all(db, sql, vec![referral.0.into(), item.into(), version.into(), answer.into()]).await?;
    rows.first().map(|row| Ok(row.try_get::<Uuid>("", "answer")? == answer)).transpose()
}

/// How the rows of a list stand at a moment.
pub async fn counts(db: &impl ConnectionTrait, referral: ReferralId, now: Moment) -> Result<Counts, DbErr> {
    let sql = "select left_out, faulty, problem is not null as refused, case_state, \
               case_deadline_at is not null and case_deadline_at < $2 as late, answer is not null as answered, \
               coalesce(told_version, 0) = case_version as told, count(*) as number from referral_item \
               where referral = $1 group by 1, 2, 3, 4, 5, 6, 7";
    let mut counts = Counts::default();
    for row in all(db, sql, vec![referral.0.into(), now.millis().into()]).await? {
        let number: i64 = row.try_get("", "number")?;
        let holds = |column| row.try_get::<bool>("", column).map(|holds| if holds { number } else { 0 });
        counts.items += number;
        counts.answered += holds("answered")?;
        match row.try_get::<Option<String>>("", "case_state")?.as_deref() {
            None if row.try_get("", "left_out")? => counts.left_out += number,
            None => {
                counts.faulty += holds("faulty")?;
                counts.refused += holds("refused")?;
            }
            Some(state) => {
                counts.dispatched += number;
                let unanswered = number - holds("told")?;
                if state == "shelved" {
                    continue;
                }
                counts.unanswered += unanswered;
                if ENDED.contains(&state) {
                    counts.to_answer += unanswered;
                } else {
                    counts.overdue += holds("late")?;
                }
                if state == "closed" {
                    counts.closed += number;
                }
            }
        }
    }
    Ok(counts)
}
