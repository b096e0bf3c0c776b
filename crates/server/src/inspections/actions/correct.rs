//! Correct what a visit said. It is judged again by the version of the checklist that it was made with; what it said
//! before stays readable, and its figures are stated anew.

use super::visit::{VISIT, add_photos, findings};
use crate::{
    directory,
    inspections::{
        figures,
        model::{Error, FormVersion, Revision, Visit, VisitId},
        rules, store,
    },
    platform::permission::{Post, Who},
    work::{Denied, Happened, Work},
};
use forms::{Checked, check};
use kernel::{id::Uuid, moment::Moment};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const CORRECT: &str = "inspection.correct";

/// What a visit should have said.
#[derive(Clone, Debug)]
pub struct Correction {
    /// all answers, by key of the item
    pub answers: Map<String, Value>,
    /// photos beside those that it has, by key of the item
    pub photos: BTreeMap<String, Vec<Uuid>>,
    /// why
    pub note: String,
    /// the version that was seen
    pub seen: i32,
}

pub async fn correct(work: &Work<'_>, id: VisitId, correction: Correction) -> Result<Visit, Error> {
    let db = work.tx();
    let visit = store::find_visit(db, id).await?.ok_or(Error::NoSuchVisit)?;
    if !visit.shown(|shown| work.who().may_read("inspection.read", shown)) {
        return Err(Error::NoSuchVisit);
    }
    let post = corrector(work.who(), &visit, work.now()).ok_or(Denied(CORRECT))?;
    if visit.version != correction.seen {
        return Err(stale(work, &visit, correction.seen).await?);
    }
    let note = rules::correction_note(&correction.note)?;
    let form = store::find_form(db, visit.form).await?.ok_or(Error::NoSuchForm)?;
    let kept = store::photos(db, id).await?;
    let checked = judge(&form, &visit, &kept, &correction)?;
    let known = store::findings(db, id).await?;
    if let Some(held) = rules::held(&known, &checked.failed).first() {
        return Err(Error::CaseExists { item: held.item.clone(), case: held.case });
    }
    let corrected = anew(&form, &visit, &checked)?;
    store::update_visit(db, &corrected).await?;
    let (person, at, answers) = (work.who().person, work.now(), visit.answers.clone());
    let revision =
        Revision { version: corrected.version, organisation: post.organisation, person, at, note, answers };
    store::insert_correction(db, work.id(), id, &revision).await?;
    let asked = correction.photos.into_iter().filter(|(item, _)| checked.photos.contains_key(item));
    let new = asked.map(|(item, photos)| (item, photos.iter().map(Uuid::to_string).collect())).collect();
    add_photos(work, &visit, &new, i32::try_from(kept.len()).unwrap_or(i32::MAX)).await?;
    store::replace_findings(db, id, &known, &findings(&form, &checked, &BTreeMap::new())).await?;
    work.restate(&figures::source(&corrected), &figures::of(&corrected, at)).await?;
    let (before, after) = (trace(&visit)?, trace(&corrected)?);
    let (before, after) = (Some(&before as _), Some(&after as _));
    let happened = Happened { verb: CORRECT, kind: figures::KIND, record: id.0, before, after };
    work.record_as(Some(post), happened).await?;
    Ok(corrected)
}

/// What the visit's own version of the checklist says to the answers, with all photos there are.
fn judge(
    form: &FormVersion,
    visit: &Visit,
    kept: &[(String, Uuid)],
    correction: &Correction,
) -> Result<Checked, Error> {
    let mut photos = correction.photos.clone();
    for (item, photo) in kept {
        photos.entry(item.clone()).or_default().push(*photo);
    }
    let answers = rules::asked(&form.published, correction.answers.clone());
    let submission = json!({ "answers": answers, "photos": photos });
    check(&form.published, &submission, visit.started_at).map_err(Error::Refused)
}

/// The visit as it says now.
fn anew(form: &FormVersion, visit: &Visit, checked: &Checked) -> Result<Visit, Error> {
    let answers = serde_json::to_string(&checked.answers)?;
    if answers == visit.answers {
        return Err(Error::Unchanged);
    }
    let (judged, failed, score) = rules::tally(&form.published, checked);
    Ok(Visit { answers, checked: judged, failed, score, version: visit.version + 1, ..visit.clone() })
}

/// Whether a visit is this person's to correct now.
pub fn may_correct(who: &Who, visit: &Visit, now: Moment) -> bool {
    corrector(who, visit, now).is_some()
}

/// The post under which somebody may correct: the visitor on the day of receipt, afterwards who holds the right.
fn corrector<'w>(who: &'w Who, visit: &Visit, now: Moment) -> Option<&'w Post> {
    let own = rules::is_fresh(visit, who.person, now) && visit.shown(|shown| who.may(VISIT, shown));
    let verb = if own { VISIT } else { CORRECT };
    visit.shown(|shown| who.may(verb, shown).then(|| who.post_for(verb, Some(shown)))).flatten()
}

/// Somebody was faster: who, and what was changed.
async fn stale(work: &Work<'_>, visit: &Visit, seen: i32) -> Result<Error, Error> {
    let found = directory::meanwhile(work.tx(), figures::KIND, visit.id.0, seen, &[]).await?;
    let meanwhile = found.map(|meanwhile| meanwhile.called("correct"));
    Ok(Error::Stale { seen, now: visit.version, meanwhile })
}

/// What the trail keeps: each answer as a field of its own, so that a conflict names those that differ.
fn trace(visit: &Visit) -> Result<Map<String, Value>, Error> {
    let answers: Map<String, Value> = serde_json::from_str(&visit.answers)?;
    let mut trace: Map<String, Value> =
        answers.into_iter().map(|(key, answer)| (format!("answers.{key}"), answer)).collect();
    trace.insert("failed".into(), visit.failed.into());
    trace.insert("version".into(), visit.version.into());
    Ok(trace)
}
