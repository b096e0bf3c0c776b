//! Who goes on with a story: the unit that gets it, and the person who does the step.

use super::{Scene, plot::Story};
use crate::{
    cases::{Case, Category, Verb},
    platform::permission::Who,
    start::Error,
};
use kernel::id::Uuid;
use std::sync::Arc;

/// The department instead of the community that the rule finds, as often as the problem says; after a return the
/// other of the two.
pub fn unit(scene: &Scene<'_>, rule: &Category, story: &mut Story<'_>, case: &Case) -> Option<Uuid> {
    let problem = story.opening.problem;
    let mut departments = scene.town.organisations.values().filter(|o| o.kind == rule.department);
    let department = departments.next().map(|o| o.id).filter(|_| problem.department > 0.0);
    let to_department =
        if case.returns > 0 { !story.to_department } else { story.dice.luck(problem.department) };
    story.to_department = to_department;
    department.filter(|_| to_department)
}

/// Somebody of a unit who may do the verb, but not that one.
pub fn party(
    scene: &Scene<'_>,
    story: &mut Story<'_>,
    party: Option<Uuid>,
    verb: Verb,
    but: Option<Uuid>,
) -> Result<Arc<Who>, Error> {
    let day = scene.app.clock.now().day();
    let mut able = party.map(|party| scene.crew.of(party, verb, day)).unwrap_or_default();
    able.retain(|who| Some(who.person) != but);
    choose(story, &able)
}

/// One of these, by chance.
pub fn choose(story: &mut Story<'_>, of: &[&Arc<Who>]) -> Result<Arc<Who>, Error> {
    let found = story.dice.pick(of).map(|who| Arc::clone(who));
    found.ok_or_else(|| Error::NotDone(format!("nobody can go on with {}", story.opening.title)))
}
