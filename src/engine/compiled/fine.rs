//! The fine that a settled tier comes to for the party: its range in whole 分, after the circumstances that bind.

use super::eval::Eval;
use super::kleene::Kleene;
use super::lower::Lower;
use super::push::{PUSHES, Push, Ranges, pushed};
use super::term::{Limit, Term, Test};
use crate::diagnostic::Span;
use crate::engine::EvaluationError;
use crate::law::{Bound, Closure, Exact, Money};
use crate::model::{Benchmark, BoundExpr, Fine, FineAmount, Measure, PenaltyKind, RangeRule, RoundingRule, Sanction, Tier};
use crate::report::MoneyRange;

/// A fine in yuan before rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FineRange {
    pub(super) lower: Bound<Exact>,
    pub(super) upper: Option<Bound<Exact>>,
}

/// How a fine is computed.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    amount: Amount,
    growth: Option<[Term; 4]>,
    part_counts: bool,
    floor: Option<Term>,
    cap: Option<Term>,
    span: Span,
    step_span: Span,
}

#[derive(Debug, Clone)]
enum Amount {
    Between(Limit, Limit),
    ByScore,
}

/// A fine: fixed by the rules, or computed for each case.
#[derive(Debug, Clone)]
pub(super) enum Plan {
    Fixed(FineRange),
    Computed(Formula),
}

/// What a tier fines the party.
#[derive(Debug, Clone, Default)]
pub(super) struct TierFine {
    /// The fines of the tier's measures in order, each with the measure's condition.
    own: Vec<(Test, Plan)>,
    /// The fine of the statute that governs the tier.
    statutory: Option<Plan>,
    /// The fine that circumstances push: the tier's first, whether or not its condition holds.
    base: Option<Plan>,
    /// By push: the outcome where all is fixed and the first measure has no condition.
    table: Option<Box<[MoneyRange]>>,
}

/// The fine of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FineOutcome {
    /// The party is not fined.
    None,
    /// A fine whose amount cannot be told yet: a fact that it needs is missing.
    Open,
    /// The range, in whole 分.
    Range(MoneyRange),
}

/// What the fines of a benchmark need besides its tiers.
#[derive(Debug, Clone)]
pub(super) struct Fines {
    /// By tier: what it comes to alone where no circumstance pushes it, if no fact bears on that.
    pub(super) fixed: Box<[Option<FineOutcome>]>,
    pub(super) tiers: Vec<TierFine>,
    pub(super) common: Vec<(Test, Plan)>,
    pub(super) rounding: RoundingRule,
    pub(super) score: Option<u32>,
    pub(super) rule: Option<RangeRule>,
}

impl Fines {
    pub(super) fn new(lower: &mut Lower<'_>, benchmark: &Benchmark, id: crate::model::BenchmarkId) -> Fines {
        let model = lower.model;
        let rounding = model[benchmark.set].rounding;
        let rule = model[benchmark.set].range_rule.map(|id| model[id].clone());
        let score = benchmark.factors.is_some().then(|| lower.score(id));
        let mut tiers: Vec<TierFine> =
            benchmark.tiers.iter().map(|tier| tier_fine(lower, benchmark, tier, rounding, rule.as_ref())).collect();
        let plain = |tier: &TierFine| tier.table.as_ref().and_then(|table| table.get(Push::Nothing as usize).copied());
        let common = party_fines(lower, &benchmark.common);
        let nothing = |tier: &TierFine| (common.is_empty() && tier.own.is_empty()).then_some(FineOutcome::None);
        let fixed = tiers.iter().map(|tier| plain(tier).map(FineOutcome::Range).or_else(|| nothing(tier))).collect();
        if model[benchmark.set].circumstances.is_empty() {
            tiers.iter_mut().for_each(|tier| tier.table = None);
        }
        Fines { fixed, tiers, common, rounding, score, rule }
    }

