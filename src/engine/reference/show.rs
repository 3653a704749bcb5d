//! Values as the trace shows them, and the facts that conditions read.

use std::collections::BTreeSet;

use super::expr::Scope;
pub(in crate::engine) use crate::engine::whole::{place, words};
use crate::law::Date;
use crate::model::{Condition, ConditionKind, DefinitionValue, Expr, ExprKind, FactId, Given, Item, Model, Type, Value};
use crate::report::FactUse;

/// How far two values are apart, in the words of their type.
pub(in crate::engine) fn apart(ty: &Type, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => Some(ty.show(a.checked_sub(*b)?.abs())),
        (Value::Date(a), Value::Date(b)) => Some(format!("{}日", days(*a, *b))),
        _ => None,
    }
}

fn days(one: Date, other: Date) -> i32 {
    one.until(other).map_or(0, |span| span.get_days().abs())
}

/// The facts a single condition reads, with their values.
pub(in crate::engine) fn facts_of(scope: Scope<'_>, condition: &Condition) -> Vec<FactUse> {
    let mut facts = BTreeSet::new();
    read_by(scope.model, condition, &mut facts);
    uses(scope, &facts)
}

/// The facts an expression reads, with their values.
pub(in crate::engine) fn facts_of_expr(scope: Scope<'_>, expr: &Expr) -> Vec<FactUse> {
    let mut facts = BTreeSet::new();
    read_by_expr(scope.model, expr, &mut facts);
    uses(scope, &facts)
}

pub(in crate::engine) fn uses(scope: Scope<'_>, facts: &BTreeSet<FactId>) -> Vec<FactUse> {
    facts
        .iter()
        .map(|id| {
            let fact = &scope.model[*id];
            let value = match scope.facts.get(*id) {
                Given::Unknown => None,
                Given::Absent => Some("无".to_owned()),
                Given::Known(known) => Some(scope.model.show(&fact.field.ty, known)),
            };
            FactUse { fact: fact.key.to_string().into(), value }
        })
        .collect()
}

/// Every fact a condition may read, definitions followed.
pub(in crate::engine) fn read_by(model: &Model, condition: &Condition, facts: &mut BTreeSet<FactId>) {
    let items = |items: &[Item], facts: &mut BTreeSet<FactId>| items.iter().for_each(|i| read_by(model, &i.condition, facts));
    match &condition.kind {
        ConditionKind::Constant(_) | ConditionKind::Element(_) | ConditionKind::ElementPresent(..) | ConditionKind::Imposes(_) => {}
        ConditionKind::Fact(fact) | ConditionKind::Present(fact, _) => {
            facts.insert(*fact);
        }
        ConditionKind::Definition(id) => match &model[*id].value {
            DefinitionValue::Condition(inner) => read_by(model, inner, facts),
            DefinitionValue::Expr(inner) => read_by_expr(model, inner, facts),
        },
        ConditionKind::Not(inner) => read_by(model, inner, facts),
        ConditionKind::All(list) | ConditionKind::Any(list) | ConditionKind::AtLeast(_, list) => items(list, facts),
        ConditionKind::Except(base, exception) => {
            read_by(model, base, facts);
            read_by(model, exception, facts);
        }
        ConditionKind::Compare(expr, bounds) => {
            read_by_expr(model, expr, facts);
            for bound in bounds.lower.iter().chain(&bounds.upper) {
                read_by_expr(model, &bound.value, facts);
            }
        }
        ConditionKind::Equals { value, among, .. } => {
            read_by_expr(model, value, facts);
            among.iter().for_each(|e| read_by_expr(model, e, facts));
        }
        ConditionKind::Member { value, .. } | ConditionKind::Contains(value, _) => read_by_expr(model, value, facts),
    }
}

/// Every fact an expression may read, definitions followed.
pub(in crate::engine) fn read_by_expr(model: &Model, expr: &Expr, facts: &mut BTreeSet<FactId>) {
    match &expr.kind {
        ExprKind::Constant(_) | ExprKind::Element(_) | ExprKind::Outcome(_) => {}
        ExprKind::Fact(fact) => {
            facts.insert(*fact);
        }
        ExprKind::Definition(id) => match &model[*id].value {
            DefinitionValue::Condition(inner) => read_by(model, inner, facts),
            DefinitionValue::Expr(inner) => read_by_expr(model, inner, facts),
        },
        ExprKind::Binary(_, a, b) | ExprKind::ElapsedDays(a, b) | ExprKind::YearsOfAge(a, b) => {
            read_by_expr(model, a, facts);
            read_by_expr(model, b, facts);
        }
        ExprKind::Larger(parts) | ExprKind::Smaller(parts) => parts.iter().for_each(|p| read_by_expr(model, p, facts)),
        ExprKind::Shift(start, ..) => read_by_expr(model, start, facts),
        ExprKind::Count { list, filter } | ExprKind::Sum { list, filter, .. } => {
            facts.insert(*list);
            if let Some(filter) = filter {
                read_by(model, filter, facts);
            }
        }
        ExprKind::FactorScore(benchmark) => read_by_factors(model, *benchmark, facts),
    }
}

/// Every fact that the factors of a benchmark read.
pub(in crate::engine) fn read_by_factors(model: &Model, benchmark: crate::model::BenchmarkId, facts: &mut BTreeSet<FactId>) {
    for row in model[benchmark].factors.iter().flat_map(|f| &f.factors).flat_map(|f| &f.rows) {
        if let crate::model::FactorTest::When(condition) = &row.test {
            read_by(model, condition, facts);
        }
    }
}
