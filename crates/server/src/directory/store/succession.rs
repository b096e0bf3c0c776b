//! What happened to areas and organisations, and who follows whom.

use super::sql::Sql;
use crate::directory::succession::{Kind, Member, Succession};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use std::collections::BTreeSet;

pub async fn insert_succession(
    db: &impl ConnectionTrait,
    new: &Succession,
    person: Uuid,
    now: Moment,
) -> Result<(), DbErr> {
    let mut sql =
        Sql::new("insert into succession (id, kind, day, reason, document, person, recorded_at) values (");
    sql.bind(new.id).push(", ").bind(new.kind.word()).push(", ").bind(new.day.as_str()).push(", ");
    sql.bind(new.reason.as_str()).push(", ").bind(new.document.as_str()).push(", ");
    sql.bind(person).push(", ").bind(now.millis()).push(")");
    sql.run(db).await?;
    for (part, members) in [("from", &new.from), ("to", &new.to)] {
        for (rank, member) in (0i32..).zip(members) {
            insert_member(db, new.id, part, rank, member).await?;
        }
    }
    Ok(())
}

async fn insert_member(
    db: &impl ConnectionTrait,
    of: Uuid,
    part: &str,
    rank: i32,
    member: &Member,
) -> Result<(), DbErr> {
    let mut sql = Sql::new(
        "insert into succession_member (succession, part, record, rank, name, code, kind, heir) values (",
    );
    sql.bind(of).push(", ").bind(part).push(", ").bind(member.record).push(", ").bind(rank).push(", ");
    sql.bind(member.name.as_str()).push(", ").bind(member.code.as_str()).push(", ");
    sql.bind(member.kind.as_str()).push(", ").bind(member.heir).push(")");
    sql.run(db).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    day: String,
    reason: String,
    document: String,
    part: String,
    record: Uuid,
    name: String,
    code: String,
    member_kind: String,
    heir: bool,
}

/// What happened to an area or an organisation, the latest first.
pub async fn history(db: &impl ConnectionTrait, record: Uuid) -> Result<Vec<Succession>, DbErr> {
    let mut sql = Sql::new(
        "select s.id, s.kind, s.day, s.reason, s.document, m.part, m.record, m.name, m.code, m.kind as member_kind, \
         m.heir from succession s join succession_member m on m.succession = s.id \
         where s.id in (select succession from succession_member where record = ",
    );
    sql.bind(record).push(") order by s.day desc, s.recorded_at desc, s.id desc, m.part, m.rank");
    let mut told: Vec<Succession> = Vec::new();
    for row in sql.rows::<Row>(db).await? {
        if told.last().is_none_or(|last| last.id != row.id) {
            let kind =
                Kind::of(&row.kind).ok_or_else(|| DbErr::Type(format!("succession.kind {}", row.kind)))?;
            let Row { id, day, reason, document, .. } = &row;
            let [day, reason, document] = [day, reason, document].map(Clone::clone);
            told.push(Succession { id: *id, kind, day, reason, document, from: Vec::new(), to: Vec::new() });
        }
        if let Some(last) = told.last_mut() {
            let part = if row.part == "from" { &mut last.from } else { &mut last.to };
            let Row { record, name, code, member_kind, heir, .. } = row;
            part.push(Member { record, name, code, kind: member_kind, heir });
        }
    }
    Ok(told)
}

const HEIR: &str = "\
    select h.record from succession_member m \
    join succession s on s.id = m.succession and s.kind in ('merge', 'split', 'hand_on') \
    join succession_member h on h.succession = s.id and h.part = 'to' and h.heir and h.record <> m.record \
    where m.part = 'from' and m.record = ";

/// Who follows an area or an organisation that is closed, or whoever follows that one; without a successor itself.
pub async fn heir_of(db: &impl ConnectionTrait, record: Uuid) -> Result<Uuid, DbErr> {
    let mut present = record;
    let mut passed = vec![record];
    loop {
        let mut sql = Sql::new(HEIR);
        sql.bind(present).push(" order by s.recorded_at desc, s.id desc limit 1");
        let next = sql.all(db).await?.first().map(|row| row.try_get::<Uuid>("", "record")).transpose()?;
        match next {
            Some(next) if !passed.contains(&next) => {
                passed.push(next);
                present = next;
            }
            _ => return Ok(present),
        }
    }
}

/// Something of the trees that is closed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Ended {
    pub id: Uuid,
    pub name: String,
}

/// Closed areas, or closed organisations, within what may be seen.
pub async fn ended(db: &impl ConnectionTrait, areas: bool, roots: &[&str]) -> Result<Vec<Ended>, DbErr> {
    let mut sql = Sql::new(match areas {
        true => "select a.id, a.name from area a where a.closed_on is not null and ",
        false => {
            "select o.id, o.short_name as name from organisation o join area a on a.id = o.area \
             where o.to_day is not null and "
        }
    });
    sql.under_any("a.path", roots).push(" order by a.path");
    sql.rows(db).await
}

