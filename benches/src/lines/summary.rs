//! The month's summary of the demo town: made, and written as DOCX.

use super::Scale;
use crate::{
    caller::Caller,
    kit::{
        Result,
        client::Call,
        stats::millis,
        table::Line,
        town::{Ground, Store},
    },
};
use jiff::{ToSpan, Zoned, civil::Date};
use serde_json::json;
use std::time::Instant;

const LIMIT_MS: f64 = 1000.0;
/// Whole months of which the demo town has lived through every day.
const MONTHS: i32 = 5;

pub async fn measure(ground: &Ground, store: Store, _scale: &Scale) -> Result<Vec<Line>> {
    let place = ground.town(store, "summary").await?;
    let server = ground.serve(&place).await?;
    let mut clerk = Caller::sign_in(&server.address, "clerk").await?;
    let today: Date = Zoned::now().date();
    let mut longest = 0.0_f64;
    for back in 1..=MONTHS {
        let month = today.first_of_month().saturating_sub(back.months()).strftime("%Y-%m").to_string();
        let begun = Instant::now();
        let made = clerk.client.post("/api/reports/summaries", &json!({ "period": month })).await?;
        let id = made["id"].as_str().ok_or("a paper without an id")?;
        let paper = clerk.client.send(&Call::get(&format!("/api/reports/summaries/{id}/docx"))).await?;
        if !paper.ok() || !paper.body.starts_with(b"PK") {
            return Err(format!("the paper of {month}: {}", paper.status).into());
        }
        longest = longest.max(millis(begun.elapsed()));
    }
    server.stop().await?;
    ground.remove(&place).await?;
    let what = format!("{}: a month's summary made and written as DOCX, longest of {MONTHS}", store.name());
    Ok(vec![Line::at_most(what, longest, LIMIT_MS, "ms")])
}
