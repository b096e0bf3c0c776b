//! One verb's surroundings: who acts, when, by which request, in which transaction. A verb begins with `may`, and
//! ends with `post` (figures) and `record` (trail and event); all of it is one transaction.

use crate::platform::{
    chance::Ids,
    db::{Db, Fault, Refusal, Tx},
    event,
    permission::{Post, Subject, Who},
    problem::Problem,
    request::{self, Key, Stored},
    setting::Settings,
    trail, waiting,
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use journal::{Class, Entry, Metrics, Posting, Source, Way};
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// What is made before a verb's transaction and does not change when it runs again.
pub struct Order {
    pub who: Arc<Who>,
    pub now: Moment,
    /// seed of all ids that the verb makes
    pub seed: [u8; 32],
    pub request: Option<Uuid>,
    /// address of the sender, or the name of the job
    pub origin: String,
    pub metrics: Arc<Metrics>,
    pub settings: Arc<Settings>,
    /// why something is entered into a closed month, if the sender says so
    pub late_reason: Option<String>,
}

/// What a verb works with.
pub struct Work<'a> {
    tx: &'a Tx,
    order: &'a Order,
    ids: Ids,
}

/// A thing that happened, as the trail and the subscribers read it.
pub struct Happened<'a> {
    /// the right's word, as `case.close`
    pub verb: &'static str,
    /// `case`
    pub kind: &'static str,
    pub record: Uuid,
    pub before: Option<&'a dyn erased::Json>,
    pub after: Option<&'a dyn erased::Json>,
}

/// Serialisation without a type parameter on every event.
pub mod erased {
    pub trait Json: Sync {
        fn json(&self) -> String;
    }
    impl<T: serde::Serialize + Sync> Json for T {
        fn json(&self) -> String {
            serde_json::to_string(self).unwrap_or_default()
        }
    }
}

/// The right that opens figures of a class.
pub fn figure_right(class: Class) -> Result<&'static str, Denied> {
    match class {
        Class::Open => Ok("figure.read"),
        Class::Office => Ok("figure.read_office"),
        Class::Restricted => Err(Denied("figure.read_restricted")),
    }
}

/// The statistical month's first day: of now, or as it was at a seal.
pub async fn first_day(
    db: &impl ConnectionTrait,
    settings: &Settings,
    as_of: Option<i64>,
) -> journal::Result<u8> {
    let sealed = match as_of {
        Some(seq) => journal::seal_of(db, seq).await?,
        None => None,
    };
    Ok(sealed.map_or(settings.first_day, |seal| settings.first_day_at(seal.sealed_at)))
}

/// The right to enter into a closed month, with a reason.
const ENTER_LATE: &str = "month.enter_late";

/// A closed month is told as such; all else that the journal refuses is no fault of the sender.
impl From<journal::Error> for Problem {
    fn from(error: journal::Error) -> Self {
        match error {
            journal::Error::MonthClosed { ref closing, permitted } => {
                Self::new(StatusCode::CONFLICT, "month.closed", error.to_string())
                    .param("month", closing.month.as_str())
                    .param("area", closing.area_name.as_str())
                    .param("closed_at", closing.closed.at.to_string())
                    .param("closed_by", closing.closed.name.as_str())
                    .param("permitted", permitted)
            }
            other => Self::internal(&other),
        }
    }
}

/// The one refusal that every context knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no right to {0}")]
pub struct Denied(pub &'static str);
impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self::denied(denied.0)
    }
}

