//! Permission on plain values: the same grants give the check of one record and the filter of a list.
//! A verb on a record is either open by a grant over the record's area, or belongs to one party of the record.

use kernel::id::Uuid;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, IntoColumnRef};
use std::{collections::BTreeSet, sync::Arc};

/// A role over an area subtree, held through a position.
#[derive(Clone, Debug)]
pub struct Grant {
    pub position: Uuid,
    pub verbs: Arc<BTreeSet<String>>,
    /// path of the area at the subtree's root
    pub area: String,
    pub scope: Scope,
}

#[derive(Clone, Debug)]
pub enum Scope {
    All,
    /// records of the organisation at this path and below
    Own(String),
    /// records of these lines (roots of the category tree)
    Lines(Vec<String>),
}

/// A post that a person may act in today.
#[derive(Clone, Debug)]
pub struct Post {
    pub position: Uuid,
    pub title: String,
    pub organisation: Uuid,
    pub organisation_name: String,
    pub organisation_path: String,
    pub area: Uuid,
    pub area_name: String,
}

/// A post held today, acted in or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub position: Uuid,
    /// path of its organisation
    pub path: String,
}

/// The holder whose deputy acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    pub person: Uuid,
    pub name: String,
}

/// Who asks: the account, the person behind it and what the post that is acted in allows.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub account: Uuid,
    pub person: Uuid,
    pub name: String,
    /// the one that is acted in; who holds none has none
    pub posts: Vec<Post>,
    /// what hangs on it
    pub grants: Vec<Grant>,
    /// for whom, in an absent holder's post
    pub absent: Option<Absent>,
    /// what separation of duties compares: each post of the person and of the absent one, and the one acted in
    pub held: Vec<Held>,
}

/// What a record shows to the permission rules.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub area: &'a str,
    pub line: Option<&'a str>,
    /// paths of the organisations that the record counts as theirs
    pub organisations: &'a [&'a str],
    /// organisations that hold a part in it: they may read it
    pub parties: &'a [Uuid],
}

impl Who {
    /// Some grant over the record's area holds the verb.
    pub fn may(&self, verb: &str, record: Subject<'_>) -> bool {
        self.grants.iter().any(|grant| grant.verbs.contains(verb) && grant.covers(record))
    }
    /// The same for each of some organisations by their paths, or for all of them where none is named.
    pub fn may_of(&self, verb: &str, area: &str, organisations: &[&str]) -> bool {
        let may = |organisations: &[&str]| {
            self.may(verb, Subject { area, line: None, organisations, parties: &[] })
        };
        if organisations.is_empty() { may(&[]) } else { organisations.iter().all(|one| may(&[one])) }
    }
    /// The verb belongs to one party of a record, and one of my posts in that organisation has it.
    pub fn may_as(&self, verb: &str, party: Uuid) -> Option<&Post> {
        self.posts.iter().find(|post| {
            post.organisation == party
                && self.grants.iter().any(|g| g.position == post.position && g.verbs.contains(verb))
        })
    }
    /// By grant, or as a party of the record.
    pub fn may_read(&self, verb: &str, record: Subject<'_>) -> bool {
        self.may(verb, record) || self.holds(verb) && record.parties.iter().any(|p| self.belongs_to(*p))
    }
    /// Has the verb anywhere: what navigation and empty pages ask.
    pub fn holds(&self, verb: &str) -> bool {
        self.grants.iter().any(|grant| grant.verbs.contains(verb))
    }
    /// Roots of the subtrees over which some grant holds the verb, whatever its scope: what lies there is no secret.
    pub fn areas_of(&self, verb: &str) -> Vec<&str> {
        self.grants.iter().filter(|g| g.verbs.contains(verb)).map(|g| g.area.as_str()).collect()
    }
    /// The person, or the absent one for whom they act.
    pub fn is(&self, person: Uuid) -> bool {
        self.person == person || self.absent.as_ref().is_some_and(|absent| absent.person == person)
    }
    /// One of the posts of the person or of the absent one, acted in or not.
    pub fn holds_post(&self, position: Uuid) -> bool {
        self.held.iter().any(|held| held.position == position)
    }
    pub fn belongs_to(&self, organisation: Uuid) -> bool {
        self.posts.iter().any(|post| post.organisation == organisation)
    }
    pub fn organisations(&self) -> Vec<Uuid> {
        self.posts.iter().map(|post| post.organisation).collect()
    }
    /// Organisations of the posts whose own grants hold the verb.
    pub fn organisations_with(&self, verb: &str) -> Vec<Uuid> {
        let holds =
            |post: &&Post| self.grants.iter().any(|g| g.position == post.position && g.verbs.contains(verb));
        self.posts.iter().filter(holds).map(|post| post.organisation).collect()
    }
    /// The post that a verb is written down under: the one whose grant over the record holds it, else one that holds
    /// it anywhere, else the first.
    pub fn post_for(&self, verb: &str, record: Option<Subject<'_>>) -> Option<&Post> {
        let mut holding = self.grants.iter().filter(|grant| grant.verbs.contains(verb));
        let covering = record.and_then(|record| holding.clone().find(|grant| grant.covers(record)));
        let grant = covering.or_else(|| holding.next()).map(|grant| grant.position);
        self.posts.iter().find(|post| Some(post.position) == grant).or_else(|| self.posts.first())
    }
    pub fn verbs(&self) -> BTreeSet<&str> {
        self.grants.iter().flat_map(|grant| grant.verbs.iter().map(String::as_str)).collect()
    }

