//! What must hold after a kill: what was acknowledged is there once, the same request again gets the same answer, the
//! figures and the journal agree with the records, and every picture is what was sent.

use super::{
    ledger::{Kind, Ledger, Told},
    people::People,
};
use crate::kit::{
    Result,
    client::{Call, Client},
    database::Raw,
    town::{Ground, Place},
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tokio::process::Command;

/// How many of each kind stand.
pub type Counts = HashMap<&'static str, i64>;

/// What is counted: a name and the question.
const COUNTED: &[(&str, &str)] = &[
    ("files", "select count(*) as n from file"),
    ("cases", "select count(*) as n from case_record"),
    ("moves by people", "select count(*) as n from case_move where not by_rule"),
    ("visits", "select count(*) as n from visit"),
    ("rounds", "select count(*) as n from round"),
    ("answers kept", "select count(*) as n from request"),
    (
        "cases registered, in the journal",
        "select cast(coalesce(sum(quantity), 0) as bigint) as n from posting where metric = 'case.registered'",
    ),
    (
        "visits, in the journal",
        "select cast(coalesce(sum(quantity), 0) as bigint) as n from posting where metric = 'inspection.visits'",
    ),
];

pub async fn counts(place: &Place) -> Result<Counts> {
    let raw = Raw::open(place).await?;
    let mut counts = Counts::new();
    for (name, sql) in COUNTED {
        counts.insert(name, raw.number(sql).await?);
    }
    raw.close().await?;
    Ok(counts)
}

/// Each acknowledged write stands once: no fewer, no more.
pub async fn exactly_once(place: &Place, ledger: &Ledger, before: &Counts) -> Result<()> {
    let now = counts(place).await?;
    let of = |kind| ledger.count(kind);
    let [files, cases, steps] = [of(Kind::File)?, of(Kind::Case)?, of(Kind::Step)?];
    let [visits, rounds] = [of(Kind::Visit)?, of(Kind::Round)?];
    for (name, told) in [
        ("files", files),
        ("cases", cases),
        // the report and the registration are one request
        ("moves by people", 2 * cases + steps),
        ("visits", visits),
        ("rounds", rounds),
        ("answers kept", cases + steps + visits + rounds),
        ("cases registered, in the journal", cases),
        ("visits, in the journal", visits),
    ] {
        let made = now.get(name).copied().unwrap_or_default() - before.get(name).copied().unwrap_or_default();
        if made != told {
            return Err(format!("{name}: {told} were acknowledged, {made} stand").into());
        }
    }
    Ok(())
}

/// The same requests again.
pub async fn same_answers(people: &mut People, told: &[Told]) -> Result<()> {
    for Told { sent, answer } in told {
        let again = people.of(sent.login)?.client.send(&sent.call).await?;
        if again.body != *answer {
            let [first, again] = [answer, &again.body].map(|body| String::from_utf8_lossy(body).into_owned());
            return Err(
                format!("{:?} {} was answered {first} and is now {again}", sent.kind, sent.call.key).into()
            );
        }
    }
    Ok(())
}

/// Every acknowledged picture: its original as it was sent, and its copies whole.
pub async fn pictures(people: &mut People, told: &[Told]) -> Result<()> {
    for Told { sent, .. } in told {
        let Some(bytes) = &sent.picture else { continue };
        for size in ["view", "thumb"] {
            let copy = read(&mut people.of(sent.login)?.client, sent.call.key, size).await?;
            image::load_from_memory(&copy).map_err(|e| format!("{size} of {}: {e}", sent.call.key))?;
        }
        // those of others are the clerk's to read once they hang on a record
        let mine = sent.login == "clerk";
        let original = people.of("clerk")?.client.send(&Call::get(&path(sent.call.key, "original"))).await?;
        let unread = original.status == 404 && !mine;
        if !unread && Sha256::digest(&original.body) != Sha256::digest(bytes) {
            return Err(
                format!("the picture {} is not what was sent ({})", sent.call.key, original.status).into()
            );
        }
    }
    Ok(())
}

fn path(id: uuid::Uuid, size: &str) -> String {
    format!("/api/files/{id}?size={size}")
}

async fn read(client: &mut Client, id: uuid::Uuid, size: &str) -> Result<hyper::body::Bytes> {
    let answer = client.send(&Call::get(&path(id, size))).await?;
    if answer.ok() { Ok(answer.body) } else { Err(format!("{size} of {id}: {}", answer.status).into()) }
}

/// `wenming verify`: the chain, the roll-ups, and every record's recount.
pub async fn verify(ground: &Ground, place: &Place) -> Result<()> {
    let told = Command::new(&ground.binary).arg("verify").args(place.arguments()).output().await?;
    if told.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&told.stderr).into()) }
}
