//! The value of an expression: known, absent (可缺) or unknown. Exact; what does not fit is an error with its place.

use std::sync::LazyLock;

use crate::diagnostic::Span;
use crate::engine::whole::{Interval, Outcomes};
use crate::input::CaseFacts;
use crate::law::{Calendar, Date, DayKind, Exact, Period, date};
use crate::model::{Condition, DefinitionValue, Element, Expr, ExprKind, Given, Model, Operator, Side, Value};
use crate::report::Truth;

/// Why a case cannot be evaluated; each names the place of the rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluationError {
    /// A figure does not fit the exact arithmetic.
    #[error("算式的结果超出可以表示的范围 (a figure is out of range)")]
    OutOfRange(Span),
    /// Division by zero.
    #[error("算式里除数为零 (division by zero)")]
    DivisionByZero(Span),
    /// A date beyond the calendar.
    #[error("日期超出日历 (a date is beyond the calendar)")]
    BeyondCalendar(Span),
}

/// What an expression sees: the model, the facts, and within a filter the element under it.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Scope<'a> {
    pub(in crate::engine) model: &'a Model,
    pub(in crate::engine) facts: &'a CaseFacts,
    pub(in crate::engine) element: Option<&'a Element>,
    pub(in crate::engine) outcome: Option<&'a dyn Outcomes>,
}

impl<'a> Scope<'a> {
    pub(in crate::engine) fn new(model: &'a Model, facts: &'a CaseFacts) -> Self {
        Scope { model, facts, element: None, outcome: None }
    }

    /// The value of an expression.
    pub(in crate::engine) fn value(self, expr: &Expr) -> Result<Given, EvaluationError> {
        Ok(match &expr.kind {
            ExprKind::Constant(value) => Given::Known(value.clone()),
            ExprKind::Fact(fact) => self.facts.get(*fact).clone(),
            ExprKind::Element(field) => self.element.and_then(|e| e.0.get(*field)).cloned().unwrap_or_default(),
            ExprKind::Definition(id) => match &self.model[*id].value {
                DefinitionValue::Expr(inner) => self.value(inner)?,
                DefinitionValue::Condition(condition) => match self.truth(condition)? {
                    Truth::True => Given::Known(Value::Boolean(true)),
                    Truth::False => Given::Known(Value::Boolean(false)),
                    Truth::Unknown => Given::Unknown,
                },
            },
            ExprKind::Binary(operator, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                numbers(&left, &right, |a, b| arithmetic(*operator, a, b, expr.span))?
            }
            ExprKind::Larger(parts) => self.extreme(parts, std::cmp::Ordering::Greater)?,
            ExprKind::Smaller(parts) => self.extreme(parts, std::cmp::Ordering::Less)?,
            ExprKind::ElapsedDays(from, to) => dates(&self.value(from)?, &self.value(to)?, |from, to| {
                let days = from.until(to).map(|span| span.get_days()).unwrap_or_default();
                Value::Number(Exact::from_int(i64::from(days)))
            }),
            ExprKind::YearsOfAge(birth, on) => {
                dates(&self.value(birth)?, &self.value(on)?, |birth, on| Value::Number(Exact::from_int(i64::from(date::age_on(birth, on)))))
            }
            ExprKind::Shift(start, side, period) => match self.value(start)? {
                // Working days of a year without a published calendar are not guessed: the day is unknown.
                Given::Known(Value::Date(start)) => match (period, side) {
                    (Period::WorkingDays(count), side) => {
                        working_days(start, *count, *side).map_or(Given::Unknown, |day| Given::Known(Value::Date(day)))
                    }
                    (Period::Days(_) | Period::Months(_), Side::After) => moved(date::add_period(start, *period), expr.span)?,
                    (Period::Days(_) | Period::Months(_), Side::Before) => moved(before(start, *period), expr.span)?,
                },
                Given::Absent => Given::Absent,
                Given::Known(_) | Given::Unknown => Given::Unknown,
            },
            ExprKind::Count { list, filter } => self.count(*list, filter.as_deref())?,
            ExprKind::Sum { list, field, filter } => self.sum(*list, *field, filter.as_deref(), expr.span)?,
            ExprKind::FactorScore(benchmark) => {
                let score = self.score(*benchmark)?;
                score.single().map_or(Given::Unknown, |s| Given::Known(Value::Number(s)))
            }
            ExprKind::Outcome(which) => {
                self.outcome.and_then(|o| o.figure(*which).single()).map_or(Given::Unknown, |figure| Given::Known(Value::Number(figure)))
            }
        })
    }

    /// The score of a benchmark's factors: an interval while facts are missing.
    pub(in crate::engine) fn score(self, benchmark: crate::model::BenchmarkId) -> Result<Interval, EvaluationError> {
        let Some(factors) = &self.model[benchmark].factors else { return Ok(Interval::OPEN) };
        let (mut low, mut high) = (Exact::ZERO, Exact::ZERO);
        for factor in &factors.factors {
            let mut reachable: Vec<Exact> = Vec::new();
            for row in &factor.rows {
                let truth = match &row.test {
                    crate::model::FactorTest::When(condition) => self.truth(condition)?,
                    crate::model::FactorTest::Otherwise => Truth::True,
                };
                if truth != Truth::False {
                    reachable.push(row.ratio);
                }
                if truth == Truth::True {
                    break;
                }
            }
            let weight = factor.weight.unwrap_or(Exact::ONE);
            let part = |ratio: Option<&Exact>| {
                ratio.copied().unwrap_or(Exact::ZERO).checked_mul(weight).ok_or(EvaluationError::OutOfRange(factor.span))
            };
            let (least, most) = (part(reachable.iter().min())?, part(reachable.iter().max())?);
            low = low.checked_add(least).ok_or(EvaluationError::OutOfRange(factor.span))?;
            high = high.checked_add(most).ok_or(EvaluationError::OutOfRange(factor.span))?;
        }
        let clamp = |score: Exact| {
            let score = factors.floor.map_or(score, |floor| score.max(floor));
            factors.cap.map_or(score, |cap| score.min(cap))
        };
        Ok(Interval { lower: Some(clamp(low)), upper: Some(clamp(high)) })
    }

