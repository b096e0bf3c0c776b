//! Serving the program, plain or encrypted, until it is told to stop.

use crate::{
    app::{self, App, Peer},
    cli::{self, Failure},
    errand::{self, Hold},
    start,
    tls::{self, Secured},
};
use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use serde_json::json;
use tokio::net::TcpListener;

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}
impl Connected<IncomingStream<'_, Secured>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Secured>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Serves at the configured address; says it once it listens.
pub async fn serve(program: App, hold: Option<Hold>, json: bool) -> Result<(), Failure> {
    let encrypted = program.config.tls().map(|(cert, key)| tls::acceptor(cert, key)).transpose()?;
    let address = program.config.address();
    let listener = TcpListener::bind(address).await.map_err(|e| format!("{address}: {e}"))?;
    start::spawn_jobs(&program);
    let errands = hold.map(|hold| errand::Desk::open(&program, hold)).transpose()?;
    let address = listener.local_addr()?;
    match encrypted {
        Some(acceptor) => {
            cli::say(&told(&format!("https://{address}/"), json))?;
            serve_on(Secured::new(listener, acceptor)?, &program).await?;
        }
        None => {
            cli::say(&told(&format!("http://{address}/"), json))?;
            serve_on(listener, &program).await?;
        }
    }
    if let Some(errands) = errands {
        errands.close().await;
    }
    Ok(start::seal(&program).await?)
}

fn told(address: &str, json: bool) -> String {
    if json { json!({ "address": address }).to_string() } else { address.into() }
}

async fn serve_on<L: Listener>(listener: L, program: &App) -> std::io::Result<()>
where
    L::Addr: std::fmt::Debug,
    Peer: for<'a> Connected<IncomingStream<'a, L>>,
{
    let service = app::service(program.clone()).into_make_service_with_connect_info::<Peer>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await
}

/// SIGTERM or Ctrl-C: running requests end, then what is open is sealed.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    // without a handler the program runs on until it is killed
    let _ = interrupt.await;
}
