//! The whole report by compiled forms: what the reference writes, to the byte, at a small part of its cost.
//!
//! Benchmarks, circumstances and procedure rules are compiled each by itself when they are first asked, with the words, places and
//! fixed penalties that reports quote, which are then shared and not copied. Where a case cannot be evaluated the reference is asked:
//! it says which expression, and where.

mod asking;
mod circumstances;
mod decide;
mod form;
mod measures;
mod versions;

use std::sync::{Arc, OnceLock};

use super::applies::Applicable;
use crate::engine::EvaluationError;
use crate::engine::whole::{CaseOutcome, Days, Decided, Decides, Duty, ask, evaluate};
use crate::input::{BoundSubmission, CaseFacts};
use crate::model::{BenchmarkId, CircumstanceId, FactId, Model, ProcedureId, SetId};
use crate::report::{CircumstanceResult, Report, RulePlace, Truth};
use asking::{Asking, Telling};
use circumstances::{DutyForm, Found, RuleForm};
use decide::{Deciding, Desk};
use form::Form;
use versions::Versions;

/// Everything that is compiled for reports, each when it is first asked.
#[derive(Debug)]
pub(in crate::engine) struct Forms {
    applicable: OnceLock<Applicable>,
    versions: OnceLock<Versions>,
    benchmarks: Lazily<Form>,
    applies: Lazily<RuleForm<Asking>>,
    circumstances: Lazily<RuleForm<Asking>>,
    duties: Lazily<RuleForm<DutyForm>>,
}

/// Things by number, each made when it is first asked.
#[derive(Debug)]
struct Lazily<T>(Box<[OnceLock<Box<T>>]>);

impl<T> Lazily<T> {
    fn new(count: usize) -> Lazily<T> {
        Lazily((0..count).map(|_| OnceLock::new()).collect())
    }

    fn get(&self, at: usize, make: impl FnOnce() -> T) -> &T {
        // INVARIANT: numbers are the model's own, of which there are as many as the list has places.
        self.0[at].get_or_init(|| Box::new(make()))
    }
}

impl Forms {
    pub(in crate::engine) fn new(model: &Model) -> Forms {
        Forms {
            applicable: OnceLock::new(),
            versions: OnceLock::new(),
            benchmarks: Lazily::new(model.benchmarks.len()),
            applies: Lazily::new(model.benchmarks.len()),
            circumstances: Lazily::new(model.circumstances.len()),
            duties: Lazily::new(model.procedures.len()),
        }
    }

    /// Evaluates a submission. Of a benchmark at most `explained` tiers are explained.
    pub(in crate::engine) fn evaluate(
        &self,
        model: &Model,
        submission: &BoundSubmission,
        explained: usize,
    ) -> Result<Report, EvaluationError> {
        evaluate(model, submission, None, &mut Compiled { model, forms: self, explained, desk: Desk::default() })
    }
}

/// A submission at work.
struct Compiled<'m> {
    model: &'m Model,
    forms: &'m Forms,
    explained: usize,
    desk: Desk,
}

impl<'m> Compiled<'m> {
    /// The circumstances of a rule set that hold or may hold, for a benchmark or for a case under none.
    fn found(&mut self, facts: &CaseFacts, set: SetId, benchmark: Option<BenchmarkId>) -> Result<Vec<Found<'m>>, EvaluationError> {
        let (model, forms) = (self.model, self.forms);
        let mut found = Vec::new();
        for id in model[set].circumstances.iter().copied() {
            let circumstance = &model[id];
            if circumstance.only_for.as_ref().is_some_and(|only| benchmark.is_none_or(|id| !only.contains(&id))) {
                continue;
            }
            let CircumstanceId(at) = id;
            let form = forms.circumstances.get(at as usize, || RuleForm::circumstance(model, circumstance));
            self.desk.sheet.fill(&form.ground, facts, None)?;
            let mut telling = Telling::new(model, facts, (&form.ground, &form.reads), None, (&mut self.desk.sheet, &mut self.desk.shown));
            let holds = form.asks.truth(&mut telling.eval)?;
            if holds == Truth::False {
                continue;
            }
            let result = CircumstanceResult {
                name: circumstance.name.clone(),
                holds,
                modality: circumstance.modality,
                effects: circumstance.effects.clone(),
                applied: None,
                basis: circumstance.basis.clone(),
                rule: Arc::clone(&form.place),
                trace: vec![form.asks.step(&mut telling)?.1],
            };
            found.push(Found { circumstance, result });
        }
        Ok(found)
    }

    fn form(&self, id: BenchmarkId) -> &'m Form {
        self.forms.benchmarks.get(id.index(), || Form::new(self.model, id))
    }
}

