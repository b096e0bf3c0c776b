//! Statements through HTTP and by command: each verb, the list, a file taken in once, and the figures moved by exactly
//! that, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    on_both,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

const EAST: &str = "990101001001";
const WEST: &str = "990101001002";

fn said(place: &Place, code: &str, [from, to]: [&str; 2], words: Value) -> Value {
    let mut body = json!({ "area": place.town.area(code).unwrap(), "from": from, "to": to });
    body["said"] = words;
    body
}

async fn state(who: &Client<'_>, body: Value) -> Value {
    let (status, statement) = who.post("/api/statements", body).await;
    assert_eq!(status, StatusCode::OK, "{statement}");
    statement
}

async fn figure(who: &Client<'_>, metric: &str, period: &str) -> Value {
    let (status, figure) = who.get(&format!("/api/figures/{metric}?period={period}")).await;
    assert_eq!(status, StatusCode::OK, "{figure}");
    json!([figure["value"], figure["qualifier"]])
}

fn path(statement: &Value, verb: &str) -> String {
    format!("/api/statements/{}/{verb}", statement["id"].as_str().unwrap())
}

on_both!(a_quantity_is_stated_corrected_and_withdrawn, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let words = json!({ "object": "生活垃圾", "action": "清运", "text": "近12", "unit": "吨" });
    let stated = state(&clerk, said(place, EAST, ["2026-10-09", "2026-10-09"], words)).await;
    assert_eq!(
        (&stated["state"], &stated["kind"], &stated["metric"]["code"], &stated["quantity"]),
        (&json!("stated"), &json!("entry"), &json!("sanitation.waste"), &json!("12.000"))
    );
    assert_eq!(figure(&clerk, "sanitation.waste", "2026-10").await, json!(["12.000", "nearly"]));
    let mut body = said(
        place,
        EAST,
        ["2026-10-09", "2026-10-09"],
        json!({ "object": "生活垃圾", "text": "14", "unit": "吨" }),
    );
    (body["version"], body["reason"]) = (json!(1), json!(" "));
    let (status, problem) = clerk.post(&path(&stated, "correct"), body.clone()).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("statement.reason_missing"))
    );
    body["reason"] = json!("过磅单补到");
    let (status, corrected) = clerk.post(&path(&stated, "correct"), body.clone()).await;
    assert_eq!((status, &corrected["version"]), (StatusCode::OK, &json!(2)), "{corrected}");
    assert_eq!(figure(&clerk, "sanitation.waste", "2026-10").await, json!(["14.000", "exact"]));
    let (status, problem) = clerk.post(&path(&stated, "correct"), body).await;
    assert_eq!((status, &problem["code"]), (StatusCode::PRECONDITION_FAILED, &json!("statement.stale")));
    assert_eq!(problem["params"]["person"], "周敏");
    let source = format!("/api/figures/postings?source=statement:{}", stated["id"].as_str().unwrap());
    assert_eq!(clerk.get(&source).await.1["count"], 3, "stated, taken back, stated anew");
    let mut noted = said(
        place,
        EAST,
        ["2026-10-09", "2026-10-09"],
        json!({ "object": "生活垃圾", "text": "14", "unit": "吨", "note": "过磅单第 3 号" }),
    );
    (noted["version"], noted["reason"]) = (json!(2), json!("补备注"));
    let (status, noted) = clerk.post(&path(&stated, "correct"), noted).await;
    assert_eq!((status, &noted["version"]), (StatusCode::OK, &json!(3)), "{noted}");
    assert_eq!(clerk.get(&source).await.1["count"], 3, "what is said again stays as it was posted");
    let gone = json!({ "version": 3, "reason": "重复填报" });
    let (status, withdrawn) = clerk.post(&path(&stated, "withdraw"), gone.clone()).await;
    assert_eq!(
        (status, &withdrawn["state"], &withdrawn["allowed"]),
        (StatusCode::OK, &json!("withdrawn"), &json!([]))
    );
    assert_eq!(figure(&clerk, "sanitation.waste", "2026-10").await, json!(["0.000", "exact"]));
    let again = json!({ "version": 4, "reason": "再撤" });
    let (status, problem) = clerk.post(&path(&stated, "withdraw"), again).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("statement.withdrawn")));
    place.verify().await.unwrap();
});

