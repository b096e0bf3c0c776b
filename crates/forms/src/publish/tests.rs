//! Publishing: every flaw is found where it is, and equal forms have equal hashes.
use super::*;
use crate::{Choice, Condition, Group, Kind, PhotoWanted, Severity};

fn item(key: &str, kind: Kind) -> Item {
    let json = serde_json::json!({"key": key, "group": "g", "label": "标", "label_en": "L", "kind": kind});
    serde_json::from_value(json).unwrap()
}

fn group(code: &str) -> Group {
    Group { code: code.into(), label: "组".into(), label_en: "Group".into() }
}

fn form(items: Vec<Item>) -> Form {
    Form {
        code: "x.f".into(),
        version: 1,
        name: "表".into(),
        name_en: "Form".into(),
        groups: vec![group("g")],
        items,
    }
}

/// `item field code`, one a fault.
fn said(form: Form) -> Vec<String> {
    let faults = publish(form).err().unwrap_or_default();
    faults
        .iter()
        .map(|fault| {
            format!("{} {} {}", fault.item.as_deref().unwrap_or("-"), fault.field, fault.flaw.code())
        })
        .collect()
}

fn of(item: Item) -> Vec<String> {
    said(form(vec![item]))
}

#[test]
fn a_head_must_be_whole() {
    let whole = form(vec![item("a", Kind::Text)]);
    assert!(publish(whole.clone()).is_ok());
    let wrong = Form {
        code: "F 1".into(),
        version: 0,
        name: " ".into(),
        groups: vec![group("g"), group("g")],
        ..whole
    };
    let wrong = said(wrong);
    assert_eq!(
        wrong,
        ["- groups form.twice", "- code form.code", "- name form.empty", "- version form.bounds"]
    );
    assert_eq!(said(form(vec![])), ["- items form.empty"]);
}

#[test]
fn keys_and_groups() {
    let elsewhere = Item { group: "h".into(), ..item("b", Kind::Text) };
    let mut scattered = form(vec![item("a", Kind::Text), elsewhere.clone(), item("c", Kind::Text)]);
    scattered.groups.push(group("h"));
    assert_eq!(said(scattered), ["c group form.scattered"]);
    assert_eq!(of(elsewhere), ["b group form.no_group"]);
    assert_eq!(said(form(vec![item("a", Kind::Text), item("a", Kind::Text)])), ["a key form.twice"]);
    assert_eq!(of(item("A-1", Kind::Text)), ["A-1 key form.code"]);
    assert_eq!(of(item("size", Kind::Text)), ["size key form.reserved"]);
    assert_eq!(of(Item { label: "长".repeat(501), ..item("a", Kind::Text) }), ["a label form.too_many"]);
    let many = (0..501).map(|n| item(&format!("k{n}"), Kind::Text)).collect();
    assert_eq!(said(form(many)), ["- items form.too_many"]);
}

#[test]
fn what_does_not_belong_to_the_kind() {
    let choice = Choice { code: "c".into(), label: "甲".into(), label_en: "A".into() };
    let stray = Item {
        choices: vec![choice.clone()],
        unit: Some("个".into()),
        min: Some(0.0),
        max: Some(1.0),
        decimals: Some(1),
        photo: Some(PhotoWanted::Always),
        calculation: Some("1".into()),
        score: Some(1.0),
        category: Some("a.b".into()),
        max_length: Some(9),
        required: Condition::Plain(true),
        ..item("a", Kind::Note)
    };
    let fields = [
        "choices",
        "unit",
        "min",
        "max",
        "decimals",
        "max_length",
        "photo",
        "required",
        "calculation",
        "score",
        "category",
    ];
    assert_eq!(of(stray), fields.map(|field| format!("a {field} form.not_of_kind")));
    assert_eq!(of(item("a", Kind::Choice)), ["a choices form.missing"]);
    assert_eq!(of(item("a", Kind::Calculated)), ["a calculation form.missing"]);
    assert_eq!(of(Item { score: Some(1.0), ..item("a", Kind::Number) }), ["a fail_when form.missing"]);
    assert_eq!(
        of(Item { severity: Some(Severity::Minor), ..item("a", Kind::PassFail) }),
        ["a category form.missing"]
    );
    let silent = Item { constraint: Some("a > 0".into()), ..item("a", Kind::Number) };
    assert_eq!(of(silent), ["a message form.missing", "a message_en form.missing"]);
    let twice = Item { choices: vec![choice.clone(), choice], ..item("a", Kind::Multi) };
    assert_eq!(of(twice), ["a choices form.twice"]);
}

