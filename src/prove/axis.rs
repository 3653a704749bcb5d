//! Axes: the dimensions of the space of cases. An axis is cut, by all conditions that look at it, into cells
//! within which no condition can tell two cases apart.

use std::sync::Arc;

use super::form::Atom;
use crate::law::{Closure, Exact, Range};
use crate::model::{Condition, FactId};

/// A cut of a line: just before `at`, or just after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Cut {
    pub(super) at: Exact,
    pub(super) after: bool,
}

impl Cut {
    /// Where a lower bound lets values begin.
    pub(super) fn lower(at: Exact, closure: Closure) -> Self {
        Cut { at, after: closure == Closure::Exclusive }
    }

    /// Where an upper bound lets values end.
    pub(super) fn upper(at: Exact, closure: Closure) -> Self {
        Cut { at, after: closure == Closure::Inclusive }
    }

    /// On a lattice, the cut before the next point of it; `None` where it does not fit.
    fn on_lattice(self, step: Option<Exact>) -> Option<Self> {
        let Some(step) = step else { return Some(self) };
        let steps = self.at.checked_div(step)?;
        let next = if self.after { steps.floor().checked_add(Exact::ONE)? } else { steps.ceil() };
        Some(Cut { at: next.checked_mul(step)?, after: false })
    }
}

/// A line of figures: one fact, or a sum of several.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) terms: Vec<(Atom, Exact)>,
    /// Values are whole multiples of this; `None`: they are dense.
    pub(super) step: Option<Exact>,
    pub(super) start: Option<Cut>,
    pub(super) end: Option<Cut>,
    /// Ascending, all between start and end, once the space is frozen.
    pub(super) cuts: Vec<Cut>,
}

impl Line {
    pub(super) fn new(terms: Vec<(Atom, Exact)>, step: Option<Exact>, bounds: Option<Range<Exact>>) -> Self {
        let mut line = Self { terms, step, start: None, end: None, cuts: Vec::new() };
        if let Some(bounds) = bounds {
            line.start = bounds.lower.and_then(|b| Cut::lower(b.value, b.closed).on_lattice(step));
            line.end = bounds.upper.and_then(|b| Cut::upper(b.value, b.closed).on_lattice(step));
        }
        line
    }

    /// Adds a cut, and gives it as it stands on this line.
    pub(super) fn cut(&mut self, cut: Cut) -> Option<Cut> {
        let cut = cut.on_lattice(self.step)?;
        self.cuts.push(cut);
        Some(cut)
    }

    fn freeze(&mut self) {
        self.cuts.sort_unstable();
        self.cuts.dedup();
        let (start, end) = (self.start, self.end);
        self.cuts.retain(|c| start.is_none_or(|s| *c > s) && end.is_none_or(|e| *c < e));
    }

    /// The cells between two cuts.
    fn between(&self, lower: Option<Cut>, upper: Option<Cut>) -> std::ops::Range<usize> {
        let cells = self.cuts.len() + 1;
        let index = |cut: Cut| self.cuts.partition_point(|c| *c <= cut);
        let from = match lower {
            None => 0,
            Some(cut) if self.end.is_some_and(|e| cut >= e) => cells,
            Some(cut) => index(cut),
        };
        let to = match upper {
            None => cells,
            Some(cut) if self.end.is_some_and(|e| cut >= e) => cells,
            Some(cut) if self.start.is_some_and(|s| cut <= s) => 0,
            Some(cut) => index(cut),
        };
        from..to.max(from)
    }

    /// The cell of a figure.
    pub(super) fn cell(&self, figure: Exact) -> usize {
        self.cuts.partition_point(|cut| if cut.after { figure > cut.at } else { figure >= cut.at })
    }

    /// Where a run of cells begins and ends; `None` is without end.
    pub(super) fn hull(&self, run: &std::ops::Range<usize>) -> (Option<Cut>, Option<Cut>) {
        let start = if run.start == 0 { self.start } else { self.cuts.get(run.start - 1).copied() };
        let end = if run.end > self.cuts.len() { self.end } else { run.end.checked_sub(1).and_then(|at| self.cuts.get(at).copied()) };
        (start, end)
    }
}

/// What an axis is about.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// figures
    Line(Line),
    /// a category's members, or no and yes
    Members { fact: FactId, count: usize },
    /// the texts a fact is compared with, and any other
    Texts { fact: FactId, known: Vec<Arc<str>> },
    /// a condition that the prover does not look into: no and yes
    Truth { holds: Opaque },
}

/// What is known of a condition that the prover does not look into.
#[derive(Debug, Clone)]
pub(super) struct Opaque {
    pub(super) condition: Condition,
    /// `文本 含 “…”`, so that a text can be made for it.
    pub(super) contains: Option<(FactId, Arc<str>)>,
}

/// A dimension of the space of cases.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    pub(super) kind: Kind,
    /// Whether the last cell is 无.
    pub(super) optional: bool,
}

impl Axis {
    pub(super) fn freeze(&mut self) {
        if let Kind::Line(line) = &mut self.kind {
            line.freeze();
        }
    }

    /// How many cells there are, without 无.
    pub(super) fn values(&self) -> usize {
        match &self.kind {
            Kind::Line(line) => line.cuts.len() + 1,
            Kind::Members { count, .. } => *count,
            Kind::Texts { known, .. } => known.len() + 1,
            Kind::Truth { .. } => 2,
        }
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> usize {
        self.values() + usize::from(self.optional)
    }

    /// The cells that satisfy a test, ascending.
    pub(super) fn satisfying(&self, test: &Test) -> Vec<usize> {
        match (test, &self.kind) {
            (Test::Between(lower, upper), Kind::Line(line)) => line.between(*lower, *upper).collect(),
            (Test::Among(members), _) => members.iter().copied().filter(|m| *m < self.values()).collect(),
            (Test::Present, _) => (0..self.values()).collect(),
            (Test::Absent, _) => (self.values()..self.cells()).collect(),
            (Test::Between(..), Kind::Members { .. } | Kind::Texts { .. } | Kind::Truth { .. }) => Vec::new(),
        }
    }
}

/// What a literal asks of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    Between(Option<Cut>, Option<Cut>),
    Among(Vec<usize>),
    Present,
    Absent,
}
