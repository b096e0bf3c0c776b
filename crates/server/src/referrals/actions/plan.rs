//! What a case would be made of each row: the row's words among the places, units and categories of the office's area,
//! then the unit by rule and the photos that the category wants.

use crate::{
    cases::{self, Category},
    referrals::{
        catalogue::Words,
        model::{Draft, Error, Field, Found, Item, Kind, Referral, Role},
        rules::{Ground, Named, Said, draft},
        store,
    },
    work::Work,
};
use kernel::id::Uuid;
use std::collections::HashMap;

/// Drafts these rows of a list anew.
pub async fn replan(
    work: &Work<'_>,
    words: &Words,
    referral: &Referral,
    items: &[Item],
) -> Result<(), Error> {
    let mut planner = Planner::new(work, words, referral).await?;
    for item in items.iter().filter(|item| item.case.is_none()) {
        let draft = planner.plan(work, referral, item).await?;
        store::draft_item(work.tx(), item.id, &draft).await?;
    }
    Ok(())
}

struct Planner {
    ground: Ground,
    categories: HashMap<String, Category>,
    /// the unit by rule, by category and area
    by_rule: HashMap<(String, Uuid), Option<Found>>,
    able: HashMap<Uuid, bool>,
}

impl Planner {
    async fn new(work: &Work<'_>, words: &Words, referral: &Referral) -> Result<Self, Error> {
        let db = work.tx();
        let known = cases::categories(db).await?;
        let leaves = known.into_iter().filter(|category| category.leaf);
        let categories: HashMap<String, Category> = leaves.map(|leaf| (leaf.code.clone(), leaf)).collect();
        let mut names = Vec::new();
        for Category { code, name, name_en, .. } in categories.values() {
            let kind = Kind { code: code.clone(), name: name.clone(), name_en: name_en.clone() };
            let called = words.aliases(code).iter().chain([name]);
            names.extend(called.map(|name| Named { name: name.clone(), thing: kind.clone() }));
        }
        // the order of a map is nobody's: of two as long the first code counts
        names.sort_by(|a, b| a.thing.code.cmp(&b.thing.code));
        let units = store::units(db, &referral.path).await?.into_iter();
        let units =
            units.flat_map(|unit| [unit.short_name, unit.name].map(|name| Named { name, thing: unit.id }));
        let ground = Ground {
            areas: store::areas(db, &referral.path).await?,
            sites: store::sites(db, &referral.path).await?,
            units: units.collect(),
            categories: names,
        };
        Ok(Self { ground, categories, by_rule: HashMap::new(), able: HashMap::new() })
    }

    async fn plan(&mut self, work: &Work<'_>, referral: &Referral, item: &Item) -> Result<Draft, Error> {
        let said = Said::of(item, &referral.columns);
        let mut draft = draft(&said, &item.mended, &self.ground, referral.received_on);
        self.unit(work, &mut draft, item.mended.unit.is_some()).await?;
        let wanted = draft.category.as_ref().and_then(|kind| self.categories.get(&kind.code));
        let wanted = wanted.map_or(0, |category| category.evidence.before);
        if photos_before(referral, item).count() < wanted {
            draft.fault(Field::Photos, "missing", &wanted.to_string());
        }
        Ok(draft)
    }

    /// Who shall answer for it: whom the row names, if a post of it may accept, else whom the rule finds.
    async fn unit(&mut self, work: &Work<'_>, draft: &mut Draft, mended: bool) -> Result<(), Error> {
        if let Some(unit) = &draft.unit {
            let able = match self.able.get(&unit.id) {
                Some(able) => *able,
                None => cases::accepts(work.tx(), unit.id, work.now()).await?,
            };
            self.able.insert(unit.id, able);
            if able {
                return Ok(());
            }
            if mended {
                let name = unit.name.clone();
                draft.fault(Field::Unit, "cannot_accept", &name);
                return Ok(());
            }
        }
        let Some((kind, area)) = draft.category.clone().zip(draft.area.clone()) else {
            draft.unit = None;
            return Ok(());
        };
        let key = (kind.code, area.id);
        if !self.by_rule.contains_key(&key) {
            let found = match self.categories.get(&key.0) {
                Some(category) => cases::suggest(work.tx(), category, area.id, work.now()).await?.unit,
                None => None,
            };
            let found = found.map(|unit| Found { id: unit.id, name: unit.short_name });
            self.by_rule.insert(key.clone(), found);
        }
        draft.unit = self.by_rule.get(&key).cloned().flatten();
        draft.by_rule = draft.unit.is_some();
        if draft.unit.is_none() {
            draft.fault(Field::Unit, "none_by_rule", "");
        }
        Ok(())
    }
}

/// The pictures of a row that show the problem.
pub fn photos_before<'a>(referral: &'a Referral, item: &'a Item) -> impl Iterator<Item = Uuid> + 'a {
    let after = referral.column(Role::PhotoAfter);
    let before = item.pictures.iter().filter(move |picture| after.is_none() || picture.column != after);
    before.map(|picture| picture.file)
}
