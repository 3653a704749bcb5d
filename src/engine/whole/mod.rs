//! A whole submission: every act under every benchmark that bears on it, then what holds across the decisions.
//!
//! It is the frame of both engines. What asks the facts — which benchmarks apply, what each comes to, whether a duty is met — is
//! [`Decides`], of which each engine has a form of its own; what follows from decisions that are made stands here once.

mod combine;
mod days;
mod found;
mod near;
mod outcome;
mod proposed;
mod severity;
mod told;

pub(in crate::engine) use combine::each_penalty;
pub(in crate::engine) use days::{DAYS, Days, disorder};
pub use found::FindingCode;
pub(in crate::engine) use near::Nearness;
pub(in crate::engine) use outcome::{CaseOutcome, Interval, Outcomes};
pub(in crate::engine) use severity::{Severity, severity};
pub(crate) use told::place;
pub(in crate::engine) use told::{ask, finding, step, words};

use std::collections::BTreeSet;
use std::sync::Arc;

use combine::{combine, concur};

use super::{EvaluationError, TIERS_EXPLAINED};
use crate::input::{Act, BoundSubmission, CaseFacts};
use crate::model::{BenchmarkId, FactId, Model, ProcedureId, ProcedureOutcome, SetId};
use crate::report::{
    CircumstanceResult, Decision, DecisionOutcome, Finding, ProcedureResult, Report, RuleSetUse, SCHEMA, Step, StepKind, StepView, Truth,
    UnknownFact,
};

/// A decision with what later steps need of it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::engine) struct Decided {
    pub(in crate::engine) decision: Decision,
    pub(in crate::engine) benchmark: BenchmarkId,
    /// The fewest facts that would settle the tier, with what they would settle.
    pub(in crate::engine) needed: Vec<FactId>,
}

impl Decided {
    /// The decision where no version was in force: nothing was asked of the facts, so nothing is said of tiers and circumstances.
    pub(in crate::engine) fn not_in_force(model: &Model, act: usize, id: BenchmarkId) -> Decided {
        let benchmark = &model[id];
        let set = &model[benchmark.set];
        let rule = Arc::new(place(model, benchmark.name_span, &format!("基准 {}", benchmark.name)));
        let decision = Decision {
            act,
            benchmark: benchmark.name.clone(),
            rule_set: format!("{} {}", set.name, set.version),
            outcome: DecisionOutcome::NotInForce,
            imposed: Vec::new(),
            statutory: Vec::new(),
            tiers: Vec::new(),
            unlisted: 0,
            circumstances: Vec::new(),
            version: None,
            breaches: benchmark.breaches.clone(),
            basis: benchmark.basis.clone(),
            example: benchmark.example,
            trace: vec![step(StepKind::Version, "行为时、决定时都没有施行中的版本", Truth::True, (*rule).clone())],
            rule,
        };
        Decided { decision, benchmark: id, needed: Vec::new() }
    }
}

/// How a procedure rule stands, with why.
pub(in crate::engine) struct Duty {
    pub(in crate::engine) applies: Truth,
    pub(in crate::engine) met: Truth,
    pub(in crate::engine) trace: Vec<Step>,
}

