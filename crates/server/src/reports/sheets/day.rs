//! A day's figures by unit from the journal, and what was late at its end from the moves.

use super::{
    Error, MOST, Made,
    bulletin::{Bulletin, Number, Row, TOLD},
};
use crate::{
    cases::{self, AsOf, Source},
    directory::{self, Area, Organisation},
    platform::permission::Who,
    reports::model::Asked,
    wire::Period,
};
use jiff::civil::Date;
use journal::{By, Figure, Metrics};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Of which cases a day is told, and to whom.
pub struct Scope<'a> {
    pub who: &'a Who,
    pub metrics: &'a Metrics,
    pub day: Date,
    pub now: Moment,
    pub area: Area,
    /// with those below it
    pub unit: Option<Organisation>,
    pub category: Option<String>,
    pub source: Option<Source>,
}

pub async fn bulletin<C: ConnectionTrait>(db: &C, scope: &Scope<'_>, made: Made) -> Result<Bulletin, Error> {
    let known = cases::Known::read(db).await?;
    let categories = scope.category.as_deref().map(|code| known.below(code));
    let late =
        cases::open_then(db, &scope.late(categories.as_deref()), u64::try_from(MOST + 1).unwrap_or(u64::MAX))
            .await?;
    if late.len() > MOST {
        return Err(Error::TooMany);
    }
    // what is not sealed yet belongs to the day all the same, and then its figures open as they stand
    let sealed = journal::unsealed(db).await? == 0;
    let as_of = journal::head(db).await?.filter(|_| sealed).map(|seal| seal.head.seq);
    let mut by_unit: BTreeMap<Uuid, [Number; 3]> = BTreeMap::new();
    let mut sum = [scope.number(0, as_of), scope.number(1, as_of), scope.number(2, as_of)];
    for (at, (metric, _)) in TOLD.iter().enumerate() {
        let known = scope.metrics.get(metric)?;
        let text = |figure: &Figure| figure.text(known).filter(|text| text != "0");
        let ask = scope.ask(metric, categories.as_ref(), as_of);
        sum[at].text = text(&journal::figure(db, scope.metrics, &ask).await?);
        for part in journal::split(db, scope.metrics, &ask, &By::Org).await? {
            let (Some(unit), Some(text)) = (part.key.and_then(|id| id.parse().ok()), text(&part.figure))
            else {
                continue;
            };
            let none = || [0, 1, 2].map(|at| scope.number(at, as_of));
            let number = &mut by_unit.entry(unit).or_insert_with(none)[at];
            number.text = Some(text);
            (number.asked.org, number.asked.own) = (Some(unit.to_string()), true);
        }
    }
    Ok(Bulletin { made, day: scope.day, units: named(db, by_unit).await?, sum, late })
}

/// The units in the order of the tree.
async fn named<C: ConnectionTrait>(db: &C, units: BTreeMap<Uuid, [Number; 3]>) -> Result<Vec<Row>, Error> {
    let known = directory::organisations(db).await?;
    let names = directory::organisation_names(db, units.keys().copied()).await?;
    let place = |id: &Uuid| known.iter().position(|unit| unit.id == *id).unwrap_or(usize::MAX);
    let row = |(id, numbers)| (place(&id), (names.get(&id).cloned().unwrap_or_default(), numbers));
    let mut rows: Vec<(usize, Row)> = units.into_iter().map(row).collect();
    rows.sort_by_key(|(place, _)| *place);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

impl Scope<'_> {
    fn late<'b>(&'b self, categories: Option<&'b [String]>) -> AsOf<'b> {
        AsOf {
            categories,
            source: self.source,
            unit: self.unit.as_ref().map(|unit| unit.path.as_str()),
            who: Some(self.who),
            late: true,
            ..AsOf::of(Period::end_of(self.day).min(self.now), &self.area.path)
        }
    }

    fn ask(&self, metric: &str, categories: Option<&Vec<String>>, as_of: Option<i64>) -> journal::Ask {
        let mut dims = BTreeMap::new();
        if let Some(categories) = categories {
            dims.insert("category".to_owned(), categories.clone());
        }
        if let Some(source) = self.source {
            dims.insert("source".to_owned(), vec![source.word().to_owned()]);
        }
        journal::Ask {
            metric: metric.into(),
            area: self.area.path.clone(),
            orgs: self.unit.iter().map(|unit| unit.path.clone()).collect(),
            own: false,
            dims,
            first: self.day,
            last: self.day,
            as_of,
            tree_day: None,
        }
    }

    /// Nought, with what it answers.
    fn number(&self, at: usize, as_of: Option<i64>) -> Number {
        let dims = [("category", self.category.clone()), ("source", self.source.map(|s| s.word().into()))];
        let dims = dims.into_iter().filter_map(|(dim, value)| Some((dim.to_owned(), value?)));
        let asked = Asked {
            metric: TOLD[at].0.into(),
            area: self.area.id,
            org: self.unit.as_ref().map(|unit| unit.id.to_string()),
            period: kernel::period::Period::Days(self.day, self.day).to_string(),
            dims: dims.collect(),
            ..Asked::default()
        };
        Number { text: None, asked, as_of }
    }
}
