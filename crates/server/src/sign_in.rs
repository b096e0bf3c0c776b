//! Sign-in and sessions: what an account sees of itself, its posts and its rights.

use crate::{
    app::{App, COOKIE, Incoming, Path, Read, Signed, idempotency_key, origin, parse},
    platform::{
        account::{self, Error, Session},
        db::Tx,
        problem::Problem,
        trail,
    },
    wire::Named,
    work::Answer,
};
use axum::{
    Json,
    body::Bytes,
    extract::{Request, State},
    http::StatusCode,
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use kernel::{id::Uuid, moment::Moment};
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

/// Who is signed in, the posts of today and what they allow.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    account: Uuid,
    person: Named,
    must_change_password: bool,
    positions: Vec<PositionView>,
    /// all verbs of today's grants, wherever they hold
    verbs: Vec<String>,
    /// the widest area of the grants
    home_area: Option<Named>,
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
        Some(grant) => crate::directory::area_at(&read.db, &grant.area).await?,
        None => None,
    };
    let positions = who.posts.iter().map(|post| PositionView {
        id: post.position,
        title: post.title.clone(),
        org: Named { id: post.organisation, name: post.organisation_name.clone() },
        area: Named { id: post.area, name: post.area_name.clone() },
    });
    Ok(Json(SessionView {
        account: who.account,
        person: Named { id: who.person, name: who.name.clone() },
        must_change_password: signed.must_change_password,
        positions: positions.collect(),
        verbs: who.verbs().into_iter().map(str::to_owned).collect(),
        home_area: home.map(|area| Named { id: area.id, name: area.name }),
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

/// Sign in. Five wrong passwords let the account rest for a quarter of an hour.
#[utoipa::path(post, path = "/api/session", tag = "sign-in", request_body = SignInRequest,
    responses((status = 204, description = "signed in; the cookie is set"), (status = 401, body = Problem),
        (status = 423, body = Problem)))]
pub async fn open(
    State(app): State<App>,
    jar: CookieJar,
    request: Request,
) -> Result<(StatusCode, CookieJar), Problem> {
    let (parts, body) = request.into_parts();
    let bytes =
        axum::body::to_bytes(body, 4096).await.map_err(|e| Problem::bad("body.malformed", e.to_string()))?;
    let asked: SignInRequest = parse(&bytes)?;
    let now = app.clock.now();
    let found = account::find_by_login(&app.db.read().await?, &asked.login).await?;
    // an unknown login takes as long as a known one
    let hash = found.as_ref().map_or_else(|| NO_ACCOUNT.to_owned(), |account| account.password_hash.clone());
    let _turn = app.hashing.acquire().await.map_err(|e| Problem::internal(&e))?;
    let fits = tokio::task::spawn_blocking(move || account::password_fits(&hash, &asked.password));
    let fits = fits.await.map_err(|e| Problem::internal(&e))?;
    let account = found.ok_or(Error::Refused)?;
    account::awake(&account, now)?;
    if !fits {
        app.db.write(async move |tx: &Tx| account::count_failure(tx, account.id, now).await).await?;
        return Err(Error::Refused.into());
    }
    let token = hex::encode(app.chance.bytes()?);
    let (id, line) = (app.chance.id(now)?, app.chance.id(now)?);
    let agent = parts.headers.get("user-agent").and_then(|a| a.to_str().ok()).unwrap_or_default().to_owned();
    let (secret, from) = (token.clone(), origin(&parts));
    app.db
        .write(async move |tx: &Tx| {
            // looked at again: others may have tried meanwhile
            let account = account::find(tx, account.id).await?.ok_or(Error::Refused)?;
            account::awake(&account, now)?;
            account::open_session(tx, &account, id, &secret, &agent, now).await?;
            Ok::<_, Error>(trail::write(tx, signed_in(line, &account, id, now, &from)).await?)
        })
        .await?;
    Ok((StatusCode::NO_CONTENT, jar.add(cookie(&app, token))))
}

/// A hash that no password fits, so that an unknown login costs the same.
const NO_ACCOUNT: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn signed_in<'a>(
    id: Uuid,
    account: &account::Account,
    session: Uuid,
    at: Moment,
    origin: &'a str,
) -> trail::Line<'a> {
    trail::Line {
        id,
        at,
        account: Some(account.id),
        person: account.person,
        position: None,
        request: None,
        verb: "session.open",
        kind: "session",
        record: session,
        before: None,
        after: None,
        origin,
    }
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    let over_tls = app.config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    Cookie::build((COOKIE, token)).path("/").http_only(true).same_site(SameSite::Lax).secure(over_tls).build()
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
    app.db.write(async move |tx: &Tx| account::end_session(tx, account, session).await).await?;
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
    idempotency_key(request.headers())?;
    let body = axum::body::to_bytes(request.into_body(), 4096).await;
    let body: Bytes = body.map_err(|e| Problem::bad("body.malformed", e.to_string()))?;
    let asked: PasswordRequest = parse(&body)?;
    if asked.old == asked.new {
        return Err(Error::Same.into());
    }
    let (account, session, now) = (signed.who.account, signed.session, signed.now);
    let known = account::find(&app.db.read().await?, account).await?.ok_or_else(Problem::no_session)?;
    account::awake(&known, now)?;
    let salt = app.chance.bytes()?;
    let _turn = app.hashing.acquire().await.map_err(|e| Problem::internal(&e))?;
    let hashed = tokio::task::spawn_blocking(move || {
        let fits = account::password_fits(&known.password_hash, &asked.old);
        if fits { account::hash_password(&asked.new, &salt) } else { Err(Error::OldIsWrong) }
    });
    let hash = match hashed.await.map_err(|e| Problem::internal(&e))? {
        Err(Error::OldIsWrong) => {
            app.db.write(async move |tx: &Tx| account::count_failure(tx, account, now).await).await?;
            return Err(Error::OldIsWrong.into());
        }
        done => done?,
    };
    app.db.write(async move |tx: &Tx| account::set_password(tx, account, &hash, session).await).await?;
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
        if ended { Ok(true) } else { Err(Error::NoSuchSession) }
    })
    .await
}

