//! Changes to a benchmark that no case notices: what the cases beside the rules do not hold fast.

use super::trials::Trials;
use super::unlike::{Unlike, unlike};
use crate::diagnostic::Span;
use crate::law::{Closure, Exact};
use crate::model::{Benchmark, BenchmarkId, BoundExpr, Condition, ConditionKind, Expr, ExprKind, Item, Model, TierTest, Type, Value};

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// a bound no longer includes its figure, or now does: 以上 for 超过
    Bound,
    /// a bound lies elsewhere: a tenth higher, or the next whole number or day
    Moved,
    /// an item, or a demand, is left out
    Dropped,
    /// a category is taken in or left out
    Category,
    /// a line or an item of a scoring standard has one point more
    Points,
    /// a step that points are counted by is longer
    Step,
    /// 最多 or 合计上限 is higher
    Cap,
}

/// A change after which every case still passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// What was done.
    pub change: Change,
    /// Where.
    pub span: Span,
}

/// How the cases of a benchmark or a scoring standard stand up to changes of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mutated {
    /// Changes that a case notices.
    pub noticed: usize,
    /// Changes that provably alter nothing; they count neither way.
    pub same: usize,
    /// Changes that alter only cases for which the rules give nothing that a 用例 can state: in a gap, or in a conflict that is no
    /// fault of the published table. They count neither way.
    pub unstated: usize,
    /// Changes that no case notices.
    pub survivors: Vec<Survivor>,
}

/// Changes every bound, item and category of a benchmark's tiers, one at a time, and runs its cases.
///
/// Only cases that name the benchmark are asked. A benchmark whose cases do not pass as it stands is left out.
#[must_use]
pub fn mutate(model: &Model, id: BenchmarkId) -> Mutated {
    let mut trials = Trials::of_benchmark(model, id);
    let mut outcome = Mutated::default();
    if !trials.pass() {
        return outcome;
    }
    for change in changes(&model[id]) {
        if trials.notice(&mut change.exchange(id)) {
            outcome.noticed += 1;
            continue;
        }
        match unlike(model, id, change.tier, &change.condition, &mut |_| true) {
            Unlike::Same => outcome.same += 1,
            Unlike::Unstated => outcome.unstated += 1,
            Unlike::Shown | Unlike::Open => outcome.survivors.push(Survivor { change: change.what, span: change.span }),
        }
    }
    outcome
}

/// One tier of a benchmark with another condition.
pub(super) struct TierChange {
    pub(super) tier: usize,
    pub(super) condition: Condition,
    pub(super) what: Change,
    pub(super) span: Span,
}

impl TierChange {
    /// Makes the change in a model, and takes it back when it is asked once more.
    pub(super) fn exchange(&self, id: BenchmarkId) -> impl FnMut(&mut Model) {
        let (tier, mut test) = (self.tier, TierTest::When(self.condition.clone()));
        move |model| {
            if let Some(tier) = model.benchmarks.get_mut(id.index()).and_then(|benchmark| benchmark.tiers.get_mut(tier)) {
                std::mem::swap(&mut tier.test, &mut test);
            }
        }
    }
}

/// Every change to a tier of a benchmark in a single place.
pub(super) fn changes(benchmark: &Benchmark) -> Vec<TierChange> {
    let mut found = Vec::new();
    for (tier, of) in benchmark.tiers.iter().enumerate() {
        if let TierTest::When(condition) = &of.test {
            mutants_of(condition, &mut |condition, what, span| found.push(TierChange { tier, condition, what, span }));
        }
    }
    found
}

