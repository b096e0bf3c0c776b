//! Where a serving program takes errands: a socket in its folder that only its own user may reach. One line of JSON
//! goes in, one comes back; errands are done one after another.

use super::{Errand, Hold};
use crate::{app::App, cli::Failure};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::{CancellationToken, DropGuard};

const FILE: &str = "wenming.sock";
/// An errand is a few words and a path.
const LARGEST: u64 = 64 * 1024;
const SLOWEST: Duration = Duration::from_secs(10);

#[derive(Serialize, Deserialize)]
struct Asked {
    /// of the program that asks: another one may mean something else
    version: String,
    json: bool,
    errand: Errand,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Said(String),
    Failed(String),
}

/// An open desk. It holds its folder until it is closed.
pub struct Desk {
    stop: DropGuard,
    clerk: JoinHandle<()>,
    path: PathBuf,
    _hold: Hold,
}

impl Desk {
    pub fn open(program: &App, hold: Hold) -> Result<Self, Failure> {
        let path = hold.folder.join(FILE);
        let failed = |error: io::Error| format!("{}: {error}", path.display());
        // whoever left one behind held the folder, and does no more
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error).into()),
            _ => {}
        }
        let listener = UnixListener::bind(&path).map_err(failed)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
        let owner = std::fs::metadata(&path).map_err(failed)?.uid();
        let stop = CancellationToken::new();
        let clerk = tokio::spawn(attend(listener, owner, program.clone(), stop.clone()));
        Ok(Self { stop: stop.drop_guard(), clerk, path, _hold: hold })
    }
    /// Ends after the errand under way.
    pub async fn close(self) {
        drop(self.stop);
        if let Err(error) = self.clerk.await {
            tracing::error!(%error, "an errand ended badly");
        }
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "the socket stays behind");
        }
    }
}

async fn attend(listener: UnixListener, owner: u32, program: App, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! { biased;
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let done = match accepted {
            Ok((stream, _)) => serve(stream, owner, &program).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "an errand was not taken");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn serve(mut stream: UnixStream, owner: u32, program: &App) -> io::Result<()> {
    // between its making and its mode the socket stood open for a moment
    let uid = stream.peer_cred()?.uid();
    if uid != owner && uid != 0 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut line = Vec::new();
    timeout(SLOWEST, (&mut stream).take(LARGEST).read_to_end(&mut line)).await??;
    let reply = match serde_json::from_slice::<Asked>(&line) {
        Ok(asked) if asked.version == env!("CARGO_PKG_VERSION") => {
            match asked.errand.perform(program, asked.json).await {
                Ok(said) => Reply::Said(said),
                Err(error) => Reply::Failed(error.to_string()),
            }
        }
        Ok(asked) => Reply::Failed(format!(
            "the serving program is {}, this one {}: stop it first",
            env!("CARGO_PKG_VERSION"),
            asked.version
        )),
        Err(error) => Reply::Failed(format!("the serving program does not understand: {error}")),
    };
    timeout(SLOWEST, stream.write_all(&serde_json::to_vec(&reply)?)).await??;
    stream.shutdown().await
}

/// What the serving program said, or why it did not do it; nothing when nobody serves this folder.
pub async fn hand_over(
    folder: &Path,
    errand: &Errand,
    as_json: bool,
) -> Result<Option<Result<String, Failure>>, Failure> {
    let mut stream = match UnixStream::connect(folder.join(FILE)).await {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(format!("{}: {error}", folder.join(FILE).display()).into()),
    };
    let asked = json!({ "version": env!("CARGO_PKG_VERSION"), "json": as_json, "errand": errand });
    stream.write_all(&serde_json::to_vec(&asked)?).await?;
    stream.shutdown().await?;
    let mut line = Vec::new();
    stream.read_to_end(&mut line).await?;
    let lost = |_| "the serving program ended meanwhile; see what it did before you run this again";
    Ok(Some(match serde_json::from_slice(&line).map_err(lost)? {
        Reply::Said(said) => Ok(said),
        Reply::Failed(why) => Err(why.into()),
    }))
}
