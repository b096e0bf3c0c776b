//! A summary as it comes out of the printer: LibreOffice makes the PDF, `pdftotext` tells where each line stands. Needs
//! libreoffice-writer, poppler-utils and fonts-noto-cjk; without them this test fails and says so.

use super::report;
use crate::testing::{On, Place};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;
use std::{path::Path, process::Command};

const MM: f64 = 72.0 / 25.4;

struct Line {
    left: f64,
    top: f64,
    right: f64,
    characters: usize,
}

fn run(program: &str, arguments: &[&str]) -> String {
    let needs = "apt-get install --no-install-recommends libreoffice-writer poppler-utils fonts-noto-cjk";
    let out =
        Command::new(program).args(arguments).output().unwrap_or_else(|e| panic!("{program}: {e}; {needs}"));
    assert!(out.status.success(), "{program}: {}; {needs}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// The lines of each page from top to bottom, in points.
fn printed(docx: &[u8], folder: &Path) -> Vec<Vec<Line>> {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    std::fs::write(path("paper.docx"), docx).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", path("profile"));
    let into = folder.to_str().unwrap();
    run("soffice", &[&profile, "--headless", "--convert-to", "pdf", "--outdir", into, &path("paper.docx")]);
    let boxes = run("pdftotext", &["-bbox-layout", &path("paper.pdf"), "-"]);
    let page = |page: &str| {
        let mut lines: Vec<Line> = page.split("<line ").skip(1).map(line).collect();
        lines.sort_by(|a, b| a.top.total_cmp(&b.top));
        lines
    };
    boxes.split("<page ").skip(1).map(page).collect()
}

fn line(boxed: &str) -> Line {
    let value = |name: &str| {
        let rest = boxed.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let word = |rest: &str| rest.split_once('>').unwrap().1.split_once("</word>").unwrap().0.chars().count();
    let characters = boxed.split("<word ").skip(1).map(word).sum();
    Line { left: value("xMin"), top: value("yMin"), right: value("xMax"), characters }
}

fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found:.2}, wanted {wanted:.2} ± {tolerance}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_page_of_a_summary_has_22_lines_of_28_characters() {
    let place = Place::new(On::Sqlite).await;
    let clerk = place.sign_in("clerk").await;
    report(&place, &clerk, "sanitation.exposed_rubbish", "990101001001", "东门垃圾桶满溢").await;
    crate::start::seal(&place.app).await.unwrap();
    let (_, paper) = clerk.post("/api/reports/summaries", json!({ "period": "2026-10" })).await;
    let path = format!("/api/reports/summaries/{}", paper["id"].as_str().unwrap());
    let long = "全镇上下同心协力推进文明创建工作做到事事有人管件件有着落".repeat(55);
    let request = Request::put(format!("{path}/blocks/opening.purpose"))
        .header(header::COOKIE, clerk.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, "1")
        .header("idempotency-key", place.id().to_string())
        .body(Body::from(json!({ "runs": [{ "text": long }] }).to_string()))
        .unwrap();
    assert_eq!(clerk.send(request).await.0, StatusCode::OK);
    let (_, docx) = clerk.file(&format!("{path}/docx")).await;
    let folder = tempfile::tempdir().unwrap();
    let pages = printed(&docx, folder.path());
    // the second page holds nothing but the long paragraph, and its number
    let (_, body) = pages[1].split_last().unwrap();
    assert_eq!(body.len(), 22);
    for line in body {
        assert_eq!(line.characters, 28);
        near(line.left / MM, 28.0, 1.0);
        near((line.right - line.left) / MM, 155.6, 1.0);
    }
    near(body[21].top - body[0].top, 21.0 * 28.95, 1.0);
    near(body[0].top / MM, 38.5, 1.5);
}
