//! The list of cases with its totals and counts.

use super::filter::{Filter, View, count_if, from, is_state, joined, late, readable, view, with_names};
use crate::{
    cases::model::State,
    platform::{
        permission::Who,
        query::{all, at, col},
    },
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Order},
};

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
    /// with the category's rule, which has its name
    pub condition: Option<String>,
    pub rule: Option<String>,
    pub lead: Option<Uuid>,
    pub lead_name: Option<String>,
    pub state: String,
    pub cycle: i32,
    pub rework: i32,
    pub returns: i32,
    pub supervised: i32,
    pub spot: Option<String>,
    pub asked: Option<String>,
    pub asked_at: Option<i64>,
    pub verifying: Option<Uuid>,
    pub deadline_at: Option<i64>,
    pub clock: Option<String>,
    /// the stage that runs, and its own limit
    pub stage: Option<String>,
    pub stage_deadline_at: Option<i64>,
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
    pub supervised: i64,
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
    for column in ["returns", "supervised", "spot", "asked", "asked_at", "verifying", "deadline_at", "clock"]
    {
        query.column(at("c", column));
    }
    with_names(&mut query);
    query
        .column(at("c", "source"))
        .column(at("c", "condition"))
        .expr_as(Expr::cust(RULE), Alias::new("rule"));
    let running =
        Cond::all().add(Expr::col(at("s", "record")).equals(at("c", "id"))).add(col("s", "to_at").is_null());
    query
        .join_as(JoinType::LeftJoin, "case_stage", "s", running)
        .column(at("s", "stage"))
        .expr_as(col("s", "deadline_at"), Alias::new("stage_deadline_at"))
        .column(at("c", "sort_at"))
        .column(at("c", "version"))
        .expr_as(Expr::cust(THUMB), Alias::new("thumb"))
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

/// Read only where a condition wants its name.
const RULE: &str = "case when c.condition is not null then k.rule end";

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
        .expr_as(count_if(view(who, View::Supervised, filter)), Alias::new("supervised"))
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
        .cond_where(readable(who));
    let rows: Vec<Row> = all(db, &query).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.number)).collect())
}

/// Whether some case that this person may read shows a file.
pub async fn shows_file(db: &impl ConnectionTrait, who: &Who, file: Uuid) -> Result<bool, DbErr> {
    let mut query = joined();
    query
        .column(at("c", "id"))
        .join_as(JoinType::InnerJoin, "case_photo", "p", Expr::col(at("p", "record")).equals(at("c", "id")))
        .cond_where(col("p", "file").eq(file))
        .cond_where(readable(who))
        .limit(1);
    Ok(db.query_one(&query).await?.is_some())
}
