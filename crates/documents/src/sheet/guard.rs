//! The guard before the workbook's door: a zip is refused while its parts are still packed if they would grow too
//! large. A directory that lies does not help: the zip reader ends a part that outgrows its declared size.

use std::io::Cursor;

use zip::ZipArchive;

use super::{Error, Limits};

/// More parts than any honest workbook has.
const PARTS: usize = 4_096;

/// Fails unless the bytes are a zip whose parts together unpack within the limit.
pub(crate) fn check(bytes: &[u8], limits: Limits) -> Result<(), Error> {
    let broken = |e: &dyn std::fmt::Display| Error::NotWorkbook(e.to_string());
    let limit = limits.unpacked;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    if archive.len() > PARTS {
        return Err(Error::TooLarge { limit });
    }
    let mut declared = 0u64;
    for at in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(at).map_err(|e| broken(&e))?.size());
    }
    if declared > limit { Err(Error::TooLarge { limit }) } else { Ok(()) }
}
