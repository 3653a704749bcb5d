//! A whole submission: every act under every benchmark that bears on it, then what holds across them.

use std::collections::BTreeSet;

use super::decide::Decided;
use super::expr::{EvaluationError, Scope};
use super::impose::each_penalty;
use super::procedure::{CaseOutcome, procedures};
use super::proposed;
use super::severity::heaviest_fine;
use super::show;
use super::versions::decide_in_force;
use crate::diagnostic::Severity;
use crate::input::{Act, BoundSubmission, CaseFacts};
use crate::law::{ArticlePath, ArticleRef, Citation, Money, Title};
use crate::model::{Benchmark, BenchmarkId, FactId, Model, ProcedureId, RootKind, SetId};
use crate::report::show_money;
use crate::report::{
    Combined, Concurrence, Decision, DecisionOutcome, Finding, MoneyRange, Report, RuleSetUse, SCHEMA, Truth, UnknownFact,
};

/// The benchmarks whose 适用 the facts of a case do not rule out, ascending.
pub(in crate::engine) type MayApply<'f> = &'f dyn Fn(&CaseFacts) -> Vec<BenchmarkId>;

/// Evaluates a submission. Within a rule set (`within`, of a case that stands beside its rules) only that set's benchmarks
/// are looked at, and its circumstances and procedure rules are asked even where no benchmark applies. `may_apply` rules
/// benchmarks out; without it the 适用 of each is asked.
pub(in crate::engine) fn evaluate(
    model: &Model,
    submission: &BoundSubmission,
    within: Option<SetId>,
    may_apply: Option<MayApply<'_>>,
) -> Result<Report, EvaluationError> {
    let mut findings = Vec::new();
    let mut circumstances = Vec::new();
    let mut decided: Vec<Decided> = Vec::new();
    let mut concurrences = Vec::new();
    for (index, act) in submission.acts.iter().enumerate() {
        let benchmarks = benchmarks_of(model, act, within, may_apply, &mut findings)?;
        if let (true, Some(set)) = (benchmarks.is_empty(), within) {
            let results = super::circumstance::results(Scope::new(model, &act.facts), set, None)?;
            circumstances.extend(results.into_iter().map(|(result, _)| result));
        }
        let from = decided.len();
        for id in benchmarks {
            decided.push(decide_in_force(model, &act.facts, index, id)?);
        }
        concurrences.extend(concur(index, decided.get_mut(from..).unwrap_or_default()));
    }

    let sets = sets_used(model, &decided);
    let mut procedures_found = Vec::new();
    for (index, act) in submission.acts.iter().enumerate() {
        let decisions: Vec<Decision> = decided.iter().filter(|d| d.decision.act == index).map(|d| d.decision.clone()).collect();
        let outcome = CaseOutcome { model, facts: &act.facts, decisions: &decisions, proposed: submission.proposed.as_ref() };
        let mut rules = rules_of(model, decided.iter().filter(|d| d.decision.act == index));
        if let (true, Some(set)) = (rules.is_empty(), within) {
            rules.clone_from(&model[set].procedures);
        }
        let (results, violations) = procedures(model, &outcome, &rules)?;
        for result in results {
            if !procedures_found.contains(&result) {
                procedures_found.push(result);
            }
        }
        for violation in violations {
            if !findings.contains(&violation) {
                findings.push(violation);
            }
        }
    }
    for Decided { decision, .. } in &decided {
        findings.extend(unsettled(decision));
    }

    let unknown = unknown_facts(model, &decided);
    let proposed = submission.proposed.as_ref().map(|proposal| {
        let decisions: Vec<&Decision> = decided.iter().map(|d| &d.decision).collect();
        proposed::compare(model, proposal, &decisions)
    });
    if let Some(finding) = proposed.as_ref().and_then(proposed::finding) {
        findings.push(finding);
    }
    let combined = (submission.acts.len() > 1).then(|| combine(&decided));
    Ok(Report {
        schema: SCHEMA.to_owned(),
        case: submission.case.clone(),
        rules: sets,
        findings,
        decisions: decided.into_iter().map(|d| d.decision).collect(),
        circumstances,
        concurrences,
        combined,
        procedures: procedures_found,
        unknown,
        proposed,
    })
}

