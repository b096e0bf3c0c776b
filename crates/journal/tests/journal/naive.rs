//! The same figures by the plainest means: a list of postings and loops over it.

use crate::base::*;
use journal::{Ask, By, Entry, Kind, Metrics, OPENING, Window};
use kernel::{id::Uuid, quantity::Sum};
use std::collections::{BTreeMap, BTreeSet};

/// Everything posted, with the tree of areas as it stands.
#[derive(Default)]
pub struct Naive {
    pub entries: Vec<Entry>,
    pub paths: BTreeMap<Uuid, String>,
    /// Opening figures that were chosen over records.
    pub chosen: BTreeSet<Uuid>,
}

/// Sum and number of postings by part.
pub type Parts = BTreeMap<Option<String>, (Sum, i64)>;

impl Naive {
    pub fn new() -> Self {
        let paths = AREAS.iter().map(|(n, path)| (id(*n), (*path).to_owned())).collect();
        Self { paths, ..Self::default() }
    }

    /// Numbers what waits, in the order of recording.
    pub fn seal(&mut self) {
        let mut seq = self.entries.iter().filter_map(|e| e.seq).max().unwrap_or(0);
        let mut open: Vec<_> = self.entries.iter_mut().filter(|e| e.seq.is_none()).collect();
        open.sort_by_key(|e| (e.recorded_at, e.id));
        for entry in open {
            seq += 1;
            entry.seq = Some(seq);
        }
    }

    pub fn parts(&self, metrics: &Metrics, ask: &Ask, window: &Window, by: Option<&By>) -> Parts {
        let metric = metrics.get(&ask.metric).unwrap();
        let seen: Vec<&Entry> =
            self.entries.iter().filter(|e| ask.as_of.is_none_or(|n| e.seq.is_some_and(|s| s <= n))).collect();
        let mut parts = Parts::new();
        let mut subjects: BTreeMap<(Option<String>, Option<Uuid>), i64> = BTreeMap::new();
        for entry in &seen {
            if !self.in_scope(metrics, entry, ask)
                || !self.counts(metric.kind, entry, &seen, window)
                || metric.kind == Kind::Flow && self.superseded(metrics, entry, ask, &seen, window)
            {
                continue;
            }
            let key = self.key(metrics, entry, ask, by);
            let (sum, postings) = parts.entry(key.clone()).or_default();
            *postings += 1;
            if metric.kind == Kind::Distinct {
                *subjects.entry((key, entry.subject)).or_default() += entry.quantity.unwrap();
            } else if entry.reverses.is_some() {
                sum.take_back(entry.quantity.map(|q| -q), entry.qualifier);
            } else {
                sum.add(entry.quantity, entry.qualifier);
            }
        }
        for ((key, _), net) in subjects {
            parts.get_mut(&key).unwrap().0.quantity += i128::from(net > 0);
        }
        parts
    }

    fn in_scope(&self, metrics: &Metrics, entry: &Entry, ask: &Ask) -> bool {
        let org = ORGS.iter().find(|(n, _)| id(*n) == entry.org).unwrap().1;
        let metric = metrics.get(&ask.metric).unwrap();
        let dims = ask.dims.iter().all(|(dim, values)| {
            let at = metric.dims.iter().position(|d| d.code == *dim).unwrap();
            entry.dims[at].as_ref().is_some_and(|value| values.contains(value))
        });
        entry.metric == ask.metric
            && self.paths[&entry.area].starts_with(&ask.area)
            && (ask.orgs.is_empty()
                || ask.orgs.iter().any(|path| if ask.own { org == path } else { org.starts_with(path) }))
            && dims
    }

    fn counts(&self, kind: Kind, entry: &Entry, seen: &[&Entry], window: &Window) -> bool {
        let standing = |e: &Entry| e.reverses.is_none() && seen.iter().all(|x| x.reverses != Some(e.id));
        let end = |e: &Entry| e.until.unwrap_or(e.day);
        match kind {
            Kind::Stock => entry.day <= window.last,
            Kind::Level => {
                let same = |q: &Entry| {
                    (&q.metric, q.area, q.org, &q.dims, q.subject)
                        == (&entry.metric, entry.area, entry.org, &entry.dims, entry.subject)
                };
                let mut holding = seen.iter().filter(|q| same(q) && standing(q) && q.day <= window.last);
                let last = holding.next().map(|first| {
                    holding.fold(first, |a, b| {
                        if (b.day, b.recorded_at, b.id) > (a.day, a.recorded_at, a.id) { b } else { a }
                    })
                });
                last.is_some_and(|last| last.id == entry.id)
            }
            _ => {
                let chosen =
                    [Some(entry.id), entry.reverses].iter().flatten().any(|id| self.chosen.contains(id));
                let records_win = entry.source.kind == OPENING
                    && !chosen
                    && seen.iter().any(|r| {
                        r.metric == entry.metric
                            && r.source.kind != OPENING
                            && standing(r)
                            && r.day >= entry.day
                            && end(r) <= end(entry)
                            && self.paths[&r.area].starts_with(&self.paths[&entry.area])
                    });
                entry.day >= window.first && end(entry) <= window.last && !records_win
            }
        }
    }

    /// A chosen opening figure that counts here holds it.
    fn superseded(
        &self,
        metrics: &Metrics,
        entry: &Entry,
        ask: &Ask,
        seen: &[&Entry],
        window: &Window,
    ) -> bool {
        let end = |e: &Entry| e.until.unwrap_or(e.day);
        entry.source.kind != OPENING
            && seen.iter().any(|g| {
                self.chosen.contains(&g.id)
                    && g.metric == entry.metric
                    && seen.iter().all(|x| x.reverses != Some(g.id))
                    && self.in_scope(metrics, g, ask)
                    && (g.day >= window.first && end(g) <= window.last)
                    && (entry.day >= g.day && end(entry) <= end(g))
                    && self.paths[&entry.area].starts_with(&self.paths[&g.area])
            })
    }

    fn key(&self, metrics: &Metrics, entry: &Entry, ask: &Ask, by: Option<&By>) -> Option<String> {
        match by? {
            By::Org => Some(entry.org.to_string()),
            By::Day => entry.until.is_none().then(|| entry.day.to_string()),
            By::Dim(dim) => {
                let metric = metrics.get(&ask.metric).unwrap();
                entry.dims[metric.dims.iter().position(|d| d.code == *dim).unwrap()].clone()
            }
            By::Area => {
                let below = self.paths[&entry.area].strip_prefix(&ask.area).unwrap();
                below.split_once('.').map(|(label, _)| format!("{}{label}.", ask.area))
            }
        }
    }
}
