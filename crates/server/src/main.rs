//! The one binary.

use clap::Parser;
use std::process::ExitCode;
use wenming::cli::{self, Cli};

/// Gives memory back to the system when a load is over (docs/decisions/0093-memory-is-given-back.md).
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What was typed is not understood.
const MISREAD: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let typed = match Cli::try_parse() {
        Ok(typed) => typed,
        // help and version are asked for
        Err(asked) if !asked.use_stderr() => asked.exit(),
        Err(error) => {
            eprintln!("wenming: {}", cli::misread(&error));
            return ExitCode::from(MISREAD);
        }
    };
    match typed.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wenming: {error}");
            ExitCode::FAILURE
        }
    }
}
