//! Proofs over the model: gaps, overlaps, dead tiers and items, fines beyond the statute, reversals; each fault with a case.
//!
//! **Invariant:** nothing here is guessed. *Proved* holds of every admissible case, since the space holds them all; *refuted*
//! shows a case that the evaluator confirms; all else is *undecided*, with the reason.
//!
//! Method. Every fact that conditions compare is an axis, cut into the cells between their bounds; a tier is a union of boxes
//! (cubes) of cells. Overlaps are boxes that meet; a gap is found by splitting the space where that parts the boxes best, and
//! by counting cells (`cover`). Sums of several facts are axes too, tied to the facts by linear inequalities in exact figures
//! (`linear`); what is not linear is a figure of its own, tied by what is known of it. So the space never loses a case.

mod axis;
mod benchmark;
mod conditions;
mod cover;
mod cube;
mod difference;
mod dnf;
mod examine;
mod factors;
mod fines;
mod fingerprint;
mod form;
mod linear;
mod lists;
mod made;
mod misleading;
mod mutate;
mod natural;
mod order;
mod pair;
mod parts;
mod picture;
mod propose;
mod proposed;
mod refine;
mod rules;
mod scorings;
mod severity;
mod space;
mod trials;
mod unlike;
mod words;

pub use benchmark::REGION_LIMIT;
pub use conditions::RuleChange;
pub(crate) use conditions::conditions;
pub use cover::PART_LIMIT;
pub(crate) use difference::benchmarks as compare_benchmarks;
pub use difference::{BenchmarkDifference, BenchmarkStatus, CHANGE_LIMIT, Governs, Note, OutcomeChange};
pub use dnf::CUBE_LIMIT;
pub use examine::{RUN_LIMIT, TRIAL_LIMIT};
pub(crate) use fingerprint::{Part, by_name};
pub use linear::INEQUALITY_LIMIT;
pub use misleading::WORK_LIMIT;
pub use mutate::{Change, Mutated, Survivor, mutate};
pub use picture::{PICTURE_CELLS, Picture, PictureError, PictureField, picture};
pub use propose::{ASKED_LIMIT, CASE_LIMIT, propose, propose_circumstances, propose_procedures};
pub use proposed::{CaseRule, Proposed, ProposedCase};
pub(crate) use scorings::compare_scorings;
pub use scorings::{LEAF_LIMIT, ScoreChange, ScoreDirection, ScorePart, ScoringDifference, TOTAL_LIMIT, mutate_scoring, propose_scoring};
pub use severity::Direction;

use std::num::NonZeroUsize;

use crate::diagnostic::{Code, Diagnostic, ProofProblem, Severity, SourceId, Span};
use crate::input::CaseFacts;
use crate::model::{BenchmarkId, FactId, Given, Model, Property, ScoringId};
use crate::parallel;
use benchmark::{Lowered, Question};
use space::Space;

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It holds of every case.
    Proved,
    /// It does not: a diagnostic shows a case.
    Refuted,
    /// Neither could be shown: a diagnostic says why.
    Undecided,
}

/// How one property of one benchmark ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The benchmark.
    pub benchmark: BenchmarkId,
    /// What was asked of it.
    pub property: Property,
    /// How it ended.
    pub outcome: Outcome,
}

/// How one property of one scoring standard ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoringVerdict {
    /// The standard.
    pub scoring: ScoringId,
    /// What was asked of it.
    pub property: Property,
    /// How it ended.
    pub outcome: Outcome,
}

/// All that was proved and refuted.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// One for each property of each benchmark that was asked.
    pub verdicts: Vec<Verdict>,
    /// One for each property of each scoring standard that was asked.
    pub scorings: Vec<ScoringVerdict>,
    /// What was refuted, with cases, and what is undecided; in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Proves what can be proved of every benchmark and scoring standard of a model, and of the rules across them.
#[must_use]
pub fn prove(model: &Model) -> Proof {
    prove_on(model, NonZeroUsize::MIN)
}

/// As [`prove`], on up to `threads` threads, the caller's among them. What is found is the same with any number.
#[must_use]
pub fn prove_on(model: &Model, threads: NonZeroUsize) -> Proof {
    let benchmarks: Vec<BenchmarkId> = model.benchmark_ids().collect();
    let mut proofs = parallel::map(threads, &benchmarks, |id| prove_benchmark(model, *id));
    let mut across = Findings::new(model);
    rules::prove(model, &mut across);
    proofs.push(across.finish());
    let scorings: Vec<ScoringId> = model.scoring_ids().collect();
    proofs.extend(parallel::map(threads, &scorings, |id| prove_scoring(model, *id)));
    joined(proofs)
}

