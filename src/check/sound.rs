//! What shows from the figures alone: tiers beyond their statute, rows that share a bound. Asks no prover.

use super::Checker;
use super::condition::constant_range;
use super::names::problem_at;
use crate::diagnostic::{SoundnessProblem, Span};
use crate::law::{Exact, Range};
use crate::model::{Benchmark, Fine, FineAmount, KindId, Measure, PenaltyKind, RootKind, Sanction, StatutoryRange, Type};

/// What a list of measures can come to: the figures and kinds in it.
#[derive(Default)]
struct Extent<'m> {
    fines: Vec<(&'m Fine, Span)>,
    kinds: Vec<(KindId, Option<Range<Exact>>, Option<Type>, Span)>,
}

impl<'m> Extent<'m> {
    fn of(measures: impl IntoIterator<Item = &'m Measure>) -> Self {
        let mut extent = Self::default();
        for measure in measures {
            extent.add(&measure.sanction);
        }
        extent
    }

    fn add(&mut self, sanction: &'m Sanction) {
        let Sanction::Groups { groups, .. } = sanction else { return };
        for penalty in groups.iter().flat_map(|g| &g.alternatives) {
            match &penalty.kind {
                PenaltyKind::Fine(fine) => self.fines.push((fine, penalty.span)),
                PenaltyKind::Other { kind, period, usual: _ } => {
                    let range = period.as_deref().and_then(constant_range);
                    let ty = period.as_ref().and_then(|p| p.lower.as_ref().or(p.upper.as_ref())).map(|b| b.value.ty.clone());
                    self.kinds.push((*kind, range, ty, penalty.span));
                }
                PenaltyKind::Nested(inner) => self.add(inner),
            }
        }
    }

    /// The widest range of constant fines; `None` when a fine is not constant, or there is none.
    fn fine_range(&self) -> Option<Range<Exact>> {
        let mut whole: Option<Range<Exact>> = None;
        for (fine, _) in &self.fines {
            let range = constant_fine(fine)?;
            whole = Some(match whole {
                None => range,
                Some(before) => {
                    let lower = match (before.lower, range.lower) {
                        (Some(a), Some(b)) => Some(if b.value < a.value { b } else { a }),
                        _ => None,
                    };
                    let upper = match (before.upper, range.upper) {
                        (Some(a), Some(b)) => Some(if b.value > a.value { b } else { a }),
                        _ => None,
                    };
                    Range { lower, upper }
                }
            });
        }
        whole
    }
}

/// The range of a fine written in figures alone.
fn constant_fine(fine: &Fine) -> Option<Range<Exact>> {
    if fine.growth.is_some() || fine.floor.is_some() || fine.cap.is_some() {
        return None;
    }
    match &fine.amount {
        FineAmount::Bounds(bounds) => constant_range(bounds),
        FineAmount::ByScore => None,
    }
}

impl Checker<'_> {
    /// Compares a benchmark's tiers with the statute, where both are written in figures.
    pub(super) fn check_against_statute(&mut self, benchmark: &Benchmark) {
        let Some(statutory) = &benchmark.statutory else { return };
        if benchmark.tiers.iter().chain(None).any(|t| by_score(&t.measures)) || by_score(&benchmark.common) {
            let all = statutory.base.iter().chain(statutory.named.iter().flat_map(|n| &n.measures));
            if !super::benchmark::has_fine(&all.cloned().collect::<Vec<_>>()) {
                self.report(crate::diagnostic::BenchmarkProblem::ScoreWithoutRange {}, benchmark.name_span);
            }
        }
        let base = Extent::of(&statutory.base);
        for tier in &benchmark.tiers {
            // A tier under a named part of the statute may draw on the rest of it too.
            let allowed = match tier.applies.and_then(|at| statutory.named.get(at)) {
                None => Extent::of(&statutory.base),
                Some(named) => Extent::of(&named.measures),
            };
            self.compare(&Extent::of(&tier.measures), &allowed, &base, statutory);
        }
        let everything = Extent::of(statutory.base.iter().chain(statutory.named.iter().flat_map(|n| &n.measures)));
        self.compare(&Extent::of(&benchmark.common), &everything, &everything, statutory);
    }

    fn compare(&mut self, tier: &Extent<'_>, allowed: &Extent<'_>, base: &Extent<'_>, statutory: &StatutoryRange) {
        for &(kind, range, ref ty, span) in &tier.kinds {
            let root = self.model.kinds.get(kind.index()).map_or(RootKind::Order, |k| k.root);
            if !root.is_penalty() {
                continue;
            }
            let name = self.model.kinds.get(kind.index()).map_or_else(String::new, |k| k.name.clone());
            let matching: Vec<_> =
                allowed.kinds.iter().chain(&base.kinds).filter(|(k, ..)| self.is_under(kind, *k) || self.is_under(*k, kind)).collect();
            if matching.is_empty() {
                let problem = SoundnessProblem::KindOutside { kind: name };
                self.out.push(problem_at(problem, span).label(statutory.span.at_start(), "法定幅度在这里", "the statutory range is here"));
                continue;
            }
            let Some(range) = range else { continue };
            let fits = matching.iter().any(|(_, limit, limit_ty, _)| match limit {
                Some(limit) if limit_ty == ty => within(&range, limit),
                _ => true,
            });
            if !fits {
                self.report(SoundnessProblem::PeriodOutside { kind: name }, span);
            }
        }
        let Some(limit) = allowed.fine_range().or_else(|| if allowed.fines.is_empty() { base.fine_range() } else { None }) else {
            let fixed = tier.fines.iter().find(|(fine, _)| fine.amount != FineAmount::ByScore);
            if let (Some((_, span)), true, true) = (fixed, allowed.fines.is_empty(), base.fines.is_empty()) {
                let problem = SoundnessProblem::KindOutside { kind: "罚款".to_owned() };
                self.out.push(problem_at(problem, *span).label(statutory.span.at_start(), "法定幅度在这里", "the statutory range is here"));
            }
            return;
        };
        for (fine, span) in &tier.fines {
            let Some(range) = constant_fine(fine) else { continue };
            let money = |value: Exact| Type::Money.show(value);
            if let (Some(upper), Some(most)) = (range.upper, limit.upper)
                && upper.value > most.value
            {
                let problem = SoundnessProblem::FineAbove { amount: money(upper.value), limit: money(most.value) };
                self.out.push(problem_at(problem, *span).label(statutory.span.at_start(), "法定幅度在这里", "the statutory range is here"));
            }
            if let Some(least) = limit.lower {
                let lower = range.lower.map_or(Exact::ZERO, |l| l.value);
                if lower < least.value {
                    let problem = SoundnessProblem::FineBelow { amount: money(lower), limit: money(least.value) };
                    self.out.push(problem_at(problem, *span).label(
                        statutory.span.at_start(),
                        "法定幅度在这里",
                        "the statutory range is here",
                    ));
                }
            }
        }
    }
}

fn within(range: &Range<Exact>, limit: &Range<Exact>) -> bool {
    let above = match (range.lower, limit.lower) {
        (Some(a), Some(b)) => a.value >= b.value,
        (None, Some(b)) => b.value <= Exact::ZERO,
        (_, None) => true,
    };
    let below = match (range.upper, limit.upper) {
        (Some(a), Some(b)) => a.value <= b.value,
        (None, Some(_)) => false,
        (_, None) => true,
    };
    above && below
}

fn by_score(measures: &[Measure]) -> bool {
    Extent::of(measures).fines.iter().any(|(fine, _)| matches!(fine.amount, FineAmount::ByScore))
}