/// A body that says nothing.
#[derive(Deserialize)]
pub struct Nothing {}

#[cfg(test)]
mod tests {
    //! Signing in, resting after wrong passwords, ending sessions, changing the password.
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise

    use crate::{
        demo::cast::PASSWORD,
        on_both,
        testing::{Client, Place},
    };
    use axum::http::{Request, StatusCode};
    use serde_json::{Value, json};

    async fn try_in(stranger: &Client<'_>, password: &str) -> (StatusCode, Value) {
        stranger.post("/api/session", json!({ "login": "clerk", "password": password })).await
    }

    on_both!(an_account_rests_after_five_wrong_passwords, async |place: &Place| {
        let stranger = place.stranger();
        for _ in 0..5 {
            assert_eq!(try_in(&stranger, "wrong").await.0, StatusCode::UNAUTHORIZED);
        }
        let (status, problem) = try_in(&stranger, PASSWORD).await;
        assert_eq!((status, &problem["code"]), (StatusCode::LOCKED, &json!("sign_in.locked")));
        place.at("2026-10-30T09:15:01+08:00");
        assert_eq!(try_in(&stranger, PASSWORD).await.0, StatusCode::NO_CONTENT);
        let (status, problem) =
            stranger.post("/api/session", json!({ "login": "unknown", "password": PASSWORD })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNAUTHORIZED, &json!("sign_in.refused")));
    });

    on_both!(guesses_at_once_count_too, async |place: &Place| {
        let stranger = place.stranger();
        futures::future::join_all((0..8).map(|_| try_in(&stranger, "wrong"))).await;
        assert_eq!(try_in(&stranger, PASSWORD).await.0, StatusCode::LOCKED);
    });

    on_both!(a_session_tells_rights_and_ends, async |place: &Place| {
        let clerk = place.sign_in("clerk").await;
        let (_, session) = clerk.get("/api/session").await;
        assert_eq!(session["person"]["name"], "周敏");
        assert_eq!(session["home_area"]["name"], "柳河镇（演示）");
        assert!(session["verbs"].as_array().unwrap().contains(&json!("case.dispatch")));
        let other = place.sign_in("clerk").await;
        let (_, sessions) = clerk.get("/api/sessions").await;
        assert_eq!(sessions.as_array().unwrap().len(), 2);
        let foreign =
            sessions.as_array().unwrap().iter().find(|s| s["current"] == false).unwrap()["id"].clone();
        let end = |client: &Client<'_>| {
            let request = Request::delete(format!("/api/sessions/{}", foreign.as_str().unwrap()))
                .header("cookie", client.cookie())
                .header("idempotency-key", place.id().to_string());
            request.body(axum::body::Body::empty()).unwrap()
        };
        let leader = place.sign_in("leader").await;
        assert_eq!(leader.send(end(&leader)).await.0, StatusCode::NOT_FOUND, "not yours to end");
        assert_eq!(clerk.send(end(&clerk)).await.0, StatusCode::OK);
        assert_eq!(other.get("/api/session").await.0, StatusCode::UNAUTHORIZED);
        place.at("2026-10-31T09:00:00+08:00");
        assert_eq!(clerk.get("/api/session").await.0, StatusCode::UNAUTHORIZED, "idle too long");
    });

    on_both!(a_new_password_ends_the_other_sessions, async |place: &Place| {
        let clerk = place.sign_in("clerk").await;
        let other = place.sign_in("clerk").await;
        let change = |new: &str| json!({ "old": PASSWORD, "new": new });
        let (status, problem) = clerk.post("/api/session/password", change("short")).await;
        assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("new")));
        let (status, _) = clerk.post("/api/session/password", change("a longer password")).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        assert_eq!(clerk.get("/api/session").await.0, StatusCode::OK);
        assert_eq!(other.get("/api/session").await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(try_in(&place.stranger(), PASSWORD).await.0, StatusCode::UNAUTHORIZED);
    });
}
