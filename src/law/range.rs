//! Ranges in the statute's own words (`5000元以上不满2万元`); it knows not of what they are ranges.
//!
//! 《中华人民共和国民法典》第一千二百五十九条: “民法所称的‘以上’、‘以下’、‘以内’、‘届满’，包括本数；所称的‘不满’、‘超过’、
//! ‘以外’，不包括本数。” 《中华人民共和国行政处罚法》 uses the words alike.

use std::cmp::Ordering;
use std::fmt;

use super::text::strip_any;

/// Whether a bound belongs to the range (本数).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closure {
    /// 包括本数: `以上` `以下` `以内`.
    Inclusive,
    /// 不包括本数: `不满` `不足` `超过` `以外` `低于` `高于`.
    Exclusive,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Bound<T> {
    /// Where it lies.
    pub value: T,
    /// Whether it belongs to the range.
    pub closed: Closure,
}

impl<T> Bound<T> {
    /// An end that belongs to the range.
    pub const fn inclusive(value: T) -> Bound<T> {
        Bound { value, closed: Closure::Inclusive }
    }

    /// An end that does not.
    pub const fn exclusive(value: T) -> Bound<T> {
        Bound { value, closed: Closure::Exclusive }
    }

    fn map<U>(self, f: &mut impl FnMut(T) -> U) -> Bound<U> {
        Bound { value: f(self.value), closed: self.closed }
    }
}

/// A range of values, open or closed at each end, or without one.
///
/// ```
/// use zhunsheng::law::{Money, Range, range::parse_range};
/// let range = parse_range("5000元以上不满2万元", Money::parse).unwrap();
/// assert!(range.contains(&Money::from_fen(500_000)));
/// assert!(!range.contains(&Money::from_fen(2_000_000)));
/// assert_eq!(range.to_string(), "5000元以上不满2万元");
/// assert_eq!(Range::at_most(Money::from_fen(3_000_000)).to_string(), "3万元以下");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Range<T> {
    /// The lower end, if there is one.
    pub lower: Option<Bound<T>>,
    /// The upper end, if there is one.
    pub upper: Option<Bound<T>>,
}

impl<T> Range<T> {
    /// `value` and more: `5000元以上`.
    pub const fn at_least(value: T) -> Range<T> {
        Range { lower: Some(Bound::inclusive(value)), upper: None }
    }

    /// More than `value`: `超过5000元`.
    pub const fn above(value: T) -> Range<T> {
        Range { lower: Some(Bound::exclusive(value)), upper: None }
    }

    /// `value` and less: `5000元以下`.
    pub const fn at_most(value: T) -> Range<T> {
        Range { lower: None, upper: Some(Bound::inclusive(value)) }
    }

    /// Less than `value`: `不满5000元`.
    pub const fn below(value: T) -> Range<T> {
        Range { lower: None, upper: Some(Bound::exclusive(value)) }
    }

    /// `value` alone.
    pub fn exactly(value: T) -> Range<T>
    where
        T: Clone,
    {
        Range::between(Bound::inclusive(value.clone()), Bound::inclusive(value))
    }

    /// From one end to the other.
    pub const fn between(lower: Bound<T>, upper: Bound<T>) -> Range<T> {
        Range { lower: Some(lower), upper: Some(upper) }
    }

    /// Every value: no end on either side.
    pub const fn unbounded() -> Range<T> {
        Range { lower: None, upper: None }
    }

