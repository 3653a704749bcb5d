//! Properties of the vocabulary of law: what is printed reads back, order agrees with amounts, and
//! no text makes a reader panic.

use std::cmp::Ordering;

use proptest::prelude::*;
use zhunsheng::law::citation::{Level, Reference, Version, take_citation, take_reference};
use zhunsheng::law::date::{add_period, age_on, display, parse_date, span_cmp, take_date};
use zhunsheng::law::numeral::{parse_numeral, take_numeral, to_chinese};
use zhunsheng::law::range::parse_range;
use zhunsheng::law::ratio::take_ratio;
use zhunsheng::law::{
    Anchor, ArticlePath, ArticleRef, Bound, Calendar, Citation, Closure, Date, DayKind, DocumentNumber, Exact, Money, Multiple, Ordinal,
    Period, Quantity, Range, Ratio, Rounding, Title, UnitTable,
};

fn exact() -> impl Strategy<Value = Exact> {
    let small = (-1_000_000_i128..1_000_000, 1_i128..10_000);
    let large = (any::<i128>(), 1_i128..i128::MAX);
    prop_oneof![4 => small, 1 => large].prop_filter_map("parts that fit", |(num, den)| Exact::new(num, den))
}

fn money() -> impl Strategy<Value = Money> {
    prop_oneof![
        any::<i64>(),
        0_i64..100_000_000,
        (0_i64..100_000).prop_map(|yuan| yuan * 100),
        (0_i64..10_000).prop_map(|thousands| thousands * 100_000),
    ]
    .prop_map(Money::from_fen)
}

fn fine() -> impl Strategy<Value = Money> {
    prop_oneof![(0_i64..1_000_000_000_000), (0_i64..10_000).prop_map(|n| n * 50_000)].prop_map(Money::from_fen)
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        any::<u32>().prop_map(Period::Days),
        any::<u32>().prop_map(Period::WorkingDays),
        any::<u32>().prop_map(Period::Months),
        (0_u32..100).prop_map(Period::Months),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=31).prop_filter_map("a day of the calendar", |(y, m, d)| Date::new(y, m, d).ok())
}

fn closure() -> impl Strategy<Value = Closure> + Clone {
    prop_oneof![Just(Closure::Inclusive), Just(Closure::Exclusive)]
}

fn range_of<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = Range<T>> {
    let bound = (value, closure()).prop_map(|(value, closed)| Bound { value, closed });
    (prop::option::of(bound.clone()), prop::option::of(bound)).prop_map(|(lower, upper)| Range { lower, upper })
}

fn ordinal() -> impl Strategy<Value = Ordinal> {
    let number = prop_oneof![1_u32..200, 1_u32..=u32::MAX];
    (number, prop_oneof![4 => Just(0_u32), 1 => 1_u32..30]).prop_map(|(number, insert)| Ordinal { number, insert })
}

fn path() -> impl Strategy<Value = ArticlePath> {
    prop::collection::vec(prop::option::weighted(0.4, ordinal()), 7)
        .prop_map(|levels| Level::ALL.into_iter().zip(levels).fold(ArticlePath::default(), |path, (level, at)| path.with(level, at)))
        .prop_filter("names a place", |path| !path.is_empty())
}

/// A range whose ends differ in the last number alone, as ranges of articles do.
fn places() -> impl Strategy<Value = ArticleRef> {
    let range = (path(), 1_u32..50).prop_filter_map("room above", |(from, more)| {
        let last = Level::ALL.into_iter().rev().find(|l| from.get(*l).is_some())?;
        let number = from.get(last)?.number.checked_add(more)?;
        let to = from.with(last, Some(Ordinal::new(number)));
        Some(ArticleRef::Range(from, to))
    });
    prop_oneof![4 => path().prop_map(ArticleRef::One), 1 => range]
}

