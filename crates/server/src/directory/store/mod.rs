//! All SQL on the directory's tables.

mod areas;
mod choices;
mod deputies;
mod grants;
mod heads;
pub mod import;
mod posts;
pub mod rows;
mod sql;
mod staged;
mod succession;
mod tree;
mod who;

pub use areas::{
    Span, Within, area_names, areas_at, areas_on, close_area, draw_area, list_areas, open_children,
    organisation_names, path_on, set_kind, spans,
};
pub use choices::choices;
pub use deputies::{
    DeputyRow, HolderRow, NearRow, deputies_of, end_deputy, find_deputy, headed, holders, insert_deputy,
    is_deputised, near,
};
pub use grants::{
    GrantRow, copy_grant, end_grant, find_grant, grants_of, grants_of_role, roles, verbs_of_roles, write_role,
};
pub use heads::{Head, chain_above, head_above, holding};
pub use posts::{
    HeadChange, PersonPost, PersonRow, Post, PostRow, changed_heads, close_organisation, close_post,
    end_holding, find_post, holders_named, holdings_from, is_peopled, list_people, list_posts, posts_of,
    rename_person, vacant_post,
};
pub use succession::{
    Ended, Office, committees, ended, grants_over, hang_on, heir_of, history, insert_succession, is_granted,
    offices, open_organisations_below, pass_post, posts_in, readers, seat, seated_in,
};
pub use tree::{AREAS, ORGANISATIONS, Tree, Turn, holds_later, replant, restate};
pub use who::{elsewhere, lands_on, who, who_in};

use super::model::{Area, Error, NewArea, NewGrant, NewOrganisation, NewPosition, Organisation, Person};
use super::rules;
use kernel::id::Uuid;
use rows::{access_grant, area, area_span, holding, organisation, person, position};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, Statement,
};

