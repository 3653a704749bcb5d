//! The space of cases of a benchmark: its axes, and conditions lowered to formulas over them.
//!
//! **Invariant:** the space holds every admissible case. What the prover does not look into becomes an axis of its own, so
//! that what is proved of the space is true of all cases, and what is refuted must be shown by a case.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::axis::{Axis, Cut, Kind, Line, Opaque, Test};
use super::fingerprint::{self, Demand};
use super::form::{Atom, Form, day_number};
use crate::diagnostic::Span;
use crate::law::{Bound, Closure, Date, Exact, Period, Range, date};
use crate::model::{
    BenchmarkId, Bounds, Condition, ConditionKind, DefinitionValue, Element, Expr, ExprKind, FactId, Item, Model, Operator, Side, Type,
    Value,
};

/// A condition over the axes.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    Constant(bool),
    /// A test of an axis.
    Literal(usize, Test),
    Not(Box<Formula>),
    /// At least so many of them; all of them and any of them too.
    AtLeast(usize, Vec<Formula>),
    /// A part of a rule that is asked about by its place.
    Part(Span, Box<Formula>),
}

impl Formula {
    pub(super) fn all(parts: Vec<Formula>) -> Formula {
        Formula::AtLeast(parts.len(), parts)
    }

    pub(super) fn any(parts: Vec<Formula>) -> Formula {
        Formula::AtLeast(1, parts)
    }

    pub(super) fn not(self) -> Formula {
        Formula::Not(Box::new(self))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    Line(Vec<(Atom, Exact)>),
    Fact(FactId),
    Truth(String),
}

/// An expression taken as a figure of its own.
#[derive(Debug, Clone)]
pub(super) struct OpaqueFigure {
    pub(super) expr: Expr,
    pub(super) step: Option<Exact>,
    pub(super) bounds: Option<Range<Exact>>,
    /// It lies so many days from a form: `甲 后 2年` from 甲.
    pub(super) near: Option<(Form, Exact, Exact)>,
    /// Whether it may be 无.
    pub(super) optional: bool,
    /// The facts it is computed from.
    pub(super) facts: Vec<FactId>,
    /// The list it counts, and what an element must meet to be counted.
    pub(super) counts: Option<(FactId, Vec<Demand>)>,
}

/// The axes of a benchmark's cases.
#[derive(Debug)]
pub(super) struct Space<'m> {
    pub(super) model: &'m Model,
    /// The day a case is put on where nothing asks for another.
    pub(super) day: Date,
    pub(super) axes: Vec<Axis>,
    pub(super) opaque: Vec<OpaqueFigure>,
    /// Elements of lists that were made for filters, by the list, the figures that filter it, and the dates of the case.
    pub(super) elements: RefCell<HashMap<(FactId, Vec<u32>, Vec<Date>), Vec<Element>>>,
    by_subject: HashMap<Subject, usize>,
    opaque_by_key: HashMap<String, u32>,
}

