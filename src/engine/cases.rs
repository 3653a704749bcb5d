//! Cases that stand beside the rules: run, and compared with what they expect.

use super::Engine;
use super::reference::{EvaluationError, evaluate, measures_of};
use crate::diagnostic::Span;
use crate::input::{Act, BoundSubmission, CaseFacts};
use crate::model::{Case, CaseId, Expectation, ProcedureOutcome, Property, Verdict};
use crate::report::{Decision, DecisionOutcome, ImposedMeasure, Report, Truth, show_imposed};

/// How a case came out.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseResult {
    /// The case.
    pub case: CaseId,
    /// Its name.
    pub name: String,
    /// What did not come out as expected; none is a pass.
    pub mismatches: Vec<Mismatch>,
    /// What came out.
    pub report: Report,
}

impl CaseResult {
    /// Whether everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// One expectation that did not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where it is written.
    pub span: Span,
    /// What was expected, in Chinese.
    pub expected: String,
    /// What came out.
    pub actual: String,
}

impl Engine {
    /// Every case of the model that is decided, in order; those of documents are [`crate::review::Reviewer`]'s, those of
    /// scoring standards are [`Engine::scoring_case_ids`].
    #[must_use]
    pub fn case_ids(&self) -> Vec<CaseId> {
        let cases = (0u32..).zip(&self.model().cases);
        cases.filter(|(_, case)| case.review.is_none() && case.scoring.is_none()).map(|(at, _)| CaseId(at)).collect()
    }

    /// The submission that a case stands for.
    #[must_use]
    pub fn submission_of(&self, id: CaseId) -> BoundSubmission {
        let case = &self.model()[id];
        BoundSubmission {
            case: None,
            acts: vec![Act { benchmarks: case.benchmarks.clone(), facts: self.facts_of(case) }],
            proposed: case.proposed.clone(),
        }
    }

    pub(super) fn facts_of(&self, case: &Case) -> CaseFacts {
        let mut facts = CaseFacts::new(self.model());
        for (fact, given) in case.values.iter().flat_map(|value| &value.facts) {
            facts.set(*fact, given.clone());
        }
        facts
    }

    /// Runs a case.
    ///
    /// # Errors
    /// When an expression of the rules cannot be evaluated.
    pub fn run_case(&self, id: CaseId) -> Result<CaseResult, EvaluationError> {
        let case = &self.model()[id];
        let report = evaluate(self.model(), &self.submission_of(id), Some(case.set), self.explained)?;
        let mut mismatches = Vec::new();
        for (expectation, span) in &case.expectations {
            if let Some((expected, actual)) = self.differs(case, expectation, &report)? {
                mismatches.push(Mismatch { span: *span, expected, actual });
            }
        }
        Ok(CaseResult { case: id, name: case.name.clone(), mismatches, report })
    }

    /// What was expected and what came out, when they differ.
    fn differs(&self, case: &Case, expectation: &Expectation, report: &Report) -> Result<Option<(String, String)>, EvaluationError> {
        let model = self.model();
        Ok(match expectation {
            Expectation::Tiers(names) => {
                let first = report.decisions.first();
                let mut actual = first.map(tiers_of).unwrap_or_default();
                actual.sort();
                actual.dedup();
                let fits = names.len() == actual.len() && names.iter().all(|n| actual.contains(n));
                let same = fits && first.is_some_and(|decision| self.may_be_stated(case, names, decision));
                (!same).then(|| (format!("应为 {}", names.join(" 或者 ")), outcome_words(report.decisions.first())))
            }
            Expectation::Sanction(expected) => {
                let facts = self.facts_of(case);
                let expected = measures_of(model, &facts, model[case.set].rounding, &expected.measures)?;
                let actual: Vec<ImposedMeasure> = report.decisions.iter().flat_map(|d| d.imposed.clone()).collect();
                let settled =
                    report.decisions.iter().all(|d| matches!(d.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. }));
                let waived = report.decisions.iter().all(|d| matches!(d.outcome, DecisionOutcome::Waived { .. }));
                // 不予处罚 is expected as no group at all; orders may remain beside it.
                let wants_none = expected.iter().all(|m| m.groups.is_empty());
                let same = if wants_none { waived || (settled && actual.is_empty()) } else { settled && same_measures(&expected, &actual) };
                (!same).then(|| {
                    let shown = if settled { show_imposed(&actual) } else { outcome_words(report.decisions.first()) };
                    (format!("应处 {}", show_imposed(&expected)), shown)
                })
            }
            Expectation::Circumstance(id, present) => {
                let name = &model[*id].name;
                let all = report.decisions.iter().flat_map(|d| &d.circumstances).chain(&report.circumstances);
                let holds = all.into_iter().find(|c| c.name == *name).map(|c| c.holds);
                let same = (holds == Some(Truth::True)) == *present;
                (!same).then(|| {
                    let actual = match holds {
                        Some(Truth::True) => format!("有情节 {name}"),
                        Some(Truth::Unknown) => format!("情节 {name} 待查明"),
                        Some(Truth::False) | None => format!("没有情节 {name}"),
                    };
                    (format!("{}应有 情节 {name}", if *present { "" } else { "不" }), actual)
                })
            }
            Expectation::Procedure(id, wanted) => {
                let name = &model[*id].name;
                let actual = report.procedures.iter().find(|p| p.name == *name).map(|p| p.outcome);
                // A duty that does not arise is not broken: 满足 holds of it.
                let same = actual == Some(*wanted) || (actual.is_none() && *wanted == ProcedureOutcome::Met);
                (!same).then(|| {
                    let actual = actual.map_or("不适用", procedure_word);
                    (format!("程序 {name} {}", procedure_word(*wanted)), format!("程序 {name} {actual}"))
                })
            }
            Expectation::Unknown(keys) => {
                let mut wanted: Vec<String> = keys.iter().map(ToString::to_string).collect();
                let mut actual: Vec<String> = report.unknown.iter().map(|u| u.fact.clone()).collect();
                wanted.sort();
                actual.sort();
                let list = |keys: &[String]| if keys.is_empty() { "无".to_owned() } else { keys.join(", ") };
                (wanted != actual).then(|| (format!("待查明 {}", list(&wanted)), format!("待查明 {}", list(&actual))))
            }
            // Of documents and of scoring standards; nothing to decide here.
            Expectation::Finding(..) | Expectation::Score(_) => None,
            Expectation::Verdict(wanted) => {
                let actual = report.proposed.as_ref().and_then(|p| p.verdict);
                (actual != Some(*wanted)).then(|| {
                    let actual = actual.map_or("尚不能认定", verdict_word).to_owned();
                    let reasons = report.proposed.as_ref().map(|p| p.reasons.join(";")).unwrap_or_default();
                    (format!("应认定 {}", verdict_word(*wanted)), format!("{actual}({reasons})"))
                })
            }
        })
    }
}

