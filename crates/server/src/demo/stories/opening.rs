//! What is found in half a year, where, when and by which way in. Pure: the calendar and chance come in.

use crate::{
    cases::Source,
    demo::{
        at,
        data::{Data, Problem, Quarter, SOURCES},
        dice::Dice,
        map::Ground,
    },
};
use jiff::{ToSpan, civil::Date};
use kernel::{calendar::Calendar, moment::Moment};
use std::time::Duration;

/// On days off so much is found as a part of a working day.
const DAY_OFF: f64 = 0.35;
/// The last day brings so much more than the first.
const GROWTH: f64 = 1.0;
/// In the last days, before an assessment, everybody looks harder.
const LAST_DAYS: usize = 12;
const HARDER: f64 = 1.45;

/// How a case begins.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    pub at: Moment,
    pub quarter: &'a Quarter,
    pub problem: &'a Problem,
    pub source: Source,
    pub title: String,
    /// the category's condition that the title tells
    pub condition: Option<String>,
    /// of the estate, road, market, school or hamlet
    pub name: String,
    /// the spot there, in words
    pub place: String,
    pub position: (f64, f64),
}

/// `count` openings in the order of their time, from the first day to the day before `today`.
pub fn openings<'a>(
    data: &'a Data,
    grounds: &[Ground],
    calendar: &Calendar,
    [first, today]: [Date; 2],
    count: usize,
) -> Vec<Opening<'a>> {
    let mut dice = Dice::new(99);
    let days: Vec<Date> = first.series(1.day()).take_while(|day| *day < today).collect();
    let mut opened = Vec::new();
    for (day, n) in days.iter().zip(shares(&days, calendar, count)) {
        for _ in 0..n {
            let at = moment(*day, calendar.is_working_day(*day), &mut dice);
            opened.extend(opening(data, grounds, at, &mut dice));
        }
    }
    opened.sort_by_key(|opening| opening.at);
    opened
}

/// How many of `count` fall on each day: fewer on days off, more towards the end, all of them in sum.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small counts
fn shares(days: &[Date], calendar: &Calendar, count: usize) -> Vec<usize> {
    let weight = |(n, day): (usize, &Date)| {
        let worked = if calendar.is_working_day(*day) { 1.0 } else { DAY_OFF };
        let harder = if n + LAST_DAYS >= days.len() { HARDER } else { 1.0 };
        worked * harder * (1.0 + GROWTH * n as f64 / days.len() as f64)
    };
    let total: f64 = days.iter().enumerate().map(weight).sum();
    let (mut sum, mut given) = (0.0, 0);
    let share = |day| {
        sum += weight(day);
        let upto = (count as f64 * sum / total).round() as usize;
        let share = upto - given;
        given = upto;
        share
    };
    days.iter().enumerate().map(share).collect()
}

/// A moment of the day, mostly while the office is open.
fn moment(day: Date, worked: bool, dice: &mut Dice) -> Moment {
    let (hour, minutes) = match (worked, dice.luck(0.55)) {
        (true, true) => (8, 220.0),
        (true, false) => (14, 220.0),
        (false, _) => (9, 480.0),
    };
    at(day, hour) + Duration::from_secs_f64((dice.share() * minutes * 60.0).round())
}

fn opening<'a>(data: &'a Data, grounds: &[Ground], at: Moment, dice: &mut Dice) -> Option<Opening<'a>> {
    let quarter = dice.weigh(&data.places.area, |quarter| quarter.weight)?;
    let known: Vec<&Problem> =
        data.problems.problem.iter().filter(|problem| quarter.knows(problem)).collect();
    let problem = *dice.weigh(&known, |problem| problem.weight)?;
    let (source, _) = dice.weigh(SOURCES, |(_, weight)| *weight)?;
    let (name, place) = quarter.spot(problem, dice);
    let title = dice.pick(&problem.titles)?;
    let ground = grounds.iter().find(|ground| ground.code == quarter.code)?;
    let position = ground.spot(dice);
    Some(Opening {
        at,
        quarter,
        problem,
        source: *source,
        title: format!("{name}{title}"),
        condition: problem.conditions.get(title).cloned(),
        name,
        place,
        position,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use crate::{catalogue, demo::map};
    use jiff::civil::date;

    #[test]
    fn as_many_as_asked_in_their_days() {
        let (data, calendar) = (Data::read().unwrap(), catalogue::calendar().unwrap());
        let (first, today) = (date(2026, 4, 30), date(2026, 10, 30));
        let opened = openings(&data, &map::pieces(), &calendar, [first, today], 1500);
        assert_eq!(opened.len(), 1500);
        assert!(opened.is_sorted_by_key(|opening| opening.at));
        assert!(opened.iter().all(|opening| (first..today).contains(&opening.at.day())));
        let off = opened.iter().filter(|opening| !calendar.is_working_day(opening.at.day())).count();
        assert!((100..350).contains(&off), "{off} on days off");
    }
}
