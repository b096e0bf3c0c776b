//! The seal: committed postings get consecutive numbers and their hashes are chained, so that nothing before a head
//! that was printed somewhere can change unnoticed.

use crate::{
    entry::{HASH, hex},
    model::{Error, Result},
    sql::Sql,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// Postings in one batch: small enough that a shared writer is not held for long.
const BATCH: i64 = 2000;
/// Rows numbered by one statement; SQLite is slow at statements with very many values.
const ROWS: usize = 100;

/// The chain up to a posting, written `1284:9f2c61d0…`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// 0 before the first posting.
    pub seq: i64,
    /// Lower-case hexadecimal; empty before the first posting.
    pub hash: String,
}

impl Head {
    /// The head after one more posting: the hash of the two hexadecimal texts, one after the other.
    pub fn then(&mut self, row_hash: &str) {
        let digest = Sha256::new().chain_update(self.hash.as_bytes()).chain_update(row_hash.as_bytes());
        *self = Self { seq: self.seq + 1, hash: hex(&digest.finalize()) };
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Head {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::NotAHead(text.to_owned());
        let (seq, hash) = text.trim().split_once(':').ok_or_else(wrong)?;
        let seq = seq.parse().ok().filter(|seq| *seq > 0).ok_or_else(wrong)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        is_hash.then(|| Self { seq, hash: hash.to_ascii_lowercase() }).ok_or_else(wrong)
    }
}

/// A sealed batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub head: Head,
    /// The number of the last posting of the batch before.
    pub previous: i64,
    pub sealed_at: Moment,
}

/// The last seal.
pub async fn head(conn: &impl ConnectionTrait) -> Result<Option<Seal>> {
    Ok(seals(conn, i64::MIN, "desc", 1).await?.pop())
}

/// The seal under which a posting of a number stands: the first whose head is not before it.
pub async fn seal_of(conn: &impl ConnectionTrait, seq: i64) -> Result<Option<Seal>> {
    Ok(seals(conn, seq, "asc", 1).await?.pop())
}

pub(crate) async fn seals(
    conn: &impl ConnectionTrait,
    from: i64,
    order: &str,
    limit: i64,
) -> Result<Vec<Seal>> {
    let mut sql = Sql::new("select seq, previous, head, sealed_at from seal where seq >= ");
    sql.bind(from).push(&format!(" order by seq {order} limit ")).bind(limit);
    let rows = sql.all(conn).await?;
    let seals = rows.iter().map(|row| {
        Ok(Seal {
            head: Head { seq: row.try_get("", "seq")?, hash: row.try_get("", "head")? },
            previous: row.try_get("", "previous")?,
            sealed_at: Moment::from_millis(row.try_get("", "sealed_at")?),
        })
    });
    seals.collect()
}

/// How many committed postings are not sealed yet.
pub async fn unsealed(conn: &impl ConnectionTrait) -> Result<i64> {
    let row = Sql::new("select count(*) as n from posting where seq is null").one(conn).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
}

/// Seals one batch in a transaction of the caller, in the order of recording; none when nothing waits. Call it until
/// then. Only one sealer may run at a time; of two the later fails on a constraint.
pub async fn seal(conn: &impl ConnectionTrait, now: Moment) -> Result<Option<Head>> {
    let mut sql =
        Sql::new("select id, row_hash from posting where seq is null order by recorded_at, id limit ");
    sql.bind(BATCH);
    let rows = sql.all(conn).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut tip = head(conn).await?.map(|seal| seal.head).unwrap_or_default();
    let previous = tip.seq;
    let mut numbered = Vec::with_capacity(rows.len());
    for row in &rows {
        tip.then(&row.try_get::<String>("", "row_hash")?);
        numbered.push((row.try_get::<Uuid>("", "id")?, tip.seq));
    }
    for rows in numbered.chunks(ROWS) {
        number(conn, rows).await?;
    }
    let mut sql = Sql::new("insert into seal (seq, previous, head, sealed_at, hash_name) values (");
    sql.bind(tip.seq).push(", ").bind(previous).push(", ").bind(tip.hash.clone());
    sql.push(", ").bind(now.millis()).push(", ").bind(HASH).push(")");
    sql.run(conn).await?;
    Ok(Some(tip))
}

async fn number(conn: &impl ConnectionTrait, rows: &[(Uuid, i64)]) -> Result<()> {
    let mut sql = Sql::new("update posting set seq = v.column2 from (values ");
    for (i, (id, seq)) in rows.iter().enumerate() {
        sql.push(if i > 0 { ", (" } else { "(" }).bind(*id).push(", ").bind(*seq).push(")");
    }
    sql.push(") as v where posting.id = v.column1");
    if sql.run(conn).await?.rows_affected() == rows.len() as u64 { Ok(()) } else { Err(Error::Raced) }
}
