//! Organisations and people from tables. People come with their post, its role and a login; telephone numbers are
//! not taken, for they may only be kept under the person's own key.

use super::{
    super::{actions, model, model::Error, store},
    Fault, Order, Report, What,
    run::{Draft, stage_drafts},
    template::{column, faults, read, text},
};
use crate::{
    platform::{account, db::Db},
    work::Work,
};
use documents::sheet::{Column, Plan};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

fn plan(sheet: &str, columns: Vec<Column>) -> Plan {
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

pub fn people_plan() -> Plan {
    let among = |choices: &[&str], column: Column| Column {
        choices: choices.iter().map(|choice| (*choice).into()).collect(),
        ..column
    };
    let columns = vec![
        column("姓名", "name", true),
        column("机构代码", "organisation", true),
        column("职务", "title", true),
        among(&["是", "否"], column("负责人", "head", false)),
        column("角色", "role", false),
        column("辖区代码", "area", false),
        among(&["all", "own"], column("范围", "scope", false)),
        column("登录名", "login", false),
    ];
    plan("人员", columns)
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
type Line<const N: usize> = (u32, [String; N], Vec<Fault>);

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

/// What a row of people keeps until it is applied.
#[derive(Serialize, Deserialize)]
struct Newcomer {
    name: String,
    organisation: Uuid,
    title: String,
    head: bool,
    role: String,
    area: Uuid,
    own: bool,
    login: String,
}

pub async fn stage_people(db: &Db, order: Order, name: &str, bytes: &[u8]) -> Result<Report, Error> {
    let plan = people_plan();
    let mut rows: Vec<Line<8>> = Vec::new();
    read(name, bytes, &plan, |row| {
        rows.push((
            row.number,
            [0, 1, 2, 3, 4, 5, 6, 7].map(|column| text(&row, column)),
            faults(&row, &plan),
        ));
    })?;
    let snapshot = db.read().await?;
    let roles: HashSet<String> = store::roles(&snapshot).await?.into_iter().map(|role| role.code).collect();
    let mut drafts = Vec::new();
    for (line, [name, organisation_code, title, head, role, area_code, scope, login], mut faults) in rows {
        let organisation = store::organisation_of_code(&snapshot, &organisation_code).await?;
        if organisation.is_none() && !organisation_code.is_empty() {
            faults.push(Fault::new("organisation", "organisation.none", &organisation_code));
        }
        if !role.is_empty() && !roles.contains(&role) {
            faults.push(Fault::new("role", "role.none", &role));
        }
        let area = store::area_of_code(&snapshot, &area_code).await?.map(|area| area.id);
        if area.is_none() && !area_code.is_empty() {
            faults.push(Fault::new("area", "area.none", &area_code));
        }
        if !login.is_empty() && account::login_taken(&snapshot, &login).await? {
            faults.push(Fault::new("login", "account.login_taken", &login));
        }
        let newcomer = organisation.map(|organisation| Newcomer {
            name: name.clone(),
            organisation: organisation.id,
            title,
            head: head == "是",
            role,
            area: area.unwrap_or(organisation.area),
            own: scope == "own",
            login: login.clone(),
        });
        let body = newcomer.and_then(|newcomer| serde_json::to_string(&newcomer).ok());
        drafts.push(Draft { line, code: login, name, level: "person", body, faults, ..Draft::default() });
    }
    drop(snapshot);
    stage_drafts(db, order, What::People, name, bytes, drafts).await
}

fn body_of<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Error> {
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

/// One-time passwords by login, drawn before.
pub type Slips = HashMap<String, actions::Slip>;

/// The logins that a staged table of people asks for.
pub async fn logins(db: &impl ConnectionTrait, run: Uuid) -> Result<Vec<String>, Error> {
    let rows = store::import::new_bodies(db, run).await?;
    Ok(rows.into_iter().map(|(login, _)| login).filter(|login| !login.is_empty()).collect())
}

/// Puts the staged people in post, each with role and account as the row says.
pub(super) async fn enlist(work: &Work<'_>, run: Uuid, slips: &Slips) -> Result<(), Error> {
    for (_, body) in store::import::new_bodies(work.tx(), run).await? {
        let Newcomer { name, organisation, title, head, role, area, own, login } = body_of(&body)?;
        let person = actions::add_person(work, &name).await?.id;
        let position = actions::open_position(work, model::NewPosition { organisation, title, head }).await?;
        actions::put_in_post(work, position, person, None).await?;
        if !role.is_empty() {
            let scope = if own { "own" } else { "all" };
            let grant = model::NewGrant { position, role, area, scope, lines: vec![] };
            actions::give_grant(work, grant).await?;
        }
        if let Some(slip) = slips.get(&login) {
            actions::open_account(work, person, &login, slip.clone()).await?;
        }
    }
    Ok(())
}
