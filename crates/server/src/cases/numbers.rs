//! Case numbers, as `2610-0459`: year, month and a serial of at least four digits. They are drawn before the verb's
//! transaction from a block that one short write reserves, so no registration waits for another; gaps are allowed.

use super::{model::Error, store};
use crate::platform::db::{Db, Refusal, Tx};
use kernel::moment::Moment;
use std::collections::HashMap;
use tokio::sync::Mutex;

/// Serials reserved at once.
const BLOCK: i64 = 32;

/// The serials this process has reserved and not yet given, by month.
#[derive(Default)]
pub struct Numbers(Mutex<HashMap<String, (i64, i64)>>);

impl Numbers {
    pub async fn draw(&self, db: &Db, now: Moment) -> Result<String, Refusal<Error>> {
        let day = now.day();
        let month = format!("{:02}{:02}", day.year().rem_euclid(100), day.month());
        let mut blocks = self.0.lock().await;
        let block = blocks.entry(month.clone()).or_insert((1, 0));
        if block.0 > block.1 {
            let key = month.clone();
            let last: i64 =
                db.write(async move |tx: &Tx| Ok::<_, Error>(store::reserve(tx, &key, BLOCK).await?)).await?;
            *block = (last - BLOCK + 1, last);
        }
        let serial = block.0;
        block.0 += 1;
        Ok(format!("{month}-{serial:04}"))
    }
}
