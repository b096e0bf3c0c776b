//! Sign-in and sessions: what an account sees of itself, its posts and its rights.

use crate::{
    app::{App, COOKIE, Incoming, Path, Read, Signed, idempotency_key, origin, parse},
    directory::{self, Choice, PostStanding},
    platform::{
        account::{self, Error, Session},
        db::Tx,
        problem::Problem,
        trail,
    },
    wire::{Named, Nothing},
    work::{Answer, Happened},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, open, close))
        .routes(routes!(change_password))
        .routes(routes!(sessions))
        .routes(routes!(end))
}

#[derive(Deserialize, ToSchema)]
pub struct SignInRequest {
    login: String,
    password: String,
}

/// Who is signed in, the posts of today and what the one that is acted in allows.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    account: Uuid,
    person: Named,
    must_change_password: bool,
    /// all that may be acted in, the main one first
    positions: Vec<PositionView>,
    /// all verbs of the acted post's grants, wherever they hold
    verbs: Vec<String>,
    /// the widest area of the grants
    home_area: Option<Named>,
    /// the first page by the role that reaches widest: today, round, cases or settings; null without a role
    lands_on: Option<String>,
    /// length of a working day
    work_day_minutes: i64,
    installation: Installation,
    #[schema(value_type = String, format = DateTime)]
    now: Moment,
    /// the local day
    today: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PositionView {
    id: Uuid,
    title: String,
    org: Named,
    area: Named,
    standing: PostStanding,
    /// the absent holder
    for_person: Option<Named>,
    /// the last day, where it is known
    until: Option<String>,
    /// the one that is acted in
    acting: bool,
}

impl From<Choice> for PositionView {
    fn from(Choice { post, standing, absent, until }: Choice) -> Self {
        Self {
            id: post.position,
            title: post.title,
            org: Named { id: post.organisation, name: post.organisation_name },
            area: Named { id: post.area, name: post.area_name },
            standing,
            for_person: absent.map(|absent| Named { id: absent.person, name: absent.name }),
            until,
            acting: false,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Installation {
    name: String,
    /// the demo town: nothing in it is real
    demo: bool,
    public_url: Option<String>,
    /// served to others without TLS: phones lose camera, position and offline use
    plain_transport: bool,
    /// the statistical month's, 1 to 28
    first_day: u8,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "sign-in",
    responses((status = 200, body = SessionView), (status = 401, body = Problem)))]
pub async fn show(State(app): State<App>, signed: Signed) -> Result<Json<SessionView>, Problem> {
    let read = Read::of(&app, &signed).await?;
    let who = &read.who;
    let widest = who.grants.iter().min_by_key(|grant| grant.area.len());
    let home = match widest {
        Some(grant) => directory::area_at(&read.db, &grant.area).await?,
        None => None,
    };
    let (day, acted) = (read.now.day().to_string(), who.posts.first().map(|post| post.position));
    let lands_on = match acted {
        Some(post) => directory::lands_on(&read.db, post, &day).await?,
        None => None,
    };
    let choices = directory::choices(&read.db, who.person, &day).await?;
    let positions = choices.into_iter().map(|choice| PositionView {
        acting: acted == Some(choice.post.position),
        ..PositionView::from(choice)
    });
    Ok(Json(SessionView {
        account: who.account,
        person: Named { id: who.person, name: who.name.clone() },
        must_change_password: signed.must_change_password,
        positions: positions.collect(),
        verbs: who.verbs().into_iter().map(str::to_owned).collect(),
        home_area: home.map(|area| Named { id: area.id, name: area.name }),
        lands_on,
        work_day_minutes: read.settings.work_day_minutes(),
        installation: Installation {
            name: read.settings.name.clone(),
            demo: read.settings.demo,
            public_url: app.config.public_url.clone(),
            plain_transport: app.config.plain_transport(),
            first_day: read.settings.first_day,
        },
        now: read.now,
        today: read.now.day().to_string(),
    }))
}

/// Largest body, in bytes: anybody may send one.
const LARGEST_BODY: usize = 64 * 1024;

/// Sign in. Five wrong passwords let the account rest for a quarter of an hour.
#[utoipa::path(post, path = "/api/session", tag = "sign-in", request_body = SignInRequest,
    responses((status = 204, description = "signed in; the cookie is set"), (status = 401, body = Problem),
        (status = 415, body = Problem), (status = 423, body = Problem)))]
