//! A decision tree over the codes of the columns, equal subtrees shared. It serves cases in which nothing is unknown.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::kleene::Kleene;
use super::{From, Rows};

/// Marks a child that is a leaf.
const LEAF: u32 = 1 << 31;

/// Children that the tree of so many rows may have.
fn budget(rows: usize) -> usize {
    rows.saturating_mul(64).clamp(1 << 16, 1 << 23)
}

#[derive(Debug, Clone)]
pub(super) struct Tree {
    /// A node is its column, then a child for each code.
    nodes: Box<[u32]>,
    root: u32,
    /// Where each leaf's rows begin; one more than there are leaves.
    starts: Box<[u32]>,
    leaves: Box<[u32]>,
}

struct Growth<'r> {
    /// By row and column: its cell, if it asks the column.
    cells: Vec<Vec<Option<&'r Arc<[Kleene]>>>>,
    rows: &'r Rows,
    /// The columns in the order they are asked.
    order: Vec<usize>,
    nodes: Vec<u32>,
    starts: Vec<u32>,
    leaves: Vec<u32>,
    known: HashMap<(usize, Vec<u32>), u32>,
    budget: usize,
    /// Cells looked at so far; building stops past a bound, so that loading never hangs on a hostile table.
    work: usize,
}

impl Tree {
    /// The tree of some rows; nothing where it would grow past its budget.
    pub(super) fn new(rows: &Rows) -> Option<Tree> {
        let mut cells = vec![vec![None; rows.columns.len()]; rows.rows.len()];
        for (row, cells) in rows.rows.iter().zip(&mut cells) {
            for (column, truths) in row {
                if let Some(cell) = cells.get_mut(*column as usize) {
                    *cell = Some(truths);
                }
            }
        }
        // What most rows ask is asked first: below it few rows are left.
        let mut order: Vec<usize> = (0..rows.columns.len()).collect();
        let asked = |column: usize| cells.iter().filter(|row| row.get(column).is_some_and(Option::is_some)).count();
        let width = |column: usize| rows.columns.get(column).map_or(0, |c| c.codes);
        order.sort_by_key(|column| std::cmp::Reverse((asked(*column), width(*column))));
        let budget = budget(rows.rows.len());
        let (nodes, starts, leaves, known) = (Vec::new(), vec![0], Vec::new(), HashMap::new());
        let mut growth = Growth { cells, rows, order, nodes, starts, leaves, known, budget, work: 0 };
        let root = growth.grow(0, (0..rows.rows.len() as u32).collect())?;
        Some(Tree { nodes: growth.nodes.into(), root, starts: growth.starts.into(), leaves: growth.leaves.into() })
    }

    /// The rows that hold for codes that are all known.
    #[inline]
    pub(super) fn find(&self, codes: &[u32]) -> &[u32] {
        let mut at = self.root;
        while at & LEAF == 0 {
            let column = self.nodes.get(at as usize).copied().unwrap_or(0);
            let code = codes.get(column as usize).copied().unwrap_or(0);
            at = self.nodes.get((at + 1 + code) as usize).copied().unwrap_or(LEAF);
        }
        let leaf = (at & !LEAF) as usize;
        let (from, to) = (self.starts.get(leaf).copied().unwrap_or(0), self.starts.get(leaf + 1).copied().unwrap_or(0));
        self.leaves.get(from as usize..to as usize).unwrap_or(&[])
    }
}

impl Growth<'_> {
    fn grow(&mut self, depth: usize, rows: Vec<u32>) -> Option<u32> {
        // Columns that none of these rows asks are passed over.
        let mut depth = depth;
        let column = loop {
            let Some(column) = self.order.get(depth).copied().filter(|_| !rows.is_empty()) else { return self.leaf(rows) };
            self.work += rows.len();
            if rows.iter().any(|row| self.cells.get(*row as usize).and_then(|cells| cells.get(column).copied().flatten()).is_some()) {
                break column;
            }
            depth += 1;
        };
        if let Some(node) = self.known.get(&(depth, rows.clone())) {
            return Some(*node);
        }
        let spec = self.rows.columns.get(column)?;
        let (codes, slot) = (spec.codes as usize, matches!(spec.from, From::Slot(_)));
        let at = self.nodes.len();
        if at + codes + 1 > self.budget || self.work > self.budget.saturating_mul(16) {
            return None;
        }
        self.nodes.push(u32::try_from(column).ok()?);
        self.nodes.resize(at + codes + 1, LEAF);
        let mut parts: Vec<Vec<u32>> = vec![Vec::new(); codes];
        for row in &rows {
            let cell = self.cells.get(*row as usize).and_then(|cells| cells.get(column).copied().flatten());
            self.work += codes;
            for (code, part) in parts.iter_mut().enumerate() {
                if cell.is_none_or(|truths| truths.get(code) == Some(&Kleene::True)) {
                    part.push(*row);
                }
            }
        }
        for (code, part) in parts.into_iter().enumerate() {
            // The code of what is unknown never comes here.
            let unknown = if slot { code == 0 } else { code == Kleene::Unknown as usize };
            if !unknown {
                let child = self.grow(depth + 1, part)?;
                *self.nodes.get_mut(at + 1 + code)? = child;
            }
        }
        let node = u32::try_from(at).ok()?;
        self.known.insert((depth, rows), node);
        Some(node)
    }

    fn leaf(&mut self, rows: Vec<u32>) -> Option<u32> {
        // Leaves share one table of depths: past every column.
        let key = (usize::MAX, rows);
        if let Some(leaf) = self.known.get(&key) {
            return Some(*leaf);
        }
        let leaf = u32::try_from(self.starts.len() - 1).ok()? | LEAF;
        if self.leaves.len() + key.1.len() > self.budget {
            return None;
        }
        self.leaves.extend_from_slice(&key.1);
        self.starts.push(u32::try_from(self.leaves.len()).ok()?);
        self.known.insert(key, leaf);
        Some(leaf)
    }
}
