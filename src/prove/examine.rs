//! From a region of the space to a case: figures for its facts, or the proof that there are none.
//!
//! Axes of single facts are free of each other. Axes that sum several facts, or stand for what the prover does not look
//! into, are tied: there the linear system decides whether a region can be, and facts are tried in it one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range as Cells;
use std::sync::Arc;

use super::axis::{Axis, Kind};
use super::cube::{Cube, Layout};
use super::fingerprint::Demand;
use super::form::{Atom, date_of, day_number};
use super::linear::{Beyond, System};
use super::natural;
use super::space::{Space, is_figure};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::{Date, Exact};
use crate::model::{Element, FactId, Given, PeriodFamily, Type, Value};
use crate::report::Truth;

/// How many ways to combine runs of cells a question may ask about.
pub const RUN_LIMIT: usize = 256;
/// How many figures and lists may be tried for one region.
pub const TRIAL_LIMIT: usize = 4_000;
/// Figures tried for a fact that stands in what is not linear, beside what bounds it.
const PLAIN: [i64; 5] = [1, 2, 5, 10, 100];

/// What became of a region.
#[derive(Debug, Clone)]
pub(super) enum Examined {
    /// No case lies in it.
    Impossible,
    /// This case does, and the evaluator says so too.
    Shown(Witness),
    /// The evaluator says otherwise of this case.
    Contradicted(CaseFacts),
    /// No case could be made, and none be excluded.
    Unresolved,
}

/// A case that shows a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Witness {
    /// The facts that make it: any others may be what they will.
    pub(super) facts: CaseFacts,
    /// The same with every other fact of the benchmark filled in, as the evaluator was asked.
    pub(super) whole: CaseFacts,
}

/// What the evaluator says of a case: as asked, otherwise, or that facts are missing.
pub(super) type Confirm<'c> = dyn Fn(&CaseFacts) -> Truth + 'c;

/// Makes cases for regions of a space.
pub(super) struct Examiner<'s, 'm> {
    pub(super) space: &'s Space<'m>,
    pub(super) layout: &'s Layout,
    /// The facts of the benchmark, filled in where those of the region leave the evaluator undecided.
    pub(super) facts: &'s [FactId],
}

/// One way to take a region: a run of each line, and the facts that are 无.
#[derive(Debug, Clone, Default)]
struct Choice {
    lines: Vec<(usize, Cells<usize>)>,
    absent: BTreeSet<FactId>,
    present: BTreeSet<FactId>,
}

impl Examiner<'_, '_> {
    /// Whether a region may hold a case, as far as the linear system tells: `false` is proved.
    pub(super) fn may_hold(&self, region: &Cube) -> bool {
        let (bound, tied) = self.bound(region);
        if !tied {
            return true;
        }
        let Some(choices) = self.choices(region, &bound, tied) else { return true };
        choices.iter().any(|choice| {
            let mut system = System::default();
            self.constrain(&mut system, choice).and_then(|()| system.has_solution()) != Ok(false)
        })
    }

    /// Whether a region holds a case, shown by one where its axes are tied; `None` when it cannot be said.
    pub(super) fn exists(&self, region: &Cube) -> Option<bool> {
        if !self.bound(region).1 {
            return Some(true);
        }
        if !self.may_hold(region) {
            return Some(false);
        }
        match self.examine(region, &|facts| self.lies_in(region, facts)) {
            Examined::Shown(_) => Some(true),
            Examined::Impossible => Some(false),
            Examined::Contradicted(_) | Examined::Unresolved => None,
        }
    }

    /// Whether a case lies in a region, each axis asked of the evaluator.
    pub(super) fn lies_in(&self, region: &Cube, facts: &CaseFacts) -> Truth {
        for axis in self.bound(region).0 {
            match self.cell(axis, facts) {
                Some(cell) if self.layout.has(region, axis, cell) => {}
                Some(_) => return Truth::False,
                None => return Truth::Unknown,
            }
        }
        Truth::True
    }

