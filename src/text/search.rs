//! One search: clause by clause the words, then the notions they are of, then the patterns that those call for. It keeps nothing from one
//! search to the next.

use std::ops::Range;

use regex::Regex;

use super::compile::{Compiled, Phrase, Solid, is_set};
use super::fold::raw_at;
use super::join::{Joiner, Way, descend};
use super::lexicon::{LONGEST_CLAUSE, NONE, Occurrence, Waiting};
use super::{Found, Work};

/// What a clause has of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// Counted from 1; another number: not in this clause.
    clause: u32,
    /// Its last occurrence.
    last: u32,
}

/// Between which characters a part stands, wherever it does.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    first_start: u32,
    first_end: u32,
    last_start: u32,
    last_end: u32,
}

impl Extent {
    /// Of places from the last to the first; of none, such that nothing reaches it.
    fn of(ways: &[Way]) -> Extent {
        Extent {
            first_start: ways.last().map_or(u32::MAX, |way| way.start),
            first_end: ways.iter().map(|way| way.end).min().unwrap_or(u32::MAX),
            last_start: ways.first().map_or(0, |way| way.start),
            last_end: ways.iter().map(|way| way.end).max().unwrap_or(0),
        }
    }
}

/// Where the places of a notion or a regex were put, in [`Scratch::places`].
#[derive(Clone, Copy, Debug, Default)]
struct Placed {
    /// Counted from 1; another number: not yet in this clause.
    clause: u32,
    from: u32,
    to: u32,
    extent: Extent,
}

/// What a search remembers of the clause, and room for it. Kept from search to search, it spares a short one most of its work.
#[derive(Default)]
pub(crate) struct Scratch {
    seen: Vec<Seen>,
    clause: Clause,
    places: Places,
    joiner: Joiner,
    waiting: Waiting,
}

/// The state of a search.
pub(super) struct Search<'a> {
    compiled: &'a Compiled,
    text: &'a str,
    scratch: &'a mut Scratch,
    work: Work,
}

/// The clause being searched.
#[derive(Default)]
struct Clause {
    /// Counted from 1 through all searches, so that what is remembered of another clause never counts.
    number: u32,
    /// Counted from 0 in this search.
    at: u32,
    range: Range<usize>,
    /// Each with the one before it of the same word, or [`NONE`].
    occurrences: Vec<(Occurrence, u32)>,
    /// Which words stand here.
    words: Vec<u32>,
    /// Which notions stand here, as bits by number.
    notions: Vec<u64>,
    /// Where each character that is not white space begins; made when a regex asks.
    columns: Vec<u32>,
    cut: bool,
}

/// Where notions and regexes stand in the clause: found when first asked, whatever the number of patterns that ask.
#[derive(Default)]
struct Places {
    all: Vec<Way>,
    notions: Vec<Placed>,
    regexes: Vec<Placed>,
}

