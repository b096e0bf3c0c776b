//! Bar and line charts as small SVG: axis at zero, a value over every point, a legend when there are two series.
//! The same drawing as PNG, with a small font of its own: a server needs none.

use crate::{
    model::{Chart, ChartKind, Series},
    xml::escape,
};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 24.0;
const TOP: f64 = 40.0;
const FLOOR: f64 = 244.0;
/// Ink blue, grey, and their lighter kin: told apart in black-and-white print too.
const COLOURS: [&str; 4] = ["24507A", "9B9E95", "7FA3C7", "C9CBC4"];

/// Digits as a paper prints them: no needless zeros, at most two decimals.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        digits => digits.to_owned(),
    }
}

/// The chart as a standing-alone SVG, 640 × 280, with its caption as accessible name.
pub fn svg(chart: &Chart) -> String {
    let scale = Scale::of(chart);
    let drawn: String = match chart.kind {
        ChartKind::Bar => bars(chart, &scale),
        ChartKind::Line => lines(chart, &scale),
    };
    let (name, zero, end) = (escape(&chart.caption), scale.y(0.0), WIDTH - LEFT);
    let fonts = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif";
    let head =
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img""#);
    let style = format!(r#"aria-label="{name}" font-family="{fonts}" font-size="13""#);
    let floor = format!(r##"<path d="M{LEFT} {zero:.1}H{end}" stroke="#6B6F68"/>"##);
    format!("{head} {style}>{floor}{drawn}{}{}</svg>", axis(chart, &scale), legend(chart))
}

/// Where values and categories fall on the sheet.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn of(chart: &Chart) -> Self {
        let values =
            || chart.series.iter().flat_map(|s| s.values.iter().flatten().copied()).filter(|v| v.is_finite());
        let low = values().fold(0.0, f64::min);
        let high = values().fold(low, f64::max);
        let high = if high > low { high } else { low + 1.0 };
        let count = u32::try_from(chart.categories.len().max(1)).map_or(1.0, f64::from);
        Self { low, high, step: (WIDTH - 2.0 * LEFT) / count }
    }

    fn y(&self, value: f64) -> f64 {
        FLOOR - (value - self.low) / (self.high - self.low) * (FLOOR - TOP)
    }

    fn middle(&self, index: usize) -> f64 {
        LEFT + self.step * (u32::try_from(index).map_or(0.0, f64::from) + 0.5)
    }
}

/// The points of one series that have a value: category index and value.
fn points(values: &[Option<f64>]) -> impl Iterator<Item = (usize, f64)> + '_ {
    values.iter().enumerate().filter_map(|(i, v)| v.filter(|v| v.is_finite()).map(|v| (i, v)))
}

fn bars(chart: &Chart, scale: &Scale) -> String {
    let count = u32::try_from(chart.series.len().max(1)).map_or(1.0, f64::from);
    let width = (scale.step * 0.6 / count).min(48.0);
    let (mut out, mut labels) = (String::new(), String::new());
    for (nth, series) in chart.series.iter().enumerate() {
        let shift = (u32::try_from(nth).map_or(0.0, f64::from) - count / 2.0) * width;
        let colour = COLOURS[nth % COLOURS.len()];
        for (i, value) in points(&series.values) {
            let (x, y, zero) = (scale.middle(i) + shift, scale.y(value), scale.y(0.0));
            let (top, height) = (y.min(zero), (y - zero).abs());
            out += &format!(
                r##"<rect x="{x:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" fill="#{colour}"/>"##
            );
            labels += &label(x + width / 2.0, top - 7.0, value);
        }
    }
    out + &labels
}

