//! The verbs of a case. Each relation is a case as the permission rules see it, asked through `cases::permit`.

use super::{
    ELSEWHERE, LINE, OTHER, OTHER_PATH, PLACE, Reach, Table, UNIT, UNIT_PATH, all, line, other_line, own,
    reach, who,
};
use crate::{
    cases::{self, Around, Case, Part, Permit, Verb},
    directory::Role,
};
use kernel::id::Uuid;
use std::fmt::Write;

/// The program's own verbs, nobody's.
const RULED: &[Verb] = &[Verb::FallDue, Verb::CloseUnchecked];

/// How a person stands to a case: what the grant reaches, and the part of the person's unit.
struct Relation {
    name: &'static str,
    reach: Reach,
    case: fn(&mut Case),
    around: fn(Uuid, &mut Around),
}

fn relation(name: &'static str, reach: Reach, case: fn(&mut Case)) -> Relation {
    Relation { name, reach, case, around: |_, _| {} }
}

fn relations() -> Vec<Relation> {
    let above = reach("t.", all);
    vec![
        relation("own", reach(PLACE, all), |_| {}),
        relation("above", above, |_| {}),
        relation("below", reach("t.v.g.", all), |_| {}),
        relation("beside", reach("t.w.", all), |_| {}),
        relation("own line", reach("t.", line), |_| {}),
        relation("other line", reach("t.", other_line), |_| {}),
        relation("own unit", reach("t.", own), |case| {
            case.registering = UNIT;
            case.paths.registering = UNIT_PATH.into();
        }),
        relation("other unit", reach("t.", own), |_| {}),
        Relation {
            around: |_, around| around.in_visit = true,
            ..relation("in a visit", reach(PLACE, all), |_| {})
        },
        relation("extended", above, |case| case.extensions = 1),
        Relation {
            around: |_, around| around.above = vec![UNIT],
            ..relation("extended, above", above, |case| case.extensions = 1)
        },
        relation("registering", ELSEWHERE, |case| {
            case.registering = UNIT;
            case.paths.registering = UNIT_PATH.into();
        }),
        relation("lead", ELSEWHERE, lead),
        relation("lead, bound", ELSEWHERE, |case| {
            lead(case);
            case.returns = 2;
        }),
        relation("cooperating", ELSEWHERE, |case| {
            case.cooperating = vec![Part { organisation: UNIT, path: UNIT_PATH.into(), done: None }];
        }),
        relation("verifier", ELSEWHERE, |case| case.verifying = Some(UNIT)),
        Relation {
            around: |person, around| around.rectifiers = vec![person],
            ..relation("rectified it", ELSEWHERE, |case| case.verifying = Some(UNIT))
        },
        relation("former party", ELSEWHERE, |case| case.verifying = Some(OTHER)),
        relation("none", ELSEWHERE, |_| {}),
    ]
}

fn lead(case: &mut Case) {
    case.lead = Some(UNIT);
    case.paths.lead = Some(UNIT_PATH.into());
}

fn the_case(relation: &Relation) -> Case {
    let mut case = cases::a_case_of(OTHER, Some(OTHER), None, PLACE, LINE);
    case.paths.registering = OTHER_PATH.into();
    case.paths.lead = Some(OTHER_PATH.into());
    (relation.case)(&mut case);
    case
}

pub fn write(text: &mut String, roles: &[Role]) {
    writeln!(text, "\n\n== Cases ==").unwrap();
    let relations = relations();
    for role in roles {
        let mut table = Table::of(text, role, relations.iter().map(|relation| relation.name).collect());
        let reads = relations.iter().map(|relation| {
            let who = who(&role.verbs, relation.reach);
            if the_case(relation).shown(|shown| who.may_read("case.read", shown)) { 'y' } else { '.' }
        });
        table.line("read", &reads.collect::<Vec<_>>());
        for verb in Verb::ALL.iter().filter(|verb| !RULED.contains(verb)) {
            let marks: Vec<char> = relations.iter().map(|relation| mark(role, relation, *verb)).collect();
            table.line(verb.word(), &marks);
        }
    }
}

fn mark(role: &Role, relation: &Relation, verb: Verb) -> char {
    let who = who(&role.verbs, relation.reach);
    let mut around = Around::default();
    (relation.around)(who.person, &mut around);
    match cases::permit(&who, &the_case(relation), verb, &around) {
        // held by `actions::spot`, which asks the photo before
        Permit::Yes if verb == Verb::FixOnSpot && !around.in_visit => 'x',
        Permit::Yes => 'y',
        Permit::No => '.',
        Permit::Barred(_) => 'x',
    }
}
