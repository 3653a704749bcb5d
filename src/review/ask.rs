//! The checks asked of one document: matches and units, exceptions, and the words of each finding.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Reviewer;
use super::context::Spot;
use super::truth::Tester;
use super::units::UnitAt;
use crate::diagnostic::Span;
use crate::document::TextRange;
use crate::engine::place;
use crate::model::{Ask, Check, CheckId, Numbering, Subject, Test, TestKind, Unit};
use crate::report::{DocumentPlace, Looked, OpenPoint, Part, Review, ReviewFinding, Truth};

/// Asks the active checks.
pub(super) fn ask(reviewer: &Reviewer, tester: &Tester<'_, '_>, active: &BTreeSet<CheckId>, report: &mut Review) {
    let mut asking = Asking { reviewer, tester, report, open: BTreeMap::new() };
    asking.searches(active);
    for &id in active {
        match &reviewer.model[id].ask {
            Ask::Find(..) => {}
            Ask::Each { unit, when, require } => asking.each(id, *unit, when.as_ref(), require),
            Ask::Whole(require) => asking.whole(id, require),
        }
    }
    asking.close();
}

struct Asking<'r, 'c, 'a> {
    reviewer: &'r Reviewer,
    tester: &'c Tester<'c, 'a>,
    report: &'r mut Review,
    open: BTreeMap<CheckId, BTreeSet<String>>,
}

/// Units in lists of which none overlap, each with its place in the whole list: mostly one list.
fn apart(units: &[UnitAt]) -> Vec<Vec<(usize, &UnitAt)>> {
    let mut lists: Vec<(usize, Vec<(usize, &UnitAt)>)> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        match lists.iter_mut().find(|(end, _)| *end <= unit.range.start) {
            Some((end, list)) => {
                *end = unit.range.end;
                list.push((at, unit));
            }
            None => lists.push((unit.range.end, vec![(at, unit)])),
        }
    }
    lists.into_iter().map(|(_, list)| list).collect()
}

/// How the exceptions of a check came out.
struct Excepted {
    looked: Vec<Looked>,
    unless: Vec<String>,
}

