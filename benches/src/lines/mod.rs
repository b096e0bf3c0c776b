//! The lines of the table, a file each.

mod distinct;
mod figures;
mod list;
mod memory;
mod photo;
mod register;
mod summary;
mod taken_in;

use crate::{
    kit::{
        Result,
        client::{Call, Client},
        stats::Times,
        table::{HEAD, Line},
        town::{Ground, Store},
    },
    many::Many,
};
use std::time::Duration;

/// Until what runs once after the start, as the verification of the journal, has run.
const SETTLED: Duration = Duration::from_secs(10);

/// How much is measured.
pub struct Scale {
    pub registrations: usize,
    pub many: Many,
    /// calls of each page and figure
    pub calls: usize,
    pub areas: usize,
    pub photos: usize,
    /// between the load and the second look at the memory
    pub rest: Duration,
}

impl Scale {
    pub const fn full(rest: Duration) -> Self {
        let many = Many { cases: 1_000_000, postings: 1_000_000 };
        Self { registrations: 3840, many, calls: 200, areas: 20_000, photos: 20, rest }
    }
    /// To see that it runs; its figures say little.
    pub const fn small() -> Self {
        let many = Many { cases: 20_000, postings: 40_000 };
        Self { registrations: 384, many, calls: 20, areas: 500, photos: 3, rest: Duration::from_secs(5) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Section {
    Register,
    List,
    Figures,
    Distinct,
    Import,
    Photo,
    Summary,
    Memory,
}

impl Section {
    pub const ALL: &[Self] = &[
        Self::Register,
        Self::List,
        Self::Figures,
        Self::Distinct,
        Self::Import,
        Self::Photo,
        Self::Summary,
        Self::Memory,
    ];

    /// Where it is measured: a picture costs the same whatever database keeps its row.
    fn stores(self, ground: &Ground) -> Vec<Store> {
        if self == Self::Photo { vec![Store::Sqlite] } else { ground.stores() }
    }

    async fn measure(self, ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
        match self {
            Self::Register => register::measure(ground, store, scale).await,
            Self::List => list::measure(ground, store, scale).await,
            Self::Figures => figures::measure(ground, store, scale).await,
            Self::Distinct => distinct::measure(ground, store, scale).await,
            Self::Import => taken_in::measure(ground, store, scale).await,
            Self::Photo => photo::measure(ground, store, scale).await,
            Self::Summary => summary::measure(ground, store, scale).await,
            Self::Memory => memory::measure(ground, store, scale).await,
        }
    }
}

/// Prints the table line by line; answers how many limits did not hold.
pub async fn measure(ground: &Ground, scale: &Scale, sections: &[Section]) -> Result<usize> {
    let mut over = 0;
    println!("{HEAD}");
    for section in sections {
        for store in section.stores(ground) {
            let lines = section.measure(ground, store, scale).await;
            for line in lines.map_err(|e| format!("{section:?}: {e}"))? {
                over += usize::from(line.is_over());
                println!("{line}");
            }
        }
    }
    Ok(over)
}

/// How long a question takes at the 99th of a hundred, put many times one after the other, after a first that is not
/// counted.
async fn asked(
    client: &mut Client,
    what: String,
    path: &str,
    calls: usize,
    limit_ms: Option<f64>,
) -> Result<Line> {
    client.get(path).await?;
    let call = Call::get(path);
    let mut times = Vec::with_capacity(calls);
    for _ in 0..calls {
        times.push(client.timed(&call).await?.1);
    }
    let (what, longest) = (format!("{what}, p99"), Times::of(times).at(0.99));
    Ok(match limit_ms {
        Some(limit) => Line::at_most(what, longest, limit, "ms"),
        None => Line::told(what, longest, "ms"),
    })
}
