//! The figures of a case: a function of the case and its moves. Verbs restate them from here, and `verify` counts
//! them again from here.

use super::{
    model::{Case, Move, State, Verb},
    rules, store,
};
use jiff::civil::Date;
use journal::{Dims, Posting, Recount, Recounted, Source, Stated, posting_id};
use kernel::{id::Uuid, quantity::Qualifier};
use sea_orm::ConnectionTrait;

/// The kind of source that a case is.
pub const KIND: &str = "case";
/// Figures of cases are kept by community and village.
pub const GRAIN: &str = "village";

/// All postings of a case. A cycle posts `case.due` once: with `case.overdue` on the deadline's day when the clock
/// found it late, else when it closes, together with `case.closed_in_time`.
///
/// One problem is one case: what is merged into another states a further report of that instead of what its cycle had
/// stated, and takes it up again when it is set apart; a child states what its unit did with its part, and nothing of
/// what its parent states for the whole.
pub fn of(case: &Case, history: &[Move]) -> Vec<Posting> {
    if case.parent.is_some() {
        return of_child(case, history);
    }
    let mut aside = Vec::new();
    let mut sheet = Sheet { case, lines: Vec::new() };
    let mut late = false;
    let mut lead = None;
    for step in history {
        let mover = step.lead.or(lead);
        match step.verb {
            Verb::Report => sheet.one("case.reported", case.registering, step),
            Verb::Register => {
                sheet.one("case.registered", case.registering, step);
                sheet.stock("case.open", 1, step);
            }
            Verb::Reject => sheet.one("case.rejected", case.registering, step),
            Verb::Dispatch => sheet.by(mover, "case.dispatched", step),
            Verb::Return => sheet.by(lead, "case.returned", step),
            Verb::Rectify => sheet.by(mover, "case.rectified", step),
            Verb::Verify => sheet.by(step.verifying, "case.verified", step),
            Verb::SendBack => sheet.by(mover, "case.sent_back", step),
            Verb::Shelve => sheet.by(mover, "case.shelved", step),
            Verb::FallDue => {
                late = true;
                let day = step.deadline.unwrap_or(step.at).day();
                sheet.by_on(mover, "case.due", step, day);
                sheet.by_on(mover, "case.overdue", step, day);
            }
            Verb::FixOnSpot => sheet.one("case.fixed_on_spot", case.registering, step),
            Verb::GrantExtension => sheet.by(mover, "case.extended", step),
            Verb::Supervise => sheet.by(mover, "case.supervised", step),
            Verb::Close | Verb::CloseUnchecked | Verb::CloseWithChildren => {
                sheet.by(mover, "case.closed", step);
                sheet.stock("case.open", -1, step);
                if !late {
                    sheet.by(mover, "case.due", step);
                    sheet.by(mover, "case.closed_in_time", step);
                }
            }
            Verb::Reopen => {
                late = false;
                // of the unit whose work did not hold; the new cycle is with its unit at once
                sheet.by(lead, "case.reopened", step);
                sheet.by(mover, "case.dispatched", step);
                sheet.stock("case.open", 1, step);
            }
            // whoever splits what no unit has yet takes it on
            Verb::Split if step.from == Some(State::Registered) => sheet.by(mover, "case.dispatched", step),
            Verb::Supplement => sheet.by(step.organisation, FURTHER, step),
            Verb::Merge => {
                aside = sheet.set_aside(step.cycle);
                if let Some(reported) = history.first().filter(|_| step.cycle == 1) {
                    sheet.add(FURTHER, case.registering, 1, step, reported.at.day());
                }
            }
            Verb::Unmerge => {
                let merged = step.version - 1;
                sheet.lines.retain(|(_, posting)| posting.source.version != i64::from(merged));
                sheet.lines.append(&mut aside);
            }
            Verb::Cancel => sheet.lines.retain(|(cycle, _)| *cycle != step.cycle),
            Verb::Accept
            | Verb::Resume
            | Verb::PartDone
            | Verb::AssignVerifier
            | Verb::AskExtension
            | Verb::RefuseExtension
            | Verb::CorrectCondition
            | Verb::Split
            | Verb::HandOn
            | Verb::Urge => {}
        }
        lead = step.lead;
    }
    sheet.lines.into_iter().map(|(_, posting)| posting).collect()
}

