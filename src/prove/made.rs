//! Conditions that no rule wrote, made to be asked; and the figures that written ones state.

use crate::diagnostic::Span;
use crate::law::{Closure, Exact};
use crate::model::{BoundExpr, Bounds, Condition, ConditionKind, Expr, ExprKind, FactId, Type, Value};

/// A figure of the type of another expression.
pub(super) fn figure(like: &Expr, figure: Exact, span: Span) -> Expr {
    Expr { kind: ExprKind::Constant(Value::Number(figure)), ty: like.ty.clone(), span }
}

/// The figure that an expression is.
pub(super) fn constant(expr: &Expr) -> Option<Exact> {
    match &expr.kind {
        ExprKind::Constant(Value::Number(figure)) => Some(*figure),
        _ => None,
    }
}

/// The opposite.
pub(super) fn not(condition: &Condition) -> Condition {
    Condition { kind: ConditionKind::Not(Box::new(condition.clone())), span: condition.span }
}

/// A fact that is just this.
pub(super) fn exactly(fact: FactId, ty: &Type, known: &Value, span: Span) -> Condition {
    let expr = |kind| Expr { kind, ty: ty.clone(), span };
    same(expr(ExprKind::Fact(fact)), &expr(ExprKind::Constant(known.clone())))
}

/// A figure that is just this.
pub(super) fn equals(value: &Expr, exactly: Exact, span: Span) -> Condition {
    same(Expr { span, ..value.clone() }, &figure(value, exactly, span))
}

fn same(value: Expr, other: &Expr) -> Condition {
    let bound = || Some(BoundExpr { value: other.clone(), closure: Closure::Inclusive });
    let span = other.span;
    Condition { kind: ConditionKind::Compare(value, Box::new(Bounds { lower: bound(), upper: bound() })), span }
}