on_both!(a_span_counts_whole_and_gives_way_to_records, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let words = json!({ "object": "横幅", "text": "200余", "unit": "条", "source": "总结" });
    let year = state(&clerk, said(place, "990101001", ["2025-01-01", "2025-12-31"], words)).await;
    assert_eq!(year["kind"], "opening");
    assert_eq!(figure(&clerk, "publicity.banners", "2025").await, json!(["200", "at_least"]));
    assert_eq!(figure(&clerk, "publicity.banners", "2025-06").await, json!(["0", "exact"]), "never divided");
    let source = format!("/api/figures/postings?source=opening:{}", year["id"].as_str().unwrap());
    assert_eq!(clerk.get(&source).await.1["count"], 1);
    let words = json!({ "object": "横幅", "text": "8", "unit": "条" });
    state(&clerk, said(place, EAST, ["2025-06-05", "2025-06-05"], words)).await;
    assert_eq!(figure(&clerk, "publicity.banners", "2025").await, json!(["8", "exact"]), "records win");
    place.verify().await.unwrap();
});

on_both!(a_stock_take_posts_what_differs, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let count = |day: &'static str, text: &str| {
        said(place, EAST, [day, day], json!({ "metric": "sanitation.bins", "text": text }))
    };
    let first = state(&clerk, count("2026-09-01", "40")).await;
    assert_eq!((&first["kind"], &first["posted"]), (&json!("stock_take"), &json!("40")));
    let mut more = count("2026-09-20", "5");
    more["change"] = json!(true);
    assert_eq!(state(&clerk, more).await["kind"], "entry");
    let second = state(&clerk, count("2026-10-01", "42")).await;
    assert_eq!((&second["quantity"], &second["posted"]), (&json!("42"), &json!("-3")));
    assert_eq!(figure(&clerk, "sanitation.bins", "2026-10").await, json!(["42", "exact"]));
    let mut body = count("2026-10-01", "50");
    (body["version"], body["reason"]) = (json!(1), json!("漏点一排"));
    let (_, corrected) = clerk.post(&path(&second, "correct"), body).await;
    assert_eq!(corrected["posted"], "5", "it does not count itself");
    assert_eq!(figure(&clerk, "sanitation.bins", "2026-10").await, json!(["50", "exact"]));
    place.verify().await.unwrap();
});

on_both!(a_count_holds_whatever_is_said_of_earlier_days, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let said = |area: &str, day: &'static str, text: &str, change: bool| {
        let mut body = said(place, area, [day, day], json!({ "metric": "sanitation.bins", "text": text }));
        body["change"] = json!(change);
        body
    };
    let posted = async |of: &Value| {
        let (_, statement) = clerk.get(&format!("/api/statements/{}", of["id"].as_str().unwrap())).await;
        (statement["posted"].as_str().unwrap().to_owned(), statement["version"].as_i64().unwrap())
    };
    let bins = async |day: &str| figure(&clerk, "sanitation.bins", &format!("{day}..{day}")).await[0].clone();
    let first = state(&clerk, said(EAST, "2026-09-01", "40", false)).await;
    let second = state(&clerk, said(EAST, "2026-09-20", "42", false)).await;
    let town = state(&clerk, said("990101001", "2026-10-01", "100", false)).await;
    assert_eq!((posted(&second).await.0, posted(&town).await.0), ("2".into(), "58".into()));
    // a change of the days between is seen by both
    let more = state(&clerk, said(EAST, "2026-09-10", "5", true)).await;
    assert_eq!((posted(&second).await, posted(&town).await), (("-3".into(), 1), ("58".into(), 1)));
    assert_eq!((bins("2026-09-15").await, bins("2026-09-25").await), (json!("45"), json!("42")));
    // one of another village by the town's alone
    state(&clerk, said(WEST, "2026-09-12", "30", false)).await;
    assert_eq!((posted(&second).await.0, posted(&town).await.0), ("-3".into(), "28".into()));
    assert_eq!(bins("2026-10-05").await, json!("100"));
    // an earlier count entered late, one corrected to another day, and one withdrawn
    let late = state(&clerk, said(EAST, "2026-09-18", "50", false)).await;
    assert_eq!((&late["posted"], posted(&second).await.0), (&json!("5"), "-8".into()));
    let mut other = said(EAST, "2026-09-22", "50", false);
    (other["version"], other["reason"]) = (json!(1), json!("日期写错"));
    let (_, moved) = clerk.post(&path(&late, "correct"), other).await;
    assert_eq!((&moved["posted"], posted(&second).await.0), (&json!("8"), "-3".into()));
    assert_eq!((bins("2026-09-21").await, bins("2026-09-25").await), (json!("72"), json!("80")), "30 beside");
    for gone in [&first, &more] {
        let (status, answer) =
            clerk.post(&path(gone, "withdraw"), json!({ "version": 1, "reason": "记错" })).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    assert_eq!((posted(&second).await.0, posted(&town).await.0), ("42".into(), "20".into()));
    assert_eq!((bins("2026-09-21").await, bins("2026-10-05").await), (json!("72"), json!("100")));
    // two counts of one day: the one entered later holds, and each follows the other
    place.app.clock.hold(place.app.clock.now() + Duration::from_mins(1));
    let again = state(&clerk, said(EAST, "2026-09-20", "44", false)).await;
    assert_eq!(again["posted"], "2");
    let mut other = said(EAST, "2026-09-20", "41", false);
    (other["version"], other["reason"]) = (json!(1), json!("重数"));
    let (_, corrected) = clerk.post(&path(&second, "correct"), other).await;
    assert_eq!((&corrected["posted"], posted(&again).await.0), (&json!("41"), "3".into()));
    assert_eq!(bins("2026-09-20").await, json!("74"));
    place.verify().await.unwrap();
});

