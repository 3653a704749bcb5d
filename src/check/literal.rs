//! Literals read as values of a type: units converted to base units, counts checked. Knows nothing of names but units.

use std::sync::Arc;

use super::Checker;
use super::names::problem_at;
use super::types::{count, example, family, family_term, measure_term};
use crate::diagnostic::{NameProblem, Span, TypeProblem};
use crate::law::{Exact, Period};
use crate::model::{EnumerationId, Type, Value};
use crate::syntax::tree::Measure;

impl Checker<'_> {
    /// A literal as a value of `ty`; `None` is reported. `loose` lets a computed number be met by a ratio or a multiple.
    pub(super) fn literal_as(&mut self, file: usize, measure: &Measure, span: Span, ty: &Type, loose: bool) -> Option<Value> {
        match (measure, ty) {
            (Measure::Number(n), Type::Number) => Some(Value::Number(*n)),
            (Measure::Number(n), Type::Integer(_)) => self.whole(*n, span),
            (Measure::Quantity(n, name), Type::Integer(expected)) => {
                let unit = self.unit(file, name)?;
                match expected {
                    Some(expected) if unit.dimension() == expected.dimension() => {
                        let n = self.fits(n.checked_mul(unit.factor()).and_then(|n| n.checked_div(expected.factor())), span)?;
                        self.whole(n, span)
                    }
                    None if self.counts(&unit) => self.whole(*n, span),
                    Some(expected) => {
                        self.report(TypeProblem::WrongUnit { unit: name.node.clone(), expected: expected.to_string() }, name.span);
                        None
                    }
                    None => self.mismatch(measure, span, ty),
                }
            }
            // 自 … 至 … 的 天数 and whole numbers of days are as often written with 日 as without.
            (Measure::Period(p @ Period::Days(_)), Type::Integer(None)) => Some(Value::Number(count(*p))),
            (Measure::Quantity(n, name), Type::Quantity(expected)) => {
                let unit = self.unit(file, name)?;
                if unit.dimension() != expected.dimension() {
                    self.report(TypeProblem::WrongUnit { unit: name.node.clone(), expected: expected.to_string() }, name.span);
                    return None;
                }
                self.fits(n.checked_mul(unit.factor()), span).map(Value::Number)
            }
            (Measure::Money(m), Type::Money) => Some(Value::Number(m.to_yuan())),
            (Measure::Ratio(r), Type::Ratio) => Some(Value::Number(r.exact())),
            (Measure::Multiple(m), Type::Multiple) => Some(Value::Number(m.exact())),
            (Measure::Ratio(r), Type::Number) if loose => Some(Value::Number(r.exact())),
            (Measure::Multiple(m), Type::Number) if loose => Some(Value::Number(m.exact())),
            (Measure::Period(p), Type::Period(expected)) => {
                if family(*p) != *expected {
                    let (found, expected) = (family_term(family(*p)), family_term(*expected));
                    self.report(TypeProblem::PeriodFamilies { found, expected }, span);
                    return None;
                }
                Some(Value::Number(count(*p)))
            }
            (Measure::Date(d), Type::Date) => Some(Value::Date(*d)),
            (Measure::Text(t), Type::Text) => Some(Value::Text(Arc::from(t.as_str()))),
            (Measure::Text(t), Type::Category(id)) => self.member_value(*id, t, span),
            (Measure::Boolean(b), Type::Boolean) => Some(Value::Boolean(*b)),
            (Measure::Number(_), Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_)) => {
                let expected = self.type_term(ty);
                self.report(TypeProblem::UnitMissing { expected, example: example(ty) }, span);
                None
            }
            (
                Measure::Number(_)
                | Measure::Money(_)
                | Measure::Ratio(_)
                | Measure::Multiple(_)
                | Measure::Period(_)
                | Measure::Quantity(..)
                | Measure::Date(_)
                | Measure::Text(_)
                | Measure::Boolean(_),
                _,
            ) => self.mismatch(measure, span, ty),
        }
    }

    /// A literal with the type it has by itself; `None` is reported.
    pub(super) fn literal(&mut self, file: usize, measure: &Measure, span: Span) -> Option<(Value, Type)> {
        Some(match measure {
            Measure::Number(n) if n.is_integer() => (Value::Number(*n), Type::Integer(None)),
            Measure::Number(n) => (Value::Number(*n), Type::Number),
            Measure::Money(m) => (Value::Number(m.to_yuan()), Type::Money),
            Measure::Ratio(r) => (Value::Number(r.exact()), Type::Ratio),
            Measure::Multiple(m) => (Value::Number(m.exact()), Type::Multiple),
            Measure::Period(p) => (Value::Number(count(*p)), Type::Period(family(*p))),
            Measure::Quantity(n, name) => {
                let unit = self.unit(file, name)?;
                if self.counts(&unit) && n.is_integer() {
                    (Value::Number(*n), Type::Integer(Some(unit)))
                } else {
                    let base = self.fits(n.checked_mul(unit.factor()), span)?;
                    (Value::Number(base), Type::Quantity(unit))
                }
            }
            Measure::Date(d) => (Value::Date(*d), Type::Date),
            Measure::Text(t) => (Value::Text(Arc::from(t.as_str())), Type::Text),
            Measure::Boolean(b) => (Value::Boolean(*b), Type::Boolean),
        })
    }

    /// A member as a value; `None` is reported.
    pub(super) fn member_value(&mut self, id: EnumerationId, name: &str, span: Span) -> Option<Value> {
        if let Some(at) = self.member(id, name) {
            return Some(Value::Member(at));
        }
        let enumeration = self.model.enumerations.get(id.index())?;
        let near = super::near::near(name, enumeration.members.iter().map(String::as_str));
        let problem = NameProblem::UnknownMember { name: name.to_owned(), enumeration: enumeration.name.clone() };
        let label = (format!("它的各项:{}", enumeration.members.join("、")), format!("its members: {}", enumeration.members.join(", ")));
        let diagnostic = problem_at(problem, span).suggest(near).label(enumeration.span, label.0, label.1);
        self.out.push(diagnostic);
        None
    }

    fn whole(&mut self, value: Exact, span: Span) -> Option<Value> {
        if value.is_integer() {
            return Some(Value::Number(value));
        }
        self.report(TypeProblem::NotWhole { value: value.to_string() }, span);
        None
    }

    fn fits(&mut self, value: Option<Exact>, span: Span) -> Option<Exact> {
        if value.is_none() {
            self.report(TypeProblem::Overflow {}, span);
        }
        value
    }

    fn mismatch(&mut self, measure: &Measure, span: Span, ty: &Type) -> Option<Value> {
        let (expected, found) = (self.type_term(ty), measure_term(measure));
        self.report(TypeProblem::Mismatch { expected, found }, span);
        None
    }
}
