//! The table `target`.

use super::{all, run};
use crate::standards::target::Target;
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

pub async fn set_target(db: &impl ConnectionTrait, target: &Target, now: Moment) -> Result<(), DbErr> {
    let sql = "insert into target (id, metric, area, organisation, first_day, last_day, bound, value, source, set_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do update set \
               metric = excluded.metric, first_day = excluded.first_day, last_day = excluded.last_day, \
               bound = excluded.bound, value = excluded.value, source = excluded.source, set_at = excluded.set_at, \
               dropped_at = null";
    let values = vec![
        target.id.into(),
        target.metric.as_str().into(),
        target.area.into(),
        target.organisation.into(),
        target.first.to_string().into(),
        target.last.to_string().into(),
        (if target.most { "max" } else { "min" }).into(),
        target.value.into(),
        target.source.as_str().into(),
        now.millis().into(),
    ];
    run(db, sql, values).await
}

pub async fn drop_target(db: &impl ConnectionTrait, id: Uuid, now: Moment) -> Result<(), DbErr> {
    run(db, "update target set dropped_at = $2 where id = $1", vec![id.into(), now.millis().into()]).await
}

/// The targets of a metric at a place whose span holds a day, the latest end first.
pub async fn targets(
    db: &impl ConnectionTrait,
    metric: &str,
    area: Uuid,
    day: &str,
) -> Result<Vec<Target>, DbErr> {
    let sql = "select * from target where metric = $1 and area = $2 and first_day <= $3 and last_day >= $3 \
               and dropped_at is null order by last_day desc, id";
    let rows = all(db, sql, vec![metric.into(), area.into(), day.into()]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<Target, DbErr> {
    let day = |name: &str| -> Result<Date, DbErr> {
        let text: String = row.try_get("", name)?;
        text.parse().map_err(|_| DbErr::Custom(format!("a target's {name} is no day")))
    };
    Ok(Target {
        id: row.try_get("", "id")?,
        metric: row.try_get("", "metric")?,
        area: row.try_get("", "area")?,
        organisation: row.try_get("", "organisation")?,
        first: day("first_day")?,
        last: day("last_day")?,
        most: row.try_get::<String>("", "bound")? == "max",
        value: row.try_get("", "value")?,
        source: row.try_get("", "source")?,
    })
}
