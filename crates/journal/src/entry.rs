//! A posting as a record states it, as the table holds it, and the hash of its content.

use crate::{
    model::{Error, Kind, Metric, OPENING, Result, Values},
    sql,
};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use sea_orm::{QueryResult, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Values by the codes of the dimensions that the metric declares; an unknown value is left out.
pub type Dims = BTreeMap<String, String>;

/// The name of the hash that new rows and seals carry.
pub const HASH: &str = "sha256";

/// The record that states a quantity, in the version that stated it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub kind: String,
    pub id: Uuid,
    pub version: i64,
}

/// A quantity as its record states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub id: Uuid,
    pub metric: String,
    pub area: Uuid,
    pub org: Uuid,
    pub day: Date,
    /// Last day of a longer span.
    pub until: Option<Date>,
    /// In the metric's smallest unit; none when the source masks it.
    pub quantity: Option<i64>,
    pub qualifier: Qualifier,
    pub dims: Dims,
    pub subject: Option<Uuid>,
    pub source: Source,
    pub recorded_at: Moment,
}

/// A posting as the table holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    /// Its place in the chain; none until it is sealed.
    pub seq: Option<i64>,
    pub metric: String,
    pub area: Uuid,
    pub org: Uuid,
    pub day: Date,
    pub until: Option<Date>,
    pub quantity: Option<i64>,
    pub qualifier: Qualifier,
    /// In the order in which the metric declares its dimensions.
    pub dims: [Option<String>; 3],
    pub subject: Option<Uuid>,
    pub source: Source,
    pub reverses: Option<Uuid>,
    pub recorded_at: Moment,
}

/// An id made from what the posting is, so that a clock or a retry that comes twice changes nothing.
/// `part` tells postings of one source and metric apart (the cycle, the version, the place in a list).
pub fn posting_id(kind: &str, source: Uuid, metric: &str, part: &str) -> Uuid {
    let text = serde_json::json!([kind, source, metric, part]).to_string();
    derived(&Sha256::digest(text.as_bytes()))
}

/// The id of the one reversal that a posting can have.
pub fn reversal_id(of: Uuid) -> Uuid {
    posting_id("posting", of, "", "reversal")
}

fn derived(hash: &[u8]) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing into a String cannot fail
        text
    })
}

impl Entry {
    /// Checks a posting against its metric.
    pub fn of(metric: &Metric, posting: &Posting) -> Result<Self> {
        let Posting { id, until, quantity, qualifier, subject, ref source, .. } = *posting;
        if metric.kind == Kind::Derived {
            return Err(Error::DerivedMetric(metric.code.clone()));
        }
        match metric.owner(posting.day) {
            Some(owner) if owner == source.kind => {}
            _ if source.kind == OPENING && until.is_some() => {}
            owner => {
                return Err(Error::NotTheOwner {
                    metric: metric.code.clone(),
                    day: posting.day,
                    owner: owner.unwrap_or("nobody").to_owned(),
                    kind: source.kind.clone(),
                });
            }
        }
        match until {
            Some(_) if metric.kind != Kind::Flow => {
                return Err(Error::SpanRefused { id, kind: metric.kind });
            }
            Some(last) if last <= posting.day => return Err(Error::SpanBackward(id)),
            _ => {}
        }
        let counts_one = subject.is_some() && quantity > Some(0) && qualifier == Qualifier::Exact;
        if metric.kind == Kind::Distinct && !counts_one {
            return Err(Error::NotCountable(id));
        }
        Ok(Self {
            id,
            seq: None,
            metric: metric.code.clone(),
            area: posting.area,
            org: posting.org,
            day: posting.day,
            until,
            quantity,
            qualifier,
            dims: columns(metric, &posting.dims)?,
            subject,
            source: source.clone(),
            reverses: None,
            recorded_at: posting.recorded_at,
        })
    }

