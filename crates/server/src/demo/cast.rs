//! The standing cast: one town with a few organisations and one person for each role, the same in the demo and in
//! the tests.

use super::map::{self, Ground};
use crate::{
    app::App,
    directory::{self, Area, NewArea, NewOrganisation, Organisation},
    install::{Newcomer, act, enlist, installer},
    platform::{account, permission::Who},
    start::Error,
};
use kernel::id::Uuid;
use std::{collections::HashMap, sync::Arc};

/// Every login of the cast has this password.
pub const PASSWORD: &str = "wenming-demo";

/// code, name, short name, kind, code of its area, code of the organisation above
const ORGANISATIONS: &[[&str; 6]] = &[
    ["QW", "演示区精神文明建设办公室", "区文明办", "district_office", "990101", ""],
    ["ZF", "柳河镇人民政府（演示）", "镇政府", "government", "990101001", ""],
    ["CJB", "柳河镇文明创建办公室（演示）", "镇创建办", "creation_office", "990101001", "ZF"],
    ["ZFD", "柳河镇综合执法队（演示）", "综合执法队", "urban_management", "990101001", "ZF"],
    ["HWS", "柳河镇环卫所（演示）", "镇环卫所", "sanitation_office", "990101001", "ZF"],
    ["SZ", "柳河镇市政维护站（演示）", "市政维护站", "municipal", "990101001", "ZF"],
    ["JJ", "柳河镇交警中队（演示）", "交警中队", "traffic_police", "990101001", "ZF"],
    ["GJ", "柳河镇规划建设办（演示）", "规建办", "planning", "990101001", "ZF"],
    ["DX", "柳河镇电信维护组（演示）", "电信维护组", "telecom", "990101001", "ZF"],
    ["SJ", "柳河镇市场监管所（演示）", "市场监管所", "market_supervision", "990101001", "ZF"],
    ["WY", "柳河镇物业管理办（演示）", "物业办", "housing", "990101001", "ZF"],
    ["XC", "柳河镇宣传办（演示）", "宣传办", "publicity", "990101001", "ZF"],
];

/// code, name, kind
pub const VILLAGES: &[[&str; 3]] = &[
    ["990101001001", "东关社区", "community"],
    ["990101001002", "西关社区", "community"],
    ["990101001003", "滨河社区", "community"],
    ["990101001004", "文昌社区", "community"],
    ["990101001005", "站前社区", "community"],
    ["990101001006", "柳堤社区", "community"],
    ["990101001201", "南窑村", "village"],
    ["990101001202", "北岗村", "village"],
    ["990101001203", "白鹭村", "village"],
    ["990101001204", "石桥村", "village"],
    ["990101001205", "枣园村", "village"],
];

/// A member of the cast: login, name, organisation, title, role, code of the area granted, scope.
pub struct Member {
    pub login: &'static str,
    pub name: &'static str,
    pub organisation: &'static str,
    pub title: &'static str,
    pub head: bool,
    /// empty: a post without rights
    pub role: &'static str,
    pub area: &'static str,
    pub scope: &'static str,
}

