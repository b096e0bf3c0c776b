//! The month's summary: what the sections know of the place goes through the templates, the figures that these ask for
//! are taken from the journal at one seal, and what has nothing to say is left out.

mod figures;
mod opening;
mod organisation;
mod problems;
mod units;
mod write;

use super::{
    model::{Asked, Block, Content, Error, Series},
    refresh::Fresh,
    template::{self, BlockTemplate, ChartTemplate, Clause, Piece, Renderer, Section},
    words,
};
use crate::{
    cases,
    directory::{self, Area, Organisation},
    platform::permission::Who,
};
use journal::Metrics;
use kernel::{
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

/// In the order of the paper.
const SECTIONS: [(&str, &str); 7] = sections![
    "0-opening",
    "1-organisation",
    "3-environment",
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

/// What the sections read of the place: the directory's present state and the lines of cases.
struct Ground {
    areas: Vec<Area>,
    organisations: Vec<Organisation>,
    /// codes and names of all categories
    categories: Vec<(String, String)>,
}

impl Ground {
    /// The roots of the tree of categories, each with its name.
    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        let roots = self.categories.iter().filter(|(code, _)| !code.contains('.'));
        roots.map(|(code, name)| (code.as_str(), name.as_str()))
    }
}

impl<C: ConnectionTrait> Ask<'_, C> {
    pub async fn draft(&self) -> Result<Draft, Error> {
        let compared = self.compared()?;
        let as_of = journal::head(self.db).await?.map(|seal| seal.head.seq);
        let ground = self.ground().await?;
        let context = Value::from(Serde(self.context(&ground, as_of).await?));
        let renderer = Renderer::new(self.area.id, &self.period.to_string());
        let mut rendered = Vec::new();
        for (file, text) in SECTIONS {
            let section = template::read(file, text)?;
            rendered.push((render(&renderer, file, &section, &context)?, section));
        }
        let wanted = figures::wanted(rendered.iter().flat_map(|(said, _)| said.iter()).flat_map(pieces));
        let taken = figures::take(self, &ground, &compared, as_of, wanted).await?;
        let mut blocks = Vec::new();
        for (clauses, section) in &rendered {
            self.section(section, clauses, &taken, as_of, &mut blocks).await?;
        }
        let office = directory::organisation_of_kind(self.db, "creation_office", &self.area).await?;
        Ok(Draft {
            title: format!("{}{}\n文明创建工作总结", self.area.name, words::period(self.period)),
            office: office.map_or_else(|| self.area.name.clone(), |office| office.name),
            as_of,
            blocks,
        })
    }

    /// What figures say at a seal; none where they say nothing.
    pub async fn fresh(&self, as_of: Option<i64>, asked: Vec<Asked>) -> Result<Fresh, Error> {
        let (ground, compared) = (self.ground().await?, self.compared()?);
        let mut fresh = Fresh::new();
        for asked in asked {
            let found = figures::one(self, &ground, &compared, as_of, &asked).await?;
            fresh.insert(asked, found.map(|found| found.live));
        }
        Ok(fresh)
    }

    /// The days that are compared; a running period is cut at today.
    fn compared(&self) -> Result<Comparison, Error> {
        let compared = self.period.compared(Against::Before, self.now.day(), self.first_day);
        compared.ok_or_else(|| Error::NotBegun(self.period.to_string()))
    }

    async fn ground(&self) -> Result<Ground, Error> {
        let inside = |o: &Organisation, areas: &[Area]| areas.iter().any(|area| area.id == o.area);
        let areas = directory::areas(self.db, Some(&self.area.path)).await?;
        let areas: Vec<Area> = areas.into_iter().filter(|area| area.closed_on.is_none()).collect();
        let mut organisations = directory::organisations(self.db).await?;
        organisations.retain(|o| inside(o, &areas));
        Ok(Ground { areas, organisations, categories: cases::category_names(self.db).await? })
    }

    /// What templates may name. A section with facts of its own adds them in its file.
    async fn context(
        &self,
        ground: &Ground,
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
        context.insert("lines".into(), json!(lines));
        context.insert("places".into(), json!(places));
        opening::tell(ground, &mut context);
        organisation::tell(ground, &mut context);
        let left = problems::left(self).await?;
        problems::tell(ground, &left, self.now, &mut context);
        units::tell(self, ground, &left, as_of, &mut context).await?;
        Ok(context)
    }

    /// A section without anything said is left out, heading and all.
    async fn section(
        &self,
        section: &Section,
        clauses: &[Said],
        taken: &figures::Taken,
        as_of: Option<i64>,
        blocks: &mut Vec<Block>,
    ) -> Result<(), Error> {
        let mut own = Vec::new();
        for (template, said) in section.block.iter().zip(clauses) {
            let content = match &template.chart {
                Some(chart) => self.chart(chart, as_of).await?,
                None => write::paragraph(template, said, taken),
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

/// The sentences of a block, each with its clauses.
type Said = Vec<Vec<Clause>>;

fn pieces(said: &Said) -> impl Iterator<Item = &Piece> {
    said.iter().flatten().flatten().flatten()
}

fn render(renderer: &Renderer, file: &str, section: &Section, context: &Value) -> Result<Vec<Said>, Error> {
    let sentence = |clauses: &[String], context: &Value| {
        clauses.iter().map(|clause| renderer.clause(file, clause, context)).collect::<Result<Vec<_>, _>>()
    };
    let block = |block: &BlockTemplate| {
        let Some(each) = &block.each else {
            return block.sentence.iter().map(|s| sentence(&s.clauses, context)).collect::<Result<Said, _>>();
        };
        let parts = context.get_attr(&each.of).and_then(|parts| parts.try_iter());
        let wrong = |e: minijinja::Error| Error::Template { file: file.into(), reason: e.to_string() };
        let with = |part| minijinja::context! { part => part, ..context.clone() };
        let lead = block.sentence.iter().map(|s| sentence(&s.clauses, context));
        lead.chain(parts.map_err(wrong)?.map(|part| sentence(&each.clauses, &with(part)))).collect()
    };
    section.block.iter().map(block).collect()
}

fn heading_block(key: String, level: u8, text: &str) -> Block {
    Block { key, content: Content::Heading { level, text: text.into() }, edited: None }
}