impl Decides for Compiled<'_> {
    fn applicable(&mut self, facts: &CaseFacts, within: Option<SetId>) -> Result<Vec<(BenchmarkId, Truth)>, EvaluationError> {
        let (model, forms) = (self.model, self.forms);
        let mut found = Vec::new();
        for (id, known) in forms.applicable.get_or_init(|| Applicable::new(model)).of(facts) {
            let benchmark = &model[id];
            let Some(condition) = &benchmark.applies else { continue };
            if within.is_some_and(|set| benchmark.set != set) {
                continue;
            }
            let holds = match known {
                Some(holds) => holds,
                None => {
                    let form = forms.applies.get(id.index(), || RuleForm::condition(model, condition));
                    self.desk.sheet.fill(&form.ground, facts, None)?;
                    form.asks.truth(&mut self.desk.sheet.eval(&form.ground, None))?
                }
            };
            if holds != Truth::False {
                found.push((id, holds));
            }
        }
        Ok(found)
    }

    fn days(&mut self, facts: &CaseFacts) -> Days {
        self.forms.versions.get_or_init(|| Versions::new(self.model)).days(facts)
    }

    fn decide(&mut self, facts: &CaseFacts, act: usize, benchmark: BenchmarkId) -> Result<Decided, EvaluationError> {
        let (model, forms) = (self.model, self.forms);
        let versions = forms.versions.get_or_init(|| Versions::new(model));
        versions.decide(model, facts, act, benchmark, |id| {
            let found = self.found(facts, model[id].set, Some(id))?;
            let deciding = Deciding { model, facts, act, explained: self.explained };
            deciding.decide(self.form(id), id, found, &mut self.desk)
        })
    }

    fn circumstances(&mut self, facts: &CaseFacts, set: SetId) -> Result<Vec<CircumstanceResult>, EvaluationError> {
        Ok(self.found(facts, set, None)?.into_iter().map(|found| found.result).collect())
    }

    fn duty(&mut self, rule: ProcedureId, outcome: &CaseOutcome<'_>) -> Result<Option<Duty>, EvaluationError> {
        let model = self.model;
        let form = self.duty_form(rule);
        self.desk.sheet.fill(&form.ground, outcome.facts, Some(outcome))?;
        let desk = (&mut self.desk.sheet, &mut self.desk.shown);
        let mut telling = Telling::new(model, outcome.facts, (&form.ground, &form.reads), Some(outcome), desk);
        let DutyForm { condition, must } = &form.asks;
        let applies = condition.as_ref().map_or(Ok(Truth::True), |condition| condition.truth(&mut telling.eval))?;
        if applies == Truth::False {
            return Ok(None);
        }
        let met = must.truth(&mut telling.eval)?;
        let mut trace = Vec::with_capacity(2);
        if let Some(condition) = condition {
            trace.push(condition.step(&mut telling)?.1);
        }
        trace.push(must.step(&mut telling)?.1);
        Ok(Some(Duty { applies, met, trace }))
    }

    fn question(&mut self, fact: FactId, benchmark: BenchmarkId) -> String {
        let none = std::collections::BTreeSet::new();
        let constants = self.form(benchmark).constants(self.model, &self.model[benchmark]);
        ask(self.model, fact, constants.get(&fact).unwrap_or(&none))
    }

    fn place(&mut self, rule: ProcedureId) -> Arc<RulePlace> {
        Arc::clone(&self.duty_form(rule).place)
    }
}

impl<'m> Compiled<'m> {
    fn duty_form(&self, rule: ProcedureId) -> &'m RuleForm<DutyForm> {
        self.forms.duties.get(rule.index(), || RuleForm::duty(self.model, &self.model[rule]))
    }
}
