//! The built program as a child process, watched through `/proc`.

use super::{Result, town::Place};
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
};

/// A clock tick of `/proc`, which Linux tells programs in hundredths of a second whatever it counts in.
const TICK: Duration = Duration::from_millis(10);

pub struct Server {
    child: Child,
    pid: u32,
    /// `127.0.0.1:PORT`
    pub address: String,
    /// from the call to the line with the address
    pub started: Duration,
}

impl Server {
    /// Starts `wenming COMMAND` on a free port and waits for its address.
    pub async fn start(binary: &Path, command: &[&str], place: &Place) -> Result<Self> {
        let begun = Instant::now();
        let mut child = Command::new(binary)
            .args(command)
            .args(place.arguments())
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| format!("{}: {e}", binary.display()))?;
        let pid = child.id().ok_or("the program ended at once")?;
        let said = child.stdout.take().ok_or("the program says nothing")?;
        let address = address(said).await?;
        Ok(Self { child, pid, address, started: begun.elapsed() })
    }

    /// Ends it as a system does, with what is open sealed.
    pub async fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.pid.to_string()).status().await?;
        self.child.wait().await?;
        Ok(())
    }

    /// SIGKILL: nothing of it runs any more.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Processor time so far.
    pub fn cpu(&self) -> Result<Duration> {
        cpu_of(&self.pid.to_string())
    }

    /// Resident memory in MB.
    pub fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: f64 =
            line.and_then(|line| line.split_whitespace().next()).ok_or("no VmRSS")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

/// Processor time of whoever measures.
pub fn own_cpu() -> Result<Duration> {
    cpu_of("self")
}

/// utime and stime: the 14th and 15th field, counted behind the name, which may hold spaces.
fn cpu_of(process: &str) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, behind) = stat.rsplit_once(") ").ok_or("an unknown form of /proc/PID/stat")?;
    let ticks = behind.split(' ').skip(11).take(2).map(str::parse::<u32>).sum::<Result<u32, _>>()?;
    Ok(TICK * ticks)
}

/// The printed address; what is said after it is read and left.
async fn address(said: impl AsyncRead + Unpin + Send + 'static) -> Result<String> {
    let mut lines = BufReader::new(said).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(rest) = line.strip_prefix("http://") {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(rest.trim_end_matches('/').to_owned());
        }
    }
    Err("the program did not start".into())
}
