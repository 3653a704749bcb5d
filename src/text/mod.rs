//! The text engine: all phrase patterns of all checks, found together in one pass. It knows nothing of rule files or of documents.
//!
//! # What matches
//!
//! A text is searched **clause by clause**; no match crosses the end of a clause. A clause is seen *folded*: without white space
//! (Unicode `White_Space`: blanks, the ideographic space, tabs, line breaks …), the full-width forms `！` to `～` (U+FF01–U+FF5E) as their
//! ASCII characters, and ASCII letters in lower case. So `不 得` holds the word `不得`, and `ＧＢ／Ｔ` the word `gb/t`. Words are folded
//! alike. Gaps count the characters (Unicode scalar values) of the folded clause.
//!
//! - [`Part::Words`] matches at a place where one of its words stands.
//! - [`Part::Gap`] matches any `least` to `most` characters. Gaps that follow each other add up. Where no gap stands between two
//!   parts, nothing but white space may.
//! - [`Part::Regex`] matches where the regex does when it is searched for from left to right over the clause **as it is written, not folded**
//!   (`Regex::find_iter`: matches that do not overlap, each the leftmost-first one); white space at either end of such a match is
//!   cut off, and matches of nothing but white space do not count.
//!
//! The matches of one pattern are found from left to right: at each place where the first part begins, of all ways to match from
//! there the one counts **whose last part begins earliest, and of several words at that place the longest**. The search then goes on
//! behind its end: matches of one pattern never overlap, matches of different patterns may.
//!
//! ```
//! use zhunsheng::text::{Limits, Matcher, Part, Pattern};
//! let words = |words: &[&str]| Part::Words(words.iter().map(|w| w.to_string()).collect());
//! let patterns = [
//!     Pattern { parts: vec![words(&["限定", "指定"]), Part::Gap { least: 0, most: 20 }, words(&["购买", "使用"])] },
//!     Pattern { parts: vec![words(&["不得"])] },
//! ];
//! let matcher = Matcher::new(&patterns, &Limits::default()).unwrap();
//!
//! let text = "不 得限定单位购买其商品。";
//! let mut found = Vec::new();
//! matcher.find(text, &[0..text.len()], &mut found);
//! let shown: Vec<_> = found.iter().map(|m| (m.pattern, &text[m.start..m.end])).collect();
//! assert_eq!(shown, [(1, "不 得"), (0, "限定单位购买")]);
//! ```
//!
//! # Cost
//!
//! Every character of the text is looked at once: two neighbours are hashed into a bitmap of how the words begin, and only where a
//! bit is set is a word looked for. A list of words is one *notion*, however many patterns have it: at the end of a clause the notions of its
//! words are added up as bits, a pattern is tried where all of its own are set, where each stands is found once, and parts are joined only
//! where the first and last places can reach each other. What a regex cannot do without is a notion too. With *n*
//! characters in a clause, at most *l* words that are beginnings of one another and *k* patterns over the same words, the work is at most
//! *n* × the longest word for finding words, and for each pattern *parts* × *n* × *l* × log for matching: linear in the text (up to the
//! logarithm of sorting), whatever the gaps. [`Work::steps`] counts it. A regex is linear for each of its matches, which
//! [`Limits::regex_bytes`] bounds.

mod compile;
mod error;
mod expression;
mod fold;
mod join;
mod lexicon;
mod search;

use std::ops::Range;
use std::sync::Arc;

pub use error::{Limits, PatternError};
pub(crate) use search::Scratch;

/// A phrase: words with gaps between them.
///
/// ```
/// use zhunsheng::text::{Part, Pattern};
/// // 应当 … 前置 … 审批, each gap of at most ten characters
/// let gap = Part::Gap { least: 0, most: 10 };
/// let word = |w: &str| Part::Words(vec![w.to_owned()]);
/// let pattern = Pattern { parts: vec![word("应当"), gap.clone(), word("前置"), gap, word("审批")] };
/// assert_eq!(pattern.parts.len(), 5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The parts in their order; the first and the last are words or regexes.
    pub parts: Vec<Part>,
}

/// A part of a [`Pattern`].
///
/// ```
/// use zhunsheng::text::Part;
/// let negation = Part::Words(vec!["不得".into(), "禁止".into(), "严禁".into()]);
/// let rest = Part::Gap { least: 0, most: u32::MAX }; // “…”, to the end of the clause
/// let article = Part::Regex("第[一二三四五六七八九十百千]+条".into());
/// # let _ = (negation, rest, article);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Any one of these words; never empty, and no word without a character that is not white space.
    Words(Vec<String>),
    /// Between `least` and `most` characters of any kind inside the clause, white space not counted; `u32::MAX` has no bound but the clause.
    Gap {
        /// The fewest characters.
        least: u32,
        /// The most characters.
        most: u32,
    },
    /// For the expert: a regular expression in the syntax of the regex crate, over the clause as it is written.
    Regex(String),
}

