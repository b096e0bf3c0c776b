//! Files over HTTP: a picture is stored before the verb that claims it, and read through the record it hangs on.

use crate::{
    app::{App, Path, Query, Read, Signed, idempotency_key},
    cases, inspections, obligations,
    platform::{
        db::Tx,
        file::{self, LARGEST, Said},
        problem::Problem,
        request,
        upload::malformed,
    },
    referrals,
};
use axum::{
    Json,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{geo::Position, id::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    let store = OpenApiRouter::new().routes(routes!(store)).layer(DefaultBodyLimit::max(LARGEST + 64 * 1024));
    OpenApiRouter::new().merge(store).routes(routes!(show))
}

/// A stored picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileView {
    id: Uuid,
    media: String,
    /// upright, in pixels
    width: u32,
    height: u32,
    bytes: usize,
}

/// The parts of an upload.
#[derive(ToSchema)]
#[allow(dead_code)] // read part by part; this is its description
pub struct Upload {
    /// JPEG, PNG or WebP, at most 20 MB and 36 megapixels
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// JSON: taken_at, lon, lat, accuracy_m as the sender knows them
    meta: Option<String>,
}

/// Store a picture. `Idempotency-Key` is its id; it goes after 48 hours unless a record claims it.
#[utoipa::path(post, path = "/api/files", tag = "files",
    request_body(content = Upload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Uuid, Header, description = "the file's id, a UUIDv7")),
    responses((status = 200, body = FileView), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 429, body = Problem)))]
pub async fn store(
    State(app): State<App>,
    signed: Signed,
    headers: HeaderMap,
    upload: Result<Multipart, MultipartRejection>,
) -> Result<Json<FileView>, Problem> {
    signed.password_changed()?;
    if !CLAIMING.iter().any(|verb| signed.who.holds(verb)) {
        return Err(Problem::denied(CLAIMING[0]));
    }
    let id = idempotency_key(&headers)?;
    let upload = upload.map_err(|e| Problem::bad("body.malformed", e.body_text()))?;
    let (bytes, said) = receive(upload).await?;
    let (by, now) = (signed.who.account, signed.now);
    let size = bytes.len();
    let (photo, bytes) =
        tokio::task::spawn_blocking(move || file::read_photo(&bytes).map(|photo| (photo, bytes)))
            .await
            .map_err(|e| Problem::internal(&e))??;
    let row = file::row_of(id, &bytes, &photo, &said, by, now);
    let view =
        FileView { id, media: photo.media.into(), width: photo.width, height: photo.height, bytes: size };
    if file::find(&app.db.read().await?, id).await?.is_none() {
        file::room_for(&app.db.read().await?, by).await?;
    }
    // searched beside the writer: many are alike, and few of them matter
    let looks = photo.looks.clone();
    let alike = match &looks {
        Some(looks) => file::search_alike(&app.db.read().await?, id, looks).await?,
        None => Vec::new(),
    };
    // the place of the bytes holds their hash, so another picture under the same id never touches these
    app.files.put(id, &row.hash, bytes, &photo).await?;
    let kept = app.db.write(async move |tx: &Tx| match file::find(tx, id).await? {
        None => {
            file::room_for(tx, by).await?;
            file::insert(tx, row.clone()).await?;
            if let Some(looks) = &looks {
                file::keep_looks(tx, id, looks, &alike).await?;
            }
            Ok(true)
        }
        Some(known) => Ok::<_, file::Error>(known.hash == row.hash && known.uploaded_by == by),
    });
    if kept.await? { Ok(Json(view)) } else { Err(request::reused()) }
}

/// The right to the bytes as they were sent.
const ORIGINAL: &str = "file.read_original";
/// The verbs that hang pictures on records: who has none of them stores none.
const CLAIMING: &[&str] = &["case.report", "case.rectify", "case.verify", "referral.mend"];

async fn receive(mut upload: Multipart) -> Result<(Vec<u8>, Said), Problem> {
    let mut bytes = None;
    let mut said = Said::default();
    while let Some(field) = upload.next_field().await.map_err(malformed)? {
        match field.name() {
            Some("file") => bytes = Some(field.bytes().await.map_err(malformed)?.to_vec()),
            Some("meta") => {
                let text = field.text().await.map_err(malformed)?;
                let wrong =
                    |e: serde_json::Error| Problem::bad("body.malformed", e.to_string()).field("meta");
                said = serde_json::from_str(&text).map_err(wrong)?;
                let place = said.lon.zip(said.lat).map(|(lon, lat)| Position::new(lon, lat)).transpose();
                place.map_err(|e| Problem::bad("position.impossible", e.to_string()).field("meta"))?;
            }
            _ => {}
        }
    }
    let bytes =
        bytes.ok_or_else(|| Problem::bad("field.empty", "the part `file` is missing").field("file"))?;
    if bytes.len() > LARGEST {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "file.too_large", "the file is too large")
            .field("file"));
    }
    Ok((bytes, said))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SizeQuery {
    /// thumb (320 px), view (1600 px, default), or original: the bytes as sent, with their metadata, for whoever holds
    /// `file.read_original`
    size: Option<String>,
}

/// A picture without its metadata, if you may read the record it hangs on; with a right of its own the original.
#[utoipa::path(get, path = "/api/files/{id}", tag = "files", params(("id" = Uuid, Path), SizeQuery),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    read: Read,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
    Query(query): Query<SizeQuery>,
) -> Result<Response, Problem> {
    let copy = match query.size.as_deref() {
        None | Some("view") => "view",
        Some("thumb") => "thumb",
        Some("original") => "original",
        Some(_) => return Err(Problem::bad("query.unknown", "thumb, view or original").field("size")),
    };
    let row = file::find(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let readable = match (row.claimed_kind.as_deref(), row.claimed_by) {
        (None, _) => row.uploaded_by == read.who.account,
        // a case may show what hangs on the visit that saw it
        (Some(_), _) if cases::shows_file(&read.db, &read.who, id).await? => true,
        (Some(inspections::KIND), Some(visit)) => {
            !inspections::readable_labels(&read.db, &read.who, &[visit]).await?.is_empty()
        }
        (Some(obligations::ROUND), Some(round)) => {
            !obligations::readable_rounds(&read.db, &read.who, &[round]).await?.is_empty()
        }
        (Some(referrals::KIND), Some(list)) => {
            !referrals::readable_labels(&read.db, &read.who, &[list]).await?.is_empty()
        }
        _ => false,
    };
    if !readable {
        return Err(Problem::not_found());
    }
    let original = copy == "original";
    if original && !read.who.holds(ORIGINAL) {
        return Err(Problem::denied(ORIGINAL));
    }
    // asked each time, so that nobody reads it after signing out; sent once
    let tag =
        HeaderValue::from_str(&format!("\"{}-{copy}\"", row.hash)).map_err(|e| Problem::internal(&e))?;
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let bytes = app.files.get(id, &row.hash, copy).await?;
    let media = if original { row.media.as_str() } else { "image/jpeg" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(media).map_err(|e| Problem::internal(&e))?),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::ETAG, tag),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests;
