//! Uploads that are kept until what they were sent for has ended, and papers that are kept for good, under its id.

use super::{Error, Files};
use kernel::{id::Uuid, moment::Moment};
use object_store::{ObjectStoreExt, path::Path};

fn key(id: Uuid) -> Path {
    Path::from(format!("{FOLDER}/{}", id.simple()))
}
const FOLDER: &str = "uploads";

/// Where a paper stays: as it was received, or as it was sent out.
fn paper(id: Uuid, name: &str) -> Path {
    Path::from(format!("papers/{}/{name}", id.simple()))
}

impl Files {
    /// Keeps a paper of a record for good, under a name of its own.
    pub async fn file_away(&self, id: Uuid, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
        self.0.put(&paper(id, name), bytes.into()).await?;
        Ok(())
    }
    pub async fn filed(&self, id: Uuid, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match self.0.get(&paper(id, name)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
    pub async fn keep(&self, id: Uuid, bytes: Vec<u8>) -> Result<(), Error> {
        self.0.put(&key(id), bytes.into()).await?;
        Ok(())
    }
    /// None: it was removed.
    pub async fn kept(&self, id: Uuid) -> Result<Option<Vec<u8>>, Error> {
        match self.0.get(&key(id)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
    /// What is not there is gone already.
    pub async fn discard(&self, id: Uuid) -> Result<(), Error> {
        match self.0.delete(&key(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
    /// All that were kept before a moment.
    pub async fn kept_before(&self, moment: Moment) -> Result<Vec<Uuid>, Error> {
        let listed = self.0.list_with_delimiter(Some(&Path::from(FOLDER))).await?;
        let old = listed.objects.into_iter().filter(|o| o.last_modified.timestamp_millis() < moment.millis());
        Ok(old.filter_map(|o| o.location.filename().and_then(|name| name.parse().ok())).collect())
    }
}
