//! What the evaluator says of single parts of the rules: the prover shows no witness that this does not confirm.

use super::reference::{EvaluationError, Scope, Selection, choose, measures_of, score, select};
use crate::input::CaseFacts;
use crate::model::{BenchmarkId, Condition, Element, Expr, Given, HitPolicy, Measure, Model, ScoringId};
use crate::report::{ImposedMeasure, Score, Truth};

/// Which tiers a benchmark selects for a case; indices are of its tiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selected {
    /// These apply.
    Tiers(Vec<usize>),
    /// These apply, though only one may.
    Conflict(Vec<usize>),
    /// None does.
    None,
    /// Facts are missing.
    Open,
}

impl Selected {
    /// What a hit policy picks, by the truth of each tier.
    pub(crate) fn among(policy: HitPolicy, truths: &[Truth]) -> Selected {
        select(policy, truths).into()
    }
}

impl From<Selection> for Selected {
    fn from(selection: Selection) -> Self {
        match selection {
            Selection::Settled(tiers) => Selected::Tiers(tiers),
            Selection::Conflict(tiers) => Selected::Conflict(tiers),
            Selection::None => Selected::None,
            Selection::Possible(..) => Selected::Open,
        }
    }
}

/// The evaluator, asked about parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Probe<'m> {
    model: &'m Model,
}

impl<'m> Probe<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        Self { model }
    }

    /// The tiers of a benchmark for these facts.
    pub(crate) fn select(self, benchmark: BenchmarkId, facts: &CaseFacts) -> Result<Selected, EvaluationError> {
        Ok(choose(Scope::new(self.model, facts), &self.model[benchmark])?.selection.into())
    }

    /// Whether a condition holds; of an element of a list, when one is given.
    pub(crate) fn truth(self, condition: &Condition, facts: &CaseFacts, element: Option<&Element>) -> Result<Truth, EvaluationError> {
        Scope { element, ..Scope::new(self.model, facts) }.truth(condition)
    }

    /// The facts that a condition reads.
    pub(crate) fn reads(self, condition: &Condition) -> std::collections::BTreeSet<crate::model::FactId> {
        let mut facts = std::collections::BTreeSet::new();
        super::reference::read_by(self.model, condition, &mut facts);
        facts
    }

    /// The score of a standard, and the grades, where it applies.
    pub(crate) fn score(self, standard: ScoringId, facts: &CaseFacts) -> Result<Option<Score>, EvaluationError> {
        score(self.model, standard, facts)
    }

    /// What an expression comes to.
    pub(crate) fn value(self, expr: &Expr, facts: &CaseFacts) -> Result<Given, EvaluationError> {
        Scope::new(self.model, facts).value(expr)
    }

    /// What measures of a benchmark come to, before rounding by a score.
    pub(crate) fn measures(
        self,
        benchmark: BenchmarkId,
        measures: &[Measure],
        facts: &CaseFacts,
    ) -> Result<Vec<ImposedMeasure>, EvaluationError> {
        let set = self.model[benchmark].set;
        measures_of(self.model, facts, self.model[set].rounding, measures)
    }
}
