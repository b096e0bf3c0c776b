//! Which days of a month stand open. A closing holds for the days that its month had when it was closed; after the
//! statistical month got another first day, a month may be closed in part.

use jiff::civil::Date;
use journal::Closing;

/// The first days in a row of a month that no closing holds for; none where it is closed as a whole.
pub fn open((first, last): (Date, Date), standing: &[(Date, Date)]) -> Option<(Date, Date)> {
    let holding = |day: Date| standing.iter().find(|(from, to)| (*from..=*to).contains(&day));
    let mut begin = first;
    while let Some((_, to)) = holding(begin) {
        begin = to.tomorrow().ok().filter(|next| *next <= last)?;
    }
    let next = standing.iter().map(|(from, _)| *from).filter(|from| *from > begin).min();
    let end = next.and_then(|next| next.yesterday().ok()).map_or(last, |eve| eve.min(last));
    Some((begin, end))
}

/// The closing that holds for most days of a month; of two that hold for as many the first.
pub fn holding((first, last): (Date, Date), closings: &[(Closing, i64)]) -> Option<usize> {
    let days = |closing: &Closing| {
        let shared = closing.last.min(last).since(closing.first.max(first));
        shared.map_or(-1, |span| span.get_days())
    };
    let over = closings.iter().enumerate().map(|(at, (closing, _))| (days(closing), at));
    over.filter(|(days, _)| *days >= 0).min_by_key(|(days, at)| (-days, *at)).map(|(_, at)| at)
}

/// The days of a closing as a period: its month, or its days where a part of one was closed.
pub fn period(closing: &Closing) -> String {
    let whole = closing.last.tomorrow().is_ok_and(|next| next.day() == closing.first.day());
    if whole { closing.month.clone() } else { format!("{}..{}", closing.first, closing.last) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise

    use super::*;

    fn days(text: &str) -> (Date, Date) {
        let (first, last) = text.split_once(' ').unwrap();
        (first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn a_month_is_open_where_no_closing_holds() {
        let [september, october] = [days("2026-09-01 2026-09-30"), days("2026-10-01 2026-10-31")];
        let from_the_26th = days("2026-09-26 2026-10-25");
        for (standing, left) in [
            (vec![], Some(from_the_26th)),
            (vec![october], Some(days("2026-09-26 2026-09-30"))),
            (vec![september], Some(days("2026-10-01 2026-10-25"))),
            (vec![october, september], None),
            (vec![from_the_26th, october], None),
            (vec![days("2026-10-03 2026-10-04")], Some(days("2026-09-26 2026-10-02"))),
            (
                vec![days("2026-09-01 2026-10-02"), days("2026-10-05 2026-10-31")],
                Some(days("2026-10-03 2026-10-04")),
            ),
            (vec![days("2026-08-01 2026-09-25"), days("2026-10-26 2026-11-25")], Some(from_the_26th)),
        ] {
            assert_eq!(open(from_the_26th, &standing), left, "{standing:?}");
        }
    }
}
