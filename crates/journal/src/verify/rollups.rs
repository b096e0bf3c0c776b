//! The roll-ups that hold against the postings up to their mark.

use super::{Broken, broken};
use crate::{
    model::Result,
    rollup::{AMOUNTS, GRAINS, Mark, SUBJECT_KEYS, mark, push_amounts, push_subject_amounts, with_ancestors},
    sql::Sql,
};
use sea_orm::ConnectionTrait;

pub async fn check(conn: &impl ConnectionTrait) -> Result<()> {
    let Mark { era, seq: upto } = mark(conn).await?;
    for (grain, period) in GRAINS {
        let mut sql = Sql::default();
        with_ancestors(&mut sql, (0, upto));
        let keys = "metric, area, period, org, dim1, dim2, dim3";
        let minus = AMOUNTS.map(|a| format!("-{a}")).join(", ");
        let off = AMOUNTS.map(|a| format!("sum({a}) <> 0")).join(" or ");
        sql.push(&format!(
            "select metric, area, period from (select {keys}, {} from rollup",
            AMOUNTS.join(", ")
        ));
        sql.push(&format!(" where grain = '{grain}' and era = ")).bind(era);
        sql.push(&format!(" union all select {keys}, {minus} from ("));
        push_amounts(&mut sql, period, (0, upto));
        sql.push(&format!(") z) x group by {keys} having {off} limit 1"));
        none_off(conn, sql).await?;
    }
    let mut sql = Sql::default();
    sql.push(&format!("select metric, area, period from (select {SUBJECT_KEYS}, quantity, postings"));
    sql.push(" from rollup_subject where era = ").bind(era);
    sql.push(&format!(" union all select {SUBJECT_KEYS}, -quantity, -postings from ("));
    push_subject_amounts(&mut sql, (0, upto));
    sql.push(&format!(
        ") z) x group by {SUBJECT_KEYS} having sum(quantity) <> 0 or sum(postings) <> 0 limit 1"
    ));
    none_off(conn, sql).await
}

async fn none_off(conn: &impl ConnectionTrait, sql: Sql) -> Result<()> {
    match sql.one(conn).await? {
        None => Ok(()),
        Some(row) => broken(Broken::Rollup {
            metric: row.try_get("", "metric")?,
            area: row.try_get("", "area")?,
            period: row.try_get("", "period")?,
        }),
    }
}
