//! What applies across benchmarks: circumstances that contradict each other, and conditions that never hold; versions in time.

use super::dnf::Cubes;
use super::examine::{Examined, Examiner, Witness};
use super::fines::fines_in;
use super::made::constant;
use super::space::{Formula, Space};
use super::{Findings, words};
use crate::diagnostic::{ProofProblem, Span};
use crate::engine::Probe;
use crate::law::{Exact, date};
use crate::model::{
    Benchmark, Circumstance, Condition, ConditionKind, DefinitionValue, Effect, Expr, ExprKind, Fine, FineAmount, KindId, Measure,
    Modality, Model, Outcome, PenaltyKind, Procedure, ProcedureId, RootKind, Sanction,
};
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
    for (at, procedure) in (0u32..).zip(&model.procedures) {
        idle_threshold(model, ProcedureId(at), procedure, findings);
    }
    versions(model, findings);
}

/// Tells a duty about penalties that no benchmark of its rule set can impose; of a library that has none, nothing is known.
fn idle_threshold(model: &Model, id: ProcedureId, procedure: &Procedure, findings: &mut Findings) {
    let Some(condition) = &procedure.condition else { return };
    if model[procedure.set].benchmarks.is_empty() {
        return;
    }
    let sets = model.sets.iter().filter(|set| set.procedures.contains(&id));
    let benchmarks: Vec<&Benchmark> = sets.flat_map(|set| &set.benchmarks).map(|id| &model[*id]).collect();
    if !benchmarks.iter().any(|benchmark| may_arise(model, benchmark, condition)) {
        findings.tell(ProofProblem::IdleThreshold { procedure: procedure.name.clone() }, procedure.name_span);
    }
}

/// Whether the penalties of a benchmark may be such as a condition asks for; what it asks of facts may always be.
fn may_arise(model: &Model, benchmark: &Benchmark, condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::All(items) => items.iter().all(|item| may_arise(model, benchmark, &item.condition)),
        ConditionKind::Any(items) => items.iter().any(|item| may_arise(model, benchmark, &item.condition)),
        ConditionKind::Definition(id) => match &model[*id].value {
            DefinitionValue::Condition(inner) => may_arise(model, benchmark, inner),
            DefinitionValue::Expr(_) => true,
        },
        ConditionKind::Imposes(kind) => measures(benchmark).any(|measure| imposes(model, &measure.sanction, *kind)),
        ConditionKind::Compare(Expr { kind: ExprKind::Outcome(Outcome::FineAmount), .. }, bounds) => {
            let Some(lower) = bounds.lower.as_ref().and_then(|bound| constant(&bound.value)) else { return true };
            let fines = measures(benchmark).flat_map(|measure| fines_in(&measure.sanction));
            fines.into_iter().any(|(fine, _)| most(fine).is_none_or(|most| most >= lower))
        }
        _ => true,
    }
}

/// What a benchmark imposes in its tiers, and what its statute allows when circumstances lead there.
fn measures(benchmark: &Benchmark) -> impl Iterator<Item = &Measure> {
    let statutory = benchmark.statutory.iter().flat_map(|s| s.base.iter().chain(s.named.iter().flat_map(|n| &n.measures)));
    benchmark.tiers.iter().flat_map(|tier| &tier.measures).chain(&benchmark.common).chain(statutory)
}

fn imposes(model: &Model, sanction: &Sanction, wanted: KindId) -> bool {
    let Sanction::Groups { groups, .. } = sanction else { return false };
    groups.iter().flat_map(|group| &group.alternatives).any(|penalty| match &penalty.kind {
        PenaltyKind::Fine(_) => model[wanted].root == RootKind::Fine,
        PenaltyKind::Other { kind, .. } => std::iter::successors(Some(*kind), |k| model[*k].parent).any(|k| k == wanted),
        PenaltyKind::Nested(inner) => imposes(model, inner, wanted),
    })
}

/// The most that a fine can be, in figures; `None` where that depends on the case.
fn most(fine: &Fine) -> Option<Exact> {
    let cap = fine.cap.as_ref().and_then(constant);
    let upper = match &fine.amount {
        FineAmount::Bounds(bounds) if fine.growth.is_none() => bounds.upper.as_ref().and_then(|bound| constant(&bound.value)),
        FineAmount::Bounds(_) | FineAmount::ByScore => None,
    };
    match (upper, cap) {
        (Some(upper), Some(cap)) => Some(upper.min(cap)),
        (upper, cap) => upper.or(cap),
    }
}

fn never(model: &Model, name: &str, condition: &Condition, span: Span, findings: &mut Findings) {
    if possible(model, &[condition]).is_none() {
        findings.tell(ProofProblem::DeadCircumstance { name: name.to_owned() }, span);
    }
}

/// A case in which all conditions hold: `None` when there can be none, no case when none could be made.
pub(super) fn possible(model: &Model, conditions: &[&Condition]) -> Option<Option<Witness>> {
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
            Examined::Shown(case) => return Some(Some(case)),
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
            return findings.tell_shown(problem, first.name_span, second.name_span, words::case(model, &case.facts));
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
