//! Which answer each row of a block has, by anding the words of its codes or down the tree of the tiers. It settles a row, says what
//! unknown facts leave open, or leaves the row to [`Row`](crate::engine::Row); it says nothing that a row would not.

use std::ops::Range;

use super::answers::Kinds;
use super::plan::Plan;
use super::source::{ODD, Source};
use crate::engine::compiled::Status;
use crate::engine::compiled::coding::UNKNOWN;
use crate::engine::compiled::matcher::{Found, Glance, Leaf, Matcher, bits};
use crate::engine::compiled::program::Program;

/// Rows of a block: its codes and words stay in the first cache. Bits of answers are written by the 64.
pub(super) const BLOCK: usize = 512;

/// What one block is worked out in.
pub(super) struct Block {
    /// The codes of each slot.
    codes: Vec<[u32; BLOCK]>,
    /// Those of one row.
    row: Vec<u32>,
    held: [u64; BLOCK],
    may: [u64; BLOCK],
    pub(super) kinds: [u32; BLOCK],
    /// The tiers of the rows that none settles, row after row, and where those of each end.
    pub(super) listed: Vec<u32>,
    pub(super) ends: Vec<usize>,
    tiers: Vec<u32>,
    found: Found,
}

impl Block {
    pub(super) fn new(program: &Program) -> Box<Block> {
        Box::new(Block {
            codes: vec![[UNKNOWN; BLOCK]; program.slots.len()],
            row: vec![UNKNOWN; program.slots.len()],
            held: [0; BLOCK],
            may: [0; BLOCK],
            kinds: [0; BLOCK],
            listed: Vec::new(),
            ends: Vec::new(),
            tiers: Vec::new(),
            found: Found::default(),
        })
    }

    /// Forgets the columns of the batch before.
    pub(super) fn clear(&mut self) {
        self.codes.iter_mut().for_each(|codes| codes.fill(UNKNOWN));
    }
}

/// A plan with the columns of a batch.
pub(super) struct Asked<'p> {
    plan: &'p Plan,
    matcher: &'p Matcher,
    kinds: Kinds,
    sources: &'p [Source<'p>],
    start: [u64; 2],
    /// The slots that bits depend on and a column gives.
    words: Vec<(u32, &'p [[u64; 2]])>,
}

impl<'p> Asked<'p> {
    pub(super) fn new(plan: &'p Plan, program: &'p Program, kinds: Kinds, sources: &'p [Source<'p>]) -> Asked<'p> {
        let (mut start, mut words) = (plan.start, Vec::new());
        for (slot, of_code) in &plan.slots {
            if sources.iter().any(|source| source.slot == *slot) {
                words.push((*slot, of_code.as_slice()));
            } else {
                let [held, may] = of_code.get(UNKNOWN as usize).copied().unwrap_or([0, u64::MAX]);
                start = [start[0] & held, start[1] & may];
            }
        }
        Asked { plan, matcher: &program.matcher, kinds, sources, start, words }
    }

    /// The kind of answer of each row of a block; true where a tier settles every one.
    pub(super) fn settle(&self, rows: Range<usize>, block: &mut Block) -> bool {
        let count = rows.len().min(BLOCK);
        let Block { codes, held, may, kinds, listed, ends, .. } = block;
        let (held, may, kinds) = (&mut held[..count], &mut may[..count], &mut kinds[..count]);
        listed.clear();
        ends.clear();
        for source in self.sources {
            if let Some(codes) = codes.get_mut(source.slot as usize) {
                source.codes(rows.clone(), &mut codes[..count]);
            }
        }
        held.fill(self.start[0]);
        may.fill(self.start[1]);
        for (slot, words) in &self.words {
            let Some(codes) = codes.get(*slot as usize) else { continue };
            for ((held, may), code) in held.iter_mut().zip(may.iter_mut()).zip(codes) {
                let [must, can] = words.get(*code as usize).copied().unwrap_or([0, u64::MAX]);
                (*held, *may) = (*held & must, *may & can);
            }
        }
        let (plan, open) = (self.plan, self.kinds.open());
        if plan.tiers == 0 {
            kinds.fill(open);
        } else {
            for ((held, may), kind) in held.iter().zip(may.iter()).zip(kinds.iter_mut()) {
                let bit = self.matcher.bit(*held, may & plan.tiers);
                let free = may & !plan.tiers == 0 && may & plan.doubted & !held == 0;
                *kind = if free && bit & plan.plain != 0 && bit.is_power_of_two() { bit.trailing_zeros() } else { open };
            }
        }
        for source in self.sources {
            // A value without a code is the row's to judge.
            if let Some(codes) = codes.get(source.slot as usize).and_then(|codes| codes.get(..count)).filter(|codes| codes.contains(&ODD)) {
                let odd = codes.iter().zip(kinds.iter_mut()).filter(|(code, _)| **code == ODD);
                odd.for_each(|(_, kind)| *kind = self.kinds.alone());
            }
        }
        if plan.tiers == 0 {
            self.descend(count, block);
        } else if kinds.contains(&open) {
            self.weigh(count, block);
        }
        let tiers = self.kinds.tiers();
        block.kinds[..count].iter().all(|kind| *kind < tiers)
    }

    /// What the rows come to that no word settled at once.
    fn weigh(&self, count: usize, block: &mut Block) {
        let (plan, matcher) = (self.plan, self.matcher);
        for at in 0..count {
            if block.kinds[at] != self.kinds.open() {
                continue;
            }
            let (held, may) = (block.held[at], block.may[at]);
            block.kinds[at] = if may & plan.noded == 0 {
                let Block { codes, found, tiers, .. } = block;
                let verdict =
                    matcher.weigh(held, may & plan.tiers, |slot| codes.get(slot as usize).map_or(UNKNOWN, |codes| codes[at]), found);
                tiers.clear();
                bits(verdict.tiers, tiers);
                self.kind(verdict.status, at, block)
            } else {
                self.kinds.alone()
            };
        }
    }

    /// The rows by the tree.
    fn descend(&self, count: usize, block: &mut Block) {
        for at in 0..count {
            if block.kinds[at] != self.kinds.open() {
                continue;
            }
            let Block { codes, row, found, tiers, .. } = block;
            // The tree asks a row's codes again and again: they are laid side by side first.
            for slot in self.matcher.slots() {
                if let (Some(code), Some(codes)) = (row.get_mut(*slot as usize), codes.get(*slot as usize)) {
                    *code = codes[at];
                }
            }
            let code = |slot: u32| row.get(slot as usize).copied().unwrap_or(UNKNOWN);
            let status = match self.matcher.glance(code) {
                Some(Glance::Rows(Leaf::Row(only))) => {
                    tiers.clear();
                    tiers.push(only);
                    Some(Status::Settled)
                }
                _ => self.matcher.descend(code, found, tiers),
            };
            block.kinds[at] = match status {
                Some(status) => self.kind(status, at, block),
                None => self.kinds.alone(),
            };
        }
    }

    /// The kind of answer that a row has, whose tiers are in the block's.
    #[inline]
    fn kind(&self, status: Status, at: usize, block: &mut Block) -> u32 {
        let free = block.may[at] & !self.plan.tiers == 0;
        match (status, block.tiers.as_slice()) {
            (Status::Settled, [only]) if free && self.plan.fixed.get(*only as usize) == Some(&true) => *only,
            (Status::Settled, _) => self.kinds.alone(),
            (Status::Possible { .. } | Status::NoTier | Status::Conflict, tiers) => {
                block.listed.extend_from_slice(tiers);
                block.ends.push(block.listed.len());
                self.kinds.unsettled(status)
            }
        }
    }
}