/// A match of a pattern.
///
/// ```
/// use zhunsheng::text::Found;
/// let found = Found { pattern: 0, clause: 2, start: 9, end: 15 };
/// assert!(found.start < found.end);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// Which pattern, in the order given to [`Matcher::new`].
    pub pattern: u32,
    /// Which clause, in the order given to [`Matcher::find`].
    pub clause: u32,
    /// Where in the text the match begins: a byte offset on a character's boundary.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What a search cost, and whether a limit cut it short.
///
/// ```
/// use zhunsheng::text::{Limits, Matcher};
/// let work = Matcher::new(&[], &Limits::default()).unwrap().find("不得", &[0..6], &mut Vec::new());
/// assert_eq!(work.cut, 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Bytes read, characters compared and occurrences weighed: the same for the same input on every machine.
    pub steps: u64,
    /// How many clauses a limit ([`Limits::matches`], [`Limits::clause_bytes`], [`Limits::regex_bytes`]) kept from giving all their matches.
    pub cut: u32,
}

/// Patterns compiled together: immutable, shared between threads, cheap to clone.
///
/// ```
/// use zhunsheng::text::{Limits, Matcher, Part, Pattern};
/// let matcher = Matcher::new(&[Pattern { parts: vec![Part::Words(vec!["证明".into()])] }], &Limits::default()).unwrap();
/// let text = "第一条　提交证明。\n第二条　免予证明。";
/// let line = text.find('\n').unwrap();
/// let mut found = Vec::new();
/// matcher.find(text, &[0..line, line + 1..text.len()], &mut found);
/// assert_eq!(found.iter().map(|m| m.clause).collect::<Vec<_>>(), [0, 1]);
/// ```
#[derive(Clone, Debug)]
pub struct Matcher {
    compiled: Arc<compile::Compiled>,
}

impl Matcher {
    /// Compiles patterns; they are numbered in their order.
    ///
    /// ```
    /// use zhunsheng::text::{Limits, Matcher, Part, Pattern, PatternError};
    /// let pattern = Pattern { parts: vec![Part::Words(vec!["".into()])] };
    /// assert!(matches!(Matcher::new(&[pattern], &Limits::default()), Err(PatternError::EmptyWord { pattern: 0, part: 0 })));
    /// ```
    ///
    /// # Errors
    /// The first pattern that cannot be compiled, with its part and the reason, or the limit that is exceeded.
    pub fn new(patterns: &[Pattern], limits: &Limits) -> Result<Matcher, PatternError> {
        Ok(Matcher { compiled: Arc::new(compile::compile(patterns, limits)?) })
    }

    /// Appends all matches in `text`, sorted by clause, start and pattern (and end). `clauses` are ascending byte ranges of `text` that do
    /// not overlap; a range that is not one of the text, or parts a character, holds no match.
    ///
    /// ```
    /// use zhunsheng::text::{Found, Limits, Matcher, Part, Pattern};
    /// let pattern = Pattern { parts: vec![Part::Regex("[0-9]+元".into())] };
    /// let matcher = Matcher::new(&[pattern], &Limits::default()).unwrap();
    /// let mut found = Vec::new();
    /// matcher.find("罚款500元", &[0..12], &mut found);
    /// assert_eq!(found, [Found { pattern: 0, clause: 0, start: 6, end: 12 }]);
    /// ```
    pub fn find(&self, text: &str, clauses: &[Range<usize>], found: &mut Vec<Found>) -> Work {
        self.find_with(&mut Scratch::default(), text, clauses, found)
    }

    /// The same, with room that may have served other searches, by other matchers too.
    pub(crate) fn find_with(&self, scratch: &mut Scratch, text: &str, clauses: &[Range<usize>], found: &mut Vec<Found>) -> Work {
        search::Search::new(&self.compiled, text, scratch).run(clauses, found)
    }

    /// How many patterns were compiled.
    ///
    /// ```
    /// use zhunsheng::text::{Limits, Matcher};
    /// assert_eq!(Matcher::new(&[], &Limits::default()).unwrap().patterns(), 0);
    /// ```
    pub fn patterns(&self) -> usize {
        self.compiled.phrases.len()
    }
}
