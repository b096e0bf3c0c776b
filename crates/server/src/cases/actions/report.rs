//! Report a case; whoever may register it does so in the same step.

use super::{
    evidence::findings,
    write::{Done, move_on, write_first},
};
use crate::{
    cases::{
        category::Category,
        figures,
        model::{Begun, Case, CaseId, Error, Found, Paths, Shows, Verb},
        rules, store,
    },
    directory::{self, Area},
    inspections, obligations,
    platform::{
        file::{self, FileRow},
        permission::Subject,
    },
    sites,
    work::{Denied, Work},
};
use kernel::{id::Uuid, moment::Moment, text};

const LONGEST_TITLE: usize = 80;
const LONGEST_PLACE: usize = 120;
const LONGEST_TEXT: usize = 2000;

/// A report with what is drawn before its transaction.
#[derive(Clone, Debug)]
pub struct Report {
    /// made by the sender
    pub id: CaseId,
    pub number: String,
    pub found: Found,
    /// what a visit saw, reported as this case and as no other
    pub finding: Option<inspections::FindingRef>,
}

pub async fn report(work: &Work<'_>, report: Report) -> Result<Case, Error> {
    let Report { id, number, found, finding } = report;
    check(&found)?;
    let (found_at, found_said) = rules::believed(found.found_at, work.now());
    let db = work.tx();
    let place = directory::find_area(db, found.place.area).await?.ok_or(Error::NoSuchArea)?;
    let unknown = || Error::NoSuchCategory(found.category.clone());
    let category = store::usable_category(db, &found.category).await?.ok_or_else(unknown)?;
    let condition = known_condition(&category, found.condition)?;
    let category = category.under(condition.as_deref());
    let spot = Subject { area: &place.path, line: Some(&category.line), organisations: &[], parties: &[] };
    work.may(Verb::Report.right(), spot)?;
    let wanted = rules::photos_wanted(Verb::Report, &category);
    if found.photos.len() < wanted {
        return Err(Error::PhotoMissing { wanted });
    }
    let report = Verb::Report.right();
    let post = work.who().post_for(report, Some(spot)).ok_or(Denied(report))?;
    let counted_in = directory::posting_area(db, &place, figures::GRAIN).await?;
    if store::find_case(db, id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let seen = match &finding {
        Some(finding) => Some(inspections::report_finding(work, finding, id.0).await?),
        None => None,
    };
    let site = site_of(work, found.site, seen.as_ref()).await?;
    let round = round_of(work, found.round, found_at, &place).await?;
    let case = Case::from(Begun {
        id,
        number,
        title: found.title.trim().into(),
        description: found.description,
        category: category.code.clone(),
        condition,
        line: category.line.clone(),
        place: found.place,
        counted_in,
        site,
        round,
        source: found.source,
        parent: None,
        own_limit: None,
        registering: post.organisation,
        reported_by: work.who().person,
        found_at,
        found_said,
        reported_at: work.now(),
        paths: Paths { area: place.path, registering: post.organisation_path.clone(), lead: None },
    });
    store::insert(db, &case).await?;
    let seen = seen.map(|seen| seen.photos).unwrap_or_default();
    let (seen, own): (Vec<Uuid>, Vec<Uuid>) = found.photos.iter().partition(|photo| seen.contains(photo));
    show_photos(work, &case, &seen).await?;
    add_photos(work, &case, &own, Shows::Before).await?;
    let registers = case.shown(|shown| work.who().may(Verb::Register.right(), shown));
    let mut history = write_first(work, &case, &category, !registers).await?;
    match registers {
        true => move_on(work, &case, &category, Done::plain(Verb::Register), &mut history).await,
        false => Ok(case),
    }
}

/// A condition that the category knows, or none.
pub fn known_condition(category: &Category, named: Option<String>) -> Result<Option<String>, Error> {
    match named {
        Some(named) if category.condition(Some(&named)).is_none() => Err(Error::NoCondition(named)),
        named => Ok(named),
    }
}

/// The site of the visit that found it, or the one that the report names: readable, and open still.
async fn site_of(
    work: &Work<'_>,
    named: Option<Uuid>,
    seen: Option<&inspections::Reported>,
) -> Result<Option<Uuid>, Error> {
    match (named, seen.map(|seen| seen.site)) {
        (Some(named), Some(visited)) if named != visited => Err(Error::OtherSite),
        (Some(named), None) => Ok(Some(sites::readable(work, named.into()).await?.id.0)),
        (_, visited) => Ok(visited),
    }
}

/// The reporter's own round of that day, about an area in which the place lies.
async fn round_of(
    work: &Work<'_>,
    named: Option<Uuid>,
    found_at: Moment,
    place: &Area,
) -> Result<Option<Uuid>, Error> {
    let Some(id) = named else { return Ok(None) };
    let round = obligations::find_round(work.tx(), id.into()).await?.ok_or(Error::NotInRound)?;
    let own = round.person == work.who().person && place.path.starts_with(&round.ground.area.path);
    let its_day =
        [round.started, Some(round.walked)].into_iter().flatten().any(|at| at.day() == found_at.day());
    if own && its_day { Ok(named) } else { Err(Error::NotInRound) }
}

/// Shows photos on a case that hang on the visit that saw it.
async fn show_photos(work: &Work<'_>, case: &Case, photos: &[Uuid]) -> Result<(), Error> {
    for photo in photos {
        let file = file::find(work.tx(), *photo).await?.ok_or(file::Error::NoSuchFile)?;
        show_photo(work, case, &file, Shows::Before).await?;
    }
    Ok(())
}

/// Hangs photos on a case; each must be the sender's own and hang on nothing yet.
pub async fn add_photos(work: &Work<'_>, case: &Case, photos: &[Uuid], shows: Shows) -> Result<(), Error> {
    for photo in photos {
        let by = work.who().account;
        let file = file::claim(work.tx(), *photo, figures::KIND, case.id.0, by).await?;
        show_photo(work, case, &file, shows).await?;
    }
    Ok(())
}

/// A photo on a case's page, with what the program finds of it.
pub async fn show_photo(work: &Work<'_>, case: &Case, file: &FileRow, shows: Shows) -> Result<(), Error> {
    let found = findings(work, case, file, shows).await?;
    Ok(store::insert_photo(work.tx(), case, file.id, shows, &found, work.now()).await?)
}

fn check(found: &Found) -> Result<(), Error> {
    named(&found.title, &found.place.words)?;
    legible("description", &found.description, LONGEST_TEXT)
}

/// What a case is called, and where it is in words.
pub fn named(title: &str, place: &str) -> Result<(), Error> {
    said("title", title)?;
    said("place", place)?;
    legible("title", title, LONGEST_TITLE)?;
    legible("place", place, LONGEST_PLACE)
}

/// A text with a word in it.
pub fn said(field: &'static str, text: &str) -> Result<(), Error> {
    if text.chars().any(char::is_alphanumeric) { Ok(()) } else { Err(Error::Empty(field)) }
}

/// A text that others read: at most so long, and nothing in it that they do not see.
pub fn legible(field: &'static str, text: &str, most: usize) -> Result<(), Error> {
    if let Some(sign) = text.chars().find(|c| text::is_hidden(*c)) {
        return Err(Error::HiddenSign { field, sign });
    }
    match text.chars().count() {
        length if length > most => Err(Error::TooLong { field, length, most }),
        _ => Ok(()),
    }
}