impl<'m> Space<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self {
            model,
            day: Date::constant(2026, 3, 1),
            axes: Vec::new(),
            opaque: Vec::new(),
            elements: RefCell::default(),
            by_subject: HashMap::new(),
            opaque_by_key: HashMap::new(),
        }
    }

    /// The space of a benchmark's cases, on a day when its rule set is in force.
    pub(super) fn of(model: &'m Model, benchmark: BenchmarkId) -> Self {
        let mut space = Self::new(model);
        let set = &model[model[benchmark].set];
        if !set.in_force(space.day) {
            space.day = set.effective;
        }
        space
    }

    /// No condition is lowered after this.
    pub(super) fn freeze(&mut self) {
        self.axes.iter_mut().for_each(Axis::freeze);
    }

    // ── conditions ──

    pub(super) fn lower(&mut self, condition: &Condition) -> Formula {
        match &condition.kind {
            ConditionKind::Constant(value) => Formula::Constant(*value),
            ConditionKind::Fact(fact) => match self.fact_axis(*fact) {
                Some(axis) => Formula::Literal(axis, Test::Among(vec![1])),
                None => self.unread(condition),
            },
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.lower(inner),
                DefinitionValue::Expr(_) => self.unread(condition),
            },
            ConditionKind::Not(inner) => self.lower(inner).not(),
            ConditionKind::All(items) => Formula::all(self.items(items)),
            ConditionKind::Any(items) => Formula::any(self.items(items)),
            ConditionKind::AtLeast(count, items) => Formula::AtLeast(*count as usize, self.items(items)),
            ConditionKind::Except(base, exception) => {
                let exception = Formula::Part(exception.span, Box::new(self.lower(exception)));
                Formula::all(vec![self.lower(base), exception.not()])
            }
            ConditionKind::Compare(expr, bounds) => self.compare(expr, bounds).unwrap_or_else(|| self.unread(condition)),
            ConditionKind::Equals { value, among, negated } => {
                let formula = self.equals(value, among).unwrap_or_else(|| {
                    // The axis stands for the affirmative, so that 为 and 不为 know of each other.
                    let kind = ConditionKind::Equals { value: value.clone(), among: among.clone(), negated: false };
                    self.unread(&Condition { kind, span: condition.span })
                });
                if *negated { formula.not() } else { formula }
            }
            ConditionKind::Member { value, among } => match self.fact_of(value).and_then(|fact| self.fact_axis(fact)) {
                Some(axis) => Formula::Literal(axis, Test::Among(among.iter().map(|m| usize::from(*m)).collect())),
                None => self.unread(condition),
            },
            ConditionKind::Present(fact, wanted) => match (self.model[*fact].field.optional, self.fact_axis(*fact)) {
                (false, _) => Formula::Constant(*wanted),
                (true, Some(axis)) => Formula::Literal(axis, if *wanted { Test::Present } else { Test::Absent }),
                (true, None) => {
                    let present = Condition { kind: ConditionKind::Present(*fact, true), span: condition.span };
                    let formula = self.unread(&present);
                    if *wanted { formula } else { formula.not() }
                }
            },
            ConditionKind::Contains(..) | ConditionKind::Element(_) | ConditionKind::ElementPresent(..) | ConditionKind::Imposes(_) => {
                self.unread(condition)
            }
        }
    }

    fn items(&mut self, items: &[Item]) -> Vec<Formula> {
        items.iter().map(|item| Formula::Part(item.condition.span, Box::new(self.lower(&item.condition)))).collect()
    }

    /// An axis for a condition that is not looked into.
    fn unread(&mut self, condition: &Condition) -> Formula {
        let key = Subject::Truth(fingerprint::condition(self.model, condition));
        let contains = match &condition.kind {
            ConditionKind::Contains(expr, part) => self.fact_of(expr).map(|fact| (fact, Arc::clone(part))),
            _ => None,
        };
        let holds = Opaque { condition: condition.clone(), contains };
        let axis = self.axis(key, || Axis { kind: Kind::Truth { holds }, optional: false });
        Formula::Literal(axis, Test::Among(vec![1]))
    }

    fn compare(&mut self, expr: &Expr, bounds: &Bounds) -> Option<Formula> {
        // 较大者 of figures that are all there reaches a bound when one does.
        if let ExprKind::Larger(parts) | ExprKind::Smaller(parts) = &expr.kind
            && !parts.iter().any(|p| self.may_be_absent(p))
        {
            let larger = matches!(expr.kind, ExprKind::Larger(_));
            let mut both = Vec::new();
            for (bound, lower) in [(&bounds.lower, true), (&bounds.upper, false)] {
                let Some(bound) = bound else { continue };
                let side = Bounds { lower: lower.then(|| bound.clone()), upper: (!lower).then(|| bound.clone()) };
                let each = parts.iter().map(|p| self.compare(p, &side)).collect::<Option<Vec<_>>>()?;
                both.push(if larger == lower { Formula::any(each) } else { Formula::all(each) });
            }
            return Some(Formula::all(both));
        }
        if let ExprKind::YearsOfAge(birth, on) = &expr.kind {
            return self.compare_age(birth, on, bounds);
        }
        let value = self.form(expr)?;
        let mut both = Vec::new();
        for (bound, lower) in [(&bounds.lower, true), (&bounds.upper, false)] {
            let Some(bound) = bound else { continue };
            let limit = self.form(&bound.value)?;
            both.push(self.at_least_nought(&value.minus(&limit)?, lower, bound.closure)?);
        }
        Some(match both.len() {
            1 => both.pop()?,
            _ => Formula::all(both),
        })
    }

    /// `form ≥ 0` (or `≤ 0`), the bound included or not.
    pub(super) fn at_least_nought(&mut self, form: &Form, lower: bool, closure: Closure) -> Option<Formula> {
        if form.terms.is_empty() {
            let order = form.constant.cmp(&Exact::ZERO);
            let holds = match order {
                std::cmp::Ordering::Equal => closure == Closure::Inclusive,
                std::cmp::Ordering::Greater => lower,
                std::cmp::Ordering::Less => !lower,
            };
            return Some(Formula::Constant(holds));
        }
        let (terms, by, constant) = form.normal()?;
        let lower = lower != by.is_negative();
        let at = constant.neg();
        let cut = if lower { Cut::lower(at, closure) } else { Cut::upper(at, closure) };
        let axis = self.line(terms)?;
        let Kind::Line(line) = &mut self.axes.get_mut(axis)?.kind else { return None };
        let cut = line.cut(cut)?;
        Some(Formula::Literal(axis, if lower { Test::Between(Some(cut), None) } else { Test::Between(None, Some(cut)) }))
    }

    /// 周岁 against whole years: an age is reached on the day after the birthday.
    fn compare_age(&mut self, birth: &Expr, on: &Expr, bounds: &Bounds) -> Option<Formula> {
        let mut both = Vec::new();
        for (bound, lower) in [(&bounds.lower, true), (&bounds.upper, false)] {
            let Some(bound) = bound else { continue };
            let ExprKind::Constant(Value::Number(years)) = &bound.value.kind else { return None };
            // The least whole age above the cut.
            let inclusive = bound.closure == Closure::Inclusive;
            let from = if lower == inclusive { years.ceil() } else { years.floor().checked_add(Exact::ONE)? };
            let from = from.to_i64()?;
            if from <= 0 {
                both.push(Formula::Constant(lower));
                continue;
            }
            let months = u32::try_from(from).ok()?.checked_mul(12)?;
            let birthday = Expr {
                kind: ExprKind::Shift(Box::new(birth.clone()), Side::After, Period::Months(months)),
                ty: Type::Date,
                span: birth.span,
            };
            let past = self.form(on)?.minus(&self.form(&birthday)?)?;
            let closure = if lower { Closure::Exclusive } else { Closure::Inclusive };
            both.push(self.at_least_nought(&past, lower, closure)?);
        }
        Some(Formula::all(both))
    }

    fn equals(&mut self, value: &Expr, among: &[Expr]) -> Option<Formula> {
        if value.ty == Type::Text {
            let fact = self.fact_of(value)?;
            let texts = among
                .iter()
                .map(|e| if let ExprKind::Constant(Value::Text(text)) = &e.kind { Some(Arc::clone(text)) } else { None })
                .collect::<Option<Vec<_>>>()?;
            let axis = self.fact_axis(fact)?;
            let Kind::Texts { known, .. } = &mut self.axes.get_mut(axis)?.kind else { return None };
            let mut members = Vec::new();
            for text in texts {
                members.push(known.iter().position(|k| *k == text).unwrap_or_else(|| {
                    known.push(text);
                    known.len() - 1
                }));
            }
            return Some(Formula::Literal(axis, Test::Among(members)));
        }
        if let Type::Category(_) | Type::Boolean = value.ty {
            let fact = self.fact_of(value)?;
            let axis = self.fact_axis(fact)?;
            let members = among.iter().map(|e| match &e.kind {
                ExprKind::Constant(Value::Member(member)) => Some(usize::from(*member)),
                ExprKind::Constant(Value::Boolean(value)) => Some(usize::from(*value)),
                _ => None,
            });
            return Some(Formula::Literal(axis, Test::Among(members.collect::<Option<_>>()?)));
        }
        let value = self.form(value)?;
        let mut any = Vec::new();
        for other in among {
            let apart = value.minus(&self.form(other)?)?;
            let from = self.at_least_nought(&apart, true, Closure::Inclusive)?;
            let to = self.at_least_nought(&apart, false, Closure::Inclusive)?;
            any.push(Formula::all(vec![from, to]));
        }
        Some(Formula::any(any))
    }

    // ── figures ──

    /// An expression as a linear form; what is not linear is a figure of its own.
    pub(super) fn form(&mut self, expr: &Expr) -> Option<Form> {
        Some(match &expr.kind {
            ExprKind::Constant(Value::Number(figure)) => Form::constant(*figure),
            ExprKind::Constant(Value::Date(day)) => Form::constant(day_number(*day)?),
            ExprKind::Fact(fact) if is_figure(&expr.ty) => Form::atom(Atom::Fact(*fact)),
            ExprKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Expr(inner) => self.form(inner)?,
                DefinitionValue::Condition(_) => return None,
            },
            ExprKind::Binary(operator, left, right) => {
                let (left, right) = (self.form(left)?, self.form(right)?);
                let combined = match operator {
                    Operator::Add => left.plus(&right),
                    Operator::Subtract => left.minus(&right),
                    Operator::Multiply if right.terms.is_empty() => left.scaled(right.constant),
                    Operator::Multiply if left.terms.is_empty() => right.scaled(left.constant),
                    Operator::Divide if right.terms.is_empty() => Exact::ONE.checked_div(right.constant).and_then(|by| left.scaled(by)),
                    Operator::Multiply | Operator::Divide => None,
                };
                match combined {
                    Some(form) => form,
                    None => self.opaque(expr, None),
                }
            }
            ExprKind::ElapsedDays(from, to) => self.form(to)?.minus(&self.form(from)?)?,
            ExprKind::Shift(start, side, Period::Days(days)) => {
                let days = Form::constant(Exact::from_int(i64::from(*days)));
                let start = self.form(start)?;
                match side {
                    Side::After => start.plus(&days)?,
                    Side::Before => start.minus(&days)?,
                }
            }
            ExprKind::Shift(start, side, Period::Months(months)) => {
                let start = self.form(start)?;
                let (least, most) = days_in(*months)?;
                let near = match side {
                    Side::After => (start, least, most),
                    Side::Before => (start, most.neg(), least.neg()),
                };
                self.opaque(expr, Some(near))
            }
            ExprKind::Shift(start, side, Period::WorkingDays(count)) => {
                let start = self.form(start)?;
                // No run of rest days has been longer than ten: a working day comes at least every eleven days.
                let (least, most) = (Exact::from_int(i64::from(*count)), Exact::from_int(i64::from(*count) * 11 + 11));
                let near = match side {
                    Side::After => (start, least, most),
                    Side::Before => (start, most.neg(), least.neg()),
                };
                self.opaque(expr, Some(near))
            }
            ExprKind::YearsOfAge(..)
            | ExprKind::Larger(_)
            | ExprKind::Smaller(_)
            | ExprKind::Count { .. }
            | ExprKind::Sum { .. }
            | ExprKind::FactorScore(_)
            | ExprKind::Outcome(_) => self.opaque(expr, None),
            ExprKind::Constant(_) | ExprKind::Fact(_) | ExprKind::Element(_) => return None,
        })
    }

    fn opaque(&mut self, expr: &Expr, near: Option<(Form, Exact, Exact)>) -> Form {
        let key = fingerprint::expr(self.model, expr);
        let next = u32::try_from(self.opaque.len()).unwrap_or(u32::MAX);
        let index = *self.opaque_by_key.entry(key).or_insert(next);
        if index == next {
            let whole = matches!(expr.kind, ExprKind::Count { .. } | ExprKind::YearsOfAge(..) | ExprKind::Shift(..));
            let bounds = match expr.kind {
                ExprKind::Count { .. } | ExprKind::YearsOfAge(..) => Some(Range::at_least(Exact::ZERO)),
                ExprKind::FactorScore(benchmark) => self.model[benchmark]
                    .factors
                    .as_ref()
                    .and_then(super::factors::reach)
                    .map(|(least, most)| Range::between(Bound::inclusive(least), Bound::inclusive(most))),
                _ => None,
            };
            let counts = match &expr.kind {
                ExprKind::Count { list, filter } => Some((*list, fingerprint::demands(self.model, filter.as_deref()))),
                _ => None,
            };
            let mut facts = Vec::new();
            fingerprint::facts_of_expr(self.model, expr, &mut facts);
            let optional = facts.iter().any(|fact| self.model[*fact].field.optional);
            let step = whole.then_some(Exact::ONE);
            self.opaque.push(OpaqueFigure { expr: expr.clone(), step, bounds, near, optional, facts, counts });
        }
        Form::atom(Atom::Opaque(index))
    }

    fn may_be_absent(&self, expr: &Expr) -> bool {
        let mut facts = Vec::new();
        fingerprint::facts_of_expr(self.model, expr, &mut facts);
        facts.iter().any(|fact| self.model[*fact].field.optional)
    }

    // ── axes ──

    fn axis(&mut self, subject: Subject, make: impl FnOnce() -> Axis) -> usize {
        if let Some(axis) = self.by_subject.get(&subject) {
            return *axis;
        }
        self.axes.push(make());
        self.by_subject.insert(subject, self.axes.len() - 1);
        self.axes.len() - 1
    }

    /// The axis of a fact; a list has none.
    pub(super) fn fact_axis(&mut self, fact: FactId) -> Option<usize> {
        let field = &self.model[fact].field;
        let optional = field.optional;
        let kind = match &field.ty {
            ty if is_figure(ty) => return self.line(vec![(Atom::Fact(fact), Exact::ONE)]),
            Type::Category(id) => Kind::Members { fact, count: self.model[*id].members.len() },
            Type::Boolean => Kind::Members { fact, count: 2 },
            Type::Text => Kind::Texts { fact, known: Vec::new() },
            _ => return None,
        };
        Some(self.axis(Subject::Fact(fact), || Axis { kind, optional }))
    }

    fn fact_of(&self, expr: &Expr) -> Option<FactId> {
        match &expr.kind {
            ExprKind::Fact(fact) => Some(*fact),
            ExprKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Expr(inner) => self.fact_of(inner),
                DefinitionValue::Condition(_) => None,
            },
            _ => None,
        }
    }

    fn line(&mut self, terms: Vec<(Atom, Exact)>) -> Option<usize> {
        let (mut step, mut bounds) = (Some(Exact::ZERO), Some(Range::exactly(Exact::ZERO)));
        let mut optional = false;
        for (atom, factor) in &terms {
            let (atom_step, atom_bounds, atom_optional) = self.atom(*atom);
            optional |= atom_optional;
            step = step.zip(atom_step).and_then(|(a, b)| common_step(a, b.checked_mul(*factor)?.abs()));
            bounds = bounds.and_then(|sum| add_scaled(&sum, &atom_bounds.unwrap_or_else(Range::unbounded), *factor));
        }
        Some(self.axis(Subject::Line(terms.clone()), || Axis { kind: Kind::Line(Line::new(terms, step, bounds)), optional }))
    }

    /// The lattice and bounds of an atom, and whether it may be 无.
    pub(super) fn atom(&self, atom: Atom) -> (Option<Exact>, Option<Range<Exact>>, bool) {
        match atom {
            Atom::Fact(fact) => {
                let field = &self.model[fact].field;
                (super::examine::step_of(&field.ty), field.bounds, field.optional)
            }
            Atom::Opaque(at) => {
                self.opaque.get(at as usize).map_or((None, None, false), |figure| (figure.step, figure.bounds, figure.optional))
            }
        }
    }
}

