//! What is told of a record beyond the reader's range: whose it is and whom to ask, nothing of what it says.

use super::store;
use crate::platform::{permission::Who, problem::Problem};
use axum::http::StatusCode;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};

/// The level of area that is named: the community or village, also for what lies in a part of it.
const GRAIN: &str = "village";

/// Whose a record is, and whom to ask for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this record is beyond your range; it belongs to {area}")]
pub struct Outside {
    area: String,
    /// the creation office there, and who heads it
    office: Option<String>,
    head: Option<String>,
}

impl From<Outside> for Problem {
    fn from(outside: Outside) -> Self {
        Self::new(StatusCode::FORBIDDEN, "record.outside", outside.to_string())
            .param("area", outside.area)
            .param("office", outside.office)
            .param("head", outside.head)
    }
}

/// The refusal of a record that lies in this area. To who holds no post it is not there: `none`.
pub async fn beyond<E: From<Outside> + From<DbErr>>(
    db: &impl ConnectionTrait,
    who: &Who,
    area: Uuid,
    now: Moment,
    none: E,
) -> E {
    if who.posts.is_empty() {
        return none;
    }
    match outside(db, area, now).await {
        Ok(Some(outside)) => outside.into(),
        Ok(None) => none,
        Err(error) => error.into(),
    }
}

async fn outside(db: &impl ConnectionTrait, area: Uuid, now: Moment) -> Result<Option<Outside>, DbErr> {
    let Some(place) = store::find_area(db, area).await? else { return Ok(None) };
    let named = store::posting_area(db, &place, GRAIN).await?;
    let area = store::find_area(db, named).await?.map_or(place.name.clone(), |area| area.name);
    let office = store::organisation_of_kind(db, "creation_office", &place.path).await?;
    let head = match &office {
        Some(office) => store::head_above(db, office.id, 0, &now.day().to_string()).await?,
        None => None,
    };
    Ok(Some(Outside {
        area,
        office: office.map(|office| office.short_name),
        head: head.and_then(|head| head.person_name),
    }))
}
