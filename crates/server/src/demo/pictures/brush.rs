//! The few shapes that the demo's pictures are painted with.

use image::{Rgb, RgbImage};

pub const WIDTH: i32 = 960;
pub const HEIGHT: i32 = 720;

/// A colour as `0xRRGGBB`.
pub type Colour = u32;

pub struct Brush {
    pub picture: RgbImage,
    /// how bright the day is, 1 for as painted
    light: f64,
}

/// The two characters of 演示, sixteen bits a row.
const MARK: [[u16; 16]; 2] = [
    [
        0, 0x0040, 0x3040, 0x17fe, 0x0402, 0x03fc, 0x4040, 0x6040, 0x07fc, 0x0644, 0x07fc, 0x1644, 0x1644,
        0x27fc, 0x2118, 0x630c,
    ],
    [0, 0, 0, 0x3ffc, 0, 0, 0, 0x7ffe, 0x0180, 0x0180, 0x1998, 0x1188, 0x318c, 0x2184, 0x4186, 0x0180],
];

impl Brush {
    pub fn new(light: f64) -> Self {
        Self { picture: RgbImage::new(WIDTH.unsigned_abs(), HEIGHT.unsigned_abs()), light }
    }
    fn dot(&mut self, x: i32, y: i32, colour: Rgb<u8>) {
        if (0..WIDTH).contains(&x) && (0..HEIGHT).contains(&y) {
            self.picture.put_pixel(x.unsigned_abs(), y.unsigned_abs(), colour);
        }
    }
    fn lit(&self, colour: Colour) -> Rgb<u8> {
        let [_, r, g, b] = colour.to_be_bytes();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // held between 0 and 255
        let lit = |part: u8| (f64::from(part) * self.light).clamp(0.0, 255.0) as u8;
        Rgb([lit(r), lit(g), lit(b)])
    }
    /// A box by its left upper corner and size.
    pub fn rect(&mut self, [x, y, w, h]: [i32; 4], colour: Colour) {
        let colour = self.lit(colour).0;
        let held = |at: i32, most: i32| usize::try_from(at.clamp(0, most)).unwrap_or(0);
        let (left, right) = (held(x, WIDTH), held(x + w, WIDTH));
        let rows = self.picture.chunks_exact_mut(3 * held(WIDTH, WIDTH));
        for row in rows.skip(held(y, HEIGHT)).take(held(y + h, HEIGHT) - held(y, HEIGHT)) {
            row[3 * left..3 * right].as_chunks_mut::<3>().0.fill(colour);
        }
    }
    /// An ellipse by its centre and radii.
    pub fn disc(&mut self, [cx, cy, rx, ry]: [i32; 4], colour: Colour) {
        let colour = self.lit(colour);
        let (rx, ry) = (rx.max(1), ry.max(1));
        for y in -ry..=ry {
            for x in -rx..=rx {
                if x * x * ry * ry + y * y * rx * rx <= rx * rx * ry * ry {
                    self.dot(cx + x, cy + y, colour);
                }
            }
        }
    }
    /// A ring that is `thick` wide.
    pub fn ring(&mut self, [cx, cy, radius]: [i32; 3], thick: i32, colour: Colour) {
        let colour = self.lit(colour);
        let inner = (radius - thick) * (radius - thick);
        for y in -radius..=radius {
            for x in -radius..=radius {
                if (inner..=radius * radius).contains(&(x * x + y * y)) {
                    self.dot(cx + x, cy + y, colour);
                }
            }
        }
    }
    /// A straight line, or one that sags in its middle.
    pub fn line(&mut self, [x, y, to_x, to_y]: [i32; 4], thick: i32, sag: i32, colour: Colour) {
        let colour = self.lit(colour);
        let steps = (to_x - x).abs().max((to_y - y).abs()).max(1) + 2 * sag.abs();
        for i in 0..=steps {
            let bow = 4 * sag * i / steps * (steps - i) / steps;
            let (cx, cy) = (x + (to_x - x) * i / steps, y + (to_y - y) * i / steps + bow);
            for dy in -thick / 2..=thick / 2 {
                for dx in -thick / 2..=thick / 2 {
                    self.dot(cx + dx, cy + dy, colour);
                }
            }
        }
    }
    /// 演示 in the right lower corner.
    pub fn mark(&mut self) {
        self.light = 1.0;
        self.rect([WIDTH - 92, HEIGHT - 56, 80, 44], 0x26_32_38);
        for (n, rows) in (0..).zip(MARK) {
            for (y, row) in (0..).zip(rows) {
                for x in (0..16).filter(|x| row >> (15 - x) & 1 == 1) {
                    self.rect([WIDTH - 86 + n * 36 + x * 2, HEIGHT - 50 + y * 2, 2, 2], 0xff_ff_ff);
                }
            }
        }
    }
}
