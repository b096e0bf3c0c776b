//! Accounts and sessions: Argon2id, lock-out after wrong passwords, sessions that can be listed and ended.

use super::problem::Problem;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use axum::http::StatusCode;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, QueryFilter, Set, Statement, Unchanged, entity::prelude::*,
    sea_query::Expr,
};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Wrong passwords in a row before the account rests.
const PATIENCE: i32 = 5;
const REST: Duration = Duration::from_mins(15);
/// A session ends after this long without a request.
const IDLE: Duration = Duration::from_hours(12);
/// It is prolonged at most this often, so that reading does not write.
const PROLONG: Duration = Duration::from_mins(10);
const SHORTEST_PASSWORD: usize = 10;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("login or password is wrong")]
    Refused,
    #[error("too many wrong passwords")]
    Locked(Moment),
    #[error("the old password is wrong")]
    OldIsWrong,
    #[error("the new password is too short")]
    TooShort,
    #[error("the new password is the old one")]
    Same,
    #[error("another account has this login")]
    LoginTaken,
    #[error("there is no such session of yours")]
    NoSuchSession,
    #[error("password hashing failed: {0}")]
    Hash(String),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl super::db::Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Db(e) = self { Some(e) } else { None }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::Refused => Self::new(StatusCode::UNAUTHORIZED, "sign_in.refused", words),
            Error::Locked(until) => {
                Self::new(StatusCode::LOCKED, "sign_in.locked", words).param("until", until.to_string())
            }
            Error::OldIsWrong => Self::bad("password.old_wrong", words).field("old"),
            Error::TooShort => {
                Self::bad("password.too_short", words).field("new").param("shortest", SHORTEST_PASSWORD)
            }
            Error::Same => Self::bad("password.same", words).field("new"),
            Error::LoginTaken => Self::new(StatusCode::CONFLICT, "account.login_taken", words).field("login"),
            Error::NoSuchSession => Self::not_found(),
            Error::Hash(_) => Self::internal(&words),
            Error::Db(e) => e.into(),
        }
    }
}

#[allow(clippy::module_inception)] // the table has the name of the subject
pub mod account {
    //! The table `account`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub login: String,
        pub password_hash: String,
        pub person: Option<Uuid>,
        pub must_change_password: bool,
        pub failures: i32,
        pub locked_until_at: Option<i64>,
        pub created_at: i64,
        pub disabled_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod session {
    //! The table `session`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: String,
        pub account: Uuid,
        pub agent: String,
        pub created_at: i64,
        pub seen_at: i64,
        pub expires_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub use account::Model as Account;
pub use session::Model as Session;

/// Checks a password. Slow on purpose: call it outside the writer.
pub fn password_fits(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Argon2id with a salt that is passed in.
pub fn hash_password(password: &str, salt: &[u8; 32]) -> Result<String, Error> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(Error::TooShort);
    }
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt[..16]);
    hash.map(|hash| hash.to_string()).map_err(|e| Error::Hash(e.to_string()))
}

/// The token of a session as its row keeps it.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

pub async fn find_by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<Account>, DbErr> {
    account::Entity::find()
        .filter(account::Column::Login.eq(login))
        .filter(account::Column::DisabledAt.is_null())
        .one(db)
        .await
}

/// May this account try a password now?
pub fn awake(account: &Account, now: Moment) -> Result<(), Error> {
    match account.locked_until_at.map(Moment::from_millis) {
        Some(until) if until > now => Err(Error::Locked(until)),
        _ => Ok(()),
    }
}

/// A wrong password: counted where it stands, so that guesses at once count too; at the limit the account rests.
pub async fn count_failure(db: &impl ConnectionTrait, account: Uuid, now: Moment) -> Result<(), DbErr> {
    let sql = "update account set \
                 locked_until_at = case when failures + 1 >= $2 then $3 else locked_until_at end, \
                 failures = case when failures + 1 >= $2 then 0 else failures + 1 end \
               where id = $1";
    let values = [account.into(), PATIENCE.into(), (now + REST).millis().into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}

pub async fn open_session(
    db: &impl ConnectionTrait,
    account: &Account,
    session: Uuid,
    token: &str,
    agent: &str,
    now: Moment,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Failures, Expr::value(0))
        .col_expr(account::Column::LockedUntilAt, Expr::value(None::<i64>))
        .filter(account::Column::Id.eq(account.id))
        .exec(db)
        .await?;
    let row = session::ActiveModel {
        id: Set(session),
        token_hash: Set(token_hash(token)),
        account: Set(account.id),
        agent: Set(agent.chars().take(200).collect()),
        created_at: Set(now.millis()),
        seen_at: Set(now.millis()),
        expires_at: Set((now + IDLE).millis()),
    };
    session::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// The living session of a token, with its account.
pub async fn find_session(
    db: &impl ConnectionTrait,
    token: &str,
    now: Moment,
) -> Result<Option<(Session, Account)>, DbErr> {
    let session = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash(token)))
        .filter(session::Column::ExpiresAt.gt(now.millis()))
        .one(db)
        .await?;
    let Some(session) = session else { return Ok(None) };
    let account = account::Entity::find_by_id(session.account)
        .filter(account::Column::DisabledAt.is_null())
        .one(db)
        .await?;
    Ok(account.map(|account| (session, account)))
}

