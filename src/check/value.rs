//! Values that cases give, read by the type of their fact.

use std::collections::HashSet;
use std::sync::Arc;

use super::Checker;
use super::names::problem_at;
use super::records::{Entry, join, shown};
use super::types::measure_term;
use crate::diagnostic::{CaseProblem, Span, Spanned, Term};
use crate::model::{Element, Field, Given, Type, Value};
use crate::syntax::tree::{Expr, Value as Written, ValueItem};

impl Checker<'_> {
    /// A value for a field; `None` is reported. `key` is what the case calls it.
    pub(super) fn given(&mut self, file: usize, key: &str, field: &Field, value: &Spanned<Written>) -> Option<Given> {
        match &value.node {
            Written::Unknown => Some(Given::Unknown),
            Written::Absent => {
                if self.is_category_member(field, "无") {
                    return self.known(file, key, field, &Spanned::new(Expr::Path(name_path("无", value.span)), value.span));
                }
                if !field.optional {
                    let declared = field.span;
                    let problem = CaseProblem::AbsentNotAllowed { key: key.to_owned() };
                    self.out.push(problem_at(problem, value.span).label(declared, "声明在这里", "declared here"));
                    return None;
                }
                Some(Given::Absent)
            }
            Written::Expr(expr) => self.known(file, key, field, &Spanned::new(expr.clone(), value.span)),
            Written::List(elements) => {
                let Type::List(record) = field.ty else { return self.wrong(key, field, Term::new("列表", "a list"), value.span) };
                let elements: Vec<Option<Element>> = elements.iter().map(|e| self.element(file, record.index(), e)).collect();
                let elements: Vec<Element> = elements.into_iter().collect::<Option<_>>()?;
                Some(Given::Known(Value::List(elements.into())))
            }
            Written::Record(_) => self.wrong(key, field, Term::new("一组要素", "a group of facts"), value.span),
        }
    }

    fn is_category_member(&self, field: &Field, name: &str) -> bool {
        matches!(field.ty, Type::Category(id) if self.member(id, name).is_some())
    }

    fn wrong(&mut self, key: &str, field: &Field, found: Term, span: Span) -> Option<Given> {
        let expected = self.type_term(&field.ty);
        let problem = CaseProblem::WrongValue { key: key.to_owned(), expected, found };
        self.out.push(problem_at(problem, span).label(field.span, "声明在这里", "declared here"));
        None
    }

    fn known(&mut self, file: usize, key: &str, field: &Field, expr: &Spanned<Expr>) -> Option<Given> {
        let value = match (&expr.node, &field.ty) {
            (Expr::Group(inner), _) => return self.known(file, key, field, inner),
            (Expr::Path(path), Type::Category(id)) => match path.node.as_slice() {
                [name] => self.member_value(*id, &name.node, expr.span)?,
                _ => return self.wrong(key, field, Term::new("要素名", "the name of a fact"), expr.span),
            },
            (Expr::Path(path), Type::Text) => match path.node.as_slice() {
                [name] => Value::Text(Arc::from(name.node.as_str())),
                _ => return self.wrong(key, field, Term::new("要素名", "the name of a fact"), expr.span),
            },
            (Expr::Literal(measure), ty) => {
                if !readable(measure, ty) {
                    return self.wrong(key, field, measure_term(measure), expr.span);
                }
                self.literal_as(file, measure, expr.span, ty, false)?
            }
            (Expr::Path(_), _) => return self.wrong(key, field, Term::new("名称", "a name"), expr.span),
            (Expr::Binary(..) | Expr::Larger(_) | Expr::Smaller(_) | Expr::Elapsed(..) | Expr::Shift(..) | Expr::OfList { .. }, _) => {
                return self.wrong(key, field, Term::new("算式", "a formula"), expr.span);
            }
        };
        if let (Value::Number(number), Some(bounds)) = (&value, &field.bounds)
            && !bounds.contains(number)
        {
            let problem = CaseProblem::OutOfBounds { key: key.to_owned(), bounds: bounds.map(|value| field.ty.show(value)).to_string() };
            self.out.push(problem_at(problem, expr.span).label(field.span, "声明在这里", "declared here"));
            return None;
        }
        Some(Given::Known(value))
    }

    /// An element of a list: what it does not give is unknown.
    fn element(&mut self, file: usize, record: usize, value: &Spanned<Written>) -> Option<Element> {
        let fields = self.model.records.get(record)?.fields.clone();
        let Written::Record(items) = &value.node else {
            let name = self.record_name(record).to_owned();
            let (expected, found) = (Term::new("{ 名 = 值 }", "{ name = value }"), Term::new("单个的值", "a single value"));
            self.report(CaseProblem::WrongValue { key: name, expected, found }, value.span);
            return None;
        };
        let mut element = vec![Given::Unknown; fields.len()];
        let mut seen = HashSet::new();
        let good = self.fill(file, record, &fields, "", items, &mut element, &mut seen);
        good.then_some(Element(element))
    }

    #[allow(clippy::too_many_arguments, reason = "the walk's state is plainer here than in a struct used once")]
    fn fill(
        &mut self,
        file: usize,
        record: usize,
        fields: &[Field],
        prefix: &str,
        items: &[ValueItem],
        element: &mut [Given],
        seen: &mut HashSet<String>,
    ) -> bool {
        let mut good = true;
        for item in items {
            let key = join(prefix, &item.name.node);
            if !seen.insert(key.clone()) {
                self.report(CaseProblem::SetTwice { key: shown(&key) }, item.name.span);
                good = false;
                continue;
            }
            match self.records.flat.get(record).and_then(|f| f.entries.get(&key)).cloned() {
                Some(Entry::Field { index, .. }) => {
                    let given = fields.get(index).and_then(|field| self.given(file, &shown(&key), field, &item.value));
                    match (given, element.get_mut(index)) {
                        (Some(given), Some(slot)) => *slot = given,
                        _ => good = false,
                    }
                }
                Some(Entry::Record { .. }) if matches!(item.value.node, Written::Record(_)) => {
                    if let Written::Record(inner) = &item.value.node {
                        good &= self.fill(file, record, fields, &key, inner, element, seen);
                    }
                }
                Some(Entry::Definition { .. }) => {
                    self.report(CaseProblem::DerivedGiven { key: shown(&key) }, item.name.span);
                    good = false;
                }
                Some(Entry::Bad) => good = false,
                Some(Entry::Record { .. }) | None => {
                    let near = super::near::near(&shown(&key), fields.iter().map(|f| f.name.as_str()));
                    let problem = CaseProblem::UnknownElementField { name: shown(&key), record: self.record_name(record).to_owned() };
                    self.out.push(problem_at(problem, item.name.span).suggest(near));
                    good = false;
                }
            }
        }
        good
    }
}

