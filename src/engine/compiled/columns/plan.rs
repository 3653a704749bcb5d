//! Which tier applies to each row of a block, by anding the words of its codes: a bit for each tier, and above them one for each
//! circumstance. It settles a row or leaves it to [`Row`](crate::engine::Row); it never says anything else.

use std::ops::Range;

use super::source::{ODD, Source};
use crate::engine::compiled::coding::UNKNOWN;
use crate::engine::compiled::kleene::Kleene;
use crate::engine::compiled::matcher::From;
use crate::engine::compiled::program::Program;
use crate::engine::compiled::term::{Limit, Term, Test};
use crate::model::HitPolicy;

/// Rows of a block: its codes and words stay in the first cache.
pub(super) const BLOCK: usize = 512;

/// The tier of a row that the words do not settle.
pub(super) const OPEN: u8 = u8::MAX;

/// What one block is worked out in.
pub(super) struct Block {
    codes: [u32; BLOCK],
    held: [u64; BLOCK],
    may: [u64; BLOCK],
    pub(super) tiers: [u8; BLOCK],
}

impl Block {
    pub(super) fn new() -> Box<Block> {
        Box::new(Block { codes: [0; BLOCK], held: [0; BLOCK], may: [0; BLOCK], tiers: [OPEN; BLOCK] })
    }
}

/// By code: the tiers that hold, and those that may with the circumstances that may.
type Words = Vec<[u64; 2]>;

/// A benchmark whose tiers and circumstances fit one word.
pub(super) struct Plan {
    tiers: u64,
    /// Of each slot that is asked, its words.
    slots: Vec<(u32, Words)>,
    /// What holds and may before any slot is asked.
    start: [u64; 2],
    /// The tiers of 其他情形.
    otherwise: u64,
    /// The tiers whose fine is the same for every case that no circumstance pushes.
    plain: u64,
    policy: HitPolicy,
}

impl Plan {
    /// Nothing where there are too many tiers and circumstances for one word, where what is asked may fail, or where a
    /// circumstance cannot be ruled out by one fact.
    pub(super) fn new(program: &Program) -> Option<Plan> {
        let count = program.fines.fixed.len();
        if !program.computed.is_empty() || count == 0 || count > 64 {
            return None;
        }
        let tiers = u64::MAX >> (64 - count);
        let nodes = &program.shared.nodes;
        let mut plan = Plan { tiers, slots: Vec::new(), start: [tiers, u64::MAX], otherwise: 0, plain: 0, policy: program.policy };
        for (from, words) in program.matcher.words()? {
            match from {
                From::Slot(slot) => plan.slots.push((slot, words.iter().map(|[held, may]| [*held, may | !tiers]).collect())),
                From::Node(node) => {
                    let truth = match nodes.get(node as usize)? {
                        Test::Constant(truth) => *truth,
                        test if safe(test, nodes) => Kleene::Unknown,
                        _ => return None,
                    };
                    let [held, may] = words.get(truth as usize)?;
                    plan.start = [plan.start[0] & held, plan.start[1] & (may | !tiers)];
                }
            }
        }
        plan.otherwise = program.otherwise.iter().fold(0, |bits, tier| bits | 1 << tier);
        plan.plain = (0..count).filter(|tier| program.fines.plain(*tier).is_some()).fold(0, |bits, tier| bits | 1 << tier);
        let mut bits = (count as u32..64).map(|bit| 1u64 << bit);
        for (test, _) in &program.circumstances {
            if !safe(test, nodes) {
                return None;
            }
            for part in alternatives(test, nodes) {
                let bit = bits.next()?;
                if !plan.rule_out(bit, part, program) {
                    return None;
                }
            }
        }
        // No circumstance has the bits that are left.
        let unused = bits.fold(0, |unused, bit| unused | bit);
        plan.start[1] &= !unused;
        Some(plan)
    }

    /// Clears a circumstance's bit where one fact alone says that it does not hold; false where none ever does.
    fn rule_out(&mut self, bit: u64, test: &Test, program: &Program) -> bool {
        match test {
            Test::Constant(Kleene::True) => false,
            Test::Constant(_) => {
                self.start[1] &= !bit;
                true
            }
            Test::Table(slot, truths) => {
                let at = match self.slots.iter().position(|(other, _)| other == slot) {
                    Some(at) => at,
                    None => {
                        self.slots.push((*slot, vec![[self.tiers, u64::MAX]; truths.len()]));
                        self.slots.len() - 1
                    }
                };
                for (words, truth) in self.slots.get_mut(at).into_iter().flat_map(|(_, words)| words).zip(truths.iter()) {
                    if *truth != Kleene::True {
                        words[1] &= !bit;
                    }
                }
                true
            }
            Test::Node(node) => program.shared.nodes.get(*node as usize).is_some_and(|test| self.rule_out(bit, test, program)),
            Test::And(one, other) => {
                let one = self.rule_out(bit, one, program);
                self.rule_out(bit, other, program) || one
            }
            Test::AtLeast(count, tests) if *count as usize == tests.len() => {
                // Each part rules out its own: none may be passed over.
                let mut ruled = false;
                for test in tests {
                    ruled |= self.rule_out(bit, test, program);
                }
                ruled
            }
            _ => false,
        }
    }

