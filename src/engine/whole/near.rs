//! Which tiers that do not apply stand nearest to a case: how many bounds of the table lie between a figure and the tier's own.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::CaseFacts;
use crate::law::{Closure, Date, Exact};
use crate::model::{
    Benchmark, BoundExpr, Condition, ConditionKind, DefinitionValue, Expr, ExprKind, FactId, Given, Model, TierTest, Type, Value,
};

/// What a fact is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Figure {
    Number(Exact),
    Day(Date),
}

impl Figure {
    fn of(value: &Value) -> Option<Figure> {
        match value {
            Value::Number(number) => Some(Figure::Number(*number)),
            Value::Date(date) => Some(Figure::Day(*date)),
            Value::Boolean(_) | Value::Text(_) | Value::Member(_) | Value::List(_) => None,
        }
    }
}

/// Where an answer changes: at the figure (`false`) or just past it (`true`).
type Cut = (Figure, bool);

/// A part of a tier's condition that compares a fact with figures: the fact lies between the cuts of one pair.
#[derive(Debug)]
struct Part {
    fact: FactId,
    ranges: Vec<(Option<Cut>, Option<Cut>)>,
}

impl Part {
    /// Of whole numbers `超过1` and `2以上` are one cut.
    fn new(model: &Model, fact: FactId, ranges: impl IntoIterator<Item = (Option<Cut>, Option<Cut>)>) -> Part {
        let whole = matches!(model[fact].field.ty, Type::Integer(_));
        let cut = |cut: Cut| match cut {
            (Figure::Number(number), true) if whole && number.denom() == 1 => {
                number.checked_add(Exact::from_int(1)).map_or(cut, |next| (Figure::Number(next), false))
            }
            _ => cut,
        };
        Part { fact, ranges: ranges.into_iter().map(|(from, to)| (from.map(cut), to.map(cut))).collect() }
    }
}

/// The cuts of a benchmark's tiers, and the parts of each.
#[derive(Debug)]
pub(in crate::engine) struct Nearness {
    cuts: BTreeMap<FactId, Box<[Cut]>>,
    tiers: Box<[Vec<Part>]>,
}

impl Nearness {
    pub(in crate::engine) fn new(model: &Model, benchmark: &Benchmark) -> Nearness {
        let tiers = benchmark.tiers.iter().map(|tier| {
            let mut parts = Vec::new();
            match &tier.test {
                TierTest::When(condition) => compared(model, condition, &mut parts),
                TierTest::Otherwise(_) => {}
            }
            parts
        });
        let tiers: Box<[Vec<Part>]> = tiers.collect();
        let mut cuts: BTreeMap<FactId, BTreeSet<Cut>> = BTreeMap::new();
        for Part { fact, ranges } in tiers.iter().flatten() {
            cuts.entry(*fact).or_default().extend(ranges.iter().flat_map(|(from, to)| [*from, *to]).flatten());
        }
        Nearness { cuts: cuts.into_iter().map(|(fact, cuts)| (fact, cuts.into_iter().collect())).collect(), tiers }
    }

    /// How near a tier stands: the cuts between the case and its ranges, then its places from the nearest tier that was chosen
    /// (ascending), then its own place.
    pub(in crate::engine) fn of(&self, facts: &CaseFacts, tier: usize, chosen: &[usize]) -> (usize, usize, usize) {
        let cuts = self.tiers.get(tier).into_iter().flatten().map(|part| self.between(facts, part)).sum();
        let after = chosen.partition_point(|at| *at < tier);
        let around = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|at| chosen.get(at));
        (cuts, around.map(|at| at.abs_diff(tier)).min().unwrap_or(0), tier)
    }

    fn between(&self, facts: &CaseFacts, Part { fact, ranges }: &Part) -> usize {
        let figure = if let Given::Known(value) = facts.get(*fact) { Figure::of(value) } else { None };
        let (Some(figure), Some(cuts)) = (figure, self.cuts.get(fact)) else { return 0 };
        let reached = cuts.partition_point(|(at, past)| if *past { figure > *at } else { figure >= *at });
        let below = |cut: &Cut| cuts.partition_point(|other| other < cut);
        let away = |(from, to): &(Option<Cut>, Option<Cut>)| {
            let least = from.as_ref().map_or(0, |from| below(from) + 1);
            let most = to.as_ref().map_or(usize::MAX, below);
            least.saturating_sub(reached).max(reached.saturating_sub(most))
        };
        ranges.iter().map(away).min().unwrap_or(0)
    }
}

/// The parts of a conjunction that compare a fact with constants.
fn compared(model: &Model, condition: &Condition, parts: &mut Vec<Part>) {
    match &condition.kind {
        ConditionKind::All(items) => items.iter().for_each(|item| compared(model, &item.condition, parts)),
        ConditionKind::Except(base, _) => compared(model, base, parts),
        ConditionKind::Definition(id) => match &model[*id].value {
            DefinitionValue::Condition(inner) => compared(model, inner, parts),
            DefinitionValue::Expr(_) => {}
        },
        ConditionKind::Compare(value, bounds) => {
            let cut = |bound: &Option<BoundExpr>, past: Closure| {
                bound.as_ref().and_then(|bound| Some((constant(&bound.value)?, bound.closure == past)))
            };
            if let ExprKind::Fact(fact) = value.kind {
                let range = (cut(&bounds.lower, Closure::Exclusive), cut(&bounds.upper, Closure::Inclusive));
                parts.push(Part::new(model, fact, [range]));
            }
        }
        ConditionKind::Equals { value, among, negated: false } => {
            if let ExprKind::Fact(fact) = value.kind {
                let ranges = among.iter().filter_map(constant).map(|figure| (Some((figure, false)), Some((figure, true))));
                parts.push(Part::new(model, fact, ranges));
            }
        }
        ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Not(_)
        | ConditionKind::Any(_)
        | ConditionKind::AtLeast(..)
        | ConditionKind::Equals { negated: true, .. }
        | ConditionKind::Member { .. }
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Contains(..)
        | ConditionKind::Imposes(_) => {}
    }
}

fn constant(expr: &Expr) -> Option<Figure> {
    match &expr.kind {
        ExprKind::Constant(value) => Figure::of(value),
        _ => None,
    }
}
