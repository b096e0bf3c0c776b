//! Drawn expressions: trees give what CEL's own evaluator gives, and no text or JSON makes anything panic.
use super::*;
use proptest::{prelude::*, sample::select};

/// An expression for forms beside the same for CEL's evaluator, which wants conversions written out.
type Pair = (String, String);

fn same(text: impl Into<String>) -> Pair {
    let text = text.into();
    (text.clone(), text)
}

fn written(a: &Pair, sign: &str, b: &Pair) -> Pair {
    (format!("({} {sign} {})", a.0, b.0), format!("({} {sign} {})", a.1, b.1))
}

fn integers() -> BoxedStrategy<Pair> {
    let leaf =
        prop_oneof![(-20..20i64).prop_map(|n| same(n.to_string())), select(vec!["n", "m"]).prop_map(same)];
    grown(leaf.boxed(), None, vec!["+", "-", "*", "/", "%"])
}

/// The right side may be an integer, which only forms widen unasked.
fn decimals() -> BoxedStrategy<Pair> {
    let leaf = prop_oneof![
        (-20..20i64).prop_map(|n| same(format!("{n}.25"))),
        select(vec!["x", "y"]).prop_map(same)
    ];
    let widened = integers().prop_map(|(ours, theirs)| (ours, format!("double({theirs})")));
    grown(leaf.boxed(), Some(widened.boxed()), vec!["+", "-", "*"])
}

fn grown(
    leaf: BoxedStrategy<Pair>,
    right: Option<BoxedStrategy<Pair>>,
    signs: Vec<&'static str>,
) -> BoxedStrategy<Pair> {
    let tree = leaf.prop_recursive(3, 12, 3, move |inner| {
        let sum = (inner.clone(), select(signs.clone()), right.clone().unwrap_or_else(|| inner.clone()));
        prop_oneof![
            3 => sum.prop_map(|(a, sign, b)| written(&a, sign, &b)),
            1 => (truths(), inner.clone(), inner.clone()).prop_map(|(test, a, b)| {
                (format!("({} ? {} : {})", test.0, a.0, b.0), format!("({} ? {} : {})", test.1, a.1, b.1))
            }),
            1 => inner.prop_map(|a| (format!("-({})", a.0), format!("-({})", a.1))),
        ]
    });
    tree.boxed()
}

fn texts() -> BoxedStrategy<Pair> {
    let leaf = select(vec!["t", "u", "''", "'文明'", "'a'"]).prop_map(same);
    leaf.prop_recursive(2, 4, 2, |inner| (inner.clone(), inner).prop_map(|(a, b)| written(&a, "+", &b)))
        .boxed()
}

fn truths() -> BoxedStrategy<Pair> {
    let leaf = select(vec![
        "yes",
        "no",
        "n / m > 1",
        "n % m == 0",
        "t == u",
        "size(t) < 2",
        "n in [1, 2, m]",
        "t in ['a', u]",
        "x <= y",
        "n != m",
        "t.contains(u)",
        "t.startsWith(u)",
        "t.endsWith(u)",
    ]);
    let tree = leaf.prop_map(|text| same(format!("({text})"))).prop_recursive(3, 8, 2, |inner| {
        let both = (inner.clone(), select(vec!["&&", "||", "==", "!="]), inner.clone());
        prop_oneof![
            both.prop_map(|(a, sign, b)| written(&a, sign, &b)),
            inner.prop_map(|a| (format!("!({})", a.0), format!("!({})", a.1))),
        ]
    });
    tree.boxed()
}

fn compared() -> BoxedStrategy<Pair> {
    let signs = || select(vec!["==", "!=", "<", "<=", ">", ">="]);
    prop_oneof![
        (integers(), signs(), integers()).prop_map(|(a, sign, b)| written(&a, sign, &b)),
        (decimals(), signs(), decimals()).prop_map(|(a, sign, b)| written(&a, sign, &b)),
        (texts(), select(vec!["==", "!="]), texts()).prop_map(|(a, sign, b)| written(&a, sign, &b)),
    ]
    .boxed()
}

const ITEMS: [(&str, &str); 8] = [
    ("n", "int"),
    ("m", "int"),
    ("x", "double"),
    ("y", "double"),
    ("t", "string"),
    ("u", "string"),
    ("yes", "bool"),
    ("no", "bool"),
];

