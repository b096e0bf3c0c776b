//! A table of sites on its way in: one row a site, places and units by code or name.

use super::{
    actions::NewSite,
    model::{Error, SiteType},
    rules,
};
use crate::{
    directory::{Area, Organisation},
    platform::table::{self, CellFault, Faulty, number, text},
};
use documents::sheet::{Column, Kind, Plan, Row, write_xlsx};
use kernel::geo::{Datum, Position};

const SHEET: &str = "点位";
const NAME: &str = "名称";
const TYPE: &str = "类型";
const AREA: &str = "地区编码";
const OWNER: &str = "管理单位";
const LON: &str = "经度";
const LAT: &str = "纬度";
const DATUM: &str = "坐标系";
const ADDRESS: &str = "地址";
const DATUMS: [(Datum, &str); 2] = [(Datum::Wgs84, "WGS84"), (Datum::Gcj02, "GCJ02")];

/// What cells may name.
pub struct Known<'a> {
    pub types: &'a [SiteType],
    /// within the area below, if there is one
    pub areas: &'a [Area],
    pub organisations: &'a [Organisation],
    /// rows without an area lie here
    pub within: Option<&'a Area>,
}

fn plan() -> Plan {
    let column = |name: &str, kind, required, choices: &[&str]| Column {
        name: name.into(),
        kind,
        required,
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        ..Column::default()
    };
    let columns = vec![
        column(NAME, Kind::Text, true, &[]),
        column(TYPE, Kind::Text, true, &[]),
        column(AREA, Kind::Text, false, &[]),
        column(OWNER, Kind::Text, false, &[]),
        column(LON, Kind::Decimal, false, &[]),
        column(LAT, Kind::Decimal, false, &[]),
        column(DATUM, Kind::Text, false, &DATUMS.map(|(_, word)| word)),
        column(ADDRESS, Kind::Text, false, &[]),
    ];
    Plan { sheet: SHEET.into(), columns, error_column: None }
}

/// An empty table to fill in.
pub fn template() -> Result<Vec<u8>, Error> {
    Ok(write_xlsx(&plan(), []).map_err(table::Error::from)?)
}

/// The sites of a workbook or of CSV. Every cell that breaks a rule is told.
pub fn read_table(bytes: &[u8], known: &Known<'_>) -> Result<Vec<NewSite>, Error> {
    let (rows, mut faults) = table::rows_of_one(bytes, &plan())?;
    let mut sites = Vec::new();
    for row in &rows {
        let mut reading = Reading { row, known, faults: &mut faults };
        sites.extend(reading.site());
    }
    faults.sort_by_key(|fault| fault.row);
    Ok(Faulty::unless(faults, sites)?)
}

struct Reading<'a, 'b> {
    row: &'a Row,
    known: &'a Known<'a>,
    faults: &'b mut Vec<CellFault>,
}

impl Reading<'_, '_> {
    /// None where something is wrong with it, which is told.
    fn site(&mut self) -> Option<NewSite> {
        let cell = |at: usize| text(self.row.values.get(at));
        let (name, kind, area, owner, address) = (cell(0), cell(1), cell(2), cell(3), cell(7));
        let words = match rules::words(&name, &address) {
            Ok(words) => Some(words),
            Err(Error::TooLong { field, .. }) => {
                let (column, found) = if field == "name" { (NAME, &name) } else { (ADDRESS, &address) };
                self.fault(column, "field.too_long", found)
            }
            // the plan tells an empty name
            Err(_) => None,
        };
        let kind = self.kind(&kind);
        let area = self.area(&area);
        let organisation = self.owner(&owner);
        let position = self.position();
        let ((name, address), area) = (words?, area?);
        let (kind, organisation, position) = (kind?, organisation?, position?);
        Some(NewSite { kind, name, area, organisation, position, address, parent: None })
    }

    fn kind(&mut self, cell: &str) -> Option<String> {
        let known = self.known.types.iter().find(|kind| kind.name == cell || kind.code == cell);
        match known {
            Some(kind) => Some(kind.code.clone()),
            None if cell.is_empty() => None,
            None => self.fault(TYPE, "site_type.none", cell),
        }
    }

    fn area(&mut self, cell: &str) -> Option<kernel::id::Uuid> {
        let within = self.known.within;
        if cell.is_empty() {
            return match within {
                Some(area) => Some(area.id),
                None => self.fault(AREA, "cell.required", cell),
            };
        }
        let found = self.known.areas.iter().find(|area| area.code == cell);
        match found {
            Some(area) => Some(area.id),
            None => self.fault(AREA, "area.none", cell),
        }
    }

    #[allow(clippy::option_option)] // wrong, none named, or one
    fn owner(&mut self, cell: &str) -> Option<Option<kernel::id::Uuid>> {
        let named = |o: &&Organisation| o.code == cell || o.short_name == cell || o.name == cell;
        match self.known.organisations.iter().find(named) {
            Some(organisation) => Some(Some(organisation.id)),
            None if cell.is_empty() => Some(None),
            None => self.fault(OWNER, "organisation.none", cell),
        }
    }

    #[allow(clippy::option_option)] // wrong, none known, or one
    fn position(&mut self) -> Option<Option<Position>> {
        let (lon, lat) = (number(self.row.values.get(4)), number(self.row.values.get(5)));
        let word = text(self.row.values.get(6));
        let datum = DATUMS.iter().find(|(_, known)| *known == word).map_or(Datum::Wgs84, |(datum, _)| *datum);
        match (lon, lat) {
            (None, None) => Some(None),
            (Some(lon), Some(lat)) => match Position::read(lon, lat, datum) {
                Ok(position) => Some(Some(position)),
                Err(_) => self.fault(LON, "position.impossible", &format!("{lon}, {lat}")),
            },
            (None, _) => self.fault(LON, "cell.required", ""),
            (_, None) => self.fault(LAT, "cell.required", ""),
        }
    }

    fn fault<T>(&mut self, column: &str, rule: &str, found: &str) -> Option<T> {
        self.faults.push(CellFault {
            sheet: SHEET.into(),
            row: self.row.number,
            column: column.into(),
            rule: rule.into(),
            found: found.chars().take(80).collect(),
        });
        None
    }
}
