//! Cases that rules lack: one for each tier, each item of its lists, each circumstance, and one on either side of each bound, as the
//! evaluator decides them.

use std::collections::BTreeSet;

use super::axis::Kind;
use super::benchmark::{Lowered, Question};
use super::cube::Cube;
use super::examine::Examined;
use super::fingerprint;
use super::form::{Atom, date_of};
use super::natural;
use super::parts::part_of;
use super::proposed::{self, CaseRule, ProposedCase};
use super::space::Space;
use super::words;
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::{
    Benchmark, BenchmarkId, Case, Circumstance, CircumstanceId, Condition, ConditionKind, DefinitionValue, FactId, Given, Item, Model,
    TierTest, Type, Value,
};
use crate::report::Truth;

/// How many cases are proposed for one benchmark.
pub const CASE_LIMIT: usize = 200;

/// The cases that a benchmark lacks.
///
/// A tier that one of its cases reaches already, and a bound that one stands on, is not proposed again. Where the rules have a
/// gap or tiers in conflict no case is proposed, since there is nothing to expect.
#[must_use]
pub fn propose(model: &Model, id: BenchmarkId) -> Vec<ProposedCase> {
    let benchmark = &model[id];
    let mut space = Space::of(model, id);
    let lowered = Lowered::of(&mut space, benchmark);
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let mut proposer =
        Proposer { model, question: &question, reached: BTreeSet::new(), known: Vec::new(), stood: BTreeSet::new(), proposed: Vec::new() };
    proposer.read_cases();
    proposer.tiers();
    proposer.items(&lowered);
    proposer.bounds();
    proposer.proposed
}

/// A case for each circumstance (情节) that no case shows, under the first benchmark it bears on that has its facts.
#[must_use]
pub fn propose_circumstances(model: &Model) -> Vec<ProposedCase> {
    let mut proposed = Vec::new();
    for (at, circumstance) in (0u32..).zip(&model.circumstances) {
        let bears = |id: BenchmarkId| {
            let named = model.sets.iter().any(|set| set.benchmarks.contains(&id) && set.circumstances.contains(&CircumstanceId(at)));
            named && circumstance.only_for.as_ref().is_none_or(|only| only.contains(&id))
        };
        let holds = |facts: &CaseFacts| Probe::new(model).truth(&circumstance.condition, facts, None) == Ok(Truth::True);
        let shown = |case: &Case| case.benchmarks.iter().any(|id| bears(*id)) && holds(&given_by(model, case));
        if model.cases.iter().any(shown) {
            continue;
        }
        let mut read = Vec::new();
        fingerprint::facts_of(model, &circumstance.condition, &mut read);
        let fits = |id: &BenchmarkId| bears(*id) && read.iter().all(|fact| model[*id].facts.contains(fact));
        proposed.extend(model.benchmark_ids().filter(fits).find_map(|id| with_circumstance(model, id, circumstance, &proposed)));
    }
    proposed
}

/// A case of a benchmark in which a circumstance holds.
fn with_circumstance(model: &Model, id: BenchmarkId, circumstance: &Circumstance, proposed: &[ProposedCase]) -> Option<ProposedCase> {
    let benchmark = &model[id];
    let mut space = Space::of(model, id);
    let (lowered, holds) = (Lowered::of(&mut space, benchmark), space.lower(&circumstance.condition));
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let asked = |facts: &CaseFacts| match (Probe::new(model).truth(&circumstance.condition, facts, None), selected(model, id, facts)) {
        (Ok(Truth::True), Some(tiers)) if !tiers.is_empty() => Truth::True,
        _ => Truth::Unknown,
    };
    for tier in 0..question.tiers.len() {
        let cubes = question.settled(tier).and_then(|cubes| question.cubes.within(&holds, true, cubes).ok()).unwrap_or_default();
        for cube in &cubes {
            let Examined::Shown(witness) = question.examiner().examine(cube, &asked) else { continue };
            let given = if asked(&witness.facts) == Truth::True { &witness.facts } else { &witness.whole };
            return Some(ProposedCase {
                name: proposed::fresh(model, proposed, &format!("情节 {}", circumstance.name)),
                rule: CaseRule::Benchmark(benchmark.name.clone()),
                given: words::case(model, given),
                expected: named(benchmark, &selected(model, id, given)?),
                circumstance: Some(circumstance.name.clone()),
            });
        }
    }
    None
}

/// The facts that a case gives.
fn given_by(model: &Model, case: &Case) -> CaseFacts {
    let mut facts = CaseFacts::new(model);
    for (fact, given) in case.values.iter().flat_map(|v| &v.facts) {
        facts.set(*fact, given.clone());
    }
    facts
}

