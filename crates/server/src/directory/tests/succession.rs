//! Areas and organisations over time, through HTTP: who follows whom, what goes with it, and figures on both trees.

use super::office::post_of;
use crate::{
    directory::{areas_on, path_on},
    on_both, start,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use jiff::civil::Date;
use journal::{Ask, Figure};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const EAST: &str = "990101001001";
const WEST: &str = "990101001002";
const NEW: &str = "990101001099";
const OK: StatusCode = StatusCode::OK;

async fn done(client: &Client<'_>, path: &str, body: Value) -> Value {
    let (status, answer) = client.post(path, body).await;
    assert_eq!(status, OK, "{path}: {answer}");
    answer
}
async fn refused(client: &Client<'_>, path: &str, body: Value) -> (u16, String) {
    let (status, answer) = client.post(path, body).await;
    (status.as_u16(), answer["code"].as_str().unwrap_or_default().into())
}
async fn got(client: &Client<'_>, path: &str) -> Value {
    let (status, answer) = client.get(path).await;
    assert_eq!(status, OK, "{path}: {answer}");
    answer
}
fn area(place: &Place, code: &str) -> Uuid {
    place.town.area(code).unwrap()
}
fn unit(place: &Place, code: &str) -> Uuid {
    place.town.organisation(code).unwrap()
}
fn change(day: &str) -> Value {
    json!({ "day": day, "reason": "撤并村居", "document": "镇政发〔2026〕41号" })
}
/// A change with what else is asked.
fn asked(day: &str, more: Value) -> Value {
    let (Value::Object(mut body), Value::Object(more)) = (change(day), more) else { panic!("an object") };
    body.extend(more);
    body.into()
}

/// A case in the east, dispatched to its community.
async fn dispatched(place: &Place) -> Value {
    let clerk = place.sign_in("clerk").await;
    let photo = clerk.photo().await;
    let body = json!({ "title": "垃圾桶满溢", "category": "sanitation.exposed_rubbish", "area": area(place, EAST),
        "place": "菜市街 8 号", "source": "patrol", "photos": [photo] });
    let case = done(&clerk, "/api/cases", body).await;
    let path = format!("/api/cases/{}/dispatch", case["id"].as_str().unwrap());
    done(&clerk, &path, json!({ "version": case["version"] })).await
}

/// Cases registered in October, by HTTP and on the tree of a day.
async fn registered(place: &Place, who: &Client<'_>, code: &str) -> String {
    let path = format!("/api/figures/case.registered?period=2026-10&area={}", area(place, code));
    got(who, &path).await["value"].as_str().unwrap().to_owned()
}
async fn registered_on(place: &Place, code: &str, day: &str) -> i128 {
    let db = place.app.db.read().await.unwrap();
    let path = path_on(&db, area(place, code), day).await.unwrap().unwrap();
    let date = |text: &str| text.parse::<Date>().unwrap();
    let ask = Ask {
        metric: "case.registered".into(),
        area: path,
        orgs: vec![],
        own: false,
        dims: BTreeMap::new(),
        first: date("2026-10-01"),
        last: date("2026-10-31"),
        as_of: None,
        tree_day: Some(date(day)),
    };
    match journal::figure(&db, &place.app.metrics, &ask).await.unwrap() {
        Figure::Sum(sum) => sum.held.quantity,
        Figure::Ratio { .. } => panic!("a sum"),
    }
}

async fn sealed(place: &Place) {
    start::seal(&place.app).await.unwrap();
    place.verify().await.unwrap();
}

async fn count(place: &Place, sql: &str) -> i64 {
    let db = place.app.db.read().await.unwrap();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

on_both!(a_merged_community_lives_on_in_its_successor, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = dispatched(place).await;
    let site = json!({ "type": "market", "name": "东关集贸市场", "area": area(place, EAST) });
    let site = done(&clerk, "/api/sites", site).await;
    let owed = json!({ "kind": "sanitation_patrol", "org": unit(place, EAST), "area": area(place, EAST) });
    done(&clerk, "/api/obligations", owed).await;
    sealed(place).await;
    assert_eq!([registered(place, &clerk, EAST).await, registered(place, &clerk, WEST).await], ["1", "0"]);
    // the same right over the heir, for a while: it does not stand for the one that goes on
    let (post, _) = post_of(place, "community").await;
    let over =
        json!({ "position": post, "role": "community_officer", "area": area(place, WEST), "scope": "all" });
    let lent = done(&clerk, "/api/grants", over).await;
    done(&clerk, &format!("/api/grants/{}/end", lent["id"].as_str().unwrap()), change("2026-11-30")).await;
    let lasting = "select count(*) from access_grant g join area a on a.id = g.area \
                   where a.code = '990101001002' and g.to_day is null";
    let lasted = count(place, lasting).await;
    let count_of_east = count(place, &lasting.replace("001002", "001001")).await;

    place.at("2026-11-12T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let merge = format!("/api/areas/{}/merge", area(place, EAST));
    let body = asked("2026-11-10", json!({ "into": { "id": area(place, WEST) } }));
    assert_eq!(done(&clerk, &merge, body.clone()).await["id"], json!(area(place, WEST)));
    assert_eq!(refused(&clerk, &merge, body).await, (409, "directory.closed".into()));

    assert_eq!(count(place, lasting).await, lasted + count_of_east, "each goes on over the heir");
    // figures: at once, and when the roll-ups are folded anew
    for _ in 0..2 {
        assert_eq!(
            [registered(place, &clerk, EAST).await, registered(place, &clerk, WEST).await],
            ["1", "1"]
        );
        sealed(place).await;
    }
    assert_eq!(registered_on(place, WEST, "2026-11-09").await, 0, "as it was before");
    assert_eq!(registered_on(place, EAST, "2026-11-09").await, 1);
    assert_eq!(registered_on(place, WEST, "2026-11-10").await, 1);
    assert_eq!(registered_on(place, "990101001", "2026-11-09").await, 1, "nothing is lost above");

    // the case is the successor's, whose post is the one that had it
    let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    let shown = got(&clerk, &path).await;
    assert_eq!(shown["lead"]["id"], json!(unit(place, WEST)), "{shown}");
    let last = shown["moves"].as_array().unwrap().iter().find(|step| step["verb"] == "hand_on").unwrap();
    assert_eq!(last["reason"], "镇政发〔2026〕41号：撤并村居");
    let community = place.sign_in("community").await;
    done(&community, &format!("{path}/accept"), json!({ "version": shown["version"] })).await;

    let site = got(&clerk, &format!("/api/sites/{}", site["id"].as_str().unwrap())).await;
    assert_eq!(site["area"]["id"], json!(area(place, WEST)), "{site}");
    let owes = got(&clerk, &format!("/api/obligations?area={}", area(place, WEST))).await;
    let owes = owes["items"].as_array().unwrap();
    assert_eq!(owes.len(), 1, "{owes:?}");
    assert_eq!((&owes[0]["org"]["id"], &owes[0]["from"]), (&json!(unit(place, WEST)), &json!("2026-11-12")));
    let listed = got(&clerk, "/api/unattended").await;
    assert_eq!((&listed["closed"], &listed["waiting"]), (&json!([]), &json!([])), "{listed}");

    let history = got(&clerk, &format!("/api/successions?of={}", area(place, WEST))).await;
    assert_eq!((&history[0]["kind"], &history[0]["day"]), (&json!("merge"), &json!("2026-11-10")));
    assert_eq!(history[0]["from"][0]["name"], json!("东关社区"));
    assert_eq!(count(place, "select count(*) from area where closed_on = '2026-11-10'").await, 1);
    assert_eq!(count(place, "select count(*) from organisation where to_day = '2026-11-09'").await, 1);
    place.verify().await.unwrap();
});

on_both!(two_communities_become_a_new_one, async |place: &Place| {
    dispatched(place).await;
    sealed(place).await;
    place.at("2026-11-12T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let merge = format!("/api/areas/{}/merge", area(place, EAST));
    let new = json!({ "name": "城关社区", "code": NEW });
    let alone = asked("2026-11-12", json!({ "into": new }));
    assert_eq!(refused(&clerk, &merge, alone).await, (422, "field.empty".into()));
    let short =
        asked("2026-11-12", json!({ "with": [area(place, WEST)], "into": { "name": "x", "code": "12" } }));
    assert_eq!(refused(&clerk, &merge, short).await, (422, "code.length".into()));
    let ahead = asked("2026-11-13", json!({ "with": [area(place, WEST)], "into": new }));
    assert_eq!(refused(&clerk, &merge, ahead).await, (422, "day.ahead".into()));
    let both = asked("2026-11-12", json!({ "with": [area(place, WEST)], "into": new }));
    let made = done(&clerk, &merge, both).await;
    assert_eq!((&made["name"], &made["kind"]), (&json!("城关社区"), &json!("community")));
    let made = made["id"].as_str().unwrap();
    let path = format!("/api/figures/case.registered?period=2026-10&area={made}");
    assert_eq!(got(&clerk, &path).await["value"], "1");
    let offices = got(&clerk, "/api/organisations").await;
    let of: Vec<_> = offices.as_array().unwrap().iter().filter(|one| one["area"] == made).collect();
    assert_eq!(of.iter().map(|one| one["short_name"].as_str().unwrap()).collect::<Vec<_>>(), ["城关社区"]);
    let posts = got(&clerk, &format!("/api/positions?organisation={}", of[0]["id"].as_str().unwrap())).await;
    let heads = posts["items"].as_array().unwrap().iter().filter(|post| post["head"] == true).count();
    assert!(heads <= 1, "{posts}");
    sealed(place).await;
    assert_eq!(registered_on(place, "990101001", "2026-11-01").await, 1);
    let listed = got(&clerk, "/api/unattended").await;
    assert_eq!((&listed["closed"], &listed["waiting"]), (&json!([]), &json!([])), "{listed}");
});

on_both!(what_no_part_takes_stands_on_the_list, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    dispatched(place).await;
    place.at("2026-11-12T09:00:00+08:00");
    let clerk_ = place.sign_in("clerk").await;
    let split = format!("/api/organisations/{}/split", unit(place, EAST));
    let part = |name: &str, code: &str| json!({ "name": name, "code": code });
    let two = json!({ "into": [part("东关一社区", "EAST-1"), part("东关二社区", "EAST-2")] });
    done(&clerk_, &split, asked("2026-11-12", two)).await;
    let listed = got(&clerk_, "/api/unattended").await;
    let closed = listed["closed"].as_array().unwrap();
    assert_eq!((closed.len(), &closed[0]["id"]), (1, &json!(unit(place, EAST))), "{listed}");
    assert!(
        closed[0]["hangs"].as_array().unwrap().contains(&json!({ "what": "case", "count": 1 })),
        "{listed}"
    );
    // nobody is in post there any more
    let left = "update holding set to_day = '2026-11-01' where position in (select p.id from position p \
                join organisation o on o.id = p.organisation where o.code = '990101001001')";
    place.app.db.write(async |tx| tx.execute_unprepared(left).await.map(|_| ())).await.unwrap();
    let listed = got(&clerk_, "/api/unattended").await;
    let waits = &listed["waiting"][0];
    assert_eq!(
        (&waits["organisation"]["id"], &waits["closed"]),
        (&json!(unit(place, EAST)), &json!(true)),
        "{listed}"
    );
    assert_eq!(waits["items"][0]["verb"], "accept");
    assert!(waits["items"][0]["title"].is_string(), "{waits}");
    let admin = got(&place.sign_in("admin").await, "/api/unattended").await;
    assert_eq!(
        (&admin["waiting"][0]["items"][0]["verb"], &admin["waiting"][0]["items"][0]["title"]),
        (&json!("accept"), &json!(null))
    );
    let hand_on = format!("/api/organisations/{}/hand_on", unit(place, EAST));
    let open = format!("/api/organisations/{}/hand_on", unit(place, WEST));
    let to = asked("2026-11-12", json!({ "to": unit(place, WEST) }));
    assert_eq!(refused(&clerk_, &open, to.clone()).await, (409, "directory.still_open".into()));
    done(&clerk_, &hand_on, to).await;
    let listed = got(&clerk_, "/api/unattended").await;
    assert_eq!(listed["closed"], json!([]), "{listed}");
    sealed(place).await;
    let community = place.sign_in("community").await;
    assert_eq!(community.get("/api/unattended").await.0, StatusCode::FORBIDDEN);
    drop(clerk);
});

on_both!(a_split_area_keeps_its_history, async |place: &Place| {
    dispatched(place).await;
    sealed(place).await;
    place.at("2026-11-12T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let grid = json!({ "code": "DG-1", "name": "第一网格", "level": "grid", "parent": area(place, EAST) });
    let grid = done(&clerk, "/api/areas", grid).await;
    let split = format!("/api/areas/{}/split", area(place, EAST));
    let [north, south] = [("东关北社区", "990101001071"), ("东关南社区", "990101001072")]
        .map(|(name, code)| json!({ "name": name, "code": code }));
    let loose = asked("2026-11-12", json!({ "into": [north, south] }));
    assert_eq!(refused(&clerk, &split, loose).await, (422, "split.unassigned".into()));
    let mut south = south;
    south["takes"] = json!([grid["id"]]);
    let made = done(&clerk, &split, asked("2026-11-12", json!({ "into": [north, south], "rest": 0 }))).await;
    let under = got(&clerk, &format!("/api/areas?parent={}", made[1]["id"].as_str().unwrap())).await;
    assert_eq!(under[0]["id"], grid["id"]);
    assert_eq!(registered(place, &clerk, EAST).await, "1", "never shared out");
    let of = |n: usize| {
        format!("/api/figures/case.registered?period=2026-10&area={}", made[n]["id"].as_str().unwrap())
    };
    assert_eq!(
        [got(&clerk, &of(0)).await["value"].clone(), got(&clerk, &of(1)).await["value"].clone()],
        ["0", "0"]
    );
    sealed(place).await;
    let community = place.sign_in("community").await;
    let own = community.get("/api/cases").await;
    assert_eq!(
        own.1["items"].as_array().unwrap().len(),
        1,
        "{own:?}: its post goes on in the part that takes the rest"
    );
    assert_eq!(registered(place, &community, EAST).await, "1", "and still reads what stays with the whole");
    assert_eq!(got(&clerk, "/api/unattended").await["closed"], json!([]), "which is no loose end");
});

on_both!(places_move_and_change_their_kind, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let grid = json!({ "code": "DG-1", "name": "第一网格", "level": "grid", "parent": area(place, EAST) });
    let grid = done(&clerk, "/api/areas", grid).await;
    let old = grid["path"].as_str().unwrap().to_owned();
    let path = format!("/api/areas/{}/move", grid["id"].as_str().unwrap());
    let to = |code: &str, day: &str| asked(day, json!({ "parent": area(place, code) }));
    assert_eq!(refused(&clerk, &path, to(EAST, "2026-10-30")).await, (422, "place.same".into()));
    assert_eq!(refused(&clerk, &path, to(WEST, "2026-10-29")).await, (422, "day.before_last".into()));
    place.at("2026-11-12T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let moved = done(&clerk, &path, to(WEST, "2026-11-02")).await;
    assert_eq!(moved["parent"], json!(area(place, WEST)));
    let again = json!({ "code": "DG-2", "name": "第二网格", "level": "grid", "parent": area(place, EAST) });
    let again = done(&clerk, "/api/areas", again).await;
    assert_ne!(again["path"].as_str().unwrap(), old, "a label is for life");
    let db = place.app.db.read().await.unwrap();
    let id: Uuid = moved["id"].as_str().unwrap().parse().unwrap();
    let then = async |day: &str| path_on(&db, id, day).await.unwrap().unwrap();
    assert_eq!(
        [then("2026-11-01").await, then("2026-01-01").await],
        [old.clone(), old.clone()],
        "or its first"
    );
    assert_eq!(then("2026-11-02").await, moved["path"].as_str().unwrap());
    let named = areas_on(&db, "2026-11-01", [old.as_str()]).await.unwrap();
    assert_eq!(named[&old], (id, "第一网格".into()));
    drop(db);

    let village = area(place, "990101001201");
    let convert = format!("/api/areas/{village}/convert");
    let city = asked("2026-11-12", json!({ "kind": "city", "name": "x", "code": "990101001007" }));
    assert_eq!(refused(&clerk, &convert, city).await, (422, "area.kind".into()));
    let to = json!({ "kind": "community", "name": "南窑社区", "code": "990101001007" });
    assert_eq!(done(&clerk, &convert, asked("2026-11-12", to)).await["kind"], "community");
    let offices = got(&clerk, "/api/organisations").await;
    let of = offices.as_array().unwrap().iter().find(|one| one["area"] == json!(village)).unwrap();
    assert_eq!((&of["kind"], &of["short_name"]), (&json!("community"), &json!("南窑社区")));
    let close = format!("/api/areas/{village}/close");
    assert_eq!(refused(&clerk, &close, change("2026-11-12")).await, (409, "directory.still_needed".into()));
    sealed(place).await;
});

on_both!(a_department_is_renamed_moved_and_merged, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let offices = got(&clerk, "/api/organisations").await;
    let of = |kind: &str| {
        offices.as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap()["id"].clone()
    };
    let (one, other, government) = (of("sanitation_office"), of("urban_management"), of("government"));
    place.at("2026-11-12T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let path = |verb: &str| format!("/api/organisations/{}/{verb}", one.as_str().unwrap());
    let named = json!({ "name": "镇环境卫生中心", "short_name": "环卫中心" });
    done(&clerk, &path("rename"), asked("2026-11-10", named)).await;
    assert_eq!(count(place, "select count(*) from organisation_span where to_day = '2026-11-09'").await, 1);
    assert_eq!(
        refused(&clerk, &path("move"), asked("2026-11-12", json!({ "parent": one }))).await.1,
        "place.same"
    );
    let top = asked("2026-11-11", json!({ "parent": null }));
    assert_eq!(done(&clerk, &path("move"), top).await["parent"], Value::Null);
    place.at("2026-11-12T09:01:00+08:00");
    let back = asked("2026-11-12", json!({ "parent": government }));
    done(&clerk, &path("move"), back).await;
    place.at("2026-11-12T09:02:00+08:00");
    let merged = done(&clerk, &path("merge"), asked("2026-11-12", json!({ "into": { "id": other } }))).await;
    assert_eq!(merged["id"], other);
    let history = got(&clerk, &format!("/api/successions?of={}", one.as_str().unwrap())).await;
    let kinds: Vec<_> = history.as_array().unwrap().iter().map(|told| told["kind"].clone()).collect();
    assert_eq!(kinds, ["merge", "move", "move", "rename"]);
    assert_eq!(
        (&history[3]["from"][0]["name"], &history[3]["to"][0]["name"]),
        (&json!("镇环卫所"), &json!("环卫中心"))
    );
    let preview = format!("/api/successions/preview?of={},{}", area(place, EAST), other.as_str().unwrap());
    let seen = got(&clerk, &preview).await;
    assert!(seen[0]["figures"].as_array().is_some_and(|figures| !figures.is_empty()), "{seen}");
    assert!(seen[1]["hangs"].as_array().unwrap().iter().any(|one| one["what"] == "position"), "{seen}");
    place.verify().await.unwrap();
});
