//! The program put together: its state, its routes, who is told of what happens, and the ways in: `Read` for a
//! question, `Incoming` for a verb.

use crate::{
    api_document, cases, directory, exchange, faces, figures, files, inspections, months, obligations,
    platform::{
        account,
        chance::Chance,
        clock::Clock,
        config::Config,
        db::{Db, Tx},
        event::Subscriber,
        file::Files,
        permission::Who,
        problem::Problem,
        request::{self, Key},
        setting::{Keeper, Settings},
        signal::Signals,
        upload,
    },
    reading::unread,
    referrals, reports, running, settings, sign_in, sites, standards, statements, waits,
    work::{Door, Order},
};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, request::Parts},
};
use axum_extra::extract::CookieJar;
use futures::FutureExt;
use journal::Metrics;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::DbErr;
use serde::de::DeserializeOwned;
use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
    time::Duration,
};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use crate::reading::{Path, Query, parse, parse_part};

/// Largest body of a verb, in bytes; files have a limit of their own.
const LARGEST_BODY: usize = 1024 * 1024;
/// A body that stops coming for this long is given up.
const SLOWEST_BODY: Duration = Duration::from_secs(30);
pub const COOKIE: &str = "wenming_session";
/// The post that the person acts in, by a header; what a browser fetches without one has it in a cookie.
pub const ACTING: &str = "acting-post";
const ACTING_COOKIE: &str = "wenming_post";

/// What every route may use.
pub struct Program {
    pub db: Db,
    pub files: Files,
    pub clock: Clock,
    pub chance: Chance,
    pub config: Config,
    pub metrics: Arc<Metrics>,
    /// nouns that mean metrics
    pub aliases: Arc<statements::Aliases>,
    /// metrics of the first page
    pub headlines: Vec<String>,
    pub settings: Keeper,
    pub numbers: cases::Numbers,
    pub referral_words: Arc<referrals::Words>,
    /// passwords hashed at once: each takes a core and 19 MB
    pub hashing: tokio::sync::Semaphore,
    /// to what runs beside the requests
    pub signals: Signals,
}

#[derive(Clone)]
pub struct App(Arc<Program>);

impl App {
    pub fn new(program: Program) -> Self {
        Self(Arc::new(program))
    }
}
impl App {
    /// The settings of this moment.
    pub async fn settled(&self) -> Result<Arc<Settings>, DbErr> {
        self.settings.now(&self.db.read().await?).await
    }
}
impl Deref for App {
    type Target = Program;
    fn deref(&self) -> &Program {
        &self.0
    }
}

/// Who is told of what happens; the senders know none of them.
pub const SUBSCRIBERS: &[Subscriber] = &[inspections::FOLLOWS, referrals::FOLLOWS];

/// Who takes over what hangs on areas and organisations that others follow, in this order; the directory knows none of
/// them.
pub const FOLLOWERS: &[directory::Follower] = &[sites::SUCCEEDS, obligations::SUCCEEDS, cases::SUCCEEDS];

/// Who tells what was found in rounds; those who walk them know nothing of it.
pub const FINDS: obligations::AskFinds = |db, who, rounds| cases::found_in(db, who, rounds).boxed();

/// What the API promises, made once.
pub fn document() -> &'static OpenApi {
    documented(|| api().1)
}

fn documented(made: impl FnOnce() -> OpenApi) -> &'static OpenApi {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let mut document = made();
        api_document::tidy(&mut document);
        document
    })
}

/// All routes of the API, and what they say of themselves.
fn api() -> (Router<App>, OpenApi) {
    OpenApiRouter::with_openapi(api_document::head())
        .merge(sign_in::routes())
        .merge(directory::routes())
        .merge(standards::routes())
        .merge(sites::routes())
        .merge(obligations::routes())
        .merge(statements::routes())
        .merge(inspections::routes())
        .merge(cases::routes())
        .merge(referrals::routes())
        .merge(reports::routes())
        .merge(figures::routes())
        .merge(months::routes())
        .merge(files::routes())
        .merge(exchange::http::routes())
        .merge(settings::routes())
        .merge(running::routes())
        .merge(waits::routes())
        .split_for_parts()
}

