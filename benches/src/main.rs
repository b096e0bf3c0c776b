//! `wenming-bench measure` prints what the program costs beside its limits; `wenming-bench crash` kills it under load
//! and looks what is left.

#![allow(clippy::disallowed_methods)] // it stands outside the program: ids and times of its own

mod caller;
mod crash;
mod kit;
mod lines;
mod many;

use clap::{Parser, Subcommand};
use kit::{Result, town::Ground};
use lines::{Scale, Section};
use std::{path::PathBuf, process::ExitCode, time::Duration};

#[derive(Parser)]
#[command(about = "What the program costs, and what it keeps when it is killed")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The built program
    #[arg(long, global = true, value_name = "FILE", default_value = "target/release/wenming")]
    binary: PathBuf,
    /// Where towns are made; those that are finished serve the next run too
    #[arg(long, global = true, value_name = "DIR", default_value = "target/bench")]
    folder: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Measure, all of it or the sections that are named
    Measure {
        sections: Vec<Section>,
        /// Small towns and few calls: to see that it runs
        #[arg(long)]
        small: bool,
        /// Rest between the load and the second look at the memory
        #[arg(long, default_value_t = 10)]
        minutes: u64,
        /// A PostgreSQL server in which databases may be made, measured beside the embedded one
        #[arg(long, env = "WENMING_TEST_POSTGRES", value_name = "URL")]
        postgres: Option<String>,
    },
    /// Kill it under load, again and again, and look what is left
    Crash {
        #[arg(long, default_value_t = 100)]
        times: usize,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("wenming-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every limit held.
async fn run(cli: Cli) -> Result<bool> {
    match cli.command {
        Command::Measure { sections, small, minutes, postgres } => {
            let ground = Ground::new(cli.binary, cli.folder, postgres)?;
            let scale = if small { Scale::small() } else { Scale::full(Duration::from_secs(minutes * 60)) };
            let sections = if sections.is_empty() { Section::ALL } else { &sections };
            Ok(lines::measure(&ground, &scale, sections).await? == 0)
        }
        Command::Crash { times } => {
            crash::crash(&Ground::new(cli.binary, cli.folder, None)?, times).await?;
            Ok(true)
        }
    }
}
