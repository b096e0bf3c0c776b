//! Superiors' lists through HTTP, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod answer;
mod cancel;
mod dispatch;
mod intake;

use crate::{
    jobs, on_both, start,
    testing::{Client, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use documents::grid::{Filled, Head, Reply};
use kernel::id::Uuid;
use serde_json::{Value, json};

/// A picture that no other is like.
fn picture(shade: u8) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(12, 8, image::Rgb([shade, 120, 40]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// A district's list: number, place, problem, deadline, and how many photos.
fn list(rows: &[(&str, &str, &str, &str, u8)]) -> Vec<u8> {
    let text = |text: &str| Filled { text: text.into(), ..Filled::default() };
    let head = |name: &str, pictures| Head { name: name.into(), pictures };
    let row = |(at, row): (usize, &(&str, &str, &str, &str, u8))| {
        let (number, place, problem, due, photos) = row;
        let shade = |nth: u8| picture(u8::try_from(at).unwrap() * 10 + nth);
        let photos = Filled { text: String::new(), pictures: (0..*photos).map(shade).collect() };
        vec![text(number), text(place), text(problem), photos, text(due), text("第三组")]
    };
    let reply = Reply {
        above: vec!["10月实地测评问题交办清单".into()],
        heads: vec![
            head("序号", false),
            head("点位名称", false),
            head("存在问题", false),
            head("问题照片", true),
            head("整改期限", false),
            head("督查组", false),
        ],
        rows: rows.iter().enumerate().map(row).collect(),
        note: String::new(),
    };
    reply.xlsx().unwrap()
}

const PLAIN: &[(&str, &str, &str, &str, u8)] = &[
    ("Q-01", "东关社区菜市街8号", "门前有暴露垃圾", "11月2日", 2),
    ("Q-02", "火车站北侧", "暴露垃圾无人清理", "", 1),
    ("Q-03", "西关社区桥头", "墙面有乱贴小广告和暴露垃圾", "", 1),
];

/// Sends files with the paper's words.
async fn send(client: &Client<'_>, id: Uuid, files: &[(&str, &[u8])], paper: &Value) -> (StatusCode, Value) {
    let mut body =
        format!("--cut\r\ncontent-disposition: form-data; name=\"paper\"\r\n\r\n{paper}\r\n").into_bytes();
    for (name, bytes) in files {
        body.extend(
            format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
                .bytes(),
        );
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    let request = Request::post("/api/referrals")
        .header(header::COOKIE, client.cookie())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
        .header("idempotency-key", id.to_string())
        .body(Body::from(body))
        .unwrap();
    client.send(request).await
}

fn paper() -> Value {
    json!({ "sender": "演示区创建办", "title": "10月实地测评问题交办清单", "number": "演创建办〔2026〕12号",
        "received_on": "2026-10-30", "due_on": "2026-11-06" })
}

/// Takes a list in and reads it.
async fn received(place: &Place, clerk: &Client<'_>, file: &[u8]) -> Uuid {
    let id = place.id();
    let (status, answer) = send(clerk, id, &[("清单.xlsx", file)], &paper()).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
    work(place).await;
    id
}

/// Everything that waits in the queue is done, and told.
async fn work(place: &Place) {
    while jobs::run_imports(&place.app).await.unwrap() > 0 {}
    start::seal(&place.app).await.unwrap();
    start::deliver(&place.app).await.unwrap();
}

async fn shown(client: &Client<'_>, id: Uuid) -> Value {
    let (status, answer) = client.get(&format!("/api/referrals/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

async fn items(client: &Client<'_>, id: Uuid) -> Vec<Value> {
    let (status, answer) = client.get(&format!("/api/referrals/{id}/items")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["items"].as_array().unwrap().clone()
}

/// What waits of lists for a person: verb, title and last day.
async fn waits(client: &Client<'_>) -> Vec<Value> {
    let (status, answer) = client.get("/api/waiting").await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let groups = answer["groups"].as_array().unwrap().iter();
    let items = groups.flat_map(|group| group["items"].as_array().unwrap());
    let lists = items.filter(|item| item["kind"] == "referral");
    lists.map(|item| json!([item["verb"], item["detail"], item["due"]])).collect()
}

/// Says of a row what its cells do not.
async fn mend(client: &Client<'_>, item: &Value, body: Value) -> (StatusCode, Value) {
    let mut body = body;
    body["version"] = item["version"].clone();
    client.post(&format!("/api/referral-items/{}/mend", item["id"].as_str().unwrap()), body).await
}

async fn verb(client: &Client<'_>, id: Uuid, verb: &str) -> (StatusCode, Value) {
    let version = shown(client, id).await["version"].clone();
    client.post(&format!("/api/referrals/{id}/{verb}"), json!({ "version": version })).await
}
