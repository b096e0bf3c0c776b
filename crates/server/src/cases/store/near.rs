//! Open cases about a place: what may be the same as one that is about to be reported.

use super::filter::{by_grant, joined};
use crate::{
    cases::model::State,
    platform::{
        permission::Who,
        query::{all, at, col},
    },
};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Order},
};

#[derive(Clone, Debug, FromQueryResult)]
pub struct Nearby {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub place: String,
    pub category_name: String,
    pub state: String,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub reported_at: i64,
    pub thumb: Option<Uuid>,
}

/// Where, of what, and since when.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    pub position: Option<Position>,
    /// metres about it
    pub metres: f64,
    pub site: Option<Uuid>,
    /// asked only where nothing else tells the place
    pub area: Option<Uuid>,
    pub categories: &'a [String],
    pub since: Moment,
}

/// Metres of one degree of latitude, and the most that are read before the distances are known.
const DEGREE_M: f64 = 111_000.0;
const MOST: u64 = 200;
const THUMB: &str = "(select p.file from case_photo p where p.record = c.id and p.role = 'before' \
                     order by p.added_at desc limit 1)";

/// Those not ended over which a grant holds the right, at the site or within a square about the position,
/// else in the area.
pub async fn near(
    db: &impl ConnectionTrait,
    who: &Who,
    right: &str,
    around: &Around<'_>,
) -> Result<Vec<Nearby>, DbErr> {
    let mut place = Cond::any();
    if let Some(site) = around.site {
        place = place.add(col("c", "site").eq(site));
    }
    if let Some(position) = around.position {
        let high = around.metres / DEGREE_M;
        let wide = high / position.lat().to_radians().cos().max(0.01);
        place = place.add(
            Cond::all()
                .add(col("c", "lat").between(position.lat() - high, position.lat() + high))
                .add(col("c", "lon").between(position.lon() - wide, position.lon() + wide)),
        );
    }
    if let Some(area) = around.area.filter(|_| place.is_empty()) {
        place = place.add(col("c", "area").eq(area));
    }
    if place.is_empty() {
        return Ok(Vec::new());
    }
    let open = Cond::any().add(col("c", "open").eq(true)).add(col("c", "state").eq(State::Reported.word()));
    let mut query = joined();
    for column in ["id", "number", "title", "place", "state", "lon", "lat", "reported_at"] {
        query.column(at("c", column));
    }
    query
        .expr_as(
            Expr::cust("(select n.name from category n where n.code = c.category)"),
            Alias::new("category_name"),
        )
        .expr_as(Expr::cust(THUMB), Alias::new("thumb"))
        .cond_where(open)
        .cond_where(place)
        .cond_where(col("c", "category").is_in(around.categories))
        .cond_where(col("c", "reported_at").gte(around.since.millis()))
        .cond_where(by_grant(who, right))
        .order_by(at("c", "reported_at"), Order::Desc)
        .limit(MOST);
    all(db, &query).await
}