/// The benchmarks an act names, else those whose 适用 holds or may hold.
fn benchmarks_of(
    model: &Model,
    act: &Act,
    within: Option<SetId>,
    may_apply: Option<MayApply<'_>>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<BenchmarkId>, EvaluationError> {
    let (mut chosen, mut seen) = (Vec::new(), BTreeSet::new());
    // Versions of one rule set hold the same benchmark; which governs is chosen later.
    let mut new = |benchmark: &Benchmark| seen.insert((model[benchmark.set].name.clone(), benchmark.name.clone()));
    if !act.benchmarks.is_empty() {
        return Ok(act.benchmarks.iter().copied().filter(|id| new(&model[*id])).collect());
    }
    let scope = Scope::new(model, &act.facts);
    let asked = may_apply.map_or_else(|| model.benchmark_ids().collect(), |may_apply| may_apply(&act.facts));
    for id in asked {
        let benchmark = &model[id];
        if within.is_some_and(|set| benchmark.set != set) {
            continue;
        }
        let Some(condition) = &benchmark.applies else { continue };
        if !new(benchmark) {
            continue;
        }
        match scope.truth(condition)? {
            Truth::True => chosen.push(id),
            Truth::False => {}
            Truth::Unknown => findings.push(finding(
                "ZSE002",
                Severity::Hint,
                format!("基准「{}」是否适用尚不能确定", benchmark.name),
                Some(show::place(model, benchmark.name_span, &format!("基准 {}", benchmark.name))),
            )),
        }
    }
    if chosen.is_empty() && within.is_none() {
        findings.push(finding("ZSE001", Severity::Warning, "案件没有指明基准,也没有基准的适用条件成立".to_owned(), None));
    }
    Ok(chosen)
}

pub(in crate::engine) fn finding(code: &str, severity: Severity, message: String, rule: Option<crate::report::RulePlace>) -> Finding {
    Finding {
        code: code.to_owned(),
        severity,
        title: message.clone(),
        message,
        basis: Vec::new(),
        place: None,
        suggestion: None,
        rule,
        trace: Vec::new(),
    }
}