/// The same was reported once more.
const FURTHER: &str = "case.further_report";

/// What a part of a case states.
fn of_child(case: &Case, history: &[Move]) -> Vec<Posting> {
    let mut sheet = Sheet { case, lines: Vec::new() };
    for step in history {
        match step.verb {
            Verb::Dispatch => sheet.by(step.lead, "case.child_dispatched", step),
            Verb::FallDue => {
                let day = step.deadline.unwrap_or(step.at).day();
                sheet.by_on(step.lead, "case.child_overdue", step, day);
            }
            Verb::Close | Verb::CloseUnchecked => sheet.by(step.lead, "case.child_closed", step),
            Verb::Supplement => sheet.by(step.organisation, FURTHER, step),
            Verb::Cancel => sheet.lines.retain(|(cycle, _)| *cycle != step.cycle),
            _ => {}
        }
    }
    sheet.lines.into_iter().map(|(_, posting)| posting).collect()
}

struct Sheet<'a> {
    case: &'a Case,
    /// with the cycle that each belongs to
    lines: Vec<(i32, Posting)>,
}

impl Sheet<'_> {
    /// Takes out what a cycle states, further reports left in place: they stay reports of the same.
    fn set_aside(&mut self, of: i32) -> Vec<(i32, Posting)> {
        let (aside, kept) = std::mem::take(&mut self.lines)
            .into_iter()
            .partition(|(cycle, posting)| *cycle == of && posting.metric != FURTHER);
        self.lines = kept;
        aside
    }
    fn by(&mut self, org: Option<Uuid>, metric: &str, step: &Move) {
        self.by_on(org, metric, step, step.at.day());
    }
    fn by_on(&mut self, org: Option<Uuid>, metric: &str, step: &Move, day: Date) {
        if let Some(org) = org {
            self.add(metric, org, 1, step, day);
        }
    }
    fn one(&mut self, metric: &str, org: Uuid, step: &Move) {
        self.add(metric, org, 1, step, step.at.day());
    }
    /// A stock stays with the registering organisation, so that what came in goes out at the same place.
    fn stock(&mut self, metric: &str, change: i64, step: &Move) {
        self.add(metric, self.case.registering, change, step, step.at.day());
    }
    fn add(&mut self, metric: &str, org: Uuid, quantity: i64, step: &Move, day: Date) {
        let case = self.case;
        let dims = [("category", case.category.as_str()), ("source", case.source.word())];
        let posting = Posting {
            id: posting_id(KIND, case.id.0, metric, &step.version.to_string()),
            metric: metric.into(),
            area: case.counted_in,
            org,
            day,
            until: None,
            quantity: Some(quantity),
            qualifier: Qualifier::Exact,
            dims: dims.into_iter().map(|(k, v)| (k.into(), v.into())).collect::<Dims>(),
            subject: None,
            source: source(case, step.version),
            recorded_at: step.at,
        };
        self.lines.push((step.cycle, posting));
    }
}

/// The case as a source of postings, in its version of this move.
pub fn source(case: &Case, version: i32) -> Source {
    Source { kind: KIND.into(), id: case.id.0, version: i64::from(version) }
}

/// Counts the postings of all cases again from their rows, and reads their moves beside the rows, for the verification.
pub struct Recounter<'a, C>(pub &'a C);

impl<C: ConnectionTrait> Recount for Recounter<'_, C> {
    fn kind(&self) -> &str {
        KIND
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        Box::pin(async move {
            let page = store::page_of_histories(self.0, after, limit).await.map_err(|e| e.to_string())?;
            let stated = |one: store::History| Stated {
                record: one.case.id.0,
                postings: of(&one.case, &one.moves),
                contradiction: rules::contradiction(&one.case, &one.moves).or(one.derived).map(str::to_owned),
            };
            Ok(page.into_iter().map(stated).collect())
        })
    }
}
