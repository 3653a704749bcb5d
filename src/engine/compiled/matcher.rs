//! Which tiers hold, found by an index over the columns of their conditions and not tier after tier.
//!
//! Up to 64 tiers: a word for each code of each column, and the words of a case's codes are anded. Beyond: a tree of cuts over
//! the codes, whose leaves are the tiers that hold; its cost is the logarithm of the number of tiers. Where a fact is unknown,
//! or the tree would grow past its budget, the words again, with a summary over them.

mod grid;
mod tree;
mod unsettled;
mod verdict;
mod words;

use std::sync::Arc;

use super::coding::UNKNOWN;
use super::eval::Eval;
use super::kleene::Kleene;
use super::select::Status;
use super::unknown::Candidates;
use crate::engine::EvaluationError;
use crate::model::HitPolicy;

pub(super) use tree::Leaf;
use tree::Tree;
use unsettled::Unknowns;
use verdict::Choice;
pub(super) use verdict::Verdict;
use words::Words;

/// Where a column's code comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum From {
    Slot(u32),
    Node(u32),
}

/// A column: a part of the tiers' conditions.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) from: From,
    pub(super) codes: u32,
}

impl Column {
    /// The code of a slot's column.
    #[inline]
    fn code(&self, code: impl Fn(u32) -> u32) -> u32 {
        match self.from {
            From::Slot(slot) => code(slot),
            From::Node(_) => UNKNOWN,
        }
    }
}

/// What the codes of slots alone tell.
pub(super) enum Glance<'m> {
    /// A bit for each row: those that hold, and those that may.
    Word { held: u64, may: u64 },
    /// The rows that hold, where nothing is unknown.
    Rows(Leaf<'m>),
}

/// The conditions of the tiers by column; a tier that does not ask a column has no cell there.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<(u32, Arc<[Kleene]>)>>,
}

impl Rows {
    /// Whether every column is a slot, so that no node need be asked.
    fn plain(&self) -> bool {
        self.columns.iter().all(|column| matches!(column.from, From::Slot(_)))
    }
}

/// What held, by ascending number of the row.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) held: Vec<u32>,
    pub(super) open: Vec<u32>,
    /// Words that trials have led to.
    reached: Vec<[u64; 2]>,
}

/// The index.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    columns: Box<[Column]>,
    /// The slots of the columns, where every column is one: no node need be asked.
    plain: Option<Box<[u32]>>,
    words: Words,
    tree: Option<Tree>,
    choice: Choice,
    unknowns: Unknowns,
}

/// A tree over more columns than this would be deep, and built slowly.
const WIDEST: usize = 64;

/// The codes of a case by column; more columns than this are kept on the heap.
const ON_STACK: usize = 32;

impl Matcher {
    /// An index of the words alone, which unknown facts are not tried by: made sooner, and slower past 64 rows.
    pub(super) fn shallow(rows: &Rows, policy: HitPolicy, otherwise: &[u32]) -> Matcher {
        let words = Words::new(rows);
        let slot = |column: &Column| if let From::Slot(slot) = column.from { Some(slot) } else { None };
        Matcher {
            plain: rows.columns.iter().map(slot).collect(),
            tree: None,
            choice: Choice::new(policy, otherwise),
            unknowns: Unknowns::new(&[], &rows.columns, &words),
            columns: rows.columns.clone().into(),
            words,
        }
    }

    pub(super) fn new(rows: &Rows, policy: HitPolicy, otherwise: &[u32], candidates: &[Candidates]) -> Matcher {
        // The tree knows true and false alone: of a known value a table must say one of them.
        let decided = |(column, truths): &(u32, Arc<[Kleene]>)| match rows.columns.get(*column as usize) {
            Some(Column { from: From::Slot(_), .. }) => truths.iter().skip(1).all(|t| *t != Kleene::Unknown),
            Some(Column { from: From::Node(_), .. }) | None => true,
        };
        let treed = rows.rows.len() > 64 && rows.columns.len() <= WIDEST && rows.rows.iter().flatten().all(decided);
        let shallow = Matcher::shallow(rows, policy, otherwise);
        Matcher {
            tree: if treed { Tree::new(rows) } else { None },
            unknowns: Unknowns::new(candidates, &rows.columns, &shallow.words),
            ..shallow
        }
    }

    /// Each column with its words by code; nothing where a word does not hold all rows.
    #[cfg(feature = "arrow")]
    pub(super) fn words(&self) -> Option<impl Iterator<Item = (From, &[[u64; 2]])>> {
        let words = self.words.single().then_some(&self.words)?;
        Some(self.columns.iter().enumerate().map(|(at, column)| (column.from, words.of(at, column.codes))))
    }

