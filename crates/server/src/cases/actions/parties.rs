//! Who answers for a case and who verifies it, found by rule.

use crate::{
    cases::{
        category::{Category, Lead},
        model::{Case, Error},
        rules,
    },
    directory::{self, Organisation},
};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;

/// The unit that the rule finds, and both owners of the place and the line that it chose from.
pub struct Suggestion {
    pub unit: Option<Organisation>,
    pub block: Option<Organisation>,
    pub line: Option<Organisation>,
}

/// Block first, line second, unless the category says that its line leads (M16).
pub async fn suggest(
    db: &impl ConnectionTrait,
    category: &Category,
    area: Uuid,
) -> Result<Suggestion, Error> {
    let place = directory::find_area(db, area).await?.ok_or(Error::NoSuchArea)?;
    let block = directory::organisation_owning(db, &place).await?;
    let line = directory::organisation_of_kind(db, &category.department, &place).await?;
    let (first, second) = match category.lead {
        Lead::Block => (&block, &line),
        Lead::Line => (&line, &block),
    };
    Ok(Suggestion { unit: first.clone().or_else(|| second.clone()), block, line })
}

/// The unit that a dispatch names, or that the rule finds.
pub async fn dispatch_to(
    db: &impl ConnectionTrait,
    case: &Case,
    category: &Category,
    named: Option<Uuid>,
) -> Result<Uuid, Error> {
    match named {
        Some(id) => {
            directory::find_organisation(db, id).await?.map(|o| o.id).ok_or(Error::NoSuchOrganisation)
        }
        None => {
            let found = suggest(db, category, case.place.area).await?;
            found.unit.map(|o| o.id).ok_or(Error::NoUnit)
        }
    }
}

/// Who verifies what the lead has rectified: the candidates in order, by the rule.
pub async fn verifier_of(db: &impl ConnectionTrait, case: &Case) -> Result<Option<Uuid>, Error> {
    let Some(lead) = case.lead else { return Ok(None) };
    let lead = directory::find_organisation(db, lead).await?.ok_or(Error::NoSuchOrganisation)?;
    let mut candidates = Vec::new();
    candidates.extend(directory::find_organisation(db, case.registering).await?);
    candidates.extend(directory::organisation_above(db, &lead).await?);
    let place = directory::find_area(db, case.place.area).await?.ok_or(Error::NoSuchArea)?;
    candidates.extend(directory::organisation_of_kind(db, "creation_office", &place).await?);
    let candidates: Vec<(Uuid, String)> = candidates.into_iter().map(|o| (o.id, o.path)).collect();
    Ok(rules::verifier(&candidates, &lead.path))
}
