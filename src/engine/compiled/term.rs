//! Conditions and expressions in compiled form: facts are slots, definitions are written out, equal parts are equal values.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::coding::UNKNOWN;
use super::kleene::Kleene;
use crate::diagnostic::Span;
use crate::law::{Closure, Exact, Period};
use crate::model::{KindId, Operator, Outcome, Side, Value};

/// A place that errors name. Two conditions that differ in nothing else are one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(pub(super) Span);

impl PartialEq for Place {
    fn eq(&self, _: &Place) -> bool {
        true
    }
}

impl Eq for Place {}

impl Hash for Place {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Term {
    Constant(Value),
    Slot(u32),
    Element(usize),
    Binary(Operator, Box<Term>, Box<Term>, Place),
    Larger(Vec<Term>),
    Smaller(Vec<Term>),
    ElapsedDays(Box<Term>, Box<Term>),
    YearsOfAge(Box<Term>, Box<Term>),
    Shift(Box<Term>, Side, Period, Place),
    Count(u32, Option<Box<Test>>),
    Sum(u32, usize, Option<Box<Test>>, Place),
    Score(u32),
    Truth(Box<Test>),
    /// what only the outcome of a case tells: unknown where none is at hand
    Outcome(Outcome),
}

/// A bound of a comparison.
pub(super) type Limit = Option<(Term, Closure)>;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Test {
    Constant(Kleene),
    /// What the code of a slot says.
    Table(u32, Arc<[Kleene]>),
    /// A shared condition, evaluated at most once a case.
    Node(u32),
    Not(Box<Test>),
    And(Box<Test>, Box<Test>),
    AtLeast(u32, Vec<Test>),
    Holds(Term),
    Present(Term, bool),
    Compare(Term, Limit, Limit),
    CompareScore(u32, Limit, Limit),
    CompareOutcome(Outcome, Limit, Limit),
    Imposes(KindId),
    Equals(Term, Vec<Term>),
    Member(Term, Vec<u16>),
    Contains(Term, Arc<str>),
}

/// The factors of a benchmark.
#[derive(Debug, Clone)]
pub(super) struct Scoring {
    pub(super) factors: Vec<ScoredFactor>,
    pub(super) floor: Option<Exact>,
    pub(super) cap: Option<Exact>,
}

/// A factor: the first row that holds counts.
#[derive(Debug, Clone)]
pub(super) struct ScoredFactor {
    pub(super) weight: Exact,
    pub(super) rows: Vec<(Test, Exact)>,
    pub(super) span: Span,
}

/// What slots hold besides their codes: facts as the case gives them, and terms that several conditions compare with constants.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Fact(crate::model::FactId),
    Term(Term),
}

/// What the codes of one slot say of a condition, in the least room.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    /// True from a code to before another, false of all others that are known.
    Run(u32, u32),
    Table(Arc<[Kleene]>),
}

impl Cell {
    pub(super) fn new(truths: &Arc<[Kleene]>) -> Cell {
        let run = |truth| truths.iter().position(|t| *t == truth).zip(truths.iter().rposition(|t| *t == truth));
        let (first, last) = run(Kleene::True).unwrap_or((1, 0));
        let fits = |(code, truth): (usize, &Kleene)| match code {
            0 => *truth == Kleene::Unknown,
            code => *truth == Kleene::of((first..=last).contains(&code)),
        };
        if truths.iter().enumerate().all(fits) { Cell::Run(first as u32, last as u32 + 1) } else { Cell::Table(Arc::clone(truths)) }
    }

    #[inline]
    pub(super) fn truth(&self, code: u32) -> Kleene {
        match self {
            Cell::Run(..) if code == UNKNOWN => Kleene::Unknown,
            Cell::Run(from, to) => Kleene::of(*from <= code && code < *to),
            Cell::Table(truths) => truths.get(code as usize).copied().unwrap_or(Kleene::Unknown),
        }
    }
}

/// The cells of tables, each looked at once; tables that many conditions share are many times fewer than the conditions.
#[derive(Debug, Default)]
pub(super) struct Cells(HashMap<usize, (Arc<[Kleene]>, Cell)>);

impl Cells {
    pub(super) fn of(&mut self, truths: &Arc<[Kleene]>) -> Cell {
        if Arc::strong_count(truths) == 1 {
            return Cell::new(truths);
        }
        // INVARIANT: the table is held here, so that no other can come to lie at its address.
        let (_, cell) = self.0.entry(Arc::as_ptr(truths).addr()).or_insert_with(|| (Arc::clone(truths), Cell::new(truths)));
        cell.clone()
    }
}
