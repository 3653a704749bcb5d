//! Windows, elapsed times and date orders, all lowered to comparisons of dates.
//!
//! A period counts from the day after the first (民法典 arts. 201–202), so that `自 甲 至 乙 不满3个月` is 乙 before 甲 + 3个月.

use super::Checker;
use super::scope::Scope;
use crate::diagnostic::{Span, Spanned, TypeProblem};
use crate::law::{Closure, Period};
use crate::model::{self, BoundExpr, Bounds, ConditionKind, ExprKind, Side, Type};
use crate::syntax::tree::{Expr, Measure, RangeExpr, Relation, WindowSide};

/// The period of a literal.
pub(super) fn period_literal(expr: &Expr) -> Option<Period> {
    match expr {
        Expr::Literal(Measure::Period(period)) => Some(*period),
        Expr::Group(inner) => period_literal(&inner.node),
        Expr::Literal(_)
        | Expr::Path(_)
        | Expr::Binary(..)
        | Expr::Larger(_)
        | Expr::Smaller(_)
        | Expr::Elapsed(..)
        | Expr::Shift(..)
        | Expr::OfList { .. } => None,
    }
}

/// A bound of a window: the anchor moved by a period.
struct Moved {
    period: Period,
    closure: Closure,
    span: Span,
}

fn shift(anchor: &model::Expr, side: Side, moved: &Moved) -> BoundExpr {
    let kind = ExprKind::Shift(Box::new(anchor.clone()), side, moved.period);
    BoundExpr { value: model::Expr { kind, ty: Type::Date, span: moved.span }, closure: moved.closure }
}

impl<'t> Checker<'t> {
    /// An expression that is a date; `None` is reported.
    pub(super) fn date(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>) -> Option<model::Expr> {
        let lowered = self.expr(scope, expr)?;
        if lowered.ty == Type::Date {
            return Some(lowered);
        }
        let found = self.type_term(&lowered.ty);
        self.report(TypeProblem::NotDate { found }, lowered.span);
        None
    }

    /// The bounds of a range of periods; `None` is reported.
    fn periods(&mut self, range: &RangeExpr) -> Option<(Option<Moved>, Option<Moved>)> {
        let mut side = |bound: &Option<Box<crate::syntax::tree::RangeBound>>| match bound {
            None => Some(None),
            Some(bound) => match period_literal(&bound.value.node) {
                Some(period) => Some(Some(Moved { period, closure: bound.word.closure(), span: bound.value.span })),
                None => {
                    self.report(TypeProblem::PeriodNotLiteral {}, bound.value.span);
                    None
                }
            },
        };
        let (lower, upper) = (side(&range.lower), side(&range.upper));
        Some((lower?, upper?))
    }

    /// `发现日期 在 行为日期 后 2年以内`.
    pub(super) fn window(
        &mut self,
        scope: &mut Scope<'t>,
        (date, anchor): (&Spanned<Expr>, &Spanned<Expr>),
        side: WindowSide,
        range: &Spanned<RangeExpr>,
    ) -> Option<ConditionKind> {
        let (date, anchor, periods) = (self.date(scope, date), self.date(scope, anchor), self.periods(&range.node));
        let (date, anchor, (near, far)) = (date?, anchor?, periods?);
        // The anchor's own day is within: a decision on the day of filing is within 90 days of it.
        let own_day = || BoundExpr { value: anchor.clone(), closure: Closure::Inclusive };
        let bounds = match side {
            WindowSide::After => Bounds {
                lower: Some(near.map_or_else(own_day, |m| shift(&anchor, Side::After, &m))),
                upper: far.map(|m| shift(&anchor, Side::After, &m)),
            },
            WindowSide::Before => Bounds {
                lower: far.map(|m| shift(&anchor, Side::Before, &m)),
                upper: Some(near.map_or_else(own_day, |m| shift(&anchor, Side::Before, &m))),
            },
        };
        Some(ConditionKind::Compare(date, Box::new(bounds)))
    }

    /// `自 甲 至 乙 不满3个月`.
    pub(super) fn elapsed(
        &mut self,
        scope: &mut Scope<'t>,
        (from, to): (&Spanned<Expr>, &Spanned<Expr>),
        range: &Spanned<RangeExpr>,
    ) -> Option<ConditionKind> {
        let (from, to, periods) = (self.date(scope, from), self.date(scope, to), self.periods(&range.node));
        let (from, to, (lower, upper)) = (from?, to?, periods?);
        let bound = |moved: Option<Moved>| moved.map(|m| shift(&from, Side::After, &m));
        Some(ConditionKind::Compare(to, Box::new(Bounds { lower: bound(lower), upper: bound(upper) })))
    }

    /// `行为日期 早于 2021-07-15` and its like.
    pub(super) fn date_order(
        &mut self,
        scope: &mut Scope<'t>,
        left: &Spanned<Expr>,
        relation: &Spanned<Relation>,
        others: &[Spanned<Expr>],
    ) -> Option<ConditionKind> {
        let (word, lower, closure) = match relation.node {
            Relation::Before => ("早于", false, Closure::Exclusive),
            Relation::After => ("晚于", true, Closure::Exclusive),
            Relation::NotBefore => ("不早于", true, Closure::Inclusive),
            Relation::NotAfter => ("不晚于", false, Closure::Inclusive),
            Relation::Is | Relation::IsNot | Relation::Contains => return None,
        };
        let left = self.date(scope, left);
        let [other] = others else {
            self.report(TypeProblem::OneOperand { word: word.to_owned() }, relation.span);
            return None;
        };
        let bound = BoundExpr { value: self.date(scope, other)?, closure };
        let bounds = if lower { Bounds { lower: Some(bound), upper: None } } else { Bounds { lower: None, upper: Some(bound) } };
        Some(ConditionKind::Compare(left?, Box::new(bounds)))
    }
}
