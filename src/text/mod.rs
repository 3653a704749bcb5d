//! Phrases found in text: alternatives of words with gaps between, white space skipped, full- and half-width forms equal.
//!
//! **Invariant:** a match never leaves its clause; the same patterns and the same text give the same matches in order.

use std::ops::Range;

/// A phrase: words with gaps between, or a regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// One of these words.
    Words(Vec<String>),
    /// As many characters in between.
    Gap {
        /// At least.
        least: u32,
        /// At most; [`u32::MAX`] is to the end of the clause.
        most: u32,
    },
    /// A regular expression.
    Regex(String),
}

/// How large patterns may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most characters of all words of a pattern.
    pub characters: usize,
    /// The most bytes a compiled regular expression may take.
    pub regex_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { characters: 100_000, regex_bytes: 1_000_000 }
    }
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// It has no words.
    #[error("a pattern without words")]
    Empty,
    /// It is beyond a limit.
    #[error("a pattern of more than {0} characters")]
    TooLarge(usize),
    /// A regular expression that cannot be read.
    #[error("{0}")]
    Regex(String),
}

/// A match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Which pattern.
    pub pattern: u32,
    /// Which clause.
    pub clause: u32,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

#[derive(Debug, Clone)]
enum Step {
    Words(Vec<Vec<char>>),
    Gap(usize, usize),
    Regex(regex::Regex),
}

/// Patterns, compiled.
#[derive(Debug, Clone)]
pub struct Matcher {
    patterns: Vec<Vec<Step>>,
}

impl Matcher {
    /// Compiles patterns.
    ///
    /// # Errors
    /// For a pattern without words, beyond a limit, or with a regular expression that cannot be read.
    pub fn new(patterns: &[Pattern], limits: &Limits) -> Result<Matcher, PatternError> {
        let patterns = patterns.iter().map(|pattern| compile(pattern, limits)).collect::<Result<_, _>>()?;
        Ok(Matcher { patterns })
    }

    /// Adds the matches within the clauses of a text: the first of each pattern from each place where it starts, none overlapping.
    pub fn find(&self, text: &str, clauses: &[Range<usize>], found: &mut Vec<Found>) {
        let from = found.len();
        for (clause, range) in (0u32..).zip(clauses) {
            let Some(slice) = text.get(range.clone()) else { continue };
            let letters: Vec<(usize, char)> =
                slice.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (range.start + at, fold(c))).collect();
            for (pattern, steps) in (0u32..).zip(&self.patterns) {
                if let [Step::Regex(regex)] = steps.as_slice() {
                    let all = regex.find_iter(slice).filter(|m| !m.is_empty());
                    found.extend(all.map(|m| Found { pattern, clause, start: range.start + m.start(), end: range.start + m.end() }));
                    continue;
                }
                let mut at = 0;
                while at < letters.len() {
                    match run(steps, &letters, at, slice, range.start).filter(|end| *end > at) {
                        Some(end) => {
                            let start = letters.get(at).map_or(0, |l| l.0);
                            let last = end.checked_sub(1).and_then(|end| letters.get(end)).map_or(start, |l| l.0);
                            let width = text.get(last..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
                            found.push(Found { pattern, clause, start, end: last + width });
                            at = end;
                        }
                        None => at += 1,
                    }
                }
            }
        }
        if let Some(new) = found.get_mut(from..) {
            new.sort_unstable_by_key(|f| (f.start, f.end, f.pattern, f.clause));
        }
    }
}

fn compile(pattern: &Pattern, limits: &Limits) -> Result<Vec<Step>, PatternError> {
    let mut size = 0;
    let mut steps = Vec::new();
    for part in &pattern.parts {
        steps.push(match part {
            Part::Gap { least, most } => Step::Gap(*least as usize, *most as usize),
            Part::Regex(text) => Step::Regex(
                regex::RegexBuilder::new(text)
                    .size_limit(limits.regex_bytes)
                    .build()
                    .map_err(|error| PatternError::Regex(error.to_string()))?,
            ),
            Part::Words(words) => {
                let words: Vec<Vec<char>> =
                    words.iter().map(|w| w.chars().filter(|c| !c.is_whitespace()).map(fold).collect::<Vec<char>>()).collect();
                size += words.iter().map(Vec::len).sum::<usize>();
                if words.is_empty() || words.iter().any(Vec::is_empty) {
                    return Err(PatternError::Empty);
                }
                Step::Words(words)
            }
        });
    }
    if steps.is_empty() {
        return Err(PatternError::Empty);
    }
    if size > limits.characters {
        return Err(PatternError::TooLarge(limits.characters));
    }
    Ok(steps)
}

/// Where the steps end when they start at a letter.
fn run(steps: &[Step], letters: &[(usize, char)], at: usize, slice: &str, base: usize) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(at) };
    match step {
        Step::Words(words) => words.iter().find_map(|word| {
            let here = letters.get(at..at + word.len())?;
            let same = here.iter().map(|l| l.1).eq(word.iter().copied());
            if same { run(rest, letters, at + word.len(), slice, base) } else { None }
        }),
        Step::Gap(least, most) => {
            let to = at.saturating_add(*most).min(letters.len());
            (at.saturating_add(*least)..=to).find_map(|next| run(rest, letters, next, slice, base))
        }
        Step::Regex(regex) => {
            let from = letters.get(at)?.0 - base;
            let found = regex.find_at(slice, from).filter(|m| m.start() == from)?;
            let next = letters.partition_point(|l| l.0 < base + found.end());
            run(rest, letters, next, slice, base)
        }
    }
}

/// Full-width forms as half-width ones, letters in lower case.
fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}
