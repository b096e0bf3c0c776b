//! The campaign that the office works in: the title aimed at, its level, term and theme, and what stood before.

use super::{WRITE, error::Error, may_read, unseen, words};
use crate::{
    app::{Incoming, Read},
    directory,
    platform::{
        problem::Problem,
        setting::{self, CAMPAIGN, Campaign, CampaignLevel, CampaignSet},
        trail,
    },
    work::{Answer, Happened, Work},
};
use axum::Json;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// What the office works for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignView {
    /// none: never set
    now: Option<CampaignSet>,
    /// what stood before, the latest first
    before: Vec<CampaignSet>,
    /// grows with each change; a change says which it saw
    version: i32,
}

impl CampaignView {
    async fn of(db: &impl ConnectionTrait, mut set: Vec<CampaignSet>) -> Result<Self, DbErr> {
        let now = set.pop();
        set.reverse();
        Ok(Self { now, before: set, version: setting::version(db, &[CAMPAIGN]).await? })
    }
}

/// The campaign that holds, and those before it.
#[utoipa::path(get, path = "/api/settings/campaign", tag = "settings",
    responses((status = 200, body = CampaignView), (status = 403, body = Problem)))]
pub async fn show(read: Read) -> Result<Json<CampaignView>, Problem> {
    may_read(&read)?;
    Ok(Json(CampaignView::of(&read.db, setting::campaigns(&read.db).await?).await?))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct CampaignRequest {
    /// the title aimed at, as 全国文明村镇
    title: String,
    level: CampaignLevel,
    /// the term or the years, as 第八届
    term: Option<String>,
    theme: Option<String>,
    #[schema(value_type = String, format = Date)]
    starts_on: Date,
    reason: String,
    /// the version that you saw; absent: whatever holds
    version: Option<i32>,
}

/// Set the campaign. The month's summary names the last one set that had begun by the end of its period; what stood
/// before is kept.
#[utoipa::path(put, path = "/api/settings/campaign", tag = "settings", request_body = CampaignRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CampaignView), (status = 403, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(Incoming { door, body }: Incoming<CampaignRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let CampaignRequest { title, level, term, theme, starts_on, reason, version } = body.clone();
        directory::may_settle::<Error>(work, WRITE, None).await?;
        unseen(work, &[CAMPAIGN], version).await?;
        let campaign = Campaign { title, level, term, theme, starts_on };
        let set = set_campaign(work, campaign, &reason).await?;
        Ok::<_, Error>(CampaignView::of(work.tx(), set).await?)
    })
    .await
}

/// Puts a campaign in the place of the one that holds. Answers all that were ever set.
pub async fn set_campaign(
    work: &Work<'_>,
    campaign: Campaign,
    reason: &str,
) -> Result<Vec<CampaignSet>, Error> {
    directory::may_settle::<Error>(work, WRITE, None).await?;
    let reason = words("reason", reason)?;
    let some = |field, text: Option<String>| {
        let text = text.filter(|text| !text.trim().is_empty());
        text.map(|text| words(field, &text)).transpose()
    };
    let campaign = Campaign {
        title: words("title", &campaign.title)?,
        term: some("term", campaign.term)?,
        theme: some("theme", campaign.theme)?,
        ..campaign
    };
    let mut set = setting::campaigns(work.tx()).await?;
    let held = set.last().map(|set| set.campaign.clone());
    if held.as_ref() == Some(&campaign) {
        return Ok(set);
    }
    let before = json!({ "setting": CAMPAIGN, "value": held });
    let after = json!({ "setting": CAMPAIGN, "value": campaign, "reason": reason });
    set.push(CampaignSet { campaign, since: work.now() });
    setting::put(work.tx(), CAMPAIGN, &serde_json::to_string(&set)?, work.now()).await?;
    let record = trail::named("setting", CAMPAIGN);
    let (before, after) = (Some(&before as _), Some(&after as _));
    work.record(Happened { verb: WRITE, kind: "setting", record, before, after }).await?;
    Ok(set)
}