impl Engine {
    /// Whether these tiers say what came out: that several conflict is a fault of the rules, which 应为 states only of a table that was
    /// published so (原表如此 重叠); one tier alone is expected as settled, not as the only one unless none fits.
    fn may_be_stated(&self, case: &Case, names: &[String], decision: &Decision) -> bool {
        let mut named = self.model().benchmarks.iter().filter(|b| b.name == decision.benchmark && b.set == case.set);
        match &decision.outcome {
            DecisionOutcome::Conflict { .. } => named.any(|benchmark| benchmark.is_published(Property::Disjoint)),
            DecisionOutcome::Possible { or_none: true, .. } => names.len() > 1,
            DecisionOutcome::Possible { or_none: false, .. }
            | DecisionOutcome::Settled { .. }
            | DecisionOutcome::Waived { .. }
            | DecisionOutcome::NoTier
            | DecisionOutcome::NotInForce => true,
        }
    }
}

/// The tiers that a decision leaves.
fn tiers_of(decision: &Decision) -> Vec<String> {
    match &decision.outcome {
        DecisionOutcome::Settled { tiers } | DecisionOutcome::Possible { tiers, .. } | DecisionOutcome::Conflict { tiers } => tiers.clone(),
        DecisionOutcome::Waived { tier, .. } => tier.iter().cloned().collect(),
        DecisionOutcome::NoTier | DecisionOutcome::NotInForce => Vec::new(),
    }
}

fn outcome_words(decision: Option<&Decision>) -> String {
    match decision.map(|d| &d.outcome) {
        None => "没有适用的基准".to_owned(),
        Some(DecisionOutcome::Settled { tiers }) => format!("适用 {}", tiers.join("、")),
        Some(DecisionOutcome::Possible { tiers, or_none }) => {
            format!("尚不能确定:{}{}", tiers.join(" 或者 "), if *or_none { ",也可能都不符合" } else { "" })
        }
        Some(DecisionOutcome::Waived { circumstance, .. }) => format!("不予处罚({circumstance})"),
        Some(DecisionOutcome::NoTier) => "没有相符的阶次".to_owned(),
        Some(DecisionOutcome::Conflict { tiers }) => format!("同时符合 {}", tiers.join("、")),
        Some(DecisionOutcome::NotInForce) => "规则集当时没有施行".to_owned(),
    }
}

/// Whether two lists of measures come to the same: order of measures and of alternatives aside, and how amounts were made.
fn same_measures(expected: &[ImposedMeasure], actual: &[ImposedMeasure]) -> bool {
    let flat = |list: &[ImposedMeasure]| {
        let mut parts: Vec<String> = list
            .iter()
            .flat_map(|m| {
                m.groups
                    .iter()
                    .map(|g| show_imposed(&[ImposedMeasure { target: m.target.clone(), condition: None, groups: vec![g.clone()] }]))
            })
            .collect();
        parts.sort();
        parts.dedup();
        parts
    };
    flat(expected) == flat(actual)
}

fn procedure_word(outcome: ProcedureOutcome) -> &'static str {
    match outcome {
        ProcedureOutcome::Met => "满足",
        ProcedureOutcome::Violated => "违反",
        ProcedureOutcome::Open => "待定",
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fitting => "适当",
        Verdict::TooHeavy => "过重",
        Verdict::TooLight => "过轻",
        Verdict::WrongKind => "种类不符",
    }
}
