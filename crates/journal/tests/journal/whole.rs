//! The seal, and what verification names when somebody has been at the tables behind the journal's back.

use crate::base::*;
use journal::*;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{DatabaseConnection, TransactionTrait};

/// Sealed, folded and one posting waiting; six postings by six records.
async fn filled(db: &DatabaseConnection) -> Standing {
    let early: Vec<_> = (1..4).map(posting).collect();
    post(db, &metrics(), &early).await.unwrap();
    seal(db, Moment::from_millis(10_000)).await.unwrap();
    post(db, &metrics(), &[posting(4), posting(5)]).await.unwrap();
    seal(db, Moment::from_millis(20_000)).await.unwrap();
    fold(db, 100).await.unwrap();
    post(db, &metrics(), &[posting(6)]).await.unwrap();
    Standing::of_postings("case", (1..7).map(posting))
}

async fn broken(db: &DatabaseConnection, records: &Standing, against: Option<&Head>) -> Broken {
    match verify(db, &metrics(), against, &[records]).await {
        Err(Error::Broken(broken)) => broken,
        other => panic!("{other:?}"),
    }
}

/// Does something behind the journal's back and gives what verification then names.
async fn after(sql: &str) -> Broken {
    let db = sqlite().await;
    let records = filled(&db).await;
    assert_eq!(run(&db, sql, []).await, 1, "{sql}");
    broken(&db, &records, None).await
}

