//! Conditions and expressions compared by what they say, wherever they stand: definitions followed, places left out.
//!
//! Within one model by the ids of facts ([`condition`], …); across models by their names and types, the order of lists left out
//! ([`By::Names`]).

use std::fmt::Write as _;

use crate::law::Period;
use crate::model::{
    BoundExpr, Bounds, Condition, ConditionKind, DefinitionValue, Expr, ExprKind, FactId, FactorTest, Factors, Fine, FineAmount, Item,
    Measure, Model, PenaltyKind, RecordId, Sanction, Side, Type, Value,
};

/// How facts, members and elements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// By ids: within one model.
    Ids,
    /// By names and types: across models.
    Names,
}

/// A text that two conditions share when they say the same.
pub(super) fn condition(model: &Model, condition: &Condition) -> String {
    let mut out = Writer::new(model, By::Ids);
    out.condition(condition);
    out.text
}

/// The same of an expression.
pub(super) fn expr(model: &Model, expr: &Expr) -> String {
    let mut out = Writer::new(model, By::Ids);
    out.expr(expr);
    out.text
}

/// The same of a fine.
pub(super) fn fine(model: &Model, fine: &Fine) -> String {
    let mut out = Writer::new(model, By::Ids);
    out.fine(fine);
    out.text
}

/// The same of a penalty, with the amounts of a fine or without.
pub(super) fn penalty(model: &Model, penalty: &PenaltyKind, amounts: bool) -> String {
    let mut out = Writer::new(model, By::Ids);
    out.penalty(penalty, amounts);
    out.text
}

/// The same of a sanction, with the amounts of its fines or without.
pub(super) fn sanction(model: &Model, sanction: &Sanction, amounts: bool) -> String {
    let mut out = Writer::new(model, By::Ids);
    out.sanction(sanction, amounts);
    out.text
}

/// The same of measures.
pub(super) fn measures(model: &Model, measures: &[Measure]) -> String {
    let mut out = Writer::new(model, By::Ids);
    measures.iter().for_each(|measure| out.measure(measure));
    out.text
}

/// The same of factors.
pub(super) fn factors(model: &Model, factors: &Factors) -> String {
    let mut out = Writer::new(model, By::Ids);
    out.factors(factors);
    out.text
}

/// The facts that a condition reads, definitions followed.
pub(super) fn facts_of(model: &Model, condition: &Condition, facts: &mut Vec<FactId>) {
    let mut out = Writer::new(model, By::Ids);
    out.condition(condition);
    facts.append(&mut out.facts);
}

/// The facts that an expression reads, definitions followed.
pub(super) fn facts_of_expr(model: &Model, expr: &Expr, facts: &mut Vec<FactId>) {
    let mut out = Writer::new(model, By::Ids);
    out.expr(expr);
    facts.append(&mut out.facts);
}

/// One of the conditions that an element must meet to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Demand {
    text: String,
    /// `作出日期 在 行为日期 前 2年以内`: all but the period, and the period.
    window: Option<(String, Period)>,
}

impl Demand {
    /// Whether what meets this meets the other: the same is asked, or the same window looks back less far.
    pub(super) fn implies(&self, other: &Demand) -> bool {
        let narrower = |one: Period, other: Period| match (one, other) {
            (Period::Days(one), Period::Days(other)) | (Period::Months(one), Period::Months(other)) => one <= other,
            _ => false,
        };
        self.text == other.text
            || matches!((&self.window, &other.window), (Some((a, one)), Some((b, two))) if a == b && narrower(*one, *two))
    }

    fn of(model: &Model, condition: &Condition) -> Demand {
        let window = match &condition.kind {
            ConditionKind::Compare(value, bounds) => bounds.lower.as_ref().and_then(|lower| match &lower.value.kind {
                ExprKind::Shift(anchor, Side::Before, period) => {
                    let lower = Some(BoundExpr { value: (**anchor).clone(), closure: lower.closure });
                    let kind = ConditionKind::Compare(value.clone(), Box::new(Bounds { lower, upper: bounds.upper.clone() }));
                    Some((self::condition(model, &Condition { kind, span: condition.span }), *period))
                }
                _ => None,
            }),
            _ => None,
        };
        Demand { text: self::condition(model, condition), window }
    }
}

/// What a filter demands: the conditions that must all hold.
pub(super) fn demands(model: &Model, filter: Option<&Condition>) -> Vec<Demand> {
    fn split(model: &Model, condition: &Condition, found: &mut Vec<Demand>) {
        match &condition.kind {
            ConditionKind::All(items) => items.iter().for_each(|item| split(model, &item.condition, found)),
            ConditionKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => split(model, inner, found),
                DefinitionValue::Expr(_) => found.push(Demand::of(model, condition)),
            },
            _ => found.push(Demand::of(model, condition)),
        }
    }
    let mut found = Vec::new();
    if let Some(filter) = filter {
        split(model, filter, &mut found);
    }
    found
}

