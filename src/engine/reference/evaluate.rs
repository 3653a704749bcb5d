//! The reference as the frame of a submission asks it: every benchmark tried, one after the other.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::expr::{EvaluationError, Scope};
use super::question::question;
use super::versions::{dated, decide_in_force};
use super::{circumstance, procedure};
use crate::engine::whole::{self, CaseOutcome, DAYS, Days, Decided, Decides, Duty, place};
use crate::input::{BoundSubmission, CaseFacts};
use crate::model::{BenchmarkId, FactId, Model, ProcedureId, SetId};
use crate::report::{CircumstanceResult, Report, RulePlace, Truth};

/// Evaluates a submission; see [`whole::evaluate`]. Of a benchmark at most `explained` tiers are explained.
pub(in crate::engine) fn evaluate(
    model: &Model,
    submission: &BoundSubmission,
    within: Option<SetId>,
    explained: usize,
) -> Result<Report, EvaluationError> {
    whole::evaluate(model, submission, within, &mut Reference { model, explained })
}

struct Reference<'m> {
    model: &'m Model,
    explained: usize,
}

impl Decides for Reference<'_> {
    fn applicable(&mut self, facts: &CaseFacts, within: Option<SetId>) -> Result<Vec<(BenchmarkId, Truth)>, EvaluationError> {
        let model = self.model;
        let scope = Scope::new(model, facts);
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        for id in model.benchmark_ids() {
            let benchmark = &model[id];
            if within.is_some_and(|set| benchmark.set != set) {
                continue;
            }
            let Some(condition) = &benchmark.applies else { continue };
            if !seen.insert((&model[benchmark.set].name, &benchmark.name)) {
                continue;
            }
            let holds = scope.truth(condition)?;
            if holds != Truth::False {
                found.push((id, holds));
            }
        }
        Ok(found)
    }

    fn days(&mut self, facts: &CaseFacts) -> Days {
        DAYS.map(|key| dated(self.model, facts, key))
    }

    fn decide(&mut self, facts: &CaseFacts, act: usize, benchmark: BenchmarkId) -> Result<Decided, EvaluationError> {
        decide_in_force(self.model, facts, act, benchmark, self.explained)
    }

    fn circumstances(&mut self, facts: &CaseFacts, set: SetId) -> Result<Vec<CircumstanceResult>, EvaluationError> {
        let results = circumstance::results(Scope::new(self.model, facts), set, None)?;
        Ok(results.into_iter().map(|(result, _)| result).collect())
    }

    fn duty(&mut self, rule: ProcedureId, outcome: &CaseOutcome<'_>) -> Result<Option<Duty>, EvaluationError> {
        procedure::duty(self.model, &self.model[rule], outcome)
    }

    fn question(&mut self, fact: FactId, benchmark: BenchmarkId) -> String {
        question(self.model, fact, benchmark)
    }

    fn place(&mut self, rule: ProcedureId) -> Arc<RulePlace> {
        let rule = &self.model[rule];
        place(self.model, rule.name_span, &format!("程序 {}", rule.name)).into()
    }
}
