//! What unknown facts leave open: the values that make a difference are tried, and the fewest facts that settle are found.

use std::collections::{BTreeMap, BTreeSet};

use super::expr::{EvaluationError, Scope};
use crate::input::CaseFacts;
use crate::law::{Exact, Range};
use crate::model::{Condition, ConditionKind, DefinitionValue, Expr, ExprKind, Fact, FactId, Given, Item, Model, Type, Value};

/// How many assignments of unknown facts are tried before the answer falls back to three-valued logic alone.
pub const TRIED_ASSIGNMENTS: usize = 20_000;

/// Whether missing facts matter.
pub(in crate::engine) enum Settling<T> {
    /// Whatever they are, this comes out.
    Always(T),
    /// They do: these are the fewest that settle it; the outcomes that can come out, when all were tried.
    Needs { facts: Vec<FactId>, outcomes: Option<BTreeSet<T>> },
}

/// Tries the values that make a difference of every unknown fact among `facts`.
pub(in crate::engine) fn settle<'c, T: Ord + Clone>(
    scope: Scope<'_>,
    facts: &BTreeSet<FactId>,
    conditions: impl Iterator<Item = &'c Condition> + Clone,
    outcome: impl Fn(&CaseFacts) -> Result<T, EvaluationError>,
) -> Result<Settling<T>, EvaluationError> {
    let unknown: Vec<FactId> = facts.iter().copied().filter(|f| *scope.facts.get(*f) == Given::Unknown).collect();
    let mut candidates: Vec<Vec<Given>> = Vec::new();
    for fact in &unknown {
        let mut constants = BTreeSet::new();
        let mut whole = true;
        for condition in conditions.clone() {
            compared_with(scope.model, condition, *fact, &mut constants, &mut whole);
        }
        match values(scope.model, &scope.model[*fact], &constants).filter(|_| whole) {
            Some(values) => candidates.push(values),
            None => return Ok(Settling::Needs { facts: unknown, outcomes: None }),
        }
    }
    let total = candidates.iter().try_fold(1usize, |product, c| product.checked_mul(c.len()).filter(|p| *p <= TRIED_ASSIGNMENTS));
    let Some(total) = total else { return Ok(Settling::Needs { facts: unknown, outcomes: None }) };

    let mut trial = scope.facts.clone();
    let mut outcomes = Vec::with_capacity(total);
    for index in 0..total {
        for (fact, given) in unknown.iter().zip(digits(index, &candidates)) {
            trial.set(*fact, given.clone());
        }
        outcomes.push(outcome(&trial)?);
    }
    let distinct: BTreeSet<T> = outcomes.iter().cloned().collect();
    if distinct.len() <= 1
        && let Some(only) = distinct.first()
    {
        return Ok(Settling::Always(only.clone()));
    }
    let facts = fewest(&unknown, &candidates, &outcomes);
    Ok(Settling::Needs { facts, outcomes: Some(distinct) })
}

/// The values that assignment `index` gives, one of each list.
fn digits(index: usize, candidates: &[Vec<Given>]) -> impl Iterator<Item = &Given> {
    let mut rest = index;
    candidates.iter().filter_map(move |list| {
        let at = rest % list.len().max(1);
        rest /= list.len().max(1);
        list.get(at)
    })
}

/// The smallest set of facts that settles the outcome whatever they turn out to be; the first in order among equals.
fn fewest<T: Ord>(unknown: &[FactId], candidates: &[Vec<Given>], outcomes: &[T]) -> Vec<FactId> {
    let sizes: Vec<usize> = candidates.iter().map(Vec::len).collect();
    let settles = |chosen: u32| {
        let mut seen: BTreeMap<usize, &T> = BTreeMap::new();
        outcomes.iter().enumerate().all(|(index, outcome)| {
            let (mut rest, mut key) = (index, 0usize);
            for (at, size) in sizes.iter().enumerate() {
                if chosen & (1 << at) != 0 {
                    key = key * size + rest % size;
                }
                rest /= size;
            }
            *seen.entry(key).or_insert(outcome) == outcome
        })
    };
    if unknown.len() > 12 {
        return unknown.to_vec();
    }
    let all = 1u32 << unknown.len();
    let best = (0..all).filter(|&chosen| settles(chosen)).min_by_key(|chosen| (chosen.count_ones(), chosen.reverse_bits() ^ u32::MAX));
    let chosen = best.unwrap_or(all - 1);
    unknown.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, fact)| *fact).collect()
}

