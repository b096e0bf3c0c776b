//! What words mean, as tables.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::{catalogue, statements::model::Bound};
use kernel::quantity::Qualifier::{AtLeast, Exact, Nearly};

const YEAR: (&str, &str) = ("2025-01-01", "2025-12-31");
const DAY: (&str, &str) = ("2025-06-05", "2025-06-05");

fn judged(words: &Words, (first, last): (&str, &str)) -> Result<Judged, Error> {
    let metrics = catalogue::metrics().unwrap();
    let aliases = catalogue::aliases(&metrics).unwrap();
    let known = Known { metrics: &metrics, aliases: &aliases };
    judge(words, (first.parse().unwrap(), last.parse().unwrap()), &known)
}

fn words(object: &str, action: &str, text: &str, unit: &str, kind: Said) -> Words {
    let [object, action, text, unit] = [object, action, text, unit].map(str::to_owned);
    Words { object, action, text, unit, kind: Some(kind), ..Words::default() }
}

#[test]
fn nouns_find_their_metric_by_kind_action_and_unit() {
    use Said::{Flow, Money, Ratio, Stock};
    for (object, action, text, unit, kind, metric, amount) in [
        ("横幅", "悬挂", "40余", "条", Flow, "publicity.banners", 40),
        ("宣传资料", "发放", "3千", "份", Flow, "publicity.leaflets", 3000),
        ("新时代文明实践志愿服务队", "", "十二", "支", Stock, "volunteer.teams", 12),
        ("志愿服务队", "组建", "两", "支", Flow, "volunteer.teams_formed", 2),
        ("志愿服务活动", "参加", "120", "人次", Flow, "volunteer.attendance", 120),
        ("志愿服务活动", "开展", "9", "次", Flow, "volunteer.activities", 9),
        ("生活垃圾", "清运", "35.5", "吨", Flow, "sanitation.waste", 35_500),
        ("生活垃圾", "清运", "800", "公斤", Flow, "sanitation.waste", 800),
        ("垃圾桶", "添置", "60", "只", Flow, "sanitation.bins_bought", 60),
        ("垃圾桶", "摆放", "60", "只", Flow, "sanitation.bins_placed", 60),
        ("垃圾桶", "", "260", "只", Stock, "sanitation.bins", 260),
        ("村道", "硬化", "1500", "米", Flow, "works.roads", 1500),
        ("道德讲堂", "举办", "6", "场", Flow, "moral.lectures", 6),
        ("星级文明户", "评选", "210", "户", Flow, "honour.star_households", 210),
        ("星级文明户", "占", "42", "%", Ratio, "honour.star_rate", 420),
        ("卫生院改造", "投入", "12万", "元", Money, "fund.spent", 12_000_000),
        ("资金", "筹集", "8", "万元", Money, "fund.raised", 8_000_000),
    ] {
        let found = judged(&words(object, action, text, unit, kind), YEAR).unwrap();
        let told = (found.metric.as_deref(), found.amount);
        assert_eq!(told, (Some(metric), Some(amount)), "{action} {object} {text}{unit}");
    }
}

#[test]
fn what_never_converts_finds_no_metric() {
    for (object, unit) in [("绿地", "亩"), ("志愿服务活动", "人"), ("卫生死角", "吨"), ("石碑", "块")]
    {
        let found = judged(&words(object, "整治", "5", unit, Said::Flow), YEAR).unwrap();
        assert_eq!((found.state, found.metric), (State::Unmatched, None), "{object} {unit}");
    }
}

#[test]
fn a_flow_of_a_span_opens_and_what_exists_is_seen_on_its_last_day() {
    let flow = words("路灯", "安装", "近20", "盏", Said::Flow);
    let opening = judged(&flow, YEAR).unwrap();
    assert_eq!((opening.kind, opening.qualifier), (Some(Kind::Opening), Nearly));
    assert_eq!(judged(&flow, DAY).unwrap().kind, Some(Kind::Entry));
    let level = judged(&words("志愿者", "", "300", "人", Said::Stock), YEAR).unwrap();
    assert_eq!(level.kind, Some(Kind::Observation));
    let stock = judged(&words("垃圾桶", "", "90", "个", Said::Stock), YEAR).unwrap();
    assert_eq!(stock.kind, Some(Kind::StockTake));
}

#[test]
fn a_range_is_its_low_end_and_an_upper_bound_has_no_number() {
    let range = judged(&words("动员会", "召开", "3至5", "次", Said::Flow), YEAR).unwrap();
    assert_eq!((range.amount, range.qualifier, range.doubt), (Some(3), AtLeast, Some(Doubt::Range)));
    for text in ["不超过3", "3以内"] {
        let upper = judged(&words("动员会", "召开", text, "次", Said::Flow), YEAR).unwrap();
        assert_eq!((upper.amount, upper.qualifier, upper.doubt), (None, AtLeast, Some(Doubt::UpperBound)));
    }
    let target = Words { bound: Some(Bound::Max), ..words("犯罪率", "控制", "2", "%", Said::Target) };
    let target = judged(&target, YEAR).unwrap();
    assert_eq!((target.state, target.amount, target.doubt), (State::Target, Some(200), None));
}

