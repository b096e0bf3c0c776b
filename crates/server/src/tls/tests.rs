//! An encrypted answer, told apart from what is no certificate.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::app::Peer;
use axum::{Router, extract::ConnectInfo, routing::get};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};

/// A certificate for `localhost` of the test's own, and its key, as files.
fn files(folder: &Path) -> [std::path::PathBuf; 2] {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    let [cert, key] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    [cert, key]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_out_is_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let [cert, key] = files(folder.path());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let secured = Secured::new(listener, acceptor(&cert, &key).unwrap()).unwrap();
    let who = async |ConnectInfo(Peer(peer)): ConnectInfo<Peer>| peer.ip().to_string();
    let service = Router::new().route("/", get(who)).into_make_service_with_connect_info::<Peer>();
    tokio::spawn(async move { axum::serve(secured, service).await });

    // somebody who never shakes hands holds up nobody
    let _silent = TcpStream::connect(address).await.unwrap();
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();

    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&cert).unwrap()).unwrap();
    let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(client)).connect(name, stream).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    // an end without a farewell is no matter here
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");

    let mut refused = Vec::new();
    let _ = plain.read_to_end(&mut refused).await;
    assert!(!refused.starts_with(b"HTTP"), "nothing goes out in the clear");
}

#[test]
fn what_is_no_certificate_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let [cert, key] = files(folder.path());
    let missing = folder.path().join("missing.pem");
    for (cert, key, told) in [
        (&missing, &key, "missing.pem"),
        (&cert, &missing, "missing.pem"),
        (&key, &key, "key.pem holds no certificate"),
    ] {
        let error = acceptor(cert, key).err().unwrap().to_string();
        assert!(error.contains(told), "{error}");
    }
    let other = tempfile::tempdir().unwrap();
    let [_, foreign] = files(other.path());
    assert!(acceptor(&cert, &foreign).err().unwrap().to_string().contains("of no use"));
}
