//! The WHERE of every figure: which postings a metric's figure is made of, for an ask and its windows.

use super::ask::{Ask, Window};
use crate::{
    model::{Kind, Metric, OPENING, Result},
    sql::{Sql, after_subtree, after_subtree_of},
};

/// `with w(key, first, last) as (values …)`: the windows as a table, each keyed by its place in the list.
pub fn with_windows(sql: &mut Sql, windows: &[Window]) {
    sql.push("with w(key, first, last) as (values ");
    for (i, window) in windows.iter().enumerate() {
        let row = [i.to_string(), window.first.to_string(), window.last.to_string()];
        sql.push(if i > 0 { ", (" } else { "(" }).list(row).push(")");
    }
    sql.push(") ");
}

/// Which postings are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum From {
    Journal,
    /// Only those that no roll-up holds.
    Tail,
    /// Those of the ask's own period, which is the only window, in the order of their days.
    Listed,
}

/// `from w … posting p … where …`, with `a` for the area. It gives one row per window and posting that counts.
pub fn push_rows(sql: &mut Sql, metric: &Metric, ask: &Ask, from: From) -> Result<()> {
    let within = within(sql, metric, ask, from);
    // SQLite looks the tables of a cross join up in the order in which they stand
    match from {
        From::Journal => sql.push(&format!(" from w join posting p on {within}")),
        // the tail is short, the metric's postings are not
        From::Tail => {
            sql.push(&format!(" from tail t cross join posting p join w on p.id = t.id and {within}"))
        }
        From::Listed => sql.push(" from posting p cross join w"),
    };
    push_scope(sql, metric, ask)?;
    if from == From::Listed {
        sql.push(&format!(" and {within}"));
    }
    let seal = seal_limit(sql, ask);
    sql.push(&limited("p", seal.as_deref()));
    match metric.kind {
        Kind::Flow => {
            sql.push(&records_win(sql_area(ask), seal.as_deref()));
            push_not_superseded(sql, metric, ask, seal.as_deref())?;
            sql
        }
        Kind::Level => sql.push(&holding(seal.as_deref())),
        Kind::Stock | Kind::Distinct | Kind::Derived => sql,
    };
    Ok(())
}

/// Whether a posting `p` lies within a window.
pub fn within(sql: &mut Sql, metric: &Metric, ask: &Ask, from: From) -> String {
    let bounds = match from {
        From::Listed => [ask.first, ask.last].map(|day| sql.value(day.to_string())),
        From::Journal | From::Tail => ["w.first", "w.last"].map(str::to_owned),
    };
    let [first, last] = bounds;
    match metric.kind {
        Kind::Stock | Kind::Level => format!("p.day <= {last}"),
        Kind::Flow | Kind::Distinct | Kind::Derived => {
            format!("p.day >= {first} and p.day <= {last} and (p.until is null or p.until <= {last})")
        }
    }
}

/// The rows `p` of a metric within an ask: its areas (joined as `a`), organisations and dimensions.
pub fn push_scope(sql: &mut Sql, metric: &Metric, ask: &Ask) -> Result<()> {
    push_area(sql, ask, "a", "p");
    if !ask.orgs.is_empty() {
        sql.push(" join organisation o on o.id = p.org");
    }
    sql.push(" where p.metric = ").bind(metric.code.clone());
    push_filters(sql, metric, ask, "p")?;
    push_subtree(sql, "a.path", &ask.area);
    Ok(())
}

/// Joins the area of a row under a name, in the tree of the ask. One that was opened later stands where it first stood,
/// so that no posting is lost from a past day's tree.
pub fn push_area(sql: &mut Sql, ask: &Ask, name: &str, row: &str) {
    match ask.tree_day {
        None => sql.push(&format!(" join area {name} on {name}.id = {row}.area")),
        Some(day) => {
            let day = sql.value(day.to_string());
            sql.push(&format!(
                " join area_span {name} on {name}.area = {row}.area \
                 and ({name}.to_day is null or {name}.to_day >= {day}) and ({name}.from_day <= {day} or not exists \
                 (select 1 from area_span e where e.area = {name}.area and e.from_day < {name}.from_day))"
            ))
        }
    };
}

/// The organisations (joined as `o`) and the dimensions; the same for postings and roll-ups.
pub fn push_filters(sql: &mut Sql, metric: &Metric, ask: &Ask, row: &str) -> Result<()> {
    if ask.own && !ask.orgs.is_empty() {
        sql.push(" and o.path in (").list(ask.orgs.iter().map(String::as_str)).push(")");
    } else {
        push_subtrees(sql, &ask.orgs);
    }
    for (dim, values) in &ask.dims {
        let column = metric.dim(dim)? + 1;
        // an empty list is no list to PostgreSQL
        if values.is_empty() {
            sql.push(" and 1 = 0");
        } else {
            let values = values.iter().map(String::as_str);
            sql.push(&format!(" and {row}.dim{column} in (")).list(values).push(")");
        }
    }
    Ok(())
}

