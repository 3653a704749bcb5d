//! What applies across benchmarks: circumstances that contradict each other, and conditions that never hold; versions in time.

use super::dnf::Cubes;
use super::examine::{Examined, Examiner};
use super::space::{Formula, Space};
use super::{Findings, words};
use crate::diagnostic::{ProofProblem, Span};
use crate::engine::Probe;
use crate::law::date;
use crate::model::{Circumstance, Condition, ConditionKind, Effect, Modality, Model};
use crate::report::Truth;

pub(super) fn prove(model: &Model, findings: &mut Findings) {
    for circumstance in &model.circumstances {
        never(model, &circumstance.name, &circumstance.condition, circumstance.name_span, findings);
    }
    for procedure in &model.procedures {
        if let Some(condition) = &procedure.condition {
            never(model, &procedure.name, condition, procedure.name_span, findings);
        }
    }
    for (at, one) in model.circumstances.iter().enumerate() {
        for other in model.circumstances.iter().skip(at + 1) {
            contradiction(model, one, other, findings);
        }
    }
    versions(model, findings);
}

fn never(model: &Model, name: &str, condition: &Condition, span: Span, findings: &mut Findings) {
    if possible(model, &[condition]).is_none() {
        findings.tell(ProofProblem::DeadCircumstance { name: name.to_owned() }, span);
    }
}

/// A case in which all conditions hold: `None` when there can be none, no case when none could be made.
fn possible(model: &Model, conditions: &[&Condition]) -> Option<Option<crate::input::CaseFacts>> {
    let mut space = Space::new(model);
    let formula = Formula::all(conditions.iter().map(|c| space.lower(c)).collect());
    space.freeze();
    let cubes = Cubes::new(&space);
    let Ok(regions) = cubes.of(&formula) else { return Some(None) };
    let mut facts = Vec::new();
    conditions.iter().for_each(|c| super::fingerprint::facts_of(model, c, &mut facts));
    let examiner = Examiner { space: &space, layout: &cubes.layout, facts: &facts };
    let probe = Probe::new(model);
    let all = |facts: &crate::input::CaseFacts| {
        let truths: Vec<Truth> = conditions.iter().map(|c| probe.truth(c, facts, None).unwrap_or(Truth::Unknown)).collect();
        if truths.contains(&Truth::False) {
            Truth::False
        } else if truths.contains(&Truth::Unknown) {
            Truth::Unknown
        } else {
            Truth::True
        }
    };
    let mut open = false;
    for region in &regions {
        match examiner.examine(region, &all) {
            Examined::Impossible => {}
            Examined::Shown(case) => return Some(Some(case.facts)),
            Examined::Contradicted(_) | Examined::Unresolved => open = true,
        }
    }
    open.then_some(None)
}

/// Whether a circumstance commands one effect and no other.
fn commands(circumstance: &Circumstance, effect: Effect) -> bool {
    circumstance.modality == Modality::Shall && circumstance.effects == [effect]
}

fn contradiction(model: &Model, one: &Circumstance, other: &Circumstance, findings: &mut Findings) {
    let opposed = |a: &Circumstance, b: &Circumstance| commands(a, Effect::Lighten) && commands(b, Effect::Aggravate);
    if !opposed(one, other) && !opposed(other, one) {
        return;
    }
    if let (Some(a), Some(b)) = (&one.only_for, &other.only_for)
        && !a.iter().any(|id| b.contains(id))
    {
        return;
    }
    // Both must bear on one benchmark.
    let together = model.sets.iter().any(|set| {
        let named = |c: &Circumstance| set.circumstances.iter().any(|id| std::ptr::eq(&model[*id], c));
        named(one) && named(other)
    });
    // That both may hold is for 从轻从重并存; that one never comes without the other makes it void.
    for (first, second) in [(one, other), (other, one)] {
        let without = Condition { kind: ConditionKind::Not(Box::new(second.condition.clone())), span: second.condition.span };
        if together
            && possible(model, &[&first.condition, &without]).is_none()
            && let Some(Some(case)) = possible(model, &[&first.condition])
        {
            let problem = ProofProblem::Contradiction { first: first.name.clone(), second: second.name.clone() };
            return findings.tell_shown(problem, first.name_span, second.name_span, words::case(model, &case));
        }
    }
}

/// Days on which no version of a rule set is in force, between two that are.
fn versions(model: &Model, findings: &mut Findings) {
    for set in &model.sets {
        let Some(end) = set.expires else { continue };
        let later = model.sets.iter().filter(|s| s.name == set.name && s.effective >= end).map(|s| s.effective).min();
        if let Some(next) = later.filter(|next| *next > end) {
            let last = next.yesterday().unwrap_or(next);
            let problem = ProofProblem::VersionGap { name: set.name.clone(), from: date::display(end), to: date::display(last) };
            findings.tell(problem, set.name_span);
        }
    }
}
