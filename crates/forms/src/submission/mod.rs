//! A submission against the version that it was made with: relevance, answers, calculated values, photos, score and
//! what failed, in one walk down the form.
//!
//! A submission is `{"answers": {key: answer}, "photos": {key: [file ids]}}`; `photos` may be missing. The model's
//! `Kind` says what an answer is; null, empty text, an empty list and no photos are "not answered".

mod answer;
mod outcome;
mod refusal;
#[cfg(test)]
mod tests;

use crate::{
    Item, Kind, PhotoWanted, Published, Rules,
    expression::{Scope, Tree, Value, evaluate},
};
use kernel::moment::Moment;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

use outcome::Outcome;
pub use outcome::{Checked, Failed, Score};
pub use refusal::{Refusal, Rule};

/// Most photos with one item.
const MOST_PHOTOS: usize = 20;

/// Checks a submission that was filled at `at`, and computes what follows from it.
///
/// # Errors
/// Every answer that is wrong or missing; what is asked but not relevant is dropped instead, and said.
pub fn check(form: &Published, given: &Json, at: Moment) -> Result<Checked, Vec<Refusal>> {
    let Some(given) = Given::read(given) else {
        return Err(vec![Refusal::new("", Rule::Shape)]);
    };
    let mut walk =
        Walk { form, given, at, values: BTreeMap::new(), checked: Checked::default(), refused: Vec::new() };
    walk.unknown_keys();
    for item in &form.form.items {
        walk.item(item);
    }
    if walk.refused.is_empty() { Ok(walk.checked) } else { Err(walk.refused) }
}

struct Given<'a> {
    answers: &'a Map<String, Json>,
    photos: Option<&'a Map<String, Json>>,
}

impl<'a> Given<'a> {
    fn read(json: &'a Json) -> Option<Self> {
        let fields = json.as_object()?;
        let photos = match fields.get("photos") {
            None | Some(Json::Null) => None,
            Some(photos) => Some(photos.as_object()?),
        };
        let known = fields.keys().all(|field| field == "answers" || field == "photos");
        known.then_some(Self { answers: fields.get("answers")?.as_object()?, photos })
    }
}

struct Walk<'a> {
    form: &'a Published,
    given: Given<'a>,
    at: Moment,
    /// What expressions see: answers of the items above.
    values: BTreeMap<String, Value>,
    checked: Checked,
    refused: Vec<Refusal>,
}

impl Walk<'_> {
    fn unknown_keys(&mut self) {
        let asked = |key: &str, photos: bool| {
            let item = self.form.form.items.iter().find(|item| item.key == key);
            item.is_some_and(|item| {
                if photos {
                    item.kind.takes_photos()
                } else {
                    item.kind.is_asked() && item.kind != Kind::Photo
                }
            })
        };
        let answers = self.given.answers.keys().filter(|key| !asked(key, false));
        let photos = self.given.photos.into_iter().flat_map(Map::keys).filter(|key| !asked(key, true));
        let unknown: Vec<Refusal> =
            answers.chain(photos).map(|key| Refusal::new(key, Rule::UnknownKey)).collect();
        self.refused.extend(unknown);
    }

    fn item(&mut self, item: &Item) {
        let none = Rules::default();
        let rules = self.form.rules(item).unwrap_or(&none);
        if rules.relevant.as_ref().is_some_and(|tree| !self.value(tree).is_true()) {
            return self.drop(item);
        }
        let before = self.refused.len();
        let photos = self.photos(item);
        let value = match &rules.calculation {
            Some(tree) => self.calculated(item, tree),
            None => self.answer(item, photos),
        };
        if self.refused.len() > before {
            return; // one word about an answer suffices; what follows from it would mislead
        }
        let answered = !value.is_null();
        self.values.insert(item.key.clone(), value);
        if !answered && rules.required.as_ref().is_some_and(|tree| self.value(tree).is_true()) {
            return self.refuse(item, Rule::Required);
        }
        if rules.constraint.as_ref().is_some_and(|tree| self.value(tree) == Value::Bool(false)) {
            return self.refuse(
                item,
                Rule::Constraint { message: item.message.clone(), message_en: item.message_en.clone() },
            );
        }
        self.judge(item, rules, photos);
    }

    fn judge(&mut self, item: &Item, rules: &Rules, photos: usize) {
        let failed = rules.fail_when.as_ref().is_some_and(|tree| self.value(tree).is_true());
        let outcome = Outcome::of(item, self.values.get(&item.key), failed);
        let wanted = match item.photo {
            Some(PhotoWanted::Always) => matches!(outcome, Outcome::Passed | Outcome::Failed),
            Some(PhotoWanted::OnFail) => outcome == Outcome::Failed,
            Some(PhotoWanted::No) | None => false,
        };
        if wanted && photos == 0 {
            self.refuse(item, Rule::PhotoRequired);
        }
        self.checked.count(item, outcome);
    }

    fn drop(&mut self, item: &Item) {
        let given = self.given.answers.get(&item.key).is_some_and(|answer| !answer::is_blank(answer));
        let photos = self
            .given
            .photos
            .and_then(|photos| photos.get(&item.key))
            .is_some_and(|photos| !answer::is_blank(photos));
        if given || photos {
            self.checked.dropped.push(item.key.clone());
        }
    }

    fn answer(&mut self, item: &Item, photos: usize) -> Value {
        if item.kind == Kind::Photo {
            #[allow(clippy::cast_precision_loss)] // at most MOST_PHOTOS
            return if photos == 0 { Value::Null } else { Value::Number(photos as f64) };
        }
        let given = self.given.answers.get(&item.key).filter(|answer| !answer::is_blank(answer));
        let Some(given) = given.filter(|_| item.kind.is_asked()) else { return Value::Null };
        match answer::read(item, given) {
            Ok((kept, value)) => {
                self.checked.answers.insert(item.key.clone(), kept);
                value
            }
            Err(rule) => {
                self.refuse(item, rule);
                Value::Null
            }
        }
    }

    fn calculated(&mut self, item: &Item, tree: &Tree) -> Value {
        let value = self.value(tree);
        if !value.is_null() {
            self.checked.answers.insert(item.key.clone(), serde_json::to_value(&value).unwrap_or_default());
        }
        value
    }

    /// Keeps the item's photos and counts them.
    fn photos(&mut self, item: &Item) -> usize {
        let given = self.given.photos.and_then(|photos| photos.get(&item.key));
        let Some(given) = given.filter(|photos| !photos.is_null() && item.kind.takes_photos()) else {
            return 0;
        };
        match answer::photos(given) {
            Ok(photos) if photos.len() > MOST_PHOTOS => {
                self.refuse(item, Rule::TooManyPhotos { most: MOST_PHOTOS });
            }
            Ok(photos) if photos.is_empty() => {}
            Ok(photos) => {
                let count = photos.len();
                self.checked.photos.insert(item.key.clone(), photos);
                return count;
            }
            Err(rule) => self.refuse(item, rule),
        }
        0
    }

    fn value(&self, tree: &Tree) -> Value {
        evaluate(tree, Scope { answers: &self.values, today: self.at.day() })
    }

    fn refuse(&mut self, item: &Item, rule: Rule) {
        self.refused.push(Refusal::new(&item.key, rule));
    }
}
