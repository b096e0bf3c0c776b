//! The table `case_cooperating`: the units beside the lead, and when each had done its part.

use super::rows::case_cooperating as row;
use crate::cases::model::{Case, CaseId, Part};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    Statement,
};

#[derive(FromQueryResult)]
struct PartRow {
    organisation: Uuid,
    path: String,
    done_at: Option<i64>,
}

const PARTS: &str = "\
    select x.organisation, o.path, x.done_at from case_cooperating x \
    join organisation o on o.id = x.organisation where x.record = $1 order by o.path";

pub async fn parts(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<Part>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), PARTS, [id.0.into()]);
    let rows = PartRow::find_by_statement(statement).all(db).await?;
    let part = |row: PartRow| Part {
        organisation: row.organisation,
        path: row.path,
        done: row.done_at.map(Moment::from_millis),
    };
    Ok(rows.into_iter().map(part).collect())
}

/// Makes the rows say what the case says.
pub async fn write_parts(db: &impl ConnectionTrait, case: &Case) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::Record.eq(case.id.0)).exec(db).await?;
    for part in &case.cooperating {
        let row = row::ActiveModel {
            record: Set(case.id.0),
            organisation: Set(part.organisation),
            done_at: Set(part.done.map(Moment::millis)),
        };
        row::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}
