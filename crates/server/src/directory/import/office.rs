//! Organisations and people from tables. People come with their post, its role and a login; telephone numbers are
//! not taken, for they may only be kept under the person's own key.

use super::{
    super::{actions, model, model::Error, store},
    Fault, Order, Report,
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
            parent,
        });
        let body = office.and_then(|office| serde_json::to_string(&office).ok());
        drafts.push(Draft { line, code, name, level: "organisation", known, body, faults });
    }
    drop(snapshot);
    stage_drafts(db, order, "organisations", name, bytes, drafts).await
}

/// What a row of people keeps until it is applied.
#[derive(Serialize, Deserialize)]
struct Newcomer {
    /// stands already and is given a login only
    person: Option<Uuid>,
    name: String,
    organisation: Uuid,
    title: String,
    head: bool,
    role: String,
    area: Uuid,
    own: bool,
    login: String,
}

/// Rows of people; those that name no area lie `within`, and none outside it.
pub async fn stage_people(
    db: &Db,
    order: Order,
    name: &str,
    bytes: &[u8],
    within: Option<&model::Area>,
) -> Result<Report, Error> {
    let plan = people_plan();
    let mut rows: Vec<Line<8>> = Vec::new();
    read(name, bytes, &plan, |row| {
        rows.push((
            row.number,
            [0, 1, 2, 3, 4, 5, 6, 7].map(|column| text(&row, column)),
            faults(&row, &plan),
        ));
    })?;
    let (snapshot, day) = (db.read().await?, order.now.day().to_string());
    let roles: HashSet<String> = store::roles(&snapshot).await?.into_iter().map(|role| role.code).collect();
    let mut seen = HashSet::new();
    let mut drafts = Vec::new();
    for (line, [name, organisation_code, title, head, role, area_code, scope, login], mut faults) in rows {
        let organisation = store::organisation_of_code(&snapshot, &organisation_code).await?;
        if organisation.is_none() && !organisation_code.is_empty() {
            faults.push(Fault::new("organisation", "organisation.none", &organisation_code));
        }
        if !role.is_empty() && !roles.contains(&role) {
            faults.push(Fault::new("role", "role.none", &role));
        }
        let area = store::area_of_code(&snapshot, &area_code).await?;
        if area.is_none() && !area_code.is_empty() {
            faults.push(Fault::new("area", "area.none", &area_code));
        }
        if !seen.insert((organisation_code.clone(), title.clone(), name.clone())) {
            faults.push(Fault::new("name", "person.twice", &name));
        }
        let mut met = Met::default();
        let mut body = None;
        if let Some(organisation) = organisation {
            let held_by = store::holders_named(&snapshot, organisation.id, &title, &name, &day).await?;
            met = meet(&snapshot, held_by, [&name, &login], &mut faults).await?;
            let seat = store::find_area(&snapshot, organisation.area).await?;
            let places = [("organisation", &organisation_code, &seat), ("area", &area_code, &area)];
            for (field, code, place) in places {
                let outside = within.zip(place.as_ref()).is_some_and(|(w, p)| !p.path.starts_with(&w.path));
                faults.extend(outside.then(|| Fault::new(field, "area.outside", code)));
            }
            let newcomer = Newcomer {
                person: met.person,
                name: name.clone(),
                organisation: organisation.id,
                title,
                head: head == "是",
                role,
                area: area.or_else(|| within.cloned()).map_or(organisation.area, |area| area.id),
                own: scope == "own",
                login: login.clone(),
            };
            body = serde_json::to_string(&newcomer).ok();
        }
        let level = if met.person.is_some() { "account" } else { "person" };
        drafts.push(Draft { line, code: login, name, level, known: met.known, body, faults });
    }
    drop(snapshot);
    stage_drafts(db, order, "people", name, bytes, drafts).await
}

/// Whom a row means of those who stand already.
#[derive(Default)]
struct Met {
    person: Option<Uuid>,
    /// with the login that the row names, if it names one
    known: bool,
}

/// A person is known by organisation, title and name; one who has no login yet may be given one.
async fn meet(
    db: &impl ConnectionTrait,
    held_by: Vec<Uuid>,
    [name, login]: [&str; 2],
    faults: &mut Vec<Fault>,
) -> Result<Met, Error> {
    if held_by.len() > 1 {
        faults.push(Fault::new("name", "person.twice", name));
    }
    let person = held_by.first().copied();
    if login.is_empty() {
        return Ok(Met { person, known: person.is_some() });
    }
    let known = match (account::find_by_login(db, login).await?, person) {
        (Some(found), Some(_)) if found.person == person => true,
        (Some(_), _) => {
            faults.push(Fault::new("login", "account.login_taken", login));
            false
        }
        (None, Some(person)) if account::find_of_person(db, person).await?.is_some() => {
            faults.push(Fault::new("login", "account.exists", login));
            false
        }
        (None, _) => false,
    };
    Ok(Met { person, known })
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
        let newcomer: Newcomer = body_of(&body)?;
        let person = match newcomer.person {
            Some(person) => person,
            None => install(work, &newcomer).await?,
        };
        if let Some(slip) = slips.get(&newcomer.login) {
            actions::open_account(work, person, &newcomer.login, slip.clone()).await?;
        }
    }
    Ok(())
}

/// A new person in a post of the title: one that stands vacant, with its rights, before a new one.
async fn install(work: &Work<'_>, newcomer: &Newcomer) -> Result<Uuid, Error> {
    let Newcomer { name, organisation, title, head, role, area, own, .. } = newcomer;
    let (organisation, day) = (*organisation, work.now().day().to_string());
    if !store::holders_named(work.tx(), organisation, title, name, &day).await?.is_empty() {
        return Err(Error::ImportOvertaken);
    }
    let person = actions::add_person(work, name).await?.id;
    let position = match store::vacant_post(work.tx(), organisation, title, &day).await? {
        Some(vacant) => vacant,
        None => {
            let new = model::NewPosition { organisation, title: title.clone(), head: *head };
            actions::open_position(work, new).await?
        }
    };
    actions::put_in_post(work, position, person, None).await?;
    let scope = if *own { "own" } else { "all" };
    let grants = store::grants_of(work.tx(), [position], &day).await?;
    let has = grants.iter().any(|g| g.role == *role && g.area == *area && g.scope == scope);
    if !role.is_empty() && !has {
        let grant = model::NewGrant { position, role: role.clone(), area: *area, scope, lines: vec![] };
        actions::give_grant(work, grant).await?;
    }
    Ok(person)
}