/// Proves what can be proved of one benchmark.
#[must_use]
pub fn prove_benchmark(model: &Model, id: BenchmarkId) -> Proof {
    let mut findings = Findings::new(model);
    prove_one(model, id, &mut findings);
    findings.finish()
}

/// Proves what can be proved of one scoring standard.
#[must_use]
pub fn prove_scoring(model: &Model, id: ScoringId) -> Proof {
    let mut findings = Findings::new(model);
    scorings::prove(model, id, &mut findings);
    findings.finish()
}

/// Where a diagnostic stands among others.
fn place(diagnostic: &Diagnostic) -> (SourceId, u32, Code) {
    (diagnostic.span.source, diagnostic.span.start, diagnostic.code())
}

/// Proofs as one. What two benchmarks have in common and is wrong is told once.
fn joined(proofs: Vec<Proof>) -> Proof {
    let mut all = Proof::default();
    let mut diagnostics = Vec::new();
    for proof in proofs {
        all.verdicts.extend(proof.verdicts);
        all.scorings.extend(proof.scorings);
        diagnostics.extend(proof.diagnostics);
    }
    diagnostics.sort_by_key(place);
    for diagnostic in diagnostics {
        let mut beside = all.diagnostics.iter().rev().take_while(|other| place(other) == place(&diagnostic));
        if !beside.any(|other| *other == diagnostic) {
            all.diagnostics.push(diagnostic);
        }
    }
    all
}

fn prove_one(model: &Model, id: BenchmarkId, findings: &mut Findings<'_>) {
    let benchmark = &model[id];
    let mut space = Space::of(model, id);
    let lowered = Lowered::of(&mut space, benchmark);
    let fines = fines::lower(&mut space, benchmark);
    let rows = factors::lower(&mut space, benchmark);
    space.freeze();
    let mut question = Question::new(&space, id, &lowered);
    for property in Property::ALL {
        if !findings.asks(&question, property) {
            continue;
        }
        if !question.exact_base {
            findings.undecided(&question, property, "适用的条件太复杂".to_owned());
            continue;
        }
        match property {
            Property::Complete => question.complete(findings),
            Property::Disjoint => question.disjoint(findings),
            Property::Live => {
                question.live(findings);
                parts::mergeable(&question, findings);
                parts::live(&mut question, &lowered, findings);
            }
            Property::Clear => misleading::clear(&question, findings),
            Property::Bounded => fines::bounded(&question, &fines, findings),
            Property::Monotone => {
                order::monotone(&question, findings);
                fines::ladder(&question, &fines, findings);
            }
            Property::Seamless => fines::seamless(&question, findings),
            Property::Scored => factors::prove(&question, &rows, findings),
            Property::Refines => {
                if let Some(higher) = benchmark.refines {
                    refine::refines(&question, higher, findings);
                }
            }
        }
    }
    findings.unfounded(id);
}

/// What was found so far.
struct Findings<'m> {
    model: &'m Model,
    proof: Proof,
}

impl<'m> Findings<'m> {
    fn new(model: &'m Model) -> Self {
        Self { model, proof: Proof::default() }
    }

    /// Tells what was said to be in the published table and is not.
    fn unfounded(&mut self, id: BenchmarkId) {
        for published in &self.model[id].as_published {
            let refuted = |v: &Verdict| v.benchmark == id && v.property == published.property && v.outcome == Outcome::Refuted;
            if !self.proof.verdicts.iter().any(refuted) {
                let problem = ProofProblem::NoSuchFault { property: published.property.fault().to_owned() };
                self.push(Diagnostic::new(problem.into(), published.span));
            }
        }
    }

    fn finish(mut self) -> Proof {
        self.proof.diagnostics.sort_by_key(place);
        self.proof
    }

    fn verdict(&mut self, question: &Question<'_, '_>, property: Property, outcome: Outcome) {
        let known = self.proof.verdicts.iter_mut().rev().find(|v| v.benchmark == question.id && v.property == property);
        match known {
            // Proved of one part of a property says nothing of what another part refuted.
            Some(verdict) if verdict.outcome == Outcome::Proved => verdict.outcome = outcome,
            Some(verdict) if outcome == Outcome::Refuted => verdict.outcome = outcome,
            Some(_) => {}
            None => self.proof.verdicts.push(Verdict { benchmark: question.id, property, outcome }),
        }
    }