on_both!(a_file_of_counts_in_any_order_is_settled_by_day, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area(EAST).unwrap();
    let row = |day: u8| {
        let on = format!("2026-09-0{day}");
        json!({ "metric": "sanitation.bins", "text": (day * 10).to_string(), "from": on, "to": on })
            .to_string()
    };
    let rows = (1..=9).rev().map(row).collect::<Vec<_>>().join("\n");
    let to = format!("/api/statements/import?area={area}");
    let (status, taken) = clerk.upload(&to, place.id(), "counts.jsonl", rows.into()).await;
    assert_eq!((status, &taken["stated"]), (StatusCode::OK, &json!(9)), "{taken}");
    let (_, page) = clerk.get("/api/statements").await;
    assert!(page["items"].as_array().unwrap().iter().all(|row| row["posted"] == "10"), "{page}");
    assert_eq!(figure(&clerk, "sanitation.bins", "2026-09").await, json!(["90", "exact"]));
    place.verify().await.unwrap();
});

on_both!(a_unit_states_its_own_and_others_nothing, async |place: &Place| {
    let community = place.sign_in("community").await;
    let words = || json!({ "object": "道德讲堂", "text": "一", "unit": "场" });
    let own = state(&community, said(place, EAST, ["2026-10-12", "2026-10-12"], words())).await;
    assert_eq!(own["org"]["name"], "东关社区");
    let (status, problem) =
        community.post("/api/statements", said(place, WEST, ["2026-10-12", "2026-10-12"], words())).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("permission.denied")), "{problem}");
    let west = place.sign_in("west").await;
    let (status, _) = west.get(&format!("/api/statements/{}", own["id"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(west.get("/api/statements").await.1["items"], json!([]));
    let leader = place.sign_in("leader").await;
    let (_, page) = leader.get("/api/statements").await;
    assert_eq!(
        (&page["items"][0]["id"], &page["items"][0]["allowed"]),
        (&own["id"], &json!([])),
        "reads, not writes"
    );
    let (status, _) = place.sign_in("inspector").await.get("/api/statements").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
});

const FILE: &str = r#"{"object":"横幅","action":"悬挂","quantity_text":"60余","value":60,"unit":"条","kind":"flow","sentence":"悬挂横幅60余条"}
{"object":"横幅","action":"悬挂","quantity_text":"60余","value":60,"unit":"条","kind":"flow","sentence":"悬挂横幅60余条"}
{"object":"志愿者","quantity_text":"三百","value":300,"unit":"人","kind":"stock","article":"2"}
{"object":"志愿者","quantity_text":"310","value":310,"unit":"名","kind":"stock"}
{"object":"知晓率","action":"达到","quantity_text":"90","value":90,"unit":"%","kind":"target","bound":"min"}
{"object":"督查","quantity_text":"一","value":1,"unit":"次","kind":"rate","year_or_period":"每月"}
{"object":"石碑","action":"立","quantity_text":"两","value":2,"unit":"块","kind":"flow"}
"#;

on_both!(a_file_comes_in_once_and_the_rest_waits, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001").unwrap();
    let to = format!("/api/statements/import?area={area}&period=2025");
    let (status, tried) =
        clerk.upload(&format!("{to}&dry_run=true"), place.id(), "figures.jsonl", FILE.into()).await;
    assert_eq!(
        (status, &tried["stated"], &tried["dry_run"]),
        (StatusCode::OK, &json!(2), &json!(true)),
        "{tried}"
    );
    assert_eq!(clerk.get("/api/statements").await.1["items"], json!([]), "only tried");
    let (status, taken) = clerk.upload(&to, place.id(), "figures.jsonl", FILE.into()).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    let counts =
        ["stated", "targets", "quoted", "unmatched", "held"].map(|name| taken[name].as_i64().unwrap());
    assert_eq!(counts, [2, 1, 1, 1, 2], "{taken}");
    let (_, aimed) = clerk.get("/api/figures/survey.awareness?period=2025").await;
    assert_eq!(
        (&aimed["targets"][0]["value"], &aimed["targets"][0]["most"]),
        (&json!("90.0"), &json!(false)),
        "{aimed}"
    );
    assert_eq!(
        figure(&clerk, "publicity.banners", "2025").await,
        json!(["60", "at_least"]),
        "said twice, counted once"
    );
    assert_eq!(figure(&clerk, "volunteer.people", "2025").await, json!(["300", "exact"]));
    let (_, again) = clerk.upload(&to, place.id(), "figures.jsonl", FILE.into()).await;
    assert_eq!((&again["unchanged"], &again["file"]), (&json!(true), &taken["file"]));
    let (_, page) = clerk.get("/api/statements?state=unmatched,held").await;
    let of = |object: &str| {
        page["items"].as_array().unwrap().iter().find(|s| s["said"]["object"] == object).unwrap()
    };
    let (stone, people) = (of("石碑"), of("志愿者"));
    assert_eq!((&stone["metric"], &people["doubt"]), (&Value::Null, &json!("otherwise")));
    let (status, placed) =
        clerk.post(&path(stone, "place"), json!({ "version": 1, "metric": "publicity.plates" })).await;
    assert_eq!((status, &placed["state"]), (StatusCode::OK, &json!("stated")), "{placed}");
    assert_eq!(figure(&clerk, "publicity.plates", "2025").await, json!(["2", "exact"]));
    clerk.post(&path(people, "place"), json!({ "version": 1, "metric": "volunteer.people" })).await;
    assert_eq!(
        figure(&clerk, "volunteer.people", "2025").await,
        json!(["310", "exact"]),
        "the office lets it hold"
    );
    place.verify().await.unwrap();
    let spoilt = place.spoilt("update statement set amount = 7, posted = 7 where amount = 60").await;
    assert!(spoilt.contains("opening"), "{spoilt}");
});

