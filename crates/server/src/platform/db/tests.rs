//! The door on both databases: what fails is lost alone, what is acknowledged stays.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{Db, Refusal, Tx};
use crate::{on_both, testing::Place};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use std::{sync::Arc, time::Duration};

async fn put(tx: &Tx, name: &str) -> Result<(), DbErr> {
    let sql = "insert into setting (name, value, changed_at) values ($1, '1', 0)";
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [name.into()]))
        .await
        .map(|_| ())
}

async fn names(db: &Db) -> Vec<String> {
    let read = db.read().await.unwrap();
    let all = Statement::from_string(
        read.get_database_backend(),
        "select name from setting where value = '1' order by name",
    );
    read.query_all_raw(all).await.unwrap().iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

on_both!(each_failure_loses_only_itself, async |place: &Place| {
    let db = &place.app.db.clone().with_limit(Duration::from_millis(200));
    let good = db.write(async |tx: &Tx| put(tx, "a").await);
    let erring = db.write(async |tx: &Tx| {
        put(tx, "b").await?;
        Err::<(), _>(DbErr::Custom("refused".into()))
    });
    let panicking = db.write(async |tx: &Tx| {
        put(tx, "c").await?;
        assert!(tx.get_database_backend() == sea_orm::DbBackend::MySql, "a bug");
        Ok::<_, DbErr>(())
    });
    let slow = db.write(async |tx: &Tx| {
        put(tx, "d").await?;
        std::future::pending::<()>().await;
        Ok::<_, DbErr>(())
    });
    let last = db.write(async |tx: &Tx| put(tx, "e").await);
    let (good, erring, panicking, slow, last) = tokio::join!(good, erring, panicking, slow, last);
    assert!(good.is_ok() && last.is_ok());
    assert!(matches!(erring, Err(Refusal::Own(_))));
    assert!(matches!(panicking, Err(Refusal::Panicked)));
    assert!(matches!(slow, Err(Refusal::Busy)));
    assert_eq!(names(db).await, ["a", "e"]);
});

on_both!(a_caller_who_left_has_asked_nothing, async |place: &Place| {
    let db = &place.app.db;
    let gone = tokio::time::timeout(
        Duration::from_millis(20),
        db.write(async |tx: &Tx| {
            put(tx, "gone").await?;
            tokio::time::sleep(Duration::from_millis(120)).await;
            Ok::<_, DbErr>(())
        }),
    );
    assert!(gone.await.is_err(), "the caller waited no longer");
    db.write(async |tx: &Tx| put(tx, "after").await).await.unwrap();
    assert_eq!(names(db).await, ["after"]);
});

on_both!(a_constraint_broken_in_a_batch_leaves_the_others, async |place: &Place| {
    let db = &place.app.db;
    let writes = (0..20).map(|i| {
        let name = format!("n{:02}", i / 2);
        async move { db.write(async move |tx: &Tx| put(tx, &name).await).await.is_ok() }
    });
    let kept = futures::future::join_all(writes).await.into_iter().filter(|kept| *kept).count();
    assert_eq!((kept, names(db).await.len()), (10, 10), "each name once, the twin refused");
});

on_both!(many_writers_lose_no_count, async |place: &Place| {
    let db = place.app.db.clone();
    db.write(async |tx: &Tx| put(tx, "count").await).await.unwrap();
    let add = Arc::new("update setting set changed_at = changed_at + 1 where name = 'count'");
    let writes = (0..60).map(|_| {
        let (db, add) = (db.clone(), add.clone());
        tokio::spawn(async move {
            let added = db.write(async move |tx: &Tx| tx.execute_unprepared(&add).await.map(|_| ())).await;
            added.is_ok()
        })
    });
    let done = futures::future::join_all(writes).await.into_iter().filter(|d| *d.as_ref().unwrap()).count();
    let read = db.read().await.unwrap();
    let sql = "select changed_at from setting where name = 'count'";
    let row =
        read.query_one_raw(Statement::from_string(read.get_database_backend(), sql)).await.unwrap().unwrap();
    assert_eq!(
        (row.try_get::<i64>("", "changed_at").unwrap(), done),
        (60, 60),
        "who meets others is tried again until it is done"
    );
});
