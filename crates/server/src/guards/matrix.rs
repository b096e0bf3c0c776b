//! Role × verb × relation as text, so that a change of rights is read in review.

use super::equals_committed;
use crate::{
    cases::{self, Around, Case, Part, Permit, Verb},
    catalogue,
    directory::read_roles,
    platform::permission::{Grant, Post, Scope, Who},
};
use kernel::id::Uuid;
use std::{fmt::Write, sync::Arc};

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
const UNIT: Uuid = id(1);
const OTHER: Uuid = id(2);
/// The program's own verbs, nobody's.
const RULED: &[Verb] = &[Verb::FallDue, Verb::CloseUnchecked];

/// How a person stands to a case: the area of the grant, its scope, and the part that the person's unit holds.
struct Relation {
    name: &'static str,
    area: &'static str,
    scope: fn() -> Scope,
    lead: Option<Uuid>,
    verifying: Option<Uuid>,
    cooperating: bool,
}

/// The case lies in `t.v.`, of the line `sanitation`, registered by another unit.
fn relations() -> Vec<Relation> {
    let all = || Scope::All;
    let relation = |name, area, scope, lead, verifying| {
        let cooperating = name == "cooperating";
        Relation { name, area, scope, lead, verifying, cooperating }
    };
    vec![
        relation("own area", "t.v.", all, Some(OTHER), None),
        relation("above", "t.", all, Some(OTHER), None),
        relation("below", "t.v.g.", all, Some(OTHER), None),
        relation("beside", "t.w.", all, Some(OTHER), None),
        relation("own line", "t.", || Scope::Lines(vec!["sanitation".into()]), Some(OTHER), None),
        relation("other line", "t.", || Scope::Lines(vec!["traffic".into()]), Some(OTHER), None),
        relation("lead", "t.w.", all, Some(UNIT), None),
        relation("cooperating", "t.w.", all, Some(OTHER), None),
        relation("verifier", "t.w.", all, Some(OTHER), Some(UNIT)),
        relation("rectified it", "t.w.", all, Some(OTHER), Some(UNIT)),
        relation("former party", "t.w.", all, Some(OTHER), Some(OTHER)),
    ]
}

fn who(verbs: &[String], relation: &Relation) -> Who {
    let position = id(9);
    let post = Post {
        position,
        title: String::new(),
        organisation: UNIT,
        organisation_name: String::new(),
        organisation_path: "u.".into(),
        area: id(8),
        area_name: String::new(),
    };
    let verbs = Arc::new(verbs.iter().cloned().collect());
    let grant = Grant { position, verbs, area: relation.area.into(), scope: (relation.scope)() };
    Who { account: id(7), person: id(6), name: String::new(), posts: vec![post], grants: vec![grant] }
}

#[test]
fn who_may_do_what() {
    let mut text = String::from(
        "Who may do what with a case. Columns are relations of the person to the case; y may, . may not, x has the\n\
         right but separation of duties forbids it. `make docs-sync` writes this file; read its change in review.\n",
    );
    for role in read_roles(catalogue::ROLES).unwrap() {
        writeln!(text, "\n{} {}", role.code, role.name).unwrap();
        let relations = relations();
        let names: Vec<&str> = relations.iter().map(|relation| relation.name).collect();
        writeln!(text, "{:<17} {}", "", names.join(" | ")).unwrap();
        let mut line = |verb: &str, marks: Vec<char>| {
            let cells: Vec<String> =
                marks.iter().zip(&names).map(|(m, n)| format!("{m:^w$}", w = n.len())).collect();
            writeln!(text, "{verb:<17} {}", cells.join("   ").trim_end()).unwrap();
        };
        let case = |relation: &Relation| {
            let part = || Part { organisation: UNIT, path: "u.".into(), done: None };
            let cooperating = relation.cooperating.then(part).into_iter().collect();
            let case = cases::a_case_of(OTHER, relation.lead, relation.verifying, "t.v.", "sanitation");
            Case { cooperating, ..case }
        };
        let reads = relations.iter().map(|relation| {
            let who = who(&role.verbs, relation);
            if case(relation).shown(|shown| who.may_read("case.read", shown)) { 'y' } else { '.' }
        });
        line("read", reads.collect());
        for verb in Verb::ALL.iter().filter(|verb| !RULED.contains(verb)) {
            let marks = relations.iter().map(|relation| {
                let who = who(&role.verbs, relation);
                let rectifiers = if relation.name == "rectified it" { vec![who.person] } else { vec![] };
                let around = Around { rectifiers, ..Around::default() };
                match cases::permit(&who, &case(relation), *verb, &around) {
                    Permit::Yes => 'y',
                    Permit::No => '.',
                    Permit::Barred(_) => 'x',
                }
            });
            line(verb.word(), marks.collect());
        }
    }
    equals_committed("docs/matrix.txt", &text);
}
