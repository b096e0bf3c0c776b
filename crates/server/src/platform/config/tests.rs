//! Which layer holds, what is listed of it, and when people are warned.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;

/// A folder with this file in it.
fn folder(file: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), file).unwrap();
    folder
}

fn settled(folder: &Path, flag: Option<&str>, variable: Option<&str>) -> Setting {
    let flags =
        Config { data: Some(folder.into()), public_url: flag.map(str::to_owned), ..Config::default() };
    let variable = variable.map(str::to_owned);
    let held = flags.settle(|name| variable.clone().filter(|_| name == "WENMING_PUBLIC_URL")).unwrap();
    held.settings.into_iter().find(|setting| setting.name == "public_url").unwrap()
}

#[test]
fn a_flag_stands_before_the_environment_before_the_file() {
    let with = folder("public_url = 'https://file.example'\n");
    let without = folder("");
    let (flag, variable) = (Some("https://flag.example"), Some("https://variable.example"));
    let file = with.path().join(FILE).display().to_string();
    for (folder, flag, variable, value, origin, from) in [
        (&without, None, None, None, Origin::Default, ""),
        (&with, None, None, Some("https://file.example"), Origin::File, file.as_str()),
        (&with, None, Some(""), Some("https://file.example"), Origin::File, file.as_str()),
        (&with, None, variable, variable, Origin::Environment, "WENMING_PUBLIC_URL"),
        (&with, flag, None, flag, Origin::Flag, "--public-url"),
        (&with, flag, variable, flag, Origin::Flag, "--public-url"),
        (&without, None, variable, variable, Origin::Environment, "WENMING_PUBLIC_URL"),
    ] {
        let held = settled(folder.path(), flag, variable);
        // an address is shown as it is understood, with the slash that it lacks
        let value = value.map(|url| format!("{url}/"));
        assert_eq!((held.value, held.origin, held.from.as_str()), (value, origin, from));
    }
}

#[test]
fn every_setting_is_listed_with_its_value_and_origin() {
    let place = folder("listen = '0.0.0.0:443'\ntls_cert = '/c.pem'\ntls_key = '/k.pem'\n");
    let flags = Config { files: Some("file:///srv/a%20b".parse().unwrap()), ..Config::default() };
    let held = flags
        .settle(|name| match name {
            "WENMING_DATA" => Some(place.path().display().to_string()),
            "WENMING_DATABASE" => Some("postgres://wen:hush@db:5432/wenming?sslpassword=hush".into()),
            _ => None,
        })
        .unwrap();
    let data = place.path().display().to_string();
    let file = place.path().join(FILE).display().to_string();
    let listed: Vec<_> = held
        .settings
        .iter()
        .map(|s| (s.name, s.value.as_deref().unwrap_or("-"), s.origin, s.from.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("data", data.as_str(), Origin::Environment, "WENMING_DATA"),
            (
                "database",
                "postgres://wen:***@db:5432/wenming?sslpassword=***",
                Origin::Environment,
                "WENMING_DATABASE"
            ),
            ("files", "/srv/a b", Origin::Flag, "--files"),
            ("listen", "0.0.0.0:443", Origin::File, file.as_str()),
            ("public_url", "-", Origin::Default, ""),
            ("tls_cert", "/c.pem", Origin::File, file.as_str()),
            ("tls_key", "/k.pem", Origin::File, file.as_str()),
        ]
    );
    assert!(!serde_json::to_string(&held.settings).unwrap().contains("hush"));
    assert_eq!(held.config.files_folder(), Path::new("/srv/a b"));
    let bare = Config::default().settle(|_| None).unwrap().settings;
    let told: Vec<_> = bare.iter().map(|s| s.value.as_deref().unwrap_or("-")).collect();
    assert_eq!(told, ["data", "data/wenming.db", "data/files", "127.0.0.1:8080", "-", "-", "-"]);
}

