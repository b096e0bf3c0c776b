//! Accounts of people: opened with a one-time password, reset by one, disabled and enabled; sessions end with it.

use super::{Error, changed, filled, people::may_with};
use crate::{
    platform::account::{self, Account},
    work::Work,
};
use kernel::id::Uuid;

/// A password for one sign-in, drawn and hashed before the transaction.
#[derive(Clone, Debug)]
pub struct Slip {
    pub account: Uuid,
    pub hash: String,
}

pub async fn open_account(work: &Work<'_>, person: Uuid, login: &str, slip: Slip) -> Result<(), Error> {
    may_with(work, "account.write", person).await?;
    filled("login", login)?;
    if account::find_of_person(work.tx(), person).await?.is_some() {
        return Err(Error::HasAccount);
    }
    let new = Account {
        id: slip.account,
        login: login.trim().into(),
        password_hash: slip.hash,
        person: Some(person),
        must_change_password: true,
        failures: 0,
        locked_until_at: None,
        created_at: work.now().millis(),
        disabled_at: None,
    };
    account::add(work.tx(), new).await.map_err(|error| match error {
        account::Error::LoginTaken => Error::LoginTaken,
        account::Error::Db(error) => Error::Db(error),
        other => Error::Unreadable(other.to_string()),
    })?;
    changed(work, "account.write", "account", slip.account, "", login).await
}

/// A new one-time password: every session of the account ends, and the next sign-in must choose its own.
pub async fn reset_account(work: &Work<'_>, person: Uuid, slip: Slip) -> Result<String, Error> {
    let found = others(work, person).await?;
    account::give_password(work.tx(), found.id, &slip.hash).await?;
    account::end_sessions(work.tx(), found.id).await?;
    changed(work, "account.write", "account", found.id, "", "one-time password").await?;
    Ok(found.login)
}

/// Lets an account sign in, or no longer; its sessions end.
pub async fn enable_account(work: &Work<'_>, person: Uuid, enabled: bool) -> Result<(), Error> {
    let found = others(work, person).await?;
    account::enable(work.tx(), found.id, enabled, work.now()).await?;
    account::end_sessions(work.tx(), found.id).await?;
    let words = |enabled: bool| if enabled { "enabled" } else { "disabled" };
    changed(work, "account.write", "account", found.id, words(found.disabled_at.is_none()), words(enabled))
        .await
}

/// The account of somebody else.
async fn others(work: &Work<'_>, person: Uuid) -> Result<Account, Error> {
    may_with(work, "account.write", person).await?;
    if work.who().is(person) {
        return Err(Error::OwnRights);
    }
    account::find_of_person(work.tx(), person).await?.ok_or(Error::NotFound)
}
