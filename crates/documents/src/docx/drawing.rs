//! Pictures and charts: the inline frame in the text, and the picture's own part.

use super::{Error, package::Parts, paper::Paper};
use crate::{
    chart,
    model::{Chart, Picture},
    xml::escape,
};

/// English Metric Units, in which drawings are measured.
const EMU_PER_MM: f64 = 36_000.0;
pub(super) const TWIPS_PER_MM: f64 = 1440.0 / 25.4;
/// Three times 640 pixels on 155.6 mm: 313 to the inch, sharp in print.
const CHART_SCALE: u8 = 3;

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

/// A chart as a picture as wide as the text block.
pub(super) fn chart(content: &Chart, paper: &Paper, parts: &mut Parts) -> Result<String, Error> {
    let bytes = chart::png(content, CHART_SCALE)?;
    let drawn = Picture { bytes, alt: content.caption.clone(), ..Picture::default() };
    picture(&drawn, (f64::MAX, f64::MAX), paper, parts)
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
