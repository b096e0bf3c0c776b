//! Cases as they stood at a moment, told from their moves: what a paper says of a day that is over does not change
//! with what came after.

use super::filter::{joined, readable};
use crate::{
    cases::model::{Source, State, State::*},
    platform::{
        permission::{Who, under},
        query::{all, at, col},
    },
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, CaseStatement, Cond, Expr, ExprTrait, JoinType, Order},
};

/// Registered, and not ended in any way.
const OPEN: [State; 6] = [Registered, Dispatched, Accepted, Rectified, Verified, Shelved];

/// A case as it stood.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Then {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub place: String,
    pub area_name: String,
    pub line: String,
    pub state: String,
    pub lead_name: Option<String>,
    /// until when the unit had it to do; none while no unit had
    pub deadline_at: Option<i64>,
    /// the deadline of its cycle that had passed undone
    pub late_at: Option<i64>,
}

/// Of which cases, and when.
#[derive(Clone, Debug)]
pub struct AsOf<'a> {
    pub at: Moment,
    /// path of the area that the cases count in
    pub area: &'a str,
    pub category: Option<&'a str>,
    pub source: Option<Source>,
    /// path of the unit that had it, with those below
    pub unit: Option<&'a str>,
    /// only what this person may read
    pub who: Option<&'a Who>,
    /// only what was late
    pub late: bool,
}

impl<'a> AsOf<'a> {
    /// All that was open in an area's subtree.
    pub const fn of(at: Moment, area: &'a str) -> Self {
        Self { at, area, category: None, source: None, unit: None, who: None, late: false }
    }
}

/// The cases that were open, the nearest deadline first. They lie where their figures count, and one whose cycle was
/// cancelled later never was, so that they are as many as `case.open` says of the day.
pub async fn open_then(db: &impl ConnectionTrait, of: &AsOf<'_>, limit: u64) -> Result<Vec<Then>, DbErr> {
    let at_ms = of.at.millis();
    let last = format!("(select max(z.version) from case_move z where z.record = c.id and z.at <= {at_ms})");
    let late = format!(
        "(select min(f.deadline_at) from case_move f where f.record = c.id and f.cycle = m.cycle \
         and f.verb = 'fall_due' and f.deadline_at <= {at_ms})"
    );
    let cancelled = "exists (select 1 from case_move x where x.record = c.id and x.cycle = m.cycle \
                     and x.verb = 'cancel')";
    let this = |column, alias, name| Expr::col(at(alias, "id")).equals(at(column, name));
    let moved = Cond::all()
        .add(Expr::col(at("m", "record")).equals(at("c", "id")))
        .add(Expr::col(at("m", "version")).eq(Expr::cust(last)));
    // what was closed by then and never opened again needs no look at its moves
    let not_over = Cond::any()
        .add(col("c", "open").eq(true))
        .add(col("c", "closed_at").is_null())
        .add(col("c", "closed_at").gt(at_ms));
    let with_unit = Cond::all().add(col("m", "to_state").is_in([Dispatched.word(), Accepted.word()]));
    let deadline: Expr = CaseStatement::new().case(with_unit, col("m", "deadline_at")).into();
    let mut query = joined();
    for column in ["id", "number", "title", "place", "line"] {
        query.column(at("c", column));
    }
    query
        .join_as(JoinType::InnerJoin, "case_move", "m", moved)
        .join_as(JoinType::InnerJoin, "area", "n", this("c", "n", "counted_in"))
        .join_as(JoinType::LeftJoin, "organisation", "u", this("m", "u", "lead"))
        .expr_as(Expr::col(at("a", "name")), Alias::new("area_name"))
        .expr_as(Expr::col(at("m", "to_state")), Alias::new("state"))
        .expr_as(Expr::col(at("u", "short_name")), Alias::new("lead_name"))
        .expr_as(deadline, Alias::new("deadline_at"))
        .expr_as(Expr::cust(late.clone()), Alias::new("late_at"))
        .cond_where(not_over)
        .cond_where(col("m", "to_state").is_in(OPEN.map(State::word)))
        .cond_where(Expr::cust(cancelled).not())
        .cond_where(under(("n", "path"), of.area))
        .order_by_expr(Expr::cust("coalesce(m.deadline_at, 9000000000000000)"), Order::Asc)
        .order_by(at("c", "number"), Order::Asc)
        .limit(limit);
    if let Some(category) = of.category {
        let below = under(("c", "category"), &format!("{category}."));
        query.cond_where(Cond::any().add(col("c", "category").eq(category)).add(below));
    }
    if let Some(source) = of.source {
        query.cond_where(col("c", "source").eq(source.word()));
    }
    if let Some(unit) = of.unit {
        query.cond_where(under(("u", "path"), unit));
    }
    if let Some(who) = of.who {
        query.cond_where(readable(who));
    }
    if of.late {
        query.cond_where(Expr::cust(format!("{late} is not null")));
    }
    all(db, &query).await
}
