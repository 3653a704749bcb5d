//! Numbers as Chinese legal texts write them (`一百二十三`, `1.5亿`, `10,000`, `二〇二六`); it knows no units.
//!
//! What a text leaves open is not guessed: `三万五` (35,000 in speech, 30,005 to a machine) and
//! `一百二` are no numerals here, and neither is a number whose separators stand in the wrong place.

use super::exact::{Exact, from_decimal};
use super::text::{digit, rest};

/// One sign of a Chinese numeral.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Digit(i128),
    /// 十 百 千
    Unit(i128),
    /// 万 亿
    Myriad(i128),
    /// 廿 卅: a digit and its 十 in one
    Tens(i128),
    Point,
}

const WAN: i128 = 10_000;
const YI: i128 = 100_000_000;

fn sign(c: char) -> Option<Sign> {
    // The formal forms (壹贰叁) are those of receipts and fine decisions, where plain strokes could be altered.
    Some(match c {
        '〇' | '零' | '○' => Sign::Digit(0),
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' | '貳' => Sign::Digit(2),
        '三' | '叁' | '參' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' | '陸' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Unit(10),
        '百' | '佰' => Sign::Unit(100),
        '千' | '仟' => Sign::Unit(1_000),
        '万' | '萬' => Sign::Myriad(WAN),
        '亿' | '億' => Sign::Myriad(YI),
        '廿' => Sign::Tens(20),
        '卅' => Sign::Tens(30),
        '点' => Sign::Point,
        _ => return None,
    })
}

/// Reads a whole text as one number.
///
/// Takes Arabic numerals (`12`, `１２`, `10,000`, `0.5`), Chinese ones (`一百零五`, `三万五千`, `廿三`,
/// `壹仟`, `一点五`), year style (`二〇二六`) and mixtures (`1.5亿`, `3万5千`). Gives nothing for anything else,
/// surrounding blanks included, and nothing where the number does not fit.
///
/// ```
/// use zhunsheng::law::{Exact, numeral::parse_numeral};
/// assert_eq!(parse_numeral("一百零五"), Some(Exact::from_int(105)));
/// assert_eq!(parse_numeral("1.5亿"), Some(Exact::from_int(150_000_000)));
/// assert_eq!(parse_numeral("二〇二六"), Some(Exact::from_int(2026)));
/// assert_eq!(parse_numeral("三万五"), None);
/// ```
#[must_use]
pub fn parse_numeral(text: &str) -> Option<Exact> {
    let (value, bytes) = take_numeral(text)?;
    (bytes == text.len()).then_some(value)
}

/// Reads the longest number at the start of `text`; gives it with its length in bytes.
///
/// A run of Chinese numeral signs is taken whole or not at all: half of `三万五` would be a wrong number.
/// `千` before `克`, `米` or `瓦` after Arabic digits is left to the unit (`5千克`).
///
/// ```
/// use zhunsheng::law::{Exact, numeral::take_numeral};
/// assert_eq!(take_numeral("3万元以下"), Some((Exact::from_int(30_000), 4)));
/// assert_eq!(take_numeral("元"), None);
/// ```
#[must_use]
pub fn take_numeral(text: &str) -> Option<(Exact, usize)> {
    if text.chars().next().and_then(digit).is_some() { take_mixed(text) } else { take_chinese(text) }
}

/// Takes the digits at the start, in half width, and their length in bytes in the source.
fn take_digits(text: &str) -> (String, usize) {
    let mut digits = String::new();
    let mut bytes = 0;
    for c in text.chars() {
        let Some(value) = digit(c).and_then(|d| char::from_digit(d, 10)) else {
            break;
        };
        digits.push(value);
        bytes += c.len_utf8();
    }
    (digits, bytes)
}

