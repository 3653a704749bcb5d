//! One act under one benchmark: tier, statutory range, circumstances, what is imposed, and the trace of it.

use std::collections::BTreeSet;

use super::circumstance::{self, Base, Push};
use super::expr::{EvaluationError, Scope};
use super::impose::{Figures, FineRange, fine_of, round};
use super::select::{Choice, Selection, choose};
use super::show;
use crate::engine::whole::{Decided, Interval, Nearness, place, possible_explained, step};
use crate::input::CaseFacts;
use crate::law::Citation;
use crate::model::{Benchmark, BenchmarkId, Effect, Measure, Modality, Model, RootKind, Tier, TierOrigin, TierTest};
use crate::report::show_money;
use crate::report::{Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, MoneyRange, Step, StepKind, TierResult, TierStatus, Truth};

/// Decides one act under one benchmark.
pub(in crate::engine) fn decide(
    model: &Model,
    facts: &CaseFacts,
    act: usize,
    id: BenchmarkId,
    explained: usize,
) -> Result<Decided, EvaluationError> {
    let scope = Scope::new(model, facts);
    let benchmark = &model[id];
    let set = &model[benchmark.set];
    let name = format!("基准 {}", benchmark.name);
    let Choice { selection, truths, mut needed } = choose(scope, benchmark)?;
    let score = if benchmark.factors.is_some() { scope.score(id)? } else { Interval::OPEN };

    let listed = listed(scope, benchmark, &selection, &truths, explained)?;
    let mut tiers = Vec::with_capacity(listed.len());
    for (at, tier) in benchmark.tiers.iter().enumerate().filter(|(at, _)| listed.contains(at)) {
        let status = status(&selection, at, truths.get(at).copied().unwrap_or(Truth::Unknown));
        let imposed = match status {
            TierStatus::Rejected => Vec::new(),
            TierStatus::Applies | TierStatus::Possible | TierStatus::Passed => {
                figures(scope, benchmark, Some(tier), score)?.measures(tier.measures.iter().chain(&benchmark.common))?
            }
        };
        tiers.push(TierResult {
            name: tier.name.as_str().into(),
            status,
            imposed,
            trace: tier_trace(scope, tier, &name, truths.get(at).copied().unwrap_or(Truth::Unknown))?,
            rule: place(model, tier.span, &format!("{name} / 阶次 {}", tier.name)).into(),
        });
    }

    let mut circumstances = circumstance::results(scope, benchmark.set, Some(id))?;
    let held: Vec<_> = circumstances.iter().filter(|(r, _)| r.holds == Truth::True).map(|(_, c)| *c).collect();
    let rule = circumstance::range_rule(model, benchmark);
    let names = |list: &[usize]| list.iter().filter_map(|at| benchmark.tiers.get(*at)).map(|t| t.name.clone()).collect::<Vec<_>>();
    let mut trace = Vec::new();
    let mut basis = benchmark.basis.clone();
    let mut statutory = Vec::new();

    let (outcome, imposed) = match &selection {
        Selection::Settled(list) => {
            let chosen: Vec<&Tier> = list.iter().filter_map(|at| benchmark.tiers.get(*at)).collect();
            trace.extend(chosen.iter().map(|tier| chosen_step(model, tier, &name)));
            chosen.iter().for_each(|tier| extend(&mut basis, &tier.basis));
            let push = circumstance::push(&held, rule);
            if let (Push::Waive, Some(waiving)) =
                (push, held.iter().find(|c| c.effects.as_slice() == [Effect::Waive] && c.modality == Modality::Shall))
            {
                extend(&mut basis, &waiving.basis);
                mark(&mut circumstances, |c| c.name == waiving.name, "据此不予处罚");
                let orders =
                    orders_only(tiers.iter().filter(|t| t.status == TierStatus::Applies).flat_map(|t| t.imposed.clone()).collect());
                (DecisionOutcome::Waived { circumstance: waiving.name.clone(), tier: names(list).into_iter().next() }, orders)
            } else {
                let mut imposed = Vec::new();
                if benchmark.factors.is_some() && score.single().is_none() {
                    let mut read = BTreeSet::new();
                    show::read_by_factors(model, id, &mut read);
                    needed.extend(read.into_iter().filter(|fact| *facts.get(*fact) == crate::model::Given::Unknown));
                }
                for (at, tier) in chosen.iter().enumerate() {
                    // What every tier imposes is imposed once.
                    let common = if at == 0 { benchmark.common.as_slice() } else { &[] };
                    let figures = figures(scope, benchmark, Some(tier), score)?;
                    let mut measures = figures.measures(tier.measures.iter().chain(common))?;
                    if let Some((text, steps)) = adjust(&mut measures, push, figures, tier, rule, &name)? {
                        mark(&mut circumstances, |c| c.effects.iter().any(|e| *e != Effect::Waive), &text);
                        held.iter().filter(|c| c.modality == Modality::Shall).for_each(|c| extend(&mut basis, &c.basis));
                        trace.extend(steps);
                    }
                    for fact in figures.missing(tier.measures.iter().chain(common))? {
                        if !needed.contains(&fact) {
                            needed.push(fact);
                        }
                    }
                    imposed.extend(measures);
                    if at == 0 {
                        statutory = figures.measures(statutory_measures(benchmark, Some(tier)))?;
                    }
                }
                (DecisionOutcome::Settled { tiers: names(list) }, imposed)
            }
        }
        Selection::Possible(list, or_none) => (DecisionOutcome::Possible { tiers: names(list), or_none: *or_none }, Vec::new()),
        Selection::None => (DecisionOutcome::NoTier, Vec::new()),
        Selection::Conflict(list) => (DecisionOutcome::Conflict { tiers: names(list) }, Vec::new()),
    };
    optional(&mut circumstances);

    let decision = Decision {
        act,
        benchmark: benchmark.name.clone(),
        rule_set: format!("{} {}", set.name, set.version),
        outcome,
        imposed,
        statutory,
        unlisted: benchmark.tiers.len() - tiers.len(),
        tiers,
        circumstances: circumstances.into_iter().map(|(result, _)| result).collect(),
        version: None,
        breaches: benchmark.breaches.clone(),
        basis,
        example: benchmark.example
            || matches!(&selection, Selection::Settled(l) if l.iter().filter_map(|at| benchmark.tiers.get(*at)).any(|t| t.example)),
        trace,
        rule: place(model, benchmark.name_span, &name).into(),
    };
    Ok(Decided { decision, benchmark: id, needed })
}