/// Types that lie on a line.
pub(super) fn is_figure(ty: &Type) -> bool {
    match ty {
        Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) | Type::Date => {
            true
        }
        Type::Boolean | Type::Text | Type::Category(_) | Type::List(_) => false,
    }
}

/// The widest step of which both are whole multiples.
fn common_step(a: Exact, b: Exact) -> Option<Exact> {
    if a.is_zero() {
        return Some(b);
    }
    let gcd = |mut x: i128, mut y: i128| {
        while y != 0 {
            (x, y) = (y, x % y);
        }
        x.abs()
    };
    let numer = gcd(a.numer().checked_mul(b.denom())?, b.numer().checked_mul(a.denom())?);
    Exact::new(numer, a.denom().checked_mul(b.denom())?)
}

fn add_scaled(sum: &Range<Exact>, part: &Range<Exact>, factor: Exact) -> Option<Range<Exact>> {
    let (low, high) = if factor.is_negative() { (part.upper, part.lower) } else { (part.lower, part.upper) };
    let add = |a: Option<Bound<Exact>>, b: Option<Bound<Exact>>| -> Option<Option<Bound<Exact>>> {
        let (Some(a), Some(b)) = (a, b) else { return Some(None) };
        let closed = if a.closed == Closure::Inclusive { b.closed } else { a.closed };
        Some(Some(Bound { value: a.value.checked_add(b.value.checked_mul(factor)?)?, closed }))
    };
    Some(Range { lower: add(sum.lower, low)?, upper: add(sum.upper, high)? })
}

/// The fewest and the most days in so many months on end.
fn days_in(months: u32) -> Option<(Exact, Exact)> {
    let (mut least, mut most) = (i32::MAX, i32::MIN);
    // Starts around a century that is no leap year, and around one that is; one day of leave on either side.
    for (year, count) in [(1896i16, 3300i32), (2000, 1500)] {
        let mut start = Date::new(year, 1, 1).ok()?;
        for _ in 0..count {
            let days = start.until(date::add_period(start, Period::Months(months))?).ok()?.get_days();
            least = least.min(days);
            most = most.max(days);
            start = start.tomorrow().ok()?;
        }
    }
    Some((Exact::from_int(i64::from(least) - 1), Exact::from_int(i64::from(most) + 1)))
}
