//! Which tier applies: the four hit policies over three-valued truths, and what unknown facts leave open.

use std::collections::BTreeSet;

use super::expr::{EvaluationError, Scope};
use super::show;
use super::unknown::{Settling, settle};
use crate::model::{Benchmark, FactId, HitPolicy, TierTest};
use crate::report::Truth;

/// What the tests of the tiers come to; indices are of the benchmark's tiers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::engine) enum Selection {
    /// These apply (several only under 汇总).
    Settled(Vec<usize>),
    /// These may; or, if so marked, none.
    Possible(Vec<usize>, bool),
    /// None does.
    None,
    /// Several do, under 唯一.
    Conflict(Vec<usize>),
}

/// The truth of each tier's test.
pub(in crate::engine) fn truths(scope: Scope<'_>, benchmark: &Benchmark) -> Result<Vec<Truth>, EvaluationError> {
    let mut truths = Vec::with_capacity(benchmark.tiers.len());
    for tier in &benchmark.tiers {
        truths.push(match &tier.test {
            TierTest::When(condition) => Some(scope.truth(condition)?),
            TierTest::Otherwise(_) => None,
        });
    }
    // 其他情形 holds when no written test does.
    let written: Vec<Truth> = truths.iter().copied().flatten().collect();
    let otherwise = if written.contains(&Truth::True) {
        Truth::False
    } else if written.contains(&Truth::Unknown) {
        Truth::Unknown
    } else {
        Truth::True
    };
    Ok(truths.into_iter().map(|t| t.unwrap_or(otherwise)).collect())
}

/// What the truths come to under a policy.
pub(in crate::engine) fn select(policy: HitPolicy, truths: &[Truth]) -> Selection {
    let held: Vec<usize> = at(truths, Truth::True);
    let open: Vec<usize> = at(truths, Truth::Unknown);
    match policy {
        HitPolicy::Unique => match held.as_slice() {
            [] if open.is_empty() => Selection::None,
            [] => Selection::Possible(open, true),
            // A tier that holds applies; another that may hold too would be an overlap of the benchmark, not a choice.
            [_] => Selection::Settled(held),
            _ => Selection::Conflict(held),
        },
        HitPolicy::First => in_order(truths, 0..truths.len()),
        HitPolicy::Gravest => in_order(truths, (0..truths.len()).rev()),
        HitPolicy::Collect => match (held.is_empty(), open.is_empty()) {
            (true, true) => Selection::None,
            (false, true) => Selection::Settled(held),
            (nothing_held, false) => {
                let mut all = [held, open].concat();
                all.sort_unstable();
                Selection::Possible(all, nothing_held)
            }
        },
    }
}

fn in_order(truths: &[Truth], order: impl Iterator<Item = usize>) -> Selection {
    let mut possible = Vec::new();
    for tier in order {
        match truths.get(tier) {
            Some(Truth::True) if possible.is_empty() => return Selection::Settled(vec![tier]),
            Some(Truth::True) => {
                possible.push(tier);
                possible.sort_unstable();
                return Selection::Possible(possible, false);
            }
            Some(Truth::Unknown) => possible.push(tier),
            Some(Truth::False) | None => {}
        }
    }
    possible.sort_unstable();
    if possible.is_empty() { Selection::None } else { Selection::Possible(possible, true) }
}

fn at(truths: &[Truth], which: Truth) -> Vec<usize> {
    truths.iter().enumerate().filter(|(_, t)| **t == which).map(|(at, _)| at).collect()
}

/// A selection with the fewest facts that would settle it.
pub(in crate::engine) struct Choice {
    pub(in crate::engine) selection: Selection,
    pub(in crate::engine) truths: Vec<Truth>,
    pub(in crate::engine) needed: Vec<FactId>,
}

/// Selects among the tiers; where facts are missing, tries what they may be: if nothing they can be makes a
/// difference the tier is settled, else the fewest facts that would settle it are named.
pub(in crate::engine) fn choose(scope: Scope<'_>, benchmark: &Benchmark) -> Result<Choice, EvaluationError> {
    let truths = truths(scope, benchmark)?;
    let selection = select(benchmark.hit, &truths);
    let Selection::Possible(..) = selection else {
        return Ok(Choice { selection, truths, needed: Vec::new() });
    };
    let mut facts = BTreeSet::new();
    for tier in &benchmark.tiers {
        if let TierTest::When(condition) = &tier.test {
            show::read_by(scope.model, condition, &mut facts);
        }
    }
    let settling = settle(scope, &facts, conditions(benchmark), |facts| {
        let scope = Scope { facts, ..scope };
        Ok(select(benchmark.hit, &self::truths(scope, benchmark)?))
    })?;
    Ok(match settling {
        Settling::Always(selection) => Choice { selection, truths, needed: Vec::new() },
        Settling::Needs { facts: needed, outcomes } => {
            let selection = outcomes.map_or(selection, |outcomes| merge(&outcomes));
            Choice { selection, truths, needed }
        }
    })
}

fn conditions(benchmark: &Benchmark) -> impl Iterator<Item = &crate::model::Condition> + Clone {
    benchmark.tiers.iter().filter_map(|tier| match &tier.test {
        TierTest::When(condition) => Some(condition),
        TierTest::Otherwise(_) => None,
    })
}

/// What several outcomes leave possible.
fn merge(outcomes: &BTreeSet<Selection>) -> Selection {
    let mut tiers = BTreeSet::new();
    let mut none = false;
    for outcome in outcomes {
        match outcome {
            Selection::Settled(list) | Selection::Conflict(list) => tiers.extend(list.iter().copied()),
            Selection::Possible(list, or_none) => {
                tiers.extend(list.iter().copied());
                none |= or_none;
            }
            Selection::None => none = true,
        }
    }
    Selection::Possible(tiers.into_iter().collect(), none)
}
