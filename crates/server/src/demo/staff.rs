//! Everybody else who works in the demo town: officers, grid workers and inspectors with invented names, put in post
//! beside the standing cast. Their logins are a word and a number; the password is the cast's.

use super::cast::{CAST, Town, VILLAGES};
use crate::{
    app::App,
    cases::{Source, Verb},
    directory,
    install::{Newcomer, enlist, installer},
    platform::{account, permission::Who},
    start::Error,
};
use kernel::id::Uuid;
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
const GRIDS: [&str; 3] = ["第一网格网格员", "第二网格网格员", "第三网格网格员"];

const SURNAMES: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const FIRST: &str = "建志文晓海春玉国明秀家永新立小德红少振秋";
const SECOND: &str = "平华军英兰强芳林峰霞波燕东琴伟娟刚梅勇丽";

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

/// Puts them in post, and answers all who can act.
pub async fn hire(app: &App, town: &Town) -> Result<Crew, Error> {
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
        let account = account::find_by_login(&db, &login).await?;
        let account = account.ok_or_else(|| Error::NotDone(format!("no account {login}")))?;
        let person = account.person.unwrap_or_default();
        crew.push(Hand { role, area, who: Arc::new(directory::who(&db, account.id, person, &day).await?) });
    }
    Ok(Crew(crew))
}

/// Somebody who can act, with the role and the code of the area it is given over.
struct Hand {
    role: &'static str,
    area: &'static str,
    who: Arc<Who>,
}

/// All who can act in the demo town, in the order of their coming.
pub struct Crew(Vec<Hand>);

impl Crew {
    pub const fn len(&self) -> usize {
        self.0.len()
    }
    /// Those who bring in cases of a source from an area.
    pub fn reporters(&self, source: Source, area: &str) -> Vec<&Arc<Who>> {
        let roles: &[&str] = match source {
            Source::Patrol => &["grid_worker", "inspector"],
            Source::SpotCheck => &["inspector"],
            Source::Report => &["town_leader", "verifier"],
            Source::Superior => &["district_office"],
            Source::Public | Source::Complaint | Source::Survey => &["creation_office"],
        };
        self.those(|hand| roles.contains(&hand.role) && area.starts_with(hand.area))
    }
    /// Those who do the office's verbs.
    pub fn office(&self) -> Vec<&Arc<Who>> {
        self.those(|hand| hand.role == "creation_office")
    }
    /// Those of a party whose post there holds a verb.
    pub fn of(&self, party: Uuid, verb: Verb) -> Vec<&Arc<Who>> {
        self.those(|hand| hand.who.may_as(verb.right(), party).is_some())
    }
    fn those(&self, wanted: impl Fn(&Hand) -> bool) -> Vec<&Arc<Who>> {
        self.0.iter().filter(|hand| wanted(hand)).map(|hand| &hand.who).collect()
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
