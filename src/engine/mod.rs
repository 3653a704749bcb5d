//! Model and facts to report: tiers, ranges, circumstances, versions, procedure.
//!
//! **Invariant:** no tree, no I/O, no clock. The same model and the same case give the same report to the byte.

mod cases;
mod compiled;
mod coverage;
mod probe;
mod reference;
mod scoring;
mod whole;

pub use crate::model::{ACT_DATE, ACT_END_DATE, DECISION_DATE};
pub use cases::{CaseResult, Mismatch};
#[cfg(feature = "arrow")]
pub use compiled::{BadRows, ColumnError, ColumnOptions, Columns, Nulls};
pub use compiled::{
    CaseError, CaseKey, CaseReader, DateSlot, FineOutcome, Keys, MemberSlot, MoneySlot, Outcome, Prepared, Reason, Row, Slot, Status,
    Trace, TruthSlot, WholeSlot, WrongSlot,
};
pub use coverage::{Coverage, Target, TargetKind};
pub(crate) use probe::{Probe, Selected};
pub use reference::{EvaluationError, TRIED_ASSIGNMENTS};
pub use scoring::ScoreCaseResult;
pub use whole::FindingCode;
pub(crate) use whole::place;

use std::sync::{Arc, OnceLock};

use compiled::Forms;

use crate::input::BoundSubmission;
use crate::model::Model;
use crate::report::Report;

/// How many tiers of a benchmark a report explains. Of a benchmark with more it lists those that apply, so many of those that may apply
/// (its outcome names all), and of the others the nearest: those with the fewest failing conditions, of these the fewest bounds away, of these the nearest in the table to
/// one that applies; [`Decision::unlisted`](crate::report::Decision::unlisted) counts the rest.
/// [`Engine::explaining`] sets another limit; [`Row::explain`] answers for any tier.
pub const TIERS_EXPLAINED: usize = 64;

/// Decides submissions by a model. Immutable, `Send + Sync`, cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    model: Arc<Model>,
    /// What reports are made of, compiled when it is first asked.
    forms: Arc<OnceLock<Forms>>,
    /// Tiers of a benchmark that a report explains.
    explained: usize,
}

impl Engine {
    /// An engine over a model.
    #[must_use]
    pub fn new(model: Arc<Model>) -> Self {
        Self { model, forms: Arc::default(), explained: TIERS_EXPLAINED }
    }

    /// The same engine, with reports that explain so many tiers of a benchmark ([`TIERS_EXPLAINED`] by default). Those that apply are always
    /// listed, and of those that may apply the first [`TIERS_EXPLAINED`] at least: with 0 they alone.
    #[must_use]
    pub fn explaining(&self, tiers: usize) -> Self {
        Self { explained: tiers, ..self.clone() }
    }

    /// The model it decides by.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The model, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<Model> {
        Arc::clone(&self.model)
    }

    /// Decides a submission, with the whole report.
    ///
    /// It is decided by compiled forms of the rules. Each is made when a case first asks it (a fraction of a millisecond for a dozen
    /// tiers) and kept with the engine and its clones.
    ///
    /// # Errors
    /// When an expression of the rules cannot be evaluated for these facts: division by zero, a figure or a date out of
    /// range. Missing facts are no error: the report says what is still possible and what is to be established.
    pub fn evaluate(&self, submission: &BoundSubmission) -> Result<Report, EvaluationError> {
        let forms = self.forms.get_or_init(|| Forms::new(&self.model));
        // Of what cannot be evaluated the reference says which expression, and where.
        forms.evaluate(&self.model, submission, self.explained).or_else(|_| self.evaluate_by_reference(submission))
    }

    /// What [`Engine::evaluate`] says, by the plain interpreter of the rules: many times slower, there to compare with.
    ///
    /// # Errors
    /// As [`Engine::evaluate`].
    pub fn evaluate_by_reference(&self, submission: &BoundSubmission) -> Result<Report, EvaluationError> {
        reference::evaluate(&self.model, submission, None, self.explained)
    }
}