pub async fn find_area(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Area>, DbErr> {
    area::Entity::find_by_id(id).one(db).await
}
pub async fn area_of_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Area>, DbErr> {
    area::Entity::find().filter(area::Column::Code.eq(code)).one(db).await
}
pub async fn area_at(db: &impl ConnectionTrait, path: &str) -> Result<Option<Area>, DbErr> {
    area::Entity::find().filter(area::Column::Path.eq(path)).one(db).await
}
pub async fn find_organisation(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Organisation>, DbErr> {
    organisation::Entity::find_by_id(id).one(db).await
}
pub async fn organisation_of_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<Organisation>, DbErr> {
    organisation::Entity::find().filter(organisation::Column::Code.eq(code)).one(db).await
}

/// Areas of a subtree, nearest the root first.
pub async fn areas(db: &impl ConnectionTrait, root: Option<&str>) -> Result<Vec<Area>, DbErr> {
    let mut find = area::Entity::find().order_by_asc(area::Column::Path);
    if let Some(root) = root {
        let end = crate::platform::permission::end_of(root);
        find = find.filter(area::Column::Path.gte(root)).filter(area::Column::Path.lt(end));
    }
    find.all(db).await
}
/// The areas at the top of the tree.
pub async fn roots(db: &impl ConnectionTrait) -> Result<Vec<Area>, DbErr> {
    area::Entity::find().filter(area::Column::Parent.is_null()).order_by_asc(area::Column::Path).all(db).await
}
/// The area that this installation is for: that of its highest creation office.
pub async fn home(db: &impl ConnectionTrait) -> Result<Option<Area>, DbErr> {
    let sql = "select a.* from area a join organisation o on o.area = a.id \
               where o.kind = 'creation_office' and o.to_day is null order by length(a.path), a.path limit 1";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Area::find_by_statement(statement).one(db).await
}
pub async fn organisations(db: &impl ConnectionTrait) -> Result<Vec<Organisation>, DbErr> {
    organisation::Entity::find()
        .filter(organisation::Column::ToDay.is_null())
        .order_by_asc(organisation::Column::Path)
        .all(db)
        .await
}

/// The area at or above `path` that figures of this grain are posted to; a coarser place stays where it is.
pub async fn posting_area(db: &impl ConnectionTrait, of: &Area, grain: &str) -> Result<Uuid, DbErr> {
    if of.level == grain {
        return Ok(of.id);
    }
    let found = area::Entity::find()
        .filter(area::Column::Path.is_in(prefixes(&of.path)))
        .filter(area::Column::Level.eq(grain))
        // a merged one lies below its successor
        .filter(area::Column::ClosedOn.is_null())
        .one(db)
        .await?;
    Ok(found.map_or(of.id, |area| area.id))
}

/// A path and all paths above it: `a.b.` gives `a.`, `a.b.`.
fn prefixes(path: &str) -> Vec<String> {
    path.match_indices('.').map(|(end, _)| path[..=end].to_owned()).collect()
}

/// The organisation that owns a place (the block): a community's or village's, at the place or nearest above it.
pub async fn organisation_owning(
    db: &impl ConnectionTrait,
    place: &Area,
) -> Result<Option<Organisation>, DbErr> {
    let above = area::Entity::find()
        .filter(area::Column::Path.is_in(prefixes(&place.path)))
        .order_by_desc(area::Column::Path)
        .all(db)
        .await?;
    for area in above {
        let owner = organisation::Entity::find()
            .filter(organisation::Column::Area.eq(area.id))
            .filter(organisation::Column::Kind.is_in(["community", "village"]))
            .filter(organisation::Column::ToDay.is_null())
            .one(db)
            .await?;
        if owner.is_some() {
            return Ok(owner);
        }
    }
    Ok(None)
}

/// The organisation of a kind whose area holds the place, the nearest first.
pub async fn organisation_of_kind(
    db: &impl ConnectionTrait,
    kind: &str,
    place: &str,
) -> Result<Option<Organisation>, DbErr> {
    let sql = "select o.* from organisation o join area a on a.id = o.area \
               where o.kind = $1 and o.to_day is null and $2 >= a.path and substr($2, 1, length(a.path)) = a.path \
               order by length(a.path) desc, o.code limit 1";
    let values = [kind.into(), place.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Organisation::find_by_statement(statement).one(db).await
}

pub async fn person_name(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<String>, DbErr> {
    Ok(person::Entity::find_by_id(id).one(db).await?.map(|person| person.name))
}

pub async fn insert_area(
    db: &impl ConnectionTrait,
    id: Uuid,
    new: NewArea,
    day: &str,
) -> Result<Area, Error> {
    if area_of_code(db, &new.code).await?.is_some() {
        return Err(Error::CodeTaken(new.code));
    }
    let above = match new.parent {
        Some(parent) => find_area(db, parent).await?.ok_or(Error::NoSuchArea)?.path,
        None => String::new(),
    };
    let number = tree::next_label(db, &AREAS, new.parent).await?;
    let row = Area {
        id,
        path: rules::path(&above, number),
        code: new.code,
        name: new.name,
        level: new.level,
        kind: new.kind,
        parent: new.parent,
        boundary: new.boundary,
        lon: new.centre.map(|c| c.0),
        lat: new.centre.map(|c| c.1),
        opened_on: day.into(),
        closed_on: None,
    };
    let span = area_span::ActiveModel {
        area: Set(id),
        from_day: Set(day.into()),
        to_day: Set(None),
        code: Set(row.code.clone()),
        name: Set(row.name.clone()),
        parent: Set(row.parent),
        path: Set(row.path.clone()),
    };
    area::Entity::insert(area::ActiveModel::from(row.clone()).reset_all()).exec_without_returning(db).await?;
    area_span::Entity::insert(span).exec_without_returning(db).await?;
    Ok(row)
}

pub async fn insert_organisation(
    db: &impl ConnectionTrait,
    id: Uuid,
    new: NewOrganisation,
    day: &str,
) -> Result<Organisation, Error> {
    if organisation_of_code(db, &new.code).await?.is_some() {
        return Err(Error::CodeTaken(new.code));
    }
    find_area(db, new.area).await?.ok_or(Error::NoSuchArea)?;
    let above = match new.parent {
        Some(parent) => find_organisation(db, parent).await?.ok_or(Error::NoSuchOrganisation)?.path,
        None => String::new(),
    };
    let number = tree::next_label(db, &ORGANISATIONS, new.parent).await?;
    let row = Organisation {
        id,
        path: rules::path(&above, number),
        code: new.code,
        name: new.name,
        short_name: new.short_name,
        kind: new.kind,
        area: new.area,
        parent: new.parent,
        from_day: day.into(),
        to_day: None,
    };
    let insert = organisation::ActiveModel::from(row.clone()).reset_all();
    organisation::Entity::insert(insert).exec_without_returning(db).await?;
    tree::begin_first(db, &row).await?;
    Ok(row)
}

pub async fn insert_person(
    db: &impl ConnectionTrait,
    id: Uuid,
    name: String,
    created_at: i64,
) -> Result<Person, DbErr> {
    let row = Person { id, name, created_at };
    let insert = person::ActiveModel::from(row.clone()).reset_all();
    person::Entity::insert(insert).exec_without_returning(db).await?;
    Ok(row)
}

pub async fn insert_position(
    db: &impl ConnectionTrait,
    id: Uuid,
    new: NewPosition,
    day: &str,
) -> Result<(), DbErr> {
    let row = position::ActiveModel {
        id: Set(id),
        organisation: Set(new.organisation),
        title: Set(new.title),
        head: Set(new.head),
        from_day: Set(day.into()),
        to_day: Set(None),
    };
    position::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

pub async fn insert_holding(
    db: &impl ConnectionTrait,
    position: Uuid,
    person: Uuid,
    day: &str,
) -> Result<(), DbErr> {
    let row = holding::ActiveModel {
        position: Set(position),
        person: Set(person),
        from_day: Set(day.into()),
        to_day: Set(None),
    };
    holding::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

pub async fn insert_grant(
    db: &impl ConnectionTrait,
    id: Uuid,
    new: NewGrant,
    day: &str,
) -> Result<(), DbErr> {
    let row = access_grant::ActiveModel {
        id: Set(id),
        position: Set(new.position),
        role: Set(new.role),
        area: Set(new.area),
        scope: Set(new.scope.into()),
        lines: Set(new.lines.join(" ")),
        from_day: Set(day.into()),
        to_day: Set(None),
    };
    access_grant::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// The verbs of a role, empty when there is no such role.
pub async fn verbs_of(db: &impl ConnectionTrait, role: &str) -> Result<Vec<String>, DbErr> {
    let sql = "select verb from role_verb where role = $1 order by verb";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [role.into()]);
    db.query_all_raw(statement).await?.iter().map(|row| row.try_get("", "verb")).collect()
}

/// Replaces the shipped roles by the catalogue's.
pub async fn replace_roles(db: &impl ConnectionTrait, roles: &[super::Role]) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    for role in roles {
        let upsert = "insert into role (code, name, name_en, lands_on, origin) values ($1, $2, $3, $4, 'shipped') \
                      on conflict (code) do update set name = $2, name_en = $3, lands_on = $4";
        let texts = [&role.code, &role.name, &role.name_en, &role.lands_on];
        let values = texts.map(|text| text.as_str().into());
        db.execute_raw(Statement::from_sql_and_values(backend, upsert, values)).await?;
        let clear = "delete from role_verb where role = $1";
        db.execute_raw(Statement::from_sql_and_values(backend, clear, [role.code.as_str().into()])).await?;
        for verb in &role.verbs {
            let insert = "insert into role_verb (role, verb) values ($1, $2)";
            let values = [role.code.as_str().into(), verb.as_str().into()];
            db.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_above_a_path() {
        assert_eq!(prefixes("a.b.c."), ["a.", "a.b.", "a.b.c."]);
    }
}
