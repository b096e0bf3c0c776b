//! What the pictures show: one scene for each kind of problem, before and after, on a ground that stays the same.

use super::brush::{Brush, Colour, HEIGHT, WIDTH};
use crate::demo::dice::Dice;

/// A scene by its name in the list of problems.
pub const SCENES: &[(&str, fn(&mut Brush, &mut Dice, bool))] = &[
    ("bins", bins),
    ("rubbish", rubbish),
    ("wall", wall),
    ("stalls", stalls),
    ("cars", cars),
    ("bicycles", bicycles),
    ("pothole", pothole),
    ("wires", wires),
    ("lamp", lamp),
    ("stairs", stairs),
    ("board", board),
    ("canal", canal),
    ("shed", shed),
];

const GROUND: i32 = 470;
const WALLS: [Colour; 6] = [0xd9_cf_be, 0xc9_b8_a5, 0xcf_d4_d6, 0xe0_d8_c8, 0xb9_c2_c0, 0xd8_c0_b0];
const GOODS: [Colour; 6] = [0xc6_3d_2f, 0xe0_9f_3e, 0x5b_8e_55, 0x3f_6e_a8, 0x8a_5a_9e, 0xd8_d3_c5];

/// A number near another, as chance has it.
fn near(dice: &mut Dice, at: i32, spread: i32) -> i32 {
    at - spread + i32::try_from(dice.below(usize::try_from(2 * spread + 1).unwrap_or(1))).unwrap_or(0)
}
fn one_of(dice: &mut Dice, of: &[Colour]) -> Colour {
    dice.pick(of).copied().unwrap_or_default()
}

/// Sky, a row of houses, pavement and road.
fn street(b: &mut Brush, dice: &mut Dice) {
    b.rect([0, 0, WIDTH, GROUND], 0xb8_cc_d8);
    let mut x = near(dice, -60, 50);
    while x < WIDTH {
        let (wide, high) = (near(dice, 240, 60), near(dice, 300, 80));
        b.rect([x, GROUND - high, wide, high], one_of(dice, &WALLS));
        b.rect([x, GROUND - high - 14, wide, 14], 0x8d_6e_63);
        for column in 0..wide / 80 {
            for row in 0..(high - 110) / 90 {
                b.rect([x + 24 + column * 80, GROUND - high + 30 + row * 90, 42, 52], 0x7f_97_a6);
            }
        }
        b.rect([x + 20, GROUND - 84, wide - 40, 84], 0x9a_a4_a2);
        x += wide + 6;
    }
    b.rect([0, GROUND, WIDTH, 90], 0xbe_b8_ac);
    b.rect([0, GROUND + 90, WIDTH, 10], 0xd8_d4_ca);
    b.rect([0, GROUND + 100, WIDTH, HEIGHT - GROUND - 100], 0x76_78_7a);
    for dash in 0..6 {
        b.rect([dash * 190 + 30, 650, 100, 8], 0xe8_e6_dd);
    }
}

/// A plain wall over a paved floor.
fn yard(b: &mut Brush, dice: &mut Dice) {
    b.rect([0, 0, WIDTH, GROUND], one_of(dice, &WALLS));
    for row in 0..GROUND / 52 {
        b.rect([0, row * 52, WIDTH, 2], 0xa8_a0_94);
    }
    b.rect([0, GROUND, WIDTH, HEIGHT - GROUND], 0xad_a8_9d);
    for row in 0..5 {
        b.rect([0, GROUND + 12 + row * row * 14, WIDTH, 3], 0x96_91_87);
    }
}

fn bags(b: &mut Brush, dice: &mut Dice, n: i32, [x, y]: [i32; 2], spread: i32) {
    for _ in 0..n {
        let (at, size) = ([near(dice, x, spread), near(dice, y, 36)], near(dice, 26, 12));
        b.disc(
            [at[0], at[1], size, size * 3 / 4],
            one_of(dice, &[0x2f_33_36, 0xd4_cf_c4, 0x7a_5c_3e, 0x4d_6b_57]),
        );
        b.rect([at[0] - 4, at[1] - size, 8, 10], 0xc9_c3_b5);
    }
}

fn bins(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    yard(b, dice);
    for (n, colour) in (0..).zip([0x2e_7d_4f, 0x2b_5d_8c, 0x5a_5d_60, 0xa3_3a_2c]) {
        let x = near(dice, 170 + n * 180, 14);
        b.rect([x, 300, 130, 220], colour);
        b.rect([x + 48, 360, 34, 34], 0xf0_ee_e6);
        b.disc([x + 24, 526, 14, 14], 0x22_22_22);
        b.disc([x + 106, 526, 14, 14], 0x22_22_22);
        let lid = if fixed { [x - 6, 284, 142, 20] } else { [x - 26, 236, 30, 70] };
        if !fixed {
            bags(b, dice, 4, [x + 65, 292], 44);
        }
        b.rect(lid, 0x1f_4a_36);
    }
    if !fixed {
        bags(b, dice, 16, [470, 590], 360);
    }
}

