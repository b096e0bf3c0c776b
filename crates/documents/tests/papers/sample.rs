//! Sample papers of an invented town: a month's summary of three pages, a before/after sheet, a dispatch slip, a bulletin.

use documents::{
    Align, Block, Cell, Chart, ChartKind, Column, Document, Language, Layout, Photo, PhotoPair, Picture, Run,
    Series, Table,
};

/// A figure that opens at the installation's address.
fn fig(text: &str, key: &str) -> Run {
    Run::figure(text, Some(format!("https://wenming.example/f/{key}?period=2026-10&seal=88")), key)
}

/// Words with figures in braces: `登记问题{486}件`.
fn prose(text: &str) -> Vec<Run> {
    text.split(['{', '}'])
        .enumerate()
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(i, piece)| if i % 2 == 1 { fig(piece, &format!("k{i}-{piece}")) } else { piece.into() })
        .collect()
}

fn para(text: &str) -> Block {
    Block::Paragraph(prose(text))
}

pub fn summary() -> Document {
    let filler = "镇创建办会同各社区（村）和有关单位，按照属地管理、分级负责的原则，把巡查、派遣、整改、复查、结案连成一个环节，做到事事有人管、件件有着落，群众反映的突出问题得到及时处理。";
    let head = |text| Block::heading(1, text);
    let blocks = vec![
        para(
            "10月，柳河镇对照《文明城镇创建自查标准（2026版）》，以{11}个社区（村）、{42}个小区、{32}条道路为重点，抓巡查、抓整改、抓长效。现将有关情况总结如下。",
        ),
        head("加强组织领导"),
        para(
            "召开创建调度会{4}次、季度分析会{1}次，议定事项{17}项，已办结{14}项。镇班子成员走访包保小区{96}次，现场解决问题{38}个。",
        ),
        head("巡查整改闭环运行"),
        Block::heading(2, "总体情况"),
        para(
            "全镇开展巡查{1271}轮，完成率{96.3%}，较上月提高{1.8}个百分点。登记问题{486}件，其中群众上报{128}件。应结案{461}件，按期结案{412}件，按期结案率{89.4%}，较上月提高{3.3}个百分点。因复查不合格返工{23}件。",
        ),
        Block::Chart(chart(ChartKind::Bar)),
        Block::heading(2, "分类情况"),
        para("按类别看，主要集中在以下四类："),
        Block::Table(by_category()),
        para(&filler.repeat(2)),
        head("存在问题"),
        Block::List {
            ordered: true,
            items: vec![
                prose("沿街乱堆乱放反复。东关社区{3}处点位一个月内两次反弹，责任单位为镇市容队。"),
                prose("架空线缆整治缓慢。{17}处线缆问题超过期限，责任单位为镇建设办，期限为11月15日。"),
                prose("老旧小区楼道堆物。{26}件未结，责任单位为各社区物业服务企业。"),
            ],
        },
        Block::heading(3, "需要协调的事项"),
        para(filler),
        Block::heading(4, "线缆权属"),
        Block::Paragraph(vec![
            Run::Strong("一是".into()),
            "请县通信主管部门明确废弃线缆权属；".into(),
            Run::Strong("二是".into()),
            "统一入地计划。".into(),
        ]),
        head("下一步打算"),
        para(&filler.repeat(3)),
        para("请各单位对照期限抓好落实，创建办将于11月20日前逐件复查。"),
    ];
    Document {
        title: "柳河镇2026年10月\n文明创建工作总结".into(),
        addressee: Some("区文明办".into()),
        numbered: true,
        blocks,
        signature: Some("柳河镇文明创建办公室（演示）".into()),
        date: Some("2026年11月1日".into()),
        note: Some("联系人：周敏".into()),
        ..Document::default()
    }
}

/// Two paragraphs of full-width characters over several pages, the second begun by a page break: the grid with nothing in its way.
pub fn full_pages() -> Document {
    let text = "全镇上下同心协力推进文明创建工作做到事事有人管件件有着落群众满意度稳步提高".repeat(45);
    Document {
        title: "版式测量样张".into(),
        blocks: vec![Block::words(&text), Block::PageBreak, Block::words(&text)],
        ..Document::default()
    }
}

fn chart(kind: ChartKind) -> Chart {
    let values = |v: [f64; 6]| v.into_iter().map(Some).collect();
    Chart {
        kind,
        caption: "图1  近六个月登记与结案（件）".into(),
        categories: ["5月", "6月", "7月", "8月", "9月", "10月"].map(Into::into).into(),
        series: vec![
            Series { name: "登记".into(), values: values([395.0, 402.0, 380.0, 430.0, 452.0, 486.0]) },
            Series { name: "结案".into(), values: values([360.0, 371.0, 366.0, 398.0, 419.0, 455.0]) },
        ],
    }
}

fn by_category() -> Table {
    let row = |name: &str, numbers: [&str; 4]| {
        std::iter::once(Cell::from(name)).chain(numbers.map(|n| Cell::of(vec![fig(n, n)]))).collect()
    };
    Table {
        caption: Some("表1  10月各类问题办理情况".into()),
        columns: vec![
            Column::new("类别", 4, Align::Left),
            Column::new("登记（件）", 3, Align::Right),
            Column::new("结案（件）", 3, Align::Right),
            Column::new("超期（件）", 3, Align::Right),
            Column::new("按期率", 3, Align::Right),
        ],
        rows: vec![
            row("环境卫生", ["186", "178", "6", "93.1%"]),
            row("市容秩序", ["142", "131", "12", "88.7%"]),
            row("车辆停放", ["97", "92", "8", "87.2%"]),
            row("空中缆线", ["61", "44", "17", "64.8%"]),
        ],
    }
}

