//! Numbers as a screen or a paper writes them: grouping, qualifiers, shares, large sums and hours.

use super::{
    Qualifier,
    fixed::{fixed, power, rescale},
};

/// Where a number stands: screens group long numbers and give words room, papers set everything tight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Screen,
    Paper,
}

const THIN: &str = "\u{2009}";

impl Medium {
    /// `3420`; on screen `12 846` in groups by a thin space from five digits on. Closing noughts behind the
    /// point are left out.
    pub fn number(self, quantity: i64, decimals: u8) -> String {
        self.grouped(&trimmed(fixed(i128::from(quantity), decimals)))
    }

    /// Screen `150 余`, `近 10`, `约 40`; paper `150余`, `近10`, `约40`. A measure word may follow as it is.
    pub fn qualified(self, quantity: i64, decimals: u8, qualifier: Qualifier) -> String {
        self.said(&self.number(quantity, decimals), "", qualifier)
    }

    /// Large sums to two decimals in 万 or 亿 (`12.85 万`, `近 25 万`), smaller ones as they are. Rounding never
    /// claims more than the source: a "this many or more" goes down, a "nearly" up.
    pub fn large(self, quantity: i64, decimals: u8, qualifier: Qualifier) -> String {
        let wide = i128::from(quantity);
        let (shift, scale) = match wide.abs() / power(decimals) {
            0..10_000 => return self.qualified(quantity, decimals, qualifier),
            10_000..100_000_000 => (4, "万"),
            _ => (8, "亿"),
        };
        let unit = power(shift + decimals) / 100;
        let text = match qualifier {
            Qualifier::Exact => fixed(rescale(wide, shift + decimals, 2), 2),
            Qualifier::AtLeast => trimmed(fixed(wide.div_euclid(unit), 2)),
            Qualifier::Nearly => trimmed(fixed(-(-wide).div_euclid(unit), 2)),
            Qualifier::About => trimmed(fixed(rescale(wide, shift + decimals, 2), 2)),
        };
        self.said(&self.grouped(&text), scale, qualifier)
    }

    /// As prose writes them: whole tens of thousands in 万 and 亿 (`30万余`, `1500万`, `12万`), all else as it is.
    pub fn brief(self, quantity: i64, decimals: u8, qualifier: Qualifier) -> String {
        let wide = i128::from(quantity);
        for (shift, scale) in [(8, "亿"), (4, "万")] {
            let unit = power(shift + decimals);
            if wide.abs() >= unit && wide % unit == 0 {
                return self.said(&self.grouped(&(wide / unit).to_string()), scale, qualifier);
            }
        }
        self.qualified(quantity, decimals, qualifier)
    }

    /// A share in percent to one decimal: screen `89.4 %`, paper `89.4%`; `None` where there is no base.
    pub fn share(self, numerator: i64, denominator: i64) -> Option<String> {
        if denominator == 0 {
            return None;
        }
        let (part, whole) = (i128::from(numerator) * 1000, i128::from(denominator));
        let (part, whole) = (part * whole.signum(), whole.abs());
        let tenths = (2 * part + part.signum() * whole) / (2 * whole);
        let gap = if self == Self::Screen { THIN } else { "" };
        Some(format!("{}{gap}%", fixed(tenths, 1)))
    }

    /// Minutes as hours to one decimal, `1846.5`; the measure word is the caller's.
    pub fn hours(self, minutes: i64) -> String {
        let tenths = (i128::from(minutes) + i128::from(minutes.signum()) * 3) / 6;
        self.grouped(&trimmed(fixed(tenths, 1)))
    }

    fn said(self, number: &str, scale: &str, qualifier: Qualifier) -> String {
        let gap = if self == Self::Screen { " " } else { "" };
        let scale = if scale.is_empty() { String::new() } else { format!("{gap}{scale}") };
        match qualifier {
            Qualifier::Exact => format!("{number}{scale}"),
            Qualifier::AtLeast if scale.is_empty() => format!("{number}{gap}余"),
            Qualifier::AtLeast => format!("{number}{scale}余"),
            Qualifier::Nearly => format!("近{gap}{number}{scale}"),
            Qualifier::About => format!("约{gap}{number}{scale}"),
        }
    }

    fn grouped(self, text: &str) -> String {
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if self == Self::Paper || whole.len() < 5 {
            return text.to_owned();
        }
        let first = whole.len() % 3;
        let mut groups: Vec<&str> = if first == 0 { vec![] } else { vec![&whole[..first]] };
        groups.extend((first..whole.len()).step_by(3).map(|at| &whole[at..at + 3]));
        let point = if part.is_empty() { "" } else { "." };
        format!("{sign}{}{point}{part}", groups.join(THIN))
    }
}

fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
