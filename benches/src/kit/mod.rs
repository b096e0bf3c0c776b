//! What every line stands on: the program as a child, calls to it, a raw connection beside it, and the table.

pub mod client;
pub mod database;
pub mod rows;
pub mod server;
pub mod stats;
pub mod table;
pub mod town;

/// One line for whoever runs it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// From 0 to `n` − 1, by chance.
pub fn below(n: usize) -> usize {
    let chance = uuid::Uuid::now_v7().as_u64_pair().1 & 0xffff_ffff;
    usize::try_from(chance).unwrap_or(0) % n.max(1)
}
