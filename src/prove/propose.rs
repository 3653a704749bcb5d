//! Cases that a benchmark lacks: one for each tier, and one on either side of each bound, as the evaluator decides them.

use std::collections::BTreeSet;

use super::axis::Kind;
use super::benchmark::{Lowered, Question};
use super::cube::Cube;
use super::examine::Examined;
use super::form::{Atom, date_of};
use super::natural;
use super::proposed::{self, CaseRule, ProposedCase};
use super::space::Space;
use super::words;
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::{BenchmarkId, FactId, Given, Model, Type, Value};
use crate::report::Truth;

/// How many cases are proposed for one benchmark.
pub const CASE_LIMIT: usize = 200;

/// The cases that a benchmark lacks.
///
/// A tier that one of its cases reaches already, and a bound that one stands on, is not proposed again. Where the rules have a
/// gap no case is proposed, since there is nothing to expect.
#[must_use]
pub fn propose(model: &Model, id: BenchmarkId) -> Vec<ProposedCase> {
    let benchmark = &model[id];
    let mut space = Space::of(model, id);
    let lowered = Lowered::of(&mut space, benchmark);
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let mut proposer = Proposer { model, question: &question, reached: BTreeSet::new(), stood: BTreeSet::new(), proposed: Vec::new() };
    proposer.read_cases();
    proposer.tiers();
    proposer.bounds();
    proposer.proposed
}

struct Proposer<'p, 'm> {
    model: &'m Model,
    question: &'p Question<'p, 'm>,
    /// Tiers that cases reach.
    reached: BTreeSet<usize>,
    /// Facts and the figures that cases give them.
    stood: BTreeSet<(FactId, String)>,
    proposed: Vec<ProposedCase>,
}

impl Proposer<'_, '_> {
    /// What the cases that stand beside the rules reach.
    fn read_cases(&mut self) {
        for case in self.model.cases.iter().filter(|c| c.benchmarks.contains(&self.question.id)) {
            let mut facts = CaseFacts::new(self.model);
            for (fact, given) in case.values.iter().flat_map(|v| &v.facts) {
                facts.set(*fact, given.clone());
                self.stood.insert((*fact, self.model.show_given(&self.model[*fact].field.ty, given)));
            }
            if let Some(tiers) = self.selected(&facts) {
                self.reached.extend(tiers);
            }
        }
    }

    fn selected(&self, facts: &CaseFacts) -> Option<Vec<usize>> {
        match Probe::new(self.model).select(self.question.id, facts) {
            Ok(Selected::Tiers(tiers) | Selected::Conflict(tiers)) => Some(tiers),
            Ok(Selected::None | Selected::Open) | Err(_) => None,
        }
    }

    fn tiers(&mut self) {
        for tier in 0..self.question.tiers.len() {
            if self.reached.contains(&tier) {
                continue;
            }
            let cubes = self.question.tiers.get(tier).cloned().flatten().unwrap_or_default();
            for cube in &cubes {
                let asked = |facts: &CaseFacts| match self.selected(facts) {
                    Some(tiers) if tiers.contains(&tier) => Truth::True,
                    _ => Truth::Unknown,
                };
                if let Examined::Shown(witness) = self.question.examiner().examine(cube, &asked) {
                    self.add(self.question.tier_name(tier), &witness.facts, &witness.whole);
                    break;
                }
            }
        }
    }

    /// Both sides of every bound of a single fact.
    fn bounds(&mut self) {
        let space = self.question.space;
        for (axis, shape) in space.axes.iter().enumerate() {
            let Kind::Line(line) = &shape.kind else { continue };
            let [(Atom::Fact(fact), _)] = line.terms.as_slice() else { continue };
            let fact = *fact;
            for cell in 0..shape.values() {
                let (start, end) = line.hull(&(cell..cell + 1));
                let figures = natural::figures_of(&self.model[fact].field.ty, start, end, line.step);
                let last = end.filter(|e| !e.after).zip(line.step).and_then(|(e, step)| e.at.checked_sub(step));
                // The first figure of a cell, and the last before the next: the two sides of its bounds.
                for figure in figures.first().copied().into_iter().chain(last.filter(|_| line.end != end)) {
                    self.bound(axis, cell, fact, figure);
                }
            }
        }
    }

    fn bound(&mut self, axis: usize, cell: usize, fact: FactId, figure: Exact) {
        let ty = &self.model[fact].field.ty;
        let value = match ty {
            Type::Date => date_of(figure).map(Value::Date),
            _ => Some(Value::Number(figure)),
        };
        let Some(given) = value.map(Given::Known) else { return };
        let shown = self.model.show_given(ty, &given);
        if self.proposed.len() >= CASE_LIMIT || self.stood.contains(&(fact, shown.clone())) {
            return;
        }
        let layout = self.question.layout();
        let Some(only) = layout.only(axis, [cell]) else { return };
        let regions: Vec<Cube> = self.question.tiers.iter().flatten().flatten().filter_map(|cube| layout.intersect(cube, &only)).collect();
        for region in regions {
            let set = |facts: &CaseFacts| {
                let mut facts = facts.clone();
                facts.set(fact, given.clone());
                facts
            };
            let asked = |facts: &CaseFacts| if self.selected(&set(facts)).is_some() { Truth::True } else { Truth::Unknown };
            if let Examined::Shown(witness) = self.question.examiner().examine(&region, &asked) {
                let name = format!("{} {shown}", self.model[fact].key);
                self.add(name, &set(&witness.facts), &set(&witness.whole));
                return;
            }
        }
    }

    /// Proposes a case: of the facts that matter where the evaluator can decide by them, else of all.
    fn add(&mut self, what: String, facts: &CaseFacts, whole: &CaseFacts) {
        let Some(tiers) = self.selected(whole) else { return };
        let given = if self.selected(facts).as_ref() == Some(&tiers) { facts } else { whole };
        let mut names: Vec<String> = Vec::new();
        for name in tiers.iter().filter_map(|t| self.question.benchmark.tiers.get(*t)).map(|t| t.name.clone()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.reached.extend(tiers);
        for fact in &self.question.benchmark.facts {
            if *given.get(*fact) != Given::Unknown {
                self.stood.insert((*fact, self.model.show_given(&self.model[*fact].field.ty, given.get(*fact))));
            }
        }
        let benchmark = &self.question.benchmark.name;
        self.proposed.push(ProposedCase {
            name: proposed::fresh(self.model, &self.proposed, &format!("{benchmark} {what}")),
            rule: CaseRule::Benchmark(benchmark.clone()),
            given: words::case(self.model, given),
            expected: names.join(" 或者 "),
        });
    }
}
