//! A day as people write it into a list.

use jiff::{ToSpan, civil::Date};

/// `2026-10-31`, `2026年10月31日`, `10月31日`, `10.31`, `31日前`, `3日内`; a day without a year or month is the next one
/// from the day of receipt on.
pub fn day(text: &str, received: Date) -> Option<Date> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text =
        text.trim_end_matches(['前', '内', '止', '。', '底']).trim_end_matches("之").trim_end_matches("以");
    if let Some(days) = text.strip_suffix('天').or_else(|| text.strip_suffix("个工作日")) {
        return received.checked_add(i64::from(days.parse::<u8>().ok()?).days()).ok();
    }
    let parts: Vec<&str> =
        text.trim_end_matches(['日', '号']).split(['-', '/', '.', '．', '年', '月']).collect();
    let number = |text: &str| text.parse::<i8>().ok();
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            Date::new(year.parse().ok()?, number(month)?, number(day)?).ok()
        }
        [month, day] => {
            let this = Date::new(received.year(), number(month)?, number(day)?).ok()?;
            // a list of December that is due in January
            let late = this < received.checked_sub(180.days()).ok()?;
            if late { Date::new(received.year() + 1, number(month)?, number(day)?).ok() } else { Some(this) }
        }
        [day] if text.ends_with(['日', '号']) => {
            let this = Date::new(received.year(), received.month(), number(day)?).ok();
            let next = received.first_of_month().checked_add(1.month()).ok()?;
            this.filter(|this| *this >= received)
                .or_else(|| Date::new(next.year(), next.month(), number(day)?).ok())
        }
        _ => None,
    }
}