/// The whole program as one service.
pub fn service(app: App) -> Router {
    let (api, document) = api();
    api.merge(faces::routes(documented(|| document), app.config.plain_transport()))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "request.method",
                "this address does not take that method",
            )
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(axum::middleware::map_response(faces::fence))
        .layer(tower_http::timeout::RequestBodyTimeoutLayer::new(SLOWEST_BODY))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}

/// Who asks, and when. Holds no snapshot, so it may wait for a body or a slow hash.
pub struct Signed {
    pub who: Arc<Who>,
    pub now: Moment,
    pub session: Uuid,
    pub must_change_password: bool,
    pub settings: Arc<Settings>,
}

impl FromRequestParts<App> for Signed {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let now = app.clock.now();
        let jar = CookieJar::from_headers(&parts.headers);
        let token = jar
            .get(COOKIE)
            .map(axum_extra::extract::cookie::Cookie::value)
            .ok_or_else(Problem::no_session)?;
        let db = app.db.read().await?;
        let found = account::find_session(&db, token, now).await?;
        let (session, account) = found.ok_or_else(Problem::no_session)?;
        let person = account.person.ok_or_else(Problem::no_session)?;
        let who = acting(&db, parts, &jar, [account.id, person], now).await?;
        let settings = app.settings.now(&db).await?;
        if account::wants_prolonging(&session, now) {
            let id = session.id;
            app.db.write(async move |tx: &Tx| account::prolong(tx, id, now).await).await?;
        }
        let must_change_password = account.must_change_password;
        Ok(Self { who: Arc::new(who), now, session: session.id, must_change_password, settings })
    }
}

/// The person in the post that the request names, else in the main one. A header that names a foreign post is refused;
/// a cookie may be left over from somebody else, and then says nothing.
async fn acting(
    db: &Tx,
    parts: &Parts,
    jar: &CookieJar,
    [account, person]: [Uuid; 2],
    now: Moment,
) -> Result<Who, Problem> {
    let day = now.day().to_string();
    if let Some(named) = parts.headers.get(ACTING) {
        let post =
            named.to_str().ok().and_then(|text| text.parse().ok()).ok_or_else(Problem::foreign_post)?;
        let who = directory::who_in(db, account, person, &day, post).await?;
        return who.ok_or_else(Problem::foreign_post);
    }
    if let Some(post) = jar.get(ACTING_COOKIE).and_then(|cookie| cookie.value().parse().ok())
        && let Some(who) = directory::who_in(db, account, person, &day, post).await?
    {
        return Ok(who);
    }
    Ok(directory::who(db, account, person, &day).await?)
}

/// A question: who asks, when, and one snapshot to answer from.
pub struct Read {
    pub who: Arc<Who>,
    pub db: Tx,
    pub now: Moment,
    pub settings: Arc<Settings>,
    pub metrics: Arc<Metrics>,
}

impl FromRequestParts<App> for Read {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed = Signed::from_request_parts(parts, app).await?;
        signed.password_changed()?;
        Self::of(app, &signed).await
    }
}

impl Read {
    pub async fn of(app: &App, signed: &Signed) -> Result<Self, Problem> {
        Ok(Self {
            who: signed.who.clone(),
            db: app.db.read().await?,
            now: signed.now,
            settings: signed.settings.clone(),
            metrics: app.metrics.clone(),
        })
    }
}

impl Signed {
    /// Whoever was given a password changes it before anything else.
    pub fn password_changed(&self) -> Result<(), Problem> {
        if self.must_change_password {
            let words = "change the password you were given first";
            return Err(Problem::new(StatusCode::FORBIDDEN, "password.must_change", words));
        }
        Ok(())
    }
}

/// A verb on its way in: its body read and checked, the door to its transaction still shut.
pub struct Incoming<B> {
    pub door: Door,
    pub body: B,
}

