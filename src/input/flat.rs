//! Flat cases, one after the other, into one submission that is used again: what the rows of a table mostly are. What is nested or
//! wrong in any way is left to the binder, which says what is wrong with it.

use std::collections::HashMap;

use super::Value;
use super::bind::{BENCHMARK, Binder, CASE};
use super::bound::{Act, BoundSubmission, CaseFacts};
use super::read::read;
use crate::model::{BenchmarkId, FactId, Given, Model, ProposedPenalty};

/// Binds flat cases; for several threads, one each.
///
/// A case costs a look-up and a reading for each of its keys, and allocates little: a tenth of [`Binder::bind`] for half a dozen facts.
#[derive(Debug, Clone)]
pub struct FlatBinder<'m> {
    model: &'m Model,
    binder: &'m Binder,
    bound: BoundSubmission,
    /// The facts that the last case set.
    set: Vec<FactId>,
    /// Keys that were met; `None` is for the binder to judge.
    keys: HashMap<String, Option<Key>>,
}

/// What a key stands for.
#[derive(Debug, Clone)]
enum Key {
    Case,
    Benchmark,
    Facts(Vec<FactId>),
}

/// Keys are kept up to here; names that no rule knows need not be told apart twice.
const KEPT: usize = 4_096;

impl<'m> FlatBinder<'m> {
    pub(super) fn new(model: &'m Model, binder: &'m Binder) -> FlatBinder<'m> {
        let act = Act { benchmarks: Vec::new(), facts: CaseFacts::new(model) };
        let bound = BoundSubmission { case: None, acts: vec![act], proposed: None };
        FlatBinder { model, binder, bound, set: Vec::new(), keys: HashMap::new() }
    }

    /// Binds the keys of a case, each of which stands once, with a proposal that was read elsewhere; `otherwise` are the benchmarks of
    /// a case that names none. Nothing where the case is not flat, or where [`Binder::bind`] has a problem to tell.
    pub fn bind<'v>(
        &mut self,
        entries: impl IntoIterator<Item = (&'v str, &'v Value)>,
        otherwise: &[BenchmarkId],
        proposed: Option<ProposedPenalty>,
    ) -> Option<&BoundSubmission> {
        let FlatBinder { model, binder, bound, set, keys } = self;
        let act = bound.acts.first_mut()?;
        set.drain(..).for_each(|fact| act.facts.set(fact, Given::Unknown));
        act.benchmarks.clear();
        (bound.case, bound.proposed) = (None, proposed);
        let (mut numbered, mut named) = (false, false);
        for (name, value) in entries {
            if keys.len() < KEPT && !keys.contains_key(name) {
                keys.insert(name.to_owned(), Key::of(binder, name));
            }
            let own;
            let key = match keys.get(name) {
                Some(known) => known.as_ref()?,
                None => {
                    own = Key::of(binder, name)?;
                    &own
                }
            };
            match (key, value) {
                (Key::Case, _) if std::mem::replace(&mut numbered, true) => return None,
                (Key::Case, Value::Text(text)) => bound.case = Some(text.clone()),
                (Key::Case, Value::Number(number)) => bound.case = Some(number.as_str().to_owned()),
                (Key::Case, Value::Null) => {}
                (Key::Benchmark, _) if std::mem::replace(&mut named, true) => return None,
                (Key::Benchmark, Value::Text(name)) => act.benchmarks.extend_from_slice(binder.benchmark(name)?),
                (Key::Benchmark, Value::Null) => {}
                (Key::Facts(_) | Key::Case | Key::Benchmark, Value::Object(_))
                | (Key::Case | Key::Benchmark, Value::Boolean(_) | Value::List(_))
                | (Key::Benchmark, Value::Number(_)) => return None,
                (Key::Facts(ids), value) => {
                    for id in ids {
                        let given = read(model, &model[*id].field, value, "", &mut Vec::new())?;
                        act.facts.set(*id, given);
                        set.push(*id);
                    }
                }
            }
        }
        if !named {
            act.benchmarks.extend_from_slice(otherwise);
        }
        Some(bound)
    }
}

impl Key {
    fn of(binder: &Binder, name: &str) -> Option<Key> {
        if CASE.contains(&name) {
            return Some(Key::Case);
        }
        if BENCHMARK.contains(&name) {
            return Some(Key::Benchmark);
        }
        (!binder.reserved(name)).then(|| binder.fact(name)).flatten().map(|ids| Key::Facts(ids.to_vec()))
    }
}
