//! At the end of the half year: what was reported twice is merged or added, what was too big is split, and two reports
//! of done work show photos that are not what they should be.

use super::{
    dice::Dice,
    stories::{self, Scene},
};
use crate::{
    cases::{self, Case, CaseId, NewChild, Place, State, Step, Verb},
    install::act,
    platform::{
        db::Tx,
        file::{self, Said},
        permission::Who,
    },
    start::{self, Error},
    work::Work,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, Statement};
use std::{sync::Arc, time::Duration};

const MERGED: usize = 4;
const ADDED: usize = 5;
const SPLIT: usize = 2;
/// What the parts of a split case are called behind its place.
const SIDES: &[&str] = &["东段", "中段", "西段"];

/// Done by the office, in the order of the cases' numbers.
pub async fn join(scene: &Scene<'_>, office: &Arc<Who>) -> Result<(), Error> {
    let mut dice = Dice::new(77);
    let mut open = standing(scene, "state in ('registered', 'dispatched') and parent is null").await?;
    for _ in 0..MERGED {
        let Some((kept, same)) = twins(&open) else { break };
        let [kept, same] = [kept, same].map(|at| open[at].clone());
        open.retain(|case| case.id != kept.id && case.id != same.id);
        let merge = step(Verb::Merge, &same, Some("现场核实，与先登记的是同一处"));
        go(scene, office, same.id, Step { into: Some(kept.id.0), ..merge }).await?;
    }
    let added = ["又有群众反映，位置相同", "巡查再次看到，范围比上次大", "12345 再次转来同一处"];
    for _ in 0..ADDED {
        let Some(at) = (!open.is_empty()).then(|| dice.below(open.len())) else { break };
        let case = open.remove(at);
        go(scene, office, case.id, step(Verb::Supplement, &case, dice.pick(&added).copied())).await?;
    }
    let with_unit: Vec<Case> = open.into_iter().filter(|case| case.state == State::Dispatched).collect();
    for case in with_unit.into_iter().take(SPLIT) {
        split(scene, office, case).await?;
    }
    let accepted = standing(scene, "state = 'accepted' and parent is null and lon is not null").await?;
    for (case, honest) in accepted.iter().zip([true, false]) {
        shown_again(scene, case, honest).await?;
    }
    start::seal(scene.app).await
}

async fn standing(scene: &Scene<'_>, holds: &str) -> Result<Vec<Case>, Error> {
    let db = scene.app.db.read().await?;
    let now = scene.app.clock.now().millis();
    let sql = format!(
        "select id from case_record where {holds} and overdue_at is null and asked is null \
         and (deadline_at is null or deadline_at > {now}) order by number"
    );
    let mut found = Vec::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
        let id: Uuid = row.try_get("", "id")?;
        found.extend(cases::find_case(&db, id.into()).await.map_err(told)?);
    }
    Ok(found)
}

/// Two of one kind in one community, the one with the smaller number first.
fn twins(open: &[Case]) -> Option<(usize, usize)> {
    let alike = |a: &Case, b: &Case| a.category == b.category && a.place.area == b.place.area;
    (0..open.len()).find_map(|at| {
        let other = (at + 1..open.len()).find(|other| alike(&open[at], &open[*other]))?;
        Some((at, other))
    })
}

fn step(verb: Verb, case: &Case, reason: Option<&str>) -> Step {
    Step { reason: reason.map(str::to_owned), ..Step::of(verb, case.version) }
}

async fn go(scene: &Scene<'_>, who: &Arc<Who>, case: CaseId, step: Step) -> Result<(), Error> {
    act(scene.app, Arc::clone(who), async move |work: &Work<'_>| {
        cases::move_case(work, case, step.clone()).await.map(|_| ())
    })
    .await
}

async fn split(scene: &Scene<'_>, office: &Arc<Who>, case: Case) -> Result<(), Error> {
    let (app, now) = (scene.app, scene.app.clock.now());
    let mut children = Vec::new();
    for side in SIDES {
        let words = format!("{}{side}", case.place.words);
        let number = stories::number(app, now).await?;
        let place = Place { words, ..case.place.clone() };
        let id = app.chance.id(now)?.into();
        children.push(NewChild { id, number, title: None, place, unit: None, limit: None });
    }
    act(app, Arc::clone(office), async move |work: &Work<'_>| {
        let reason = Some("范围大，分段整改".to_owned());
        cases::split(work, case.id, case.version, reason, &children).await.map(|_| ())
    })
    .await
}

/// The unit reports done with the photo before: `honest` about time and place, or old and from elsewhere.
async fn shown_again(scene: &Scene<'_>, case: &Case, honest: bool) -> Result<(), Error> {
    let (app, now) = (scene.app, scene.app.clock.now());
    let able = case.lead.map(|lead| scene.crew.of(lead, Verb::Rectify, now.day())).unwrap_or_default();
    let Some(who) = able.first().map(|who| Arc::clone(who)) else { return Ok(()) };
    let Some((before, bytes)) = photo_before(scene, case).await? else { return Ok(()) };
    let photo = file::read_photo(&bytes).map_err(told)?;
    let Some(looks) = photo.looks.clone() else { return Ok(()) };
    let ago = Duration::from_hours(if honest { 1 } else { 24 * 40 });
    let away = if honest { 0.0 } else { 0.012 };
    let at = case.place.position.map(|place| (place.lon() + away, place.lat()));
    let said = Said {
        taken_at: Some(Moment::from_millis((now - ago).millis())),
        lon: at.map(|at| at.0),
        lat: at.map(|at| at.1),
        accuracy_m: Some(8.0),
        ..Said::default()
    };
    let id = app.chance.id(now)?;
    let row = file::row_of(id, &bytes, &photo, &said, who.account, now);
    app.files.put(id, &row.hash, bytes, &photo).await.map_err(told)?;
    // the town's other pictures are few and shared by many cases: only this one is to be found again
    let kept = looks.clone();
    app.db.write_long(async move |tx: &Tx| file::keep_looks(tx, before, &kept, &[]).await).await?;
    let alike = file::search_alike(&app.db.read().await?, id, &looks).await?;
    app.db
        .write_long(async move |tx: &Tx| {
            file::insert(tx, row.clone()).await?;
            file::keep_looks(tx, id, &looks, &alike).await
        })
        .await?;
    let rectify = step(Verb::Rectify, case, Some("已清理"));
    go(scene, &who, case.id, Step { photos: vec![id], ..rectify }).await
}

async fn photo_before(scene: &Scene<'_>, case: &Case) -> Result<Option<(Uuid, Vec<u8>)>, Error> {
    let db = scene.app.db.read().await?;
    let sql = "select file from case_photo where record = $1 and role = 'before' order by file limit 1";
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [case.id.0.into()]);
    let Some(row) = db.query_one_raw(ask).await? else { return Ok(None) };
    let id: Uuid = row.try_get("", "file")?;
    let Some(file) = file::find(&db, id).await? else { return Ok(None) };
    let bytes = scene.app.files.get(id, &file.hash, "original").await.map_err(told)?;
    Ok(Some((id, bytes)))
}

fn told(error: impl std::fmt::Display) -> Error {
    Error::NotDone(error.to_string())
}
