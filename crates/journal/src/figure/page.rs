//! A figure opened: the postings it is made of, the latest day first.

use super::{
    ask::{Ask, By},
    scope::{From, push_rows, with_windows},
    sum::{figure, split},
    value::{Figure, Sum},
};
use crate::{
    catalogue::Metrics,
    entry::Entry,
    model::{Kind, Metric, Result},
    sql::{Sql, after_subtree},
};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::BTreeMap;

/// Where a page ended: the next one lists earlier days, and of the same day what was recorded before. Corrections are
/// listed by their moment alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub day: Date,
    pub recorded_at: Moment,
    pub id: Uuid,
}

/// A posting in the list, with the number of what it takes back and with the one that took it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub entry: Entry,
    /// None where it takes nothing back, or what is not sealed yet.
    pub reverses_seq: Option<i64>,
    pub reversed_by: Option<TakenBack>,
}

/// The reversal of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub id: Uuid,
    pub seq: Option<i64>,
    pub at: Moment,
}

/// A part of a split, by the key that the split gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    pub by: By,
    pub key: Option<String>,
}

/// Which postings of an ask are listed.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub within: Option<Within>,
    /// Only reversals, each followed by what it takes back; the latest reversal first.
    pub corrections: bool,
    pub after: Option<Cursor>,
    /// Even, so that no pair is torn apart.
    pub limit: u32,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub items: Vec<Item>,
    pub next: Option<Cursor>,
    /// The whole list's sums by metric, whichever page is shown; they tie the list to the figure.
    pub totals: BTreeMap<String, Sum>,
}

/// The postings of an ask; those of all its parts for a derived metric.
pub async fn page(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    ask: &Ask,
    listing: &Listing,
) -> Result<Page> {
    let metric = metrics.get(&ask.metric)?;
    let parts = match metric.kind {
        Kind::Derived => metric.formula(ask.last).map(|f| f.parts()).unwrap_or_default(),
        _ => vec![metric.code.as_str()],
    };
    let mut totals = BTreeMap::new();
    for &code in &parts {
        let part = Ask { metric: code.to_owned(), ..ask.clone() };
        totals.insert(code.to_owned(), total(conn, metrics, &part, listing).await?);
    }
    let mut items = Vec::new();
    if !parts.is_empty() {
        let rows = statement(metrics, ask, &parts, listing)?.all(conn).await?;
        items = rows.iter().map(item).collect::<Result<_>>()?;
    }
    let more = items.len() > listing.limit as usize;
    items.truncate(listing.limit as usize);
    let next = items.last().filter(|_| more).map(|last| place(last, listing.corrections));
    Ok(Page { items, next, totals })
}

/// All postings of one record, the first first, each followed by its reversal.
pub async fn postings_of(conn: &impl ConnectionTrait, kind: &str, record: Uuid) -> Result<Vec<Item>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(PAIRED).push(" from posting p");
    push_pairs(&mut sql, None);
    sql.push(" where p.source_kind = ").bind(kind).push(" and p.source = ").bind(record);
    sql.push(" order by coalesce(o.recorded_at, p.recorded_at), coalesce(o.id, p.id), p.recorded_at, p.id");
    sql.all(conn).await?.iter().map(item).collect()
}

/// The sum of the list: the figure, the part's, or what remains of the corrections.
async fn total(conn: &impl ConnectionTrait, metrics: &Metrics, ask: &Ask, listing: &Listing) -> Result<Sum> {
    let first = |figure: Figure| figure.sums().into_iter().copied().next().unwrap_or_default();
    match &listing.within {
        _ if listing.corrections => {
            let mut sql = Sql::default();
            with_windows(&mut sql, &[ask.window()]);
            sql.push("select ").push(Sum::COLUMNS).push(" from (select ").push(Sum::OF_POSTING);
            push_listed(&mut sql, metrics, ask, &ask.metric, listing)?;
            sql.push(") x having sum(postings) > 0");
            Ok(sql.one(conn).await?.as_ref().map(Sum::read).transpose()?.unwrap_or_default())
        }
        Some(within) => {
            let parts = split(conn, metrics, ask, &within.by).await?;
            let part = parts.into_iter().find(|part| part.key == within.key);
            Ok(part.map(|part| first(part.figure)).unwrap_or_default())
        }
        None => Ok(first(figure(conn, metrics, ask).await?)),
    }
}

/// Where a page that ends with this row ends.
fn place(last: &Item, corrections: bool) -> Cursor {
    let own = Cursor { day: last.entry.day, recorded_at: last.entry.recorded_at, id: last.entry.id };
    let pair = last.reversed_by.map(|by| Cursor { recorded_at: by.at, id: by.id, ..own });
    pair.filter(|_| corrections).unwrap_or(own)
}

