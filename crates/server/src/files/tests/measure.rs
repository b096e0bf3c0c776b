//! How long a picture is looked for among those of a million: `cargo nextest run -p wenming million --run-ignored all
//! --no-capture` prints what `docs/evidence.md` says.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measurement prints, and may stop at a broken premise

use crate::{
    platform::file::{Look, Looks, search_alike},
    testing::{On, Place},
};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use std::time::Instant;

/// A million photos with six looks each; the table is filled before its indexes, as no upload would.
const FILL: &[&str] = &[
    "drop index photo_look_a",
    "drop index photo_look_b",
    "drop index photo_look_c",
    "drop index photo_look_d",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 6000000) \
     insert into photo_look select (select id from file limit 1), i, random(), lower(hex(randomblob(32))), \
     random() & 65535, random() & 65535, random() & 65535, random() & 65535 from n",
    "create index photo_look_a on photo_look (band_a)",
    "create index photo_look_b on photo_look (band_b)",
    "create index photo_look_c on photo_look (band_c)",
    "create index photo_look_d on photo_look (band_d)",
];

#[tokio::test]
#[ignore = "a measurement of minutes, for docs/evidence.md"]
async fn measured_among_a_million_photos() {
    let place = Place::new(On::Sqlite).await;
    place.sign_in("clerk").await.photo().await;
    for sql in FILL {
        place.app.db.admin().execute_unprepared(sql).await.unwrap();
    }
    let db = place.app.db.read().await.unwrap();
    let mut times = Vec::new();
    for n in 0..200_u64 {
        let look = |at: u64| Look { coarse: (7 * n + at).wrapping_mul(0x9e37_79b9_7f4a_7c15), fine: [0; 32] };
        let looks = Looks { parts: (1..=6).map(look).collect(), mirrored: look(7) };
        let began = Instant::now();
        search_alike(&db, Uuid::nil(), &looks).await.unwrap();
        times.push(began.elapsed());
    }
    times.sort_unstable();
    println!("one search of a photo's four sides: median {:?}, p99 {:?}", times[100], times[198]);
}
