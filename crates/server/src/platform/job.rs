//! A queue that outlives a restart. A job is claimed under the state in which it was seen, for as long as a lease
//! runs; a failed one is tried again after growing pauses, and after ten failures left for the administrator.

use super::patience::{ATTEMPTS, pause};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Set, Statement,
    sea_query::{Cond, Expr},
};
use std::time::Duration;

/// Who claimed a job and has not ended it by then is taken for dead.
const LEASE: Duration = Duration::from_mins(10);
/// The same for who says how far it is.
const HELD: Duration = Duration::from_mins(2);

pub mod row {
    //! The table `job`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        /// JSON, as its kind reads it
        pub body: String,
        /// waiting, running, done or failed
        pub state: String,
        pub run_at: i64,
        pub leased_until_at: Option<i64>,
        pub attempts: i32,
        /// pieces of work, as its kind counts them
        pub done: i64,
        pub total: Option<i64>,
        /// of the last failure
        pub error: Option<String>,
        pub created_at: i64,
        pub finished_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
pub use row::Model as Job;
use row::{Column, Entity};

/// Puts a job in the queue, in the transaction of whatever wants it done.
pub async fn put(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: &str,
    body: String,
    run: Moment,
    now: Moment,
) -> Result<(), DbErr> {
    let row = row::ActiveModel {
        id: Set(id),
        kind: Set(kind.into()),
        body: Set(body),
        state: Set("waiting".into()),
        run_at: Set(run.millis()),
        leased_until_at: Set(None),
        attempts: Set(0),
        done: Set(0),
        total: Set(None),
        error: Set(None),
        created_at: Set(now.millis()),
        finished_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// Which kinds of jobs somebody looks for.
#[derive(Clone, Copy)]
pub enum Kinds {
    Only(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

/// The job of these kinds that should run next: the longest due that waits, or whose lease has run out.
pub async fn next(db: &impl ConnectionTrait, kinds: Kinds, now: Moment) -> Result<Option<Job>, DbErr> {
    let lost = Cond::all().add(Column::State.eq("running")).add(Column::LeasedUntilAt.lte(now.millis()));
    let wanted = match kinds {
        Kinds::Only(kinds) => Column::Kind.is_in(kinds.iter().copied()),
        Kinds::AllBut(kinds) => Column::Kind.is_not_in(kinds.iter().copied()),
    };
    Entity::find()
        .filter(wanted)
        .filter(Column::RunAt.lte(now.millis()))
        .filter(Cond::any().add(Column::State.eq("waiting")).add(lost))
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::Id)
        .one(db)
        .await
}

/// Takes a job, unless somebody else was first.
pub async fn claim(db: &impl ConnectionTrait, seen: &Job, now: Moment) -> Result<Option<Job>, DbErr> {
    let until = (now + LEASE).millis();
    let taken = still(seen)
        .col_expr(Column::State, Expr::value("running"))
        .col_expr(Column::LeasedUntilAt, Expr::value(until))
        .col_expr(Column::Attempts, Expr::value(seen.attempts + 1))
        .exec(db)
        .await?;
    let mine = || Job {
        state: "running".into(),
        leased_until_at: Some(until),
        attempts: seen.attempts + 1,
        ..seen.clone()
    };
    Ok((taken.rows_affected == 1).then(mine))
}

/// Says how far a claimed job is and holds it for another while; false where somebody took it over meanwhile, and
/// nothing more should be done for it.
pub async fn hold(
    db: &impl ConnectionTrait,
    job: &Job,
    done: i64,
    total: Option<i64>,
    now: Moment,
) -> Result<bool, DbErr> {
    let held = still(job)
        .col_expr(Column::Done, Expr::value(done))
        .col_expr(Column::Total, Expr::value(total))
        .col_expr(Column::LeasedUntilAt, Expr::value((now + HELD).millis()))
        .exec(db)
        .await?;
    Ok(held.rows_affected == 1)
}

/// Puts back in the queue what an earlier run of the program was at, where nobody else can be at it.
pub async fn release(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    Entity::update_many()
        .filter(Column::State.eq("running"))
        .col_expr(Column::State, Expr::value("waiting"))
        .col_expr(Column::LeasedUntilAt, Expr::value(None::<i64>))
        .exec(db)
        .await
        .map(|_| ())
}

/// Has it been tried so often that nobody shall claim it again? Only one whose runs ended with the program has.
pub const fn is_spent(job: &Job) -> bool {
    job.attempts >= ATTEMPTS
}

/// Ends a claimed job. One that was taken over meanwhile stays with who took it.
pub async fn finish(db: &impl ConnectionTrait, job: &Job, done: i64, now: Moment) -> Result<(), DbErr> {
    still(job)
        .col_expr(Column::State, Expr::value("done"))
        .col_expr(Column::Done, Expr::value(done))
        .col_expr(Column::FinishedAt, Expr::value(now.millis()))
        .exec(db)
        .await
        .map(|_| ())
}

/// Puts a claimed job back for later, or gives it up.
pub async fn fail(db: &impl ConnectionTrait, job: &Job, error: &str, now: Moment) -> Result<(), DbErr> {
    let again = !is_spent(job);
    still(job)
        .col_expr(Column::State, Expr::value(if again { "waiting" } else { "failed" }))
        .col_expr(Column::RunAt, Expr::value((now + pause(job.attempts)).millis()))
        .col_expr(Column::Error, Expr::value(error))
        .col_expr(Column::FinishedAt, Expr::value((!again).then(|| now.millis())))
        .exec(db)
        .await
        .map(|_| ())
}

/// An update that changes nothing once the job is not as it was seen.
fn still(seen: &Job) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(seen.id))
        .filter(Column::State.eq(seen.state.as_str()))
        .filter(Column::Attempts.eq(seen.attempts))
}

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Job>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Jobs of one state or of all, the newest first; `after` is the last of the page before.
pub async fn list(
    db: &impl ConnectionTrait,
    state: Option<&str>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Job>, DbErr> {
    let mut find = Entity::find();
    if let Some(state) = state {
        find = find.filter(Column::State.eq(state));
    }
    if let Some(after) = after {
        find = find.filter(Column::Id.lt(after));
    }
    find.order_by_desc(Column::Id).limit(limit).all(db).await
}

/// Puts one that was given up back in the queue, as if it had never run; false where it was not given up.
pub async fn retry(db: &impl ConnectionTrait, id: Uuid, now: Moment) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq("failed"))
        .col_expr(Column::State, Expr::value("waiting"))
        .col_expr(Column::RunAt, Expr::value(now.millis()))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::FinishedAt, Expr::value(None::<i64>))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How a kind of job stands that comes again and again.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Standing {
    pub kind: String,
    /// waiting or running
    pub open: i64,
    /// when the last one ended
    pub finished_at: Option<i64>,
}

pub async fn standings(db: &impl ConnectionTrait) -> Result<Vec<Standing>, DbErr> {
    let sql = "select kind, max(finished_at) as finished_at, \
               cast(sum(case when state in ('waiting', 'running') then 1 else 0 end) as bigint) as open \
               from job group by kind";
    Standing::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}

/// Removes jobs that ended well before a moment, at most so many; answers how many.
pub async fn forget(db: &impl ConnectionTrait, before: Moment, most: u64) -> Result<u64, DbErr> {
    let sql = "delete from job where id in \
               (select id from job where state = 'done' and finished_at < $1 limit $2)";
    let values = [before.millis().into(), i64::try_from(most).unwrap_or(i64::MAX).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
