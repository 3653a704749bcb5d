//! Procedure rules: duties asked of the facts and of what the case leads to.

use super::expr::{EvaluationError, Scope};
use crate::engine::whole::{CaseOutcome, Duty};
use crate::model::{Model, Procedure};
use crate::report::Truth;

/// How a procedure rule stands; nothing where its 当 does not hold.
pub(in crate::engine) fn duty(model: &Model, rule: &Procedure, outcome: &CaseOutcome<'_>) -> Result<Option<Duty>, EvaluationError> {
    let scope = Scope { outcome: Some(outcome), ..Scope::new(model, outcome.facts) };
    let applies = rule.condition.as_ref().map_or(Ok(Truth::True), |c| scope.truth(c))?;
    if applies == Truth::False {
        return Ok(None);
    }
    let met = scope.truth(&rule.must)?;
    let name = format!("程序 {}", rule.name);
    let mut trace = Vec::new();
    if let Some(condition) = &rule.condition {
        trace.push(scope.explain(condition, &name)?);
    }
    trace.push(scope.explain(&rule.must, &name)?);
    Ok(Some(Duty { applies, met, trace }))
}
