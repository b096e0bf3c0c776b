//! Pictures and native charts: the inline frame in the text, and the chart's own part. Chart data stand in the part as
//! literals, so nothing outside the paper is asked for them.

use super::{Error, package::Parts, paper::Paper};
use crate::{
    chart::{COLOURS, number},
    model::{Chart, ChartKind, Picture, Series},
    xml::escape,
};

/// English Metric Units, in which drawings are measured.
const EMU_PER_MM: f64 = 36_000.0;
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

/// A picture as large as fits the frame (width, height in millimetres) and the text block.
pub(super) fn picture(
    content: &Picture,
    frame_mm: (f64, f64),
    paper: &Paper,
    parts: &mut Parts,
) -> Result<String, Error> {
    let kind = match imagesize::image_type(&content.bytes) {
        Ok(imagesize::ImageType::Jpeg) => "jpeg",
        Ok(imagesize::ImageType::Png) => "png",
        _ => return Err(Error::Picture { alt: content.alt.clone() }),
    };
    let size =
        imagesize::blob_size(&content.bytes).map_err(|_| Error::Picture { alt: content.alt.clone() })?;
    let pixels = |n: usize| f64::from(u32::try_from(n.max(1)).unwrap_or(u32::MAX));
    let (wide, high) = (pixels(size.width), pixels(size.height));
    let width = frame_mm.0.min(f64::from(paper.width) / TWIPS_PER_MM).min(frame_mm.1 * wide / high).max(1.0);
    let id = parts.picture(&content.bytes, kind);
    let (x, y) = (emu(width), emu(width * high / wide));
    let serial = parts.serial();
    let graphic = format!(
        concat!(
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>"#,
            r#"<pic:nvPicPr><pic:cNvPr id="{serial}" name="{serial}.{kind}"/><pic:cNvPicPr/></pic:nvPicPr>"#,
            r#"<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
            r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>"#,
            r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"#
        ),
        serial = serial,
        kind = kind,
        id = id,
        x = x,
        y = y
    );
    Ok(inline(serial, &content.alt, (x, y), &graphic))
}

/// A chart as wide as the text block, 62 mm high.
pub(super) fn chart(content: &Chart, paper: &Paper, parts: &mut Parts) -> String {
    let id = parts.chart(part(content));
    let size = (emu(f64::from(paper.width) / TWIPS_PER_MM), emu(62.0));
    let graphic = format!(
        r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{id}"/></a:graphicData>"#
    );
    inline(parts.serial(), &content.caption, size, &graphic)
}

fn emu(mm: f64) -> String {
    format!("{:.0}", mm * EMU_PER_MM)
}

fn inline(serial: u32, alt: &str, (x, y): (String, String), graphic: &str) -> String {
    let alt = escape(alt);
    format!(
        concat!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{x}" cy="{y}"/>"#,
            r#"<wp:docPr id="{serial}" name="{serial}" descr="{alt}"/><a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"#
        ),
        x = x,
        y = y,
        serial = serial,
        alt = alt,
        graphic = graphic
    )
}

/// The chart part: one plot, two axes, values over the points, a legend below when there are two series.
fn part(content: &Chart) -> String {
    let series: String = content.series.iter().enumerate().map(|(nth, s)| one(content, nth, s)).collect();
    let ids = r#"<c:axId val="1"/><c:axId val="2"/>"#;
    let plot = match content.kind {
        ChartKind::Bar => format!(
            r#"<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}<c:gapWidth val="80"/>{ids}</c:barChart>"#
        ),
        ChartKind::Line => format!(
            r#"<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{ids}</c:lineChart>"#
        ),
    };
    let legend = if content.series.len() > 1 {
        r#"<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>"#
    } else {
        ""
    };
    let below = content.series.iter().flat_map(|s| &s.values).flatten().any(|&value| value < 0.0);
    let floor = if below { "" } else { r#"<c:min val="0"/>"# };
    include_str!("parts/chart.xml")
        .replace("{floor}", floor)
        .replace("{legend}", legend)
        .replace("{plot}", &plot)
}

fn one(content: &Chart, nth: usize, series: &Series) -> String {
    let colour = format!(r#"<a:solidFill><a:srgbClr val="{}"/></a:solidFill>"#, COLOURS[nth % COLOURS.len()]);
    let (shape, own) = match content.kind {
        ChartKind::Bar => (colour, r#"<c:invertIfNegative val="0"/>"#.to_owned()),
        ChartKind::Line => {
            let dot = format!(
                r#"<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{colour}</c:spPr></c:marker>"#
            );
            (format!(r#"<a:ln w="25400">{colour}</a:ln>"#), dot)
        }
    };
    let place = match (content.kind, nth) {
        (ChartKind::Bar, _) => "outEnd",
        (ChartKind::Line, 0) => "t",
        (ChartKind::Line, _) => "b",
    };
    let labels = format!(
        r#"<c:dLbls><c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>"#
    );
    let name = escape(&series.name);
    let count = content.categories.len();
    let point = |(i, text): (usize, String)| format!(r#"<c:pt idx="{i}"><c:v>{text}</c:v></c:pt>"#);
    let names: String = content.categories.iter().map(|name| escape(name)).enumerate().map(point).collect();
    let values: String = (series.values.iter().take(count).enumerate())
        .filter_map(|(i, value)| value.filter(|v| v.is_finite()).map(|v| point((i, number(v)))))
        .collect();
    format!(
        concat!(
            r#"<c:ser><c:idx val="{nth}"/><c:order val="{nth}"/><c:tx><c:v>{name}</c:v></c:tx><c:spPr>{shape}</c:spPr>"#,
            r#"{own}{labels}<c:cat><c:strLit><c:ptCount val="{count}"/>{names}</c:strLit></c:cat>"#,
            r#"<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>{values}</c:numLit></c:val>{last}</c:ser>"#
        ),
        nth = nth,
        name = name,
        shape = shape,
        own = own,
        labels = labels,
        count = count,
        names = names,
        values = values,
        last = if content.kind == ChartKind::Line { r#"<c:smooth val="0"/>"# } else { "" }
    )
}