    /// The cell of an axis in which a case lies; `None` where a fact is missing.
    fn cell(&self, axis: usize, facts: &CaseFacts) -> Option<usize> {
        let probe = Probe::new(self.space.model);
        let shape = self.space.axes.get(axis)?;
        let of = |given: &Given, cell: &dyn Fn(&Value) -> Option<usize>| match given {
            Given::Unknown => None,
            Given::Absent => Some(shape.values()),
            Given::Known(value) => cell(value),
        };
        match &shape.kind {
            Kind::Line(line) => {
                let mut sum = Exact::ZERO;
                for (atom, factor) in &line.terms {
                    let given = match atom {
                        Atom::Fact(fact) => facts.get(*fact).clone(),
                        Atom::Opaque(at) => probe.value(&self.space.opaque.get(*at as usize)?.expr, facts).ok()?,
                    };
                    match given {
                        Given::Absent => return Some(shape.values()),
                        given => sum = sum.checked_add(figure_of(&given)?.checked_mul(*factor)?)?,
                    }
                }
                Some(line.cell(sum))
            }
            Kind::Members { fact, .. } => of(facts.get(*fact), &|value| match value {
                Value::Boolean(yes) => Some(usize::from(*yes)),
                Value::Member(member) => Some(usize::from(*member)),
                _ => None,
            }),
            Kind::Texts { fact, known } => of(facts.get(*fact), &|value| match value {
                Value::Text(text) => Some(known.iter().position(|k| k == text).unwrap_or(known.len())),
                _ => None,
            }),
            Kind::Truth { holds } => match probe.truth(&holds.condition, facts, None).ok()? {
                Truth::True => Some(1),
                Truth::False => Some(0),
                Truth::Unknown => None,
            },
        }
    }

    /// The axes that a region restricts, and whether any of them is tied to others.
    fn bound(&self, region: &Cube) -> (Vec<usize>, bool) {
        let bound: Vec<usize> = (0..self.layout.axes()).filter(|axis| !self.layout.is_full(region, *axis)).collect();
        let tied = bound.iter().any(|axis| self.space.axes.get(*axis).is_some_and(is_tied));
        (bound, tied)
    }

    /// Looks for a case in a region that the evaluator confirms.
    pub(super) fn examine(&self, region: &Cube, confirm: &Confirm<'_>) -> Examined {
        let (bound, tied) = self.bound(region);
        let Some(choices) = self.choices(region, &bound, tied) else { return Examined::Unresolved };
        let mut trials = TRIAL_LIMIT;
        let mut open = false;
        for choice in choices {
            let mut system = System::default();
            match self.constrain(&mut system, &choice).and_then(|()| system.has_solution()) {
                Ok(false) => continue,
                Ok(true) => {}
                Err(Beyond) => {
                    open = true;
                    continue;
                }
            }
            let mut facts = CaseFacts::new(self.space.model);
            let order = self.settle_others(region, &bound, &choice, &system, &mut facts);
            match self.assign(&order, &system, facts, confirm, &mut trials) {
                Some((witness, Truth::True)) => return Examined::Shown(self.not_later(witness, confirm)),
                Some((witness, Truth::False)) if !tied => return Examined::Contradicted(witness.whole),
                Some((_, Truth::False | Truth::Unknown)) | None => open = true,
            }
        }
        if open { Examined::Unresolved } else { Examined::Impossible }
    }

