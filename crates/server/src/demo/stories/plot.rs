//! What happens next in a case's story: which verb, and when. Pure: the calendar, the end and chance come in. Every
//! step leaves at least [`GAP`] to the one before it, so that steps of different cases within a gap may be done
//! together.

use super::opening::Opening;
use crate::{
    cases::{Case, Source, State, Verb},
    demo::dice::Dice,
};
use jiff::civil::Date;
use kernel::{
    calendar::{Calendar, Clock, Run, Unit},
    moment::Moment,
};
use std::time::Duration;

/// The least time between two steps of one case.
pub const GAP: Duration = Duration::from_mins(20);
const HOUR: f64 = 3600.0;
/// Of a working day.
const DAY: f64 = 7.0 * HOUR;

/// How often what goes wrong.
const RETURNED: f64 = 0.05;
const SENT_BACK: f64 = 0.05;
const REOPENED: f64 = 0.02;
const CANCELLED: f64 = 0.01;
const REJECTED: f64 = 0.25; // of those that wait for registration
const PAUSED: f64 = 0.008;
/// Of what is returned, what the second unit returns as well: the office decides.
const COORDINATED: f64 = 0.15;
/// Of what inspectors and grid workers may fix at once.
const ON_SPOT: f64 = 0.14;
/// Of what has more than a day.
const EXTENDED: f64 = 0.06;
const REFUSED: f64 = 0.2;
const TOGETHER: f64 = 0.04;
/// Late at the beginning and at the end of the half year.
const LATE: [f64; 2] = [0.22, 0.065];
/// And so much more often in the last days, when some are forgotten.
const FORGOTTEN: f64 = 0.05;

/// What the time knows: the last moment of the story, and how much is still to be left open at it.
pub struct Time<'a> {
    pub calendar: &'a Calendar,
    pub first: Date,
    pub today: Date,
    /// nothing happens after it
    pub end: Moment,
    pub left: Left,
    /// parts of late cases that chance owes: with it months differ by their rate and not by luck
    pub owed: f64,
}

/// Cases that may still stay open, by why.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    pub overdue: usize,
    pub due_today: usize,
    pub running: usize,
    pub to_dispatch: usize,
    pub to_verify: usize,
    pub shelved: usize,
}

impl Left {
    /// Of every 1,500 cases about 97 stay open.
    pub fn of(count: usize) -> Self {
        let share = |n: usize| (n * count).div_ceil(1500);
        Self {
            overdue: share(14),
            due_today: share(8),
            running: share(42),
            to_dispatch: share(5),
            to_verify: share(24),
            shelved: share(6),
        }
    }
}

/// Takes one when there is one.
const fn take(left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    true
}

/// One case from its opening on.
pub struct Story<'a> {
    pub opening: Opening<'a>,
    pub dice: Dice,
    pub case: Option<Case>,
    reject: bool,
    cancel: bool,
    pause: bool,
    reopen: bool,
    returns: u8,
    send_backs: u8,
    /// fixed by whoever found it
    on_spot: bool,
    extend: bool,
    /// a second unit has a part in it
    pub together: bool,
    /// whom it was given to last
    pub to_department: bool,
    /// for which deadline it was decided, and what
    fate: Option<(Moment, Fate)>,
}

/// How the unit meets its deadline.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    InTime,
    /// so many seconds of working time after it
    Late(f64),
    /// still open at the end
    Open,
}

/// A verb and its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    pub at: Moment,
    pub verb: Verb,
}

impl<'a> Story<'a> {
    /// `spot`: its category may be fixed at once.
    pub fn new(opening: Opening<'a>, seed: u64, spot: bool) -> Self {
        let mut dice = Dice::new(seed);
        let mut luck = |of| dice.luck(of);
        Self {
            reject: luck(REJECTED),
            cancel: luck(CANCELLED),
            pause: luck(PAUSED),
            reopen: luck(REOPENED),
            returns: u8::from(luck(RETURNED)) * (1 + u8::from(luck(COORDINATED))),
            send_backs: u8::from(luck(SENT_BACK)) + u8::from(luck(SENT_BACK / 8.0)),
            on_spot: luck(ON_SPOT) && spot && matches!(opening.source, Source::Patrol | Source::SpotCheck),
            extend: luck(EXTENDED),
            together: luck(TOGETHER),
            to_department: false,
            fate: None,
            opening,
            dice,
            case: None,
        }
    }

