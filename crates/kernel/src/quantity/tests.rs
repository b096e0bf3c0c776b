//! Tests of `quantity`: worked examples as tables, and properties.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{Qualifier::*, *};
use proptest::prelude::*;

#[test]
fn the_sixteen_additions() {
    let table = [
        [Exact, AtLeast, Nearly, About],
        [AtLeast, AtLeast, About, About],
        [Nearly, About, Nearly, About],
        [About, About, About, About],
    ];
    for (a, row) in Qualifier::ALL.into_iter().zip(table) {
        for (b, sum) in Qualifier::ALL.into_iter().zip(row) {
            assert_eq!(a + b, sum, "{a} + {b}");
            assert_eq!(b + a, sum, "{b} + {a}");
            for c in Qualifier::ALL {
                assert_eq!((a + b) + c, a + (b + c), "({a} + {b}) + {c}");
            }
        }
    }
}

#[test]
fn words_go_both_ways() {
    for q in Qualifier::ALL {
        assert_eq!(q.as_str().parse(), Ok(q));
        assert_eq!(serde_json::to_string(&q).unwrap(), format!("\"{q}\""));
    }
    assert_eq!("roughly".parse::<Qualifier>(), Err(NoSuchQualifier("roughly".into())));
}

#[test]
fn a_bound_is_met_only_when_proven() {
    for (qualifier, quantity, bound, met) in [
        (Exact, 80, 80, Met::Yes),
        (Exact, 79, 80, Met::No),
        (AtLeast, 80, 80, Met::Yes),
        (AtLeast, 79, 80, Met::Check),
        (Nearly, 80, 80, Met::No),
        (Nearly, 70, 80, Met::No),
        (Nearly, 81, 80, Met::Check),
        (About, 80, 80, Met::Check),
        (About, 79, 80, Met::Check),
        (About, 90, 80, Met::Check),
    ] {
        assert_eq!(qualifier.meets(quantity, bound), met, "{qualifier} {quantity} ≥ {bound}");
    }
}

#[test]
fn a_masked_part_makes_the_sum_at_least() {
    let mut sum = Sum::default();
    sum.add(Some(80), About);
    assert_eq!((sum.qualifier(), sum.meets(80)), (About, Met::Check));
    sum.add(None, Exact);
    assert_eq!((sum.saturated(), sum.qualifier(), sum.unnumbered), (80, AtLeast, 1));
    // What is only about 80 is not proven by a part nobody can read.
    assert_eq!(sum.meets(80), Met::Check);
    sum.take_back(Some(80), About);
    sum.add(Some(79), Exact);
    assert_eq!((sum.qualifier(), sum.meets(79), sum.meets(80)), (AtLeast, Met::Yes, Met::Check));
    sum.take_back(None, Exact);
    assert_eq!((sum.qualifier(), sum.meets(80)), (Exact, Met::No));
}

#[test]
fn a_sum_beyond_the_range_says_so() {
    let mut sum = Sum::default();
    sum.add(Some(i64::MAX), Exact);
    sum.add(Some(1), Exact);
    assert_eq!((sum.checked(), sum.saturated()), (None, i64::MAX));
    sum.take_back(Some(1), Exact);
    assert_eq!(sum.checked(), Some(i64::MAX));
}

fn parts() -> impl Strategy<Value = Vec<(Option<i64>, usize)>> {
    proptest::collection::vec((proptest::option::of(any::<i64>()), 0..4_usize), 0..20)
}

proptest! {
    #[test]
    fn parts_taken_back_leave_no_trace(kept in parts(), gone in parts(), cut in 0..20_usize) {
        let mut naive = Sum::default();
        for (quantity, q) in &kept { naive.add(*quantity, Qualifier::ALL[*q]); }
        let (mut one, mut two) = (Sum::default(), Sum::default());
        for (quantity, q) in &gone { one.take_back(*quantity, Qualifier::ALL[*q]); }
        for (i, (quantity, q)) in kept.iter().enumerate() {
            if i < cut { &mut one } else { &mut two }.add(*quantity, Qualifier::ALL[*q]);
        }
        for (quantity, q) in &gone { two.add(*quantity, Qualifier::ALL[*q]); }
        one.merge(&two);
        prop_assert_eq!(one, naive);
    }

    #[test]
    fn the_fixed_form_goes_both_ways(quantity in -i64::MAX.., decimals in 0..=6_u8) {
        prop_assert_eq!(parse_fixed(&format_fixed(quantity, decimals), decimals), Ok(quantity));
        prop_assert_eq!(parse_fixed(&Medium::Screen.number(quantity, decimals), decimals), Ok(quantity));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[近约-]?[0-9０-９.,余多十万亿 ]{0,40}.{0,3}", decimals in any::<u8>()) {
        let _ = (read(&text, decimals), parse_fixed(&text, decimals));
    }
}