impl<B: DeserializeOwned> FromRequest<App> for Incoming<B> {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let read = Signed::from_request_parts(&mut parts, app).await?;
        read.password_changed()?;
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), app).await;
        let bytes = bytes.map_err(|refusal| unread(&refusal))?;
        let door = door_of(app, &read, &parts, &bytes)?;
        Ok(Self { door, body: parse(&parts, &bytes)? })
    }
}

/// A file on its way in: the right is asked before the body is read.
pub async fn receive(app: &App, request: Request, right: &'static str) -> Result<(Door, Vec<u8>), Problem> {
    let (mut parts, body) = request.into_parts();
    let read = Signed::from_request_parts(&mut parts, app).await?;
    read.password_changed()?;
    if !read.who.holds(right) {
        return Err(Problem::denied(right));
    }
    idempotency_key(&parts.headers)?;
    let (_, bytes) = upload::table(Request::from_parts(parts.clone(), body), app).await?;
    let path = parts.uri.path_and_query().map_or("", axum::http::uri::PathAndQuery::as_str);
    Ok((door(app, &read, &parts, path, &bytes)?, bytes))
}

/// The door of a request; `body` tells it from another under the same id.
pub fn door_of(app: &App, read: &Signed, parts: &Parts, body: &[u8]) -> Result<Door, Problem> {
    door(app, read, parts, parts.uri.path(), body)
}

fn door(app: &App, read: &Signed, parts: &Parts, path: &str, body: &[u8]) -> Result<Door, Problem> {
    let id = idempotency_key(&parts.headers)?;
    let late_reason = late_reason(&parts.headers)?;
    let body_hash = request::hash(parts.method.as_str(), path, body, late_reason.as_deref());
    Ok(Door {
        db: app.db.clone(),
        order: Order {
            who: read.who.clone(),
            now: read.now,
            seed: app.chance.bytes()?,
            request: Some(id),
            origin: origin(parts),
            metrics: app.metrics.clone(),
            settings: read.settings.clone(),
            late_reason,
        },
        key: Key { id, sender: read.who.account, body_hash },
    })
}

/// The id of a write, from its header.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Uuid, Problem> {
    let text = headers.get("idempotency-key").ok_or_else(request::missing)?;
    let id = text.to_str().ok().and_then(|text| text.parse().ok());
    id.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "request.bad_key", "Idempotency-Key is no UUID"))
}

const LATE_REASON: &str = "late_reason";
/// Its characters at most.
const LONGEST_REASON: usize = 200;

/// Why something is entered into a closed month: UTF-8 in per cent signs, as addresses have it.
fn late_reason(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(sent) = headers.get("late-reason") else { return Ok(None) };
    let malformed =
        || Problem::bad("query.malformed", "Late-Reason is percent-encoded UTF-8").field(LATE_REASON);
    let sent = format!("reason={}", sent.to_str().map_err(|_| malformed())?);
    let pair = url::form_urlencoded::parse(sent.as_bytes()).next();
    pair.map_or(Ok(None), |(_, reason)| said_late(&reason))
}

/// A reason for a late entry as it is kept; none where nothing was said.
pub fn said_late(reason: &str) -> Result<Option<String>, Problem> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Ok(None),
        length if length > LONGEST_REASON => Err(Problem::bad("field.too_long", "the reason is too long")
            .field(LATE_REASON)
            .param("length", length)
            .param("most", LONGEST_REASON)),
        _ => Ok(Some(reason.to_owned())),
    }
}

/// The other end of a connection, encrypted or not.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub std::net::SocketAddr);

/// Where a request comes from, as the trail keeps it.
pub fn origin(parts: &Parts) -> String {
    use axum::extract::ConnectInfo;
    let peer = parts.extensions.get::<ConnectInfo<Peer>>();
    peer.map_or_else(|| "local".into(), |ConnectInfo(Peer(address))| address.ip().to_string())
}

impl From<crate::platform::db::Refusal<DbErr>> for DbErr {
    fn from(refusal: crate::platform::db::Refusal<DbErr>) -> Self {
        use crate::platform::db::Refusal;
        match refusal {
            Refusal::Own(error) | Refusal::Database(error) => error,
            other => Self::Custom(format!("{other:?}")),
        }
    }
}
