//! Who may do a verb with a case, as far as the person is concerned.

use crate::{
    cases::{
        model::{Bar, Case, Error, Shows, State, Verb},
        rules::{self, Holder},
        store,
    },
    directory,
    platform::{account, file, permission::Who},
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
    /// persons who rectified in this cycle, for whom they did, and who sent a photo after
    pub rectifiers: Vec<Uuid>,
    /// the person's organisations that stand above the one that granted the last extension
    pub above: Vec<Uuid>,
    /// it can only be reopened for another unit: no post of the lead may accept any more
    pub lead_lost: bool,
    /// the person's visit that found it goes on, so it may be fixed on the spot
    pub in_visit: bool,
}

/// Reads what stands around a case for a person; who rectified it tells its history, and who sent its photos they.
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
    if case.state == State::Rectified {
        around.rectifiers.extend(sent_after(db, who, case).await?);
    }
    if who.holds(Verb::GrantExtension.right())
        && let Some(granted) = case.extended_by
    {
        around.above = above(db, who, granted).await?;
    }
    if let (State::Closed, Some(lead), true) = (case.state, case.lead, who.holds(Verb::Reopen.right())) {
        around.lead_lost = !super::parties::accepts(db, lead, now).await?;
    }
    Ok(around)
}

/// The person, if a photo after of this cycle came from their account or from that of the absent one for whom they act.
async fn sent_after(db: &impl ConnectionTrait, who: &Who, case: &Case) -> Result<Option<Uuid>, Error> {
    let mut accounts = vec![who.account];
    if let Some(absent) = &who.absent {
        accounts.extend(account::find_of_person(db, absent.person).await?.map(|account| account.id));
    }
    let photos = store::photos(db, case.id).await?;
    let after = Shows::After.word();
    for photo in photos.iter().filter(|photo| photo.role == after && photo.cycle == case.cycle) {
        if file::find(db, photo.file).await?.is_some_and(|file| accounts.contains(&file.uploaded_by)) {
            return Ok(Some(who.person));
        }
    }
    Ok(None)
}

/// The person's organisations above the one that granted before: over it in the tree of organisations, or belonging
/// to a wider area.
async fn above(db: &impl ConnectionTrait, who: &Who, granted: Uuid) -> Result<Vec<Uuid>, Error> {
    let granted = directory::find_organisation(db, granted).await?.ok_or(Error::NoSuchOrganisation)?;
    let place = directory::find_area(db, granted.area).await?.ok_or(Error::NoSuchArea)?;
    let mut above = Vec::new();
    for post in who.posts.iter().filter(|post| post.organisation != granted.id) {
        let over = granted.path.starts_with(&post.organisation_path);
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
    match verb {
        Verb::Verify | Verb::SendBack if own_work(who, case, around) => Permit::Barred(Bar::OwnWork),
        Verb::Return if rules::bound(case.returns) => Permit::Barred(Bar::Bound),
        verb if case.kin.open_children > 0 && rules::waits_for_children(verb) => {
            Permit::Barred(Bar::ChildrenOpen)
        }
        Verb::Merge if !case.kin.followers.is_empty() => Permit::Barred(Bar::HasMerged),
        Verb::Unmerge if case.kin.target == Some(State::Closed) => Permit::Barred(Bar::TargetEnded),
        // only there it waits for its children
        Verb::Reopen if case.kin.parent.is_some_and(|parent| !rules::with_unit(parent)) => {
            Permit::Barred(Bar::ParentEnded)
        }
        Verb::GrantExtension if case.extended_by.is_some() && granting(who, around).is_none() => {
            Permit::Barred(Bar::HigherLevel)
        }
        _ => Permit::Yes,
    }
}

/// Whoever rectified, or belongs to a unit that did, in whichever post they act; and for whom they act.
fn own_work(who: &Who, case: &Case, around: &Around) -> bool {
    let lead = case.paths.lead.iter();
    let units: Vec<String> = lead.chain(case.cooperating.iter().map(|part| &part.path)).cloned().collect();
    around.rectifiers.iter().any(|person| who.is(*person))
        || who.held.iter().any(|held| !rules::outside(&held.path, &units))
}

/// The person's organisation for which a further extension may be granted.
pub fn granting(who: &Who, around: &Around) -> Option<Uuid> {
    let may = |unit: &&Uuid| who.may_as(Verb::GrantExtension.right(), **unit).is_some();
    around.above.iter().find(may).copied()
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
