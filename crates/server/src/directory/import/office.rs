//! Organisations from tables.

use super::{
    super::{actions, model, model::Error, store},
    Fault, Order, Report, What,
    run::{Draft, stage_drafts},
    template::{column, faults, read, text},
};
use crate::{platform::db::Db, work::Work};
use documents::sheet::{Column, Plan};
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

pub(super) fn plan(sheet: &str, columns: Vec<Column>) -> Plan {
    Plan { sheet: sheet.into(), columns, error_column: Some("问题".into()) }
}

pub fn organisations_plan() -> Plan {
    let columns = vec![
        column("代码", "code", true),
        column("名称", "name", true),
        column("简称", "short_name", true),
        column("类型", "kind", true),
        column("辖区代码", "area", true),
        column("上级代码", "parent", false),
    ];
    plan("机构", columns)
}

/// What a row of organisations keeps until it is applied.
#[derive(Serialize, Deserialize)]
struct Office {
    code: String,
    name: String,
    short_name: String,
    kind: String,
    area: Uuid,
    parent: String,
}

/// A row as it was read: line, cells, faults.
pub(super) type Line<const N: usize> = (u32, [String; N], Vec<Fault>);

/// Those above before those below, in whatever order they stand in the file; apart what hangs on nothing.
fn above_first(rows: Vec<Line<6>>, standing: &HashSet<String>) -> (Vec<Line<6>>, Vec<Line<6>>) {
    let mut placed = standing.clone();
    let (mut ordered, mut left) = (Vec::new(), rows);
    loop {
        let hangs = |row: &Line<6>| row.1[5].is_empty() || placed.contains(&row.1[5]);
        let (fit, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(hangs);
        left = rest;
        if fit.is_empty() {
            return (ordered, left);
        }
        placed.extend(fit.iter().map(|row| row.1[0].clone()));
        ordered.extend(fit);
    }
}

pub async fn stage_organisations(db: &Db, order: Order, name: &str, bytes: &[u8]) -> Result<Report, Error> {
    let plan = organisations_plan();
    let mut rows: Vec<Line<6>> = Vec::new();
    read(name, bytes, &plan, |row| {
        rows.push((row.number, [0, 1, 2, 3, 4, 5].map(|column| text(&row, column)), faults(&row, &plan)));
    })?;
    let snapshot = db.read().await?;
    let standing = store::organisations(&snapshot).await?.into_iter().map(|o| o.code).collect();
    let (ordered, mut left) = above_first(rows, &standing);
    for (_, cells, faults) in &mut left {
        faults.push(Fault::new("parent", "parent.none", &cells[5]));
    }
    let mut drafts = Vec::new();
    for (line, [code, name, short_name, kind, area_code, parent], mut faults) in
        ordered.into_iter().chain(left)
    {
        let area = store::area_of_code(&snapshot, &area_code).await?;
        if area.is_none() && !area_code.is_empty() {
            faults.push(Fault::new("area", "area.none", &area_code));
        }
        let known = standing.contains(&code);
        let office = area.map(|area| Office {
            code: code.clone(),
            name: name.clone(),
            short_name,
            kind,
            area: area.id,
            parent: parent.clone(),
        });
        let body = office.and_then(|office| serde_json::to_string(&office).ok());
        drafts.push(Draft { line, code, name, level: "organisation", parent, known, body, faults });
    }
    drop(snapshot);
    stage_drafts(db, order, What::Organisations, name, bytes, drafts).await
}

pub(super) fn body_of<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|e| Error::Unreadable(e.to_string()))
}

/// Opens the staged organisations.
pub(super) async fn open(work: &Work<'_>, run: Uuid) -> Result<(), Error> {
    for (_, body) in store::import::new_bodies(work.tx(), run).await? {
        let Office { code, name, short_name, kind, area, parent } = body_of(&body)?;
        let above = store::organisation_of_code(work.tx(), &parent).await?.map(|above| above.id);
        let new = model::NewOrganisation { code, name, short_name, kind, area, parent: above };
        actions::open_organisation(work, new).await?;
    }
    Ok(())
}
