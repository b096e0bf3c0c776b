//! From the rows to what the rules know of them.

use crate::obligations::model::{
    Ground, Kind, Obligation, Round, RoundId, Slot, SlotId, SlotState, Span, Standing, Whose,
};
use jiff::civil::Date;
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::{DbErr, QueryResult, TryGetable};

fn get<T: TryGetable>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    row.try_get("", column)
}
fn moment(row: &QueryResult, column: &str) -> Result<Moment, DbErr> {
    get(row, column).map(Moment::from_millis)
}
fn maybe(row: &QueryResult, column: &str) -> Result<Option<Moment>, DbErr> {
    Ok(get::<Option<i64>>(row, column)?.map(Moment::from_millis))
}
fn date(text: &str) -> Result<Date, DbErr> {
    text.parse().map_err(|e: jiff::Error| DbErr::Custom(e.to_string()))
}
fn position(row: &QueryResult, lon: &str, lat: &str) -> Result<Option<Position>, DbErr> {
    let (lon, lat) = (get::<Option<f64>>(row, lon)?, get::<Option<f64>>(row, lat)?);
    Ok(lon.zip(lat).and_then(|(lon, lat)| Position::new(lon, lat).ok()))
}

pub fn kind(row: &QueryResult) -> Result<Kind, DbErr> {
    let body: String = get(row, "body")?;
    serde_json::from_str(&body).map_err(|e| DbErr::Custom(format!("obligation_kind.body: {e}")))
}

fn ground(row: &QueryResult) -> Result<Ground, DbErr> {
    let whose = |id: &str, name: &str, path: &str| {
        Ok::<_, DbErr>(Whose { id: get(row, id)?, name: get(row, name)?, path: get(row, path)? })
    };
    let site: Option<Uuid> = get(row, "site")?;
    Ok(Ground {
        obligation: get::<Uuid>(row, "obligation")?.into(),
        kind: get(row, "kind")?,
        kind_name: get(row, "kind_name")?,
        kind_name_en: get(row, "kind_name_en")?,
        organisation: whose("owing", "owing_name", "owing_path")?,
        area: whose("area", "area_name", "area_path")?,
        site: site.zip(get(row, "site_name")?),
        position: position(row, "site_lon", "site_lat")?,
        counted_in: get(row, "counted_in")?,
    })
}

pub fn obligation(row: &QueryResult) -> Result<Obligation, DbErr> {
    let ground = ground(row)?;
    Ok(Obligation {
        id: ground.obligation,
        ground,
        kind: kind(row)?,
        from: date(&get::<String>(row, "from_day")?)?,
        to: get::<Option<String>>(row, "to_day")?.as_deref().map(date).transpose()?,
        opened_until: moment(row, "opened_until")?,
        next: maybe(row, "next_at")?,
    })
}

pub fn slot(row: &QueryResult) -> Result<Slot, DbErr> {
    Ok(Slot {
        id: SlotId(get(row, "id")?),
        ground: ground(row)?,
        span: Span {
            day: date(&get::<String>(row, "day")?)?,
            number: get(row, "number")?,
            opens: moment(row, "opens_at")?,
            closes: moment(row, "closes_at")?,
        },
        state: SlotState::of(&get::<String>(row, "state")?)?,
        round: get::<Option<Uuid>>(row, "round")?.map(RoundId),
        walked: maybe(row, "walked_at")?,
        settled: maybe(row, "settled_at")?,
        version: get(row, "version")?,
    })
}

pub fn round(row: &QueryResult) -> Result<Round, DbErr> {
    Ok(Round {
        id: RoundId(get(row, "id")?),
        ground: ground(row)?,
        slot: get::<Option<Uuid>>(row, "slot")?.map(SlotId),
        standing: Standing::of(&get::<String>(row, "standing")?)?,
        organisation: get(row, "organisation")?,
        person: get(row, "person")?,
        person_name: get(row, "person_name")?,
        note: get(row, "note")?,
        position: position(row, "round_lon", "round_lat")?,
        started: maybe(row, "started_at")?,
        walked: moment(row, "walked_at")?,
        score: get(row, "score")?,
        received: moment(row, "received_at")?,
    })
}
