//! What a case would be made of a row, and what is missing for that.

use super::{
    day,
    search::{Named, longest},
};
use crate::referrals::model::{Draft, Fault, Field, Found, Item, Kind, Mended, Role};
use jiff::civil::Date;
use kernel::id::Uuid;

const LONGEST_TITLE: usize = 80;
const LONGEST_PLACE: usize = 120;
const LONGEST_TEXT: usize = 2000;
/// What a fault repeats of a cell.
const QUOTED: usize = 60;

/// The places, units and categories among which a row's words are looked for.
#[derive(Default)]
pub struct Ground {
    pub areas: Vec<Named<Uuid>>,
    /// sites, each with its area
    pub sites: Vec<Named<(Uuid, Uuid)>>,
    pub units: Vec<Named<Uuid>>,
    pub categories: Vec<Named<Kind>>,
}

/// What a row's cells say, by the meaning of their columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub number: String,
    pub place: String,
    pub problem: String,
    pub category: String,
    pub unit: String,
    pub due_on: String,
    /// the other columns that belong to the case, each with its head
    pub notes: Vec<(String, String)>,
}

impl Said {
    pub fn of(item: &Item, columns: &[crate::referrals::model::Column]) -> Self {
        let cell = |role| item.cell(columns.iter().position(|column| column.role == role)).to_owned();
        let notes = columns.iter().enumerate().filter(|(_, column)| column.role == Role::Note);
        let notes = notes.map(|(at, column)| (column.head.clone(), item.cell(Some(at)).to_owned()));
        Self {
            number: cell(Role::Number),
            place: cell(Role::Place),
            problem: cell(Role::Problem),
            category: cell(Role::Category),
            unit: cell(Role::Unit),
            due_on: cell(Role::DueOn),
            notes: notes.filter(|(_, text)| !text.is_empty()).collect(),
        }
    }
}

/// What the office mended goes before the cells. The unit that a rule finds, and the photos that a category wants, are
/// asked of the cases.
pub fn draft(said: &Said, mended: &Mended, ground: &Ground, received: Date) -> Draft {
    let problem = clean(mended.problem.as_deref().unwrap_or(&said.problem));
    let mut draft = Draft { number: clean(&said.number), ..Draft::default() };
    draft.title = cut(&problem.replace('\n', " "), LONGEST_TITLE);
    let notes: Vec<String> =
        said.notes.iter().map(|(head, text)| format!("{head}：{}", clean(text))).collect();
    let whole = if draft.title == problem { String::new() } else { problem.clone() };
    draft.description = cut(format!("{whole}\n{}", notes.join("\n")).trim(), LONGEST_TEXT);
    if !problem.chars().any(char::is_alphanumeric) {
        draft.fault(Field::Problem, "empty", &problem);
    }
    place(&mut draft, said, mended, ground);
    category(&mut draft, said, mended, ground);
    let unit = match mended.unit {
        Some(id) => ground.units.iter().find(|unit| unit.thing == id).map(|unit| &unit.thing),
        None => longest(&said.unit, ground.units.iter()).first().copied(),
    };
    draft.unit = unit.and_then(|id| Some(Found { id: *id, name: name_of(&ground.units, id)? }));
    draft.due_on = match mended.due_on {
        Some(day) => Some(day),
        None if said.due_on.is_empty() => None,
        None => day(&said.due_on, received).or_else(|| {
            draft.fault(Field::DueOn, "unreadable", &said.due_on);
            None
        }),
    };
    draft
}

/// A site goes before an area, the cell of the place before the sentence of the problem, that before the unit's.
fn place(draft: &mut Draft, said: &Said, mended: &Mended, ground: &Ground) {
    let words = clean(mended.place.as_deref().unwrap_or(&said.place));
    let area = |id: &Uuid| name_of(&ground.areas, id).map(|name| Found { id: *id, name });
    let mut several = false;
    if let Some(id) = mended.area {
        draft.area = area(&id);
    }
    for words in [words.as_str(), &said.problem, &said.unit] {
        if draft.area.is_some() {
            break;
        }
        if let [(site, within)] = longest(words, ground.sites.iter())[..] {
            draft.area = area(within);
            let named = ground.sites.iter().find(|named| named.thing.0 == *site);
            draft.site = named.map(|named| Found { id: *site, name: named.name.clone() });
            continue;
        }
        match longest(words, ground.areas.iter())[..] {
            [found] => draft.area = area(found),
            [] => {}
            _ => several = true,
        }
    }
    if draft.area.is_none() {
        let rule = if several {
            "several"
        } else if words.is_empty() {
            "empty"
        } else {
            "unknown"
        };
        draft.fault(Field::Place, rule, &words);
    }
    let name = draft.site.as_ref().or(draft.area.as_ref()).map(|found| found.name.clone());
    draft.place = cut(
        &if words.is_empty() { name.unwrap_or_default() } else { words.replace('\n', " ") },
        LONGEST_PLACE,
    );
}

fn category(draft: &mut Draft, said: &Said, mended: &Mended, ground: &Ground) {
    let chosen = mended.category.as_ref();
    let words = [said.category.as_str(), mended.problem.as_deref().unwrap_or(&said.problem)];
    draft.category = match chosen {
        Some(code) => {
            ground.categories.iter().find(|named| named.thing.code == *code).map(|named| named.thing.clone())
        }
        None => {
            words.iter().find_map(|words| longest(words, ground.categories.iter()).first().copied().cloned())
        }
    };
    if draft.category.is_none() {
        let found = if said.category.is_empty() { &said.problem } else { &said.category };
        let rule = if found.trim().is_empty() { "empty" } else { "unknown" };
        draft.fault(Field::Category, rule, found);
    }
}

impl Draft {
    pub fn fault(&mut self, field: Field, rule: &str, found: &str) {
        self.faults.push(Fault { field, rule: rule.into(), found: cut(found, QUOTED) });
    }
}

fn name_of(names: &[Named<Uuid>], id: &Uuid) -> Option<String> {
    names.iter().find(|named| named.thing == *id).map(|named| named.name.clone())
}

/// Without signs that nobody sees.
fn clean(text: &str) -> String {
    let seen = |c: &char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}');
        (!c.is_control() || *c == '\n') && !turns
    };
    text.trim().chars().filter(seen).collect()
}

/// At most so many characters; what is cut ends with a sign of it.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
