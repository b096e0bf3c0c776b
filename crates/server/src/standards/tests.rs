//! Standards out and in again, by table and through HTTP, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{
    catalogue::read_standard,
    model::{Error, Standard},
    rules, table,
};
use crate::{catalogue, exchange, on_both, testing::Place};
use axum::http::StatusCode;
use documents::sheet::{Column, Limits, Line, Plan, Value, read_xlsx, write_book};
use serde_json::json;

fn shipped() -> Standard {
    read_standard(catalogue::STANDARDS[0]).unwrap()
}

fn types() -> Vec<(String, String)> {
    let text: toml::Table = toml::from_str(catalogue::SITE_TYPES).unwrap();
    let types = text["site_type"].as_array().unwrap().iter();
    types.map(|t| (t["code"].as_str().unwrap().into(), t["name"].as_str().unwrap().into())).collect()
}

/// The sheets of a workbook as plain texts, head first.
fn sheet(bytes: &[u8], name: &str, width: usize) -> Vec<Vec<String>> {
    let heads = if name == "标准" {
        vec!["键", "值"]
    } else {
        vec![
            "编码",
            "上级编码",
            "名称",
            "英文名称",
            "条款",
            "要求",
            "方法",
            "分值",
            "量化内容",
            "比较",
            "数值",
            "单位",
            "基数",
            "限定",
            "所需材料",
            "点位类型",
            "责任单位类别",
        ]
    };
    let plan = Plan {
        sheet: name.into(),
        columns: heads.iter().map(|head| Column { name: (*head).into(), ..Column::default() }).collect(),
        error_column: None,
    };
    let mut rows = vec![heads.iter().take(width).map(|head| (*head).to_owned()).collect()];
    read_xlsx(bytes, &plan, Limits::default(), |row| {
        let texts = row.values.iter().take(width).map(|value| match value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        });
        rows.push(texts.collect());
    })
    .unwrap();
    rows
}

/// A workbook of the same sheets after somebody wrote into it.
fn edited(bytes: &[u8], edit: impl Fn(&mut Vec<Vec<String>>, &mut Vec<Vec<String>>)) -> Vec<u8> {
    let (mut head, mut tree) = (sheet(bytes, "标准", 2), sheet(bytes, "指标", 17));
    edit(&mut head, &mut tree);
    let written = [("标准", head), ("指标", tree)].map(|(name, rows)| {
        let columns = rows[0].iter().map(|name| Column { name: name.clone(), ..Column::default() });
        let plan = Plan { sheet: name.into(), columns: columns.collect(), error_column: None };
        let lines = rows[1..].iter().map(|row| Line {
            values: row.iter().map(|text| Value::Text(text.clone())).collect(),
            error: None,
        });
        (plan, lines.collect::<Vec<_>>())
    });
    write_book(written.iter().map(|(plan, lines)| (plan, lines.clone()))).unwrap()
}

#[test]
fn the_shipped_standard_goes_out_and_in_again_unchanged() {
    let standard = shipped();
    assert_eq!(
        (standard.indicators.len(), standard.indicators.iter().filter(|i| i.parent.is_none()).count()),
        (63, 9)
    );
    let types = types();
    assert_eq!(rules::flaws(&standard, |code| types.iter().any(|(known, _)| known == code)), []);
    let bytes = table::write_table(&standard, &types).unwrap();
    assert_eq!(table::read_table(&bytes, &types).unwrap(), standard, "the whole tree");
    let mut other = standard;
    other.indicators[3].weight = Some(2.5);
    let bytes = table::write_table(&other, &types).unwrap();
    assert_eq!(table::read_table(&bytes, &types).unwrap(), other, "points too");
}

