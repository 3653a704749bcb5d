//! Circumstances applied to a fine: 从轻, 从重 and 减轻 by the range rule, how several combine, and the statute's clamp.

use super::expr::{EvaluationError, Scope};
use super::impose::FineRange;
use super::show;
use crate::law::{Bound, Closure, Exact, Range, Rounding};
use crate::model::{
    Band, Bands, Benchmark, BenchmarkId, Circumstance, Effect, MixedRule, Modality, Model, RangeBase, RangeRule, SetId, SeveralRule,
};
use crate::report::{CircumstanceResult, Truth};

/// The circumstances of a rule set that hold or may hold, for a benchmark or for a case under none.
pub(in crate::engine) fn results(
    scope: Scope<'_>,
    set: SetId,
    benchmark: Option<BenchmarkId>,
) -> Result<Vec<(CircumstanceResult, &Circumstance)>, EvaluationError> {
    let model = scope.model;
    let mut results = Vec::new();
    for circumstance in model[set].circumstances.iter().map(|c| &model[*c]) {
        if circumstance.only_for.as_ref().is_some_and(|only| benchmark.is_none_or(|id| !only.contains(&id))) {
            continue;
        }
        let holds = scope.truth(&circumstance.condition)?;
        if holds == Truth::False {
            continue;
        }
        let name = format!("情节 {}", circumstance.name);
        let result = CircumstanceResult {
            name: circumstance.name.clone(),
            holds,
            modality: circumstance.modality,
            effects: circumstance.effects.clone(),
            applied: None,
            basis: circumstance.basis.clone(),
            rule: show::place(model, circumstance.name_span, &name).into(),
            trace: vec![scope.explain(&circumstance.condition, &name)?],
        };
        results.push((result, circumstance));
    }
    Ok(results)
}

/// Which way the circumstances that hold and bind push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Push {
    Nothing,
    Waive,
    Mitigate,
    /// 从轻 or 减轻, at the authority's choice.
    LightenOrMitigate,
    Lighten,
    Lowest,
    Aggravate,
    Highest,
    Ordinary,
    /// 从轻 and 从重 together: the whole range.
    Whole,
}

/// What the binding circumstances come to together.
pub(in crate::engine) fn push(held: &[&Circumstance], rule: Option<&RangeRule>) -> Push {
    let shall: Vec<&Circumstance> = held.iter().copied().filter(|c| c.modality == Modality::Shall).collect();
    let only = |c: &Circumstance, effect: Effect| c.effects.as_slice() == [effect];
    if shall.iter().any(|c| only(c, Effect::Waive)) {
        return Push::Waive;
    }
    let lenient: Vec<&Circumstance> = shall.iter().copied().filter(|c| c.effects.iter().any(|e| *e < Effect::Aggravate)).collect();
    let severe = shall.iter().filter(|c| c.effects.contains(&Effect::Aggravate)).count();
    let combination = rule.map(|r| r.combination).unwrap_or_default();
    match (lenient.len(), severe) {
        (0, 0) => Push::Nothing,
        (0, 1) => Push::Aggravate,
        (0, _) => match combination.several_aggravate {
            SeveralRule::Band => Push::Aggravate,
            SeveralRule::Bound => Push::Highest,
        },
        (count, 0) => {
            if lenient.iter().any(|c| only(c, Effect::Mitigate)) {
                Push::Mitigate
            } else if lenient.iter().any(|c| c.effects.contains(&Effect::Mitigate)) {
                Push::LightenOrMitigate
            } else if count > 1 && combination.several_lighten == SeveralRule::Bound {
                Push::Lowest
            } else {
                Push::Lighten
            }
        }
        (_, _) => match combination.mixed {
            MixedRule::Whole => Push::Whole,
            MixedRule::Ordinary => Push::Ordinary,
        },
    }
}

/// The ranges a band is reckoned from.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Base {
    pub(in crate::engine) tier: FineRange,
    pub(in crate::engine) statutory: Option<FineRange>,
    /// The least difference between two amounts, in yuan.
    pub(in crate::engine) unit: Exact,
}

