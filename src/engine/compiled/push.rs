//! Which way the circumstances that hold and bind push a fine, and how far by the range rule.

use super::fine::{FineRange, included};
use crate::law::{Bound, Closure, Exact, Range, Rounding};
use crate::model::{Band, Bands, Circumstance, Effect, MixedRule, RangeBase, RangeRule, SeveralRule};

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Push {
    Nothing,
    Mitigate,
    /// 从轻 or 减轻, as the authority chooses.
    Lenient,
    Lighten,
    Lowest,
    Aggravate,
    Highest,
    Ordinary,
    Whole,
}

/// All directions, each at its own number.
pub(super) const PUSHES: [Push; 9] = [
    Push::Nothing,
    Push::Mitigate,
    Push::Lenient,
    Push::Lighten,
    Push::Lowest,
    Push::Aggravate,
    Push::Highest,
    Push::Ordinary,
    Push::Whole,
];

/// What binding circumstances come to, counted as they are found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    lenient: u32,
    mitigates: bool,
    may_mitigate: bool,
    severe: u32,
}

impl Tally {
    /// Counts a circumstance that holds and binds; true where it waives the penalty.
    pub(super) fn add(&mut self, circumstance: &Circumstance) -> bool {
        let effects = circumstance.effects.as_slice();
        self.lenient += u32::from(effects.iter().any(|e| *e < Effect::Aggravate));
        self.mitigates |= effects == [Effect::Mitigate];
        self.may_mitigate |= effects.contains(&Effect::Mitigate);
        self.severe += u32::from(effects.contains(&Effect::Aggravate));
        effects == [Effect::Waive]
    }

    pub(super) fn push(self, rule: Option<&RangeRule>) -> Push {
        let combination = rule.map(|r| r.combination).unwrap_or_default();
        match (self.lenient, self.severe) {
            (0, 0) => Push::Nothing,
            (0, severe) => match combination.several_aggravate {
                SeveralRule::Bound if severe > 1 => Push::Highest,
                SeveralRule::Bound | SeveralRule::Band => Push::Aggravate,
            },
            (_, 0) if self.mitigates => Push::Mitigate,
            (_, 0) if self.may_mitigate => Push::Lenient,
            (lenient, 0) => match combination.several_lighten {
                SeveralRule::Bound if lenient > 1 => Push::Lowest,
                SeveralRule::Bound | SeveralRule::Band => Push::Lighten,
            },
            (_, _) => match combination.mixed {
                MixedRule::Whole => Push::Whole,
                MixedRule::Ordinary => Push::Ordinary,
            },
        }
    }
}

/// What a push is reckoned from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranges {
    pub(super) tier: FineRange,
    pub(super) statutory: Option<FineRange>,
    /// What amounts are rounded to, in yuan.
    pub(super) step: Exact,
}

