//! A picture made safe to show: format and size checked from its head, turned upright, re-encoded without metadata.

use super::{Error, Looks, MOST_PIXELS, look::looks};
use exif::{In, Tag, Value};
use fast_image_resize::{ResizeOptions, Resizer, images::Image};
use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder};
use serde::{Deserialize, Serialize};
use std::io::Cursor;

/// Longest edge of the copy for looking and of the copy for lists, in pixels.
const VIEW: u32 = 1600;
const THUMB: u32 = 320;
const QUALITY: u8 = 82;

/// A picture read: upright size, its two copies and what its camera wrote into it.
pub struct Photo {
    pub media: &'static str,
    pub width: u32,
    pub height: u32,
    pub view: Vec<u8>,
    pub thumb: Vec<u8>,
    pub camera: Option<Camera>,
    /// what it looks like; none: nothing is to be seen
    pub looks: Option<Looks>,
}

/// What the camera says; kept beside what the sender says, so that differences can be shown.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// local time as written, `YYYY:MM:DD HH:MM:SS`
    pub taken: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub model: Option<String>,
    #[serde(skip)]
    orientation: u32,
}

/// Reads a JPEG, PNG or WebP picture.
pub fn read_photo(bytes: &[u8]) -> Result<Photo, Error> {
    let format = format_of(bytes)?;
    let (width, height) = size_of(bytes, format)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        return Err(Error::TooManyPixels(pixels));
    }
    if format == ImageFormat::Jpeg && is_cut_off(bytes) {
        return Err(Error::NotAnImage("it ends before its picture does".into()));
    }
    let camera = read_camera(bytes);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let picture = reader.decode().map_err(not_an_image)?;
    let upright = turn(picture, camera.as_ref().map_or(1, |c| c.orientation)).into_rgb8();
    let view = shrink(&upright, VIEW)?;
    let thumb = shrink(&view, THUMB)?;
    Ok(Photo {
        media: format.to_mime_type(),
        width: upright.width(),
        height: upright.height(),
        view: jpeg(&view)?,
        thumb: jpeg(&thumb)?,
        looks: looks(&thumb),
        camera,
    })
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, Error> {
    let brand = bytes.get(4..12).unwrap_or_default();
    if [b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"].iter().any(|b| b.as_slice() == brand) {
        return Err(Error::Heic);
    }
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        Ok(other) => Err(Error::NotAnImage(format!("{other:?} is not taken"))),
        Err(e) => Err(not_an_image(e)),
    }
}

/// Whether a JPEG has no end of image behind its first scan; the decoder would show what came as if it were whole.
fn is_cut_off(bytes: &[u8]) -> bool {
    const SCAN: u8 = 0xda;
    let mut at = 2;
    loop {
        match bytes.get(at..at + 4) {
            None => return true,
            Some(&[0xff, SCAN, ..]) => return !bytes[at..].windows(2).any(|end| end == [0xff, 0xd9]),
            Some(&[0xff, 0xff, ..]) => at += 1,
            Some(&[0xff, _, high, low]) => at += 2 + usize::from(u16::from_be_bytes([high, low])),
            // no segment: the decoder says what it makes of it
            Some(_) => return false,
        }
    }
}

fn size_of(bytes: &[u8], format: ImageFormat) -> Result<(u32, u32), Error> {
    ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(not_an_image)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    limits
}

fn read_camera(bytes: &[u8]) -> Option<Camera> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let text = |tag| exif.get_field(tag, In::PRIMARY).map(|f| f.display_value().to_string());
    let orientation = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|f| f.value.get_uint(0));
    Some(Camera {
        taken: text(Tag::DateTimeOriginal),
        lon: degrees(&exif, Tag::GPSLongitude, Tag::GPSLongitudeRef),
        lat: degrees(&exif, Tag::GPSLatitude, Tag::GPSLatitudeRef),
        model: text(Tag::Model).map(|m| m.trim_matches('"').chars().take(60).collect()),
        orientation: orientation.unwrap_or(1),
    })
}

