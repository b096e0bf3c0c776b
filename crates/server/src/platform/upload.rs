//! Uploads: their parts, and a table that comes as the one part `file`.

use super::problem::Problem;
use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use utoipa::ToSchema;

/// Bytes at most.
pub const LARGEST: usize = 20 * 1024 * 1024;
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The one part of an upload.
#[derive(ToSchema)]
#[allow(dead_code)] // read part by part; this is its description
pub struct Table {
    /// XLSX or CSV of the template, GeoJSON for boundaries, at most 20 MB
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The parts of an upload.
pub async fn parts<S: Send + Sync>(request: Request, state: &S) -> Result<Multipart, Problem> {
    let read = Multipart::from_request(request, state).await;
    read.map_err(|e| Problem::new(e.status(), "body.malformed", e.body_text()).field("file"))
}

/// Why a part could not be read.
#[allow(clippy::needless_pass_by_value)] // the form that `map_err` wants
pub fn malformed(error: MultipartError) -> Problem {
    let large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
    let code = if large { "file.too_large" } else { "body.malformed" };
    Problem::new(error.status(), code, error.body_text()).field("file")
}

/// Name and bytes of the table.
pub async fn table<S: Send + Sync>(request: Request, state: &S) -> Result<(String, Vec<u8>), Problem> {
    let mut upload = parts(request, state).await?;
    while let Some(field) = upload.next_field().await.map_err(malformed)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or("table.xlsx").to_owned();
            return Ok((name, field.bytes().await.map_err(malformed)?.to_vec()));
        }
    }
    Err(Problem::bad("field.empty", "the part `file` is missing").field("file"))
}
