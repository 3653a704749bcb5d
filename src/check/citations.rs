//! The citations of rule files against a statute registry: does the act exist, hold, have that article.

use super::File;
use super::names::problem_at;
use crate::diagnostic::{CitationProblem, Diagnostic, Spanned};
use crate::law::citation::ArticlePath;
use crate::law::registry::{Flaw, Registry};
use crate::law::{Citation, Title};
use crate::syntax::tree::{Block, Cell, Clause, ClauseKind};

/// What the registry finds wrong in the citations of `files`, each against the version it names or the last.
pub(crate) fn verify(files: &[File], registry: &Registry) -> Vec<Diagnostic> {
    let mut verifier = Verifier { registry, found: Vec::new() };
    files.iter().for_each(|file| verifier.clauses(&file.tree.clauses));
    verifier.found
}

struct Verifier<'r> {
    registry: &'r Registry,
    found: Vec<Diagnostic>,
}

impl Verifier<'_> {
    fn clauses(&mut self, clauses: &[Clause]) {
        clauses.iter().for_each(|clause| self.clause(&clause.node));
    }

    fn block(&mut self, body: &Block) {
        self.clauses(&body.clauses);
    }

    fn clause(&mut self, kind: &ClauseKind) {
        match kind {
            ClauseKind::Basis { citations } | ClauseKind::Breaches { citations } => self.citations(citations),
            ClauseKind::RuleSet { body, .. }
            | ClauseKind::Benchmark { body, .. }
            | ClauseKind::Circumstance { body, .. }
            | ClauseKind::RangeRule { body, .. }
            | ClauseKind::Procedure { body, .. }
            | ClauseKind::Review { body, .. }
            | ClauseKind::Check { body, .. }
            | ClauseKind::Scoring { body, .. }
            | ClauseKind::ScoreItem { body, .. }
            | ClauseKind::StatutoryRange { body }
            | ClauseKind::NamedRange { body, .. }
            | ClauseKind::Tier { body, .. } => self.block(body),
            ClauseKind::TierTable { table, .. } => {
                for cell in table.rows.iter().flat_map(|row| &row.node) {
                    if let Cell::Basis(citations) = &cell.node {
                        self.citations(citations);
                    }
                }
            }
            // No other clause holds a citation.
            _ => {}
        }
    }

    fn citations(&mut self, citations: &[Spanned<Citation>]) {
        for one in citations {
            let title = one.node.title.to_string();
            for flaw in self.registry.check(&one.node, None).flaws {
                let problem = match flaw {
                    Flaw::UnknownAct { near } => {
                        let near = near.iter().map(Title::to_string);
                        self.found.push(problem_at(CitationProblem::UnknownAct { title: title.clone() }, one.span).suggest(near));
                        continue;
                    }
                    Flaw::Repealed { .. } => CitationProblem::RepealedAct { title: title.clone() },
                    Flaw::NoSuchArticle { article, last } => {
                        let article = ArticlePath { article: Some(article), ..ArticlePath::default() }.to_string();
                        CitationProblem::NoSuchArticle { title: title.clone(), article, last }
                    }
                    Flaw::Renumbered { article, now, .. } => {
                        let path = |number| ArticlePath { article: Some(number), ..ArticlePath::default() }.to_string();
                        CitationProblem::Renumbered { title: title.clone(), article: path(article), now: path(now) }
                    }
                    // Without a day to ask for, neither is said.
                    Flaw::NotYetInForce { .. } | Flaw::NoVersionThen => continue,
                };
                self.found.push(problem_at(problem, one.span));
            }
        }
    }
}
