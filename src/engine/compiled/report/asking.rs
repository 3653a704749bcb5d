//! Conditions as reports explain them: words and places made once, truths read off the compiled form, each fact shown once a case.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::super::coding::day_number;
use super::super::eval::{Eval, order, within};
use super::super::ground::{Ground, Sheet};
use super::super::kleene::Kleene;
use super::super::lower::Lower;
use super::super::term::Term;
use super::super::trace::By;
use super::super::unknown::{read_by, read_by_expr};
use crate::engine::EvaluationError;
use crate::engine::whole::{Outcomes, place, words};
use crate::input::CaseFacts;
use crate::law::Closure;
use crate::model::{BoundExpr, Condition, ConditionKind, DefinitionValue, FactId, Given, Item, Model, Type, Value};
use crate::report::{Came, FactUse, RulePlace, Said, Step, StepKind, Truth};

/// What the words of a case are made of, each once: sets of facts that conditions and figures read, and bounds that figures may miss.
#[derive(Debug, Default)]
pub(super) struct Reads {
    sets: Vec<Box<[(FactId, Arc<str>)]>>,
    known: HashMap<Box<[FactId]>, u32>,
    bounds: Vec<Missed>,
    known_bounds: HashMap<(Term, Term, Closure, Side), Vec<u32>>,
}

/// A bound of a comparison, of which a report says by how much it is missed.
#[derive(Debug)]
struct Missed {
    value: Term,
    ty: Type,
    limit: Term,
    closure: Closure,
    side: Side,
}

/// Which end a bound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Lower,
    Upper,
}

/// What is said of a bound.
#[derive(Debug, Clone)]
enum Miss {
    /// It is kept, or nothing can be told of it.
    Not,
    /// It is missed, or nothing can be told of the figure: the words, if there are any, and no other bound is looked at.
    By(Option<Arc<str>>),
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

    fn bound(&mut self, missed: Missed) -> u32 {
        let Reads { bounds, known_bounds, .. } = self;
        let key = (missed.value.clone(), missed.limit.clone(), missed.closure, missed.side);
        let alike = known_bounds.entry(key).or_default();
        let known = alike.iter().copied().find(|at| bounds.get(*at as usize).is_some_and(|bound| bound.ty == missed.ty));
        known.unwrap_or_else(|| {
            let at = u32::try_from(bounds.len()).unwrap_or(u32::MAX);
            bounds.push(missed);
            alike.push(at);
            at
        })
    }

    pub(super) fn facts(&self, set: u32) -> impl Iterator<Item = FactId> {
        self.sets.get(set as usize).into_iter().flatten().map(|(fact, _)| *fact)
    }
}

/// A condition as a report explains it.
#[derive(Debug)]
pub(super) struct Asking {
    /// What a report says of it and of its parts.
    said: Arc<Said>,
    asks: Asks,
}

/// What is asked: by the codes of a case, or of the parts.
#[derive(Debug)]
enum Asks {
    Leaf {
        by: By,
        /// The facts it reads.
        reads: Option<u32>,
        /// The bounds of a comparison.
        bounds: Bounds,
    },
    /// So many of the parts.
    AtLeast(u32, Box<[Asks]>),
    Not(Box<Asks>),
    /// The first and not the second.
    Except(Box<[Asks; 2]>),
    Definition(Box<Asks>),
}

/// Which of [`Reads::bounds`] a comparison may miss: the lower first.
type Bounds = [Option<u32>; 2];

/// Makes askings while conditions are lowered.
pub(super) struct Maker<'l, 'm> {
    pub(super) lower: &'l mut Lower<'m>,
    pub(super) reads: &'l mut Reads,
}

impl Maker<'_, '_> {
    /// A condition of the rule of a name.
    pub(super) fn asking(&mut self, condition: &Condition, rule: &str) -> Asking {
        let (asks, said) = self.part(condition, rule);
        Asking { said: said.into(), asks }
    }

