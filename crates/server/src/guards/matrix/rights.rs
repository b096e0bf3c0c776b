//! The rights of the other contexts, each asked as its context asks it.

use super::{
    ELSEWHERE, LINE, OTHER, OTHER_PATH, PLACE, Reach, Table, UNIT, UNIT_PATH, all, line, other_line, own,
    reach, who,
};
use crate::{
    directory::Role,
    platform::permission::{Subject, Who},
};
use std::{collections::BTreeSet, fmt::Write};

/// How a context asks a right.
#[derive(Clone, Copy)]
enum Asked {
    /// anywhere: what it opens belongs to the whole installation
    Anywhere,
    /// over the area of what is asked, whatever the scope: what lies there is no secret
    Below,
    /// over the area, which no unit owns and no line has
    Place,
    /// over the home area, and the line where a category is changed
    Home,
    /// over a record that belongs to a unit
    Record,
    /// the same, or as the unit that it belongs to
    Reader,
    /// as the unit that it belongs to, and no other
    Party,
}

const RIGHTS: &[(&str, Asked)] = &[
    ("area.read", Asked::Below),
    ("area.write", Asked::Place),
    ("organisation.read", Asked::Anywhere),
    ("organisation.write", Asked::Place),
    ("person.read", Asked::Below),
    ("person.write", Asked::Place),
    ("grant.write", Asked::Place),
    ("deputy.set", Asked::Place),
    ("account.write", Asked::Place),
    ("setting.read", Asked::Anywhere),
    ("setting.write", Asked::Home),
    ("audit.read", Asked::Anywhere),
    ("standard.read", Asked::Anywhere),
    ("standard.write", Asked::Anywhere),
    ("site.read", Asked::Reader),
    ("site.write", Asked::Record),
    ("site.print", Asked::Record),
    ("inspection.read", Asked::Reader),
    ("inspection.visit", Asked::Record),
    ("inspection.correct", Asked::Record),
    ("obligation.read", Asked::Reader),
    ("obligation.write", Asked::Record),
    ("round.walk", Asked::Party),
    ("statement.read", Asked::Reader),
    ("statement.write", Asked::Record),
    ("figure.read", Asked::Record),
    ("figure.read_office", Asked::Record),
    ("figure.choose", Asked::Place),
    ("month.close", Asked::Place),
    ("month.reopen", Asked::Place),
    ("month.enter_late", Asked::Place),
    ("referral.read", Asked::Place),
    ("referral.receive", Asked::Place),
    ("referral.mend", Asked::Place),
    ("referral.dispatch", Asked::Place),
    ("referral.answer", Asked::Place),
    ("referral.cancel", Asked::Place),
    ("report.read", Asked::Place),
    ("report.write", Asked::Place),
    ("file.read_original", Asked::Anywhere),
    ("system.read", Asked::Anywhere),
    ("system.write", Asked::Place),
];
/// Held by roles for what no route does yet.
const UNASKED: &[&str] = &["report.issue"];

/// How a person stands to a record: what the grant reaches, and whether the record is of the person's unit.
struct Relation {
    name: &'static str,
    reach: Reach,
    mine: bool,
}

const RELATIONS: &[Relation] = &[
    Relation { name: "own", reach: reach(PLACE, all), mine: false },
    Relation { name: "above", reach: reach("t.", all), mine: false },
    Relation { name: "below", reach: reach("t.v.g.", all), mine: false },
    Relation { name: "beside", reach: reach("t.w.", all), mine: false },
    Relation { name: "own line", reach: reach("t.", line), mine: false },
    Relation { name: "other line", reach: reach("t.", other_line), mine: false },
    Relation { name: "own unit", reach: reach("t.", own), mine: true },
    Relation { name: "other unit", reach: reach("t.", own), mine: false },
    Relation { name: "party", reach: ELSEWHERE, mine: true },
    // what was the unit's and is another's now
    Relation { name: "former party", reach: ELSEWHERE, mine: false },
    Relation { name: "none", reach: ELSEWHERE, mine: false },
];

const WORDS: &str = "

== Everything else ==

A record is a site, a visit, what is owed, or a unit's figure; a party is the unit that it belongs to. Areas, people,
grants, deputies, accounts, superiors' lists and papers belong to a place and to no unit, so a grant for one's own unit or line does not
reach them (a deputy of one's own post, or of one that one heads, needs no right); areas and people are read wherever a
grant reaches. Settings, and jobs and events that failed (system), are changed over the home area, a category's with its
line. Standards, the trail, organisations, and the reading of settings and of what failed belong to the whole
installation: there the right is held or not. A photo is read by who may read the record it hangs on; its original bytes
need file.read_original besides.
";

pub fn write(text: &mut String, roles: &[Role]) {
    text.push_str(WORDS);
    for role in roles {
        let mut table = Table::of(text, role, RELATIONS.iter().map(|relation| relation.name).collect());
        for (right, asked) in RIGHTS {
            let marks = RELATIONS.iter().map(|relation| {
                let who = who(&role.verbs, relation.reach);
                if may(&who, right, *asked, relation) { 'y' } else { '.' }
            });
            table.line(right, &marks.collect::<Vec<_>>());
        }
    }
    writeln!(text, "\nHeld by roles, asked by nothing yet: {}.", UNASKED.join(", ")).unwrap();
}

fn may(who: &Who, right: &str, asked: Asked, relation: &Relation) -> bool {
    let (unit, path) = if relation.mine { (UNIT, UNIT_PATH) } else { (OTHER, OTHER_PATH) };
    let place = Subject { area: PLACE, line: None, organisations: &[], parties: &[] };
    let record = Subject { organisations: &[path], parties: &[unit], ..place };
    match asked {
        Asked::Anywhere => who.holds(right),
        Asked::Below => who.areas_of(right).iter().any(|root| PLACE.starts_with(root)),
        Asked::Place => who.may(right, place),
        Asked::Home => who.may(right, Subject { line: Some(LINE), ..place }),
        Asked::Record => who.may(right, record),
        Asked::Reader => who.may_read(right, record),
        Asked::Party => who.may_as(right, unit).is_some(),
    }
}

/// A right that a role holds and no table shows would change unread.
#[test]
fn every_right_of_a_role_is_shown() {
    let roles = crate::directory::read_roles(crate::catalogue::ROLES).unwrap();
    let held: BTreeSet<&str> = roles.iter().flat_map(|role| &role.verbs).map(String::as_str).collect();
    let of_cases = |right: &&str| right.starts_with("case.");
    let shown: BTreeSet<&str> =
        RIGHTS.iter().map(|(right, _)| *right).chain(UNASKED.iter().copied()).collect();
    let held: BTreeSet<&str> = held.into_iter().filter(|right| !of_cases(right)).collect();
    assert_eq!(held, shown);
}
