//! Chinese numerals as prose writes them: 两次, 十二个, 三百二十, 一万二千; 数 and 几 stand for one or more.

/// Digits, both forms of two, and the round nought.
const DIGITS: [(char, i128); 12] = [
    ('〇', 0),
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];
/// Numerals that multiply what stands before them, inside a myriad and over one.
const SMALL: [(char, i128); 3] = [('十', 10), ('百', 100), ('千', 1000)];
const LARGE: [(char, i128); 2] = [('万', 10_000), ('亿', 100_000_000)];

/// What a numeral says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    pub value: i128,
    /// 数万, 几十: this many or more
    pub vague: bool,
}

/// Takes a numeral off the front of a text and gives what follows it.
pub(super) fn take(text: &str) -> Option<(Numeral, &str)> {
    let unsaid = text.strip_prefix(['数', '几']);
    let (mut total, mut myriad, mut digit) = (0_i128, 0_i128, unsaid.map(|_| 1_i128));
    let start = unsaid.unwrap_or(text);
    let mut rest = start;
    while let Some(first) = rest.chars().next() {
        if let Some(value) = means(&DIGITS, first) {
            digit = Some(value);
        } else if let Some(scale) = means(&SMALL, first) {
            // 十二 is twelve, 一百 and 百 are a hundred
            myriad = myriad.saturating_add(digit.take().unwrap_or(1).saturating_mul(scale));
        } else if let Some(scale) = means(&LARGE, first) {
            let held = myriad.saturating_add(digit.take().unwrap_or(0));
            // 万 alone is ten thousand, 万亿 multiplies what stands before it
            total = match (held, total) {
                (0, 0) => scale,
                (0, _) => total.saturating_mul(scale),
                _ => total.saturating_add(held.saturating_mul(scale)),
            };
            myriad = 0;
        } else {
            break;
        }
        rest = &rest[first.len_utf8()..];
    }
    let value = total.saturating_add(myriad).saturating_add(digit.unwrap_or(0));
    (rest.len() < start.len()).then_some((Numeral { value, vague: unsaid.is_some() }, rest))
}

fn means(words: &[(char, i128)], word: char) -> Option<i128> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}