impl<'a> Work<'a> {
    pub fn new(tx: &'a Tx, order: &'a Order) -> Self {
        Self { tx, order, ids: Ids::new(order.seed, order.now) }
    }
    pub fn tx(&self) -> &'a Tx {
        self.tx
    }
    pub fn who(&self) -> &'a Who {
        &self.order.who
    }
    pub fn now(&self) -> Moment {
        self.order.now
    }
    pub fn settings(&self) -> &'a Settings {
        &self.order.settings
    }
    pub fn metrics(&self) -> &'a Metrics {
        &self.order.metrics
    }
    pub fn calendar(&self) -> &'a Calendar {
        &self.order.settings.calendar
    }
    pub fn id(&self) -> Uuid {
        self.ids.next()
    }
    /// A number nobody can foresee; the same when the verb runs again.
    pub fn chance(&self) -> u64 {
        self.ids.number()
    }
    /// Some grant over the record holds the verb.
    pub fn may(&self, verb: &'static str, record: Subject<'_>) -> Result<(), Denied> {
        if self.who().may(verb, record) { Ok(()) } else { Err(Denied(verb)) }
    }
    /// The verb is this party's, and one of my posts is the party's.
    pub fn may_as(&self, verb: &'static str, party: Option<Uuid>) -> Result<(), Denied> {
        party.and_then(|party| self.who().may_as(verb, party)).map(|_| ()).ok_or(Denied(verb))
    }
    /// How what this verb dates comes to be entered: nobody in no post is the clock; a command has the installer's.
    fn way(&self) -> Way {
        let clock = self.who().account.is_nil() && self.who().posts.is_empty();
        if clock { Way::Clock } else { Way::Hand }
    }
    pub async fn post(&self, postings: &[Posting]) -> Result<(), journal::Error> {
        self.post_as(self.way(), postings).await
    }
    /// What field work or the clock brings, whoever sends it: a closed month does not refuse it.
    pub async fn post_as(&self, way: Way, postings: &[Posting]) -> Result<(), journal::Error> {
        let written = journal::post(self.tx, &self.order.metrics, postings).await?;
        self.enter(way, &written).await
    }
    /// Makes what a record has posted say what `wanted` says, by postings and reversals.
    pub async fn restate(&self, source: &Source, wanted: &[Posting]) -> Result<(), journal::Error> {
        self.restate_as(self.way(), source, wanted).await
    }
    /// The same of what field work or the clock brings.
    pub async fn restate_as(
        &self,
        way: Way,
        source: &Source,
        wanted: &[Posting],
    ) -> Result<(), journal::Error> {
        let written = journal::restate(self.tx, &self.order.metrics, source, wanted, self.now()).await?;
        self.enter(way, &written).await
    }
    /// Lets an opening figure count, or the records inside it; whether that changed anything.
    pub async fn choose(&self, opening: Uuid, counts: journal::Counts) -> Result<bool, journal::Error> {
        let written = journal::choose(self.tx, opening, counts, self.now()).await?;
        self.enter(self.way(), &written).await?;
        Ok(!written.is_empty())
    }
    /// The gate of closed months: what falls into one goes on its list. By hand it needs the right there and a reason;
    /// else the verb is refused and all it wrote goes with it.
    async fn enter(&self, way: Way, written: &[Entry]) -> Result<(), journal::Error> {
        let late = journal::late(self.tx, written).await?;
        let Some(first) = late.first() else { return Ok(()) };
        let (reason, person) = match way {
            Way::Hand => (self.order.late_reason.as_deref(), Some(self.who().person)),
            Way::Field => (None, Some(self.who().person)),
            Way::Clock => (None, None),
        };
        let open = |area| self.who().may_of(ENTER_LATE, area, &[]);
        let permitted = late.iter().all(|late| open(&late.area));
        if way == Way::Hand && (!permitted || reason.is_none()) {
            let closing = Box::new(first.closing.clone());
            return Err(journal::Error::MonthClosed { closing, permitted });
        }
        journal::note_late(self.tx, &late, way, reason, person).await
    }
    /// Trail and event of a change, under the post that holds the verb.
    pub async fn record(&self, happened: Happened<'_>) -> Result<(), DbErr> {
        self.record_as(self.who().post_for(happened.verb, None), happened).await
    }
    /// The same under the post that acted.
    pub async fn record_as(&self, post: Option<&Post>, happened: Happened<'_>) -> Result<(), DbErr> {
        let after = happened.after.map(erased::Json::json);
        let who = self.who();
        let line = trail::Line {
            id: self.id(),
            at: self.now(),
            account: Some(who.account),
            person: Some(who.person),
            for_person: who.absent.as_ref().map(|absent| absent.person),
            position: post.map(|post| post.position),
            request: self.order.request,
            verb: happened.verb,
            kind: happened.kind,
            record: happened.record,
            before: happened.before.map(erased::Json::json),
            after: after.clone(),
            origin: &self.order.origin,
        };
        trail::write(self.tx, line).await?;
        let body = after.unwrap_or_else(|| "{}".into());
        event::write(self.tx, self.id(), happened.verb, happened.record, body, self.now()).await
    }
    /// Replaces what waits about a record.
    pub async fn wait(&self, record: Uuid, tasks: Vec<waiting::Task<'_>>) -> Result<(), DbErr> {
        let tasks = tasks.into_iter().map(|task| (self.id(), task)).collect();
        waiting::set(self.tx, record, tasks, self.now()).await
    }
}

/// An answer as it is kept: JSON text, the same for the first and for every later sending.
pub struct Answer(String);

impl Answer {
    /// What was answered, for a face that shows more than may be kept.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_str(&self.0).map_err(|e| Problem::internal(&e))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], self.0).into_response()
    }
}

/// The one way from a request to a transaction: the same request again gets the stored answer, else the verb runs
/// and its answer is kept in its own transaction.
pub struct Door {
    pub db: Db,
    pub order: Order,
    pub key: Key,
}

impl Door {
    pub async fn run<T, E, F>(self, act: F) -> Result<Answer, Problem>
    where
        T: Serialize,
        E: Fault + Into<Problem>,
        F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
    {
        self.within(false, act).await
    }

    /// The last step of an import: it may hold the writer for a minute.
    pub async fn run_long<T, E, F>(self, act: F) -> Result<Answer, Problem>
    where
        T: Serialize,
        E: Fault + Into<Problem>,
        F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
    {
        self.within(true, act).await
    }

    async fn within<T, E, F>(self, long: bool, act: F) -> Result<Answer, Problem>
    where
        T: Serialize,
        E: Fault + Into<Problem>,
        F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
    {
        let Self { db, order, key } = self;
        let once = async move |tx: &Tx| {
            match request::find(tx, &key).await? {
                Some(Stored::Same(answer)) => return Ok(Some(answer)),
                Some(Stored::Other) => return Ok(None),
                None => {}
            }
            let answer = act(&Work::new(tx, &order)).await?;
            let answer = serde_json::to_string(&answer).map_err(|e| DbErr::Custom(e.to_string()))?;
            request::keep(tx, &key, &answer, order.now).await?;
            Ok::<_, E>(Some(answer))
        };
        let done = if long { db.write_long(once).await } else { db.write(once).await };
        match done {
            Ok(Some(answer)) => Ok(Answer(answer)),
            Ok(None) => Err(request::reused()),
            Err(refusal) => Err(refusal.into()),
        }
    }
}

impl<E: Into<Problem>> From<Refusal<E>> for Problem {
    fn from(refusal: Refusal<E>) -> Self {
        match refusal {
            Refusal::Own(error) => error.into(),
            Refusal::Busy | Refusal::Closed => Self::busy(),
            Refusal::Panicked => Self::internal(&"a verb panicked"),
            Refusal::Database(error) => error.into(),
        }
    }
}
