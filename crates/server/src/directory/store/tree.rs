//! Places in the trees of areas and of organisations: labels, moves of whole subtrees, and dated values.

use super::sql::Sql;
use crate::directory::{Organisation, rules};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr};

/// One of the two trees: its present table, its dated one with the key, and what both hold besides the place.
pub struct Tree {
    pub table: &'static str,
    pub spans: &'static str,
    pub key: &'static str,
    pub said: &'static [&'static str],
}
pub const AREAS: Tree = Tree { table: "area", spans: "area_span", key: "area", said: &["code", "name"] };
pub const ORGANISATIONS: Tree = Tree {
    table: "organisation",
    spans: "organisation_span",
    key: "organisation",
    said: &["name", "short_name"],
};

/// The first day of what is new, and the last of what was.
#[derive(Clone, Debug)]
pub struct Turn {
    pub day: String,
    pub eve: String,
}

/// The number of the next label below a parent. Labels are for life: one that was ever there is not given again.
pub async fn next_label(db: &impl ConnectionTrait, tree: &Tree, parent: Option<Uuid>) -> Result<u64, DbErr> {
    let below = |sql: &mut Sql| match parent {
        Some(parent) => _ = sql.push("parent = ").bind(parent),
        None => _ = sql.push("parent is null"),
    };
    let mut sql = Sql::new(&format!("select path from {} where ", tree.table));
    below(&mut sql);
    sql.push(&format!(" union all select path from {} where to_day is not null and ", tree.spans));
    below(&mut sql);
    let mut next = 0;
    for row in sql.all(db).await? {
        let path: String = row.try_get("", "path")?;
        next = next.max(rules::next_number(Some(&path)));
    }
    Ok(next)
}

/// Does something in a subtree hold from a later day on?
pub async fn holds_later(
    db: &impl ConnectionTrait,
    tree: &Tree,
    path: &str,
    day: &str,
) -> Result<bool, DbErr> {
    let Tree { table, spans, key, .. } = tree;
    let mut sql = Sql::new(&format!("select 1 from {spans} s join {table} t on t.id = s.{key} where "));
    sql.under_any("t.path", &[path]).push(" and s.from_day > ").bind(day).push(" limit 1");
    Ok(!sql.all(db).await?.is_empty())
}

/// Which of a tree.
#[derive(Clone, Copy)]
enum Reach<'a> {
    /// what stands at this path
    At(&'a str),
    /// with all below it
    Under(&'a str),
}
impl Reach<'_> {
    fn write(self, sql: &mut Sql, column: &str) {
        match self {
            Self::At(path) => _ = sql.push(&format!("{column} = ")).bind(path),
            Self::Under(path) => _ = sql.under_any(column, &[path]),
        }
    }
}

/// Begins spans with the present values on a day, where none begins then; what held ends on the eve.
async fn begin_spans(
    db: &impl ConnectionTrait,
    tree: &Tree,
    of: Reach<'_>,
    turn: &Turn,
) -> Result<(), DbErr> {
    let Tree { table, spans, key, said } = tree;
    let mut ended = Sql::new(&format!("update {spans} set to_day = "));
    ended.bind(turn.eve.as_str()).push(" where to_day is null and from_day < ").bind(turn.day.as_str());
    ended.push(&format!(" and {key} in (select id from {table} where "));
    of.write(&mut ended, "path");
    ended.push(")");
    ended.run(db).await?;
    let columns = said.join(", ");
    let mut begun =
        Sql::new(&format!("insert into {spans} ({key}, from_day, {columns}, parent, path) select t.id, "));
    begun.bind(turn.day.as_str()).push(&format!(", {columns}, t.parent, t.path from {table} t where "));
    of.write(&mut begun, "t.path");
    begun.push(&format!(" and not exists (select 1 from {spans} s where s.{key} = t.id and s.from_day = "));
    begun.bind(turn.day.as_str()).push(")");
    begun.run(db).await.map(|_| ())
}

/// The first span of a new organisation.
pub async fn begin_first(db: &impl ConnectionTrait, new: &Organisation) -> Result<(), DbErr> {
    let turn = Turn { day: new.from_day.clone(), eve: new.from_day.clone() };
    begin_spans(db, &ORGANISATIONS, Reach::At(&new.path), &turn).await
}

/// Puts what stands at `from` below another parent, with all below it, from a day on; answers its new path.
pub async fn replant(
    db: &impl ConnectionTrait,
    tree: &Tree,
    (id, from): (Uuid, &str),
    parent: Option<(Uuid, &str)>,
    turn: &Turn,
) -> Result<String, DbErr> {
    let Tree { table, spans, key, .. } = tree;
    let above = parent.map(|(id, _)| id);
    let to = rules::path(parent.map_or("", |(_, path)| path), next_label(db, tree, above).await?);
    let mut put = Sql::new(&format!("update {table} set parent = "));
    put.bind(above).push(" where id = ").bind(id);
    put.run(db).await?;
    begin_spans(db, tree, Reach::Under(from), turn).await?;
    let mut own = Sql::new(&format!("update {spans} set parent = "));
    own.bind(above).push(&format!(" where {key} = ")).bind(id);
    own.push(" and from_day = ").bind(turn.day.as_str());
    own.run(db).await?;
    // the rest of a path behind what is exchanged
    let rest = from.len() + 1;
    let mut dated = Sql::new(&format!("update {spans} set path = "));
    dated.bind(to.as_str()).push(&format!(" || substr(path, {rest}) where from_day = "));
    dated.bind(turn.day.as_str()).push(&format!(" and {key} in (select id from {table} where "));
    dated.under_any("path", &[from]).push(")");
    dated.run(db).await?;
    let mut present = Sql::new(&format!("update {table} set path = "));
    present.bind(to.as_str()).push(&format!(" || substr(path, {rest}) where ")).under_any("path", &[from]);
    present.run(db).await?;
    Ok(to)
}

/// Gives one of a tree other values from a day on; its place stays.
pub async fn restate(
    db: &impl ConnectionTrait,
    tree: &Tree,
    (id, path): (Uuid, &str),
    values: &[&str],
    turn: &Turn,
) -> Result<(), DbErr> {
    begin_spans(db, tree, Reach::At(path), turn).await?;
    let said: Vec<_> = tree.said.iter().copied().zip(values.iter().copied()).collect();
    let set = |sql: &mut Sql| {
        for (at, (column, value)) in said.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" }).push(&format!("{column} = ")).bind(*value);
        }
    };
    let mut dated = Sql::new(&format!("update {} set ", tree.spans));
    set(&mut dated);
    dated.push(&format!(" where {} = ", tree.key)).bind(id).push(" and from_day = ").bind(turn.day.as_str());
    dated.run(db).await?;
    let mut present = Sql::new(&format!("update {} set ", tree.table));
    set(&mut present);
    present.push(" where id = ").bind(id);
    present.run(db).await.map(|_| ())
}
