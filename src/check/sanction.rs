//! What is imposed: penalties, fines of every form lowered to bounds of money, connectives.

use super::Checker;
use super::condition::constant_range;
use super::expr::Want;
use super::scope::{Place, Scope, Score};
use super::types::is_figure;
use crate::diagnostic::{BenchmarkProblem, Span, Spanned, TypeProblem};
use crate::law::Closure;
use crate::model::{
    self, BoundExpr, Bounds, ExprKind, Fine, FineAmount, FineForm, Group, Growth, KindId, Measure, Operator, PenaltyKind, RootKind, Type,
    Value,
};
use crate::syntax::tree::{self, Expr, FineBasis, Penalty, RangeBound, RangeExpr, Sanction};

const MONEY: Want<'static> = Want { ty: &Type::Money, loose: false };

impl<'t> Checker<'t> {
    /// `若 … 则 对 … 处 …`; `None` is reported.
    pub(super) fn measure(
        &mut self,
        scope: &mut Scope<'t>,
        condition: Option<&Spanned<tree::Condition>>,
        target: Option<&tree::Name>,
        sanction: &Spanned<Sanction>,
        span: Span,
    ) -> Option<Measure> {
        let condition = match condition {
            None => Some(None),
            Some(condition) => self.condition(scope, condition).map(Some),
        };
        let lowered = self.sanction(scope, sanction);
        Some(Measure { condition: condition?, target: target.map(|t| t.node.clone()), sanction: lowered?, span })
    }

    /// A sanction; `None` is reported.
    pub(super) fn sanction(&mut self, scope: &mut Scope<'t>, sanction: &Spanned<Sanction>) -> Option<model::Sanction> {
        self.deeper(scope, sanction.span)?;
        let lowered = self.sanction_inner(scope, sanction);
        scope.depth -= 1;
        lowered
    }

    fn sanction_inner(&mut self, scope: &mut Scope<'t>, sanction: &Spanned<Sanction>) -> Option<model::Sanction> {
        let (first, groups) = match &sanction.node {
            Sanction::None => return Some(model::Sanction::Waive),
            Sanction::Groups { first, groups } => (first, groups),
        };
        let mut good = true;
        let mut lowered = Vec::with_capacity(groups.len());
        for (connective, group) in groups {
            let connective = match connective {
                tree::Connective::Listed | tree::Connective::And => model::Connective::And,
                tree::Connective::MayAnd => model::Connective::MayAnd,
                tree::Connective::EitherOrBoth => model::Connective::EitherOrBoth,
            };
            let mut alternatives = Vec::with_capacity(group.node.len());
            for penalty in &group.node {
                match self.penalty(scope, penalty) {
                    Some(penalty) => alternatives.push(penalty),
                    None => good = false,
                }
            }
            lowered.push(Group { connective, alternatives });
        }
        let first = modality(*first);
        (good && !lowered.is_empty()).then_some(model::Sanction::Groups { first, groups: lowered })
    }

    fn penalty(&mut self, scope: &mut Scope<'t>, penalty: &Spanned<Penalty>) -> Option<model::Penalty> {
        let kind = match &penalty.node {
            Penalty::Fine(fine) => PenaltyKind::Fine(Box::new(self.fine(scope, fine, penalty.span)?)),
            Penalty::Nested(inner) => {
                let lowered = self.sanction(scope, inner)?;
                if lowered == model::Sanction::Waive {
                    self.report(BenchmarkProblem::WaiverWithMore {}, inner.span);
                    return None;
                }
                PenaltyKind::Nested(Box::new(lowered))
            }
            Penalty::Kind { kind, measure, usual } => {
                if kind.node == "不予处罚" {
                    self.report(BenchmarkProblem::WaiverWithMore {}, kind.span);
                    return None;
                }
                let id = self.kind(scope.file, kind)?;
                let root = self.model.kinds.get(id.index())?.root;
                if root == RootKind::Fine && measure.is_none() {
                    self.report(BenchmarkProblem::FineWithoutAmount {}, kind.span);
                    return None;
                }
                let period = match measure {
                    None => None,
                    Some(range) => Some(self.period_of(scope, id, root, kind, range)?),
                };
                let usual = match (usual, &period) {
                    (Some(usual), Some(bounds)) => {
                        let ty = bounds.lower.as_ref().or(bounds.upper.as_ref()).map(|b| b.value.ty.clone())?;
                        let value = self.expr_as(scope, usual, Want { ty: &ty, loose: false })?;
                        self.warn_usual(&value, bounds);
                        Some(value)
                    }
                    (Some(usual), None) => {
                        self.report(BenchmarkProblem::PeriodOnKind { kind: kind.node.clone() }, usual.span);
                        return None;
                    }
                    (None, _) => None,
                };
                PenaltyKind::Other { kind: id, period: period.map(Box::new), usual }
            }
        };
        Some(model::Penalty { kind, span: penalty.span })
    }

