//! Expressions and ranges.

use super::{Builder, Parts, only, word};
use crate::diagnostic::{SourceProblem, Spanned, SyntaxProblem};
use crate::law::Closure;
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::{BoundWord, Expr, ExprOp, ListMeasure, Measure, RangeBound, RangeExpr, SpanUnit, WindowSide};
use std::cmp::Ordering;

/// Which end of a range a bound is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Lower,
    Upper,
}

impl Builder<'_> {
    /// An expression, from any of the rules that hold one.
    pub(super) fn expr(&mut self, pair: Pair<'_>) -> Option<Spanned<Expr>> {
        let span = self.span(&pair);
        let node = match pair.as_rule() {
            Rule::expr => {
                let mut parts = Parts::of(pair);
                let mut value = self.expr(parts.next()?)?;
                for shift in parts.rest() {
                    let end = self.span(&shift);
                    let mut inner = Parts::of(shift);
                    let side = self.side(inner.next()?)?;
                    let by = self.expr(inner.next()?)?;
                    let place = value.span.to(end);
                    value = Spanned::new(Expr::Shift(Box::new(value), side.node, Box::new(by)), place);
                }
                return Some(value);
            }
            Rule::sum | Rule::product => return self.chain(pair),
            Rule::primary | Rule::end_point | Rule::fine_fact | Rule::step => return self.expr(only(pair)?),
            Rule::literal => return Some(self.literal(pair)?.map(Expr::Literal)),
            Rule::expr_group => Expr::Group(Box::new(self.expr(only(pair)?)?)),
            Rule::extreme => {
                let mut parts = Parts::of(pair);
                let larger = word(&parts.next()?)? == Rule::kw_larger;
                let list = parts.rest().map(|p| self.expr(p)).collect::<Option<Vec<_>>>()?;
                if larger { Expr::Larger(list) } else { Expr::Smaller(list) }
            }
            Rule::elapsed => {
                let mut parts = Parts::of(pair);
                let from = self.expr(parts.next()?)?;
                let to = self.expr(parts.next()?)?;
                let unit = match parts.next() {
                    None => None,
                    Some(unit) => match word(&unit)? {
                        Rule::kw_day_count => Some(SpanUnit::Days),
                        Rule::kw_years_of_age => Some(SpanUnit::YearsOfAge),
                        _ => return self.unread(&unit),
                    },
                };
                Expr::Elapsed(Box::new(from), Box::new(to), unit)
            }
            Rule::of_list => {
                let mut parts = Parts::of(pair);
                let path = self.fact(parts.next()?)?;
                let filter = match parts.take(Rule::list_filter) {
                    Some(filter) => Some(Box::new(self.condition(only(filter)?)?)),
                    None => None,
                };
                match parts.next() {
                    None => Expr::Path(path),
                    Some(measure) => {
                        let measure = match only(measure) {
                            Some(name) => ListMeasure::Sum(self.name(name)),
                            None => ListMeasure::Count,
                        };
                        Expr::OfList { list: path, filter, measure }
                    }
                }
            }
            Rule::date | Rule::ratio | Rule::multiple | Rule::period | Rule::money | Rule::quantity | Rule::number => {
                Expr::Literal(self.figure(&pair)?)
            }
            _ => return self.unread(&pair),
        };
        Some(Spanned::new(node, span))
    }

    /// A sum or product, joined from the left.
    fn chain(&mut self, pair: Pair<'_>) -> Option<Spanned<Expr>> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let mut value = self.expr(parts.next()?)?;
        let mut terms = 1;
        while let Some(op) = parts.next() {
            terms += 1;
            // A chain becomes a tree as deep as it is long.
            if terms > self.limits.terms {
                let found = terms + parts.rest().count() / 2;
                self.report(SourceProblem::TooManyTerms { found, limit: self.limits.terms }, span);
                return None;
            }
            let operator = match word(&op)? {
                Rule::p_plus | Rule::kw_plus => ExprOp::Add,
                Rule::p_minus | Rule::kw_minus => ExprOp::Subtract,
                Rule::p_times | Rule::kw_times => ExprOp::Multiply,
                Rule::p_divide | Rule::kw_divided_by => ExprOp::Divide,
                _ => return self.unread(&op),
            };
            let right = self.expr(parts.next()?)?;
            let place = value.span.to(right.span);
            value = Spanned::new(Expr::Binary(operator, Box::new(value), Box::new(right)), place);
        }
        Some(value)
    }

    pub(super) fn side(&mut self, pair: Pair<'_>) -> Option<Spanned<WindowSide>> {
        let span = self.span(&pair);
        match word(&pair)? {
            Rule::kw_prior => Some(Spanned::new(WindowSide::Before, span)),
            Rule::kw_later => Some(Spanned::new(WindowSide::After, span)),
            _ => self.unread(&pair),
        }
    }

    /// A range: the pair of the rule `range`.
    pub(super) fn range(&mut self, pair: Pair<'_>) -> Option<Spanned<RangeExpr>> {
        let span = self.span(&pair);
        let mut range = RangeExpr { lower: None, upper: None };
        let mut first: Option<String> = None;
        for bound in Parts::of(pair).rest() {
            let text = bound.as_str().trim().to_owned();
            let place = self.span(&bound);
            let (end, bound) = self.bound(bound)?;
            let slot = match end {
                End::Lower => &mut range.lower,
                End::Upper => &mut range.upper,
            };
            if slot.is_some() {
                self.report(SyntaxProblem::RangeSameSide { first: first.unwrap_or_default(), second: text }, place);
                return None;
            }
            *slot = Some(Box::new(bound));
            first = Some(text);
        }
        if let (Some(lower), Some(upper)) = (&range.lower, &range.upper)
            && is_empty(lower, upper)
        {
            let text = |b: &RangeBound| self.original.get(b.value.span.range()).unwrap_or_default().to_owned();
            let problem = SyntaxProblem::RangeBackwards { lower: text(lower), upper: text(upper) };
            self.report(problem, span);
            return None;
        }
        Some(Spanned::new(range, span))
    }

    fn bound(&mut self, pair: Pair<'_>) -> Option<(End, RangeBound)> {
        let mut end = None;
        let mut value = None;
        for part in Parts::of(pair).rest() {
            match part.as_rule() {
                Rule::bound_prefix | Rule::bound_suffix => {
                    end = Some(match word(&part)? {
                        Rule::kw_or_more => (End::Lower, BoundWord::OrMore),
                        Rule::kw_at_least => (End::Lower, BoundWord::AtLeast),
                        Rule::kw_over => (End::Lower, BoundWord::Over),
                        Rule::kw_beyond => (End::Lower, BoundWord::Beyond),
                        Rule::kw_or_less => (End::Upper, BoundWord::OrLess),
                        Rule::kw_within => (End::Upper, BoundWord::Within),
                        Rule::kw_at_most => (End::Upper, BoundWord::AtMost),
                        Rule::kw_below => (End::Upper, BoundWord::Below),
                        Rule::kw_short_of => (End::Upper, BoundWord::ShortOf),
                        _ => return self.unread(&part),
                    });
                }
                _ => value = Some(self.expr(part)?),
            }
        }
        match (end, value) {
            (Some((end, word)), Some(value)) => Some((end, RangeBound { value, word })),
            _ => self.unread(&pair),
        }
    }

    /// A range, or one value that is both ends: `3个月`, `2倍`.
    pub(super) fn rate(&mut self, pair: Pair<'_>) -> Option<Spanned<RangeExpr>> {
        let span = self.span(&pair);
        let inner = only(pair)?;
        if inner.as_rule() == Rule::range {
            return self.range(inner);
        }
        let value = self.expr(inner)?;
        Some(Spanned::new(RangeExpr::exactly(value), span))
    }
}