fn answers() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let eighths = (-40..40i32).prop_map(|n| Value::Number(f64::from(n) / 8.0));
    let text = |of: Vec<&'static str>| select(of).prop_map(|text| Value::Text(text.to_owned()));
    let whole = |range: std::ops::Range<i32>| range.prop_map(|n| Value::Number(f64::from(n)));
    let drawn = (
        (whole(-9..9), whole(-2..3), eighths.clone(), eighths),
        (text(vec!["", "a", "文明", "𠮷"]), text(vec!["", "a", "明"]), any::<bool>(), any::<bool>()),
    );
    drawn.prop_map(|((n, m, x, y), (t, u, yes, no))| {
        let values = [n, m, x, y, t, u, Value::Bool(yes), Value::Bool(no)];
        ITEMS.iter().map(|(key, _)| (*key).to_owned()).zip(values).collect()
    })
}

/// What CEL gives: an error where forms have null. (Only a list with such a member differs: CEL gives up on it, forms
/// still find another member; so none is drawn.)
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // small whole numbers
fn by_cel(text: &str, answers: &BTreeMap<String, Value>) -> Value {
    let mut context = cel::Context::default();
    for (key, value) in answers {
        let key = key.clone();
        match value {
            Value::Number(n) if key == "n" || key == "m" => context.add_variable_from_value(key, *n as i64),
            Value::Number(n) => context.add_variable_from_value(key, *n),
            Value::Bool(value) => context.add_variable_from_value(key, *value),
            Value::Text(text) => context.add_variable_from_value(key, text.clone()),
            other => panic!("{other:?} is not drawn"),
        }
    }
    match cel::Program::compile(text).unwrap().execute(&context) {
        Ok(cel::Value::Int(n)) => Value::Number(n as f64),
        Ok(cel::Value::Float(n)) => Value::Number(n + 0.0),
        Ok(cel::Value::Bool(value)) => Value::Bool(value),
        Ok(cel::Value::String(text)) => Value::Text(text.to_string()),
        Ok(other) => panic!("{text} gives {other:?}"),
        Err(_) => Value::Null,
    }
}

fn someday(answers: &BTreeMap<String, Value>) -> Scope<'_> {
    Scope { answers, today: Moment::from_millis(0).day() }
}

/// Words of the language in any order find more than characters do.
fn scrambled() -> impl Strategy<Value = String> {
    let words = select(vec![
        "n",
        "t",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "?",
        ":",
        "&&",
        "||",
        "!",
        "-",
        "1",
        "1.5",
        "'a'",
        "null",
        "in",
        "size",
        "has",
        ".",
        ",",
        "map",
        "all",
        "date",
        "==",
        "<",
        "+",
        " ",
        "\n",
        "//",
        "'''",
        "\\",
        "r'",
        "b\"",
        "0x",
        "9e999",
        "true",
        "𠮷",
        "`",
        "\"",
        "\u{0}",
        "u",
        "\\u",
        "\\777",
        "today()",
        "answered(",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn trees_give_what_cel_gives(
        (ours, theirs) in prop_oneof![integers(), decimals(), texts(), truths(), compared()],
        answers in answers(),
    ) {
        let (tree, _) = compile(&ours, &named(&ITEMS), &ANY).map_err(|wrong| TestCaseError::fail(format!("{ours}: {wrong}")))?;
        prop_assert_eq!(evaluate(&tree, someday(&answers)), by_cel(&theirs, &answers), "{}", ours);
    }

    #[test]
    fn any_text_is_taken_or_refused(text in prop_oneof![any::<String>(), scrambled()]) {
        match compile(&text, &named(&ITEMS), &ANY) {
            Ok((tree, _)) => {
                let json = serde_json::to_string(&tree).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Tree>(&json).unwrap(), &tree);
                evaluate(&tree, someday(&BTreeMap::new()));
            }
            Err(found) => prop_assert!((1..=text.chars().count() + 1).contains(&found.column), "{:?} {:?}", text, found),
        }
    }

    #[test]
    fn any_json_is_a_tree_or_none(text in "[\\[\\],\"a-z0-9.&|!<=+*/%?-]{0,60}") {
        if let Ok(tree) = serde_json::from_str::<Tree>(&text) {
            evaluate(&tree, someday(&BTreeMap::new()));
        }
    }
}
