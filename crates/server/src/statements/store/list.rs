//! Lists of statements, the newest first.

use super::Stored;
use crate::{
    platform::{
        permission::{Columns, Who, under},
        query::{Key, all, at, col, holding, page},
        stored::word,
    },
    statements::model::{State, Statement, Words},
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, JoinType, Query, SelectStatement, Value},
};
use std::collections::HashMap;

/// What the permission filter may ask of a row.
const COLUMNS: Columns = Columns {
    area_path: ("a", "path"),
    line: None,
    organisation_paths: &[("o", "path")],
    parties: &[("s", "organisation")],
};

/// What narrows the list; every empty field lets all through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// words of the object or of all that was said
    pub words: Option<String>,
    pub states: Vec<State>,
    /// only what the office should look at
    pub doubtful: bool,
    pub metric: Option<String>,
    /// path of an area
    pub area: Option<String>,
    pub organisation: Option<Uuid>,
    pub file: Option<Uuid>,
    /// spans that touch these days
    pub from: Option<String>,
    pub until: Option<String>,
}

/// Where a page ends: moment of recording, row in the file, id.
pub type Ending = (i64, i32, Uuid);

/// One page behind the last row seen: the newest first, those of one file in its order.
pub async fn list(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    after: Option<Ending>,
    limit: u64,
) -> Result<Vec<Statement>, DbErr> {
    let mut query = joined(who);
    if let Some(words) = &filter.words {
        query.cond_where(holding(words, "s", &["object", "said"]));
    }
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(word).collect::<Result<Vec<_>, _>>()?;
        query.cond_where(col("s", "state").is_in(states));
    }
    if filter.doubtful {
        query.cond_where(col("s", "doubt").is_not_null());
    }
    if let Some(metric) = &filter.metric {
        query.cond_where(col("s", "metric").eq(metric.as_str()));
    }
    if let Some(area) = &filter.area {
        query.cond_where(under(("a", "path"), area));
    }
    if let Some(organisation) = filter.organisation {
        query.cond_where(col("s", "organisation").eq(organisation));
    }
    if let Some(file) = filter.file {
        query.cond_where(col("s", "file").eq(file));
    }
    if let Some(from) = &filter.from {
        query.cond_where(col("s", "last_day").gte(from.as_str()));
    }
    if let Some(until) = &filter.until {
        query.cond_where(col("s", "first_day").lte(until.as_str()));
    }
    let seen: Option<[Value; 3]> = after.map(|(at, line, id)| [at.into(), line.into(), id.into()]);
    let line = Expr::cust("coalesce(s.line, 0)");
    let keys =
        vec![Key::new(col("s", "recorded_at"), true), Key::new(line, false), Key::new(col("s", "id"), true)];
    page(&mut query, keys, seen.as_ref().map(<[Value; 3]>::as_slice));
    query.limit(limit);
    let rows: Vec<Stored> = all(db, &query).await?;
    rows.into_iter().map(Statement::try_from).collect()
}

#[derive(FromQueryResult)]
struct Labelled {
    id: Uuid,
    said: String,
    last_day: String,
}

/// What each of these says, of those that this person may read: what a list of postings may show.
pub async fn readable_labels(
    db: &impl ConnectionTrait,
    who: &Who,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let mut query = joined(who);
    query.cond_where(col("s", "id").is_in(ids.iter().copied()));
    let rows: Vec<Labelled> = all(db, &query).await?;
    let label = |row: Labelled| {
        let words: Words = serde_json::from_str(&row.said).unwrap_or_default();
        let number = if words.text.is_empty() { words.value.unwrap_or_default() } else { words.text };
        let unit = if number.ends_with(&words.unit) { "" } else { &words.unit };
        (row.id, format!("{} {number}{unit} {}", words.object, row.last_day).trim().to_owned())
    };
    Ok(rows.into_iter().map(label).collect())
}

fn joined(who: &Who) -> SelectStatement {
    let mut query = Query::select();
    let is = |alias: &'static str, column: &'static str| Expr::col(at(alias, "id")).equals(at("s", column));
    query
        .column((Alias::new("s"), Asterisk))
        .expr_as(Expr::col(at("a", "path")), Alias::new("area_path"))
        .expr_as(Expr::col(at("o", "path")), Alias::new("organisation_path"))
        .from_as("statement", "s")
        .join_as(JoinType::InnerJoin, "area", "a", is("a", "area"))
        .join_as(JoinType::InnerJoin, "organisation", "o", is("o", "organisation"))
        .cond_where(who.filter("statement.read", &COLUMNS));
    query
}

/// Names of who stated them.
pub async fn people(
    db: &impl ConnectionTrait,
    statements: &[Statement],
) -> Result<HashMap<Uuid, String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Person {
        id: Uuid,
        name: String,
    }
    let mut query = Query::select();
    query.column(at("p", "id")).column(at("p", "name")).from_as("person", "p");
    query.cond_where(col("p", "id").is_in(statements.iter().map(|statement| statement.person)));
    let rows: Vec<Person> = all(db, &query).await?;
    Ok(rows.into_iter().map(|person| (person.id, person.name)).collect())
}
