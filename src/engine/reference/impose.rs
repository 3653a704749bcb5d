//! Penalties in figures: what a tier or a statutory range comes to for the facts of a case.

use std::collections::BTreeSet;

use super::expr::{EvaluationError, Scope};
use super::show;
use crate::diagnostic::Span;
use crate::engine::whole::Interval;
use crate::law::{Bound, Closure, Exact, Money, Range};
use crate::model::{
    Bounds, Connective, Expr, FactId, Fine, FineAmount, FineForm, Given, Group, Growth, Measure, Modality, Penalty, PenaltyKind, RootKind,
    RoundingRule, Sanction, Value,
};
use crate::report::{ImposedGroup, ImposedMeasure, ImposedPenalty, Join, MoneyRange, PeriodRange, Truth};

/// A fine in yuan before rounding; an open upper end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct FineRange {
    pub(in crate::engine) lower: Bound<Exact>,
    pub(in crate::engine) upper: Option<Bound<Exact>>,
}

/// What figures a sanction is computed with besides the facts.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Figures<'a> {
    pub(in crate::engine) scope: Scope<'a>,
    pub(in crate::engine) rounding: RoundingRule,
    /// The statute's fine for the party, which 按因素得分 interpolates.
    pub(in crate::engine) statutory: Option<FineRange>,
    pub(in crate::engine) score: Interval,
}

