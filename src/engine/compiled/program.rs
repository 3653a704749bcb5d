//! A benchmark lowered once: slots, codings, the index of its tiers, its circumstances and fines. Immutable and shared.

use std::collections::HashMap;
use std::sync::Arc;

use super::coding::Coding;
use super::eval::Shared;
use super::fine::Fines;
use super::ground::Ground;
use super::kleene::Kleene;
use super::lower::{Lower, Part};
use super::matcher::{Column, From, Matcher, Rows};
use super::term::{Cells, Term, Test};
use super::trace::Asked;
use super::unknown::{Candidates, candidates};
use crate::model::{Benchmark, BenchmarkId, CircumstanceId, Condition, FactId, HitPolicy, Modality, Model, TierTest};

/// A slot of a program.
#[derive(Debug, Clone)]
pub(super) struct SlotInfo {
    /// The fact behind it; `None` for a computed value.
    pub(super) fact: Option<FactId>,
    pub(super) coding: Coding,
}

#[derive(Debug)]
pub(super) struct Program {
    pub(super) model: Arc<Model>,
    pub(super) benchmark: BenchmarkId,
    pub(super) policy: HitPolicy,
    pub(super) slots: Box<[SlotInfo]>,
    pub(super) names: HashMap<String, u32>,
    /// Slots whose value is computed, in order.
    pub(super) computed: Box<[(u32, Term)]>,
    pub(super) shared: Shared,
    pub(super) matcher: Matcher,
    /// Of each tier, what its condition asks.
    pub(super) asked: Box<[Box<[Asked]>]>,
    /// The tiers of 其他情形.
    pub(super) otherwise: Box<[u32]>,
    pub(super) candidates: Box<[Candidates]>,
    /// The circumstances that bind, with their conditions.
    pub(super) circumstances: Box<[(Test, CircumstanceId)]>,
    pub(super) fines: Fines,
}

/// What one run of the lowering gives.
struct Lowered {
    /// Of each tier, the parts of its condition; `None` is 其他情形.
    tiers: Vec<Option<Vec<Part>>>,
    circumstances: Vec<(Test, CircumstanceId)>,
    fines: Fines,
}

fn run(lower: &mut Lower<'_>, benchmark: &Benchmark, id: BenchmarkId) -> Lowered {
    let model = lower.model;
    // Every fact of the benchmark has a slot, whether or not a condition asks it: a case may give it.
    for fact in &benchmark.facts {
        lower.fact(*fact);
    }
    let mut tiers = Vec::with_capacity(benchmark.tiers.len());
    for tier in &benchmark.tiers {
        tiers.push(match &tier.test {
            TierTest::When(condition) => Some(parts(lower, condition)),
            TierTest::Otherwise(_) => None,
        });
    }
    let mut circumstances = Vec::new();
    for at in &model[benchmark.set].circumstances {
        let circumstance = &model[*at];
        let bears = circumstance.only_for.as_ref().is_none_or(|only| only.contains(&id));
        if bears && circumstance.modality == Modality::Shall {
            circumstances.push((lower.test(&circumstance.condition), *at));
        }
    }
    let fines = Fines::new(lower, benchmark, id);
    Lowered { tiers, circumstances, fines }
}

pub(super) fn parts(lower: &mut Lower<'_>, condition: &Condition) -> Vec<Part> {
    let mut parts = Vec::new();
    lower.conjuncts(condition, &mut parts);
    parts
}

