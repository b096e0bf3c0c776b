//! Pages measured as printed: LibreOffice makes the PDF, `pdftotext -bbox-layout` tells where each line stands.
//! Needs libreoffice-writer, poppler-utils and fonts-noto-cjk; without them these tests fail and say so.

use std::{fs, path::Path, process::Command};

use documents::Document;

use crate::sample;

const MM: f64 = 72.0 / 25.4;
const NEEDS: &str = "papers are measured with LibreOffice, poppler and a Chinese font: \
                     apt-get install --no-install-recommends libreoffice-writer poppler-utils fonts-noto-cjk";

struct Line {
    left: f64,
    top: f64,
    right: f64,
    text: String,
}

/// Runs a program and gives what it printed; says what to install when it is not there.
fn run(program: &str, arguments: &[&str]) -> String {
    let out =
        Command::new(program).args(arguments).output().unwrap_or_else(|e| panic!("{program}: {e}; {NEEDS}"));
    assert!(out.status.success(), "{program}: {}; {NEEDS}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Prints a paper and gives the lines of each page from top to bottom, in points.
fn printed(name: &str, document: &Document) -> Vec<Vec<Line>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = |extension: &str| folder.join(format!("{name}.{extension}")).to_str().unwrap().to_owned();
    fs::write(path("docx"), documents::docx::write(document).unwrap()).unwrap();
    let _ = fs::remove_file(path("pdf"));
    let profile = format!("-env:UserInstallation=file://{}", path("profile"));
    run(
        "soffice",
        &[&profile, "--headless", "--convert-to", "pdf", "--outdir", folder.to_str().unwrap(), &path("docx")],
    );
    assert!(Path::new(&path("pdf")).exists(), "soffice wrote no PDF; {NEEDS}");
    let boxes = run("pdftotext", &["-bbox-layout", &path("pdf"), "-"]);
    boxes.split("<page ").skip(1).map(lines).collect()
}

fn lines(page: &str) -> Vec<Line> {
    let mut out: Vec<Line> = page.split("<line ").skip(1).map(line).collect();
    out.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    out
}

fn line(boxed: &str) -> Line {
    let value = |name: &str| {
        let rest = boxed.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let word = |rest: &str| rest.split_once('>').unwrap().1.split_once("</word>").unwrap().0.to_owned();
    let text = boxed.split("<word ").skip(1).map(word).collect::<Vec<_>>().join(" ");
    Line { left: value("xMin"), top: value("yMin"), right: value("xMax"), text }
}

#[track_caller]
fn near(what: &str, found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{what}: {found:.2}, wanted {wanted:.2} ± {tolerance}");
}

/// The page number's place: odd pages right, even pages left, one character in, 7 ± 3 mm below the text block.
#[track_caller]
fn number_stands_right(number: &Line, page: usize) {
    assert_eq!(number.text, format!("— {page} —"));
    if page % 2 == 1 {
        near("odd number's right edge, mm", number.right / MM, 184.0 - 4.94, 1.0);
    } else {
        near("even number's left edge, mm", number.left / MM, 28.0 + 4.94, 1.0);
    }
    near("number below the text block, mm", number.top / MM - 262.0, 7.0, 3.0);
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let pages = printed("full-pages", &sample::full_pages());
    for (i, page) in pages.iter().enumerate() {
        number_stands_right(page.last().unwrap(), i + 1);
    }
    let begun = pages.iter().skip(1).position(|page| page[0].text.chars().count() == 26);
    let begun = begun.expect("a page that begins with an indented line") + 1;
    near("top of the page after a break, mm", pages[begun][0].top / MM, 38.5, 1.5);
    assert_eq!((pages.len(), begun), (6, 3));
    for page in [&pages[1], &pages[4]] {
        let body = &page[..page.len() - 1];
        assert_eq!(body.len(), 22);
        for line in body {
            assert_eq!(line.text.chars().count(), 28, "{}", line.text);
            near("left margin, mm", line.left / MM, 28.0, 1.0);
            near("width of 28 characters, mm", (line.right - line.left) / MM, 155.6, 1.0);
        }
        near("first to last baseline, pt", body[21].top - body[0].top, 21.0 * 28.95, 1.0);
        near("first line's top edge, mm", body[0].top / MM, 38.5, 1.5);
    }
}

#[test]
fn a_summary_is_centred_signed_and_numbered() {
    let pages = printed("summary", &sample::summary());
    assert!((3..=5).contains(&pages.len()), "{} pages", pages.len());
    for title in &pages[0][..2] {
        near("title's middle, mm", f64::midpoint(title.left, title.right) / MM, 106.0, 1.0);
    }
    for (i, page) in pages.iter().enumerate() {
        number_stands_right(page.last().unwrap(), i + 1);
    }
    let last = pages.last().unwrap();
    let line = |start: &str| {
        last.iter().find(|line| line.text.starts_with(start)).unwrap_or_else(|| panic!("{start}"))
    };
    let (name, day) = (line("柳河镇文明创建办公室"), line("2026"));
    near("date to the right of the signature, characters", (day.left - name.left) / 15.75, 2.0, 0.2);
    near("signature's distance from the margin, characters", (184.0 * MM - name.right) / 15.75, 2.0, 0.6);
}

#[test]
fn a_long_table_repeats_its_head() {
    let pages = printed("bulletin", &sample::bulletin());
    assert!(pages.len() >= 3);
    for page in &pages[1..] {
        let words = page.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        assert!(words.contains("Unit Found Closed Overdue"), "{words}");
    }
}

#[test]
fn two_pairs_fill_a_page_of_the_sheet() {
    let pages = printed("before-after", &sample::before_after());
    assert_eq!(pages.len(), 2);
    for page in &pages {
        assert_eq!(page.iter().filter(|line| line.text.contains("案件")).count(), 2);
        assert!(page[0].left / MM > 19.0 && page.iter().all(|line| line.right / MM < 191.0));
    }
    assert_eq!(printed("slip", &sample::slip()).len(), 1);
}
