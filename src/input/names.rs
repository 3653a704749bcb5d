//! The keys of a case's facts and of a list's elements, made once for a model; it does not know how a value is read.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::model::{Element, FactId, Given, Model, Record};

use super::Value;
use super::expected::{Expected, Found};
use super::near::near;
use super::problem::{InputProblem, Mistake};
use super::read::read;

/// What stands under a dotted key: a fact or field, a group of them (`当事人`), or, across records, both.
#[derive(Debug, Clone)]
pub(super) struct Named<T> {
    leaf: Option<T>,
    group: bool,
}

/// Dotted keys and what stands under them.
#[derive(Debug, Clone)]
pub(super) struct Names<T> {
    names: HashMap<String, Named<T>>,
}

impl<T> Names<T> {
    fn new() -> Names<T> {
        Names { names: HashMap::new() }
    }

    fn named(&mut self, key: &str) -> &mut Named<T> {
        self.names.entry(key.to_owned()).or_insert(Named { leaf: None, group: false })
    }

    /// The leaf of a key, made when it is not there; the groups that its dots open are made too.
    fn leaf(&mut self, key: &str, empty: impl FnOnce() -> T) -> &mut T {
        for (at, _) in key.match_indices('.') {
            self.named(key.get(..at).unwrap_or_default()).group = true;
        }
        self.named(key).leaf.get_or_insert_with(empty)
    }

    /// What stands under a key itself.
    pub(super) fn leaf_of(&self, key: &str) -> Option<&T> {
        self.names.get(key)?.leaf.as_ref()
    }

    /// Whether the key stands for a fact or a group of facts.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.names.contains_key(key)
    }

    /// Hands each leaf that an object gives to `take`, with its dotted key and pointer; tells the names that are none.
    pub(super) fn walk<'v>(
        &self,
        object: &'v IndexMap<String, Value>,
        place: Place<'_>,
        problems: &mut Vec<InputProblem>,
        take: &mut impl FnMut(&str, &T, &'v Value, &str, &mut Vec<InputProblem>),
    ) {
        for (name, value) in object {
            let key = format!("{}{name}", place.prefix);
            let pointer = child(place.pointer, name);
            match (self.names.get(&key), value) {
                (Some(Named { group: true, .. }), Value::Object(inner)) => {
                    let prefix = format!("{key}.");
                    self.walk(inner, Place { prefix: &prefix, pointer: &pointer, ..place }, problems, take);
                }
                (Some(Named { leaf: Some(leaf), .. }), value) => take(&key, leaf, value, &pointer, problems),
                (Some(Named { leaf: None, .. }), Value::Null) => {
                    problems.push(InputProblem::new(pointer, Mistake::Null { expected: Expected::Record(key) }));
                }
                (Some(Named { leaf: None, .. }), value) => {
                    let mistake = Mistake::WrongType { found: Found::of(value), expected: Expected::Record(key) };
                    problems.push(InputProblem::new(pointer, mistake));
                }
                (None, _) if place.derived.contains(&key) => {
                    problems.push(InputProblem::new(pointer, Mistake::Derived { name: key }));
                }
                (None, _) => {
                    let near = near(&key, self.names.keys().map(String::as_str));
                    problems.push(InputProblem::new(pointer, Mistake::UnknownFact { name: key, near }));
                }
            }
        }
    }
}

/// Where an object stands, and what names in it are known but not given.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The dotted key so far, with its last dot.
    pub(super) prefix: &'p str,
    /// The JSON pointer so far.
    pub(super) pointer: &'p str,
    /// The names that the rules derive.
    pub(super) derived: &'p HashSet<String>,
}

/// A JSON pointer one step down (RFC 6901).
pub(super) fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The facts of a model by key; one key may stand for several facts that records declare differently.
pub(super) fn facts(model: &Model) -> Names<Vec<FactId>> {
    let mut names = Names::new();
    for (at, fact) in model.facts.iter().enumerate() {
        if let Ok(at) = u32::try_from(at) {
            names.leaf(&fact.key.to_string(), Vec::new).push(FactId(at));
        }
    }
    names
}

/// The fields of a list's elements.
pub(super) struct Elements(Names<usize>);

impl Elements {
    pub(super) fn of(record: &Record) -> Elements {
        let mut names = Names::new();
        for (at, field) in record.fields.iter().enumerate() {
            names.leaf(&field.name, || at);
        }
        Elements(names)
    }

    /// Reads an element; what it does not give is unknown.
    pub(super) fn read(
        &self,
        model: &Model,
        record: &Record,
        value: &Value,
        pointer: &str,
        problems: &mut Vec<InputProblem>,
    ) -> Option<Element> {
        let Value::Object(object) = value else {
            let expected = Expected::Record(record.name.clone());
            problems.push(InputProblem::new(pointer, Mistake::WrongType { found: Found::of(value), expected }));
            return None;
        };
        let mut given: Vec<Option<Given>> = vec![None; record.fields.len()];
        let place = Place { prefix: "", pointer, derived: &HashSet::new() };
        self.0.walk(object, place, problems, &mut |key, at, value, pointer, problems| {
            let (Some(field), Some(slot)) = (record.fields.get(*at), given.get_mut(*at)) else {
                return;
            };
            if slot.is_some() {
                problems.push(InputProblem::new(pointer, Mistake::GivenTwice { name: key.to_owned() }));
            }
            *slot = read(model, field, value, pointer, problems).or(Some(Given::Unknown));
        });
        Some(Element(given.into_iter().map(Option::unwrap_or_default).collect()))
    }
}