/// What asks the facts of a case.
pub(in crate::engine) trait Decides {
    /// The benchmarks whose 适用 may hold, ascending, with its truth; of versions of one rule set the first stands for all.
    fn applicable(&mut self, facts: &CaseFacts, within: Option<SetId>) -> Result<Vec<(BenchmarkId, Truth)>, EvaluationError>;
    /// The days by which an act is dated.
    fn days(&mut self, facts: &CaseFacts) -> Days;
    /// One act under one benchmark, in the version that governs.
    fn decide(&mut self, facts: &CaseFacts, act: usize, benchmark: BenchmarkId) -> Result<Decided, EvaluationError>;
    /// The circumstances of a case that is under no benchmark.
    fn circumstances(&mut self, facts: &CaseFacts, set: SetId) -> Result<Vec<CircumstanceResult>, EvaluationError>;
    /// A procedure rule; nothing where its 当 does not hold.
    fn duty(&mut self, rule: ProcedureId, outcome: &CaseOutcome<'_>) -> Result<Option<Duty>, EvaluationError>;
    /// The question that would establish a fact for a benchmark.
    fn question(&mut self, fact: FactId, benchmark: BenchmarkId) -> String;
    /// The place of a procedure rule.
    fn place(&mut self, rule: ProcedureId) -> Arc<crate::report::RulePlace>;
}

/// Evaluates a submission. Within a rule set (`within`, of a case that stands beside its rules) only that set's benchmarks
/// are looked at, and its circumstances and procedure rules are asked even where no benchmark applies.
pub(in crate::engine) fn evaluate(
    model: &Model,
    submission: &BoundSubmission,
    within: Option<SetId>,
    by: &mut dyn Decides,
) -> Result<Report, EvaluationError> {
    let mut findings = Vec::new();
    let mut circumstances = Vec::new();
    let mut decided: Vec<Decided> = Vec::new();
    let mut concurrences = Vec::new();
    for (index, act) in submission.acts.iter().enumerate() {
        let benchmarks = benchmarks_of(model, act, within, by, &mut findings)?;
        let days = by.days(&act.facts);
        findings.extend(days::finding_of(&days, pointer).filter(|finding| !findings.contains(finding)));
        if let (true, Some(set)) = (benchmarks.is_empty(), within) {
            circumstances.extend(by.circumstances(&act.facts, set)?);
        }
        let from = decided.len();
        for id in benchmarks {
            decided.push(by.decide(&act.facts, index, id)?);
        }
        concurrences.extend(concur(index, decided.get_mut(from..).unwrap_or_default()));
    }
    let mut procedures = Vec::new();
    for (index, act) in submission.acts.iter().enumerate() {
        let of_act = || decided.iter().filter(|d| d.decision.act == index);
        let decisions: Vec<&Decision> = of_act().map(|d| &d.decision).collect();
        let outcome = CaseOutcome { model, facts: &act.facts, decisions: &decisions, proposed: submission.proposed.as_ref() };
        let mut rules = rules_of(model, of_act());
        if let (true, Some(set)) = (rules.is_empty(), within) {
            rules.clone_from(&model[set].procedures);
        }
        for rule in rules {
            let Some((result, violation)) = procedure(model, rule, &outcome, by)? else { continue };
            if !procedures.contains(&result) {
                procedures.push(result);
            }
            findings.extend(violation.filter(|violation| !findings.contains(violation)));
        }
    }
    for Decided { decision, .. } in &decided {
        findings.extend(unsettled(decision));
    }
    let unknown = unknown_facts(model, &decided, by);
    let proposed = submission.proposed.as_ref().map(|proposal| {
        let decisions: Vec<&Decision> = decided.iter().map(|d| &d.decision).collect();
        proposed::compare(model, proposal, &decisions)
    });
    findings.extend(proposed.as_ref().and_then(proposed::finding));
    Ok(Report {
        schema: SCHEMA.to_owned(),
        case: submission.case.clone(),
        rules: sets_used(model, &decided),
        findings,
        combined: (submission.acts.len() > 1).then(|| combine(&decided)),
        decisions: decided.into_iter().map(|d| d.decision).collect(),
        circumstances,
        concurrences,
        procedures,
        unknown,
        proposed,
    })
}

/// The benchmarks an act names, else those whose 适用 holds or may hold.
fn benchmarks_of(
    model: &Model,
    act: &Act,
    within: Option<SetId>,
    by: &mut dyn Decides,
    findings: &mut Vec<Finding>,
) -> Result<Vec<BenchmarkId>, EvaluationError> {
    if let [only] = act.benchmarks.as_slice() {
        return Ok(vec![*only]);
    }
    let mut chosen: Vec<BenchmarkId> = Vec::new();
    if !act.benchmarks.is_empty() {
        // Versions of one rule set hold the same benchmark; which governs is chosen later.
        let mut seen = BTreeSet::new();
        let name = |id: BenchmarkId| (model[model[id].set].name.as_str(), model[id].name.as_str());
        chosen.extend(act.benchmarks.iter().copied().filter(|id| seen.insert(name(*id))));
        return Ok(chosen);
    }
    for (id, holds) in by.applicable(&act.facts, within)? {
        let benchmark = &model[id];
        match holds {
            Truth::True => chosen.push(id),
            Truth::False => {}
            Truth::Unknown => findings.push(finding(
                FindingCode::ApplicabilityOpen,
                format!("基准「{}」是否适用尚不能确定", benchmark.name),
                Some(place(model, benchmark.name_span, &format!("基准 {}", benchmark.name))),
            )),
        }
    }
    if chosen.is_empty() && within.is_none() {
        findings.push(finding(FindingCode::NoBenchmark, "案件没有指明基准,也没有基准的适用条件成立".to_owned(), None));
    }
    Ok(chosen)
}

/// How a procedure rule stands, with the finding where it is violated.
fn procedure(
    model: &Model,
    id: ProcedureId,
    outcome: &CaseOutcome<'_>,
    by: &mut dyn Decides,
) -> Result<Option<(ProcedureResult, Option<Finding>)>, EvaluationError> {
    let Some(Duty { applies, met, trace }) = by.duty(id, outcome)? else { return Ok(None) };
    let rule = &model[id];
    let stands = match (applies, met) {
        (_, Truth::True) => ProcedureOutcome::Met,
        (Truth::True, Truth::False) => ProcedureOutcome::Violated,
        (Truth::Unknown | Truth::True, Truth::Unknown) | (Truth::Unknown, Truth::False) | (Truth::False, _) => ProcedureOutcome::Open,
    };
    let place = by.place(id);
    let violation = (stands == ProcedureOutcome::Violated).then(|| Finding {
        code: rule.name.clone(),
        severity: rule.severity,
        title: rule.name.clone(),
        message: rule.message.clone(),
        basis: rule.basis.clone(),
        place: trace.iter().find_map(|step| first_fact(step.view())).map(pointer),
        suggestion: rule.suggestion.clone(),
        rule: Some((*place).clone()),
        trace: trace.iter().filter(|step| step.view().kind != StepKind::Otherwise).cloned().collect(),
    });
    let result = ProcedureResult { name: rule.name.clone(), outcome: stands, applies, basis: rule.basis.clone(), rule: place, trace };
    Ok(Some((result, violation)))
}

fn first_fact(step: StepView<'_>) -> Option<&str> {
    step.facts.first().map(|fact| &*fact.fact).or_else(|| step.children().find_map(first_fact))
}

/// The JSON pointer of a fact in a case.
fn pointer(key: &str) -> String {
    format!("/要素/{}", key.replace('~', "~0").replace('/', "~1").replace('.', "/"))
}

/// A decision that a reviewer must look at.
fn unsettled(decision: &Decision) -> Option<Finding> {
    let rule = || Some((*decision.rule).clone());
    match &decision.outcome {
        DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. } | DecisionOutcome::Possible { .. } => None,
        DecisionOutcome::NoTier => Some(finding(FindingCode::Gap, format!("基准「{}」没有与本案相符的阶次", decision.benchmark), rule())),
        DecisionOutcome::Conflict { tiers } => Some(finding(
            FindingCode::Overlap,
            format!("基准「{}」的阶次「{}」同时符合,命中规则是唯一", decision.benchmark, tiers.join("」「")),
            rule(),
        )),
        DecisionOutcome::NotInForce => {
            Some(finding(FindingCode::NotInForce, format!("基准「{}」在行为时和决定时都没有施行", decision.benchmark), rule()))
        }
    }
}