    /// A case whose dates lie beyond the day that cases are put on, moved back by whole years where the evaluator still confirms it.
    fn not_later(&self, witness: Witness, confirm: &Confirm<'_>) -> Witness {
        let ids = || (0u32..).take(self.space.model.facts.len()).map(FactId);
        let latest = ids().filter_map(|id| match witness.facts.get(id) {
            Given::Known(Value::Date(day)) => Some(*day),
            _ => None,
        });
        let Some(latest) = latest.max().filter(|latest| *latest > self.space.day) else { return witness };
        let years = i32::from(latest.year()) - i32::from(self.space.day.year());
        for years in [years, years + 1] {
            let Ok(back) = jiff::Span::new().try_years(years) else { continue };
            let mut facts = witness.facts.clone();
            for id in ids() {
                if let Ok(moved) = moved(witness.facts.get(id), back) {
                    facts.set(id, moved);
                }
            }
            let latest = latest.checked_sub(back);
            let whole = self.filled(&facts);
            if latest.is_ok_and(|latest| latest <= self.space.day) && confirm(&whole) == Truth::True {
                return Witness { facts, whole };
            }
        }
        witness
    }

    /// The ways to take a region; `None` when there are too many.
    fn choices(&self, region: &Cube, bound: &[usize], tied: bool) -> Option<Vec<Choice>> {
        let mut all = vec![Choice::default()];
        for axis in bound {
            let Some(shape) = self.space.axes.get(*axis) else { continue };
            let mut options: Vec<Choice> = Vec::new();
            let absent = shape.optional && self.layout.has(region, *axis, shape.values());
            match &shape.kind {
                Kind::Line(line) => {
                    let facts: Vec<FactId> = self.facts_of_terms(&line.terms);
                    for run in self.layout.runs(region, *axis, shape.values()) {
                        options.push(Choice { lines: vec![(*axis, run)], present: facts.iter().copied().collect(), ..Choice::default() });
                    }
                    if absent {
                        for fact in facts.iter().filter(|f| self.space.model[**f].field.optional) {
                            options.push(Choice { absent: BTreeSet::from([*fact]), ..Choice::default() });
                        }
                    }
                }
                Kind::Members { fact, .. } | Kind::Texts { fact, .. } => {
                    if self.layout.members(region, *axis).into_iter().any(|cell| cell < shape.values()) {
                        options.push(Choice { present: BTreeSet::from([*fact]), ..Choice::default() });
                    }
                    if absent {
                        options.push(Choice { absent: BTreeSet::from([*fact]), ..Choice::default() });
                    }
                }
                Kind::Truth { .. } => options.push(Choice::default()),
            }
            if !tied {
                options.truncate(1);
            }
            let mut next = Vec::new();
            for choice in &all {
                for option in &options {
                    let mut both = choice.clone();
                    both.lines.extend(option.lines.iter().cloned());
                    both.absent.extend(&option.absent);
                    both.present.extend(&option.present);
                    if both.absent.is_disjoint(&both.present) {
                        next.push(both);
                    }
                }
            }
            if next.len() > RUN_LIMIT {
                return None;
            }
            all = next;
        }
        Some(all)
    }

    fn facts_of_terms(&self, terms: &[(Atom, Exact)]) -> Vec<FactId> {
        let mut facts = Vec::new();
        for (atom, _) in terms {
            match atom {
                Atom::Fact(fact) => facts.push(*fact),
                Atom::Opaque(at) => {
                    facts.extend(self.space.opaque.get(*at as usize).into_iter().flat_map(|figure| &figure.facts));
                }
            }
        }
        facts
    }

    /// What a choice demands of the figures.
    fn constrain(&self, system: &mut System, choice: &Choice) -> Result<(), Beyond> {
        for (axis, run) in &choice.lines {
            if let Some(Axis { kind: Kind::Line(line), .. }) = self.space.axes.get(*axis) {
                let (start, end) = line.hull(run);
                system.between(&line.terms, start, end.map(|cut| last_point(cut, line.step)))?;
            }
        }
        // Bounds of every atom, and of those it hangs from.
        let mut seen = BTreeSet::new();
        loop {
            let fresh: Vec<Atom> = system.atoms().into_iter().filter(|a| seen.insert(*a)).collect();
            if fresh.is_empty() {
                return self.compare_counts(system);
            }
            for atom in fresh {
                if let (_, Some(bounds), _) = self.space.atom(atom) {
                    let (step, ..) = self.space.atom(atom);
                    let line = super::axis::Line::new(Vec::new(), step, Some(bounds));
                    system.between(&[(atom, Exact::ONE)], line.start, line.end.map(|cut| last_point(cut, step)))?;
                }
                if let Atom::Opaque(at) = atom
                    && let Some((form, least, most)) = self.space.opaque.get(at as usize).and_then(|f| f.near.clone())
                {
                    let apart = super::form::Form::atom(atom).minus(&form).ok_or(Beyond)?;
                    let cut = |days: Exact, after| days.checked_sub(apart.constant).map(|at| super::axis::Cut { at, after }).ok_or(Beyond);
                    system.between(&apart.terms, Some(cut(least, false)?), Some(cut(most, true)?))?;
                }
            }
        }
    }

