//! A case registered through HTTP by 32 callers at once, against the same rows of one case by one raw connection:
//! in a transaction each, and 32 cases in one.

use super::{SETTLED, Scale};
use crate::{
    caller::Caller,
    kit::{
        Result,
        client::Call,
        database::Raw,
        rows::Rows,
        server::own_cpu,
        stats::{Times, millis},
        table::Line,
        town::{Ground, Place, Store},
    },
};
use futures::future::try_join_all;
use std::time::{Duration, Instant};

/// Callers at once, and cases in the larger transaction.
const CALLERS: usize = 32;
/// Each caller's cases in a run. A run's pictures are stored before it: of one account at most 200 may hang on nothing.
const EACH: usize = 6;

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let served = through_http(ground, store, scale).await?;
    let (place, rows) = one_case(ground, store).await?;
    let single = raw(&place, &rows, scale.registrations / 4, 1).await?;
    let many = raw(&place, &rows, scale.registrations, CALLERS).await?;
    ground.remove(&place).await?;
    let name = store.name();
    let count = rows.len();
    Ok(vec![
        Line::told(format!("{name}: cases registered by {CALLERS} callers"), served.rate, "/s"),
        Line::told(format!("{name}: A, the {count} rows of one, a transaction each"), single, "/s"),
        Line::told(format!("{name}: B, the same, {CALLERS} cases a transaction"), many, "/s"),
        Line::at_least(format!("{name}: registered against A"), served.rate / single, 3.0, "×"),
        Line::told(format!("{name}: registered against B"), served.rate / many, "×"),
        Line::told(format!("{name}: p50 of a registration"), served.times.at(0.5), "ms"),
        Line::told(format!("{name}: p99 of a registration"), served.times.at(0.99), "ms"),
        Line::at_most(format!("{name}: slowest registration"), served.times.longest(), 250.0, "ms"),
        Line::told(format!("{name}: processor time a registration, the program"), served.cpu, "ms"),
        Line::told(format!("{name}: processor time a registration, the callers"), served.callers, "ms"),
    ])
}

struct Served {
    /// cases a second
    rate: f64,
    times: Times,
    /// milliseconds a case
    cpu: f64,
    callers: f64,
}

#[allow(clippy::cast_precision_loss)] // counts of a few thousand
async fn through_http(ground: &Ground, store: Store, scale: &Scale) -> Result<Served> {
    let place = ground.town(store, "register").await?;
    let server = ground.serve(&place).await?;
    tokio::time::sleep(SETTLED).await;
    let mut callers = Vec::new();
    let first = Caller::sign_in(&server.address, "clerk").await?;
    for _ in 1..CALLERS {
        callers.push(first.another().await?);
    }
    callers.push(first);
    let (mut times, mut taken) = (Vec::new(), Duration::ZERO);
    let (mut cpu, mut own) = (Duration::ZERO, Duration::ZERO);
    while times.len() < scale.registrations {
        let mut calls = Vec::new();
        for caller in &mut callers {
            let mut of_caller = Vec::new();
            for _ in 0..EACH {
                of_caller.push(caller.report().await?);
            }
            calls.push(of_caller);
        }
        let (cpu_before, own_before, begun) = (server.cpu()?, own_cpu()?, Instant::now());
        let of_callers = callers.iter_mut().zip(calls).map(|(caller, calls)| run(caller, calls));
        times.extend(try_join_all(of_callers).await?.into_iter().flatten());
        taken += begun.elapsed();
        cpu += server.cpu()?.saturating_sub(cpu_before);
        own += own_cpu()?.saturating_sub(own_before);
    }
    server.stop().await?;
    ground.remove(&place).await?;
    let count = times.len() as f64;
    Ok(Served {
        rate: count / taken.as_secs_f64(),
        times: Times::of(times),
        cpu: millis(cpu) / count,
        callers: millis(own) / count,
    })
}

async fn run(caller: &mut Caller, calls: Vec<Call>) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(calls.len());
    for call in calls {
        times.push(caller.client.timed(&call).await?.1);
    }
    Ok(times)
}

/// What one registration has written, and where.
async fn one_case(ground: &Ground, store: Store) -> Result<(Place, Rows)> {
    let place = ground.town(store, "one_case").await?;
    let server = ground.serve(&place).await?;
    // what the clock does after a start is none of the case's rows
    tokio::time::sleep(SETTLED).await;
    let mut caller = Caller::sign_in(&server.address, "clerk").await?;
    let call = caller.report().await?;
    let raw = Raw::open(&place).await?;
    let before = Rows::keys(&raw).await?;
    caller.client.take(&call).await?;
    let rows = Rows::since(&raw, &before).await?;
    raw.close().await?;
    server.stop().await?;
    Ok((place, rows))
}

/// Cases a second by one connection, so many of them in a transaction.
#[allow(clippy::cast_precision_loss)]
async fn raw(place: &Place, rows: &Rows, cases: usize, together: usize) -> Result<f64> {
    let raw = Raw::open(place).await?;
    let begun = Instant::now();
    let mut written = 0;
    while written < cases {
        raw.run(raw.begin()).await?;
        for _ in 0..together {
            rows.write_anew(&raw).await?;
        }
        raw.run("commit").await?;
        written += together;
    }
    let rate = written as f64 / begun.elapsed().as_secs_f64();
    raw.close().await?;
    Ok(rate)
}