impl Figures<'_> {
    /// The measures whose condition holds or may hold, in figures.
    pub(in crate::engine) fn measures<'m>(
        self,
        measures: impl IntoIterator<Item = &'m Measure>,
    ) -> Result<Vec<ImposedMeasure>, EvaluationError> {
        let mut imposed = Vec::new();
        for measure in measures {
            let condition = match &measure.condition {
                None => None,
                Some(condition) => match self.scope.truth(condition)? {
                    Truth::False => continue,
                    truth => Some((show::words(self.scope.model, condition.span), truth)),
                },
            };
            imposed.push(ImposedMeasure { target: measure.target.clone(), condition, groups: self.sanction(&measure.sanction)? });
        }
        Ok(imposed)
    }

    /// The facts that are missing for an amount to be computed.
    pub(in crate::engine) fn missing<'m>(self, measures: impl IntoIterator<Item = &'m Measure>) -> Result<Vec<FactId>, EvaluationError> {
        let mut facts = BTreeSet::new();
        for measure in measures {
            if measure.condition.as_ref().map_or(Ok(Truth::True), |c| self.scope.truth(c))? == Truth::False {
                continue;
            }
            if let Some((fine, span)) = fine_in(&measure.sanction)
                && self.fine(fine, span)?.is_none()
            {
                facts.extend(facts_in(self.scope.model, fine));
            }
        }
        facts.retain(|fact| *self.scope.facts.get(*fact) == Given::Unknown);
        Ok(facts.into_iter().collect())
    }

    /// A sanction in figures; 不予处罚 is no group at all.
    pub(in crate::engine) fn sanction(self, sanction: &Sanction) -> Result<Vec<ImposedGroup>, EvaluationError> {
        let Sanction::Groups { first, groups } = sanction else { return Ok(Vec::new()) };
        groups.iter().enumerate().map(|(at, group)| self.group(if at == 0 { Some(*first) } else { None }, group)).collect()
    }

    fn group(self, first: Option<Modality>, group: &Group) -> Result<ImposedGroup, EvaluationError> {
        let join = match (first, group.connective) {
            (Some(Modality::May), _) | (None, Connective::MayAnd) => Join::May,
            (Some(Modality::Shall), _) | (None, Connective::And) => Join::Shall,
            (None, Connective::EitherOrBoth) => Join::EitherOrBoth,
        };
        let alternatives = group.alternatives.iter().map(|p| self.penalty(p)).collect::<Result<_, _>>()?;
        Ok(ImposedGroup { join, alternatives })
    }

    fn penalty(self, penalty: &Penalty) -> Result<ImposedPenalty, EvaluationError> {
        let model = self.scope.model;
        let mut imposed = ImposedPenalty {
            kind: String::new(),
            root: RootKind::Order,
            fine: None,
            period: None,
            usual: None,
            made_from: None,
            nested: Vec::new(),
        };
        match &penalty.kind {
            PenaltyKind::Fine(fine) => {
                imposed.kind = "罚款".to_owned();
                imposed.root = RootKind::Fine;
                imposed.fine = self.fine(fine, penalty.span)?.and_then(|range| self.rounded(range));
                imposed.usual = self.shown(fine.usual.as_ref())?;
                imposed.made_from = self.made_from(fine, penalty.span);
            }
            PenaltyKind::Other { kind, period, usual } => {
                imposed.kind.clone_from(&model[*kind].name);
                imposed.root = model[*kind].root;
                imposed.period = period.as_ref().map(|bounds| self.period(bounds)).transpose()?;
                imposed.usual = self.shown(usual.as_ref())?;
            }
            PenaltyKind::Nested(inner) => imposed.nested = self.sanction(inner)?,
        }
        Ok(imposed)
    }

    /// A fine before rounding; `None` while a fact it needs is missing or absent.
    pub(in crate::engine) fn fine(self, fine: &Fine, span: Span) -> Result<Option<FineRange>, EvaluationError> {
        let overflow = EvaluationError::OutOfRange(span);
        let range = match &fine.amount {
            FineAmount::Bounds(bounds) => self.bounds(bounds)?,
            FineAmount::ByScore => self.by_score(span)?,
        };
        let Some(mut range) = range else { return Ok(None) };
        if let Some(growth) = &fine.growth {
            let Some(added) = self.growth(growth)? else { return Ok(None) };
            range.lower.value = range.lower.value.checked_add(added).ok_or(overflow.clone())?;
            if let Some(upper) = &mut range.upper {
                upper.value = upper.value.checked_add(added).ok_or(overflow)?;
            }
        }
        for (limit, is_cap) in [(&fine.floor, false), (&fine.cap, true)] {
            let Some(limit) = limit else { continue };
            let Some(limit) = self.number(limit)? else { return Ok(None) };
            let included = Bound { value: limit, closed: Closure::Inclusive };
            // An end just beside the limit, with nothing between them, leaves the limit itself.
            let excluded = Bound { value: limit, closed: Closure::Exclusive };
            if is_cap {
                range.lower = if range.lower.value > limit || range.lower == excluded { included } else { range.lower };
                range.upper = Some(range.upper.filter(|u| u.value <= limit).unwrap_or(included));
            } else {
                range.lower = if range.lower.value < limit { included } else { range.lower };
                range.upper = range.upper.map(|u| if u.value < limit || u == excluded { included } else { u });
            }
        }
        Ok(Some(range))
    }

    fn bounds(self, bounds: &Bounds) -> Result<Option<FineRange>, EvaluationError> {
        let lower = match &bounds.lower {
            None => Bound { value: Exact::ZERO, closed: Closure::Inclusive },
            Some(bound) => match self.number(&bound.value)? {
                Some(value) => Bound { value, closed: bound.closure },
                None => return Ok(None),
            },
        };
        let upper = match &bounds.upper {
            None => None,
            Some(bound) => match self.number(&bound.value)? {
                Some(value) => Some(Bound { value, closed: bound.closure }),
                None => return Ok(None),
            },
        };
        Ok(Some(FineRange { lower, upper }))
    }

    /// lower + (upper − lower) × score.
    fn by_score(self, span: Span) -> Result<Option<FineRange>, EvaluationError> {
        let Some(FineRange { lower, upper: Some(upper) }) = self.statutory else { return Ok(None) };
        let (Some(least), Some(most)) = (self.score.lower, self.score.upper) else { return Ok(None) };
        let at = |score: Exact| {
            let spread = upper.value.checked_sub(lower.value)?.checked_mul(score)?;
            lower.value.checked_add(spread)
        };
        let bound = |score| at(score).map(|value| Bound { value, closed: Closure::Inclusive }).ok_or(EvaluationError::OutOfRange(span));
        Ok(Some(FineRange { lower: bound(least)?, upper: Some(bound(most)?) }))
    }

    fn growth(self, growth: &Growth) -> Result<Option<Exact>, EvaluationError> {
        let parts = [&growth.fact, &growth.beyond, &growth.step, &growth.add];
        let mut figures = [Exact::ZERO; 4];
        for (figure, part) in figures.iter_mut().zip(parts) {
            let Some(value) = self.number(part)? else { return Ok(None) };
            *figure = value;
        }
        let [fact, beyond, step, add] = figures;
        let overflow = EvaluationError::OutOfRange(growth.fact.span);
        if fact <= beyond {
            return Ok(Some(Exact::ZERO));
        }
        let over = fact.checked_sub(beyond).ok_or(overflow.clone())?;
        let steps = over.checked_div(step).ok_or(EvaluationError::DivisionByZero(growth.step.span))?;
        let whole = if growth.part_counts { steps.ceil() } else { steps.floor() };
        whole.checked_mul(add).map(Some).ok_or(overflow)
    }

    fn number(self, expr: &Expr) -> Result<Option<Exact>, EvaluationError> {
        Ok(match self.scope.value(expr)? {
            Given::Known(Value::Number(figure)) => Some(figure),
            Given::Known(_) | Given::Absent | Given::Unknown => None,
        })
    }

    fn shown(self, expr: Option<&Expr>) -> Result<Option<String>, EvaluationError> {
        let Some(expr) = expr else { return Ok(None) };
        Ok(self.number(expr)?.map(|figure| expr.ty.show(figure)))
    }

    /// How a computed amount was made: its words, with the facts it reads.
    fn made_from(self, fine: &Fine, span: Span) -> Option<String> {
        match (fine.form, &fine.growth) {
            (FineForm::Fixed | FineForm::Range, None) => None,
            (FineForm::Score, _) => self.score.single().map(|score| format!("因素得分 {}", crate::law::Ratio::from_exact(score))),
            (FineForm::Fixed | FineForm::Range | FineForm::Multiple | FineForm::Ratio | FineForm::PerUnit | FineForm::Formula, _) => {
                let facts = facts_in(self.scope.model, fine);
                let used: Vec<String> = show::uses(self.scope, &facts)
                    .into_iter()
                    .map(|u| format!("{} {}", u.fact, u.value.unwrap_or_else(|| "未知".to_owned())))
                    .collect();
                Some(format!("{}({})", show::words(self.scope.model, span), used.join(",")))
            }
        }
    }

    fn period(self, bounds: &Bounds) -> Result<PeriodRange, EvaluationError> {
        let mut figures = [None, None];
        let mut ty = None;
        for (figure, bound) in figures.iter_mut().zip([&bounds.lower, &bounds.upper]) {
            if let Some(bound) = bound {
                ty = Some(&bound.value.ty);
                *figure = self.number(&bound.value)?.map(|value| Bound { value, closed: bound.closure });
            }
        }
        let [lower, upper] = figures;
        let text = ty.map_or_else(String::new, |ty| Range { lower, upper }.map(|n| ty.show(n)).to_string());
        let count = |b: Option<Bound<Exact>>| b.and_then(|b| b.value.to_i64()).and_then(|n| u32::try_from(n).ok());
        let unit = match ty {
            Some(crate::model::Type::Period(crate::model::PeriodFamily::Months)) => "months",
            _ => "days",
        };
        Ok(PeriodRange { text, lower: count(lower), upper: count(upper), unit: unit.to_owned() })
    }

    /// Rounds computed bounds inward or as the rule set states; fixed figures of whole 分 stay as they are.
    pub(in crate::engine) fn rounded(self, range: FineRange) -> Option<MoneyRange> {
        round(range, self.rounding)
    }
}

