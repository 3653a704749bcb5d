//! Expressions, typed: names resolved, units matched, arithmetic checked.

use super::Checker;
use super::dates::period_literal;
use super::records::{key, shown};
use super::scope::{ElementScope, Found, Scope, single};
use super::types::{is_figure, is_pure};
use crate::diagnostic::{SourceProblem, Span, Spanned, Term, TypeProblem};
use crate::model::{self, ExprKind, NESTING, Operator, STEPS, Side, Type, Value};
use crate::syntax::tree::{Condition, Expr, ExprOp, ListMeasure, Path, SpanUnit, WindowSide};

/// The most places that the definitions of list elements may unfold to in one load.
pub(super) const UNFOLD: usize = 100_000;

/// What the other side of a comparison asks of an expression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Want<'a> {
    pub(super) ty: &'a Type,
    /// The other side was computed, so that a number may be met by a ratio or a multiple.
    pub(super) loose: bool,
}

/// What is counted or summed of a list.
struct ListPart<'e> {
    list: &'e Path,
    filter: Option<&'e Spanned<Condition>>,
    measure: &'e ListMeasure,
}

impl<'t> Checker<'t> {
    /// Goes one level deeper; reports where the limit is passed.
    pub(super) fn deeper(&mut self, scope: &mut Scope<'t>, span: Span) -> Option<()> {
        if scope.depth >= NESTING {
            self.report(SourceProblem::TooDeep { limit: NESTING }, span);
            return None;
        }
        self.take_steps(scope, 1, span)?;
        scope.depth += 1;
        scope.deepest = scope.deepest.max(scope.depth);
        Some(())
    }

    /// Counts steps of a definition; reports where the limit is passed, once.
    fn take_steps(&mut self, scope: &mut Scope<'t>, steps: usize, span: Span) -> Option<()> {
        let Some(before) = scope.steps else { return Some(()) };
        let after = before.saturating_add(steps);
        scope.steps = Some(after);
        if before <= STEPS && after > STEPS {
            self.report(TypeProblem::TooManySteps { limit: STEPS }, span);
        }
        (after <= STEPS).then_some(())
    }

    /// Goes as deep as a definition does, and takes its steps: whoever reads a model recurses into what its definitions rest on.
    pub(super) fn through(&mut self, scope: &mut Scope<'t>, id: model::DefinitionId, span: Span) -> Option<()> {
        let deep = scope.depth + self.facts.height(id);
        if deep > NESTING {
            self.report(SourceProblem::TooDeep { limit: NESTING }, span);
            return None;
        }
        scope.deepest = scope.deepest.max(deep);
        self.take_steps(scope, self.facts.steps(id), span)
    }

    /// An expression of any type; `None` is reported.
    pub(super) fn expr(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>) -> Option<model::Expr> {
        self.typed_expr(scope, expr, None)
    }

    /// An expression that goes with `want`; `None` is reported.
    pub(super) fn expr_as(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>, want: Want<'_>) -> Option<model::Expr> {
        let found = self.typed_expr(scope, expr, Some(want))?;
        if self.compatible(&found.ty, want.ty) {
            return Some(found);
        }
        self.report_mismatch(want.ty, &found);
        None
    }

    /// Reports two types that do not go together, as precisely as can be.
    pub(super) fn report_mismatch(&mut self, expected: &Type, found: &model::Expr) {
        match (expected, &found.ty) {
            (Type::Quantity(expected) | Type::Integer(Some(expected)), Type::Quantity(unit) | Type::Integer(Some(unit))) => {
                self.report(TypeProblem::WrongUnit { unit: unit.to_string(), expected: expected.to_string() }, found.span);
            }
            (Type::Period(expected), Type::Period(family)) => {
                let (found_term, expected) = (super::types::family_term(*family), super::types::family_term(*expected));
                self.report(TypeProblem::PeriodFamilies { found: found_term, expected }, found.span);
            }
            _ => {
                let (expected, found_term) = (self.type_term(expected), self.type_term(&found.ty));
                self.report(TypeProblem::Mismatch { expected, found: found_term }, found.span);
            }
        }
    }

    fn typed_expr(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>, want: Option<Want<'_>>) -> Option<model::Expr> {
        self.deeper(scope, expr.span)?;
        let result = self.expr_inner(scope, expr, want);
        scope.depth -= 1;
        result
    }

