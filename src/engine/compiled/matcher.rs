//! Which tiers hold, found by an index over the columns of their conditions and not tier after tier.
//!
//! Up to 64 tiers: a word for each code of each column, and the words of a case's codes are anded. Beyond: a tree of cuts over
//! the codes, whose leaves are the tiers that hold; its cost is the logarithm of the number of tiers. Where a fact is unknown,
//! or the tree would grow past its budget, the words again, with a summary over them.

mod tree;
mod words;

use std::sync::Arc;

use super::coding::UNKNOWN;
use super::eval::Eval;
use super::kleene::Kleene;
use crate::engine::EvaluationError;

use tree::Tree;
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
    fn code(&self, codes: &[u32]) -> u32 {
        match self.from {
            From::Slot(slot) => codes.get(slot as usize).copied().unwrap_or(UNKNOWN),
            From::Node(_) => UNKNOWN,
        }
    }
}

/// What the codes of slots alone tell.
pub(super) enum Glance<'m> {
    /// A bit for each row: those that hold, and those that may.
    Word { held: u64, may: u64 },
    /// The rows that hold, where nothing is unknown.
    Rows(&'m [u32]),
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
}

/// The index.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    columns: Box<[Column]>,
    /// Whether every column is a slot, so that no node need be asked.
    plain: bool,
    words: Words,
    tree: Option<Tree>,
}

/// A tree over more columns than this would be deep, and built slowly.
const WIDEST: usize = 64;

/// The codes of a case by column; more columns than this are kept on the heap.
const ON_STACK: usize = 32;

impl Matcher {
    /// An index of the words alone: made sooner, and slower past 64 rows.
    pub(super) fn shallow(rows: &Rows) -> Matcher {
        Matcher { columns: rows.columns.clone().into(), plain: rows.plain(), words: Words::new(rows), tree: None }
    }

    pub(super) fn new(rows: &Rows) -> Matcher {
        // The tree knows true and false alone: of a known value a table must say one of them.
        let decided = |(column, truths): &(u32, Arc<[Kleene]>)| match rows.columns.get(*column as usize) {
            Some(Column { from: From::Slot(_), .. }) => truths.iter().skip(1).all(|t| *t != Kleene::Unknown),
            Some(Column { from: From::Node(_), .. }) | None => true,
        };
        let treed = rows.rows.len() > 64 && rows.columns.len() <= WIDEST && rows.rows.iter().flatten().all(decided);
        Matcher { tree: if treed { Tree::new(rows) } else { None }, ..Matcher::shallow(rows) }
    }

    /// Each column with its words by code; nothing where a word does not hold all rows.
    #[cfg(feature = "arrow")]
    pub(super) fn words(&self) -> Option<impl Iterator<Item = (From, &[[u64; 2]])>> {
        let words = self.words.single().then_some(&self.words)?;
        Some(self.columns.iter().enumerate().map(|(at, column)| (column.from, words.of(at, column.codes))))
    }

    /// What the codes of slots alone tell at once; nothing where a node must be asked, or the tree has no answer.
    #[inline]
    pub(super) fn glance(&self, codes: &[u32]) -> Option<Glance<'_>> {
        if !self.plain {
            return None;
        }
        if self.words.single() {
            let (held, may) = self.words.word(self.columns.iter().map(|column| column.code(codes)));
            return Some(Glance::Word { held, may });
        }
        let tree = self.tree.as_ref().filter(|_| self.columns.iter().all(|column| column.code(codes) != UNKNOWN))?;
        Some(Glance::Rows(tree.find(codes)))
    }

    /// Finds the rows that hold and those that may.
    pub(super) fn find(&self, eval: &mut Eval<'_>, found: &mut Found) -> Result<(), EvaluationError> {
        found.held.clear();
        found.open.clear();
        match self.glance(eval.codes) {
            Some(Glance::Word { held, may }) => {
                bits(held, &mut found.held);
                bits(may & !held, &mut found.open);
                return Ok(());
            }
            Some(Glance::Rows(rows)) => {
                found.held.extend_from_slice(rows);
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
                From::Slot(_) => {
                    let code = column.code(eval.codes);
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
            Some(tree) if settled && !self.plain => found.held.extend_from_slice(tree.find(codes)),
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
