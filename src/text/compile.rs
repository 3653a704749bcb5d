//! Patterns made into tables: their words, notions and regexes numbered, and for each notion the patterns that it calls for. It searches nothing.

use std::collections::HashMap;

use regex::Regex;

use super::error::{Limits, PatternError};
use super::expression;
use super::fold::folded;
use super::lexicon::{Lexicon, NONE};
use super::{Part, Pattern};

/// What [`super::Matcher`] holds.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) lexicon: Lexicon,
    pub(super) phrases: Vec<Phrase>,
    pub(super) notions: Notions,
    /// By notion: the patterns to be tried where it stands.
    pub(super) calls: Lists<Call>,
    /// Each once, however many patterns have it.
    pub(super) regexes: Vec<Regex>,
    /// Patterns without a word that they need: tried on every clause.
    pub(super) always: Vec<u32>,
    pub(super) limits: Limits,
}

/// A notion calls for this pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) phrase: u32,
    /// Another notion that the pattern needs, or the same if there is none: most calls end here.
    pub(super) needs: u32,
}

/// A pattern: what stands fixed, and how far apart.
#[derive(Debug)]
pub(super) struct Phrase {
    /// Never empty.
    pub(super) solids: Vec<Solid>,
    /// Between each solid and the next: the fewest and the most characters.
    pub(super) gaps: Vec<(u32, u32)>,
    /// Notions that stand in every clause that it matches in, the rarest first.
    pub(super) needs: Vec<u32>,
}

/// What is not a gap, by number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Solid {
    /// A notion: a list of words, any of which will do.
    Words(u32),
    Regex(u32),
}

/// A list for each number, end to end.
#[derive(Debug)]
pub(super) struct Lists<T> {
    /// Where each begins; one more at the end.
    first: Vec<u32>,
    all: Vec<T>,
}

impl<T> Lists<T> {
    fn new(lists: Vec<Vec<T>>) -> Lists<T> {
        let mut made = Lists { first: vec![0], all: Vec::new() };
        for own in lists {
            made.all.extend(own);
            made.first.push(made.all.len() as u32);
        }
        made
    }

    pub(super) fn of(&self, number: u32) -> &[T] {
        let at = |number: usize| self.first.get(number).map_or(0, |&at| at as usize);
        self.all.get(at(number as usize)..at(number as usize + 1)).unwrap_or_default()
    }
}

/// Which notions each word is of, as bits by number.
#[derive(Debug)]
pub(super) struct Notions {
    /// How many there are.
    pub(super) count: usize,
    /// Those that call for patterns.
    pub(super) calling: Vec<u64>,
    /// By word.
    of: Lists<u32>,
    /// By notion.
    words: Lists<u32>,
    /// By word: where its row begins in `rows`, or [`NONE`]. A word of many notions adds all of them at once by its row.
    row: Vec<u32>,
    rows: Vec<u64>,
}

impl Notions {
    fn new(notions: Vec<Vec<u32>>, words: usize, calls: &[Vec<Call>]) -> Notions {
        let mut of = vec![Vec::new(); words];
        for (number, notion) in (0u32..).zip(&notions) {
            for &word in notion {
                if let Some(of) = of.get_mut(word as usize) {
                    of.push(number);
                }
            }
        }
        let length = notions.len().div_ceil(64);
        let (mut row, mut rows) = (Vec::with_capacity(words), Vec::new());
        for of in &of {
            // So all rows together are no longer than all lists.
            if of.len() * 2 < length || of.len() < 2 {
                row.push(NONE);
                continue;
            }
            row.push(rows.len() as u32);
            rows.extend(bits(length, of.iter().copied()));
        }
        let calling = (0u32..).zip(calls).filter(|(_, calls)| !calls.is_empty()).map(|(notion, _)| notion);
        Notions { count: notions.len(), calling: bits(length, calling), of: Lists::new(of), words: Lists::new(notions), row, rows }
    }

    fn row(&self, word: u32) -> Option<&[u64]> {
        let &row = self.row.get(word as usize)?;
        self.rows.get(row as usize..)?.get(..self.calling.len())
    }