/// Every condition that differs from this one in a single place.
pub(super) fn mutants_of(condition: &Condition, found: &mut dyn FnMut(Condition, Change, Span)) {
    let rebuilt = |kind: ConditionKind| Condition { kind, span: condition.span };
    match &condition.kind {
        ConditionKind::All(items) => each_item(items, condition.span, &ConditionKind::All, found),
        ConditionKind::Any(items) => each_item(items, condition.span, &ConditionKind::Any, found),
        ConditionKind::AtLeast(count, items) => each_item(items, condition.span, &|items| ConditionKind::AtLeast(*count, items), found),
        ConditionKind::Not(inner) => {
            mutants_of(inner, &mut |mutant, change, span| found(rebuilt(ConditionKind::Not(Box::new(mutant))), change, span));
        }
        ConditionKind::Except(base, exception) => {
            mutants_of(base, &mut |mutant, change, span| {
                found(rebuilt(ConditionKind::Except(Box::new(mutant), exception.clone())), change, span);
            });
            mutants_of(exception, &mut |mutant, change, span| {
                found(rebuilt(ConditionKind::Except(base.clone(), Box::new(mutant))), change, span);
            });
            found((**base).clone(), Change::Dropped, exception.span);
        }
        ConditionKind::Compare(value, bounds) => {
            let flipped = |bound: &BoundExpr| {
                let closure = match bound.closure {
                    Closure::Inclusive => Closure::Exclusive,
                    Closure::Exclusive => Closure::Inclusive,
                };
                Some(BoundExpr { value: bound.value.clone(), closure })
            };
            let mut changed = |mutant: Option<BoundExpr>, lower: bool, change: Change, span: Span| {
                let Some(mutant) = mutant else { return };
                let mut bounds = bounds.clone();
                *(if lower { &mut bounds.lower } else { &mut bounds.upper }) = Some(mutant);
                found(rebuilt(ConditionKind::Compare(value.clone(), bounds)), change, span);
            };
            for (bound, lower) in [(&bounds.lower, true), (&bounds.upper, false)] {
                let Some(bound) = bound else { continue };
                changed(flipped(bound), lower, Change::Bound, bound.value.span);
                changed(moved(bound), lower, Change::Moved, bound.value.span);
            }
        }
        ConditionKind::Member { value, among } => {
            // Leaves the last member out, or takes the one after it in where it stands alone.
            let mut other = among.clone();
            match (other.pop(), other.is_empty()) {
                (Some(last), true) => other.extend([last, last.saturating_add(1)]),
                (Some(_), false) => {}
                (None, _) => return,
            }
            found(rebuilt(ConditionKind::Member { value: value.clone(), among: other }), Change::Category, condition.span);
        }
        ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Definition(_)
        | ConditionKind::Equals { .. }
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Contains(..)
        | ConditionKind::Imposes(_) => {}
    }
}

/// A bound of a plain figure, somewhat higher.
fn moved(bound: &BoundExpr) -> Option<BoundExpr> {
    let ExprKind::Constant(Value::Number(figure)) = &bound.value.kind else { return None };
    let whole = matches!(bound.value.ty, Type::Integer(_) | Type::Period(_) | Type::Date);
    let by = if whole || figure.is_zero() { Exact::ONE } else { figure.abs().checked_div(Exact::from_int(10))? };
    let value = Expr { kind: ExprKind::Constant(Value::Number(figure.checked_add(by)?)), ..bound.value.clone() };
    Some(BoundExpr { value, closure: bound.closure })
}

fn each_item(items: &[Item], span: Span, rebuild: &dyn Fn(Vec<Item>) -> ConditionKind, found: &mut dyn FnMut(Condition, Change, Span)) {
    for (at, item) in items.iter().enumerate() {
        mutants_of(&item.condition, &mut |mutant, change, place| {
            let mut items = items.to_vec();
            if let Some(item) = items.get_mut(at) {
                item.condition = mutant;
            }
            found(Condition { kind: rebuild(items), span }, change, place);
        });
        if items.len() > 1 {
            let mut items = items.to_vec();
            let dropped = items.remove(at);
            found(Condition { kind: rebuild(items), span }, Change::Dropped, dropped.condition.span);
        }
    }
}