/// A text of parts that versions of one rule share across models when they say the same.
pub(crate) fn by_name(model: &Model, part: Part<'_>) -> String {
    let mut out = Writer::new(model, By::Names);
    match part {
        Part::Condition(condition) => out.condition(condition),
        Part::Expr(expr) => out.expr(expr),
        Part::Factors(factors) => out.factors(factors),
        Part::Measures(measures) => measures.iter().for_each(|measure| out.measure(measure)),
    }
    out.text
}

/// What is written by name.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'p> {
    Condition(&'p Condition),
    Expr(&'p Expr),
    Factors(&'p Factors),
    Measures(&'p [Measure]),
}

struct Writer<'m> {
    model: &'m Model,
    by: By,
    text: String,
    facts: Vec<FactId>,
    /// The record of the list whose elements are filtered.
    record: Option<RecordId>,
}

impl<'m> Writer<'m> {
    fn new(model: &'m Model, by: By) -> Self {
        Self { model, by, text: String::new(), facts: Vec::new(), record: None }
    }

    fn put(&mut self, part: impl std::fmt::Debug) {
        // Writing to a String does not fail.
        let _ = write!(self.text, "{part:?};");
    }

    fn fact(&mut self, fact: FactId) {
        match self.by {
            By::Ids => self.put(fact),
            By::Names => {
                let declared = &self.model[fact];
                self.put((declared.key.to_string(), self.model.type_words(&declared.field.ty)));
            }
        }
        self.facts.push(fact);
    }

    /// A field of the list element under the filter.
    fn element(&mut self, field: usize) {
        let declared = self.record.and_then(|record| self.model[record].fields.get(field));
        match (self.by, declared) {
            (By::Names, Some(declared)) => self.put((&declared.name, self.model.type_words(&declared.ty))),
            _ => self.put(field),
        }
    }

    fn value(&mut self, ty: &Type, value: &Value) {
        match (self.by, value) {
            (By::Names, Value::Member(_)) => self.put(self.model.show(ty, value)),
            _ => self.put(value),
        }
    }

    fn members(&mut self, ty: &Type, members: &[u16]) {
        match self.by {
            By::Ids => self.put(members),
            By::Names => {
                let mut named: Vec<String> = members.iter().map(|member| self.model.show(ty, &Value::Member(*member))).collect();
                named.sort_unstable();
                self.put(named);
            }
        }
    }

    /// Parts of which the order says nothing.
    fn unordered<T>(&mut self, parts: &[T], write: impl Fn(&mut Self, &T)) {
        match self.by {
            By::Ids => parts.iter().for_each(|part| write(self, part)),
            By::Names => {
                let mut texts: Vec<String> = Vec::new();
                for part in parts {
                    let before = std::mem::take(&mut self.text);
                    write(self, part);
                    texts.push(std::mem::replace(&mut self.text, before));
                }
                texts.sort_unstable();
                self.text.push_str(&texts.concat());
            }
        }
        self.text.push(')');
    }

    fn items(&mut self, items: &[Item]) {
        self.unordered(items, |out, item| out.condition(&item.condition));
    }

    /// A filter over the elements of a list.
    fn over(&mut self, list: FactId, write: impl FnOnce(&mut Self)) {
        let record = match self.model[list].field.ty {
            Type::List(record) => Some(record),
            _ => None,
        };
        let outer = std::mem::replace(&mut self.record, record);
        write(self);
        self.record = outer;
    }

    fn measure(&mut self, measure: &Measure) {
        self.put(&measure.target);
        self.filter(measure.condition.as_ref());
        self.sanction(&measure.sanction, true);
    }

    fn bounds(&mut self, bounds: &Bounds) {
        for bound in [&bounds.lower, &bounds.upper] {
            match bound {
                None => self.text.push('-'),
                Some(bound) => {
                    self.put(bound.closure);
                    self.expr(&bound.value);
                }
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ConditionKind::Constant(value) => self.put(value),
            ConditionKind::Fact(fact) => self.fact(*fact),
            ConditionKind::Element(field) => {
                self.put("element");
                self.element(*field);
            }
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.condition(inner),
                DefinitionValue::Expr(inner) => self.expr(inner),
            },
            ConditionKind::Not(inner) => {
                self.put("not");
                self.condition(inner);
            }
            ConditionKind::All(items) => {
                self.text.push_str("all(");
                self.items(items);
            }
            ConditionKind::Any(items) => {
                self.text.push_str("any(");
                self.items(items);
            }
            ConditionKind::AtLeast(count, items) => {
                self.put(("at least", count));
                self.text.push('(');
                self.items(items);
            }
            ConditionKind::Except(base, exception) => {
                self.put("except");
                self.condition(base);
                self.condition(exception);
            }
            ConditionKind::Compare(value, bounds) => {
                self.put("compare");
                self.expr(value);
                self.bounds(bounds);
            }
            ConditionKind::Equals { value, among, negated } => {
                self.put(("equals", negated));
                self.expr(value);
                self.unordered(among, Self::expr);
            }
            ConditionKind::Member { value, among } => {
                self.put("member");
                self.members(&value.ty, among);
                self.expr(value);
            }
            ConditionKind::Present(fact, wanted) => {
                self.put(("present", wanted));
                self.fact(*fact);
            }
            ConditionKind::ElementPresent(field, wanted) => {
                self.put(("element present", wanted));
                self.element(*field);
            }
            ConditionKind::Contains(value, part) => {
                self.put(("contains", part));
                self.expr(value);
            }
            ConditionKind::Imposes(kind) => self.put(("imposes", &self.model[*kind].name)),
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Constant(value) => self.value(&expr.ty, value),
            ExprKind::Fact(fact) => self.fact(*fact),
            ExprKind::Element(field) => {
                self.put("element");
                self.element(*field);
            }
            ExprKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.condition(inner),
                DefinitionValue::Expr(inner) => self.expr(inner),
            },
            ExprKind::Binary(operator, left, right) => {
                self.put(operator);
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Larger(parts) | ExprKind::Smaller(parts) => {
                self.put(matches!(expr.kind, ExprKind::Larger(_)));
                self.unordered(parts, Self::expr);
            }
            ExprKind::ElapsedDays(from, to) | ExprKind::YearsOfAge(from, to) => {
                self.put(matches!(expr.kind, ExprKind::ElapsedDays(..)));
                self.expr(from);
                self.expr(to);
            }
            ExprKind::Shift(start, side, period) => {
                self.put((side, period));
                self.expr(start);
            }
            ExprKind::Count { list, filter } => {
                self.put("count");
                self.fact(*list);
                self.over(*list, |out| out.filter(filter.as_deref()));
            }
            ExprKind::Sum { list, field, filter } => {
                self.put("sum");
                self.fact(*list);
                self.over(*list, |out| {
                    out.element(*field);
                    out.filter(filter.as_deref());
                });
            }
            ExprKind::FactorScore(benchmark) => {
                self.put("score");
                self.model[*benchmark].factors.iter().for_each(|f| self.factors(f));
            }
            ExprKind::Outcome(which) => self.put(which),
        }
    }

    fn factors(&mut self, factors: &Factors) {
        self.put((factors.floor, factors.cap));
        for factor in &factors.factors {
            self.put((&factor.name, factor.weight));
            for row in &factor.rows {
                self.put(row.ratio);
                match &row.test {
                    FactorTest::When(condition) => self.condition(condition),
                    FactorTest::Otherwise => self.put("otherwise"),
                }
            }
        }
    }

    fn fine(&mut self, fine: &Fine) {
        match &fine.amount {
            FineAmount::Bounds(bounds) => self.bounds(bounds),
            FineAmount::ByScore => self.put("by score"),
        }
        for part in [&fine.floor, &fine.cap, &fine.usual] {
            match part {
                None => self.text.push('-'),
                Some(part) => self.expr(part),
            }
        }
        if let Some(growth) = &fine.growth {
            self.put(growth.part_counts);
            [&growth.fact, &growth.beyond, &growth.step, &growth.add].into_iter().for_each(|e| self.expr(e));
        }
    }

    fn penalty(&mut self, penalty: &PenaltyKind, amounts: bool) {
        match penalty {
            PenaltyKind::Fine(fine) if amounts => self.fine(fine),
            PenaltyKind::Fine(fine) => {
                self.put("fine");
                fine.usual.iter().for_each(|e| self.expr(e));
            }
            PenaltyKind::Other { kind, period, usual } => {
                self.put(&self.model[*kind].name);
                period.iter().for_each(|p| self.bounds(p));
                usual.iter().for_each(|e| self.expr(e));
            }
            PenaltyKind::Nested(inner) => self.sanction(inner, amounts),
        }
        self.text.push(')');
    }

    fn sanction(&mut self, sanction: &Sanction, amounts: bool) {
        let Sanction::Groups { first, groups } = sanction else { return self.put("waive") };
        self.put(first);
        for group in groups {
            self.put(group.connective);
            group.alternatives.iter().for_each(|p| self.penalty(&p.kind, amounts));
        }
        self.text.push(']');
    }

    fn filter(&mut self, filter: Option<&Condition>) {
        match filter {
            None => self.put("all"),
            Some(filter) => self.condition(filter),
        }
    }
}
