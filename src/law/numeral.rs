//! Chinese and Arabic numerals, both ways. Knows nothing of units.

use super::Exact;

/// The figure and its weight within a myriad, or a myriad itself.
enum Glyph {
    Digit(i128),
    /// 十 百 千
    Small(i128),
    /// 万 亿
    Big(i128),
    /// the old ligatures 廿 and 卅: a digit with its ten
    Tens(i128),
}

fn glyph(c: char) -> Option<Glyph> {
    Some(match c {
        '〇' | '零' | '○' => Glyph::Digit(0),
        '一' | '壹' => Glyph::Digit(1),
        '二' | '贰' | '两' => Glyph::Digit(2),
        '三' | '叁' => Glyph::Digit(3),
        '四' | '肆' => Glyph::Digit(4),
        '五' | '伍' => Glyph::Digit(5),
        '六' | '陆' => Glyph::Digit(6),
        '七' | '柒' => Glyph::Digit(7),
        '八' | '捌' => Glyph::Digit(8),
        '九' | '玖' => Glyph::Digit(9),
        '十' | '拾' => Glyph::Small(10),
        '百' | '佰' => Glyph::Small(100),
        '千' | '仟' => Glyph::Small(1000),
        '万' | '萬' => Glyph::Big(10_000),
        '亿' | '億' => Glyph::Big(100_000_000),
        '廿' => Glyph::Tens(20),
        '卅' => Glyph::Tens(30),
        _ => return None,
    })
}

/// Whether a character can stand in a Chinese numeral.
#[must_use]
pub fn is_chinese_numeral(c: char) -> bool {
    glyph(c).is_some()
}

/// Reads a Chinese numeral written whole: with places (一百零五) or digit by digit (二〇二六).
fn chinese(text: &str) -> Option<i128> {
    let glyphs: Vec<Glyph> = text.chars().map(glyph).collect::<Option<_>>()?;
    if glyphs.is_empty() || text.chars().count() > 40 {
        return None;
    }
    if glyphs.iter().all(|g| matches!(g, Glyph::Digit(_))) {
        if glyphs.len() > 1 && glyphs.len() < 2 {
            return None;
        }
        return glyphs.iter().try_fold(0i128, |sum, g| match g {
            Glyph::Digit(d) => sum.checked_mul(10)?.checked_add(*d),
            Glyph::Small(_) | Glyph::Big(_) | Glyph::Tens(_) => None,
        });
    }
    placed(&glyphs, text.starts_with(['〇', '零', '○']))
}

/// Reads glyphs with places. `total` holds finished myriads, `section` the current one, `digit` the pending digit.
fn placed(glyphs: &[Glyph], starts_with_zero: bool) -> Option<i128> {
    if starts_with_zero {
        return None;
    }
    let (mut total, mut section, mut digit) = (0i128, 0i128, None::<i128>);
    let (mut last_small, mut last_big) = (i128::MAX, i128::MAX);
    let mut zero = false;
    for g in glyphs {
        match *g {
            Glyph::Digit(0) => {
                if zero || digit.is_some() {
                    return None;
                }
                zero = true;
            }
            Glyph::Digit(d) => {
                if digit.is_some() {
                    return None;
                }
                digit = Some(d);
                zero = false;
            }
            Glyph::Tens(t) => {
                if digit.is_some() || last_small <= 10 {
                    return None;
                }
                section = section.checked_add(t)?;
                last_small = 10;
                zero = false;
            }
            Glyph::Small(s) => {
                if s >= last_small || (digit.is_none() && s != 10) {
                    return None;
                }
                section = section.checked_add(digit.take().unwrap_or(1).checked_mul(s)?)?;
                last_small = s;
                zero = false;
            }
            Glyph::Big(b) => {
                section = section.checked_add(digit.take().unwrap_or(0))?;
                let whole = total.checked_add(section)?;
                if whole == 0 {
                    return None;
                }
                if b > last_big {
                    total = whole.checked_mul(b)?;
                } else {
                    if section == 0 || b == last_big {
                        return None;
                    }
                    total = total.checked_add(section.checked_mul(b)?)?;
                }
                (section, last_small, last_big, zero) = (0, i128::MAX, b, false);
            }
        }
    }
    if zero && digit.is_none() {
        return None;
    }
    total.checked_add(section)?.checked_add(digit.unwrap_or(0))
}

/// Half-width form of an Arabic digit, point or sign.
fn half(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        other => other,
    }
}

