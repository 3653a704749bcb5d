//! The measures that a case expects, in figures, so that they compare with what a decision imposes.

use super::expr::{EvaluationError, Scope};
use super::impose::Figures;
use crate::engine::whole::Interval;
use crate::input::CaseFacts;
use crate::model::{Measure, Model, RoundingRule};
use crate::report::ImposedMeasure;

/// Measures in figures for the facts of a case.
pub(in crate::engine) fn measures_of(
    model: &Model,
    facts: &CaseFacts,
    rounding: RoundingRule,
    measures: &[Measure],
) -> Result<Vec<ImposedMeasure>, EvaluationError> {
    Figures { scope: Scope::new(model, facts), rounding, statutory: None, score: Interval::OPEN }.measures(measures)
}
