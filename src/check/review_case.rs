//! Cases of checks: a document, its materials and facts, and the findings that must come of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::Checker;
use super::case::{Draft, Keys};
use super::collect::Declared;
use super::names::problem_at;
use super::records::key;
use crate::diagnostic::{CaseProblem, NameProblem, ReviewProblem, Term};
use crate::model::{Case, CheckId, Expectation, ExpectedPlace, FactId, FactKey, ReviewCase, ReviewId};
use crate::syntax::tree::{ClauseKind, FindingPlace, Name};

/// What a case calls the materials among what is to be established.
const MATERIALS: &str = "材料";

/// Whether a case is of a document.
pub(super) fn is_review(declared: &Declared<'_>) -> bool {
    declared.body.clauses.iter().any(|clause| {
        matches!(
            clause.node,
            ClauseKind::CaseReviews { .. }
                | ClauseKind::CaseText { .. }
                | ClauseKind::CaseMaterials { .. }
                | ClauseKind::ExpectFinding { .. }
        )
    })
}

impl<'t> Checker<'t> {
    pub(super) fn lower_review_case(&mut self, declared: &Declared<'t>) -> Case {
        let name = declared.name;
        let (reviews, complete) = self.case_reviews(declared);
        let asked = if reviews.is_empty() { self.reviews_of(declared) } else { reviews.clone() };
        let facts: Vec<FactId> =
            asked.iter().filter_map(|r| self.model.reviews.get(r.index())).flat_map(|r| r.facts.iter().copied()).collect();
        let nothing = HashMap::new();
        let own = self.by_key(facts.into_iter());
        let keys = Keys { shared: &nothing, own: &own };
        let mut draft = Draft::default();
        let mut review = ReviewCase { reviews, ..ReviewCase::default() };
        let mut expectations = Vec::new();
        let mut expects = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::CaseReviews { .. } => {}
                ClauseKind::Bad { .. } => expects = true,
                ClauseKind::CaseText { lines } => review.lines.extend(lines.iter().map(|l| Arc::from(l.node.as_str()))),
                ClauseKind::CaseMaterials { names } => {
                    review.materials.get_or_insert_default().extend(names.iter().map(|n| n.node.clone()));
                }
                ClauseKind::Let { bindings } => {
                    for (path, value) in bindings {
                        self.bind(declared.file, &keys, complete, path, value, &mut draft);
                    }
                }
                ClauseKind::ExpectFinding { present, code, at } => {
                    expects = true;
                    let place = at.as_ref().map(|at| match &at.node {
                        FindingPlace::Text(text) => ExpectedPlace::Text(text.clone()),
                        FindingPlace::Path(path) => ExpectedPlace::Path(path.clone()),
                    });
                    if let Some(check) = self.check_of(declared, code) {
                        expectations.push((Expectation::Finding(check, *present, place), clause.span));
                    }
                }
                ClauseKind::ExpectUnknown { facts } => {
                    expects = true;
                    let mut wanted = Vec::new();
                    for path in facts {
                        let at = key(&path.node);
                        if keys.get(&at).is_empty() && at != MATERIALS {
                            if complete {
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
                | ClauseKind::Proposed { .. }
                | ClauseKind::ExpectTier { .. }
                | ClauseKind::ExpectSanction { .. }
                | ClauseKind::ExpectCircumstance { .. }
                | ClauseKind::ExpectProcedure { .. }
                | ClauseKind::ExpectVerdict { .. } => {
                    expects = true;
                    self.report(ReviewProblem::MixedCase { case: name.node.clone() }, clause.span);
                }
                _ => self.misplaced(clause, &Term::new("「用例」", "a case (用例)")),
            }
        }
        if review.lines.is_empty() {
            self.report(ReviewProblem::CaseWithoutText { case: name.node.clone() }, name.span);
        }
        if !expects {
            self.report(CaseProblem::NothingExpected { case: name.node.clone() }, name.span);
        }
        Case {
            name: name.node.clone(),
            set: declared.set,
            benchmarks: Vec::new(),
            review: Some(review),
            scoring: None,
            values: draft.values,
            proposed: None,
            expectations,
            name_span: name.span,
            span: declared.span,
        }
    }

    /// The sets of checks a case names, and whether all were found.
    fn case_reviews(&mut self, declared: &Declared<'t>) -> (Vec<ReviewId>, bool) {
        let mut found = Vec::new();
        let mut complete = true;
        for clause in &declared.body.clauses {
            let ClauseKind::CaseReviews { names } = &clause.node else { continue };
            for name in names {
                let missing = |what| NameProblem::Unknown { what, name: name.node.clone() }.into();
                match self.tables.reviews.resolve(&mut self.reach, &mut self.out, declared.file, name, missing) {
                    Some(id) if !found.contains(&id) => found.push(id),
                    Some(_) => {}
                    None => complete = false,
                }
            }
        }
        (found, complete)
    }

    /// The sets of checks that a case of this rule set may ask.
    fn reviews_of(&self, declared: &Declared<'t>) -> Vec<ReviewId> {
        let closure = self.model.sets.get(declared.set.index()).map(|s| s.closure.as_slice()).unwrap_or_default();
        let all = (0u32..).zip(&self.model.reviews);
        all.filter(|(_, r)| r.set == declared.set || closure.contains(&r.set)).map(|(at, _)| ReviewId(at)).collect()
    }

    fn check_of(&mut self, declared: &Declared<'t>, code: &Name) -> Option<CheckId> {
        let closure = self.model.sets.get(declared.set.index()).map(|s| s.closure.as_slice()).unwrap_or_default();
        let set_of = |check: &crate::model::Check| self.model.reviews.get(check.review.index()).map(|r| r.set);
        let all: Vec<(CheckId, _)> =
            (0u32..).zip(&self.model.checks).filter(|(_, c)| c.code == code.node).map(|(at, c)| (CheckId(at), set_of(c))).collect();
        let own = all.iter().find(|(_, set)| *set == Some(declared.set));
        let found = own.or_else(|| all.iter().find(|(_, set)| set.is_some_and(|s| closure.contains(&s)))).map(|(id, _)| *id);
        if found.is_none() {
            let near = super::near::near(&code.node, self.model.checks.iter().map(|c| c.code.as_str()));
            self.out.push(problem_at(ReviewProblem::UnknownCode { code: code.node.clone() }, code.span).suggest(near));
        }
        found
    }
}