impl<'a> Search<'a> {
    pub(super) fn new(compiled: &'a Compiled, text: &'a str, scratch: &'a mut Scratch) -> Search<'a> {
        let (words, notions, regexes) = (compiled.lexicon.words(), compiled.notions.count, compiled.regexes.len());
        let Places { notions: placed, regexes: matched, .. } = &mut scratch.places;
        scratch.seen.resize(words.max(scratch.seen.len()), Seen::default());
        placed.resize(notions.max(placed.len()), Placed::default());
        matched.resize(regexes.max(matched.len()), Placed::default());
        Search { compiled, text, scratch, work: Work::default() }
    }

    pub(super) fn run(mut self, clauses: &[Range<usize>], found: &mut Vec<Found>) -> Work {
        for (at, range) in (0u32..).zip(clauses) {
            if range.start >= range.end || self.text.get(range.clone()).is_none() {
                continue;
            }
            let clause = &mut self.scratch.clause;
            (clause.at, clause.range, clause.cut) = (at, range.clone(), false);
            let most = self.compiled.limits.clause_bytes.min(LONGEST_CLAUSE) as usize;
            if range.len() > most {
                let own = self.text.get(range.clone()).unwrap_or_default();
                clause.range.end = range.start + own.floor_char_boundary(most);
                clause.cut = true;
            }
            match clause.number.checked_add(1) {
                Some(next) => clause.number = next,
                None => self.forget(),
            }
            self.clause(found);
            self.work.cut += u32::from(self.scratch.clause.cut);
        }
        self.work
    }

    /// Begins to count clauses anew.
    fn forget(&mut self) {
        let Scratch { seen, clause, places, .. } = &mut *self.scratch;
        seen.fill(Seen::default());
        places.notions.fill(Placed::default());
        places.regexes.fill(Placed::default());
        clause.number = 1;
    }

    fn clause(&mut self, found: &mut Vec<Found>) {
        let Search { compiled, text, scratch, work } = self;
        let (compiled, Scratch { seen, clause, places, waiting, .. }) = (*compiled, &mut **scratch);
        clause.words.clear();
        clause.occurrences.clear();
        clause.columns.clear();
        places.all.clear();
        let Clause { number, range, occurrences, words, .. } = clause;
        work.steps += range.len() as u64;
        work.steps += compiled.lexicon.scan(text, range.clone(), waiting, &mut |occurrence| {
            let Some(seen) = seen.get_mut(occurrence.word as usize) else { return };
            let at = occurrences.len() as u32;
            let before = if seen.clause == *number {
                seen.last
            } else {
                words.push(occurrence.word);
                NONE
            };
            *seen = Seen { clause: *number, last: at };
            occurrences.push((occurrence, before));
        });
        work.steps += occurrences.len() as u64;
        let notions = &mut clause.notions;
        notions.clear();
        notions.resize(compiled.notions.calling.len(), 0);
        work.steps += words.iter().map(|&word| compiled.notions.add(word, notions)).sum::<u64>();
        let first = found.len();
        for (block, &calling) in compiled.notions.calling.iter().enumerate() {
            let mut left = self.scratch.clause.notions.get(block).map_or(0, |own| own & calling);
            while left != 0 {
                let calls = compiled.calls.of(block as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
                self.work.steps += calls.len() as u64;
                for call in calls {
                    if is_set(&self.scratch.clause.notions, call.needs) {
                        self.phrase(call.phrase, found);
                    }
                }
            }
        }
        for &phrase in &compiled.always {
            self.phrase(phrase, found);
        }
        self.close(first, found);
    }

    /// Matches one pattern.
    fn phrase(&mut self, number: u32, found: &mut Vec<Found>) {
        let compiled = self.compiled;
        let Some(phrase) = compiled.phrases.get(number as usize) else { return };
        if !phrase.needs.iter().all(|&notion| is_set(&self.scratch.clause.notions, notion)) || !self.in_reach(phrase) {
            return;
        }
        let (base, clause_number) = (self.scratch.clause.range.start, self.scratch.clause.at);
        for &solid in &phrase.solids {
            self.place(solid);
        }
        let Scratch { places, joiner, .. } = &mut *self.scratch;
        let asked =
            |part: usize, ways: &mut Vec<Way>| ways.extend_from_slice(phrase.solids.get(part).map_or(&[], |&solid| places.of(solid)));
        let (steps, more) = joiner.join(&phrase.gaps, asked, compiled.limits.matches, |from, to| {
            found.push(Found { pattern: number, clause: clause_number, start: base + from as usize, end: base + to as usize });
        });
        self.work.steps += steps;
        self.scratch.clause.cut |= more;
    }

    /// Whether the first and last places of the notions let the parts follow each other at all, which those of most patterns do not.
    fn in_reach(&mut self, phrase: &Phrase) -> bool {
        let gaps = std::iter::once((0, u32::MAX)).chain(phrase.gaps.iter().copied());
        // Where the part before may end.
        let (mut earliest, mut latest) = (0u32, u32::MAX);
        for (&solid, (least, most)) in phrase.solids.iter().zip(gaps) {
            let from = earliest.saturating_add(least);
            if let Solid::Words(_) = solid {
                let extent = self.place(solid);
                if extent.last_start < from || extent.first_start > latest.saturating_add(most) {
                    return false;
                }
                (earliest, latest) = (extent.first_end.max(from.saturating_add(1)), extent.last_end);
            } else {
                // Never empty.
                (earliest, latest) = (from.saturating_add(1), u32::MAX);
            }
        }
        true
    }

    /// Finds where a part stands in the clause, once.
    fn place(&mut self, solid: Solid) -> Extent {
        let Search { compiled, text, scratch, work } = self;
        let Scratch { seen, clause, places, .. } = &mut **scratch;
        let Places { all, notions, regexes } = places;
        let placed = match solid {
            Solid::Words(notion) => notions.get_mut(notion as usize),
            Solid::Regex(regex) => regexes.get_mut(regex as usize),
        };
        let Some(placed) = placed else { return Extent::default() };
        if placed.clause != clause.number {
            let from = all.len();
            match solid {
                Solid::Words(notion) => {
                    work.steps += clause.words.len() as u64;
                    compiled.notions.words(notion, &clause.words).for_each(|word| clause.places(seen, word, all));
                }
                Solid::Regex(regex) => {
                    let regex = compiled.regexes.get(regex as usize);
                    work.steps += regex.map_or(0, |regex| clause.matches(text, regex, compiled.limits.regex_bytes, all));
                }
            }
            let own = all.get_mut(from..).unwrap_or_default();
            descend(own, |way| way.start);
            *placed = Placed { clause: clause.number, from: from as u32, to: (from + own.len()) as u32, extent: Extent::of(own) };
        }
        placed.extent
    }

    /// Sorts what the clause gave and keeps what the limit lets.
    fn close(&mut self, first: usize, found: &mut Vec<Found>) {
        let Some(own) = found.get_mut(first..) else { return };
        if own.len() > 1 {
            own.sort_unstable_by_key(|m| (m.start, m.pattern, m.end));
        }
        if own.len() > self.compiled.limits.matches {
            found.truncate(first + self.compiled.limits.matches);
            self.scratch.clause.cut = true;
        }
    }
}

impl Places {
    /// Where a part stands that was placed, from the last place to the first.
    fn of(&self, solid: Solid) -> &[Way] {
        let placed = match solid {
            Solid::Words(notion) => self.notions.get(notion as usize),
            Solid::Regex(regex) => self.regexes.get(regex as usize),
        };
        placed.and_then(|placed| self.all.get(placed.from as usize..placed.to as usize)).unwrap_or_default()
    }
}

impl Clause {
    /// Where a word stands, from the last place to the first.
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
        let mut read = own.len() as u64;
        for matched in regex.find_iter(own) {
            if self.columns.is_empty() {
                self.columns.extend(own.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at as u32));
            }
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

#[cfg(test)]
mod tests {
    use super::super::{Found, Limits, Matcher, Part, Pattern};
    use super::Scratch;

    #[test]
    fn what_one_search_leaves_behind_is_nothing_to_the_next() {
        let words = |words: &str| Part::Words(words.split('|').map(str::to_owned).collect());
        let gap = Part::Gap { least: 0, most: 4 };
        let matcher = |patterns: &[Pattern]| Matcher::new(patterns, &Limits::default()).expect("good patterns");
        let few = matcher(&[Pattern { parts: vec![words("不得|严禁"), gap.clone(), Part::Regex("[0-9]+元".into())] }]);
        let many = matcher(&[
            Pattern { parts: vec![words("单位"), gap.clone(), words("购买|使用")] },
            Pattern { parts: vec![Part::Regex("[0-9]+元".into())] },
            Pattern { parts: vec![words("不|得|元"), gap, words("买|单位")] },
        ]);
        let texts = ["单位不得收费500元，严禁3元", "使用单位购买", "", "不得", "严禁单位使用30元购买"];
        let mut kept = Scratch::default();
        // Clauses are counted to the end, and from the beginning again.
        for number in [0, 40, u32::MAX - 5] {
            kept.clause.number = number;
            for text in texts.iter().cycle().take(11) {
                let whole = 0..text.len();
                for matcher in [&few, &many] {
                    let (mut found, mut expected): (Vec<Found>, Vec<Found>) = Default::default();
                    let clause = std::slice::from_ref(&whole);
                    assert_eq!(matcher.find_with(&mut kept, text, clause, &mut found), matcher.find(text, clause, &mut expected));
                    assert_eq!(found, expected, "{text}");
                }
            }
        }
    }
}
