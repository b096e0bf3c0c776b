//! The folded part of a sum: rows of the roll-ups in the same shape as postings, for the same statement. SQLite looks the
//! tables of a cross join up in the order in which they stand there: areas first, as in the roll-ups' keys.

use super::{
    ask::{Ask, By, Window},
    scope::{From, push_filters, push_scope, push_subtree, standing, with_windows, within},
    value::Sum,
};
use crate::{
    model::{Kind, Metric, Result},
    rollup::{self, AMOUNTS, Mark, Stretch, stretches},
    sql::Sql,
};
use jiff::{ToSpan, civil::Date};
use kernel::moment::Moment;
use sea_orm::ConnectionTrait;

/// How a sum comes from the roll-ups.
pub struct Folded<'a> {
    metric: &'a Metric,
    ask: &'a Ask,
    windows: &'a [Window],
    by: Option<&'a By>,
    /// Stands in the statements as values, so that PostgreSQL sees how little lies behind it.
    mark: Mark,
    earlier: Option<Earlier>,
}

/// An earlier seal, told from roll-ups, which hold all that is sealed: of the days before its own little was recorded
/// after it, which is taken off them; of the days from there on little was recorded before it, which is all that counts.
/// The day only decides which of the two is the shorter way.
struct Earlier {
    seq: i64,
    day: Date,
}

impl Earlier {
    async fn of(conn: &impl ConnectionTrait, seq: i64) -> Result<Self> {
        let mut sql = Sql::new("select recorded_at from posting where seq <= ");
        sql.bind(seq).push(" order by seq desc limit 1");
        let day = match sql.one(conn).await? {
            Some(row) => Moment::from_millis(row.try_get("", "recorded_at")?).day(),
            None => Date::MIN,
        };
        Ok(Self { seq, day })
    }
}

impl<'a> Folded<'a> {
    /// None where the postings alone answer: roll-ups hold today's tree and every record, and subjects cannot be taken
    /// off them as sums can.
    pub async fn of(
        conn: &impl ConnectionTrait,
        metric: &'a Metric,
        ask: &'a Ask,
        windows: &'a [Window],
        by: Option<&'a By>,
    ) -> Result<Option<Self>> {
        let kept = match metric.kind {
            Kind::Flow | Kind::Stock => true,
            Kind::Distinct => ask.as_of.is_none(),
            Kind::Level | Kind::Derived => false,
        };
        if !kept || ask.tree_day.is_some() || chosen_within(conn, metric, windows).await? {
            return Ok(None);
        }
        let mark = rollup::mark(conn).await?;
        let earlier = match ask.as_of {
            Some(seq) => Some(Earlier::of(conn, seq).await?),
            None => None,
        };
        Ok(Some(Self { metric, ask, windows, by, mark, earlier }))
    }

    /// `, tail(id) as (…)`: the postings that no roll-up holds, i.e. unsealed, unfolded, or with a span; and for sums
    /// `, s(key, grain, first, last) as (values …)`: the windows as stretches of roll-up periods.
    pub fn with(&self, sql: &mut Sql) {
        let seq = sql.value(self.mark.seq);
        sql.push(&format!(
            ", tail(id) as (select t.id from posting t where t.seq is null \
             union all select t.id from posting t where t.seq > {seq} \
             union all select t.id from posting t where t.until is not null and t.seq <= {seq} and t.metric = "
        ));
        sql.bind(self.metric.code.clone()).push(") ");
        if self.metric.kind == Kind::Distinct {
            return self.with_back(sql);
        }
        sql.push(", s(key, grain, first, last) as (values ");
        let before = self.earlier.as_ref().map(|earlier| earlier.day.saturating_sub(1.day()));
        let rows = self.windows.iter().enumerate().flat_map(|(i, window)| {
            let last = before.map_or(window.last, |before| window.last.min(before));
            let of_window = self.stretches(&Window { last, ..window.clone() });
            of_window.into_iter().map(move |s| [i.to_string(), s.grain.to_owned(), s.first, s.last])
        });
        for (i, row) in rows.enumerate() {
            sql.push(if i > 0 { ", (" } else { "(" }).list(row).push(")");
        }
        sql.push(") ");
    }