/// What belongs to a posting `p` beside its own columns: its reversal `y` and what it takes back, `o`.
const PAIRED: &str =
    ", y.id as reversed_by, y.seq as reversed_seq, y.recorded_at as reversed_at, o.seq as reverses_seq";

fn push_pairs(sql: &mut Sql, as_of: Option<i64>) {
    sql.push(" left join posting y on y.reverses = p.id");
    if let Some(seq) = as_of {
        sql.push(" and y.seq <= ").bind(seq);
    }
    sql.push(" left join posting o on o.id = p.reverses");
}

fn item(row: &QueryResult) -> Result<Item> {
    let by: Option<Uuid> = row.try_get("", "reversed_by")?;
    let at: Option<i64> = row.try_get("", "reversed_at")?;
    let seq = row.try_get("", "reversed_seq")?;
    let taken_back = |(id, at)| TakenBack { id, seq, at: Moment::from_millis(at) };
    Ok(Item {
        entry: Entry::read(row)?,
        reverses_seq: row.try_get("", "reverses_seq")?,
        reversed_by: by.zip(at).map(taken_back),
    })
}

fn statement(metrics: &Metrics, ask: &Ask, parts: &[&str], listing: &Listing) -> Result<Sql> {
    Ask::check(&[ask.window()])?;
    let (order, rows) = (" order by p.day desc, p.recorded_at desc, p.id desc", i64::from(listing.limit) + 1);
    let mut sql = Sql::default();
    with_windows(&mut sql, &[ask.window()]);
    sql.push("select ").push(Entry::COLUMNS).push(PAIRED).push(" from (select * from (");
    for (i, code) in parts.iter().enumerate() {
        sql.push(if i > 0 { " union all select " } else { "select " }).push(Entry::COLUMNS);
        push_listed(&mut sql, metrics, ask, code, listing)?;
    }
    sql.push(") p");
    // a page is cut out before what belongs to its rows is looked up; pairs are in order only after that
    if !listing.corrections {
        if let Some(cursor) = listing.after {
            sql.push(" where (p.day, p.recorded_at, p.id) < (").bind(cursor.day.to_string()).push(", ");
            sql.bind(cursor.recorded_at.millis()).push(", ").bind(cursor.id).push(")");
        }
        sql.push(order).push(" limit ").bind(rows);
    }
    sql.push(") p");
    push_pairs(&mut sql, ask.as_of);
    if listing.corrections {
        let [at, id] = ["coalesce(y.recorded_at, p.recorded_at)", "coalesce(y.id, p.id)"];
        if let Some(cursor) = listing.after {
            sql.push(&format!(" where ({at}, {id}) < (")).bind(cursor.recorded_at.millis());
            sql.push(", ").bind(cursor.id).push(")");
        }
        sql.push(&format!(" order by {at} desc, {id} desc, case when p.reverses is null then 1 else 0 end"));
        sql.push(" limit ").bind(rows);
    } else {
        sql.push(order);
    }
    Ok(sql)
}

/// The rows of the ask that the listing keeps.
fn push_listed(sql: &mut Sql, metrics: &Metrics, ask: &Ask, code: &str, listing: &Listing) -> Result<()> {
    let metric = metrics.get(code)?;
    push_rows(sql, metric, ask, From::Listed)?;
    if listing.corrections {
        let limit = ask.as_of.map(|seq| format!(" and x.seq <= {}", sql.value(seq))).unwrap_or_default();
        sql.push(&format!(
            " and (p.reverses is not null or exists (select 1 from posting x where x.reverses = p.id{limit}))"
        ));
    }
    if let Some(within) = &listing.within {
        push_part(sql, metric, ask, within)?;
    }
    Ok(())
}

/// The rows of one part: what a split says in its key.
fn push_part(sql: &mut Sql, metric: &Metric, ask: &Ask, within: &Within) -> Result<()> {
    match (&within.by, &within.key) {
        (By::Area, None) => sql.push(" and a.path = ").bind(ask.area.clone()),
        (By::Area, Some(path)) => {
            sql.push(" and a.path >= ").bind(path.clone());
            sql.push(" and a.path < ").bind(after_subtree(path))
        }
        (By::Org, key) => {
            let id: Option<Uuid> = key.as_deref().and_then(|key| key.parse().ok());
            sql.push(" and p.org = ").bind(id.unwrap_or_default())
        }
        (By::Day, None) => sql.push(" and p.until is not null"),
        (By::Day, Some(day)) => sql.push(" and p.until is null and p.day = ").bind(day.clone()),
        (By::Dim(dim), key) => {
            let column = format!(" and p.dim{}", metric.dim(dim)? + 1);
            match key {
                Some(value) => sql.push(&column).push(" = ").bind(value.clone()),
                None => sql.push(&column).push(" is null"),
            }
        }
    };
    Ok(())
}
