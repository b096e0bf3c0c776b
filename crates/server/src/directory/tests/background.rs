//! Imports beside the requests: answered at once, found again, cut off and taken up, stopped, and with their faulty
//! rows left out.

use crate::{
    directory::import,
    jobs, on_both,
    platform::{db::Tx, job},
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::fmt::Write;

const ACCEPTED: StatusCode = StatusCode::ACCEPTED;
const OK: StatusCode = StatusCode::OK;
/// Enough for several chunks.
const MANY: usize = import::CHUNK * 5 / 2;

/// Grids of one community, as a table.
fn grids(count: usize) -> Vec<u8> {
    let mut table = String::from("代码,名称,级别,类型,上级代码\n");
    for n in 1..=count {
        writeln!(table, "990101001001-G{n},第{n}网格,grid,,990101001001").unwrap();
    }
    table.into_bytes()
}

/// Sends a table, to be read in the background.
async fn send(place: &Place, clerk: &Client<'_>, what: &str, name: &str, bytes: Vec<u8>) -> Uuid {
    let id = place.id();
    let path = format!("/api/imports?what={what}&background=true");
    let (status, report) = clerk.upload(&path, id, name, bytes).await;
    assert_eq!(
        (status, &report["state"], &report["staged"]),
        (ACCEPTED, &json!("staging"), &json!(0)),
        "{report}"
    );
    id
}

async fn shown(clerk: &Client<'_>, id: Uuid) -> Value {
    let (status, report) = clerk.get(&format!("/api/imports/{id}")).await;
    assert_eq!(status, OK, "{report}");
    report
}

async fn verb(clerk: &Client<'_>, id: Uuid, verb: &str, body: Value) -> (StatusCode, Value) {
    clerk.post(&format!("/api/imports/{id}/{verb}"), body).await
}

async fn count(place: &Place, of: &str) -> i64 {
    let db = place.app.db.read().await.unwrap();
    let sql = format!("select count(*) from {of}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

const GRIDS: &str = "area where level = 'grid'";

/// Runs the imports until some rows are staged, and leaves them there as a program that is killed would. That this run
/// has staged them tells its job, which is held for shorter then than it was claimed for; those of a run before it may
/// still stand.
async fn cut_off(place: &Place, id: Uuid) {
    let app = place.app.clone();
    let claimed = format!("job where leased_until_at >= {}", app.clock.now().millis() + 10 * 60_000);
    let running = tokio::spawn(async move { jobs::run_imports(&app).await });
    loop {
        let db = place.app.db.read().await.unwrap();
        let staged = import::find(&db, id).await.unwrap().unwrap().staged > 0;
        drop(db);
        let run = count(place, "job where state = 'running'").await > 0;
        if staged && run && count(place, &claimed).await == 0 {
            break;
        }
        assert!(!running.is_finished(), "it ended before it could be cut off");
        tokio::task::yield_now().await;
    }
    running.abort();
    assert!(running.await.is_err_and(|error| error.is_cancelled()), "it was cut off in the middle");
}

on_both!(an_import_goes_on_while_nobody_waits, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = send(place, &clerk, "areas", "网格.csv", grids(MANY)).await;
    let (_, again) = clerk.upload("/api/imports?what=areas&background=true", id, "网格.csv", grids(1)).await;
    assert_eq!(again["id"], json!(id), "sent again it is the same import");
    assert_eq!(jobs::run_imports(&place.app).await.unwrap(), 1);
    let checked = shown(&clerk, id).await;
    assert_eq!((&checked["state"], &checked["staged"]), (&json!("checked"), &json!(MANY)), "{checked}");
    assert_eq!((&checked["total"], &checked["added"]), (&json!(MANY), &json!({ "grid": MANY })));
    let (_, list) = clerk.get("/api/imports").await;
    assert_eq!((&list[0]["id"], &list[0]["state"]), (&json!(id), &json!("checked")), "{list}");
    assert_eq!(place.sign_in("leader").await.get("/api/imports").await.0, StatusCode::FORBIDDEN);

    let key = place.id();
    let path = format!("/api/imports/{id}/apply?background=true");
    let (status, taken) = clerk.post_as(&path, json!({}), key).await;
    assert_eq!((status, &taken["report"]["state"]), (ACCEPTED, &json!("applying")), "{taken}");
    assert_eq!(count(place, GRIDS).await, 0);
    assert_eq!(verb(&clerk, id, "apply", json!({})).await.0, StatusCode::CONFLICT, "it is under way");
    assert_eq!(jobs::run_imports(&place.app).await.unwrap(), 1);
    let applied = shown(&clerk, id).await;
    assert_eq!((&applied["state"], &applied["added"]), (&json!("applied"), &json!({ "grid": MANY })));
    assert_eq!(count(place, GRIDS).await, i64::try_from(MANY).unwrap());
    assert_eq!(count(place, "import_row").await, 0, "nothing stays staged");
    assert!(place.app.files.kept(id).await.unwrap().is_none(), "nor the upload");
    assert_eq!(count(place, "audit where kind = 'import' and request is not null").await, 1);
    assert_eq!(verb(&clerk, id, "stop", json!({})).await.1["code"], "import.not_now");
});

on_both!(what_was_cut_off_begins_again_and_ends_the_same, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = send(place, &clerk, "areas", "网格.csv", grids(MANY)).await;
    cut_off(place, id).await;
    assert_eq!(jobs::run_imports(&place.app).await.unwrap(), 0, "its lease runs");
    jobs::take_over(&place.app).await.unwrap();
    cut_off(place, id).await;
    place.at("2026-10-30T09:03:00+08:00");
    assert_eq!(jobs::run_imports(&place.app).await.unwrap(), 1, "another program waits for the lease's end");
    let clerk = place.sign_in("clerk").await;
    let checked = shown(&clerk, id).await;
    assert_eq!((&checked["state"], &checked["staged"]), (&json!("checked"), &json!(MANY)), "{checked}");
    assert_eq!(count(place, "import_row").await, i64::try_from(MANY).unwrap());

    let apply = format!("/api/imports/{id}/apply?background=true");
    assert_eq!(clerk.post(&apply, json!({})).await.0, ACCEPTED);
    let app = place.app.clone();
    let killed = tokio::spawn(async move { jobs::run_imports(&app).await });
    tokio::task::yield_now().await;
    killed.abort();
    let _ = killed.await;
    jobs::take_over(&place.app).await.unwrap();
    jobs::run_imports(&place.app).await.unwrap();
    assert_eq!(shown(&clerk, id).await["state"], "applied");
    assert_eq!(count(place, GRIDS).await, i64::try_from(MANY).unwrap(), "once, whenever it was cut off");
    assert_eq!(count(place, "audit where kind = 'import'").await, 1);
});

on_both!(who_lost_the_job_stages_nothing_more, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = send(place, &clerk, "areas", "网格.csv", grids(3)).await;
    let now = place.app.clock.now();
    let kinds = job::Kinds::Only(&["import_stage"]);
    let waiting = job::next(&place.app.db.read().await.unwrap(), kinds, now).await.unwrap().unwrap();
    let claim = async move |tx: &Tx| job::claim(tx, &waiting, now).await;
    let lost = place.app.db.write(claim).await.unwrap().unwrap();
    jobs::take_over(&place.app).await.unwrap();
    jobs::run_imports(&place.app).await.unwrap();
    let run = import::find(&place.app.db.read().await.unwrap(), id).await.unwrap().unwrap();
    let ids = crate::platform::chance::Ids::new([7; 32], now);
    let held = Some(import::Held::new(lost, now));
    let order = import::Order { run: id, account: run.account, now, ids, held };
    let late = import::stage(&place.app.db, order, import::What::Areas, "x.csv".into(), grids(3)).await;
    assert!(late.unwrap_err().to_string().contains("stopped"));
});