    fn period_of(
        &mut self,
        scope: &mut Scope<'t>,
        _id: KindId,
        root: RootKind,
        kind: &tree::Name,
        range: &Spanned<RangeExpr>,
    ) -> Option<Bounds> {
        if !has_period(root) {
            self.report(BenchmarkProblem::PeriodOnKind { kind: kind.node.clone() }, range.span);
            return None;
        }
        let first = range.node.lower.as_ref().or(range.node.upper.as_ref())?;
        let value = self.expr(scope, &first.value)?;
        let Type::Period(family) = value.ty else {
            let (expected, found) = (crate::diagnostic::Term::new("期限", "a period"), self.type_term(&value.ty));
            self.report(TypeProblem::Mismatch { expected, found }, value.span);
            return None;
        };
        self.bounds(scope, range, &Type::Period(family), false)
    }

    fn fine(&mut self, scope: &mut Scope<'t>, fine: &tree::Fine, span: Span) -> Option<Fine> {
        let amount = self.fine_amount(scope, &fine.basis, span);
        let growth = match &fine.growth {
            None => Some(None),
            Some(growth) => self.growth(scope, &growth.node).map(Some),
        };
        let mut money = |expr: &Option<Spanned<Expr>>| match expr {
            None => Some(None),
            Some(expr) => self.expr_as(scope, expr, MONEY).map(Some),
        };
        let (floor, cap, usual) = (money(&fine.floor), money(&fine.cap), money(&fine.usual));
        let (form, amount) = amount?;
        let (floor, cap, usual) = (floor?, cap?, usual?);
        let figure = |e: &Option<model::Expr>| {
            e.as_ref().and_then(|e| if let ExprKind::Constant(Value::Number(n)) = e.kind { Some((n, e.span)) } else { None })
        };
        if let (Some((low, _)), Some((high, span))) = (figure(&floor), figure(&cap))
            && low > high
        {
            self.report(crate::diagnostic::SoundnessProblem::FloorAboveCap {}, span);
        }
        if let (Some(usual), FineAmount::Bounds(bounds)) = (&usual, &amount) {
            self.warn_usual(usual, bounds);
        }
        Some(Fine { form, amount, growth: growth?.map(Box::new), floor, cap, usual })
    }

    /// The form of a fine and its bounds.
    fn fine_amount(&mut self, scope: &mut Scope<'t>, basis: &FineBasis, span: Span) -> Option<(FineForm, FineAmount)> {
        let bounded = |form, bounds| Some((form, FineAmount::Bounds(bounds)));
        match basis {
            FineBasis::Exactly(expr) => {
                let value = self.money(scope, expr)?;
                let form = if matches!(value.kind, ExprKind::Constant(_)) { FineForm::Fixed } else { FineForm::Formula };
                bounded(form, exactly(value))
            }
            FineBasis::Range(range) => {
                let mut side = |bound: &Option<Box<RangeBound>>| match bound {
                    None => Some(None),
                    Some(bound) => self.money(scope, &bound.value).map(|value| Some(BoundExpr { value, closure: bound.word.closure() })),
                };
                let (lower, upper) = (side(&range.node.lower), side(&range.node.upper));
                let bounds = Bounds { lower: lower?, upper: upper? };
                if constant_range(&bounds).is_some_and(|r| r.is_empty()) {
                    self.report(crate::diagnostic::SoundnessProblem::EmptyRange {}, range.span);
                    return None;
                }
                let literal = |b: &Option<BoundExpr>| b.as_ref().is_none_or(|b| matches!(b.value.kind, ExprKind::Constant(_)));
                let form = match (&bounds.lower, &bounds.upper) {
                    (lower, upper) if !(literal(lower) && literal(upper)) => FineForm::Formula,
                    (Some(l), Some(u)) if l.value.kind == u.value.kind && l.closure == u.closure => FineForm::Fixed,
                    _ => FineForm::Range,
                };
                bounded(form, bounds)
            }
            FineBasis::OfFact(expr, range) => {
                let base = self.expr(scope, expr);
                let bounds = self.factors_of(scope, range);
                let (base, (form, bounds)) = (base?, bounds?);
                if base.ty != Type::Money {
                    let found = self.type_term(&base.ty);
                    self.report(BenchmarkProblem::FineOfNotMoney { found }, base.span);
                    return None;
                }
                bounded(form, times(&base, bounds))
            }
            FineBasis::PerUnit { fact, each, rate } => {
                let fact = self.expr(scope, fact);
                let rate = self.bounds(scope, rate, &Type::Money, false);
                let fact = fact?;
                if !is_figure(&fact.ty) || fact.ty == Type::Money {
                    let found = self.type_term(&fact.ty);
                    self.report(TypeProblem::NotNumeric { found }, fact.span);
                    return None;
                }
                let each = self.expr_as(scope, each, Want { ty: &fact.ty, loose: false })?;
                if not_positive(&each) {
                    self.report(BenchmarkProblem::StepNotPositive {}, each.span);
                    return None;
                }
                let span = fact.span.to(each.span);
                let units =
                    model::Expr { kind: ExprKind::Binary(Operator::Divide, Box::new(fact), Box::new(each)), ty: Type::Number, span };
                bounded(FineForm::PerUnit, times(&units, rate?))
            }
            FineBasis::ByScore => match scope.place {
                Place::Benchmark(_, Score::Known) => Some((FineForm::Score, FineAmount::ByScore)),
                Place::Benchmark(_, Score::Unknown) | Place::Plain | Place::Procedure => {
                    self.report(TypeProblem::ScoreElsewhere {}, span);
                    None
                }
            },
        }
    }