#[test]
fn what_is_wrong_is_said_without_its_secrets() {
    let file = |text: &str| {
        let place = folder(text);
        let flags = Config { data: Some(place.path().into()), ..Config::default() };
        let told = flags.settle(|_| None).err().unwrap().to_string();
        told.replace(&place.path().display().to_string(), "DIR")
    };
    assert_eq!(file("\nlisten = 'nowhere'\n"), "DIR/wenming.toml, line 2: invalid socket address syntax");
    assert_eq!(file("data = 'x'\n"), "DIR/wenming.toml names a data folder, but lies in the one that holds");
    assert!(file("listn = 'x'\n").starts_with("DIR/wenming.toml, line 1: unknown field `listn`"));
    assert!(!file("database = 'postgres://a:hush@b/c\n").contains("hush"));
    assert_eq!(file("tls_cert = '/c.pem'\n"), "--tls-cert and --tls-key go together");
    let variable = |name: &str, value: &str| {
        let held = Config::default().settle(|asked| (asked == name).then(|| value.to_owned()));
        held.err().unwrap().to_string()
    };
    assert_eq!(variable("WENMING_LISTEN", "8080"), "WENMING_LISTEN: invalid socket address syntax");
    assert_eq!(
        variable("WENMING_FILES", "s3://key:hush@bucket"),
        "WENMING_FILES: this program keeps files in folders, not at s3://; write file:///srv/pictures"
    );
    for database in ["postgre://a:hush@h/d", "a:hush@h", "sqlite://x.db"] {
        let told = variable("WENMING_DATABASE", database);
        assert_eq!(told, "a database is given as postgres://user:password@host/name");
    }
    assert_eq!(
        variable("WENMING_FILES", "/srv/pictures"),
        "WENMING_FILES: not an address; write file:///srv/pictures"
    );
    assert_eq!(
        variable("WENMING_FILES", "file://server/share"),
        "WENMING_FILES: a folder of this machine is meant; write file:///srv/pictures"
    );
}

#[test]
fn secrets_are_masked_wherever_an_address_holds_them() {
    for (address, shown) in [
        ("postgres://a:hush@h/d", "postgres://a:***@h/d"),
        ("postgres://a@h/d", "postgres://a@h/d"),
        ("postgres:///d?host=/run&user=a&password=hush", "postgres:///d?host=%2Frun&user=a&password=***"),
        ("user=a password=hush", "***"),
        ("wenming.example", "wenming.example"),
    ] {
        assert_eq!(masked(address), shown);
    }
}

#[test]
fn people_are_warned_where_phones_would_miss_something() {
    for (listen, public_url, tls, warned) in [
        ("127.0.0.1:8080", None, false, false),
        ("[::1]:8080", None, false, false),
        ("0.0.0.0:8080", None, false, true),
        ("192.168.1.9:80", None, false, true),
        ("[::]:80", None, false, true),
        ("0.0.0.0:443", None, true, false),
        // something before the program carries the public address here
        ("127.0.0.1:8080", Some("http://wenming.example"), false, true),
        ("127.0.0.1:8080", Some("http://10.0.0.8:8080/"), false, true),
        ("127.0.0.1:8080", Some("HTTP://Wenming.example"), false, true),
        ("127.0.0.1:8080", Some("https://wenming.example"), false, false),
        ("0.0.0.0:8080", Some("https://wenming.example"), false, false),
        ("0.0.0.0:443", Some("http://wenming.example"), true, true),
        ("127.0.0.1:8080", Some("http://localhost:8080"), false, false),
        ("127.0.0.1:8080", Some("http://127.0.0.1"), false, false),
        ("0.0.0.0:8080", Some("http://localhost:8080"), false, true),
        ("127.0.0.1:8080", Some("wenming.example"), false, false),
    ] {
        let pem = tls.then(|| PathBuf::from("/x.pem"));
        let config = Config {
            listen: Some(listen.parse().unwrap()),
            public_url: public_url.map(str::to_owned),
            tls_cert: pem.clone(),
            tls_key: pem,
            ..Config::default()
        };
        assert_eq!(config.plain_transport(), warned, "{listen} {public_url:?} tls {tls}");
    }
}
