//! Roll-ups: sums of sealed postings for each area with all below it, by day and month, and of each subject by month,
//! folded up to a watermark. They only make figures faster: a figure is the roll-up and the unfolded tail, and both can
//! be made anew.

use crate::{
    figure::{Sum, Window},
    model::{Error, Kind, Result},
    sql::Sql,
};
use jiff::{ToSpan, civil::Date};
use sea_orm::ConnectionTrait;

const KEYS: &str = "era, grain, metric, area, period, org, dim1, dim2, dim3";
/// Of the roll-up of subjects, behind its era.
pub const SUBJECT_KEYS: &str = "metric, area, period, subject, org, dim1, dim2, dim3";
const TABLES: [&str; 2] = ["rollup", "rollup_subject"];
pub const AMOUNTS: [&str; 7] = ["quantity", "postings", "unnumbered", "exact", "at_least", "nearly", "about"];
/// The two grains with the expression of a posting's period.
pub const GRAINS: [(&str, &str); 2] = [("day", "p.day"), ("month", "substr(p.day, 1, 7)")];

/// What the roll-ups hold: all that is sealed up to a number, in the era that holds.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub era: i64,
    pub seq: i64,
}

/// Folds up to `limit` sealed postings in a transaction of the caller and says how many; 0 when none are left.
/// Only one folder may run at a time; a second one fails with [`Error::Raced`].
pub async fn fold(conn: &impl ConnectionTrait, limit: i64) -> Result<i64> {
    let Mark { era, seq } = mark(conn).await?;
    clear(conn, era).await?;
    let mut sql = Sql::new("select cast(coalesce(max(seq), 0) as bigint) as seq from posting where seq <= ");
    sql.bind(seq.saturating_add(limit));
    let row = sql.one(conn).await?;
    let upto = row.map_or(Ok(0), |row| row.try_get::<i64>("", "seq"))?;
    if upto <= seq {
        return Ok(0);
    }
    for (grain, period) in GRAINS {
        add(conn, era, grain, period, (seq, upto)).await?;
    }
    add_subjects(conn, era, (seq, upto)).await?;
    let mut sql = Sql::new("update rollup_mark set seq = ");
    sql.bind(upto).push(" where id = 1 and era = ").bind(era).push(" and seq = ").bind(seq);
    if sql.run(conn).await?.rows_affected() == 1 { Ok(upto - seq) } else { Err(Error::Raced) }
}

/// Makes all roll-ups void at once; the next folds make them anew. Needed in the transaction that changes a path in
/// the tree of areas. Until then figures come from the postings and are the same.
pub async fn refold(conn: &impl ConnectionTrait) -> Result<()> {
    Sql::new("update rollup_mark set era = era + 1, seq = 0 where id = 1").run(conn).await?;
    Ok(())
}

/// Drops all roll-ups and folds every sealed posting again.
pub async fn rebuild(conn: &impl ConnectionTrait) -> Result<i64> {
    refold(conn).await?;
    for table in TABLES {
        Sql::new(&format!("delete from {table}")).run(conn).await?;
    }
    let mut total = 0;
    loop {
        match fold(conn, 10_000).await? {
            0 => return Ok(total),
            folded => total += folded,
        }
    }
}

/// How far the roll-ups hold.
pub async fn mark(conn: &impl ConnectionTrait) -> Result<Mark> {
    let row = Sql::new("select era, seq from rollup_mark where id = 1").one(conn).await?;
    let row = row.ok_or_else(|| Error::Unreadable("the roll-ups have no mark".to_owned()))?;
    Ok(Mark { era: row.try_get("", "era")?, seq: row.try_get("", "seq")? })
}

/// Removes the rows of one metric that a past era left, so that no single call has much to remove.
async fn clear(conn: &impl ConnectionTrait, era: i64) -> Result<()> {
    for table in TABLES {
        let mut sql = Sql::default();
        let era = sql.value(era);
        sql.push(&format!("delete from {table} where era < {era} and metric = "));
        sql.push(&format!("(select min(metric) from {table} where era < {era})"));
        sql.run(conn).await?;
    }
    Ok(())
}

async fn add(
    conn: &impl ConnectionTrait,
    era: i64,
    grain: &str,
    period: &str,
    range: (i64, i64),
) -> Result<()> {
    let mut sql = Sql::default();
    let amounts = AMOUNTS.join(", ");
    sql.push(&format!("insert into rollup ({KEYS}, {amounts}) "));
    with_ancestors(&mut sql, range);
    sql.push("select cast(").bind(era).push(&format!(" as bigint), '{grain}', metric, area, period, org, "));
    sql.push(&format!("dim1, dim2, dim3, {amounts} from ("));
    push_amounts(&mut sql, period, range);
    let added: Vec<_> = AMOUNTS.iter().map(|a| format!("{a} = rollup.{a} + excluded.{a}")).collect();
    sql.push(&format!(") x where true on conflict ({KEYS}) do update set {}", added.join(", ")));
    sql.run(conn).await?;
    Ok(())
}

async fn add_subjects(conn: &impl ConnectionTrait, era: i64, range: (i64, i64)) -> Result<()> {
    let mut sql = Sql::default();
    sql.push(&format!("insert into rollup_subject (era, {SUBJECT_KEYS}, quantity, postings) select cast("));
    sql.bind(era).push(&format!(" as bigint), {SUBJECT_KEYS}, quantity, postings from ("));
    push_subject_amounts(&mut sql, range);
    sql.push(&format!(") x where true on conflict (era, {SUBJECT_KEYS}) do update set "));
    sql.push("quantity = rollup_subject.quantity + excluded.quantity, ");
    sql.push("postings = rollup_subject.postings + excluded.postings");
    sql.run(conn).await?;
    Ok(())
}

