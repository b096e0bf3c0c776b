//! Take a file of figures in: all of its rows or none, and the same file once.

use super::{
    WRITE,
    enter::{place, write},
    recount::recount,
};
use crate::{
    statements::{
        model::{Doubt, Error, Judged, Kind, Place, State, Statement},
        rules, store,
        table::Row,
    },
    work::Work,
};
use kernel::id::Uuid;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A file that was read and judged.
#[derive(Clone, Debug)]
pub struct Order {
    /// SHA-256 of its bytes
    pub hash: String,
    /// place, period and condition of its rows, as asked
    pub scope: String,
    pub rows: Vec<Row>,
    /// whom rows credit that name nobody; without it the unit of whoever sends the file
    pub organisation: Option<Uuid>,
}

/// What became of a file of figures, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TakenFigures)]
pub struct Taken {
    /// by which the list is narrowed to its rows
    pub file: Uuid,
    /// the same stood already; nothing was changed
    pub unchanged: bool,
    /// rows that post
    pub stated: i64,
    pub targets: i64,
    /// rates and times, kept as text
    pub quoted: i64,
    /// rows without a metric
    pub unmatched: i64,
    /// rows that wait for the office
    pub held: i64,
}

pub async fn take(work: &Work<'_>, order: &Order) -> Result<Taken, Error> {
    if let Some(file) = store::find_file(work.tx(), &order.hash, &order.scope).await? {
        return told(work, file, true).await;
    }
    let file = store::File {
        id: work.id(),
        hash: order.hash.clone(),
        scope: order.scope.clone(),
        person: work.who().person,
        at: work.now(),
    };
    store::insert_file(work.tx(), &file).await?;
    let mut places: HashMap<(Uuid, Option<Uuid>), Place> = HashMap::new();
    let mut entered: Vec<Statement> = Vec::new();
    for row in &order.rows {
        let whose = (row.area, row.organisation.or(order.organisation));
        let place = match places.get(&whose) {
            Some(place) => place.clone(),
            None => {
                let found = place(work, whose.0, whose.1).await?;
                places.insert(whose, found.clone());
                found
            }
        };
        let said = statement(work, row, file.id, place);
        said.shown(|shown| work.may(WRITE, shown))?;
        let said = held(work, said, &entered).await?;
        entered.push(write(work, None, said, None).await?);
    }
    recount(work, &entered.iter().collect::<Vec<_>>()).await?;
    told(work, file.id, false).await
}

fn statement(work: &Work<'_>, row: &Row, file: Uuid, place: Place) -> Statement {
    Statement {
        id: work.id(),
        place,
        first: row.first,
        last: row.last,
        judged: row.judged.clone(),
        posted: None,
        words: row.words.clone(),
        from: Some((file, i32::try_from(row.line).unwrap_or(i32::MAX))),
        version: 1,
        person: work.who().person,
        recorded_at: work.now(),
    }
}

/// What the file, or somebody before it, states already is held; the office may let it count.
async fn held(work: &Work<'_>, said: Statement, entered: &[Statement]) -> Result<Statement, Error> {
    if said.judged.state != State::Stated {
        return Ok(said);
    }
    let standing = |other: &&Statement| other.judged.state == State::Stated;
    let mut doubt =
        entered.iter().filter(standing).any(|other| rules::repeats(&said, other)).then_some(Doubt::Repeated);
    if doubt.is_none() && matches!(said.judged.kind, Some(Kind::Observation | Kind::StockTake)) {
        let beside = store::beside(work.tx(), &said).await?;
        let other = beside.iter().find(|other| rules::same_fact(&said, other));
        doubt = other.map(|other| {
            if other.judged.amount == said.judged.amount { Doubt::Repeated } else { Doubt::Otherwise }
        });
    }
    Ok(match doubt {
        Some(_) => Statement { judged: Judged { state: State::Held, doubt, ..said.judged.clone() }, ..said },
        None => said,
    })
}

async fn told(work: &Work<'_>, file: Uuid, unchanged: bool) -> Result<Taken, Error> {
    let counts = store::counts(work.tx(), file).await?;
    let of = |state: &str| counts.get(state).copied().unwrap_or_default();
    Ok(Taken {
        file,
        unchanged,
        stated: of("stated"),
        targets: of("target"),
        quoted: of("quoted"),
        unmatched: of("unmatched"),
        held: of("held"),
    })
}