    /// The entry that takes this one back.
    #[must_use]
    pub fn reversal(&self, by: &Source, at: Moment) -> Self {
        Self {
            id: reversal_id(self.id),
            seq: None,
            quantity: self.quantity.map(|q| -q),
            source: by.clone(),
            reverses: Some(self.id),
            recorded_at: at,
            ..self.clone()
        }
    }

    /// Whether two rows say the same, whenever and by whichever version they were recorded.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let bare = |entry: &Self| Self {
            id: Uuid::nil(),
            seq: None,
            recorded_at: Moment::from_millis(0),
            source: Source { version: 0, ..entry.source.clone() },
            ..entry.clone()
        };
        bare(self) == bare(other)
    }

    /// SHA-256 of the content as a JSON array; the place in the chain is not part of it.
    pub fn hash(&self) -> String {
        let text = serde_json::json!([
            self.id,
            self.metric,
            self.area,
            self.org,
            self.day,
            self.until,
            self.quantity,
            self.qualifier.as_str(),
            self.dims,
            self.subject,
            self.source.kind,
            self.source.id,
            self.source.version,
            self.reverses,
            self.recorded_at.millis(),
        ]);
        hex(&Sha256::digest(text.to_string().as_bytes()))
    }

    /// The columns that `read` expects of a posting under the name `p`.
    pub const COLUMNS: &str = "p.id, p.seq, p.metric, p.area, p.org, p.day, p.until, p.quantity, p.qualifier, \
         p.dim1, p.dim2, p.dim3, p.subject, p.source_kind, p.source, p.source_version, p.reverses, p.recorded_at";

    pub fn read(row: &QueryResult) -> Result<Self> {
        let text = |name: &str| row.try_get::<String>("", name);
        let until: Option<String> = row.try_get("", "until")?;
        Ok(Self {
            id: row.try_get("", "id")?,
            seq: row.try_get("", "seq")?,
            metric: text("metric")?,
            area: row.try_get("", "area")?,
            org: row.try_get("", "org")?,
            day: sql::day(&text("day")?)?,
            until: until.as_deref().map(sql::day).transpose()?,
            quantity: row.try_get("", "quantity")?,
            qualifier: text("qualifier")?.parse().map_err(|_| Error::Unreadable("a qualifier".to_owned()))?,
            dims: [row.try_get("", "dim1")?, row.try_get("", "dim2")?, row.try_get("", "dim3")?],
            subject: row.try_get("", "subject")?,
            source: Source {
                kind: text("source_kind")?,
                id: row.try_get("", "source")?,
                version: row.try_get("", "source_version")?,
            },
            reverses: row.try_get("", "reverses")?,
            recorded_at: Moment::from_millis(row.try_get("", "recorded_at")?),
        })
    }

    /// The values of a row in the order of the insert in `post`.
    pub fn values(&self) -> [Value; 19] {
        let [dim1, dim2, dim3] = self.dims.clone();
        [
            self.id.into(),
            self.metric.clone().into(),
            self.area.into(),
            self.org.into(),
            self.day.to_string().into(),
            self.until.map(|d| d.to_string()).into(),
            self.quantity.into(),
            self.qualifier.as_str().into(),
            dim1.into(),
            dim2.into(),
            dim3.into(),
            self.subject.into(),
            self.source.kind.clone().into(),
            self.source.id.into(),
            self.source.version.into(),
            self.reverses.into(),
            self.recorded_at.millis().into(),
            self.hash().into(),
            HASH.into(),
        ]
    }
}

/// Dimensions by name to columns by order.
fn columns(metric: &Metric, dims: &Dims) -> Result<[Option<String>; 3]> {
    let mut columns = [None, None, None];
    for (code, value) in dims {
        let at = metric.dim(code)?;
        let known = match &metric.dims[at].values {
            Values::List(list) => list.iter().any(|coded| coded.code == *value),
            Values::Of(_) => !value.is_empty(),
        };
        if !known {
            return Err(Error::UnknownValue {
                metric: metric.code.clone(),
                dim: code.clone(),
                value: value.clone(),
            });
        }
        columns[at] = Some(value.clone());
    }
    Ok(columns)
}
