//! The one binary: each command does one thing, says one clear line when it fails, and prints JSON with `--json`.

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use wenming::{
    app,
    platform::{chance::Chance, clock::Clock, config::Config},
    start,
};

#[derive(Parser)]
#[command(name = "wenming", version, about = "文明创建工作台: the workbench of a civilised-town campaign")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: Config,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the program
    Serve,
    /// List the configuration that holds
    Config,
    /// Bring the database to this program's schema
    Migrate,
    /// Print the API's document
    Openapi,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let cli = Cli::parse();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wenming: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

async fn run(cli: Cli) -> Result<(), Failure> {
    let config = cli.config.complete()?;
    match cli.command {
        Command::Serve => serve(config).await,
        Command::Config => {
            if cli.json {
                println!("{}", serde_json::to_string_pretty(&config)?);
            } else {
                print!("{}", toml::to_string(&config)?);
            }
            Ok(())
        }
        Command::Migrate => {
            start::open(config, Clock::system(), Chance::system()).await?;
            Ok(())
        }
        Command::Openapi => {
            println!("{}", app::api().1.to_pretty_json()?);
            Ok(())
        }
    }
}

async fn serve(config: Config) -> Result<(), Failure> {
    let address = config.address();
    let program = start::open(config, Clock::system(), Chance::system()).await?;
    start::spawn_jobs(&program);
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{address}/");
    let service = app::service(program.clone()).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
    start::seal(&program).await?;
    Ok(())
}

/// SIGTERM or Ctrl-C: running requests end, then what is open is sealed.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
