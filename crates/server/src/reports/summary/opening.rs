//! Section 0: the campaign that ran, and the territory, counted from the directory and the register of sites.

use super::{Ask, Error, Ground, Told, words};
use crate::{
    platform::setting::{self, CampaignLevel},
    sites,
};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};

/// The types of sites that a profile of the territory names, each with its measure word.
const PROFILE: [(&str, &str); 7] = [
    ("estate", "个"),
    ("main_road", "条"),
    ("back_lane", "条"),
    ("road_segment", "段"),
    ("market", "个"),
    ("school", "所"),
    ("shop", "家"),
];

pub async fn tell<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    told: &Told,
    context: &mut Map<String, Value>,
) -> Result<(), Error> {
    for (kind, number, names) in
        [("village", "villages", "village_names"), ("community", "communities", "community_names")]
    {
        let found: Vec<&str> =
            ground.areas.iter().filter(|area| area.kind == kind).map(|area| area.name.as_str()).collect();
        context.insert(number.into(), json!(found.len()));
        context.insert(names.into(), json!(found.join("、")));
    }
    let counted = sites::counts(ask.db, &ask.area.path, &told.last.to_string()).await?;
    let said = PROFILE.iter().filter_map(|(kind, measure)| {
        let of = counted.iter().find(|of| of.code == *kind)?;
        Some(format!("{}{}{measure}", of.name, of.number))
    });
    context.insert("sites".into(), json!(said.collect::<Vec<_>>().join("、")));
    context.insert("campaign".into(), campaign(ask, told).await?);
    Ok(())
}

/// The latest campaign that had begun by the period's last day; every field empty without one.
async fn campaign<C: ConnectionTrait>(ask: &Ask<'_, C>, told: &Told) -> Result<Value, Error> {
    let settled = setting::campaigns(ask.db).await?;
    let ran =
        settled.into_iter().rev().map(|set| set.campaign).find(|campaign| campaign.starts_on <= told.last);
    Ok(match ran {
        None => json!({ "title": "", "level": "", "term": "", "theme": "", "starts_on": "" }),
        Some(campaign) => json!({
            "title": campaign.title,
            "level": level(campaign.level),
            "term": campaign.term.unwrap_or_default(),
            "theme": campaign.theme.unwrap_or_default(),
            "starts_on": words::day(campaign.starts_on),
        }),
    })
}

const fn level(level: CampaignLevel) -> &'static str {
    match level {
        CampaignLevel::National => "国家级",
        CampaignLevel::Provincial => "省级",
        CampaignLevel::City => "市级",
        CampaignLevel::County => "县（区）级",
        CampaignLevel::Town => "镇级",
    }
}