/// A PNG of one sky, one ground and one block of rubbish: enough to see whether frames are equal and upright.
pub fn photo(width: u32, height: u32, tidy: bool) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let heap = !tidy && y > height / 2 && y < height * 5 / 6 && x > width / 3 && x < width * 3 / 4;
            let colour: [u8; 3] = match (y > height * 2 / 3, heap) {
                (_, true) => [92, 80, 64],
                (true, _) => [168, 166, 160],
                _ => [186, 204, 218],
            };
            pixels.extend(colour);
        }
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    out
}

fn side(label: &str, caption: &str, bytes: Option<Vec<u8>>) -> Photo {
    let picture = bytes.map(|bytes| Picture { bytes, alt: label.into(), ..Picture::default() });
    Photo { label: label.into(), caption: caption.into(), picture }
}

pub fn before_after() -> Document {
    let pair = |n: u32, place: &str, before: (u32, u32), after: Option<(u32, u32)>| {
        let facts = [
            ("问题类别", "市容秩序 · 乱堆杂物"),
            ("责任单位", "镇市容管理中队"),
            ("登记时间", "2026年10月8日 09:12"),
            ("整改时间", "2026年10月9日 16:40"),
            ("复查意见", "现场已清理干净，未见反弹，同意结案。"),
        ];
        let missing = || side("整改后", "还没有整改后照片", None);
        Block::PhotoPair(Box::new(PhotoPair {
            title: prose(&format!("{n}. 案件{{2610-04{n:02}}}  {place}")),
            before: side("整改前", "10月8日 09:12", Some(photo(before.0, before.1, false))),
            after: after
                .map_or_else(missing, |(w, h)| side("整改后", "10月9日 16:40", Some(photo(w, h, true)))),
            facts: facts.map(|(label, value)| (label.to_owned(), vec![value.into()])).into(),
        }))
    };
    Document {
        layout: Layout::Plain,
        title: "整改前后对比表".into(),
        blocks: vec![
            pair(1, "东关社区建设路中段", (640, 480), Some((640, 480))),
            pair(2, "西关社区农贸市场北门", (480, 640), Some((640, 480))),
            pair(3, "南窑村委会门前", (640, 360), None),
            pair(4, "石桥村公交站", (640, 480), Some((480, 640))),
        ],
        note: Some("柳河镇文明创建办公室  2026年10月（演示数据）".into()),
        ..Document::default()
    }
}

pub fn slip() -> Document {
    let field = |label: &str, value: &str| [Cell::label(label), Cell::from(value)];
    let wide = |label: &str, value: &str| vec![Cell::label(label), Cell::from(value).over(3)];
    let table = Table {
        columns: [2, 5, 2, 5].map(|width| Column::new("", width, Align::Left)).into(),
        rows: vec![
            [field("案件编号", "2610-0433"), field("派遣时间", "2026年10月29日 10:05")].concat(),
            [field("牵头单位", "镇市容管理中队"), field("配合单位", "东关社区")].concat(),
            [field("问题类别", "市容秩序 · 店外经营"), field("整改期限", "2026年10月30日 10:05")].concat(),
            wide("问题地点", "东关社区建设路118号门前"),
            wide("问题描述", "店外摆放货架两组，占用盲道约6米，行人绕行机动车道。"),
            wide(
                "整改要求",
                "清理店外货架，恢复盲道畅通；与经营者签订门前三包责任书。\n完成后上传整改后照片。",
            ),
            [field("签收人", ""), field("签收时间", "")].concat(),
        ],
        ..Table::default()
    };
    Document {
        layout: Layout::Plain,
        title: "文明创建问题交办单".into(),
        blocks: vec![Block::Table(table)],
        signature: Some("柳河镇文明创建办公室".into()),
        date: Some("2026年10月29日".into()),
        note: Some("请登录工作台办理，扫码或输入编号打开".into()),
        ..Document::default()
    }
}

/// The day's bulletin in English, long enough for its table's head to repeat.
pub fn bulletin() -> Document {
    let row = |n: u32| {
        vec![Cell::from(format!("Unit {n}").as_str()), Cell::from("12"), Cell::from("9"), Cell::from("1")]
    };
    Document {
        layout: Layout::Plain,
        language: Language::English,
        title: "Bulletin of 29 October 2026".into(),
        numbered: true,
        blocks: vec![
            Block::heading(1, "The day"),
            para("Found {31}, closed {27}, overdue {4}."),
            Block::Chart(chart(ChartKind::Line)),
            Block::Picture(Picture {
                bytes: photo(640, 480, true),
                width_mm: 60,
                alt: "Market".into(),
                caption: Some("Market, north gate".into()),
                ..Picture::default()
            }),
            Block::PageBreak,
            Block::heading(1, "By unit"),
            Block::Table(Table {
                caption: None,
                columns: vec![
                    Column::new("Unit", 4, Align::Left),
                    Column::new("Found", 2, Align::Right),
                    Column::new("Closed", 2, Align::Right),
                    Column::new("Overdue", 2, Align::Right),
                ],
                rows: (1..=60).map(row).collect(),
            }),
        ],
        note: Some("Liuhe Town (demonstration)".into()),
        ..Document::default()
    }
}

/// Every sample with its file name.
pub fn all() -> Vec<(&'static str, Document)> {
    vec![
        ("summary", summary()),
        ("full-pages", full_pages()),
        ("before-after", before_after()),
        ("slip", slip()),
        ("bulletin", bulletin()),
    ]
}
