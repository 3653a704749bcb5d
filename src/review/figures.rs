//! Figures that contradict one another within a text: two tiers that share a bound, an amount in words unlike the same in digits,
//! a term that ends before it begins.
//! It reads characters and judges nothing else.

use crate::law::Exact;
use crate::law::date::take_date;
use crate::law::numeral::take_numeral;

/// How many characters a unit of measure may have: 平方米, 万元.
const UNIT_CHARS: usize = 5;
/// Before a figure: it is what is imposed or given, not what parts the tiers.
const CONSEQUENCES: [&str; 16] =
    ["处", "罚", "给予", "奖", "补", "赔", "收取", "收费", "征收", "缴纳", "支付", "发放", "扣", "减", "停", "加收"];
/// What a text says where its bounds do not hold their own figure.
const EXCLUDED: [&str; 6] = ["不含本数", "不包括本数", "不包含本数", "不含本级", "不包括本级", "不含）"];
/// What may stand between an amount and the same amount written the other way.
const BETWEEN: [&str; 14] = ["人民币", "大写", "小写", "RMB", "CNY", "计", "即", "￥", "¥", "（", "(", "）", ")", "整"];

/// A figure that bounds a tier and is held by it.
struct Bound<'t> {
    value: Exact,
    unit: &'t str,
    upper: bool,
    /// The end of the range it belongs to: both ends of 5万元以上10万元以下 are of one tier.
    tier: usize,
}

/// Whether two tiers of a text hold the same figure: 5万元以上10万元以下的…；10万元以上20万元以下的….
pub(super) fn shared_bound(text: &str) -> bool {
    if EXCLUDED.iter().any(|word| text.contains(word)) {
        return false;
    }
    let bounds = bounds(text);
    bounds.iter().enumerate().any(|(at, one)| {
        let others = bounds.get(at + 1..).unwrap_or_default();
        others.iter().any(|two| one.tier != two.tier && one.upper != two.upper && one.value == two.value && one.unit == two.unit)
    })
}

/// The bounds of tiers that are conditions: 的, a colon or the end of the line stands behind the range.
fn bounds(text: &str) -> Vec<Bound<'_>> {
    let mut found: Vec<Bound<'_>> = Vec::new();
    let mut open: Vec<Bound<'_>> = Vec::new();
    let (mut at, mut after) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        let Some((value, unit, upper, length)) = bound(rest) else {
            at += step;
            continue;
        };
        // 5万元以上10万元以下: the second end follows the first at once.
        if at != after || upper != open.last().is_some_and(|one| !one.upper) {
            open.clear();
        }
        let end = at + length;
        if open.is_empty() && imposes(text.get(..at).unwrap_or_default()) {
            at = end;
            continue;
        }
        open.push(Bound { value, unit, upper, tier: end });
        after = end;
        if conditions(text.get(end..).unwrap_or_default()) {
            found.extend(open.drain(..).map(|one| Bound { tier: end, ..one }));
        }
        at = end;
    }
    found
}

/// A figure, its unit and 以上, 以下 or 以内 at the start of a text, with the length of all.
fn bound(text: &str) -> Option<(Exact, &str, bool, usize)> {
    let (value, figure) = take_numeral(text)?;
    let after = text.get(figure..)?;
    let unit = after.char_indices().take(UNIT_CHARS + 1).find_map(|(at, _)| {
        let tail = after.get(at..)?;
        ["以上", "以下", "以内"].into_iter().find(|word| tail.starts_with(word)).map(|word| (at, word))
    });
    let (at, word) = unit?;
    let unit = after.get(..at)?;
    unit.chars().all(char::is_alphabetic).then(|| (value, unit, word != "以上", figure + at + word.len()))
}

/// Whether the clause before a figure says that it is what is imposed.
fn imposes(before: &str) -> bool {
    let clause = before.rfind(['，', '。', '；', '：', ':', '\n', ',', ';']).map_or(before, |at| before.get(at..).unwrap_or_default());
    CONSEQUENCES.iter().any(|word| clause.contains(word))
}

/// Whether what stands behind a range makes it a condition.
fn conditions(after: &str) -> bool {
    let after = after.trim_start_matches(['（', '(']);
    let after = ["范围内", "之间", "部分", "含本数）"].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
    if let Some(after) = after.strip_prefix('的') {
        return !["罚", "拘", "有期", "奖", "补", "幅度", "期限", "处", "违约金"].iter().any(|word| after.starts_with(word));
    }
    after.starts_with(['：', ':'])
}

/// Whether a text has an amount in words beside the same in digits, and they differ: 叁拾万元整（￥350000元）.
pub(super) fn unequal_amounts(text: &str) -> bool {
    let amounts = amounts(text);
    amounts.windows(2).any(|pair| match pair {
        [one, two] => {
            let beside = text.get(one.end..two.start).is_some_and(joins);
            beside && one.digits != two.digits && one.value != two.value
        }
        _ => false,
    })
}

struct Amount {
    value: Exact,
    digits: bool,
    start: usize,
    end: usize,
}

