//! Small shapes of the wire that several contexts share.

use crate::platform::problem::Problem;
use jiff::civil::Date;
use kernel::{
    id::Uuid,
    moment::{Moment, shanghai},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A thing by id and name.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
}

/// A body that says nothing.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Nothing {}

/// WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Point {
    pub lon: f64,
    pub lat: f64,
}

/// The words of a quantity's qualifier, for the document; the journal has the values.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Qualifier {
    Exact,
    AtLeast,
    Nearly,
    About,
}

/// What coordinates were given in, for the document; the kernel has the values.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Datum {
    Wgs84,
    Gcj02,
}

/// Which way of a metric is the better one, for the document.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Better {
    Up,
    Down,
    None,
}

/// A boundary as GeoJSON has it, for the document.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type")]
pub enum Boundary {
    Polygon { coordinates: Vec<Vec<Vec<f64>>> },
    MultiPolygon { coordinates: Vec<Vec<Vec<Vec<f64>>>> },
}

/// Which way a list goes; none for what is no direction.
pub fn descending(order: Option<&str>) -> Option<bool> {
    match order {
        None | Some("asc") => Some(false),
        Some("desc") => Some(true),
        Some(_) => None,
    }
}

/// Local days on the wire as moments.
pub struct Period;

impl Period {
    /// First and last local day, both included, as moments.
    pub fn days(from: Option<&str>, to: Option<&str>) -> Result<(Option<Moment>, Option<Moment>), Problem> {
        let day = |text: Option<&str>, field: &'static str| {
            let read = text.map(str::parse::<Date>).transpose();
            read.map_err(|_| Problem::bad("query.day", "a day is written YYYY-MM-DD").field(field))
        };
        Ok((day(from, "from")?.map(Self::start_of), day(to, "to")?.map(Self::end_of)))
    }
    pub fn start_of(day: Date) -> Moment {
        let midnight = day.to_zoned(shanghai()).map(|at| at.timestamp());
        Moment::from(midnight.unwrap_or(jiff::Timestamp::MAX))
    }
    /// The last millisecond of a local day.
    pub fn end_of(day: Date) -> Moment {
        Moment::from_millis(Self::start_of(day.saturating_add(jiff::Span::new().days(1))).millis() - 1)
    }
}
