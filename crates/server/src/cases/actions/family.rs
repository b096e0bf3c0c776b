//! Cases that are one: merging into another, splitting into children, and closing with them.

use super::{
    parties,
    permit::{Permit, permit},
    step::{category_of, found, settled},
    wait::wait,
    write::{Done, acting, move_on, write, write_first},
};
use crate::{
    cases::{
        category::Category,
        figures,
        model::{Begun, Case, CaseId, Detail, Error, Move, Paths, Place, Shows, State, Verb},
        rules::{self, Change},
        store,
    },
    directory,
    platform::file,
    work::{Denied, Work},
};
use kernel::{calendar::Limit, id::Uuid};

/// Children of one splitting: no verb holds the writer long.
const MOST_CHILDREN: usize = 12;

/// The case that another may be merged into: open, not the same, and by somebody who might merge that as well.
pub async fn target(work: &Work<'_>, case: &Case, named: Option<Uuid>) -> Result<CaseId, Error> {
    let id = CaseId(named.ok_or(Error::NoTarget)?);
    let target = store::find_case(work.tx(), id).await?.ok_or(Error::NoTarget)?;
    let may = target.shown(|shown| work.who().may(Verb::Merge.right(), shown));
    let stands = target.is_open() || target.state == State::Reported;
    if may && stands && id != case.id { Ok(id) } else { Err(Error::NoTarget) }
}

/// A part of a case that becomes a case of its own.
#[derive(Clone, Debug)]
pub struct NewChild {
    pub id: CaseId,
    pub number: String,
    /// without it the parent's
    pub title: Option<String>,
    pub place: Place,
    /// without it the rule finds one
    pub unit: Option<Uuid>,
    /// its handling limit, without it the category's
    pub limit: Option<String>,
}

/// Splits a case: each child is registered and dispatched at once; the parent waits for them and closes with the last.
pub async fn split(
    work: &Work<'_>,
    id: CaseId,
    seen: i32,
    reason: Option<String>,
    children: &[NewChild],
) -> Result<Case, Error> {
    if children.is_empty() || children.len() > MOST_CHILDREN {
        return Err(Error::Children(children.len()));
    }
    let (case, mut history, around) = found(work, id, Verb::Split, seen).await?;
    if permit(work.who(), &case, Verb::Split, &around) != Permit::Yes {
        return Err(Denied(Verb::Split.right()).into());
    }
    let category = category_of(work, &case).await?;
    let case = settled(work, case, &category, &mut history, Some(Verb::Split)).await?;
    let office =
        acting(work, &case, Verb::Split).map(|post| post.organisation).ok_or(Denied("case.split"))?;
    let change = Change { lead: Some(office), ..Change::by(work.who().person, work.now()) };
    let mut moved = rules::after(&case, Verb::Split, &change, &category, work.calendar())?;
    moved.kin.open_children += i64::try_from(children.len()).unwrap_or(i64::MAX);
    write(work, &case, &moved, Done { reason, ..Done::plain(Verb::Split) }, &category, &mut history).await?;
    for child in children {
        begin(work, &case, office, child).await?;
    }
    store::find_case(work.tx(), id).await?.ok_or(Error::NoSuchCase)
}

/// A child on its way to its unit. It shows what its parent showed before.
async fn begin(work: &Work<'_>, parent: &Case, office: Uuid, new: &NewChild) -> Result<(), Error> {
    let db = work.tx();
    if store::find_case(db, new.id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let area = directory::find_area(db, new.place.area).await?.ok_or(Error::NoSuchArea)?;
    let title = new.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let title = title.unwrap_or(&parent.title).to_owned();
    super::report::named(&title, &new.place.words)?;
    let own_limit = new.limit.as_deref().map(handling).transpose()?;
    let office = directory::find_organisation(db, office).await?.ok_or(Error::NoSuchOrganisation)?;
    let child = Case::from(Begun {
        id: new.id,
        number: new.number.clone(),
        title,
        description: parent.description.clone(),
        category: parent.category.clone(),
        condition: parent.condition.clone(),
        line: parent.line.clone(),
        counted_in: directory::posting_area(db, &area, figures::GRAIN).await?,
        place: new.place.clone(),
        site: None,
        round: None,
        source: parent.source,
        parent: Some(parent.id),
        own_limit,
        registering: office.id,
        reported_by: work.who().person,
        found_at: parent.found_at,
        found_said: None,
        reported_at: work.now(),
        paths: Paths { area: area.path, registering: office.path, lead: None },
    });
    store::insert(db, &child).await?;
    for photo in store::photos(db, parent.id).await?.iter().filter(|photo| photo.role == Shows::Before.word())
    {
        let file = file::find(db, photo.file).await?.ok_or(file::Error::NoSuchFile)?;
        super::report::show_photo(work, &child, &file, Shows::Before).await?;
    }
    let category = category_of(work, &child).await?;
    let mut history = write_first(work, &child, &category, false).await?;
    let child = move_on(work, &child, &category, Done::plain(Verb::Register), &mut history).await?;
    dispatch(work, &child, &category, new.unit, &mut history).await
}

async fn dispatch(
    work: &Work<'_>,
    child: &Case,
    category: &Category,
    unit: Option<Uuid>,
    history: &mut Vec<Move>,
) -> Result<(), Error> {
    let lead = parties::dispatch_to(work.tx(), child, category, unit, work.now()).await?;
    let change = Change { lead: Some(lead), ..Change::by(work.who().person, work.now()) };
    let moved = rules::after(child, Verb::Dispatch, &change, category, work.calendar())?;
    let detail = Detail { limit: child.own_limit.clone(), ..Detail::default() };
    write(work, child, &moved, Done { detail, ..Done::plain(Verb::Dispatch) }, category, history).await?;
    Ok(())
}

fn handling(words: &str) -> Result<String, Error> {
    let limit: Limit = words.trim().parse().map_err(|_| Error::BadExtension(Some(words.into())))?;
    if limit.amount == 0 { Err(Error::BadExtension(Some(words.into()))) } else { Ok(words.trim().into()) }
}

/// A child has ended or begun again. With the last open one the parent closes, unless none of them was closed: then it
/// is its unit's own again.
pub async fn follow(work: &Work<'_>, parent: CaseId) -> Result<(), Error> {
    let case = store::find_case(work.tx(), parent).await?.ok_or(Error::NoSuchCase)?;
    if !case.is_open() {
        return Ok(());
    }
    if case.kin.open_children > 0 || !store::child_closed(work.tx(), parent).await? {
        return wait(work, &case).await;
    }
    let category = category_of(work, &case).await?;
    let mut history = store::history(work.tx(), parent).await?;
    let verb = Verb::CloseWithChildren;
    let case = settled(work, case, &category, &mut history, Some(verb)).await?;
    move_on(work, &case, &category, Done::by_rule(verb), &mut history).await.map(|_| ())
}
