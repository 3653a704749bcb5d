//! A value to a submission: the keys of a case, its acts and their facts. It knows nothing of how an act is decided.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::model::{BenchmarkId, FactId, Given, Model};

use super::Value;
use super::bound::{Act, BoundSubmission, CaseFacts};
use super::expected::{Expected, Found};
use super::flat::FlatBinder;
use super::names::{self, Names, Place, child};
use super::near::near;
use super::problem::{InputProblem, Mistake};
use super::proposed;
use super::read::read;

/// The keys of a case, each with its English alias.
pub(super) const CASE: [&str; 2] = ["案号", "case"];
pub(super) const BENCHMARK: [&str; 3] = ["基准", "benchmark", "benchmarks"];
const FACTS: [&str; 2] = ["要素", "facts"];
const ACTS: [&str; 2] = ["行为", "acts"];
const PROPOSED: [&str; 2] = ["拟处罚", "proposed"];

/// What to do where a named benchmark has facts that are not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// They are unknown; the report tells which matter.
    #[default]
    Unknown,
    /// Each is a problem.
    Problem,
}

/// The names of a model, gathered once and used for every case.
#[derive(Debug, Clone)]
pub struct Binder {
    facts: Names<Vec<FactId>>,
    derived: HashSet<String>,
    benchmarks: HashMap<String, Vec<BenchmarkId>>,
}

/// Binds one case; for many, keep a [`Binder`].
///
/// # Errors
/// Every mistake of the case, in order of place.
pub fn bind(model: &Model, value: &Value) -> Result<BoundSubmission, Vec<InputProblem>> {
    Binder::new(model).bind(model, value, Missing::Unknown)
}

impl Binder {
    /// The names of `model`.
    #[must_use]
    pub fn new(model: &Model) -> Binder {
        let mut benchmarks: HashMap<String, Vec<BenchmarkId>> = HashMap::new();
        for (at, benchmark) in model.benchmarks.iter().enumerate() {
            if let Ok(at) = u32::try_from(at) {
                // Versions of a rule set share their benchmarks' names; which governs is the engine's to say.
                benchmarks.entry(benchmark.name.clone()).or_default().push(BenchmarkId(at));
                let qualified = format!("{}/{}", model[benchmark.set].name, benchmark.name);
                benchmarks.entry(qualified).or_default().push(BenchmarkId(at));
            }
        }
        let derived = model.definitions.iter().map(|definition| definition.name.clone()).collect();
        Binder { facts: names::facts(model), derived, benchmarks }
    }

    /// A binder of flat cases, as the rows of a table are, to `model`, which must be the one this binder was made for.
    ///
    /// ```
    /// use zhunsheng::RuleSet;
    /// use zhunsheng::input::{Binder, Missing, Value};
    /// let rules = RuleSet::from_sources([("例.zs", "
    ///     规则集 例 { 版本 “1” 施行 2026年1月1日 }
    ///     要素 案情 { 违法所得: 金额 0元以上 }
    ///     基准 甲 {
    ///         要素 案情
    ///         依据 《某法》第一条
    ///         阶次 一般 { 当 违法所得 超过0元 处 警告 }
    ///     }
    /// ")]).unwrap();
    /// let binder = Binder::new(rules.model());
    /// let mut flat = binder.flat(rules.model());
    /// let [gains, wrong] = [Value::from("5000元"), Value::from("很多")];
    /// let bound = flat.bind([("违法所得", &gains)], &[], None).unwrap();
    /// assert_eq!(*bound, binder.bind(rules.model(), &[("违法所得", gains.clone())].into_iter().collect(), Missing::Unknown).unwrap());
    /// assert!(flat.bind([("违法所得", &wrong)], &[], None).is_none());
    /// ```
    #[must_use]
    pub fn flat<'m>(&'m self, model: &'m Model) -> FlatBinder<'m> {
        FlatBinder::new(model, self)
    }

    /// The benchmarks of a name, one for each version.
    pub(super) fn benchmark(&self, name: &str) -> Option<&[BenchmarkId]> {
        self.benchmarks.get(name.trim()).map(Vec::as_slice)
    }

    /// The facts of a key.
    pub(super) fn fact(&self, key: &str) -> Option<&[FactId]> {
        self.facts.leaf_of(key).map(Vec::as_slice)
    }

    /// Whether a key is the case's own and no fact's.
    pub(super) fn reserved(&self, key: &str) -> bool {
        [CASE.as_slice(), &BENCHMARK, &FACTS, &ACTS, &PROPOSED].iter().any(|keys| belongs(key, &[keys]))
    }

    /// Binds a case to `model`, which must be the one this binder was made for.
    ///
    /// # Errors
    /// Every mistake of the case.
    pub fn bind(&self, model: &Model, value: &Value, missing: Missing) -> Result<BoundSubmission, Vec<InputProblem>> {
        let mut binding = Binding { binder: self, model, missing, problems: Vec::new() };
        let bound = binding.submission(value);
        match bound {
            Some(bound) if binding.problems.is_empty() => Ok(bound),
            _ => Err(binding.problems),
        }
    }
}