    /// An amount of money; `None` is reported in a fine's words.
    fn money(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>) -> Option<model::Expr> {
        // A literal is told of its missing unit; anything else of its type.
        if let Expr::Literal(tree::Measure::Number(_)) = &expr.node {
            return self.expr_as(scope, expr, MONEY);
        }
        let value = self.expr(scope, expr)?;
        if value.ty == Type::Money {
            return Some(value);
        }
        let found = self.type_term(&value.ty);
        self.report(BenchmarkProblem::FineNotMoney { found }, value.span);
        None
    }

    /// Multiples or ratios that a fine is of its base.
    fn factors_of(&mut self, scope: &mut Scope<'t>, range: &Spanned<RangeExpr>) -> Option<(FineForm, Bounds)> {
        let first = range.node.lower.as_ref().or(range.node.upper.as_ref())?;
        let value = self.expr(scope, &first.value)?;
        let form = match value.ty {
            Type::Multiple => FineForm::Multiple,
            Type::Ratio => FineForm::Ratio,
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Money
            | Type::Quantity(_)
            | Type::Period(_)
            | Type::Date
            | Type::Text
            | Type::Category(_)
            | Type::List(_) => {
                let found = self.type_term(&value.ty);
                self.report(BenchmarkProblem::FineFactor { found }, value.span);
                return None;
            }
        };
        Some((form, self.bounds(scope, range, &value.ty, false)?))
    }

    fn growth(&mut self, scope: &mut Scope<'t>, growth: &tree::Growth) -> Option<Growth> {
        let fact = self.expr(scope, &growth.fact);
        let add = self.expr_as(scope, &growth.add, MONEY);
        let fact = fact?;
        if !is_figure(&fact.ty) {
            let found = self.type_term(&fact.ty);
            self.report(TypeProblem::NotNumeric { found }, fact.span);
            return None;
        }
        let want = Want { ty: &fact.ty, loose: false };
        let (beyond, step) = (self.expr_as(scope, &growth.beyond, want), self.expr_as(scope, &growth.step, want));
        let step = step?;
        if not_positive(&step) {
            self.report(BenchmarkProblem::StepNotPositive {}, step.span);
            return None;
        }
        Some(Growth { beyond: beyond?, step, add: add?, part_counts: growth.part_counts, fact })
    }

    fn warn_usual(&mut self, usual: &model::Expr, bounds: &Bounds) {
        if let (ExprKind::Constant(Value::Number(value)), Some(range)) = (&usual.kind, constant_range(bounds))
            && !range.contains(value)
        {
            self.report(crate::diagnostic::SoundnessProblem::UsualOutside {}, usual.span);
        }
    }
}

/// 应当 or 可以.
pub(super) fn modality(modality: tree::Modality) -> model::Modality {
    match modality {
        tree::Modality::Shall => model::Modality::Shall,
        tree::Modality::May => model::Modality::May,
    }
}

fn exactly(value: model::Expr) -> Bounds {
    let bound = |value| Some(BoundExpr { value, closure: Closure::Inclusive });
    Bounds { lower: bound(value.clone()), upper: bound(value) }
}

/// Bounds multiplied by a base: money.
fn times(base: &model::Expr, bounds: Bounds) -> Bounds {
    let side = |bound: Option<BoundExpr>| {
        bound.map(|b| {
            let span = base.span.to(b.value.span);
            let kind = ExprKind::Binary(Operator::Multiply, Box::new(base.clone()), Box::new(b.value));
            BoundExpr { value: model::Expr { kind, ty: Type::Money, span }, closure: b.closure }
        })
    };
    Bounds { lower: side(bounds.lower), upper: side(bounds.upper) }
}

fn not_positive(expr: &model::Expr) -> bool {
    matches!(&expr.kind, ExprKind::Constant(Value::Number(n)) if *n <= crate::law::Exact::ZERO)
}

/// Whether a kind runs for a time.
fn has_period(root: RootKind) -> bool {
    match root {
        RootKind::SuspendPermit
        | RootKind::LowerQualification
        | RootKind::RestrictBusiness
        | RootKind::SuspendBusiness
        | RootKind::CloseBusiness
        | RootKind::RestrictOccupation
        | RootKind::Detention
        | RootKind::Order
        | RootKind::Substitute => true,
        RootKind::Transfer
        | RootKind::Referral
        | RootKind::Warning
        | RootKind::Criticism
        | RootKind::Fine
        | RootKind::ConfiscateGains
        | RootKind::ConfiscateProperty
        | RootKind::RevokePermit => false,
    }
}
