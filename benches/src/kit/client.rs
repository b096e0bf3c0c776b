//! A caller of the API: one kept connection, one session.

use super::Result;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, Response, body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::{net::TcpStream, time::timeout};
use uuid::Uuid;

const PASSWORD: &str = "wenming-demo";
/// No verb and no question takes so long.
const PATIENCE: Duration = Duration::from_mins(10);
/// What a program says that did not take a write, and how often it is asked again.
pub const BUSY: u16 = 503;
const TRIES: usize = 20;
const BOUNDARY: &str = "part-of-an-upload";

pub struct Client {
    sender: http1::SendRequest<Full<Bytes>>,
    session: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub body: Bytes,
}

impl Answer {
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }
    /// The JSON of a call that was meant to succeed.
    pub fn json(&self) -> Result<Value> {
        match self.ok() {
            true => Ok(serde_json::from_slice(&self.body)?),
            false => Err(format!("{}: {}", self.status, String::from_utf8_lossy(&self.body)).into()),
        }
    }
}

/// A call before it is sent: the same again is the same bytes.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub path: String,
    pub media: String,
    pub key: Uuid,
    pub body: Bytes,
}

impl Call {
    pub fn get(path: &str) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            media: String::new(),
            key: Uuid::nil(),
            body: Bytes::new(),
        }
    }
    pub fn post(path: &str, body: &Value) -> Self {
        let body = body.to_string().into();
        Self {
            method: Method::POST,
            path: path.into(),
            media: "application/json".into(),
            key: Uuid::now_v7(),
            body,
        }
    }
    /// A file in a form, and what is said of it.
    pub fn upload(path: &str, name: &str, bytes: &[u8], meta: Option<&str>) -> Self {
        let mut body = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        if let Some(meta) = meta {
            let part =
                format!("\r\n--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"meta\"\r\n\r\n{meta}");
            body.extend(part.into_bytes());
        }
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let media = format!("multipart/form-data; boundary={BOUNDARY}");
        Self { method: Method::POST, path: path.into(), media, key: Uuid::now_v7(), body: body.into() }
    }
}

impl Client {
    /// A connection with somebody's session.
    pub async fn connect(address: &str, session: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // a connection that breaks is told by the call on it
        tokio::spawn(connection);
        Ok(Self { sender, session: session.to_owned() })
    }

    /// A member of the demo town's cast signs in; answers the connection and the session for further ones.
    pub async fn sign_in(address: &str, login: &str) -> Result<(Self, String)> {
        let mut client = Self::connect(address, "").await?;
        let call = Call::post("/api/session", &json!({ "login": login, "password": PASSWORD }));
        let response = client.response(&call).await?;
        let cookie = response.headers().get(header::SET_COOKIE).ok_or("nobody signed in")?.to_str()?;
        let session = cookie.split(';').next().unwrap_or_default().to_owned();
        client.session.clone_from(&session);
        response.into_body().collect().await?;
        Ok((client, session))
    }

    pub async fn send(&mut self, call: &Call) -> Result<Answer> {
        timeout(PATIENCE, async {
            let response = self.response(call).await?;
            let status = response.status().as_u16();
            let body = response.into_body().collect().await?.to_bytes();
            Ok(Answer { status, body })
        })
        .await?
    }

    /// The same again while the program is too busy to take it, as the faces do.
    pub async fn insist(&mut self, call: &Call) -> Result<Answer> {
        for _ in 1..TRIES {
            let answer = self.send(call).await?;
            if answer.status != BUSY {
                return Ok(answer);
            }
        }
        self.send(call).await
    }

    /// The JSON of a call that must succeed, and how long it took with all its tries.
    pub async fn timed(&mut self, call: &Call) -> Result<(Value, Duration)> {
        let begun = Instant::now();
        let answer = self.insist(call).await?;
        let time = begun.elapsed();
        Ok((answer.json().map_err(|e| format!("{} {}: {e}", call.method, call.path))?, time))
    }

    pub async fn take(&mut self, call: &Call) -> Result<Value> {
        Ok(self.timed(call).await?.0)
    }

    pub async fn get(&mut self, path: &str) -> Result<Value> {
        self.take(&Call::get(path)).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Result<Value> {
        self.take(&Call::post(path, body)).await
    }

    async fn response(&mut self, call: &Call) -> Result<Response<hyper::body::Incoming>> {
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(&call.path)
            .header(header::HOST, "127.0.0.1")
            .header(header::COOKIE, &self.session);
        if call.method != Method::GET {
            request = request
                .header(header::CONTENT_TYPE, &call.media)
                .header("idempotency-key", call.key.to_string());
        }
        self.sender.ready().await?;
        Ok(self.sender.send_request(request.body(Full::new(call.body.clone()))?).await?)
    }
}
