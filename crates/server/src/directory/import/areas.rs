//! Areas in sets: the whole country, one province, or a table of an office's own.

use super::{
    super::{model::Error, rules, store},
    CHUNK, Entry, Order, Report, Source, division,
    place::Placer,
    run::{drop_forgotten, report, settle, write_rows},
    template,
};
use crate::{
    platform::{
        chance::Ids,
        db::{Db, Tx},
        permission::Subject,
    },
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
    drop_forgotten(db, order.now).await?;
    let Order { run, account, now, ids } = order;
    let name = match &source {
        Source::Folder(path) => path.display().to_string(),
        Source::File { name, .. } => name.clone(),
    };
    db.write(async move |tx: &Tx| store::import::open_run(tx, run, "areas", &name, account, now).await)
        .await?;
    let hash = match pour(db, run, ids, source, under).await {
        Ok(hash) => hash,
        Err(error) => {
            super::drop_run(db, run).await?;
            return Err(error);
        }
    };
    settle(db, run, hash).await?;
    report(&db.read().await?, run).await
}

/// From the source to the staging rows, while it is read; answers the source's hash.
async fn pour(db: &Db, run: Uuid, ids: Ids, source: Source, under: Option<String>) -> Result<String, Error> {
    let snapshot = db.read().await?;
    let root = store::import::greatest_root(&snapshot).await?;
    drop(snapshot);
    let (send, mut chunks) = mpsc::channel(4);
    let reading = tokio::task::spawn_blocking(move || read(&source, under.as_deref(), &send));
    if let Some((finest, first)) = chunks.recv().await {
        let mut placer = Placer::new(ids, finest, root.as_deref());
        stage(db, run, &mut placer, first).await?;
        while let Some((_, chunk)) = chunks.recv().await {
            stage(db, run, &mut placer, chunk).await?;
        }
    }
    reading.await.map_err(|e| Error::Unreadable(e.to_string()))?
}

type Chunk = (Option<usize>, Vec<Entry>);

/// Reads the source to its end; answers its hash.
fn read(source: &Source, under: Option<&str>, send: &mpsc::Sender<Chunk>) -> Result<String, Error> {
    match source {
        Source::Folder(folder) => {
            let finest = rules::NATIONAL.last().and_then(|level| rules::rank(level));
            division::read(folder, under, |chunk| send.blocking_send((finest, chunk)).is_ok())
        }
        Source::File { name, bytes } => {
            let entries = template::areas(name, bytes, under)?;
            let finest = entries.iter().filter_map(|entry| rules::rank(&entry.level)).max();
            for chunk in entries.chunks(CHUNK) {
                if send.blocking_send((finest, chunk.to_vec())).is_err() {
                    break;
                }
            }
            Ok(hex::encode(Sha256::digest(bytes)))
        }
    }
}

/// Places a chunk by what stands already and writes it in a short transaction.
async fn stage(db: &Db, run: Uuid, placer: &mut Placer, chunk: Vec<Entry>) -> Result<(), Error> {
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
        placer.place(entry, known)
    };
    write_rows(db, run, chunk.into_iter().map(place).collect()).await
}

/// Moves the staged rows into the tree.
pub(super) async fn move_in(work: &Work<'_>, run: Uuid) -> Result<(), Error> {
    for above in store::import::paths_above(work.tx(), run).await? {
        let place = Subject { area: &above, line: None, organisations: &[], parties: &[] };
        work.may("area.write", place)?;
    }
    if store::import::overtaken(work.tx(), run).await? {
        return Err(Error::ImportOvertaken);
    }
    Ok(store::import::move_areas(work.tx(), run, &work.now().day().to_string()).await?)
}
