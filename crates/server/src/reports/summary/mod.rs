//! The summary of a month or a year: what the sections know of the place goes through the templates, the figures that these ask for
//! are taken from the journal at one seal, and what has nothing to say is left out.

mod cite;
mod figures;
mod opening;
mod organisation;
mod problems;
mod units;
mod write;

use super::{
    model::{Block, Content, Error, Series},
    template::{self, BlockTemplate, ChartTemplate, Clause, Piece, Renderer, Section},
    words,
};
use crate::{
    cases,
    directory::{self, Area, Organisation},
    platform::permission::Who,
    wire,
};
use jiff::civil::Date;
use journal::Metrics;
use kernel::{
    id::Uuid,
    moment::Moment,
    period::{Against, Comparison, Period},
};
use minijinja::{Value, value::Serde};
use sea_orm::ConnectionTrait;
use serde_json::{Map, json};

macro_rules! sections {
    ($($file:literal),+ $(,)?) => {
        [$(($file, include_str!(concat!("../../../../../catalog/templates/summary/", $file, ".toml")))),+]
    };
}

use write::Pen;

/// In the order of the paper.
const SECTIONS: [(&str, &str); 11] = sections![
    "0-opening",
    "1-organisation",
    "2-publicity",
    "2-volunteers",
    "2-honours",
    "3-environment",
    "3-works",
    "4-supervision",
    "5-problems",
    "6-next-steps",
    "7-closing",
];

/// Of what a summary is asked.
pub struct Ask<'a, C> {
    pub db: &'a C,
    pub metrics: &'a Metrics,
    pub who: &'a Who,
    pub area: Area,
    pub period: Period,
    /// of the statistical month
    pub first_day: u8,
    pub now: Moment,
}

/// A paper as the templates make it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub title: String,
    pub office: String,
    pub as_of: Option<i64>,
    pub blocks: Vec<Block>,
}

/// The days that a paper tells of, a running period's up to today, and until when it knows: the end of the last day,
/// or the seal that its figures are taken at.
struct Told {
    first: Date,
    last: Date,
    until: Moment,
    running: bool,
}

/// What the sections read of the place: the directory's present state and the lines of cases.
struct Ground {
    areas: Vec<Area>,
    organisations: Vec<Organisation>,
    /// all categories and the named lists of them
    categories: cases::Known,
}

impl Ground {
    fn area(&self, id: Uuid) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The roots of the tree of categories, each with its name.
    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        let roots = self.categories.tree.iter().filter(|place| place.parent.is_none());
        roots.map(|place| (place.code.as_str(), place.name.as_str()))
    }
}

