//! Postings one by one: content, numbers, chain and reversals.

use super::{Broken, broken};
use crate::{
    entry::{Entry, HASH},
    model::{Error, Result},
    seal::{Head, Seal, seals},
    sql::Sql,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::VecDeque;

const PAGE: i64 = 2000;

/// The walk along the numbers: where it is and which seal it is under.
struct Walk<'a> {
    tip: Head,
    seals: VecDeque<Seal>,
    /// The number of the last posting of the seal before.
    sealed_to: i64,
    last: Option<(Moment, Uuid)>,
    against: Option<&'a Head>,
}

/// Checks all postings; gives their number and the head over the sealed ones.
pub async fn check(conn: &impl ConnectionTrait, against: Option<&Head>) -> Result<(i64, Head)> {
    let mut walk = Walk { tip: Head::default(), seals: VecDeque::new(), sealed_to: 0, last: None, against };
    let mut after = i64::MIN;
    loop {
        let rows = sealed_page(conn, after).await?;
        let Some(end) = rows.last() else { break };
        after = end.try_get("", "seq")?;
        for row in &rows {
            let (entry, row_hash) = content(row)?;
            if walk.seals.is_empty() {
                walk.seals = seals(conn, walk.sealed_to + 1, "asc", PAGE).await?.into();
            }
            walk.step(&entry, &row_hash)?;
        }
    }
    walk.end(conn).await?;
    let open = check_unsealed(conn).await?;
    Ok((walk.tip.seq + open, walk.tip))
}

impl Walk<'_> {
    fn step(&mut self, entry: &Entry, row_hash: &str) -> Result<()> {
        let (posting, seq) = (entry.id, entry.seq.unwrap_or(0));
        let next = self.tip.seq + 1;
        if seq > next {
            return broken(Broken::Gap { seq: next });
        }
        let here = (entry.recorded_at, entry.id);
        if seq < next || self.last.is_some_and(|last| here < last) {
            return broken(Broken::Order { posting, seq });
        }
        self.tip.then(row_hash);
        self.last = Some(here);
        let Some(seal) = self.seals.front() else {
            return broken(Broken::NoSeal { posting, seq });
        };
        if seal.head.seq == seq {
            if seal.head != self.tip || seal.previous != self.sealed_to {
                return broken(Broken::Chain { from: self.sealed_to + 1, to: seq });
            }
            (self.sealed_to, self.last) = (seq, None);
            self.seals.pop_front();
        }
        match self.against {
            Some(given) if given.seq == seq && *given != self.tip => {
                broken(Broken::Against { given: given.clone(), found: Some(self.tip.clone()) })
            }
            _ => Ok(()),
        }
    }

    /// What a seal or a given head names beyond the last posting has been cut off.
    async fn end(&self, conn: &impl ConnectionTrait) -> Result<()> {
        let beyond = seals(conn, self.tip.seq + 1, "asc", 1).await?;
        if !beyond.is_empty() {
            return broken(Broken::Gap { seq: self.tip.seq + 1 });
        }
        match self.against {
            Some(given) if given.seq > self.tip.seq => {
                broken(Broken::Against { given: given.clone(), found: None })
            }
            _ => Ok(()),
        }
    }
}

async fn sealed_page(conn: &impl ConnectionTrait, after: i64) -> Result<Vec<QueryResult>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(", p.row_hash, p.hash_name from posting p where p.seq > ").bind(after);
    sql.push(" order by p.seq limit ").bind(PAGE);
    sql.all(conn).await
}

/// Rows that wait for their number; gives how many.
async fn check_unsealed(conn: &impl ConnectionTrait) -> Result<i64> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(", p.row_hash, p.hash_name from posting p where p.seq is null");
    let mut open = 0;
    for row in sql.all(conn).await? {
        content(&row)?;
        open += 1;
    }
    Ok(open)
}

/// A row whose content is what its hash was made of.
fn content(row: &QueryResult) -> Result<(Entry, String)> {
    let stored: String = row.try_get("", "row_hash")?;
    let named: String = row.try_get("", "hash_name")?;
    match Entry::read(row) {
        Ok(entry) if named == HASH && entry.hash() == stored => Ok((entry, stored)),
        Ok(_) | Err(Error::Unreadable(_)) => broken(Broken::Content {
            posting: row.try_get("", "id")?,
            seq: row.try_get("", "seq")?,
            metric: row.try_get("", "metric")?,
        }),
        Err(other) => Err(other),
    }
}

/// Each reversal has the scope of what it takes back and the negated quantity.
pub async fn check_reversals(conn: &impl ConnectionTrait) -> Result<()> {
    let same = ["metric", "area", "org", "day", "until", "qualifier", "dim1", "dim2", "dim3", "subject"];
    let mut sql = Sql::new(
        "select p.id, p.seq, p.reverses from posting p left join posting o on o.id = p.reverses \
         where p.reverses is not null and (o.id is null or o.reverses is not null \
         or p.source_kind <> o.source_kind or p.source <> o.source or p.quantity is distinct from -o.quantity",
    );
    for column in same {
        sql.push(&format!(" or p.{column} is distinct from o.{column}"));
    }
    sql.push(") limit 1");
    match sql.one(conn).await? {
        Some(row) => broken(Broken::Reversal {
            posting: row.try_get("", "id")?,
            seq: row.try_get("", "seq")?,
            reverses: row.try_get("", "reverses")?,
        }),
        None => Ok(()),
    }
}
