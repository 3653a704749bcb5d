//! Trees to a model: names, types, units, versions. Every mistake is reported; a part with a mistake is dropped and the rest goes on.
//!
//! **Invariant:** this is the only maker of a [`Model`], and makes one only from rules without an error.
//!
//! The phases, a module or a few each: declarations and imports (`collect`, `imports`, `names`); units, kinds, enumerations
//! and records (`units`, `kinds`, `enumerations`, `records`, `facts`); conditions and expressions (`scope`, `literal`,
//! `expr`, `condition`, `dates`); rules (`benchmark` and its parts, `circumstance`, `range_rule`, `procedure`);
//! checks of documents (`words`, `text_test`, `review`); scoring standards (`scoring`); cases
//! (`case`, `value`, `review_case`, `scoring_case`); versions (`sets`); what is left over (`sound`, `usage`).

mod benchmark;
mod case;
mod circumstance;
mod citations;
mod clauses;
mod collect;
mod condition;
mod dates;
mod enumerations;
mod expr;
mod factor;
mod facts;
mod graph;
mod imports;
mod kinds;
mod literal;
mod names;
mod near;
mod procedure;
mod range_rule;
mod records;
mod review;
mod review_case;
mod sanction;
mod scope;
mod scoring;
mod scoring_case;
mod sets;
mod share;
mod sound;
mod table;
mod text_test;
mod types;
mod units;
mod usage;
mod value;
mod words;

use std::num::NonZeroUsize;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, NameProblem, Problem, Severity, SourceId, Sources, Span, Term, TypeProblem};
use crate::model::{Benchmark, Model};
use crate::syntax::tree::{Clause, Tree};

use names::{Reach, problem_at};

pub(crate) use citations::verify;
pub(crate) use near::near;

/// A file to check.
#[derive(Debug)]
pub(crate) struct File {
    /// Which of the bases of the load it belongs to.
    pub(crate) base: usize,
    /// Its path from the root of the rules with `/`, without the ending.
    pub(crate) name: String,
    /// Its text.
    pub(crate) source: SourceId,
    /// Its tree.
    pub(crate) tree: Tree,
    /// The file that each 引入 leads to, in the order of the clauses; `None` where it could not be loaded.
    pub(crate) imports: Vec<Option<usize>>,
}

/// What checking gives.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The model, when no file has an error.
    pub(crate) model: Option<Model>,
    /// All that was found, in order of place.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Checks `files`, which were parsed with the diagnostics `found`, on up to `threads` threads; what comes of it is the same with
/// any number.
pub(crate) fn check(sources: &Sources, files: &[File], found: Vec<Diagnostic>, threads: NonZeroUsize) -> Outcome {
    let mut checker = Checker::new(sources, files, found, threads);
    checker.run();
    checker.withhold();
    let Checker { mut model, mut out, benchmarks, .. } = checker;
    model.benchmarks = Arc::unwrap_or_clone(benchmarks);
    out.sort_by_key(|a| (a.span.source, a.span.start, a.code()));
    out.dedup();
    let failed = out.iter().any(|d| d.severity() == Severity::Error);
    model.sources = sources.clone();
    Outcome { model: (!failed).then_some(model), diagnostics: out }
}

/// The state of one check.
///
/// Where something is bad, a stand-in may be left in `model`: the error that was reported keeps the model from being returned.
#[derive(Clone)]
struct Checker<'t> {
    sources: &'t Sources,
    files: &'t [File],
    reach: Reach,
    model: Model,
    /// Those of the model, until it is whole: copies of the checker share them.
    benchmarks: Arc<Vec<Benchmark>>,
    out: Vec<Diagnostic>,
    tables: collect::Tables<'t>,
    rules: collect::Rules<'t>,
    records: records::Records<'t>,
    facts: facts::Facts,
    enumerations: enumerations::Enumerations,
    units: units::Units,
    sets: sets::Sets,
    words: Vec<words::Words<'t>>,
    /// How many places the definitions of list elements have unfolded to.
    unfolded: usize,
    threads: NonZeroUsize,
}

impl<'t> Checker<'t> {
    fn new(sources: &'t Sources, files: &'t [File], out: Vec<Diagnostic>, threads: NonZeroUsize) -> Self {
        Self {
            sources,
            files,
            reach: Reach::default(),
            model: Model::default(),
            benchmarks: Arc::default(),
            out,
            tables: collect::Tables::new(),
            rules: collect::Rules::default(),
            records: records::Records::default(),
            facts: facts::Facts::default(),
            enumerations: enumerations::Enumerations::default(),
            units: units::Units::default(),
            sets: sets::Sets::default(),
            words: Vec::new(),
            unfolded: 0,
            threads,
        }
    }

    fn run(&mut self) {
        self.resolve_imports();
        self.collect();
        self.resolve_units();
        self.resolve_kinds();
        self.resolve_records();
        self.lower_sets();
        self.lower_benchmarks();
        self.lower_circumstances();
        self.lower_range_rules();
        self.lower_procedures();
        self.resolve_words();
        self.lower_reviews();
        self.keep_words();
        self.lower_scorings();
        self.close_sets();
        self.check_shared_keys();
        self.lower_cases();
        self.check_unreached_definitions();
        self.warn_of_unused();
    }

    /// Withholds what is only said since the rest of a line could not be read: that a comparison or a name before it is wrong.
    fn withhold(&mut self) {
        let unread: Vec<Span> = self.out.iter().filter(|d| matches!(d.problem, Problem::SyntaxProblem(_))).map(|d| d.span).collect();
        let sources = self.sources;
        let between = |one: Span, other: Span| sources.slice(Span { end: other.start, ..one }).contains('\n');
        self.out.retain(|told| {
            let follows = |at: &&Span| at.source == told.span.source && at.end > told.span.start && !between(told.span, **at);
            let mut unread = unread.iter().filter(follows);
            match told.problem {
                Problem::TypeProblem(TypeProblem::NotCondition { .. }) => unread.next().is_none(),
                Problem::NameProblem(NameProblem::UnknownFact { .. }) => !unread.any(|at| at.start < told.span.end),
                _ => true,
            }
        });
    }

    /// Whether two versions of rules are checked side by side, so that their facts should be the same.
    fn comparing(&self) -> bool {
        self.files.iter().any(|file| file.base > 0)
    }

    /// Reports a problem at a place.
    fn report(&mut self, problem: impl Into<crate::diagnostic::Problem>, span: Span) {
        self.out.push(problem_at(problem, span));
    }

    /// Reports a clause that has no place in `block`.
    fn misplaced(&mut self, clause: &Clause, block: &Term) {
        if let Some(described) = clauses::describe(&clause.node) {
            // The head is enough to point at: a misplaced block may be pages long.
            let problem = NameProblem::Misplaced { clause: described.name, block: block.clone(), belongs: described.belongs };
            self.report(problem, clause.span);
        }
    }

    /// Keeps the first of a clause that may stand once, and reports any other.
    fn once<T>(&mut self, slot: &mut Option<(T, Span)>, value: T, clause: &Clause, block: &Term) {
        if let Some((_, first)) = slot {
            if let Some(described) = clauses::describe(&clause.node) {
                let problem = NameProblem::Repeated { clause: described.name, block: block.clone() };
                self.out.push(problem_at(problem, clause.span).label(*first, "先写在这里", "first written here"));
            }
        } else {
            *slot = Some((value, clause.span));
        }
    }

    /// The words of a place, blanks at the ends left out.
    fn words(&self, span: Span) -> String {
        self.sources.slice(span).trim().to_owned()
    }
}
