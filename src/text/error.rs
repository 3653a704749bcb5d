//! Limits of the text engine and what can be wrong with a pattern; it searches nothing.

/// How much patterns and texts may ask for. Patterns beyond a limit are an error, texts beyond one are told by [`Work::cut`](super::Work::cut).
///
/// ```
/// use zhunsheng::text::{Limits, Matcher, Part, Pattern, PatternError};
/// let limits = Limits { gap: 50, ..Limits::default() };
/// let word = |w: &str| Part::Words(vec![w.to_owned()]);
/// let pattern = Pattern { parts: vec![word("甲"), Part::Gap { least: 0, most: 60 }, word("乙")] };
/// let wrong = Matcher::new(&[pattern], &limits).unwrap_err();
/// assert_eq!(wrong.to_string(), "pattern 0, part 1: a gap of 60 characters; the limit `gap` is 50");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most patterns compiled together (100,000).
    pub patterns: usize,
    /// The most parts of one pattern, gaps included (64).
    pub parts: usize,
    /// The most words of all patterns, each alternative counted (200,000).
    pub words: usize,
    /// The longest word in characters, white space not counted (256).
    pub word: usize,
    /// The greatest bound of a gap in characters (10,000); a gap without a bound is always allowed.
    pub gap: u32,
    /// The most memory one compiled regex may take, in bytes (1 MiB).
    pub regex_size: usize,
    /// The most matches kept of one clause (100,000): the first ones by start and pattern.
    pub matches: usize,
    /// The longest clause in bytes (64 MiB); a longer one is searched up to there.
    pub clause_bytes: u32,
    /// The most bytes that one regex may be run over in one clause (1 GiB), each of its matches taken to read the rest of the clause.
    pub regex_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            patterns: 100_000,
            parts: 64,
            words: 200_000,
            word: 256,
            gap: 10_000,
            regex_size: 1 << 20,
            matches: 100_000,
            clause_bytes: 64 << 20,
            regex_bytes: 1 << 30,
        }
    }
}

/// Why patterns cannot be compiled. Patterns and parts count from 0.
///
/// ```
/// use zhunsheng::text::{Limits, Matcher, Part, Pattern, PatternError};
/// let pattern = Pattern { parts: vec![Part::Words(vec!["甲".into()]), Part::Gap { least: 0, most: 5 }] };
/// let wrong = Matcher::new(&[pattern], &Limits::default()).unwrap_err();
/// assert_eq!(wrong, PatternError::EdgeGap { pattern: 0, part: 1 });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// A pattern without a part.
    #[error("pattern {pattern}: it has no part")]
    Empty {
        /// Which pattern.
        pattern: usize,
    },
    /// A gap at the beginning or the end: it would bound nothing.
    #[error("pattern {pattern}, part {part}: a gap stands between two parts, not at the beginning or the end")]
    EdgeGap {
        /// Which pattern.
        pattern: usize,
        /// Which part.
        part: usize,
    },
    /// A gap whose least is more than its most.
    #[error("pattern {pattern}, part {part}: a gap of at least {least} and at most {most} characters")]
    TurnedGap {
        /// Which pattern.
        pattern: usize,
        /// Which part.
        part: usize,
        /// The fewest characters.
        least: u32,
        /// The most characters.
        most: u32,
    },
    /// Alternatives without a word.
    #[error("pattern {pattern}, part {part}: no word is given")]
    NoWord {
        /// Which pattern.
        pattern: usize,
        /// Which part.
        part: usize,
    },
    /// A word without a character other than white space.
    #[error("pattern {pattern}, part {part}: an empty word")]
    EmptyWord {
        /// Which pattern.
        pattern: usize,
        /// Which part.
        part: usize,
    },
    /// A regex that is none, or is too big.
    #[error("pattern {pattern}, part {part}: {reason}")]
    Regex {
        /// Which pattern.
        pattern: usize,
        /// Which part.
        part: usize,
        /// What the regex crate says.
        reason: String,
    },
    /// A part beyond a limit.
    #[error("pattern {pattern}, part {part}: a {what} of {size} characters; the limit `{limit}` is {most}")]
    TooLong {
        /// Which pattern.
        pattern: usize,
        /// Which part.
        part: usize,
        /// What is too long.
        what: &'static str,
        /// How long it is.
        size: usize,
        /// The limit's name in [`Limits`].
        limit: &'static str,
        /// The limit.
        most: usize,
    },
    /// Too many of something.
    #[error("more {limit} than {most}, which is the limit")]
    TooMany {
        /// The limit's name in [`Limits`].
        limit: &'static str,
        /// The limit.
        most: usize,
    },
}