/// The amounts of a text: figures with 元, or with ￥ before them; those in digits within brackets may lack both.
fn amounts(text: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        let Some((value, length)) = whole_amount(rest) else {
            at += step;
            continue;
        };
        let digits = rest.starts_with(|c: char| !c.is_alphabetic());
        let end = at + length;
        let named = text.get(..end).is_some_and(|t| t.ends_with(['元', '圆', '角', '分']));
        let marked = text.get(..at).is_some_and(|t| t.trim_end().ends_with(['￥', '¥']) || t.trim_end().ends_with("小写："));
        if named || (digits && marked) {
            found.push(Amount { value, digits, start: at, end });
        }
        at = end;
    }
    found
}

/// A figure with what of 元, 角, 分 stands behind it.
fn whole_amount(text: &str) -> Option<(Exact, usize)> {
    let (mut total, mut end) = take_numeral(text)?;
    let Some(after) = text.get(end..).filter(|t| t.starts_with(['元', '圆'])) else { return Some((total, end)) };
    end += after.chars().next().map_or(0, char::len_utf8);
    for (coin, parts) in [("角", 10), ("分", 100)] {
        let rest = text.get(end..)?;
        let rest_from = rest.len() - rest.trim_start_matches('零').len();
        let Some((value, length)) = rest.get(rest_from..).and_then(take_numeral) else { continue };
        if rest.get(rest_from + length..).is_some_and(|t| t.starts_with(coin)) {
            total = total.checked_add(value.checked_mul(Exact::new(1, parts)?)?)?;
            end += rest_from + length + coin.len();
        }
    }
    Some((total, end))
}

/// Whether nothing but what joins two ways to write an amount stands between them, and a bracket or a word for it among it.
fn joins(between: &str) -> bool {
    let left = BETWEEN.iter().fold(between.to_owned(), |text, word| text.replace(word, ""));
    let told = between.contains(['（', '(', '￥', '¥']) || between.contains("大写") || between.contains("小写");
    told && left.chars().all(|c| c.is_whitespace() || matches!(c, '：' | ':' | '，' | '、' | '正'))
}

/// Whether a term ends before it begins: 自2025年10月1日起至2024年9月30日止.
pub(super) fn reversed_term(text: &str) -> bool {
    text.match_indices(['自', '从']).any(|(at, word)| {
        let term = || {
            let after = text.get(at + word.len()..)?.trim_start();
            let (from, length) = take_date(after)?;
            let rest = after.get(length..)?.trim_start();
            let rest = rest.strip_prefix('起').unwrap_or(rest).trim_start();
            let rest = ["至", "到"].iter().find_map(|word| rest.strip_prefix(word))?.trim_start();
            let (to, _) = take_date(rest)?;
            Some(to < from)
        };
        term().unwrap_or(false)
    })
}

#[cfg(test)]
mod tests {
    use super::{reversed_term, shared_bound, unequal_amounts};

    #[test]
    fn a_term_ends_after_it_begins() {
        for (text, reversed) in [
            ("承包期自2025年10月1日起至2024年9月30日止。", true),
            ("期限从2026年3月1日到2026年2月1日", true),
            ("自2025年10月1日起至2030年9月30日止。", false),
            ("自2025年10月1日起施行，至2024年底的除外。", false),
        ] {
            assert_eq!(reversed_term(text), reversed, "{text}");
        }
    }

    #[test]
    fn tiers_share_a_bound_where_both_hold_it_as_a_condition() {
        for text in [
            "收入5万元以上10万元以下的，补助1万元；10万元以上20万元以下的，补助5000元。",
            "10万元以下的由学校采购；10万元以上50万元以下的由教育局组织。",
            "（一）三人以下的；\n（二）三人以上十人以下的。",
            "50000元以下的，免交；5万元以上的，减半。",
        ] {
            assert!(shared_bound(text), "{text}");
        }
        for text in [
            "收入5万元以上不满10万元的，补助1万元；10万元以上20万元以下的，补助5000元。",
            "处一万元以上五万元以下的罚款；情节严重的，处五万元以上十万元以下的罚款。",
            "给予1万元以上5万元以下的奖励；贡献突出的，给予5万元以上的奖励。",
            "500元以下的，由乡镇核定；超过500元的，由县核定。",
            "五十平方米以下的商店；五十人以上的场所。",
            "5万元以下的，由所核定；5万元以上的，由局核定。前款所称以上不含本数。",
            "5万元以上10万元以下的，由局核定。",
        ] {
            assert!(!shared_bound(text), "{text}");
        }
    }

    #[test]
    fn an_amount_in_words_is_held_against_the_digits_beside_it() {
        for text in [
            "人民币叁拾万元整（￥350000元）",
            "￥1,200,000元（大写：壹佰贰拾伍万元整）",
            "贰万捌仟元（28500元）",
            "人民币陆拾伍万元整（小写：￥560000.00元）",
            "保证金伍万元（500000元）",
            "壹万元伍角（￥10000.60）",
        ] {
            assert!(unequal_amounts(text), "{text}");
        }
        for text in [
            "人民币叁拾万元整（￥300000元）",
            "￥1,200,000元（大写：壹佰贰拾万元整）",
            "人民币贰佰叁拾万元整（小写：￥2300000.00元）",
            "壹万元伍角（￥10000.50）",
            "三十万元（30万元）",
            "罚款五千元，没收8000元。",
            "每户一百元（2025年为80元）。",
            "一万元（含）以上5000元",
        ] {
            assert!(!unequal_amounts(text), "{text}");
        }
    }
}
