//! Conditions as reports explain them: words and places made once, truths read off the compiled form, each fact shown once a case.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::super::eval::{Eval, order, within};
use super::super::ground::{Ground, Sheet};
use super::super::lower::Lower;
use super::super::term::{Limit, Term};
use super::super::trace::By;
use super::super::unknown::{read_by, read_by_expr};
use crate::engine::EvaluationError;
use crate::engine::whole::{Outcomes, place, words};
use crate::input::CaseFacts;
use crate::model::{Condition, ConditionKind, DefinitionValue, FactId, Given, Item, Model, Type, Value};
use crate::report::{FactUse, RulePlace, Step, StepKind, Truth};

/// Sets of facts that conditions and figures read, each once, with the facts' keys.
#[derive(Debug, Default)]
pub(super) struct Reads {
    sets: Vec<Box<[(FactId, Arc<str>)]>>,
    known: HashMap<Box<[FactId]>, u32>,
}

impl Reads {
    pub(super) fn set(&mut self, model: &Model, facts: &BTreeSet<FactId>) -> u32 {
        let ids: Box<[FactId]> = facts.iter().copied().collect();
        if let Some(at) = self.known.get(&ids) {
            return *at;
        }
        let at = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(ids.iter().map(|id| (*id, model[*id].key.to_string().into())).collect());
        self.known.insert(ids, at);
        at
    }

    pub(super) fn facts(&self, set: u32) -> impl Iterator<Item = FactId> {
        self.sets.get(set as usize).into_iter().flatten().map(|(fact, _)| *fact)
    }
}

/// A condition as a report explains it.
#[derive(Debug)]
pub(super) struct Asking {
    kind: StepKind,
    text: Arc<str>,
    rule: Arc<RulePlace>,
    by: By,
    reads: Option<u32>,
    distance: Option<Box<Distance>>,
    children: Vec<Asking>,
}

/// A comparison of which a report says by how much it fails.
#[derive(Debug)]
struct Distance {
    value: Term,
    ty: Type,
    lower: Limit,
    upper: Limit,
}

/// Makes askings while conditions are lowered.
pub(super) struct Maker<'l, 'm> {
    pub(super) lower: &'l mut Lower<'m>,
    pub(super) reads: &'l mut Reads,
}

impl Maker<'_, '_> {
    /// A condition of the rule of a name.
    pub(super) fn asking(&mut self, condition: &Condition, rule: &str) -> Asking {
        let model = self.lower.model;
        let by = By::new(&self.lower.test(condition));
        // Words and places are for the second run, which is kept.
        let written = self.lower.is_fixed();
        let mut asking = Asking {
            kind: StepKind::Condition,
            text: if written { words(model, condition.span).into() } else { Arc::default() },
            rule: if written { place(model, condition.span, rule).into() } else { Arc::default() },
            by,
            reads: None,
            distance: None,
            children: Vec::new(),
        };
        let of = |maker: &mut Self, inner: &Condition| maker.asking(inner, rule);
        (asking.kind, asking.children) = match &condition.kind {
            ConditionKind::All(items) => (StepKind::All, self.items(items, rule)),
            ConditionKind::Any(items) => (StepKind::Any, self.items(items, rule)),
            ConditionKind::AtLeast(_, items) => (StepKind::AtLeast, self.items(items, rule)),
            ConditionKind::Not(inner) => (StepKind::Not, vec![of(self, inner)]),
            ConditionKind::Except(base, exception) => (StepKind::Except, vec![of(self, base), of(self, exception)]),
            ConditionKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => (StepKind::Definition, vec![of(self, inner)]),
                DefinitionValue::Expr(inner) => {
                    asking.reads = Some(self.reads.set(model, &read_by_expr(model, inner)));
                    (StepKind::Definition, Vec::new())
                }
            },
            ConditionKind::Constant(_)
            | ConditionKind::Fact(_)
            | ConditionKind::Element(_)
            | ConditionKind::Compare(..)
            | ConditionKind::Equals { .. }
            | ConditionKind::Member { .. }
            | ConditionKind::Present(..)
            | ConditionKind::ElementPresent(..)
            | ConditionKind::Contains(..)
            | ConditionKind::Imposes(_) => {
                let facts = read_by(model, condition);
                asking.reads = (!facts.is_empty()).then(|| self.reads.set(model, &facts));
                asking.distance = self.distance(condition);
                (StepKind::Condition, Vec::new())
            }
        };
        asking
    }

    fn items(&mut self, items: &[Item], rule: &str) -> Vec<Asking> {
        let item = |item: &Item| {
            let mut child = self.asking(&item.condition, rule);
            if let Some(label) = &item.label {
                child.text = format!("({label}) {}", child.text).into();
                if child.children.is_empty() {
                    child.kind = StepKind::Item;
                }
            }
            child
        };
        items.iter().map(item).collect()
    }

    fn distance(&mut self, condition: &Condition) -> Option<Box<Distance>> {
        let ConditionKind::Compare(value, bounds) = &condition.kind else { return None };
        let mut limit =
            |bound: &Option<crate::model::BoundExpr>| bound.as_ref().map(|bound| (self.lower.term(&bound.value), bound.closure));
        let (lower, upper) = (limit(&bounds.lower), limit(&bounds.upper));
        Some(Box::new(Distance { value: self.lower.term(value), ty: value.ty.clone(), lower, upper }))
    }
}

