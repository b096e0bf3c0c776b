//! All SQL on the tables of cases.

mod category;
mod dispatch;
mod elapsed;
mod excerpt;
mod filter;
mod finds;
mod fixed;
mod follow;
mod groups;
mod kin;
mod list;
mod lists;
mod near;
mod parts;
mod photos;
mod points;
mod record;
mod rows;
mod then;
mod unverified;
mod urge;
mod view;
mod waits;

pub use category::{
    add_category, categories, category_changes, category_places, entries, find_category, rules,
    ship_category, usable_category, write_entry, write_own, write_rules,
};
pub use dispatch::{
    DispatchRule, begin_dispatch_rule, dispatch_rule, dispatch_rule_at, dispatch_rule_of, dispatch_rules,
    end_dispatch_rule,
};
pub use elapsed::mean_elapsed;
pub use excerpt::{Excerpt, Only, excerpts};
pub use filter::{Filter, View};
pub use finds::found_in;
pub use fixed::{Fixed, fixed};
pub use follow::{open_of, refers};
pub use groups::{By, Group, groups};
pub use kin::{Relative, child_closed, relatives};
pub use list::{Listed, Paged, Sort, counts, list, totals};
pub use lists::{lists, replace_lists};
pub use near::{Around, Nearby, near};
pub use parts::write_parts;
pub use photos::{Findings, NamedMatch, insert_photo, matches, photos, photos_among, reopened};
pub use points::{Located, points};
pub use record::read_clock;
pub use rows::{case_photo::Model as PhotoRow, case_stage::Model as StageRow};
pub use then::{AsOf, Then, open_then};
pub use unverified::{Unverified, unverified};
pub use urge::{Urgeable, urgeable};
pub use view::{NamedMove, NamedPart, named_history, named_parts, names, stages};
pub use waits::{Waiting, waits};

use super::{
    model::{Case, CaseId, Error, Move, Stage, State},
    rules::Broken,
};
use kernel::{id::Uuid, moment::Moment};
use record::row_of;
use rows::{case_move, case_record, case_stage};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Iterable, QueryFilter, QueryOrder, QuerySelect,
    Statement,
    sea_query::{Cond, Expr, ExprTrait},
};
use std::collections::HashMap;

/// The numbers of cases among these ids that this person may read: what a list of postings may show.
pub use list::labels as readable_labels;
pub use list::shows_file;

/// A case with the paths that permission asks for.
pub async fn find_case(db: &impl ConnectionTrait, id: CaseId) -> Result<Option<Case>, Error> {
    let Some(row) = case_record::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let mut case = Case::try_from(row)?;
    if let Some(beside) = kin::beside(db, id).await? {
        if beside.helped {
            case.cooperating = parts::parts(db, id).await?;
        }
        (case.paths, case.kin) = (beside.paths, beside.kin);
    }
    Ok(Some(case))
}

/// A new case.
pub async fn insert(db: &impl ConnectionTrait, case: &Case) -> Result<(), DbErr> {
    case_record::Entity::insert(row_of(case)).exec_without_returning(db).await.map(|_| ())
}

/// Moves a case: the WHERE holds the state and version it was seen in, one row must change. Only what differs is
/// written: a key written over itself makes the database look for all that refers to it.
pub async fn move_on(db: &impl ConnectionTrait, seen: &Case, moved: &Case) -> Result<(), Error> {
    let (before, mut row) = (row_of(seen), row_of(moved));
    for column in case_record::Column::iter() {
        if before.get(column) == row.get(column) {
            row.not_set(column);
        }
    }
    let done = case_record::Entity::update_many()
        .set(row)
        .filter(case_record::Column::Id.eq(seen.id.0))
        .filter(case_record::Column::State.eq(seen.state.word()))
        .filter(case_record::Column::Version.eq(seen.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Stale { seen: seen.version, now: seen.version + 1, meanwhile: None })
    }
}

