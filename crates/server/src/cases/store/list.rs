//! The list of cases with its totals and counts.

use super::filter::{
    Filter, View, count_if, from, holds, is_state, joined, late, readable, view, waits_for_children,
    with_names,
};
use crate::{
    cases::model::{Fact, State},
    platform::{
        permission::Who,
        query::{Key, all, at, col, page},
    },
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, CaseStatement, Cond, Expr, ExprTrait, JoinType, Value},
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
    pub limit_words: Option<String>,
    pub stage_deadline_at: Option<i64>,
    pub source: String,
    pub reported_at: i64,
    pub thumb: Option<Uuid>,
    pub parent: Option<Uuid>,
    /// 1: children of it are open
    pub waits: i32,
    pub sort_at: i64,
    pub version: i32,
}

#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Totals {
    pub count: i64,
    pub overdue: i64,
    pub supervised: i64,
    pub shelved: i64,
    pub children: i64,
}

/// What the list is ordered by; what is alike in it comes in the order of deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// late ones first, then by deadline, then what has none yet, the shelved and the ended
    Deadline,
    /// the moment of reporting
    Registered,
    /// the name of the responsible unit; what has none comes last either way
    Unit,
    Number,
}

/// An order, and where the page before ended in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged {
    pub sort: Sort,
    pub descending: bool,
    pub seen: Option<Vec<Value>>,
}

impl Paged {
    /// What is reported within a year is looked up by that and then sorted. PostgreSQL would walk along the order instead,
    /// past nearly all of what was reported at other times, so it is not shown an order that an index has.
    fn keys(&self, filter: &Filter) -> Vec<Key> {
        let sorted = filter.within_a_year();
        let c = |column| Key::new(col("c", column), self.descending);
        let words = |sql: &'static str| Key::new(Expr::cust(sql), self.descending);
        let id = Key::new(col("c", "id"), false);
        match self.sort {
            Sort::Deadline if sorted => vec![words("c.sort_at + 0"), id],
            Sort::Deadline => vec![c("sort_at"), id],
            Sort::Registered => vec![c("reported_at"), id],
            Sort::Unit => {
                let has_none = Key::new(Expr::cust("case when c.lead is null then 1 else 0 end"), false);
                vec![has_none, words("coalesce(l.short_name, '')"), Key::new(col("c", "sort_at"), false), id]
            }
            // serials of a month may grow longer
            Sort::Number => {
                let month = if sorted { "substr(c.number, 1, 5) || ''" } else { "substr(c.number, 1, 5)" };
                vec![words(month), words("length(c.number)"), c("number"), id]
            }
        }
    }
}

impl Sort {
    /// Where a page ends, as text: the keys of its last row.
    pub fn cursor(self, row: &Listed) -> String {
        let (id, at) = (row.id, row.sort_at);
        match self {
            Self::Deadline => format!("deadline_{id}_{at}"),
            Self::Registered => format!("registered_{id}_{}", row.reported_at),
            Self::Unit => {
                let (none, name) =
                    (i32::from(row.lead.is_none()), row.lead_name.as_deref().unwrap_or_default());
                format!("unit_{id}_{none}_{at}_{name}")
            }
            Self::Number => format!("number_{id}_{}", row.number),
        }
    }
    /// The keys that the text of a cursor holds; none where it is no place in this order.
    pub fn place(self, cursor: &str) -> Option<Vec<Value>> {
        let (word, rest) = cursor.split_once('_')?;
        let (id, rest) = rest.split_once('_')?;
        let id: Value = id.parse::<Uuid>().ok()?.into();
        match (self, word) {
            (Self::Deadline, "deadline") | (Self::Registered, "registered") => {
                Some(vec![rest.parse::<i64>().ok()?.into(), id])
            }
            (Self::Unit, "unit") => {
                let (none, rest) = rest.split_once('_')?;
                let (at, name) = rest.split_once('_')?;
                Some(vec![none.parse::<i32>().ok()?.into(), name.into(), at.parse::<i64>().ok()?.into(), id])
            }
            (Self::Number, "number") => {
                let month: String = rest.chars().take(MONTH).collect();
                let length = i32::try_from(rest.chars().count()).ok()?;
                Some(vec![month.into(), length.into(), rest.into(), id])
            }
            _ => None,
        }
    }
}

/// Signs of a number before its serial, as `2610-`.
const MONTH: usize = 5;

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

/// One page in an order: found first, then read, so that nothing is looked up for a row that is only sorted.
pub async fn list(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    paged: &Paged,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let mut found = from(who, filter);
    found.column(at("c", "id")).limit(limit);
    page(&mut found, paged.keys(filter), paged.seen.as_deref());
    let mut query = joined();
    query.cond_where(col("c", "id").in_subquery(found));
    for column in ["id", "number", "title", "place", "area", "category", "lead", "state", "cycle"] {
        query.column(at("c", column));
    }
    for column in ["rework", "reported_at", "returns", "supervised", "spot", "asked", "asked_at", "verifying"]
    {
        query.column(at("c", column));
    }
    for column in ["deadline_at", "clock", "source"] {
        query.column(at("c", column));
    }
    with_names(&mut query);
    let waits: Expr =
        CaseStatement::new().case(waits_for_children(), Expr::cust("1")).finally(Expr::cust("0")).into();
    query
        .column(at("c", "condition"))
        .column(at("c", "parent"))
        .expr_as(waits, Alias::new("waits"))
        .expr_as(Expr::cust(RULE), Alias::new("rule"));
    let running =
        Cond::all().add(Expr::col(at("s", "record")).equals(at("c", "id"))).add(col("s", "to_at").is_null());
    query
        .join_as(JoinType::LeftJoin, "case_stage", "s", running)
        .column(at("s", "stage"))
        .column(at("s", "limit_words"))
        .expr_as(col("s", "deadline_at"), Alias::new("stage_deadline_at"))
        .column(at("c", "sort_at"))
        .column(at("c", "version"))
        .expr_as(Expr::cust(THUMB), Alias::new("thumb"));
    page(&mut query, paged.keys(filter), None);
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
        .expr_as(count_if(holds(Fact::Supervised, filter.now)), Alias::new("supervised"))
        .expr_as(count_if(is_state(&[State::Shelved])), Alias::new("shelved"))
        .expr_as(count_if(holds(Fact::Child, filter.now)), Alias::new("children"));
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
    if ids.is_empty() {
        return Ok(Vec::new());
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
