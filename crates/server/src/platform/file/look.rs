//! What a picture looks like, in a few bits: two pictures of which one was made from the other have nearly the same
//! bits, however it was encoded, scaled, lit or marked. How that is measured stands in `docs/evidence.md`.

use image::{GrayImage, RgbImage, imageops};
use image_hasher::{HashAlg, Hasher, HasherConfig};

/// How many of the coarse bits may differ between pictures that are alike: looking up four bands of sixteen bits, each
/// as it is and with one bit changed, finds all that differ in at most this many.
const COARSE: u32 = 7;
/// The same of the finer bits.
const FINE: u32 = 40;
/// Parts of a picture that are kept besides the whole: its middle, in hundredths of each side.
const MIDDLES: [u32; 3] = [94, 88, 80];
/// And what is left without a bar at its foot or head, where cameras write the time: hundredths of the height.
const WITHOUT_BAR: u32 = 86;
/// Grey levels about their mean, on average: a blank wall or a night has no shape to compare.
const LEAST_CONTRAST: u64 = 3;

/// The bits of a picture, or of a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub coarse: u64,
    pub fine: [u8; 32],
}

/// All that is kept of a picture's looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// the whole first, then its parts: what is cut out of it looks like one of them
    pub parts: Vec<Look>,
    /// the whole in a mirror: never kept, only looked for
    pub mirrored: Look,
}

impl Looks {
    /// What others are compared with: the whole, also in a mirror, and what is left without a bar.
    pub fn sides(&self) -> impl Iterator<Item = (&Look, bool)> {
        let without_bar = self.parts.iter().skip(1 + MIDDLES.len());
        let straight = self.parts.iter().take(1).chain(without_bar).map(|look| (look, false));
        straight.chain([(&self.mirrored, true)])
    }
}

impl Look {
    fn of(picture: &GrayImage, coarse: &Hasher, fine: &Hasher) -> Self {
        let mut look = Self { coarse: 0, fine: [0; 32] };
        for byte in coarse.hash_image(picture).as_bytes().iter().take(8) {
            look.coarse = look.coarse << 8 | u64::from(*byte);
        }
        for (to, byte) in look.fine.iter_mut().zip(fine.hash_image(picture).as_bytes()) {
            *to = *byte;
        }
        look
    }
    /// How far apart two looks are, or nothing: too far to be alike.
    pub fn apart(&self, other: &Self) -> Option<u32> {
        let (_, fine) = self.bits(other);
        apart(self.coarse, other.coarse).filter(|_| fine <= FINE).map(|coarse| coarse + fine)
    }
    /// Coarse and finer bits that differ.
    pub fn bits(&self, other: &Self) -> (u32, u32) {
        let fine = self.fine.iter().zip(other.fine).map(|(a, b)| (a ^ b).count_ones()).sum();
        ((self.coarse ^ other.coarse).count_ones(), fine)
    }
    /// The coarse bits, sixteen at a time.
    pub fn bands(&self) -> [u16; 4] {
        let bytes = self.coarse.to_be_bytes();
        [0, 2, 4, 6].map(|at| u16::from_be_bytes([bytes[at], bytes[at + 1]]))
    }
}

/// How many bits of two coarse shapes differ, or nothing: too many to be alike.
pub fn apart(one: u64, other: u64) -> Option<u32> {
    Some((one ^ other).count_ones()).filter(|bits| *bits <= COARSE)
}

/// A band as it is, and with each of its bits changed.
pub fn about(band: u16) -> impl Iterator<Item = u16> {
    std::iter::once(band).chain((0..16).map(move |bit| band ^ 1 << bit))
}

/// The looks of a picture; none where there is no shape in it.
pub fn looks(picture: &RgbImage) -> Option<Looks> {
    let grey = imageops::grayscale(picture);
    if contrast(&grey) < LEAST_CONTRAST {
        return None;
    }
    let coarse = HasherConfig::new().hash_size(8, 8).hash_alg(HashAlg::Median).preproc_dct().to_hasher();
    let fine = HasherConfig::new().hash_size(16, 16).hash_alg(HashAlg::Median).preproc_dct().to_hasher();
    let of = |picture: &GrayImage| Look::of(picture, &coarse, &fine);
    let mut parts = vec![of(&grey)];
    parts.extend(MIDDLES.iter().map(|percent| of(&middle(&grey, *percent))));
    let (height, most) = (grey.height() * WITHOUT_BAR / 100, grey.height());
    parts.extend([0, most - height].map(|y| of(&part(&grey, [0, y], [grey.width(), height]))));
    Some(Looks { parts, mirrored: of(&imageops::flip_horizontal(&grey)) })
}

fn middle(picture: &GrayImage, percent: u32) -> GrayImage {
    let [width, height] = [picture.width(), picture.height()].map(|side| (side * percent / 100).max(1));
    part(picture, [(picture.width() - width) / 2, (picture.height() - height) / 2], [width, height])
}

fn part(picture: &GrayImage, [x, y]: [u32; 2], [width, height]: [u32; 2]) -> GrayImage {
    imageops::crop_imm(picture, x, y, width, height.max(1)).to_image()
}

fn contrast(picture: &GrayImage) -> u64 {
    let pixels = u64::try_from(picture.as_raw().len()).unwrap_or(u64::MAX).max(1);
    let mean = picture.as_raw().iter().map(|grey| u64::from(*grey)).sum::<u64>() / pixels;
    picture.as_raw().iter().map(|grey| u64::from(*grey).abs_diff(mean)).sum::<u64>() / pixels
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    #[test]
    fn every_look_within_seven_bits_shares_a_band_but_for_one_bit() {
        let look = Look { coarse: 0x0123_4567_89ab_cdef, fine: [0; 32] };
        for bits in [[0, 1, 16, 17, 32, 33, 48], [0, 15, 16, 31, 32, 47, 63], [3, 19, 35, 36, 51, 52, 53]] {
            let coarse = bits.iter().fold(look.coarse, |bits, bit| bits ^ 1 << bit);
            let other = Look { coarse, ..look };
            assert_eq!(look.bits(&other), (7, 0));
            let shared = look.bands().into_iter().zip(other.bands());
            assert!(
                shared.into_iter().any(|(band, other)| about(band).any(|near| near == other)),
                "{bits:?}"
            );
        }
    }

    #[test]
    fn a_blank_picture_looks_like_nothing() {
        assert_eq!(looks(&RgbImage::from_pixel(320, 240, image::Rgb([90, 90, 90]))), None);
        let striped =
            RgbImage::from_fn(320, 240, |x, y| image::Rgb([u8::try_from((x * 3 + y) % 256).unwrap(); 3]));
        let looks = looks(&striped).unwrap();
        assert_eq!((looks.parts.len(), looks.parts[0].apart(&looks.parts[0])), (6, Some(0)));
        assert_ne!(looks.mirrored, looks.parts[0]);
    }
}