    /// What is asked, and what is said of it.
    fn part(&mut self, condition: &Condition, rule: &str) -> (Asks, Said) {
        let model = self.lower.model;
        let all = |items: &[Item]| u32::try_from(items.len()).unwrap_or(u32::MAX);
        let one = |(asks, said)| (Box::new(asks), vec![said]);
        let (kind, asks, parts) = match &condition.kind {
            ConditionKind::All(items) => {
                let (asks, parts) = self.items(items, rule);
                (StepKind::All, Asks::AtLeast(all(items), asks), parts)
            }
            ConditionKind::Any(items) => {
                let (asks, parts) = self.items(items, rule);
                (StepKind::Any, Asks::AtLeast(1, asks), parts)
            }
            ConditionKind::AtLeast(count, items) => {
                let (asks, parts) = self.items(items, rule);
                (StepKind::AtLeast, Asks::AtLeast(*count, asks), parts)
            }
            ConditionKind::Not(inner) => {
                let (asks, parts) = one(self.part(inner, rule));
                (StepKind::Not, Asks::Not(asks), parts)
            }
            ConditionKind::Except(base, exception) => {
                let ((base, of_base), (exception, of_exception)) = (self.part(base, rule), self.part(exception, rule));
                (StepKind::Except, Asks::Except(Box::new([base, exception])), vec![of_base, of_exception])
            }
            ConditionKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => {
                    let (asks, parts) = one(self.part(inner, rule));
                    (StepKind::Definition, Asks::Definition(asks), parts)
                }
                DefinitionValue::Expr(inner) => {
                    let reads = Some(self.reads.set(model, &read_by_expr(model, inner)));
                    (StepKind::Definition, Asks::Leaf { by: self.by(condition), reads, bounds: Bounds::default() }, Vec::new())
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
                let reads = (!facts.is_empty()).then(|| self.reads.set(model, &facts));
                (StepKind::Condition, Asks::Leaf { by: self.by(condition), reads, bounds: self.bounds(condition) }, Vec::new())
            }
        };
        // Words and places are for the second run, which is kept.
        let (text, place) = match self.lower.is_fixed() {
            true => (words(model, condition.span), place(model, condition.span, rule)),
            false => (String::new(), RulePlace::default()),
        };
        (asks, Said::new(kind, text, place, parts))
    }

    /// A condition in the least room.
    pub(super) fn by(&mut self, condition: &Condition) -> By {
        let test = self.lower.test(condition);
        By::new(&test, &mut self.lower.cells)
    }

    fn items(&mut self, items: &[Item], rule: &str) -> (Box<[Asks]>, Vec<Said>) {
        let item = |item: &Item| {
            let (asks, mut said) = self.part(&item.condition, rule);
            if let Some(label) = &item.label {
                said.text = format!("({label}) {}", said.text).into();
                if let Asks::Leaf { .. } = asks {
                    said.kind = StepKind::Item;
                }
            }
            (asks, said)
        };
        let (asks, said): (Vec<_>, Vec<_>) = items.iter().map(item).unzip();
        (asks.into(), said)
    }

    fn bounds(&mut self, condition: &Condition) -> Bounds {
        let ConditionKind::Compare(value, bounds) = &condition.kind else { return Bounds::default() };
        [(Side::Lower, &bounds.lower), (Side::Upper, &bounds.upper)].map(|(side, bound): (Side, &Option<BoundExpr>)| {
            let bound = bound.as_ref()?;
            let (value, limit, ty) = (self.lower.term(value), self.lower.term(&bound.value), value.ty.clone());
            Some(self.reads.bound(Missed { value, ty, limit, closure: bound.closure, side }))
        })
    }
}

/// What was shown of a case already: its facts by sets, its missed bounds.
#[derive(Debug, Default)]
pub(super) struct Shown {
    sets: Vec<Option<Arc<[FactUse]>>>,
    /// The bound that was looked at last of those with one remainder.
    bounds: Vec<Option<(u32, Miss)>>,
    /// Steps in the making, and the truths of their parts.
    came: Vec<Came>,
    truths: Vec<Truth>,
}

/// Of a table with thousands of bounds a report tells so few that more need not be remembered.
const REMEMBERED: usize = 256;

/// What explaining needs besides the conditions: the case, and the facts that were shown already.
pub(super) struct Telling<'a> {
    pub(super) eval: Eval<'a>,
    pub(super) model: &'a Model,
    pub(super) facts: &'a CaseFacts,
    reads: &'a Reads,
    shown: &'a mut Shown,
}

