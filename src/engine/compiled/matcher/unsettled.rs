//! What unknown facts leave open: every code that they may have is tried, all at once. Codes that admit the same rows are one
//! trial by words; by the tree a cut of what is unknown goes both ways.

use super::super::coding::UNKNOWN;
use super::super::select::Status;
use super::super::unknown::Candidates;
use super::tree::{Span, Tree};
use super::verdict::{Choice, Verdict};
use super::words::Words;
use super::{Column, Found, From};
use crate::engine::TRIED_ASSIGNMENTS;

/// What is tried of each fact that the rows ask, where it is unknown.
#[derive(Debug, Clone)]
pub(super) struct Unknowns {
    trials: Box<[Trial]>,
    /// By column, whether it is of a fact that is tried: what is computed is not.
    tried: Box<[bool]>,
}

#[derive(Debug, Clone)]
struct Trial {
    slot: u32,
    /// How many values are tried; nothing where they cannot be listed.
    values: Option<usize>,
    /// The words of the codes tried, each once, where one word holds all rows; one for all where no word does.
    words: Box<[[u64; 2]]>,
    /// By code, how many of those tried lie below.
    below: Box<[u32]>,
}

impl Unknowns {
    pub(super) fn new(candidates: &[Candidates], columns: &[Column], words: &Words) -> Unknowns {
        let trial = |candidate: &Candidates| {
            let column = columns.iter().enumerate().find(|(_, column)| column.from == From::Slot(candidate.slot));
            let codes = candidate.tried.as_ref().map_or(&[][..], |tried| &tried.codes);
            let of_code: &[[u64; 2]] = match column {
                Some((at, column)) if words.single() => words.of(at, column.codes),
                Some(_) | None => &[],
            };
            // A fact that no column asks changes nothing, whatever it is.
            let mut tried: Vec<[u64; 2]> = codes.iter().map(|code| of_code.get(*code as usize).copied().unwrap_or([u64::MAX; 2])).collect();
            tried.sort_unstable();
            tried.dedup();
            let most = column.map_or(0, |(_, column)| column.codes);
            let below = (0..=most).map(|code| codes.partition_point(|tried| *tried < code) as u32).collect();
            Trial { slot: candidate.slot, values: candidate.tried.as_ref().map(|tried| tried.values), words: tried.into(), below }
        };
        let trials: Box<[Trial]> = candidates.iter().map(trial).collect();
        let tried = |column: &Column| trials.iter().any(|trial| column.from == From::Slot(trial.slot));
        Unknowns { tried: columns.iter().map(tried).collect(), trials }
    }

    /// The words of what is known, or is not tried.
    pub(super) fn base(&self, words: &Words, codes: impl Iterator<Item = u32>) -> [u64; 2] {
        let (held, may) = words.word_of(codes.zip(&self.tried).map(|(code, tried)| (code != UNKNOWN || !tried).then_some(code)));
        [held, may]
    }

    /// The facts that are unknown; nothing where not all of what they may be can be tried.
    fn open(&self, code: impl Fn(u32) -> u32) -> Option<impl Iterator<Item = &Trial>> {
        let open = move |trial: &&Trial| code(trial.slot) == UNKNOWN;
        let mut total = 1usize;
        for trial in self.trials.iter().filter(&open) {
            total = total.checked_mul(trial.values?).filter(|total| (1..=TRIED_ASSIGNMENTS).contains(total))?;
            if trial.words.is_empty() {
                return None;
            }
        }
        Some(self.trials.iter().filter(open))
    }

    /// What an open verdict comes to, by `base`, the word of what is known.
    pub(super) fn narrow(
        &self,
        open: Verdict,
        base: [u64; 2],
        choice: &Choice,
        code: impl Fn(u32) -> u32,
        reached: &mut Vec<[u64; 2]>,
    ) -> Verdict {
        let Some(trials) = self.open(code) else { return open };
        reached.clear();
        reached.push(base);
        for (at, trial) in trials.enumerate() {
            if at > 0 {
                reached.sort_unstable();
                reached.dedup();
            }
            let before = reached.len();
            for word in &trial.words {
                for from in 0..before {
                    let [held, may] = reached.get(from).copied().unwrap_or([0; 2]);
                    reached.push([held & word[0], may & word[1]]);
                }
            }
            reached.drain(..before);
        }
        let mut verdicts = reached.iter().map(|[held, may]| choice.verdict(*held, *may));
        let Some(first) = verdicts.next() else { return open };
        let (mut alike, mut or_none, mut tiers) = (true, leaves_none(first.status), first.tiers);
        for verdict in verdicts {
            alike &= verdict == first;
            or_none |= leaves_none(verdict.status);
            tiers |= verdict.tiers;
        }
        if alike { first } else { Verdict { status: Status::Possible { or_none }, tiers } }
    }

    /// What rows past a word's come to by the tree, whose codes are those of slots.
    pub(super) fn reach(
        &self,
        (tree, words, columns): (&Tree, &Words, &[Column]),
        choice: &Choice,
        code: impl Fn(u32) -> u32 + Copy,
        found: &mut Found,
        tiers: &mut Vec<u32>,
    ) -> Option<Status> {
        let mut spans: Vec<Span<'_>> = self.open(code)?.filter_map(|trial| Span::new(trial.slot, &trial.below)).collect();
        let told = |column: &Column| column.code(code) != UNKNOWN || spans.iter().any(|span| From::Slot(span.column) == column.from);
        if !columns.iter().all(told) {
            return None;
        }
        found.open.clear();
        found.held.clear();
        if choice.is_unique() {
            // A row that holds whatever the facts may be is settled or in conflict, whether or not others may hold.
            let any = |slot: u32| spans.iter().find(|span| span.column == slot).map_or_else(|| code(slot), Span::first);
            let sure = |row: &&u32| words.holds(**row, |at| columns.get(at).map_or(UNKNOWN, |column| column.code(code)));
            found.held.extend(tree.find(any).rows().iter().filter(sure));
            if !found.held.is_empty() {
                return Some(choice.select(found, tiers));
            }
        }
        let mut first: Option<(Status, Vec<u32>)> = None;
        let (mut alike, mut or_none, mut all) = (true, false, Vec::new());
        tree.reach(code, &mut spans, |rows| {
            found.open.clear();
            found.held.clear();
            found.held.extend_from_slice(rows);
            let status = choice.select(found, tiers);
            or_none |= leaves_none(status);
            all.extend_from_slice(tiers);
            match &first {
                Some((known, list)) => alike &= *known == status && list == tiers,
                None => first = Some((status, tiers.clone())),
            }
        });
        let (status, list) = first?;
        if alike {
            tiers.clone_from(&list);
            return Some(status);
        }
        all.sort_unstable();
        all.dedup();
        *tiers = all;
        Some(Status::Possible { or_none })
    }
}

/// Whether it may be that no tier applies.
fn leaves_none(status: Status) -> bool {
    matches!(status, Status::NoTier | Status::Possible { or_none: true })
}