    /// What follows from where the case stands since `now`; nothing when it stays so to the end.
    pub fn next(&mut self, case: &Case, now: Moment, time: &mut Time<'_>) -> Option<Next> {
        let next = match case.state {
            State::Reported if self.reject => self.soon(Verb::Reject, [0.4, 3.0], now, time),
            State::Reported => self.soon(Verb::Register, [0.4, 2.0], now, time),
            State::Registered if self.on_spot => {
                self.on_spot = false;
                Next { at: now + GAP.mul_f64(self.dice.between(1.1, 2.4)), verb: Verb::FixOnSpot }
            }
            State::Registered if self.cancel => self.soon(Verb::Cancel, [0.5, 1.5], now, time),
            State::Registered => {
                let waits =
                    time.days_left(now) <= 1 && self.dice.luck(0.4) && take(&mut time.left.to_dispatch);
                (!waits).then(|| self.soon(Verb::Dispatch, [0.4, 1.8], now, time))?
            }
            State::Dispatched => self.with_unit(case, now, time)?,
            State::Accepted => self.in_hand(case, now, time)?,
            State::Rectified => self.to_verify(now, time)?,
            State::Verified => self.soon(Verb::Close, [0.5, 4.0], now, time),
            State::Shelved => {
                let stays = !self.pause;
                self.pause = false;
                return (!stays)
                    .then(|| self.soon(Verb::Resume, [21.0, 70.0], now, time))
                    .filter(|next| next.at <= time.end);
            }
            State::Closed => {
                let again = std::mem::take(&mut self.reopen);
                self.returns = 0;
                return again
                    .then(|| self.soon(Verb::Reopen, [14.0, 70.0], now, time))
                    .filter(|next| next.at <= time.end);
            }
            State::Rejected | State::Merged | State::Cancelled => return None,
        };
        (next.at <= time.end).then_some(next)
    }

    /// After some hours of working time.
    fn soon(&mut self, verb: Verb, [from, to]: [f64; 2], now: Moment, time: &Time<'_>) -> Next {
        let hours = self.dice.between(from, to);
        Next { at: time.after(now, hours * HOUR), verb }
    }

    /// The unit takes it on, or says that it is not theirs; what takes long may be shelved.
    fn with_unit(&mut self, case: &Case, now: Moment, time: &mut Time<'_>) -> Option<Next> {
        let due = case.deadline()?;
        let long = time.spent(now, due) > 2.5 * DAY;
        if long && case.resumes.is_none() && case.cycle == 1 && case.returns == 0 {
            let recent = time.days_left(now) < 60;
            if self.pause || recent && self.dice.luck(0.06) && take(&mut time.left.shelved) {
                return Some(self.soon(Verb::Shelve, [0.5, 5.0], now, time));
            }
        }
        if self.returns > 0 && time.spent(now, due) > 1.5 * HOUR {
            self.returns -= 1;
            return Some(self.soon(Verb::Return, [0.4, 1.2], now, time));
        }
        let fate = self.fate(due, now, time);
        if fate == Fate::Open && time.days_left(now) <= 1 && self.dice.luck(0.4) {
            return None;
        }
        let most = (0.5 * time.spent(now, due)).min(3.5 * HOUR);
        let seconds = self.dice.between(0.3 * most, most);
        Some(Next { at: time.after(now, seconds).min(time.between(now, due, 0.5)), verb: Verb::Accept })
    }

    /// The unit puts it right, before the deadline or after it.
    fn in_hand(&mut self, case: &Case, now: Moment, time: &mut Time<'_>) -> Option<Next> {
        let due = case.deadline()?;
        if case.asked.is_some() {
            let verb = if self.dice.luck(REFUSED) { Verb::RefuseExtension } else { Verb::GrantExtension };
            return Some(Next { at: time.between(now, due, 0.4), verb });
        }
        if time.spent(now, due) > 2.0 * HOUR && case.cooperating.iter().any(|part| part.done.is_none()) {
            return Some(Next { at: time.between(now, due, 0.3), verb: Verb::PartDone });
        }
        if self.extend && case.overdue.is_none() && time.spent(now, due) > 0.7 * DAY {
            self.extend = false;
            return Some(Next { at: time.between(now, due, 0.5), verb: Verb::AskExtension });
        }
        let at = match self.fate(due, now, time) {
            Fate::Open => return None,
            Fate::InTime => time.between(now, due.min(time.end), self.dice.between(0.3, 0.95)),
            Fate::Late(seconds) => time.after(due, seconds),
        };
        Some(Next { at, verb: Verb::Rectify })
    }

