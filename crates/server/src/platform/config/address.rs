//! Addresses of the configuration: where files lie, what others can reach, what must not be shown.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use url::{Host, Url};

/// Where pictures lie: a folder, as `file:///srv/pictures`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct FilesUrl(PathBuf);

impl FilesUrl {
    pub fn folder(&self) -> &Path {
        &self.0
    }
}

impl std::str::FromStr for FilesUrl {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let how = "write file:///srv/pictures";
        let url = Url::parse(text).map_err(|_| format!("not an address; {how}"))?;
        if url.scheme() != "file" {
            return Err(format!("this program keeps files in folders, not at {}://; {how}", url.scheme()));
        }
        url.to_file_path().map(Self).map_err(|()| format!("a folder of this machine is meant; {how}"))
    }
}
impl TryFrom<String> for FilesUrl {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A web address that other machines can reach.
pub fn reaches_others(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    ["http", "https"].contains(&url.scheme())
        && match url.host() {
            Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => !ip.is_loopback() && !ip.is_unspecified(),
            Some(Host::Ipv6(ip)) => !ip.is_loopback() && !ip.is_unspecified(),
            None => false,
        }
}

pub fn speaks_tls(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.scheme() == "https")
}

pub fn names_postgres(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| ["postgres", "postgresql"].contains(&url.scheme()))
}

const MASK: &str = "***";

/// An address without its secrets. What is no address is not shown when it might hold one.
pub fn masked(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        let harmless = !address.contains(['@', '=']);
        return if harmless { address.into() } else { MASK.into() };
    };
    if url.password().is_some() {
        // refused only for addresses that cannot hold one
        let _ = url.set_password(Some(MASK));
    }
    let secret = |key: &str| ["pass", "secret", "token"].iter().any(|word| key.contains(word));
    if url.query_pairs().any(|(key, _)| secret(&key)) {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let shown = pairs.iter().map(|(k, v)| (k.as_str(), if secret(k) { MASK } else { v.as_str() }));
        url.query_pairs_mut().clear().extend_pairs(shown);
    }
    url.into()
}
