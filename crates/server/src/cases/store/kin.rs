//! What of other cases decides about one, and what its page tells of them.

use super::filter::{joined, readable};
use crate::{
    cases::model::{Case, CaseId, Error, Kin, Paths, State},
    platform::{
        permission::Who,
        query::{all, at, col},
    },
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, Statement,
    sea_query::{Alias, CaseStatement, Cond, Expr, ExprTrait, Order},
};

#[derive(FromQueryResult)]
struct Row {
    area: String,
    registering: String,
    lead: Option<String>,
    helpers: i64,
    children: i64,
    open_children: i64,
    merged: i64,
    parent: Option<String>,
    target: Option<String>,
}

const BESIDE: &str = "\
    select a.path as area, r.path as registering, l.path as lead, \
           (select count(*) from case_cooperating x where x.record = c.id) as helpers, \
           (select count(*) from case_record k where k.parent = c.id) as children, \
           (select count(*) from case_record k where k.parent = c.id and k.open) as open_children, \
           (select count(*) from case_record m where m.merged_into = c.id) as merged, \
           (select p.state from case_record p where p.id = c.parent) as parent, \
           (select t.state from case_record t where t.id = c.merged_into) as target \
    from case_record c \
    join area a on a.id = c.area \
    join organisation r on r.id = c.registering \
    left join organisation l on l.id = c.lead \
    where c.id = $1";
const FOLLOWERS: &str = "select distinct registering from case_record where merged_into = $1";

/// What other records say of a case.
pub struct Beside {
    pub paths: Paths,
    pub kin: Kin,
    /// units stand beside the lead
    pub helped: bool,
}

pub async fn beside(db: &impl ConnectionTrait, id: CaseId) -> Result<Option<Beside>, Error> {
    let ask = |sql| Statement::from_sql_and_values(db.get_database_backend(), sql, [id.0.into()]);
    let Some(row) = Row::find_by_statement(ask(BESIDE)).one(db).await? else { return Ok(None) };
    let state = |word: Option<String>| word.as_deref().map(State::of).transpose();
    let mut followers = Vec::new();
    if row.merged > 0 {
        for row in db.query_all_raw(ask(FOLLOWERS)).await? {
            followers.push(row.try_get("", "registering")?);
        }
    }
    Ok(Some(Beside {
        paths: Paths { area: row.area, registering: row.registering, lead: row.lead },
        kin: Kin {
            children: row.children,
            open_children: row.open_children,
            followers,
            parent: state(row.parent)?,
            target: state(row.target)?,
        },
        helped: row.helpers > 0,
    }))
}

/// Whether a child was closed since its parent was reported, or opened again last.
pub async fn child_closed(db: &impl ConnectionTrait, parent: CaseId) -> Result<bool, DbErr> {
    let sql = "select 1 as one from case_record k where k.parent = $1 and k.state = 'closed' and k.closed_at >= \
               (select max(m.at) from case_move m where m.record = $1 and m.verb in ('report', 'reopen')) limit 1";
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [parent.0.into()]);
    Ok(db.query_one_raw(ask).await?.is_some())
}

/// Another case as a page tells of it; title and place only to who may read it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Relative {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub place: String,
    pub state: String,
    pub lead_name: Option<String>,
    pub registering_name: String,
    pub deadline_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub parent: Option<Uuid>,
    /// 1: this person may
    pub readable: i32,
}

/// The case that this one is merged into, its parent, its children and what is merged into it, by their numbers.
pub async fn relatives(db: &impl ConnectionTrait, who: &Who, case: &Case) -> Result<Vec<Relative>, DbErr> {
    if case.kin.is_none() {
        return Ok(Vec::new());
    }
    let below = Cond::any().add(col("c", "parent").eq(case.id.0)).add(col("c", "merged_into").eq(case.id.0));
    // each alone, since an empty list among them would have the whole table walked
    let above = [case.merged_into, case.parent].into_iter().flatten();
    let any = above.fold(below, |any, id| any.add(col("c", "id").eq(id.0)));
    let may: Expr = CaseStatement::new().case(readable(who), Expr::cust("1")).finally(Expr::cust("0")).into();
    let mut query = joined();
    for column in ["id", "number", "title", "place", "state", "deadline_at", "closed_at", "parent"] {
        query.column(at("c", column));
    }
    query
        .expr_as(col("l", "short_name"), Alias::new("lead_name"))
        .expr_as(col("r", "short_name"), Alias::new("registering_name"))
        .expr_as(may, Alias::new("readable"))
        .cond_where(any)
        .order_by(at("c", "number"), Order::Asc);
    all(db, &query).await
}