    fn expr_inner(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>, want: Option<Want<'_>>) -> Option<model::Expr> {
        let span = expr.span;
        let made = |kind, ty| Some(model::Expr { kind, ty, span });
        match &expr.node {
            Expr::Literal(measure) => match want {
                Some(Want { ty, loose }) => {
                    let value = self.literal_as(scope.file, measure, span, ty, loose)?;
                    made(ExprKind::Constant(value), ty.clone())
                }
                None => {
                    let (value, ty) = self.literal(scope.file, measure, span)?;
                    made(ExprKind::Constant(value), ty)
                }
            },
            Expr::Path(path) => self.path_expr(scope, path, want),
            Expr::Group(inner) => self.typed_expr(scope, inner, want),
            Expr::Binary(op, left, right) => self.binary(scope, *op, left, right, span),
            Expr::Larger(all) => self.extreme(scope, all, want).and_then(|(all, ty)| made(ExprKind::Larger(all), ty)),
            Expr::Smaller(all) => self.extreme(scope, all, want).and_then(|(all, ty)| made(ExprKind::Smaller(all), ty)),
            Expr::Elapsed(from, to, unit) => {
                let (from, to) = (self.date(scope, from), self.date(scope, to));
                let (from, to) = (Box::new(from?), Box::new(to?));
                match unit {
                    Some(SpanUnit::Days) => made(ExprKind::ElapsedDays(from, to), Type::Integer(None)),
                    Some(SpanUnit::YearsOfAge) => {
                        let unit = self.model.units.get("周岁").cloned();
                        made(ExprKind::YearsOfAge(from, to), Type::Integer(unit))
                    }
                    None => {
                        self.report(TypeProblem::ElapsedAlone {}, span);
                        None
                    }
                }
            }
            Expr::Shift(date, side, period) => {
                let date = self.date(scope, date);
                let Some(period) = period_literal(&period.node) else {
                    self.report(TypeProblem::PeriodNotLiteral {}, period.span);
                    return None;
                };
                let side = match side {
                    WindowSide::Before => Side::Before,
                    WindowSide::After => Side::After,
                };
                made(ExprKind::Shift(Box::new(date?), side, period), Type::Date)
            }
            Expr::OfList { list, filter, measure } => {
                let part = ListPart { list, filter: filter.as_deref(), measure };
                self.of_list(scope, &part, span)
            }
        }
    }

    /// A name: a member where a category is wanted, else a fact, a definition or an outcome.
    fn path_expr(&mut self, scope: &mut Scope<'t>, path: &Path, want: Option<Want<'_>>) -> Option<model::Expr> {
        let span = path.span;
        let made = |kind, ty| Some(model::Expr { kind, ty, span });
        let category = want.and_then(|w| if let Type::Category(id) = w.ty { Some(*id) } else { None });
        if let (Some(id), Some(name)) = (category, single(path)) {
            if let Some(at) = self.member(id, &name.node) {
                return made(ExprKind::Constant(Value::Member(at)), Type::Category(id));
            }
            if self.look_up(scope, path) == Found::Nothing {
                self.member_value(id, &name.node, span);
                return None;
            }
        }
        match self.look_up(scope, path) {
            Found::Fact(id) => {
                let ty = self.model.facts.get(id.index())?.field.ty.clone();
                made(ExprKind::Fact(id), ty)
            }
            Found::Definition(id) => {
                self.through(scope, id, path.span)?;
                let ty = self.definition_type(id);
                made(ExprKind::Definition(id), ty)
            }
            Found::Element { record, index } => {
                let ty = self.model.records.get(record)?.fields.get(index)?.ty.clone();
                made(ExprKind::Element(index), ty)
            }
            Found::ElementDefinition { decl, prefix } => match self.unfold(scope, decl, &prefix, span)? {
                model::DefinitionValue::Expr(expr) => Some(expr),
                model::DefinitionValue::Condition(_) => {
                    self.report(TypeProblem::NotValue {}, span);
                    None
                }
            },
            Found::Outcome(outcome) => made(ExprKind::Outcome(outcome), Type::Money),
            Found::Score(id) => made(ExprKind::FactorScore(id), Type::Ratio),
            Found::Record => {
                self.report(TypeProblem::RecordAsValue { name: shown(&key(&path.node)) }, span);
                None
            }
            Found::Bad => None,
            Found::Nothing => {
                self.report_unknown(scope, path);
                None
            }
        }
    }

