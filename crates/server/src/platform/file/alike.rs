//! The tables `photo_shape`, `photo_look` and `photo_alike`: the coarse shapes of all pictures, found by bands of their
//! bits, the looks that have them, and which earlier pictures one looked like when it came in.

use super::look::{Look, Looks, about, apart};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, Value};
use std::{collections::HashMap, iter};

/// Pictures that are kept of those that look alike.
const MOST: usize = 20;
/// Shapes that one search reads at most by a band, and looks that it compares of the nearest of them, so that no common
/// shape holds an upload up.
const MOST_SHAPES: usize = 5_000;
const MOST_LOOKS: usize = 500;

/// An earlier picture that one looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    pub other: Uuid,
    pub mirrored: bool,
}

/// The pictures that look like this one, whole, in part or in a mirror, the most alike first.
pub async fn search(db: &impl ConnectionTrait, id: Uuid, looks: &Looks) -> Result<Vec<Alike>, DbErr> {
    let mut found: HashMap<Uuid, (u32, bool)> = HashMap::new();
    for (look, mirrored) in looks.sides() {
        for row in near(db, look).await? {
            let (file, other) = read(&row)?;
            if let Some(apart) = look.apart(&other).filter(|_| file != id) {
                let best = found.entry(file).or_insert((apart, mirrored));
                *best = (*best).min((apart, mirrored));
            }
        }
    }
    let mut found: Vec<(Uuid, (u32, bool))> = found.into_iter().collect();
    found.sort_by_key(|(file, (apart, _))| (*apart, *file));
    found.truncate(MOST);
    Ok(found.into_iter().map(|(other, (_, mirrored))| Alike { other, mirrored }).collect())
}

/// The looks whose shapes are nearest to that of one.
async fn near(db: &impl ConnectionTrait, look: &Look) -> Result<Vec<QueryResult>, DbErr> {
    let mut shapes = shapes(db, look).await?;
    shapes.truncate(MOST_LOOKS);
    let mut rows = Vec::new();
    for shapes in shapes.chunk_by(|(a, _), (b, _)| a == b) {
        let shapes: Vec<String> = shapes.iter().map(|(_, coarse)| coarse.to_string()).collect();
        let (shapes, left) = (shapes.join(", "), MOST_LOOKS - rows.len());
        let sql =
            format!("select file, coarse, fine from photo_look where coarse in ({shapes}) limit {left}");
        rows.extend(db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?);
    }
    Ok(rows)
}

/// The shapes that are near enough to that of a look, with the bits that differ, the nearest first.
async fn shapes(db: &impl ConnectionTrait, look: &Look) -> Result<Vec<(u32, i64)>, DbErr> {
    let part = |(column, band): (&str, u16)| {
        let near: Vec<String> = about(band).map(|near| near.to_string()).collect();
        let near = near.join(", ");
        format!(
            "select coarse from (select coarse from photo_shape where {column} in ({near}) limit {MOST_SHAPES}) {column}"
        )
    };
    let bands = ["band_a", "band_b", "band_c", "band_d"].into_iter().zip(look.bands());
    let sql = bands.map(part).collect::<Vec<_>>().join(" union all ");
    let mut near = Vec::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
        let shape: i64 = row.try_get_by_index(0)?;
        near.extend(apart(look.coarse, shape.cast_unsigned()).map(|bits| (bits, shape)));
    }
    near.sort_unstable();
    near.dedup();
    Ok(near)
}

fn read(row: &QueryResult) -> Result<(Uuid, Look), DbErr> {
    let fine: String = row.try_get("", "fine")?;
    let mut look = Look { coarse: row.try_get::<i64>("", "coarse")?.cast_unsigned(), fine: [0; 32] };
    hex::decode_to_slice(&fine, &mut look.fine).map_err(|e| DbErr::Custom(format!("photo_look: {e}")))?;
    Ok((row.try_get("", "file")?, look))
}

/// Keeps a picture's looks, and what it looked like.
pub async fn keep(db: &impl ConnectionTrait, id: Uuid, looks: &Looks, alike: &[Alike]) -> Result<(), DbErr> {
    for (part, look) in (0_i32..).zip(&looks.parts) {
        let coarse = Value::from(look.coarse.cast_signed());
        let sql = "insert into photo_look (file, part, coarse, fine) values ($1, $2, $3, $4)";
        run(db, sql, vec![id.into(), part.into(), coarse.clone(), hex::encode(look.fine).into()]).await?;
        let sql = "insert into photo_shape (coarse, band_a, band_b, band_c, band_d) \
                   values ($1, $2, $3, $4, $5) on conflict (coarse) do nothing";
        let bands = look.bands().map(|band| Value::from(i32::from(band)));
        run(db, sql, iter::once(coarse).chain(bands).collect()).await?;
    }
    for (rank, one) in (0_i32..).zip(alike) {
        let sql = "insert into photo_alike (file, other, rank, mirrored) values ($1, $2, $3, $4)";
        run(db, sql, vec![id.into(), one.other.into(), rank.into(), one.mirrored.into()]).await?;
    }
    Ok(())
}

/// What a picture looked like when it came in; none: it had no shape to compare.
pub async fn alike(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Vec<Alike>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        other: Uuid,
        mirrored: bool,
    }
    let ask = |sql| Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into()]);
    if db.query_one_raw(ask("select 1 as one from photo_look where file = $1 limit 1")).await?.is_none() {
        return Ok(None);
    }
    let sql = "select other, mirrored from photo_alike where file = $1 order by rank";
    let rows = Row::find_by_statement(ask(sql)).all(db).await?;
    Ok(Some(rows.into_iter().map(|Row { other, mirrored }| Alike { other, mirrored }).collect()))
}

/// Forgets what was kept of a picture that goes.
pub async fn forget(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    for sql in
        ["delete from photo_alike where file = $1 or other = $1", "delete from photo_look where file = $1"]
    {
        run(db, sql, vec![id.into()]).await?;
    }
    Ok(())
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}
