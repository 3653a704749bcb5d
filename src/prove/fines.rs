//! Fines against the statute and against the tier before, where they depend on facts of the case.
//!
//! Fines in figures alone are compared by `check` already (ZS0802, ZS0803); here stand multiples, ratios, rates, floors and caps.

use super::benchmark::Question;
use super::examine::Examined;
use super::form::Form;
use super::space::{Formula, Space};
use super::{Findings, Property};
use crate::diagnostic::{ProofProblem, Span};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::{Closure, Exact};
use crate::model::{Benchmark, Fine, FineAmount, Measure, PenaltyKind, Sanction, TierOrigin};
use crate::report::{ImposedGroup, ImposedMeasure, MoneyRange, Truth};

/// A bound of a fine: a sum, or the lesser or greater of such.
#[derive(Debug, Clone)]
enum Amount {
    Form(Form),
    Least(Vec<Amount>),
    Most(Vec<Amount>),
}

/// A fine's two ends; an upper end that is missing is without limit.
#[derive(Debug, Clone)]
struct Ends {
    lower: Amount,
    upper: Option<Amount>,
    constant: bool,
}

/// What is asked of one fine of a tier.
pub(super) struct Excess {
    tier: usize,
    measure: usize,
    span: Span,
    above: Option<Formula>,
    below: Option<Formula>,
}

/// Lowers the questions of a benchmark, before its space is frozen.
pub(super) fn lower(space: &mut Space<'_>, benchmark: &Benchmark) -> Vec<Excess> {
    let Some(statutory) = &benchmark.statutory else { return Vec::new() };
    let mut asked = Vec::new();
    for (at, tier) in benchmark.tiers.iter().enumerate() {
        let named = tier.applies.and_then(|named| statutory.named.get(named));
        for (index, measure) in tier.measures.iter().chain(&benchmark.common).enumerate() {
            let Some((fine, span)) = only_fine(&measure.sanction) else { continue };
            let Some(ends) = ends_of(space, fine) else { continue };
            // The part of the statute the tier applies; else, where that has no fine for this person, the base.
            let governing = |measures: &[Measure], space: &mut Space<'_>| -> Option<Vec<(Option<Formula>, Ends)>> {
                let mut all = Vec::new();
                for m in measures.iter().filter(|m| m.target == measure.target) {
                    for (limit, _) in fines_in(&m.sanction) {
                        let condition = m.condition.as_ref().map(|c| space.lower(c));
                        all.push((condition, ends_of(space, limit)?));
                    }
                }
                Some(all)
            };
            let Some(mut limits) = governing(named.map_or(statutory.base.as_slice(), |n| &n.measures), space) else { continue };
            if limits.is_empty() && named.is_some() {
                let Some(base) = governing(&statutory.base, space) else { continue };
                limits = base;
            }
            if limits.is_empty() || (ends.constant && limits.iter().all(|(condition, limit)| limit.constant && condition.is_none())) {
                continue;
            }
            let holds = measure.condition.as_ref().map(|c| space.lower(c));
            let above = beyond(space, &limits, |space, limit| match (&ends.upper, &limit.upper) {
                (_, None) => Some(Formula::Constant(false)),
                (None, Some(_)) => Some(Formula::Constant(true)),
                (Some(upper), Some(most)) => greater(space, upper, most),
            });
            let below = beyond(space, &limits, |space, limit| greater(space, &limit.lower, &ends.lower));
            let with = |formula: Option<Formula>| {
                formula.map(|f| match &holds {
                    Some(holds) => Formula::all(vec![holds.clone(), f]),
                    None => f,
                })
            };
            asked.push(Excess { tier: at, measure: index, span, above: with(above), below: with(below) });
        }
    }
    asked
}