    fn stretches(&self, window: &Window) -> Vec<Stretch> {
        stretches(window, self.metric.kind, self.by == Some(&By::Day))
    }

    /// `, back(subject) as (…)`: the subjects of which the tail takes something back.
    fn with_back(&self, sql: &mut Sql) {
        sql.push(
            ", back(subject) as (select p.subject from tail t cross join posting p where p.id = t.id \
             and (p.reverses is null) = false and p.metric = ",
        );
        sql.bind(self.metric.code.clone()).push(") ");
    }

    /// ` union all select …` with all that is folded; a posting's `part` as the statement says it.
    pub fn push(&self, sql: &mut Sql, part: &str) -> Result<()> {
        match (self.metric.kind, &self.earlier) {
            (Kind::Distinct, _) => self.push_subjects(sql, part),
            (_, Some(earlier)) => {
                self.push_sums(sql)?;
                self.push_earlier(sql, earlier, part)
            }
            (_, None) => self.push_sums(sql),
        }
    }

    /// The roll-ups of the ask. By area, what the area holds itself is all of it less what its children hold.
    fn push_sums(&self, sql: &mut Sql) -> Result<()> {
        let own = sql.value(self.ask.area.clone());
        let all = format!("c.path = {own}");
        let children = format!("c.parent = (select t.id from area t where t.path = {own})");
        let none = "cast(null as text)";
        let part = match self.by {
            None => none.to_owned(),
            Some(By::Org) => "r.org".to_owned(),
            Some(By::Day) => "r.period".to_owned(),
            Some(By::Dim(dim)) => format!("nullif(r.dim{}, '')", self.metric.dim(dim)? + 1),
            Some(By::Area) => {
                self.push_branch(sql, none, "", &all)?;
                self.push_branch(sql, none, "-", &children)?;
                return self.push_branch(sql, "c.path", "", &children);
            }
        };
        self.push_branch(sql, &part, "", &all)
    }

    /// The roll-ups of some areas, looked up in the order of their key.
    fn push_branch(&self, sql: &mut Sql, part: &str, sign: &str, areas: &str) -> Result<()> {
        let [quantity, postings, rest @ ..] = AMOUNTS.map(|amount| format!("{sign}r.{amount}"));
        let rest = rest.join(", ");
        sql.push(&format!(" union all select s.key, {part}, {quantity}, {postings}, 0, {rest} from s"));
        sql.push(" cross join area c cross join rollup r");
        if !self.ask.orgs.is_empty() {
            sql.push(" join organisation o on o.id = r.org");
        }
        sql.push(&format!(" where {areas} and r.grain = s.grain and r.area = c.id"));
        sql.push(" and r.period >= s.first and r.period <= s.last and r.era = ").bind(self.mark.era);
        sql.push(" and r.metric = ").bind(self.metric.code.clone());
        push_filters(sql, self.metric, self.ask, "r")
    }

    /// The postings by which an earlier seal differs from the roll-ups of its days: what was sealed later is taken off the
    /// days before its own, what was sealed by then is added on those from there on. Together they walk the days of all
    /// windows once, along an index that tells their seals.
    fn push_earlier(&self, sql: &mut Sql, earlier: &Earlier, part: &str) -> Result<()> {
        let first = self.windows.iter().map(|w| w.first).min().filter(|_| self.metric.kind != Kind::Stock);
        let (first, last) = (first.unwrap_or(Date::MIN), self.windows.iter().map(|w| w.last).max());
        let (last, seq) = (last.unwrap_or(Date::MAX), sql.value(earlier.seq));
        let before = (first, last.min(earlier.day.saturating_sub(1.day())));
        self.push_difference(sql, part, "-", before, &format!("p.seq > {seq}"))?;
        self.push_difference(sql, part, "", (first.max(earlier.day), last), &format!("p.seq <= {seq}"))
    }

