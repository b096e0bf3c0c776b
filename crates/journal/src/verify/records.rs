//! Records against their postings: whoever owns a kind of source says what each record must have posted.

use super::{Broken, broken};
use crate::{
    catalogue::Metrics,
    entry::{Entry, Posting},
    model::{Error, Result},
    post::{Net, net},
    sql::Sql,
};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use std::{collections::BTreeMap, pin::Pin};

const PAGE: u32 = 500;

/// A record as its own rows tell it.
#[derive(Clone, Debug)]
pub struct Stated {
    pub record: Uuid,
    /// What it must have standing; ids and moments of these postings are not compared.
    pub postings: Vec<Posting>,
    /// What of it contradicts its own history, in words for the administrator.
    pub contradiction: Option<String>,
}

/// A page of records in the order of their ids. The error is a sentence for the administrator.
pub type Recounted<'a> = Pin<Box<dyn Future<Output = std::result::Result<Vec<Stated>, String>> + Send + 'a>>;

/// The owner of a kind of source; it reads the same snapshot as the verification.
pub trait Recount: Sync {
    /// The kind of source, as in its postings.
    fn kind(&self) -> &str;
    /// At most `limit` records with ids above `after`; fewer mean that there are no more.
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_>;
}

/// Checks every record of every kind, and every posting's record; gives the number of records.
pub async fn check(conn: &impl ConnectionTrait, metrics: &Metrics, recounts: &[&dyn Recount]) -> Result<i64> {
    for row in Sql::new("select distinct source_kind as kind from posting order by 1").all(conn).await? {
        let kind: String = row.try_get("", "kind")?;
        if recounts.iter().all(|r| r.kind() != kind) {
            return broken(Broken::NobodyRecounts { kind });
        }
    }
    let mut records = 0;
    for recount in recounts {
        records += check_kind(conn, metrics, *recount).await?;
    }
    Ok(records)
}

async fn check_kind(conn: &impl ConnectionTrait, metrics: &Metrics, recount: &dyn Recount) -> Result<i64> {
    let kind = recount.kind();
    let (mut after, mut records) = (None, 0);
    loop {
        let page = recount.page(after, PAGE).await;
        let page = page.map_err(|reason| Error::Recount { kind: kind.to_owned(), reason })?;
        let more = page.len() >= PAGE as usize;
        let last = page.last().map(|stated| stated.record).filter(|_| more);
        let mut found = posted(conn, kind, after, last).await?;
        for Stated { record, postings, contradiction } in page {
            let expected = postings.iter().map(|p| Entry::of(metrics.get(&p.metric)?, p));
            let expected = net(&expected.collect::<Result<Vec<_>>>()?);
            let found = net(&found.remove(&record).unwrap_or_default());
            compare(kind, record, expected, found)?;
            if let Some(what) = contradiction {
                return broken(Broken::Contradiction { kind: kind.to_owned(), record, what });
            }
            records += 1;
        }
        for (record, entries) in found {
            compare(kind, record, Net::new(), net(&entries))?;
        }
        if last.is_none() {
            return Ok(records);
        }
        after = last;
    }
}

/// The postings of sources with ids above `after` and up to `last`.
async fn posted(
    conn: &impl ConnectionTrait,
    kind: &str,
    after: Option<Uuid>,
    last: Option<Uuid>,
) -> Result<BTreeMap<Uuid, Vec<Entry>>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(" from posting p where p.source_kind = ").bind(kind);
    if let Some(after) = after {
        sql.push(" and p.source > ").bind(after);
    }
    if let Some(last) = last {
        sql.push(" and p.source <= ").bind(last);
    }
    let mut found: BTreeMap<Uuid, Vec<Entry>> = BTreeMap::new();
    for row in sql.all(conn).await? {
        let entry = Entry::read(&row)?;
        found.entry(entry.source.id).or_default().push(entry);
    }
    Ok(found)
}

fn compare(kind: &str, record: Uuid, expected: Net, found: Net) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    let differs = |one: &Net, other: &Net| {
        one.iter()
            .find(|(fact, amount)| other.get(*fact) != Some(*amount))
            .map(|(fact, _)| fact.metric.clone())
    };
    let metric = differs(&expected, &found).or_else(|| differs(&found, &expected)).unwrap_or_default();
    broken(Broken::Record { kind: kind.to_owned(), record, metric, expected, found })
}
