//! Cases for the circumstances (情节) that no case shows.

use std::cell::RefCell;

use super::{given_by, named, selected};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::model::{BenchmarkId, Case, CircumstanceId, Expectation, Model};
use crate::prove::benchmark::{Lowered, Question};
use crate::prove::examine::Examined;
use crate::prove::proposed::{self, CaseRule, ProposedCase};
use crate::prove::space::Space;
use crate::prove::trials::Trials;
use crate::prove::{fingerprint, words};
use crate::report::Truth;

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
        proposed.extend(model.benchmark_ids().filter(fits).find_map(|id| with_circumstance(model, id, CircumstanceId(at), &proposed)));
    }
    proposed
}

/// A case of a benchmark in which a circumstance holds, and which passes beside its rules: also by the version in force on its days.
fn with_circumstance(model: &Model, id: BenchmarkId, at: CircumstanceId, proposed: &[ProposedCase]) -> Option<ProposedCase> {
    let (benchmark, circumstance) = (&model[id], &model[at]);
    let mut space = Space::of(model, id);
    let (lowered, holds) = (Lowered::of(&mut space, benchmark), space.lower(&circumstance.condition));
    space.freeze();
    let question = Question::new(&space, id, &lowered);
    let trials = RefCell::new(Trials::of_none(model));
    let asked = |facts: &CaseFacts| match selected(model, id, facts) {
        Some(tiers) if !tiers.is_empty() => {
            let expected = vec![Expectation::Tiers(named(benchmark, &tiers)), Expectation::Circumstance(at, true)];
            let case = proposed::case(model, benchmark.set, facts, expected, benchmark.name_span);
            let passes = trials.borrow_mut().passes(Case { benchmarks: vec![id], ..case });
            if passes { Truth::True } else { Truth::Unknown }
        }
        Some(_) | None => Truth::Unknown,
    };
    for tier in 0..question.tiers.len() {
        let cubes = question.settled(tier).and_then(|cubes| question.cubes.within(&holds, true, cubes).ok()).unwrap_or_default();
        for cube in &cubes {
            let Examined::Shown(witness) = question.examiner().examine(cube, &asked) else { continue };
            let given = if asked(&witness.facts) == Truth::True { &witness.facts } else { &witness.whole };
            return Some(ProposedCase {
                name: proposed::fresh(model, proposed, &format!("情节 {}", circumstance.name)),
                rule: CaseRule::Benchmark(benchmark.name.clone()),
                given: words::given(model, given),
                expected: named(benchmark, &selected(model, id, given)?),
                circumstance: Some(circumstance.name.clone()),
            });
        }
    }
    None
}
