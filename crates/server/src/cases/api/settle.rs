//! Categories in full with what the office has changed, and the rules by which cases are sent out.

use crate::{
    app::{Incoming, Path, Read},
    cases::{
        actions::{self, NewDispatchRule},
        category::{self, Category, Condition, Entry, Evidence, Lead, Near},
        model::{Error, Verb},
        store::{self, DispatchRule},
    },
    directory,
    platform::problem::Problem,
    wire::Named,
    work::Answer,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

const READ: &str = "setting.read";

/// All that is settled of a category, with what it inherits filled in.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryRule {
    code: String,
    name: String,
    name_en: String,
    parent: Option<String>,
    /// the root above it
    line: String,
    leaf: bool,
    /// dispatch, accept, handle, rework and verify, each as `4 work_hour`
    limits: BTreeMap<String, String>,
    /// photos wanted
    evidence: Evidence,
    /// may be found and fixed at once
    spot: bool,
    /// closed by hand after a passed verification
    office_looks_again: bool,
    /// who is asked first: the community or village, or the line's department
    lead: Lead,
    /// kind of the organisation that answers for the line
    department: String,
    /// how long past the deadline each level of supervision begins
    supervision: Vec<String>,
    /// of those fixed on the spot, how many in a hundred are verified
    checked_percent: u8,
    /// states of the thing with limits of their own, which go before the category's
    conditions: Vec<Condition>,
    /// which open cases are shown before a new one is sent: at most so far off and so old
    near: Near,
    /// farther from the place than this, a photo after is flagged as taken elsewhere
    elsewhere_metres: u32,
    /// shipped, or the office's own
    origin: Origin,
    /// since which local day no new case has it
    #[schema(value_type = Option<String>, format = Date)]
    retired_on: Option<String>,
    /// what the office has changed of it; of its own, what it says for itself
    own: Vec<OwnView>,
    #[schema(value_type = Option<String>, format = DateTime)]
    changed_at: Option<Moment>,
}

/// Whose a category is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CategoryOrigin)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// the catalogue's
    Shipped,
    /// the office's
    Local,
}

/// A change of the office's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnView {
    /// as `limits.handle`
    key: String,
    #[schema(value_type = Object)]
    value: Value,
    /// what would hold without it
    #[schema(value_type = Object)]
    shipped: Value,
    /// that was another when the change was made
    moved: bool,
}

/// All categories in full, parents before their children, the office's own last, with those that are retired.
#[utoipa::path(get, path = "/api/categories/rules", tag = "settings",
    responses((status = 200, body = [CategoryRule]), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<Vec<CategoryRule>>, Problem> {
    may_read(&read)?;
    let entries = store::entries(&read.db).await?;
    let known: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.code.as_str(), entry)).collect();
    let changed: HashMap<String, Moment> = store::category_changes(&read.db).await?.into_iter().collect();
    let rules = store::rules(&read.db).await?.into_iter();
    Ok(Json(rules.map(|rule| told(rule, &known, &changed)).collect()))
}

fn told(rule: Category, known: &HashMap<&str, &Entry>, changed: &HashMap<String, Moment>) -> CategoryRule {
    let entry = known.get(rule.code.as_str());
    let own = entry.map(|entry| &entry.own).into_iter().flatten().map(|(key, own)| {
        let shipped = category::said(known, &rule.code, key, false);
        OwnView { key: key.clone(), value: own.value.clone(), moved: shipped != own.was, shipped }
    });
    CategoryRule {
        own: own.collect(),
        origin: if entry.is_some_and(|entry| entry.local) { Origin::Local } else { Origin::Shipped },
        retired_on: entry.and_then(|entry| entry.retired_on.clone()),
        changed_at: changed.get(&rule.code).copied(),
        code: rule.code,
        name: rule.name,
        name_en: rule.name_en,
        parent: rule.parent,
        line: rule.line,
        leaf: rule.leaf,
        limits: rule.limits,
        evidence: rule.evidence,
        spot: rule.spot,
        office_looks_again: rule.office_looks_again,
        lead: rule.lead,
        department: rule.department,
        supervision: rule.supervision,
        checked_percent: rule.checked_percent,
        conditions: rule.conditions,
        near: rule.near,
        elsewhere_metres: rule.elsewhere_metres,
    }
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RuleRequest {
    /// key to value, null takes a change back: limits.dispatch … limits.verify, evidence.before, .after, .verify, spot,
    /// office_looks_again, lead, department, supervision, checked_percent; conditions as a whole, limits included
    #[schema(value_type = Object)]
    #[serde(default)]
    changes: Map<String, Value>,
    #[serde(default)]
    reason: String,
}

/// Settle a category otherwise than shipped. Holds for stages that begin after it; those below inherit it.
#[utoipa::path(post, path = "/api/categories/{code}/rule", tag = "settings", request_body = RuleRequest,
    params(("code" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CategoryRule), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    Path(code): Path<String>,
    Incoming { door, body }: Incoming<RuleRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::change_category(work, &code, &body.changes, &body.reason).await?;
        rule_of(work.tx(), &code).await
    })
    .await
}

