//! Errands while a folder is served and while it is not, on a real server of the test's own.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::cli::Cli;
use clap::Parser;
use serde_json::{Value, json};
use std::{os::unix::fs::PermissionsExt, path::Path, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

fn config(folder: &Path) -> Config {
    Config { data: Some(folder.into()), ..Config::default() }
}

/// `import areas FILE` with these rows.
fn areas(folder: &Path, rows: &str) -> Errand {
    let path = folder.join("areas.csv");
    std::fs::write(&path, format!("代码,名称,级别,类型,上级代码\n{rows}")).unwrap();
    let import = json!({ "Areas": { "path": path, "under": null, "dry": { "run": false } } });
    Errand::Import(serde_json::from_value(import).unwrap())
}

/// Serves a folder as the command does, and comes back when it can be reached.
async fn served(folder: &Path) -> tokio::task::JoinHandle<()> {
    let words = ["wenming", "serve", "--listen", "127.0.0.1:0", "--data", folder.to_str().unwrap()];
    let serve = Cli::try_parse_from(words).unwrap();
    let server = tokio::spawn(async move { serve.run().await.unwrap() });
    while UnixStream::connect(folder.join("wenming.sock")).await.is_err() {
        assert!(!server.is_finished(), "it serves");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_serving_program_does_what_is_asked_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let province = "99,演示省,province,,\n";
    let told = run(config(folder), areas(folder, province), true).await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&told).unwrap()["province"], 1, "nobody serves: {told}");

    let server = served(folder).await;
    assert!(Hold::take(folder).unwrap().is_none(), "the server holds the folder");
    let mode = std::fs::metadata(folder.join("wenming.sock")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let both = format!("{province}9901,演示市,city,,99\n");
    let told: Value =
        serde_json::from_str(&run(config(folder), areas(folder, &both), true).await.unwrap()).unwrap();
    assert_eq!((&told["city"], &told["province"], &told["skipped"]), (&json!(1), &json!(0), &json!(1)));
    let told = run(config(folder), areas(folder, &both), false).await.unwrap();
    assert_eq!(told, "added nothing; 2 stand already", "and in words");
    let told = run(config(folder), Errand::Migrate, true).await.unwrap();
    assert_eq!(told, json!({ "schema": crate::platform::migrate::newest() }).to_string());

    let broken = run(config(folder), areas(folder, "9902,,city,,99\n"), true).await.unwrap_err();
    assert!(broken.to_string().starts_with("nothing was imported: areas.csv, row 2"), "{broken}");
    let user = [("login", "a"), ("name", "某人"), ("organisation", "X"), ("title", "t"), ("role", "r")];
    let mut user: Value = user.iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect();
    user["password"] = json!("long enough it is");
    let add = Errand::User(serde_json::from_value(json!({ "Add": user })).unwrap());
    assert_eq!(run(config(folder), add, false).await.unwrap_err().to_string(), "there is no organisation X");

    server.abort();
    assert!(server.await.unwrap_err().is_cancelled());
    let told = run(config(folder), areas(folder, &both), false).await.unwrap();
    assert_eq!(told, "added nothing; 2 stand already", "it stayed, and the folder is free again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_version_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let server = served(folder.path()).await;
    for (line, told) in [
        (json!({ "version": "0.0.1", "json": false, "errand": "migrate" }).to_string(), "stop it first"),
        ("{}".into(), "does not understand"),
    ] {
        let mut stream = UnixStream::connect(folder.path().join("wenming.sock")).await.unwrap();
        stream.write_all(line.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await.unwrap();
        assert!(reply.contains("failed") && reply.contains(told), "{reply}");
    }
    server.abort();
}
