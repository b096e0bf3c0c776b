//! Writing: postings are added and taken back, never edited, so a record that changes leaves both in sight.

use crate::{
    catalogue::Metrics,
    entry::{Entry, Posting, Source, posting_id},
    model::{Error, Result},
    sql::Sql,
};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows in one statement. SQLite looks a numbered value up among all before it, so long statements are slow ones.
const ROWS: usize = 40;
/// Ids in one statement, for the same reason.
const IDS: usize = 200;

/// Checks and writes postings, and gives what it wrote. One whose id is there with the same content is left alone,
/// whenever it was recorded.
pub async fn post(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    postings: &[Posting],
) -> Result<Vec<Entry>> {
    let entries = postings.iter().map(|p| Entry::of(metrics.get(&p.metric)?, p));
    insert(conn, &entries.collect::<Result<Vec<_>>>()?).await
}

/// Takes postings of one source back, with the span and scope that they have, and gives the reversals. Each can be
/// taken back once.
pub async fn reverse(
    conn: &impl ConnectionTrait,
    ids: &[Uuid],
    by: &Source,
    at: Moment,
) -> Result<Vec<Entry>> {
    let mut reversals = Vec::with_capacity(ids.len());
    let found = find(conn, ids).await?;
    let standing: HashMap<Uuid, Entry> =
        standing(of_source(conn, by).await?).map(|entry| (entry.id, entry)).collect();
    for id in ids {
        let entry = found.get(id).ok_or(Error::NoSuchPosting(*id))?;
        if (&entry.source.kind, entry.source.id) != (&by.kind, by.id) {
            return Err(Error::OtherSource(*id));
        }
        let entry = standing.get(id).ok_or(Error::AlreadyReversed(*id))?;
        reversals.push(entry.reversal(by, at));
    }
    insert(conn, &reversals).await
}

/// Makes a source's standing postings say what `wanted` says: what is no longer wanted is taken back, what is
/// missing is posted, what stays the same is left alone. Ids of `wanted` are used for what is posted only. Gives what
/// it wrote.
pub async fn restate(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    source: &Source,
    wanted: &[Posting],
    at: Moment,
) -> Result<Vec<Entry>> {
    let mut missing = Vec::with_capacity(wanted.len());
    for posting in wanted {
        if (&posting.source.kind, posting.source.id) != (&source.kind, source.id) {
            return Err(Error::OtherSource(posting.id));
        }
        missing.push(Entry::of(metrics.get(&posting.metric)?, posting)?);
    }
    let said = of_source(conn, source).await?;
    let taken: HashSet<Uuid> = said.iter().map(|entry| entry.id).collect();
    let mut changes = Vec::new();
    for entry in standing(said) {
        match missing.iter().position(|m| m.says_the_same(&entry)) {
            Some(at) => drop(missing.swap_remove(at)),
            None => changes.push(entry.reversal(source, at)),
        }
    }
    for mut entry in missing {
        // What was said, taken back and is said again stands under the next id that is free.
        let first = entry.id;
        let mut nth = 1_u32;
        while taken.contains(&entry.id) {
            nth += 1;
            entry.id = posting_id("posting", first, "", &nth.to_string());
        }
        changes.push(entry);
    }
    write(conn, &changes).await?;
    Ok(changes)
}

/// What a quantity is stated of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub metric: String,
    pub area: Uuid,
    pub org: Uuid,
    pub day: Date,
    pub until: Option<Date>,
    pub dims: [Option<String>; 3],
    pub subject: Option<Uuid>,
    /// The qualifier's word.
    pub qualifier: &'static str,
    pub masked: bool,
}

/// How much stands of a fact, and in how many postings; facts that have gone are left out.
pub type Net = BTreeMap<Fact, (i64, i64)>;

/// The net of entries: reversals count against what they reverse.
pub fn net<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Net {
    let mut net = Net::new();
    for entry in entries {
        let fact = Fact {
            metric: entry.metric.clone(),
            area: entry.area,
            org: entry.org,
            day: entry.day,
            until: entry.until,
            dims: entry.dims.clone(),
            subject: entry.subject,
            qualifier: entry.qualifier.as_str(),
            masked: entry.quantity.is_none(),
        };
        let (quantity, postings) = net.entry(fact).or_default();
        *quantity += entry.quantity.unwrap_or(0);
        *postings += if entry.reverses.is_some() { -1 } else { 1 };
    }
    net.retain(|_, amount| *amount != (0, 0));
    net
}

/// The net of all that a source has posted.
pub async fn net_of_source(conn: &impl ConnectionTrait, kind: &str, id: Uuid) -> Result<Net> {
    let source = Source { kind: kind.to_owned(), id, version: 0 };
    Ok(net(&of_source(conn, &source).await?))
}

/// A posting by its id.
pub async fn entry(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Entry>> {
    Ok(find(conn, &[id]).await?.remove(&id))
}

/// All that a source has posted.
async fn of_source(conn: &impl ConnectionTrait, source: &Source) -> Result<Vec<Entry>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(" from posting p where p.source_kind = ").bind(source.kind.clone());
    sql.push(" and p.source = ").bind(source.id).push(" order by p.recorded_at, p.id");
    sql.all(conn).await?.iter().map(Entry::read).collect()
}

/// Which of a source's postings stand is told here: it has few and takes back only its own, while a database that is
/// asked for `reverses is null` may walk all that ever stood.
fn standing(said: Vec<Entry>) -> impl Iterator<Item = Entry> {
    let taken_back: HashSet<Uuid> = said.iter().filter_map(|entry| entry.reverses).collect();
    said.into_iter().filter(move |entry| entry.reverses.is_none() && !taken_back.contains(&entry.id))
}

pub(crate) async fn find(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Entry>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(IDS) {
        let mut sql = Sql::new("select ");
        sql.push(Entry::COLUMNS).push(" from posting p where p.id in (").list(ids.iter().copied()).push(")");
        for row in sql.all(conn).await? {
            let entry = Entry::read(&row)?;
            found.insert(entry.id, entry);
        }
    }
    Ok(found)
}

async fn insert(conn: &impl ConnectionTrait, entries: &[Entry]) -> Result<Vec<Entry>> {
    let ids: Vec<Uuid> = entries.iter().map(|e| e.id).collect();
    let mut known = find(conn, &ids).await?;
    let mut new = Vec::with_capacity(entries.len());
    for entry in entries {
        match known.get(&entry.id) {
            Some(old) if old.says_the_same(entry) => {}
            Some(_) => return Err(Error::Changed(entry.id)),
            None => {
                known.insert(entry.id, entry.clone());
                new.push(entry.clone());
            }
        }
    }
    write(conn, &new).await?;
    Ok(new)
}

pub(crate) async fn write(conn: &impl ConnectionTrait, entries: &[Entry]) -> Result<()> {
    for rows in entries.chunks(ROWS) {
        let mut sql = Sql::new(
            "insert into posting (id, metric, area, org, day, until, quantity, qualifier, dim1, dim2, dim3, subject, \
             source_kind, source, source_version, reverses, recorded_at, row_hash, hash_name) values ",
        );
        for (i, row) in rows.iter().enumerate() {
            sql.push(if i > 0 { ", (" } else { "(" }).list(row.values()).push(")");
        }
        sql.run(conn).await?;
    }
    Ok(())
}
