//! What unknown facts leave open: the values that make a difference are tried, each by the code it falls under.

use std::collections::{BTreeMap, BTreeSet};

use super::coding::{ABSENT, Coding, UNKNOWN};
use crate::law::Exact;
use crate::model::{
    Benchmark, BenchmarkId, Condition, ConditionKind, DefinitionValue, Expr, ExprKind, Fact, FactId, Model, TierTest, Type, Value,
};

/// What may be tried of an unknown fact; `None`: its values cannot be listed.
#[derive(Debug, Clone)]
pub(super) struct Candidates {
    pub(super) fact: FactId,
    pub(super) slot: u32,
    pub(super) tried: Option<Tried>,
}

/// The values of a fact that make a difference.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    /// How many values there are; several may fall under one code.
    pub(super) values: usize,
    /// Their codes, each once.
    pub(super) codes: Box<[u32]>,
}

/// How the conditions of a benchmark use each fact.
#[derive(Default)]
struct Uses {
    constants: BTreeMap<FactId, BTreeSet<Exact>>,
    /// Facts that take part in arithmetic, in comparisons with other facts, in definitions.
    tangled: BTreeSet<FactId>,
    read: BTreeSet<FactId>,
}

/// The candidates of every fact that the tiers read.
pub(super) fn candidates(
    model: &Model,
    benchmark: &Benchmark,
    slot_of: impl Fn(FactId) -> Option<u32>,
    codings: &[Coding],
) -> Vec<Candidates> {
    let uses = Uses::of(model, benchmark);
    let empty = BTreeSet::new();
    let of = |fact: &FactId| {
        let slot = slot_of(*fact)?;
        let constants = uses.constants.get(fact).unwrap_or(&empty);
        let values = (!uses.tangled.contains(fact)).then(|| values(model, &model[*fact], constants)).flatten();
        let coding = codings.get(slot as usize)?;
        let tried = values.map(|values| {
            let codes: BTreeSet<u32> = values.iter().map(|value| value.as_ref().map_or(ABSENT, |value| coding.of(value))).collect();
            Tried { values: values.len(), codes: codes.into_iter().filter(|code| *code != UNKNOWN).collect() }
        });
        Some(Candidates { fact: *fact, slot, tried })
    };
    uses.read.iter().filter_map(of).collect()
}

/// The constants that the tiers compare each fact with.
pub(super) fn constants(model: &Model, benchmark: &Benchmark) -> BTreeMap<FactId, BTreeSet<Exact>> {
    Uses::of(model, benchmark).constants
}

/// Every fact that a condition may read.
pub(super) fn read_by(model: &Model, condition: &Condition) -> BTreeSet<FactId> {
    let mut uses = Uses::default();
    uses.condition(model, condition);
    uses.read
}

/// Every fact that an expression may read.
pub(super) fn read_by_expr(model: &Model, expr: &Expr) -> BTreeSet<FactId> {
    read_by_exprs(model, [expr])
}

/// Every fact that expressions may read.
pub(super) fn read_by_exprs<'e>(model: &Model, exprs: impl IntoIterator<Item = &'e Expr>) -> BTreeSet<FactId> {
    let mut uses = Uses::default();
    exprs.into_iter().for_each(|expr| uses.expr(model, expr));
    uses.read
}

/// Every fact that the factors of a benchmark read.
pub(super) fn read_by_factors(model: &Model, benchmark: BenchmarkId) -> BTreeSet<FactId> {
    let mut uses = Uses::default();
    uses.factors(model, benchmark);
    uses.read
}

/// The values on every side of the constants; `None` among them is that there is none.
fn values(model: &Model, fact: &Fact, constants: &BTreeSet<Exact>) -> Option<Vec<Option<Value>>> {
    let step = match &fact.field.ty {
        Type::Money => Exact::new(1, 100)?,
        Type::Integer(_) | Type::Period(_) => Exact::ONE,
        Type::Number | Type::Ratio | Type::Multiple | Type::Quantity(_) => Exact::new(1, 1_000_000)?,
        Type::Boolean | Type::Category(_) => Exact::ZERO,
        Type::Date | Type::Text | Type::List(_) => return None,
    };
    let mut list: Vec<Option<Value>> = match &fact.field.ty {
        Type::Boolean => vec![Some(Value::Boolean(false)), Some(Value::Boolean(true))],
        Type::Category(id) => {
            let count = u16::try_from(model[*id].members.len()).ok()?;
            (0..count).map(|member| Some(Value::Member(member))).collect()
        }
        _ => {
            let bounds = fact.field.bounds.as_ref();
            let ends = bounds.iter().flat_map(|b| [&b.lower, &b.upper]).flatten().map(|b| b.value);
            let mut figures = BTreeSet::new();
            for at in constants.iter().copied().chain(ends) {
                figures.extend([at.checked_sub(step)?, at, at.checked_add(step)?]);
            }
            if figures.is_empty() {
                figures.insert(Exact::ZERO);
            }
            figures.retain(|f| bounds.is_none_or(|b| b.contains(f)));
            figures.into_iter().map(|f| Some(Value::Number(f))).collect()
        }
    };
    if fact.field.optional {
        list.push(None);
    }
    Some(list)
}