    /// What the codes of slots alone tell at once; nothing where a node must be asked, or the tree has no answer.
    #[inline]
    pub(super) fn glance(&self, code: impl Fn(u32) -> u32) -> Option<Glance<'_>> {
        let slots = self.plain.as_deref()?;
        if self.words.single() {
            let (held, may) = self.words.word(slots.iter().map(|slot| code(*slot)));
            return Some(Glance::Word { held, may });
        }
        let tree = self.tree.as_ref().filter(|_| slots.iter().all(|slot| code(*slot) != UNKNOWN))?;
        Some(Glance::Rows(tree.find(code)))
    }

    /// The bit of the only tier that applies, by those of the rows that hold and may, or something that is no single bit.
    #[inline]
    pub(super) fn bit(&self, held: u64, may: u64) -> u64 {
        self.choice.only(held, may)
    }

    /// The only tier that applies.
    #[inline]
    pub(super) fn only(&self, held: u64, may: u64) -> Option<u32> {
        let bit = self.bit(held, may);
        bit.is_power_of_two().then(|| bit.trailing_zeros())
    }

    /// The slots that the rows ask; none where a node is asked, too.
    #[cfg(feature = "arrow")]
    pub(super) fn slots(&self) -> &[u32] {
        self.plain.as_deref().unwrap_or_default()
    }

    /// Whether rows of known slots are found down the tree.
    #[cfg(feature = "arrow")]
    pub(super) fn has_tree(&self) -> bool {
        self.plain.is_some() && self.tree.is_some()
    }

    /// What comes of the rows that hold and those that may, after trying what unknown facts may be. No row asks a node.
    pub(super) fn weigh(&self, held: u64, may: u64, code: impl Fn(u32) -> u32 + Copy, found: &mut Found) -> Verdict {
        let verdict = self.choice.verdict(held, may);
        let (Status::Possible { .. }, Some(slots)) = (verdict.status, &self.plain) else { return verdict };
        let base = self.unknowns.base(&self.words, slots.iter().map(|slot| code(*slot)));
        self.unknowns.narrow(verdict, base, &self.choice, code, &mut found.reached)
    }

    /// What comes of more tiers than a word holds, after trying what unknown facts may be; nothing where the tree has no answer.
    pub(super) fn descend(&self, code: impl Fn(u32) -> u32 + Copy, found: &mut Found, tiers: &mut Vec<u32>) -> Option<Status> {
        match self.glance(code) {
            Some(Glance::Rows(rows)) => {
                found.open.clear();
                found.held.clear();
                found.held.extend_from_slice(rows.rows());
                Some(self.choice.select(found, tiers))
            }
            Some(Glance::Word { .. }) => None,
            None => {
                let tree = self.tree.as_ref().filter(|_| self.plain.is_some())?;
                self.unknowns.reach((tree, &self.words, &self.columns), &self.choice, code, found, tiers)
            }
        }
    }

    /// Finds the rows that hold and those that may.
    pub(super) fn find(&self, eval: &mut Eval<'_>, found: &mut Found) -> Result<(), EvaluationError> {
        found.held.clear();
        found.open.clear();
        let of_slot = |slot: u32| eval.codes.get(slot as usize).copied().unwrap_or(UNKNOWN);
        match self.glance(of_slot) {
            Some(Glance::Word { held, may }) => {
                bits(held, &mut found.held);
                bits(may & !held, &mut found.open);
                return Ok(());
            }
            Some(Glance::Rows(rows)) => {
                found.held.extend_from_slice(rows.rows());
                return Ok(());
            }
            None => {}
        }
        let mut stack = [0u32; ON_STACK];
        let mut heap = Vec::new();
        let codes = match stack.get_mut(..self.columns.len()) {
            Some(codes) => codes,
            None => {
                heap.resize(self.columns.len(), 0);
                heap.as_mut_slice()
            }
        };
        let mut settled = true;
        for (code, column) in codes.iter_mut().zip(&self.columns) {
            *code = match column.from {
                From::Slot(slot) => {
                    let code = eval.codes.get(slot as usize).copied().unwrap_or(UNKNOWN);
                    settled &= code != UNKNOWN;
                    code
                }
                From::Node(node) => {
                    let truth = eval.node(node)?;
                    settled &= truth != Kleene::Unknown;
                    truth as u32
                }
            };
        }
        match &self.tree {
            Some(tree) if settled && self.plain.is_none() => {
                found.held.extend_from_slice(tree.find(|column| codes.get(column as usize).copied().unwrap_or(0)).rows());
            }
            _ => self.words.find(codes, found),
        }
        Ok(())
    }
}

/// The numbers of the bits that are set.
pub(super) fn bits(mut word: u64, list: &mut Vec<u32>) {
    while word != 0 {
        list.push(word.trailing_zeros());
        word &= word - 1;
    }
}
