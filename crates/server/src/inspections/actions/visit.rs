//! Visit a site: its checklist is filled by a version of it, and what fails is found.

use crate::{
    directory,
    inspections::{
        figures,
        model::{Error, Finding, FormVersion, Paths, Visit, VisitId},
        rules, store,
    },
    platform::file,
    sites,
    work::{Denied, Happened, Work},
};
use forms::{Checked, Standing, check, standing};
use journal::Way;
use kernel::{geo::Position, id::Uuid, moment::Moment};
use serde_json::json;
use std::collections::BTreeMap;

pub const VISIT: &str = "inspection.visit";

/// A filled checklist on its way in.
#[derive(Clone, Debug)]
pub struct NewVisit {
    /// made by the sender
    pub id: VisitId,
    pub site: Uuid,
    /// id of a form's version
    pub form: Uuid,
    /// `{"answers": …, "photos": …}` as the form engine reads it
    pub submission: serde_json::Value,
    pub position: Option<Position>,
    /// why the visitor stood far from the site
    pub far_reason: Option<String>,
    /// by the visitor's clock
    pub started_at: Option<Moment>,
}

pub async fn visit(work: &Work<'_>, new: NewVisit) -> Result<Visit, Error> {
    let db = work.tx();
    if !work.who().holds(VISIT) {
        return Err(Denied(VISIT).into());
    }
    let site = sites::readable(work, new.site.into()).await?;
    site.shown(|shown| work.may(VISIT, shown))?;
    let post = site.shown(|shown| work.who().post_for(VISIT, Some(shown))).ok_or(Denied(VISIT))?;
    if store::find_visit(db, new.id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let form = store::find_form(db, new.form).await?.ok_or(Error::NoSuchForm)?;
    if !form.site_types.contains(&site.kind) {
        return Err(Error::NotForSite);
    }
    let older = match standing(form.followed_at, work.now()) {
        Standing::Current => false,
        Standing::Older { .. } => true,
        Standing::Expired { .. } => return Err(Error::Expired),
    };
    let (started_at, started_said) = rules::visited_at(new.started_at, work.now());
    let distance_m = new.position.zip(site.position).map(|(here, there)| here.distance_m(there));
    let far_reason = rules::far_reason(distance_m, new.far_reason.as_deref())?;
    let checked = check(&form.published, &new.submission, started_at).map_err(Error::Refused)?;
    let place = directory::find_area(db, site.area).await?.ok_or(sites::Error::NoSuchArea)?;
    let (judged, failed, score) = rules::tally(&form.published, &checked);
    let visit = Visit {
        id: new.id,
        site: site.id.0,
        site_type: site.kind.clone(),
        area: site.area,
        counted_in: directory::posting_area(db, &place, figures::GRAIN).await?,
        form: form.id,
        older,
        organisation: post.organisation,
        person: work.who().person,
        position: new.position,
        distance_m,
        far_reason,
        started_at,
        started_said,
        received_at: work.now(),
        answers: serde_json::to_string(&checked.answers)?,
        checked: judged,
        failed,
        score,
        version: 1,
        paths: Paths {
            area: site.paths.area.clone(),
            visiting: post.organisation_path.clone(),
            owner: site.organisation.zip(site.paths.organisation.clone()),
        },
    };
    store::insert_visit(db, &visit).await?;
    sites::visited(db, site.id, visit.started_at).await?;
    let photos = add_photos(work, &visit, &checked.photos, 0).await?;
    for (rank, finding) in (0i32..).zip(&findings(&form, &checked, &photos)) {
        store::insert_finding(db, visit.id, rank, finding).await?;
    }
    work.post_as(Way::Field, &figures::of(&visit, work.now())).await?;
    let after = json!({ "site": visit.site, "form": visit.form, "checked": visit.checked, "failed": visit.failed,
        "version": visit.version });
    let happened =
        Happened { verb: VISIT, kind: figures::KIND, record: visit.id.0, before: None, after: Some(&after) };
    work.record_as(Some(post), happened).await?;
    Ok(visit)
}

/// Claims photos by item, from a rank on; each must be the sender's own and hang on nothing yet.
pub async fn add_photos(
    work: &Work<'_>,
    visit: &Visit,
    photos: &BTreeMap<String, Vec<String>>,
    first: i32,
) -> Result<BTreeMap<String, Vec<Uuid>>, Error> {
    let mut claimed: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    let each = photos.iter().flat_map(|(item, photos)| photos.iter().map(move |photo| (item, photo)));
    for (rank, (item, photo)) in (first..).zip(each) {
        let id: Uuid = photo.parse().map_err(|_| file::Error::NoSuchFile)?;
        file::claim(work.tx(), id, figures::KIND, visit.id.0, work.who().account).await?;
        store::insert_photo(work.tx(), visit.id, item, id, rank).await?;
        claimed.entry(item.clone()).or_default().push(id);
    }
    Ok(claimed)
}

/// What failed, in the order of the form, with its photos.
pub fn findings(form: &FormVersion, checked: &Checked, photos: &BTreeMap<String, Vec<Uuid>>) -> Vec<Finding> {
    let item = |key: &str| form.published.form.items.iter().find(|item| item.key == key);
    let finding = |failed: &forms::Failed| Finding {
        item: failed.key.clone(),
        label: item(&failed.key).map_or_else(String::new, |item| item.label.clone()),
        label_en: item(&failed.key).map_or_else(String::new, |item| item.label_en.clone()),
        category: failed.category.clone(),
        severity: failed.severity.map(|severity| rules::severity_word(severity).into()),
        photos: photos.get(&failed.key).cloned().unwrap_or_default(),
        case: None,
        outcome: None,
    };
    checked.failed.iter().map(finding).collect()
}