    fn extreme(self, parts: &[Expr], better: std::cmp::Ordering) -> Result<Given, EvaluationError> {
        let mut best: Option<Value> = None;
        for part in parts {
            match self.value(part)? {
                Given::Unknown => return Ok(Given::Unknown),
                // 较大者 of what there is: an absent figure takes no part.
                Given::Absent => {}
                Given::Known(value) => {
                    if best.as_ref().is_none_or(|b| order(&value, b) == Some(better)) {
                        best = Some(value);
                    }
                }
            }
        }
        Ok(best.map_or(Given::Absent, Given::Known))
    }

    fn count(self, list: crate::model::FactId, filter: Option<&Condition>) -> Result<Given, EvaluationError> {
        let Given::Known(Value::List(elements)) = self.facts.get(list) else { return Ok(Given::Unknown) };
        let mut count = 0i64;
        for element in elements.iter() {
            match self.passes(element, filter)? {
                Truth::True => count += 1,
                Truth::False => {}
                Truth::Unknown => return Ok(Given::Unknown),
            }
        }
        Ok(Given::Known(Value::Number(Exact::from_int(count))))
    }

    fn sum(self, list: crate::model::FactId, field: usize, filter: Option<&Condition>, span: Span) -> Result<Given, EvaluationError> {
        let Given::Known(Value::List(elements)) = self.facts.get(list) else { return Ok(Given::Unknown) };
        let mut sum = Exact::ZERO;
        for element in elements.iter() {
            match self.passes(element, filter)? {
                Truth::True => match element.0.get(field) {
                    Some(Given::Known(Value::Number(n))) => sum = sum.checked_add(*n).ok_or(EvaluationError::OutOfRange(span))?,
                    Some(Given::Absent) => {}
                    Some(Given::Known(_) | Given::Unknown) | None => return Ok(Given::Unknown),
                },
                Truth::False => {}
                Truth::Unknown => return Ok(Given::Unknown),
            }
        }
        Ok(Given::Known(Value::Number(sum)))
    }

    fn passes(self, element: &'a Element, filter: Option<&Condition>) -> Result<Truth, EvaluationError> {
        filter.map_or(Ok(Truth::True), |filter| Scope { element: Some(element), ..self }.truth(filter))
    }
}

/// How two values of one type compare; `None` where they do not.
pub(in crate::engine) fn order(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Member(a), Value::Member(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn numbers(
    left: &Given,
    right: &Given,
    combine: impl FnOnce(Exact, Exact) -> Result<Exact, EvaluationError>,
) -> Result<Given, EvaluationError> {
    Ok(match (left, right) {
        (Given::Known(Value::Number(a)), Given::Known(Value::Number(b))) => Given::Known(Value::Number(combine(*a, *b)?)),
        (Given::Absent, _) | (_, Given::Absent) => Given::Absent,
        _ => Given::Unknown,
    })
}

fn dates(left: &Given, right: &Given, combine: impl FnOnce(crate::law::Date, crate::law::Date) -> Value) -> Given {
    match (left, right) {
        (Given::Known(Value::Date(a)), Given::Known(Value::Date(b))) => Given::Known(combine(*a, *b)),
        (Given::Absent, _) | (_, Given::Absent) => Given::Absent,
        _ => Given::Unknown,
    }
}

fn arithmetic(operator: Operator, a: Exact, b: Exact, span: Span) -> Result<Exact, EvaluationError> {
    match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide if b.is_zero() => return Err(EvaluationError::DivisionByZero(span)),
        Operator::Divide => a.checked_div(b),
    }
    .ok_or(EvaluationError::OutOfRange(span))
}

fn moved(day: Option<Date>, span: Span) -> Result<Given, EvaluationError> {
    day.map(|day| Given::Known(Value::Date(day))).ok_or(EvaluationError::BeyondCalendar(span))
}

/// The day so many working days after or before another, that day not counted (民法典 art. 201; 行政处罚法 art. 85).
fn working_days(start: Date, count: u32, side: Side) -> Option<Date> {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::china);
    let mut day = start;
    let mut left = count;
    while left > 0 {
        day = match side {
            Side::After => day.tomorrow(),
            Side::Before => day.yesterday(),
        }
        .ok()?;
        match CALENDAR.day_kind(day) {
            DayKind::Working => left -= 1,
            DayKind::Rest => {}
            DayKind::Unlisted => return None,
        }
    }
    Some(day)
}

/// The day a period before another: the latest whose period ends by it.
fn before(end: Date, period: Period) -> Option<Date> {
    let span = match period {
        Period::Days(days) => jiff::Span::new().try_days(days).ok()?,
        Period::Months(months) => jiff::Span::new().try_months(months).ok()?,
        Period::WorkingDays(_) => return None,
    };
    end.checked_sub(span).ok()
}
