//! Section 1: who leads, which posts are held, who answers for which line, and which heads changed; as of the period's
//! last day.

use super::{Ask, Error, Ground, Told, words};
use crate::{
    cases,
    directory::{self, Organisation, PostRow},
};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};

/// Who owns ground rather than a line of work.
const BLOCKS: [&str; 2] = ["community", "village"];
const LEADING: [&str; 3] = ["district_office", "government", "creation_office"];
/// Posts that are looked at.
const MOST: u64 = 20_000;
/// Names of a list that are said.
const NAMED: usize = 5;

pub async fn tell<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    told: &Told,
    context: &mut Map<String, Value>,
) -> Result<(), Error> {
    let day = told.last.to_string();
    let posts = directory::list_posts(ask.db, &[&ask.area.path], None, &day, None, MOST).await?;
    let posts: Vec<PostRow> = posts.into_iter().filter(|post| post.from_day <= day).collect();
    units(ground, context);
    leading(ground, &posts, context);
    let vacant: Vec<String> = posts.iter().filter(|post| post.person.is_none()).map(post_name).collect();
    context.insert("posts".into(), json!(posts.len()));
    context.insert("held".into(), json!(posts.len() - vacant.len()));
    context.insert("vacant".into(), json!(vacant.len()));
    context.insert("vacant_names".into(), json!(named(&vacant)));
    context.insert("line_units".into(), json!(lines(ask).await?));
    let days = [told.first.to_string(), day];
    let changed = directory::changed_heads(ask.db, &ask.area.path, &days).await?;
    let changed = changed.into_iter().map(|change| {
        let day = change.day.parse().map_or(change.day, words::short_day);
        json!({ "day": day, "post": format!("{}{}", change.organisation_name, change.title),
            "before": change.before_name, "after": change.after_name })
    });
    context.insert("changed_heads".into(), json!(changed.collect::<Vec<_>>()));
    Ok(())
}

fn units(ground: &Ground, context: &mut Map<String, Value>) {
    let names = |wanted: &dyn Fn(&str) -> bool| {
        let found = ground.organisations.iter().filter(|o| wanted(&o.kind));
        found.map(|o| o.short_name.clone()).collect::<Vec<_>>()
    };
    let departments = names(&|kind| !BLOCKS.contains(&kind) && !LEADING.contains(&kind));
    context.insert("above".into(), json!(named(&names(&|kind| LEADING.contains(&kind)))));
    context.insert("departments".into(), json!(departments.len()));
    context.insert("blocks".into(), json!(names(&|kind| BLOCKS.contains(&kind)).len()));
    context.insert("organisations".into(), json!(ground.organisations.len()));
}

/// The government and the creation office, each with whoever heads it: `副镇长梁建国`, or `镇长（空缺）`.
fn leading(ground: &Ground, posts: &[PostRow], context: &mut Map<String, Value>) {
    for (kind, name, head) in [
        ("government", "government", "government_head"),
        ("creation_office", "creation_office", "office_head"),
    ] {
        // the highest of the place
        let unit: Option<&Organisation> = ground.organisations.iter().find(|o| o.kind == kind);
        let mut heads: Vec<&PostRow> = posts
            .iter()
            .filter(|post| post.head && unit.is_some_and(|o| o.id == post.organisation))
            .collect();
        heads.sort_by_key(|post| post.person.is_none());
        let said = heads.first().map(|post| match &post.person_name {
            Some(person) => format!("{}{person}", post.title),
            None => format!("{}（空缺）", post.title),
        });
        context.insert(name.into(), json!(unit.map_or("", |o| o.short_name.as_str())));
        context.insert(head.into(), json!(said.unwrap_or_default()));
    }
}

/// `镇环卫所负责环境卫生`, `综合执法队负责市容秩序、车辆停放`: whom the dispatch rules find for each line.
async fn lines<C: ConnectionTrait>(ask: &Ask<'_, C>) -> Result<String, Error> {
    let mut units: Vec<(String, Vec<String>)> = Vec::new();
    for (line, unit) in cases::line_units(ask.db, ask.area.id, ask.now).await? {
        match units.iter_mut().find(|(known, _)| *known == unit.short_name) {
            Some((_, lines)) => lines.push(line),
            None => units.push((unit.short_name, vec![line])),
        }
    }
    let said = units.iter().map(|(unit, lines)| format!("{unit}负责{}", lines.join("、")));
    Ok(said.collect::<Vec<_>>().join("，"))
}

fn post_name(post: &PostRow) -> String {
    format!("{}{}", post.organisation_name, post.title)
}

/// The first names of a list, with `等` where there are more.
fn named(names: &[String]) -> String {
    let more = if names.len() > NAMED { "等" } else { "" };
    names[..names.len().min(NAMED)].join("、") + more
}