    /// Whether `value` lies in it; a value that does not compare with an end (another dimension) does not.
    pub fn contains(&self, value: &T) -> bool
    where
        T: PartialOrd,
    {
        let above = self.lower.as_ref().is_none_or(|bound| match value.partial_cmp(&bound.value) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => bound.closed == Closure::Inclusive,
            Some(Ordering::Less) | None => false,
        });
        let below = self.upper.as_ref().is_none_or(|bound| match value.partial_cmp(&bound.value) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => bound.closed == Closure::Inclusive,
            Some(Ordering::Greater) | None => false,
        });
        above && below
    }

    /// Whether its ends leave no place between them.
    ///
    /// It compares the ends alone: between `超过1次` and `不满2次` there is no whole number, but this does not know that.
    /// Ends that do not compare leave no place either.
    pub fn is_empty(&self) -> bool
    where
        T: PartialOrd,
    {
        let (Some(lower), Some(upper)) = (&self.lower, &self.upper) else {
            return false;
        };
        match lower.value.partial_cmp(&upper.value) {
            Some(Ordering::Less) => false,
            Some(Ordering::Equal) => lower.closed == Closure::Exclusive || upper.closed == Closure::Exclusive,
            Some(Ordering::Greater) | None => true,
        }
    }

    /// The least range that holds both, and what lies between them.
    ///
    /// ```
    /// use zhunsheng::law::Range;
    /// assert_eq!(Range::at_least(3).hull(Range::above(1)), Range::above(1));
    /// ```
    #[must_use]
    pub fn hull(self, other: Range<T>) -> Range<T>
    where
        T: PartialOrd,
    {
        let wider = |one: Bound<T>, other: Bound<T>, outward: Ordering| match one.value.partial_cmp(&other.value) {
            Some(Ordering::Equal) if one.closed == Closure::Inclusive => one,
            Some(Ordering::Equal) | None => other,
            Some(order) if order == outward => one,
            Some(_) => other,
        };
        Range {
            lower: self.lower.zip(other.lower).map(|(one, other)| wider(one, other, Ordering::Less)),
            upper: self.upper.zip(other.upper).map(|(one, other)| wider(one, other, Ordering::Greater)),
        }
    }

    /// The range with each end's value changed by `f`; `f` must keep the order for it to mean the same.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Range<U> {
        Range { lower: self.lower.map(|bound| bound.map(&mut f)), upper: self.upper.map(|bound| bound.map(&mut f)) }
    }
}

impl<T: fmt::Display + PartialEq> fmt::Display for Range<T> {
    /// In the statute's words: `5000元以上2万元以下`, `5000元以上不满2万元`, `超过5000元不满2万元`, `超过70% 100%以下`,
    /// `2万元`, and `不限` without ends.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Closure::{Exclusive, Inclusive};
        match (&self.lower, &self.upper) {
            (None, None) => f.write_str("不限"),
            (Some(lower), Some(upper)) if lower.value == upper.value && (lower.closed, upper.closed) == (Inclusive, Inclusive) => {
                write!(f, "{}", lower.value)
            }
            (lower, upper) => {
                match lower {
                    Some(Bound { value, closed: Inclusive }) => write!(f, "{value}以上")?,
                    Some(Bound { value, closed: Exclusive }) => write!(f, "超过{value}")?,
                    None => {}
                }
                match upper {
                    Some(Bound { value, closed: Exclusive }) => write!(f, "不满{value}")?,
                    Some(Bound { value, closed: Inclusive }) => {
                        // Two values side by side need a blank: 超过70% 100%以下.
                        if lower.as_ref().is_some_and(|bound| bound.closed == Exclusive) {
                            f.write_str(" ")?;
                        }
                        write!(f, "{value}以下")?;
                    }
                    None => {}
                }
                Ok(())
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Lower,
    Upper,
}

use Closure::{Exclusive, Inclusive};
use Side::{Lower, Upper};

/// Words before the value; a word that starts like another stands after it.
const PREFIXES: &[(&str, Side, Closure)] = &[
    ("不超过", Upper, Inclusive),
    ("不高于", Upper, Inclusive),
    ("不多于", Upper, Inclusive),
    ("不大于", Upper, Inclusive),
    ("未超过", Upper, Inclusive),
    ("不低于", Lower, Inclusive),
    ("不少于", Lower, Inclusive),
    ("不小于", Lower, Inclusive),
    ("不满", Upper, Exclusive),
    ("未满", Upper, Exclusive),
    ("不足", Upper, Exclusive),
    ("不到", Upper, Exclusive),
    ("低于", Upper, Exclusive),
    ("少于", Upper, Exclusive),
    ("小于", Upper, Exclusive),
    ("超过", Lower, Exclusive),
    ("高于", Lower, Exclusive),
    ("多于", Lower, Exclusive),
    ("大于", Lower, Exclusive),
    ("已满", Lower, Inclusive),
    // 满十四周岁: 届满 includes the figure itself.
    ("满", Lower, Inclusive),
];

/// Words after the value.
const POSTFIXES: &[(&str, Side, Closure)] = &[
    ("及以上", Lower, Inclusive),
    ("及以下", Upper, Inclusive),
    ("以上", Lower, Inclusive),
    ("以下", Upper, Inclusive),
    ("以内", Upper, Inclusive),
    ("以外", Lower, Exclusive),
];

/// What tables put beside a figure to say whether it is included, against the usual sense of the word even.
const MARKS: &[(&str, Closure)] = &[
    ("（不含本数）", Exclusive),
    ("(不含本数)", Exclusive),
    ("（不含）", Exclusive),
    ("(不含)", Exclusive),
    ("（含本数）", Inclusive),
    ("(含本数)", Inclusive),
    ("（含）", Inclusive),
    ("(含)", Inclusive),
];

/// Past this many characters a text is no range; it keeps the search for the place between two values short.
const LONGEST: usize = 120;

/// Reads a range whose values `value` reads: `5000元以上2万元以下`, `1000元以上不满1万元`, `超过70% 100%以下`, `不满3万元`, `2万元`.
///
/// Blanks, a comma or 但/且 may stand between the two ends, and `（含）` `（不含）` beside a figure decides
/// whether it is included. Gives nothing where the text reads in no way, or in more than one.
///
/// ```
/// use zhunsheng::law::{Ratio, range::parse_range};
/// let range = parse_range("超过70% 100%以下", Ratio::parse).unwrap();
/// assert!(!range.contains(&Ratio::parse("70%").unwrap()));
/// assert!(range.contains(&Ratio::parse("100%").unwrap()));
/// ```
pub fn parse_range<T: PartialEq>(text: &str, value: impl Fn(&str) -> Option<T>) -> Option<Range<T>> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return None;
    }
    if text == "不限" {
        return Some(Range::unbounded());
    }
    // The same value read twice, once for each end: `T` need not be `Clone`.
    if let (Some(lower), Some(upper)) = (value(text), value(text)) {
        return Some(Range::between(Bound::inclusive(lower), Bound::inclusive(upper)));
    }
    let mut found: Option<Range<T>> = None;
    for (side, first, tail) in ends(text, &value) {
        let mut readings = Vec::new();
        if tail.is_empty() {
            readings.push(of(side, first, None));
        } else {
            let mut first = Some(first);
            for (other, second, end) in ends(between_ends(tail), &value) {
                if end.is_empty() && other != side {
                    // One place may leave several readings of the rest: that is ambiguous, as is one without a first end left.
                    let first = first.take()?;
                    readings.push(of(side, first, Some(second)));
                }
            }
        }
        for reading in readings {
            match &found {
                None => found = Some(reading),
                Some(same) if *same == reading => {}
                Some(_) => return None,
            }
        }
    }
    found
}