fn degrees(exif: &exif::Exif, tag: Tag, side: Tag) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [d, m, s] = parts.as_slice() else { return None };
    let value = d.to_f64() + m.to_f64() / 60.0 + s.to_f64() / 3600.0;
    let side = exif.get_field(side, In::PRIMARY)?.display_value().to_string();
    let signed = if matches!(side.as_str(), "S" | "W") { -value } else { value };
    signed.is_finite().then_some(signed)
}

/// The eight orientations of EXIF.
fn turn(picture: DynamicImage, orientation: u32) -> DynamicImage {
    match orientation {
        2 => picture.fliph(),
        3 => picture.rotate180(),
        4 => picture.flipv(),
        5 => picture.rotate90().fliph(),
        6 => picture.rotate90(),
        7 => picture.rotate270().fliph(),
        8 => picture.rotate270(),
        _ => picture,
    }
}

fn shrink(picture: &RgbImage, longest: u32) -> Result<RgbImage, Error> {
    let (width, height) = picture.dimensions();
    let edge = width.max(height);
    if edge <= longest {
        return Ok(picture.clone());
    }
    let part = |side: u32| {
        u32::try_from(u64::from(side) * u64::from(longest) / u64::from(edge)).unwrap_or(longest).max(1)
    };
    let (to_width, to_height) = (part(width), part(height));
    let kind = fast_image_resize::PixelType::U8x3;
    let from = Image::from_vec_u8(width, height, picture.as_raw().clone(), kind).map_err(not_an_image)?;
    let mut to = Image::new(to_width, to_height, kind);
    Resizer::new().resize(&from, &mut to, &ResizeOptions::new()).map_err(not_an_image)?;
    RgbImage::from_raw(to_width, to_height, to.into_vec())
        .ok_or_else(|| Error::NotAnImage("resizing lost the picture".into()))
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(picture).map_err(not_an_image)?;
    Ok(out)
}

