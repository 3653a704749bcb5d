//! Cases of scoring standards: facts, and the total and the grade that must come of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::Checker;
use super::case::{Draft, Keys};
use super::collect::Declared;
use super::names::problem_at;
use super::near::near;
use super::records::key;
use crate::diagnostic::{CaseProblem, NameProblem, ScoringProblem, Term};
use crate::model::{Case, Expectation, FactKey, ScoringId};
use crate::syntax::tree::ClauseKind;

/// Whether a case is scored by a standard.
pub(super) fn is_scoring(declared: &Declared<'_>) -> bool {
    declared.body.clauses.iter().any(|clause| matches!(clause.node, ClauseKind::CaseScorings { .. } | ClauseKind::ExpectScore { .. }))
}

impl<'t> Checker<'t> {
    pub(super) fn lower_scoring_case(&mut self, declared: &Declared<'t>) -> Case {
        let name = declared.name;
        let scoring = self.case_scoring(declared);
        let standard = scoring.and_then(|id| self.model.scorings.get(id.index())).cloned();
        let own = self.by_key(standard.iter().flat_map(|s| s.facts.iter().copied()));
        let nothing = HashMap::new();
        let keys = Keys { shared: &nothing, own: &own };
        let mut draft = Draft::default();
        let mut expectations = Vec::new();
        let mut expects = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::CaseScorings { .. } => {}
                ClauseKind::Bad { .. } => expects = true,
                ClauseKind::Let { bindings } => {
                    for (path, value) in bindings {
                        self.bind(declared.file, &keys, scoring.is_some(), path, value, &mut draft);
                    }
                }
                ClauseKind::ExpectScore { points } => {
                    expects = true;
                    expectations.extend(self.points(points).map(|points| (Expectation::Score(points), clause.span)));
                }
                ClauseKind::ExpectTier { tiers, sanction: None } => {
                    expects = true;
                    for tier in tiers {
                        let grades = standard.iter().flat_map(|s| &s.grades).map(|g| g.name.as_str());
                        if standard.is_some() && !grades.clone().any(|g| g == tier.node) {
                            let near = near(&tier.node, grades);
                            let problem = ScoringProblem::UnknownGrade { grade: tier.node.clone() };
                            self.out.push(problem_at(problem, tier.span).suggest(near));
                        }
                    }
                    expectations.push((Expectation::Tiers(tiers.iter().map(|t| t.node.clone()).collect()), clause.span));
                }
                ClauseKind::ExpectUnknown { facts } => {
                    expects = true;
                    let mut wanted = Vec::new();
                    for path in facts {
                        let at = key(&path.node);
                        if keys.get(&at).is_empty() {
                            if scoring.is_some() {
                                self.unknown_key(&keys, &at, path.span);
                            }
                            continue;
                        }
                        let segments: Vec<Arc<str>> = path.node.iter().map(|n| Arc::from(n.node.as_str())).collect();
                        wanted.push(FactKey(segments.into()));
                    }
                    expectations.push((Expectation::Unknown(wanted), clause.span));
                }
                ClauseKind::CaseBenchmarks { .. }
                | ClauseKind::CaseReviews { .. }
                | ClauseKind::CaseText { .. }
                | ClauseKind::CaseMaterials { .. }
                | ClauseKind::Proposed { .. }
                | ClauseKind::ExpectTier { .. }
                | ClauseKind::ExpectSanction { .. }
                | ClauseKind::ExpectCircumstance { .. }
                | ClauseKind::ExpectProcedure { .. }
                | ClauseKind::ExpectVerdict { .. }
                | ClauseKind::ExpectFinding { .. } => {
                    expects = true;
                    self.report(ScoringProblem::MixedCase { case: name.node.clone() }, clause.span);
                }
                _ => self.misplaced(clause, &Term::new("「用例」", "a case (用例)")),
            }
        }
        if !expects {
            self.report(CaseProblem::NothingExpected { case: name.node.clone() }, name.span);
        }
        Case {
            name: name.node.clone(),
            set: declared.set,
            benchmarks: Vec::new(),
            review: None,
            scoring: scoring.or(Some(ScoringId(0))),
            values: draft.values,
            proposed: None,
            expectations,
            name_span: name.span,
            span: declared.span,
        }
    }

    /// The one standard a case names; anything else is reported.
    fn case_scoring(&mut self, declared: &Declared<'t>) -> Option<ScoringId> {
        let named = declared.body.clauses.iter().filter_map(|clause| match &clause.node {
            ClauseKind::CaseScorings { names } => Some(names.iter()),
            _ => None,
        });
        let names: Vec<_> = named.flatten().collect();
        let [name] = names.as_slice() else {
            self.report(ScoringProblem::OneStandard { case: declared.name.node.clone() }, declared.name.span);
            return None;
        };
        let missing = |what| NameProblem::Unknown { what, name: name.node.clone() }.into();
        self.tables.scorings.resolve(&mut self.reach, &mut self.out, declared.file, name, missing)
    }
}
