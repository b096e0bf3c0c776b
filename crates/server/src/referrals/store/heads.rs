//! The table `referral_head`: what the heads of a sender's lists mean to an office.

use super::{all, run};
use crate::{platform::stored, referrals::model::Role};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

pub async fn heads(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    sender: &str,
) -> Result<HashMap<String, Role>, DbErr> {
    let sql = "select head, role from referral_head where organisation = $1 and sender = $2";
    let mut heads = HashMap::new();
    for row in all(db, sql, vec![organisation.into(), sender.into()]).await? {
        let role: String = row.try_get("", "role")?;
        // what an older program knew otherwise is suggested anew
        if let Ok(role) = serde_json::from_value(role.into()) {
            heads.insert(row.try_get("", "head")?, role);
        }
    }
    Ok(heads)
}

pub async fn keep_head(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    sender: &str,
    head: &str,
    role: Role,
) -> Result<(), DbErr> {
    let sql = "insert into referral_head (organisation, sender, head, role) values ($1, $2, $3, $4) \
               on conflict (organisation, sender, head) do update set role = excluded.role";
    let role = stored::word(&role)?;
    run(db, sql, vec![organisation.into(), sender.into(), head.into(), role.into()]).await.map(|_| ())
}

/// Who sent lists to these offices before, the last first.
pub async fn senders(db: &impl ConnectionTrait, organisations: &[Uuid]) -> Result<Vec<String>, DbErr> {
    const MOST: i64 = 50;
    let mut senders = Vec::new();
    for organisation in organisations {
        let sql = "select sender from referral where organisation = $1 \
                   group by sender order by max(received_at) desc limit $2";
        for row in all(db, sql, vec![(*organisation).into(), MOST.into()]).await? {
            senders.push(row.try_get("", "sender")?);
        }
    }
    senders.dedup();
    Ok(senders)
}