fn title() -> impl Strategy<Value = Title> {
    let plain = "(中华人民共和国)?[一-龥]{1,12}(（[一-龥]{1,4}）)?";
    prop_oneof![
        plain.prop_map(|text| format!("《{text}》")),
        "《关于印发〈[一-龥]{1,8}〉的通知》",
        "《[a-z]{1,5}〈[一-龥]《[一-龥]{1,3}》〉》",
    ]
    .prop_filter_map("a title", |text| Title::parse(&text))
}

fn citation() -> impl Strategy<Value = Citation> {
    let version = "（20[0-9]{2}年(1月2日)?(第一次)?(修订|修正|版)）".prop_filter_map("a version", |text| Version::parse(&text));
    (title(), prop::option::weighted(0.2, version), prop::collection::vec(places(), 0..5)).prop_map(|(title, version, at)| Citation {
        title,
        version,
        at,
    })
}

/// Texts out of the signs that the readers care about, so that they get past the first character.
fn noise() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "一",
        "二",
        "两",
        "十",
        "廿",
        "百",
        "千",
        "万",
        "亿",
        "零",
        "〇",
        "点",
        "0",
        "1",
        "9",
        "５",
        ",",
        "，",
        ".",
        "．",
        "-",
        "/",
        "%",
        "‰",
        "百分之",
        "倍",
        "元",
        "角",
        "分",
        "年",
        "月",
        "个月",
        "日",
        "半",
        "个工作日",
        "以上",
        "以下",
        "不满",
        "超过",
        "（含）",
        "《",
        "》",
        "〈",
        "〉",
        "第",
        "条",
        "款",
        "项",
        "目",
        "之",
        "至",
        "、",
        "；",
        "（",
        "）",
        "(",
        ")",
        "本法",
        "前",
        "〔",
        "〕",
        "号",
        " ",
        "　",
        "米",
        "平方",
        "克",
        "人",
        "a",
        "\u{feff}",
        "\t",
        "é",
        "𠀀",
        "99999999999999999999999999999999999999",
    ]);
    prop::collection::vec(signs, 0..14).prop_map(|signs| signs.concat())
}

