//! Declared units: what they mean and which files may use them. Conversion itself is `law`'s.

use std::collections::HashMap;

use super::Checker;
use super::graph;
use super::names::problem_at;
use crate::diagnostic::{NameProblem, Span, TypeProblem};
use crate::law::unit::UnitMeaning;
use crate::law::{Exact, Unit, UnitError};
use crate::syntax::tree::{Measure, Name};

/// Where the declared units stand.
#[derive(Clone, Default)]
pub(super) struct Units {
    /// Each declared unit with its first declaration.
    declared: HashMap<String, Span>,
}

impl Checker<'_> {
    /// Declares the units of all files in one table, each after the one it is built on.
    pub(super) fn resolve_units(&mut self) {
        let rules = std::mem::take(&mut self.rules.units);
        let by_name: HashMap<&str, usize> = rules.iter().enumerate().rev().map(|(at, (_, name, _))| (name.node.as_str(), at)).collect();
        let edges: Vec<Vec<usize>> = rules
            .iter()
            .map(|(_, _, equals)| match equals.map(|e| &e.node) {
                Some(Measure::Quantity(_, of)) => by_name.get(of.node.as_str()).copied().into_iter().collect(),
                _ => Vec::new(),
            })
            .collect();
        // A circle shows as a unit built on an unknown one.
        let mut meanings: HashMap<&str, (Option<(Exact, &str)>, Span)> = HashMap::new();
        for at in graph::order(&edges).order {
            let Some((_, name, equals)) = rules.get(at) else { continue };
            let meaning = match equals.map(|e| &e.node) {
                None => None,
                Some(Measure::Quantity(factor, of)) => Some((*factor, of.node.as_str())),
                Some(_) => {
                    self.report(TypeProblem::UnitMeaning { name: name.node.clone() }, equals.map_or(name.span, |e| e.span));
                    self.units.declared.insert(name.node.clone(), name.span);
                    continue;
                }
            };
            // Another file may say the same again: two versions of a rule set do.
            if let Some((before, span)) = meanings.get(name.node.as_str()) {
                if *before != meaning {
                    let problem = TypeProblem::UnitConflict { name: name.node.clone() };
                    self.out.push(problem_at(problem, name.span).label(*span, "另一处在这里", "the other is here"));
                }
                continue;
            }
            meanings.insert(&name.node, (meaning, name.span));
            self.units.declared.insert(name.node.clone(), name.span);
            let meaning = match meaning {
                None => UnitMeaning::Counted,
                Some((factor, of)) => UnitMeaning::Multiple { factor, of },
            };
            if let Err(error) = self.model.units.declare(&name.node, meaning) {
                self.report_unit(name, &error);
            }
        }
        self.rules.units = rules;
    }

    fn report_unit(&mut self, unit: &Name, error: &UnitError) {
        let name = unit.node.clone();
        let problem = match error {
            UnitError::Duplicate { .. } | UnitError::BaseTaken { .. } => TypeProblem::UnitTaken { name },
            UnitError::Reserved { .. } | UnitError::Name { .. } => TypeProblem::UnitName { name },
            UnitError::UnknownBase { of, .. } => {
                let near = super::near::near(of, self.model.units.units().into_iter().map(Unit::name));
                let problem = NameProblem::UnknownUnit { name: of.clone() };
                self.out.push(problem_at(problem, unit.span).suggest(near));
                return;
            }
            UnitError::Factor { .. } => TypeProblem::UnitMeaning { name },
        };
        self.report(problem, unit.span);
    }

    /// The unit of that name, as `file` may use it; `None` is reported.
    pub(super) fn unit(&mut self, file: usize, name: &Name) -> Option<Unit> {
        if self.units.declared.contains_key(&name.node) {
            let missing = |_| NameProblem::UnknownUnit { name: name.node.clone() }.into();
            self.tables.units.resolve(&mut self.reach, &mut self.out, file, name, missing)?;
            return self.model.units.get(&name.node).cloned();
        }
        let unit = self.model.units.get(&name.node).cloned();
        if unit.is_none() {
            let near = super::near::near(&name.node, self.model.units.units().into_iter().map(Unit::name));
            self.out.push(problem_at(NameProblem::UnknownUnit { name: name.node.clone() }, name.span).suggest(near));
        }
        unit
    }

    /// Whether a unit counts things rather than measuring them: its dimension is named after a unit.
    pub(super) fn counts(&self, unit: &Unit) -> bool {
        self.model.units.get(unit.dimension().name()).is_some()
    }
}