impl<C: ConnectionTrait> Ask<'_, C> {
    pub async fn draft(&self) -> Result<Draft, Error> {
        let compared = self.compared(self.period, self.now.day())?;
        let seal = journal::head(self.db).await?;
        let as_of = seal.as_ref().map(|seal| seal.head.seq);
        let known = seal.map_or(self.now, |seal| seal.sealed_at);
        let (first, last) = compared.of;
        let until = wire::Period::end_of(last).min(known);
        let told = Told { first, last, until, running: compared.running };
        let ground = self.ground().await?;
        let context = Value::from(Serde(self.context(&ground, &told, as_of).await?));
        let renderer = Renderer::new(self.area.id, &self.period.to_string());
        let mut rendered = Vec::new();
        for (file, text) in SECTIONS {
            let section = template::read(file, text)?;
            rendered.push((file, render(&renderer, file, &section, &context)?, section));
        }
        let wanted = figures::wanted(rendered.iter().flat_map(|(_, said, _)| said).flat_map(Said::pieces));
        let taken = figures::take(self, &ground, as_of, wanted).await?;
        let mut blocks = Vec::new();
        for (file, said, section) in &rendered {
            let pen = Pen { renderer: &renderer, file, context: &context, taken: &taken };
            self.section(section, said, &pen, as_of, &mut blocks).await?;
        }
        let office = directory::organisation_of_kind(self.db, "creation_office", &self.area.path).await?;
        Ok(Draft {
            title: format!("{}{}\n文明创建工作总结", self.area.name, words::period(self.period)),
            office: office.map_or_else(|| self.area.name.clone(), |office| office.name),
            as_of,
            blocks,
        })
    }

    /// The days that are compared; a running period is cut at a day, at its first where it had not begun then.
    fn compared(&self, period: Period, day: Date) -> Result<Comparison, Error> {
        let day = day.max(period.span(self.first_day).0).min(self.now.day());
        let compared = period.compared(Against::Before, day, self.first_day);
        compared.ok_or_else(|| Error::NotBegun(period.to_string()))
    }

    async fn ground(&self) -> Result<Ground, Error> {
        let inside = |o: &Organisation, areas: &[Area]| areas.iter().any(|area| area.id == o.area);
        let areas = directory::areas(self.db, Some(&self.area.path)).await?;
        let areas: Vec<Area> = areas.into_iter().filter(|area| area.closed_on.is_none()).collect();
        let mut organisations = directory::organisations(self.db).await?;
        organisations.retain(|o| inside(o, &areas));
        Ok(Ground { areas, organisations, categories: cases::Known::read(self.db).await? })
    }

    /// What templates may name. A section with facts of its own adds them in its file.
    async fn context(
        &self,
        ground: &Ground,
        told: &Told,
        as_of: Option<i64>,
    ) -> Result<Map<String, serde_json::Value>, Error> {
        let mut context = Map::new();
        let part = |id: String, name: &str| json!({ "id": id, "name": name });
        let lines: Vec<_> =
            ground.lines().map(|(code, name)| json!({ "code": code, "name": name })).collect();
        let places = ground.areas.iter().filter(|area| area.parent == Some(self.area.id));
        let places: Vec<_> = places.map(|area| part(area.id.to_string(), &area.name)).collect();
        context.insert("name".into(), json!(self.area.name));
        context.insert("period".into(), json!(words::period(self.period)));
        context.insert("spell".into(), json!(words::spell(self.period)));
        context.insert("today".into(), json!(words::day(self.now.day())));
        let so_far =
            if told.running { format!("截至{}的", words::short_day(told.last)) } else { String::new() };
        context.insert("so_far".into(), json!(so_far));
        context.insert("end".into(), json!(words::short_day(told.last)));
        context.insert("lines".into(), json!(lines));
        let lists =
            ground.categories.lists.iter().map(|list| json!({ "code": list.code, "name": list.name }));
        context.insert("lists".into(), lists.collect());
        context.insert("places".into(), json!(places));
        opening::tell(self, ground, told, &mut context).await?;
        organisation::tell(self, ground, told, &mut context).await?;
        let left = problems::left(self, told).await?;
        problems::tell(ground, &left, told, &mut context);
        units::tell(self, ground, &left, as_of, &mut context).await?;
        Ok(context)
    }

    /// A section without anything said is left out, heading and all.
    async fn section(
        &self,
        section: &Section,
        said: &[Said],
        pen: &Pen<'_>,
        as_of: Option<i64>,
        blocks: &mut Vec<Block>,
    ) -> Result<(), Error> {
        let mut own = Vec::new();
        for (template, said) in section.block.iter().zip(said) {
            let content = match &template.chart {
                Some(chart) => self.chart(chart, as_of).await?,
                None => pen.paragraph(template, said)?,
            };
            let Some(content) = content else { continue };
            let key = format!("{}.{}", section.code, template.key);
            if let Some(heading) = &template.heading {
                own.push(heading_block(format!("{key}.heading"), 2, heading));
            }
            own.push(Block { key, content, edited: None });
        }
        if let (Some(heading), false) = (&section.heading, own.is_empty()) {
            blocks.push(heading_block(format!("{}.heading", section.code), 1, heading));
        }
        blocks.append(&mut own);
        Ok(())
    }

    /// None where no month has anything to show.
    async fn chart(&self, chart: &ChartTemplate, as_of: Option<i64>) -> Result<Option<Content>, Error> {
        let last = self.period.span(self.first_day).1.min(self.now.day());
        let months: Vec<Period> = Period::last_months(chart.months, last, self.first_day).collect();
        let windows: Vec<journal::Window> =
            months.iter().map(|month| figures::window(*month, self.first_day)).collect();
        let mut series = Vec::new();
        for code in &chart.metrics {
            let metric = self.metrics.get(code)?;
            let ask = figures::ask(code, &self.area.path, windows[0].first, last, as_of);
            let found = journal::figures(self.db, self.metrics, &ask, &windows).await?;
            let values = found.iter().map(|figure| figure.text(metric)).collect();
            series.push(Series { name: metric.name.clone(), metric: code.clone(), values });
        }
        let silent = series.iter().flat_map(|s| s.values.iter().flatten()).all(|value| value == "0");
        let categories = windows.iter().map(|window| format!("{}月", window.last.month())).collect();
        Ok(Some(Content::Chart { caption: chart.caption.clone(), categories, series }).filter(|_| !silent))
    }
}

/// What a block says before its figures are known: the sentences, and of a list each part with its clauses.
struct Said {
    sentences: Vec<Vec<Clause>>,
    parts: Vec<(Value, Vec<Clause>)>,
}

impl Said {
    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let parts = self.parts.iter().map(|(_, clauses)| clauses);
        self.sentences.iter().chain(parts).flatten().flatten().flatten()
    }
}

fn render(renderer: &Renderer, file: &str, section: &Section, context: &Value) -> Result<Vec<Said>, Error> {
    let sentence = |clauses: &[String], context: &Value| {
        clauses.iter().map(|clause| renderer.clause(file, clause, context)).collect::<Result<Vec<_>, _>>()
    };
    let block = |block: &BlockTemplate| {
        let sentences =
            block.sentence.iter().map(|s| sentence(&s.all(), context)).collect::<Result<_, _>>()?;
        let mut parts = Vec::new();
        if let Some(each) = &block.each {
            let list = context.get_attr(&each.of).and_then(|parts| parts.try_iter());
            let wrong = |e: minijinja::Error| Error::Template { file: file.into(), reason: e.to_string() };
            for part in list.map_err(wrong)? {
                let with = minijinja::context! { part => part.clone(), ..context.clone() };
                parts.push((part, sentence(&each.clauses, &with)?));
            }
        }
        Ok(Said { sentences, parts })
    };
    section.block.iter().map(block).collect()
}

fn heading_block(key: String, level: u8, text: &str) -> Block {
    Block { key, content: Content::Heading { level, text: text.into() }, edited: None }
}