/// Should this request prolong the session?
pub fn wants_prolonging(session: &Session, now: Moment) -> bool {
    now.since(Moment::from_millis(session.seen_at)) > i64::try_from(PROLONG.as_millis()).unwrap_or(i64::MAX)
}

pub async fn prolong(db: &impl ConnectionTrait, session: Uuid, now: Moment) -> Result<(), DbErr> {
    let row = session::ActiveModel {
        id: Unchanged(session),
        seen_at: Set(now.millis()),
        expires_at: Set((now + IDLE).millis()),
        ..Default::default()
    };
    session::Entity::update_many().set(row).filter(session::Column::Id.eq(session)).exec(db).await.map(|_| ())
}

pub async fn sessions_of(
    db: &impl ConnectionTrait,
    account: Uuid,
    now: Moment,
) -> Result<Vec<Session>, DbErr> {
    use sea_orm::QueryOrder;
    session::Entity::find()
        .filter(session::Column::Account.eq(account))
        .filter(session::Column::ExpiresAt.gt(now.millis()))
        .order_by_desc(session::Column::SeenAt)
        .all(db)
        .await
}

/// Ends one session of the account; true if there was one.
pub async fn end_session(db: &impl ConnectionTrait, account: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let ended = session::Entity::delete_many()
        .filter(session::Column::Account.eq(account))
        .filter(session::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Sets a new password and ends every other session of the account.
pub async fn set_password(
    db: &impl ConnectionTrait,
    account: Uuid,
    hash: &str,
    keep: Uuid,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::MustChangePassword, Expr::value(false))
        .filter(account::Column::Id.eq(account))
        .exec(db)
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::Account.eq(account))
        .filter(session::Column::Id.ne(keep))
        .exec(db)
        .await
        .map(|_| ())
}

pub async fn add(db: &impl ConnectionTrait, new: Account) -> Result<(), Error> {
    if login_taken(db, &new.login).await? {
        return Err(Error::LoginTaken);
    }
    account::Entity::insert(account::ActiveModel::from(new).reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Account>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}

/// Has any account this login? A disabled one keeps it.
pub async fn login_taken(db: &impl ConnectionTrait, login: &str) -> Result<bool, DbErr> {
    Ok(account::Entity::find().filter(account::Column::Login.eq(login)).one(db).await?.is_some())
}

pub async fn find_of_person(db: &impl ConnectionTrait, person: Uuid) -> Result<Option<Account>, DbErr> {
    account::Entity::find().filter(account::Column::Person.eq(person)).one(db).await
}

pub async fn of_people(db: &impl ConnectionTrait, people: Vec<Uuid>) -> Result<Vec<Account>, DbErr> {
    account::Entity::find().filter(account::Column::Person.is_in(people)).all(db).await
}

/// Sets a password that must be changed at the next sign-in, and wakes a resting account.
pub async fn give_password(db: &impl ConnectionTrait, account: Uuid, hash: &str) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::MustChangePassword, Expr::value(true))
        .col_expr(account::Column::Failures, Expr::value(0))
        .col_expr(account::Column::LockedUntilAt, Expr::value(None::<i64>))
        .filter(account::Column::Id.eq(account))
        .exec(db)
        .await
        .map(|_| ())
}

/// Lets an account sign in, or no longer.
pub async fn enable(
    db: &impl ConnectionTrait,
    account: Uuid,
    enabled: bool,
    now: Moment,
) -> Result<(), DbErr> {
    let disabled = (!enabled).then(|| now.millis());
    account::Entity::update_many()
        .col_expr(account::Column::DisabledAt, Expr::value(disabled))
        .filter(account::Column::Id.eq(account))
        .exec(db)
        .await
        .map(|_| ())
}

/// Ends all sessions of an account.
pub async fn end_sessions(db: &impl ConnectionTrait, account: Uuid) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(session::Column::Account.eq(account)).exec(db).await.map(|_| ())
}

/// Removes sessions that have ended by themselves, at most so many; answers how many.
pub async fn forget_sessions(db: &impl ConnectionTrait, now: Moment, most: u64) -> Result<u64, DbErr> {
    let sql = "delete from session where id in (select id from session where expires_at <= $1 limit $2)";
    let values = [now.millis().into(), i64::try_from(most).unwrap_or(i64::MAX).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// Three groups of four characters that do not look alike, from drawn bytes: some 59 bits.
pub fn one_time_password(drawn: &[u8; 32]) -> String {
    const ALPHABET: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
    let character = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let groups = drawn[..12].chunks(4).map(|group| group.iter().map(character).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}