/// A decision that a reviewer must look at.
fn unsettled(decision: &Decision) -> Option<Finding> {
    let rule = Some(decision.rule.clone());
    match &decision.outcome {
        DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. } | DecisionOutcome::Possible { .. } => None,
        DecisionOutcome::NoTier => {
            Some(finding("ZSE003", Severity::Error, format!("基准「{}」没有与本案相符的阶次(空档)", decision.benchmark), rule))
        }
        DecisionOutcome::Conflict { tiers } => Some(finding(
            "ZSE004",
            Severity::Error,
            format!("基准「{}」的阶次「{}」同时符合,命中规则是唯一(重叠)", decision.benchmark, tiers.join("」「")),
            rule,
        )),
        DecisionOutcome::NotInForce => {
            Some(finding("ZSE005", Severity::Error, format!("基准「{}」在行为时和决定时都没有施行", decision.benchmark), rule))
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

/// 行政处罚法 art. 29: one act is not fined twice; of several fines the higher governs. Other kinds stay.
fn concur(act: usize, decided: &mut [Decided]) -> Option<Concurrence> {
    if decided.len() < 2 {
        return None;
    }
    let settled = decided.iter().all(|d| matches!(d.decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. }));
    let fines: Vec<(usize, (Option<Money>, Money))> =
        decided.iter().enumerate().filter_map(|(at, d)| heaviest_fine(&d.decision.imposed).map(|fine| (at, fine))).collect();
    let benchmarks: Vec<String> = decided.iter().map(|d| d.decision.benchmark.clone()).collect();
    let (governs, reason) = if !settled {
        (None, "各基准的结果尚未都确定,还不能比较罚款的高低".to_owned())
    } else if fines.len() < 2 {
        (fines.first().map(|(at, _)| *at), "同一个违法行为没有两项以上罚款".to_owned())
    } else {
        let heaviest = fines.iter().max_by_key(|(at, fine)| (*fine, std::cmp::Reverse(*at))).map(|(at, _)| *at);
        let name = heaviest.and_then(|at| benchmarks.get(at)).cloned().unwrap_or_default();
        (heaviest, format!("同一个违法行为不得给予两次以上罚款,按罚款数额高的「{name}」处罚"))
    };
    if let Some(governing) = governs
        && fines.len() > 1
    {
        for (_, d) in decided.iter_mut().enumerate().filter(|(at, _)| *at != governing) {
            without_fines(&mut d.decision);
        }
    }
    Some(Concurrence { act, governs: governs.and_then(|at| benchmarks.get(at)).cloned(), benchmarks, reason, basis: penalty_law(29) })
}

/// Takes the party's fines out of what is imposed.
fn without_fines(decision: &mut Decision) {
    for measure in decision.imposed.iter_mut().filter(|m| m.target.is_none()) {
        for group in &mut measure.groups {
            group.alternatives.retain(|p| p.root != RootKind::Fine);
        }
        measure.groups.retain(|g| !g.alternatives.is_empty());
    }
    decision.imposed.retain(|m| !m.groups.is_empty());
}

/// An article of 行政处罚法.
pub(in crate::engine) fn penalty_law(article: u32) -> Vec<Citation> {
    let at = vec![ArticleRef::One(ArticlePath::article(article))];
    Title::new("中华人民共和国行政处罚法").map(|title| Citation::new(title, at)).into_iter().collect()
}

fn unknown_facts(model: &Model, decided: &[Decided]) -> Vec<UnknownFact> {
    let mut list: Vec<UnknownFact> = Vec::new();
    for d in decided {
        let tiers: &[String] = match &d.decision.outcome {
            DecisionOutcome::Possible { tiers, .. } => tiers,
            DecisionOutcome::Settled { .. }
            | DecisionOutcome::Waived { .. }
            | DecisionOutcome::NoTier
            | DecisionOutcome::Conflict { .. }
            | DecisionOutcome::NotInForce => &[],
        };
        for fact in &d.needed {
            add(model, &mut list, *fact, d, tiers);
        }
    }
    list
}

fn add(model: &Model, list: &mut Vec<UnknownFact>, fact: FactId, d: &Decided, tiers: &[String]) {
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
    let question = super::question::question(model, fact, d.benchmark);
    list.push(UnknownFact { fact: key, matters_to: matters, question });
}

/// Several acts: each is decided, then the fines add up and the other kinds stand side by side.
fn combine(decided: &[Decided]) -> Combined {
    let mut fine: Option<MoneyRange> =
        Some(MoneyRange { lower: Money::ZERO, lower_included: true, upper: Some(Money::ZERO), upper_included: true });
    let mut others = Vec::new();
    for Decided { decision, .. } in decided {
        if !matches!(decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. }) {
            fine = None;
        }
        each_penalty(&decision.imposed, &mut |measure, _, penalty| match (&penalty.fine, measure.target.is_none()) {
            (Some(part), true) => fine = fine.and_then(|sum| added(sum, *part)),
            _ if penalty.root == RootKind::Fine && measure.target.is_none() => fine = None,
            _ => {
                let mut text = penalty.kind.clone();
                if let Some(period) = &penalty.period {
                    text = format!("{text} {}", period.text);
                }
                if let Some(target) = &measure.target {
                    text = format!("对{target}:{text}");
                    if let Some(part) = &penalty.fine {
                        text = format!("对{target}:{}罚款", show_money(part));
                    }
                }
                if !others.contains(&text) {
                    others.push(text);
                }
            }
        });
    }
    Combined { fine, others }
}

fn added(sum: MoneyRange, part: MoneyRange) -> Option<MoneyRange> {
    Some(MoneyRange {
        lower: sum.lower.checked_add(part.lower)?,
        lower_included: sum.lower_included && part.lower_included,
        upper: match (sum.upper, part.upper) {
            (Some(a), Some(b)) => Some(a.checked_add(b)?),
            _ => None,
        },
        upper_included: sum.upper_included && part.upper_included,
    })
}
