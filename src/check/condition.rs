//! Conditions, typed: every way of writing one lowered to the few that the model has.

use std::sync::Arc;

use super::Checker;
use super::expr::Want;
use super::records::{key, shown};
use super::scope::{Found, Place, Scope, single};
use super::types::is_figure;
use crate::diagnostic::{Diagnostic, SoundnessProblem, Span, Spanned, TypeProblem};
use crate::law::{Bound, Closure, Exact, Range};
use crate::model::{self, BoundExpr, Bounds, ConditionKind, DefinitionValue, ExprKind, Item, Type, Value};
use crate::syntax::tree::{Condition, Connector, CountOf, Expr, Measure, Path, RangeBound, RangeExpr, Relation};

impl<'t> Checker<'t> {
    /// A condition; `None` is reported.
    pub(super) fn condition(&mut self, scope: &mut Scope<'t>, condition: &Spanned<Condition>) -> Option<model::Condition> {
        self.deeper(scope, condition.span)?;
        let kind = self.condition_kind(scope, condition);
        scope.depth -= 1;
        Some(model::Condition { kind: kind?, span: condition.span })
    }

    fn condition_kind(&mut self, scope: &mut Scope<'t>, condition: &Spanned<Condition>) -> Option<ConditionKind> {
        match &condition.node {
            Condition::Value(expr) => self.yes_or_no(scope, expr, condition.span),
            Condition::Group(inner) => self.condition(scope, inner).map(|c| c.kind),
            Condition::Not(inner) => Some(ConditionKind::Not(Box::new(self.condition(scope, inner)?))),
            Condition::Join(connector, all) => {
                let items = self.items(scope, all.iter().map(|c| (None, c)))?;
                Some(match connector {
                    Connector::And => ConditionKind::All(items),
                    Connector::Or => ConditionKind::Any(items),
                })
            }
            Condition::Mixed(all, connectors) => {
                let mut diagnostic = Diagnostic::new(TypeProblem::MixedConnectors {}.into(), condition.span);
                for connector in connectors.iter().take(4) {
                    let word = match connector.node {
                        Connector::And => "且",
                        Connector::Or => "或者",
                    };
                    diagnostic = diagnostic.label(connector.span, word, word);
                }
                self.out.push(diagnostic);
                let _ = self.items(scope, all.iter().map(|c| (None, c)));
                None
            }
            Condition::List(count, items) => {
                let listed = items.len();
                let lowered = self.items(scope, items.iter().map(|i| (i.label.as_ref().map(|l| l.node.as_str()), &i.condition)));
                match count {
                    CountOf::All => Some(ConditionKind::All(lowered?)),
                    CountOf::AtLeast(required) if *required as usize > listed => {
                        self.report(TypeProblem::TooManyRequired { required: *required, listed }, condition.span);
                        None
                    }
                    CountOf::AtLeast(0 | 1) => Some(ConditionKind::Any(lowered?)),
                    CountOf::AtLeast(required) => Some(ConditionKind::AtLeast(*required, lowered?)),
                }
            }
            Condition::Except(main, exception) => {
                let (main, exception) = (self.condition(scope, main), self.condition(scope, exception));
                Some(ConditionKind::Except(Box::new(main?), Box::new(exception?)))
            }
            Condition::InRange(expr, range) => self.in_range(scope, expr, range),
            Condition::Relation(left, relation, others) => self.relation(scope, left, relation, others),
            Condition::Window { date, anchor, side, range } => self.window(scope, (date, anchor), *side, range),
            Condition::Has(wanted, path) => self.has(scope, *wanted, path),
            Condition::Text(test) => self.text_condition(scope, test, condition.span),
        }
    }

