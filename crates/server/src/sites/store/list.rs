//! Lists of sites: by name a page at a time, or those around a position, the nearest first.

use crate::platform::{
    permission::{Columns, Who, under},
    query::{Key, all, at, col, holding, page},
};
use kernel::{geo::Position, id::Uuid};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Order, Query, SelectStatement, Value},
};

/// What the permission filter may ask of a row.
const COLUMNS: Columns = Columns {
    area_path: ("a", "path"),
    line: None,
    organisation_paths: &[("o", "path")],
    parties: &[("s", "organisation")],
};
/// Sites looked at around a position, at most; the box is small enough that no more stand in it.
const MOST_AROUND: u64 = 2000;
const METRES_A_DEGREE: f64 = 111_000.0;

/// What narrows the list; every empty field lets all through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// words of the name or the address
    pub words: Option<String>,
    pub kind: Option<String>,
    /// path of an area
    pub area: Option<String>,
    pub organisation: Option<Uuid>,
    pub parent: Option<Uuid>,
    pub closed_too: bool,
}

/// How many sites of a type there are.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Counted {
    pub code: String,
    pub name: String,
    pub number: i64,
}

/// Sites of an area's subtree that were open on a day, by type in the catalogue's order.
pub async fn counts(db: &impl ConnectionTrait, area: &str, day: &str) -> Result<Vec<Counted>, DbErr> {
    let is = |(of, name): (&'static str, &'static str), to, id| Expr::col(at(of, name)).equals(at(to, id));
    let open = Cond::any().add(col("s", "closed_on").is_null()).add(col("s", "closed_on").gt(day));
    let mut query = Query::select();
    query
        .expr_as(Expr::col(at("t", "code")), Alias::new("code"))
        .expr_as(Expr::col(at("t", "name")), Alias::new("name"))
        .expr_as(Expr::cust("count(*)"), Alias::new("number"))
        .from_as("site", "s")
        .join_as(JoinType::InnerJoin, "area", "a", is(("s", "area"), "a", "id"))
        .join_as(JoinType::InnerJoin, "site_type", "t", is(("s", "type"), "t", "code"))
        .cond_where(under(("a", "path"), area))
        .cond_where(col("s", "opened_on").lte(day))
        .cond_where(open)
        .group_by_columns([at("t", "rank"), at("t", "code"), at("t", "name")])
        .order_by(at("t", "rank"), Order::Asc)
        .order_by(at("t", "code"), Order::Asc);
    all(db, &query).await
}

/// Around a position, within so many metres.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    pub at: Position,
    pub within_m: f64,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    pub code: String,
    pub r#type: String,
    pub type_name: String,
    pub name: String,
    pub area: Uuid,
    pub area_name: String,
    pub organisation: Option<Uuid>,
    pub organisation_name: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub address: String,
    pub parent: Option<Uuid>,
    pub closed_on: Option<String>,
    pub visited_at: Option<i64>,
    /// of the area, and the type's place in the catalogue
    pub area_code: String,
    pub type_rank: i32,
}

/// What the list is ordered by; what is alike in it comes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Name,
    /// in the order of the areas' codes
    Area,
    /// in the order of the catalogue
    Type,
    /// the last visit; never is the longest ago
    Visited,
}

impl Sort {
    fn keys(self, descending: bool) -> Vec<Key> {
        let name = |descending| Key::new(col("s", "name"), descending);
        let id = Key::new(col("s", "id"), false);
        match self {
            Self::Name => vec![name(descending), id],
            Self::Area => vec![Key::new(col("a", "code"), descending), name(false), id],
            Self::Type => vec![Key::new(col("t", "rank"), descending), name(false), id],
            Self::Visited => {
                let at = Expr::cust("coalesce(s.visited_at, 0)");
                vec![Key::new(at, descending), name(false), id]
            }
        }
    }
    /// Where a page ends, as text: the keys of its last row.
    pub fn cursor(self, row: &Listed) -> String {
        let (id, name) = (row.id, &row.name);
        match self {
            Self::Name => format!("name_{id}_{name}"),
            Self::Area => format!("area_{id}_{}_{name}", row.area_code),
            Self::Type => format!("type_{id}_{}_{name}", row.type_rank),
            Self::Visited => format!("visited_{id}_{}_{name}", row.visited_at.unwrap_or(0)),
        }
    }
    /// The keys that the text of a cursor holds; none where it is no place in this order.
    pub fn place(self, cursor: &str) -> Option<Vec<Value>> {
        let (word, rest) = cursor.split_once('_')?;
        let (id, rest) = rest.split_once('_')?;
        let id: Value = id.parse::<Uuid>().ok()?.into();
        let first = || rest.split_once('_');
        match (self, word) {
            (Self::Name, "name") => Some(vec![rest.into(), id]),
            (Self::Area, "area") => first().map(|(code, name)| vec![code.into(), name.into(), id]),
            (Self::Type, "type") => {
                let (rank, name) = first()?;
                Some(vec![rank.parse::<i32>().ok()?.into(), name.into(), id])
            }
            (Self::Visited, "visited") => {
                let (at, name) = first()?;
                Some(vec![at.parse::<i64>().ok()?.into(), name.into(), id])
            }
            _ => None,
        }
    }
}