#[test]
fn a_unit_within_the_text_is_converted_and_holds_for_both_ends() {
    for (object, action, text, unit, kind, amount) in [
        ("资金", "筹集", "300万元", "万元", Said::Money, 300_000_000),
        ("资金", "筹集", "9亿元", "亿元", Said::Money, 90_000_000_000),
        ("生活垃圾", "清运", "800公斤", "吨", Said::Flow, 800),
        ("生活垃圾", "清运", "500-800公斤", "吨", Said::Flow, 500),
        ("生活垃圾", "清运", "500-800公斤", "", Said::Flow, 500),
        ("资金", "筹集", "3-5万元", "元", Said::Money, 3_000_000),
        ("资金", "筹集", "三至五万", "元", Said::Money, 3_000_000),
        ("资金", "筹集", "3000-5万", "元", Said::Money, 300_000),
    ] {
        let found = judged(&words(object, action, text, unit, kind), YEAR).unwrap();
        assert_eq!(found.amount, Some(amount), "{text} beside {unit}");
    }
    let upper = judged(&words("动员会", "召开", "不超过3-5", "次", Said::Flow), YEAR).unwrap();
    assert_eq!((upper.amount, upper.doubt), (None, Some(Doubt::UpperBound)));
    let much = judged(&words("资金", "筹集", "900000000", "亿元", Said::Money), YEAR).unwrap_err();
    assert!(matches!(much, Error::Wrong { field: "text", rule: "quantity.too_large", .. }), "{much}");
}

#[test]
fn an_upper_bound_is_known_by_its_words() {
    for (text, upper) in [("不超过2", true), ("2以内", true), ("2", false), ("2以上", false)] {
        assert_eq!(is_upper(&words("犯罪率", "控制", text, "%", Said::Target)), upper, "{text}");
    }
}

#[test]
fn rates_and_times_stay_text() {
    for kind in [Said::Rate, Said::Time] {
        let quoted = judged(&words("督查", "坚持", "一", "次", kind), YEAR).unwrap();
        assert_eq!((quoted.state, quoted.metric), (State::Quoted, None));
    }
}

#[test]
fn a_value_goes_before_its_text_unless_they_differ() {
    let said = |value: &str| Words {
        value: Some(value.into()),
        ..words("资金", "投入", "30余万", "元", Said::Money)
    };
    let found = judged(&said("300000"), YEAR).unwrap();
    assert_eq!((found.amount, found.qualifier), (Some(30_000_000), AtLeast));
    let refused = judged(&said("30"), YEAR).unwrap_err();
    assert!(matches!(refused, Error::Wrong { field: "value", rule: "quantity.differs", .. }), "{refused}");
}

#[test]
fn dimensions_are_read_from_the_words_around_the_number() {
    let sentence = "在省级媒体刊发稿件4篇，在市级媒体刊发稿件19篇".to_owned();
    let level = |text: &str| {
        let said = Words { sentence: sentence.clone(), ..words("稿件", "刊发", text, "篇", Said::Flow) };
        judged(&said, YEAR).unwrap().dims.get("level").cloned()
    };
    assert_eq!((level("4"), level("19")), (Some("province".into()), Some("city".into())));
    let school = judged(&words("校园绿化", "投入", "3", "万元", Said::Money), DAY).unwrap();
    assert_eq!(school.dims.get("purpose").map(String::as_str), Some("greening"));
}

#[test]
fn what_is_wrong_is_told_by_field_and_rule() {
    let metric = |code: &str, text: &str, unit: &str| Words {
        metric: Some(code.into()),
        text: text.into(),
        unit: unit.into(),
        ..Words::default()
    };
    for (words, span, field, rule) in [
        (metric("moon.landings", "1", ""), DAY, "metric", "metric.none"),
        (metric("case.closed", "1", ""), DAY, "metric", "statement.not_by_hand"),
        (metric("case.in_time_rate", "1", ""), DAY, "metric", "statement.not_by_hand"),
        (metric("works.lamps", "1", "吨"), DAY, "unit", "statement.unit_differs"),
        (metric("works.lamps", "1.5", ""), DAY, "text", "quantity.too_fine"),
        (metric("works.lamps", "若干", ""), DAY, "text", "quantity.unreadable"),
        (metric("works.lamps", "", ""), DAY, "text", "cell.required"),
        (metric("works.lamps", "1", ""), ("2025-02-01", "2025-01-01"), "to", "statement.backward"),
    ] {
        match judged(&words, span) {
            Err(Error::Wrong { field: told, rule: broken, .. }) => assert_eq!((told, broken), (field, rule)),
            other => panic!("{words:?}: {other:?}"),
        }
    }
    let case = judged(&metric("case.closed", "120余", "件"), YEAR).unwrap();
    assert_eq!(
        (case.kind, case.qualifier),
        (Some(Kind::Opening), AtLeast),
        "an old total of what records state"
    );
    assert!(judged(&metric("路灯", "1", ""), DAY).is_err(), "names are whole");
    assert_eq!(judged(&metric("安装路灯", "1", ""), DAY).unwrap().qualifier, Exact);
}
