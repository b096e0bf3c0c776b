//! Check and filter are one: for any grants, posts and cases the list shows exactly what the check lets read.

use super::*;
use crate::{
    cases::{
        model::Part,
        store::{find_case, insert, readable_labels, write_parts},
    },
    platform::permission::{Grant, Post, Scope, Who},
};
use proptest::{prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner};
use std::sync::Arc;

const LINES: &[&str] = &["sanitation", "street_order", "parking"];
const CASES: u128 = 60;
const PEOPLE: usize = 300;

/// An organisation of the town: its id and path.
type Unit = (Uuid, String);

/// A case by choices: area, line, registering, lead, verifying, cooperating.
type Drawn = (Index, Index, Index, Option<Index>, Option<Index>, Option<Index>);
/// A grant by choices: which post, whether it reads cases, area, and scope: all, own of a unit, or lines.
type Granted = (Index, bool, Index, Result<Option<Index>, Vec<Index>>);

fn a_case() -> impl Strategy<Value = Drawn> {
    let maybe = || prop::option::of(any::<Index>());
    (any::<Index>(), any::<Index>(), any::<Index>(), maybe(), maybe(), maybe())
}

fn a_grant() -> impl Strategy<Value = Granted> {
    let scope = prop_oneof![
        prop::option::of(any::<Index>()).prop_map(Ok),
        prop::collection::vec(any::<Index>(), 0..3).prop_map(Err),
    ];
    (any::<Index>(), prop::bool::weighted(0.8), any::<Index>(), scope)
}

fn who(posts: &[Index], grants: &[Granted], units: &[Unit], areas: &[Unit]) -> Who {
    let post = |(n, unit): (u128, &Index)| {
        let (organisation, organisation_path) = unit.get(units).clone();
        Post {
            position: Uuid::from_u128(n),
            title: String::new(),
            organisation,
            organisation_name: String::new(),
            organisation_path,
            area: Uuid::nil(),
            area_name: String::new(),
        }
    };
    let posts: Vec<Post> = (1..).zip(posts).map(post).collect();
    let grant = |(of, reads, area, scope): &Granted| Grant {
        position: of.get(&posts).position,
        verbs: Arc::new([if *reads { "case.read" } else { "case.report" }.to_owned()].into()),
        area: area.get(areas).1.clone(),
        scope: match scope {
            Ok(None) => Scope::All,
            Ok(Some(unit)) => Scope::Own(unit.get(units).1.clone()),
            Err(lines) => Scope::Lines(lines.iter().map(|line| line.get(LINES).to_string()).collect()),
        },
    };
    let grants = grants.iter().map(grant).collect();
    Who { posts, grants, ..Who::default() }
}

fn drawn<S: Strategy>(runner: &mut TestRunner, of: S) -> S::Value {
    of.new_tree(runner).unwrap().current()
}

/// Rows of id and path.
async fn paths(place: &Place, table: &str) -> Vec<Unit> {
    let db = place.app.db.read().await.unwrap();
    let sql = format!("select id, path from {table} order by path");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "id").unwrap(), row.try_get("", "path").unwrap())).collect()
}

on_both!(the_list_shows_what_the_check_lets_read, async |place: &Place| {
    let (areas, units) = (paths(place, "area").await, paths(place, "organisation").await);
    let mut runner = TestRunner::deterministic();
    let mut ids = Vec::new();
    for n in 1..=CASES {
        let (area, line, registering, lead, verifying, beside) = drawn(&mut runner, a_case());
        let unit = |choice: Option<Index>| choice.map(|choice| choice.get(&units).0);
        let line: &str = line.get::<&str>(LINES);
        let case = a_case_of(registering.get(&units).0, unit(lead), unit(verifying), "", line);
        let place_ = Place_ { area: area.get(&areas).0, ..case.place.clone() };
        let part = |(organisation, path): &Unit| Part {
            organisation: *organisation,
            path: path.clone(),
            done: None,
        };
        let cooperating = beside.map(|choice| part(choice.get(&units))).into_iter().collect();
        let (id, counted_in) = (CaseId(Uuid::from_u128(n)), place_.area);
        let case =
            Case { id, number: format!("2610-{n:04}"), place: place_, counted_in, cooperating, ..case };
        let kept = case.clone();
        let write = async move |tx: &crate::platform::db::Tx| {
            insert(tx, &kept).await?;
            write_parts(tx, &kept).await
        };
        place.app.db.write_long(write).await.unwrap();
        ids.push(id);
    }
    let db = place.app.db.read().await.unwrap();
    let mut cases = Vec::new();
    for id in &ids {
        cases.push(find_case(&db, *id).await.unwrap().unwrap());
    }
    let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let (mut some, mut kinds) = (0, [0; 3]);
    for _ in 0..PEOPLE {
        let posts = drawn(&mut runner, prop::collection::vec(any::<Index>(), 1..3));
        let grants = drawn(&mut runner, prop::collection::vec(a_grant(), 0..4));
        let who = who(&posts, &grants, &units, &areas);
        for grant in &who.grants {
            kinds[match grant.scope {
                Scope::All => 0,
                Scope::Own(_) => 1,
                Scope::Lines(_) => 2,
            }] += 1;
        }
        let checked: Vec<Uuid> = cases
            .iter()
            .filter(|case| case.shown(|shown| who.may_read("case.read", shown)))
            .map(|case| case.id.0)
            .collect();
        let mut listed: Vec<Uuid> =
            readable_labels(&db, &who, &ids).await.unwrap().into_iter().map(|(id, _)| id).collect();
        listed.sort();
        assert_eq!(checked, listed, "{who:#?}");
        some += usize::from(!listed.is_empty() && listed.len() < cases.len());
    }
    assert!(some > PEOPLE / 3, "{some} of {PEOPLE} may read some and not all");
    assert!(kinds.iter().all(|n| *n > PEOPLE / 10), "each scope is tried: {kinds:?}");
});
