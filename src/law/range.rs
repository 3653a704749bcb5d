//! Ranges in the statute's own words: 以上 以下 以内 include the bound, 不满 超过 以外 do not (民法典 art. 1259).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether a bound itself belongs to the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Closure {
    /// 以上, 以下, 以内
    Inclusive,
    /// 超过, 不满, 以外
    Exclusive,
}

/// A bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bound<T> {
    /// The figure.
    pub value: T,
    /// Whether it belongs.
    pub closure: Closure,
}

/// A range with a lower bound, an upper bound or both; with neither it holds everything.
///
/// ```
/// use zhunsheng::law::{Money, Range, parse_range};
///
/// let range = parse_range("5000元以上不满2万元", Money::parse).expect("a range");
/// assert!(range.contains(&Money::from_fen(500_000)));
/// assert!(!range.contains(&Money::from_fen(2_000_000)));
/// assert_eq!(range.to_string(), "5000元以上不满2万元");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Range<T> {
    /// The lower bound.
    pub lower: Option<Bound<T>>,
    /// The upper bound.
    pub upper: Option<Bound<T>>,
}

impl<T> Range<T> {
    /// `T以上`
    pub fn at_least(value: T) -> Self {
        Self { lower: Some(Bound { value, closure: Closure::Inclusive }), upper: None }
    }

    /// `超过T`
    pub fn above(value: T) -> Self {
        Self { lower: Some(Bound { value, closure: Closure::Exclusive }), upper: None }
    }

    /// `T以下`
    pub fn at_most(value: T) -> Self {
        Self { lower: None, upper: Some(Bound { value, closure: Closure::Inclusive }) }
    }

    /// `不满T`
    pub fn below(value: T) -> Self {
        Self { lower: None, upper: Some(Bound { value, closure: Closure::Exclusive }) }
    }

    /// Just `T`.
    pub fn exactly(value: T) -> Self
    where
        T: Clone,
    {
        Self::between(value.clone(), value)
    }

    /// `lower以上upper以下`
    pub fn between(lower: T, upper: T) -> Self {
        Self {
            lower: Some(Bound { value: lower, closure: Closure::Inclusive }),
            upper: Some(Bound { value: upper, closure: Closure::Inclusive }),
        }
    }

    /// The same bounds with other figures.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Range<U> {
        let mut bound = |b: Bound<T>| Bound { value: f(b.value), closure: b.closure };
        Range { lower: self.lower.map(&mut bound), upper: self.upper.map(&mut bound) }
    }
}

impl<T: PartialOrd> Range<T> {
    /// Whether a figure lies within; one that does not compare with a bound does not.
    pub fn contains(&self, value: &T) -> bool {
        let above = self.lower.as_ref().is_none_or(|b| match b.closure {
            Closure::Inclusive => *value >= b.value,
            Closure::Exclusive => *value > b.value,
        });
        let below = self.upper.as_ref().is_none_or(|b| match b.closure {
            Closure::Inclusive => *value <= b.value,
            Closure::Exclusive => *value < b.value,
        });
        above && below
    }

    /// Whether the bounds leave nothing between them. Says nothing of how fine the figures are.
    pub fn is_empty(&self) -> bool {
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => {
                let both = lower.closure == Closure::Inclusive && upper.closure == Closure::Inclusive;
                lower.value > upper.value || (lower.value == upper.value && !both)
            }
            _ => false,
        }
    }
}

impl<T: fmt::Display + PartialEq> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(lower), Some(upper)) = (&self.lower, &self.upper)
            && lower == upper
            && lower.closure == Closure::Inclusive
        {
            return write!(f, "{}", lower.value);
        }
        match &self.lower {
            Some(Bound { value, closure: Closure::Inclusive }) => write!(f, "{value}以上")?,
            Some(Bound { value, closure: Closure::Exclusive }) => write!(f, "超过{value}")?,
            None => {}
        }
        match &self.upper {
            // 超过70% 100%以下: two figures side by side need the space.
            Some(Bound { value, closure: Closure::Inclusive }) => {
                let space = matches!(self.lower, Some(Bound { closure: Closure::Exclusive, .. }));
                write!(f, "{}{value}以下", if space { " " } else { "" })
            }
            Some(Bound { value, closure: Closure::Exclusive }) => write!(f, "不满{value}"),
            None => Ok(()),
        }
    }
}

/// Which side a word bounds, and how.
#[derive(Clone, Copy)]
enum Word {
    Lower(Closure),
    Upper(Closure),
}

const PREFIXES: &[(&str, Word)] = &[
    ("不超过", Word::Upper(Closure::Inclusive)),
    ("不高于", Word::Upper(Closure::Inclusive)),
    ("不多于", Word::Upper(Closure::Inclusive)),
    ("不低于", Word::Lower(Closure::Inclusive)),
    ("不少于", Word::Lower(Closure::Inclusive)),
    ("最多", Word::Upper(Closure::Inclusive)),
    ("至少", Word::Lower(Closure::Inclusive)),
    ("不满", Word::Upper(Closure::Exclusive)),
    ("不足", Word::Upper(Closure::Exclusive)),
    ("低于", Word::Upper(Closure::Exclusive)),
    ("少于", Word::Upper(Closure::Exclusive)),
    ("超过", Word::Lower(Closure::Exclusive)),
    ("高于", Word::Lower(Closure::Exclusive)),
    ("多于", Word::Lower(Closure::Exclusive)),
];

const SUFFIXES: &[(&str, Word)] = &[
    ("以上", Word::Lower(Closure::Inclusive)),
    ("以下", Word::Upper(Closure::Inclusive)),
    ("以内", Word::Upper(Closure::Inclusive)),
    ("以外", Word::Lower(Closure::Exclusive)),
];

/// Reads `5000元以上2万元以下`, `1000元以上不满1万元`, `超过70% 100%以下`, `不满5000元`, `2万元`: each figure by `read`.
pub fn parse_range<T: Clone>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Range<T>> {
    let mut rest = text.trim();
    let mut range = Range { lower: None, upper: None };
    if let Some(value) = read(rest) {
        return Some(Range::exactly(value));
    }
    while !rest.is_empty() {
        let (figure, word, after) = match PREFIXES.iter().find(|(p, _)| rest.starts_with(p)) {
            Some((prefix, word)) => {
                let body = rest.get(prefix.len()..)?;
                let end = next_word(body).unwrap_or(body.len());
                // In `超过70% 100%以下` the next figure, not the next word, ends the first.
                let end = body.get(..end).filter(|b| read(b.trim()).is_none()).and_then(|b| b.trim_start().find(' ')).unwrap_or(end);
                (body.get(..end)?, *word, body.get(end..)?)
            }
            None => {
                let (at, suffix, word) =
                    SUFFIXES.iter().filter_map(|(s, w)| rest.find(s).map(|at| (at, *s, *w))).min_by_key(|(at, ..)| *at)?;
                (rest.get(..at)?, word, rest.get(at + suffix.len()..)?)
            }
        };
        let value = read(figure.trim())?;
        let slot = match word {
            Word::Lower(closure) => (&mut range.lower, closure),
            Word::Upper(closure) => (&mut range.upper, closure),
        };
        if slot.0.is_some() {
            return None;
        }
        *slot.0 = Some(Bound { value, closure: slot.1 });
        rest = after.trim();
    }
    (range.lower.is_some() || range.upper.is_some()).then_some(range)
}

/// Where the next word of a range starts.
fn next_word(text: &str) -> Option<usize> {
    PREFIXES.iter().chain(SUFFIXES).filter_map(|(word, _)| text.find(word)).min()
}