    /// Puts down the fine of the tiers that apply.
    #[inline]
    pub(super) fn put(&self, tiers: &[u32], push: Push, eval: &mut Eval<'_>, fine: &mut FineOutcome) -> Result<(), EvaluationError> {
        if let (Push::Nothing, [tier]) = (push, tiers)
            && let Some(Some(fixed)) = self.fixed.get(*tier as usize)
        {
            *fine = *fixed;
            return Ok(());
        }
        *fine = self.searched(tiers, push, eval)?;
        Ok(())
    }

    /// The fine of a tier that is the same for every case that no circumstance pushes.
    #[cfg(feature = "arrow")]
    pub(super) fn plain(&self, tier: usize) -> Option<FineOutcome> {
        self.fixed.get(tier).copied().flatten()
    }

    fn searched(&self, tiers: &[u32], push: Push, eval: &mut Eval<'_>) -> Result<FineOutcome, EvaluationError> {
        for (at, tier) in tiers.iter().enumerate() {
            let Some(fine) = self.tiers.get(*tier as usize) else { continue };
            let fixed = match push {
                Push::Nothing => match self.fixed.get(*tier as usize) {
                    Some(Some(FineOutcome::Range(range))) => Some(*range),
                    Some(Some(FineOutcome::None | FineOutcome::Open) | None) | None => None,
                },
                _ => fine.table.as_ref().and_then(|table| table.get(push as usize).copied()),
            };
            if let Some(range) = fixed {
                return Ok(FineOutcome::Range(range));
            }
            let common = if at == 0 { self.common.as_slice() } else { &[] };
            for (condition, plan) in fine.own.iter().chain(common) {
                if eval.truth(condition, None)? == Kleene::False {
                    continue;
                }
                return self.computed(fine, plan, push, eval);
            }
        }
        Ok(FineOutcome::None)
    }

    fn computed(&self, fine: &TierFine, plan: &Plan, push: Push, eval: &mut Eval<'_>) -> Result<FineOutcome, EvaluationError> {
        let score = self.score.map(|score| eval.score(score)).transpose()?;
        let statutory = match &fine.statutory {
            Some(plan) => plan.range(None, score, eval)?,
            None => None,
        };
        let Some(range) = plan.range(statutory, score, eval)? else { return Ok(FineOutcome::Open) };
        let Some(plain) = round(range, self.rounding) else { return Ok(FineOutcome::Open) };
        let base = match &fine.base {
            Some(plan) if push != Push::Nothing => plan.range(statutory, score, eval)?,
            _ => None,
        };
        let pushed = base.and_then(|tier| {
            pushed(push, Ranges { tier, statutory, step: self.rounding.step.to_yuan() }, self.rule.as_ref()).filter(|range| *range != tier)
        });
        Ok(FineOutcome::Range(pushed.and_then(|range| round(range, self.rounding)).unwrap_or(plain)))
    }
}

fn tier_fine(lower: &mut Lower<'_>, benchmark: &Benchmark, tier: &Tier, rounding: RoundingRule, rule: Option<&RangeRule>) -> TierFine {
    let own = party_fines(lower, &tier.measures);
    let measures = benchmark.statutory.as_ref().map(|statutory| {
        let named = tier.applies.and_then(|at| statutory.named.get(at));
        named.map_or(&statutory.base, |range| &range.measures)
    });
    let statutory = measures.and_then(|measures| party_fines(lower, measures).into_iter().next()).map(|(_, plan)| plan);
    let base = own.first().map(|(_, plan)| plan.clone());
    let table = match (own.first(), &statutory) {
        (Some((Test::Constant(Kleene::True), Plan::Fixed(tier))), None | Some(Plan::Fixed(_))) => {
            let statutory = match &statutory {
                Some(Plan::Fixed(range)) => Some(*range),
                Some(Plan::Computed(_)) | None => None,
            };
            let of = |push: Push| {
                let plain = round(*tier, rounding)?;
                let pushed =
                    pushed(push, Ranges { tier: *tier, statutory, step: rounding.step.to_yuan() }, rule).filter(|range| range != tier);
                Some(pushed.and_then(|range| round(range, rounding)).unwrap_or(plain))
            };
            PUSHES.into_iter().map(of).collect()
        }
        _ => None,
    };
    TierFine { own, statutory, base, table }
}

