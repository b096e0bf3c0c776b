//! Who answers for a case, beside whom, and who verifies it: found by rule or named within its bounds.

use crate::{
    cases::{
        category::{Category, Lead},
        model::{Case, Error, Part, Verb},
        rules,
        store::{self, DispatchRule},
    },
    directory::{self, Area, Organisation},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;

/// The unit that the rule finds, and the owners of the place and of the line that it chose from. One without a post
/// that may accept is none of them.
pub struct Suggestion {
    pub unit: Option<Organisation>,
    pub block: Option<Organisation>,
    pub line: Option<Organisation>,
    pub lead: Lead,
    /// the office's own, where one holds there
    pub rule: Option<DispatchRule>,
    /// whom that rule names for the line, when no post of it may accept there any more
    pub unable: Option<Organisation>,
}

/// Block first, line second, unless the category or a rule for the place says that the line leads (M16). A rule may
/// name who answers for the line there.
pub async fn suggest(
    db: &impl ConnectionTrait,
    category: &Category,
    area: Uuid,
    now: Moment,
) -> Result<Suggestion, Error> {
    let place = directory::find_area(db, area).await?.ok_or(Error::NoSuchArea)?;
    let block = directory::organisation_owning(db, &place).await?;
    let rule = store::dispatch_rule_at(db, category, &place).await?;
    let (line, unable) = match rule.as_ref().and_then(|rule| rule.organisation) {
        Some(named) => match unable(db, Verb::Accept, named, &place, now).await? {
            Some(unable) => (None, Some(unable)),
            None => (directory::find_organisation(db, named).await?, None),
        },
        None => (directory::organisation_of_kind(db, &category.department, &place.path).await?, None),
    };
    let owners = [&block, &line].into_iter().flatten().map(|unit| unit.id).collect();
    let able = able(db, Verb::Accept, owners, now).await?;
    let [block, line] = [block, line].map(|unit| unit.filter(|unit| able.contains(&unit.id)));
    let lead = match rule.as_ref().and_then(|rule| rule.lead.as_deref()) {
        Some("line") => Lead::Line,
        Some(_) => Lead::Block,
        None => category.lead,
    };
    let (first, second) = match lead {
        Lead::Block => (&block, &line),
        Lead::Line => (&line, &block),
    };
    Ok(Suggestion { unit: first.clone().or_else(|| second.clone()), block, line, lead, rule, unable })
}

/// Who answers for each line at a place, by the line's name: whom a rule for the place names, else the department of
/// the line's kind.
pub async fn line_units(
    db: &impl ConnectionTrait,
    area: Uuid,
    now: Moment,
) -> Result<Vec<(String, Organisation)>, Error> {
    let mut units = Vec::new();
    for line in store::categories(db).await?.into_iter().filter(|category| category.parent.is_none()) {
        if let Some(unit) = suggest(db, &line, area, now).await?.line {
            units.push((line.name, unit));
        }
    }
    Ok(units)
}

/// The unit that a dispatch names, or that the rule finds.
pub async fn dispatch_to(
    db: &impl ConnectionTrait,
    case: &Case,
    category: &Category,
    named: Option<Uuid>,
    now: Moment,
) -> Result<Uuid, Error> {
    let Some(id) = named else {
        let found = suggest(db, category, case.place.area, now).await?;
        return found.unit.map(|unit| unit.id).ok_or(Error::NoUnit);
    };
    let unit = directory::find_organisation(db, id).await?.ok_or(Error::NoSuchOrganisation)?;
    if accepts(db, unit.id, now).await? { Ok(unit.id) } else { Err(Error::CannotAccept(unit.short_name)) }
}

/// Whether some post of a unit may accept a case.
pub async fn accepts(db: &impl ConnectionTrait, unit: Uuid, now: Moment) -> Result<bool, Error> {
    Ok(!able(db, Verb::Accept, vec![unit], now).await?.is_empty())
}

/// The unit, if no post of it has the verb's right over a place.
pub async fn unable(
    db: &impl ConnectionTrait,
    verb: Verb,
    unit: Uuid,
    place: &Area,
    now: Moment,
) -> Result<Option<Organisation>, Error> {
    let day = now.day().to_string();
    match directory::holding(db, verb.right(), &[unit], Some(&place.path), &day).await?.is_empty() {
        true => Ok(directory::find_organisation(db, unit).await?),
        false => Ok(None),
    }
}

/// The units beside the lead, each once; each is open and has a post that may do a part.
pub async fn cooperating(
    db: &impl ConnectionTrait,
    lead: Uuid,
    named: &[Uuid],
    now: Moment,
) -> Result<Vec<Part>, Error> {
    let mut parts: Vec<Part> = Vec::new();
    let able = able(db, Verb::PartDone, named.to_vec(), now).await?;
    for id in named {
        let unit = directory::find_organisation(db, *id).await?.ok_or(Error::NoSuchCooperating)?;
        if unit.to_day.is_some() || !able.contains(&unit.id) {
            return Err(Error::CannotHelp(unit.short_name));
        }
        if unit.id != lead && parts.iter().all(|part| part.organisation != unit.id) {
            parts.push(Part { organisation: unit.id, path: unit.path, done: None });
        }
    }
    Ok(parts)
}

/// The creation office of the case's place.
pub async fn office(db: &impl ConnectionTrait, case: &Case) -> Result<Option<Organisation>, Error> {
    office_at(db, &case.paths.area).await
}

/// The creation office of a place, by the path of its area.
pub async fn office_at(db: &impl ConnectionTrait, area: &str) -> Result<Option<Organisation>, Error> {
    Ok(directory::organisation_of_kind(db, "creation_office", area).await?)
}

/// Who was found to verify.
#[derive(Clone, Copy, Debug)]
pub struct Verifier {
    pub unit: Uuid,
    /// above the office: nobody in its own bounds may
    pub superior: bool,
}

/// Who verifies, by rule: whom the dispatch rule names, the registering unit, the nearest above the lead, the creation
/// office, and where none of them may, the office's own superiors. Only a unit that has a post with the right is asked.
pub async fn verifier_of(
    db: &impl ConnectionTrait,
    case: &Case,
    now: Moment,
) -> Result<Option<Verifier>, Error> {
    let Some(lead) = case.lead else { return Ok(None) };
    let lead = directory::find_organisation(db, lead).await?.ok_or(Error::NoSuchOrganisation)?;
    let place = directory::find_area(db, case.place.area).await?.ok_or(Error::NoSuchArea)?;
    let mut candidates = Vec::new();
    if let Some(category) = store::find_category(db, &case.category).await?
        && let Some(named) = store::dispatch_rule_at(db, &category, &place).await?.and_then(|r| r.verifier)
    {
        candidates.extend(directory::find_organisation(db, named).await?);
    }
    candidates.extend(directory::find_organisation(db, case.registering).await?);
    let mut own: Vec<Uuid> = candidates.iter().map(|unit| unit.id).collect();
    candidates.extend(directory::chain_above(db, &lead).await?);
    let rectifying = rectifying(case, &lead);
    if let Some(office) = office(db, case).await? {
        candidates.push(office.clone());
        // above an office that rectified itself is its superior
        if rules::outside(&office.path, &rectifying) {
            own.extend(candidates.iter().map(|unit| unit.id));
        }
        candidates.extend(directory::chain_above(db, &office).await?);
    }
    candidates.extend(directory::organisation_of_kind(db, "district_office", &case.paths.area).await?);
    let able = able(db, Verb::Verify, candidates.iter().map(|unit| unit.id).collect(), now).await?;
    candidates.retain(|unit| able.contains(&unit.id));
    let candidates: Vec<(Uuid, String)> = candidates.into_iter().map(|o| (o.id, o.path)).collect();
    let found = rules::verifier(&candidates, &rectifying);
    Ok(found.map(|unit| Verifier { unit, superior: !own.contains(&unit) }))
}

/// The nearest unit above one that granted an extension which may grant the next.
pub async fn nearest_granting(
    db: &impl ConnectionTrait,
    case: &Case,
    granted: Uuid,
    now: Moment,
) -> Result<Option<Uuid>, Error> {
    let below = directory::find_organisation(db, granted).await?.ok_or(Error::NoSuchOrganisation)?;
    let mut above = directory::chain_above(db, &below).await?;
    above.extend(directory::organisation_of_kind(db, "district_office", &case.paths.area).await?);
    let above: Vec<Uuid> = above.into_iter().map(|unit| unit.id).filter(|unit| *unit != granted).collect();
    Ok(able(db, Verb::GrantExtension, above, now).await?.first().copied())
}

/// The verifier that the office names, within the same bounds as the rule's.
pub async fn named_verifier(
    db: &impl ConnectionTrait,
    case: &Case,
    named: Option<Uuid>,
    now: Moment,
) -> Result<Uuid, Error> {
    let lead = case.lead.ok_or(Error::NoSuchOrganisation)?;
    let lead = directory::find_organisation(db, lead).await?.ok_or(Error::NoSuchOrganisation)?;
    let named = named.ok_or(Error::NoSuchOrganisation)?;
    let unit = directory::find_organisation(db, named).await?.ok_or(Error::NoSuchOrganisation)?;
    let may = rules::outside(&unit.path, &rectifying(case, &lead));
    if may && !able(db, Verb::Verify, vec![unit.id], now).await?.is_empty() {
        Ok(unit.id)
    } else {
        Err(Error::CannotVerify)
    }
}

/// Which of these units have a post that may do the verb.
async fn able(
    db: &impl ConnectionTrait,
    verb: Verb,
    units: Vec<Uuid>,
    now: Moment,
) -> Result<Vec<Uuid>, Error> {
    Ok(directory::holding(db, verb.right(), &units, None, &now.day().to_string()).await?)
}

/// Paths of all units that rectify: the lead and those beside it.
fn rectifying(case: &Case, lead: &Organisation) -> Vec<String> {
    case.cooperating.iter().map(|part| part.path.clone()).chain([lead.path.clone()]).collect()
}