impl Program {
    pub(super) fn new(model: &Arc<Model>, id: BenchmarkId) -> Program {
        let benchmark = &model[id];
        let (mut ground, Lowered { tiers, circumstances, fines }) = Ground::of(model, |lower| run(lower, benchmark, id));
        let codings = ground.codings();
        let otherwise: Box<[u32]> = tiers.iter().enumerate().filter(|(_, t)| t.is_none()).map(|(at, _)| at as u32).collect();
        let (rows, asked) = rows(tiers, &codings, &mut ground.shared);
        let Ground { slots, computed, shared } = ground;
        let (mut by_fact, mut names) = (HashMap::new(), HashMap::new());
        for (at, fact) in (0u32..).zip(&slots).filter_map(|(at, slot)| Some((at, slot.fact?))) {
            by_fact.insert(fact, at);
            names.entry(model[fact].key.to_string()).or_insert(at);
        }
        let candidates = candidates(model, benchmark, |fact| by_fact.get(&fact).copied(), &codings);
        Program {
            model: Arc::clone(model),
            benchmark: id,
            policy: benchmark.hit,
            slots,
            names,
            computed,
            matcher: Matcher::new(&rows, benchmark.hit, &otherwise, &candidates),
            asked,
            shared,
            otherwise,
            candidates: candidates.into(),
            circumstances: circumstances.into(),
            fines,
        }
    }
}

/// Lays the parts of conditions out in columns: a slot or a node each, the cells of one row and slot made one. Says of each
/// row, too, where the truth of each part is found.
pub(super) fn rows(tiers: Vec<Option<Vec<Part>>>, codings: &[Coding], shared: &mut Shared) -> (Rows, Box<[Box<[Asked]>]>) {
    let mut rows = Rows::default();
    let mut columns: HashMap<From, u32> = HashMap::new();
    let mut cells = Cells::default();
    let mut all = Vec::with_capacity(tiers.len());
    let mut never = Vec::new();
    for parts in tiers {
        let mut row: Vec<(u32, Arc<[Kleene]>)> = Vec::new();
        let Some(parts) = parts else {
            never.push(rows.rows.len());
            rows.rows.push(row);
            all.push([].into());
            continue;
        };
        let asked: Vec<Asked> = parts.iter().map(|part| Asked::new(part.span, &part.test, &mut cells)).collect();
        for part in parts {
            let (from, truths): (From, Arc<[Kleene]>) = match &part.test {
                Test::Constant(Kleene::True) => continue,
                Test::Table(slot, truths) => (From::Slot(*slot), Arc::clone(truths)),
                Test::Node(node) => (From::Node(*node), NODE.into()),
                other => (From::Node(node_of(other, shared)), NODE.into()),
            };
            let column = column_of(from, &mut rows, &mut columns, codings);
            match row.iter_mut().find(|(at, _)| *at == column) {
                Some((_, cell)) => *cell = cell.iter().zip(truths.iter()).map(|(a, b)| a.and(*b)).collect(),
                None => row.push((column, truths)),
            }
        }
        all.push(asked.into());
        rows.rows.push(row);
    }
    // 其他情形 is told by what the others leave, not by the index: whatever the first column says, it does not hold.
    if rows.columns.is_empty() && !never.is_empty() {
        column_of(From::Node(node_of(&Test::Constant(Kleene::False), shared)), &mut rows, &mut columns, codings);
    }
    let codes = rows.columns.first().map_or(0, |column| column.codes);
    for at in never {
        if let Some(row) = rows.rows.get_mut(at) {
            row.push((0, (0..codes).map(|_| Kleene::False).collect()));
        }
    }
    (rows, all.into())
}

/// What the truth of a node says of it.
pub(super) const NODE: [Kleene; 3] = [Kleene::False, Kleene::Unknown, Kleene::True];

/// The node of a test that no slot tells.
fn node_of(test: &Test, shared: &mut Shared) -> u32 {
    let known = shared.nodes.iter().position(|node| node == test);
    known.unwrap_or_else(|| {
        shared.nodes.push(test.clone());
        shared.nodes.len() - 1
    }) as u32
}

fn column_of(from: From, rows: &mut Rows, columns: &mut HashMap<From, u32>, codings: &[Coding]) -> u32 {
    *columns.entry(from).or_insert_with(|| {
        let codes = match from {
            From::Slot(slot) => codings.get(slot as usize).map_or(0, Coding::codes),
            From::Node(_) => 3,
        };
        rows.columns.push(Column { from, codes });
        rows.columns.len() as u32 - 1
    })
}