fn of<T>(side: Side, first: Bound<T>, second: Option<Bound<T>>) -> Range<T> {
    let (lower, upper) = match side {
        Lower => (Some(first), second),
        Upper => (second, Some(first)),
    };
    Range { lower, upper }
}

/// Skips what may stand between two ends.
fn between_ends(text: &str) -> &str {
    let text = text.trim_start();
    let text = strip_any(text, &["，", ",", "、"]).map_or(text, str::trim_start);
    strip_any(text, &["但", "且", "并且"]).unwrap_or(text)
}

/// Every way to read one end at the start of `text`, each with what is left.
fn ends<'t, T>(text: &'t str, value: &impl Fn(&str) -> Option<T>) -> Vec<(Side, Bound<T>, &'t str)> {
    let mut out = Vec::new();
    let prefix = PREFIXES.iter().find_map(|(word, side, closed)| Some((text.strip_prefix(word)?, *side, *closed)));
    if let Some((body, side, closed)) = prefix {
        for at in places(body) {
            let Some((head, tail)) = body.split_at_checked(at) else {
                continue;
            };
            let (mark, tail) = mark(tail);
            if let Some(read) = value(head.trim()) {
                let bound = Bound { value: read, closed: mark.unwrap_or(closed) };
                out.push((side, bound, tail));
            }
        }
        return out;
    }
    for at in places(text) {
        let Some((head, tail)) = text.split_at_checked(at) else {
            continue;
        };
        let (before, tail) = mark(tail);
        let postfix = POSTFIXES.iter().find_map(|(word, side, closed)| Some((tail.strip_prefix(word)?, *side, *closed)));
        let Some((tail, side, closed)) = postfix else {
            continue;
        };
        let (after, tail) = mark(tail);
        if before.is_some() && after.is_some() && before != after {
            continue;
        }
        if let Some(read) = value(head.trim()) {
            let bound = Bound { value: read, closed: before.or(after).unwrap_or(closed) };
            out.push((side, bound, tail));
        }
    }
    out
}

