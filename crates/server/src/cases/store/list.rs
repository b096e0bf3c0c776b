//! The list of cases: one WHERE for rows, totals and counts, so that they always agree.

use super::super::model::{Source, State};
use crate::platform::permission::{Columns, Who, under};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Func, JoinType, LikeExpr, Order, Query, SelectStatement},
};

/// What the permission filter may ask of a row.
const COLUMNS: Columns = Columns {
    area_path: ("a", "path"),
    line: Some(("c", "line")),
    organisation_paths: &[("r", "path"), ("l", "path")],
    parties: &[("c", "registering"), ("c", "lead"), ("c", "verifying")],
};

/// The fixed views of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    ForMe,
    Open,
    DueToday,
    Overdue,
    Public,
    All,
}

/// What narrows the list; every empty field lets all through.
#[derive(Clone, Debug)]
pub struct Filter {
    pub view: View,
    /// words of the number, title or place
    pub words: Option<String>,
    pub states: Vec<State>,
    pub category: Option<String>,
    /// path of an area
    pub area: Option<String>,
    pub lead: Option<Uuid>,
    pub source: Option<Source>,
    /// reported from, until (both included)
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    pub now: Moment,
    /// the end of the local day
    pub tonight: Moment,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub place: String,
    pub area: Uuid,
    pub area_name: String,
    pub category: String,
    pub category_name: String,
    pub lead: Option<Uuid>,
    pub lead_name: Option<String>,
    pub state: String,
    pub cycle: i32,
    pub rework: i32,
    pub returns: i32,
    pub deadline_at: Option<i64>,
    pub source: String,
    pub thumb: Option<Uuid>,
    pub sort_at: i64,
    pub version: i32,
}

#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Totals {
    pub count: i64,
    pub overdue: i64,
    pub shelved: i64,
}

#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Counts {
    /// counted on its own: a report not yet registered waits too, but is no open case
    #[sea_orm(skip)]
    pub for_me: i64,
    pub open: i64,
    pub due_today: i64,
    pub overdue: i64,
    pub public: i64,
}

/// One page behind a place in the order, the place being (sort_at, id) of the last row seen.
pub async fn list(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let mut query = from(who, filter);
    for column in ["id", "number", "title", "place", "area", "category", "lead", "state", "cycle", "rework"] {
        query.column(at("c", column));
    }
    for column in ["returns", "deadline_at", "source", "sort_at", "version"] {
        query.column(at("c", column));
    }
    query
        .expr_as(Expr::col(at("a", "name")), Alias::new("area_name"))
        .expr_as(Expr::col(at("k", "name")), Alias::new("category_name"))
        .expr_as(Expr::col(at("l", "short_name")), Alias::new("lead_name"))
        .expr_as(Expr::cust(THUMB), Alias::new("thumb"))
        .join_as(JoinType::InnerJoin, "category", "k", Expr::col(at("k", "code")).equals(at("c", "category")))
        .order_by(at("c", "sort_at"), Order::Asc)
        .order_by(at("c", "id"), Order::Asc)
        .limit(limit);
    if let Some((sort_at, id)) = after {
        let later = Cond::any()
            .add(col("c", "sort_at").gt(sort_at))
            .add(Cond::all().add(col("c", "sort_at").eq(sort_at)).add(col("c", "id").gt(id)));
        query.cond_where(later);
    }
    all(db, &query).await
}

/// The newest photo before, else none.
const THUMB: &str = "(select p.file from case_photo p where p.record = c.id and p.role = 'before' \
                     order by p.added_at desc limit 1)";

/// Sums over the whole filtered list.
pub async fn totals(db: &impl ConnectionTrait, who: &Who, filter: &Filter) -> Result<Totals, DbErr> {
    let mut query = from(who, filter);
    query
        .expr_as(Expr::cust("count(*)"), Alias::new("count"))
        .expr_as(count_if(late(filter.now)), Alias::new("overdue"))
        .expr_as(count_if(is_state(&[State::Shelved])), Alias::new("shelved"));
    Ok(all(db, &query).await?.into_iter().next().unwrap_or_default())
}

/// How many stand in each view.
pub async fn counts(db: &impl ConnectionTrait, who: &Who, filter: &Filter) -> Result<Counts, DbErr> {
    let open = Filter { view: View::Open, ..filter.clone() };
    let mut query = from(who, &open);
    query
        .expr_as(Expr::cust("count(*)"), Alias::new("open"))
        .expr_as(count_if(view(who, View::DueToday, filter)), Alias::new("due_today"))
        .expr_as(count_if(late(filter.now)), Alias::new("overdue"))
        .expr_as(count_if(view(who, View::Public, filter)), Alias::new("public"));
    let mut counts: Counts = all(db, &query).await?.into_iter().next().unwrap_or_default();
    let mine = Filter { view: View::ForMe, ..filter.clone() };
    counts.for_me = totals(db, who, &mine).await?.count;
    Ok(counts)
}

