//! What a stock-take finds already counted: the total of a stock at one place, up to a day.

use super::value::Sum;
use crate::{
    catalogue::Metrics,
    entry::Dims,
    model::{Error, Kind, Result},
    sql::{Sql, after_subtree},
};
use jiff::civil::Date;
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;

/// Where a stock is counted. What is none or left out is not asked for.
#[derive(Clone, Debug, Default)]
pub struct Place<'a> {
    /// Path of the area, which means it and all below it.
    pub area: &'a str,
    /// Only what this organisation itself is credited with.
    pub org: Option<Uuid>,
    pub dims: Dims,
    pub subject: Option<Uuid>,
}

/// The sum of the signed changes of a stock up to a day and on it, in the metric's smallest unit, from the postings
/// alone and thus right within the transaction that goes on to post the difference. For a metric that is no stock it
/// fails with [`Error::NoStock`].
pub async fn counted(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    metric: &str,
    place: &Place<'_>,
    day: Date,
) -> Result<Sum> {
    let metric = metrics.get(metric)?;
    if metric.kind != Kind::Stock {
        return Err(Error::NoStock(metric.code.clone()));
    }
    let mut sql = Sql::new("select ");
    sql.push(Sum::COLUMNS).push(" from (select ").push(Sum::OF_POSTING);
    sql.push(" from posting p join area a on a.id = p.area where p.metric = ").bind(metric.code.clone());
    sql.push(" and p.day <= ").bind(day.to_string());
    sql.push(" and a.path >= ").bind(place.area);
    sql.push(" and a.path < ").bind(after_subtree(place.area));
    if let Some(org) = place.org {
        sql.push(" and p.org = ").bind(org);
    }
    for (dim, value) in &place.dims {
        sql.push(&format!(" and p.dim{} = ", metric.dim(dim)? + 1)).bind(value.clone());
    }
    if let Some(subject) = place.subject {
        sql.push(" and p.subject = ").bind(subject);
    }
    sql.push(") x having sum(postings) > 0");
    Ok(sql.one(conn).await?.as_ref().map(Sum::read).transpose()?.unwrap_or_default())
}
