//! The folded part of a sum: rows of the roll-ups in the same shape as postings, for the same statement.

use super::{
    ask::{Ask, By, Window},
    scope::{push_filters, push_scope},
};
use crate::{
    model::{Metric, Result},
    rollup::{AMOUNTS, stretches},
    sql::Sql,
};

/// `, s(key, grain, first, last) as (values …)`: the windows as stretches of roll-up periods.
pub fn with_stretches(sql: &mut Sql, metric: &Metric, windows: &[Window], by: Option<&By>) {
    sql.push(", s(key, grain, first, last) as (values ");
    let days_only = by == Some(&By::Day);
    let rows = windows.iter().enumerate().flat_map(|(i, window)| {
        let of_window = stretches(window, metric.kind, days_only).into_iter();
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
    let area = format!("(select c.id from area c where c.path = {own})");
    let child = format!("in (select c.id from area c where c.parent = {area})");
    let none = "cast(null as text)";
    let (part, all) = match by {
        None => (none.to_owned(), format!("= {area}")),
        Some(By::Org) => ("r.org".to_owned(), format!("= {area}")),
        Some(By::Day) => ("r.period".to_owned(), format!("= {area}")),
        Some(By::Dim(dim)) => (format!("nullif(r.dim{}, '')", metric.dim(dim)? + 1), format!("= {area}")),
        Some(By::Area) => {
            push_branch(sql, metric, ask, none, "", &format!("= {area}"))?;
            push_branch(sql, metric, ask, none, "-", &child)?;
            ("(select c.path from area c where c.id = r.area)".to_owned(), child)
        }
    };
    push_branch(sql, metric, ask, &part, "", &all)
}

/// ` union all select …` with what each subject's folded postings come to: whole months from their roll-up, and the days
/// around them from the postings, which are few.
pub fn push_folded_subjects(
    sql: &mut Sql,
    metric: &Metric,
    ask: &Ask,
    by: Option<&By>,
    part: &str,
) -> Result<()> {
    let days =
        "join posting p on s.grain = 'day' and p.day >= s.first and p.day <= s.last and p.seq <= k.seq";
    let months = "join (select era, metric, period, area, subject, org, nullif(dim1, '') as dim1, \
                  nullif(dim2, '') as dim2, nullif(dim3, '') as dim3, quantity, postings from rollup_subject) p \
                  on s.grain = 'month' and p.era = k.era and p.period >= s.first and p.period <= s.last";
    push_subjects_of(sql, metric, ask, part, "1", days)?;
    if by == Some(&By::Day) { Ok(()) } else { push_subjects_of(sql, metric, ask, part, "p.postings", months) }
}

fn push_subjects_of(
    sql: &mut Sql,
    metric: &Metric,
    ask: &Ask,
    part: &str,
    postings: &str,
    rows: &str,
) -> Result<()> {
    sql.push(&format!(" union all select s.key, {part}, p.subject, p.quantity, {postings}, 0"));
    sql.push(&format!(" from s join rollup_mark k on k.id = 1 {rows}"));
    push_scope(sql, metric, ask)
}

fn push_branch(sql: &mut Sql, metric: &Metric, ask: &Ask, part: &str, sign: &str, area: &str) -> Result<()> {
    let [quantity, postings, rest @ ..] = AMOUNTS.map(|amount| format!("{sign}r.{amount}"));
    let rest = rest.join(", ");
    sql.push(&format!(" union all select s.key, {part}, {quantity}, {postings}, 0, {rest} from s"));
    sql.push(" join rollup_mark k on k.id = 1 join rollup r on r.era = k.era and r.grain = s.grain");
    sql.push(" and r.period >= s.first and r.period <= s.last");
    if !ask.orgs.is_empty() {
        sql.push(" join organisation o on o.id = r.org");
    }
    sql.push(" where r.metric = ").bind(metric.code.clone()).push(&format!(" and r.area {area}"));
    push_filters(sql, metric, ask, "r")
}
