//! Which version of a rule set governs: in force at the act and at the decision; the lighter where they differ (从旧兼从轻).

use super::decide::decide;
use super::expr::EvaluationError;
use crate::diagnostic::Span;
use crate::engine::whole::{Decided, Severity, place, severity, step};
use crate::input::CaseFacts;
use crate::law::Date;
use crate::model::{ACT_DATE, ACT_END_DATE, Benchmark, BenchmarkId, DECISION_DATE, Given, Model, SetId, Value};
use crate::report::{Decision, DecisionOutcome, StepKind, Truth, VersionChoice};

/// The date that a case gives under a key.
pub(in crate::engine) fn dated(model: &Model, facts: &CaseFacts, key: &str) -> Option<Date> {
    model.facts.iter().enumerate().filter(|(_, fact)| fact.key.to_string() == key).find_map(|(at, _)| {
        let id = crate::model::FactId(u32::try_from(at).ok()?);
        match facts.get(id) {
            Given::Known(Value::Date(date)) => Some(*date),
            Given::Known(_) | Given::Absent | Given::Unknown => None,
        }
    })
}

/// The benchmark of a name in another version of its rule set.
fn in_version(model: &Model, benchmark: &Benchmark, set: SetId) -> Option<BenchmarkId> {
    model[set].benchmarks.iter().copied().find(|b| model[*b].name == benchmark.name)
}

/// Decides one act under one benchmark, in the version that governs.
pub(in crate::engine) fn decide_in_force(
    model: &Model,
    facts: &CaseFacts,
    act: usize,
    id: BenchmarkId,
    explained: usize,
) -> Result<Decided, EvaluationError> {
    let benchmark = &model[id];
    let versions: Vec<SetId> = versions_of(model, &model[benchmark.set].name);
    let at = |day: Option<Date>| day.and_then(|day| versions.iter().copied().find(|set| model[*set].in_force(day)));
    let act_day = dated(model, facts, ACT_END_DATE).or_else(|| dated(model, facts, ACT_DATE));
    let decision_day = dated(model, facts, DECISION_DATE);
    if act_day.is_none() && decision_day.is_none() {
        let newest = versions.iter().copied().max_by_key(|set| model[*set].effective);
        let newest = newest.and_then(|set| in_version(model, benchmark, set)).unwrap_or(id);
        let mut decided = decide(model, facts, act, newest, explained)?;
        note(model, &mut decided.decision, "案件没有写明行为日期和决定日期,适用最新的版本", model[newest].name_span);
        return Ok(decided);
    }
    let old = at(act_day).and_then(|set| in_version(model, benchmark, set));
    let new = at(decision_day).and_then(|set| in_version(model, benchmark, set));
    match (old, new) {
        (Some(old), Some(new)) if old != new => compare(model, facts, act, [old, new], explained),
        (Some(only), _) => decide(model, facts, act, only, explained),
        // Discretion benchmarks made after the act: the ones in force at the decision guide it, if there were none before.
        (None, Some(only)) => {
            let mut decided = decide(model, facts, act, only, explained)?;
            if act_day.is_some() {
                note(model, &mut decided.decision, "行为时没有施行中的版本,适用决定时的版本", model[only].name_span);
            }
            Ok(decided)
        }
        (None, None) => Ok(Decided::not_in_force(model, act, id)),
    }
}

/// All versions of a rule set, the oldest first.
fn versions_of(model: &Model, name: &str) -> Vec<SetId> {
    let mut versions: Vec<SetId> =
        (0..model.sets.len()).filter_map(|at| u32::try_from(at).ok().map(SetId)).filter(|set| model[*set].name == name).collect();
    versions.sort_by_key(|set| model[*set].effective);
    versions
}

fn compare(
    model: &Model,
    facts: &CaseFacts,
    act: usize,
    [old, new]: [BenchmarkId; 2],
    explained: usize,
) -> Result<Decided, EvaluationError> {
    let (at_act, at_decision) = (decide(model, facts, act, old, explained)?, decide(model, facts, act, new, explained)?);
    let label = |id: BenchmarkId| model[model[id].set].version.clone();
    let order = comparable(&at_act.decision).zip(comparable(&at_decision.decision)).map(|(a, b)| a.cmp(&b));
    // 行政处罚法 art. 37: the law at the act, unless the later one is lighter or no longer finds a violation.
    let (governing, other, governs, reason) = match order {
        Some(std::cmp::Ordering::Greater) => {
            (at_decision, at_act, Some(label(new)), format!("决定时的{}版处罚较轻,从轻适用(行政处罚法第三十七条)", label(new)))
        }
        Some(std::cmp::Ordering::Equal) => {
            (at_act, at_decision, Some(label(old)), format!("两版处罚相同,适用行为时的{}版(行政处罚法第三十七条)", label(old)))
        }
        Some(std::cmp::Ordering::Less) => {
            (at_act, at_decision, Some(label(old)), format!("行为时的{}版处罚较轻,从旧适用(行政处罚法第三十七条)", label(old)))
        }
        None => (at_act, at_decision, None, "两版的结果尚未都确定,还不能比较轻重".to_owned()),
    };
    let Decided { mut decision, benchmark, mut needed } = governing;
    if governs.is_none() {
        needed.extend(other.needed.iter().copied().filter(|f| !needed.contains(f)).collect::<Vec<_>>());
    }
    note(model, &mut decision, &reason, model[benchmark].name_span);
    decision.version =
        Some(VersionChoice { at_act: label(old), at_decision: label(new), governs, reason, other: Some(Box::new(other.decision)) });
    Ok(Decided { decision, benchmark, needed })
}

/// How severe a settled decision is; `None` while it is not settled.
fn comparable(decision: &Decision) -> Option<Severity> {
    match &decision.outcome {
        DecisionOutcome::Settled { .. } => Some(severity(&decision.imposed)),
        DecisionOutcome::Waived { .. } => Some(severity(&[])),
        DecisionOutcome::Possible { .. } | DecisionOutcome::NoTier | DecisionOutcome::Conflict { .. } | DecisionOutcome::NotInForce => None,
    }
}

fn note(model: &Model, decision: &mut Decision, text: &str, span: Span) {
    let rule = place(model, span, &decision.rule.name);
    decision.trace.insert(0, step(StepKind::Version, text, Truth::True, rule));
}