pub async fn open(
    State(app): State<App>,
    jar: CookieJar,
    request: Request,
) -> Result<(StatusCode, CookieJar), Problem> {
    let (parts, body) = request.into_parts();
    only_json(&parts.headers)?;
    let bytes = axum::body::to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|e| Problem::bad("body.malformed", e.to_string()))?;
    let asked: SignInRequest = parse(&parts, &bytes)?;
    let now = app.clock.now();
    let found = account::find_by_login(&app.db.read().await?, &asked.login).await?;
    // an unknown login takes as long as a known one
    let hash = found.as_ref().map_or_else(|| NO_ACCOUNT.to_owned(), |account| account.password_hash.clone());
    let _turn = app.hashing.acquire().await.map_err(|e| Problem::internal(&e))?;
    let fits = tokio::task::spawn_blocking(move || account::password_fits(&hash, &asked.password));
    let fits = fits.await.map_err(|e| Problem::internal(&e))?;
    let account = found.ok_or(Error::Refused)?;
    let seen = Seen::now(&app, now, origin(&parts), &account)?;
    let tried = account::awake(&account, now).and_then(|()| if fits { Ok(()) } else { Err(Error::Refused) });
    if let Err(error) = tried {
        let wrong = matches!(error, Error::Refused);
        refuse(&app, seen, "session.refused", wrong).await?;
        return Err(error.into());
    }
    let token = hex::encode(app.chance.bytes()?);
    let id = app.chance.id(now)?;
    let agent = parts.headers.get("user-agent").and_then(|a| a.to_str().ok()).unwrap_or_default().to_owned();
    let secret = token.clone();
    app.db
        .write(async move |tx: &Tx| {
            // looked at again: others may have tried meanwhile
            let account = account::find(tx, account.id).await?.ok_or(Error::Refused)?;
            account::awake(&account, now)?;
            account::open_session(tx, &account, id, &secret, &agent, now).await?;
            Ok::<_, Error>(seen.write(tx, "session.open", "session", id).await?)
        })
        .await?;
    Ok((StatusCode::NO_CONTENT, jar.add(cookie(&app, token))))
}

/// A hash that no password fits, so that an unknown login costs the same.
const NO_ACCOUNT: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// JSON alone: a form on a foreign page cannot send it, so it cannot sign anybody in.
fn only_json(headers: &HeaderMap) -> Result<(), Problem> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if media.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "body.not_json",
        "the body must be application/json",
    ))
}

/// What the trail keeps of a sign-in: whose, when, from where.
struct Seen {
    id: Uuid,
    at: Moment,
    account: Uuid,
    person: Option<Uuid>,
    origin: String,
}
impl Seen {
    fn now(app: &App, at: Moment, origin: String, account: &account::Account) -> Result<Self, Problem> {
        Ok(Self { id: app.chance.id(at)?, at, account: account.id, person: account.person, origin })
    }
    async fn write(&self, tx: &Tx, verb: &str, kind: &str, record: Uuid) -> Result<(), DbErr> {
        let line = trail::Line {
            id: self.id,
            at: self.at,
            account: Some(self.account),
            person: self.person,
            for_person: None,
            position: None,
            request: None,
            verb,
            kind,
            record,
            before: None,
            after: None,
            origin: &self.origin,
        };
        trail::write(tx, line).await
    }
}

/// Puts a failed try on the trail; a wrong password counts.
async fn refuse(app: &App, seen: Seen, verb: &'static str, wrong: bool) -> Result<(), Problem> {
    let write = async move |tx: &Tx| {
        if wrong {
            account::count_failure(tx, seen.account, seen.at).await?;
        }
        seen.write(tx, verb, "account", seen.account).await
    };
    Ok(app.db.write(write).await?)
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    let encrypted = app.config.encrypted();
    Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(encrypted)
        .build()
}

