//! How well the looks of pictures tell a picture that was made from another from one that was taken anew, on street
//! scenes painted for it: `cargo nextest run -p wenming measured --run-ignored all --no-capture` prints the tables of
//! `docs/evidence.md`.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measurement prints, and may stop at a broken premise
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]

use super::{super::dice::Dice, paint, scenes};
use crate::platform::file::{Looks, read_photo};
use image::{ImageFormat, Rgb, RgbImage, codecs::jpeg::JpegEncoder, imageops};

/// Places of each kind of scene.
const PLACES: u64 = 5;

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).unwrap();
    bytes
}

/// As the program reads what is sent.
fn looks(picture: &RgbImage) -> Looks {
    read_photo(&jpeg(picture, 85)).unwrap().looks.unwrap()
}

/// What a camera in a hand sees of a painted place: a little aside, nearer and turned, in other light, with the grain
/// of surfaces that a painting lacks and the noise of its own.
fn taken(painted: &RgbImage, dice: &mut Dice, sway: f64, light: f64) -> RgbImage {
    let mut roll = |spread: f64| spread * (dice.below(2001) as f64 / 1000.0 - 1.0);
    let (dx, dy) = (roll(sway * 960.0), roll(sway * 720.0));
    let (zoom, turn) = (1.04 + roll(sway), roll(sway));
    let (gain, slope) = (1.0 + roll(light), roll(light / 960.0));
    let noise = u64::from(dx.to_bits() as u32) | 1;
    let (sine, cosine) = turn.sin_cos();
    RgbImage::from_fn(960, 720, |x, y| {
        let (fx, fy) = ((f64::from(x) - 480.0) / zoom, (f64::from(y) - 360.0) / zoom);
        let (sx, sy) = (fx * cosine - fy * sine + 480.0 + dx, fx * sine + fy * cosine + 360.0 + dy);
        let (px, py) = (sx.clamp(0.0, 959.0) as u32, sy.clamp(0.0, 719.0) as u32);
        let surface = f64::from(grain(u64::from(px / 3), u64::from(py / 3), 7) % 25) - 12.0;
        let own = f64::from(grain(u64::from(x), u64::from(y), noise) % 13) - 6.0;
        let lit = gain + slope * f64::from(x);
        Rgb(painted
            .get_pixel(px, py)
            .0
            .map(|part| ((f64::from(part) + surface) * lit + own).clamp(0.0, 255.0) as u8))
    })
}

fn grain(x: u64, y: u64, seed: u64) -> u32 {
    let mut mixed =
        (x << 32 ^ y).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ seed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^= mixed >> 29;
    (mixed.wrapping_mul(0x94d0_49bb_1331_11eb) >> 40) as u32
}

fn cut(picture: &RgbImage, percent: u32, [left, top]: [u32; 2]) -> RgbImage {
    let (width, height) = (960 * percent / 100, 720 * percent / 100);
    imageops::crop_imm(picture, (960 - width) * left / 2, (720 - height) * top / 2, width, height).to_image()
}

fn marked(picture: &RgbImage) -> RgbImage {
    let mut marked = picture.clone();
    for (x, y, pixel) in marked.enumerate_pixels_mut() {
        // a bar with the time and place as many cameras write it
        if y > 640 && x < 560 {
            let letter = (x / 14 + y / 20).is_multiple_of(2) && y > 655;
            *pixel = if letter { Rgb([255; 3]) } else { Rgb(pixel.0.map(|part| part / 2)) };
        }
    }
    marked
}

fn again(picture: &RgbImage, edge: u32, quality: u8) -> RgbImage {
    let small = imageops::resize(picture, edge, edge * 3 / 4, imageops::FilterType::Triangle);
    image::load_from_memory_with_format(&jpeg(&small, quality), ImageFormat::Jpeg).unwrap().into_rgb8()
}