/// Whether a literal is at least of the right sort; the finer mistakes are told by [`Checker::literal_as`].
fn readable(measure: &crate::syntax::tree::Measure, ty: &Type) -> bool {
    use crate::syntax::tree::Measure as M;
    match (measure, ty) {
        (
            M::Number(_),
            Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_),
        )
        | (M::Quantity(..), Type::Integer(Some(_)) | Type::Quantity(_) | Type::Integer(None))
        | (M::Money(_), Type::Money)
        | (M::Ratio(_), Type::Ratio)
        | (M::Multiple(_), Type::Multiple)
        | (M::Period(_), Type::Period(_))
        | (M::Date(_), Type::Date)
        | (M::Text(_), Type::Text | Type::Category(_))
        | (M::Boolean(_), Type::Boolean) => true,
        (M::Period(p), Type::Integer(None)) => matches!(p, crate::law::Period::Days(_)),
        (
            M::Number(_)
            | M::Quantity(..)
            | M::Money(_)
            | M::Ratio(_)
            | M::Multiple(_)
            | M::Period(_)
            | M::Date(_)
            | M::Text(_)
            | M::Boolean(_),
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Money
            | Type::Ratio
            | Type::Multiple
            | Type::Quantity(_)
            | Type::Period(_)
            | Type::Date
            | Type::Text
            | Type::Category(_)
            | Type::List(_),
        ) => false,
    }
}

fn name_path(name: &str, span: Span) -> crate::syntax::tree::Path {
    Spanned::new(vec![Spanned::new(name.to_owned(), span)], span)
}
