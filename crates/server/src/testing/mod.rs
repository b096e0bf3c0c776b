//! The tests' town: a fresh database on SQLite or PostgreSQL, a clock that stands still, seeded chance, the standing
//! cast, and a client that signs in as any of them.

mod standing;

use crate::{
    app::{self, App},
    demo::cast::{PASSWORD, Town},
    platform::{chance::Chance, clock::Clock, config::Config, file::Files},
    start,
};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use journal::Whole;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::{Value, json};
use std::fmt::Write;
use tower::ServiceExt;

/// Friday, in working time.
pub const START: &str = "2026-10-30T09:00:00+08:00";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Writes a test once and runs it on both databases.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        mod $name {
            use super::*;
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { $crate::testing::run($crate::testing::On::Sqlite, $body).await }
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { $crate::testing::run($crate::testing::On::Postgres, $body).await }
        }
    };
}

pub async fn run(on: On, body: impl AsyncFn(&Place)) {
    let place = Place::new(on).await;
    body(&place).await;
}

/// A program of a test's own.
pub struct Place {
    pub app: App,
    pub town: Town,
    pub on: On,
    /// of the embedded database and the files
    pub folder: tempfile::TempDir,
    service: Router,
}

impl Place {
    pub async fn new(on: On) -> Self {
        Self::with(on, Config::default()).await
    }
    /// The same under a configuration of the test's own.
    pub async fn with(on: On, config: Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = match on {
            On::Sqlite => standing::sqlite(folder.path()).await,
            On::Postgres => standing::postgres().await,
        };
        let db = db.with_limit(std::time::Duration::from_secs(10));
        let files = folder.path().join("files");
        std::fs::create_dir_all(&files).unwrap();
        let files = Files::hasty(&files).unwrap();
        let clock = Clock::held_at(START.parse().unwrap());
        let app = start::open_on(config, db, files, clock, Chance::seeded(1)).await.unwrap();
        let town = standing::town(&app).await;
        Self { service: app::service(app.clone()), app, town, on, folder }
    }
    pub fn at(&self, moment: &str) {
        self.app.clock.hold(moment.parse::<Moment>().unwrap());
    }
    /// The verification's answer.
    pub async fn verify(&self) -> Result<Whole, String> {
        let db = self.app.db.read().await.unwrap();
        start::verify(&db, &self.app.metrics, None).await.map_err(|e| e.to_string())
    }
    /// What the verification says when rows were changed behind the program's back; the change is taken back.
    pub async fn spoilt(&self, change: &str) -> String {
        let spoilt = self.app.db.admin().begin().await.unwrap();
        spoilt.execute_unprepared(change).await.unwrap();
        let found = start::verify(&spoilt, &self.app.metrics, None).await;
        spoilt.rollback().await.unwrap();
        found.map_or_else(|e| e.to_string(), |_| format!("whole after {change}"))
    }
    pub fn id(&self) -> Uuid {
        self.app.chance.id(self.app.clock.now()).unwrap()
    }
    /// A client without a session.
    pub fn stranger(&self) -> Client<'_> {
        Client { place: self, cookie: String::new(), post: None }
    }
    pub async fn sign_in(&self, login: &str) -> Client<'_> {
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        let request = Request::post("/api/session")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .unwrap();
        let answer = self.service.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{login} signs in");
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        Client { place: self, cookie: cookie.split(';').next().unwrap().into(), post: None }
    }
}

/// A text as an address holds it.
pub fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        write!(escaped, "%{byte:02x}").unwrap();
        escaped
    })
}

/// Somebody at a browser.
pub struct Client<'a> {
    pub place: &'a Place,
    cookie: String,
    /// acted in; none: the main one
    post: Option<Uuid>,
}

pub type Answer = (StatusCode, Value);

impl Client<'_> {
    /// The same person in another post.
    pub fn acting(&self, post: Uuid) -> Client<'_> {
        Client { place: self.place, cookie: self.cookie.clone(), post: Some(post) }
    }
    pub fn cookie(&self) -> &str {
        &self.cookie
    }
    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        self.send(request).await
    }
    /// A write under a request id of its own.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_as(path, body, self.place.id()).await
    }
    pub async fn post_as(&self, path: &str, body: Value, key: Uuid) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key.to_string())
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (status, bytes) = self.raw(request).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
    /// What is no JSON, as bytes.
    pub async fn file(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        self.raw(request).await
    }
    async fn raw(&self, mut request: Request<Body>) -> (StatusCode, Vec<u8>) {
        if let Some(post) = self.post {
            request.headers_mut().insert(app::ACTING, post.to_string().parse().unwrap());
        }
        let answer = self.place.service.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        (status, axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
    }
    /// Sends one file, as a form does.
    pub async fn upload(&self, path: &str, key: Uuid, name: &str, bytes: Vec<u8>) -> Answer {
        self.upload_said(path, key, name, bytes, &json!({})).await
    }
    /// With what the sender says of it.
    pub async fn upload_said(
        &self,
        path: &str,
        key: Uuid,
        name: &str,
        bytes: Vec<u8>,
        said: &Value,
    ) -> Answer {
        let meta = format!("--cut\r\ncontent-disposition: form-data; name=\"meta\"\r\n\r\n{said}\r\n");
        let head =
            format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let mut body = (meta + &head).into_bytes();
        body.extend(bytes);
        body.extend(b"\r\n--cut--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .header("idempotency-key", key.to_string())
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }
    /// A page that is not JSON.
    pub async fn page(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        let answer = self.place.service.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }
    /// Whether something that is not JSON is given out.
    pub async fn page_status(&self, path: &str) -> StatusCode {
        self.page(path).await.0
    }
    /// Stores a small picture and answers its id.
    pub async fn photo(&self) -> Uuid {
        self.photo_said(json!({})).await
    }
    /// One of which the sender says something, as `taken_at`.
    pub async fn photo_said(&self, said: Value) -> Uuid {
        let id = self.place.id();
        let mut png = std::io::Cursor::new(Vec::new());
        let shade = id.as_bytes()[15];
        let picture = image::RgbImage::from_pixel(8, 6, image::Rgb([shade, 90, 90]));
        picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let (status, answer) = self.upload_said("/api/files", id, "p.png", png.into_inner(), &said).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        id
    }
}