fn lines(chart: &Chart, scale: &Scale) -> String {
    let (mut out, mut labels) = (String::new(), String::new());
    for (nth, series) in chart.series.iter().enumerate() {
        let colour = COLOURS[nth % COLOURS.len()];
        let (mut path, mut marks, mut last) = (String::new(), String::new(), None);
        for (i, value) in points(&series.values) {
            let (x, y) = (scale.middle(i), scale.y(value));
            let pen = if i > 0 && last == Some(i - 1) { 'L' } else { 'M' };
            path += &format!("{pen}{x:.1} {y:.1}");
            marks += &format!(r##"<circle cx="{x:.1}" cy="{y:.1}" r="3.5" fill="#{colour}"/>"##);
            let higher = |other: &Series| other.values.get(i).copied().flatten().is_some_and(|v| v > value);
            let away = if chart.series.iter().any(higher) { 19.0 } else { -9.0 };
            labels += &label(x, y + away, value);
            last = Some(i);
        }
        out += &format!(r##"<path d="{path}" fill="none" stroke="#{colour}" stroke-width="2"/>{marks}"##);
    }
    out + &labels
}

/// A value in digits; the white edge keeps it legible over a bar or line.
fn label(x: f64, y: f64, value: f64) -> String {
    let edge = r##"paint-order="stroke" stroke="#FFF" stroke-width="3""##;
    format!(
        r##"<text x="{x:.1}" y="{y:.1}" text-anchor="middle" {edge} fill="#3C403A">{}</text>"##,
        number(value)
    )
}

fn axis(chart: &Chart, scale: &Scale) -> String {
    let label = |(i, name): (usize, &String)| {
        let (x, y) = (scale.middle(i), FLOOR + 20.0);
        format!(r##"<text x="{x:.1}" y="{y}" text-anchor="middle" fill="#3C403A">{}</text>"##, escape(name))
    };
    chart.categories.iter().enumerate().map(label).collect()
}

fn legend(chart: &Chart) -> String {
    if chart.series.len() < 2 {
        return String::new();
    }
    let mut x = LEFT;
    let mut out = String::new();
    for (nth, series) in chart.series.iter().enumerate() {
        let (mark, text, colour) = (x, x + 16.0, COLOURS[nth % COLOURS.len()]);
        let name = escape(&series.name);
        out += &format!(r##"<rect x="{mark:.1}" y="6" width="11" height="11" fill="#{colour}"/>"##);
        out += &format!(r##"<text x="{text:.1}" y="16" fill="#3C403A">{name}</text>"##);
        x += 36.0 + 13.0 * u32::try_from(series.name.chars().count()).map_or(0.0, f64::from);
    }
    out
}

/// Noto Sans CJK SC with the characters of the shipped catalogue.
const FONT: &[u8] = include_bytes!("../fonts/charts.otf");

/// Why a chart could not be drawn as a bitmap.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}

/// The chart as PNG, `scale` times 640 × 280 pixels (at least once). The font database is loaded once and kept.
pub fn png(chart: &Chart, scale: u8) -> Result<Vec<u8>, Error> {
    use resvg::{tiny_skia, usvg};
    use std::sync::{Arc, OnceLock};

    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        // what its words lack, the system's fonts may have
        fonts.load_font_data(FONT.to_vec());
        fonts.load_system_fonts();
        Arc::new(fonts)
    });
    let failed = |e: &dyn std::fmt::Display| Error::Drawing(e.to_string());
    let options = usvg::Options { fontdb: Arc::clone(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&svg(chart), &options).map_err(|e| failed(&e))?;
    let scale = scale.max(1);
    let mut map = tiny_skia::Pixmap::new(640 * u32::from(scale), 280 * u32::from(scale))
        .ok_or_else(|| failed(&"size"))?;
    map.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale.into(), scale.into()), &mut map.as_mut());
    map.encode_png().map_err(|e| failed(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(kind: ChartKind, values: &[Option<f64>]) -> Chart {
        let series = vec![Series { name: "登记".into(), values: values.to_vec() }];
        Chart { kind, caption: "图<1>".into(), categories: vec!["5月".into(); values.len()], series }
    }

    #[test]
    fn the_tallest_bar_reaches_the_top_and_half_is_half() {
        let drawn = svg(&chart(ChartKind::Bar, &[Some(10.0), Some(5.0)]));
        assert!(drawn.contains(r#"aria-label="图&lt;1&gt;""#));
        assert!(drawn.contains(r#"height="204.0""#) && drawn.contains(r#"height="102.0""#), "{drawn}");
    }

    #[test]
    fn a_missing_value_breaks_the_line() {
        let drawn = svg(&chart(ChartKind::Line, &[Some(1.0), None, Some(f64::NAN), Some(2.0), Some(3.0)]));
        let path = drawn.split("<path d=\"").nth(2).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1));
    }

    #[test]
    fn empty_and_flat_charts_stay_finite() {
        for values in [&[][..], &[None], &[Some(0.0)], &[Some(-3.0), Some(-3.0)]] {
            let drawn = svg(&chart(ChartKind::Bar, values));
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
        assert_eq!([89.40, 3.0, -0.001, 100.0, 0.126].map(number), ["89.4", "3", "0", "100", "0.13"]);
    }

    #[test]
    fn a_bitmap_is_a_png_of_the_size_asked_for() {
        let bytes = png(&chart(ChartKind::Bar, &[Some(10.0), Some(5.0)]), 2).unwrap();
        assert_eq!(imagesize::blob_size(&bytes).unwrap(), imagesize::ImageSize { width: 1280, height: 560 });
    }

    #[test]
    fn the_font_has_every_character_of_the_catalogue() {
        use skrifa::MetadataProvider as _;
        let glyphs = skrifa::FontRef::new(FONT).unwrap().charmap();
        let catalogue = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
        let mut missing = std::collections::BTreeSet::new();
        let mut folders = vec![catalogue];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "toml") {
                    let text = std::fs::read_to_string(path).unwrap();
                    missing.extend(text.chars().filter(|c| *c > ' ' && glyphs.map(*c).is_none()));
                }
            }
        }
        assert!(missing.is_empty(), "make crates/documents/fonts/charts.otf anew, it lacks {missing:?}");
    }
}
