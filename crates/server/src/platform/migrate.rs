//! Migrations: SQL files, one text for both databases, in SeaORM's ledger.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait};

struct Sql {
    name: &'static str,
    text: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        vec![$(Box::new(Sql { name: $name, text: include_str!(concat!("../../migrations/", $name, ".sql")) })
            as Box<dyn MigrationTrait>),+]
    };
}

pub struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        migrations![
            "20261122_000100_platform",
            "20261122_000200_directory",
            "20261122_000300_journal",
            "20261122_000400_cases",
            "20261122_000500_case_loop",
            "20261122_000600_import",
            "20261122_000601_directory_lists",
            "20261122_000700_standards",
            "20261122_000710_sites",
            "20261122_000720_inspections",
            "20261122_000800_reports",
            "20261122_000900_obligations",
            "20261122_001001_settings",
            "20261122_001101_case_lists",
            "20261122_001102_doubted_clock",
            "20261122_001103_job_kinds",
            "20261122_001110_event_delivery",
            "20261122_001111_finding_outcome",
            "20261122_001120_visit_doubts",
            "20261122_001121_case_site",
            "20261122_001130_loop",
            "20261122_001150_last_visits",
            "20261122_001151_case_orders",
            "20261122_001170_category_lists",
            "20261122_001200_case_round",
            "20261122_001201_said_conditions",
            "20261122_001220_report_holds",
            "20261122_001240_round_beginnings",
            "20261122_001241_visit_corrections",
            "20261122_001260_import_jobs",
            "20261122_001420_setting_versions",
            "20261122_001300_month_closings",
            "20261122_001301_chosen_openings",
            "20261122_001320_statements",
            "20261122_001321_targets",
            "20261122_001360_deputies",
            "20261122_001400_referrals",
            "20261122_001380_case_family",
            "20261122_001381_photo_evidence",
            "20261122_001340_succession",
            "20261122_001440_case_walk",
            "20261122_001441_rollup_subjects",
            "20261122_001442_rollup_subjects_by_area",
            "20261122_001443_postings_listed_by_day",
            "20261122_001444_postings_by_seal",
            "20261122_001445_cases_of_a_period",
            "20261122_001446_import_rows_by_key",
            "20261122_001447_referral_cancelled",
            "20261122_001448_photo_shapes",
            "20261122_001449_cases_of_a_period_seen",
            "20261122_001450_referral_told",
            "20261122_001451_closings_by_day",
            "20261122_001452_faulty_import_rows",
        ]
    }
}

/// Brings the database to this program's schema.
pub async fn migrate(admin: &DatabaseConnection) -> Result<(), DbErr> {
    Migrations::up(admin, None).await
}

/// The name of this program's schema: its newest migration.
pub fn newest() -> String {
    Migrations::migrations().last().map_or_else(String::new, |migration| migration.name().to_owned())
}

impl MigrationName for Sql {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sql {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = connection.get_database_backend();
        let text = translate(self.text, backend);
        if backend == DbBackend::Postgres {
            return connection.execute_unprepared(&text).await.map(|_| ());
        }
        // PostgreSQL's migrations run in a transaction already; SQLite's one connection for writing begins its own
        connection.execute_unprepared("begin immediate").await?;
        let done = connection.execute_unprepared(&text).await;
        connection.execute_unprepared(if done.is_ok() { "commit" } else { "rollback" }).await?;
        done.map(|_| ())
    }
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Custom("a migration is mended by the next one, never undone".into()))
    }
}

/// The four things that one text cannot say on both: the type of an id, byte order of text, a number that counts the rows
/// as they are written, and rows kept in the order of their key.
fn translate(text: &str, backend: DbBackend) -> String {
    let (uuid, collate, serial, by_key) = match backend {
        DbBackend::Postgres => ("uuid", "collate \"C\"", "bigint generated always as identity", ""),
        _ => ("blob", "", "integer not null", "without rowid"),
    };
    text.replace("{uuid}", uuid)
        .replace("{c}", collate)
        .replace("{serial}", serial)
        .replace("{by_key}", by_key)
}