impl Uses {
    fn of(model: &Model, benchmark: &Benchmark) -> Uses {
        let mut uses = Uses::default();
        for tier in &benchmark.tiers {
            if let TierTest::When(condition) = &tier.test {
                uses.condition(model, condition);
            }
        }
        uses
    }

    fn condition(&mut self, model: &Model, condition: &Condition) {
        match &condition.kind {
            ConditionKind::Constant(_) | ConditionKind::Element(_) | ConditionKind::ElementPresent(..) | ConditionKind::Imposes(_) => {}
            ConditionKind::Fact(fact) | ConditionKind::Present(fact, _) => {
                self.read.insert(*fact);
            }
            ConditionKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => self.condition(model, inner),
                DefinitionValue::Expr(inner) => self.tangle(model, inner),
            },
            ConditionKind::Not(inner) => self.condition(model, inner),
            ConditionKind::All(items) | ConditionKind::Any(items) | ConditionKind::AtLeast(_, items) => {
                items.iter().for_each(|item| self.condition(model, &item.condition));
            }
            ConditionKind::Except(base, exception) => {
                self.condition(model, base);
                self.condition(model, exception);
            }
            ConditionKind::Compare(value, bounds) => {
                self.compared(model, value, bounds.lower.iter().chain(&bounds.upper).map(|b| &b.value));
            }
            ConditionKind::Equals { value, among, .. } => self.compared(model, value, among.iter()),
            ConditionKind::Member { value, .. } | ConditionKind::Contains(value, _) => match &value.kind {
                ExprKind::Fact(fact) => {
                    self.read.insert(*fact);
                }
                _ => self.tangle(model, value),
            },
        }
    }

    fn compared<'e>(&mut self, model: &Model, value: &Expr, others: impl Iterator<Item = &'e Expr>) {
        let plain = if let ExprKind::Fact(fact) = &value.kind { Some(*fact) } else { None };
        match plain {
            Some(fact) => {
                self.read.insert(fact);
            }
            None => self.tangle(model, value),
        }
        for other in others {
            match (&other.kind, plain) {
                (ExprKind::Constant(Value::Number(n)), Some(fact)) => {
                    self.constants.entry(fact).or_default().insert(*n);
                }
                (_, plain) => {
                    self.tangled.extend(plain);
                    self.tangle(model, other);
                }
            }
        }
    }

    /// Marks every fact that an expression reads.
    fn tangle(&mut self, model: &Model, expr: &Expr) {
        let mut inner = Uses::default();
        inner.expr(model, expr);
        self.tangled.extend(inner.read.iter().copied());
        self.read.extend(inner.read);
    }

    fn expr(&mut self, model: &Model, expr: &Expr) {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Element(_) | ExprKind::Outcome(_) => {}
            ExprKind::Fact(fact) => {
                self.read.insert(*fact);
            }
            ExprKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => self.condition(model, inner),
                DefinitionValue::Expr(inner) => self.expr(model, inner),
            },
            ExprKind::Binary(_, a, b) | ExprKind::ElapsedDays(a, b) | ExprKind::YearsOfAge(a, b) => {
                self.expr(model, a);
                self.expr(model, b);
            }
            ExprKind::Larger(parts) | ExprKind::Smaller(parts) => parts.iter().for_each(|p| self.expr(model, p)),
            ExprKind::Shift(start, ..) => self.expr(model, start),
            ExprKind::Count { list, filter } | ExprKind::Sum { list, filter, .. } => {
                self.read.insert(*list);
                if let Some(filter) = filter {
                    self.condition(model, filter);
                }
            }
            ExprKind::FactorScore(benchmark) => self.factors(model, *benchmark),
        }
    }

    fn factors(&mut self, model: &Model, benchmark: BenchmarkId) {
        for row in model[benchmark].factors.iter().flat_map(|f| &f.factors).flat_map(|f| &f.rows) {
            if let crate::model::FactorTest::When(condition) = &row.test {
                self.condition(model, condition);
            }
        }
    }
}