fn not_an_image(error: impl std::fmt::Display) -> Error {
    Error::NotAnImage(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_fn(width, height, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 7]))
            .write_to(&mut out, ImageFormat::Png)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn copies_keep_the_shape_and_lose_the_rest() {
        let photo = read_photo(&png(2000, 1000)).unwrap();
        assert_eq!((photo.media, photo.width, photo.height), ("image/png", 2000, 1000));
        let thumb = image::load_from_memory(&photo.thumb).unwrap();
        assert_eq!((thumb.width(), thumb.height()), (320, 160));
        assert_eq!(image::load_from_memory(&photo.view).unwrap().width(), 1600);
    }

    #[test]
    fn what_is_no_picture_is_said_by_name() {
        assert!(matches!(read_photo(b"MZ\x90\0 a program"), Err(Error::NotAnImage(_))));
        assert!(matches!(read_photo(b"\0\0\0\x18ftypheic rest"), Err(Error::Heic)));
        let mut cut = png(50, 50);
        cut.truncate(60);
        assert!(matches!(read_photo(&cut), Err(Error::NotAnImage(_))));
    }

    #[test]
    fn size_is_refused_before_decoding() {
        // a PNG head that claims 20 000 × 20 000 and holds no pixel
        let mut head = png(1, 1);
        head[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
        let crc = head[12..29].iter().fold(!0u32, |mut crc, byte| {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            }
            crc
        });
        head[29..33].copy_from_slice(&(!crc).to_be_bytes());
        assert!(matches!(read_photo(&head), Err(Error::TooManyPixels(400_000_000))));
    }

    const RED: [u8; 3] = [200, 20, 20];
    const GREEN: [u8; 3] = [20, 160, 20];
    const GREY: [u8; 3] = [120, 120, 120];

    /// A camera's JPEG, 64 × 32: a red and a green quarter (column, row), and what cameras write beside the picture.
    fn jpeg_of_a_camera(red: [u32; 2], green: [u32; 2], orientation: u16) -> Vec<u8> {
        let shade = |x, y| match [x / 32, y / 16] {
            quarter if quarter == red => RED,
            quarter if quarter == green => GREEN,
            _ => GREY,
        };
        let plain = jpeg(&RgbImage::from_fn(64, 32, |x, y| image::Rgb(shade(x, y)))).unwrap();
        let text = |words: &str| Value::Ascii(vec![words.as_bytes().to_vec()]);
        let place = |d, m, s| Value::Rational([d, m, s].map(|num| exif::Rational { num, denom: 1 }).to_vec());
        let fields = [
            (Tag::Model, text("Pocket 7")),
            (Tag::Orientation, Value::Short(vec![orientation])),
            (Tag::DateTimeOriginal, text("2026:10:30 09:12:00")),
            (Tag::GPSLatitudeRef, text("N")),
            (Tag::GPSLatitude, place(34, 15, 36)),
            (Tag::GPSLongitudeRef, text("E")),
            (Tag::GPSLongitude, place(117, 10, 12)),
        ];
        let fields = fields.map(|(tag, value)| exif::Field { tag, ifd_num: In::PRIMARY, value });
        let mut writer = exif::experimental::Writer::new();
        for field in &fields {
            writer.push_field(field);
        }
        let mut written = Cursor::new(Vec::new());
        writer.write(&mut written, true).unwrap();
        let mut segment = b"Exif\0\0".to_vec();
        segment.extend(written.into_inner());
        let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
        // behind the mark that begins a JPEG
        [&plain[..2], &[0xff, 0xe1], &length, &segment, &plain[2..]].concat()
    }

    #[test]
    fn a_cameras_picture_stands_upright_and_tells_nothing() {
        // where each orientation keeps the upright picture's upper left and upper right quarter
        for (orientation, red, green) in [
            (1, [0, 0], [1, 0]),
            (2, [1, 0], [0, 0]),
            (3, [1, 1], [0, 1]),
            (4, [0, 1], [1, 1]),
            (5, [0, 0], [0, 1]),
            (6, [0, 1], [0, 0]),
            (7, [1, 1], [1, 0]),
            (8, [1, 0], [1, 1]),
        ] {
            let sent = jpeg_of_a_camera(red, green, orientation);
            let photo = read_photo(&sent).unwrap();
            let (width, height) = if orientation < 5 { (64, 32) } else { (32, 64) };
            assert_eq!(
                (photo.media, photo.width, photo.height),
                ("image/jpeg", width, height),
                "{orientation}"
            );
            for copy in [&photo.view, &photo.thumb] {
                let shown = image::load_from_memory(copy).unwrap().into_rgb8();
                assert_eq!(shown.dimensions(), (width, height));
                for (column, row, colour) in [(1, 1, RED), (3, 1, GREEN), (1, 3, GREY), (3, 3, GREY)] {
                    let seen = shown.get_pixel(width * column / 4, height * row / 4).0;
                    let near = seen.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40);
                    assert!(near, "{orientation}: {seen:?} at {column}, {row}, not {colour:?}");
                }
                let secrets: [&[u8]; 3] = [b"Exif", b"Pocket", b"2026:10:30"];
                for secret in secrets {
                    assert!(sent.windows(secret.len()).any(|bytes| bytes == secret));
                    assert!(!copy.windows(secret.len()).any(|bytes| bytes == secret), "{orientation}");
                }
            }
            let camera = photo.camera.unwrap();
            assert_eq!(camera.taken.as_deref(), Some("2026-10-30 09:12:00"));
            assert_eq!((camera.lat, camera.lon), (Some(34.26), Some(117.17)));
            assert_eq!(camera.model.as_deref(), Some("Pocket 7"));
        }
    }
}
