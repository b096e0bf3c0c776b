//! Boundaries from GeoJSON: a feature finds its area by code, and its polygons must be sound.

use super::{
    super::{model::Error, store},
    Fault, Order, Report, What,
    run::{Draft, stage_drafts},
};
use crate::platform::{db::Db, permission::Subject};
use crate::work::Work;
use geo::{Coord, InteriorPoint, LineString, MultiPolygon, Polygon, Validation};
use kernel::{geo::Position, id::Uuid};
use serde::Deserialize;
use serde_json::Value;

/// Names under which a feature's properties hold the area's code.
const CODES: [&str; 4] = ["code", "adcode", "区划代码", "代码"];

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}
#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Value,
    geometry: Option<Value>,
}

/// What a row keeps until it is applied.
#[derive(serde::Serialize, Deserialize)]
struct Ground {
    area: Uuid,
    boundary: String,
    lon: f64,
    lat: f64,
}

pub async fn stage_boundaries(db: &Db, order: Order, name: &str, bytes: &[u8]) -> Result<Report, Error> {
    let read: Collection =
        serde_json::from_slice(bytes).map_err(|e| Error::Unreadable(format!("{name}: {e}")))?;
    let snapshot = db.read().await?;
    let mut drafts = Vec::new();
    for (line, feature) in (1..).zip(read.features) {
        let code = CODES.iter().find_map(|key| text(&feature.properties[*key])).unwrap_or_default();
        let mut draft = Draft { line, code, level: "boundary", ..Draft::default() };
        let area = store::area_of_code(&snapshot, &draft.code).await?;
        let ground = feature.geometry.as_ref().ok_or("geometry.none").and_then(sound);
        match (area, ground) {
            (Some(area), Ok((lon, lat))) => {
                let boundary = feature.geometry.as_ref().map(Value::to_string).unwrap_or_default();
                draft.name = area.name;
                draft.known = area.boundary.as_deref() == Some(&boundary);
                let ground = Ground { area: area.id, boundary, lon, lat };
                draft.body = serde_json::to_string(&ground).ok();
            }
            (area, ground) => {
                if area.is_none() {
                    draft.faults.push(Fault::new("code", "area.none", &draft.code));
                }
                if let Err(rule) = ground {
                    draft.faults.push(Fault::new("geometry", rule, ""));
                }
            }
        }
        drafts.push(draft);
    }
    drop(snapshot);
    stage_drafts(db, order, What::Boundaries, name, bytes, drafts).await
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().into()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A point inside of sound polygons, or the rule they break.
fn sound(geometry: &Value) -> Result<(f64, f64), &'static str> {
    let coordinates = &geometry["coordinates"];
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => vec![polygon(coordinates)?],
        Some("MultiPolygon") => list(coordinates)?.iter().map(polygon).collect::<Result<_, _>>()?,
        _ => return Err("geometry.type"),
    };
    let whole = MultiPolygon::new(polygons);
    if !whole.is_valid() {
        return Err("geometry.invalid");
    }
    whole.interior_point().map(|point| (point.x(), point.y())).ok_or("geometry.empty")
}

fn list(value: &Value) -> Result<&Vec<Value>, &'static str> {
    value.as_array().ok_or("geometry.malformed")
}

fn polygon(rings: &Value) -> Result<Polygon, &'static str> {
    let mut rings = list(rings)?.iter().map(ring).collect::<Result<Vec<_>, _>>()?;
    if rings.is_empty() {
        return Err("geometry.empty");
    }
    let outer = rings.remove(0);
    Ok(Polygon::new(outer, rings))
}

/// At least a triangle, closed, in degrees.
fn ring(points: &Value) -> Result<LineString, &'static str> {
    let points: Vec<Coord> = list(points)?.iter().map(point).collect::<Result<_, _>>()?;
    if points.len() < 4 || points.first() != points.last() {
        return Err("geometry.open_ring");
    }
    Ok(LineString::new(points))
}

fn point(at: &Value) -> Result<Coord, &'static str> {
    let degree = |place: usize| at.get(place).and_then(Value::as_f64).ok_or("geometry.malformed");
    let at = Position::new(degree(0)?, degree(1)?).map_err(|_| "geometry.degrees")?;
    Ok(Coord { x: at.lon(), y: at.lat() })
}

/// Draws the staged boundaries.
pub(super) async fn draw(work: &Work<'_>, run: Uuid) -> Result<(), Error> {
    for (_, body) in store::import::new_bodies(work.tx(), run).await? {
        let ground: Ground = serde_json::from_str(&body).map_err(|e| Error::Unreadable(e.to_string()))?;
        let area = store::find_area(work.tx(), ground.area).await?.ok_or(Error::NoSuchArea)?;
        let place = Subject { area: &area.path, line: None, organisations: &[], parties: &[] };
        work.may("area.write", place)?;
        store::draw_area(work.tx(), ground.area, &ground.boundary, (ground.lon, ground.lat)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use serde_json::json;

    #[test]
    fn polygons_must_be_sound() {
        let square = json!([[[117.0, 31.0], [117.1, 31.0], [117.1, 31.1], [117.0, 31.1], [117.0, 31.0]]]);
        let inside = sound(&json!({ "type": "Polygon", "coordinates": square })).unwrap();
        assert!((117.0..117.1).contains(&inside.0) && (31.0..31.1).contains(&inside.1));
        let bow = json!([[[117.0, 31.0], [117.1, 31.1], [117.1, 31.0], [117.0, 31.1], [117.0, 31.0]]]);
        let open = json!([[[117.0, 31.0], [117.1, 31.0], [117.1, 31.1], [117.0, 31.1]]]);
        let far = json!([[[217.0, 31.0], [117.1, 31.0], [117.1, 31.1], [217.0, 31.0]]]);
        for (coordinates, rule) in [
            (bow, "geometry.invalid"),
            (open, "geometry.open_ring"),
            (far, "geometry.degrees"),
            (json!([]), "geometry.empty"),
        ] {
            assert_eq!(sound(&json!({ "type": "Polygon", "coordinates": coordinates })), Err(rule));
        }
        assert_eq!(sound(&json!({ "type": "Point", "coordinates": [117.0, 31.0] })), Err("geometry.type"));
    }
}
