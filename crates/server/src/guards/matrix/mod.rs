//! Role × verb × relation as text, so that a change of rights is read in review.

mod cases;
mod rights;

use super::equals_committed;
use crate::{
    catalogue,
    directory::{Role, read_roles},
    platform::permission::{Grant, Post, Scope, Who},
};
use kernel::id::Uuid;
use std::{collections::BTreeSet, fmt::Write, sync::Arc};

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
/// The organisation of whoever asks, and another one; their paths.
const UNIT: Uuid = id(1);
const OTHER: Uuid = id(2);
const UNIT_PATH: &str = "u.";
const OTHER_PATH: &str = "o.";
/// Where the record lies, and its line.
const PLACE: &str = "t.v.";
const LINE: &str = "sanitation";

/// What a grant covers in a relation: an area, and of its records these.
#[derive(Clone, Copy)]
struct Reach {
    area: &'static str,
    scope: fn() -> Scope,
}

fn all() -> Scope {
    Scope::All
}
fn own() -> Scope {
    Scope::Own(UNIT_PATH.into())
}
fn line() -> Scope {
    Scope::Lines(vec![LINE.into()])
}
fn other_line() -> Scope {
    Scope::Lines(vec!["traffic".into()])
}
const fn reach(area: &'static str, scope: fn() -> Scope) -> Reach {
    Reach { area, scope }
}
/// A grant that does not reach the record: what is open there is open by a part in it.
const ELSEWHERE: Reach = reach("t.w.", all);

/// Somebody in a post of `UNIT` whose one grant reaches so far.
fn who(verbs: &[String], reach: Reach) -> Who {
    let position = id(9);
    let post = Post {
        position,
        title: String::new(),
        organisation: UNIT,
        organisation_name: String::new(),
        organisation_path: UNIT_PATH.into(),
        area: id(8),
        area_name: String::new(),
    };
    let verbs: Arc<BTreeSet<String>> = Arc::new(verbs.iter().cloned().collect());
    let grant = Grant { position, verbs, area: reach.area.into(), scope: (reach.scope)() };
    Who { account: id(7), person: id(6), posts: vec![post], grants: vec![grant], ..Who::default() }
}

/// One role's marks: a line for each verb, a column for each relation.
struct Table<'a> {
    text: &'a mut String,
    columns: Vec<&'static str>,
}

impl<'a> Table<'a> {
    fn of(text: &'a mut String, role: &Role, columns: Vec<&'static str>) -> Self {
        writeln!(text, "\n{} {}", role.code, role.name).unwrap();
        writeln!(text, "{:<20} {}", "", columns.join(" | ")).unwrap();
        Self { text, columns }
    }
    fn line(&mut self, verb: &str, marks: &[char]) {
        let wide = self.columns.iter().map(|name| name.len());
        let cells: Vec<String> = marks.iter().zip(wide).map(|(m, w)| format!("{m:^w$}")).collect();
        writeln!(self.text, "{verb:<20} {}", cells.join("   ").trim_end()).unwrap();
    }
}

const HEAD: &str = "\
Who may do what, by role. `make docs-sync` writes this file; read its change in review.

A line is a verb, a column a relation of the person to the record. y: may. A dot: has not the right there. x: has the
right, but a rule forbids it in this relation (of a case: whoever rectified it does not verify it; a unit bound by the
office's decision does not return it; a second extension is granted above the creation office; a fix on the spot is of
one visit).

The record lies in t.v. and belongs to another unit, unless the relation says otherwise. The grant is over
  own          t.v., all records           own line    t., records of the case's line
  above        t., all records             other line  t., records of another line
  below        t.v.g., all records         own unit    t., records of one's own unit, and this is one
  beside       t.w., all records           other unit  t., records of one's own unit, and this is none
In the relations of a party the grant is over t.w.: what is open there is open by the unit's part in the record. A
former party had such a part and has none now; none never had one.
";

#[test]
fn who_may_do_what() {
    let roles = read_roles(catalogue::ROLES).unwrap();
    let mut text = HEAD.to_owned();
    cases::write(&mut text, &roles);
    rights::write(&mut text, &roles);
    equals_committed("docs/matrix.txt", &text);
}
