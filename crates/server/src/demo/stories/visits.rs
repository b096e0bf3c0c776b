//! Cases that begin with a visit: where a problem found on patrol lies at a site whose checklist asks for it, the site
//! is visited first, and the item that fails becomes the case.

use super::{Scene, Story};
use crate::{
    app::App,
    cases::Source,
    demo::sites::Place,
    inspections::{self, FindingRef, FormVersion, NewVisit, VisitId},
    start::Error,
};
use forms::{Condition, Item, Kind, PhotoWanted};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Of what a checklist could have found.
const BY_CHECKLIST: f64 = 0.8;

/// The checklists in use.
pub struct Forms(Vec<FormVersion>);

impl Forms {
    pub async fn read(app: &App) -> Result<Self, Error> {
        let forms = inspections::current_forms(&app.db.read().await?).await;
        forms.map(Self).map_err(|e| Error::NotDone(e.to_string()))
    }
    /// A checklist of the type that can be filled without a photo, with the item that gives the category.
    fn asking(&self, site_type: &str, category: &str) -> Option<(&FormVersion, &Item)> {
        self.0.iter().filter(|form| form.site_types.iter().any(|t| t == site_type)).find_map(|form| {
            let items = &form.published.form.items;
            let gives = |item: &&Item| {
                item.kind == Kind::PassFail
                    && item.relevant.is_none()
                    && item.category.as_deref() == Some(category)
            };
            Some((form, items.iter().find(gives)?))
        })
    }
}

/// What a visit will find, and where.
pub struct Found {
    site: Uuid,
    form: Uuid,
    item: String,
    answers: Map<String, Value>,
    pub position: (f64, f64),
}

/// The visit that the story begins with, if it is one of a checklist.
pub fn finding(scene: &Scene<'_>, forms: &Forms, story: &mut Story<'_>) -> Option<Found> {
    let opening = &story.opening;
    if !matches!(opening.source, Source::Patrol | Source::SpotCheck) {
        return None;
    }
    let places: Vec<&Place> = scene.sites.at(&opening.quarter.code, &opening.name).collect();
    let place = *story.dice.pick(&places)?;
    let (form, item) = forms.asking(place.kind, &opening.problem.category)?;
    story.dice.luck(BY_CHECKLIST).then(|| Found {
        site: place.id.0,
        form: form.id,
        item: item.key.clone(),
        answers: answers(&form.published.form.items, &item.key),
        position: place.position,
    })
}

impl Found {
    /// The visit a few minutes before the report, with the photo of what fails.
    pub fn visit(self, app: &App, photo: Uuid, now: Moment) -> Result<(NewVisit, FindingRef), Error> {
        let id = VisitId(app.chance.id(now)?);
        let (lon, lat) = self.position;
        let mut photos = Map::new();
        photos.insert(self.item.clone(), json!([photo]));
        let visit = NewVisit {
            id,
            site: self.site,
            form: self.form,
            submission: json!({ "answers": self.answers, "photos": photos }),
            position: Position::new(lon + 0.000_05, lat - 0.000_04).ok(),
            far_reason: None,
            started_at: Some(Moment::from_millis(now.millis() - Duration::from_mins(9).as_millis() as i64)),
        };
        Ok((visit, FindingRef { visit: id.0, item: self.item }))
    }
}

/// Everything passes but one item; what needs a photo of its own does not apply.
fn answers(items: &[Item], failing: &str) -> Map<String, Value> {
    let answer = |item: &Item| match item.kind {
        Kind::PassFail if item.key == failing => Some(json!("fail")),
        Kind::PassFail if item.photo == Some(PhotoWanted::Always) => Some(json!("na")),
        Kind::PassFail => Some(json!("pass")),
        Kind::Choice if item.required != Condition::Plain(false) => {
            item.choices.last().map(|choice| json!(choice.code))
        }
        Kind::Number if item.required != Condition::Plain(false) => Some(json!(0)),
        _ => None,
    };
    items.iter().filter_map(|item| Some((item.key.clone(), answer(item)?))).collect()
}
