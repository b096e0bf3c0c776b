//! TLS from files. Handshakes run beside each other, so that a slow one holds up nobody.

use axum::serve::Listener;
use std::{io, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
    },
    server::TlsStream,
};

/// Who has not shaken hands by then is let go.
const SLOWEST_HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes under way at once.
const HANDSHAKES: usize = 256;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}: {1}")]
    Unreadable(String, pem::Error),
    #[error("{0} holds no certificate")]
    NoCertificate(String),
    #[error("certificate and key are of no use: {0}")]
    Refused(#[from] tokio_rustls::rustls::Error),
}

/// Reads certificate and key.
pub fn acceptor(cert: &Path, key: &Path) -> Result<TlsAcceptor, Error> {
    let unreadable = |path: &Path| {
        let path = path.display().to_string();
        move |error| Error::Unreadable(path, error)
    };
    let chain = CertificateDer::pem_file_iter(cert).map_err(unreadable(cert))?;
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(unreadable(cert))?;
    if chain.is_empty() {
        return Err(Error::NoCertificate(cert.display().to_string()));
    }
    let key = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// A listener that gives out connections whose handshake is done.
pub struct Secured {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Secured {
    pub fn new(listener: TcpListener, acceptor: TlsAcceptor) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (done, ready) = mpsc::channel(HANDSHAKES);
        tokio::spawn(shake_hands(listener, acceptor, done));
        Ok(Self { ready, address })
    }
}

/// Until nobody takes what is ready.
async fn shake_hands(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let turns = Arc::new(Semaphore::new(HANDSHAKES));
    loop {
        let Ok(turn) = turns.clone().acquire_owned().await else { return };
        let (stream, peer) = tokio::select! {
            () = done.closed() => return,
            accepted = Listener::accept(&mut listener) => accepted,
        };
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            let _turn = turn;
            // whoever fails or is slow is let go without a word
            if let Ok(Ok(stream)) = timeout(SLOWEST_HANDSHAKE, acceptor.accept(stream)).await {
                let _ = done.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for Secured {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;
    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // the task that shakes hands ends only after this listener
            None => std::future::pending().await,
        }
    }
    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

#[cfg(test)]
mod tests;