/// Beyond every limit that is there, and one is there.
fn beyond(
    space: &mut Space<'_>,
    limits: &[(Option<Formula>, Ends)],
    mut of: impl FnMut(&mut Space<'_>, &Ends) -> Option<Formula>,
) -> Option<Formula> {
    let mut all = Vec::new();
    let mut there = Vec::new();
    for (condition, limit) in limits {
        let past = of(space, limit)?;
        match condition {
            None => {
                all.push(past);
                there.push(Formula::Constant(true));
            }
            Some(condition) => {
                all.push(Formula::any(vec![condition.clone().not(), past]));
                there.push(condition.clone());
            }
        }
    }
    all.push(Formula::any(there));
    Some(Formula::all(all))
}

/// `one > other`.
fn greater(space: &mut Space<'_>, one: &Amount, other: &Amount) -> Option<Formula> {
    match (one, other) {
        (Amount::Least(parts), _) => Some(Formula::all(parts.iter().map(|p| greater(space, p, other)).collect::<Option<_>>()?)),
        (Amount::Most(parts), _) => Some(Formula::any(parts.iter().map(|p| greater(space, p, other)).collect::<Option<_>>()?)),
        (_, Amount::Least(parts)) => Some(Formula::any(parts.iter().map(|p| greater(space, one, p)).collect::<Option<_>>()?)),
        (_, Amount::Most(parts)) => Some(Formula::all(parts.iter().map(|p| greater(space, one, p)).collect::<Option<_>>()?)),
        (Amount::Form(one), Amount::Form(other)) => space.at_least_nought(&one.minus(other)?, true, Closure::Exclusive),
    }
}

fn ends_of(space: &mut Space<'_>, fine: &Fine) -> Option<Ends> {
    if fine.growth.is_some() {
        return None;
    }
    let FineAmount::Bounds(bounds) = &fine.amount else { return None };
    let end = |bound: &Option<crate::model::BoundExpr>, space: &mut Space<'_>| match bound {
        None => Some(None),
        Some(bound) => space.form(&bound.value).map(Some),
    };
    let lower = end(&bounds.lower, space)?.unwrap_or_else(|| Form::constant(Exact::ZERO));
    let upper = end(&bounds.upper, space)?;
    let floor = fine.floor.as_ref().map(|e| space.form(e));
    let cap = fine.cap.as_ref().map(|e| space.form(e));
    let (floor, cap) = (floor.map_or(Some(None), |f| f.map(Some))?, cap.map_or(Some(None), |f| f.map(Some))?);
    let constant = lower.terms.is_empty() && upper.as_ref().is_none_or(|u| u.terms.is_empty()) && floor.is_none() && cap.is_none();
    let limited = |form: Form| {
        let mut amount = Amount::Form(form);
        if let Some(floor) = &floor {
            amount = Amount::Most(vec![amount, Amount::Form(floor.clone())]);
        }
        if let Some(cap) = &cap {
            amount = Amount::Least(vec![amount, Amount::Form(cap.clone())]);
        }
        amount
    };
    let upper = match upper {
        Some(form) => Some(limited(form)),
        None => cap.clone().map(Amount::Form),
    };
    Some(Ends { lower: limited(lower), upper, constant })
}

fn fines_in(sanction: &Sanction) -> Vec<(&Fine, Span)> {
    let Sanction::Groups { groups, .. } = sanction else { return Vec::new() };
    let mut found = Vec::new();
    for penalty in groups.iter().flat_map(|g| &g.alternatives) {
        match &penalty.kind {
            PenaltyKind::Fine(fine) => found.push((fine, penalty.span)),
            PenaltyKind::Nested(inner) => found.extend(fines_in(inner)),
            PenaltyKind::Other { .. } => {}
        }
    }
    found
}