/// How many grants run over each of some areas, and open organisations lie in it; how many open posts each of some
/// organisations has.
pub async fn hang_on(
    db: &impl ConnectionTrait,
    on: &[Uuid],
    day: &str,
) -> Result<Vec<(Uuid, &'static str, i64)>, DbErr> {
    let asked = [
        ("area", "select parent as on_id, count(*) as count from area where closed_on is null and "),
        (
            "organisation",
            "select area as on_id, count(*) as count from organisation where to_day is null and ",
        ),
        ("position", "select organisation as on_id, count(*) as count from position where "),
        ("grant", "select area as on_id, count(*) as count from access_grant where "),
    ];
    let columns = ["parent", "area", "organisation", "area"];
    let mut found = Vec::new();
    for ((what, text), column) in asked.into_iter().zip(columns) {
        let mut sql = Sql::new(text);
        sql.one_of(column, on.iter().copied());
        if matches!(what, "position" | "grant") {
            sql.push(" and (to_day is null or to_day >= ").bind(day).push(")");
        }
        sql.push(&format!(" group by {column}"));
        for row in sql.all(db).await? {
            found.push((row.try_get("", "on_id")?, what, row.try_get("", "count")?));
        }
    }
    Ok(found)
}

/// An organisation that lies within what may be seen.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Office {
    pub id: Uuid,
    pub name: String,
    pub closed: bool,
}

/// Of these organisations those within what may be seen, in the order of the tree.
pub async fn offices(
    db: &impl ConnectionTrait,
    roots: &[&str],
    ids: BTreeSet<Uuid>,
) -> Result<Vec<Office>, DbErr> {
    let mut sql = Sql::new(
        "select o.id, o.short_name as name, (case when o.to_day is null then 0 else 1 end) = 1 as closed \
         from organisation o join area a on a.id = o.area where ",
    );
    sql.one_of("o.id", ids).push(" and ").under_any("a.path", roots).push(" order by o.path");
    sql.rows(db).await
}

const READERS: &str = "\
    select distinct p.organisation, v.verb from position p \
    join holding h on h.position = p.id and h.from_day <= $1 and (h.to_day is null or h.to_day >= $1) \
    join access_grant g on g.position = p.id and g.from_day <= $1 and (g.to_day is null or g.to_day >= $1) \
    join role_verb v on v.role = g.role \
    where p.to_day is null or p.to_day >= $1";

/// Each right that somebody of an organisation holds on a day.
pub async fn readers(db: &impl ConnectionTrait, day: &str) -> Result<BTreeSet<(Uuid, String)>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), READERS, [day.into()]);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| Ok((row.try_get("", "organisation")?, row.try_get("", "verb")?))).collect()
}

/// Posts with the organisation they belong to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Held {
    pub id: Uuid,
    pub title: String,
    pub head: bool,
}

/// Posts of an organisation that are open on a day or later, heads first.
pub async fn posts_in(db: &impl ConnectionTrait, organisation: Uuid, day: &str) -> Result<Vec<Held>, DbErr> {
    let mut sql = Sql::new("select id, title, head from position where organisation = ");
    sql.bind(organisation).push(" and (to_day is null or to_day >= ").bind(day);
    sql.push(") order by head desc, id");
    sql.rows(db).await
}

pub async fn pass_post(db: &impl ConnectionTrait, id: Uuid, to: Uuid, head: bool) -> Result<(), DbErr> {
    let mut sql = Sql::new("update position set organisation = ");
    sql.bind(to).push(", head = ").bind(head).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// Grants over an area that run on a day or will.
pub async fn grants_over(
    db: &impl ConnectionTrait,
    area: Uuid,
    day: &str,
) -> Result<Vec<super::GrantRow>, DbErr> {
    let mut sql = Sql::new(super::grants::GRANTS);
    sql.push("g.area = ").bind(area).push(" and (g.to_day is null or g.to_day >= ").bind(day);
    sql.push(") order by g.id");
    sql.rows(db).await
}

/// Whether a post of this role, over this area and with this scope, has such a grant already, from this day on and as
/// long as the one that ends.
pub async fn is_granted(
    db: &impl ConnectionTrait,
    grant: &super::GrantRow,
    area: Uuid,
    day: &str,
) -> Result<bool, DbErr> {
    let mut sql = Sql::new("select 1 from access_grant where position = ");
    sql.bind(grant.position).push(" and role = ").bind(grant.role.as_str()).push(" and area = ").bind(area);
    sql.push(" and scope = ").bind(grant.scope.as_str()).push(" and lines = ").bind(grant.lines.as_str());
    sql.push(" and from_day <= ").bind(day).push(" and (to_day is null");
    if let Some(last) = &grant.to_day {
        sql.push(" or to_day >= ").bind(last.as_str());
    }
    sql.push(") limit 1");
    Ok(!sql.all(db).await?.is_empty())
}

/// Committees of an area: the open organisations of a community or village there.
pub async fn committees(db: &impl ConnectionTrait, area: Uuid) -> Result<Vec<super::Organisation>, DbErr> {
    let mut sql = Sql::new(
        "select * from organisation where to_day is null and kind in ('community', 'village') and area = ",
    );
    sql.bind(area).push(" order by path");
    sql.rows(db).await
}

/// What is set of an organisation besides its dated values: where it belongs and of which kind it is.
pub async fn seat(db: &impl ConnectionTrait, id: Uuid, area: Uuid, kind: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update organisation set area = ");
    sql.bind(area).push(", kind = ").bind(kind).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// Open organisations of an area.
pub async fn seated_in(db: &impl ConnectionTrait, area: Uuid) -> Result<Vec<super::Organisation>, DbErr> {
    let mut sql = Sql::new("select * from organisation where to_day is null and area = ");
    sql.bind(area).push(" order by path");
    sql.rows(db).await
}

pub async fn open_organisations_below(
    db: &impl ConnectionTrait,
    parent: Uuid,
) -> Result<Vec<super::Organisation>, DbErr> {
    let mut sql = Sql::new("select * from organisation where to_day is null and parent = ");
    sql.bind(parent).push(" order by path");
    sql.rows(db).await
}
