//! Areas in sets: the whole country, one province, or a table of an office's own.

use super::{
    super::{
        model::Error,
        rules,
        store::{self, import::Rows},
    },
    CHUNK, Entry, Order, Report, Source, division,
    place::Placer,
    report::report,
    run::{begin, settle, tell_total, write_rows},
    sweep::drop_run,
    template,
    what::What,
};
use crate::{
    platform::{db::Db, permission::Subject},
    work::Work,
};
use kernel::id::Uuid;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

/// Reads, stages and checks; nothing of it is an area yet.
pub async fn stage_areas(
    db: &Db,
    order: Order,
    source: Source,
    under: Option<String>,
) -> Result<Report, Error> {
    let name = match &source {
        Source::Folder(path) => path.display().to_string(),
        Source::File { name, .. } => name.clone(),
    };
    begin(db, &order, What::Areas, &name).await?;
    let staged = match pour(db, &order, source, under).await {
        Ok((hash, twice)) => settle(db, order.run, hash, twice).await,
        Err(error) => Err(error),
    };
    match staged {
        Ok(()) => report(&db.read().await?, order.run).await,
        // a job knows better whether to try again
        Err(error) if order.held.is_some() => Err(error),
        Err(error) => {
            drop_run(db, order.run).await?;
            Err(error)
        }
    }
}

/// From the source to the staging rows, while it is read; answers the source's hash, and whether a code may stand in it
/// more than once.
async fn pour(
    db: &Db,
    order: &Order,
    source: Source,
    under: Option<String>,
) -> Result<(String, bool), Error> {
    let snapshot = db.read().await?;
    let root = store::import::greatest_root(&snapshot).await?;
    drop(snapshot);
    let (send, mut chunks) = mpsc::channel(4);
    let reading = tokio::task::spawn_blocking(move || read(&source, under.as_deref(), &send));
    let (mut placer, mut placed) = (None, Rows::default());
    while let Some(Chunk { finest, total, entries }) = chunks.recv().await {
        if placer.is_none()
            && let Some(total) = total
        {
            tell_total(db, order, total).await?;
        }
        let placer = placer.get_or_insert_with(|| Placer::new(finest, root.as_deref()));
        // one chunk is placed while the one before it is written
        let (next, ()) = tokio::try_join!(place(db, order, placer, entries), write_rows(db, order, placed))?;
        placed = next;
    }
    write_rows(db, order, placed).await?;
    let hash = reading.await.map_err(|e| Error::Unreadable(e.to_string()))??;
    Ok((hash, placer.is_some_and(|placer| placer.met_twice())))
}

/// Some rows, the finest level of all rows, and how many there are, where the source can tell.
struct Chunk {
    finest: Option<usize>,
    total: Option<usize>,
    entries: Vec<Entry>,
}

/// Reads the source to its end; answers its hash.
fn read(source: &Source, under: Option<&str>, send: &mpsc::Sender<Chunk>) -> Result<String, Error> {
    match source {
        Source::Folder(folder) => {
            let finest = rules::NATIONAL.last().and_then(|level| rules::rank(level));
            let chunk = |entries| Chunk { finest, total: None, entries };
            division::read(folder, under, |entries| send.blocking_send(chunk(entries)).is_ok())
        }
        Source::File { name, bytes } => {
            let entries = template::areas(name, bytes, under)?;
            let (finest, total) =
                (entries.last().and_then(|last| rules::rank(&last.level)), Some(entries.len()));
            let mut rest = entries.into_iter().peekable();
            while rest.peek().is_some() {
                let entries = rest.by_ref().take(CHUNK).collect();
                if send.blocking_send(Chunk { finest, total, entries }).is_err() {
                    break;
                }
            }
            Ok(hex::encode(Sha256::digest(bytes)))
        }
    }
}

/// Places a chunk by what stands already; as it is to be written.
async fn place(db: &Db, order: &Order, placer: &mut Placer, chunk: Vec<Entry>) -> Result<Rows, Error> {
    let snapshot = db.read().await?;
    let missing = placer.missing(&chunk);
    if !missing.is_empty() {
        for (found, greatest) in store::import::parents(&snapshot, &missing).await? {
            placer.learn(found, greatest.as_deref());
        }
    }
    let codes: Vec<&str> = chunk.iter().map(|entry| entry.code.as_str()).collect();
    let known = store::import::known_codes(&snapshot, &codes).await?;
    drop(snapshot);
    let place = |entry: Entry| {
        let known = known.contains(&entry.code);
        placer.place(order.ids.next(), entry, known)
    };
    let placed: Vec<_> = chunk.into_iter().map(place).collect();
    Ok(Rows::of(order.run, &placed))
}

/// Moves the staged rows into the tree.
pub(super) async fn move_in(work: &Work<'_>, run: Uuid) -> Result<(), Error> {
    for above in store::import::paths_above(work.tx(), run).await? {
        let place = Subject { area: &above, line: None, organisations: &[], parties: &[] };
        work.may("area.write", place)?;
    }
    match store::import::move_areas(work.tx(), run, &work.now().day().to_string()).await? {
        true => Ok(()),
        false => Err(Error::ImportOvertaken),
    }
}
