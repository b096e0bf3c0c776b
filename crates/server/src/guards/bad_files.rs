//! Files that are not what they seem: each is refused with a code that the faces have words for, and leaves nothing.

use super::input::rows;
use crate::{
    on_both,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use image::{ImageFormat, RgbImage};
use serde_json::{Value, json};
use std::io::Cursor;

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let shade =
        |x: u32, y: u32| image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90]);
    RgbImage::from_fn(400, 300, shade).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A picture whose head says these dimensions; a decoder that believed it would take the memory for them.
fn claiming(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = picture(ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|mark| matches!(mark, [0xff, 0xc0 | 0xc2])).unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

on_both!(a_file_that_is_no_picture_is_refused, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let before = rows(place).await;
    let jpeg = picture(ImageFormat::Jpeg);
    for (name, bytes, status, code) in [
        ("forty-megapixels.jpg", claiming(7300, 5480), 413, "file.too_many_pixels"),
        ("nothing.jpg", Vec::new(), 415, "file.not_an_image"),
        ("half.jpg", jpeg[..jpeg.len() / 8].to_vec(), 415, "file.not_an_image"),
        ("program.jpg", [b"MZ\x90\0".as_slice(), &[0; 2000]].concat(), 415, "file.not_an_image"),
        ("page.jpg", b"<!doctype html><script>alert(1)</script>".to_vec(), 415, "file.not_an_image"),
        ("drawing.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 415, "file.not_an_image"),
        ("moving.jpg", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), 415, "file.not_an_image"),
        ("phone.jpg", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), 415, "file.heic"),
        ("page.png", b"\x89PNG\r\n\x1a\n<html>".to_vec(), 415, "file.not_an_image"),
        ("heavy.jpg", [jpeg.as_slice(), &vec![0; 20 * 1024 * 1024]].concat(), 413, "file.too_large"),
    ] {
        let (found, problem) = clerk.upload("/api/files", place.id(), name, bytes).await;
        assert_eq!((found.as_u16(), problem["code"].as_str()), (status, Some(code)), "{name}: {problem}");
        assert_eq!(problem["field"], "file", "{name}");
    }
    assert_eq!(rows(place).await, before);
});

on_both!(what_hangs_behind_a_picture_is_not_handed_on, async |place: &Place| {
    let (clerk, id) = (place.sign_in("clerk").await, place.id());
    let tail = b"PK\x03\x04<script>alert(1)</script>";
    let both = [picture(ImageFormat::Jpeg).as_slice(), tail].concat();
    let (status, view) = clerk.upload("/api/files", id, "both.jpg", both).await;
    assert_eq!(status, StatusCode::OK, "{view}");
    for size in ["view", "thumb"] {
        let (status, shown) = clerk.file(&format!("/api/files/{id}?size={size}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!shown.windows(tail.len()).any(|part| part == tail), "{size}");
    }
});

async fn sites(place: &Place, client: &Client<'_>, bytes: Vec<u8>) -> (StatusCode, Value) {
    client.upload("/api/sites/import", place.id(), "sites.csv", bytes).await
}

on_both!(a_table_that_is_none_is_refused, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let before = rows(place).await;
    for path in ["/api/sites/import", "/api/standards/import"] {
        for bytes in [
            Vec::new(),
            b"MZ\x90\0 a program".to_vec(),
            b"PK\x03\x04 no directory".to_vec(),
            picture(ImageFormat::Png),
            b"<!doctype html><table><tr><td>".to_vec(),
            vec![0; 3000],
            "，".repeat(10_000).into_bytes(),
        ] {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(12)]).into_owned();
            let (status, problem) = clerk.upload(path, place.id(), "table.xlsx", bytes).await;
            let told = (status.as_u16(), problem["code"].as_str().unwrap_or_default());
            assert_eq!(told, (422, "table.unreadable"), "{path} {shown}: {problem}");
        }
    }
    assert_eq!(rows(place).await, before);
});

on_both!(cells_are_told_by_row_column_and_rule, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let before = rows(place).await;
    let market = "菜市场,集贸市场,990101001001";
    let emoji = "😀".repeat(10_000);
    let table = format!(
        "名称,类型,地区编码,地址\n{market},东\u{202e}街\n{emoji},集贸市场,990101001001,\n{market},路,口\n\
         广场,集贸市场,999999999999,\n,集贸市场,990101001001,\n"
    );
    let (status, problem) = sites(place, &clerk, table.into_bytes()).await;
    assert_eq!((status.as_u16(), problem["code"].as_str()), (422, Some("table.faulty")), "{problem}");
    let faults = problem["params"]["faults"].as_array().unwrap();
    let told = |row: u32, column: &str, rule: &str| {
        let is = |fault: &&Value| fault["row"] == row && fault["column"] == column && fault["rule"] == rule;
        assert_eq!(faults.iter().filter(is).count(), 1, "{row} {column} {rule}: {faults:#?}");
    };
    told(2, "地址", "cell.hidden_sign");
    told(3, "名称", "cell.too_long");
    told(4, "5", "cell.beyond");
    told(5, "地区编码", "area.none");
    told(6, "名称", "cell.required");
    assert_eq!(rows(place).await, before, "nothing of a faulty table is taken");
});

on_both!(a_formula_stays_text_and_zero_width_goes, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (_, types) = clerk.get("/api/site-types").await;
    let kind = types.as_array().unwrap().iter().find(|kind| kind["code"] == "market").unwrap();
    let table = format!(
        "名称\t类型\t地区编码\r\n=HYPERLINK(\"http://x\")\t{0}\t990101001001\r\n东街\u{200b}市场\t{0}\t990101001001\r\n",
        kind["name"].as_str().unwrap()
    );
    let bytes: Vec<u8> =
        "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (status, taken) = sites(place, &clerk, bytes).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    let (_, list) = clerk.get("/api/sites").await;
    let names: Vec<_> = list["items"].as_array().unwrap().iter().map(|site| site["name"].clone()).collect();
    assert!(names.contains(&json!("=HYPERLINK(\"http://x\")")), "{names:?}");
    assert!(names.contains(&json!("东街市场")), "{names:?}");
});

on_both!(an_imports_id_is_of_one_file, async |place: &Place| {
    let (clerk, id) = (place.sign_in("clerk").await, place.id());
    let table = |name: &str| {
        format!("代码,名称,级别,类型,上级代码\n990101001001901,{name},grid,,990101001001\n").into_bytes()
    };
    let path = "/api/imports?what=areas";
    let (status, first) = clerk.upload(path, id, "a.csv", table("一格")).await;
    assert_eq!(status, StatusCode::OK, "{first}");
    assert_eq!(clerk.upload(path, id, "a.csv", table("一格")).await, (status, first), "sent again");
    for (path, name) in [(path, "二格"), ("/api/imports?what=organisations", "一格")] {
        let (status, problem) = clerk.upload(path, id, "a.csv", table(name)).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::CONFLICT, &json!("request.reused")),
            "{path} {name}"
        );
    }
    let other = place.sign_in("admin").await.upload(path, id, "a.csv", table("一格")).await;
    assert!(other.0.is_client_error(), "{}", other.1);
});