/// One category as it stands after a change.
pub async fn rule_of(db: &impl ConnectionTrait, code: &str) -> Result<CategoryRule, Error> {
    let entries = store::entries(db).await?;
    let known: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.code.as_str(), entry)).collect();
    let changed = store::category_changes(db).await?.into_iter().collect();
    let rule = store::rules(db).await?.into_iter().find(|rule| rule.code == code).ok_or(Error::NoCategory)?;
    Ok(told(rule, &known, &changed))
}

/// Who answers for a category at a place and below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DispatchRuleView {
    id: Uuid,
    /// a line, a group or a leaf
    category: String,
    category_name: String,
    area: Named,
    /// who answers for the line there; none: the nearest of the category's kind
    organisation: Option<Named>,
    /// none: as the category says
    lead: Option<Lead>,
    /// none: by rule
    verifier: Option<Named>,
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    since: Moment,
    /// no post of the organisation may accept there any more: it is passed over
    unable: bool,
    /// you may change it
    writable: bool,
}

/// The rules that stand, the latest first.
#[utoipa::path(get, path = "/api/dispatch-rules", tag = "settings",
    responses((status = 200, body = [DispatchRuleView]), (status = 403, body = Problem)))]
pub async fn dispatch_rules(read: Read) -> Result<Json<Vec<DispatchRuleView>>, Problem> {
    may_read(&read)?;
    let categories = store::rules(&read.db).await?;
    let mut views = Vec::new();
    for rule in store::dispatch_rules(&read.db).await? {
        let area = directory::find_area(&read.db, rule.area).await?.ok_or(Error::NoSuchArea)?;
        let category = categories.iter().find(|category| category.code == rule.category);
        let line = category.map(|category| category.line.as_str());
        let there =
            crate::platform::permission::Subject { area: &area.path, line, organisations: &[], parties: &[] };
        let unable = match rule.organisation {
            Some(unit) => actions::unable(&read.db, Verb::Accept, unit, &area, read.now).await?.is_some(),
            None => false,
        };
        views.push(DispatchRuleView {
            unable,
            id: rule.id,
            category_name: category.map_or_else(String::new, |category| category.name.clone()),
            organisation: unit(&read, rule.organisation).await?,
            verifier: unit(&read, rule.verifier).await?,
            lead: lead(&rule),
            since: Moment::from_millis(rule.begun_at),
            writable: read.who.may("setting.write", there),
            category: rule.category,
            area: Named { id: area.id, name: area.name },
            reason: rule.reason,
        });
    }
    Ok(Json(views))
}

fn lead(rule: &DispatchRule) -> Option<Lead> {
    let known = [Lead::Block, Lead::Line].into_iter();
    rule.lead.as_ref().and_then(|word| known.clone().find(|lead| lead.word() == word))
}

async fn unit(read: &Read, id: Option<Uuid>) -> Result<Option<Named>, Problem> {
    let Some(id) = id else { return Ok(None) };
    let found = directory::find_organisation(&read.db, id).await?;
    Ok(found.map(|found| Named { id: found.id, name: found.short_name }))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct DispatchRuleRequest {
    /// code of a line, a group or a leaf
    category: String,
    area: Uuid,
    organisation: Option<Uuid>,
    lead: Option<Lead>,
    verifier: Option<Uuid>,
    #[serde(default)]
    reason: String,
}

/// What was begun or ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleSettled {
    id: Uuid,
}

/// Say who answers for a category at a place; a rule that stood for just these ends.
#[utoipa::path(post, path = "/api/dispatch-rules", tag = "settings", request_body = DispatchRuleRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = RuleSettled), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn begin(Incoming { door, body }: Incoming<DispatchRuleRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let DispatchRuleRequest { category, area, organisation, lead, verifier, reason } = body.clone();
        let new = NewDispatchRule { category, area, organisation, lead, verifier, reason };
        Ok::<_, Error>(RuleSettled { id: actions::begin_rule(work, new).await? })
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct EndRule {
    #[serde(default)]
    reason: String,
}

/// End a rule: the category's own way holds again.
#[utoipa::path(post, path = "/api/dispatch-rules/{id}/end", tag = "settings", request_body = EndRule,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = RuleSettled), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn end(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<EndRule>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::end_rule(work, id, &body.reason).await?;
        Ok::<_, Error>(RuleSettled { id })
    })
    .await
}

fn may_read(read: &Read) -> Result<(), Problem> {
    if read.who.holds(READ) { Ok(()) } else { Err(Problem::denied(READ)) }
}
