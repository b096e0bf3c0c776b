//! Which cases a list shows: one WHERE for rows, totals, counts and groups, so that they always agree.

use crate::{
    cases::{
        model::{Fact, Source, Spot, State, Verb},
        rules,
    },
    platform::{
        permission::{Columns, Who, under},
        query::{at, col, holding},
    },
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::sea_query::{
    Alias, CaseStatement, Cond, Expr, ExprTrait, Func, JoinType, Query, SelectStatement,
};

/// The states in which a unit has the case and time counts.
pub const WITH_UNIT: &[State] = &[State::Dispatched, State::Accepted];

/// What the permission filter may ask of a row.
const COLUMNS: Columns = Columns {
    area_path: ("a", "path"),
    line: Some(("c", "line")),
    organisation_paths: &[("r", "path"), ("l", "path")],
    parties: &[("c", "registering"), ("c", "lead"), ("c", "verifying")],
};

/// The fixed views of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    ForMe,
    Open,
    DueToday,
    Overdue,
    Supervised,
    Public,
    /// I or my organisation have acted, and it waits for others
    Done,
    All,
}

/// What narrows the list; every empty field lets all through.
#[derive(Clone, Debug)]
pub struct Filter {
    pub view: View,
    /// words of the number, title or place
    pub words: Option<String>,
    pub states: Vec<State>,
    pub facts: Vec<Fact>,
    /// codes of categories
    pub categories: Option<Vec<String>>,
    /// path of an area
    pub area: Option<String>,
    pub lead: Option<Uuid>,
    /// the inspected place
    pub site: Option<Uuid>,
    /// the round in which they were found
    pub round: Option<Uuid>,
    pub source: Option<Source>,
    /// reported from, until (both included)
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    pub now: Moment,
    /// the end of the local day
    pub tonight: Moment,
}

impl Filter {
    /// Whether only cases are meant that were reported within one year.
    pub fn within_a_year(&self) -> bool {
        const YEAR_MS: i64 = 366 * 24 * 60 * 60 * 1000;
        self.from.zip(self.until).is_some_and(|(from, until)| until.since(from) <= YEAR_MS)
    }
}

/// `left`, though each case has one: who asks for nothing of it, pays nothing for it.
pub fn joined() -> SelectStatement {
    let mut query = Query::select();
    query
        .from_as("case_record", "c")
        .join_as(JoinType::InnerJoin, "area", "a", Expr::col(at("a", "id")).equals(at("c", "area")))
        .join_as(
            JoinType::LeftJoin,
            "organisation",
            "r",
            Expr::col(at("r", "id")).equals(at("c", "registering")),
        )
        .join_as(JoinType::LeftJoin, "organisation", "l", Expr::col(at("l", "id")).equals(at("c", "lead")));
    query
}

/// The names of area, category and unit.
pub fn with_names(query: &mut SelectStatement) {
    query
        .expr_as(Expr::col(at("a", "name")), Alias::new("area_name"))
        .expr_as(Expr::col(at("k", "name")), Alias::new("category_name"))
        .expr_as(Expr::col(at("l", "short_name")), Alias::new("lead_name"))
        .join_as(
            JoinType::InnerJoin,
            "category",
            "k",
            Expr::col(at("k", "code")).equals(at("c", "category")),
        );
}