/// What explaining needs besides the conditions: the case, and the facts that were shown already.
pub(super) struct Telling<'a> {
    pub(super) eval: Eval<'a>,
    pub(super) model: &'a Model,
    pub(super) facts: &'a CaseFacts,
    reads: &'a Reads,
    shown: &'a mut Vec<Option<Arc<[FactUse]>>>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(
        model: &'a Model,
        facts: &'a CaseFacts,
        (ground, reads): (&'a Ground, &'a Reads),
        outcome: Option<&'a dyn Outcomes>,
        (sheet, shown): (&'a mut Sheet, &'a mut Vec<Option<Arc<[FactUse]>>>),
    ) -> Telling<'a> {
        shown.clear();
        shown.resize(reads.sets.len(), None);
        Telling { eval: sheet.eval(ground, outcome), model, facts, reads, shown }
    }

    /// The facts of a set, with their values.
    pub(super) fn uses(&mut self, set: u32) -> Arc<[FactUse]> {
        let at = set as usize;
        if let Some(Some(known)) = self.shown.get(at) {
            return Arc::clone(known);
        }
        let shown = |(id, key): &(FactId, Arc<str>)| FactUse { fact: Arc::clone(key), value: self.value(*id) };
        let uses: Arc<[FactUse]> = self.reads.sets.get(at).into_iter().flatten().map(shown).collect();
        if let Some(place) = self.shown.get_mut(at) {
            *place = Some(Arc::clone(&uses));
        }
        uses
    }

    fn value(&self, id: FactId) -> Option<String> {
        match self.facts.get(id) {
            Given::Unknown => None,
            Given::Absent => Some("无".to_owned()),
            Given::Known(known) => Some(self.model.show(&self.model[id].field.ty, known)),
        }
    }

    /// Which of a set's facts are not known.
    pub(super) fn unknown(&self, set: u32) -> impl Iterator<Item = FactId> {
        self.reads.facts(set).filter(|fact| *self.facts.get(*fact) == Given::Unknown)
    }
}

impl Asking {
    pub(super) fn truth(&self, eval: &mut Eval<'_>) -> Result<Truth, EvaluationError> {
        Ok(self.by.truth(eval)?.into())
    }

    /// How it came out, and why.
    pub(super) fn step(&self, telling: &mut Telling<'_>) -> Result<Step, EvaluationError> {
        let outcome = self.truth(&mut telling.eval)?;
        let mut children = Vec::with_capacity(self.children.len());
        for child in &self.children {
            children.push(child.step(telling)?);
        }
        let distance = match &self.distance {
            Some(distance) if outcome == Truth::False => distance.words(telling)?,
            Some(_) | None => None,
        };
        Ok(Step {
            kind: self.kind,
            text: Arc::clone(&self.text),
            outcome,
            facts: self.reads.map_or_else(Arc::default, |set| telling.uses(set)),
            distance,
            rule: Arc::clone(&self.rule),
            children,
        })
    }
}

impl Distance {
    fn words(&self, telling: &mut Telling<'_>) -> Result<Option<String>, EvaluationError> {
        let eval = &mut telling.eval;
        let Given::Known(value) = eval.value(&self.value, None)? else { return Ok(None) };
        for (limit, below) in [(&self.lower, false), (&self.upper, true)] {
            let Some((limit, closure)) = limit else { continue };
            let Given::Known(limit) = eval.value(limit, None)? else { continue };
            let Some(ordering) = order(&value, &limit) else { continue };
            if within(ordering, *closure, below) {
                continue;
            }
            if ordering == Ordering::Equal {
                return Ok(Some("恰为界限,不含本数".to_owned()));
            }
            let apart = match (&value, &limit) {
                (Value::Number(value), Value::Number(limit)) => value.checked_sub(*limit).map(|apart| self.ty.show(apart.abs())),
                (Value::Date(value), Value::Date(limit)) => {
                    let days = super::super::coding::day_number(*value).abs_diff(super::super::coding::day_number(*limit));
                    Some(format!("{days}日"))
                }
                _ => None,
            };
            let word = if below { "超出" } else { "差" };
            return Ok(apart.map(|apart| format!("{word}{apart}")));
        }
        Ok(None)
    }
}