    fn proved(&mut self, question: &Question<'_, '_>, property: Property) {
        self.verdict(question, property, Outcome::Proved);
    }

    fn undecided(&mut self, question: &Question<'_, '_>, property: Property, because: String) {
        self.verdict(question, property, Outcome::Undecided);
        let problem = ProofProblem::Undecided { property: property.name().to_owned(), because };
        self.push(Diagnostic::new(problem.into(), question.benchmark.name_span));
    }

    /// The evaluator denies what the prover found: a fault of ours, told loudly.
    fn disagreement(&mut self, question: &Question<'_, '_>, property: Property, case: &CaseFacts) {
        self.verdict(question, property, Outcome::Undecided);
        let because = "裁量的结果和判定不一致,这是准绳自身的错误,请报告".to_owned();
        let problem = ProofProblem::Undecided { property: property.name().to_owned(), because };
        let mut diagnostic = Diagnostic::new(problem.into(), question.benchmark.name_span).shown_by(words::case(self.model, case));
        diagnostic.level = Some(Severity::Error);
        self.push(diagnostic);
    }

    fn refuted(&mut self, question: &Question<'_, '_>, property: Property, problem: ProofProblem, span: Span, case: Option<&CaseFacts>) {
        let diagnostic = Diagnostic::new(problem.into(), span);
        let diagnostic = match case {
            Some(case) => diagnostic.shown_by(words::case(self.model, case)),
            None => diagnostic,
        };
        self.refute(question, property, diagnostic);
    }

    /// A fault of one place together with another, named in both languages, shown by a case.
    fn refuted_beside(
        &mut self,
        question: &Question<'_, '_>,
        property: Property,
        problem: ProofProblem,
        span: Span,
        (other, zh, en): (Span, &str, &str),
        case: &CaseFacts,
    ) {
        let case = words::case(self.model, case);
        self.refute(question, property, Diagnostic::new(problem.into(), span).label(other, zh, en).shown_by(case));
    }

    /// A fault that a case shows together with the same case, one fact changed.
    fn refuted_between(
        &mut self,
        question: &Question<'_, '_>,
        property: Property,
        problem: ProofProblem,
        span: Span,
        case: &CaseFacts,
        (fact, to): (FactId, &Given),
    ) {
        let case = words::case(self.model, case);
        let changed = format!("{} = {}", self.model[fact].key, self.model.show_given(&self.model[fact].field.ty, to));
        self.refute(question, property, Diagnostic::new(problem.into(), span).shown_by(format!("{case};改为 {changed}")));
    }

    fn refute(&mut self, question: &Question<'_, '_>, property: Property, mut diagnostic: Diagnostic) {
        self.verdict(question, property, Outcome::Refuted);
        if let Some(level) = self.level(question, property) {
            diagnostic.level = level;
        }
        if let Some(published) = question.benchmark.as_published.iter().find(|p| p.property == property) {
            diagnostic.level = Some(Severity::Hint);
            diagnostic = diagnostic.label(published.span, "原表如此", "published so");
        }
        self.push(diagnostic);
    }

    /// The level that the rule set sets for a property.
    fn level(&self, question: &Question<'_, '_>, property: Property) -> Option<Option<Severity>> {
        let levels = &self.model[question.benchmark.set].levels;
        levels.iter().rev().find(|(of, _)| *of == property).map(|(_, level)| *level)
    }

    /// Whether a property is asked of a benchmark: 不查 leaves it out, and 衔接 is asked only where it is named.
    fn asks(&self, question: &Question<'_, '_>, property: Property) -> bool {
        match self.level(question, property) {
            Some(level) => level.is_some(),
            None => property != Property::Seamless,
        }
    }

    /// A fault of no benchmark.
    fn tell(&mut self, problem: ProofProblem, span: Span) {
        self.push(Diagnostic::new(problem.into(), span));
    }

    fn tell_shown(&mut self, problem: ProofProblem, span: Span, other: Span, case: String) {
        self.push(Diagnostic::new(problem.into(), span).label(other, "和这里", "with this").shown_by(case));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if !self.proof.diagnostics.contains(&diagnostic) {
            self.proof.diagnostics.push(diagnostic);
        }
    }
}