#[test]
fn what_is_wrong_is_told_by_sheet_row_column_and_rule() {
    let types = types();
    let bytes = table::write_table(&shipped(), &types).unwrap();
    let wrong = edited(&bytes, |head, tree| {
        head[5][1] = "省".into();
        tree[2][1] = "77".into();
        tree[3][6] = "材料审核\n问一问".into();
        tree[4][0] = "1.2".into();
        tree[5][15] = "月球".into();
        let threshold = tree.iter().position(|row| row[8] == "坑农、害农事件").unwrap();
        tree[threshold][10] = "很多".into();
        tree[6][2] = String::new();
    });
    let Err(Error::Faulty(faulty)) = table::read_table(&wrong, &types) else { panic!("taken") };
    let told: Vec<_> = faulty
        .0
        .iter()
        .map(|f| (f.sheet.as_str(), f.row, f.column.as_str(), f.rule.as_str(), f.found.as_str()))
        .collect();
    let number = |text: &str| {
        let rows = sheet(&bytes, "指标", 17);
        u32::try_from(rows.iter().position(|row| row[8] == text).unwrap()).unwrap() + 1
    };
    let rises = number("坑农、害农事件");
    assert_eq!(
        told,
        [
            ("标准", 6, "值", "cell.choice", "省"),
            ("指标", 3, "上级编码", "indicator.no_parent_above", "77"),
            ("指标", 4, "方法", "cell.choice", "问一问"),
            ("指标", 5, "编码", "indicator.code_twice", "1.2"),
            ("指标", 6, "点位类型", "site_type.none", "月球"),
            ("指标", 7, "名称", "cell.required", ""),
            ("指标", rises, "数值", "cell.number", "很多"),
        ]
    );
}

on_both!(an_office_takes_its_own_standard_in, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (status, list) = clerk.get("/api/standards").await;
    assert_eq!(status, StatusCode::OK, "{list}");
    assert_eq!((&list[0]["code"], &list[0]["origin"]), (&json!("civilised_village"), &json!("shipped")));
    let (_, shown) = clerk.get(&format!("/api/standards/{}", list[0]["id"].as_str().unwrap())).await;
    let tree = serde_json::to_value(shipped().indicators).unwrap();
    assert_eq!(shown["tree"], tree, "the tree on the wire is the catalogue's");

    let bytes = table::write_table(&shipped(), &types()).unwrap();
    let taken = exchange::tables::take_standard(&place.app, &bytes, false).await.unwrap();
    assert!(taken.unchanged, "what is shipped comes in unchanged");
    let own = Standard { code: "x.village".into(), ..shipped() };
    let bytes = table::write_table(&own, &types()).unwrap();
    assert!(!exchange::tables::take_standard(&place.app, &bytes, true).await.unwrap().unchanged);
    assert_eq!(clerk.get("/api/standards").await.1.as_array().unwrap().len(), 1, "a dry run leaves nothing");
    let taken = exchange::tables::take_standard(&place.app, &bytes, false).await.unwrap();
    assert_eq!((taken.indicators, taken.unchanged), (63, false));
    let (_, shown) = clerk.get(&format!("/api/standards/{}", taken.id)).await;
    assert_eq!((&shown["tree"], &shown["origin"]), (&tree, &json!("local")));
    assert!(exchange::tables::take_standard(&place.app, &bytes, false).await.unwrap().unchanged);

    let file = place.folder.path().join("standard.xlsx");
    std::fs::write(&file, &bytes).unwrap();
    let import =
        async |area| exchange::tables::import_standard(&place.app, &file, Some(area), false, true).await;
    assert!(import("990101001").await.unwrap().contains("\"unchanged\":true"));
    for (area, words) in [("990101", "is for 柳河镇（演示） (990101001), not for 演示区"), ("7", "no area 7")]
    {
        let refused = import(area).await.unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
    }

    let mut changed = own.clone();
    changed.indicators[5].name = "另一个名称".into();
    let bytes = table::write_table(&changed, &types()).unwrap();
    let refused = exchange::tables::take_standard(&place.app, &bytes, false).await.unwrap_err().to_string();
    assert!(refused.contains("give a new version"), "{refused}");
    let foreign = Standard { code: "village".into(), ..shipped() };
    let bytes = table::write_table(&foreign, &types()).unwrap();
    let refused = exchange::tables::take_standard(&place.app, &bytes, false).await.unwrap_err().to_string();
    assert!(refused.contains("begins with x."), "{refused}");
    changed.version = "2".into();
    let bytes = table::write_table(&changed, &types()).unwrap();
    exchange::tables::take_standard(&place.app, &bytes, false).await.unwrap();
    assert_eq!(
        clerk.get("/api/standards").await.1.as_array().unwrap().len(),
        3,
        "versions stand side by side"
    );

    let nobody = place.sign_in("nobody").await;
    assert_eq!(nobody.get("/api/standards").await.0, StatusCode::FORBIDDEN);
});
