//! The value of a compiled expression and the truth of a compiled condition, for the row at hand.

use std::cmp::Ordering;
use std::sync::LazyLock;

use super::coding::{ABSENT, UNKNOWN, date_of, day_number};
use super::kleene::Kleene;
use super::row::Datum;
use super::term::{Limit, Scoring, Term, Test};
use crate::diagnostic::Span;
use crate::engine::EvaluationError;
use crate::engine::whole::{Interval, Outcomes};
use crate::law::{Calendar, Closure, Date, DayKind, Exact, Period, date};
use crate::model::{Element, Given, Operator, Side, Value};

/// Not evaluated yet, among the truths of nodes.
pub(super) const OPEN: u8 = u8::MAX;

/// The nodes and scores of a program.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    pub(super) nodes: Vec<Test>,
    pub(super) scores: Vec<Scoring>,
}

/// A row with the truths found so far.
pub(super) struct Eval<'a> {
    pub(super) shared: &'a Shared,
    pub(super) codes: &'a [u32],
    pub(super) data: &'a [Datum],
    pub(super) values: &'a [Option<Value>],
    pub(super) truths: &'a mut [u8],
    /// What the case leads to, where procedure rules are asked.
    pub(super) outcome: Option<&'a dyn Outcomes>,
}

type Evaluated<T> = Result<T, EvaluationError>;

