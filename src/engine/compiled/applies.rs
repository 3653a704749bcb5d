//! Which benchmarks may apply to a case, by the value of a fact that their 适用 conditions ask and not by trying each.
//!
//! It looks at one telling part of a condition alone. Where that part is the whole condition its truth is known with it; of any other
//! the index only rules out, and what it names is asked still.

use std::collections::HashSet;
use std::sync::Arc;

use super::coding::{ABSENT, Coding, UNKNOWN};
use super::kleene::Kleene;
use super::lower::{Lower, Part};
use super::term::{Source, Test};
use crate::input::CaseFacts;
use crate::model::{BenchmarkId, FactId, Given, Model};
use crate::report::Truth;

/// The index.
#[derive(Debug)]
pub(in crate::engine) struct Applicable {
    /// What no value of a single fact rules out.
    always: Vec<Candidate>,
    told: Vec<Told>,
}

/// A fact, and by each code of its values the benchmarks that it does not rule out.
#[derive(Debug)]
struct Told {
    fact: FactId,
    coding: Coding,
    by_code: Vec<Vec<Candidate>>,
}

/// A benchmark that is not ruled out, and whether it applies, where that is known.
pub(in crate::engine) type Candidate = (BenchmarkId, Option<Truth>);

/// A part that holds for more codes than this tells too little to be worth its room.
const WIDEST: usize = 1024;

impl Applicable {
    pub(in crate::engine) fn new(model: &Model) -> Applicable {
        let mut seen = HashSet::new();
        // Versions of one rule set hold the same benchmark; the first stands for all.
        let benchmarks: Vec<_> = (0..model.benchmarks.len() as u32)
            .map(BenchmarkId)
            .filter_map(|id| Some((id, model[id].applies.as_ref()?)))
            .filter(|(id, _)| seen.insert((&model[model[*id].set].name, &model[*id].name)))
            .collect();
        let mut lower = Lower::new(model);
        for (_, condition) in &benchmarks {
            lower.conjuncts(condition, &mut Vec::new());
        }
        let codings = lower.fix();
        let mut slots: Vec<Option<Told>> = lower
            .slots
            .iter()
            .zip(codings)
            .map(|(slot, coding)| match &slot.source {
                Source::Fact(fact) => Some(Told { fact: *fact, by_code: vec![Vec::new(); coding.codes() as usize], coding }),
                Source::Term(_) => None,
            })
            .collect();
        let mut always = Vec::new();
        for (id, condition) in benchmarks {
            let mut parts = Vec::new();
            lower.conjuncts(condition, &mut parts);
            match telling(&parts, &slots) {
                Some((slot, truths)) => {
                    let Some(Some(told)) = slots.get_mut(slot) else { continue };
                    for (truth, list) in truths.iter().zip(&mut told.by_code).filter(|(truth, _)| **truth != Kleene::False) {
                        list.push((id, (parts.len() == 1).then_some((*truth).into())));
                    }
                }
                None => always.push((id, None)),
            }
        }
        let used = |told: &Told| told.by_code.iter().any(|list| !list.is_empty());
        Applicable { always, told: slots.into_iter().flatten().filter(used).collect() }
    }

    /// The benchmarks that the facts do not rule out, ascending.
    pub(in crate::engine) fn of(&self, facts: &CaseFacts) -> Vec<Candidate> {
        let mut found = self.always.clone();
        for Told { fact, coding, by_code } in &self.told {
            let code = match facts.get(*fact) {
                Given::Known(value) => coding.of(value),
                Given::Absent => ABSENT,
                Given::Unknown => UNKNOWN,
            };
            found.extend(by_code.get(code as usize).into_iter().flatten());
        }
        found.sort_unstable_by_key(|(id, _)| *id);
        found
    }
}

/// The part that the fewest values of its fact fulfil. None where a part is computed: that may fail, and the case with it.
fn telling<'p>(parts: &'p [Part], slots: &[Option<Told>]) -> Option<(usize, &'p Arc<[Kleene]>)> {
    let mut best: Option<(usize, usize, &Arc<[Kleene]>)> = None;
    for part in parts {
        let (slot, truths) = match &part.test {
            Test::Constant(_) => continue,
            Test::Table(slot, truths) => (*slot as usize, truths),
            _ => return None,
        };
        slots.get(slot)?.as_ref()?;
        let fits = truths.iter().filter(|truth| **truth == Kleene::True).count();
        if best.is_none_or(|(least, _, other)| fits * other.len() < least * truths.len()) {
            best = Some((fits, slot, truths));
        }
    }
    best.filter(|(fits, ..)| *fits <= WIDEST).map(|(_, slot, truths)| (slot, truths))
}