    /// Lowers all items, reporting the mistakes of each; `None` when one is bad.
    fn items<'c>(
        &mut self,
        scope: &mut Scope<'t>,
        all: impl Iterator<Item = (Option<&'c str>, &'c Spanned<Condition>)>,
    ) -> Option<Vec<Item>> {
        let lowered: Vec<Option<Item>> =
            all.map(|(label, c)| self.condition(scope, c).map(|condition| Item { label: label.map(Arc::from), condition })).collect();
        lowered.into_iter().collect()
    }

    /// An expression that stands as a condition.
    fn yes_or_no(&mut self, scope: &mut Scope<'t>, expr: &Expr, span: Span) -> Option<ConditionKind> {
        match expr {
            Expr::Literal(Measure::Boolean(value)) => Some(ConditionKind::Constant(*value)),
            Expr::Group(inner) => self.yes_or_no(scope, &inner.node, span),
            Expr::Path(path) => {
                let found = self.look_up(scope, path);
                self.boolean(scope, path, found)
            }
            Expr::Literal(_)
            | Expr::Binary(..)
            | Expr::Larger(_)
            | Expr::Smaller(_)
            | Expr::Elapsed(..)
            | Expr::Shift(..)
            | Expr::OfList { .. } => {
                let value = self.expr(scope, &Spanned::new(expr.clone(), span))?;
                let found = self.type_term(&value.ty);
                self.report(TypeProblem::NotCondition { found }, span);
                None
            }
        }
    }

    /// A name that stands as a condition.
    fn boolean(&mut self, scope: &mut Scope<'t>, path: &Path, found: Found) -> Option<ConditionKind> {
        let ty = match found {
            Found::Fact(id) => match self.model.facts.get(id.index())?.field.ty.clone() {
                Type::Boolean => return Some(ConditionKind::Fact(id)),
                other => other,
            },
            Found::Definition(id) => match self.definition_type(id) {
                Type::Boolean => {
                    self.through(scope, id, path.span)?;
                    return Some(ConditionKind::Definition(id));
                }
                other => other,
            },
            Found::Element { record, index } => match self.model.records.get(record)?.fields.get(index)?.ty.clone() {
                Type::Boolean => return Some(ConditionKind::Element(index)),
                other => other,
            },
            Found::ElementDefinition { decl, prefix } => match self.unfold(scope, decl, &prefix, path.span)? {
                DefinitionValue::Condition(condition) => return Some(condition.kind),
                DefinitionValue::Expr(expr) => expr.ty,
            },
            Found::Outcome(_) => Type::Money,
            Found::Score(_) => Type::Ratio,
            Found::Record => {
                self.report(TypeProblem::RecordAsValue { name: shown(&key(&path.node)) }, path.span);
                return None;
            }
            Found::Bad => return None,
            Found::Nothing => {
                self.report_unknown(scope, path);
                return None;
            }
        };
        let found = self.type_term(&ty);
        self.report(TypeProblem::NotCondition { found }, path.span);
        None
    }

    /// `违法所得 1000元以上不满1万元`, `危害后果 一般以上`, `自 甲 至 乙 不满3个月`.
    fn in_range(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>, range: &Spanned<RangeExpr>) -> Option<ConditionKind> {
        if let Expr::Elapsed(from, to, None) = &expr.node {
            return self.elapsed(scope, (from, to), range);
        }
        let value = self.expr(scope, expr)?;
        self.value_in_range(scope, value, range)
    }

    /// A lowered value within a written range; also a cell of a table.
    pub(super) fn value_in_range(
        &mut self,
        scope: &mut Scope<'t>,
        value: model::Expr,
        range: &Spanned<RangeExpr>,
    ) -> Option<ConditionKind> {
        match value.ty.clone() {
            Type::Category(_) => self.grades(scope, value, &range.node),
            ty if is_figure(&ty) || ty == Type::Date => {
                let bounds = self.bounds(scope, range, &ty, computed(&value))?;
                self.warn_outside(&value, &bounds, range.span);
                Some(ConditionKind::Compare(value, Box::new(bounds)))
            }
            ty => {
                let found = self.type_term(&ty);
                self.report(TypeProblem::NotComparable { found }, value.span);
                None
            }
        }
    }

    /// Bounds of a type; `None` is reported.
    pub(super) fn bounds(&mut self, scope: &mut Scope<'t>, range: &Spanned<RangeExpr>, ty: &Type, loose: bool) -> Option<Bounds> {
        let mut side = |bound: &Option<Box<RangeBound>>| match bound {
            None => Some(None),
            Some(bound) => {
                let value = self.expr_as(scope, &bound.value, Want { ty, loose })?;
                Some(Some(BoundExpr { value, closure: bound.word.closure() }))
            }
        };
        let (lower, upper) = (side(&range.node.lower), side(&range.node.upper));
        let bounds = Bounds { lower: lower?, upper: upper? };
        if constant_range(&bounds).is_some_and(|r| r.is_empty()) {
            self.report(SoundnessProblem::EmptyRange {}, range.span);
            return None;
        }
        Some(bounds)
    }

    /// Grades within bounds, as the members that satisfy them.
    fn grades(&mut self, scope: &mut Scope<'t>, value: model::Expr, range: &RangeExpr) -> Option<ConditionKind> {
        let Type::Category(id) = value.ty else { return None };
        let enumeration = self.model.enumerations.get(id.index())?;
        let (count, ordered, name) = (u16::try_from(enumeration.members.len()).ok()?, enumeration.ordered, enumeration.name.clone());
        if !ordered {
            self.report(TypeProblem::NotOrdered { name }, value.span);
            return None;
        }
        let mut side = |bound: &Option<Box<RangeBound>>| match bound {
            None => Some(None),
            Some(bound) => {
                let member = self.expr_as(scope, &bound.value, Want { ty: &value.ty, loose: false })?;
                let ExprKind::Constant(Value::Member(at)) = member.kind else {
                    self.report(TypeProblem::BoundsNotConstant {}, bound.value.span);
                    return None;
                };
                Some(Some((at, bound.word.closure())))
            }
        };
        let (lower, upper) = (side(&range.lower), side(&range.upper));
        let (lower, upper) = (lower?, upper?);
        let within = |at: u16| {
            let above = lower.is_none_or(|(bound, closure)| at > bound || (at == bound && closure == Closure::Inclusive));
            let below = upper.is_none_or(|(bound, closure)| at < bound || (at == bound && closure == Closure::Inclusive));
            above && below
        };
        let among: Vec<u16> = (0..count).filter(|&at| within(at)).collect();
        if among.is_empty() {
            self.report(SoundnessProblem::EmptyRange {}, range.bounds_span().unwrap_or(value.span));
            return None;
        }
        Some(ConditionKind::Member { value, among })
    }

    fn relation(
        &mut self,
        scope: &mut Scope<'t>,
        left: &Spanned<Expr>,
        relation: &Spanned<Relation>,
        others: &[Spanned<Expr>],
    ) -> Option<ConditionKind> {
        match relation.node {
            Relation::Is => self.equals(scope, left, others, false),
            Relation::IsNot => self.equals(scope, left, others, true),
            Relation::Before | Relation::After | Relation::NotBefore | Relation::NotAfter => self.date_order(scope, left, relation, others),
            Relation::Contains => self.contains(scope, left, others),
        }
    }

    fn equals(&mut self, scope: &mut Scope<'t>, left: &Spanned<Expr>, others: &[Spanned<Expr>], negated: bool) -> Option<ConditionKind> {
        if let Expr::Elapsed(from, to, None) = &left.node
            && let [period] = others
        {
            let range = Spanned::new(RangeExpr::exactly(period.clone()), period.span);
            let kind = self.elapsed(scope, (from, to), &range)?;
            let span = left.span.to(period.span);
            return Some(if negated { ConditionKind::Not(Box::new(model::Condition { kind, span })) } else { kind });
        }
        // 主动退还 为 是: the fact itself, or its negation.
        if let [Spanned { node: Expr::Literal(Measure::Boolean(wanted)), span }] = others {
            let kind = self.yes_or_no(scope, &left.node, left.span)?;
            let condition = model::Condition { kind, span: left.span.to(*span) };
            return Some(if *wanted == negated { ConditionKind::Not(Box::new(condition)) } else { condition.kind });
        }
        let value = self.expr(scope, left)?;
        self.value_equals(scope, value, others, negated)
    }

    /// A lowered value equal to one of several; also a cell of a table.
    pub(super) fn value_equals(
        &mut self,
        scope: &mut Scope<'t>,
        value: model::Expr,
        others: &[Spanned<Expr>],
        negated: bool,
    ) -> Option<ConditionKind> {
        if let Type::List(_) = value.ty {
            let found = self.type_term(&value.ty);
            self.report(TypeProblem::NotComparable { found }, value.span);
            return None;
        }
        let want = Want { ty: &value.ty, loose: computed(&value) };
        let among: Vec<Option<model::Expr>> = others.iter().map(|o| self.expr_as(scope, o, want)).collect();
        let among = among.into_iter().collect::<Option<Vec<_>>>()?;
        let Type::Category(id) = value.ty else { return Some(ConditionKind::Equals { value, among, negated }) };
        let constant = |e: &model::Expr| if let ExprKind::Constant(Value::Member(at)) = e.kind { Some(at) } else { None };
        let Some(mut members) = among.iter().map(constant).collect::<Option<Vec<u16>>>() else {
            return Some(ConditionKind::Equals { value, among, negated });
        };
        members.sort_unstable();
        members.dedup();
        if negated {
            let count = u16::try_from(self.model.enumerations.get(id.index())?.members.len()).ok()?;
            members = (0..count).filter(|at| members.binary_search(at).is_err()).collect();
        }
        Some(ConditionKind::Member { value, among: members })
    }

    /// `文书 含 “送达”`, and in procedure rules `处罚 含 吊销许可证件`.
    fn contains(&mut self, scope: &mut Scope<'t>, left: &Spanned<Expr>, others: &[Spanned<Expr>]) -> Option<ConditionKind> {
        if let Expr::Path(path) = &left.node
            && single(path).is_some_and(|n| n.node == "处罚")
            && scope.place == Place::Procedure
            && self.look_up(scope, path) == Found::Nothing
        {
            return self.imposes(scope, others);
        }
        let value = self.expr(scope, left)?;
        if value.ty != Type::Text {
            let found = self.type_term(&value.ty);
            self.report(TypeProblem::NotText { found }, value.span);
            return None;
        }
        let mut items = Vec::new();
        for other in others {
            let text = self.expr_as(scope, other, Want { ty: &Type::Text, loose: false })?;
            let ExprKind::Constant(Value::Text(text)) = text.kind else {
                self.report(TypeProblem::BoundsNotConstant {}, other.span);
                return None;
            };
            items.push((ConditionKind::Contains(value.clone(), text), other.span));
        }
        any(items)
    }

    fn imposes(&mut self, scope: &mut Scope<'t>, others: &[Spanned<Expr>]) -> Option<ConditionKind> {
        let mut items = Vec::new();
        for other in others {
            let kind = match &other.node {
                Expr::Path(path) => match single(path) {
                    Some(name) => self.kind(scope.file, name)?,
                    None => return None,
                },
                Expr::Literal(Measure::Text(text)) => self.kind(scope.file, &Spanned::new(text.clone(), other.span))?,
                _ => {
                    let value = self.expr(scope, other)?;
                    let (found, expected) = (self.type_term(&value.ty), crate::diagnostic::Term::new("处罚种类", "a kind of penalty"));
                    self.report(TypeProblem::Mismatch { expected, found }, other.span);
                    return None;
                }
            };
            items.push((ConditionKind::Imposes(kind), other.span));
        }
        any(items)
    }

    /// `有 损失金额`: there is one. Of a figure that cannot be absent it means more than nothing, as 有违法所得 does in statutes.
    fn has(&mut self, scope: &mut Scope<'t>, wanted: bool, path: &Path) -> Option<ConditionKind> {
        let span = path.span;
        let found = self.look_up(scope, path);
        match &found {
            Found::Fact(id) if self.model.facts.get(id.index()).is_some_and(|f| f.field.optional) => {
                return Some(ConditionKind::Present(*id, wanted));
            }
            Found::Element { record, index } => {
                let field = self.model.records.get(*record).and_then(|r| r.fields.get(*index));
                if field.is_some_and(|f| f.optional) {
                    return Some(ConditionKind::ElementPresent(*index, wanted));
                }
            }
            Found::Fact(id) => {
                if let Some(Type::List(_)) = self.model.facts.get(id.index()).map(|f| &f.field.ty) {
                    let unit = self.model.units.get("次").cloned();
                    let count = model::Expr { kind: ExprKind::Count { list: *id, filter: None }, ty: Type::Integer(unit), span };
                    return Some(more_than_nothing(count, wanted));
                }
            }
            Found::Bad => return None,
            Found::Definition(_)
            | Found::ElementDefinition { .. }
            | Found::Record
            | Found::Outcome(_)
            | Found::Score(_)
            | Found::Nothing => {}
        }
        let value = self.expr(scope, &Spanned::new(Expr::Path(path.clone()), span))?;
        if is_figure(&value.ty) {
            return Some(more_than_nothing(value, wanted));
        }
        self.report(TypeProblem::NotOptional { name: shown(&key(&path.node)) }, span);
        None
    }

    /// What a definition stands for.
    pub(super) fn definition_value(&mut self, scope: &mut Scope<'t>, value: &Spanned<Condition>) -> Option<DefinitionValue> {
        let mut inner = value;
        while let Condition::Group(next) = &inner.node {
            inner = next;
        }
        if let Condition::Value(expr) = &inner.node {
            let expr = Spanned::new(expr.clone(), inner.span);
            let lowered = match &expr.node {
                Expr::Literal(Measure::Boolean(_)) => None,
                _ => Some(self.expr_or_condition(scope, &expr)?),
            };
            if let Some(DefinitionValue::Expr(lowered)) = lowered {
                return Some(DefinitionValue::Expr(lowered));
            }
            if let Some(condition) = lowered {
                return Some(condition);
            }
        }
        self.condition(scope, value).map(DefinitionValue::Condition)
    }

    /// A bare expression: a condition when it is a yes-or-no name, else a value.
    fn expr_or_condition(&mut self, scope: &mut Scope<'t>, expr: &Spanned<Expr>) -> Option<DefinitionValue> {
        let path = match &expr.node {
            Expr::Path(path) => path,
            Expr::Group(inner) => return self.expr_or_condition(scope, inner),
            _ => return self.expr(scope, expr).map(DefinitionValue::Expr),
        };
        let found = self.look_up(scope, path);
        let boolean = match &found {
            Found::Fact(id) => self.model.facts.get(id.index()).is_some_and(|f| f.field.ty == Type::Boolean),
            Found::Definition(id) => self.definition_type(*id) == Type::Boolean,
            Found::Element { record, index } => {
                let field = self.model.records.get(*record).and_then(|r| r.fields.get(*index));
                field.is_some_and(|f| f.ty == Type::Boolean)
            }
            Found::ElementDefinition { decl, prefix } => return self.unfold(scope, *decl, prefix, path.span),
            Found::Record | Found::Outcome(_) | Found::Score(_) | Found::Bad | Found::Nothing => false,
        };
        if boolean {
            let kind = self.boolean(scope, path, found)?;
            return Some(DefinitionValue::Condition(model::Condition { kind, span: expr.span }));
        }
        self.expr(scope, expr).map(DefinitionValue::Expr)
    }

    /// Warns of a range that lies wholly outside of what its fact can be.
    fn warn_outside(&mut self, value: &model::Expr, bounds: &Bounds, span: Span) {
        let ExprKind::Fact(id) = value.kind else { return };
        let Some(fact) = self.model.facts.get(id.index()) else { return };
        let (Some(declared), Some(range)) = (&fact.field.bounds, constant_range(bounds)) else { return };
        let higher = |a: &Option<Bound<Exact>>, b: &Option<Bound<Exact>>| match (a, b) {
            (Some(a), Some(b)) if (a.value, a.closed == Closure::Exclusive) > (b.value, b.closed == Closure::Exclusive) => Some(*a),
            (a, None) => *a,
            (_, b) => *b,
        };
        let lower_of = |a: &Option<Bound<Exact>>, b: &Option<Bound<Exact>>| match (a, b) {
            (Some(a), Some(b)) if (a.value, a.closed == Closure::Inclusive) < (b.value, b.closed == Closure::Inclusive) => Some(*a),
            (a, None) => *a,
            (_, b) => *b,
        };
        let both = Range { lower: higher(&declared.lower, &range.lower), upper: lower_of(&declared.upper, &range.upper) };
        if both.is_empty() {
            let problem = SoundnessProblem::OutsideDeclared {
                name: fact.field.name.clone(),
                bounds: declared.map(|value| fact.field.ty.show(value)).to_string(),
            };
            let declared_at = fact.field.span;
            self.out.push(super::names::problem_at(problem, span).label(declared_at, "取值范围在这里", "declared here"));
        }
    }
}