    /// Somebody else looks; towards the end some wait for that.
    fn to_verify(&mut self, now: Moment, time: &mut Time<'_>) -> Option<Next> {
        let verb = if self.send_backs > 0 { Verb::SendBack } else { Verb::Verify };
        let next = self.soon(verb, [0.7, 9.0], now, time);
        let waits = next.at > time.end || time.days_left(now) <= 4 && self.dice.luck(0.45);
        if waits && take(&mut time.left.to_verify) {
            return None;
        }
        let at = if next.at <= time.end { next.at } else { time.between(now, time.end, self.dice.share()) };
        self.send_backs = self.send_backs.saturating_sub(u8::from(verb == Verb::SendBack));
        Some(Next { at, verb })
    }

    /// Decides once for each deadline how it is met.
    fn fate(&mut self, due: Moment, now: Moment, time: &mut Time<'_>) -> Fate {
        if let Some((of, fate)) = self.fate
            && of == due
        {
            return fate;
        }
        let fate = self.decide(due, now, time);
        self.fate = Some((due, fate));
        fate
    }

    fn decide(&mut self, due: Moment, now: Moment, time: &mut Time<'_>) -> Fate {
        let dice = &mut self.dice;
        if due.day() > time.today {
            let open = dice.luck(0.9) && take(&mut time.left.running);
            return if open { Fate::Open } else { Fate::InTime };
        }
        if due.day() == time.today {
            let open = dice.luck(0.5) && take(&mut time.left.due_today);
            return if open { Fate::Open } else { Fate::InTime };
        }
        let [early, late] = LATE;
        time.owed += self.opening.quarter.slow * (early + (late - early) * time.part(now));
        let last_days = time.days_left(due) < 9;
        if last_days {
            time.owed += FORGOTTEN;
        }
        if time.owed < 1.0 {
            return Fate::InTime;
        }
        time.owed -= 1.0;
        if last_days && dice.luck(0.75) && take(&mut time.left.overdue) {
            return Fate::Open;
        }
        let seconds = dice.between(0.7 * HOUR, 2.0 * DAY);
        if time.after(due, seconds) <= time.end {
            Fate::Late(seconds)
        } else if take(&mut time.left.overdue) {
            Fate::Open
        } else {
            Fate::InTime
        }
    }
}

impl Time<'_> {
    /// So many seconds of working time later, at least a gap.
    pub fn after(&self, from: Moment, seconds: f64) -> Moment {
        let left = Duration::from_secs_f64(seconds.max(GAP.as_secs_f64()).round());
        let run = Run::Stopped { at: from.into(), left };
        let stopped = Clock { unit: Unit::WorkHour, due: from.into(), spent: Duration::ZERO, run };
        Moment::from(stopped.resume(self.calendar, from.into()).due).max(from + GAP)
    }
    /// Seconds of working time from one moment to another.
    fn spent(&self, from: Moment, to: Moment) -> f64 {
        self.calendar.spent(Unit::WorkHour, from.into(), to.into()).as_secs_f64()
    }
    /// A moment on the way to another, by its part of the working time, or of all time where none is worked.
    fn between(&self, from: Moment, to: Moment, part: f64) -> Moment {
        let worked = self.spent(from, to);
        if worked > 2.0 * GAP.as_secs_f64() {
            return self.after(from, worked * part);
        }
        let millis = u64::try_from(to.since(from)).unwrap_or(0);
        (from + Duration::from_millis(millis).mul_f64(part)).max(from + GAP)
    }
    /// Days from a moment to the day after the end.
    fn days_left(&self, from: Moment) -> i32 {
        from.day().until(self.today).map_or(0, |span| span.get_days())
    }
    /// How much of the half year has passed, 0 to 1.
    fn part(&self, now: Moment) -> f64 {
        let days = |to: Date| f64::from(self.first.until(to).map_or(0, |span| span.get_days()));
        days(now.day()) / days(self.today).max(1.0)
    }
}