fn rubbish(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    yard(b, dice);
    b.rect([0, GROUND - 30, WIDTH, 60], 0x5d_83_4c);
    for _ in 0..40 {
        b.disc([near(dice, 480, 470), near(dice, GROUND - 24, 14), 24, 18], 0x4c_74_40);
    }
    let (x, y) = (near(dice, 480, 150), near(dice, 590, 20));
    if !fixed {
        bags(b, dice, 30, [x, y], 190);
        b.rect([x - 120, y - 80, 110, 70], 0xa9_7c_50);
        b.line([x + 40, y - 90, x + 190, y + 30], 12, 0, 0x6d_4c_33);
    }
}

fn wall(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    yard(b, dice);
    b.rect([600, 170, 170, 300], 0x6a_4a_3a);
    b.rect([615, 185, 140, 270], 0x80_5b_48);
    for _ in 0..14 {
        let [x, y] = [near(dice, 310, 260), near(dice, 240, 150)];
        let (wide, high) = (near(dice, 66, 18), near(dice, 84, 22));
        if fixed {
            b.rect([x, y, wide, high], 0xe6_df_d2);
        } else {
            b.rect([x, y, wide, high], one_of(dice, &[0xf4_e8_6a, 0xf2_f0_ea, 0xe8_7b_6a, 0x9f_c5_e8]));
            for line in 0..4 {
                b.rect([x + 8, y + 12 + line * 16, wide - 18, 5], 0x30_30_30);
            }
        }
    }
}

fn stalls(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    for n in 0..3 {
        let x = near(dice, 90 + n * 290, 30);
        let shade = one_of(dice, &GOODS);
        if fixed {
            continue;
        }
        b.rect([x, 330, 8, 250], 0x55_55_55);
        b.rect([x + 200, 330, 8, 250], 0x55_55_55);
        for stripe in 0..6 {
            b.rect([x - 20 + stripe * 42, 310, 42, 40], if stripe % 2 == 0 { shade } else { 0xf0_ec_e0 });
        }
        b.rect([x - 10, 500, 230, 90], 0x8b_6b_4a);
        for _ in 0..26 {
            b.disc([near(dice, x + 105, 95), near(dice, 494, 16), 14, 12], one_of(dice, &GOODS));
        }
    }
}

fn cars(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    for bay in 0..4 {
        b.rect([40 + bay * 230, 585, 6, 120], 0xee_ec_e4);
    }
    for n in 0..3 {
        let paint = one_of(dice, &[0xf2_f2_f0, 0x2c_3e_50, 0x8e_24_1c, 0x9a_a0_a6]);
        let skew = near(dice, 0, 30);
        let [x, y] = if fixed { [60 + n * 230, 560] } else { [40 + n * 290 + skew, 440 + n * 24] };
        if fixed && n == 1 {
            continue;
        }
        b.rect([x + 36, y, 130, 50], paint);
        b.rect([x + 46, y + 8, 50, 36], 0x5d_77_86);
        b.rect([x + 106, y + 8, 50, 36], 0x5d_77_86);
        b.rect([x, y + 46, 200, 52], paint);
        b.disc([x + 44, y + 100, 24, 24], 0x1e_1e_1e);
        b.disc([x + 156, y + 100, 24, 24], 0x1e_1e_1e);
    }
}

fn bicycles(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    b.rect([30, 480, 900, 5], 0xf0_f0_ea);
    b.rect([30, 575, 900, 5], 0xf0_f0_ea);
    for n in 0..9 {
        let paint = one_of(dice, &[0xf5_b9_2a, 0x2f_8f_d0, 0x4a_a3_6a, 0x33_33_33]);
        let [x, y] =
            if fixed { [60 + n * 96, 540] } else { [near(dice, 90 + n * 90, 60), near(dice, 600, 90)] };
        let lean = if fixed { 0 } else { near(dice, 0, 30) };
        b.ring([x, y, 30], 5, 0x22_22_22);
        b.ring([x + 76, y + lean, 30], 5, 0x22_22_22);
        b.line([x, y, x + 38, y - 44], 6, 0, paint);
        b.line([x + 38, y - 44, x + 76, y + lean], 6, 0, paint);
        b.line([x + 30, y - 8, x + 68, y - 50 + lean], 6, 0, paint);
        b.rect([x + 22, y - 56, 34, 8], 0x22_22_22);
    }
}

fn pothole(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    let (x, y) = (near(dice, 470, 120), near(dice, 620, 24));
    if fixed {
        b.rect([x - 170, y - 50, 340, 110], 0x5e_60_62);
        return;
    }
    for _ in 0..9 {
        let at = [near(dice, x, 90), near(dice, y, 30)];
        b.disc([at[0], at[1], near(dice, 70, 24), near(dice, 30, 10)], 0x3f_3a_34);
    }
    b.disc([x, y + 6, 90, 30], 0x6b_5d_4a);
    for _ in 0..14 {
        let at = [near(dice, x, 220), near(dice, y, 60)];
        b.line([at[0], at[1], near(dice, at[0], 60), near(dice, at[1], 24)], 4, 0, 0x45_45_45);
    }
}

