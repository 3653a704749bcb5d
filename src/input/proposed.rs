//! 拟处罚: the penalty that an officer proposes; whether it fits is not judged here.

use indexmap::IndexMap;

use crate::law::Period;
use crate::model::{KindId, Model, ProposedPenalty, RootKind};

use super::Value;
use super::expected::{Expected, Found};
use super::names::child;
use super::near::near;
use super::problem::{InputProblem, Mistake};
use super::read::{compact, money};

const WAIVED: &str = "不予处罚";

/// The kind that a column such as `拟处罚.罚款` names.
pub(super) fn column<'n>(name: &'n str, keys: &[&str]) -> Option<&'n str> {
    keys.iter().find_map(|key| name.strip_prefix(key)?.strip_prefix('.'))
}

/// Reads the proposal under one of `keys`, or laid open in columns.
pub(super) fn read(
    model: &Model,
    case: &IndexMap<String, Value>,
    keys: &[&str],
    problems: &mut Vec<InputProblem>,
) -> Option<ProposedPenalty> {
    let mut reader = Reader { model, problems, proposed: ProposedPenalty::default(), given: false };
    for (name, value) in case {
        if keys.contains(&name.as_str()) {
            reader.whole(&child("", name), value);
        } else if let Some(kind) = column(name, keys) {
            reader.entry(&child("", name), kind, value);
        }
    }
    reader.finish(keys)
}

struct Reader<'r> {
    model: &'r Model,
    problems: &'r mut Vec<InputProblem>,
    proposed: ProposedPenalty,
    given: bool,
}

impl Reader<'_> {
    fn problem(&mut self, pointer: &str, mistake: Mistake) {
        self.problems.push(InputProblem::new(pointer, mistake));
    }

    fn finish(self, keys: &[&str]) -> Option<ProposedPenalty> {
        let Reader { problems, proposed, given, .. } = self;
        if proposed.waived && (proposed.fine.is_some() || !proposed.others.is_empty()) {
            let key = keys.first().copied().unwrap_or_default();
            let other = proposed.fine.map_or("其他处罚", |_| "罚款");
            let mistake = Mistake::Conflict { one: WAIVED.to_owned(), other: other.to_owned() };
            problems.push(InputProblem::new(child("", key), mistake));
        }
        given.then_some(proposed)
    }

    fn whole(&mut self, pointer: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Text(text) => self.entry(pointer, text.trim(), &Value::Boolean(true)),
            Value::List(values) => {
                for (at, value) in values.iter().enumerate() {
                    self.whole(&format!("{pointer}/{at}"), value);
                }
            }
            Value::Object(entries) => {
                for (name, value) in entries {
                    self.entry(&child(pointer, name), name, value);
                }
            }
            Value::Boolean(_) | Value::Number(_) => {
                self.problem(pointer, Mistake::WrongType { found: Found::of(value), expected: Expected::Proposal });
            }
        }
    }

    fn entry(&mut self, pointer: &str, name: &str, value: &Value) {
        // null and false say that it is not proposed, as an empty cell of a table does.
        let proposed = match value {
            Value::Null | Value::Boolean(false) => return,
            Value::Text(text) => match text.trim() {
                "" | "否" | "false" => return,
                "是" | "true" => Value::Boolean(true),
                _ => value.clone(),
            },
            value => value.clone(),
        };
        self.given = true;
        if name == WAIVED {
            match proposed {
                Value::Boolean(true) => self.proposed.waived = true,
                other => self.problem(pointer, Mistake::WrongType { found: Found::of(&other), expected: Expected::Boolean }),
            }
            return;
        }
        let found = self.model.kinds.iter().enumerate().find(|(_, kind)| kind.name == name);
        let Some((at, kind)) = found else {
            let kinds = self.model.kinds.iter().map(|kind| kind.name.as_str());
            let near = near(name, kinds.chain([WAIVED]));
            self.problem(pointer, Mistake::UnknownPenalty { name: name.to_owned(), near });
            return;
        };
        if kind.root == RootKind::Fine && kind.parent.is_none() {
            self.fine(pointer, &proposed);
        } else if let Ok(at) = u32::try_from(at) {
            self.other(pointer, KindId(at), &proposed);
        }
    }

    fn fine(&mut self, pointer: &str, value: &Value) {
        match money(self.model, value) {
            Ok(fine) if fine < crate::law::Money::ZERO => {
                let mistake = Mistake::OutOfBounds { found: Found::of(value), bounds: "0元以上".to_owned() };
                self.problem(pointer, mistake);
            }
            Ok(fine) => {
                if self.proposed.fine.replace(fine).is_some() {
                    self.problem(pointer, Mistake::GivenTwice { name: "罚款".to_owned() });
                }
            }
            Err(mistake) => self.problem(pointer, mistake),
        }
    }

    fn other(&mut self, pointer: &str, kind: KindId, value: &Value) {
        let period = match value {
            Value::Boolean(true) => None,
            Value::Text(text) => match Period::parse(&compact(text)) {
                Some(period) => Some(period),
                None => return self.wrong(pointer, value),
            },
            Value::Null | Value::Boolean(false) | Value::Number(_) | Value::List(_) | Value::Object(_) => {
                return self.wrong(pointer, value);
            }
        };
        if self.proposed.others.iter().any(|(other, _)| *other == kind) {
            let name = self.model[kind].name.clone();
            return self.problem(pointer, Mistake::GivenTwice { name });
        }
        self.proposed.others.push((kind, period));
    }

    fn wrong(&mut self, pointer: &str, value: &Value) {
        self.problem(pointer, Mistake::WrongType { found: Found::of(value), expected: Expected::Imposed });
    }
}