pub async fn insert_move(
    db: &impl ConnectionTrait,
    id: Uuid,
    case: CaseId,
    step: &Move,
) -> Result<(), DbErr> {
    let row = case_move::ActiveModel {
        id: Set(id),
        record: Set(case.0),
        version: Set(step.version),
        verb: Set(step.verb.word().into()),
        from_state: Set(step.from.map(|state| state.word().into())),
        to_state: Set(step.to.word().into()),
        cycle: Set(step.cycle),
        at: Set(step.at.millis()),
        organisation: Set(step.organisation),
        person: Set(step.person),
        for_person: Set(step.for_person),
        reason: Set(step.reason.clone()),
        by_rule: Set(step.by_rule),
        lead: Set(step.lead),
        verifying: Set(step.verifying),
        deadline_at: Set(step.deadline.map(Moment::millis)),
        level: Set(step.detail.level),
        limit_words: Set(step.detail.limit.clone()),
        reached: Set(step.detail.reached),
        condition: Set(step.detail.condition.clone()),
        other: Set(step.detail.other.map(|id| id.0)),
    };
    case_move::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// All moves of a case, the first first.
pub async fn history(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<Move>, Error> {
    let rows = case_move::Entity::find()
        .filter(case_move::Column::Record.eq(id.0))
        .order_by_asc(case_move::Column::Version)
        .all(db)
        .await?;
    rows.into_iter().map(Move::try_from).collect()
}

/// A case with its moves, and the column that differs from what the others make of it.
pub struct History {
    pub case: Case,
    pub moves: Vec<Move>,
    pub derived: Option<&'static str>,
}

/// Cases in the order of their ids with their moves; a page that is not full is the last.
pub async fn page_of_histories(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<History>, Error> {
    let mut find = case_record::Entity::find().order_by_asc(case_record::Column::Id).limit(u64::from(limit));
    if let Some(after) = after {
        find = find.filter(case_record::Column::Id.gt(after));
    }
    let rows = find.all(db).await?;
    let moves = case_move::Entity::find()
        .filter(case_move::Column::Record.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(case_move::Column::Version)
        .all(db)
        .await?;
    let mut histories: HashMap<Uuid, Vec<Move>> = HashMap::new();
    for row in moves {
        histories.entry(row.record).or_default().push(Move::try_from(row)?);
    }
    let with_history = |row: case_record::Model| {
        let moves = histories.remove(&row.id).unwrap_or_default();
        let case = Case::try_from(row.clone())?;
        let derived = record::differs(&row, &case);
        Ok(History { case, moves, derived })
    };
    rows.into_iter().map(with_history).collect()
}

/// Ends the running stage and begins the next, if the state has one.
pub async fn turn_stage(
    db: &impl ConnectionTrait,
    case: &Case,
    at: Moment,
    begins: Option<(Uuid, Stage, Option<String>, Option<Moment>)>,
) -> Result<(), DbErr> {
    case_stage::Entity::update_many()
        .col_expr(case_stage::Column::ToAt, Expr::value(at.millis()))
        .filter(case_stage::Column::Record.eq(case.id.0))
        .filter(case_stage::Column::ToAt.is_null())
        .exec(db)
        .await?;
    let Some((id, stage, limit_words, deadline)) = begins else { return Ok(()) };
    let row = case_stage::ActiveModel {
        id: Set(id),
        record: Set(case.id.0),
        cycle: Set(case.cycle),
        stage: Set(stage.word().into()),
        organisation: Set(case.lead),
        from_at: Set(at.millis()),
        to_at: Set(None),
        limit_words: Set(limit_words),
        deadline_at: Set(deadline.map(Moment::millis)),
    };
    case_stage::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// Until when the stage that runs shall end.
pub async fn running_stage(db: &impl ConnectionTrait, id: CaseId) -> Result<Option<Moment>, DbErr> {
    let row = case_stage::Entity::find()
        .filter(case_stage::Column::Record.eq(id.0))
        .filter(case_stage::Column::ToAt.is_null())
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.deadline_at).map(Moment::from_millis))
}

/// The last run of a stage in this cycle, which shelving broke off: its limit in words, its deadline and its end.
pub async fn broken_off(
    db: &impl ConnectionTrait,
    case: &Case,
    stage: Stage,
) -> Result<Option<(String, Broken)>, DbErr> {
    let row = case_stage::Entity::find()
        .filter(case_stage::Column::Record.eq(case.id.0))
        .filter(case_stage::Column::Cycle.eq(case.cycle))
        .filter(case_stage::Column::Stage.eq(stage.word()))
        .order_by_desc(case_stage::Column::FromAt)
        .order_by_desc(case_stage::Column::Id)
        .one(db)
        .await?;
    Ok(row.and_then(|row| {
        let [deadline, stopped] = [row.deadline_at?, row.to_at?].map(Moment::from_millis);
        Some((row.limit_words?, Broken { deadline, stopped }))
    }))
}

/// An extension moves the deadline of the handling that is under way.
pub async fn move_deadline(db: &impl ConnectionTrait, case: &Case) -> Result<(), DbErr> {
    case_stage::Entity::update_many()
        .col_expr(case_stage::Column::DeadlineAt, Expr::value(case.deadline().map(Moment::millis)))
        .filter(case_stage::Column::Record.eq(case.id.0))
        .filter(case_stage::Column::Stage.eq(Stage::Handle.word()))
        .filter(case_stage::Column::ToAt.is_null())
        .exec(db)
        .await
        .map(|_| ())
}

/// Cases with a unit of which the clock has something to say: a deadline passed unsaid, or a level of supervision
/// that is due; none of them while a request in time waits for its answer.
pub async fn unsettled(db: &impl ConnectionTrait, now: Moment, most: u64) -> Result<Vec<CaseId>, DbErr> {
    let late = Cond::all()
        .add(case_record::Column::DeadlineAt.lt(now.millis()))
        .add(case_record::Column::OverdueAt.is_null());
    let deadline = Expr::col((case_record::Entity, case_record::Column::DeadlineAt));
    let unasked = Cond::any()
        .add(case_record::Column::AskedAt.is_null())
        .add(Expr::col((case_record::Entity, case_record::Column::AskedAt)).gt(deadline));
    let rows = case_record::Entity::find()
        .filter(case_record::Column::Open.eq(true))
        .filter(case_record::Column::State.is_in([State::Dispatched.word(), State::Accepted.word()]))
        .filter(unasked)
        .filter(Cond::any().add(late).add(case_record::Column::SuperviseAt.lt(now.millis())))
        .order_by_asc(case_record::Column::DeadlineAt)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| CaseId(row.id)).collect())
}

/// Reserves the next serials of a month; answers the last of them.
pub async fn reserve(db: &impl ConnectionTrait, month: &str, block: i64) -> Result<i64, DbErr> {
    let sql = "insert into case_serial (month, last) values ($1, $2) \
               on conflict (month) do update set last = case_serial.last + $2 returning last";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [month.into(), block.into()]);
    let row = db.query_one_raw(statement).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("case_serial".into()))?.try_get("", "last")
}