/// What each subject's postings `after < seq <= upto` come to, by metric, month, area, organisation and dimensions.
pub fn push_subject_amounts(sql: &mut Sql, (after, upto): (i64, i64)) {
    sql.push(&format!("select {SUBJECT_KEYS}, cast(sum(quantity) as bigint) as quantity, "));
    sql.push("cast(count(*) as bigint) as postings from (select p.metric as metric, p.area as area, ");
    sql.push(
        "substr(p.day, 1, 7) as period, p.subject as subject, p.org as org, coalesce(p.dim1, '') as dim1, ",
    );
    sql.push(
        "coalesce(p.dim2, '') as dim2, coalesce(p.dim3, '') as dim3, p.quantity as quantity from posting p ",
    );
    sql.push("join metric m on m.code = p.metric and m.kind = 'distinct' where p.seq > ").bind(after);
    sql.push(" and p.seq <= ").bind(upto).push(&format!(") y group by {SUBJECT_KEYS}"));
}

/// `with up(area, path)`: each posted area with its own path and those of all above it. A path without its last
/// label is what is left when every character but the dot is trimmed off its end.
pub fn with_ancestors(sql: &mut Sql, (after, upto): (i64, i64)) {
    sql.push("with recursive up(area, path) as (select distinct a.id, a.path from posting p join area a on a.id = p.area");
    sql.push(" where p.seq > ").bind(after).push(" and p.seq <= ").bind(upto);
    sql.push(
        " union select up.area, rtrim(substr(up.path, 1, length(up.path) - 1), replace(up.path, '.', '')) from up \
         where up.path <> '') ",
    );
}

/// The sums of postings `after < seq <= upto` that roll-ups hold, by metric, area, period, organisation and dimensions.
pub fn push_amounts(sql: &mut Sql, period: &str, (after, upto): (i64, i64)) {
    sql.push("select metric, area, period, org, dim1, dim2, dim3, ").push(Sum::COLUMNS);
    sql.push(&format!(" from (select p.metric as metric, c.id as area, {period} as period, p.org as org, "));
    sql.push("coalesce(p.dim1, '') as dim1, coalesce(p.dim2, '') as dim2, coalesce(p.dim3, '') as dim3, ");
    sql.push(Sum::OF_POSTING)
        .push(" from posting p join up on up.area = p.area join area c on c.path = up.path");
    sql.push(" join metric m on m.code = p.metric and m.kind in ('flow', 'stock')");
    sql.push(" where p.until is null and p.seq > ").bind(after).push(" and p.seq <= ").bind(upto);
    sql.push(") y group by metric, area, period, org, dim1, dim2, dim3");
}

/// A stretch of roll-up periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub grain: &'static str,
    pub first: String,
    pub last: String,
}

/// The fewest stretches that make up a window: whole months where there are some and days around them. A stock
/// reaches back to the beginning, which is the empty text.
pub fn stretches(window: &Window, kind: Kind, days_only: bool) -> Vec<Stretch> {
    let (first, last) = (window.first, window.last);
    let day = |first: String, last: Date| Stretch { grain: "day", first, last: last.to_string() };
    let month = |first: String, last: Date| Stretch { grain: "month", first, last: month_of(last) };
    let from = |day: Date| if kind == Kind::Stock { String::new() } else { day.to_string() };
    let whole_from = if first == first.first_of_month() { first } else { after(first.last_of_month()) };
    let whole_to = if last == last.last_of_month() { last } else { before(last.first_of_month()) };
    if days_only || (kind != Kind::Stock && whole_from > whole_to) {
        return vec![day(from(first), last)];
    }
    let mut stretches = Vec::with_capacity(3);
    if kind == Kind::Stock {
        stretches.push(month(String::new(), whole_to));
    } else {
        stretches.push(month(month_of(whole_from), whole_to));
        if first < whole_from {
            stretches.push(day(first.to_string(), before(whole_from)));
        }
    }
    if whole_to < last {
        stretches.push(day(after(whole_to).to_string(), last));
    }
    stretches
}

fn month_of(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}

fn after(day: Date) -> Date {
    day.saturating_add(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(first: &str, last: &str, kind: Kind) -> Vec<String> {
        let day = |text: &str| text.parse().unwrap_or(Date::ZERO);
        let window = Window { key: String::new(), first: day(first), last: day(last) };
        let parts = stretches(&window, kind, false);
        parts.iter().map(|s| format!("{} {}..{}", s.grain, s.first, s.last)).collect()
    }

    #[test]
    fn a_window_is_whole_months_and_the_days_around_them() {
        let flow = |first, last| of(first, last, Kind::Flow);
        assert_eq!(flow("2026-10-01", "2026-10-31"), ["month 2026-10..2026-10"]);
        assert_eq!(flow("2026-10-02", "2026-11-29"), ["day 2026-10-02..2026-11-29"]);
        assert_eq!(
            flow("2026-01-15", "2026-03-10"),
            ["month 2026-02..2026-02", "day 2026-01-15..2026-01-31", "day 2026-03-01..2026-03-10"]
        );
        assert_eq!(flow("2025-12-01", "2026-02-28"), ["month 2025-12..2026-02"]);
        assert_eq!(flow("2026-10-12", "2026-10-12"), ["day 2026-10-12..2026-10-12"]);
    }

    #[test]
    fn a_stock_reaches_back_to_the_beginning() {
        let stock = |last| of("2026-10-05", last, Kind::Stock);
        assert_eq!(stock("2026-10-31"), ["month ..2026-10"]);
        assert_eq!(stock("2026-10-12"), ["month ..2026-09", "day 2026-10-01..2026-10-12"]);
    }
}