/// Takes `12`, `10,000` or `0.5`, and the number of its integer digits.
fn take_arabic(text: &str) -> Option<(Exact, usize, usize)> {
    let (mut digits, mut bytes) = take_digits(text);
    if digits.is_empty() {
        return None;
    }
    // Separators only where they belong, every three digits; else the number ends before the mark, which may be a comma between two numbers.
    if digits.len() <= 3 {
        while let Some(after) = rest(text, bytes)?.strip_prefix([',', '，']) {
            let comma = rest(text, bytes)?.len().checked_sub(after.len())?;
            let (group, group_bytes) = take_digits(after);
            if group.len() != 3 {
                break;
            }
            digits.push_str(&group);
            bytes = bytes.checked_add(comma)?.checked_add(group_bytes)?;
        }
    }
    let places = digits.len();
    let before: i128 = digits.parse().ok()?;
    if let Some(after) = rest(text, bytes)?.strip_prefix(['.', '．']) {
        let point = rest(text, bytes)?.len().checked_sub(after.len())?;
        let (fraction, fraction_bytes) = take_digits(after);
        if !fraction.is_empty() {
            let end = bytes.checked_add(point)?.checked_add(fraction_bytes)?;
            return Some((from_decimal(before, &fraction)?, end, places));
        }
    }
    Some((Exact::new(before, 1)?, bytes, places))
}

/// Takes Arabic digits with 十 百 千 万 亿 after them: `1.5亿`, `3千万`, `1亿2000万`, `3万5千`.
fn take_mixed(text: &str) -> Option<(Exact, usize)> {
    let mut total: Option<Exact> = None;
    // The size of the last 万 or 亿: what follows must be smaller, and fill its places or carry a unit itself.
    let mut room = i128::MAX;
    // 1.5亿3000万 says two things of the same places.
    let mut whole = true;
    let mut at = 0;
    loop {
        let here = rest(text, at)?;
        let (number, bytes, places) = match take_arabic(here) {
            Some(found) => found,
            None => {
                let signs = take_signs(here);
                match (total, signs.is_empty()) {
                    (Some(total), true) => return Some((total, at)),
                    // 3万五千: the rest in Chinese.
                    (Some(total), false) => {
                        let (part, bytes) = take_chinese(here)?;
                        let bare = !signs.iter().any(|(s, _)| matches!(s, Sign::Unit(_)));
                        if bare || part >= Exact::new(room, 1)? || !whole {
                            return None;
                        }
                        return Some((total.checked_add(part)?, at.checked_add(bytes)?));
                    }
                    (None, _) => return None,
                }
            }
        };
        let (unit, unit_bytes) = take_units(rest(here, bytes)?)?;
        if total.is_some() && unit == 1 {
            // 3万5000 fills the four places below 万; 3万5 leaves open which.
            let filled = match room {
                10 => places == 1,
                100 => places == 2,
                1_000 => places == 3,
                WAN => places == 4,
                YI => places == 8,
                _ => false,
            };
            if !filled {
                return None;
            }
        }
        let part = number.checked_mul(Exact::new(unit, 1)?)?;
        total = Some(match total {
            None => part,
            Some(sum) if whole && part < Exact::new(room, 1)? => sum.checked_add(part)?,
            Some(_) => return None,
        });
        at = at.checked_add(bytes)?.checked_add(unit_bytes)?;
        if unit == 1 {
            return Some((total?, at));
        }
        whole = number.is_integer();
        room = unit;
    }
}

/// Takes the units after Arabic digits: at most one of 十 百 千, then 万, then 亿.
fn take_units(text: &str) -> Option<(i128, usize)> {
    let mut unit = 1_i128;
    let mut bytes = 0_usize;
    let mut least = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let (rank, size) = match sign(c) {
            Some(Sign::Unit(size)) => (1, size),
            Some(Sign::Myriad(WAN)) => (2, WAN),
            Some(Sign::Myriad(size)) => (3, size),
            _ => break,
        };
        let names_a_unit = size == 1_000 && matches!(chars.peek(), Some('克' | '米' | '瓦'));
        if rank <= least || names_a_unit {
            break;
        }
        least = rank;
        unit = unit.checked_mul(size)?;
        bytes = bytes.checked_add(c.len_utf8())?;
    }
    Some((unit, bytes))
}