/// The fine of a sanction that has just one.
fn only_fine(sanction: &Sanction) -> Option<(&Fine, Span)> {
    match fines_in(sanction).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Whether a tier's fine can leave the statutory range.
pub(super) fn bounded(question: &Question<'_, '_>, asked: &[Excess], findings: &mut Findings) {
    for excess in asked {
        let Some(Some(tier)) = question.tiers.get(excess.tier) else { continue };
        for (formula, above) in [(&excess.above, true), (&excess.below, false)] {
            let Some(formula) = formula else { continue };
            let Ok(cubes) = question.cubes.within(formula, true, tier.clone()) else {
                findings.undecided(question, Property::Bounded, "罚款的算式太复杂".to_owned());
                continue;
            };
            let examiner = question.examiner();
            let mut outcome = Ok(());
            for cube in &cubes {
                match examiner.examine(cube, &|facts| leaves(question, excess, above, facts)) {
                    Examined::Impossible => {}
                    Examined::Shown(case) => {
                        let tier = question.tier_name(excess.tier);
                        let problem = if above { ProofProblem::AboveStatute { tier } } else { ProofProblem::BelowStatute { tier } };
                        findings.refuted(question, Property::Bounded, problem, excess.span, Some(&case.facts));
                        outcome = Ok(());
                        break;
                    }
                    // The statute's fine may depend on more than the question could see.
                    Examined::Contradicted(_) | Examined::Unresolved => outcome = Err(question.words(cube)),
                }
            }
            if let Err(region) = outcome {
                findings.undecided(question, Property::Bounded, format!("{region}时罚款是否在法定幅度之内"));
            }
        }
    }
    if !findings.is_refuted(question, Property::Bounded) {
        findings.proved(question, Property::Bounded);
    }
}

/// Whether the evaluator, too, puts the fine outside.
fn leaves(question: &Question<'_, '_>, excess: &Excess, above: bool, facts: &CaseFacts) -> Truth {
    let (Some(tier), Some(statutory)) = (question.benchmark.tiers.get(excess.tier), &question.benchmark.statutory) else {
        return Truth::Unknown;
    };
    let Some(measure) = tier.measures.iter().chain(&question.benchmark.common).nth(excess.measure) else { return Truth::Unknown };
    let probe = Probe::new(question.model);
    let named = tier.applies.and_then(|named| statutory.named.get(named)).map_or(&[][..], |n| &n.measures);
    let fines = |measures: &[Measure]| -> Option<Vec<MoneyRange>> {
        let imposed = probe.measures(question.id, measures, facts).ok()?;
        Some(imposed.iter().filter(|m| m.target == measure.target).flat_map(ranges).collect())
    };
    let (Some(own), Some(mut limits)) = (fines(std::slice::from_ref(measure)), fines(named)) else { return Truth::Unknown };
    if limits.is_empty() {
        let Some(base) = fines(&statutory.base) else { return Truth::Unknown };
        limits = base;
    }
    let Some(own) = own.first() else { return Truth::Unknown };
    if limits.is_empty() {
        return Truth::Unknown;
    }
    let past = |limit: &MoneyRange| match (above, own.upper, limit.upper) {
        (false, ..) => own.lower < limit.lower,
        (true, Some(own), Some(most)) => own > most,
        (true, None, Some(_)) => true,
        (true, _, None) => false,
    };
    if limits.iter().all(past) { Truth::True } else { Truth::False }
}

fn ranges(measure: &ImposedMeasure) -> Vec<MoneyRange> {
    fn of(groups: &[ImposedGroup], found: &mut Vec<MoneyRange>) {
        for penalty in groups.iter().flat_map(|g| &g.alternatives) {
            found.extend(penalty.fine);
            of(&penalty.nested, found);
        }
    }
    let mut found = Vec::new();
    of(&measure.groups, &mut found);
    found
}

/// Whether a tier's fine, in figures, falls below that of the tier before it.
pub(super) fn ladder(question: &Question<'_, '_>, findings: &mut Findings) {
    let benchmark = question.benchmark;
    if benchmark.tiers.iter().any(|t| !matches!(t.origin, TierOrigin::Block | TierOrigin::Row(_))) {
        return;
    }
    for (at, pair) in benchmark.tiers.windows(2).enumerate() {
        let [before, tier] = pair else { continue };
        // A graver kind, or another part of the statute, is a step of its own.
        if gravest(question, &tier.measures) != gravest(question, &before.measures) || tier.applies != before.applies {
            continue;
        }
        for measure in &tier.measures {
            let Some((fine, span)) = only_fine(&measure.sanction) else { continue };
            let same = before.measures.iter().find(|m| m.target == measure.target && m.condition == measure.condition);
            let Some((earlier, earlier_span)) = same.and_then(|m| only_fine(&m.sanction)) else { continue };
            let (Some((low, high)), Some((low_before, high_before))) = (figures(fine), figures(earlier)) else { continue };
            if low < low_before || high.zip(high_before).is_some_and(|(now, then)| now < then) {
                let problem = ProofProblem::LighterTier { tier: question.tier_name(at + 1), before: question.tier_name(at) };
                findings.refuted_at(question, Property::Monotone, problem, span, earlier_span);
            }
        }
    }
    if !findings.is_refuted(question, Property::Monotone) {
        findings.proved(question, Property::Monotone);
    }
}

fn gravest(question: &Question<'_, '_>, measures: &[Measure]) -> Option<crate::model::RootKind> {
    fn of(question: &Question<'_, '_>, sanction: &Sanction) -> Option<crate::model::RootKind> {
        let Sanction::Groups { groups, .. } = sanction else { return None };
        let kinds = groups.iter().flat_map(|g| &g.alternatives).filter_map(|p| match &p.kind {
            PenaltyKind::Fine(_) => Some(crate::model::RootKind::Fine),
            PenaltyKind::Other { kind, .. } => Some(question.model[*kind].root),
            PenaltyKind::Nested(inner) => of(question, inner),
        });
        kinds.max()
    }
    measures.iter().filter_map(|m| of(question, &m.sanction)).max()
}

/// The ends of a fine in figures, or its factors where one fact is multiplied.
fn figures(fine: &Fine) -> Option<(Exact, Option<Exact>)> {
    if fine.growth.is_some() || fine.floor.is_some() || fine.cap.is_some() {
        return None;
    }
    let FineAmount::Bounds(bounds) = &fine.amount else { return None };
    let constant = |bound: &Option<crate::model::BoundExpr>| match bound {
        None => Some(None),
        Some(bound) => match &bound.value.kind {
            crate::model::ExprKind::Constant(crate::model::Value::Number(n)) => Some(Some(*n)),
            _ => None,
        },
    };
    Some((constant(&bounds.lower)?.unwrap_or(Exact::ZERO), constant(&bounds.upper)?))
}

/// Parts of the statutory fine in figures that no tier uses: asked where the rule set asks for 衔接.
pub(super) fn seamless(question: &Question<'_, '_>, findings: &mut Findings) {
    let property = Property::Seamless;
    let benchmark = question.benchmark;
    let Some(statutory) = &benchmark.statutory else { return };
    let of = |measures: &[Measure]| -> Option<(Exact, Exact)> {
        let fines: Vec<_> =
            measures.iter().filter(|m| m.target.is_none() && m.condition.is_none()).flat_map(|m| fines_in(&m.sanction)).collect();
        match fines.as_slice() {
            [(fine, _)] => figures(fine).and_then(|(low, high)| high.map(|high| (low, high))),
            _ => None,
        }
    };
    let parts = std::iter::once((None, &statutory.base)).chain(statutory.named.iter().enumerate().map(|(at, n)| (Some(at), &n.measures)));
    for (part, measures) in parts {
        let Some((least, most)) = of(measures) else { continue };
        let mut used: Vec<(Exact, Exact)> = benchmark.tiers.iter().filter(|t| t.applies == part).filter_map(|t| of(&t.measures)).collect();
        if used.is_empty() {
            continue;
        }
        used.sort_unstable();
        let money = |n: Exact| crate::model::Type::Money.show(n);
        let mut reached = least;
        for (low, high) in used.into_iter().chain([(most, most)]) {
            if low > reached {
                let hole = format!("{}到{}", money(reached), money(low));
                findings.refuted(question, property, ProofProblem::RangeHole { hole }, statutory.span.at_start(), None);
            }
            reached = reached.max(high);
        }
    }
    if !findings.is_refuted(question, property) {
        findings.proved(question, property);
    }
}
