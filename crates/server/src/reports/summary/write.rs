//! Clauses with their figures made into a paragraph: what says nothing falls away, sentences end, lists are counted.

use super::{Said, figures::Taken};
use crate::reports::{
    model::{Content, Run},
    template::{BlockTemplate, Clause, Piece},
    words,
};

/// None when no sentence is left.
pub fn paragraph(template: &BlockTemplate, said: &Said, taken: &Taken) -> Option<Content> {
    let lead = template.sentence.len();
    let mut runs = Vec::new();
    for sentence in said.iter().take(lead).filter_map(|clauses| sentence(clauses, taken)) {
        runs.extend(sentence);
        runs.push(Run::Text("。".into()));
    }
    if let Some(each) = &template.each {
        let most = each.most.unwrap_or(usize::MAX);
        let parts: Vec<_> =
            said.iter().skip(lead).filter_map(|clauses| sentence(clauses, taken)).take(most).collect();
        // what introduces the parts is not said without them
        if parts.is_empty() {
            return None;
        }
        let (many, last) = (parts.len() > 1, parts.len());
        for (i, part) in parts.into_iter().enumerate() {
            runs.push(Run::Text(if many { words::ordinal(i + 1) } else { String::new() }));
            runs.extend(part);
            runs.push(Run::Text(if i + 1 == last { "。" } else { "；" }.into()));
        }
    }
    let runs = merged(runs);
    if runs.is_empty() { None } else { Some(Content::Paragraph { runs }) }
}

/// Clauses with commas between; none when the first says nothing.
fn sentence(clauses: &[Clause], taken: &Taken) -> Option<Vec<Run>> {
    let mut runs = Vec::new();
    for (i, clause) in clauses.iter().enumerate() {
        match clause.as_ref().and_then(|pieces| resolved(pieces, taken)) {
            Some(said) => {
                if i > 0 {
                    runs.push(Run::Text("，".into()));
                }
                runs.extend(said);
            }
            None if i == 0 => return None,
            None => {}
        }
    }
    Some(runs)
}

/// None when one of its figures has nothing to say.
fn resolved(pieces: &[Piece], taken: &Taken) -> Option<Vec<Run>> {
    let mut runs = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => runs.push(Run::Text(text.clone())),
            Piece::Figure(asked) | Piece::Change(asked) => {
                let found = taken.get(asked)?;
                runs.push(Run::Text(found.around.0.clone()));
                runs.push(Run::Figure(Box::new(found.live.clone())));
                runs.push(Run::Text(found.around.1.clone()));
            }
        }
    }
    Some(runs)
}

/// Neighbouring texts as one.
fn merged(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        match (out.last_mut(), run) {
            (_, Run::Text(text)) if text.is_empty() => {}
            (Some(Run::Text(before)), Run::Text(text)) => before.push_str(&text),
            (_, run) => out.push(run),
        }
    }
    out
}