/// Reads Arabic digits, with thousands separators that stand where they should.
fn arabic(text: &str) -> Option<Exact> {
    let text: String = text.chars().map(half).collect();
    if !text.contains(',') {
        return Exact::parse_decimal(&text);
    }
    let (whole, part) = text.split_once('.').map_or((text.as_str(), None), |(w, p)| (w, Some(p)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let well_placed = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    if !well_placed {
        return None;
    }
    let joined = whole.replace(',', "");
    Exact::parse_decimal(&part.map_or(joined.clone(), |p| format!("{joined}.{p}")))
}

/// Reads a numeral written whole: `12`, `10,000`, `1.5`, `一百二十三`, `三万五千`, `1.5亿`, `二〇二六`. Never negative.
///
/// ```
/// use zhunsheng::law::{Exact, numeral::parse_numeral};
///
/// assert_eq!(parse_numeral("三万五千"), Some(Exact::from_int(35_000)));
/// assert_eq!(parse_numeral("1.5亿"), Some(Exact::from_int(150_000_000)));
/// assert_eq!(parse_numeral("1,00"), None);
/// ```
#[must_use]
pub fn parse_numeral(text: &str) -> Option<Exact> {
    let first = text.chars().next()?;
    if glyph(first).is_some() {
        return chinese(text).and_then(|n| Exact::new(n, 1));
    }
    if !half(first).is_ascii_digit() {
        return None;
    }
    // An Arabic figure may be scaled by a trailing 百, 千, 万 or 亿: 1.5亿, 3千万.
    let at = text.find(|c| matches!(c, '百' | '千' | '万' | '亿' | '萬' | '億')).unwrap_or(text.len());
    let (figure, scales) = text.split_at_checked(at)?;
    let scale = scales.chars().try_fold(1i128, |scale, c| match glyph(c)? {
        Glyph::Small(s) | Glyph::Big(s) if s >= 100 => scale.checked_mul(s),
        Glyph::Small(_) | Glyph::Big(_) | Glyph::Digit(_) | Glyph::Tens(_) => None,
    })?;
    if scales.chars().count() > 2 {
        return None;
    }
    arabic(figure)?.checked_mul(Exact::new(scale, 1)?)
}

/// Reads the longest numeral at the start of a text: the figure and its length in bytes.
///
/// ```
/// use zhunsheng::law::{Exact, numeral::take_numeral};
///
/// assert_eq!(take_numeral("2万元以下"), Some((Exact::from_int(20_000), "2万".len())));
/// ```
#[must_use]
pub fn take_numeral(text: &str) -> Option<(Exact, usize)> {
    let takes = |c: char| glyph(c).is_some() || half(c).is_ascii_digit() || matches!(half(c), '.' | ',');
    let mut end: usize = text.chars().take_while(|&c| takes(c)).take(60).map(char::len_utf8).sum();
    while end > 0 {
        let head = text.get(..end)?;
        if let Some(value) = parse_numeral(head) {
            return Some((value, end));
        }
        end -= head.chars().next_back().map_or(1, char::len_utf8);
    }
    None
}

/// The canonical Chinese numeral: 一百二十三, 十, 一百零五, 三万五千.
///
/// ```
/// use zhunsheng::law::numeral::to_chinese;
///
/// assert_eq!(to_chinese(10_105), "一万零一百零五");
/// ```
#[must_use]
pub fn to_chinese(number: u64) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const PLACES: [&str; 4] = ["千", "百", "十", ""];
    if number == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    let mut pending_zero = false;
    // From the greatest myriad down: 万亿亿 would not fit u64, 亿亿 does.
    for (divisor, name) in [(10_000_000_000_000_000, "亿亿"), (1_000_000_000_000, "万亿"), (100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let section = number / divisor % 10_000;
        if section == 0 {
            pending_zero = !text.is_empty();
            continue;
        }
        if pending_zero || (!text.is_empty() && section < 1000) {
            text.push('零');
        }
        let mut inner_zero = false;
        for (at, place) in PLACES.iter().enumerate() {
            let digit = section / 10u64.pow(3 - u32::try_from(at).unwrap_or(0)) % 10;
            if digit == 0 {
                inner_zero = section >= 10u64.pow(4 - u32::try_from(at).unwrap_or(0));
                continue;
            }
            if inner_zero {
                text.push('零');
                inner_zero = false;
            }
            // 十五, not 一十五, at the very start.
            if !(digit == 1 && *place == "十" && text.is_empty()) {
                text.push(DIGITS.get(usize::try_from(digit).unwrap_or(0)).copied().unwrap_or('零'));
            }
            text.push_str(place);
        }
        // 亿 above its own myriads is written once, after the last of them.
        let below = number / 100_000_000 % 10_000;
        if name == "万亿" && below != 0 { text.push('万') } else { text.push_str(name) }
        pending_zero = false;
    }
    text
}
