//! Imports from a file to the tree, on both databases; the division data is a small set in the published shape.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    directory::{area_of_code, areas},
    exchange, on_both,
    testing::Place,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path};

/// Two provinces: a municipality with its 市辖区, and one with a county that no city governs.
fn division(folder: &Path, change: impl Fn(&str, &mut Vec<Value>)) {
    let lists = [
        ("provinces", json!([{ "code": "11", "name": "北京市" }, { "code": "41", "name": "河南省" }])),
        (
            "cities",
            json!([{ "code": "1101", "name": "市辖区", "provinceCode": "11" },
                { "code": "4190", "name": "省直辖县级行政区划", "provinceCode": "41" }]),
        ),
        (
            "areas",
            json!([{ "code": "110101", "name": "东城区", "cityCode": "1101", "provinceCode": "11" },
                { "code": "419001", "name": "济源市", "cityCode": "4190", "provinceCode": "41" }]),
        ),
        (
            "streets",
            json!([{ "code": "110101001", "name": "东华门街道", "areaCode": "110101", "cityCode": "1101", "provinceCode": "11" },
                { "code": "419001100", "name": "克井镇", "areaCode": "419001", "cityCode": "4190", "provinceCode": "41" }]),
        ),
        (
            "villages",
            json!([
                { "code": "110101001001", "name": "多福巷社区居委会", "streetCode": "110101001", "areaCode": "110101" },
                { "code": "110101001002", "name": "银闸社区居委会", "streetCode": "110101001", "areaCode": "110101" },
                { "code": "419001100201", "name": "克井村委会", "streetCode": "419001100", "areaCode": "419001" }]),
        ),
    ];
    for (name, list) in lists {
        let mut rows = list.as_array().unwrap().clone();
        change(name, &mut rows);
        std::fs::write(folder.join(format!("{name}.json")), Value::Array(rows).to_string()).unwrap();
    }
}

fn counts(pairs: &[(&str, i64)]) -> BTreeMap<String, i64> {
    pairs.iter().map(|(level, count)| ((*level).to_owned(), *count)).collect()
}

