//! Who may do a verb with a case, as far as the person is concerned.

use crate::{
    cases::{
        model::{Bar, Case, Error, State, Verb},
        rules::{self, Holder},
    },
    directory,
    platform::permission::Who,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;

/// May this person do this?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    Yes,
    /// no right: the verb is absent
    No,
    /// the right is there, but a rule forbids it to this person or in this case
    Barred(Bar),
}

/// What the permission rules ask besides the case and the person's grants.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// persons who rectified in this cycle
    pub rectifiers: Vec<Uuid>,
    /// the person's organisations that stand above the creation office
    pub above_office: Vec<Uuid>,
    /// it can only be reopened for another unit: no post of the lead may accept any more
    pub lead_lost: bool,
    /// the person's visit that found it goes on, so it may be fixed on the spot
    pub in_visit: bool,
}

/// Reads what stands around a case for a person; who rectified it tells its history.
pub async fn around(
    db: &impl ConnectionTrait,
    who: &Who,
    case: &Case,
    rectifiers: Vec<Uuid>,
    now: Moment,
) -> Result<Around, Error> {
    let in_visit = super::spot::in_visit(db, who, case, now).await?;
    let mut around = Around { rectifiers, in_visit, ..Around::default() };
    // asked only where it decides
    if case.extensions > 0 && who.holds(Verb::GrantExtension.right()) {
        around.above_office = above_office(db, who, case).await?;
    }
    if let (State::Closed, Some(lead), true) = (case.state, case.lead, who.holds(Verb::Reopen.right())) {
        around.lead_lost = !super::parties::accepts(db, lead, now).await?;
    }
    Ok(around)
}

/// Above the creation office stands what is over it in the tree of organisations, or belongs to a wider area.
async fn above_office(db: &impl ConnectionTrait, who: &Who, case: &Case) -> Result<Vec<Uuid>, Error> {
    let Some(office) = super::parties::office(db, case).await? else { return Ok(vec![]) };
    let place = directory::find_area(db, office.area).await?.ok_or(Error::NoSuchArea)?;
    let mut above = Vec::new();
    for post in who.posts.iter().filter(|post| post.organisation != office.id) {
        let over = office.path.starts_with(&post.organisation_path);
        let area = directory::find_area(db, post.area).await?.ok_or(Error::NoSuchArea)?;
        if over || place.path != area.path && place.path.starts_with(&area.path) {
            above.push(post.organisation);
        }
    }
    Ok(above)
}

/// Whether the person's posts hold a verb on a case, and no rule forbids it.
pub fn permit(who: &Who, case: &Case, verb: Verb, around: &Around) -> Permit {
    if party(who, case, verb).is_none() && !by_grant(who, case, verb) {
        return Permit::No;
    }
    let higher = || around.above_office.iter().any(|unit| who.may_as(verb.right(), *unit).is_some());
    match verb {
        Verb::Verify | Verb::SendBack if around.rectifiers.contains(&who.person) => {
            Permit::Barred(Bar::OwnWork)
        }
        Verb::Return if rules::bound(case.returns) => Permit::Barred(Bar::Bound),
        Verb::GrantExtension if case.extensions > 0 && !higher() => Permit::Barred(Bar::HigherLevel),
        _ => Permit::Yes,
    }
}

fn by_grant(who: &Who, case: &Case, verb: Verb) -> bool {
    rules::holder(verb) == Holder::Office && case.shown(|shown| who.may(verb.right(), shown))
}

/// The party of the case for which the person may do a party's verb.
pub fn party(who: &Who, case: &Case, verb: Verb) -> Option<Uuid> {
    let mine = |unit: &Uuid| who.may_as(verb.right(), *unit).is_some();
    match rules::holder(verb) {
        Holder::Office | Holder::Rule => None,
        Holder::Lead => case.lead.filter(mine),
        Holder::Verifier => case.verifying.filter(mine),
        Holder::Cooperating => {
            let open = case.cooperating.iter().filter(|part| part.done.is_none());
            open.map(|part| part.organisation).find(mine)
        }
    }
}