on_both!(a_stopped_import_takes_nothing, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let stopped = async |id: Uuid| {
        jobs::run_imports(&place.app).await.unwrap();
        assert_eq!(shown(&clerk, id).await["state"], "stopped");
        assert_eq!((count(place, GRIDS).await, count(place, "import_row").await), (0, 0));
        assert!(place.app.files.kept(id).await.unwrap().is_none());
        assert_eq!(
            count(place, "job where state in ('waiting', 'running') and kind like 'import%'").await,
            0
        );
    };
    let unread = send(place, &clerk, "areas", "网格.csv", grids(3)).await;
    let other = place.sign_in("district").await;
    assert_eq!(verb(&other, unread, "stop", json!({})).await.0, StatusCode::NOT_FOUND, "another's");
    assert_eq!(verb(&clerk, unread, "stop", json!({})).await.0, OK);
    stopped(unread).await;

    let reading = send(place, &clerk, "areas", "网格.csv", grids(MANY)).await;
    let app = place.app.clone();
    let running = tokio::spawn(async move { jobs::run_imports(&app).await });
    while shown(&clerk, reading).await["staged"] == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(verb(&clerk, reading, "stop", json!({})).await.1["state"], "stopped");
    running.await.unwrap().unwrap();
    stopped(reading).await;

    let checked = send(place, &clerk, "areas", "网格.csv", grids(MANY)).await;
    jobs::run_imports(&place.app).await.unwrap();
    let apply = format!("/api/imports/{checked}/apply?background=true");
    assert_eq!(clerk.post(&apply, json!({})).await.0, ACCEPTED);
    let app = place.app.clone();
    let running = tokio::spawn(async move { jobs::run_imports(&app).await });
    let (status, report) = verb(&clerk, checked, "stop", json!({})).await;
    running.await.unwrap().unwrap();
    // whichever came first, all of it or nothing
    match status {
        OK => stopped(checked).await,
        _ => assert_eq!((report["code"].as_str(), count(place, GRIDS).await), (Some("import.not_now"), 1600)),
    }
});

