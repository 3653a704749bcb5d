//! The truth of tests at a place of a document (Kleene's three values), with what is missing where it is unknown.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::classes;
use super::context::{Context, Spot};
use crate::diagnostic::Span;
use crate::engine::Probe;
use crate::model::{Given, Numbering, Test, TestKind};
use crate::report::Truth;
use crate::text::{Found, Matcher, Scratch};

/// What an open point calls the materials.
pub(super) const MATERIALS: &str = "材料";

/// The matchers of tests, by the place of the test.
pub(super) type Matchers = HashMap<Span, Matcher>;

/// Evaluates tests of one document.
pub(super) struct Tester<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    matchers: &'c Matchers,
    /// Where phrases were looked for in the document already: every match of a check asks its exceptions of the same clause anew.
    asked: RefCell<HashMap<(Span, usize, usize), bool>>,
    scratch: RefCell<(Scratch, Vec<Found>)>,
}

pub(super) fn of(value: bool) -> Truth {
    if value { Truth::True } else { Truth::False }
}

pub(super) fn not(truth: Truth) -> Truth {
    match truth {
        Truth::True => Truth::False,
        Truth::False => Truth::True,
        Truth::Unknown => Truth::Unknown,
    }
}

/// As many of them or more. No further is asked than what settles it, which loses nothing: what is missing counts only where
/// the whole stays unknown, and then all were asked.
fn at_least(required: usize, mut all: impl ExactSizeIterator<Item = Truth>) -> Truth {
    let (mut yes, mut maybe) = (0, 0);
    loop {
        if yes >= required {
            return Truth::True;
        }
        if yes + maybe + all.len() < required {
            return Truth::False;
        }
        match all.next() {
            Some(Truth::True) => yes += 1,
            Some(Truth::Unknown) => maybe += 1,
            Some(Truth::False) => {}
            None => return Truth::Unknown,
        }
    }
}

impl<'c, 'a> Tester<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>, matchers: &'c Matchers) -> Tester<'c, 'a> {
        Tester { context, matchers, asked: RefCell::default(), scratch: RefCell::default() }
    }

    /// Whether a test holds at a place; what is missing is added where it is unknown.
    pub(super) fn truth(&self, test: &Test, spot: Option<&Spot<'_>>, missing: &mut BTreeSet<String>) -> Truth {
        let mut lacking = BTreeSet::new();
        let truth = self.kind(test, spot, &mut lacking);
        if truth == Truth::Unknown {
            missing.append(&mut lacking);
        }
        truth
    }

    fn kind(&self, test: &Test, spot: Option<&Spot<'_>>, missing: &mut BTreeSet<String>) -> Truth {
        match &test.kind {
            TestKind::All(tests) => self.several(tests, tests.len(), spot, missing),
            TestKind::Any(tests) => self.several(tests, 1, spot, missing),
            TestKind::AtLeast(count, tests) => self.several(tests, *count as usize, spot, missing),
            TestKind::Not(inner) => not(self.truth(inner, spot, missing)),
            TestKind::Except(base, exception) => {
                let base = self.truth(base, spot, missing);
                if base == Truth::False { base } else { at_least(2, [base, not(self.truth(exception, spot, missing))].into_iter()) }
            }
            TestKind::Contains(subject, _) => {
                of(self.context.ranges(*subject, spot).into_iter().any(|range| self.stands(test.span, range)))
            }
            TestKind::Cites(subject, cited) => classes::cites(self.context, &self.context.ranges(*subject, spot), cited),
            TestKind::Is(subject, list) => at_least(1, list.iter().map(|class| classes::is(self.context, *subject, *class, spot, missing))),
            TestKind::Material(_) => match self.context.submission.materials {
                None => {
                    missing.insert(MATERIALS.to_owned());
                    Truth::Unknown
                }
                Some(materials) => of(materials.iter().any(|m| {
                    let texts = [Some(m.name.as_str()), m.title.as_deref()];
                    texts.into_iter().flatten().any(|text| self.found(test.span, text, 0..text.len()))
                })),
            },
            TestKind::Numbering(what) => {
                let wrong = |n: super::context::Numbered| match what {
                    Numbering::Consecutive => !n.follows,
                    Numbering::NoRepeat => n.repeats,
                };
                match spot {
                    None => of(self.context.misnumbered(wrong).is_none()),
                    Some(spot) => of(!spot.unit.node.and_then(|n| self.context.numbered(n)).is_some_and(wrong)),
                }
            }
            TestKind::Fact(condition) => {
                let probe = Probe::new(self.context.model);
                // A figure that cannot be computed is as good as unknown.
                let truth = probe.truth(condition, &self.context.facts, None).unwrap_or(Truth::Unknown);
                if truth == Truth::Unknown {
                    let facts = probe.reads(condition).into_iter().filter(|f| *self.context.facts.get(*f) == Given::Unknown);
                    missing.extend(facts.map(|f| self.context.model[f].key.to_string()));
                }
                truth
            }
        }
    }

    fn several(&self, tests: &[Test], required: usize, spot: Option<&Spot<'_>>, missing: &mut BTreeSet<String>) -> Truth {
        at_least(required, tests.iter().map(|t| self.truth(t, spot, missing)))
    }

    /// Whether the phrases of the test at a place of the rules stand in a range of the document.
    fn stands(&self, test: Span, range: Range<usize>) -> bool {
        let key = (test, range.start, range.end);
        let known = self.asked.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let found = self.found(test, self.context.document.text(), range);
            self.asked.borrow_mut().insert(key, found);
            found
        })
    }

    /// Whether the phrases of the test at a place of the rules stand in a range of a text.
    fn found(&self, test: Span, text: &str, range: Range<usize>) -> bool {
        let Some(matcher) = self.matchers.get(&test) else { return false };
        let (scratch, found) = &mut *self.scratch.borrow_mut();
        found.clear();
        matcher.find_with(scratch, text, std::slice::from_ref(&range), found);
        !found.is_empty()
    }
}