fn sets_used(model: &Model, decided: &[Decided]) -> Vec<RuleSetUse> {
    let sets: BTreeSet<SetId> = decided.iter().flat_map(|d| model[model[d.benchmark].set].closure.iter().copied()).collect();
    sets.into_iter()
        .map(|id| {
            let set = &model[id];
            RuleSetUse { name: set.name.clone(), version: set.version.clone(), effective: set.effective, digest: set.digest.clone() }
        })
        .collect()
}

fn rules_of<'d>(model: &Model, decided: impl Iterator<Item = &'d Decided>) -> Vec<ProcedureId> {
    let mut rules: Vec<ProcedureId> = Vec::new();
    for d in decided {
        for rule in &model[model[d.benchmark].set].procedures {
            if !rules.contains(rule) {
                rules.push(*rule);
            }
        }
    }
    rules
}

/// How many tiers that may apply a report explains, of a benchmark with more tiers than it explains: however few are asked for, what is
/// possible is the answer.
pub(in crate::engine) fn possible_explained(explained: usize) -> usize {
    explained.max(TIERS_EXPLAINED)
}

fn unknown_facts(model: &Model, decided: &[Decided], by: &mut dyn Decides) -> Vec<UnknownFact> {
    let mut list: Vec<UnknownFact> = Vec::new();
    for d in decided {
        let tiers: &[String] = match &d.decision.outcome {
            // Of more than a report explains the benchmark is named instead.
            DecisionOutcome::Possible { tiers, .. } if tiers.len() <= TIERS_EXPLAINED => tiers,
            DecisionOutcome::Possible { .. }
            | DecisionOutcome::Settled { .. }
            | DecisionOutcome::Waived { .. }
            | DecisionOutcome::NoTier
            | DecisionOutcome::Conflict { .. }
            | DecisionOutcome::NotInForce => &[],
        };
        for fact in &d.needed {
            add(model, &mut list, *fact, d, tiers, by);
        }
    }
    list
}

fn add(model: &Model, list: &mut Vec<UnknownFact>, fact: FactId, d: &Decided, tiers: &[String], by: &mut dyn Decides) {
    let key = model[fact].key.to_string();
    let matters: Vec<String> = if tiers.is_empty() {
        vec![format!("基准 {}", d.decision.benchmark)]
    } else {
        tiers.iter().map(|t| format!("基准 {} / 阶次 {t}", d.decision.benchmark)).collect()
    };
    if let Some(known) = list.iter_mut().find(|u| u.fact == key) {
        for matter in matters {
            if !known.matters_to.contains(&matter) {
                known.matters_to.push(matter);
            }
        }
        return;
    }
    let question = by.question(fact, d.benchmark);
    list.push(UnknownFact { fact: key, matters_to: matters, question });
}