    /// A definition of a list element, lowered where it is used: elements have no definitions of their own in the model.
    pub(super) fn unfold(&mut self, scope: &mut Scope<'t>, decl: usize, prefix: &str, span: Span) -> Option<model::DefinitionValue> {
        let element = scope.element.clone()?;
        if self.is_circular(decl) {
            return None;
        }
        self.unfolded += 1;
        if self.unfolded > UNFOLD {
            if self.unfolded == UNFOLD + 1 {
                self.report(TypeProblem::ElementTooLarge { limit: UNFOLD }, span);
            }
            return None;
        }
        let definition = self.records.definitions.get(decl)?;
        let (file, value) = (definition.file, definition.value);
        let mut inner = Scope::new(file, Vec::new(), scope.place);
        inner.element = Some(ElementScope { record: element.record, prefix: prefix.to_owned() });
        inner.depth = scope.depth;
        self.deeper(&mut inner, span)?;
        let value = self.definition_value(&mut inner, value);
        scope.deepest = scope.deepest.max(inner.deepest);
        value
    }

    fn binary(
        &mut self,
        scope: &mut Scope<'t>,
        op: ExprOp,
        left: &Spanned<Expr>,
        right: &Spanned<Expr>,
        span: Span,
    ) -> Option<model::Expr> {
        let (left, right) = (self.expr(scope, left), self.expr(scope, right));
        let (left, right) = (left?, right?);
        let (op, ty) = match op {
            ExprOp::Add => (Operator::Add, self.sum_type(&left.ty, &right.ty, span)?),
            ExprOp::Subtract => (Operator::Subtract, self.sum_type(&left.ty, &right.ty, span)?),
            ExprOp::Multiply => (Operator::Multiply, self.product_type(&left.ty, &right.ty, span)?),
            ExprOp::Divide => {
                if matches!(&right.kind, ExprKind::Constant(Value::Number(n)) if n.is_zero()) {
                    self.report(TypeProblem::DivisionByZero {}, right.span);
                    return None;
                }
                (Operator::Divide, self.quotient_type(&left.ty, &right.ty, span)?)
            }
        };
        Some(model::Expr { kind: ExprKind::Binary(op, Box::new(left), Box::new(right)), ty, span })
    }

    fn terms(&self, left: &Type, right: &Type) -> (Term, Term) {
        (self.type_term(left), self.type_term(right))
    }

    fn sum_type(&mut self, left: &Type, right: &Type, span: Span) -> Option<Type> {
        let alike = is_figure(left) && is_figure(right) && self.compatible(left, right);
        if !alike {
            let (left, right) = self.terms(left, right);
            self.report(TypeProblem::CannotAdd { left, right }, span);
            return None;
        }
        Some(match (left, right) {
            (Type::Integer(a), Type::Integer(b)) => Type::Integer(a.clone().or_else(|| b.clone())),
            (Type::Integer(_) | Type::Number, other) => other.clone(),
            (other, _) => other.clone(),
        })
    }

    fn product_type(&mut self, left: &Type, right: &Type, span: Span) -> Option<Type> {
        match (left, right) {
            (Type::Integer(a), Type::Integer(b)) => {
                Some(Type::Integer(if a.is_some() && b.is_some() { None } else { a.clone().or_else(|| b.clone()) }))
            }
            (Type::Ratio, Type::Ratio) => Some(Type::Ratio),
            (a, b) if is_pure(a) && is_pure(b) => Some(Type::Number),
            (a, b) if is_pure(a) && is_figure(b) => Some(b.clone()),
            (a, b) if is_figure(a) && is_pure(b) => Some(a.clone()),
            (a, b) => {
                let (left, right) = self.terms(a, b);
                self.report(TypeProblem::CannotMultiply { left, right }, span);
                None
            }
        }
    }