/// The run of numeral signs at the start, each with its end in bytes.
fn take_signs(text: &str) -> Vec<(Sign, usize)> {
    let mut signs = Vec::new();
    let mut at = 0_usize;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(found) = sign(c) else { break };
        if found == Sign::Point {
            // 三点一 is 3.1; in 三点 the 点 is a word of its own.
            let digit_follows = matches!(chars.peek().copied().and_then(sign), Some(Sign::Digit(_)));
            if signs.is_empty() || !digit_follows {
                break;
            }
        }
        at = at.saturating_add(c.len_utf8());
        signs.push((found, at));
    }
    signs
}

fn take_chinese(text: &str) -> Option<(Exact, usize)> {
    let run = take_signs(text);
    let bytes = run.last()?.1;
    if rest(text, bytes)?.chars().next().and_then(digit).is_some() {
        // 三5: two ways of writing in one number.
        return None;
    }
    let signs: Vec<Sign> = run.into_iter().map(|(s, _)| s).collect();
    let mut parts = signs.split(|s| *s == Sign::Point);
    let before = value_of(parts.next()?)?;
    let value = match (parts.next(), parts.next()) {
        (None, _) => Exact::new(before, 1)?,
        (Some(after), None) => {
            let digits = after.iter().take_while(|s| matches!(s, Sign::Digit(_))).count();
            let (fraction, scale) = after.split_at_checked(digits)?;
            let scale = match scale {
                [] => 1,
                [Sign::Myriad(size)] => *size,
                _ => return None,
            };
            let fraction: String = fraction
                .iter()
                .filter_map(|s| match s {
                    Sign::Digit(d) => Some(d.to_string()),
                    _ => None,
                })
                .collect();
            from_decimal(before, &fraction)?.checked_mul(Exact::new(scale, 1)?)?
        }
        (Some(_), Some(_)) => return None,
    };
    Some((value, bytes))
}

/// The whole number that `signs` write, digit by digit (`二〇二六`) or with units (`一百二十三`).
fn value_of(signs: &[Sign]) -> Option<i128> {
    let digits: Option<Vec<i128>> = signs
        .iter()
        .map(|s| match s {
            Sign::Digit(d) => Some(*d),
            _ => None,
        })
        .collect();
    match digits {
        Some(digits) if digits.is_empty() => None,
        Some(digits) => digits.iter().try_fold(0_i128, |sum, d| sum.checked_mul(10)?.checked_add(*d)),
        None => with_units(signs, i128::MAX),
    }
}

/// The value of `signs`, which must lie below `room`.
fn with_units(signs: &[Sign], room: i128) -> Option<i128> {
    // The greatest 万 or 亿 splits the number: what stands before it is counted by it, what stands after lies below it.
    for size in [YI, WAN] {
        let Some(at) = signs.iter().rposition(|s| *s == Sign::Myriad(size)) else {
            continue;
        };
        let (before, from) = signs.split_at_checked(at)?;
        let (_, after) = from.split_first()?;
        // 一万亿 is read, 一万万 is not: its modern form is 一亿.
        let count = with_units(before, size)?;
        let high = count.checked_mul(size)?;
        if count == 0 || high >= room {
            return None;
        }
        let low = match after {
            [] => 0,
            // 三万零五: the 零 says that places are skipped.
            [Sign::Digit(0), low @ ..] => with_units(low, size)?,
            // 三万五: which place the last digit takes is left open.
            [Sign::Digit(_)] => return None,
            low => with_units(low, size)?,
        };
        if low == 0 && !after.is_empty() {
            return None;
        }
        return high.checked_add(low);
    }
    let value = below_myriad(signs)?;
    (value < room).then_some(value)
}

