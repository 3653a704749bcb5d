//! Model and facts to report: tiers, ranges, circumstances, versions, procedure.
//!
//! **Invariant:** no tree, no I/O, no clock. The same model and the same case give the same report to the byte.

mod cases;
mod compiled;
mod coverage;
mod probe;
mod reference;
mod scoring;

pub use cases::{CaseResult, Mismatch};
#[cfg(feature = "arrow")]
pub use compiled::{BadRows, ColumnError, ColumnOptions, Columns, Nulls};
pub use compiled::{CaseError, CaseKey, CaseReader, FineOutcome, Keys, Outcome, Prepared, Reason, Row, Slot, Status, Trace, WrongSlot};
pub use coverage::{Coverage, Target, TargetKind};
pub(crate) use probe::{Probe, Selected};
pub(crate) use reference::place;
pub use reference::{ACT_DATE, ACT_END_DATE, DECISION_DATE, EvaluationError, TRIED_ASSIGNMENTS};
pub use scoring::ScoreCaseResult;

use std::sync::{Arc, OnceLock};

use compiled::Applicable;

use crate::input::{BoundSubmission, CaseFacts};
use crate::model::Model;
use crate::report::Report;

/// Decides submissions by a model. Immutable, `Send + Sync`, cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    model: Arc<Model>,
    /// Made when a submission first names no benchmark.
    applicable: Arc<OnceLock<Applicable>>,
}

impl Engine {
    /// An engine over a model.
    #[must_use]
    pub fn new(model: Arc<Model>) -> Self {
        Self { model, applicable: Arc::default() }
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

    /// Decides a submission.
    ///
    /// # Errors
    /// When an expression of the rules cannot be evaluated for these facts: division by zero, a figure or a date out of
    /// range. Missing facts are no error: the report says what is still possible and what is to be established.
    pub fn evaluate(&self, submission: &BoundSubmission) -> Result<Report, EvaluationError> {
        let may_apply = |facts: &CaseFacts| self.applicable.get_or_init(|| Applicable::new(&self.model)).of(facts);
        reference::evaluate(&self.model, submission, None, Some(&may_apply))
    }
}