/// Sign out.
#[utoipa::path(delete, path = "/api/session", tag = "sign-in",
    responses((status = 204, description = "signed out"), (status = 401, body = Problem)))]
pub async fn close(
    State(app): State<App>,
    signed: Signed,
    jar: CookieJar,
    request: Request,
) -> Result<(StatusCode, CookieJar), Problem> {
    idempotency_key(request.headers())?;
    let (account, session) = (signed.who.account, signed.session);
    let (id, person, origin) =
        (app.chance.id(signed.now)?, Some(signed.who.person), origin(&request.into_parts().0));
    let seen = Seen { id, at: signed.now, account, person, origin };
    let end = async move |tx: &Tx| {
        account::end_session(tx, account, session).await?;
        seen.write(tx, "session.close", "session", session).await
    };
    app.db.write(end).await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(Cookie::build(COOKIE).path("/"))))
}

#[derive(Deserialize, ToSchema)]
pub struct PasswordRequest {
    old: String,
    /// at least ten characters
    new: String,
}

/// Change the password; every other session of the account ends.
#[utoipa::path(post, path = "/api/session/password", tag = "sign-in", request_body = PasswordRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 204, description = "changed"), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn change_password(
    State(app): State<App>,
    signed: Signed,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (parts, body) = request.into_parts();
    idempotency_key(&parts.headers)?;
    let body = axum::body::to_bytes(body, LARGEST_BODY).await;
    let body: Bytes = body.map_err(|e| Problem::bad("body.malformed", e.to_string()))?;
    let asked: PasswordRequest = parse(&parts, &body)?;
    if asked.old == asked.new {
        return Err(Error::Same.into());
    }
    let (account, session, now) = (signed.who.account, signed.session, signed.now);
    let known = account::find(&app.db.read().await?, account).await?.ok_or_else(Problem::no_session)?;
    account::awake(&known, now)?;
    let seen = Seen::now(&app, now, origin(&parts), &known)?;
    let salt = app.chance.bytes()?;
    let _turn = app.hashing.acquire().await.map_err(|e| Problem::internal(&e))?;
    let hashed = tokio::task::spawn_blocking(move || {
        let fits = account::password_fits(&known.password_hash, &asked.old);
        if fits { account::hash_password(&asked.new, &salt) } else { Err(Error::OldIsWrong) }
    });
    let hash = match hashed.await.map_err(|e| Problem::internal(&e))? {
        Err(Error::OldIsWrong) => {
            refuse(&app, seen, "password.refused", true).await?;
            return Err(Error::OldIsWrong.into());
        }
        done => done?,
    };
    let change = async move |tx: &Tx| {
        account::set_password(tx, account, &hash, session).await?;
        seen.write(tx, "password.change", "account", account).await
    };
    app.db.write(change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One living session of yours.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionRow {
    id: Uuid,
    agent: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    seen_at: Moment,
    current: bool,
}

/// Your living sessions.
#[utoipa::path(get, path = "/api/sessions", tag = "sign-in",
    responses((status = 200, body = [SessionRow]), (status = 401, body = Problem)))]
pub async fn sessions(State(app): State<App>, signed: Signed) -> Result<Json<Vec<SessionRow>>, Problem> {
    signed.password_changed()?;
    let rows = account::sessions_of(&app.db.read().await?, signed.who.account, signed.now).await?;
    let row = |session: Session| SessionRow {
        id: session.id,
        current: session.id == signed.session,
        agent: session.agent,
        created_at: Moment::from_millis(session.created_at),
        seen_at: Moment::from_millis(session.seen_at),
    };
    Ok(Json(rows.into_iter().map(row).collect()))
}

/// End one of your sessions.
#[utoipa::path(delete, path = "/api/sessions/{id}", tag = "sign-in",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = bool), (status = 404, body = Problem)))]
pub async fn end(
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let ended = account::end_session(work.tx(), work.who().account, id).await?;
        if !ended {
            return Err(Error::NoSuchSession);
        }
        let happened =
            Happened { verb: "session.end", kind: "session", record: id, before: None, after: None };
        work.record(happened).await?;
        Ok(true)
    })
    .await
}

#[cfg(test)]
mod tests;