fn wires(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    for x in [130, 800] {
        b.rect([x, 60, 22, 500], 0x8c_86_7c);
        b.rect([x - 50, 90, 122, 12], 0x6b_66_5e);
    }
    for n in 0..9 {
        let (rise, sag) = (near(dice, 0, 26), near(dice, 120, 110));
        if fixed {
            b.line([140, 96 + n * 3, 810, 96 + n * 3], 3, 10, 0x2a_2a_2a);
        } else {
            b.line([140, 100 + n * 8, 810, 100 + n * 8 + rise], 4, sag, 0x2a_2a_2a);
        }
    }
    if !fixed {
        for _ in 0..5 {
            b.ring([near(dice, 470, 60), near(dice, 330, 40), near(dice, 40, 14)], 4, 0x2a_2a_2a);
        }
    }
}

fn lamp(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    let far = near(dice, 0, 40);
    for x in [180 + far, 480 + far, 780 + far] {
        b.rect([x, 110, 14, 450], 0x55_5f_66);
        b.line([x + 6, 112, x + 90, 96], 10, 0, 0x55_5f_66);
        let dark = !fixed && x == 480 + far;
        if dark {
            b.line([x + 88, 96, x + 96, 150], 5, 0, 0x30_30_30);
            b.rect([x + 76, 150, 46, 16], 0x44_44_44);
        } else {
            b.disc([x + 100, 100, 34, 22], 0xff_f2_b0);
            b.rect([x + 72, 88, 56, 12], 0x44_4a_50);
        }
    }
}

fn stairs(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    yard(b, dice);
    for step in 0..8 {
        b.rect(
            [480 + step * 44, 500 - step * 44, 480, 44],
            if step % 2 == 0 { 0x9c_9c_98 } else { 0x8a_8a_86 },
        );
    }
    b.line([480, 380, 860, 0], 10, 0, 0x7a_2f_22);
    b.rect([60, 130, 190, 340], 0x5d_45_38);
    if fixed {
        return;
    }
    for _ in 0..9 {
        let [x, y] = [near(dice, 380, 200), near(dice, 560, 60)];
        let (wide, high) = (near(dice, 110, 30), near(dice, 80, 20));
        b.rect([x, y - high, wide, high], one_of(dice, &[0xb0_85_55, 0xa0_73_48, 0xc2_97_68]));
        b.rect([x, y - high / 2, wide, 6], 0xd8_c3_98);
    }
}

fn board(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    let x = near(dice, 220, 60);
    b.rect([x, 210, 20, 380], 0x6f_75_7a);
    b.rect([x + 460, 210, 20, 380], 0x6f_75_7a);
    b.rect([x - 10, 200, 500, 280], 0x9b_2d_20);
    b.rect([x + 10, 220, 460, 240], 0xf5_ee_dc);
    if fixed {
        b.rect([x + 30, 240, 420, 46], 0xc0_39_2b);
        for line in 0..5 {
            b.rect([x + 40, 306 + line * 28, 300 + near(dice, 60, 40), 12], 0x4a_4a_48);
        }
    } else {
        for _ in 0..12 {
            let at = [near(dice, x + 240, 210), near(dice, 340, 90)];
            b.disc(
                [at[0], at[1], near(dice, 44, 20), near(dice, 30, 14)],
                one_of(dice, &[0xb9_b2_a0, 0xd8_d0_ba]),
            );
        }
        b.line([x + 20, 230, x + 380, 450], 6, 0, 0x80_78_68);
    }
}

fn canal(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    b.rect([0, 0, WIDTH, 260], 0xb8_cc_d8);
    b.rect([0, 230, WIDTH, 120], 0x6f_93_5a);
    for _ in 0..18 {
        let x = near(dice, 480, 470);
        b.rect([x, 190, 8, 60], 0x5a_46_34);
        b.disc([x + 4, near(dice, 170, 16), 40, 46], 0x55_7f_46);
    }
    b.rect([0, 350, WIDTH, 250], if fixed { 0x6f_9a_a8 } else { 0x6a_76_5a });
    for _ in 0..14 {
        let at = [near(dice, 480, 460), near(dice, 480, 110)];
        b.rect([at[0], at[1], near(dice, 90, 40), 4], if fixed { 0x8b_b3_bf } else { 0x7a_84_68 });
    }
    b.rect([0, 600, WIDTH, 120], 0xa9_a2_92);
    if !fixed {
        bags(b, dice, 34, [480, 500], 400);
    }
}

fn shed(b: &mut Brush, dice: &mut Dice, fixed: bool) {
    street(b, dice);
    let x = near(dice, 300, 90);
    if fixed {
        b.rect([x, 470, 360, 90], 0xc8_c2_b4);
        return;
    }
    b.rect([x, 330, 360, 230], 0x4f_86_b8);
    for rib in 0..12 {
        b.rect([x + rib * 30, 330, 5, 230], 0x3c_6c_98);
    }
    b.rect([x - 24, 306, 408, 28], 0xb0_3a_2e);
    b.rect([x + 220, 420, 90, 140], 0x3a_3a_3a);
}
