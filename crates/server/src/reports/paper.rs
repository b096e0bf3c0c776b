//! A report as a document of GB/T 9704: headings, paragraphs, charts, and figures that open where the program has an
//! address.

use super::{
    model::{Asked, Content, Live, Report, Run},
    words,
};
use documents::{Chart, ChartKind, Document, Series};

pub fn document(report: &Report, public_url: Option<&str>) -> Document {
    let blocks = report.blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { level, text } => Some(documents::Block::heading(*level, text)),
        Content::Paragraph { runs } if runs.is_empty() => None,
        Content::Paragraph { runs } => {
            let runs = runs.iter().map(|run| match run {
                Run::Text(text) => documents::Run::Text(text.clone()),
                Run::Figure(live) => figure(live, public_url),
            });
            Some(documents::Block::Paragraph(runs.collect()))
        }
        Content::Chart { caption, categories, series } => {
            let value = |value: &Option<String>| value.as_deref().and_then(|text| text.parse().ok());
            let series = series
                .iter()
                .map(|one| Series { name: one.name.clone(), values: one.values.iter().map(value).collect() });
            Some(documents::Block::Chart(Chart {
                kind: ChartKind::Bar,
                caption: caption.clone(),
                categories: categories.clone(),
                series: series.collect(),
            }))
        }
    });
    Document {
        title: report.title.clone(),
        numbered: true,
        blocks: blocks.collect(),
        signature: Some(report.office.clone()),
        date: Some(words::day(report.refreshed_at.day())),
        ..Document::default()
    }
}

fn figure(live: &Live, public_url: Option<&str>) -> documents::Run {
    let link =
        public_url.map(|base| format!("{}{}", base.trim_end_matches('/'), address(&live.asked, live.as_of)));
    documents::Run::figure(live.text.as_str(), link, live.asked.metric.as_str())
}

/// `/f/METRIC?area=…&period=…`, with the unit, the dimensions and the seal where there are any.
pub fn address(asked: &Asked, as_of: Option<i64>) -> String {
    let dims: Vec<String> = asked.dims.iter().map(|(dim, value)| format!("{dim}:{value}")).collect();
    let named = [
        ("area", Some(asked.area.to_string())),
        ("period", Some(asked.period.clone())),
        ("org", asked.org.clone()),
        ("own", asked.own.then(|| "true".to_owned())),
        ("dims", Some(dims.join(",")).filter(|dims| !dims.is_empty())),
        ("as_of", as_of.map(|seal| seal.to_string())),
    ];
    let query = named.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    format!("/f/{}?{}", asked.metric, query.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    #[test]
    fn a_figure_has_a_link_only_where_there_is_an_address() {
        let asked = Asked {
            metric: "case.closed".into(),
            area: Uuid::nil(),
            period: "2026-10".into(),
            dims: [("category".to_owned(), "sanitation".to_owned())].into(),
            ..Asked::default()
        };
        let live = Live {
            asked,
            value: "3".into(),
            qualifier: "exact".into(),
            as_of: Some(88),
            text: "3".into(),
            was: None,
            now: None,
        };
        let link = |base| match figure(&live, base) {
            documents::Run::Figure(figure) => figure.link,
            _ => None,
        };
        assert_eq!(link(None), None);
        let nil = Uuid::nil();
        let address = format!(
            "https://w.example/f/case.closed?area={nil}&period=2026-10&dims=category:sanitation&as_of=88"
        );
        assert_eq!(link(Some("https://w.example/")), Some(address));
    }
}
