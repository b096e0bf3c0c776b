//! Opening figures beside the records inside their area and span: what each says, and which of the two counts.
//!
//! A choice takes the opening figure back and posts it anew, marked as chosen or not. So it has a place in the chain:
//! a figure asked as of a seal knows the choice that held then.

use crate::{
    catalogue::Metrics,
    entry::{Entry, posting_id},
    figure::{
        Ask, Sum,
        scope::{limited, push_area, push_filters, push_subtree, seal_limit, standing},
    },
    model::{Error, Kind, OPENING, Result},
    post::{find, write},
    sql::{Sql, after_subtree},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, QueryResult};

/// Which of an opening figure and the records inside it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    Opening,
    Records,
}

impl Counts {
    const fn word(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Records => "records",
        }
    }
}

/// An opening figure that stands in an ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub entry: Entry,
    /// The asked period contains its whole span; else it does not count at all.
    pub whole: bool,
    /// What the records inside its area and span say of the same metric; without postings there is nothing to choose.
    pub records: Sum,
    pub counts: Counts,
}

/// The opening figures of an ask whose span meets its period, the earliest first; none for what is not posted as flow.
pub async fn openings(conn: &impl ConnectionTrait, metrics: &Metrics, ask: &Ask) -> Result<Vec<Opening>> {
    let metric = metrics.get(&ask.metric)?;
    if metric.kind != Kind::Flow {
        return Ok(vec![]);
    }
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(", a.path, h.posting as chosen from posting p");
    push_area(&mut sql, ask, "a", "p");
    if !ask.orgs.is_empty() {
        sql.push(" join organisation o on o.id = p.org");
    }
    sql.push(" left join chosen_opening h on h.posting = p.id where p.metric = ").bind(metric.code.clone());
    sql.push(&format!(" and p.source_kind = '{OPENING}' and p.until is not null and p.day <= "));
    sql.bind(ask.last.to_string()).push(" and p.until >= ").bind(ask.first.to_string());
    push_filters(&mut sql, metric, ask, "p")?;
    push_subtree(&mut sql, "a.path", &ask.area);
    let seal = seal_limit(&mut sql, ask);
    sql.push(&format!("{} and {}", limited("p", seal.as_deref()), standing("p", seal.as_deref())));
    sql.push(" order by p.day, p.until, p.id");
    let mut found = Vec::new();
    for row in sql.all(conn).await? {
        found.push(opening(conn, ask, &row).await?);
    }
    Ok(found)
}

async fn opening(conn: &impl ConnectionTrait, ask: &Ask, row: &QueryResult) -> Result<Opening> {
    let entry = Entry::read(row)?;
    let (path, chosen): (String, Option<Uuid>) = (row.try_get("", "path")?, row.try_get("", "chosen")?);
    let records = records(conn, ask, &entry, &path).await?;
    let whole = entry.day >= ask.first && entry.until.is_some_and(|until| until <= ask.last);
    let counts = if chosen.is_some() || records.postings == 0 { Counts::Opening } else { Counts::Records };
    Ok(Opening { entry, whole, records, counts })
}

/// The sum of the standing records inside an opening figure's area and span.
async fn records(conn: &impl ConnectionTrait, ask: &Ask, of: &Entry, path: &str) -> Result<Sum> {
    let mut sql = Sql::new("select ");
    sql.push(Sum::COLUMNS).push(" from (select ").push(Sum::OF_POSTING).push(" from posting p");
    push_area(&mut sql, ask, "a", "p");
    sql.push(" where p.metric = ").bind(of.metric.clone());
    sql.push(&format!(" and p.source_kind <> '{OPENING}' and p.day >= ")).bind(of.day.to_string());
    sql.push(" and coalesce(p.until, p.day) <= ").bind(of.until.map(|day| day.to_string()));
    sql.push(" and a.path >= ").bind(path).push(" and a.path < ").bind(after_subtree(path));
    let seal = seal_limit(&mut sql, ask);
    sql.push(&format!("{} and {}", limited("p", seal.as_deref()), standing("p", seal.as_deref())));
    sql.push(") x having sum(postings) > 0");
    Ok(sql.one(conn).await?.as_ref().map(Sum::read).transpose()?.unwrap_or_default())
}

/// Lets an opening figure count, or the records inside it, and gives what was posted for it: nothing when it is so
/// already. `posting` is the one that stands.
pub async fn choose(
    conn: &impl ConnectionTrait,
    posting: Uuid,
    counts: Counts,
    at: Moment,
) -> Result<Vec<Entry>> {
    let none = || Error::NoOpening(posting);
    let entry = find(conn, &[posting]).await?.remove(&posting).ok_or_else(none)?;
    let mut sql =
        Sql::new("select (select h.posting from chosen_opening h where h.posting = p.id) as chosen");
    sql.push(" from posting p where p.id = ").bind(posting);
    sql.push(&format!(
        " and p.source_kind = '{OPENING}' and p.until is not null and {}",
        standing("p", None)
    ));
    let row = sql.one(conn).await?.ok_or_else(none)?;
    let chosen = row.try_get::<Option<Uuid>>("", "chosen")?.is_some();
    if chosen == (counts == Counts::Opening) {
        return Ok(vec![]);
    }
    let anew = Entry { id: choice_id(posting, counts), seq: None, recorded_at: at, ..entry.clone() };
    let changes = vec![entry.reversal(&entry.source, at), anew];
    write(conn, &changes).await?;
    if counts == Counts::Opening {
        let mut sql = Sql::new("insert into chosen_opening (posting, metric) values (");
        sql.bind(choice_id(posting, counts)).push(", ").bind(entry.metric).push(")");
        sql.run(conn).await?;
    }
    Ok(changes)
}

/// The id of an opening figure that was posted anew by a choice; it tells the verification what was chosen.
pub fn choice_id(of: Uuid, counts: Counts) -> Uuid {
    posting_id("choice", of, "", counts.word())
}