/// The fine that a push leads to. `None`: the rules do not say how, and the range stays as it is.
pub(in crate::engine) fn pushed(push: Push, base: Base, rule: Option<&RangeRule>) -> Option<FineRange> {
    let upper = base.tier.upper?;
    let reckoned = base.statutory.filter(|_| rule.is_some_and(|r| r.base == RangeBase::Statutory)).unwrap_or(base.tier);
    let band = |pick: fn(&Bands) -> Option<&Band>| {
        let rule = rule?;
        // A fine with no lower bound in the statute has bands of its own where the rule states them.
        let upper_only = base.statutory.unwrap_or(base.tier).lower.value.is_zero();
        let own = rule.upper_only.as_ref().filter(|_| upper_only).and_then(pick);
        own.or_else(|| pick(&rule.bands)).and_then(|band| apply(band, reckoned, base))
    };
    // 减轻 is a penalty below the statute's lower bound (行政处罚法 art. 32): where the band holds no amount, any below it.
    let mitigated = match band(|b| b.mitigate.as_ref()) {
        Some(nothing) if (Range { lower: Some(nothing.lower), upper: nothing.upper }).is_empty() => {
            apply(&Band::BelowLower, reckoned, base)
        }
        told => told,
    };
    match push {
        Push::Nothing | Push::Waive | Push::Whole => None,
        Push::Lowest => amount(base, |tier| match tier.lower.closed {
            Closure::Inclusive => Some(tier.lower.value),
            Closure::Exclusive => tier.lower.value.round_to(base.unit, Rounding::Down)?.checked_add(base.unit),
        }),
        Push::Highest => amount(base, |_| match upper.closed {
            Closure::Inclusive => Some(upper.value),
            Closure::Exclusive => upper.value.round_to(base.unit, Rounding::Up)?.checked_sub(base.unit),
        }),
        Push::Mitigate => mitigated,
        Push::Lighten => band(|b| b.lighten.as_ref()).and_then(|f| within(f, base.tier)),
        Push::Ordinary => band(|b| b.ordinary.as_ref()).and_then(|f| within(f, base.tier)),
        Push::Aggravate => band(|b| b.aggravate.as_ref()).and_then(|f| within(f, base.tier)),
        Push::LightenOrMitigate => {
            let lighten = band(|b| b.lighten.as_ref()).and_then(|f| within(f, base.tier)).unwrap_or(base.tier);
            match mitigated {
                Some(mitigated) if mitigated.lower.value < lighten.lower.value => Some(FineRange { lower: mitigated.lower, ..lighten }),
                _ => Some(lighten),
            }
        }
    }
}

/// One amount of the tier, where there is such a one.
fn amount(base: Base, pick: impl FnOnce(FineRange) -> Option<Exact>) -> Option<FineRange> {
    let one = included(pick(base.tier)?);
    within(FineRange { lower: one, upper: Some(one) }, base.tier)
}

fn included(value: Exact) -> Bound<Exact> {
    Bound { value, closed: Closure::Inclusive }
}

/// A band in figures.
fn apply(band: &Band, of: FineRange, base: Base) -> Option<FineRange> {
    let statutory = base.statutory.unwrap_or(base.tier);
    let share = |range: &Range<Exact>, whole: Exact| -> Option<FineRange> {
        let at = |bound: Bound<Exact>| Some(Bound { value: bound.value.checked_mul(whole)?, closed: bound.closed });
        Some(FineRange {
            lower: match range.lower {
                Some(bound) => at(bound)?,
                None => included(Exact::ZERO),
            },
            upper: match range.upper {
                Some(bound) => Some(at(bound)?),
                None => None,
            },
        })
    };
    match band {
        Band::Spread(range) => {
            let upper = of.upper?;
            let spread = upper.value.checked_sub(of.lower.value)?;
            let part = share(range, spread)?;
            let raise = |bound: Bound<Exact>, end: Bound<Exact>| {
                let value = of.lower.value.checked_add(bound.value)?;
                // At the very end the range's own word for its bound holds.
                let closure = if value == end.value && end.closed == Closure::Exclusive { Closure::Exclusive } else { bound.closed };
                Some(Bound { value, closed: closure })
            };
            Some(FineRange {
                lower: raise(part.lower, of.lower)?,
                upper: Some(match part.upper {
                    Some(bound) => raise(bound, upper)?,
                    None => upper,
                }),
            })
        }
        Band::BelowLower => (statutory.lower.value > Exact::ZERO).then_some(FineRange {
            lower: included(Exact::ZERO),
            upper: Some(Bound { value: statutory.lower.value, closed: Closure::Exclusive }),
        }),
        Band::OfLower(range) => share(range, statutory.lower.value),
        Band::OfUpper(range) => share(range, statutory.upper?.value),
    }
}

/// What two ranges have in common; `None` when nothing.
pub(in crate::engine) fn within(range: FineRange, outer: FineRange) -> Option<FineRange> {
    let exclusive = |a: Bound<Exact>, b: Bound<Exact>| {
        if a.closed == Closure::Exclusive || b.closed == Closure::Exclusive { Closure::Exclusive } else { Closure::Inclusive }
    };
    let lower = match range.lower.value.cmp(&outer.lower.value) {
        std::cmp::Ordering::Greater => range.lower,
        std::cmp::Ordering::Less => outer.lower,
        std::cmp::Ordering::Equal => Bound { value: range.lower.value, closed: exclusive(range.lower, outer.lower) },
    };
    let upper = match (range.upper, outer.upper) {
        (Some(a), Some(b)) => Some(match a.value.cmp(&b.value) {
            std::cmp::Ordering::Less => a,
            std::cmp::Ordering::Greater => b,
            std::cmp::Ordering::Equal => Bound { value: a.value, closed: exclusive(a, b) },
        }),
        (a, b) => a.or(b),
    };
    let together = Range { lower: Some(lower), upper };
    (!together.is_empty()).then_some(FineRange { lower, upper })
}

/// The range rule that governs a benchmark.
pub(in crate::engine) fn range_rule<'m>(model: &'m Model, benchmark: &Benchmark) -> Option<&'m RangeRule> {
    model[benchmark.set].range_rule.map(|id| &model[id])
}