    /// Of two counts of one list, the one with more demands is not the greater.
    fn compare_counts(&self, system: &mut System) -> Result<(), Beyond> {
        let counts: Vec<(Atom, FactId, &Vec<Demand>)> = system
            .atoms()
            .into_iter()
            .filter_map(|atom| match atom {
                Atom::Opaque(at) => self.space.opaque.get(at as usize)?.counts.as_ref().map(|(list, demands)| (atom, *list, demands)),
                Atom::Fact(_) => None,
            })
            .collect();
        for (one, list, fewer) in &counts {
            for (other, same, more) in &counts {
                if one != other && list == same && fewer.iter().all(|demand| more.iter().any(|narrower| narrower.implies(demand))) {
                    let apart = super::form::Form::atom(*one).minus(&super::form::Form::atom(*other)).ok_or(Beyond)?;
                    system.between(&apart.terms, Some(super::axis::Cut { at: Exact::ZERO, after: false }), None)?;
                }
            }
        }
        Ok(())
    }

    /// Sets what needs no figures, and gives the facts that do, those first that others hang from.
    fn settle_others(&self, region: &Cube, bound: &[usize], choice: &Choice, system: &System, facts: &mut CaseFacts) -> Vec<FactId> {
        let mut order: Vec<FactId> = Vec::new();
        let mut push = |fact: FactId| {
            if !order.contains(&fact) {
                order.push(fact);
            }
        };
        let mut texts: BTreeMap<FactId, String> = BTreeMap::new();
        for atom in system.atoms() {
            if let Atom::Opaque(_) = atom {
                self.facts_of_terms(&[(atom, Exact::ONE)]).into_iter().for_each(&mut push);
            }
        }
        for axis in bound {
            let Some(shape) = self.space.axes.get(*axis) else { continue };
            match &shape.kind {
                Kind::Truth { holds } => {
                    if let Some((fact, part)) = &holds.contains {
                        let text = texts.entry(*fact).or_default();
                        if self.layout.has(region, *axis, 1) {
                            text.push_str(part);
                        }
                    }
                }
                Kind::Line(line) => {
                    for (atom, _) in &line.terms {
                        if let Atom::Fact(fact) = atom {
                            push(*fact);
                        }
                    }
                }
                Kind::Members { fact, .. } => {
                    if let Some(cell) = self.layout.members(region, *axis).first().filter(|cell| **cell < shape.values()) {
                        facts.set(*fact, Given::Known(member(&self.space.model[*fact].field.ty, *cell)));
                    }
                }
                Kind::Texts { fact, known } => {
                    if let Some(cell) = self.layout.members(region, *axis).first().filter(|cell| **cell < shape.values()) {
                        let text = known.get(*cell).cloned().unwrap_or_else(|| Arc::from("其他"));
                        facts.set(*fact, Given::Known(Value::Text(text)));
                    }
                }
            }
        }
        for (fact, text) in texts {
            let text = if text.is_empty() { "其他".to_owned() } else { text };
            facts.set(fact, Given::Known(Value::Text(text.into())));
        }
        for fact in &choice.absent {
            facts.set(*fact, Given::Absent);
        }
        order.retain(|fact| *facts.get(*fact) == Given::Unknown);
        // Lists look at dates of the case, never the other way.
        order.sort_by_key(|fact| matches!(self.space.model[*fact].field.ty, Type::List(_)));
        order
    }