impl Eval<'_> {
    /// The truth of a shared condition.
    pub(super) fn node(&mut self, at: u32) -> Evaluated<Kleene> {
        match self.truths.get(at as usize) {
            Some(0) => return Ok(Kleene::False),
            Some(1) => return Ok(Kleene::Unknown),
            Some(2) => return Ok(Kleene::True),
            Some(_) | None => {}
        }
        let shared = self.shared;
        let truth = match shared.nodes.get(at as usize) {
            Some(test) => self.truth(test, None)?,
            None => Kleene::Unknown,
        };
        if let Some(slot) = self.truths.get_mut(at as usize) {
            *slot = truth as u8;
        }
        Ok(truth)
    }

    /// The truth of a condition; `element` is the list's element under the filter.
    pub(super) fn truth(&mut self, test: &Test, element: Option<&Element>) -> Evaluated<Kleene> {
        Ok(match test {
            Test::Constant(truth) => *truth,
            Test::Table(slot, truths) => {
                let code = self.codes.get(*slot as usize).copied().unwrap_or(UNKNOWN);
                truths.get(code as usize).copied().unwrap_or(Kleene::Unknown)
            }
            Test::Node(node) => self.node(*node)?,
            Test::Not(inner) => self.truth(inner, element)?.not(),
            Test::And(one, other) => {
                let one = self.truth(one, element)?;
                one.and(self.truth(other, element)?)
            }
            Test::AtLeast(count, tests) => {
                let mut truths = [0u32; 3];
                for test in tests {
                    let truth = self.truth(test, element)?;
                    truths[truth as usize] += 1;
                }
                let repeat = |kind: Kleene| std::iter::repeat_n(kind, truths[kind as usize] as usize);
                Kleene::at_least(*count, repeat(Kleene::True).chain(repeat(Kleene::Unknown)))
            }
            Test::Holds(term) => match self.value(term, element)? {
                Given::Known(Value::Boolean(value)) => Kleene::of(value),
                Given::Absent => Kleene::False,
                Given::Known(_) | Given::Unknown => Kleene::Unknown,
            },
            Test::Present(term, wanted) => match self.value(term, element)? {
                Given::Unknown => Kleene::Unknown,
                Given::Absent => Kleene::of(!wanted),
                Given::Known(_) => Kleene::of(*wanted),
            },
            Test::Compare(term, lower, upper) => match self.value(term, element)? {
                Given::Absent => Kleene::False,
                Given::Unknown => Kleene::Unknown,
                Given::Known(value) => {
                    let above = self.beyond(&value, lower, false, element)?;
                    above.and(self.beyond(&value, upper, true, element)?)
                }
            },
            Test::CompareScore(score, lower, upper) => {
                let (least, most) = self.score(*score)?;
                let mut truth = Kleene::True;
                for (limit, below) in [(lower, false), (upper, true)] {
                    let Some((limit, closure)) = limit else { continue };
                    let Given::Known(Value::Number(limit)) = self.value(limit, element)? else { return Ok(Kleene::Unknown) };
                    truth = truth.and(match (within(least.cmp(&limit), *closure, below), within(most.cmp(&limit), *closure, below)) {
                        (true, true) => Kleene::True,
                        (false, false) => Kleene::False,
                        (true, false) | (false, true) => Kleene::Unknown,
                    });
                }
                truth
            }
            Test::CompareOutcome(which, lower, upper) => {
                let Some(Interval { lower: least, upper: most }) = self.outcome.map(|outcome| outcome.figure(*which)) else {
                    return Ok(Kleene::Unknown);
                };
                let mut truth = Kleene::True;
                for (limit, below) in [(lower, false), (upper, true)] {
                    let Some((limit, closure)) = limit else { continue };
                    let Given::Known(Value::Number(limit)) = self.value(limit, element)? else { return Ok(Kleene::Unknown) };
                    let at = |end: Option<Exact>| end.map(|end| within(end.cmp(&limit), *closure, below));
                    // An open end says nothing against the other where that one is the nearer to the bound, or the farther.
                    let (near, far) = if below { (at(most), at(least)) } else { (at(least), at(most)) };
                    truth = truth.and(match (near, far) {
                        (Some(true), Some(true) | None) => Kleene::True,
                        (Some(false) | None, Some(false)) => Kleene::False,
                        _ => Kleene::Unknown,
                    });
                }
                truth
            }
            Test::Imposes(kind) => self.outcome.map_or(Kleene::Unknown, |outcome| outcome.imposes(*kind).into()),
            Test::Equals(term, among) => {
                let value = match self.value(term, element)? {
                    Given::Known(value) => value,
                    Given::Absent => return Ok(Kleene::False),
                    Given::Unknown => return Ok(Kleene::Unknown),
                };
                let mut truth = Kleene::False;
                for other in among {
                    match self.value(other, element)? {
                        Given::Known(other) if order(&value, &other) == Some(Ordering::Equal) => return Ok(Kleene::True),
                        Given::Unknown => truth = Kleene::Unknown,
                        Given::Known(_) | Given::Absent => {}
                    }
                }
                truth
            }
            Test::Member(term, among) => match self.value(term, element)? {
                Given::Known(Value::Member(member)) => Kleene::of(among.contains(&member)),
                Given::Absent => Kleene::False,
                Given::Known(_) | Given::Unknown => Kleene::Unknown,
            },
            Test::Contains(term, part) => match self.value(term, element)? {
                Given::Known(Value::Text(text)) => Kleene::of(text.contains(&**part)),
                Given::Absent => Kleene::False,
                Given::Known(_) | Given::Unknown => Kleene::Unknown,
            },
        })
    }

    fn beyond(&mut self, value: &Value, limit: &Limit, below: bool, element: Option<&Element>) -> Evaluated<Kleene> {
        let Some((limit, closure)) = limit else { return Ok(Kleene::True) };
        Ok(match self.value(limit, element)? {
            Given::Known(limit) => order(value, &limit).map_or(Kleene::Unknown, |o| Kleene::of(within(o, *closure, below))),
            Given::Absent => Kleene::False,
            Given::Unknown => Kleene::Unknown,
        })
    }

    /// What a slot holds.
    pub(super) fn given(&self, slot: u32) -> Given {
        match self.codes.get(slot as usize).copied().unwrap_or(UNKNOWN) {
            UNKNOWN => Given::Unknown,
            ABSENT => Given::Absent,
            _ => match self.data.get(slot as usize).copied().unwrap_or(Datum::Kept) {
                Datum::Boolean(value) => Given::Known(Value::Boolean(value)),
                Datum::Fen(fen) => Exact::new(i128::from(fen), 100).map_or(Given::Unknown, |yuan| Given::Known(Value::Number(yuan))),
                Datum::Integer(value) => Given::Known(Value::Number(Exact::from_int(value))),
                Datum::Day(day) => date_of(day).map_or(Given::Unknown, |date| Given::Known(Value::Date(date))),
                Datum::Member(member) => Given::Known(Value::Member(member)),
                Datum::Kept => self.values.get(slot as usize).cloned().flatten().map_or(Given::Unknown, Given::Known),
            },
        }
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, term: &Term, element: Option<&Element>) -> Evaluated<Given> {
        Ok(match term {
            Term::Constant(value) => Given::Known(value.clone()),
            Term::Slot(slot) => self.given(*slot),
            Term::Element(field) => element.and_then(|e| e.0.get(*field)).cloned().unwrap_or_default(),
            Term::Binary(operator, left, right, place) => {
                let (left, right) = (self.value(left, element)?, self.value(right, element)?);
                match (&left, &right) {
                    (Given::Known(Value::Number(a)), Given::Known(Value::Number(b))) => {
                        Given::Known(Value::Number(arithmetic(*operator, *a, *b, place.0)?))
                    }
                    (Given::Absent, _) | (_, Given::Absent) => Given::Absent,
                    _ => Given::Unknown,
                }
            }
            Term::Larger(parts) => self.extreme(parts, Ordering::Greater, element)?,
            Term::Smaller(parts) => self.extreme(parts, Ordering::Less, element)?,
            Term::ElapsedDays(from, to) => {
                let (from, to) = (self.value(from, element)?, self.value(to, element)?);
                dates(&from, &to, |from, to| day_number(to) - day_number(from))
            }
            Term::YearsOfAge(birth, on) => {
                let (birth, on) = (self.value(birth, element)?, self.value(on, element)?);
                dates(&birth, &on, |birth, on| i64::from(date::age_on(birth, on)))
            }
            Term::Shift(start, side, period, place) => match self.value(start, element)? {
                Given::Known(Value::Date(start)) => shift(start, *side, *period, place.0)?,
                Given::Absent => Given::Absent,
                Given::Known(_) | Given::Unknown => Given::Unknown,
            },
            Term::Count(list, filter) => {
                let mut count = 0i64;
                let whole = self.each(*list, filter.as_deref(), |_| {
                    count += 1;
                    Ok(true)
                })?;
                if whole { Given::Known(Value::Number(Exact::from_int(count))) } else { Given::Unknown }
            }
            Term::Sum(list, field, filter, place) => {
                let mut sum = Exact::ZERO;
                let whole = self.each(*list, filter.as_deref(), |element| match element.0.get(*field) {
                    Some(Given::Known(Value::Number(n))) => {
                        sum = sum.checked_add(*n).ok_or(EvaluationError::OutOfRange(place.0))?;
                        Ok(true)
                    }
                    Some(Given::Absent) => Ok(true),
                    Some(Given::Known(_) | Given::Unknown) | None => Ok(false),
                })?;
                if whole { Given::Known(Value::Number(sum)) } else { Given::Unknown }
            }
            Term::Score(score) => {
                let (least, most) = self.score(*score)?;
                if least == most { Given::Known(Value::Number(least)) } else { Given::Unknown }
            }
            Term::Truth(test) => match self.truth(test, element)? {
                Kleene::True => Given::Known(Value::Boolean(true)),
                Kleene::False => Given::Known(Value::Boolean(false)),
                Kleene::Unknown => Given::Unknown,
            },
            Term::Outcome(which) => {
                let figure = self.outcome.and_then(|outcome| outcome.figure(*which).single());
                figure.map_or(Given::Unknown, |figure| Given::Known(Value::Number(figure)))
            }
        })
    }

    /// A figure, where the expression gives one.
    pub(super) fn figure(&mut self, term: &Term) -> Evaluated<Option<Exact>> {
        Ok(match self.value(term, None)? {
            Given::Known(Value::Number(figure)) => Some(figure),
            Given::Known(_) | Given::Absent | Given::Unknown => None,
        })
    }

    /// Calls `take` on each element that passes the filter; false where the list, the filter or `take` cannot tell.
    fn each(&mut self, list: u32, filter: Option<&Test>, mut take: impl FnMut(&Element) -> Evaluated<bool>) -> Evaluated<bool> {
        let Given::Known(Value::List(elements)) = self.given(list) else { return Ok(false) };
        for element in elements.iter() {
            let passes = match filter {
                None => Kleene::True,
                Some(filter) => self.truth(filter, Some(element))?,
            };
            match passes {
                Kleene::False => {}
                Kleene::Unknown => return Ok(false),
                Kleene::True => {
                    if !take(element)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    fn extreme(&mut self, parts: &[Term], better: Ordering, element: Option<&Element>) -> Evaluated<Given> {
        let mut best: Option<Value> = None;
        for part in parts {
            match self.value(part, element)? {
                Given::Unknown => return Ok(Given::Unknown),
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

    /// The least and the greatest score that the factors leave.
    pub(super) fn score(&mut self, at: u32) -> Evaluated<(Exact, Exact)> {
        let shared = self.shared;
        let Some(scoring) = shared.scores.get(at as usize) else { return Ok((Exact::ZERO, Exact::ZERO)) };
        let (mut low, mut high) = (Exact::ZERO, Exact::ZERO);
        for factor in &scoring.factors {
            let mut reached: Option<(Exact, Exact)> = None;
            for (test, ratio) in &factor.rows {
                let truth = self.truth(test, None)?;
                if truth != Kleene::False {
                    reached = Some(reached.map_or((*ratio, *ratio), |(least, most)| (least.min(*ratio), most.max(*ratio))));
                }
                if truth == Kleene::True {
                    break;
                }
            }
            let (least, most) = reached.unwrap_or((Exact::ZERO, Exact::ZERO));
            let overflow = || EvaluationError::OutOfRange(factor.span);
            let part = |ratio: Exact| ratio.checked_mul(factor.weight).ok_or_else(overflow);
            low = low.checked_add(part(least)?).ok_or_else(overflow)?;
            high = high.checked_add(part(most)?).ok_or_else(overflow)?;
        }
        let clamp = |score: Exact| {
            let score = scoring.floor.map_or(score, |floor| score.max(floor));
            scoring.cap.map_or(score, |cap| score.min(cap))
        };
        Ok((clamp(low), clamp(high)))
    }
}

pub(super) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Member(a), Value::Member(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

pub(super) fn within(ordering: Ordering, closure: Closure, below: bool) -> bool {
    match ordering {
        Ordering::Equal => closure == Closure::Inclusive,
        Ordering::Less => below,
        Ordering::Greater => !below,
    }
}

fn arithmetic(operator: Operator, a: Exact, b: Exact, span: Span) -> Evaluated<Exact> {
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide if b.is_zero() => return Err(EvaluationError::DivisionByZero(span)),
        Operator::Divide => a.checked_div(b),
    };
    result.ok_or(EvaluationError::OutOfRange(span))
}

fn dates(left: &Given, right: &Given, combine: impl FnOnce(Date, Date) -> i64) -> Given {
    match (left, right) {
        (Given::Known(Value::Date(a)), Given::Known(Value::Date(b))) => Given::Known(Value::Number(Exact::from_int(combine(*a, *b)))),
        (Given::Absent, _) | (_, Given::Absent) => Given::Absent,
        _ => Given::Unknown,
    }
}

/// A day moved by a period (民法典 arts. 201–202); working days of a year without a published calendar are unknown.
fn shift(start: Date, side: Side, period: Period, span: Span) -> Evaluated<Given> {
    let moved = match (period, side) {
        (Period::WorkingDays(count), side) => {
            return Ok(working_days(start, count, side).map_or(Given::Unknown, |day| Given::Known(Value::Date(day))));
        }
        (Period::Days(_) | Period::Months(_), Side::After) => date::add_period(start, period),
        (Period::Days(days), Side::Before) => date_of(day_number(start) - i64::from(days)),
        (Period::Months(months), Side::Before) => jiff::Span::new().try_months(months).ok().and_then(|span| start.checked_sub(span).ok()),
    };
    moved.map(|day| Given::Known(Value::Date(day))).ok_or(EvaluationError::BeyondCalendar(span))
}

fn working_days(start: Date, count: u32, side: Side) -> Option<Date> {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::china);
    let (mut day, mut left) = (start, count);
    while left > 0 {
        day = match side {
            Side::After => day.tomorrow().ok()?,
            Side::Before => day.yesterday().ok()?,
        };
        match CALENDAR.day_kind(day) {
            DayKind::Working => left -= 1,
            DayKind::Rest => {}
            DayKind::Unlisted => return None,
        }
    }
    Some(day)
}