const fn member(
    [login, name, organisation, title, role, area, scope]: [&'static str; 7],
    head: bool,
) -> Member {
    Member { login, name, organisation, title, head, role, area, scope }
}

pub const CAST: &[Member] = &[
    member(["clerk", "周敏", "CJB", "专干", "creation_office", "990101001", "all"], true),
    member(["leader", "梁建国", "ZF", "副镇长", "town_leader", "990101001", "all"], true),
    member(["department", "赵立", "ZFD", "队长", "department_officer", "990101001", "own"], true),
    member(["sanitation", "孙玉兰", "HWS", "所长", "department_officer", "990101001", "own"], true),
    member(["community", "王海燕", "990101001001", "书记", "community_officer", "990101001001", "all"], true),
    member(["west", "何秀英", "990101001002", "书记", "community_officer", "990101001002", "all"], true),
    member(["inspector", "李晓兰", "CJB", "巡查员", "inspector", "990101001", "all"], false),
    member(["grid", "陈小军", "990101001001", "网格员", "grid_worker", "990101001001", "all"], false),
    member(["verifier", "马志强", "CJB", "复查员", "verifier", "990101001", "all"], false),
    member(["district", "吴静", "QW", "科长", "district_office", "990101", "all"], true),
    member(["admin", "郑工", "ZF", "系统管理员", "system_administrator", "990101001", "all"], false),
    member(["nobody", "冯新", "ZF", "新到人员", "", "990101001", "all"], false),
];

/// The town as made.
pub struct Town {
    pub areas: HashMap<String, Area>,
    pub organisations: HashMap<String, Organisation>,
    /// of the one password of all
    pub password_hash: String,
}

/// Opens the areas, the organisations and the posts of the cast.
pub async fn make(app: &App) -> Result<Town, Error> {
    let installer = installer(app).await?;
    // one hash for all: Argon2id is slow on purpose
    let hash = account::hash_password(PASSWORD, &[7; 32]).map_err(|e| Error::NotDone(e.to_string()))?;
    let mut town = Town { areas: HashMap::new(), organisations: HashMap::new(), password_hash: hash };
    let above = [
        ("99", "演示省", "province", ""),
        ("9901", "演示市", "city", "99"),
        ("990101", "演示区", "district", "9901"),
        ("990101001", "柳河镇（演示）", "town", "990101"),
    ];
    let mut grounds = map::pieces();
    grounds.push(map::whole());
    let ground = |code: &str| grounds.iter().find(|ground| ground.code == code);
    for (code, name, level, parent) in above {
        open_area(app, &installer, &mut town, [code, name, level, level, parent], ground(code)).await?;
    }
    for [code, name, kind] in VILLAGES {
        open_area(app, &installer, &mut town, [code, name, "village", kind, "990101001"], ground(code))
            .await?;
    }
    for row in ORGANISATIONS {
        open_organisation(app, &installer, &mut town, *row).await?;
    }
    for [code, name, kind] in VILLAGES {
        let full = format!("柳河镇{name}（演示）");
        open_organisation(app, &installer, &mut town, [code, &full, name, kind, code, "ZF"]).await?;
    }
    for member in CAST {
        enlist(app, installer.clone(), town.newcomer(member)?).await?;
    }
    Ok(town)
}

async fn open_area(
    app: &App,
    who: &Arc<Who>,
    town: &mut Town,
    [code, name, level, kind, parent]: [&str; 5],
    ground: Option<&Ground>,
) -> Result<(), Error> {
    let parent = town.areas.get(parent).map(|area| area.id);
    let text = str::to_owned;
    let new = NewArea {
        code: text(code),
        name: text(name),
        level: text(level),
        kind: text(kind),
        parent,
        boundary: ground.map(Ground::geojson),
        centre: ground.map(|ground| ground.centre),
    };
    let area = act(app, who.clone(), async move |work| directory::open_area(work, new.clone()).await).await?;
    town.areas.insert(code.into(), area);
    Ok(())
}

async fn open_organisation(
    app: &App,
    who: &Arc<Who>,
    town: &mut Town,
    [code, name, short_name, kind, area, parent]: [&str; 6],
) -> Result<(), Error> {
    let text = str::to_owned;
    let new = NewOrganisation {
        code: text(code),
        name: text(name),
        short_name: text(short_name),
        kind: text(kind),
        area: town.area(area)?,
        parent: town.organisations.get(parent).map(|organisation| organisation.id),
    };
    let made = act(app, who.clone(), async move |work| directory::open_organisation(work, new.clone()).await)
        .await?;
    town.organisations.insert(code.into(), made);
    Ok(())
}

impl Town {
    pub fn area(&self, code: &str) -> Result<Uuid, Error> {
        self.areas.get(code).map(|area| area.id).ok_or_else(|| Error::NotDone(format!("no area {code}")))
    }
    pub fn organisation(&self, code: &str) -> Result<Uuid, Error> {
        let found = self.organisations.get(code).map(|organisation| organisation.id);
        found.ok_or_else(|| Error::NotDone(format!("no organisation {code}")))
    }
    /// A member of the cast on the way into the post.
    pub fn newcomer(&self, member: &Member) -> Result<Newcomer, Error> {
        let role = Some(member.role).filter(|role| !role.is_empty());
        Ok(Newcomer {
            login: member.login.into(),
            name: member.name.into(),
            organisation: self.organisation(member.organisation)?,
            title: member.title.into(),
            head: member.head,
            role: role.map(Into::into),
            area: self.area(member.area)?,
            scope: member.scope,
            password_hash: self.password_hash.clone(),
            must_change_password: false,
        })
    }
}
