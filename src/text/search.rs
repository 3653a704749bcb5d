//! One search: clause by clause the words, then the patterns they call for. It keeps nothing from one search to the next.

use std::ops::Range;

use regex::Regex;

use super::compile::{Compiled, Solid};
use super::fold::raw_at;
use super::join::{Joiner, Way};
use super::lexicon::{NONE, Occurrence, Waiting};
use super::{Found, Work};

/// What a clause has of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// Counted from 1; another number: not in this clause.
    clause: u32,
    /// Its last occurrence.
    last: u32,
}

/// The state of a search.
pub(super) struct Search<'a> {
    compiled: &'a Compiled,
    text: &'a str,
    seen: Vec<Seen>,
    tried: Vec<u32>,
    clause: Clause,
    joiner: Joiner,
    waiting: Waiting,
    work: Work,
}

/// The clause being searched.
#[derive(Default)]
struct Clause {
    /// Counted from 1.
    number: u32,
    range: Range<usize>,
    /// Each with the one before it of the same word, or [`NONE`].
    occurrences: Vec<(Occurrence, u32)>,
    /// Which words stand here.
    words: Vec<u32>,
    /// Where each character that is not white space begins; made when a regex asks.
    columns: Vec<u32>,
    cut: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(compiled: &'a Compiled, text: &'a str) -> Search<'a> {
        Search {
            compiled,
            text,
            seen: vec![Seen::default(); compiled.lexicon.words()],
            tried: vec![0; compiled.phrases.len()],
            clause: Clause::default(),
            joiner: Joiner::default(),
            waiting: Waiting::default(),
            work: Work::default(),
        }
    }

    pub(super) fn run(mut self, clauses: &[Range<usize>], found: &mut Vec<Found>) -> Work {
        for (number, range) in clauses.iter().enumerate() {
            if range.start >= range.end || self.text.get(range.clone()).is_none() {
                continue;
            }
            self.clause.cut = false;
            self.clause.range = range.clone();
            let most = self.compiled.limits.clause_bytes as usize;
            if range.len() > most {
                let own = self.text.get(range.clone()).unwrap_or_default();
                self.clause.range.end = range.start + own.floor_char_boundary(most);
                self.clause.cut = true;
            }
            self.clause.number = number as u32 + 1;
            self.clause(found);
            self.work.cut += u32::from(self.clause.cut);
        }
        self.work
    }

    fn clause(&mut self, found: &mut Vec<Found>) {
        let Search { compiled, text, seen, clause, waiting, work, .. } = self;
        let compiled = *compiled;
        clause.words.clear();
        clause.occurrences.clear();
        clause.columns.clear();
        let Clause { number, range, occurrences, words, .. } = clause;
        work.steps += range.len() as u64;
        work.steps += compiled.lexicon.scan(text, range.clone(), waiting, &mut |occurrence| {
            let Some(seen) = seen.get_mut(occurrence.word as usize) else { return };
            let before = if seen.clause == *number {
                seen.last
            } else {
                words.push(occurrence.word);
                NONE
            };
            *seen = Seen { clause: *number, last: occurrences.len() as u32 };
            occurrences.push((occurrence, before));
        });
        work.steps += occurrences.len() as u64;
        let first = found.len();
        for at in 0..self.clause.words.len() {
            let Some(&word) = self.clause.words.get(at) else { break };
            let calls = compiled.calls(word);
            self.work.steps += calls.len() as u64;
            for call in calls {
                if call.needs == NONE || self.stands(call.needs) {
                    self.phrase(call.phrase, found);
                }
            }
        }
        for &phrase in &compiled.always {
            self.phrase(phrase, found);
        }
        self.close(first, found);
    }

    fn stands(&self, word: u32) -> bool {
        self.seen.get(word as usize).is_some_and(|seen| seen.clause == self.clause.number)
    }

    /// Matches one pattern, once a clause.
    fn phrase(&mut self, number: u32, found: &mut Vec<Found>) {
        let compiled = self.compiled;
        let Some(phrase) = compiled.phrases.get(number as usize) else { return };
        let Some(tried) = self.tried.get_mut(number as usize) else { return };
        if std::mem::replace(tried, self.clause.number) == self.clause.number {
            return;
        }
        if !phrase.needs.iter().all(|group| group.iter().any(|&word| self.stands(word))) {
            return;
        }
        let Search { text, seen, clause, joiner, work, .. } = self;
        let (base, clause_number) = (clause.range.start, clause.number - 1);
        let most = compiled.limits.matches;
        let places = |part: usize, ways: &mut Vec<Way>| match phrase.solids.get(part) {
            Some(Solid::Words(words)) => words.iter().for_each(|word| clause.places(seen, *word, ways)),
            Some(Solid::Regex(regex)) => work.steps += clause.matches(text, regex, compiled.limits.regex_bytes, ways),
            None => {}
        };
        let (steps, more) = joiner.join(&phrase.gaps, places, most, |from, to| {
            found.push(Found { pattern: number, clause: clause_number, start: base + from as usize, end: base + to as usize });
        });
        self.work.steps += steps;
        self.clause.cut |= more;
    }

    /// Sorts what the clause gave and keeps what the limit lets.
    fn close(&mut self, first: usize, found: &mut Vec<Found>) {
        let Some(own) = found.get_mut(first..) else { return };
        if own.len() > 1 {
            own.sort_unstable_by_key(|m| (m.start, m.pattern, m.end));
        }
        if own.len() > self.compiled.limits.matches {
            found.truncate(first + self.compiled.limits.matches);
            self.clause.cut = true;
        }
    }
}

impl Clause {
    /// Where a word stands, from the last to the first.
    fn places(&self, seen: &[Seen], word: u32, ways: &mut Vec<Way>) {
        let own = seen.get(word as usize).filter(|seen| seen.clause == self.number);
        let mut at = own.map_or(NONE, |seen| seen.last);
        while let Some((o, before)) = self.occurrences.get(at as usize) {
            ways.push(Way::at(o.start, o.end, o.from, o.to));
            at = *before;
        }
    }

    /// Where a regex matches, cut to what is not white space. Answers the bytes it may have read.
    fn matches(&mut self, text: &str, regex: &Regex, most: u64, ways: &mut Vec<Way>) -> u64 {
        let Some(own) = text.get(self.range.clone()) else { return 0 };
        if self.columns.is_empty() {
            self.columns.extend(own.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at as u32));
        }
        let mut read = own.len() as u64;
        for matched in regex.find_iter(own) {
            let column = |byte: usize| self.columns.partition_point(|&at| (at as usize) < byte);
            let (start, end) = (column(matched.start()), column(matched.end()));
            if let (Some(&from), Some(&last)) = (self.columns.get(start), self.columns.get(end.wrapping_sub(1)))
                && start < end
            {
                let to = last as usize + raw_at(own.as_bytes(), last as usize).1;
                ways.push(Way::at(start as u32, end as u32, from, to as u32));
            }
            read += (own.len() - matched.end()) as u64;
            if read > most {
                self.cut = true;
                break;
            }
        }
        read
    }
}