    /// The words by which the sources of a batch are decided.
    pub(super) fn over<'p>(&'p self, sources: &'p [Source<'p>]) -> Asked<'p> {
        let mut start = self.start;
        let mut asked = Vec::new();
        for (slot, words) in &self.slots {
            match sources.iter().find(|source| source.slot == *slot) {
                Some(source) => asked.push((source, words.as_slice())),
                None => {
                    let [held, may] = words.get(UNKNOWN as usize).copied().unwrap_or([0, u64::MAX]);
                    start = [start[0] & held, start[1] & may];
                }
            }
        }
        let unasked = sources.iter().filter(|source| !self.slots.iter().any(|(slot, _)| *slot == source.slot)).collect();
        Asked { plan: self, start, asked, unasked }
    }

    /// The bit of the only tier that applies, or something that is no single bit.
    #[inline]
    fn only(&self, held: u64, may: u64) -> u64 {
        match self.policy {
            HitPolicy::Unique => held,
            HitPolicy::First => may & may.wrapping_neg() & held,
            HitPolicy::Gravest => held & (1u64 << 63).checked_shr(may.leading_zeros()).unwrap_or(0),
            HitPolicy::Collect if held == may => held,
            HitPolicy::Collect => 0,
        }
    }
}

/// A plan with the columns of a batch.
pub(super) struct Asked<'p> {
    plan: &'p Plan,
    start: [u64; 2],
    asked: Vec<(&'p Source<'p>, &'p [[u64; 2]])>,
    /// Columns that no condition asks; their values must be right all the same.
    unasked: Vec<&'p Source<'p>>,
}

impl Asked<'_> {
    /// The tier of each row of a block, or [`OPEN`].
    pub(super) fn settle(&self, rows: Range<usize>, block: &mut Block) {
        let count = rows.len().min(BLOCK);
        let (held, may) = (&mut block.held[..count], &mut block.may[..count]);
        let (codes, tiers) = (&mut block.codes[..count], &mut block.tiers[..count]);
        held.fill(self.start[0]);
        may.fill(self.start[1]);
        tiers.fill(0);
        for (source, words) in &self.asked {
            source.codes(rows.clone(), codes);
            let mut odd = false;
            for ((held, may), code) in held.iter_mut().zip(may.iter_mut()).zip(codes.iter()) {
                match words.get(*code as usize) {
                    Some([must, can]) => (*held, *may) = (*held & must, *may & can),
                    None => odd = true,
                }
            }
            if odd {
                mark(codes, tiers);
            }
        }
        for source in &self.unasked {
            source.codes(rows.clone(), codes);
            mark(codes, tiers);
        }
        let plan = self.plan;
        for ((held, may), tier) in held.iter().zip(may.iter()).zip(tiers) {
            let pushed = may & !plan.tiers;
            let (mut held, mut may) = (*held, may & plan.tiers);
            if may == 0 {
                (held, may) = (plan.otherwise, plan.otherwise);
            }
            let bit = plan.only(held, may);
            let settled = bit.is_power_of_two() && bit & plan.plain != 0 && pushed == 0 && *tier != OPEN;
            *tier = if settled { bit.trailing_zeros() as u8 } else { OPEN };
        }
    }
}

fn mark(codes: &[u32], tiers: &mut [u8]) {
    for (code, tier) in codes.iter().zip(tiers) {
        if *code == ODD {
            *tier = OPEN;
        }
    }
}

/// Tests of which at least one holds where `test` does.
fn alternatives<'t>(test: &'t Test, nodes: &'t [Test]) -> Vec<&'t Test> {
    match test {
        Test::Node(node) => nodes.get(*node as usize).map_or(vec![test], |inner| alternatives(inner, nodes)),
        Test::AtLeast(1.., tests) if tests.len() > 1 && !matches!(test, Test::AtLeast(count, _) if *count as usize == tests.len()) => {
            tests.iter().flat_map(|test| alternatives(test, nodes)).collect()
        }
        _ => vec![test],
    }
}

/// Whether a test comes to a truth for every case: nothing in it is reckoned that may fail.
fn safe(test: &Test, nodes: &[Test]) -> bool {
    let limit = |limit: &Limit| limit.as_ref().is_none_or(|(term, _)| safe_term(term, nodes));
    match test {
        Test::Constant(_) | Test::Table(..) => true,
        Test::Node(node) => nodes.get(*node as usize).is_none_or(|test| safe(test, nodes)),
        Test::Not(inner) => safe(inner, nodes),
        Test::And(one, other) => safe(one, nodes) && safe(other, nodes),
        Test::AtLeast(_, tests) => tests.iter().all(|test| safe(test, nodes)),
        Test::Holds(term) | Test::Present(term, _) | Test::Member(term, _) | Test::Contains(term, _) => safe_term(term, nodes),
        Test::Compare(term, lower, upper) => safe_term(term, nodes) && limit(lower) && limit(upper),
        Test::CompareOutcome(_, lower, upper) => limit(lower) && limit(upper),
        Test::Imposes(_) => true,
        Test::CompareScore(..) => false,
        Test::Equals(term, among) => safe_term(term, nodes) && among.iter().all(|term| safe_term(term, nodes)),
    }
}

fn safe_term(term: &Term, nodes: &[Test]) -> bool {
    match term {
        Term::Constant(_) | Term::Slot(_) | Term::Element(_) | Term::Outcome(_) => true,
        Term::Binary(..) | Term::Shift(..) | Term::Sum(..) | Term::Score(_) => false,
        Term::Larger(parts) | Term::Smaller(parts) => parts.iter().all(|part| safe_term(part, nodes)),
        Term::ElapsedDays(from, to) | Term::YearsOfAge(from, to) => safe_term(from, nodes) && safe_term(to, nodes),
        Term::Count(_, filter) => filter.as_ref().is_none_or(|test| safe(test, nodes)),
        Term::Truth(test) => safe(test, nodes),
    }
}