    /// Adds the notions of a word. Answers the work.
    pub(super) fn add(&self, word: u32, to: &mut [u64]) -> u64 {
        if let Some(row) = self.row(word) {
            to.iter_mut().zip(row).for_each(|(to, row)| *to |= row);
            return row.len() as u64;
        }
        let of = self.of.of(word);
        of.iter().for_each(|&notion| set(to, notion));
        of.len() as u64
    }

    /// Which of the words of a clause are of a notion, or rather more: of a long clause all words of the notion.
    pub(super) fn words<'w>(&'w self, notion: u32, clause: &'w [u32]) -> impl Iterator<Item = u32> {
        let own = self.words.of(notion);
        let (words, all) = if own.len() <= clause.len() { (own, true) } else { (clause, false) };
        words.iter().copied().filter(move |&word| all || self.is_of(word, notion))
    }

    fn is_of(&self, word: u32, notion: u32) -> bool {
        self.row(word).map_or_else(|| self.of.of(word).contains(&notion), |row| is_set(row, notion))
    }
}

fn bits(length: usize, of: impl Iterator<Item = u32>) -> Vec<u64> {
    let mut made = vec![0; length];
    of.for_each(|number| set(&mut made, number));
    made
}

fn set(bits: &mut [u64], number: u32) {
    if let Some(block) = bits.get_mut(number as usize / 64) {
        *block |= 1 << (number % 64);
    }
}

/// Whether the bit of a number is set.
pub(super) fn is_set(bits: &[u64], number: u32) -> bool {
    bits.get(number as usize / 64).is_some_and(|block| block >> (number % 64) & 1 == 1)
}

/// Different things and their numbers.
struct Numbers<K> {
    known: HashMap<K, u32>,
    each: Vec<K>,
}

impl<K: Clone + Eq + std::hash::Hash> Numbers<K> {
    fn new() -> Numbers<K> {
        Numbers { known: HashMap::new(), each: Vec::new() }
    }

    fn of(&mut self, one: K) -> u32 {
        let each = &mut self.each;
        *self.known.entry(one).or_insert_with_key(|one| {
            each.push(one.clone());
            (each.len() - 1) as u32
        })
    }
}

/// What patterns share.
struct Shared<'p> {
    words: Numbers<Vec<char>>,
    notions: Numbers<Vec<u32>>,
    regexes: Numbers<&'p str>,
    compiled: Vec<Regex>,
}

impl Shared<'_> {
    fn notion(&mut self, words: Vec<Vec<char>>) -> u32 {
        let mut own: Vec<u32> = words.into_iter().map(|word| self.words.of(word)).collect();
        own.sort_unstable();
        own.dedup();
        self.notions.of(own)
    }
}

/// Makes the tables.
pub(super) fn compile(patterns: &[Pattern], limits: &Limits) -> Result<Compiled, PatternError> {
    if patterns.len() > limits.patterns {
        return Err(PatternError::TooMany { limit: "patterns", most: limits.patterns });
    }
    let given = patterns.iter().flat_map(|p| &p.parts).map(|part| if let Part::Words(words) = part { words.len() } else { 0 });
    if given.sum::<usize>() > limits.words {
        return Err(PatternError::TooMany { limit: "words", most: limits.words });
    }
    let mut shared = Shared { words: Numbers::new(), notions: Numbers::new(), regexes: Numbers::new(), compiled: Vec::new() };
    let mut phrases = Vec::with_capacity(patterns.len());
    for (number, pattern) in patterns.iter().enumerate() {
        phrases.push(phrase(number, pattern, limits, &mut shared)?);
    }
    let Shared { words, notions, compiled, .. } = shared;
    let (calls, always) = callers(&mut phrases, &words.each, &notions.each);
    Ok(Compiled {
        lexicon: Lexicon::new(&words.each),
        phrases,
        notions: Notions::new(notions.each, words.each.len(), &calls),
        calls: Lists::new(calls),
        regexes: compiled,
        always,
        limits: *limits,
    })
}

