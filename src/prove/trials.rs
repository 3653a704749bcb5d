//! The cases beside a rule, run again under each change of it.

use std::sync::Arc;

use crate::engine::Engine;
use crate::model::{BenchmarkId, Case, CaseId, Model, ScoringId};

/// The cases of one benchmark or one scoring standard, and the model they are run in.
pub(super) struct Trials {
    /// No engine outlives a run, so that the model is not shared when it is changed.
    model: Arc<Model>,
    cases: Vec<CaseId>,
    passes: fn(&Engine, CaseId) -> bool,
}

impl Trials {
    /// Those of a benchmark.
    pub(super) fn of_benchmark(model: &Model, id: BenchmarkId) -> Self {
        Self::of(model, |case| case.benchmarks.contains(&id), decided)
    }

    /// Those of a scoring standard.
    pub(super) fn of_scoring(model: &Model, id: ScoringId) -> Self {
        Self::of(model, |case| case.scoring == Some(id), scored)
    }

    /// None yet.
    pub(super) fn of_none(model: &Model) -> Self {
        Self::of(model, |_| false, decided)
    }

    fn of(model: &Model, asked: impl Fn(&Case) -> bool, passes: fn(&Engine, CaseId) -> bool) -> Self {
        let cases = (0u32..).zip(&model.cases).filter(|(_, case)| asked(case)).map(|(at, _)| CaseId(at)).collect();
        Self { model: Arc::new(model.clone()), cases, passes }
    }

    /// Whether every case passes.
    pub(super) fn pass(&self) -> bool {
        let engine = Engine::new(Arc::clone(&self.model));
        self.cases.iter().all(|case| (self.passes)(&engine, *case))
    }

    /// Leaves out the cases that do not pass.
    pub(super) fn keep_passing(&mut self) {
        let engine = Engine::new(Arc::clone(&self.model));
        self.cases.retain(|case| (self.passes)(&engine, *case));
    }

    /// Whether a case fails under a change; asked once more, the change is taken back.
    pub(super) fn notice(&mut self, exchange: &mut dyn FnMut(&mut Model)) -> bool {
        let Some(model) = Arc::get_mut(&mut self.model) else { return false };
        exchange(model);
        let noticed = !self.pass();
        if let Some(model) = Arc::get_mut(&mut self.model) {
            exchange(model);
        }
        noticed
    }

    /// Adds a case where it passes; says whether it does.
    pub(super) fn add(&mut self, case: Case) -> bool {
        let Some(model) = Arc::get_mut(&mut self.model) else { return false };
        let Ok(id) = u32::try_from(model.cases.len()).map(CaseId) else { return false };
        model.cases.push(case);
        let passes = (self.passes)(&Engine::new(Arc::clone(&self.model)), id);
        if passes {
            self.cases.push(id);
        } else if let Some(model) = Arc::get_mut(&mut self.model) {
            model.cases.pop();
        }
        passes
    }

    /// Whether a case passes, which is not kept.
    pub(super) fn passes(&mut self, case: Case) -> bool {
        let passes = self.add(case);
        if passes {
            self.remove_last();
        }
        passes
    }

    /// Takes the case back that was added last.
    pub(super) fn remove_last(&mut self) {
        if self.cases.pop().is_some()
            && let Some(model) = Arc::get_mut(&mut self.model)
        {
            model.cases.pop();
        }
    }
}

fn decided(engine: &Engine, case: CaseId) -> bool {
    engine.run_case(case).is_ok_and(|result| result.passed())
}

fn scored(engine: &Engine, case: CaseId) -> bool {
    engine.run_scoring_case(case).is_ok_and(|result| result.passed())
}