/// Whether nothing lies between two literal bounds of one kind.
fn is_empty(lower: &RangeBound, upper: &RangeBound) -> bool {
    let (Expr::Literal(low), Expr::Literal(high)) = (&lower.value.node, &upper.value.node) else { return false };
    let order = match (low, high) {
        (Measure::Number(a), Measure::Number(b)) => a.partial_cmp(b),
        (Measure::Money(a), Measure::Money(b)) => a.partial_cmp(b),
        (Measure::Ratio(a), Measure::Ratio(b)) => a.partial_cmp(b),
        (Measure::Multiple(a), Measure::Multiple(b)) => a.partial_cmp(b),
        (Measure::Period(a), Measure::Period(b)) => a.partial_cmp(b),
        (Measure::Quantity(a, u), Measure::Quantity(b, v)) if u == v => a.partial_cmp(b),
        (Measure::Date(a), Measure::Date(b)) => a.partial_cmp(b),
        (
            Measure::Number(_)
            | Measure::Money(_)
            | Measure::Ratio(_)
            | Measure::Multiple(_)
            | Measure::Period(_)
            | Measure::Quantity(..)
            | Measure::Date(_)
            | Measure::Text(_)
            | Measure::Boolean(_),
            _,
        ) => None,
    };
    match order {
        Some(Ordering::Greater) => true,
        Some(Ordering::Equal) => lower.word.closure() == Closure::Exclusive || upper.word.closure() == Closure::Exclusive,
        Some(Ordering::Less) | None => false,
    }
}