/// The tiers that the report lists: all up to `explained`, else those that apply, the first of those that may, and of the others the nearest: by how many of their
/// conditions fail, how many bounds away they are ([`Nearness`]), how near in the table to one that was selected.
fn listed(
    scope: Scope<'_>,
    benchmark: &Benchmark,
    selection: &Selection,
    truths: &[Truth],
    explained: usize,
) -> Result<BTreeSet<usize>, EvaluationError> {
    if benchmark.tiers.len() <= explained {
        return Ok((0..benchmark.tiers.len()).collect());
    }
    let chosen: Vec<usize> = match selection {
        Selection::Settled(list) | Selection::Conflict(list) | Selection::Possible(list, _) => list.clone(),
        Selection::None => Vec::new(),
    };
    let most = if let Selection::Possible(..) = selection { possible_explained(explained) } else { usize::MAX };
    let mut listed: BTreeSet<usize> = chosen.iter().copied().take(most).collect();
    let mut others = Vec::new();
    for (at, tier) in benchmark.tiers.iter().enumerate().filter(|(at, _)| !chosen.contains(at)) {
        let failing = match &tier.test {
            TierTest::When(condition) => scope.failing(condition)?,
            TierTest::Otherwise(_) => usize::from(truths.get(at) == Some(&Truth::False)),
        };
        others.push((failing, at));
    }
    let nearness = Nearness::new(scope.model, benchmark);
    others.sort_by_cached_key(|(failing, at)| (*failing, nearness.of(scope.facts, *at, &chosen)));
    let room = explained.saturating_sub(listed.len());
    listed.extend(others.into_iter().take(room).map(|(_, at)| at));
    Ok(listed)
}