/// Numbers of the cases among these that this person may read.
pub async fn labels(
    db: &impl ConnectionTrait,
    who: &Who,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        number: String,
    }
    let mut query = joined();
    query
        .column(at("c", "id"))
        .column(at("c", "number"))
        .cond_where(col("c", "id").is_in(ids.iter().copied()))
        .cond_where(who.filter("case.read", &COLUMNS));
    let rows: Vec<Row> = all(db, &query).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.number)).collect())
}

fn joined() -> SelectStatement {
    let mut query = Query::select();
    query
        .from_as("case_record", "c")
        .join_as(JoinType::InnerJoin, "area", "a", Expr::col(at("a", "id")).equals(at("c", "area")))
        .join_as(
            JoinType::InnerJoin,
            "organisation",
            "r",
            Expr::col(at("r", "id")).equals(at("c", "registering")),
        )
        .join_as(JoinType::LeftJoin, "organisation", "l", Expr::col(at("l", "id")).equals(at("c", "lead")));
    query
}

fn from(who: &Who, filter: &Filter) -> SelectStatement {
    let mut query = joined();
    query.cond_where(who.filter("case.read", &COLUMNS)).cond_where(view(who, filter.view, filter));
    if let Some(words) = &filter.words {
        let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = |column| col("c", column).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'));
        query.cond_where(Cond::any().add(like("number")).add(like("title")).add(like("place")));
    }
    if !filter.states.is_empty() {
        query.cond_where(is_state(&filter.states));
    }
    if let Some(category) = &filter.category {
        let below = format!("{category}.");
        let subtree = Cond::any()
            .add(col("c", "category").eq(category.as_str()))
            .add(col("c", "line").eq(category.as_str()))
            .add(under(("c", "category"), &below));
        query.cond_where(subtree);
    }
    if let Some(area) = &filter.area {
        query.cond_where(under(("a", "path"), area));
    }
    if let Some(lead) = filter.lead {
        query.cond_where(col("c", "lead").eq(lead));
    }
    if let Some(source) = filter.source {
        query.cond_where(col("c", "source").eq(source.word()));
    }
    if let Some(from) = filter.from {
        query.cond_where(col("c", "reported_at").gte(from.millis()));
    }
    if let Some(until) = filter.until {
        query.cond_where(col("c", "reported_at").lte(until.millis()));
    }
    query
}

fn view(who: &Who, view: View, filter: &Filter) -> Cond {
    let open = || Cond::all().add(col("c", "open").eq(true));
    match view {
        View::All => Cond::all(),
        View::Open => open(),
        View::Overdue => open().add(late(filter.now)),
        View::DueToday => open()
            .add(is_state(&[State::Dispatched, State::Accepted]))
            .add(col("c", "deadline_at").gte(filter.now.millis()))
            .add(col("c", "deadline_at").lte(filter.tonight.millis())),
        View::Public => open().add(col("c", "source").eq(Source::Public.word())),
        View::ForMe => for_me(who),
    }
}

/// What one of my organisations must move on: mine to fix, mine to verify, or the office's to register and dispatch.
fn for_me(who: &Who) -> Cond {
    let with = |column, verb, state| {
        Cond::all().add(col("c", column).is_in(who.organisations_with(verb))).add(is_state(&[state]))
    };
    let mut any = Cond::any()
        .add(with("lead", "case.accept", State::Dispatched))
        .add(with("lead", "case.rectify", State::Accepted))
        .add(with("verifying", "case.verify", State::Rectified));
    for (verb, state) in [
        ("case.register", State::Reported),
        ("case.dispatch", State::Registered),
        ("case.close", State::Verified),
    ] {
        if who.holds(verb) {
            any = any.add(Cond::all().add(who.filter(verb, &COLUMNS)).add(is_state(&[state])));
        }
    }
    any
}

/// Still with the unit and past its deadline.
fn late(now: Moment) -> Cond {
    is_state(&[State::Dispatched, State::Accepted]).add(col("c", "deadline_at").lt(now.millis()))
}

fn is_state(states: &[State]) -> Cond {
    Cond::all().add(col("c", "state").is_in(states.iter().map(|state| state.word())))
}

fn count_if(condition: Cond) -> Expr {
    let one = sea_orm::sea_query::CaseStatement::new().case(condition, 1).finally(0);
    Func::cast_as(Func::coalesce([Func::sum(one).into(), Expr::val(0)]), "bigint").into()
}

fn col(table: &'static str, column: &'static str) -> Expr {
    Expr::col(at(table, column))
}
fn at(table: &'static str, column: &'static str) -> (Alias, Alias) {
    (Alias::new(table), Alias::new(column))
}

async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<Vec<T>, DbErr> {
    let rows = db.query_all(query).await?;
    rows.iter().map(|row| T::from_query_result(row, "")).collect()
}
