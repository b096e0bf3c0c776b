//! The trail of changes: who did what to which record, when, from where, before and after. Rows are only added.

use super::problem::Problem;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Cond,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// One line of the trail.
pub struct Line<'a> {
    pub id: Uuid,
    pub at: Moment,
    pub account: Option<Uuid>,
    pub person: Option<Uuid>,
    /// the absent holder whose deputy the person is
    pub for_person: Option<Uuid>,
    pub position: Option<Uuid>,
    pub request: Option<Uuid>,
    /// the right's word, as `case.close`
    pub verb: &'a str,
    pub kind: &'a str,
    pub record: Uuid,
    pub before: Option<String>,
    pub after: Option<String>,
    /// address of the sender, or the job's name
    pub origin: &'a str,
}

mod audit {
    //! The table `audit`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: i64,
        pub account: Option<Uuid>,
        pub person: Option<Uuid>,
        pub position: Option<Uuid>,
        pub request: Option<Uuid>,
        pub verb: String,
        pub kind: String,
        pub record: Uuid,
        pub before: Option<String>,
        pub after: Option<String>,
        pub origin: String,
        pub for_person: Option<Uuid>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The record of what has a code and no id, as a setting or a category.
pub fn named(kind: &str, code: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(format!("{kind} {code}"))[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A change as it is read again.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Change {
    pub id: Uuid,
    pub at: i64,
    pub person: Option<Uuid>,
    pub for_person: Option<Uuid>,
    pub verb: String,
    pub kind: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Change {
    /// Where a page ends, as text.
    pub fn cursor(&self) -> String {
        format!("{}_{}", self.at, self.id)
    }
}

/// The place that the text of a cursor holds.
pub fn place(cursor: &str) -> Result<(i64, Uuid), Problem> {
    let parts = cursor.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| Problem::bad("query.cursor", "this is no place in a list").field("after"))
}

/// Changes of some kinds, of one record where it is named, the latest first; `before` is the last of the page before.
pub async fn changes(
    db: &impl ConnectionTrait,
    kinds: &[&str],
    record: Option<Uuid>,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Change>, DbErr> {
    let mut find = audit::Entity::find().filter(audit::Column::Kind.is_in(kinds.iter().copied()));
    if let Some(record) = record {
        find = find.filter(audit::Column::Record.eq(record));
    }
    if let Some((at, id)) = before {
        let same = Cond::all().add(audit::Column::At.eq(at)).add(audit::Column::Id.lt(id));
        find = find.filter(Cond::any().add(audit::Column::At.lt(at)).add(same));
    }
    find.select_only()
        .columns([
            audit::Column::Id,
            audit::Column::At,
            audit::Column::Person,
            audit::Column::ForPerson,
            audit::Column::Verb,
            audit::Column::Kind,
            audit::Column::Before,
            audit::Column::After,
        ])
        .order_by_desc(audit::Column::At)
        .order_by_desc(audit::Column::Id)
        .limit(limit)
        .into_model::<Change>()
        .all(db)
        .await
}

pub async fn write(db: &impl ConnectionTrait, line: Line<'_>) -> Result<(), DbErr> {
    let row = audit::ActiveModel {
        id: Set(line.id),
        at: Set(line.at.millis()),
        account: Set(line.account),
        person: Set(line.person),
        position: Set(line.position),
        request: Set(line.request),
        verb: Set(line.verb.into()),
        kind: Set(line.kind.into()),
        record: Set(line.record),
        before: Set(line.before),
        after: Set(line.after),
        origin: Set(line.origin.into()),
        for_person: Set(line.for_person),
    };
    audit::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// One line of the trail as a record's own page tells it.
pub struct Told {
    pub at: Moment,
    pub person: Option<Uuid>,
    pub verb: String,
    /// JSON texts
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The version that a kept state has.
pub fn version(state: &str) -> Option<i32> {
    #[derive(Deserialize)]
    struct Versioned {
        version: i32,
    }
    serde_json::from_str::<Versioned>(state).ok().map(|state| state.version)
}

/// What was done to a record, the newest first; what was done within the same millisecond by the record's versions.
pub async fn of(db: &impl ConnectionTrait, kind: &str, record: Uuid) -> Result<Vec<Told>, DbErr> {
    let lines = audit::Entity::find()
        .filter(audit::Column::Record.eq(record))
        .filter(audit::Column::Kind.eq(kind))
        .order_by_desc(audit::Column::Id)
        .all(db)
        .await?;
    let told = |line: audit::Model| Told {
        at: Moment::from_millis(line.at),
        person: line.person,
        verb: line.verb,
        before: line.before,
        after: line.after,
    };
    let mut lines: Vec<Told> = lines.into_iter().map(told).collect();
    lines.sort_by_cached_key(|line| Reverse((line.at, line.after.as_deref().and_then(version))));
    Ok(lines)
}
