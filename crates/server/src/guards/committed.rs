//! The API's document and both schemas equal their committed copies.

use super::{equals_committed, rust_files};
use crate::{
    app, on_both,
    testing::{On, Place},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::fmt::Write;

#[test]
fn the_document_of_the_api() {
    equals_committed("docs/openapi.json", &(app::document().to_pretty_json().unwrap() + "\n"));
}

/// Two shapes of one name: the document would keep one of them and say nothing.
#[test]
fn every_shape_of_the_wire_has_a_name_of_its_own() {
    let mut seen = std::collections::HashMap::new();
    let mut twice = Vec::new();
    for (file, text) in rust_files("crates/server/src") {
        for derived in text.split("ToSchema").skip(1) {
            let named = derived.lines().find_map(|line| {
                let line = line.trim_start_matches("pub ");
                line.strip_prefix("struct ").or_else(|| line.strip_prefix("enum "))
            });
            let own = derived.split("struct ").next().unwrap().contains("#[schema(as");
            let shape = derived.trim_start().starts_with([',', ')']) && !own;
            let Some(name) = named.filter(|_| shape) else { continue };
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            if let Some(other) = seen.insert(name.clone(), file.clone()) {
                twice.push(format!("{name}: {other} and {file}"));
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

const SQLITE: &str = "select sql || ';' as line from sqlite_master where sql is not null \
    and name not like 'sqlite_%' and name <> 'seaql_migrations' order by type desc, name";
const POSTGRES: &str = "\
    select t.table_name || '.' || c.column_name || ' ' || c.data_type \
           || case when c.is_nullable = 'NO' then ' not null' else '' end \
           || case when c.collation_name is null then '' else ' collate ' || c.collation_name end as line \
    from information_schema.tables t \
    join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name \
    where t.table_schema = 'public' and t.table_name <> 'seaql_migrations' \
    union all \
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) \
    from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text <> 'seaql_migrations' \
    union all \
    select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'seaql_migrations' \
    order by 1";

on_both!(the_schema, async |place: &Place| {
    let db = place.app.db.read().await.unwrap();
    let (sql, file) = match place.on {
        On::Sqlite => (SQLITE, "docs/schema/sqlite.sql"),
        On::Postgres => (POSTGRES, "docs/schema/postgres.txt"),
    };
    let mut text = String::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap() {
        writeln!(text, "{}", row.try_get::<String>("", "line").unwrap()).unwrap();
    }
    equals_committed(file, &text);
});

on_both!(a_reader_cannot_write, async |place: &Place| {
    let db = place.app.db.read().await.unwrap();
    let wrote = db.execute_unprepared("delete from setting").await;
    assert!(wrote.is_err(), "the read side refuses to write");
});

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_database_waits_for_the_disk() {
    let place = Place::new(On::Sqlite).await;
    let db = place.app.db.admin();
    let row = db
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, "pragma synchronous"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.try_get_by_index::<i32>(0).unwrap(), 2, "full");
}