/// The fine that a push leads to; nothing where the rules do not say how far.
pub(super) fn pushed(push: Push, ranges: Ranges, rule: Option<&RangeRule>) -> Option<FineRange> {
    let tier = ranges.tier;
    let upper = tier.upper?;
    let band = |pick: fn(&Bands) -> Option<&Band>| {
        let rule = rule?;
        let no_lower = ranges.statutory.unwrap_or(tier).lower.value.is_zero();
        let band = match (&rule.upper_only, no_lower) {
            (Some(own), true) => pick(own).or_else(|| pick(&rule.bands)),
            _ => pick(&rule.bands),
        };
        figures(band?, ranges, rule)
    };
    let inside = |range: Option<FineRange>| range.and_then(|range| meet(range, tier));
    let only = |value: Exact| inside(Some(FineRange { lower: included(value), upper: Some(included(value)) }));
    // A part of a fixed amount, or of a lower bound that there is not, may hold nothing; 减轻 is below the lower bound then (行政处罚法 art. 32).
    let mitigated = || {
        let range = band(|b| b.mitigate.as_ref())?;
        if is_empty(range) { figures(&Band::BelowLower, ranges, rule?) } else { Some(range) }
    };
    match push {
        Push::Nothing | Push::Whole => None,
        // An end that is not included leaves the multiple of the step next to it.
        Push::Lowest if tier.lower.closed == Closure::Inclusive => only(tier.lower.value),
        Push::Lowest => tier.lower.value.round_to(ranges.step, Rounding::Down)?.checked_add(ranges.step).and_then(only),
        Push::Highest if upper.closed == Closure::Inclusive => only(upper.value),
        Push::Highest => upper.value.round_to(ranges.step, Rounding::Up)?.checked_sub(ranges.step).and_then(only),
        Push::Mitigate => mitigated(),
        Push::Lighten => inside(band(|b| b.lighten.as_ref())),
        Push::Ordinary => inside(band(|b| b.ordinary.as_ref())),
        Push::Aggravate => inside(band(|b| b.aggravate.as_ref())),
        Push::Lenient => {
            let light = inside(band(|b| b.lighten.as_ref())).unwrap_or(tier);
            let lower = mitigated().map(|range| range.lower);
            Some(FineRange { lower: lower.filter(|m| m.value < light.lower.value).unwrap_or(light.lower), ..light })
        }
    }
}

fn figures(band: &Band, ranges: Ranges, rule: &RangeRule) -> Option<FineRange> {
    let of = match (rule.base, ranges.statutory) {
        (RangeBase::Statutory, Some(statutory)) => statutory,
        (RangeBase::Statutory, None) | (RangeBase::Tier, _) => ranges.tier,
    };
    let statutory = ranges.statutory.unwrap_or(ranges.tier);
    match band {
        Band::Spread(range) => {
            let top = of.upper?;
            let spread = top.value.checked_sub(of.lower.value)?;
            let part = share(range, spread)?;
            let place = |bound: Bound<Exact>, end: Bound<Exact>| {
                let value = of.lower.value.checked_add(bound.value)?;
                let closed = if value == end.value && end.closed == Closure::Exclusive { end.closed } else { bound.closed };
                Some(Bound { value, closed })
            };
            let upper = match part.upper {
                Some(bound) => place(bound, top)?,
                None => top,
            };
            Some(FineRange { lower: place(part.lower, of.lower)?, upper: Some(upper) })
        }
        Band::BelowLower if statutory.lower.value > Exact::ZERO => {
            Some(FineRange { lower: included(Exact::ZERO), upper: Some(Bound::exclusive(statutory.lower.value)) })
        }
        Band::BelowLower => None,
        Band::OfLower(range) => share(range, statutory.lower.value),
        Band::OfUpper(range) => share(range, statutory.upper?.value),
    }
}

fn share(range: &Range<Exact>, whole: Exact) -> Option<FineRange> {
    let part = |bound: Bound<Exact>| Some(Bound { value: bound.value.checked_mul(whole)?, ..bound });
    let lower = match range.lower {
        Some(bound) => part(bound)?,
        None => included(Exact::ZERO),
    };
    let upper = match range.upper {
        Some(bound) => Some(part(bound)?),
        None => None,
    };
    Some(FineRange { lower, upper })
}

/// What two ranges have in common: at each end the tighter bound, and of equal ones the exclusive.
fn meet(a: FineRange, b: FineRange) -> Option<FineRange> {
    let tighter = |x: Bound<Exact>, y: Bound<Exact>, greater: bool| {
        if x.value == y.value {
            if x.closed == Closure::Exclusive { x } else { y }
        } else if (x.value > y.value) == greater {
            x
        } else {
            y
        }
    };
    let lower = tighter(a.lower, b.lower, true);
    let upper = match (a.upper, b.upper) {
        (Some(x), Some(y)) => Some(tighter(x, y, false)),
        (x, y) => x.or(y),
    };
    Some(FineRange { lower, upper }).filter(|range| !is_empty(*range))
}

fn is_empty(FineRange { lower, upper }: FineRange) -> bool {
    Range { lower: Some(lower), upper }.is_empty()
}