/// The first fine of each measure that falls on the party, with the measure's condition.
fn party_fines(lower: &mut Lower<'_>, measures: &[Measure]) -> Vec<(Test, Plan)> {
    let mut fines = Vec::new();
    for measure in measures.iter().filter(|m| m.target.is_none()) {
        if let Some((fine, span)) = fine_in(&measure.sanction) {
            let condition = measure.condition.as_ref().map_or(Test::Constant(Kleene::True), |c| lower.test(c));
            fines.push((condition, Plan::new(lower, fine, span)));
        }
    }
    fines
}

fn fine_in(sanction: &Sanction) -> Option<(&Fine, Span)> {
    let Sanction::Groups { groups, .. } = sanction else { return None };
    groups.iter().flat_map(|g| &g.alternatives).find_map(|penalty| match &penalty.kind {
        PenaltyKind::Fine(fine) => Some((&**fine, penalty.span)),
        PenaltyKind::Nested(inner) => fine_in(inner),
        PenaltyKind::Other { .. } => None,
    })
}

impl Plan {
    pub(super) fn new(lower: &mut Lower<'_>, fine: &Fine, span: Span) -> Plan {
        let mut limit = |bound: &Option<BoundExpr>| bound.as_ref().map(|b| (lower.term(&b.value), b.closure));
        let amount = match &fine.amount {
            FineAmount::Bounds(bounds) => Amount::Between(limit(&bounds.lower), limit(&bounds.upper)),
            FineAmount::ByScore => Amount::ByScore,
        };
        let growth = fine.growth.as_ref().map(|g| [&g.fact, &g.beyond, &g.step, &g.add].map(|e| lower.term(e)));
        let part_counts = fine.growth.as_ref().is_some_and(|g| g.part_counts);
        let step_span = fine.growth.as_ref().map_or(span, |g| g.step.span);
        let [floor, cap] = [&fine.floor, &fine.cap].map(|e| e.as_ref().map(|e| lower.term(e)));
        let fixed = |limit: &Limit| match limit {
            None => Some(None),
            Some((Term::Constant(crate::model::Value::Number(value)), closed)) => Some(Some(Bound { value: *value, closed: *closed })),
            Some(_) => None,
        };
        if let (Amount::Between(from, to), None, None, None) = (&amount, &growth, &floor, &cap)
            && let (Some(from), Some(upper)) = (fixed(from), fixed(to))
        {
            return Plan::Fixed(FineRange { lower: from.unwrap_or(ZERO), upper });
        }
        Plan::Computed(Formula { amount, growth, part_counts, floor, cap, span, step_span })
    }