    /// Figures for these facts that the evaluator confirms; else the last case it denied, and what it said.
    fn assign(
        &self,
        order: &[FactId],
        system: &System,
        facts: CaseFacts,
        confirm: &Confirm<'_>,
        trials: &mut usize,
    ) -> Option<(Witness, Truth)> {
        let mut last = None;
        self.search(order, system, facts, trials, &mut |facts| {
            let whole = self.filled(facts);
            let truth = confirm(&whole);
            last = Some((Witness { facts: facts.clone(), whole }, truth));
            truth == Truth::True
        });
        last
    }

    /// Tries figures for the facts in order; `done` says whether a full assignment will do.
    fn search(
        &self,
        order: &[FactId],
        system: &System,
        facts: CaseFacts,
        trials: &mut usize,
        done: &mut dyn FnMut(&CaseFacts) -> bool,
    ) -> bool {
        let Some((fact, rest)) = order.split_first() else { return done(&facts) };
        for given in self.candidates(*fact, system, &facts) {
            if *trials == 0 {
                return false;
            }
            *trials -= 1;
            let mut facts = facts.clone();
            let mut system = system.clone();
            if let Some(figure) = figure_of(&given)
                && system.substitute(Atom::Fact(*fact), figure).is_err()
            {
                continue;
            }
            facts.set(*fact, given);
            if self.settle_opaque(&mut system, &facts).is_none() || !system.has_solution().unwrap_or(false) {
                continue;
            }
            if self.search(rest, &system, facts, trials, done) {
                return true;
            }
        }
        false
    }

    /// Puts figures in place of the expressions whose facts are all set; `None` where one has no figure.
    fn settle_opaque(&self, system: &mut System, facts: &CaseFacts) -> Option<()> {
        let probe = Probe::new(self.space.model);
        for atom in system.atoms() {
            let Atom::Opaque(at) = atom else { continue };
            let figure = self.space.opaque.get(at as usize)?;
            if figure.facts.iter().any(|fact| *facts.get(*fact) == Given::Unknown) {
                continue;
            }
            let given = probe.value(&figure.expr, facts).ok()?;
            system.substitute(atom, figure_of(&given)?).ok()?;
        }
        Some(())
    }

    fn candidates(&self, fact: FactId, system: &System, facts: &CaseFacts) -> Vec<Given> {
        let field = &self.space.model[fact].field;
        if let Type::List(_) = field.ty {
            return self.lists(fact, system, facts);
        }
        if !is_figure(&field.ty) {
            return vec![self.usual(fact)];
        }
        let (step, bounds, _) = self.space.atom(Atom::Fact(fact));
        let Ok(Some((start, end))) = system.interval(Atom::Fact(fact)) else { return Vec::new() };
        let own = super::axis::Line::new(Vec::new(), step, bounds);
        let start = start.max(own.start);
        let end = match (end, own.end) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let mut figures = natural::figures_of(&field.ty, start, end, step);
        if field.ty == Type::Date && start.is_none() && end.is_none() {
            figures = day_number(self.space.day).into_iter().collect();
        }
        let hangs = |figure: &super::space::OpaqueFigure| figure.near.is_none() && figure.facts.contains(&fact);
        if field.ty != Type::Date && self.space.opaque.iter().any(hangs) {
            let within = |figure: &Exact| bounds.is_none_or(|b| b.contains(figure)) && !figures.contains(figure);
            let more: Vec<Exact> = PLAIN.into_iter().map(Exact::from_int).filter(within).collect();
            figures.extend(more);
        }
        figures.into_iter().filter_map(|figure| given(&field.ty, figure)).collect()
    }