on_both!(what_cannot_be_done_in_the_background_says_why, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let broken = send(place, &clerk, "organisations", "机构.xlsx", b"no workbook".to_vec()).await;
    jobs::run_imports(&place.app).await.unwrap();
    let failed = shown(&clerk, broken).await;
    assert_eq!(
        (&failed["state"], &failed["problem"]["code"]),
        (&json!("failed"), &json!("import.unreadable"))
    );
    assert!(place.app.files.kept(broken).await.unwrap().is_none());

    let (first, second) = (
        send(place, &clerk, "areas", "一.csv", grids(2)).await,
        send(place, &clerk, "areas", "二.csv", grids(2)).await,
    );
    jobs::run_imports(&place.app).await.unwrap();
    for id in [first, second] {
        let apply = format!("/api/imports/{id}/apply?background=true");
        assert_eq!(clerk.post(&apply, json!({})).await.0, ACCEPTED);
        jobs::run_imports(&place.app).await.unwrap();
    }
    assert_eq!(shown(&clerk, first).await["state"], "applied");
    let overtaken = shown(&clerk, second).await;
    assert_eq!(overtaken["problem"]["code"], "import.overtaken", "{overtaken}");
    assert_eq!(count(place, "import_row").await, 0);
    assert_eq!(count(place, GRIDS).await, 2);
});