#[tokio::test]
async fn a_whole_journal_verifies_also_against_each_head_it_ever_had() {
    on_both(async |db| {
        let records = filled(db).await;
        let now = head(db).await.unwrap().unwrap();
        assert_eq!((now.head.seq, now.previous, unsealed(db).await.unwrap()), (5, 3, 1));
        let first = seal_of(db, 2).await.unwrap().unwrap();
        assert_eq!((first.head.seq, first.sealed_at.millis()), (3, 10_000));
        for kept in [None, Some(&first.head), Some(&now.head)] {
            let whole = verify(db, &metrics(), kept, &[&records]).await.unwrap();
            assert_eq!((whole.postings, whole.records, whole.head.as_ref()), (6, 6, Some(&now.head)));
        }
        assert_eq!(now.head.to_string().parse::<Head>().unwrap(), now.head);
        assert!("12:xyz".parse::<Head>().is_err() && "0".parse::<Head>().is_err());
        assert_eq!(rebuild(db).await.unwrap(), 5);
        verify(db, &metrics(), None, &[&records]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_changed_row_is_named() {
    for number in [2, 6] {
        let id = id(number);
        let hex = id.simple();
        for change in ["quantity = 9", "day = '2026-10-11'", "day = 'yesterday'", "hash_name = 'md5'"] {
            let found = after(&format!("update posting set {change} where id = x'{hex}'")).await;
            assert!(matches!(&found, Broken::Content { posting, .. } if *posting == id), "{change}: {found}");
        }
    }
}

#[tokio::test]
async fn a_row_that_is_gone_added_or_moved_is_named() {
    assert_eq!(after("delete from posting where seq = 2").await, Broken::Gap { seq: 2 });
    assert_eq!(after("delete from posting where seq = 5").await, Broken::Gap { seq: 5 });
    assert_eq!(after("update posting set seq = 9 where seq = 3").await, Broken::Gap { seq: 3 });
    let unsealed = after("delete from posting where seq is null").await;
    assert!(
        matches!(&unsealed, Broken::Record { record, .. } if *record == posting(6).source.id),
        "{unsealed}"
    );
    let sealed = after("update posting set seq = 6 where seq is null").await;
    assert_eq!(sealed, Broken::NoSeal { posting: id(6), seq: 6 });
    let seal = after("update seal set previous = 2 where seq = 5").await;
    assert_eq!(seal, Broken::Chain { from: 4, to: 5 });
    let rollup = after("update rollup set quantity = quantity + 1 where area = x'03030303030303030303030303030303' and grain = 'month'").await;
    assert!(
        matches!(&rollup, Broken::Rollup { metric, period, .. } if metric == "case.closed" && period == "2026-10")
    );
}

#[tokio::test]
async fn a_forger_who_makes_the_hash_anew_meets_the_chain() {
    on_both(async |db| {
        let records = filled(db).await;
        let forged = Posting { quantity: Some(9), ..posting(2) };
        let metrics = metrics();
        let hash = Entry::of(metrics.get("case.closed").unwrap(), &forged).unwrap().hash();
        run(db, "update posting set quantity = 9, row_hash = $1 where id = $2", [hash.into(), id(2).into()])
            .await;
        assert_eq!(broken(db, &records, None).await, Broken::Chain { from: 1, to: 3 });
    })
    .await;
}

#[tokio::test]
async fn a_tail_cut_off_with_its_seal_is_named_by_a_head_kept_elsewhere() {
    on_both(async |db| {
        filled(db).await;
        let kept = head(db).await.unwrap().unwrap().head;
        run(db, "delete from posting where seq > 3 or seq is null", []).await;
        run(db, "delete from seal where seq > 3", []).await;
        rebuild(db).await.unwrap();
        let records = Standing::of_postings("case", (1..4).map(posting));
        verify(db, &metrics(), None, &[&records]).await.unwrap();
        assert_eq!(
            broken(db, &records, Some(&kept)).await,
            Broken::Against { given: kept.clone(), found: None }
        );
        let other = Head { seq: 2, ..kept.clone() };
        assert!(matches!(broken(db, &records, Some(&other)).await, Broken::Against { found: Some(_), .. }));
    })
    .await;
}

#[tokio::test]
async fn a_record_that_says_something_else_is_named() {
    on_both(async |db| {
        filled(db).await;
        let changed = |n: u8| if n == 4 { Posting { area: id(4), ..posting(n) } } else { posting(n) };
        let found = broken(db, &Standing::of_postings("case", (1..7).map(changed)), None).await;
        assert!(
            matches!(&found, Broken::Record { record, .. } if *record == posting(4).source.id),
            "{found}"
        );
        let silent = Standing::of_postings("case", (1..8).map(posting));
        let found = broken(db, &silent, None).await;
        assert!(
            matches!(&found, Broken::Record { record, .. } if *record == posting(7).source.id),
            "{found}"
        );
        let fewer = Standing::of_postings("case", (1..6).map(posting));
        let found = broken(db, &fewer, None).await;
        assert!(
            matches!(&found, Broken::Record { record, .. } if *record == posting(6).source.id),
            "{found}"
        );
        let record = posting(3).source.id;
        let mut odd = Standing::of_postings("case", (1..7).map(posting));
        odd.contradictory = Some(record);
        let (kind, what) = ("case".to_owned(), "its state".to_owned());
        assert_eq!(broken(db, &odd, None).await, Broken::Contradiction { kind, record, what });
        let nobody = broken(db, &Standing::of_postings("visit", []), None).await;
        assert_eq!(nobody, Broken::NobodyRecounts { kind: "case".to_owned() });
    })
    .await;
}

#[tokio::test]
async fn many_records_are_recounted_page_by_page() {
    let db = sqlite().await;
    let many = |n: u64| {
        let id = Uuid::from_u64_pair(n, n);
        Posting { id, source: Source { id, ..posting(1).source }, ..posting(1) }
    };
    let all: Vec<_> = (1..1203).map(many).collect();
    post(&db, &metrics(), &all).await.unwrap();
    seal(&db, Moment::from_millis(0)).await.unwrap();
    let whole = verify(&db, &metrics(), None, &[&Standing::of_postings("case", all.clone())]).await.unwrap();
    assert_eq!((whole.records, whole.postings), (1202, 1202));
    let missing = all.iter().filter(|p| p.id != many(1100).id).cloned();
    let found = broken(&db, &Standing::of_postings("case", missing), None).await;
    assert!(matches!(&found, Broken::Record { record, .. } if *record == many(1100).id), "{found}");
}

#[tokio::test]
async fn of_two_sealers_the_later_fails_and_no_number_is_given_twice() {
    let db = postgres().await;
    let records = Standing::of_postings("case", (1..6).map(posting));
    post(&db, &metrics(), &[posting(1), posting(2)]).await.unwrap();
    let (one, two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    post(&two, &metrics(), &[posting(3)]).await.unwrap();
    let now = Moment::from_millis(0);
    seal(&one, now).await.unwrap();
    let late = async {
        let sealed = seal(&two, now).await;
        two.rollback().await.unwrap();
        sealed
    };
    // the first commits when the second has read the same postings and waits for them
    let first = async {
        let waits = "update area set path = path where exists (select 1 from pg_stat_activity \
                     where wait_event_type = 'Lock' and datname = current_database())";
        while run(&db, waits, []).await == 0 {}
        one.commit().await
    };
    let (done, late) = tokio::join!(first, late);
    done.unwrap();
    assert!(late.is_err(), "{late:?}");
    post(&db, &metrics(), &[posting(3), posting(4), posting(5)]).await.unwrap();
    seal(&db, now).await.unwrap();
    verify(&db, &metrics(), None, &[&records]).await.unwrap();
}
