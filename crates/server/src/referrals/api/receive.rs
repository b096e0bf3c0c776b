//! A list on its way in: its file is kept, and a job reads it.

use super::view::{ReferralView, view};
use crate::{
    app::{App, Signed, door_of, idempotency_key, parse_part},
    platform::{
        file::{self, Files},
        problem::Problem,
        upload::{self, malformed},
    },
    referrals::{
        actions::{self, New},
        model::{Error, Referral, ReferralId},
        store,
    },
};
use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
};
use documents::grid;
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// Bytes of a list at most.
pub const LARGEST: usize = 64 * 1024 * 1024;
/// The name under which lists' files were kept before they were kept by their hash.
const RECEIVED: &str = "received";

/// A list's file as it came.
pub async fn received(files: &Files, referral: &Referral) -> Result<Option<Vec<u8>>, file::Error> {
    match files.filed(referral.id.0, &referral.file_hash).await? {
        Some(bytes) => Ok(Some(bytes)),
        None => files.filed(referral.id.0, RECEIVED).await,
    }
}

/// The parts of an upload.
#[derive(ToSchema)]
#[allow(dead_code)] // read part by part; this is its description
pub struct ReferralUpload {
    /// XLSX or DOCX, or several photos whose names are their captions; at most 64 MB together
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
    paper: ReferralPaper,
}

/// What the paper says of itself.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReferralPaper {
    /// at most 120 characters, as title and number
    sender: String,
    title: String,
    #[serde(default)]
    number: String,
    #[schema(value_type = String, format = Date)]
    received_on: Date,
    /// last day of the answer
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
}

/// Take in a superior's list. `Idempotency-Key` is its id; a job reads the file, and the list tells how far it is.
#[utoipa::path(post, path = "/api/referrals", tag = "referrals",
    request_body(content = ReferralUpload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Uuid, Header, description = "the list's id, a UUIDv7")),
    responses((status = 202, body = ReferralView), (status = 403, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn receive(
    State(app): State<App>,
    signed: Signed,
    request: Request,
) -> Result<(StatusCode, Json<ReferralView>), Problem> {
    signed.password_changed()?;
    if !signed.who.holds("referral.receive") {
        return Err(Problem::denied("referral.receive"));
    }
    let id = ReferralId(idempotency_key(request.headers())?);
    let (parts, body) = request.into_parts();
    let (paper, name, bytes) = parts_of(Request::from_parts(parts.clone(), body), &app).await?;
    let hash = hex::encode(Sha256::digest(&bytes));
    let read = app.db.read().await?;
    let known = store::find(&read, id).await?;
    drop(read);
    // the file before its list, by its hash, so that of two that come at once each keeps its own: what no list names is
    // nothing's
    if known.is_none() {
        app.files.file_away(id.0, &hash, bytes).await?;
    }
    // the same request says the same of the same file
    let said = format!("{hash} {paper:?}");
    let door = door_of(&app, &signed, &parts, said.as_bytes())?;
    let new = New {
        id,
        sender: paper.sender.trim().into(),
        title: paper.title.trim().into(),
        number: paper.number.trim().into(),
        received_on: paper.received_on,
        due_on: paper.due_on,
        file_name: name.chars().take(200).collect(),
        file_hash: hash,
    };
    let origin = door.order.origin.clone();
    door.run(async move |work| {
        actions::receive(work, new.clone(), origin.clone()).await.map(|referral| referral.id)
    })
    .await?;
    app.signals.call();
    let read = app.db.read().await?;
    let referral = store::find(&read, id).await?.ok_or(Error::NotFound)?;
    Ok((StatusCode::ACCEPTED, Json(view(&read, &signed.who, referral, signed.now).await?)))
}

/// The paper, and its file by name; several photos become one.
async fn parts_of(request: Request, app: &App) -> Result<(ReferralPaper, String, Vec<u8>), Problem> {
    let mut upload = upload::parts(request, app).await?;
    let (mut paper, mut files) = (None, Vec::new());
    while let Some(field) = upload.next_field().await.map_err(malformed)? {
        match field.name() {
            Some("paper") => {
                let text = field.text().await.map_err(malformed)?;
                paper = Some(parse_part::<ReferralPaper>(text.as_bytes())?);
            }
            Some("file") => {
                let name = field.file_name().unwrap_or("list").to_owned();
                files.push((name, field.bytes().await.map_err(malformed)?));
            }
            _ => {}
        }
    }
    let missing = |field: &'static str| {
        move || Problem::bad("field.empty", format!("the part `{field}` is missing")).field(field)
    };
    let paper = paper.ok_or_else(missing("paper"))?;
    let first = files.first().ok_or_else(missing("file"))?.0.clone();
    if files.len() == 1 && !grid::is_picture(&files[0].1) {
        let (name, bytes) = files.remove(0);
        return Ok((paper, name, bytes.to_vec()));
    }
    if let Some((name, _)) = files.iter().find(|(_, bytes)| !grid::is_picture(bytes)) {
        let words = "several files are taken only if each is a JPEG, PNG or WebP picture";
        return Err(Problem::bad("list.not_photos", words).field("file").param("file", name.as_str()));
    }
    let packed = grid::pack(files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])));
    Ok((paper, first, packed.map_err(|e| Problem::internal(&e))?))
}
