//! What the program finds of a photo when it is hung on a case, beside those of all other cases.

use crate::{
    cases::{
        model::{Case, Error, Shows},
        rules::{self, Testimony},
        store::{self, Findings},
    },
    platform::file::{self, FileRow},
    work::Work,
};
use kernel::{geo::Position, moment::Moment};

/// Photos that show how the work was begun are compared with nothing.
pub async fn findings(work: &Work<'_>, case: &Case, file: &FileRow, shows: Shows) -> Result<Findings, Error> {
    let said = testimony(file);
    let distance_m = said.distance_m(case.place.position);
    if shows == Shows::Before {
        return Ok(Findings { distance_m, ..Findings::default() });
    }
    let db = work.tx();
    let since = match case.cycle {
        1 => case.found_at,
        _ => store::reopened(db, case.id).await?.unwrap_or(case.found_at),
    };
    let within =
        store::find_category(db, &case.category).await?.map_or(0, |category| category.elsewhere_metres);
    let alike = file::alike(db, file.id).await?;
    let matches = match &alike {
        Some(alike) => store::photos_among(db, case, alike, work.now()).await?,
        None => Vec::new(),
    };
    Ok(Findings {
        distance_m,
        later: said.later(since),
        here: said.here(case.place.position, within),
        single: alike.map(|_| matches.is_empty()),
        matches,
    })
}

/// What the sender and the camera say of a photo.
fn testimony(file: &FileRow) -> Testimony {
    let camera = file::camera(file);
    let taken = file.taken_at.map(Moment::from_millis);
    let by_camera = camera.as_ref().and_then(|camera| rules::camera_time(camera.taken.as_deref()?));
    let place = |lon: Option<f64>, lat: Option<f64>| Position::new(lon?, lat?).ok();
    let places = [place(file.lon, file.lat), camera.and_then(|camera| place(camera.lon, camera.lat))];
    Testimony {
        taken: taken.into_iter().chain(by_camera).collect(),
        places: places.into_iter().flatten().collect(),
        accuracy_m: file.accuracy_m.unwrap_or_default(),
    }
}
