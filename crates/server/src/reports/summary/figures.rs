//! The figures that clauses ask for, each asked once, of the period and of what it is compared with.

use super::{Ask, Ground};
use crate::{
    cases,
    reports::{
        model::{Asked, Error, Live},
        template::Piece,
        words::{self, Change},
    },
};
use jiff::civil::Date;
use journal::{Figure, Metric, Window};
use kernel::{
    period::{Comparison, Period},
    quantity::{Medium, Qualifier},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};

/// What was found, by what was asked; what has no base, or is nought, is not there.
pub type Taken = BTreeMap<Asked, Found>;

/// A figure with the words that a change stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub live: Live,
    /// around the digits, of a change only
    pub around: (String, String),
}

/// What clauses ask for, each once.
pub fn wanted<'p>(pieces: impl Iterator<Item = &'p Piece>) -> BTreeSet<Asked> {
    let asked = pieces.filter_map(|piece| match piece {
        Piece::Figure(asked) | Piece::Change(asked) => Some(asked.clone()),
        Piece::Text(_) => None,
    });
    asked.collect()
}

pub async fn take<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    compared: &Comparison,
    as_of: Option<i64>,
    wanted: BTreeSet<Asked>,
) -> Result<Taken, Error> {
    let mut taken = Taken::new();
    for asked in wanted {
        if let Some(found) = one(ask, ground, compared, as_of, &asked).await? {
            taken.insert(asked, found);
        }
    }
    Ok(taken)
}

/// One figure as it is to be printed; none where it would say nothing.
pub async fn one<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    compared: &Comparison,
    as_of: Option<i64>,
    asked: &Asked,
) -> Result<Option<Found>, Error> {
    let metric = ask.metrics.get(&asked.metric)?;
    let Some(area) = ground.areas.iter().find(|area| area.id == asked.area) else { return Ok(None) };
    let mut question = self::ask(&asked.metric, &area.path, compared.of.0, compared.of.1, as_of);
    for org in asked.org.iter().flat_map(|orgs| orgs.split(',')) {
        let found = ground.organisations.iter().find(|o| o.id.to_string() == org);
        let Some(found) = found else { return Ok(None) };
        question.orgs.push(found.path.clone());
    }
    for (dim, value) in &asked.dims {
        question.dims.insert(dim.clone(), values(ground, dim, value));
    }
    let windows = [named("of", compared.of), named("with", compared.with)];
    let windows = if asked.change { &windows[..] } else { &windows[..1] };
    let figures = journal::figures(ask.db, ask.metrics, &question, windows).await?;
    Ok(match figures.as_slice() {
        [of] => value(metric, of).map(|(value, text)| plain(asked, of, value, text, as_of)),
        [of, with] => changed(metric, of, with, compared).map(|change| told(asked, of, change, as_of)),
        _ => None,
    })
}

/// A category means those below it too.
fn values(ground: &Ground, dim: &str, value: &str) -> Vec<String> {
    match dim {
        "category" => cases::categories_below(&ground.categories, value),
        _ => vec![value.to_owned()],
    }
}

/// The value and its digits; none for nought and for no base.
fn value(metric: &Metric, figure: &Figure) -> Option<(String, String)> {
    let quantity = figure.value(metric.decimals).filter(|quantity| *quantity != 0)?;
    let text = figure.text(metric)?;
    let said = match (metric.unit.as_str(), figure.qualifier()) {
        ("%", Qualifier::Exact) => format!("{text}%"),
        ("%", rough) => format!("{}%", Medium::Paper.qualified(quantity, metric.decimals, rough)),
        (_, qualifier) => Medium::Paper.qualified(quantity, metric.decimals, qualifier),
    };
    Some((text, said))
}

fn changed(metric: &Metric, of: &Figure, with: &Figure, compared: &Comparison) -> Option<Change> {
    // without an entry before there is nothing to compare with, which is not the same as nought
    if with.sums().iter().all(|sum| sum.postings == 0) {
        return None;
    }
    words::change(metric, of.value(metric.decimals)?, with.value(metric.decimals)?, &words::against(compared))
}

fn plain(asked: &Asked, figure: &Figure, value: String, text: String, as_of: Option<i64>) -> Found {
    let qualifier = figure.qualifier().as_str().into();
    let live = Live { asked: asked.clone(), value, qualifier, as_of, text, was: None, now: None };
    Found { live, around: (String::new(), String::new()) }
}

fn told(asked: &Asked, figure: &Figure, change: Change, as_of: Option<i64>) -> Found {
    let found = plain(asked, figure, change.signed, change.digits, as_of);
    Found { around: (change.before, change.after), ..found }
}

pub fn ask(metric: &str, area: &str, first: Date, last: Date, as_of: Option<i64>) -> journal::Ask {
    let dims = BTreeMap::new();
    journal::Ask {
        metric: metric.into(),
        area: area.into(),
        orgs: vec![],
        dims,
        first,
        last,
        as_of,
        tree_day: None,
    }
}

pub fn window(period: Period, first_day: u8) -> Window {
    named("", period.span(first_day))
}

fn named(key: &str, (first, last): (Date, Date)) -> Window {
    Window { key: key.into(), first, last }
}
