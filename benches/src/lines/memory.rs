//! Start-up and memory with very many records: at rest, under load, and after a rest.

use super::{SETTLED, Scale};
use crate::{
    caller::Caller,
    kit::{
        Result,
        client::Client,
        server::Server,
        stats::millis,
        table::Line,
        town::{Ground, Store},
    },
    many,
};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const CALLERS: usize = 16;
const QUESTIONS: &[&str] = &[
    "/api/cases",
    "/api/cases?view=all&category=sanitation",
    "/api/waiting",
    "/api/figures/case.registered?period=2026-09",
    "/api/figures/case.in_time_rate/split?by=area&period=2025",
    "/api/areas",
];
const LOAD: Duration = Duration::from_secs(30);

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let (many, _) = many::town(ground, store, scale.many).await?;
    let place = ground.copy(&many, "memory").await?;
    let server = ground.serve(&place).await?;
    let started = millis(server.started);
    tokio::time::sleep(SETTLED).await;
    let rest = server.memory()?;
    let load = load(&server, LOAD.min(scale.rest)).await?;
    tokio::time::sleep(scale.rest).await;
    let after = server.memory()?;
    server.stop().await?;
    ground.remove(&place).await?;
    let name = store.name();
    Ok(vec![
        Line::at_most(format!("{name}: start with {} cases", scale.many.cases), started, 1000.0, "ms"),
        Line::at_most(format!("{name}: memory at rest"), rest, 100.0, "MB"),
        Line::told(format!("{name}: memory under load, most"), load, "MB"),
        Line::at_most(
            format!("{name}: memory {} s after it, against before", scale.rest.as_secs()),
            after / rest,
            1.2,
            "×",
        ),
    ])
}

/// The most memory while many ask, and some report cases with photos.
async fn load(server: &Server, time: Duration) -> Result<f64> {
    let until = Instant::now() + time;
    let first = Caller::sign_in(&server.address, "clerk").await?;
    let mut callers = JoinSet::new();
    for at in 0..CALLERS {
        let caller = first.another().await?;
        callers.spawn(async move {
            if at % 4 == 0 { report(caller, until).await } else { ask(caller.client, at, until).await }
        });
    }
    let mut most = 0.0_f64;
    while !callers.is_empty() {
        tokio::select! {
            Some(ended) = callers.join_next() => ended??,
            () = tokio::time::sleep(Duration::from_millis(200)) => most = most.max(server.memory()?),
        }
    }
    Ok(most)
}

async fn ask(mut client: Client, from: usize, until: Instant) -> Result<()> {
    for path in QUESTIONS.iter().cycle().skip(from) {
        client.get(path).await?;
        if Instant::now() > until {
            break;
        }
    }
    Ok(())
}

async fn report(mut caller: Caller, until: Instant) -> Result<()> {
    while Instant::now() < until {
        let call = caller.report().await?;
        caller.client.take(&call).await?;
    }
    Ok(())
}