/// The value of a numeral of 十 百 千 alone, below ten thousand.
fn below_myriad(signs: &[Sign]) -> Option<i128> {
    let mut total = 0;
    // The unit last seen, and whether a 零 came after it.
    let mut last = WAN;
    let mut zero = false;
    let mut left = signs;
    // 十五 for 一十五, only at the head.
    if let [Sign::Unit(10), tail @ ..] = left {
        (total, last, left) = (10, 10, tail);
    }
    while !left.is_empty() {
        let (value, unit, tail) = match left {
            [Sign::Digit(0), tail @ ..] if !zero && last != WAN && !tail.is_empty() => {
                zero = true;
                left = tail;
                continue;
            }
            [Sign::Digit(d @ 1..), Sign::Unit(unit), tail @ ..] => (d * unit, *unit, tail),
            [Sign::Tens(value), tail @ ..] => (*value, 10, tail),
            [Sign::Digit(d @ 1..)] => (*d, 1, &[][..]),
            _ => return None,
        };
        if unit >= last {
            return None;
        }
        // 零 stands for skipped places, and a last digit after skipped places needs it: 一百零五, never 一百五.
        let skipped = last != WAN && unit * 10 < last;
        if (zero && !skipped) || (unit == 1 && skipped && !zero) {
            return None;
        }
        (total, last, left, zero) = (total + value, unit, tail, false);
    }
    (total > 0).then_some(total)
}

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Writes a whole number in Chinese, as articles and years of age are written in statutes.
///
/// ```
/// use zhunsheng::law::numeral::to_chinese;
/// assert_eq!(to_chinese(123), "一百二十三");
/// assert_eq!(to_chinese(10), "十");
/// assert_eq!(to_chinese(105), "一百零五");
/// assert_eq!(to_chinese(35_000), "三万五千");
/// ```
#[must_use]
pub fn to_chinese(value: u64) -> String {
    if value == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    write_chinese(value, &mut out);
    // 十五, not 一十五, at the head alone.
    match out.strip_prefix("一十") {
        Some(tail) => format!("十{tail}"),
        None => out,
    }
}

