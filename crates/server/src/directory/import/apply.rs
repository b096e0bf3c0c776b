//! The last step of an import: all of its sound rows in one transaction, or nothing.

use super::{
    super::{model::Error, store},
    Report, areas, boundaries, office, people,
    people::Slips,
    report::report,
    what::What,
};
use crate::work::{Happened, Work};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;

/// Takes up a staged run of one's own. `rest`: its faulty rows are left out, which they cannot be where others hang on
/// them.
pub async fn begin(work: &Work<'_>, run: Uuid, rest: bool) -> Result<(), Error> {
    let state = mine(work, run).await?.state;
    match state.as_str() {
        "checked" => {}
        "faulty" if rest => {
            let found = report(work.tx(), run).await?;
            if found.hanging > 0 {
                return Err(Error::RowsHang(found.hanging));
            }
            if found.added.is_empty() {
                return Err(Error::ImportNot(state));
            }
            store::import::leave_out(work.tx(), run, found.faulty).await?;
        }
        _ => return Err(Error::ImportNot(state)),
    }
    let taken = store::import::move_on(work.tx(), run, &["checked", "faulty"], "applying").await?;
    if taken { Ok(()) } else { Err(Error::ImportNot(state)) }
}

/// The run, if it is this account's.
pub async fn own(db: &impl ConnectionTrait, run: Uuid, account: Uuid) -> Result<store::import::Run, Error> {
    let found = store::import::find_run(db, run).await?;
    found.filter(|found| found.account == account).ok_or(Error::NoSuchImport)
}
async fn mine(work: &Work<'_>, run: Uuid) -> Result<store::import::Run, Error> {
    own(work.tx(), run, work.who().account).await
}

/// Moves all that a run holds to where it belongs, once it was taken up: all or nothing, one line on the trail.
pub async fn carry_out(work: &Work<'_>, run: Uuid, slips: &Slips) -> Result<Report, Error> {
    let found = mine(work, run).await?;
    if found.state != "applying" {
        return Err(Error::ImportNot(found.state));
    }
    let mut after = report(work.tx(), run).await?;
    let what = What::of(&found.what).ok_or(Error::NoSuchImport)?;
    match what {
        What::Areas => areas::move_in(work, run).await?,
        What::Boundaries => boundaries::draw(work, run).await?,
        What::Organisations => office::open(work, run).await?,
        What::People => people::enlist(work, run, slips).await?,
    }
    let result = serde_json::to_string(&(&after.added, after.skipped)).unwrap_or_default();
    if !store::import::close_run(work.tx(), run, result, work.now()).await? {
        return Err(Error::stopped());
    }
    after.row.state = "applied".into();
    let [verb, ..] = what.verbs() else { return Err(Error::NoSuchImport) };
    work.record(Happened { verb, kind: "import", record: run, before: None, after: Some(&after) }).await?;
    Ok(after)
}

/// Both at once.
pub async fn apply(work: &Work<'_>, run: Uuid, slips: &Slips) -> Result<Report, Error> {
    begin(work, run, false).await?;
    carry_out(work, run, slips).await
}

/// Gives up a run of one's own that has not ended; nothing of it is taken.
pub async fn stop(work: &Work<'_>, run: Uuid) -> Result<Report, Error> {
    let found = mine(work, run).await?;
    let open = &["staging", "checked", "faulty", "applying"];
    if found.state != "stopped" && !store::import::move_on(work.tx(), run, open, "stopped").await? {
        return Err(Error::ImportNot(found.state));
    }
    report(work.tx(), run).await
}
