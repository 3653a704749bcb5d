//! Patterns made into tables: their words numbered, and for each pattern the words that call for it. It searches nothing.

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
    /// By word: where in `calls` its own begin; one more at the end.
    first_call: Vec<u32>,
    calls: Vec<Call>,
    /// Patterns without a word that they need: tried on every clause.
    pub(super) always: Vec<u32>,
    pub(super) limits: Limits,
}

/// A word calls for this pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) phrase: u32,
    /// A word the pattern needs as well, or [`NONE`] if that takes a closer look: most calls end here.
    pub(super) needs: u32,
}

/// A pattern: what stands fixed, and how far apart.
#[derive(Debug)]
pub(super) struct Phrase {
    /// Never empty.
    pub(super) solids: Vec<Solid>,
    /// Between each solid and the next: the fewest and the most characters.
    pub(super) gaps: Vec<(u32, u32)>,
    /// Of each of these at least one word must stand in the clause.
    pub(super) needs: Vec<Vec<u32>>,
}

/// What is not a gap.
#[derive(Debug)]
pub(super) enum Solid {
    /// Numbers of words.
    Words(Vec<u32>),
    Regex(Regex),
}

impl Compiled {
    /// The patterns a word calls for.
    pub(super) fn calls(&self, word: u32) -> &[Call] {
        let at = |word: usize| self.first_call.get(word).map_or(0, |&at| at as usize);
        self.calls.get(at(word as usize)..at(word as usize + 1)).unwrap_or_default()
    }
}

/// Words and their numbers.
#[derive(Default)]
struct Numbers {
    known: HashMap<Vec<char>, u32>,
    words: Vec<Vec<char>>,
}

impl Numbers {
    fn of(&mut self, word: Vec<char>) -> u32 {
        let words = &mut self.words;
        *self.known.entry(word).or_insert_with_key(|word| {
            words.push(word.clone());
            (words.len() - 1) as u32
        })
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
    let mut numbers = Numbers::default();
    let mut phrases = Vec::with_capacity(patterns.len());
    for (number, pattern) in patterns.iter().enumerate() {
        phrases.push(phrase(number, pattern, limits, &mut numbers)?);
    }
    let (by_word, always) = callers(&phrases, &numbers.words);
    let mut first_call = vec![0];
    let mut calls = Vec::new();
    for own in by_word {
        calls.extend(own);
        first_call.push(calls.len() as u32);
    }
    Ok(Compiled { lexicon: Lexicon::new(&numbers.words), phrases, first_call, calls, always, limits: *limits })
}

fn phrase(pattern: usize, given: &Pattern, limits: &Limits, numbers: &mut Numbers) -> Result<Phrase, PatternError> {
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
                let words = check_words(pattern, part, words, limits)?;
                let mut own: Vec<u32> = words.into_iter().map(|word| numbers.of(word)).collect();
                own.sort_unstable();
                own.dedup();
                made.needs.push(own.clone());
                Solid::Words(own)
            }
            Part::Regex(regex) => {
                let compiled =
                    expression::compile(regex, limits.regex_size).map_err(|reason| PatternError::Regex { pattern, part, reason })?;
                made.needs.extend(expression::required(regex).map(|words| words.into_iter().map(|word| numbers.of(word)).collect()));
                Solid::Regex(compiled)
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

/// For each word the patterns it calls for, and the patterns that no word calls for.
///
/// A pattern is called by one of its parts: the one that occurs least. How common a word is in the texts can be guessed from how short
/// it is and in how many patterns it stands: who writes rules uses the words of the texts.
fn callers(phrases: &[Phrase], words: &[Vec<char>]) -> (Vec<Vec<Call>>, Vec<u32>) {
    let mut used = vec![0u64; words.len()];
    for &word in phrases.iter().flat_map(|phrase| phrase.needs.iter().flatten()) {
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
    let mut calls = vec![Vec::new(); words.len()];
    let mut always = Vec::new();
    for (number, phrase) in phrases.iter().enumerate() {
        let rarest = phrase.needs.iter().enumerate().min_by_key(|(_, group)| group.iter().map(weight).sum::<u64>());
        let Some((chosen, group)) = rarest else {
            always.push(number as u32);
            continue;
        };
        let others = phrase.needs.iter().enumerate().filter(|(at, _)| *at != chosen);
        let single = others.filter_map(|(_, group)| if let [word] = group.as_slice() { Some(word) } else { None });
        let needs = single.min_by_key(|word| weight(word)).copied().unwrap_or(NONE);
        for &word in group {
            if let Some(calls) = calls.get_mut(word as usize) {
                calls.push(Call { phrase: number as u32, needs });
            }
        }
    }
    (calls, always)
}
