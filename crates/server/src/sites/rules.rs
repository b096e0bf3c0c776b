//! What a site must satisfy, and when its plate may be printed.

use super::model::Error;
use crate::platform::config::reaches_others;

const LONGEST_NAME: usize = 60;
const LONGEST_ADDRESS: usize = 120;

/// Name and address as they are kept.
pub fn words(name: &str, address: &str) -> Result<(String, String), Error> {
    let (name, address) = (name.trim(), address.trim());
    if name.is_empty() {
        return Err(Error::Empty("name"));
    }
    for (field, text, most) in [("name", name, LONGEST_NAME), ("address", address, LONGEST_ADDRESS)] {
        let length = text.chars().count();
        if length > most {
            return Err(Error::TooLong { field, length, most });
        }
    }
    Ok((name.into(), address.into()))
}

/// The address that plates carry, without a slash at its end. Where phones cannot reach it a plate would be waste, so
/// there only a demo prints, marked as such.
pub fn plate_url(public_url: Option<&str>, demo: bool, own: &str) -> Result<String, Error> {
    let public = public_url.map(|url| url.trim_end_matches('/')).filter(|url| reaches_others(url));
    match public {
        Some(url) => Ok(url.to_owned()),
        None if demo => Ok(own.to_owned()),
        None => Err(Error::NoPublicUrl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plate_carries_only_an_address_that_phones_reach() {
        let own = "http://127.0.0.1:8080";
        for useless in [
            None,
            Some(""),
            Some("wenming.example"),
            Some("ftp://wenming.example"),
            Some("http://localhost:8080"),
            Some("http://127.0.0.1"),
            Some("http://127.8.9.1:80/x"),
            Some("https://[::1]/"),
            Some("http://0.0.0.0:8080"),
        ] {
            assert!(matches!(plate_url(useless, false, own), Err(Error::NoPublicUrl)), "{useless:?}");
            assert!(plate_url(useless, true, own).is_ok_and(|url| url == own), "{useless:?}");
        }
        for good in ["https://wenming.example/", "http://10.0.0.8:8080"] {
            let kept = plate_url(Some(good), false, own);
            assert!(kept.is_ok_and(|url| url == good.trim_end_matches('/')));
        }
    }
}
