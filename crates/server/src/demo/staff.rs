//! Everybody else who works in the demo town: officers, grid workers and inspectors with invented names, put in post
//! beside the standing cast. Their logins are a word and a number; the password is the cast's.

use super::{
    at,
    cast::{CAST, Town, VILLAGES},
};
use crate::{
    app::App,
    cases::{Source, Verb},
    directory,
    install::{Enlisting, Newcomer, act, enlist, installer},
    platform::{
        account::{self, Account},
        permission::Who,
    },
    start::Error,
};
use jiff::{ToSpan, civil::Date};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use std::{collections::HashSet, sync::Arc};

const TOWN: &str = "990101001";
/// Departments whose officer is not of the cast, with the officer's title.
const DEPARTMENTS: &[(&str, &str)] = &[
    ("SZ", "站长"),
    ("JJ", "中队长"),
    ("GJ", "主任"),
    ("DX", "组长"),
    ("SJ", "所长"),
    ("WY", "主任"),
    ("XC", "主任"),
];
/// Grid workers of each community and village.
/// The secretary of the slowest community is replaced so many days before the end: login before and after.
const REPLACED: [&str; 2] = ["officer05", "officer12"];
const REPLACED_DAYS: i32 = 61;
const GRIDS: [&str; 3] = ["第一网格网格员", "第二网格网格员", "第三网格网格员"];

const SURNAMES: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const FIRST: &str = "建志文晓海春玉国明秀家永新立小德红少振秋";
const SECOND: &str = "平华军英兰强芳林峰霞波燕东琴伟娟刚梅勇丽";

/// The number of the one who comes later.
const REPLACING: usize = 399;

/// The `n`-th invented name; none of the first four hundred comes twice.
fn name(n: usize) -> String {
    let pick = |of: &str, n: usize| of.chars().nth(n % of.chars().count());
    [pick(SURNAMES, n * 7), pick(FIRST, n), pick(SECOND, n + n / 20)].into_iter().flatten().collect()
}

/// All posts beside the cast's: login, organisation, title, head of it, role, area of the grant, scope.
fn posts() -> Vec<(String, &'static str, String, bool, &'static str, &'static str, &'static str)> {
    let mut posts = Vec::new();
    let officers: HashSet<&str> =
        CAST.iter().filter(|m| m.role == "community_officer").map(|m| m.area).collect();
    for (n, [code, name, kind]) in VILLAGES.iter().enumerate() {
        let n = n + 1;
        let title = if *kind == "village" { "村支书" } else { "书记" };
        if !officers.contains(code) {
            posts.push((
                format!("officer{n:02}"),
                *code,
                title.into(),
                true,
                "community_officer",
                *code,
                "all",
            ));
        }
        for (grid, title) in GRIDS.iter().enumerate() {
            let login = format!("grid{n:02}{}", grid + 1);
            posts.push((login, *code, (*title).into(), false, "grid_worker", *code, "all"));
        }
        posts.push((
            format!("inspector{n:02}"),
            "CJB",
            format!("{name}片区巡查员"),
            false,
            "inspector",
            *code,
            "all",
        ));
    }
    for (n, (code, title)) in DEPARTMENTS.iter().enumerate() {
        let login = format!("department{:02}", n + 1);
        posts.push((login, *code, (*title).into(), true, "department_officer", TOWN, "own"));
    }
    posts.push(("clerk02".into(), "CJB", "专干".into(), false, "creation_office", TOWN, "all"));
    posts.push(("verifier02".into(), "ZF", "督查室复查员".into(), false, "verifier", TOWN, "all"));
    posts.push(("verifier03".into(), "ZF", "督查室复查员".into(), false, "verifier", TOWN, "all"));
    posts
}

/// Puts them in post, one of them only from the day on which another's holding ends, and answers all who can act.
pub async fn hire(app: &App, town: &Town, [first, today]: [Date; 2]) -> Result<Crew, Error> {
    let installer = installer(app).await?;
    let mut hands: Vec<(String, &str, &str)> =
        CAST.iter().map(|m| (m.login.into(), m.role, m.area)).collect();
    for (n, (login, organisation, title, head, role, area, scope)) in posts().into_iter().enumerate() {
        hands.push((login.clone(), role, area));
        let newcomer = Newcomer {
            login,
            name: name(n),
            organisation: town.organisation(organisation)?,
            title,
            head,
            role: Some(role.into()),
            area: town.area(area)?,
            scope,
            password_hash: town.password_hash.clone(),
            must_change_password: false,
        };
        enlist(app, installer.clone(), newcomer).await?;
    }
    let db = app.db.read().await?;
    let day = app.clock.now().day().to_string();
    let mut crew = Vec::new();
    for (login, role, area) in hands {
        let who = Arc::new(who(&db, &login, &day).await?);
        crew.push(Hand { login, role, area, days: [None, None], who });
    }
    drop(db);
    let day = today.saturating_sub(REPLACED_DAYS.days()).max(first);
    replace(app, town, &installer, &mut crew, day).await?;
    app.clock.hold(at(first, 0));
    Ok(Crew(crew))
}