#[test]
fn fixed_numbers() {
    for (text, decimals, quantity) in [
        ("12.5", 3, 12_500),
        ("-0.05", 2, -5),
        ("１２．５", 1, 125),
        ("1,846.50", 1, 18_465),
        ("12 846", 0, 12_846),
        ("3.000", 0, 3),
        (" 7 ", 0, 7),
    ] {
        assert_eq!(parse_fixed(text, decimals), Ok(quantity), "{text}");
    }
    for (text, decimals, error) in [
        ("", 0, Unreadable::NotANumber),
        ("-", 0, Unreadable::NotANumber),
        ("12.", 0, Unreadable::NotANumber),
        (".5", 1, Unreadable::NotANumber),
        ("1,23", 0, Unreadable::NotANumber),
        ("12吨", 0, Unreadable::NotANumber),
        ("0.125", 2, Unreadable::TooFine(2)),
        ("9223372036854775808", 0, Unreadable::TooLarge),
        ("99999999999999999999999999999999999999999999", 0, Unreadable::TooLarge),
    ] {
        assert_eq!(parse_fixed(text, decimals), Err(error), "{text}");
    }
    assert_eq!((format_fixed(-5, 2), format_fixed(12_500, 3)), ("-0.05".into(), "12.500".into()));
    assert_eq!((rescale(125, 2, 1), rescale(-125, 2, 1), rescale(124, 2, 1)), (13, -13, 12));
}

#[test]
fn phrases_of_papers() {
    for (phrase, decimals, quantity, qualifier, measure) in [
        ("150", 0, 150, Exact, ""),
        ("500余人次", 0, 500, AtLeast, "人次"),
        ("30余万元", 0, 300_000, AtLeast, "元"),
        ("近25万余元", 0, 250_000, About, "元"),
        ("2万余份", 0, 20_000, AtLeast, "份"),
        ("近10公里", 3, 10_000, Nearly, "公里"),
        ("约40人", 0, 40, About, "人"),
        ("40人左右", 0, 40, About, "人"),
        ("8000多米", 0, 8000, AtLeast, "米"),
        ("80%以上", 0, 80, AtLeast, "%"),
        ("150 余场", 0, 150, AtLeast, "场"),
        ("1.2亿元", 2, 12_000_000_000, Exact, "元"),
        ("逾３万户", 0, 30_000, AtLeast, "户"),
        ("不少于 12,846 件", 0, 12_846, AtLeast, "件"),
        ("4.8公里", 3, 4800, Exact, "公里"),
        ("约500余亩", 0, 500, About, "亩"),
        ("两次", 0, 2, Exact, "次"),
        ("十二个", 0, 12, Exact, "个"),
        ("三百二十户", 0, 320, Exact, "户"),
        ("一万二千份", 0, 12_000, Exact, "份"),
        ("三十余万元", 0, 300_000, AtLeast, "元"),
        ("二十多场", 0, 20, AtLeast, "场"),
        ("数万人", 0, 10_000, AtLeast, "人"),
        ("百人", 0, 100, Exact, "人"),
        ("近两千人次", 0, 2000, Nearly, "人次"),
        ("三亿五千万元", 0, 350_000_000, Exact, "元"),
    ] {
        assert_eq!(read(phrase, decimals), Ok(Reading { quantity, qualifier, measure }), "{phrase}");
    }
    assert_eq!(read("约若干场", 0), Err(Unreadable::NotANumber));
    assert_eq!(read("4.8公里", 0), Err(Unreadable::TooFine(0)));
    assert_eq!(read("9万亿亿亿元", 0), Err(Unreadable::TooLarge));
    assert_eq!(read(&"亿".repeat(40), 0), Err(Unreadable::TooLarge));
}