    /// A case with the facts of the benchmark that it does not give filled in.
    fn filled(&self, facts: &CaseFacts) -> CaseFacts {
        let mut whole = facts.clone();
        for fact in self.facts {
            if *whole.get(*fact) == Given::Unknown {
                whole.set(*fact, self.usual(*fact));
            }
        }
        whole
    }

    /// What a fact is when nothing is asked of it.
    fn usual(&self, fact: FactId) -> Given {
        let field = &self.space.model[fact].field;
        if field.optional { Given::Absent } else { usual_of(&field.ty, field.bounds.as_ref(), self.space.day) }
    }
}

/// What is given with its dates moved back.
fn moved(given: &Given, back: jiff::Span) -> Result<Given, jiff::Error> {
    Ok(match given {
        Given::Known(Value::Date(day)) => Given::Known(Value::Date(day.checked_sub(back)?)),
        Given::Known(Value::List(elements)) => {
            let element = |Element(values): &Element| Ok(Element(values.iter().map(|value| moved(value, back)).collect::<Result<_, _>>()?));
            Given::Known(Value::List(elements.iter().map(element).collect::<Result<_, jiff::Error>>()?))
        }
        given => given.clone(),
    })
}

/// An end on a lattice as the last point it lets in, which binds sums more tightly than the next one left out.
fn last_point(end: super::axis::Cut, step: Option<Exact>) -> super::axis::Cut {
    match step.filter(|_| !end.after).and_then(|step| end.at.checked_sub(step)) {
        Some(at) => super::axis::Cut { at, after: true },
        None => end,
    }
}

/// Whether the cells of an axis may exclude cells of another.
pub(super) fn is_tied(axis: &Axis) -> bool {
    match &axis.kind {
        Kind::Line(line) => !matches!(line.terms.as_slice(), [(Atom::Fact(_), _)]),
        Kind::Truth { .. } => true,
        Kind::Members { .. } | Kind::Texts { .. } => false,
    }
}

pub(super) fn usual_of(ty: &Type, bounds: Option<&crate::law::Range<Exact>>, day: Date) -> Given {
    match ty {
        Type::Boolean => Given::Known(Value::Boolean(false)),
        Type::Category(_) => Given::Known(Value::Member(0)),
        Type::Text => Given::Known(Value::Text(Arc::from("其他"))),
        Type::List(_) => Given::Known(Value::List(Arc::from([]))),
        Type::Date => Given::Known(Value::Date(day)),
        figure => {
            let line = super::axis::Line::new(Vec::new(), None, bounds.copied());
            let figures = natural::figures_of(figure, line.start, line.end, None);
            figures.first().and_then(|f| given(figure, *f)).unwrap_or_default()
        }
    }
}

/// The lattice that figures of a type lie on.
pub(super) fn step_of(ty: &Type) -> Option<Exact> {
    match ty {
        Type::Money => Exact::new(1, 100),
        Type::Integer(_) | Type::Period(_) | Type::Date => Some(Exact::ONE),
        Type::Boolean
        | Type::Number
        | Type::Ratio
        | Type::Multiple
        | Type::Quantity(_)
        | Type::Text
        | Type::Category(_)
        | Type::List(_) => None,
    }
}

fn member(ty: &Type, cell: usize) -> Value {
    match ty {
        Type::Boolean => Value::Boolean(cell == 1),
        _ => Value::Member(u16::try_from(cell).unwrap_or(u16::MAX)),
    }
}

pub(super) fn given(ty: &Type, figure: Exact) -> Option<Given> {
    let value = match ty {
        Type::Date => Value::Date(date_of(figure)?),
        Type::Period(PeriodFamily::Days | PeriodFamily::WorkingDays | PeriodFamily::Months) if figure.is_negative() => return None,
        _ => Value::Number(figure),
    };
    Some(Given::Known(value))
}

pub(super) fn figure_of(given: &Given) -> Option<Exact> {
    match given {
        Given::Known(Value::Number(figure)) => Some(*figure),
        Given::Known(Value::Date(day)) => day_number(*day),
        _ => None,
    }
}