async fn count(place: &Place, sql: &str) -> i64 {
    let db = place.app.db.read().await.unwrap();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

on_both!(five_levels_go_in_and_a_second_time_adds_nothing, async |place: &Place| {
    let folder = tempfile::tempdir().unwrap();
    division(folder.path(), |_, _| {});
    let dry = exchange::directory::areas(&place.app, folder.path(), None, true).await.unwrap();
    assert_eq!(dry.added["village"], 3);
    let db = place.app.db.read().await.unwrap();
    assert!(area_of_code(&db, "11").await.unwrap().is_none(), "a dry run changes nothing");
    drop(db);

    let report = exchange::directory::areas(&place.app, folder.path(), None, false).await.unwrap();
    let all = [("province", 2), ("city", 2), ("district", 2), ("town", 2), ("village", 3)];
    assert_eq!((report.added, report.skipped), (counts(&all), 0));
    let db = place.app.db.read().await.unwrap();
    let street = area_of_code(&db, "110101001").await.unwrap().unwrap();
    let below: Vec<_> = areas(&db, Some(&street.path)).await.unwrap();
    let [root, first, second] = &below[..] else { panic!("{below:?}") };
    assert_eq!((root.id, first.parent, second.parent), (street.id, Some(street.id), Some(street.id)));
    assert_eq!((first.code.as_str(), first.kind.as_str()), ("110101001001", "community"));
    assert_eq!(street.kind, "sub_district");
    let county = area_of_code(&db, "419001").await.unwrap().unwrap();
    assert_eq!(area_of_code(&db, "4190").await.unwrap().unwrap().id, county.parent.unwrap());
    drop(db);
    let spans = count(place, "select count(*) from area_span").await;
    assert_eq!(spans, count(place, "select count(*) from area").await, "each has its first span");
    assert_eq!(count(place, "select count(*) from import_row").await, 0, "nothing stays staged");
    assert_eq!(count(place, "select count(*) from audit where kind = 'import'").await, 1);

    let again = exchange::directory::areas(&place.app, folder.path(), None, false).await.unwrap();
    assert_eq!((again.added, again.skipped), (counts(&[]), 11));
});

on_both!(what_comes_later_stands_behind_its_siblings, async |place: &Place| {
    let folder = tempfile::tempdir().unwrap();
    division(folder.path(), |name, rows| {
        if name == "villages" {
            rows.remove(1);
        }
    });
    exchange::directory::areas(&place.app, folder.path(), Some("11".into()), false).await.unwrap();
    division(folder.path(), |_, _| {});
    let report =
        exchange::directory::areas(&place.app, folder.path(), Some("110101001".into()), false).await.unwrap();
    assert_eq!((report.added, report.skipped), (counts(&[("village", 1)]), 5));
    let db = place.app.db.read().await.unwrap();
    let path = async |code: &str| area_of_code(&db, code).await.unwrap().unwrap().path;
    assert!(path("110101001002").await > path("110101001001").await);
    assert!(area_of_code(&db, "41").await.unwrap().is_none(), "only what lies under the code");
});

/// Spoils the rows of the file it names.
type Change = fn(&str, &mut Vec<Value>);

on_both!(a_broken_row_is_named_and_nothing_is_half_done, async |place: &Place| {
    let folder = tempfile::tempdir().unwrap();
    let before = count(place, "select count(*) from area").await;
    let broken: [(Change, &str); 6] = [
        (
            |name, rows| {
                if name == "villages" {
                    rows[1]["name"] = json!(" ");
                }
            },
            "villages.json, row 2, field name: field.empty",
        ),
        (
            |name, rows| {
                if name == "streets" {
                    rows[1]["code"] = json!("41900110");
                }
            },
            "streets.json, row 2, field code: code.length (found “41900110”)",
        ),
        (
            |name, rows| {
                if name == "areas" {
                    rows[0]["cityCode"] = json!("1199");
                }
            },
            "areas.json, row 1, field parent: parent.none (found “1199”)",
        ),
        (
            |name, rows| {
                if name == "villages" {
                    rows[1]["code"] = rows[0]["code"].clone();
                }
            },
            "villages.json, row 1, field code: code.twice (found “110101001001”); 1 more rows are wrong",
        ),
        (
            |name, rows| {
                if name == "cities" {
                    rows[1]["provinceCode"] = Value::Null;
                }
            },
            "cities.json, row 2",
        ),
        (
            |name, rows| {
                if name == "villages" {
                    rows[0]["streetCode"] = json!("1101010010");
                }
            },
            "parent.none",
        ),
    ];
    for (change, words) in broken {
        division(folder.path(), change);
        let refused =
            exchange::directory::areas(&place.app, folder.path(), None, false).await.unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}\nlacks {words}");
        assert_eq!(count(place, "select count(*) from area").await, before);
        assert_eq!(count(place, "select count(*) from import_row").await, 0);
    }
});

on_both!(a_table_of_our_own_may_go_below_the_village, async |place: &Place| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("areas.csv");
    std::fs::write(
        &file,
        "代码,名称,级别,类型,上级代码\n\
         990101001001-G1-A,一号楼,building,,990101001001-G1\n\
         990101001001-G1,第一网格,grid,,990101001001\n\
         990101001206,新河村,village,,990101001\n",
    )
    .unwrap();
    let report = exchange::directory::areas(&place.app, &file, None, false).await.unwrap();
    assert_eq!(report.added, counts(&[("building", 1), ("grid", 1), ("village", 1)]));
    let db = place.app.db.read().await.unwrap();
    let grid = area_of_code(&db, "990101001001-G1").await.unwrap().unwrap();
    let building = area_of_code(&db, "990101001001-G1-A").await.unwrap().unwrap();
    assert!(building.path.starts_with(&grid.path) && building.parent == Some(grid.id));
    let village = area_of_code(&db, "990101001206").await.unwrap().unwrap();
    assert!(village.path > place.town.areas["990101001205"].path && village.kind == "village");
    drop(db);
    std::fs::write(&file, "code,name,level,parent\n990101007,倒挂,town,990101001001\n").unwrap();
    let refused = exchange::directory::areas(&place.app, &file, None, false).await.unwrap_err().to_string();
    assert!(refused.contains("areas.csv, row 2, field parent: parent.level"), "{refused}");
});