async fn who(db: &impl ConnectionTrait, login: &str, day: &str) -> Result<Who, Error> {
    let account = account::find_by_login(db, login).await?;
    let account = account.ok_or_else(|| Error::NotDone(format!("no account {login}")))?;
    Ok(directory::who(db, account.id, account.person.unwrap_or_default(), day).await?)
}

/// The post stays, its holding ends and another's begins.
async fn replace(
    app: &App,
    town: &Town,
    installer: &Arc<Who>,
    crew: &mut Vec<Hand>,
    day: Date,
) -> Result<(), Error> {
    let [before, after] = REPLACED;
    let old = crew.iter_mut().find(|hand| hand.login == before);
    let old = old.ok_or_else(|| Error::NotDone(format!("no {before}")))?;
    let position = old.who.posts.first().map(|post| post.position).unwrap_or_default();
    let (role, area) = (old.role, old.area);
    old.days[1] = Some(day.saturating_sub(1.day()));
    app.clock.hold(at(day.saturating_sub(1.day()), 17));
    let (account, hash) = (app.chance.id(app.clock.now())?, town.password_hash.clone());
    act(app, installer.clone(), async move |work| {
        let person = directory::add_person(work, &name(REPLACING)).await?.id;
        directory::put_in_post(work, position, person, Some(day)).await?;
        let account = Account {
            id: account,
            login: after.into(),
            password_hash: hash.clone(),
            person: Some(person),
            must_change_password: false,
            failures: 0,
            locked_until_at: None,
            created_at: work.now().millis(),
            disabled_at: None,
        };
        account::add(work.tx(), account).await?;
        Ok::<_, Enlisting>(())
    })
    .await?;
    let who = Arc::new(who(&app.db.read().await?, after, &day.to_string()).await?);
    crew.push(Hand { login: after.into(), role, area, days: [Some(day), None], who });
    Ok(())
}

/// Somebody who can act, with the role and the code of the area it is given over.
struct Hand {
    login: String,
    role: &'static str,
    area: &'static str,
    /// first and last day in post, where they lie within the story
    days: [Option<Date>; 2],
    who: Arc<Who>,
}

/// All who can act in the demo town, in the order of their coming.
pub struct Crew(Vec<Hand>);

impl Crew {
    pub const fn len(&self) -> usize {
        self.0.len()
    }
    /// Those who bring in cases of a source from an area.
    pub fn reporters(&self, source: Source, area: &str, day: Date) -> Vec<&Arc<Who>> {
        let roles: &[&str] = match source {
            Source::Patrol => &["grid_worker", "inspector"],
            Source::SpotCheck => &["inspector"],
            Source::Report => &["town_leader", "verifier"],
            Source::Superior => &["district_office"],
            Source::Public | Source::Complaint | Source::Survey => &["creation_office"],
        };
        self.those(day, |hand| roles.contains(&hand.role) && area.starts_with(hand.area))
    }
    /// Those who do the office's verbs.
    pub fn office(&self, day: Date) -> Vec<&Arc<Who>> {
        self.those(day, |hand| hand.role == "creation_office")
    }
    /// Those of a party whose post there holds a verb.
    pub fn of(&self, party: Uuid, verb: Verb, day: Date) -> Vec<&Arc<Who>> {
        self.those(day, |hand| hand.who.may_as(verb.right(), party).is_some())
    }
    /// Those of a role who walk rounds for a unit in an area.
    pub fn walkers(&self, role: &str, unit: Uuid, area: &str, day: Date) -> Vec<&Arc<Who>> {
        let walks = |hand: &Hand| hand.role == role && hand.area == area;
        self.those(day, |hand| walks(hand) && hand.who.may_as("round.walk", unit).is_some())
    }
    /// One of them.
    pub fn person(&self, person: Uuid, day: Date) -> Vec<&Arc<Who>> {
        self.those(day, |hand| hand.who.person == person)
    }
    fn those(&self, day: Date, wanted: impl Fn(&Hand) -> bool) -> Vec<&Arc<Who>> {
        let in_post = |hand: &&Hand| {
            let [from, to] = hand.days;
            from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
        };
        self.0.iter().filter(in_post).filter(|hand| wanted(hand)).map(|hand| &hand.who).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_logins_are_each_ones_own() {
        let posts = posts();
        let names: HashSet<String> = (0..400).map(name).chain(CAST.iter().map(|m| m.name.into())).collect();
        assert_eq!(names.len(), 400 + CAST.len());
        let logins: HashSet<&str> =
            posts.iter().map(|p| p.0.as_str()).chain(CAST.iter().map(|m| m.login)).collect();
        assert_eq!(logins.len(), posts.len() + CAST.len());
    }
}