/// Whether a value was computed rather than given, so that a ratio may stand beside a number.
pub(super) fn computed(value: &model::Expr) -> bool {
    !matches!(value.kind, ExprKind::Fact(_) | ExprKind::Element(_) | ExprKind::Constant(_))
}

/// The range of bounds that are all figures.
pub(super) fn constant_range(bounds: &Bounds) -> Option<Range<Exact>> {
    let side = |bound: &Option<BoundExpr>| match bound {
        None => Some(None),
        Some(BoundExpr { value: model::Expr { kind: ExprKind::Constant(Value::Number(value)), .. }, closure }) => {
            Some(Some(Bound { value: *value, closed: *closure }))
        }
        Some(_) => None,
    };
    Some(Range { lower: side(&bounds.lower)?, upper: side(&bounds.upper)? })
}

fn more_than_nothing(value: model::Expr, wanted: bool) -> ConditionKind {
    let zero = model::Expr { kind: ExprKind::Constant(Value::Number(Exact::ZERO)), ty: value.ty.clone(), span: value.span };
    if wanted {
        let bound = BoundExpr { value: zero, closure: Closure::Exclusive };
        ConditionKind::Compare(value, Box::new(Bounds { lower: Some(bound), upper: None }))
    } else {
        ConditionKind::Equals { value, among: vec![zero], negated: false }
    }
}

/// One condition, or any of several.
fn any(items: Vec<(ConditionKind, Span)>) -> Option<ConditionKind> {
    let mut conditions: Vec<model::Condition> = items.into_iter().map(|(kind, span)| model::Condition { kind, span }).collect();
    if conditions.len() == 1 {
        return conditions.pop().map(|c| c.kind);
    }
    let items: Vec<Item> = conditions.into_iter().map(|condition| Item { label: None, condition }).collect();
    (!items.is_empty()).then_some(ConditionKind::Any(items))
}
