//! Whether a change to a tier's condition gives some case another outcome, with a case that shows it.
//!
//! The cases that the tier loses and those that it gains are parted by which other tiers hold of them: in each part the hit
//! policy picks once before the change and once after it.

use super::benchmark::{Lowered, Question};
use super::cube::{Cube, absorb};
use super::dnf::CUBE_LIMIT;
use super::examine::{Examined, Witness};
use super::space::{Formula, Space};
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, Condition, Model, Property, TierTest};
use crate::report::Truth;

/// What a change comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unlike {
    /// Every case comes out as before; proved.
    Same,
    /// What comes out otherwise are cases that no 用例 can state: in a gap, or in a conflict that is no fault of the published table.
    Unstated,
    /// A case that comes out otherwise was taken.
    Shown,
    /// Neither was proved, or no such case was taken.
    Open,
}

/// Cases that the tier loses or gains, in which the same other tiers hold.
struct Part {
    /// Whether the tier holds of them before the change.
    had: bool,
    others: Vec<usize>,
    cubes: Vec<Cube>,
}

/// Asks what a benchmark gives when the condition of one tier is another; cases that come out otherwise are offered until one is taken.
pub(super) fn unlike(model: &Model, id: BenchmarkId, tier: usize, changed: &Condition, take: &mut dyn FnMut(&Witness) -> bool) -> Unlike {
    let mut space = Space::of(model, id);
    let lowered = Lowered::of(&mut space, &model[id]);
    let after = space.lower(changed);
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let Some(Some(before)) = lowered.tiers.get(tier) else { return Unlike::Open };
    let change = Change { question: &question, tier, changed };
    match change.parts(before, &after) {
        Some(parts) => change.offer(&parts, take),
        None => Unlike::Open,
    }
}

struct Change<'c, 'q, 'm> {
    question: &'c Question<'q, 'm>,
    tier: usize,
    changed: &'c Condition,
}

impl Change<'_, '_, '_> {
    /// The cases of which the tier holds before the change or after it, but not both; `None` when they come to too many cubes.
    fn parts(&self, before: &Formula, after: &Formula) -> Option<Vec<Part>> {
        let (question, cubes) = (self.question, &self.question.cubes);
        let lost = cubes.within(after, false, question.tiers.get(self.tier)?.clone()?).ok()?;
        let gained = cubes.within(before, false, cubes.within(after, true, question.base.clone()).ok()?).ok()?;
        let mut parts = Vec::new();
        for (had, cubes) in [(true, lost), (false, gained)] {
            if !cubes.is_empty() {
                parts.push(Part { had, others: Vec::new(), cubes });
            }
        }
        for (other, tier) in question.benchmark.tiers.iter().enumerate() {
            if other == self.tier || matches!(tier.test, TierTest::Otherwise(_)) {
                continue;
            }
            let own = question.tiers.get(other)?.as_ref()?;
            let mut next = Vec::new();
            for part in parts {
                let meet = |cube: &Cube| own.iter().filter_map(|o| question.layout().intersect(cube, o)).collect::<Vec<_>>();
                let mut both: Vec<Cube> = part.cubes.iter().flat_map(meet).collect();
                if both.is_empty() {
                    next.push(part);
                    continue;
                }
                absorb(&mut both);
                let rest = question.without(part.cubes, &[Some(both.clone())])?;
                let others = part.others.iter().copied().chain([other]).collect();
                next.push(Part { had: part.had, others, cubes: both });
                if !rest.is_empty() {
                    next.push(Part { cubes: rest, ..part });
                }
            }
            if next.iter().map(|part| part.cubes.len()).sum::<usize>() > CUBE_LIMIT {
                return None;
            }
            parts = next;
        }
        Some(parts)
    }

    fn offer(&self, parts: &[Part], take: &mut dyn FnMut(&Witness) -> bool) -> Unlike {
        let (mut unstated, mut open) = (false, false);
        for part in parts {
            let (before, after) = (self.picked(part, part.had), self.picked(part, !part.had));
            if before == after {
                continue;
            }
            let stated = is_stated(self.question.benchmark, &before);
            for cube in &part.cubes {
                match self.question.examiner().examine(cube, &|facts| self.changes(facts, &before)) {
                    Examined::Impossible => {}
                    // Whether there is such a case or not, none can be stated.
                    _ if !stated => unstated = true,
                    Examined::Shown(witness) if take(&witness) => return Unlike::Shown,
                    Examined::Shown(_) | Examined::Contradicted(_) | Examined::Unresolved => open = true,
                }
            }
        }
        match (open, unstated) {
            (true, _) => Unlike::Open,
            (false, true) => Unlike::Unstated,
            (false, false) => Unlike::Same,
        }
    }

    /// What the hit policy picks for the cases of a part.
    fn picked(&self, part: &Part, has: bool) -> Selected {
        let benchmark = self.question.benchmark;
        let written = |at: usize| if at == self.tier { has } else { part.others.contains(&at) };
        let none = !has && part.others.is_empty();
        let held = (0..).zip(&benchmark.tiers).map(|(at, tier)| match tier.test {
            TierTest::When(_) => Truth::of(written(at)),
            TierTest::Otherwise(_) => Truth::of(none),
        });
        let held: Vec<Truth> = held.collect();
        Selected::among(benchmark.hit, &held)
    }

    /// Whether the evaluator picks this for a case, and finds that the change makes the other of the tier.
    fn changes(&self, facts: &CaseFacts, before: &Selected) -> Truth {
        let Some(TierTest::When(condition)) = self.question.benchmark.tiers.get(self.tier).map(|tier| &tier.test) else {
            return Truth::Unknown;
        };
        let probe = Probe::new(self.question.model);
        match (probe.truth(condition, facts, None), probe.truth(self.changed, facts, None)) {
            (Ok(Truth::True), Ok(Truth::False)) | (Ok(Truth::False), Ok(Truth::True)) => {}
            _ => return Truth::Unknown,
        }
        match self.question.selected(facts, |selected| selected == before) {
            Truth::True => Truth::True,
            Truth::False | Truth::Unknown => Truth::Unknown,
        }
    }
}

/// Whether a 用例 can state what comes out: tiers, or such as conflict as published.
pub(super) fn is_stated(benchmark: &Benchmark, selected: &Selected) -> bool {
    match selected {
        Selected::Tiers(tiers) => !tiers.is_empty(),
        Selected::Conflict(_) => benchmark.is_published(Property::Disjoint),
        Selected::None | Selected::Open => false,
    }
}