/// The tiers of a case, where they are settled.
fn selected(model: &Model, id: BenchmarkId, facts: &CaseFacts) -> Option<Vec<usize>> {
    match Probe::new(model).select(id, facts) {
        Ok(Selected::Tiers(tiers)) => Some(tiers),
        Ok(Selected::Conflict(_) | Selected::None | Selected::Open) | Err(_) => None,
    }
}

/// Tiers by name, each once, as `应为` writes them.
fn named(benchmark: &Benchmark, tiers: &[usize]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in tiers.iter().filter_map(|t| benchmark.tiers.get(*t)).map(|t| t.name.as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" 或者 ")
}

/// The numbered items of the lists in a condition, each with its siblings; definitions followed.
fn items<'m>(model: &'m Model, condition: &'m Condition, found: &mut Vec<(&'m Item, &'m [Item])>) {
    match &condition.kind {
        ConditionKind::Any(list) | ConditionKind::AtLeast(_, list) => {
            found.extend(list.iter().filter(|item| item.label.is_some()).map(|item| (item, list.as_slice())));
            list.iter().for_each(|item| items(model, &item.condition, found));
        }
        ConditionKind::All(list) => list.iter().for_each(|item| items(model, &item.condition, found)),
        ConditionKind::Except(base, _) => items(model, base, found),
        ConditionKind::Definition(id) => {
            if let DefinitionValue::Condition(inner) = &model[*id].value {
                items(model, inner, found);
            }
        }
        ConditionKind::Not(_)
        | ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Compare(..)
        | ConditionKind::Equals { .. }
        | ConditionKind::Member { .. }
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Contains(..)
        | ConditionKind::Imposes(_) => {}
    }
}

struct Proposer<'p, 'm> {
    model: &'m Model,
    question: &'p Question<'p, 'm>,
    /// Tiers that cases reach.
    reached: BTreeSet<usize>,
    /// The cases beside the rules, and those proposed.
    known: Vec<CaseFacts>,
    /// Facts and the figures that cases give them.
    stood: BTreeSet<(FactId, String)>,
    proposed: Vec<ProposedCase>,
}

impl Proposer<'_, '_> {
    /// What the cases that stand beside the rules reach.
    fn read_cases(&mut self) {
        for case in self.model.cases.iter().filter(|c| c.benchmarks.contains(&self.question.id)) {
            let facts = given_by(self.model, case);
            for (fact, given) in case.values.iter().flat_map(|v| &v.facts) {
                self.stood.insert((*fact, self.model.show_given(&self.model[*fact].field.ty, given)));
            }
            if let Some(tiers) = self.selected(&facts) {
                self.reached.extend(tiers);
                self.known.push(facts);
            }
        }
    }

    fn selected(&self, facts: &CaseFacts) -> Option<Vec<usize>> {
        selected(self.model, self.question.id, facts)
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

    /// Each numbered item of a tier's lists, alone among its siblings where that can be.
    fn items(&mut self, lowered: &Lowered) {
        for (tier, formula) in lowered.tiers.iter().enumerate() {
            let (Some(formula), Some(TierTest::When(condition))) = (formula, self.question.benchmark.tiers.get(tier).map(|t| &t.test))
            else {
                continue;
            };
            let mut found = Vec::new();
            items(self.model, condition, &mut found);
            for (item, siblings) in found {
                let shows = |this: &Self, facts: &CaseFacts| {
                    let holds = Probe::new(this.model).truth(&item.condition, facts, None) == Ok(Truth::True);
                    holds && this.selected(facts).is_some_and(|tiers| tiers.contains(&tier))
                };
                if self.proposed.len() >= CASE_LIMIT || self.known.iter().any(|facts| shows(self, facts)) {
                    continue;
                }
                let within = |part: &Item, wanted: bool, cubes: Vec<Cube>| {
                    let part = part_of(formula, part.condition.span)?;
                    self.question.cubes.within(part, wanted, cubes).ok()
                };
                let with = self.question.settled(tier).and_then(|cubes| within(item, true, cubes)).unwrap_or_default();
                let mut others = siblings.iter().filter(|other| other.condition.span != item.condition.span);
                let alone = others.try_fold(with.clone(), |cubes, other| within(other, false, cubes)).unwrap_or_default();
                let asked = |facts: &CaseFacts| if shows(self, facts) { Truth::True } else { Truth::Unknown };
                let shown = alone.iter().chain(&with).find_map(|cube| match self.question.examiner().examine(cube, &asked) {
                    Examined::Shown(witness) => Some(witness),
                    Examined::Impossible | Examined::Contradicted(_) | Examined::Unresolved => None,
                });
                if let Some(witness) = shown {
                    let label = item.label.as_deref().unwrap_or_default();
                    self.add(format!("{}第({label})项", self.question.tier_name(tier)), &witness.facts, &witness.whole);
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
        let expected = named(self.question.benchmark, &tiers);
        self.reached.extend(tiers);
        self.known.push(given.clone());
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
            expected,
            circumstance: None,
        });
    }
}
