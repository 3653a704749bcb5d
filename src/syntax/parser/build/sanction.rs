//! Penalties.

use super::{Builder, Parts, has, only, word};
use crate::diagnostic::{Spanned, SyntaxProblem};
use crate::law::Exact;
use crate::syntax::parser::grammar::Rule;
use crate::syntax::parser::matcher::Pair;
use crate::syntax::tree::{Connective, Expr, Fine, FineBasis, Growth, Measure, Modality, Penalty, PenaltyGroup, RangeExpr, Sanction};

impl Builder<'_> {
    /// A sanction: the pair of the rule `sanction`.
    pub(in crate::syntax::parser) fn sanction(&mut self, pair: Pair<'_>) -> Option<Spanned<Sanction>> {
        let span = self.span(&pair);
        if has(&pair, Rule::kw_no_penalty) {
            return Some(Spanned::new(Sanction::None, span));
        }
        let mut parts = Parts::of(pair);
        let first = if parts.take(Rule::first_may).is_some() { Modality::May } else { Modality::Shall };
        let mut groups = vec![(Connective::Listed, self.penalties(parts.next()?)?)];
        for more in parts.rest() {
            let mut inner = Parts::of(more);
            let connective = match inner.take(Rule::connective) {
                None => Connective::Listed,
                Some(c) => match word(&c)? {
                    Rule::either_or_both => Connective::EitherOrBoth,
                    Rule::may_and => Connective::MayAnd,
                    Rule::kw_and_impose => Connective::And,
                    _ => return self.unread(&c),
                },
            };
            groups.push((connective, self.penalties(inner.next()?)?));
        }
        Some(Spanned::new(Sanction::Groups { first, groups }, span))
    }

    fn penalties(&mut self, pair: Pair<'_>) -> Option<Spanned<PenaltyGroup>> {
        let span = self.span(&pair);
        let list = Parts::of(pair).rest().map(|p| self.penalty(p)).collect::<Option<Vec<_>>>()?;
        Some(Spanned::new(list, span))
    }

    fn penalty(&mut self, pair: Pair<'_>) -> Option<Spanned<Penalty>> {
        let span = self.span(&pair);
        let inner = only(pair)?;
        let node = match inner.as_rule() {
            Rule::nested => Penalty::Nested(Box::new(self.sanction(only(inner)?)?)),
            Rule::fine => Penalty::Fine(Box::new(self.fine(inner)?)),
            Rule::kind_penalty => self.kind(inner)?,
            _ => return self.unread(&inner),
        };
        Some(Spanned::new(node, span))
    }

    fn kind(&mut self, pair: Pair<'_>) -> Option<Penalty> {
        let mut parts = Parts::of(pair);
        let kind = self.name(parts.next()?);
        // 罚款5000元 is one word to the grammar: the amount was written after it.
        if kind.node.strip_prefix("罚款").is_some_and(|rest| rest.starts_with(|c: char| c.is_numeric())) {
            self.report(SyntaxProblem::FineBackwards {}, kind.span);
            return None;
        }
        let measure = match parts.take(Rule::range_or_figure) {
            Some(range) => Some(self.rate(range)?),
            None => None,
        };
        if kind.node == "罚款" && measure.is_some() {
            self.report(SyntaxProblem::FineBackwards {}, kind.span);
            return None;
        }
        let usual = match parts.next() {
            Some(value) => Some(self.expr(value)?),
            None => None,
        };
        Some(Penalty::Kind { kind, measure, usual })
    }

    fn fine(&mut self, pair: Pair<'_>) -> Option<Fine> {
        let mut parts = Parts::of(pair);
        let basis = self.fine_basis(parts.next()?)?;
        let growth = match parts.take(Rule::growth) {
            Some(growth) => Some(self.growth(growth)?),
            None => None,
        };
        let mut fine = Fine { basis, growth, floor: None, cap: None, usual: None };
        for limit in parts.rest() {
            let mut inner = Parts::of(limit);
            let slot = word(&inner.next()?)?;
            let value = self.expr(inner.next()?)?;
            let slot = match slot {
                Rule::kw_lowest => &mut fine.floor,
                Rule::kw_highest => &mut fine.cap,
                Rule::kw_usually => &mut fine.usual,
                _ => return self.unread(&limit),
            };
            if slot.is_some() {
                let found = limit.as_str().trim().to_owned();
                let span = self.span(&limit);
                self.report(
                    SyntaxProblem::Expected {
                        zh: "这笔罚款的下一部分(「最低」「最高」「一般为」各写一次)".into(),
                        en: "the next part of the fine (最低, 最高 and 一般为 once each)".into(),
                        found,
                    },
                    span,
                );
                return None;
            }
            *slot = Some(value);
        }
        Some(fine)
    }

    fn fine_basis(&mut self, pair: Pair<'_>) -> Option<FineBasis> {
        let Some(inner) = only(pair) else { return Some(FineBasis::ByScore) };
        let rule = inner.as_rule();
        let mut parts = Parts::of(inner);
        match rule {
            Rule::fine_amount => {
                let rate = parts.next()?;
                match only(rate) {
                    Some(amount) if amount.as_rule() == Rule::sum => Some(FineBasis::Exactly(self.expr(amount)?)),
                    _ => Some(FineBasis::Range(self.rate(rate)?)),
                }
            }
            Rule::fine_of_fact => Some(FineBasis::OfFact(self.expr(parts.next()?)?, self.rate(parts.next()?)?)),
            Rule::per_unit => {
                let fact = self.expr(parts.next()?)?;
                let each = parts.next()?;
                let span = self.span(&each);
                let what = only(each)?;
                let each = if what.as_rule() == Rule::unit { Measure::Quantity(Exact::ONE, self.name(what)) } else { self.figure(&what)? };
                let rate: Spanned<RangeExpr> = self.rate(parts.next()?)?;
                Some(FineBasis::PerUnit { fact, each: Spanned::new(Expr::Literal(each), span), rate })
            }
            _ => self.unread(&inner),
        }
    }

    fn growth(&mut self, pair: Pair<'_>) -> Option<Spanned<Growth>> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let fact = self.expr(parts.next()?)?;
        let beyond = self.expr(parts.next()?)?;
        let step = self.expr(parts.next()?)?;
        let part_counts = parts.take(Rule::part_counts).is_some();
        let add = self.expr(parts.next()?)?;
        Some(Spanned::new(Growth { fact, beyond, step, add, part_counts }, span))
    }
}

/// Both ends the same and included: written as one value where a rate or a period stands.
pub(in crate::syntax) fn single(range: &RangeExpr) -> Option<&Spanned<Expr>> {
    match (&range.lower, &range.upper) {
        (Some(low), Some(high)) if low.value == high.value && low.word.closure() == high.word.closure() => Some(&low.value),
        _ => None,
    }
}