/// One page in an order.
pub async fn list(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    (sort, descending): (Sort, bool),
    seen: Option<&[Value]>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let mut query = from(who, filter);
    query.limit(limit);
    page(&mut query, sort.keys(descending), seen);
    all(db, &query).await
}

/// Those around a position with their distances in metres, the nearest first.
pub async fn near(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    near: Near,
    limit: usize,
) -> Result<Vec<(Listed, f64)>, DbErr> {
    let (lon, lat) = (near.at.lon(), near.at.lat());
    let tall = near.within_m / METRES_A_DEGREE;
    let wide = tall / lat.to_radians().cos().max(0.01);
    let mut query = from(who, filter);
    query
        .cond_where(col("s", "lat").between(lat - tall, lat + tall))
        .cond_where(col("s", "lon").between(lon - wide, lon + wide))
        .order_by(at("s", "id"), Order::Asc)
        .limit(MOST_AROUND);
    let rows: Vec<Listed> = all(db, &query).await?;
    let distance = |row: &Listed| {
        let place = row.lon.zip(row.lat).and_then(|(lon, lat)| Position::new(lon, lat).ok());
        place.map(|place| place.distance_m(near.at))
    };
    let mut found: Vec<(Listed, f64)> =
        rows.into_iter().filter_map(|row| distance(&row).map(|metres| (row, metres))).collect();
    found.retain(|(_, metres)| *metres <= near.within_m);
    found.sort_by(|a, b| a.1.total_cmp(&b.1));
    found.truncate(limit);
    Ok(found)
}

fn from(who: &Who, filter: &Filter) -> SelectStatement {
    let mut query = Query::select();
    for column in
        ["id", "code", "type", "name", "area", "organisation", "lon", "lat", "address", "parent", "closed_on"]
    {
        query.column(at("s", column));
    }
    query
        .column(at("s", "visited_at"))
        .expr_as(Expr::col(at("a", "code")), Alias::new("area_code"))
        .expr_as(Expr::col(at("t", "rank")), Alias::new("type_rank"))
        .expr_as(Expr::col(at("t", "name")), Alias::new("type_name"))
        .expr_as(Expr::col(at("a", "name")), Alias::new("area_name"))
        .expr_as(Expr::col(at("o", "short_name")), Alias::new("organisation_name"))
        .from_as("site", "s")
        .join_as(JoinType::InnerJoin, "site_type", "t", Expr::col(at("t", "code")).equals(at("s", "type")))
        .join_as(JoinType::InnerJoin, "area", "a", Expr::col(at("a", "id")).equals(at("s", "area")))
        .join_as(
            JoinType::LeftJoin,
            "organisation",
            "o",
            Expr::col(at("o", "id")).equals(at("s", "organisation")),
        )
        .cond_where(who.filter("site.read", &COLUMNS));
    if let Some(words) = &filter.words {
        query.cond_where(holding(words, "s", &["name", "address"]));
    }
    if let Some(kind) = &filter.kind {
        query.cond_where(col("s", "type").eq(kind.as_str()));
    }
    if let Some(area) = &filter.area {
        query.cond_where(under(("a", "path"), area));
    }
    if let Some(organisation) = filter.organisation {
        query.cond_where(col("s", "organisation").eq(organisation));
    }
    if let Some(parent) = filter.parent {
        query.cond_where(col("s", "parent").eq(parent));
    }
    if !filter.closed_too {
        query.cond_where(col("s", "closed_on").is_null());
    }
    query
}