struct Binding<'b> {
    binder: &'b Binder,
    model: &'b Model,
    missing: Missing,
    problems: Vec<InputProblem>,
}

/// The keys of an object, each taken once by its name or an alias.
struct Keys<'v> {
    object: &'v IndexMap<String, Value>,
    pointer: &'v str,
}

impl<'v> Keys<'v> {
    fn take(&self, names: &[&str], problems: &mut Vec<InputProblem>) -> Option<(&'v str, &'v Value)> {
        let mut found = names.iter().filter_map(|name| self.object.get_key_value(*name));
        let (name, value) = found.next()?;
        if let Some((other, _)) = found.next() {
            problems.push(InputProblem::new(child(self.pointer, other), Mistake::Conflict { one: name.clone(), other: other.clone() }));
        }
        Some((name, value))
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.object.contains_key(*name))
    }
}

impl Binding<'_> {
    fn problem(&mut self, pointer: impl Into<String>, mistake: Mistake) {
        self.problems.push(InputProblem::new(pointer, mistake));
    }

    fn submission(&mut self, value: &Value) -> Option<BoundSubmission> {
        let Value::Object(object) = value else {
            self.problem("", Mistake::WrongType { found: Found::of(value), expected: Expected::Facts });
            return None;
        };
        let keys = Keys { object, pointer: "" };
        let case = match keys.take(&CASE, &mut self.problems) {
            Some((_, Value::Text(text))) => Some(text.clone()),
            Some((_, Value::Number(number))) => Some(number.as_str().to_owned()),
            None | Some((_, Value::Null)) => None,
            Some((name, value)) => {
                self.problem(child("", name), Mistake::WrongType { found: Found::of(value), expected: Expected::Text });
                None
            }
        };
        let proposed = proposed::read(self.model, object, &PROPOSED, &mut self.problems);
        let acts = match keys.take(&ACTS, &mut self.problems) {
            Some((name, value)) => {
                for other in FACTS.iter().chain(&BENCHMARK).filter(|other| object.contains_key(**other)) {
                    let mistake = Mistake::Conflict { one: name.to_owned(), other: (*other).to_owned() };
                    self.problem(child("", other), mistake);
                }
                self.strangers(&keys, &[&CASE, &ACTS, &PROPOSED]);
                self.acts(&child("", name), value)
            }
            None => vec![self.act(&keys, &[&CASE, &PROPOSED])],
        };
        Some(BoundSubmission { case, acts, proposed })
    }

    fn acts(&mut self, pointer: &str, value: &Value) -> Vec<Act> {
        let Value::List(values) = value else {
            self.problem(pointer, Mistake::WrongType { found: Found::of(value), expected: Expected::Acts });
            return Vec::new();
        };
        if values.is_empty() {
            self.problem(pointer, Mistake::NoActs);
        }
        let mut acts = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            match value {
                Value::Object(object) => acts.push(self.act(&Keys { object, pointer: &pointer }, &[])),
                value => self.problem(pointer, Mistake::WrongType { found: Found::of(value), expected: Expected::Acts }),
            }
        }
        acts
    }

    /// An act: `基准` and `要素`, or its facts laid open beside `基准` and the keys of `around`.
    fn act(&mut self, keys: &Keys<'_>, around: &[&[&str]]) -> Act {
        let benchmarks = match keys.take(&BENCHMARK, &mut self.problems) {
            Some((name, value)) => self.benchmarks(&child(keys.pointer, name), value),
            None => Vec::new(),
        };
        let mut own: Vec<&[&str]> = around.to_vec();
        own.push(&BENCHMARK);
        let facts = match keys.take(&FACTS, &mut self.problems) {
            Some((name, Value::Object(facts))) => {
                own.push(&FACTS);
                self.strangers(keys, &own);
                self.facts(facts, &child(keys.pointer, name), &benchmarks)
            }
            Some((name, value)) => {
                self.problem(child(keys.pointer, name), Mistake::WrongType { found: Found::of(value), expected: Expected::Facts });
                CaseFacts::new(self.model)
            }
            None => {
                let facts = keys.object.iter().filter(|(key, _)| !belongs(key, &own)).map(|(k, v)| (k.clone(), v.clone()));
                self.facts(&facts.collect(), keys.pointer, &benchmarks)
            }
        };
        Act { benchmarks, facts }
    }

    /// Tells the keys that are none of these.
    fn strangers(&mut self, keys: &Keys<'_>, own: &[&[&str]]) {
        for name in keys.object.keys().filter(|name| !belongs(name, own)) {
            // A key that conflicts is told as such, once.
            if keys.has(&ACTS) && belongs(name, &[&FACTS, &BENCHMARK]) {
                continue;
            }
            let near = match self.binder.facts.knows(name) {
                true => Vec::new(),
                false => near(name, own.iter().copied().flatten().copied()),
            };
            self.problem(child(keys.pointer, name), Mistake::UnknownKey { name: name.clone(), near });
        }
    }

    fn benchmarks(&mut self, pointer: &str, value: &Value) -> Vec<BenchmarkId> {
        match value {
            Value::Null => Vec::new(),
            Value::Text(name) => self.benchmark(pointer, name),
            Value::List(names) => {
                let mut found = Vec::new();
                for (at, name) in names.iter().enumerate() {
                    let pointer = format!("{pointer}/{at}");
                    match name {
                        Value::Text(name) => {
                            let ids = self.benchmark(&pointer, name);
                            if ids.iter().any(|id| found.contains(id)) {
                                self.problem(pointer, Mistake::GivenTwice { name: name.clone() });
                            } else {
                                found.extend(ids);
                            }
                        }
                        value => self.problem(pointer, Mistake::WrongType { found: Found::of(value), expected: Expected::Benchmarks }),
                    }
                }
                found
            }
            Value::Boolean(_) | Value::Number(_) | Value::Object(_) => {
                self.problem(pointer, Mistake::WrongType { found: Found::of(value), expected: Expected::Benchmarks });
                Vec::new()
            }
        }
    }

    fn benchmark(&mut self, pointer: &str, name: &str) -> Vec<BenchmarkId> {
        match self.binder.benchmarks.get(name.trim()) {
            Some(ids) => ids.clone(),
            None => {
                let near = near(name.trim(), self.binder.benchmarks.keys().filter(|k| !k.contains('/')).map(String::as_str));
                self.problem(pointer, Mistake::UnknownBenchmark { name: name.to_owned(), near });
                Vec::new()
            }
        }
    }

    fn facts(&mut self, object: &IndexMap<String, Value>, pointer: &str, benchmarks: &[BenchmarkId]) -> CaseFacts {
        let model = self.model;
        let relevant: HashSet<FactId> = benchmarks.iter().flat_map(|id| model[*id].facts.iter().copied()).collect();
        let mut values = CaseFacts::new(model);
        let mut seen: HashSet<String> = HashSet::new();
        let place = Place { prefix: "", pointer, derived: &self.binder.derived };
        self.binder.facts.walk(object, place, &mut self.problems, &mut |key, ids, value, pointer, problems| {
            if !seen.insert(key.to_owned()) {
                problems.push(InputProblem::new(pointer, Mistake::GivenTwice { name: key.to_owned() }));
                return;
            }
            one_key(model, ids, &relevant, value, pointer, &mut values, problems);
        });
        if self.missing == Missing::Problem {
            self.tell_missing(pointer, benchmarks, &values, &seen);
        }
        values
    }

    fn tell_missing(&mut self, pointer: &str, benchmarks: &[BenchmarkId], values: &CaseFacts, seen: &HashSet<String>) {
        let model = self.model;
        let mut told = HashSet::new();
        for id in benchmarks.iter().flat_map(|id| model[*id].facts.iter().copied()) {
            let fact = &model[id];
            let name = fact.key.to_string();
            let missing = *values.get(id) == Given::Unknown;
            if missing && !seen.contains(&name) && told.insert(id) {
                let place = fact.key.0.iter().fold(pointer.to_owned(), |place, segment| child(&place, segment));
                let expected = Expected::of(model, &fact.field.ty);
                self.problem(place, Mistake::Missing { name, expected });
            }
        }
    }
}

fn belongs(name: &str, own: &[&[&str]]) -> bool {
    own.iter().any(|names| names.contains(&name))
        // `拟处罚.罚款`: a column of a table.
        || (own.iter().any(|names| *names == PROPOSED.as_slice()) && proposed::column(name, &PROPOSED).is_some())
}

/// Reads a key's value for each of its facts: records may declare one key differently.
fn one_key(
    model: &Model,
    ids: &[FactId],
    relevant: &HashSet<FactId>,
    value: &Value,
    pointer: &str,
    values: &mut CaseFacts,
    problems: &mut Vec<InputProblem>,
) {
    let mut read_by_any = false;
    let mut first: Option<Vec<InputProblem>> = None;
    for id in ids {
        let mut own = Vec::new();
        match read(model, &model[*id].field, value, pointer, &mut own) {
            Some(given) => {
                read_by_any = true;
                values.set(*id, given);
            }
            // The benchmarks that are named must be able to read it.
            None if relevant.contains(id) => {
                problems.extend(own);
                return;
            }
            None => {
                first.get_or_insert(own);
            }
        }
    }
    if !read_by_any {
        problems.extend(first.into_iter().flatten());
    }
}
