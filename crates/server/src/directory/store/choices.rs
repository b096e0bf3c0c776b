//! The posts that a person may act in on a day: one's own, an absent holder's, a vacant one's.

use crate::{
    directory::model::{Choice, PostStanding},
    platform::permission::{Absent, Post},
};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use std::{collections::BTreeSet, sync::LazyLock};

#[derive(FromQueryResult)]
struct PostRow {
    position: Uuid,
    title: String,
    organisation: Uuid,
    organisation_name: String,
    organisation_path: String,
    area: Uuid,
    area_name: String,
    absent: Option<Uuid>,
    absent_name: Option<String>,
    until: Option<String>,
}

/// What every way to a post tells of it.
const POST: &str = "\
    select p.id as position, p.title, o.id as organisation, o.short_name as organisation_name, \
           o.path as organisation_path, a.id as area, a.name as area_name, \
           <absent> as absent, <name> as absent_name, <until> as until \
    from <ways> \
    join position p on p.id = <post> and p.from_day <= $2 and (p.to_day is null or p.to_day >= $2) \
    join organisation o on o.id = p.organisation \
    join area a on a.id = o.area ";

/// What `%` names runs on the day.
const RUNS: &str = "%.from_day <= $2 and (%.to_day is null or %.to_day >= $2)";

fn runs(alias: &str) -> String {
    RUNS.replace('%', alias)
}

/// Of several the first is the main one: that held longest among those with a right, else that held longest.
static HELD: LazyLock<String> = LazyLock::new(|| {
    let of = [
        ("absent", "null"),
        ("name", "null"),
        ("until", "h.to_day"),
        ("ways", "holding h"),
        ("post", "h.position"),
    ];
    post(&of)
        + &format!(
            "where h.person = $1 and {} order by (case when exists (select 1 from access_grant g \
             where g.position = p.id and {}) then 0 else 1 end), h.from_day, p.id",
            runs("h"),
            runs("g")
        )
});

/// Deputies act for the holder that was absent when they were set, or for nobody while the post is vacant.
static DEPUTISED: LazyLock<String> = LazyLock::new(|| {
    let of = [
        ("absent", "h.person"),
        ("name", "n.name"),
        ("until", "d.to_day"),
        ("ways", "deputy d"),
        ("post", "d.position"),
    ];
    post(&of)
        + &format!(
            "join position s on s.id = d.deputy and (s.to_day is null or s.to_day >= $2) \
             join holding q on q.position = s.id and {} \
             left join holding h on h.position = p.id and {} \
             left join person n on n.id = h.person \
             where q.person = $1 and {} and d.ended_at is null \
             and (h.person is null or h.person = d.person and h.person <> $1) order by d.from_day, p.id",
            runs("q"),
            runs("h"),
            runs("d")
        )
});

/// Posts with rights that nobody holds and nobody deputises, below the nearest head in office.
static VACANT: LazyLock<String> = LazyLock::new(|| {
    let of = [
        ("absent", "null"),
        ("name", "null"),
        ("until", "null"),
        (
            "ways",
            "holding q join position r on r.id = q.position and r.head \
                  join organisation w on w.id = r.organisation \
                  join organisation u on substr(u.path, 1, length(w.path)) = w.path \
                  join position v on v.organisation = u.id",
        ),
        ("post", "v.id"),
    ];
    post(&of)
        + &format!(
            "where q.person = $1 and {} and (r.to_day is null or r.to_day >= $2) \
             and exists (select 1 from access_grant g where g.position = p.id and {}) \
             and not exists (select 1 from holding h where h.position = p.id and {}) \
             and not exists (select 1 from deputy d join holding s on s.position = d.deputy and {} \
               where d.position = p.id and {} and d.ended_at is null) \
             and not exists (select 1 from position x join organisation y on y.id = x.organisation \
               join holding z on z.position = x.id and {} \
               where x.head and (x.to_day is null or x.to_day >= $2) and length(y.path) > length(w.path) \
               and substr(o.path, 1, length(y.path)) = y.path) order by o.path, p.id",
            runs("q"),
            runs("g"),
            runs("h"),
            runs("s"),
            runs("d"),
            runs("z")
        )
});

fn post(of: &[(&str, &str)]) -> String {
    of.iter().fold(POST.to_owned(), |sql, (place, text)| sql.replace(&format!("<{place}>"), text))
}

pub fn ask(db: &impl ConnectionTrait, sql: &str, id: Uuid, day: &str) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into(), day.into()])
}

/// All posts that a person may act in on a day, the main one first.
pub async fn choices(db: &impl ConnectionTrait, person: Uuid, day: &str) -> Result<Vec<Choice>, DbErr> {
    let mut choices = own(db, person, day).await?;
    choices.extend(substitutes(db, person, day).await?);
    Ok(choices)
}

/// The posts that a person holds, the main one first.
pub async fn own(db: &impl ConnectionTrait, person: Uuid, day: &str) -> Result<Vec<Choice>, DbErr> {
    choices_by(db, &HELD, PostStanding::Own, person, day).await
}

/// What is no post of their own. One may be both deputised and vacant below a head: the first way counts.
pub async fn substitutes(db: &impl ConnectionTrait, person: Uuid, day: &str) -> Result<Vec<Choice>, DbErr> {
    let mut found = choices_by(db, &DEPUTISED, PostStanding::Deputy, person, day).await?;
    found.extend(choices_by(db, &VACANT, PostStanding::Vacant, person, day).await?);
    let mut seen = BTreeSet::new();
    found.retain(|choice| seen.insert(choice.post.position));
    Ok(found)
}

async fn choices_by(
    db: &impl ConnectionTrait,
    sql: &str,
    standing: PostStanding,
    person: Uuid,
    day: &str,
) -> Result<Vec<Choice>, DbErr> {
    let rows = PostRow::find_by_statement(ask(db, sql, person, day)).all(db).await?;
    let choice = |row: PostRow| Choice {
        standing,
        absent: row.absent.zip(row.absent_name.clone()).map(|(person, name)| Absent { person, name }),
        until: row.until.clone(),
        post: Post::from(row),
    };
    Ok(rows.into_iter().map(choice).collect())
}

impl From<PostRow> for Post {
    fn from(row: PostRow) -> Self {
        Self {
            position: row.position,
            title: row.title,
            organisation: row.organisation,
            organisation_name: row.organisation_name,
            organisation_path: row.organisation_path,
            area: row.area,
            area_name: row.area_name,
        }
    }
}
