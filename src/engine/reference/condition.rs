//! The truth of a condition (Kleene's three values), and the steps that explain it.

use super::expr::{EvaluationError, Scope, order};
use super::show;
use crate::engine::whole::Interval;
use crate::law::Closure;
use crate::model::{Bounds, Condition, ConditionKind, DefinitionValue, Expr, ExprKind, Given, Item, Value};
use crate::report::{Step, StepKind, Truth, Written};
use std::cmp::Ordering;

impl Truth {
    /// The opposite; what is unknown stays so.
    pub(in crate::engine) fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }

    pub(crate) fn of(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }

    /// Both.
    pub(in crate::engine) fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }
}

impl Scope<'_> {
    /// Whether a condition holds.
    pub(in crate::engine) fn truth(self, condition: &Condition) -> Result<Truth, EvaluationError> {
        Ok(match &condition.kind {
            ConditionKind::Constant(value) => Truth::of(*value),
            ConditionKind::Fact(fact) => boolean(self.facts.get(*fact)),
            ConditionKind::Element(field) => self.element.and_then(|e| e.0.get(*field)).map_or(Truth::Unknown, boolean),
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.truth(inner)?,
                DefinitionValue::Expr(inner) => boolean(&self.value(inner)?),
            },
            ConditionKind::Not(inner) => self.truth(inner)?.not(),
            ConditionKind::All(items) => at_least(self, u32::try_from(items.len()).unwrap_or(u32::MAX), items)?,
            ConditionKind::Any(items) => at_least(self, 1, items)?,
            ConditionKind::AtLeast(count, items) => at_least(self, *count, items)?,
            ConditionKind::Except(base, exception) => self.truth(base)?.and(self.truth(exception)?.not()),
            ConditionKind::Compare(expr, bounds) => self.compare(expr, bounds)?,
            ConditionKind::Equals { value, among, negated } => {
                let truth = self.equals(value, among)?;
                if *negated { truth.not() } else { truth }
            }
            ConditionKind::Member { value, among } => match self.value(value)? {
                Given::Known(Value::Member(member)) => Truth::of(among.contains(&member)),
                Given::Absent => Truth::False,
                Given::Known(_) | Given::Unknown => Truth::Unknown,
            },
            ConditionKind::Present(fact, wanted) => match self.facts.get(*fact) {
                Given::Unknown => Truth::Unknown,
                Given::Absent => Truth::of(!wanted),
                Given::Known(_) => Truth::of(*wanted),
            },
            ConditionKind::ElementPresent(field, wanted) => match self.element.and_then(|e| e.0.get(*field)) {
                Some(Given::Absent) => Truth::of(!wanted),
                Some(Given::Known(_)) => Truth::of(*wanted),
                Some(Given::Unknown) | None => Truth::Unknown,
            },
            ConditionKind::Contains(expr, part) => match self.value(expr)? {
                Given::Known(Value::Text(text)) => Truth::of(text.contains(&**part)),
                Given::Absent => Truth::False,
                Given::Known(_) | Given::Unknown => Truth::Unknown,
            },
            ConditionKind::Imposes(kind) => self.outcome.map_or(Truth::Unknown, |o| o.imposes(*kind)),
        })
    }

    fn compare(self, expr: &Expr, bounds: &Bounds) -> Result<Truth, EvaluationError> {
        // Figures that are only known to lie within an interval (罚款金额, 因素得分) may still settle the comparison.
        let interval = match &expr.kind {
            ExprKind::Outcome(which) => self.outcome.map(|o| o.figure(*which)),
            ExprKind::FactorScore(benchmark) => Some(self.score(*benchmark)?),
            _ => None,
        };
        if let Some(interval) = interval {
            return self.compare_interval(interval, bounds);
        }
        let value = self.value(expr)?;
        let mut truth = match value {
            Given::Absent => return Ok(Truth::False),
            Given::Unknown => return Ok(Truth::Unknown),
            Given::Known(_) => Truth::True,
        };
        let Given::Known(value) = value else { return Ok(Truth::Unknown) };
        for (bound, below) in [(&bounds.lower, false), (&bounds.upper, true)] {
            let Some(bound) = bound else { continue };
            let holds = match self.value(&bound.value)? {
                Given::Known(limit) => order(&value, &limit).map_or(Truth::Unknown, |o| Truth::of(within(o, bound.closure, below))),
                Given::Absent => Truth::False,
                Given::Unknown => Truth::Unknown,
            };
            truth = truth.and(holds);
        }
        Ok(truth)
    }

    fn compare_interval(self, interval: Interval, bounds: &Bounds) -> Result<Truth, EvaluationError> {
        let mut truth = Truth::True;
        for (bound, below) in [(&bounds.lower, false), (&bounds.upper, true)] {
            let Some(bound) = bound else { continue };
            let Given::Known(Value::Number(limit)) = self.value(&bound.value)? else { return Ok(Truth::Unknown) };
            let test = |figure: Option<crate::law::Exact>| figure.map(|f| within(f.cmp(&limit), bound.closure, below));
            let holds = match (test(interval.lower), test(interval.upper)) {
                (Some(true), Some(true)) => Truth::True,
                (Some(false), Some(false)) => Truth::False,
                // An open end that leans the right way decides alone.
                (Some(true), None) if !below => Truth::True,
                (None, Some(true)) if below => Truth::True,
                (Some(false), None) if below => Truth::False,
                (None, Some(false)) if !below => Truth::False,
                _ => Truth::Unknown,
            };
            truth = truth.and(holds);
        }
        Ok(truth)
    }

    fn equals(self, value: &Expr, among: &[Expr]) -> Result<Truth, EvaluationError> {
        let value = match self.value(value)? {
            Given::Known(value) => value,
            Given::Absent => return Ok(Truth::False),
            Given::Unknown => return Ok(Truth::Unknown),
        };
        let mut truth = Truth::False;
        for other in among {
            match self.value(other)? {
                Given::Known(other) if order(&value, &other) == Some(Ordering::Equal) => return Ok(Truth::True),
                Given::Unknown => truth = Truth::Unknown,
                Given::Known(_) | Given::Absent => {}
            }
        }
        Ok(truth)
    }

    /// The steps that explain how a condition came out.
    pub(in crate::engine) fn explain(self, condition: &Condition, rule: &str) -> Result<Step, EvaluationError> {
        Ok(self.written(condition, rule)?.into())
    }

    fn written(self, condition: &Condition, rule: &str) -> Result<Written, EvaluationError> {
        let outcome = self.truth(condition)?;
        let mut step = Written {
            kind: StepKind::Condition,
            text: show::words(self.model, condition.span),
            outcome,
            facts: Vec::new(),
            distance: None,
            rule: show::place(self.model, condition.span, rule),
            children: Vec::new(),
        };
        let items = |items: &[Item]| -> Result<Vec<Written>, EvaluationError> {
            items
                .iter()
                .map(|item| {
                    let mut child = self.written(&item.condition, rule)?;
                    if let Some(label) = &item.label {
                        child.text = format!("({label}) {}", child.text);
                        if child.children.is_empty() {
                            child.kind = StepKind::Item;
                        }
                    }
                    Ok(child)
                })
                .collect()
        };
        match &condition.kind {
            ConditionKind::All(list) => {
                step.kind = StepKind::All;
                step.children = items(list)?;
            }
            ConditionKind::Any(list) => {
                step.kind = StepKind::Any;
                step.children = items(list)?;
            }
            ConditionKind::AtLeast(_, list) => {
                step.kind = StepKind::AtLeast;
                step.children = items(list)?;
            }
            ConditionKind::Not(inner) => {
                step.kind = StepKind::Not;
                step.children = vec![self.written(inner, rule)?];
            }
            ConditionKind::Except(base, exception) => {
                step.kind = StepKind::Except;
                step.children = vec![self.written(base, rule)?, self.written(exception, rule)?];
            }
            ConditionKind::Definition(id) => {
                step.kind = StepKind::Definition;
                let definition = &self.model[*id];
                match &definition.value {
                    DefinitionValue::Condition(inner) => step.children = vec![self.written(inner, rule)?],
                    DefinitionValue::Expr(inner) => step.facts = show::facts_of_expr(self, inner),
                }
            }
            ConditionKind::Constant(_)
            | ConditionKind::Fact(_)
            | ConditionKind::Element(_)
            | ConditionKind::Compare(..)
            | ConditionKind::Equals { .. }
            | ConditionKind::Member { .. }
            | ConditionKind::Present(..)
            | ConditionKind::ElementPresent(..)
            | ConditionKind::Contains(..)
            | ConditionKind::Imposes(_) => {
                step.facts = show::facts_of(self, condition);
                if outcome == Truth::False
                    && let ConditionKind::Compare(expr, bounds) = &condition.kind
                {
                    step.distance = self.distance(expr, bounds)?;
                }
            }
        }
        Ok(step)
    }

    /// How many parts of a conjunction fail.
    pub(in crate::engine) fn failing(self, condition: &Condition) -> Result<usize, EvaluationError> {
        Ok(match &condition.kind {
            ConditionKind::All(items) => {
                let mut failing = 0;
                for item in items {
                    failing += self.failing(&item.condition)?;
                }
                failing
            }
            ConditionKind::Except(base, exception) => self.failing(base)? + usize::from(self.truth(exception)? == Truth::True),
            ConditionKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Condition(inner) => self.failing(inner)?,
                DefinitionValue::Expr(_) => usize::from(self.truth(condition)? == Truth::False),
            },
            ConditionKind::Constant(_)
            | ConditionKind::Fact(_)
            | ConditionKind::Element(_)
            | ConditionKind::Not(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(..)
            | ConditionKind::Compare(..)
            | ConditionKind::Equals { .. }
            | ConditionKind::Member { .. }
            | ConditionKind::Present(..)
            | ConditionKind::ElementPresent(..)
            | ConditionKind::Contains(..)
            | ConditionKind::Imposes(_) => usize::from(self.truth(condition)? == Truth::False),
        })
    }

    /// How far a figure is from the bound it misses: `差200元`, `超出3日`.
    fn distance(self, expr: &Expr, bounds: &Bounds) -> Result<Option<String>, EvaluationError> {
        let Given::Known(value) = self.value(expr)? else { return Ok(None) };
        for (bound, below) in [(&bounds.lower, false), (&bounds.upper, true)] {
            let Some(bound) = bound else { continue };
            let Given::Known(limit) = self.value(&bound.value)? else { continue };
            let Some(ordering) = order(&value, &limit) else { continue };
            if within(ordering, bound.closure, below) {
                continue;
            }
            if ordering == Ordering::Equal {
                return Ok(Some("恰为界限,不含本数".to_owned()));
            }
            let apart = show::apart(&expr.ty, &value, &limit);
            return Ok(apart.map(|apart| if below { format!("超出{apart}") } else { format!("差{apart}") }));
        }
        Ok(None)
    }
}

/// At least `count` of the items hold.
fn at_least(scope: Scope<'_>, count: u32, items: &[Item]) -> Result<Truth, EvaluationError> {
    let (mut held, mut open) = (0u32, 0u32);
    for item in items {
        match scope.truth(&item.condition)? {
            Truth::True => held += 1,
            Truth::Unknown => open += 1,
            Truth::False => {}
        }
    }
    Ok(if held >= count {
        Truth::True
    } else if held + open >= count {
        Truth::Unknown
    } else {
        Truth::False
    })
}

fn within(ordering: Ordering, closure: Closure, below: bool) -> bool {
    match ordering {
        Ordering::Equal => closure == Closure::Inclusive,
        Ordering::Less => below,
        Ordering::Greater => !below,
    }
}

fn boolean(given: &Given) -> Truth {
    match given {
        Given::Known(Value::Boolean(value)) => Truth::of(*value),
        Given::Absent => Truth::False,
        Given::Known(_) | Given::Unknown => Truth::Unknown,
    }
}
