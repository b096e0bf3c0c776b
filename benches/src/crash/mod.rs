//! The program killed again and again while many write to it.

mod check;
mod ledger;
mod people;
mod shelf;

use crate::kit::{
    Result, below,
    server::Server,
    stats::millis,
    town::{Ground, Place, Store},
};
use ledger::{Kind, Ledger};
use people::{Known, People, Writer};
use shelf::{Led, Shelf};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// Those who write at once.
const WRITERS: usize = 6;
/// A kill comes so long after the writing began.
const SHORTEST_MS: usize = 40;
const LONGEST_MS: usize = 1500;
/// Kills between two verifications of the whole journal.
const VERIFIED: usize = 10;

/// Kills it so many times; an error says what was lost, doubled or broken.
pub async fn crash(ground: &Ground, times: usize) -> Result<()> {
    let place = ground.town(Store::Sqlite, "crash").await?;
    let before = check::counts(&place).await?;
    let (ledger, shelf) = (Arc::new(Ledger::default()), Arc::new(Shelf::default()));
    let mut server = ground.serve(&place).await?;
    let mut people = People::sign_in(&server.address).await?;
    let known = Arc::new(Known::read(&mut people).await?);
    let (mut checked, mut doubted, mut slowest) = (0, 0, Duration::ZERO);
    for kill in 1..=times {
        write_until_killed(server, &people, &known, &ledger, &shelf).await?;
        server = ground.serve(&place).await?;
        slowest = slowest.max(server.started);
        people = people.again(&server.address).await?;
        let after = async {
            doubted += settle(&mut people, &ledger, &shelf).await?;
            let told = ledger.told_since(checked)?;
            checked += told.len();
            check::same_answers(&mut people, &told).await?;
            check::pictures(&mut people, &told).await?;
            check::exactly_once(&place, &ledger, &before).await?;
            if kill % VERIFIED == 0 { check::verify(ground, &place).await } else { Ok(()) }
        };
        after.await.map_err(|e| format!("after kill {kill}: {e}"))?;
    }
    finish(ground, &place, server, &mut people, &ledger).await?;
    check::exactly_once(&place, &ledger, &before).await?;
    println!("{times} kills, {doubted} writes in doubt, slowest start {:.0} ms", millis(slowest));
    println!("{}", ledger_told(&ledger)?);
    ground.remove(&place).await
}

/// Everybody writes; in the midst of it the program is gone.
async fn write_until_killed(
    server: Server,
    people: &People,
    known: &Arc<Known>,
    ledger: &Arc<Ledger>,
    shelf: &Arc<Shelf>,
) -> Result<()> {
    let mut writing = JoinSet::new();
    for _ in 0..WRITERS {
        let people = people.again(&server.address).await?;
        writing.spawn(Writer::new(people, known.clone(), ledger.clone(), shelf.clone()).write());
    }
    let time = SHORTEST_MS + below(LONGEST_MS - SHORTEST_MS);
    tokio::time::sleep(Duration::from_millis(u64::try_from(time)?)).await;
    server.kill().await?;
    while let Some(ended) = writing.join_next().await {
        ended?.or_else(|stopped| if stopped.is::<hyper::Error>() { Ok(()) } else { Err(stopped) })?;
    }
    Ok(())
}

/// Sends again what got no answer, as a phone does; how much that was.
async fn settle(people: &mut People, ledger: &Ledger, shelf: &Shelf) -> Result<usize> {
    let open = ledger.take_open()?;
    let count = open.len();
    for sent in open {
        let answer = people.of(sent.login)?.client.insist(&sent.call).await?;
        if !answer.ok() {
            ledger.refuse(&sent, &answer)?;
            continue;
        }
        match sent.kind {
            Kind::File => shelf.put_picture(sent.login, sent.call.key.to_string())?,
            Kind::Case => shelf.put(Led::of(&answer.json()?))?,
            Kind::Step | Kind::Visit | Kind::Round => {}
        }
        ledger.tell(sent, answer.body)?;
    }
    Ok(count)
}

/// All of the ledger once more, and the journal after an orderly end.
async fn finish(
    ground: &Ground,
    place: &Place,
    server: Server,
    people: &mut People,
    ledger: &Ledger,
) -> Result<()> {
    let told = ledger.told_since(0)?;
    check::same_answers(people, &told).await?;
    check::pictures(people, &told).await?;
    server.stop().await?;
    check::verify(ground, place).await
}

fn ledger_told(ledger: &Ledger) -> Result<String> {
    let count = |kind| ledger.count(kind);
    let [cases, steps, visits] = [count(Kind::Case)?, count(Kind::Step)?, count(Kind::Visit)?];
    let [rounds, files] = [count(Kind::Round)?, count(Kind::File)?];
    Ok(format!(
        "acknowledged: {cases} cases, {steps} moves of them, {visits} visits, {rounds} rounds, {files} photos; \
         refused: {:?}; all that was acknowledged stands once, the journal verifies",
        ledger.refused()?
    ))
}