    fn quotient_type(&mut self, left: &Type, right: &Type, span: Span) -> Option<Type> {
        match (left, right) {
            (a, b) if is_pure(a) && is_pure(b) => Some(Type::Number),
            (a, b) if is_figure(a) && is_pure(b) => Some(a.clone()),
            (a, b) if is_figure(a) && is_figure(b) && self.compatible(a, b) => Some(Type::Number),
            (a, b) => {
                let (left, right) = self.terms(a, b);
                self.report(TypeProblem::CannotDivide { left, right }, span);
                None
            }
        }
    }

    /// The operands of 较大者 and 较小者, of one type.
    fn extreme(&mut self, scope: &mut Scope<'t>, all: &[Spanned<Expr>], want: Option<Want<'_>>) -> Option<(Vec<model::Expr>, Type)> {
        let lowered: Vec<Option<model::Expr>> = all.iter().map(|e| self.typed_expr(scope, e, want)).collect();
        let lowered = lowered.into_iter().collect::<Option<Vec<_>>>()?;
        let ty = lowered.first()?.ty.clone();
        for other in &lowered {
            let ordered = is_figure(&other.ty) || other.ty == Type::Date;
            if !ordered {
                let found = self.type_term(&other.ty);
                self.report(TypeProblem::NotNumeric { found }, other.span);
                return None;
            }
            if !self.compatible(&ty, &other.ty) {
                let (left, right) = self.terms(&ty, &other.ty);
                self.report(TypeProblem::MixedOperands { left, right }, other.span);
                return None;
            }
        }
        Some((lowered, ty))
    }

    fn of_list(&mut self, scope: &mut Scope<'t>, part: &ListPart<'_>, span: Span) -> Option<model::Expr> {
        if scope.element.is_some() {
            self.report(TypeProblem::NestedFilter {}, span);
            return None;
        }
        let list = match self.look_up(scope, part.list) {
            Found::Fact(id) => id,
            Found::Bad => return None,
            Found::Nothing => {
                self.report_unknown(scope, part.list);
                return None;
            }
            Found::Definition(_)
            | Found::Element { .. }
            | Found::ElementDefinition { .. }
            | Found::Record
            | Found::Outcome(_)
            | Found::Score(_) => {
                self.report(TypeProblem::NotList { name: shown(&key(&part.list.node)) }, part.list.span);
                return None;
            }
        };
        let Some(Type::List(record)) = self.model.facts.get(list.index()).map(|f| f.field.ty.clone()) else {
            self.report(TypeProblem::NotList { name: shown(&key(&part.list.node)) }, part.list.span);
            return None;
        };
        let filter = match part.filter {
            None => None,
            Some(filter) => {
                scope.element = Some(ElementScope { record: record.index(), prefix: String::new() });
                let lowered = self.condition(scope, filter);
                scope.element = None;
                Some(Box::new(lowered?))
            }
        };
        match part.measure {
            ListMeasure::Count => {
                let unit = self.model.units.get("次").cloned();
                Some(model::Expr { kind: ExprKind::Count { list, filter }, ty: Type::Integer(unit), span })
            }
            ListMeasure::Sum(name) => {
                let fields = self.model.records.get(record.index()).map(|r| r.fields.as_slice()).unwrap_or_default();
                let Some((field, ty)) =
                    fields.iter().position(|f| f.name == name.node).and_then(|at| Some((at, fields.get(at)?.ty.clone())))
                else {
                    let names: Vec<String> = fields.iter().map(|f| f.name.clone()).collect();
                    let near = super::near::near(&name.node, names.iter().map(String::as_str));
                    let problem = crate::diagnostic::CaseProblem::UnknownElementField {
                        name: name.node.clone(),
                        record: self.record_name(record.index()).to_owned(),
                    };
                    self.out.push(super::names::problem_at(problem, name.span).suggest(near));
                    return None;
                };
                if !is_figure(&ty) {
                    let found = self.type_term(&ty);
                    self.report(TypeProblem::NotNumeric { found }, name.span);
                    return None;
                }
                if let Some(super::records::Entry::Field { decl, .. }) =
                    self.records.flat.get(record.index()).and_then(|f| f.entries.get(&name.node))
                {
                    let decl = *decl;
                    if let Some(field) = self.records.fields.get_mut(decl) {
                        field.used = true;
                    }
                }
                Some(model::Expr { kind: ExprKind::Sum { list, field, filter }, ty, span })
            }
        }
    }
}
