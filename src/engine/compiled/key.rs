//! What of a case its decision can depend on: two cases of one key are decided alike.
//!
//! A fact that rules only compare with constants is its code; one that takes part in reckoning, that is compared with other facts
//! or searched for a text, is its value.

use std::sync::Arc;

use super::coding::{ABSENT, Coding, Constants, day_number};
use crate::engine::Engine;
use crate::engine::whole::{DAYS, disorder};
use crate::input::BoundSubmission;
use crate::law::{Date, Exact};
use crate::model::{
    Benchmark, BenchmarkId, BoundExpr, Bounds, Circumstance, Condition, ConditionKind, DefinitionValue, Expr, ExprKind, FactId, Factor,
    FactorRow, FactorTest, Fine, FineAmount, Given, Growth, Measure, Model, Outcome, Penalty, PenaltyKind, Procedure, ProposedPenalty,
    Sanction, Tier, TierTest, Type, Value,
};

/// What stands for a case: see [`Keys`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CaseKey {
    acts: Vec<ActKey>,
    proposed: Option<ProposedPenalty>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ActKey {
    benchmarks: Vec<BenchmarkId>,
    /// Of each fact that is known or absent, its number and its code.
    codes: Vec<(u32, u32)>,
    /// The values of those that have none.
    values: Vec<Given>,
    /// Which of its days stand the wrong way round, of which codes say nothing.
    disorder: u8,
}

/// Makes the keys of cases. Cheap to clone; a key costs a search for each fact, tens of nanoseconds each.
///
/// Reports of two cases with one key have the same decisions, fines and other penalties, findings (but for their words), circumstances,
/// procedures, unknown facts and verdict on a proposal. What differs is the case number and what quotes a value: traces, messages.
/// So whoever decides millions of cases and does not keep their traces can keep the answer to each key.
#[derive(Debug, Clone)]
pub struct Keys {
    /// By fact; `None`: its value is looked at.
    codings: Arc<[Option<Coding>]>,
    /// The facts of each of [`DAYS`].
    days: Arc<[Vec<FactId>; 3]>,
}

impl Engine {
    /// What makes the keys of cases under these rules.
    #[must_use]
    pub fn keys(&self) -> Keys {
        let model = &*self.model;
        let mut uses = Uses { model, constants: vec![Constants::default(); model.facts.len()], raw: vec![false; model.facts.len()] };
        uses.all();
        let members = |ty: &Type| if let Type::Category(id) = ty { model[*id].members.len() } else { 0 };
        let facts = model.facts.iter().zip(&uses.constants).zip(&uses.raw);
        let codings = facts.map(|((fact, constants), raw)| {
            let ty = &fact.field.ty;
            (!raw).then(|| Coding::new(ty, members(ty), constants))
        });
        Keys { codings: codings.collect(), days: Arc::new(DAYS.map(|key| named(model, key).collect())) }
    }
}

impl Keys {
    /// The key of a case that is bound to the same rules.
    #[must_use]
    pub fn of(&self, submission: &BoundSubmission) -> CaseKey {
        let acts = submission.acts.iter().map(|act| {
            let (mut codes, mut values) = (Vec::with_capacity(16), Vec::new());
            for (at, coding) in (0u32..).zip(self.codings.iter()) {
                match (act.facts.get(FactId(at)), coding) {
                    (Given::Unknown, _) => {}
                    (Given::Absent, _) => codes.push((at, ABSENT)),
                    (Given::Known(value), Some(coding)) => codes.push((at, coding.of(value))),
                    (given @ Given::Known(_), None) => {
                        codes.push((at, u32::MAX));
                        values.push(given.clone());
                    }
                }
            }
            let day = |fact: &FactId| match act.facts.get(*fact) {
                Given::Known(Value::Date(date)) => Some(*date),
                Given::Known(_) | Given::Absent | Given::Unknown => None,
            };
            let days = self.days.each_ref().map(|facts| facts.iter().find_map(day));
            ActKey { benchmarks: act.benchmarks.clone(), codes, values, disorder: disorder(&days) }
        });
        CaseKey { acts: acts.collect(), proposed: submission.proposed.clone() }
    }
}