/// Values of a fact on every side of the constants it is compared with; `None` when they cannot be listed.
fn values(model: &Model, fact: &Fact, constants: &BTreeSet<Exact>) -> Option<Vec<Given>> {
    let mut list: Vec<Given> = match &fact.field.ty {
        Type::Boolean => vec![Given::Known(Value::Boolean(false)), Given::Known(Value::Boolean(true))],
        Type::Category(id) => (0..model[*id].members.len())
            .map(|member| u16::try_from(member).ok().map(|m| Given::Known(Value::Member(m))))
            .collect::<Option<_>>()?,
        Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) => {
            figures(&fact.field.ty, fact.field.bounds.as_ref(), constants)?.into_iter().map(|n| Given::Known(Value::Number(n))).collect()
        }
        Type::Date | Type::Text | Type::List(_) => return None,
    };
    if fact.field.optional {
        list.push(Given::Absent);
    }
    Some(list)
}

/// Each constant with its neighbours on either side, kept within the declared bounds.
fn figures(ty: &Type, bounds: Option<&Range<Exact>>, constants: &BTreeSet<Exact>) -> Option<Vec<Exact>> {
    let step = match ty {
        Type::Money => Exact::new(1, 100)?,
        Type::Integer(_) | Type::Period(_) => Exact::ONE,
        _ => Exact::new(1, 1_000_000)?,
    };
    let mut figures = BTreeSet::new();
    let ends = bounds.iter().flat_map(|b| [&b.lower, &b.upper]).flatten().map(|b| b.value);
    for figure in constants.iter().copied().chain(ends) {
        figures.extend([figure.checked_sub(step)?, figure, figure.checked_add(step)?]);
    }
    if figures.is_empty() {
        figures.insert(Exact::ZERO);
    }
    figures.retain(|f| bounds.is_none_or(|b| b.contains(f)));
    Some(figures.into_iter().collect())
}

/// Collects the constants a fact is compared with; `whole` is cleared where it is compared with anything else.
fn compared_with(model: &Model, condition: &Condition, fact: FactId, constants: &mut BTreeSet<Exact>, whole: &mut bool) {
    let mut items = |items: &[Item]| items.iter().for_each(|i| compared_with(model, &i.condition, fact, constants, whole));
    match &condition.kind {
        ConditionKind::All(list) | ConditionKind::Any(list) | ConditionKind::AtLeast(_, list) => items(list),
        ConditionKind::Not(inner) => compared_with(model, inner, fact, constants, whole),
        ConditionKind::Except(base, exception) => {
            compared_with(model, base, fact, constants, whole);
            compared_with(model, exception, fact, constants, whole);
        }
        ConditionKind::Definition(id) => match &model[*id].value {
            DefinitionValue::Condition(inner) => compared_with(model, inner, fact, constants, whole),
            DefinitionValue::Expr(expr) => *whole &= !reads(model, expr, fact),
        },
        ConditionKind::Compare(expr, bounds) => {
            let bounds: Vec<&Expr> = bounds.lower.iter().chain(&bounds.upper).map(|b| &b.value).collect();
            against(model, expr, &bounds, fact, constants, whole);
        }
        ConditionKind::Equals { value, among, .. } => {
            let among: Vec<&Expr> = among.iter().collect();
            against(model, value, &among, fact, constants, whole);
        }
        ConditionKind::Member { value, .. } | ConditionKind::Contains(value, _) => {
            *whole &= matches!(value.kind, ExprKind::Fact(_)) || !reads(model, value, fact);
        }
        ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Imposes(_) => {}
    }
}

fn against(model: &Model, value: &Expr, others: &[&Expr], fact: FactId, constants: &mut BTreeSet<Exact>, whole: &mut bool) {
    if !reads(model, value, fact) && others.iter().all(|o| !reads(model, o, fact)) {
        return;
    }
    let plain = value.kind == ExprKind::Fact(fact);
    for other in others {
        match &other.kind {
            ExprKind::Constant(Value::Number(n)) if plain => {
                constants.insert(*n);
            }
            _ => *whole = false,
        }
    }
    *whole &= plain;
}

fn reads(model: &Model, expr: &Expr, fact: FactId) -> bool {
    let mut facts = BTreeSet::new();
    super::show::read_by_expr(model, expr, &mut facts);
    facts.contains(&fact)
}

/// The constants a fact is compared with in a condition.
pub(in crate::engine) fn constants_of(model: &Model, condition: &Condition, fact: FactId, constants: &mut BTreeSet<Exact>) {
    compared_with(model, condition, fact, constants, &mut true);
}