impl Asking<'_, '_, '_> {
    /// All phrases of 查找, each kind of unit in one pass.
    fn searches(&mut self, active: &BTreeSet<CheckId>) {
        let context = self.tester.context;
        // By check, so that of overlapping matches one is kept.
        let mut by_check: BTreeMap<CheckId, Vec<(Range<usize>, usize, usize)>> = BTreeMap::new();
        for search in self.reviewer.compiled.searches.iter().filter(|s| s.patterns.iter().any(|(id, _)| active.contains(id))) {
            for units in apart(context.units.all(search.unit)) {
                let clauses: Vec<Range<usize>> = units.iter().map(|(_, u)| u.range.clone()).collect();
                let mut found = Vec::new();
                search.matcher.find(context.document.text(), &clauses, &mut found);
                for one in found {
                    let Some(&(id, phrase)) = search.patterns.get(one.pattern as usize) else { continue };
                    let Some((unit, _)) = units.get(one.clause as usize) else { continue };
                    if active.contains(&id) {
                        by_check.entry(id).or_default().push((one.start..one.end, *unit, phrase));
                    }
                }
            }
        }
        for (id, mut matches) in by_check {
            let check = &self.reviewer.model[id];
            let Ask::Find(search_unit, phrases) = &check.ask else { continue };
            matches.sort_by_key(|(range, clause, phrase)| (range.start, range.end, *clause, *phrase));
            let mut end = 0;
            // Of a search through the whole document the same words are one finding, at the first place.
            let mut said = BTreeSet::new();
            for (range, clause, phrase) in matches {
                let Some(unit) = context.units.all(*search_unit).get(clause) else { continue };
                if range.start < end {
                    continue;
                }
                let words = || context.slice(range.clone()).split_whitespace().collect::<String>();
                if *search_unit == Unit::Whole && said.contains(&words()) {
                    continue;
                }
                let spot = Spot { unit, at: range.clone() };
                let Some(excepted) = self.exceptions(check, Some(&spot)) else { continue };
                end = range.end;
                if *search_unit == Unit::Whole {
                    said.insert(words());
                }
                let span = phrases.get(phrase).map_or(check.span, |p| p.span);
                let found = self.looked(Part::Phrase, span, Truth::True);
                self.finding(check, range, Some(&spot), found, excepted);
            }
        }
    }

    fn each(&mut self, id: CheckId, unit: Unit, when: Option<&Test>, require: &Test) {
        let check = &self.reviewer.model[id];
        for at in self.tester.context.units.all(unit) {
            let spot = Spot { unit: at, at: at.range.clone() };
            let mut missing = BTreeSet::new();
            let concerned = when.map_or(Truth::True, |test| self.tester.truth(test, Some(&spot), &mut missing));
            if concerned == Truth::False {
                continue;
            }
            match (concerned, self.tester.truth(require, Some(&spot), &mut missing)) {
                (_, Truth::True) => {}
                (Truth::True, Truth::False) => {
                    let Some(excepted) = self.exceptions(check, Some(&spot)) else { continue };
                    let looked = self.looked(Part::Requirement, require.span, Truth::False);
                    let range = self.shown(unit, at);
                    self.finding(check, range, Some(&spot), looked, excepted);
                }
                (_, Truth::Unknown) | (Truth::Unknown, Truth::False) => {
                    if self.exceptions(check, Some(&spot)).is_some() {
                        self.open.entry(id).or_default().append(&mut missing);
                    }
                }
                (Truth::False, Truth::False) => {}
            }
        }
    }

    fn whole(&mut self, id: CheckId, require: &Test) {
        let check = &self.reviewer.model[id];
        let mut missing = BTreeSet::new();
        match self.tester.truth(require, None, &mut missing) {
            Truth::True => {}
            Truth::False => {
                let Some(excepted) = self.exceptions(check, None) else { return };
                let looked = self.looked(Part::Requirement, require.span, Truth::False);
                let range = self.misnumbered(require).unwrap_or_else(|| self.head());
                self.finding(check, range, None, looked, excepted);
            }
            Truth::Unknown => {
                if self.exceptions(check, None).is_some() {
                    self.open.entry(id).or_default().append(&mut missing);
                }
            }
        }
    }

    /// What is still open, one point a check.
    fn close(self) {
        for (id, missing) in self.open {
            let check = &self.reviewer.model[id];
            self.report.open.push(OpenPoint {
                code: check.code.clone(),
                title: check.title.clone(),
                missing: missing.into_iter().collect(),
                rule: place(&self.reviewer.model, check.name_span, &format!("检查 {}", check.code)),
            });
        }
    }

    /// The exceptions of a check at a place; nothing where one holds.
    fn exceptions(&self, check: &Check, spot: Option<&Spot<'_>>) -> Option<Excepted> {
        let mut excepted = Excepted { looked: Vec::new(), unless: Vec::new() };
        for test in &check.exceptions {
            let mut missing = BTreeSet::new();
            let outcome = self.tester.truth(test, spot, &mut missing);
            match outcome {
                Truth::True => return None,
                Truth::False => {}
                Truth::Unknown => excepted.unless.push(missing.into_iter().collect::<Vec<_>>().join("、")),
            }
            excepted.looked.push(self.looked(Part::Exception, test.span, outcome));
        }
        Some(excepted)
    }

    fn looked(&self, part: Part, span: Span, outcome: Truth) -> Looked {
        let sources = &self.reviewer.model.sources;
        let text = sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = sources.get(span.source).map_or(0, |s| s.line_column(span.start).line);
        Looked { part, text, outcome, line }
    }

    /// The place that stands for a unit: its first line.
    fn shown(&self, unit: Unit, at: &UnitAt) -> Range<usize> {
        match unit {
            Unit::Whole => self.head(),
            Unit::Citation | Unit::Definition | Unit::Sentence | Unit::Title => at.range.clone(),
            Unit::Chapter | Unit::Article | Unit::Paragraph | Unit::Item | Unit::Block | Unit::Attachment => {
                self.first_line(at.range.clone())
            }
        }
    }

    fn first_line(&self, range: Range<usize>) -> Range<usize> {
        let text = self.tester.context.slice(range.clone());
        let lead = text.len() - text.trim_start().len();
        let line = text.trim_start().lines().next().unwrap_or_default().trim_end();
        range.start + lead..range.start + lead + line.len()
    }

    /// The title, or the first line of a document without one.
    fn head(&self) -> Range<usize> {
        let context = self.tester.context;
        match context.ranges(Subject::Title, None).into_iter().next() {
            Some(title) => title,
            None => self.first_line(0..context.document.text().len()),
        }
    }

    /// Where the first wrong number stands, of a requirement that asks for numbers.
    fn misnumbered(&self, test: &Test) -> Option<Range<usize>> {
        let context = self.tester.context;
        match &test.kind {
            TestKind::Numbering(what) => {
                let node = context.misnumbered(|n| match what {
                    Numbering::Consecutive => !n.follows,
                    Numbering::NoRepeat => n.repeats,
                })?;
                Some(self.first_line(context.document.node(node)?.span.range()))
            }
            TestKind::All(tests) | TestKind::Any(tests) | TestKind::AtLeast(_, tests) => tests.iter().find_map(|t| self.misnumbered(t)),
            TestKind::Not(_)
            | TestKind::Except(..)
            | TestKind::Contains(..)
            | TestKind::Cites(..)
            | TestKind::Is(..)
            | TestKind::Material(_)
            | TestKind::Fact(_) => None,
        }
    }

    fn finding(&mut self, check: &Check, range: Range<usize>, spot: Option<&Spot<'_>>, looked: Looked, excepted: Excepted) {
        let found = self.place(range);
        let fill = |text: &str| self.fill(text, &found, spot);
        let (message, suggestion) = (fill(&check.message), check.suggestion.as_deref().map(fill));
        let mut trace = vec![looked];
        trace.extend(excepted.looked);
        self.report.findings.push(ReviewFinding {
            code: check.code.clone(),
            severity: check.severity,
            title: check.title.clone(),
            message,
            basis: check.basis.clone(),
            place: found,
            suggestion,
            advice: check.advice,
            rule: place(&self.reviewer.model, check.name_span, &format!("检查 {}", check.code)),
            trace,
            unless: excepted.unless,
        });
    }

    fn place(&self, range: Range<usize>) -> DocumentPlace {
        let document = self.tester.context.document;
        let range = TextRange::new(range.start, range.end);
        let at = document.position(range.start);
        let node = document.node_at(range.start).and_then(|id| document.node(id));
        DocumentPlace {
            path: node.map(|n| n.path.to_string()).filter(|p| !p.is_empty()).unwrap_or_else(|| "全文".to_owned()),
            line: at.line,
            column: at.column,
            start: range.start,
            end: range.end,
            quote: document.slice(range).to_owned(),
        }
    }

    /// A message with its placeholders filled in.
    fn fill(&self, text: &str, place: &DocumentPlace, spot: Option<&Spot<'_>>) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let context = self.tester.context;
        let quote: String = place.quote.split_whitespace().collect::<Vec<_>>().join("");
        let cited = || {
            let ranges = context.ranges(Subject::Paragraph, spot);
            let unit = spot.map(|s| s.unit.range.clone());
            let all = || context.citations.iter();
            let own = all().find(|c| unit.as_ref().is_some_and(|u| *u == c.place.range()));
            let found = own.or_else(|| all().find(|c| ranges.iter().any(|r| r.start <= c.place.from() && c.place.to() <= r.end)));
            found.map(|c| context.document.slice(c.place).to_owned()).unwrap_or_default()
        };
        text.replace("{位置}", &place.path)
            .replace("{标题}", context.document.title().unwrap_or_default())
            .replace("{引用}", &cited())
            .replace("{片段}", &quote)
    }
}