type Change = (&'static str, fn(&RgbImage) -> RgbImage);

/// What people do to a picture before they send it again.
const CHANGES: &[Change] = &[
    ("sent again as it is", Clone::clone),
    ("encoded anew at quality 40", |p| again(p, 960, 40)),
    ("scaled to 480 px, quality 30", |p| again(p, 480, 30)),
    ("screenshot size 720 px, quality 60", |p| again(p, 720, 60)),
    ("a bar with time and place", marked),
    ("brighter by 12 %", |p| imageops::brighten(p, 30)),
    ("darker by 12 %", |p| imageops::brighten(p, -30)),
    ("more contrast by 20 %", |p| imageops::contrast(p, 20.0)),
    ("mirrored", imageops::flip_horizontal),
    ("mirrored, scaled, quality 40", |p| again(&imageops::flip_horizontal(p), 720, 40)),
    ("cut to 97 % of each side", |p| cut(p, 97, [1, 1])),
    ("cut to 94 %", |p| cut(p, 94, [1, 1])),
    ("cut to 90 %", |p| cut(p, 90, [1, 1])),
    ("cut to 85 %", |p| cut(p, 85, [1, 1])),
    ("cut to 80 %", |p| cut(p, 80, [1, 1])),
    ("cut to 94 % at a corner", |p| cut(p, 94, [0, 2])),
    ("cut to 88 % at a corner", |p| cut(p, 88, [2, 0])),
    ("cut to 70 %", |p| cut(p, 70, [1, 1])),
    ("turned by a quarter", imageops::rotate90),
    ("cut to 94 %, brighter, quality 40", |p| again(&imageops::brighten(&cut(p, 94, [1, 1]), 20), 720, 40)),
];

/// Coarse and finer bits between a picture that comes and one that is kept, at the part and side that are nearest.
fn bits(comes: &Looks, kept: &Looks) -> (bool, (u32, u32)) {
    let pairs = comes.sides().flat_map(|(side, _)| kept.parts.iter().map(move |part| (side, part)));
    let told: Vec<_> = pairs.map(|(side, part)| (side.apart(part).is_none(), side.bits(part))).collect();
    let (missed, bits) =
        told.into_iter().min_by_key(|(missed, (coarse, fine))| (*missed, coarse + fine)).unwrap();
    (!missed, bits)
}

fn line(name: &str, told: &[(bool, (u32, u32))]) {
    let hits = told.iter().filter(|(hit, _)| *hit).count();
    let middle = |bits: &dyn Fn(&(bool, (u32, u32))) -> u32| {
        let mut all: Vec<u32> = told.iter().map(bits).collect();
        all.sort_unstable();
        (all[all.len() / 2], all[0], all[all.len() - 1])
    };
    let (coarse, fine) = (middle(&|(_, bits)| bits.0), middle(&|(_, bits)| bits.1));
    let share = 100.0 * hits as f64 / told.len() as f64;
    println!(
        "| {name} | {hits} / {} | {share:.1} % | {} ({}–{}) | {} ({}–{}) |",
        told.len(),
        coarse.0,
        coarse.1,
        coarse.2,
        fine.0,
        fine.1,
        fine.2
    );
}

#[test]
#[ignore = "a measurement of a minute, for docs/evidence.md"]
fn measured() {
    let mut places = Vec::new();
    for (scene, _) in scenes::SCENES {
        for variant in 0..PLACES {
            let mut dice = Dice::new(variant * 31 + u64::try_from(scene.len()).unwrap());
            let [before, after] = [false, true].map(|fixed| paint(scene, variant, fixed));
            let first = taken(&before, &mut dice, 0.02, 0.1);
            places.push((first, before, after, dice));
        }
    }
    let kept: Vec<Looks> = places.iter().map(|(first, ..)| looks(first)).collect();
    println!(
        "\n| made from the photo before | flagged | share | coarse bits (of 64) | finer bits (of 256) |\n| --- | --- | --- | --- | --- |"
    );
    for (name, change) in CHANGES {
        let told: Vec<_> =
            places.iter().zip(&kept).map(|((first, ..), kept)| bits(&looks(&change(first)), kept)).collect();
        line(name, &told);
    }
    println!(
        "\n| taken anew | flagged | share | coarse bits | finer bits |\n| --- | --- | --- | --- | --- |"
    );
    for (name, sway, light) in [
        ("same place, problem gone, tripod and same light", 0.0, 0.0),
        ("same place, problem gone, framed to match", 0.01, 0.08),
        ("same place, problem gone, free hand", 0.03, 0.15),
        ("same place, problem gone, another hour", 0.03, 0.35),
    ] {
        let mut told = Vec::new();
        for ((.., after, dice), kept) in places.iter_mut().zip(&kept) {
            told.push(bits(&looks(&taken(after, dice, sway, light)), kept));
        }
        line(name, &told);
    }
    for (name, sway) in
        [("same place, problem still there, framed to match", 0.01), ("the same, free hand", 0.03)]
    {
        let mut told = Vec::new();
        for ((_, before, _, dice), kept) in places.iter_mut().zip(&kept) {
            told.push(bits(&looks(&taken(before, dice, sway, 0.1)), kept));
        }
        line(name, &told);
    }
    let mut others = Vec::new();
    for (n, one) in kept.iter().enumerate() {
        others.extend(kept[n + 1..].iter().map(|other| bits(one, other)));
    }
    line("any two photos of different places", &others);
}