/// The places between the characters of `text`, its end included, its start not.
fn places(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().map(|(at, c)| at.saturating_add(c.len_utf8()))
}

fn mark(text: &str) -> (Option<Closure>, &str) {
    MARKS.iter().find_map(|(word, closed)| Some((Some(*closed), text.strip_prefix(word)?))).unwrap_or((None, text))
}

#[cfg(test)]
mod tests {
    use super::{Bound, Range, parse_range};
    use crate::law::numeral::parse_numeral;
    use crate::law::{Exact, Money, Period, Ratio};

    fn money(text: &str) -> Option<String> {
        parse_range(text, Money::parse).map(|range| range.to_string())
    }

    #[test]
    fn a_range_reads_in_the_statutes_words() {
        for (text, shown) in [
            ("5000元以上2万元以下", "5000元以上2万元以下"),
            ("1000元以上不满1万元", "1000元以上不满1万元"),
            ("5000元以上，不满2万元", "5000元以上不满2万元"),
            ("5000元以上 2万元以下", "5000元以上2万元以下"),
            ("2万元以下5000元以上", "5000元以上2万元以下"),
            ("1万元以上但不超过5万元", "1万元以上5万元以下"),
            ("超过3万元不满5万元", "超过3万元不满5万元"),
            ("超过3万元5万元以下", "超过3万元 5万元以下"),
            ("超过3万元，5万元以下", "超过3万元 5万元以下"),
            ("超过5万元", "超过5万元"),
            ("高于5万元", "超过5万元"),
            ("3万元以下", "3万元以下"),
            ("3万元以内", "3万元以下"),
            ("3万元以外", "超过3万元"),
            ("不满3万元", "不满3万元"),
            ("不足三万元", "不满3万元"),
            ("低于3万元", "不满3万元"),
            ("不低于3万元", "3万元以上"),
            ("不超过3万元", "3万元以下"),
            ("2万元", "2万元"),
            ("2万元以上2万元以下", "2万元"),
            ("5000元（含）以上2万元（不含）以下", "5000元以上不满2万元"),
            ("5000元以上（不含本数）", "超过5000元"),
            ("　5000元以上　", "5000元以上"),
            ("不限", "不限"),
        ] {
            assert_eq!(money(text).as_deref(), Some(shown), "{text}");
        }
        let percent = parse_range("超过70% 100%以下", Ratio::parse);
        assert_eq!(percent.map(|r| r.to_string()).as_deref(), Some("超过70% 100%以下"));
        let months = parse_range("3个月以上6个月以下", Period::parse);
        assert_eq!(months, Some(Range::between(Bound::inclusive(Period::Months(3)), Bound::inclusive(Period::Months(6)))));
    }

    #[test]
    fn what_is_no_range_or_leaves_it_open_is_none() {
        for text in [
            "",
            "以上",
            "以下",
            "超过",
            "5000",
            "5000元以上1万元以上",
            "不满5000元不满1万元",
            "5000元以上以下",
            "5000元至1万元",
            "5000元以上2万元以下3万元",
            "超过超过5元",
            "5000元以上罚款",
            "以上5000元",
            "5000元（含）以上（不含）",
        ] {
            assert_eq!(money(text), None, "{text}");
        }
        // 超过1 23以下 or 超过12 3以下: without units only a blank tells.
        assert_eq!(parse_range("超过123以下", parse_numeral), None);
        assert_eq!(
            parse_range("超过1 23以下", parse_numeral),
            Some(Range::between(Bound::exclusive(Exact::ONE), Bound::inclusive(Exact::from_int(23))))
        );
        assert_eq!(money(&"5000元以上".repeat(10_000)), None);
    }

    #[test]
    fn ends_that_meet_hold_a_value_only_if_both_include_it() {
        let five = Exact::from_int(5);
        assert!(!Range::exactly(five).is_empty());
        assert!(Range::between(Bound::inclusive(five), Bound::exclusive(five)).is_empty());
        assert!(Range::between(Bound::inclusive(five), Bound::inclusive(Exact::ONE)).is_empty());
        assert!(!Range::<Exact>::unbounded().is_empty());
        let mixed = Range::between(Bound::inclusive(Period::Days(1)), Bound::inclusive(Period::Months(2)));
        assert!(mixed.is_empty() && !mixed.contains(&Period::Days(5)));
        assert!(!Range::at_least(Period::Days(1)).contains(&Period::Months(5)));
    }
}
