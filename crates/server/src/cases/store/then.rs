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
    sea_query::{Alias, CaseStatement, Cond, Expr, ExprTrait, JoinType, Order, SelectStatement},
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
    pub categories: Option<&'a [String]>,
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
        Self { at, area, categories: None, source: None, unit: None, who: None, late: false }
    }
}

/// The cases that were open, the nearest deadline first. They lie where their figures count, and one whose cycle was
/// cancelled later never was, so that they are as many as `case.open` says of the day.
pub async fn open_then(db: &impl ConnectionTrait, of: &AsOf<'_>, limit: u64) -> Result<Vec<Then>, DbErr> {
    let with_unit = Cond::all().add(col("m", "to_state").is_in([Dispatched.word(), Accepted.word()]));
    let deadline: Expr = CaseStatement::new().case(with_unit, col("m", "deadline_at")).into();
    let mut query = at_that_time(of.at);
    for column in ["id", "number", "title", "place", "line"] {
        query.column(at("c", column));
    }
    query
        .expr_as(Expr::col(at("a", "name")), Alias::new("area_name"))
        .expr_as(Expr::col(at("m", "to_state")), Alias::new("state"))
        .expr_as(Expr::col(at("u", "short_name")), Alias::new("lead_name"))
        .expr_as(deadline, Alias::new("deadline_at"))
        .expr_as(Expr::cust(late(of.at)), Alias::new("late_at"))
        .cond_where(open(of.at))
        .cond_where(within(of))
        .order_by_expr(Expr::cust("coalesce(m.deadline_at, 9000000000000000)"), Order::Asc)
        .order_by(at("c", "number"), Order::Asc)
        .limit(limit);
    all(db, &query).await
}

/// Cases (`c`) with the last move up to a moment (`m`), the unit that had them after it (`u`) and the area that they
/// count in (`n`).
fn at_that_time(moment: Moment) -> SelectStatement {
    let last = format!(
        "(select max(z.version) from case_move z where z.record = c.id and z.at <= {})",
        moment.millis()
    );
    let moved = Cond::all()
        .add(Expr::col(at("m", "record")).equals(at("c", "id")))
        .add(Expr::col(at("m", "version")).eq(Expr::cust(last)));
    let is = |of, id| Expr::col(at(of, "id")).equals(id);
    let mut query = joined();
    query
        .join_as(JoinType::InnerJoin, "case_move", "m", moved)
        .join_as(JoinType::InnerJoin, "area", "n", is("n", at("c", "counted_in")))
        .join_as(JoinType::LeftJoin, "organisation", "u", is("u", at("m", "lead")));
    query
}

fn open(moment: Moment) -> Cond {
    // what was closed by then and never opened again needs no look at its moves
    let not_over = Cond::any()
        .add(col("c", "open").eq(true))
        .add(col("c", "closed_at").is_null())
        .add(col("c", "closed_at").gt(moment.millis()));
    let cancelled = "exists (select 1 from case_move x where x.record = c.id and x.cycle = m.cycle \
                     and x.verb = 'cancel')";
    // what is merged now was never a case of its own; a part counts with its parent
    let merged = Expr::cust("c.state = 'merged' and c.cycle = m.cycle");
    Cond::all()
        .add(col("c", "parent").is_null())
        .add(merged.not())
        .add(not_over)
        .add(col("m", "to_state").is_in(OPEN.map(State::word)))
        .add(Expr::cust(cancelled).not())
}

/// The deadline of the cycle that had passed undone by a moment.
fn late(moment: Moment) -> String {
    format!(
        "(select min(f.deadline_at) from case_move f where f.record = c.id and f.cycle = m.cycle \
         and f.verb = 'fall_due' and f.deadline_at <= {})",
        moment.millis()
    )
}

fn within(of: &AsOf<'_>) -> Cond {
    let mut all = Cond::all().add(under(("n", "path"), of.area));
    if let Some(categories) = of.categories {
        all = all.add(col("c", "category").is_in(categories));
    }
    if let Some(source) = of.source {
        all = all.add(col("c", "source").eq(source.word()));
    }
    if let Some(unit) = of.unit {
        all = all.add(under(("u", "path"), unit));
    }
    if let Some(who) = of.who {
        all = all.add(readable(who));
    }
    if of.late {
        all = all.add(Expr::cust(format!("{} is not null", late(of.at))));
    }
    all
}
