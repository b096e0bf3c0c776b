//! The shipped checklists, published: a changed one is a new version beside the old. Where the office uses one of its
//! own, the shipped one stands beside it unused.

use super::{model::Origin, store};
use crate::platform::chance::Ids;
use forms::{Checklist, publish, read_checklist};
use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr};

/// Publishes what the catalogue says otherwise than it did last.
pub async fn sync_checklists(
    db: &impl ConnectionTrait,
    texts: &[&str],
    ids: &Ids,
    now: Moment,
) -> Result<(), DbErr> {
    let broken = |what: String| DbErr::Custom(format!("catalog/checklists: {what}"));
    let known = store::shipped_hashes(db).await?;
    for text in texts {
        let Checklist { form, site_types } = read_checklist(text).map_err(|e| broken(e.to_string()))?;
        let code = form.code.clone();
        let published = publish(form).map_err(|faults| broken(format!("{code}: {faults:?}")))?;
        let hash = store::hash(&published, &site_types)?;
        if known.get(&code) != Some(&hash) {
            store::insert_form(db, ids.next(), &published, &site_types, &hash, Origin::Shipped, now).await?;
        }
    }
    Ok(())
}