#[test]
fn bounds_of_bounds() {
    let number = || item("a", Kind::Number);
    assert_eq!(of(Item { min: Some(2.0), max: Some(1.0), ..number() }), ["a max form.bounds"]);
    assert_eq!(of(Item { min: Some(0.5), ..number() }), ["a min form.bounds"]);
    assert_eq!(of(Item { min: Some(0.5), decimals: Some(1), ..number() }), Vec::<String>::new());
    assert_eq!(of(Item { max: Some(9_007_199_254_740_992.0), ..number() }), ["a max form.bounds"]);
    assert_eq!(of(Item { max: Some(f64::NAN), ..number() }), ["a max form.bounds"]);
    assert_eq!(of(Item { decimals: Some(7), ..number() }), ["a decimals form.bounds"]);
    for (score, sound) in [
        (0.5, true),
        (0.01, true),
        (29.99, true),
        (0.0, false),
        (-1.0, false),
        (0.005, false),
        (1e9, false),
        (f64::NAN, false),
    ] {
        assert_eq!(of(Item { score: Some(score), ..item("a", Kind::PassFail) }).is_empty(), sound, "{score}");
    }
}

#[test]
fn expressions_see_items_above_and_say_where_they_are_wrong() {
    let first = Item { relevant: Some("b > 1".into()), ..item("a", Kind::Number) };
    let second = Item {
        relevant: Some("a == 1 && b == 2".into()),
        fail_when: Some("b > 1 && c".into()),
        ..item("b", Kind::Number)
    };
    let faults = publish(form(vec![first, second])).unwrap_err();
    let said: Vec<String> = faults
        .iter()
        .map(|fault| serde_json::to_value(fault).unwrap())
        .map(|fault| format!("{} {} {} {}", fault["item"], fault["field"], fault["column"], fault["code"]))
        .collect();
    let expected = [
        r#""a" "relevant" 1 "expression.barred_item""#,
        r#""b" "relevant" 11 "expression.barred_item""#,
        r#""b" "fail_when" 10 "expression.unknown_item""#,
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_calculated_value_has_the_type_of_its_expression() {
    let total = Item { calculation: Some("a + 0.5".into()), ..item("total", Kind::Calculated) };
    let uses = |text: &str| Item { calculation: Some(text.into()), ..item("uses", Kind::Calculated) };
    let publish = |text: &str| said(form(vec![item("a", Kind::Number), total.clone(), uses(text)]));
    assert!(publish("total * 2 > 1.0").is_empty());
    assert_eq!(publish("total % 2"), ["uses calculation expression.mismatch"]);
    assert_eq!(publish("[total]"), ["uses calculation expression.gives"]);
}

#[test]
fn versions_are_kept_as_json_and_their_hash_tells_them_apart() {
    let one =
        publish(form(vec![Item { required: Condition::Plain(true), ..item("a", Kind::PassFail) }])).unwrap();
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Published>(&json).unwrap(), one);
    assert_eq!(publish(one.form.clone()).unwrap().hash, one.hash);
    assert_eq!(one.hash.len(), 64);
    let mut other = one.form.clone();
    other.items[0].label.push('。');
    assert_ne!(publish(other).unwrap().hash, one.hash);
}
