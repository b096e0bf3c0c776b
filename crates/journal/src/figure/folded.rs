//! The folded part of a sum: rows of the roll-ups in the same shape as postings, for the same statement. SQLite looks the
//! tables of a cross join up in the order in which they stand there: areas first, as in the roll-ups' keys.

use super::{
    ask::{Ask, By, Window},
    scope::{From, push_filters, push_scope, push_subtree, standing, within},
    value::Sum,
};
use crate::{
    model::{Kind, Metric, Result},
    rollup::{AMOUNTS, stretches},
    sql::Sql,
};
use jiff::{ToSpan, civil::Date};
use kernel::moment::Moment;
use sea_orm::ConnectionTrait;

/// An earlier seal, told from roll-ups, which hold all that is sealed: of the days before its own little was recorded
/// after it, which is taken off them; of the days from there on little was recorded before it, which is all that counts.
/// The day only decides which of the two is the shorter way.
pub struct Earlier {
    seq: i64,
    day: Date,
}

impl Earlier {
    pub async fn of(conn: &impl ConnectionTrait, seq: i64) -> Result<Self> {
        let mut sql = Sql::new("select recorded_at from posting where seq <= ");
        sql.bind(seq).push(" order by seq desc limit 1");
        let day = match sql.one(conn).await? {
            Some(row) => Moment::from_millis(row.try_get("", "recorded_at")?).day(),
            None => Date::MIN,
        };
        Ok(Self { seq, day })
    }
}

/// `, s(key, grain, first, last) as (values …)`: the windows as stretches of roll-up periods.
pub fn with_stretches(
    sql: &mut Sql,
    metric: &Metric,
    windows: &[Window],
    by: Option<&By>,
    earlier: Option<&Earlier>,
) {
    sql.push(", s(key, grain, first, last) as (values ");
    let days_only = by == Some(&By::Day);
    let rows = windows.iter().enumerate().flat_map(|(i, window)| {
        let last = earlier.map_or(window.last, |e| window.last.min(e.day.saturating_sub(1.day())));
        let of_window = stretches(&Window { last, ..window.clone() }, metric.kind, days_only).into_iter();
        of_window.map(move |s| [i.to_string(), s.grain.to_owned(), s.first, s.last])
    });
    for (i, row) in rows.enumerate() {
        sql.push(if i > 0 { ", (" } else { "(" }).list(row).push(")");
    }
    sql.push(") ");
}

/// ` union all select …` with the roll-ups of the ask. By area, what the area holds itself is all of it less what
/// its children hold.
pub fn push_folded(sql: &mut Sql, metric: &Metric, ask: &Ask, by: Option<&By>) -> Result<()> {
    let own = sql.value(ask.area.clone());
    let all = format!("c.path = {own}");
    let children = format!("c.parent = (select t.id from area t where t.path = {own})");
    let none = "cast(null as text)";
    let part = match by {
        None => none.to_owned(),
        Some(By::Org) => "r.org".to_owned(),
        Some(By::Day) => "r.period".to_owned(),
        Some(By::Dim(dim)) => format!("nullif(r.dim{}, '')", metric.dim(dim)? + 1),
        Some(By::Area) => {
            push_branch(sql, metric, ask, none, "", &all)?;
            push_branch(sql, metric, ask, none, "-", &children)?;
            return push_branch(sql, metric, ask, "c.path", "", &children);
        }
    };
    push_branch(sql, metric, ask, &part, "", &all)
}

