//! The tiers nearest to a case: how many parts of each tier's condition fail, counted column by column over all tiers at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::coding::{Coding, UNKNOWN};
use super::eval::Eval;
use super::kleene::Kleene;
use super::lower::Part;
use super::matcher::From;
use super::term::{Cell, Cells, Test};
use crate::engine::EvaluationError;

/// The parts of all tiers' conditions by column.
#[derive(Debug)]
pub(super) struct Nearest {
    columns: Box<[Column]>,
    /// Parts of a tier that fail whatever the case.
    never: Box<[u16]>,
}

/// What one slot or node says of each tier: a part of its condition. A second part that asks the same stands in a column of its own.
#[derive(Debug)]
struct Column {
    from: From,
    cells: Failing,
}

#[derive(Debug)]
enum Failing {
    /// From which code to before which a tier's part does not fail; of what is unknown none does.
    Runs(Box<[(u32, u32)]>),
    /// A bit for each code at which it fails.
    Bits(Box<[u64]>),
    /// Tiers with their parts, where codes are too many and lie apart.
    Tables(Box<[(u32, Arc<[Kleene]>)]>),
}

/// A run that holds every code.
const ALL: (u32, u32) = (0, u32::MAX);

impl Nearest {
    /// The columns of tiers' conditions; `None` is 其他情形, which asks nothing itself.
    pub(super) fn new(tiers: &[Option<Vec<Part>>], codings: &[Coding]) -> Nearest {
        let mut columns: Vec<(From, Vec<(u32, Arc<[Kleene]>)>)> = Vec::new();
        let mut places: HashMap<(From, usize), usize> = HashMap::new();
        let mut never = vec![0u16; tiers.len()];
        for (tier, parts) in tiers.iter().enumerate() {
            let mut layers: HashMap<From, usize> = HashMap::new();
            for part in parts.iter().flatten() {
                let (from, truths): (From, Arc<[Kleene]>) = match &part.test {
                    Test::Constant(truth) => {
                        if let Some(count) = never.get_mut(tier) {
                            *count = count.saturating_add(u16::from(*truth == Kleene::False));
                        }
                        continue;
                    }
                    Test::Table(slot, truths) => (From::Slot(*slot), Arc::clone(truths)),
                    Test::Node(node) => (From::Node(*node), super::program::NODE.into()),
                    // INVARIANT: a lowered condition is a constant, a table or a node.
                    _ => continue,
                };
                let layer = layers.entry(from).or_default();
                let column = *places.entry((from, *layer)).or_insert_with(|| {
                    columns.push((from, Vec::new()));
                    columns.len() - 1
                });
                *layer += 1;
                if let Some((_, cells)) = columns.get_mut(column) {
                    cells.push((tier as u32, truths));
                }
            }
        }
        let codes = |from: From| match from {
            From::Slot(slot) => codings.get(slot as usize).map_or(0, Coding::codes),
            From::Node(_) => 3,
        };
        let mut known = Cells::default();
        let columns =
            columns.into_iter().map(|(from, cells)| Column { from, cells: Failing::new(cells, tiers.len(), codes(from), &mut known) });
        Nearest { columns: columns.collect(), never: never.into() }
    }

    /// How many parts of each tier's condition fail.
    pub(super) fn failing(&self, eval: &mut Eval<'_>, counts: &mut Vec<u16>) -> Result<(), EvaluationError> {
        counts.clear();
        counts.extend_from_slice(&self.never);
        for column in &self.columns {
            let code = match column.from {
                From::Slot(slot) => eval.codes.get(slot as usize).copied().unwrap_or(UNKNOWN),
                From::Node(node) => eval.node(node)? as u32,
            };
            match &column.cells {
                // A slot that is unknown fails no run.
                Failing::Runs(_) if code == UNKNOWN && matches!(column.from, From::Slot(_)) => {}
                Failing::Runs(runs) => {
                    for (count, (from, to)) in counts.iter_mut().zip(runs) {
                        *count += u16::from(code < *from) + u16::from(code >= *to);
                    }
                }
                Failing::Bits(bits) => {
                    for (count, failing) in counts.iter_mut().zip(bits) {
                        *count += (failing >> code & 1) as u16;
                    }
                }
                Failing::Tables(cells) => {
                    for (tier, truths) in cells {
                        let fails = truths.get(code as usize) == Some(&Kleene::False);
                        if let Some(count) = counts.get_mut(*tier as usize) {
                            *count += u16::from(fails);
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

impl Failing {
    fn new(cells: Vec<(u32, Arc<[Kleene]>)>, tiers: usize, codes: u32, known: &mut Cells) -> Failing {
        if codes <= 64 {
            let mut bits = vec![0u64; tiers];
            for (tier, truths) in &cells {
                if let Some(failing) = bits.get_mut(*tier as usize) {
                    *failing = truths.iter().enumerate().map(|(code, truth)| u64::from(*truth == Kleene::False) << code).sum();
                }
            }
            return Failing::Bits(bits.into());
        }
        let mut runs = vec![ALL; tiers];
        for (tier, truths) in &cells {
            match (known.of(truths), runs.get_mut(*tier as usize)) {
                (Cell::Run(from, to), Some(run)) => *run = (from, to),
                _ => return Failing::Tables(cells.into()),
            }
        }
        Failing::Runs(runs.into())
    }
}
