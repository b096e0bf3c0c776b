//! The town as it stands before each test. To make it takes longer than most tests do, so each build of the tests makes
//! it once on either database, and every test begins with a copy.

use super::START;
use crate::{
    app::App,
    demo::cast::{self, Town},
    directory,
    platform::{account, chance::Chance, clock::Clock, config::Config, db::Db, file::Files},
    start,
};
use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::UNIX_EPOCH,
};

/// Apart from the chance that tests draw from, so that no test draws an id of the town's.
const SEED: u64 = 0;

async fn make(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::hasty(folder.path()).unwrap();
    let clock = Clock::held_at(START.parse().unwrap());
    let app = start::open_on(Config::default(), db, files, clock, Chance::seeded(SEED)).await.unwrap();
    cast::make(&app).await.unwrap();
    // a hash says what it costs to check: these cost nothing, as tests sign in thousands of times
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    let hash = cheap.hash_password_with_salt(cast::PASSWORD.as_bytes(), &[0; 16]).unwrap().to_string();
    let update = format!("update account set password_hash = '{hash}'");
    app.db.admin().execute_unprepared(&update).await.unwrap();
}

/// The tests' program, and a name that no other build of it has.
fn build() -> (PathBuf, String) {
    let program = std::env::current_exe().unwrap();
    let built = program.metadata().unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    (program, format!("town_{}", built.as_micros()))
}

/// A copy in `folder`.
pub async fn sqlite(folder: &Path) -> Db {
    let (program, name) = build();
    let kept = program.with_file_name(format!("{name}.db"));
    if !kept.exists() {
        let db = Db::sqlite(&folder.join("making.db")).await.unwrap();
        make(db.clone()).await;
        // two tests may make it at once: each its own, and either may stay
        let made = program.with_file_name(format!("{name}.{}", std::process::id()));
        db.admin().execute_unprepared(&format!("vacuum into '{}'", made.display())).await.unwrap();
        std::fs::rename(made, &kept).unwrap();
        forget_others(&kept);
    }
    let own = folder.join("wenming.db");
    std::fs::copy(kept, &own).unwrap();
    Db::sqlite(&own).await.unwrap()
}

/// Removes the towns of earlier builds.
fn forget_others(kept: &Path) {
    let is_town = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        name.starts_with("town_") && name.ends_with(".db") && path != kept
    };
    let beside = std::fs::read_dir(kept.parent().unwrap()).unwrap().flatten().map(|entry| entry.path());
    for other in beside.filter(|path| is_town(path)) {
        let _ = std::fs::remove_file(other); // a test of another build may have been quicker
    }
}

/// A copy on the server that the test run started.
pub async fn postgres() -> Db {
    let server = std::env::var("WENMING_TEST_POSTGRES")
        .expect("WENMING_TEST_POSTGRES is not set; run the tests with .ci/postgres.sh or `make test`");
    let address = |name: &str| server.rsplit_once('/').map(|(head, _)| format!("{head}/{name}")).unwrap();
    let admin = Database::connect(&server).await.unwrap();
    let kept = build().1;
    if !exists(&admin, &kept).await {
        let making = fresh();
        admin.execute_unprepared(&format!("create database {making}")).await.unwrap();
        make(Db::postgres(&address(&making)).await.unwrap()).await;
        let left =
            format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{making}'");
        admin.execute_unprepared(&left).await.unwrap();
        let renamed = admin.execute_unprepared(&format!("alter database {making} rename to {kept}")).await;
        assert!(exists(&admin, &kept).await, "neither this test nor another made the town: {renamed:?}");
    }
    let own = fresh();
    admin.execute_unprepared(&format!("create database {own} template {kept}")).await.unwrap();
    admin.close().await.unwrap();
    Db::postgres(&address(&own)).await.unwrap()
}

async fn exists(admin: &DatabaseConnection, name: &str) -> bool {
    let asked = format!("select 1 from pg_database where datname = '{name}'");
    let asked = Statement::from_string(admin.get_database_backend(), asked);
    admin.query_one_raw(asked).await.unwrap().is_some()
}

/// The name of a database of this test's own.
fn fresh() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    format!("t{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed))
}

/// What stands in it.
pub async fn town(app: &App) -> Town {
    let db = app.db.read().await.unwrap();
    let (areas, organisations) =
        (directory::areas(&db, None).await.unwrap(), directory::organisations(&db).await.unwrap());
    let account = account::find_by_login(&db, "clerk").await.unwrap().unwrap();
    Town {
        areas: areas.into_iter().map(|area| (area.code.clone(), area)).collect(),
        organisations: organisations.into_iter().map(|org| (org.code.clone(), org)).collect(),
        password_hash: account.password_hash,
    }
}