/// Writes a value above nought with 一十 in full.
fn write_chinese(value: u64, out: &mut String) {
    const UNITS: [(u64, &str); 5] = [(100_000_000, "亿"), (10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")];
    let mut left = value;
    let mut last: Option<u64> = None;
    for (size, name) in UNITS {
        let count = left / size;
        if count == 0 {
            continue;
        }
        separate(last, size, left, out);
        write_chinese(count, out);
        out.push_str(name);
        left %= size;
        last = Some(size);
    }
    if left > 0 {
        separate(last, 1, left, out);
        let name = usize::try_from(left).ok().and_then(|d| DIGITS.get(d));
        out.push_str(name.copied().unwrap_or_default());
    }
}

/// Writes the 零 of skipped places: before a part that does not reach the place just below the last unit.
fn separate(last: Option<u64>, size: u64, left: u64, out: &mut String) {
    let Some(last) = last else { return };
    if size < last && left < last / 10 {
        out.push('零');
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_numeral, take_numeral, to_chinese};

    fn read(text: &str) -> Option<String> {
        parse_numeral(text).map(|n| n.to_string())
    }

    #[test]
    fn a_number_reads_as_legal_texts_write_it() {
        for (text, value) in [
            ("0", "0"),
            ("007", "7"),
            ("１２", "12"),
            ("1２", "12"),
            ("10,000", "10000"),
            ("１０，０００", "10000"),
            ("1,234,567.80", "1234567.8"),
            ("0.5", "0.5"),
            ("１．５", "1.5"),
            ("1.5亿", "150000000"),
            ("3万", "30000"),
            ("2.5万", "25000"),
            ("3千万", "30000000"),
            ("5百", "500"),
            ("1亿2000万", "120000000"),
            ("3万5千", "35000"),
            ("3万5000", "35000"),
            ("3万五千", "35000"),
            ("零", "0"),
            ("〇", "0"),
            ("一", "1"),
            ("两", "2"),
            ("十", "10"),
            ("十五", "15"),
            ("一十五", "15"),
            ("二十", "20"),
            ("廿", "20"),
            ("廿三", "23"),
            ("卅一", "31"),
            ("一百", "100"),
            ("一百零五", "105"),
            ("一百一十", "110"),
            ("一百二十三", "123"),
            ("两千", "2000"),
            ("一千零五十", "1050"),
            ("一千零五", "1005"),
            ("一千五十", "1050"),
            ("一万", "10000"),
            ("三万五千", "35000"),
            ("十万零五千", "105000"),
            ("三万零五", "30005"),
            ("一百二十万", "1200000"),
            ("三千万", "30000000"),
            ("一亿", "100000000"),
            ("一亿零一", "100000001"),
            ("一万亿", "1000000000000"),
            ("一万二千亿", "1200000000000"),
            ("壹拾贰万叁仟", "123000"),
            ("二〇二六", "2026"),
            ("二○二六", "2026"),
            ("二零二六", "2026"),
            ("一点五", "1.5"),
            ("零点零五", "0.05"),
            ("一点五万", "15000"),
            ("一点五亿", "150000000"),
        ] {
            assert_eq!(read(text).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_leaves_it_open_is_none() {
        for text in [
            "",
            " ",
            "　",
            "5 ",
            "　5",
            "-5",
            "+5",
            ".5",
            "5.",
            "1,00",
            "1,0000",
            "1000,000",
            "1.5.5",
            "三万五",
            "一百二",
            "一百五",
            "三千二",
            "一百零十",
            "一百零",
            "零十",
            "百",
            "千",
            "万",
            "亿",
            "十十",
            "百十",
            "一十百",
            "一万万",
            "一亿万零零五",
            "点五",
            "一点",
            "一点五点五",
            "3万5",
            "3万3万",
            "1.5亿3000万",
            "三5",
            "3三",
            "五亿六亿",
            "元",
            "一百一百",
            "十五百",
            "0万0",
            "零万",
            "99999999999999999999999999999999999999999999",
            "99999999999999999999999999999999999999亿",
            "一二三四五六七八九〇一二三四五六七八九〇一二三四五六七八九〇一二三四五六七八九〇",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_number_at_the_start_is_taken() {
        for (text, value, bytes) in [
            ("3万元以下", "30000", 4),
            ("100,200元", "100200", 7),
            ("1000,2000", "1000", 4),
            ("1.5亿元", "150000000", 6),
            ("5千克", "5", 1),
            ("5千瓦", "5", 1),
            ("5千元", "5000", 4),
            ("三点以前", "3", 3),
            ("十五日", "15", 6),
            ("2.日", "2", 1),
        ] {
            let (number, length) = take_numeral(text).expect("a number");
            assert_eq!((number.to_string().as_str(), length), (value, bytes), "{text}");
        }
        for text in ["百分之三十", "万元", "三万五元", "一百二元"] {
            assert_eq!(take_numeral(text), None, "{text}");
        }
    }

    #[test]
    fn chinese_is_written_with_the_noughts_that_usage_asks_for() {
        for (value, text) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1_010, "一千零一十"),
            (10_001, "一万零一"),
            (10_010, "一万零一十"),
            (100_000, "十万"),
            (110_000, "十一万"),
            (1_100_000, "一百一十万"),
            (35_000, "三万五千"),
            (100_000_001, "一亿零一"),
            (120_000_000, "一亿二千万"),
            (u64::MAX, "一千八百四十四亿六千七百四十四万零七百三十七亿零九百五十五万一千六百一十五"),
        ] {
            assert_eq!(to_chinese(value), text);
            if value < 10_000_000_000_000_000 {
                assert_eq!(read(text), Some(value.to_string()), "{text}");
            }
        }
    }
}
