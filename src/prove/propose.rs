//! Cases that rules lack: one for each tier, each item of its lists, each circumstance, one on either side of each bound, and one for
//! each change of the rules that none of these notices; as the evaluator decides them.

mod bounds;
mod circumstances;
mod procedures;
mod unnoticed;

use std::collections::BTreeSet;

use super::benchmark::{Lowered, Question};
use super::cube::Cube;
use super::examine::Examined;
use super::parts::part_of;
use super::proposed::{self, CaseRule, Proposed, ProposedCase};
use super::space::Space;
use super::trials::Trials;
use super::unlike::is_stated;
use super::words;
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, Case, Condition, ConditionKind, DefinitionValue, Expectation, Item, Model, TierTest};
use crate::report::Truth;
pub use circumstances::propose_circumstances;
pub use procedures::propose_procedures;
pub use unnoticed::ASKED_LIMIT;
pub(super) use unnoticed::{shortened, told};

/// How many cases are proposed for one benchmark.
pub const CASE_LIMIT: usize = 200;

/// The cases that a benchmark lacks.
///
/// A tier that one of its cases reaches already, and a bound with cases on both sides, is not proposed again. With the proposed cases
/// beside it no change that [`mutate`](super::mutate()) makes goes unnoticed, but for those that are counted. Where the rules have a gap
/// or tiers in conflict no case is proposed, since there is nothing to expect; of a conflict that the published table has (原表如此)
/// its tiers are.
#[must_use]
pub fn propose(model: &Model, id: BenchmarkId) -> Proposed {
    let benchmark = &model[id];
    let mut space = Space::of(model, id);
    let lowered = Lowered::of(&mut space, benchmark);
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let mut trials = Trials::of_benchmark(model, id);
    trials.keep_passing();
    let mut proposer = Proposer { model, question: &question, trials, reached: BTreeSet::new(), known: Vec::new(), proposed: Vec::new() };
    proposer.read_cases();
    proposer.tiers();
    proposer.items(&lowered);
    proposer.bounds();
    let unnoticed = proposer.changes();
    let cut = proposer.proposed.len() >= CASE_LIMIT;
    Proposed { cases: proposer.proposed, unnoticed, cut }
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

/// Tiers by name, each once.
fn named(benchmark: &Benchmark, tiers: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tier in tiers.iter().filter_map(|t| benchmark.tiers.get(*t)) {
        if !names.contains(&tier.name) {
            names.push(tier.name.clone());
        }
    }
    names
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
    /// The cases beside the rules that pass, and those proposed.
    trials: Trials,
    /// Tiers that cases reach.
    reached: BTreeSet<usize>,
    /// The cases beside the rules with an outcome, and those proposed.
    known: Vec<CaseFacts>,
    proposed: Vec<ProposedCase>,
}

impl Proposer<'_, '_> {
    /// What the cases that stand beside the rules reach.
    fn read_cases(&mut self) {
        for case in self.model.cases.iter().filter(|c| c.benchmarks.contains(&self.question.id)) {
            let facts = given_by(self.model, case);
            if self.stated(&facts).is_some() {
                self.reached.extend(self.selected(&facts).into_iter().flatten());
                self.known.push(facts);
            }
        }
    }

    fn selected(&self, facts: &CaseFacts) -> Option<Vec<usize>> {
        selected(self.model, self.question.id, facts)
    }

    /// The tiers that a case can state: where they are settled, or conflict as published.
    fn stated(&self, facts: &CaseFacts) -> Option<Vec<usize>> {
        let selected = Probe::new(self.model).select(self.question.id, facts).ok()?;
        match (is_stated(self.question.benchmark, &selected), selected) {
            (true, Selected::Tiers(tiers) | Selected::Conflict(tiers)) => Some(tiers),
            (_, Selected::Tiers(_) | Selected::Conflict(_) | Selected::None | Selected::Open) => None,
        }
    }

    fn tiers(&mut self) {
        for tier in 0..self.question.tiers.len() {
            if self.proposed.len() >= CASE_LIMIT || self.reached.contains(&tier) {
                continue;
            }
            let cubes = self.question.tiers.get(tier).cloned().flatten().unwrap_or_default();
            for cube in &cubes {
                let asked = |facts: &CaseFacts| match self.selected(facts) {
                    Some(tiers) if tiers.contains(&tier) => Truth::True,
                    _ => Truth::Unknown,
                };
                if let Examined::Shown(witness) = self.question.examiner().examine(cube, &asked)
                    && self.add(self.question.tier_name(tier), &witness.facts, &witness.whole)
                {
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

    /// Proposes a case: of the facts that matter where the evaluator can decide by them, else of all. Says whether it passes.
    fn add(&mut self, what: String, facts: &CaseFacts, whole: &CaseFacts) -> bool {
        let Some(tiers) = self.stated(whole) else { return false };
        let given = if self.stated(facts).as_ref() == Some(&tiers) { facts } else { whole };
        let passes = self.trials.add(self.case(given, &tiers));
        if passes {
            self.push(&what, given, &tiers);
        }
        passes
    }

    /// Writes down a case that the trials have.
    fn push(&mut self, what: &str, given: &CaseFacts, tiers: &[usize]) {
        self.reached.extend(tiers);
        self.known.push(given.clone());
        let benchmark = &self.question.benchmark.name;
        self.proposed.push(ProposedCase {
            name: proposed::fresh(self.model, &self.proposed, &format!("{benchmark} {what}")),
            rule: CaseRule::Benchmark(benchmark.clone()),
            given: words::given(self.model, given),
            expected: named(self.question.benchmark, tiers),
            circumstance: None,
        });
    }

    /// A case as the model has it, that expects these tiers.
    fn case(&self, facts: &CaseFacts, tiers: &[usize]) -> Case {
        let benchmark = self.question.benchmark;
        let names = tiers.iter().filter_map(|at| benchmark.tiers.get(*at)).map(|tier| tier.name.clone()).collect();
        let case = proposed::case(self.model, benchmark.set, facts, vec![Expectation::Tiers(names)], benchmark.name_span);
        Case { benchmarks: vec![self.question.id], ..case }
    }
}