on_both!(faulty_rows_are_left_out_where_none_hangs_on_them, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let table = |rows: &str| format!("代码,名称,级别,类型,上级代码\n{rows}").into_bytes();
    let sound = "990101001209,柳岸社区,village,,990101001\n";
    let hanging = table(&format!(
        "990101001208,,village,,990101001\n990101001208-G1,一网格,grid,,990101001208\n{sound}"
    ));
    let id = send(place, &clerk, "areas", "a.csv", hanging).await;
    jobs::run_imports(&place.app).await.unwrap();
    let faulty = shown(&clerk, id).await;
    assert_eq!(
        (&faulty["state"], &faulty["faulty"], &faulty["hanging"]),
        (&json!("faulty"), &json!(1), &json!(1))
    );
    assert_eq!(verb(&clerk, id, "apply", json!({ "rest": true })).await.1["code"], "import.rows_hang");

    let twice = "990101001207,甲村,village,,990101001\n990101001207,乙村,village,,990101001\n";
    let id = send(place, &clerk, "areas", "b.csv", table(&format!("{twice}{sound}"))).await;
    jobs::run_imports(&place.app).await.unwrap();
    let faulty = shown(&clerk, id).await;
    assert_eq!((&faulty["faulty"], &faulty["hanging"]), (&json!(2), &json!(0)), "{faulty}");
    assert_eq!(faulty["added"], json!({ "village": 1 }), "what the sound rows would add");
    assert_eq!(verb(&clerk, id, "apply", json!({})).await.1["code"], "import.not_now", "only when asked");
    let path = format!("/api/imports/{id}/apply?background=true");
    assert_eq!(clerk.post(&path, json!({ "rest": true })).await.0, ACCEPTED);
    jobs::run_imports(&place.app).await.unwrap();
    let applied = shown(&clerk, id).await;
    assert_eq!((&applied["state"], &applied["faulty"]), (&json!("applied"), &json!(2)), "{applied}");
    assert_eq!(applied["faults"].as_array().unwrap().len(), 2, "what was left out is still told");
    assert_eq!(clerk.file(&format!("/api/imports/{id}/file")).await.0, OK, "and can be mended in its file");
    assert_eq!(count(place, "area where code = '990101001209'").await, 1);
    assert_eq!(count(place, "area where code = '990101001207'").await, 0);

    place.at("2026-11-01T10:00:00+08:00");
    jobs::run(&place.app).await.unwrap();
    let clerk = place.sign_in("clerk").await;
    assert_eq!(clerk.file(&format!("/api/imports/{id}/file")).await.0, StatusCode::NOT_FOUND);
    assert_eq!((count(place, "import_row").await, &shown(&clerk, id).await["faulty"]), (0, &json!(2)));
});

on_both!(people_without_their_faulty_rows, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let table = "姓名,机构代码,职务,登录名\n秦岚,CJB,干事,qinlan\n卫东,没有,干事,weidong\n";
    let id = send(place, &clerk, "people", "人员.csv", table.into()).await;
    jobs::run_imports(&place.app).await.unwrap();
    assert_eq!(shown(&clerk, id).await["added"], json!({ "person": 1 }));
    let path = format!("/api/imports/{id}/apply?background=true");
    let (status, done) = clerk.post(&path, json!({ "rest": true })).await;
    assert_eq!((status, &done["report"]["state"]), (OK, &json!("applied")), "{done}");
    let slips = done["slips"].as_array().unwrap();
    assert_eq!((slips.len(), &slips[0]["login"]), (1, &json!("qinlan")), "told within the request");
    assert_eq!(count(place, "person where name = '卫东'").await, 0);
});

on_both!(an_import_left_for_two_days_is_given_up, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = send(place, &clerk, "areas", "网格.csv", grids(3)).await;
    jobs::run_imports(&place.app).await.unwrap();
    place.at("2026-11-01T08:59:00+08:00");
    jobs::run(&place.app).await.unwrap();
    let clerk = place.sign_in("clerk").await;
    assert_eq!(shown(&clerk, id).await["state"], "checked");
    place.at("2026-11-02T09:00:00+08:00");
    jobs::run(&place.app).await.unwrap();
    let clerk = place.sign_in("clerk").await;
    assert_eq!(shown(&clerk, id).await["state"], "stopped");
    assert_eq!(count(place, "import_row").await, 0);
    assert!(place.app.files.kept(id).await.unwrap().is_none());
});
