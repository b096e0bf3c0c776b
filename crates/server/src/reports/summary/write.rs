//! Clauses with their figures made into a paragraph: what says nothing falls away, sentences end, lists are counted.

use super::{Said, figures::Taken};
use crate::reports::{
    model::{Content, Error, Run},
    template::{BlockTemplate, Clause, Each, Piece, Renderer},
    words,
};
use minijinja::{Value, context};

/// What a file of a paper is written with.
pub struct Pen<'a> {
    pub renderer: &'a Renderer,
    pub file: &'a str,
    pub context: &'a Value,
    pub taken: &'a Taken,
}

/// What a list says, part by part, and the clause for the others.
type List = (Vec<Vec<Run>>, Option<Vec<Run>>);

/// A part of a list that has something to say.
struct Part<'s> {
    value: &'s Value,
    /// its first figure
    weight: f64,
    runs: Vec<Run>,
}

impl Pen<'_> {
    /// None when no sentence is left, and where a list has no part.
    pub fn paragraph(&self, template: &BlockTemplate, said: &Said) -> Result<Option<Content>, Error> {
        let mut runs = Vec::new();
        for (sentence, clauses) in template.sentence.iter().zip(&said.sentences) {
            let stands = |clause: &Clause| {
                clause.as_ref().is_some_and(|pieces| resolved(pieces, self.taken).is_some())
            };
            if sentence.lead.is_some() && !clauses.iter().skip(1).any(stands) {
                continue;
            }
            let Some(said) = self::sentence(clauses, self.taken) else { continue };
            runs.extend(said);
            runs.push(Run::Text("。".into()));
        }
        if let Some(each) = &template.each {
            let (parts, rest) = self.parts(each, said)?;
            // what introduces the parts is not said without them
            if parts.is_empty() {
                return Ok(None);
            }
            let many = parts.len() > 1;
            let numbered = parts.into_iter().enumerate().map(|(i, part)| {
                let ordinal = if many { words::ordinal(i + 1) } else { String::new() };
                [vec![Run::Text(ordinal)], part].concat()
            });
            for (i, part) in numbered.chain(rest).enumerate() {
                runs.extend((i > 0).then(|| Run::Text("；".into())));
                runs.extend(part);
            }
            runs.push(Run::Text("。".into()));
        }
        let runs = Run::merged(runs);
        Ok(if runs.is_empty() { None } else { Some(Content::Paragraph { runs }) })
    }

    /// The parts of a list. Where only so many are said, they are those with the highest first figure, and one clause
    /// names the others; a single one left over is said as well.
    fn parts<'s>(&self, each: &Each, said: &'s Said) -> Result<List, Error> {
        let part = |(value, clauses): &'s (Value, Vec<Clause>)| {
            let runs = sentence(clauses, self.taken)?;
            Some(Part { value, weight: weight(clauses, self.taken), runs })
        };
        let mut parts: Vec<Part<'s>> = said.parts.iter().filter_map(part).collect();
        let Some(cap) = &each.cap else {
            return Ok((parts.into_iter().map(|part| part.runs).collect(), None));
        };
        parts.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        let others = if parts.len() > cap.most + 1 { parts.split_off(cap.most) } else { Vec::new() };
        let last = parts.last().map(|part| part.value.clone());
        let said = parts.into_iter().map(|part| part.runs).collect();
        if others.is_empty() {
            return Ok((said, None));
        }
        let names = others.iter().filter_map(|part| part.value.get_attr("name").ok());
        let names: Vec<String> = names.map(|name| name.to_string()).collect();
        let with = context! { part => last, rest => names.join("、"), ..self.context.clone() };
        let clause = self.renderer.clause(self.file, &cap.rest, &with)?;
        Ok((said, sentence(&[clause], self.taken)))
    }
}

/// The first figure that clauses say.
fn weight(clauses: &[Clause], taken: &Taken) -> f64 {
    let pieces = clauses.iter().flatten().flatten();
    let mut first = pieces.filter_map(|piece| match piece {
        Piece::Figure(asked) => taken.get(asked),
        Piece::Text(_) | Piece::Change(_) => None,
    });
    first.find_map(|found| found.live.value.parse().ok()).unwrap_or_default()
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
