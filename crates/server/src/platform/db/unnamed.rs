//! Statements as SQLite takes them fastest.

use sea_orm::{DbBackend, Statement, Values};

/// The same statement with `?` for `$1`, `$2`, …, its values in the order in which they are used. SQLite looks each named
/// place up among all named before it, so that a statement with thousands of values costs more than its rows.
pub fn unnamed(statement: Statement) -> Statement {
    match statement {
        Statement { sql, values: Some(Values(values)), db_backend: DbBackend::Sqlite }
            if sql.contains('$') =>
        {
            let (mut text, mut used) = (String::with_capacity(sql.len()), Vec::with_capacity(values.len()));
            let mut pieces = sql.split('$');
            text.push_str(pieces.next().unwrap_or_default());
            for piece in pieces {
                let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let place = piece[..digits].parse().ok().and_then(|place: usize| place.checked_sub(1));
                match place.and_then(|place| values.get(place)) {
                    Some(value) => {
                        used.push(value.clone());
                        text.extend(["?", &piece[digits..]]);
                    }
                    None => text.extend(["$", piece]),
                }
            }
            Statement { sql: text, values: Some(Values(used)), db_backend: DbBackend::Sqlite }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::Value;

    #[test]
    fn values_come_in_the_order_of_their_use() {
        let values: [Value; 3] = ["a".into(), 2.into(), "c".into()];
        let sql = "update x set a = $2 where b in ($1, $3) and c = $2";
        let plain = unnamed(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values.clone()));
        assert_eq!(plain.sql, "update x set a = ? where b in (?, ?) and c = ?");
        let [a, two, c] = values.clone();
        assert_eq!(plain.values, Some(Values(vec![two.clone(), a, c, two])));
        let named = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        assert_eq!(unnamed(named.clone()), named);
    }

    #[test]
    fn what_is_no_place_stays() {
        let sql = "select json_extract(a, '$.x') from x where b = $1";
        let plain = unnamed(Statement::from_sql_and_values(DbBackend::Sqlite, sql, ["b".into()]));
        assert_eq!(plain.sql, "select json_extract(a, '$.x') from x where b = ?");
    }
}