    /// The same rules as a condition on a list that joins the areas and the organisations of its records.
    pub fn filter(&self, verb: &str, columns: &Columns) -> Cond {
        let mut any = Cond::any();
        for grant in self.grants.iter().filter(|grant| grant.verbs.contains(verb)) {
            any = any.add(grant.condition(columns));
        }
        if self.holds(verb) {
            for party in columns.parties {
                any = any.add(column(party).is_in(self.organisations()));
            }
        }
        if any.is_empty() { Cond::all().add(Expr::val(1).eq(0)) } else { any }
    }
}

/// Names of the columns that a list offers to the filter, each as (table alias, column).
pub struct Columns {
    pub area_path: (&'static str, &'static str),
    pub line: Option<(&'static str, &'static str)>,
    pub organisation_paths: &'static [(&'static str, &'static str)],
    pub parties: &'static [(&'static str, &'static str)],
}

impl Grant {
    fn covers(&self, record: Subject<'_>) -> bool {
        record.area.starts_with(&self.area)
            && match &self.scope {
                Scope::All => true,
                Scope::Own(path) => record.organisations.iter().any(|o| o.starts_with(path)),
                Scope::Lines(lines) => record.line.is_some_and(|line| lines.iter().any(|l| l == line)),
            }
    }
    fn condition(&self, columns: &Columns) -> Cond {
        let within = Cond::all().add(under(columns.area_path, &self.area));
        match &self.scope {
            Scope::All => within,
            Scope::Own(path) => {
                let own = columns.organisation_paths.iter().map(|c| under(*c, path));
                within.add(own.fold(Cond::any(), Cond::add))
            }
            Scope::Lines(lines) => match columns.line {
                Some(line) => within.add(column(&line).is_in(lines)),
                None => within.add(Expr::val(1).eq(0)),
            },
        }
    }
}

/// `path` lies in the subtree of `root`: a byte-order range, since each path ends with a dot.
pub fn under(path: (&'static str, &'static str), root: &str) -> Cond {
    let from = Cond::all().add(column(&path).gte(root));
    // what lies below no root at all is everything
    if root.is_empty() { from } else { from.add(column(&path).lt(end_of(root))) }
}

/// The first path past a subtree: the last dot becomes the character after it.
pub fn end_of(root: &str) -> String {
    format!("{}/", root.strip_suffix('.').unwrap_or(root))
}

fn column((table, name): &(&'static str, &'static str)) -> Expr {
    Expr::col((Alias::new(*table), Alias::new(*name)).into_column_ref())
}
