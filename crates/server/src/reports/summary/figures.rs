//! The figures that clauses ask for, each asked once, of the period and of what it is compared with.

use super::{Ask, Ground};
use crate::{
    directory::{self, Area},
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
    as_of: Option<i64>,
    wanted: BTreeSet<Asked>,
) -> Result<Taken, Error> {
    let (seal, mut taken) = (Seal::of(ask, as_of).await?, Taken::new());
    for asked in wanted {
        let place = place(ask, ground, &asked).await?;
        let found = one(ask, ground, &place, seal, &asked).await?;
        if let Some(found) = found.filter(|found| !found.live.is_nought()) {
            taken.insert(asked, found);
        }
    }
    Ok(taken)
}

/// The seal that figures are taken at.
#[derive(Clone, Copy, Debug)]
pub struct Seal {
    seq: Option<i64>,
    /// on which it was made; a running period is compared up to it, as on the figure's own page
    day: Date,
}

impl Seal {
    pub async fn of<C: ConnectionTrait>(ask: &Ask<'_, C>, seq: Option<i64>) -> Result<Self, Error> {
        let sealed = match seq {
            Some(seq) => journal::seal_of(ask.db, seq).await?.map(|seal| seal.sealed_at.day()),
            None => None,
        };
        Ok(Self { seq, day: sealed.unwrap_or_else(|| ask.now.day()) })
    }
}

/// Where a figure is asked of.
pub struct Place {
    /// none: there is no such area
    pub area: Option<Area>,
    /// paths; none: one of the units is not there
    pub organisations: Option<Vec<String>>,
}

/// The paper's own ground first; a cited figure may lie beyond it.
pub async fn place<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    asked: &Asked,
) -> Result<Place, Error> {
    let area = match ground.area(asked.area) {
        Some(area) => Some(area.clone()),
        None => directory::find_area(ask.db, asked.area).await?,
    };
    let mut organisations = Some(Vec::new());
    for id in asked.org.iter().flat_map(|ids| ids.split(',')) {
        let path = match ground.organisations.iter().find(|o| o.id.to_string() == id) {
            Some(found) => Some(found.path.clone()),
            None => match id.parse() {
                Ok(id) => directory::find_organisation(ask.db, id).await?.map(|found| found.path),
                Err(_) => None,
            },
        };
        organisations = organisations.zip(path).map(|(paths, path)| [paths, vec![path]].concat());
    }
    Ok(Place { area, organisations })
}

/// One figure as it is to be printed, of its own period; none where it has no value.
pub async fn one<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    place: &Place,
    seal: Seal,
    asked: &Asked,
) -> Result<Option<Found>, Error> {
    let as_of = seal.seq;
    let metric = ask.metrics.get(&asked.metric)?;
    let wrong = |e: kernel::period::Error| Error::Period(asked.period.clone(), e.to_string());
    let compared = ask.compared(asked.period.parse().map_err(wrong)?, seal.day)?;
    let Place { area: Some(area), organisations: Some(orgs) } = place else { return Ok(None) };
    let mut question = self::ask(&asked.metric, &area.path, compared.of.0, compared.of.1, as_of);
    (question.orgs, question.own) = (orgs.clone(), asked.own);
    for (dim, value) in &asked.dims {
        question.dims.insert(dim.clone(), values(ground, dim, value));
    }
    let windows = [named("of", compared.of), named("with", compared.with)];
    let windows = if asked.change { &windows[..] } else { &windows[..1] };
    let figures = journal::figures(ask.db, ask.metrics, &question, windows).await?;
    Ok(match figures.as_slice() {
        [of] => value(metric, of).map(|(value, text)| plain(asked, of, value, text, as_of)),
        [of, with] => changed(metric, of, with, &compared).map(|change| told(asked, of, change, as_of)),
        _ => None,
    })
}

/// A category means those below it too.
fn values(ground: &Ground, dim: &str, value: &str) -> Vec<String> {
    match dim {
        "category" => ground.categories.below(value),
        _ => vec![value.to_owned()],
    }
}

/// The value and its digits; none for no base.
fn value(metric: &Metric, figure: &Figure) -> Option<(String, String)> {
    let quantity = figure.value(metric.decimals)?;
    let text = figure.text(metric)?;
    let said = match (metric.unit.as_str(), figure.qualifier()) {
        ("%", Qualifier::Exact) => format!("{text}%"),
        ("%", rough) => format!("{}%", Medium::Paper.qualified(quantity, metric.decimals, rough)),
        (_, qualifier) => Medium::Paper.brief(quantity, metric.decimals, qualifier),
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
        own: false,
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
