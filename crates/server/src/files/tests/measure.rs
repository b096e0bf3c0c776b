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

/// A million photos with six looks each, hardly two of one shape; the tables are filled before their indexes, as no
/// upload would.
const FILL: &[&str] = &[
    "drop index photo_shape_a",
    "drop index photo_shape_b",
    "drop index photo_shape_c",
    "drop index photo_shape_d",
    "drop index photo_look_coarse",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 6000000) \
     insert into photo_look select (select id from file limit 1), i, {shape}, lower(hex(randomblob(32))) from n",
    "insert into photo_shape select distinct coarse, coarse >> 48 & 65535, coarse >> 32 & 65535, \
     coarse >> 16 & 65535, coarse & 65535 from photo_look where part > 5",
    "create index photo_shape_a on photo_shape (band_a, coarse)",
    "create index photo_shape_b on photo_shape (band_b, coarse)",
    "create index photo_shape_c on photo_shape (band_c, coarse)",
    "create index photo_shape_d on photo_shape (band_d, coarse)",
    "create index photo_look_coarse on photo_look (coarse)",
];

#[tokio::test]
#[ignore = "a measurement of minutes, for docs/evidence.md"]
async fn measured_among_a_million_photos() {
    // each bit is as often set as not; and each set in one shape of four, so that a hundredth of them share a band
    for (shapes, shape) in [("even", "random()"), ("uneven", "random() & random()")] {
        let place = Place::new(On::Sqlite).await;
        place.sign_in("clerk").await.photo().await;
        for sql in FILL {
            let sql = sql.replace("{shape}", shape);
            place.app.db.admin().execute_unprepared(&sql).await.unwrap();
        }
        let db = place.app.db.read().await.unwrap();
        let mut times = Vec::new();
        for n in 0..200_u64 {
            let even = |at: u64| (7 * n + at).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let coarse = |at| if shapes == "even" { even(at) } else { even(at) & even(at + 7_000) };
            let look = |at: u64| Look { coarse: coarse(at), fine: [0; 32] };
            let looks = Looks { parts: (1..=6).map(look).collect(), mirrored: look(7) };
            let began = Instant::now();
            search_alike(&db, Uuid::nil(), &looks).await.unwrap();
            times.push(began.elapsed());
        }
        times.sort_unstable();
        println!(
            "{shapes}: one search of a photo's four sides: median {:?}, p99 {:?}",
            times[100], times[198]
        );
    }
}
