//! The demo town: invented places, organisations and people, made through the program's own verbs with a moved clock
//! and a fixed seed. Codes begin with 99 and everything is marked 演示.

pub mod cast;

use crate::{
    app::App,
    platform::{
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
    Ok(Arc::new(Who {
        account: Uuid::nil(),
        person: Uuid::nil(),
        name: "installer".into(),
        posts: vec![post],
        grants: vec![grant],
    }))
}

/// Does a verb as somebody, outside a request.
pub async fn act<T, E, F>(app: &App, who: Arc<Who>, verb: F) -> Result<T, Error>
where
    T: Send + 'static,
    E: Fault + std::error::Error,
    F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
{
    let order = start::order(app, who, "demo")?;
    let done = app.db.write_long(async move |tx: &Tx| verb(&Work::new(tx, &order)).await).await;
    done.map_err(|refusal| match refusal {
        Refusal::Own(error) => Error::NotDone(error.to_string()),
        other => Error::NotDone(format!("{other:?}")),
    })
}