fn status(selection: &Selection, at: usize, truth: Truth) -> TierStatus {
    let (chosen, possible) = match selection {
        Selection::Settled(list) | Selection::Conflict(list) => (list.contains(&at), false),
        Selection::Possible(list, _) => (false, list.contains(&at)),
        Selection::None => (false, false),
    };
    match truth {
        _ if chosen => TierStatus::Applies,
        _ if possible => TierStatus::Possible,
        Truth::True => TierStatus::Passed,
        Truth::False | Truth::Unknown => TierStatus::Rejected,
    }
}

fn tier_trace(scope: Scope<'_>, tier: &Tier, name: &str, truth: Truth) -> Result<Vec<Step>, EvaluationError> {
    let rule = format!("{name} / 阶次 {}", tier.name);
    Ok(vec![match &tier.test {
        TierTest::When(condition) => scope.explain(condition, &rule)?,
        TierTest::Otherwise(span) => step(StepKind::Otherwise, "其他情形", truth, place(scope.model, *span, &rule)),
    }])
}

fn chosen_step(model: &Model, tier: &Tier, name: &str) -> Step {
    let text = match tier.origin {
        TierOrigin::Implied => "没有划分阶次,直接适用".to_owned(),
        TierOrigin::Block | TierOrigin::Row(_) | TierOrigin::Cell(..) => format!("适用阶次「{}」", tier.name),
    };
    step(StepKind::Tier, text, Truth::True, place(model, tier.span, &format!("{name} / 阶次 {}", tier.name)))
}

/// The statute's measures that govern a tier: the named range it falls under, else the base.
fn statutory_measures<'b>(benchmark: &'b Benchmark, tier: Option<&Tier>) -> &'b [Measure] {
    let Some(statutory) = &benchmark.statutory else { return &[] };
    let named = tier.and_then(|t| t.applies).and_then(|at| statutory.named.get(at));
    named.map_or(&statutory.base, |range| &range.measures)
}

/// What sanctions of a tier are computed with.
fn figures<'a>(scope: Scope<'a>, benchmark: &Benchmark, tier: Option<&Tier>, score: Interval) -> Result<Figures<'a>, EvaluationError> {
    let plain = Figures { scope, rounding: scope.model[benchmark.set].rounding, statutory: None, score };
    let statutory = match fine_of(statutory_measures(benchmark, tier), None) {
        Some((fine, span)) => plain.fine(fine, span)?,
        None => None,
    };
    Ok(Figures { statutory, ..plain })
}