/// Every fact that the amount of a fine is made from.
fn facts_in(model: &crate::model::Model, fine: &Fine) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    let mut read = |expr: &Expr| show::read_by_expr(model, expr, &mut facts);
    if let FineAmount::Bounds(Bounds { lower, upper }) = &fine.amount {
        [lower, upper].into_iter().flatten().for_each(|bound| read(&bound.value));
    }
    if let Some(Growth { fact, beyond, step, add, .. }) = fine.growth.as_deref() {
        [fact, beyond, step, add].into_iter().for_each(&mut read);
    }
    [&fine.floor, &fine.cap].into_iter().flatten().for_each(read);
    facts
}

/// A fine to whole money, as the rule set rounds: a figure of whole 分 that the rules wrote stays as it is.
pub(in crate::engine) fn round(range: FineRange, rule: RoundingRule) -> Option<MoneyRange> {
    let step = rule.step.to_yuan();
    let money = |bound: Bound<Exact>| Money::from_yuan(bound.value.round_to(step, rule.rounding)?);
    let (lower, upper) = (
        money(range.lower)?,
        match range.upper {
            None => None,
            Some(upper) => Some(money(upper)?),
        },
    );
    if upper == Some(lower) {
        // Rounding has left one amount.
        return Some(MoneyRange { lower, lower_included: true, upper, upper_included: true });
    }
    Some(MoneyRange {
        lower,
        lower_included: range.lower.closed == Closure::Inclusive,
        upper,
        upper_included: range.upper.is_some_and(|u| u.closed == Closure::Inclusive),
    })
}

/// The fine that measures impose on the party (or on `target`): the first one found, bracketed ones too.
pub(in crate::engine) fn fine_of<'m>(measures: impl IntoIterator<Item = &'m Measure>, target: Option<&str>) -> Option<(&'m Fine, Span)> {
    measures.into_iter().filter(|m| m.target.as_deref() == target).find_map(|m| fine_in(&m.sanction))
}

fn fine_in(sanction: &Sanction) -> Option<(&Fine, Span)> {
    let Sanction::Groups { groups, .. } = sanction else { return None };
    groups.iter().flat_map(|g| &g.alternatives).find_map(|penalty| match &penalty.kind {
        PenaltyKind::Fine(fine) => Some((&**fine, penalty.span)),
        PenaltyKind::Nested(inner) => fine_in(inner),
        PenaltyKind::Other { .. } => None,
    })
}