/// What all rules of a model ask of each fact.
struct Uses<'m> {
    model: &'m Model,
    constants: Vec<Constants>,
    raw: Vec<bool>,
}

impl Uses<'_> {
    fn all(&mut self) {
        let model = self.model;
        for benchmark in &model.benchmarks {
            // Every part is named here and below: what a case's decision comes to depend on cannot be left out unseen.
            #[rustfmt::skip]
            let Benchmark {
                applies, statutory, tiers, common, factors,
                name: _, set: _, conduct: _, breaches: _, basis: _, example: _, as_published: _, refines: _, hit: _, facts: _,
                definitions: _, name_span: _, span: _,
            } = benchmark;
            applies.iter().for_each(|condition| self.condition(condition));
            for measures in statutory.iter().flat_map(|range| std::iter::once(&range.base).chain(range.named.iter().map(|n| &n.measures))) {
                self.measures(measures);
            }
            self.measures(common);
            for Tier { test, measures, .. } in tiers {
                match test {
                    TierTest::When(condition) => self.condition(condition),
                    TierTest::Otherwise(_) => {}
                }
                self.measures(measures);
            }
            for Factor { rows, .. } in factors.iter().flat_map(|factors| &factors.factors) {
                for FactorRow { test, .. } in rows {
                    match test {
                        FactorTest::When(condition) => self.condition(condition),
                        FactorTest::Otherwise => {}
                    }
                }
            }
        }
        for Circumstance { condition, .. } in &model.circumstances {
            self.condition(condition);
        }
        for Procedure { condition, must, .. } in &model.procedures {
            condition.iter().for_each(|condition| self.condition(condition));
            self.condition(must);
        }
        // Which version of a rule set governs is told by these days.
        let days: Vec<Date> = model.sets.iter().flat_map(|set| [Some(set.effective), set.expires]).flatten().collect();
        for name in DAYS {
            for fact in named(model, name) {
                days.iter().for_each(|day| self.constant(fact, &Value::Date(*day)));
            }
        }
    }

    fn measures(&mut self, measures: &[Measure]) {
        for Measure { condition, target: _, sanction, span: _ } in measures {
            condition.iter().for_each(|condition| self.condition(condition));
            self.sanction(sanction);
        }
    }

    fn sanction(&mut self, sanction: &Sanction) {
        let groups = match sanction {
            Sanction::Waive => return,
            Sanction::Groups { first: _, groups } => groups,
        };
        for Penalty { kind, span: _ } in groups.iter().flat_map(|group| &group.alternatives) {
            match kind {
                PenaltyKind::Fine(fine) => {
                    let Fine { form: _, amount, growth, floor, cap, usual } = &**fine;
                    match amount {
                        FineAmount::Bounds(bounds) => self.bounds(bounds),
                        FineAmount::ByScore => {}
                    }
                    if let Some(Growth { fact, beyond, step, add, part_counts: _ }) = growth.as_deref() {
                        [fact, beyond, step, add].into_iter().for_each(|expr| self.expr(expr));
                    }
                    [floor, cap, usual].into_iter().flatten().for_each(|expr| self.expr(expr));
                }
                PenaltyKind::Other { kind: _, period, usual } => {
                    period.iter().for_each(|bounds| self.bounds(bounds));
                    usual.iter().for_each(|expr| self.expr(expr));
                }
                PenaltyKind::Nested(inner) => self.sanction(inner),
            }
        }
    }

    fn bounds(&mut self, Bounds { lower, upper }: &Bounds) {
        for BoundExpr { value, closure: _ } in [lower, upper].into_iter().flatten() {
            self.expr(value);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let model = self.model;
        match &condition.kind {
            // Of a yes or no and of a member the code is the value.
            ConditionKind::Constant(_)
            | ConditionKind::Fact(_)
            | ConditionKind::Present(..)
            | ConditionKind::Element(_)
            | ConditionKind::ElementPresent(..)
            | ConditionKind::Imposes(_) => {}
            ConditionKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => self.condition(inner),
                DefinitionValue::Expr(inner) => self.expr(inner),
            },
            ConditionKind::Not(inner) => self.condition(inner),
            ConditionKind::All(items) | ConditionKind::Any(items) | ConditionKind::AtLeast(_, items) => {
                items.iter().for_each(|item| self.condition(&item.condition));
            }
            ConditionKind::Except(base, exception) => {
                self.condition(base);
                self.condition(exception);
            }
            ConditionKind::Compare(value, bounds) => {
                let Bounds { lower, upper } = &**bounds;
                self.compared(value, [lower, upper].into_iter().flatten().map(|bound| &bound.value));
            }
            ConditionKind::Equals { value, among, negated: _ } => self.compared(value, among.iter()),
            ConditionKind::Member { value, among: _ } => match &value.kind {
                ExprKind::Fact(_) => {}
                _ => self.expr(value),
            },
            ConditionKind::Contains(value, _) => self.expr(value),
        }
    }

    fn compared<'e>(&mut self, value: &Expr, others: impl Iterator<Item = &'e Expr>) {
        let plain = if let ExprKind::Fact(fact) = &value.kind { Some(*fact) } else { None };
        if plain.is_none() {
            self.expr(value);
        }
        for other in others {
            match (&other.kind, plain) {
                (ExprKind::Constant(constant), Some(fact)) => self.constant(fact, constant),
                (_, plain) => {
                    plain.into_iter().for_each(|fact| self.look(fact));
                    self.expr(other);
                }
            }
        }
    }

    /// The fact is compared with a constant.
    fn constant(&mut self, fact: FactId, constant: &Value) {
        let Some(constants) = self.constants.get_mut(fact.index()) else { return };
        let number = match constant {
            Value::Number(number) => *number,
            Value::Date(date) => Exact::from_int(day_number(*date)),
            Value::Text(text) => {
                constants.texts.insert(text.clone());
                return;
            }
            Value::Boolean(_) | Value::Member(_) => return,
            Value::List(_) => return self.look(fact),
        };
        constants.thresholds.extend([(number, false), (number, true)]);
    }

    /// The value of the fact itself matters.
    fn look(&mut self, fact: FactId) {
        if let Some(raw) = self.raw.get_mut(fact.index()) {
            *raw = true;
        }
    }

    fn expr(&mut self, expr: &Expr) {
        let model = self.model;
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Element(_) | ExprKind::Outcome(Outcome::FineAmount) => {}
            ExprKind::Fact(fact) => self.look(*fact),
            ExprKind::Definition(id) => match &model[*id].value {
                DefinitionValue::Condition(inner) => self.condition(inner),
                DefinitionValue::Expr(inner) => self.expr(inner),
            },
            ExprKind::Binary(_, one, other) | ExprKind::ElapsedDays(one, other) | ExprKind::YearsOfAge(one, other) => {
                self.expr(one);
                self.expr(other);
            }
            ExprKind::Larger(parts) | ExprKind::Smaller(parts) => parts.iter().for_each(|part| self.expr(part)),
            ExprKind::Shift(start, ..) => self.expr(start),
            ExprKind::Count { list, filter } | ExprKind::Sum { list, field: _, filter } => {
                self.look(*list);
                filter.iter().for_each(|filter| self.condition(filter));
            }
            // Its rows are walked with their benchmark.
            ExprKind::FactorScore(_) => {}
            ExprKind::Outcome(Outcome::ConfiscatedAmount) => {
                for name in ["没收金额", "违法所得"] {
                    named(model, name).for_each(|fact| self.look(fact));
                }
            }
        }
    }
}

fn named<'m>(model: &'m Model, name: &'m str) -> impl Iterator<Item = FactId> + 'm {
    (0u32..).zip(&model.facts).filter(move |(_, fact)| fact.key.to_string() == name).map(|(at, _)| FactId(at))
}