fn round_trip<T>(value: &T) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let json = serde_json::to_string(value).expect("serializes");
    serde_json::from_str(&json).expect("reads back")
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_algorithm: prop::test_runner::RngAlgorithm::ChaCha,
        rng_seed: prop::test_runner::RngSeed::Fixed(0x5a53),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_exact_number_reads_back_as_printed(value in exact()) {
        prop_assert_eq!(value.to_string().parse(), Ok(value));
        prop_assert_eq!(round_trip(&value), value);
    }

    #[test]
    fn exact_arithmetic_undoes_itself(a in exact(), b in exact()) {
        if let Some(sum) = a.checked_add(b) {
            prop_assert_eq!(sum.checked_sub(b), Some(a));
            prop_assert_eq!(sum.cmp(&a), b.cmp(&Exact::ZERO));
        }
        if let Some(product) = a.checked_mul(b).filter(|_| !b.is_zero()) {
            prop_assert_eq!(product.checked_div(b), Some(a));
        }
        prop_assert_eq!(a.cmp(&b), (-b).cmp(&(-a)));
        prop_assert!(a.floor() <= a && a <= a.ceil());
    }

    #[test]
    fn rounding_stays_within_one_step(value in exact(), step in exact()) {
        for rounding in [Rounding::Down, Rounding::Up, Rounding::HalfUp, Rounding::HalfEven] {
            if let Some(rounded) = value.round_to(step, rounding) {
                prop_assert!(step > Exact::ZERO);
                prop_assert!(rounded.checked_div(step).is_none_or(Exact::is_integer));
                if let Some(off) = value.checked_sub(rounded) {
                    prop_assert!(off.abs() < step);
                }
            }
        }
    }

    #[test]
    fn a_chinese_numeral_reads_back_as_printed(value in 0_u64..10_000_000_000_000_000) {
        let text = to_chinese(value);
        prop_assert_eq!(parse_numeral(&text), Exact::new(i128::from(value), 1), "{}", text);
    }

    #[test]
    fn every_small_chinese_numeral_reads_back_alone_and_before_a_word(value in 0_u64..100_000) {
        let text = to_chinese(value);
        prop_assert_eq!(take_numeral(&format!("{text}条")), Exact::new(i128::from(value), 1).map(|n| (n, text.len())));
    }

    #[test]
    fn thousands_separators_change_nothing(value in any::<u32>()) {
        let digits = value.to_string();
        let mut text = String::new();
        for (place, c) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                text.push(',');
            }
            text.push(c);
        }
        prop_assert_eq!(parse_numeral(&text), parse_numeral(&digits));
    }

    #[test]
    fn money_reads_back_as_printed(value in money()) {
        let text = value.to_string();
        match text.strip_prefix('-') {
            None => prop_assert_eq!(Money::parse(&text), Some(value)),
            Some(amount) => prop_assert_eq!(Money::parse(amount).and_then(|m| Money::ZERO.checked_sub(m)), Some(value).filter(|v| v.fen() != i64::MIN)),
        }
        prop_assert_eq!(round_trip(&value), value);
        prop_assert_eq!(Money::from_yuan(value.to_yuan()), Some(value));
    }

    #[test]
    fn money_has_the_order_of_its_yuan(a in money(), b in money()) {
        prop_assert_eq!(a.cmp(&b), a.to_yuan().cmp(&b.to_yuan()));
    }

    #[test]
    fn a_proportion_and_a_multiple_read_back_as_printed(value in exact()) {
        let ratio = Ratio::from_exact(value);
        prop_assert_eq!(Ratio::parse(&ratio.to_string()).map(Ratio::exact), Some(value));
        let multiple = Multiple::from_exact(value);
        prop_assert_eq!(round_trip(&multiple), multiple);
    }

    #[test]
    fn a_period_reads_back_as_printed(value in period()) {
        prop_assert_eq!(Period::parse(&value.to_string()), Some(value));
        prop_assert_eq!(round_trip(&value), value);
    }

    #[test]
    fn periods_compare_within_a_family_alone(a in period(), b in period()) {
        let same = std::mem::discriminant(&a) == std::mem::discriminant(&b);
        prop_assert_eq!(a.partial_cmp(&b).is_some(), same);
        prop_assert_eq!(a.partial_cmp(&b), b.partial_cmp(&a).map(Ordering::reverse));
    }

    #[test]
    fn a_date_reads_back_as_printed(value in date()) {
        prop_assert_eq!(parse_date(&value.to_string()), Some(value));
        if value.year() >= 1000 {
            prop_assert_eq!(parse_date(&display(value)), Some(value));
        }
    }

    #[test]
    fn a_longer_period_never_ends_earlier(start in date(), months in 0_u32..600, days in 0_u32..20_000) {
        for (period, longer) in [
            (Period::Months(months), Period::Months(months + 1)),
            (Period::Days(days), Period::Days(days + 1)),
        ] {
            if let (Some(end), Some(later)) = (add_period(start, period), add_period(start, longer)) {
                prop_assert!(end < later);
                prop_assert_eq!(span_cmp(start, end, period), Some(Ordering::Equal));
                prop_assert_eq!(span_cmp(start, end, longer), Some(Ordering::Less));
                prop_assert_eq!(span_cmp(start, later, period), Some(Ordering::Greater));
            }
        }
    }

    #[test]
    fn an_age_grows_by_one_on_the_day_after_the_birthday(birth in date(), years in 1_u32..120) {
        if let Some(birthday) = add_period(birth, Period::Months(years * 12)) {
            prop_assert_eq!(age_on(birth, birthday), years - 1);
            if let Ok(next) = birthday.tomorrow() {
                prop_assert_eq!(age_on(birth, next), years);
            }
        }
    }

    #[test]
    fn a_deadline_is_a_working_day_after_the_start(day in 1_i16..=365, year in 2020_i16..=2025, count in 1_u32..60) {
        let calendar = Calendar::china();
        let start = Date::new(year, 1, 1).ok().and_then(|first| add_period(first, Period::Days(u32::try_from(day - 1).ok()?)));
        let start = start.expect("a day of the year");
        for period in [Period::Days(count), Period::WorkingDays(count)] {
            let end = calendar.deadline(start, period).expect("covered");
            prop_assert_eq!(calendar.day_kind(end), DayKind::Working);
            prop_assert!(end > start);
        }
        let days = calendar.deadline(start, Period::Days(count));
        let working = calendar.deadline(start, Period::WorkingDays(count));
        prop_assert!(days.is_ok_and(|days| working.is_ok_and(|working| days <= working)));
    }

    #[test]
    fn a_quantity_reads_back_as_printed_and_keeps_its_amount_in_another_unit(value in 0_i64..1_000_000_000, den in prop::sample::select(vec![1_i128, 2, 4, 5, 8, 10, 100]), which in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let table = UnitTable::builtin();
        let units = table.units();
        let (unit, other) = (*which.get(&units), *other.get(&units));
        let value = Exact::new(i128::from(value), den).expect("fits");
        let quantity = Quantity::new(value, unit.clone());
        prop_assert_eq!(Quantity::parse(&quantity.to_string(), &table), Some(quantity.clone()));
        let converted = quantity.convert(other);
        prop_assert_eq!(converted.is_some(), unit.dimension() == other.dimension());
        if let Some(converted) = converted {
            prop_assert_eq!(converted.partial_cmp(&quantity), Some(Ordering::Equal));
            prop_assert_eq!(converted, quantity);
        }
    }

    #[test]
    fn a_range_of_money_reads_back_as_printed(range in range_of(fine().boxed())) {
        let text = range.to_string();
        prop_assert_eq!(parse_range(&text, Money::parse), Some(range), "{}", text);
        prop_assert_eq!(round_trip(&range), range);
    }

    #[test]
    fn a_range_of_ratios_reads_back_as_printed(range in range_of((0_i64..1000).prop_map(|n| Ratio::from_exact(Exact::from_int(n).checked_div(Exact::from_int(1000)).unwrap_or(Exact::ZERO))).boxed())) {
        let text = range.to_string();
        prop_assert_eq!(parse_range(&text, Ratio::parse), Some(range), "{}", text);
    }

    #[test]
    fn a_range_of_periods_reads_back_as_printed(range in range_of(period().boxed())) {
        let text = range.to_string();
        prop_assert_eq!(parse_range(&text, Period::parse), Some(range), "{}", text);
    }

    #[test]
    fn neighbouring_ranges_split_the_line_exactly(at in fine(), value in fine()) {
        // 以上 takes the figure itself, 不满 leaves it: each amount falls in one of the two, 5000.00 in the upper.
        let (below, from) = (Range::below(at), Range::at_least(at));
        prop_assert!(below.contains(&value) != from.contains(&value));
        prop_assert!(from.contains(&at) && !below.contains(&at));
        let (upto, above) = (Range::at_most(at), Range::above(at));
        prop_assert!(upto.contains(&value) != above.contains(&value));
        prop_assert!(upto.contains(&at) && !above.contains(&at));
    }

    #[test]
    fn an_empty_range_contains_nothing(range in range_of(fine().boxed()), value in fine()) {
        if range.is_empty() {
            prop_assert!(!range.contains(&value));
            for end in [range.lower, range.upper].into_iter().flatten() {
                prop_assert!(!range.contains(&end.value));
            }
        }
    }

    #[test]
    fn a_path_and_a_list_read_back_as_printed(path in path(), places in places()) {
        prop_assert_eq!(ArticlePath::parse(&path.to_string()), Some(path));
        prop_assert_eq!(ArticleRef::parse(&places.to_string()), Some(places));
        prop_assert_eq!(round_trip(&places), places);
    }

    #[test]
    fn a_citation_reads_back_as_printed(citation in citation()) {
        let text = citation.to_string();
        prop_assert_eq!(Citation::parse(&text), Ok(citation.clone()), "{}", text);
        prop_assert_eq!(round_trip(&citation), citation);
    }

    #[test]
    fn a_citation_in_running_text_is_taken_no_further_than_it_goes(citation in citation()) {
        let text = citation.to_string();
        let (taken, bytes) = take_citation(&format!("{text}的规定")).expect("starts with a title");
        prop_assert!(bytes <= text.len());
        prop_assert_eq!(&taken.title, &citation.title);
        if !text.contains('；') {
            prop_assert_eq!(taken, citation);
        }
    }

    #[test]
    fn a_relative_reference_reads_back_as_printed(word in prop::sample::select(vec!["本法", "本条例", "本办法", "本规定", "本条", "前条", "前两款", "前三项"]), at in prop::collection::vec(places(), 0..3)) {
        let anchor = Anchor::parse(word).expect("an anchor");
        let reference = Reference { anchor, version: None, at };
        let text = reference.to_string();
        prop_assert_eq!(Reference::parse(&text), Ok(reference), "{}", text);
    }

    #[test]
    fn a_document_number_reads_back_as_printed(agency in "[一-龥]{1,6}", year in 1000_u16..=9999, number in 1_u32..1_000_000) {
        let value = DocumentNumber::new(&agency, year, number).expect("well formed");
        prop_assert_eq!(DocumentNumber::parse(&value.to_string()), Some(value.clone()));
        prop_assert_eq!(round_trip(&value), value);
    }

    #[test]
    fn no_text_makes_a_reader_panic_or_read_past_its_end(text in prop_oneof![4 => noise(), 1 => any::<String>()]) {
        let table = UnitTable::builtin();
        let lengths = [
            take_numeral(&text).map(|(_, n)| n),
            take_ratio(&text).map(|(_, n)| n),
            take_date(&text).map(|(_, n)| n),
            take_citation(&text).map(|(_, n)| n),
            take_reference(&text).map(|(_, n)| n),
            table.longest_prefix(&text).map(|(_, n)| n),
        ];
        for length in lengths.into_iter().flatten() {
            prop_assert!(length > 0 && text.is_char_boundary(length));
        }
        // What reads at all prints to something that reads as the same.
        if let Some(value) = Money::parse(&text) {
            prop_assert_eq!(Money::parse(&value.to_string()), Some(value));
        }
        if let Some(value) = Period::parse(&text) {
            prop_assert_eq!(Period::parse(&value.to_string()), Some(value));
        }
        if let Some(value) = Ratio::parse(&text) {
            prop_assert_eq!(Ratio::parse(&value.to_string()), Some(value));
        }
        if let Ok(value) = Citation::parse(&text) {
            prop_assert_eq!(Citation::parse(&value.to_string()), Ok(value));
        }
        if let Some(value) = parse_range(&text, Money::parse) {
            prop_assert_eq!(parse_range(&value.to_string(), Money::parse), Some(value));
        }
        let _ = (text.parse::<Exact>(), Multiple::parse(&text), Quantity::parse(&text, &table));
        let _ = (DocumentNumber::parse(&text), Calendar::parse(&text), Anchor::parse(&text), Version::parse(&text));
    }
}

#[test]
fn the_figure_five_thousand_falls_on_the_side_the_statute_says() {
    let range = |text: &str| parse_range(text, Money::parse).expect("a range");
    let figures = [499_999, 500_000, 500_001].map(Money::from_fen);
    for (text, held) in [
        ("5000元以上", [false, true, true]),
        ("超过5000元", [false, false, true]),
        ("5000元以外", [false, false, true]),
        ("5000元以下", [true, true, false]),
        ("5000元以内", [true, true, false]),
        ("不满5000元", [true, false, false]),
        ("不足5000元", [true, false, false]),
        ("低于5000元", [true, false, false]),
        ("5000元", [false, true, false]),
    ] {
        assert_eq!(figures.map(|figure| range(text).contains(&figure)), held, "{text}");
    }
}
