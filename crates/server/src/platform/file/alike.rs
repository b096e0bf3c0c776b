//! The tables `photo_look` and `photo_alike`: the looks of all pictures, found by bands of their bits, and which
//! earlier ones a picture looked like when it came in.

use super::look::{Look, Looks, about};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, Value};
use std::collections::HashMap;

/// Pictures that are kept of those that look alike.
const MOST: usize = 20;
/// Rows that one search reads at most, so that no common shape holds an upload up.
const MOST_READ: usize = 20_000;

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
        for row in candidates(db, look).await? {
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

async fn candidates(db: &impl ConnectionTrait, look: &Look) -> Result<Vec<QueryResult>, DbErr> {
    let part = |(column, band): (&str, u16)| {
        let near: Vec<String> = about(band).map(|near| near.to_string()).collect();
        format!("select file, coarse, fine from photo_look where {column} in ({})", near.join(", "))
    };
    let bands = ["band_a", "band_b", "band_c", "band_d"].into_iter().zip(look.bands());
    let sql = bands.map(part).collect::<Vec<_>>().join(" union ");
    let sql = format!("{sql} limit {MOST_READ}");
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await
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
        let sql = "insert into photo_look (file, part, coarse, fine, band_a, band_b, band_c, band_d) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let mut values: Vec<Value> =
            vec![id.into(), part.into(), look.coarse.cast_signed().into(), hex::encode(look.fine).into()];
        values.extend(look.bands().map(|band| Value::from(i32::from(band))));
        run(db, sql, values).await?;
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
