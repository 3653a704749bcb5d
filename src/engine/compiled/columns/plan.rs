//! What can be told of rows block by block: a bit for each tier, and above them one for each circumstance, by the codes of slots. Of more
//! tiers than a word holds the tree tells, and the bits are the circumstances' alone.

use crate::engine::compiled::kleene::Kleene;
use crate::engine::compiled::matcher::From;
use crate::engine::compiled::program::Program;
use crate::engine::compiled::term::{Limit, Term, Test};
use crate::model::HitPolicy;

/// By code: the tiers that hold, and those that may with the circumstances that may.
pub(super) type Words = Vec<[u64; 2]>;

/// A benchmark whose tiers are told by one word or by the tree, and whose circumstances fit the rest of a word.
pub(super) struct Plan {
    /// The bits of the tiers; none where the tree tells.
    pub(super) tiers: u64,
    /// Of each slot that bits depend on, its words.
    pub(super) slots: Vec<(u32, Words)>,
    /// What holds and may before any slot is asked.
    pub(super) start: [u64; 2],
    /// The tiers that ask what no single slot tells: they may hold, for all that the words say.
    pub(super) noded: u64,
    /// Those of them by which a tier that holds would be in conflict.
    pub(super) doubted: u64,
    /// The tiers whose fine is the same for every case that no circumstance pushes: as bits, and one by one.
    pub(super) plain: u64,
    pub(super) fixed: Box<[bool]>,
}

impl Plan {
    /// Nothing where the matcher tells neither way, where what is asked may fail, or where a circumstance cannot be ruled out by one fact.
    pub(super) fn new(program: &Program) -> Option<Plan> {
        let count = program.fines.fixed.len();
        if !program.computed.is_empty() || count == 0 {
            return None;
        }
        let fixed: Box<[bool]> = (0..count).map(|tier| program.fines.plain(tier).is_some()).collect();
        let mut plan = Plan { tiers: 0, slots: Vec::new(), start: [0, u64::MAX], noded: 0, doubted: 0, plain: 0, fixed };
        match program.matcher.words() {
            Some(columns) => plan.ask(columns, count, program)?,
            None if program.matcher.has_tree() => {}
            None => return None,
        }
        let nodes = &program.shared.nodes;
        let mut bits = (0..64).map(|bit| 1u64 << bit).filter(|bit| plan.tiers & bit == 0).collect::<Vec<_>>().into_iter();
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

    /// Takes over the words of the tiers; nothing where a node may fail.
    fn ask<'m>(&mut self, columns: impl Iterator<Item = (From, &'m [[u64; 2]])>, count: usize, program: &Program) -> Option<()> {
        let nodes = &program.shared.nodes;
        let tiers = u64::MAX.checked_shr(64 - u32::try_from(count).ok()?)?;
        self.tiers = tiers;
        self.start[0] = tiers;
        for (from, words) in columns {
            match from {
                From::Slot(slot) => self.slots.push((slot, words.iter().map(|[held, may]| [*held, may | !tiers]).collect())),
                From::Node(node) => {
                    let truth = match nodes.get(node as usize)? {
                        Test::Constant(truth) => *truth,
                        test if safe(test, nodes) => Kleene::Unknown,
                        _ => return None,
                    };
                    let [held, may] = words.get(truth as usize)?;
                    self.start = [self.start[0] & held, self.start[1] & (may | !tiers)];
                    if truth == Kleene::Unknown {
                        self.noded |= may & !held;
                    }
                }
            }
        }
        self.doubted = if program.policy == HitPolicy::Unique { self.noded } else { 0 };
        let plain = self.fixed.iter().enumerate().filter(|(_, fixed)| **fixed);
        self.plain = plain.fold(0, |bits, (tier, _)| bits | 1 << tier);
        Some(())
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
