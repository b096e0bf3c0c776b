//! The first steps of an installation, which no signed-in person could take: verbs done as the installer, and people
//! put in post with an account.

use crate::{
    app::App,
    directory,
    platform::{
        account::{self, Account},
        db::{Fault, Refusal, Tx},
        permission::{Grant, Post, Scope, Who},
    },
    start::{self, Error},
    work::Work,
};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;

/// The installer: every verb of the shipped roles, everywhere. It makes the first areas, posts and grants, which
/// nobody else could give.
pub async fn installer(app: &App) -> Result<Arc<Who>, Error> {
    let db = app.db.read().await?;
    let statement = Statement::from_string(db.get_database_backend(), "select distinct verb from role_verb");
    let rows = db.query_all_raw(statement).await?;
    let verbs: Result<_, _> = rows.iter().map(|row| row.try_get::<String>("", "verb")).collect();
    let position = Uuid::nil();
    let post = Post {
        position,
        title: "installer".into(),
        organisation: Uuid::nil(),
        organisation_name: String::new(),
        organisation_path: String::new(),
        area: Uuid::nil(),
        area_name: String::new(),
    };
    let grant = Grant { position, verbs: Arc::new(verbs?), area: String::new(), scope: Scope::All };
    Ok(Arc::new(Who { name: "installer".into(), posts: vec![post], grants: vec![grant], ..Who::default() }))
}

/// Does a verb as somebody, outside a request.
pub async fn act<T, E, F>(app: &App, who: Arc<Who>, verb: F) -> Result<T, Error>
where
    T: Send + 'static,
    E: Fault + std::error::Error,
    F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
{
    let order = start::order(app, app.settled().await?, who, "install")?;
    let done = app.db.write_long(async move |tx: &Tx| verb(&Work::new(tx, &order)).await).await;
    done.map_err(|refusal| match refusal {
        Refusal::Own(error) => Error::NotDone(error.to_string()),
        other => Error::NotDone(format!("{other:?}")),
    })
}

/// Somebody who comes into a post with an account.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub login: String,
    pub name: String,
    pub organisation: Uuid,
    pub title: String,
    pub head: bool,
    /// none: a post without rights
    pub role: Option<String>,
    /// the area that the role is given over
    pub area: Uuid,
    /// all, own or lines
    pub scope: &'static str,
    pub password_hash: String,
    pub must_change_password: bool,
}

/// A person, the post, its grant and a way to sign in, all or nothing.
pub async fn enlist(app: &App, who: Arc<Who>, newcomer: Newcomer) -> Result<Uuid, Error> {
    let account = app.chance.id(app.clock.now())?;
    act(app, who, async move |work| {
        let n = newcomer.clone();
        let person = directory::add_person(work, &n.name).await?.id;
        let post = directory::NewPosition { organisation: n.organisation, title: n.title, head: n.head };
        let position = directory::open_position(work, post).await?;
        directory::put_in_post(work, position, person, None).await?;
        if let Some(role) = n.role {
            let grant = directory::NewGrant { position, role, area: n.area, scope: n.scope, lines: vec![] };
            directory::give_grant(work, grant).await?;
        }
        let account = Account {
            id: account,
            login: n.login,
            password_hash: n.password_hash,
            person: Some(person),
            must_change_password: n.must_change_password,
            failures: 0,
            locked_until_at: None,
            created_at: work.now().millis(),
            disabled_at: None,
        };
        account::add(work.tx(), account).await?;
        Ok::<_, Enlisting>(person)
    })
    .await
}

/// What can go wrong on the way.
#[derive(Debug, thiserror::Error)]
pub enum Enlisting {
    #[error(transparent)]
    Directory(#[from] directory::Error),
    #[error(transparent)]
    Account(#[from] account::Error),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
}
impl Fault for Enlisting {
    fn database(&self) -> Option<&sea_orm::DbErr> {
        match self {
            Self::Directory(e) => e.database(),
            Self::Account(e) => e.database(),
            Self::Db(e) => Some(e),
        }
    }
}
