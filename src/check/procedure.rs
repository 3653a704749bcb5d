//! Procedure rules: duties of the authority, asked of the case and of its outcome.

use super::Checker;
use super::benchmark::citations;
use super::collect::Declared;
use super::scope::Place;
use crate::diagnostic::{RuleProblem, Severity, Span, Spanned, Term, UsageProblem};
use crate::model::{Condition, ConditionKind, Procedure};
use crate::syntax::tree::{self, ClauseKind, TextRole};

impl<'t> Checker<'t> {
    /// Lowers all procedure rules.
    pub(super) fn lower_procedures(&mut self) {
        let declared = std::mem::take(&mut self.rules.procedures);
        for one in &declared {
            let procedure = self.lower_procedure(one);
            self.model.procedures.push(procedure);
        }
        self.rules.procedures = declared;
    }

    fn lower_procedure(&mut self, declared: &Declared<'t>) -> Procedure {
        let block = Term::new("「程序」", "a procedure rule (程序)");
        let name = declared.name;
        let (mut scope, facts, _) = self.rule_scope(declared.file, declared.body, Place::Procedure);
        self.sets.procedure_facts.push(facts);
        let mut basis = Vec::new();
        let (mut level, mut message, mut suggestion) = (None, None, None);
        let mut when: Option<(&Spanned<tree::Condition>, Span)> = None;
        let mut must: Option<(&Spanned<tree::Condition>, Span)> = None;
        let mut unread = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::Facts { .. } | ClauseKind::Definition { .. } => {}
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::Level { level: written } => self.once(&mut level, written.node, clause, &block),
                ClauseKind::When { condition } => self.once(&mut when, condition, clause, &block),
                ClauseKind::Must { condition } => self.once(&mut must, condition, clause, &block),
                ClauseKind::Text { role: TextRole::Message, text } => self.once(&mut message, text.node.clone(), clause, &block),
                ClauseKind::Text { role: TextRole::Suggestion, text } => self.once(&mut suggestion, text.node.clone(), clause, &block),
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        if must.is_none() && !unread {
            self.report(RuleProblem::NoDuty { name: name.node.clone() }, name.span);
        }
        if message.is_none() && !unread {
            self.report(RuleProblem::NoMessage { name: name.node.clone() }, name.span);
        }
        if basis.is_empty() {
            let what = Term::new("程序", "procedure rule");
            self.report(UsageProblem::NoBasis { what, name: name.node.clone() }, name.span);
        }
        let condition = when.and_then(|(condition, _)| self.condition(&mut scope, condition));
        let must = must.and_then(|(condition, _)| self.condition(&mut scope, condition));
        Procedure {
            name: name.node.clone(),
            set: declared.set,
            basis,
            severity: level.map_or(Severity::Error, |(l, _)| l),
            condition,
            must: must.unwrap_or(Condition { kind: ConditionKind::Constant(false), span: declared.span }),
            message: message.map_or_else(String::new, |(m, _)| m),
            suggestion: suggestion.map(|(s, _)| s),
            name_span: name.span,
            span: declared.span,
        }
    }
}