pub fn from(who: &Who, filter: &Filter) -> SelectStatement {
    let mut query = joined();
    query.cond_where(readable(who)).cond_where(view(who, filter.view, filter));
    if let Some(words) = &filter.words {
        query.cond_where(holding(words, "c", &["number", "title", "place"]));
    }
    if !filter.states.is_empty() {
        query.cond_where(is_state(&filter.states));
    }
    if !filter.facts.is_empty() {
        let any = filter.facts.iter().fold(Cond::any(), |any, fact| any.add(holds(*fact, filter.now)));
        query.cond_where(any);
    }
    if let Some(categories) = &filter.categories {
        query.cond_where(col("c", "category").is_in(categories));
    }
    if let Some(area) = &filter.area {
        query.cond_where(under(("a", "path"), area));
    }
    if let Some(lead) = filter.lead {
        query.cond_where(col("c", "lead").eq(lead));
    }
    if let Some(site) = filter.site {
        query.cond_where(col("c", "site").eq(site));
    }
    if let Some(round) = filter.round {
        query.cond_where(col("c", "round").eq(round));
    }
    if let Some(source) = filter.source {
        query.cond_where(col("c", "source").eq(source.word()));
    }
    if let Some(from) = filter.from {
        query.cond_where(col("c", "reported_at").gte(from.millis()));
    }
    if let Some(until) = filter.until {
        query.cond_where(col("c", "reported_at").lte(until.millis()));
    }
    query
}

pub fn view(who: &Who, view: View, filter: &Filter) -> Cond {
    let open = || Cond::all().add(col("c", "open").eq(true));
    match view {
        View::All => Cond::all(),
        View::Open => open(),
        View::Overdue => open().add(late(filter.now)),
        View::DueToday => open()
            .add(is_state(WITH_UNIT))
            .add(col("c", "deadline_at").gte(filter.now.millis()))
            .add(col("c", "deadline_at").lte(filter.tonight.millis())),
        View::Supervised => open().add(holds(Fact::Supervised, filter.now)),
        View::Public => open().add(col("c", "source").eq(Source::Public.word())),
        View::ForMe => for_me(who, filter.now),
        View::Done => done(who, filter.now),
    }
}

/// What I have done a verb with, or one of my organisations a verb that is mine, too; and what no longer waits for me.
/// A report is its reporter's alone: it was nobody's task.
fn done(who: &Who, now: Moment) -> Cond {
    let mut by_me = Cond::any().add(col("d", "person").eq(who.person));
    for post in &who.posts {
        let mine =
            |verb: &&Verb| **verb != Verb::Report && who.may_as(verb.right(), post.organisation).is_some();
        let verbs = Verb::ALL.iter().filter(mine).map(|verb| verb.word());
        let by_unit = Cond::all().add(col("d", "organisation").eq(post.organisation));
        by_me = by_me.add(by_unit.add(col("d", "verb").is_in(verbs)));
    }
    let mut acted = Query::select();
    acted.column(at("d", "record")).from_as("case_move", "d").cond_where(by_me);
    // counted, since a comparison with what is null would hide the row
    let waits: Expr = CaseStatement::new().case(for_me(who, now), 1).finally(0).into();
    Cond::all().add(col("c", "id").in_subquery(acted)).add(waits.eq(0))
}

/// What one of my organisations must move on: mine to fix, my part of it, mine to verify, or the office's to register,
/// dispatch, close, to answer a request for more time or to find who verifies.
fn for_me(who: &Who, now: Moment) -> Cond {
    let with = |column, verb, state| {
        Cond::all().add(col("c", column).is_in(who.organisations_with(verb))).add(is_state(&[state]))
    };
    let part = cooperating(&who.organisations_with("case.part_done"), true);
    let mut any = Cond::any()
        .add(with("lead", "case.accept", State::Dispatched))
        .add(with("lead", "case.rectify", State::Accepted).add(waits_for_children().not()))
        .add(Cond::all().add(is_state(WITH_UNIT)).add(part))
        .add(with("verifying", "case.verify", State::Rectified));
    for (verb, waits) in [
        ("case.register", is_state(&[State::Reported])),
        ("case.dispatch", is_state(&[State::Registered])),
        ("case.close", is_state(&[State::Verified])),
        ("case.grant_extension", holds(Fact::ExtensionAsked, now)),
        ("case.assign_verifier", holds(Fact::NoVerifier, now)),
    ] {
        if who.holds(verb) {
            any = any.add(Cond::all().add(who.filter(verb, &COLUMNS)).add(waits));
        }
    }
    Cond::all().add(Expr::cust(WAITING)).add(any)
}