on_both!(faults_of_a_file_are_told_by_row_and_nothing_is_taken, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let table = "名称,数量,计量单位,类别,开始日期,结束日期,地区编码\n\
                 横幅,12,条,发生,2025-01-01,2025-12-31,990101001\n\
                 横幅,若干,条,发生,2025-01-01,2025-12-31,990101001\n\
                 横幅,12,条,不明,2025-01-01,2025-12-31,990101001\n\
                 横幅,12,条,发生,,,990101001\n\
                 横幅,12,条,发生,2025-01-01,2025-12-31,110000\n";
    let (status, problem) =
        clerk.upload("/api/statements/import", place.id(), "figures.csv", table.into()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("table.faulty")));
    let faults: Vec<Value> = problem["params"]["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| json!([fault["row"], fault["column"], fault["rule"]]))
        .collect();
    assert_eq!(
        faults,
        [
            json!([3, "数量", "quantity.unreadable"]),
            json!([4, "类别", "cell.choice"]),
            json!([5, "开始日期", "statement.no_days"]),
            json!([6, "地区编码", "area.none"]),
        ]
    );
    assert_eq!(clerk.get("/api/statements").await.1["items"], json!([]));
});

on_both!(the_years_summary_says_the_figures_with_their_qualifiers, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for words in [
        json!({ "object": "宣传栏", "text": "30余", "unit": "个" }),
        json!({ "object": "环境改造", "action": "投入", "text": "30余万", "unit": "元" }),
    ] {
        state(&clerk, said(place, "990101001", ["2025-01-01", "2025-12-31"], words)).await;
    }
    crate::start::seal(&place.app).await.unwrap();
    let body = json!({ "area": place.town.area("990101001").unwrap(), "period": "2025" });
    let (status, report) = clerk.post("/api/reports/summaries", body).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    let text = report.to_string();
    assert!(text.contains("设立宣传栏") && text.contains("30余") && text.contains("30万余"), "{text}");
    assert!(!text.contains("横幅"), "what nobody stated is not said");
});