#[test]
fn units_convert_exactly_or_not_at_all() {
    for (quantity, held, from, to, decimals, got) in [
        (15, 0, "万元", "元", 2, Ok(15_000_000)),
        (12_345, 2, "万元", "元", 2, Ok(123_450_000)),
        (570, 0, "公斤", "吨", 3, Ok(570)),
        (5, 1, "公斤", "吨", 3, Err(Unreadable::TooFine(3))),
        (8000, 0, "米", "公里", 3, Ok(8000)),
        (10, 0, "平方公里", "㎡", 2, Ok(1_000_000_000)),
        (40, 0, "个小时", "分钟", 0, Ok(2400)),
        (300, 0, "名", "人", 0, Ok(300)),
        (12, 0, "副", "副", 0, Ok(12)),
        (i64::MAX, 0, "亿元", "元", 2, Err(Unreadable::TooLarge)),
    ] {
        assert!(converts(from, to), "{from} {to}");
        assert_eq!(convert(quantity, held, from, to, decimals), got, "{quantity} {from} in {to}");
    }
    for (from, to) in [("亩", "㎡"), ("人", "人次"), ("处", "㎡"), ("户", "人"), ("车", "吨")] {
        assert!(!converts(from, to), "{from} {to}");
    }
}

#[test]
fn screens_and_papers() {
    use Medium::{Paper, Screen};
    assert_eq!((Screen.number(3420, 0), Paper.number(3420, 0)), ("3420".into(), "3420".into()));
    assert_eq!((Screen.number(12_846, 0), Paper.number(12_846, 0)), ("12\u{2009}846".into(), "12846".into()));
    assert_eq!(Screen.number(-123_456_050, 2), "-1\u{2009}234\u{2009}560.5");
    assert_eq!(Screen.number(123_456, 0), "123\u{2009}456");
    for (qualifier, screen, paper) in [
        (Exact, "150", "150"),
        (AtLeast, "150 余", "150余"),
        (Nearly, "近 150", "近150"),
        (About, "约 150", "约150"),
    ] {
        assert_eq!(Screen.qualified(150, 0, qualifier), screen);
        assert_eq!(Paper.qualified(150, 0, qualifier), paper);
    }
    assert_eq!(Screen.share(412, 461), Some("89.4\u{2009}%".into()));
    assert_eq!(Paper.share(412, 461), Some("89.4%".into()));
    assert_eq!((Paper.share(1, 2000), Paper.share(-1, 2000)), (Some("0.1%".into()), Some("-0.1%".into())));
    assert_eq!(Paper.share(0, 0), None);
    assert_eq!(
        (Screen.hours(110_790), Paper.hours(120), Paper.hours(4)),
        ("1846.5".into(), "2".into(), "0.1".into())
    );
}

#[test]
fn prose_counts_whole_tens_of_thousands() {
    for (quantity, decimals, qualifier, text) in [
        (1_500_000_000, 2, Exact, "1500万"),
        (30_000_000, 2, AtLeast, "30万余"),
        (120_000, 0, Exact, "12万"),
        (15_000, 0, Exact, "15000"),
        (20_000, 0, About, "约2万"),
        (300_000_000, 0, Nearly, "近3亿"),
        (340, 0, AtLeast, "340余"),
    ] {
        assert_eq!(Medium::Paper.brief(quantity, decimals, qualifier), text);
    }
}

#[test]
fn large_sums_never_claim_more_than_their_source() {
    use Medium::{Paper, Screen};
    for (quantity, decimals, qualifier, screen, paper) in [
        (9999, 0, Exact, "9999", "9999"),
        (128_460, 0, Exact, "12.85 万", "12.85万"),
        (25_000_000, 2, Nearly, "近 25 万", "近25万"),
        (20_000, 0, AtLeast, "2 万余", "2万余"),
        (25_999, 0, AtLeast, "2.59 万余", "2.59万余"),
        (25_911, 0, Nearly, "近 2.6 万", "近2.6万"),
        (120_000_000, 0, Exact, "1.20 亿", "1.20亿"),
        (300_000, 0, About, "约 30 万", "约30万"),
        (150, 0, AtLeast, "150 余", "150余"),
    ] {
        assert_eq!(Screen.large(quantity, decimals, qualifier), screen);
        assert_eq!(Paper.large(quantity, decimals, qualifier), paper);
    }
}