/// Found first, so that what has ended, which is nearly all, is not looked at.
const WAITING: &str = "c.id in (select w.id from case_record w where w.open = true \
                       union all select w.id from case_record w where w.state = 'reported')";

/// Where a grant holds a right, or a party's post does.
pub fn by_grant(who: &Who, right: &str) -> Cond {
    who.filter(right, &COLUMNS)
}

/// What may be read: by a grant or as a party, a cooperating unit among them.
pub fn readable(who: &Who) -> Cond {
    let by_grant_or_party = Cond::any().add(who.filter("case.read", &COLUMNS));
    match who.holds("case.read") {
        true => {
            let own = who.organisations();
            by_grant_or_party.add(cooperating(&own, false)).add(followed(&own))
        }
        false => by_grant_or_party,
    }
}

/// One of these organisations registered a case that is merged into it.
fn followed(organisations: &[Uuid]) -> Expr {
    let mut targets = Query::select();
    targets
        .column(at("f", "merged_into"))
        .from_as("case_record", "f")
        .cond_where(col("f", "merged_into").is_not_null())
        .cond_where(col("f", "registering").is_in(organisations.iter().copied()));
    col("c", "id").in_subquery(targets)
}

/// Some of its children have not ended.
pub fn waits_for_children() -> Expr {
    Expr::cust("exists (select 1 from case_record k where k.parent = c.id and k.open)")
}

/// One of these organisations cooperates; `open`: and its part is not done.
fn cooperating(organisations: &[Uuid], open: bool) -> Expr {
    let mut records = Query::select();
    records
        .column(at("x", "record"))
        .from_as("case_cooperating", "x")
        .cond_where(col("x", "organisation").is_in(organisations.iter().copied()));
    if open {
        records.cond_where(col("x", "done_at").is_null());
    }
    col("c", "id").in_subquery(records)
}

/// Where a fact holds: `rules::facts` in SQL.
pub fn holds(fact: Fact, now: Moment) -> Cond {
    let with_unit = || is_state(WITH_UNIT);
    let soon = now.millis() + rules::SOON_MS;
    match fact {
        Fact::Supervised => with_unit().add(col("c", "supervised").gt(0)),
        Fact::Overdue => late(now),
        Fact::Reopened => is_state(&[State::Dispatched]).add(col("c", "cycle").gt(1)),
        Fact::Rework => is_state(&[State::Accepted]).add(col("c", "rework").gt(0)),
        Fact::Returned => is_state(&[State::Registered]).add(col("c", "returns").gt(0)),
        Fact::ExtensionAsked => with_unit().add(col("c", "asked").is_not_null()),
        Fact::DueSoon => {
            with_unit().add(col("c", "deadline_at").gte(now.millis())).add(col("c", "deadline_at").lt(soon))
        }
        Fact::Coordination => is_state(&[State::Registered]).add(col("c", "returns").gte(rules::BINDING)),
        Fact::NoVerifier => is_state(&[State::Rectified]).add(col("c", "verifying").is_null()),
        Fact::NotRechecked => is_state(&[State::Closed]).add(col("c", "spot").eq(Spot::Passed.word())),
        Fact::WaitsForChildren => Cond::all().add(waits_for_children()),
        Fact::Child => Cond::all().add(col("c", "parent").is_not_null()),
    }
}

/// Still with the unit and past its deadline, no request in time waiting for its answer.
pub fn late(now: Moment) -> Cond {
    let unasked = Cond::any()
        .add(col("c", "asked_at").is_null())
        .add(col("c", "asked_at").gt(Expr::col(at("c", "deadline_at"))));
    is_state(WITH_UNIT).add(col("c", "deadline_at").lt(now.millis())).add(unasked)
}

pub fn is_state(states: &[State]) -> Cond {
    Cond::all().add(col("c", "state").is_in(states.iter().map(|state| state.word())))
}

pub fn count_if(condition: Cond) -> Expr {
    let one = CaseStatement::new().case(condition, 1).finally(0);
    Func::cast_as(Func::coalesce([Func::sum(one).into(), Expr::val(0)]), "bigint").into()
}