fn push_subtrees(sql: &mut Sql, orgs: &[String]) {
    for (i, org) in orgs.iter().enumerate() {
        sql.push(if i == 0 { " and (o.path >= " } else { " or o.path >= " }).bind(org.as_str());
        sql.push(" and o.path < ").bind(after_subtree(org));
    }
    if !orgs.is_empty() {
        sql.push(")");
    }
}

pub fn push_subtree(sql: &mut Sql, column: &str, path: &str) {
    sql.push(&format!(" and {column} >= ")).bind(path);
    sql.push(&format!(" and {column} < ")).bind(after_subtree(path));
}

pub fn seal_limit(sql: &mut Sql, ask: &Ask) -> Option<String> {
    ask.as_of.map(|seq| sql.value(seq))
}

pub fn limited(row: &str, seal: Option<&str>) -> String {
    seal.map(|seal| format!(" and {row}.seq <= {seal}")).unwrap_or_default()
}

/// Neither a reversal nor reversed, as far as the seal lets see. Said so that SQLite does not take the index of
/// reversals for it, which holds nearly every posting under null.
pub fn standing(row: &str, seal: Option<&str>) -> String {
    let limit = limited("x", seal);
    format!(
        "({row}.reverses is null) = true and not exists (select 1 from posting x where x.reverses = {row}.id{limit})"
    )
}

/// An opening figure counts where no record states the same metric inside its area and span, and where it was chosen.
fn records_win(tree: &str, seal: Option<&str>) -> String {
    let (end, limit, standing) = (after_subtree_of("a.path"), limited("r", seal), standing("r", seal));
    format!(
        " and (p.source_kind <> '{OPENING}' \
         or exists (select 1 from chosen_opening h where h.posting in (p.id, p.reverses)) \
         or not exists (select 1 from posting r {tree} \
         where r.metric = p.metric and r.source_kind <> '{OPENING}' \
         and r.day >= p.day and r.day <= p.until and (r.until is null or r.until <= p.until) \
         and b.path >= a.path and b.path < {end}{limit} and {standing}))"
    )
}

/// A record does not count where a chosen opening figure, whose area and span hold it, counts in the same window and
/// scope.
fn push_not_superseded(sql: &mut Sql, metric: &Metric, ask: &Ask, seal: Option<&str>) -> Result<()> {
    sql.push(&format!(
        " and (p.source_kind = '{OPENING}' or not exists (select 1 from chosen_opening h \
         join posting g on g.id = h.posting"
    ));
    push_area(sql, ask, "ga", "g");
    if !ask.orgs.is_empty() {
        sql.push(" join organisation o on o.id = g.org");
    }
    sql.push(" where h.metric = p.metric and g.day >= w.first and g.until <= w.last");
    sql.push(" and p.day >= g.day and coalesce(p.until, p.day) <= g.until");
    sql.push(&format!(" and a.path >= ga.path and a.path < {}", after_subtree_of("ga.path")));
    push_filters(sql, metric, ask, "g")?;
    push_subtree(sql, "ga.path", &ask.area);
    sql.push(&format!("{} and {}))", limited("g", seal), standing("g", seal)));
    Ok(())
}

/// The areas of records beside an opening figure, in the tree of the ask.
fn sql_area(ask: &Ask) -> &'static str {
    if ask.tree_day.is_none() {
        "join area b on b.id = r.area"
    } else {
        "join area_span b on b.area = r.area and b.from_day = (select max(c.from_day) from area_span c \
         where c.area = r.area and c.from_day <= p.until)"
    }
}

/// The last standing observation up to the window's end, per area, organisation, dimensions and subject.
fn holding(seal: Option<&str>) -> String {
    let (mine, theirs, limit) = (standing("p", seal), standing("q", seal), limited("q", seal));
    format!(
        " and {mine} and not exists (select 1 from posting q where q.metric = p.metric and q.area = p.area \
         and q.org = p.org and q.dim1 is not distinct from p.dim1 and q.dim2 is not distinct from p.dim2 \
         and q.dim3 is not distinct from p.dim3 and q.subject is not distinct from p.subject \
         and q.day <= w.last and (q.day, q.recorded_at, q.id) > (p.day, p.recorded_at, p.id){limit} and {theirs})"
    )
}