    fn push_difference(
        &self,
        sql: &mut Sql,
        part: &str,
        sign: &str,
        (first, last): (Date, Date),
        sealed: &str,
    ) -> Result<()> {
        let [quantity, postings, rest @ ..] = AMOUNTS.map(|amount| format!("{sign}{amount}"));
        let rest = rest.join(", ");
        sql.push(&format!(" union all select key, part, {quantity}, {postings}, 0, {rest} from ("));
        sql.push(&format!("select w.key as key, {part} as part, "));
        let within = within(sql, self.metric, self.ask, From::Journal);
        sql.push(Sum::OF_POSTING).push(" from posting p cross join w");
        push_scope(sql, self.metric, self.ask)?;
        sql.push(" and p.day >= ").bind(first.to_string()).push(" and p.day <= ").bind(last.to_string());
        sql.push(&format!(" and {sealed} and p.until is null and {within} and p.seq <= "));
        sql.bind(self.mark.seq).push(") y");
        Ok(())
    }

    /// The folded subjects: those of whole months from their roll-up, and the postings of the days around them, which are
    /// few. Of whom the tail takes something back the postings are looked at in whole months too. Each stretch stands in
    /// the statement as values, as PostgreSQL would read all months for one that it does not know.
    fn push_subjects(&self, sql: &mut Sql, part: &str) -> Result<()> {
        for (i, window) in self.windows.iter().enumerate() {
            let row = format!(" union all select '{i}', {part}, p.subject");
            for stretch in self.stretches(window) {
                if stretch.grain == "day" {
                    self.push_subject_days(sql, &row, "", (&stretch.first, &stretch.last))?;
                } else {
                    let days = (stretch.first.as_str(), &*format!("{}/", stretch.last));
                    self.push_subject_days(sql, &row, "(select 1 from back limit 1) one cross join", days)?;
                    sql.push(" and p.subject in (select subject from back)");
                    self.push_subject_months(sql, &row, &stretch)?;
                }
            }
        }
        Ok(())
    }

    /// The folded postings of the scope between two days; `2026-10/` lies behind all days of October.
    fn push_subject_days(&self, sql: &mut Sql, row: &str, when: &str, days: (&str, &str)) -> Result<()> {
        let stands = standing("p", None);
        sql.push(&format!("{row}, {stands}, 1, 0 from {when} posting p"));
        push_scope(sql, self.metric, self.ask)?;
        sql.push(" and p.day >= ").bind(days.0).push(" and p.day <= ").bind(days.1);
        sql.push(" and p.seq <= ").bind(self.mark.seq);
        Ok(())
    }

    /// The months of the scope's areas, looked up in the order of their key.
    fn push_subject_months(&self, sql: &mut Sql, row: &str, months: &Stretch) -> Result<()> {
        let Self { metric, ask, .. } = self;
        sql.push(&format!("{row}, p.quantity > 0, p.postings, 0"));
        sql.push(" from area a cross join (select era, metric, area, period,");
        sql.push(
            " subject, org, nullif(dim1, '') as dim1, nullif(dim2, '') as dim2, nullif(dim3, '') as dim3,",
        );
        sql.push(" quantity, postings from rollup_subject) p");
        if !ask.orgs.is_empty() {
            sql.push(" join organisation o on o.id = p.org");
        }
        sql.push(" where p.area = a.id and p.era = ").bind(self.mark.era);
        sql.push(" and p.metric = ").bind(metric.code.clone());
        sql.push(" and p.period >= ").bind(months.first.as_str());
        sql.push(" and p.period <= ").bind(months.last.as_str());
        sql.push(" and p.subject not in (select subject from back)");
        push_filters(sql, metric, ask, "p")?;
        push_subtree(sql, "a.path", &ask.area);
        Ok(())
    }
}

/// Whether an opening figure that was chosen over records counts in one of the windows.
async fn chosen_within(conn: &impl ConnectionTrait, metric: &Metric, windows: &[Window]) -> Result<bool> {
    if metric.kind != Kind::Flow {
        return Ok(false);
    }
    let mut sql = Sql::default();
    with_windows(&mut sql, windows);
    sql.push("select 1 from chosen_opening h join posting g on g.id = h.posting");
    sql.push(" join w on g.day >= w.first and g.until <= w.last where h.metric = ").bind(metric.code.clone());
    sql.push(" limit 1");
    Ok(sql.one(conn).await?.is_some())
}