/// ` union all select …` with the postings by which an earlier seal differs from the roll-ups of its days: found by one
/// walk over the days of all windows, along an index that tells their seals.
pub fn push_earlier(
    sql: &mut Sql,
    metric: &Metric,
    ask: &Ask,
    windows: &[Window],
    earlier: &Earlier,
    part: &str,
) -> Result<()> {
    let (seq, day) = (sql.value(earlier.seq), sql.value(earlier.day.to_string()));
    let amounts = AMOUNTS.map(|amount| format!("sign * {amount}"));
    let [quantity, postings, rest @ ..] = &amounts;
    let rest = rest.join(", ");
    sql.push(&format!(" union all select key, part, {quantity}, {postings}, 0, {rest} from ("));
    sql.push(&format!(
        "select w.key as key, {part} as part, case when p.seq > {seq} then -1 else 1 end as sign, "
    ));
    let within = within(sql, metric, ask, From::Journal);
    sql.push(Sum::OF_POSTING).push(" from posting p cross join rollup_mark k cross join w");
    push_scope(sql, metric, ask)?;
    let days = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    if metric.kind != Kind::Stock {
        sql.push(" and p.day >= ").bind(days(windows.iter().map(|w| w.first).min()));
    }
    sql.push(" and p.day <= ").bind(days(windows.iter().map(|w| w.last).max()));
    sql.push(&format!(" and (p.seq > {seq}) = (p.day < {day}) and p.until is null and {within}"));
    sql.push(" and k.id = 1 and p.seq <= k.seq) y");
    Ok(())
}

/// ` union all select …` with the folded subjects: those of whole months from their roll-up, and the postings of the days
/// around them, which are few. Of whom the tail takes something back the postings are looked at in whole months too.
pub fn push_folded_subjects(
    sql: &mut Sql,
    metric: &Metric,
    ask: &Ask,
    by: Option<&By>,
    part: &str,
) -> Result<()> {
    let stands = standing("p", None);
    let posting = |from: &str| {
        format!(
            " union all select s.key, {part}, p.subject, {stands}, 1, 0 \
             from {from} join rollup_mark k on k.id = 1 join posting p on p.seq <= k.seq"
        )
    };
    sql.push(&posting("s")).push(" and s.grain = 'day' and p.day >= s.first and p.day <= s.last");
    push_scope(sql, metric, ask)?;
    if by == Some(&By::Day) {
        return Ok(());
    }
    sql.push(&posting("(select 1 from back limit 1) one cross join s"));
    sql.push(" and s.grain = 'month' and p.day >= s.first and p.day < s.last || '/'");
    push_scope(sql, metric, ask)?;
    sql.push(" and p.subject in (select subject from back)");
    push_subject_months(sql, metric, ask, part)
}

/// The months of the scope's areas, looked up in the order of their key.
fn push_subject_months(sql: &mut Sql, metric: &Metric, ask: &Ask, part: &str) -> Result<()> {
    sql.push(&format!(" union all select s.key, {part}, p.subject, p.quantity > 0, p.postings, 0"));
    sql.push(
        " from s cross join rollup_mark k cross join area a cross join (select era, metric, area, period,",
    );
    sql.push(" subject, org, nullif(dim1, '') as dim1, nullif(dim2, '') as dim2, nullif(dim3, '') as dim3,");
    sql.push(" quantity, postings from rollup_subject) p");
    if !ask.orgs.is_empty() {
        sql.push(" join organisation o on o.id = p.org");
    }
    sql.push(" where s.grain = 'month' and k.id = 1 and p.era = k.era and p.area = a.id");
    sql.push(" and p.period >= s.first and p.period <= s.last and p.metric = ").bind(metric.code.clone());
    sql.push(" and p.subject not in (select subject from back)");
    push_filters(sql, metric, ask, "p")?;
    push_subtree(sql, "a.path", &ask.area);
    Ok(())
}

/// The roll-ups of some areas, looked up in the order of their key.
fn push_branch(sql: &mut Sql, metric: &Metric, ask: &Ask, part: &str, sign: &str, areas: &str) -> Result<()> {
    let [quantity, postings, rest @ ..] = AMOUNTS.map(|amount| format!("{sign}r.{amount}"));
    let rest = rest.join(", ");
    sql.push(&format!(" union all select s.key, {part}, {quantity}, {postings}, 0, {rest} from s"));
    sql.push(" cross join rollup_mark k cross join area c cross join rollup r");
    if !ask.orgs.is_empty() {
        sql.push(" join organisation o on o.id = r.org");
    }
    sql.push(&format!(
        " where {areas} and k.id = 1 and r.era = k.era and r.grain = s.grain and r.area = c.id"
    ));
    sql.push(" and r.period >= s.first and r.period <= s.last and r.metric = ").bind(metric.code.clone());
    push_filters(sql, metric, ask, "r")
}
