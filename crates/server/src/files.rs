//! Files over HTTP: a picture is stored before the verb that claims it, and read through the record it hangs on.

use crate::{
    app::{App, Read, idempotency_key},
    cases, inspections,
    platform::{
        db::Tx,
        file::{self, LARGEST, Said},
        problem::Problem,
    },
};
use axum::{
    Json,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::id::Uuid;
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
    /// JPEG, PNG or WebP, at most 20 MB and 50 megapixels
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// JSON: taken_at, lon, lat, accuracy_m as the sender knows them
    meta: Option<String>,
}

/// Store a picture. `Idempotency-Key` is its id; it goes after 48 hours unless a record claims it.
#[utoipa::path(post, path = "/api/files", tag = "files",
    request_body(content = Upload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Uuid, Header, description = "the file's id, a UUIDv7")),
    responses((status = 200, body = FileView), (status = 413, body = Problem), (status = 415, body = Problem)))]
pub async fn store(
    State(app): State<App>,
    read: Read,
    headers: HeaderMap,
    upload: Multipart,
) -> Result<Json<FileView>, Problem> {
    let id = idempotency_key(&headers)?;
    let (bytes, said) = receive(upload).await?;
    let (by, now) = (read.who.account, read.now);
    let size = bytes.len();
    let (photo, bytes) =
        tokio::task::spawn_blocking(move || file::read_photo(&bytes).map(|photo| (photo, bytes)))
            .await
            .map_err(|e| Problem::internal(&e))??;
    let row = file::row_of(id, &bytes, &photo, &said, by, now);
    let view =
        FileView { id, media: photo.media.into(), width: photo.width, height: photo.height, bytes: size };
    match file::find(&read.db, id).await? {
        Some(known) if known.hash == row.hash && known.uploaded_by == by => return Ok(Json(view)),
        Some(_) => return Err(crate::platform::request::reused()),
        None => {}
    }
    app.files.put(id, bytes, &photo).await?;
    app.db.write(async move |tx: &Tx| file::insert(tx, row.clone()).await).await?;
    Ok(Json(view))
}

async fn receive(mut upload: Multipart) -> Result<(Vec<u8>, Said), Problem> {
    let malformed = |e: axum::extract::multipart::MultipartError| {
        let code =
            if e.status() == StatusCode::PAYLOAD_TOO_LARGE { "file.too_large" } else { "body.malformed" };
        Problem::new(e.status(), code, e.body_text()).field("file")
    };
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
            }
            _ => {}
        }
    }
    let bytes =
        bytes.ok_or_else(|| Problem::bad("field.empty", "the part `file` is missing").field("file"))?;
    if bytes.len() > LARGEST {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "file.too_large", "the file is too large"));
    }
    Ok((bytes, said))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SizeQuery {
    /// thumb (320 px) or view (1600 px, default)
    size: Option<String>,
}

/// A picture without its metadata, if you may read the record it hangs on.
#[utoipa::path(get, path = "/api/files/{id}", tag = "files", params(("id" = Uuid, Path), SizeQuery),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    read: Read,
    Path(id): Path<Uuid>,
    Query(query): Query<SizeQuery>,
) -> Result<Response, Problem> {
    let copy = match query.size.as_deref() {
        None | Some("view") => "view",
        Some("thumb") => "thumb",
        Some(_) => return Err(Problem::bad("query.unknown", "thumb or view").field("size")),
    };
    let row = file::find(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let readable = match (row.claimed_kind.as_deref(), row.claimed_by) {
        (None, _) => row.uploaded_by == read.who.account,
        // a case may show what hangs on the visit that saw it
        (Some(_), _) if cases::shows_file(&read.db, &read.who, id).await? => true,
        (Some(inspections::KIND), Some(visit)) => {
            !inspections::readable_labels(&read.db, &read.who, &[visit]).await?.is_empty()
        }
        _ => false,
    };
    if !readable {
        return Err(Problem::not_found());
    }
    let bytes = app.files.get(id, copy).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    //! A picture is its sender's until a record claims it, then the record's readers'.
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise

    use crate::{on_both, testing::Place};
    use axum::http::StatusCode;
    use serde_json::json;

    on_both!(reading_follows_the_record, async |place: &Place| {
        let clerk = place.sign_in("clerk").await;
        let community = place.sign_in("community").await;
        let west = place.sign_in("west").await;
        let photo = clerk.photo().await;
        let path = format!("/api/files/{photo}?size=thumb");
        assert_eq!(clerk.get(&path).await.0, StatusCode::OK);
        assert_eq!(community.get(&path).await.0, StatusCode::NOT_FOUND, "nobody else's yet");
        let area = place.town.area("990101001001").unwrap();
        let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
            "source": "patrol", "photos": [photo] });
        let (status, problem) = community.post("/api/cases", body.clone()).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("file.none")));
        let (status, case) = clerk.post("/api/cases", body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{case}");
        assert_eq!(community.get(&path).await.0, StatusCode::OK, "its area");
        assert_eq!(west.get(&path).await.0, StatusCode::NOT_FOUND);
        let (status, _) = clerk.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a photo hangs on one record");
    });
}
