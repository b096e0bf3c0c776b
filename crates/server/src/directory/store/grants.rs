//! Roles and the grants that give them.

use super::sql::Sql;
use crate::directory::Role;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Clone, Debug, FromQueryResult)]
pub struct GrantRow {
    pub id: Uuid,
    pub position: Uuid,
    pub role: String,
    pub role_name: String,
    pub area: Uuid,
    pub area_name: String,
    pub area_path: String,
    pub scope: String,
    pub lines: String,
    pub from_day: String,
    pub to_day: Option<String>,
}

pub const GRANTS: &str = "select g.id, g.position, g.role, r.name as role_name, g.area, a.name as area_name, \
    a.path as area_path, g.scope, g.lines, g.from_day, g.to_day from access_grant g \
    join role r on r.code = g.role join area a on a.id = g.area where ";

pub async fn find_grant(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<GrantRow>, DbErr> {
    let mut sql = Sql::new(GRANTS);
    sql.push("g.id = ").bind(id);
    sql.row(db).await
}

/// Grants of some posts that run on a day or will.
pub async fn grants_of(
    db: &impl ConnectionTrait,
    positions: impl IntoIterator<Item = Uuid>,
    day: &str,
) -> Result<Vec<GrantRow>, DbErr> {
    let mut sql = Sql::new(GRANTS);
    sql.one_of("g.position", positions).push(" and (g.to_day is null or g.to_day >= ").bind(day);
    sql.push(") order by g.id");
    sql.rows(db).await
}

/// Grants of a role that run on a day or will.
pub async fn grants_of_role(
    db: &impl ConnectionTrait,
    role: &str,
    day: &str,
) -> Result<Vec<GrantRow>, DbErr> {
    let mut sql = Sql::new(GRANTS);
    sql.push("g.role = ").bind(role).push(" and (g.to_day is null or g.to_day >= ").bind(day).push(")");
    sql.rows(db).await
}

pub async fn end_grant(db: &impl ConnectionTrait, id: Uuid, day: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update access_grant set to_day = ");
    sql.bind(day).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// The same grant over another area, from a day on.
pub async fn copy_grant(
    db: &impl ConnectionTrait,
    id: Uuid,
    of: &GrantRow,
    area: Uuid,
    day: &str,
) -> Result<(), DbErr> {
    let mut sql = Sql::new(
        "insert into access_grant (id, position, role, area, scope, lines, from_day, to_day) values (",
    );
    sql.bind(id).push(", ").bind(of.position).push(", ").bind(of.role.as_str()).push(", ").bind(area);
    sql.push(", ").bind(of.scope.as_str()).push(", ").bind(of.lines.as_str()).push(", ").bind(day);
    sql.push(", ").bind(of.to_day.clone()).push(")");
    sql.run(db).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct RoleRow {
    code: String,
    name: String,
    name_en: String,
    lands_on: String,
    version: i32,
    verb: Option<String>,
}

/// All roles with their verbs, the shipped ones first.
pub async fn roles(db: &impl ConnectionTrait) -> Result<Vec<Role>, DbErr> {
    let sql = Sql::new(
        "select r.code, r.name, r.name_en, r.lands_on, r.version, v.verb from role r \
         left join role_verb v on v.role = r.code order by r.origin desc, r.code, v.verb",
    );
    let mut roles: Vec<Role> = Vec::new();
    for row in sql.rows::<RoleRow>(db).await? {
        if roles.last().is_none_or(|role| role.code != row.code) {
            let RoleRow { code, name, name_en, lands_on, version, .. } = row;
            roles.push(Role { code, name, name_en, lands_on, verbs: Vec::new(), version });
        }
        if let Some(role) = roles.last_mut() {
            role.verbs.extend(row.verb);
        }
    }
    Ok(roles)
}

/// Verbs of some roles.
pub async fn verbs_of_roles<'a>(
    db: &impl ConnectionTrait,
    roles: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, Vec<String>>, DbErr> {
    let mut sql = Sql::new("select role, verb from role_verb where ");
    sql.one_of("role", roles).push(" order by role, verb");
    let mut verbs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in sql.all(db).await? {
        verbs.entry(row.try_get("", "role")?).or_default().push(row.try_get("", "verb")?);
    }
    Ok(verbs)
}

/// Writes a role of the office's own, with its verbs in place of those it had.
pub async fn write_role(db: &impl ConnectionTrait, role: &Role) -> Result<(), DbErr> {
    let mut sql = Sql::new("insert into role (code, name, name_en, lands_on, origin) values (");
    sql.bind(role.code.as_str()).push(", ").bind(role.name.as_str()).push(", ");
    sql.bind(role.name_en.as_str()).push(", ").bind(role.lands_on.as_str());
    sql.push(
        ", 'local') on conflict (code) do update set name = excluded.name, name_en = excluded.name_en, \
              lands_on = excluded.lands_on, version = role.version + 1",
    );
    sql.run(db).await?;
    let mut clear = Sql::new("delete from role_verb where role = ");
    clear.bind(role.code.as_str());
    clear.run(db).await?;
    for verb in &role.verbs {
        let mut add = Sql::new("insert into role_verb (role, verb) values (");
        add.bind(role.code.as_str()).push(", ").bind(verb.as_str()).push(")");
        add.run(db).await?;
    }
    Ok(())
}
