//! What was done about cases: the words with which the unit reported it, when, and the photos after.

use super::rows::{case_move, case_photo, case_record};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// What was done about a case, in its present cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// as the unit said it when it reported done
    pub words: Option<String>,
    pub rectified_at: Option<Moment>,
    /// photos after, the oldest first
    pub after: Vec<Uuid>,
}

/// Of each of these cases; reading them is the caller's right.
pub async fn fixed(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Fixed>, DbErr> {
    /// Bound values that both databases take in one statement.
    const MOST: usize = 500;
    let mut found = HashMap::new();
    for ids in ids.chunks(MOST) {
        let ids = || ids.iter().copied();
        let cases = case_record::Entity::find().filter(case_record::Column::Id.is_in(ids())).all(db).await?;
        let cycles: HashMap<Uuid, i32> = cases.iter().map(|case| (case.id, case.cycle)).collect();
        for case in &cases {
            let rectified_at = case.rectified_at.map(Moment::from_millis);
            found.insert(case.id, Fixed { rectified_at, ..Fixed::default() });
        }
        let said = case_move::Entity::find()
            .filter(case_move::Column::Record.is_in(ids()))
            .filter(case_move::Column::Verb.is_in(["rectify", "fix_on_spot"]))
            .order_by_asc(case_move::Column::Version);
        for step in
            said.all(db).await?.into_iter().filter(|step| cycles.get(&step.record) == Some(&step.cycle))
        {
            found.entry(step.record).or_insert_with(Fixed::default).words = step.reason;
        }
        let photos = case_photo::Entity::find()
            .filter(case_photo::Column::Record.is_in(ids()))
            .filter(case_photo::Column::Role.eq("after"))
            .order_by_asc(case_photo::Column::AddedAt)
            .order_by_asc(case_photo::Column::File);
        for photo in
            photos.all(db).await?.into_iter().filter(|photo| cycles.get(&photo.record) == Some(&photo.cycle))
        {
            found.entry(photo.record).or_insert_with(Fixed::default).after.push(photo.file);
        }
    }
    Ok(found)
}
