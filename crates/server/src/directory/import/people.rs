//! People from tables, with their post, its role and a login. Telephone numbers are not taken, for they may only be kept
//! under the person's own key.

use super::{
    super::{actions, model, model::Error, store},
    Fault, Order, Report, What,
    office::{Line, body_of, plan},
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
    let snapshot = db.read().await?;
    let roles = store::roles(&snapshot).await?.into_iter().map(|role| role.code).collect();
    let day = order.now.day().to_string();
    let mut reading = Reading { db: &snapshot, roles, within, day, seen: HashSet::new() };
    let mut drafts = Vec::new();
    for row in rows {
        drafts.push(reading.draft(row).await?);
    }
    drop(snapshot);
    stage_drafts(db, order, What::People, name, bytes, drafts).await
}

/// What rows of people are read against.
struct Reading<'a, C> {
    db: &'a C,
    roles: HashSet<String>,
    within: Option<&'a model::Area>,
    day: String,
    /// organisation, title and name of the rows before
    seen: HashSet<[String; 3]>,
}

impl<C: ConnectionTrait> Reading<'_, C> {
    async fn draft(&mut self, (line, cells, mut faults): Line<8>) -> Result<Draft, Error> {
        let [name, organisation_code, title, head, role, area_code, scope, login] = cells;
        let organisation = store::organisation_of_code(self.db, &organisation_code).await?;
        if organisation.is_none() && !organisation_code.is_empty() {
            faults.push(Fault::new("organisation", "organisation.none", &organisation_code));
        }
        if !role.is_empty() && !self.roles.contains(&role) {
            faults.push(Fault::new("role", "role.none", &role));
        }
        let area = store::area_of_code(self.db, &area_code).await?;
        if area.is_none() && !area_code.is_empty() {
            faults.push(Fault::new("area", "area.none", &area_code));
        }
        if !self.seen.insert([&organisation_code, &title, &name].map(Clone::clone)) {
            faults.push(Fault::new("name", "person.twice", &name));
        }
        let draft =
            Draft { line, code: login.clone(), name: name.clone(), level: "person", ..Draft::default() };
        let Some(organisation) = organisation else { return Ok(Draft { faults, ..draft }) };
        let seat = store::find_area(self.db, organisation.area).await?;
        self.place("organisation", &organisation_code, seat.as_ref(), &mut faults);
        self.place("area", &area_code, area.as_ref(), &mut faults);
        let held_by = store::holders_named(self.db, organisation.id, &title, &name, &self.day).await?;
        let met = meet(self.db, held_by, [&name, &login], &mut faults).await?;
        let newcomer = Newcomer {
            person: met.person,
            name,
            organisation: organisation.id,
            title,
            head: head == "是",
            role,
            area: area.as_ref().or(self.within).map_or(organisation.area, |area| area.id),
            own: scope == "own",
            login,
        };
        let level = if met.person.is_some() { "account" } else { "person" };
        Ok(Draft { level, known: met.known, body: serde_json::to_string(&newcomer).ok(), faults, ..draft })
    }

    /// Nothing lies outside the area of the table.
    fn place(&self, field: &str, code: &str, area: Option<&model::Area>, faults: &mut Vec<Fault>) {
        let outside = |(within, area): (&model::Area, &model::Area)| !area.path.starts_with(&within.path);
        if self.within.zip(area).is_some_and(outside) {
            faults.push(Fault::new(field, "area.outside", code));
        }
    }
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