fn phrase<'p>(pattern: usize, given: &'p Pattern, limits: &Limits, shared: &mut Shared<'p>) -> Result<Phrase, PatternError> {
    let count = given.parts.len();
    if count > limits.parts {
        return Err(PatternError::TooMany { limit: "parts", most: limits.parts });
    }
    let mut made = Phrase { solids: Vec::new(), gaps: Vec::new(), needs: Vec::new() };
    let mut gap = (0u32, 0u32);
    for (part, of) in given.parts.iter().enumerate() {
        let solid = match of {
            Part::Gap { least, most } => {
                check_gap(pattern, part, count, (*least, *most), limits)?;
                gap = (gap.0.saturating_add(*least), gap.1.saturating_add(*most));
                continue;
            }
            Part::Words(words) => {
                let notion = shared.notion(check_words(pattern, part, words, limits)?);
                made.needs.push(notion);
                Solid::Words(notion)
            }
            Part::Regex(regex) => {
                let number = shared.regexes.of(regex);
                if number as usize == shared.compiled.len() {
                    let compiled = expression::compile(regex, limits.regex_size);
                    shared.compiled.push(compiled.map_err(|reason| PatternError::Regex { pattern, part, reason })?);
                }
                made.needs.extend(expression::required(regex).into_iter().map(|words| shared.notion(words)));
                Solid::Regex(number)
            }
        };
        if !made.solids.is_empty() {
            made.gaps.push(gap);
        }
        made.solids.push(solid);
        gap = (0, 0);
    }
    if made.solids.is_empty() { Err(PatternError::Empty { pattern }) } else { Ok(made) }
}

fn check_gap(pattern: usize, part: usize, count: usize, (least, most): (u32, u32), limits: &Limits) -> Result<(), PatternError> {
    if part == 0 || part + 1 == count {
        return Err(PatternError::EdgeGap { pattern, part });
    }
    if least > most {
        return Err(PatternError::TurnedGap { pattern, part, least, most });
    }
    let bound = if most == u32::MAX { least } else { most };
    if bound > limits.gap {
        return Err(PatternError::TooLong { pattern, part, what: "gap", size: bound as usize, limit: "gap", most: limits.gap as usize });
    }
    Ok(())
}

fn check_words(pattern: usize, part: usize, words: &[String], limits: &Limits) -> Result<Vec<Vec<char>>, PatternError> {
    if words.is_empty() {
        return Err(PatternError::NoWord { pattern, part });
    }
    let words: Vec<Vec<char>> = words.iter().map(|word| folded(word)).collect();
    for word in &words {
        if word.is_empty() {
            return Err(PatternError::EmptyWord { pattern, part });
        }
        if word.len() > limits.word {
            return Err(PatternError::TooLong { pattern, part, what: "word", size: word.len(), limit: "word", most: limits.word });
        }
    }
    Ok(words)
}

/// For each notion the patterns it calls for, and the patterns that none calls for. Sorts what patterns need.
///
/// A pattern is called by one of its notions: the one that occurs least. How common a word is in the texts can be guessed from how short
/// it is and in how many notions it stands: who writes rules uses the words of the texts.
fn callers(phrases: &mut [Phrase], words: &[Vec<char>], notions: &[Vec<u32>]) -> (Vec<Vec<Call>>, Vec<u32>) {
    let mut used = vec![0u64; words.len()];
    for &word in notions.iter().flatten() {
        if let Some(used) = used.get_mut(word as usize) {
            *used += 1;
        }
    }
    let weight = |word: &u32| {
        let of = *word as usize;
        let commonness = match words.get(of).map_or(0, Vec::len) {
            0 | 1 => 64,
            2 => 8,
            3 => 3,
            _ => 1,
        };
        used.get(of).copied().unwrap_or(0) * commonness
    };
    let weights: Vec<u64> = notions.iter().map(|words| words.iter().map(weight).sum()).collect();
    let mut calls = vec![Vec::new(); notions.len()];
    let mut always = Vec::new();
    for (number, phrase) in (0u32..).zip(phrases) {
        phrase.needs.sort_by_key(|notion| (weights.get(*notion as usize).copied(), *notion));
        phrase.needs.dedup();
        let &[rarest, ref others @ ..] = phrase.needs.as_slice() else {
            always.push(number);
            continue;
        };
        if let Some(calls) = calls.get_mut(rarest as usize) {
            calls.push(Call { phrase: number, needs: others.first().copied().unwrap_or(rarest) });
        }
    }
    (calls, always)
}
