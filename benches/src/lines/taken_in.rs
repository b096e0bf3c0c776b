//! Areas taken in from a table, against the database's own bulk insert of the same rows; and once more while cases are
//! registered, for how long these have to wait.

use super::{SETTLED, Scale};
use crate::{
    caller::Caller,
    kit::{
        Result,
        client::Call,
        database::Raw,
        stats::Times,
        table::Line,
        town::{Ground, Store},
    },
};
use serde_json::json;
use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

const VILLAGE: &str = "990101001001";

#[allow(clippy::cast_precision_loss)] // some thousand rows
pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let place = ground.town(store, "taken_in").await?;
    let server = ground.serve(&place).await?;
    let mut clerk = Caller::sign_in(&server.address, "clerk").await?;
    tokio::time::sleep(SETTLED).await;
    let (staged, applied) = take_in(&mut clerk, "estate", scale.areas).await?;
    let reporter = clerk.another().await?;
    let ended = Arc::new(AtomicBool::new(false));
    let meanwhile = tokio::spawn(register_until(reporter, ended.clone()));
    take_in(&mut clerk, "again", scale.areas).await?;
    ended.store(true, Relaxed);
    let times = Times::of(meanwhile.await??);
    server.stop().await?;
    let bulk = bulk(&Raw::open(&place).await?, scale.areas).await?;
    ground.remove(&place).await?;
    let name = format!("{}: {} areas", store.name(), scale.areas);
    let rate = |time: Duration| scale.areas as f64 / time.as_secs_f64();
    Ok(vec![
        Line::told(
            format!("{name} taken in from CSV, read, checked and applied"),
            rate(staged + applied),
            "/s",
        ),
        Line::told(format!("{name} applied, which is the last step"), rate(applied), "/s"),
        Line::told(format!("{name} by the database's own bulk insert"), rate(bulk), "/s"),
        Line::at_least(
            format!("{name} against that"),
            bulk.as_secs_f64() / (staged + applied).as_secs_f64(),
            0.5,
            "×",
        ),
        Line::told(format!("{name}: p99 of a case registered meanwhile"), times.at(0.99), "ms"),
        Line::told(format!("{name}: longest such wait, the writer held"), times.longest(), "ms"),
    ])
}

/// Stages and applies; how long each took.
async fn take_in(clerk: &mut Caller, code: &str, rows: usize) -> Result<(Duration, Duration)> {
    let mut table = "代码,名称,级别,类型,上级代码\n".to_owned();
    for row in 0..rows {
        writeln!(table, "{code}-{row:06},第{row}小区,estate,estate,{VILLAGE}")?;
    }
    let call = Call::upload("/api/imports?what=areas", "areas.csv", table.as_bytes(), None);
    let (told, staged) = clerk.client.timed(&call).await?;
    if told["state"] != "checked" {
        return Err(format!("the table was not taken: {told}").into());
    }
    let apply = Call::post(&format!("/api/imports/{}/apply", call.key), &json!({}));
    Ok((staged, clerk.client.timed(&apply).await?.1))
}

/// One registration after another.
async fn register_until(mut caller: Caller, ended: Arc<AtomicBool>) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while !ended.load(Relaxed) {
        let call = caller.report().await?;
        times.push(caller.client.timed(&call).await?.1);
    }
    Ok(times)
}

/// The rows that the import wrote, taken away and written again by one statement a table.
async fn bulk(raw: &Raw, rows: usize) -> Result<Duration> {
    let areas = "select id from area where code like 'estate-%'";
    raw.run(&format!("create temp table kept as select * from area where id in ({areas})")).await?;
    raw.run(&format!("create temp table kept_span as select * from area_span where area in ({areas})"))
        .await?;
    raw.run(&format!("delete from area_span where area in ({areas})")).await?;
    raw.run(&format!("delete from area where id in ({areas})")).await?;
    let begun = Instant::now();
    raw.run(raw.begin()).await?;
    raw.run("insert into area select * from kept").await?;
    raw.run("insert into area_span select * from kept_span").await?;
    raw.run("commit").await?;
    let time = begun.elapsed();
    let written = raw.number(&format!("select count(*) as n from ({areas}) x")).await?;
    if usize::try_from(written)? == rows {
        Ok(time)
    } else {
        Err(format!("{written} areas, not {rows}").into())
    }
}
