//! Photos drawn by the program itself: a few dozen pictures, each scene before and after, stored as the files of
//! whoever sends them.

mod brush;
#[cfg(test)]
mod measure;
mod scenes;

use super::dice::Dice;
use crate::{
    app::App,
    platform::{
        file::{self, FileRow, Photo, Said},
        permission::Who,
    },
    start::Error,
};
use brush::Brush;
use image::{RgbImage, codecs::jpeg::JpegEncoder};
use kernel::moment::Moment;
use std::{collections::HashMap, sync::Arc};

/// Pictures of each scene, before and after.
const VARIANTS: u64 = 2;
const QUALITY: u8 = 70;

/// A picture as sent, and as read by the program.
struct Picture {
    original: Vec<u8>,
    photo: Photo,
}

/// All pictures by scene, variant and whether the problem is gone.
pub struct Album(HashMap<(&'static str, u64, bool), Arc<Picture>>);

/// A photo on its way to a case.
pub struct Sent {
    pub row: FileRow,
    picture: Arc<Picture>,
}

/// What a photo shows, when and where.
pub struct Shot<'a> {
    pub scene: &'a str,
    /// the same for all photos of one place
    pub variant: u64,
    pub fixed: bool,
    pub taken_at: Moment,
    pub at: (f64, f64),
}

impl Album {
    /// Paints all pictures, on as many threads as there are; of every `coarse` pixels one is kept each way, so that
    /// tests, which look at none of them, need not wait.
    pub async fn paint(coarse: u32) -> Result<Self, Error> {
        let mut work = Vec::new();
        for (scene, _) in scenes::SCENES {
            for variant in 0..VARIANTS {
                for fixed in [false, true] {
                    let key = (*scene, variant, fixed);
                    work.push(tokio::task::spawn_blocking(move || {
                        develop(key, coarse).map(|picture| (key, picture))
                    }));
                }
            }
        }
        let mut album = HashMap::new();
        for one in work {
            let (key, picture) = one.await.map_err(|e| Error::NotDone(e.to_string()))??;
            album.insert(key, Arc::new(picture));
        }
        Ok(Self(album))
    }

    /// A shot as a file of this person, not stored yet.
    pub fn shoot(&self, app: &App, who: &Who, shot: &Shot<'_>) -> Result<Sent, Error> {
        let scene = scenes::SCENES.iter().map(|(scene, _)| *scene).find(|scene| *scene == shot.scene);
        let key = scene.map(|scene| (scene, shot.variant % VARIANTS, shot.fixed));
        let picture = key.and_then(|key| self.0.get(&key)).cloned();
        let picture = picture.ok_or_else(|| Error::NotDone(format!("no picture of {}", shot.scene)))?;
        let now = app.clock.now();
        let (lon, lat) = shot.at;
        let said = Said {
            taken_at: Some(shot.taken_at),
            lon: Some(lon),
            lat: Some(lat),
            accuracy_m: Some(8.0),
            ..Said::default()
        };
        let id = app.chance.id(now)?;
        let row = file::row_of(id, &picture.original, &picture.photo, &said, who.account, now);
        Ok(Sent { row, picture })
    }
}

impl Sent {
    /// Stores the bytes; the row is for the verb that claims it.
    pub async fn store(&self, app: &App) -> Result<(), Error> {
        let put = app
            .files
            .put(self.row.id, &self.row.hash, self.picture.original.clone(), &self.picture.photo)
            .await;
        put.map_err(|e| Error::NotDone(e.to_string()))
    }
}

/// A picture as a camera would send it, read as the program reads every upload.
fn develop((scene, variant, fixed): (&str, u64, bool), coarse: u32) -> Result<Picture, Error> {
    let painted = paint(scene, variant, fixed);
    let (width, height) = painted.dimensions();
    let kept =
        RgbImage::from_fn(width / coarse, height / coarse, |x, y| *painted.get_pixel(x * coarse, y * coarse));
    let mut original = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut original, QUALITY);
    kept.write_with_encoder(encoder).map_err(|e| Error::NotDone(e.to_string()))?;
    let photo = file::read_photo(&original).map_err(|e| Error::NotDone(e.to_string()))?;
    Ok(Picture { original, photo })
}

/// The same scene and variant has the same ground, whether the problem is there or gone.
fn paint(scene: &str, variant: u64, fixed: bool) -> RgbImage {
    let mut brush = Brush::new(0.9 + 0.1 * f64::from(u8::try_from(variant % 2).unwrap_or(0)));
    for (n, (_, draw)) in (1..).zip(scenes::SCENES).filter(|(_, (name, _))| *name == scene) {
        draw(&mut brush, &mut Dice::new(n + 100 * variant), fixed);
    }
    brush.mark();
    brush.picture
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    /// Every eighth pixel of every eighth row.
    fn sample(picture: &RgbImage) -> Vec<[u8; 3]> {
        let rows = (0..picture.height()).step_by(8);
        rows.flat_map(|y| (0..picture.width()).step_by(8).map(move |x| (x, y)))
            .map(|(x, y)| picture.get_pixel(x, y).0)
            .collect()
    }

    /// How many pixels of a sample plainly differ.
    fn apart(a: &[[u8; 3]], b: &[[u8; 3]]) -> usize {
        let plainly = |(a, b): (&[u8; 3], &[u8; 3])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 24);
        a.iter().zip(b).filter(|pair| plainly(*pair)).count()
    }

    #[test]
    fn each_picture_is_small() {
        for (scene, _) in scenes::SCENES {
            let Picture { original, photo } = develop((scene, 0, false), 1).unwrap();
            assert!(original.len() < 120 * 1024, "{scene} has {} bytes", original.len());
            assert_eq!((photo.media, photo.width, photo.height), ("image/jpeg", 960, 720));
        }
    }

    #[test]
    fn each_picture_is_unlike_every_other() {
        let mut all = Vec::new();
        for (scene, _) in scenes::SCENES {
            for variant in 0..VARIANTS {
                for fixed in [false, true] {
                    all.push(((*scene, variant, fixed), sample(&paint(scene, variant, fixed))));
                }
            }
        }
        for (i, (key, picture)) in all.iter().enumerate() {
            for (other_key, other) in &all[i + 1..] {
                assert!(apart(picture, other) > 15, "{key:?} looks like {other_key:?}");
            }
        }
    }
}
