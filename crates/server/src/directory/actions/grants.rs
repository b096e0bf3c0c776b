//! Grants and the office's own roles. Nobody gives a verb that they lack there, and nobody changes their own rights.

use super::{Change, Error, changed, filled, note, place};
use crate::{
    directory::{Role, model::NewGrant, store},
    platform::permission::Subject,
    work::Work,
};
use kernel::id::Uuid;
use std::collections::BTreeSet;

/// Gives a role over an area.
pub async fn give_grant(work: &Work<'_>, new: NewGrant) -> Result<Uuid, Error> {
    let area = store::find_area(work.tx(), new.area).await?.ok_or(Error::NoSuchArea)?;
    work.may("grant.write", place(&area.path))?;
    let post = store::find_post(work.tx(), new.position).await?.ok_or(Error::NoSuchPosition)?;
    not_own(work, post.id)?;
    if post.to_day.is_some() {
        return Err(Error::Closed);
    }
    if store::verbs_of(work.tx(), &new.role).await?.is_empty() {
        return Err(Error::NoSuchRole(new.role));
    }
    within_own(work, &new.role, &area.path, new.scope, &new.lines.join(" ")).await?;
    let (id, role) = (work.id(), new.role.clone());
    store::insert_grant(work.tx(), id, new, &work.now().day().to_string()).await?;
    note(work, "grant.write", "grant", id, &role).await?;
    Ok(id)
}

/// The last day of a grant.
pub async fn end_grant(work: &Work<'_>, id: Uuid, change: &Change) -> Result<(), Error> {
    let grant = store::find_grant(work.tx(), id).await?.ok_or(Error::NotFound)?;
    work.may("grant.write", place(&grant.area_path))?;
    not_own(work, grant.position)?;
    filled("reason", &change.reason)?;
    let day = change.day.to_string();
    if grant.to_day.is_some_and(|to| to <= day) {
        return Err(Error::Closed);
    }
    if day < grant.from_day {
        return Err(Error::BeforeLast);
    }
    store::end_grant(work.tx(), id, &day).await?;
    changed(work, "grant.write", "grant", id, &grant.role, &format!("{day} {}", change.reason)).await
}

/// Holds the actor each verb of a role over an area? A grant over lines is held by whoever holds each of them.
pub async fn within_own(
    work: &Work<'_>,
    role: &str,
    area: &str,
    scope: &str,
    lines: &str,
) -> Result<(), Error> {
    let verbs = store::verbs_of(work.tx(), role).await?;
    let subjects: Vec<Subject<'_>> = match scope {
        "lines" => lines.split(' ').map(|line| Subject { line: Some(line), ..place(area) }).collect(),
        _ => vec![place(area)],
    };
    let lacked = verbs.iter().find(|verb| !subjects.iter().all(|subject| work.who().may(verb, *subject)));
    lacked.map_or(Ok(()), |verb| Err(Error::BeyondOwn(verb.clone())))
}

fn not_own(work: &Work<'_>, position: Uuid) -> Result<(), Error> {
    if work.who().holds_post(position) { Err(Error::OwnRights) } else { Ok(()) }
}

/// Makes or changes a role of the office's own. Where it is given already, the actor must hold each of its verbs.
pub async fn write_role(work: &Work<'_>, role: Role, fresh: bool) -> Result<i32, Error> {
    work.may("grant.write", place(&super::people::own_root(work)))?;
    filled("name", &role.name)?;
    filled("name_en", &role.name_en)?;
    if !role.code.starts_with("x.") || role.code.len() < 3 {
        return Err(Error::ForeignCode);
    }
    let roles = store::roles(work.tx()).await?;
    let before = roles.iter().find(|known| known.code == role.code);
    match (before, fresh) {
        (Some(_), true) => return Err(Error::CodeTaken(role.code)),
        (None, false) => return Err(Error::NotFound),
        (Some(held), _) if ![0, held.version].contains(&role.version) => {
            return Err(Error::StaleRole { seen: role.version, now: held.version });
        }
        _ => {}
    }
    let shipped = roles.iter().filter(|known| !known.code.starts_with("x."));
    let known: BTreeSet<&str> = shipped.flat_map(|known| known.verbs.iter().map(String::as_str)).collect();
    if role.verbs.is_empty() {
        return Err(Error::Empty("verbs"));
    }
    if let Some(verb) = role.verbs.iter().find(|verb| !known.contains(verb.as_str())) {
        return Err(Error::NoSuchVerb(verb.clone()));
    }
    if let Some(verb) = role.verbs.iter().find(|verb| !work.who().holds(verb)) {
        return Err(Error::BeyondOwn(verb.clone()));
    }
    for grant in store::grants_of_role(work.tx(), &role.code, &work.now().day().to_string()).await? {
        not_own(work, grant.position)?;
        let lacked = role.verbs.iter().find(|verb| !work.who().may(verb, place(&grant.area_path)));
        if let Some(verb) = lacked {
            return Err(Error::BeyondOwn(verb.clone()));
        }
    }
    store::write_role(work.tx(), &role).await?;
    let record = Uuid::nil(); // a role is named by its code, which the trail's words hold
    let words = |role: &Role| format!("{}: {}", role.code, role.verbs.join(" "));
    changed(work, "grant.write", "role", record, &before.map(words).unwrap_or_default(), &words(&role))
        .await?;
    Ok(before.map_or(0, |held| held.version) + 1)
}
