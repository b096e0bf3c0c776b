//! The plain decimal form of a quantity, exact both ways, and rounding for display.

/// Why a text is no quantity of the metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("this is not a number")]
    NotANumber,
    /// It has more decimals than the metric keeps; rounding is for display only.
    #[error("more than {0} decimals")]
    TooFine(u8),
    #[error("this number is too large")]
    TooLarge,
}

/// `12500` with 3 decimals is `12.500`: all decimals are written, nothing is grouped.
pub fn format_fixed(quantity: i64, decimals: u8) -> String {
    fixed(i128::from(quantity), decimals)
}

/// Reads `12.5`, `-3`, `1,846.50`, `12 846` and full-width `１２．５` into the smallest unit at `decimals`.
///
/// # Errors
/// [`Unreadable`], also when digits are given that the metric does not keep (noughts apart).
pub fn parse_fixed(text: &str, decimals: u8) -> Result<i64, Unreadable> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '−', '－']);
    let (number, rest) = Digits::take(unsigned.unwrap_or(text)).ok_or(Unreadable::NotANumber)?;
    if !rest.is_empty() {
        return Err(Unreadable::NotANumber);
    }
    let size = number.scaled(decimals, 0)?;
    Ok(if unsigned.is_some() { -size } else { size })
}

/// Moves a quantity from one number of decimals to another; halves are rounded away from nought.
pub fn rescale(quantity: i128, from: u8, to: u8) -> i128 {
    if to >= from {
        return quantity.saturating_mul(power(to - from));
    }
    let unit = power(from - to);
    (quantity + quantity.signum() * (unit / 2)) / unit
}

pub(super) fn fixed(quantity: i128, decimals: u8) -> String {
    let sign = if quantity < 0 { "-" } else { "" };
    let width = usize::from(decimals) + 1;
    let digits = format!("{:0width$}", quantity.unsigned_abs());
    let (whole, part) = digits.split_at(digits.len() - usize::from(decimals));
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Ten to the `exponent`, held at the end of the range.
pub(super) fn power(exponent: u8) -> i128 {
    10_i128.saturating_pow(u32::from(exponent))
}

/// An unsigned decimal number as written: `12.50` is 1250 with 2 places.
pub(super) struct Digits {
    mantissa: i128,
    places: u8,
}

impl Digits {
    pub(super) const fn whole(value: i128) -> Self {
        Self { mantissa: value, places: 0 }
    }

    /// Takes a number off the front of a text and gives what follows it.
    pub(super) fn take(text: &str) -> Option<(Self, &str)> {
        let mut number = Self { mantissa: 0, places: 0 };
        let mut rest = number.run(text, |rest| after_separator(rest).unwrap_or(rest));
        if rest.len() == text.len() {
            return None;
        }
        if let Some(part) = rest.strip_prefix(['.', '．']).filter(|part| digit(part).is_some()) {
            let whole = number.mantissa;
            number.mantissa = 0;
            rest = number.run(part, |rest| rest);
            number.places = u8::try_from(part[..part.len() - rest.len()].chars().count()).ok()?;
            number.mantissa = whole.saturating_mul(power(number.places)).saturating_add(number.mantissa);
        }
        Some((number, rest))
    }

    /// Takes digits while there are any; `skip` steps over what may stand between two of them.
    fn run<'a>(&mut self, text: &'a str, skip: impl Fn(&'a str) -> &'a str) -> &'a str {
        let mut rest = text;
        while let Some((value, after)) = digit(rest) {
            self.mantissa = self.mantissa.saturating_mul(10).saturating_add(value);
            rest = skip(after);
        }
        rest
    }

    /// The number times ten to the `shift` in the smallest unit at `decimals`, exactly.
    pub(super) fn scaled(&self, decimals: u8, shift: u8) -> Result<i64, Unreadable> {
        let size = self.mantissa.saturating_mul(power(decimals.saturating_add(shift)));
        let unit = power(self.places);
        if size == i128::MAX || unit == i128::MAX {
            return Err(Unreadable::TooLarge);
        }
        if size % unit != 0 {
            return Err(Unreadable::TooFine(decimals));
        }
        i64::try_from(size / unit).map_err(|_| Unreadable::TooLarge)
    }
}

/// A first digit, half or full width, and what follows it.
fn digit(text: &str) -> Option<(i128, &str)> {
    let first = text.chars().next()?;
    let value = match first {
        '０'..='９' => u32::from(first) - u32::from('０'),
        _ => first.to_digit(10)?,
    };
    Some((i128::from(value), &text[first.len_utf8()..]))
}

/// What follows a separator of thousands: only one before exactly three more digits is one.
fn after_separator(text: &str) -> Option<&str> {
    let rest = text.strip_prefix([',', '，', ' ', '\u{2009}', '\u{202f}', '\u{a0}'])?;
    let mut after = rest;
    for _ in 0..3 {
        after = digit(after)?.1;
    }
    digit(after).is_none().then_some(rest)
}