    /// The fine for a case; nothing while a fact it needs is missing or absent.
    pub(super) fn range(
        &self,
        statutory: Option<FineRange>,
        score: Option<(Exact, Exact)>,
        eval: &mut Eval<'_>,
    ) -> Result<Option<FineRange>, EvaluationError> {
        let formula = match self {
            Plan::Fixed(range) => return Ok(Some(*range)),
            Plan::Computed(formula) => formula,
        };
        let overflow = || EvaluationError::OutOfRange(formula.span);
        let mut range = match &formula.amount {
            Amount::ByScore => {
                let (Some(FineRange { lower, upper: Some(upper) }), Some((least, most))) = (statutory, score) else { return Ok(None) };
                let at = |score: Exact| {
                    let part = upper.value.checked_sub(lower.value)?.checked_mul(score)?;
                    Some(included(lower.value.checked_add(part)?))
                };
                FineRange { lower: at(least).ok_or_else(overflow)?, upper: Some(at(most).ok_or_else(overflow)?) }
            }
            Amount::Between(from, to) => {
                let lower = match from {
                    None => ZERO,
                    Some((term, closed)) => match eval.figure(term)? {
                        Some(value) => Bound { value, closed: *closed },
                        None => return Ok(None),
                    },
                };
                let upper = match to {
                    None => None,
                    Some((term, closed)) => match eval.figure(term)? {
                        Some(value) => Some(Bound { value, closed: *closed }),
                        None => return Ok(None),
                    },
                };
                FineRange { lower, upper }
            }
        };
        if let Some(growth) = &formula.growth {
            let Some(added) = formula.grown(growth, eval)? else { return Ok(None) };
            let raise = |bound: Bound<Exact>| Some(Bound { value: bound.value.checked_add(added)?, ..bound });
            range.lower = raise(range.lower).ok_or_else(overflow)?;
            range.upper = match range.upper {
                Some(upper) => Some(raise(upper).ok_or_else(overflow)?),
                None => None,
            };
        }
        if let Some(floor) = &formula.floor {
            let Some(limit) = eval.figure(floor)? else { return Ok(None) };
            // Where no more than the limit is left, it is the limit itself.
            let none_above = |upper: Bound<Exact>| upper.value < limit || upper == Bound::exclusive(limit);
            let lower = if range.lower.value < limit { included(limit) } else { range.lower };
            range = FineRange { lower, upper: range.upper.map(|upper| if none_above(upper) { included(limit) } else { upper }) };
        }
        if let Some(cap) = &formula.cap {
            let Some(limit) = eval.figure(cap)? else { return Ok(None) };
            let none_below = range.lower.value > limit || range.lower == Bound::exclusive(limit);
            let lower = if none_below { included(limit) } else { range.lower };
            let upper = range.upper.filter(|u| u.value <= limit).unwrap_or(included(limit));
            range = FineRange { lower, upper: Some(upper) };
        }
        Ok(Some(range))
    }
}

impl Formula {
    fn grown(&self, growth: &[Term; 4], eval: &mut Eval<'_>) -> Result<Option<Exact>, EvaluationError> {
        let mut figures = [Exact::ZERO; 4];
        for (figure, term) in figures.iter_mut().zip(growth) {
            let Some(value) = eval.figure(term)? else { return Ok(None) };
            *figure = value;
        }
        let [fact, beyond, step, add] = figures;
        if fact <= beyond {
            return Ok(Some(Exact::ZERO));
        }
        let overflow = || EvaluationError::OutOfRange(self.span);
        let over = fact.checked_sub(beyond).ok_or_else(overflow)?;
        let steps = over.checked_div(step).ok_or(EvaluationError::DivisionByZero(self.step_span))?;
        let whole = if self.part_counts { steps.ceil() } else { steps.floor() };
        whole.checked_mul(add).map(Some).ok_or_else(overflow)
    }
}

const ZERO: Bound<Exact> = Bound { value: Exact::ZERO, closed: Closure::Inclusive };

pub(super) fn included(value: Exact) -> Bound<Exact> {
    Bound { value, closed: Closure::Inclusive }
}

pub(super) fn round(range: FineRange, rule: RoundingRule) -> Option<MoneyRange> {
    let step = rule.step.to_yuan();
    let money = |bound: Bound<Exact>| Money::from_yuan(bound.value.round_to(step, rule.rounding)?);
    let closed = |bound: Bound<Exact>| bound.closed == Closure::Inclusive;
    let upper = match range.upper {
        None => None,
        Some(upper) => Some(money(upper)?),
    };
    let lower = money(range.lower)?;
    // Of what lies between two multiples, the one that both ends are rounded to is left.
    let one = upper == Some(lower);
    let upper_included = range.upper.is_some_and(closed) || one;
    Some(MoneyRange { lower, lower_included: closed(range.lower) || one, upper, upper_included })
}