impl<'a> Telling<'a> {
    pub(super) fn new(
        model: &'a Model,
        facts: &'a CaseFacts,
        (ground, reads): (&'a Ground, &'a Reads),
        outcome: Option<&'a dyn Outcomes>,
        (sheet, shown): (&'a mut Sheet, &'a mut Shown),
    ) -> Telling<'a> {
        shown.sets.clear();
        shown.sets.resize(reads.sets.len(), None);
        shown.bounds.clear();
        shown.bounds.resize(reads.bounds.len().min(REMEMBERED), None);
        Telling { eval: sheet.eval(ground, outcome), model, facts, reads, shown }
    }

    /// The facts of a set, with their values.
    pub(super) fn uses(&mut self, set: u32) -> Arc<[FactUse]> {
        let at = set as usize;
        if let Some(Some(known)) = self.shown.sets.get(at) {
            return Arc::clone(known);
        }
        let shown = |(id, key): &(FactId, Arc<str>)| FactUse { fact: Arc::clone(key), value: self.value(*id) };
        let uses: Arc<[FactUse]> = self.reads.sets.get(at).into_iter().flatten().map(shown).collect();
        if let Some(place) = self.shown.sets.get_mut(at) {
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

impl Asks {
    /// Its truth, where those of the parts are known.
    fn joined(&self, parts: &[Truth]) -> Truth {
        let part = |at: usize| Kleene::from(parts.get(at).copied().unwrap_or(Truth::Unknown));
        match self {
            Asks::Leaf { .. } | Asks::Definition(_) => part(0).into(),
            Asks::AtLeast(count, _) => Kleene::at_least(*count, parts.iter().copied().map(Kleene::from)).into(),
            Asks::Not(_) => part(0).not().into(),
            Asks::Except(_) => part(0).and(part(1).not()).into(),
        }
    }

    fn parts(&self) -> &[Asks] {
        match self {
            Asks::Leaf { .. } => &[],
            Asks::AtLeast(_, parts) => parts,
            Asks::Not(part) | Asks::Definition(part) => std::slice::from_ref(part),
            Asks::Except(parts) => parts.as_slice(),
        }
    }

    fn truth(&self, eval: &mut Eval<'_>) -> Result<Truth, EvaluationError> {
        if let Asks::Leaf { by, .. } = self {
            return Ok(by.truth(eval)?.into());
        }
        let mut truths = Vec::with_capacity(self.parts().len());
        for part in self.parts() {
            truths.push(part.truth(eval)?);
        }
        Ok(self.joined(&truths))
    }

    /// Writes how it came out, and below it how its parts did.
    fn come(&self, telling: &mut Telling<'_>) -> Result<Truth, EvaluationError> {
        if let Asks::Leaf { by, reads, bounds } = self {
            let outcome = by.truth(&mut telling.eval)?.into();
            let facts = reads.map(|set| telling.uses(set));
            let distance = if outcome == Truth::False { telling.missed(bounds)? } else { None };
            telling.shown.came.push(Came { outcome, facts, distance });
            return Ok(outcome);
        }
        let (own, before) = (telling.shown.came.len(), telling.shown.truths.len());
        telling.shown.came.push(Came::out(Truth::Unknown));
        for part in self.parts() {
            let truth = part.come(telling)?;
            telling.shown.truths.push(truth);
        }
        let outcome = self.joined(telling.shown.truths.get(before..).unwrap_or_default());
        telling.shown.truths.truncate(before);
        if let Some(own) = telling.shown.came.get_mut(own) {
            own.outcome = outcome;
        }
        Ok(outcome)
    }
}

impl Asking {
    /// Whether it holds. Every part is asked: what cannot be evaluated is an error, whatever the others say.
    pub(super) fn truth(&self, eval: &mut Eval<'_>) -> Result<Truth, EvaluationError> {
        self.asks.truth(eval)
    }

    /// How it came out, and why.
    pub(super) fn step(&self, telling: &mut Telling<'_>) -> Result<(Truth, Step), EvaluationError> {
        telling.shown.came.clear();
        telling.shown.truths.clear();
        let outcome = self.asks.come(telling)?;
        let mut came = telling.shown.came.drain(..);
        let own = came.next().unwrap_or(Came::out(outcome));
        Ok((outcome, Step::new(Arc::clone(&self.said), own, came.collect())))
    }
}

impl Telling<'_> {
    /// By how much the first bound is missed that is.
    fn missed(&mut self, bounds: &Bounds) -> Result<Option<Arc<str>>, EvaluationError> {
        for at in bounds.iter().copied().flatten() {
            let place = at as usize % self.shown.bounds.len().max(1);
            let miss = match (self.shown.bounds.get(place), self.reads.bounds.get(at as usize)) {
                (Some(Some((known, miss))), _) if *known == at => miss.clone(),
                (_, Some(bound)) => {
                    let miss = bound.miss(&mut self.eval)?;
                    if let Some(place) = self.shown.bounds.get_mut(place) {
                        *place = Some((at, miss.clone()));
                    }
                    miss
                }
                (_, None) => Miss::Not,
            };
            if let Miss::By(words) = miss {
                return Ok(words);
            }
        }
        Ok(None)
    }
}

impl Missed {
    fn miss(&self, eval: &mut Eval<'_>) -> Result<Miss, EvaluationError> {
        let Given::Known(value) = eval.value(&self.value, None)? else { return Ok(Miss::By(None)) };
        let Given::Known(limit) = eval.value(&self.limit, None)? else { return Ok(Miss::Not) };
        let Some(ordering) = order(&value, &limit) else { return Ok(Miss::Not) };
        if within(ordering, self.closure, self.side == Side::Upper) {
            return Ok(Miss::Not);
        }
        if ordering == Ordering::Equal {
            return Ok(Miss::By(Some("恰为界限,不含本数".into())));
        }
        let apart = match (&value, &limit) {
            (Value::Number(value), Value::Number(limit)) => value.checked_sub(*limit).map(|apart| self.ty.show(apart.abs())),
            (Value::Date(value), Value::Date(limit)) => Some(format!("{}日", day_number(*value).abs_diff(day_number(*limit)))),
            _ => None,
        };
        let word = match self.side {
            Side::Upper => "超出",
            Side::Lower => "差",
        };
        Ok(Miss::By(apart.map(|apart| [word, &apart].concat().into())))
    }
}