/// Narrows or extends the party's fine as the circumstances push it. Gives the words and the steps, if anything changed.
fn adjust(
    measures: &mut [ImposedMeasure],
    push: Push,
    figures: Figures<'_>,
    tier: &Tier,
    rule: Option<&crate::model::RangeRule>,
    name: &str,
) -> Result<Option<(String, Vec<Step>)>, EvaluationError> {
    let word = match push {
        Push::Nothing | Push::Waive => return Ok(None),
        Push::Mitigate => "减轻",
        Push::LightenOrMitigate => "从轻或者减轻",
        Push::Lighten => "从轻",
        Push::Lowest => "数个从轻,取最低",
        Push::Aggravate => "从重",
        Push::Highest => "数个从重,取最高",
        Push::Ordinary => "从轻从重并存,取一般",
        Push::Whole => "从轻从重并存,在全幅内综合考虑",
    };
    let range = match fine_of(&tier.measures, None) {
        Some((fine, span)) => figures.fine(fine, span)?,
        None => None,
    };
    let Some(tier_range) = range else {
        return Ok(Some((format!("应当{word};没有可以按比例调整的罚款,由办案机关在处罚种类和期限上体现"), Vec::new())));
    };
    let base = Base { tier: tier_range, statutory: figures.statutory, unit: figures.rounding.step.to_yuan() };
    let Some(pushed) = circumstance::pushed(push, base, rule).filter(|p| *p != tier_range) else {
        return Ok(Some((format!("应当{word};罚款幅度不变"), Vec::new())));
    };
    let Some(money) = round(pushed, figures.rounding) else { return Ok(None) };
    let mut changed = false;
    for measure in measures.iter_mut().filter(|m| m.target.is_none()) {
        changed |= replace(&mut measure.groups, money);
    }
    if !changed {
        return Ok(None);
    }
    let text = format!("{word}:罚款由{}调整为{}", words(tier_range, figures), show_money(&money));
    let span = rule.map_or(tier.span, |r| r.span);
    let by = rule.map_or_else(|| name.to_owned(), |r| format!("幅度规则 {}", r.name));
    Ok(Some((text.clone(), vec![step(StepKind::Range, text, Truth::True, place(figures.scope.model, span, &by))])))
}

fn words(range: FineRange, figures: Figures<'_>) -> String {
    figures.rounded(range).map_or_else(String::new, |money| show_money(&money))
}

fn replace(groups: &mut [ImposedGroup], money: MoneyRange) -> bool {
    let mut changed = false;
    for penalty in groups.iter_mut().flat_map(|g| &mut g.alternatives) {
        if penalty.root == RootKind::Fine && penalty.fine.is_some() {
            penalty.fine = Some(money);
            penalty.usual = None;
            changed = true;
        }
        changed |= replace(&mut penalty.nested, money);
    }
    changed
}

/// Orders and other measures that are no penalties remain where the penalty is waived (行政处罚法 art. 28).
fn orders_only(mut measures: Vec<ImposedMeasure>) -> Vec<ImposedMeasure> {
    for measure in &mut measures {
        for group in &mut measure.groups {
            group.alternatives.retain(|p| p.nested.is_empty() && !p.root.is_penalty());
        }
        measure.groups.retain(|g| !g.alternatives.is_empty());
    }
    measures.retain(|m| !m.groups.is_empty());
    measures
}

fn mark(
    list: &mut [(crate::report::CircumstanceResult, &crate::model::Circumstance)],
    which: impl Fn(&crate::model::Circumstance) -> bool,
    text: &str,
) {
    for (result, circumstance) in list {
        if result.holds == Truth::True && circumstance.modality == Modality::Shall && which(circumstance) {
            result.applied = Some(text.to_owned());
        }
    }
}

/// Says of circumstances that only allow what the authority may do; nothing is applied in its stead.
fn optional(list: &mut [(crate::report::CircumstanceResult, &crate::model::Circumstance)]) {
    for (result, circumstance) in list {
        if result.applied.is_some() {
            continue;
        }
        let effects: Vec<&str> = circumstance.effects.iter().map(|e| effect_word(*e)).collect();
        let effects = effects.join("或者");
        result.applied = match (result.holds, circumstance.modality) {
            (Truth::True, Modality::May) => Some(format!("可以{effects},由办案机关决定;上述结果没有计入")),
            (Truth::Unknown, _) => Some(format!("查明后可能{effects}")),
            (Truth::True | Truth::False, _) => None,
        };
    }
}

/// An effect in the law's word.
pub(in crate::engine) fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Waive => "不予处罚",
        Effect::Mitigate => "减轻处罚",
        Effect::Lighten => "从轻处罚",
        Effect::Aggravate => "从重处罚",
    }
}

fn extend(basis: &mut Vec<Citation>, more: &[Citation]) {
    for citation in more {
        if !basis.contains(citation) {
            basis.push(citation.clone());
        }
    }
}
