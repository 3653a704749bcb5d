//! Linear forms over the atoms of a case: what a comparison compares, as one sum.

use crate::law::{Date, Exact};
use crate::model::FactId;

/// What a form sums: a fact, or an expression that is not linear and is taken as a figure of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Atom {
    Fact(FactId),
    /// An index into the space's opaque expressions.
    Opaque(u32),
}

/// `Σ factor × atom + constant`; atoms ascending, no factor is nought.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Form {
    pub(super) terms: Vec<(Atom, Exact)>,
    pub(super) constant: Exact,
}

impl Form {
    pub(super) fn constant(constant: Exact) -> Self {
        Self { terms: Vec::new(), constant }
    }

    pub(super) fn atom(atom: Atom) -> Self {
        Self { terms: vec![(atom, Exact::ONE)], constant: Exact::ZERO }
    }

    pub(super) fn scaled(&self, by: Exact) -> Option<Self> {
        if by.is_zero() {
            return Some(Self::constant(Exact::ZERO));
        }
        let terms = self.terms.iter().map(|(atom, factor)| Some((*atom, factor.checked_mul(by)?))).collect::<Option<_>>()?;
        Some(Self { terms, constant: self.constant.checked_mul(by)? })
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let mut terms = self.terms.clone();
        for (atom, factor) in &other.terms {
            match terms.binary_search_by_key(atom, |(a, _)| *a) {
                Ok(at) => {
                    let sum = terms.get(at)?.1.checked_add(*factor)?;
                    if sum.is_zero() {
                        terms.remove(at);
                    } else {
                        terms.get_mut(at)?.1 = sum;
                    }
                }
                Err(at) => terms.insert(at, (*atom, *factor)),
            }
        }
        Some(Self { terms, constant: self.constant.checked_add(other.constant)? })
    }

    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.scaled(-Exact::ONE)?)
    }

    /// The form with its first factor made 1 and without its constant, what it was multiplied by, and the constant so scaled.
    pub(super) fn normal(&self) -> Option<(Vec<(Atom, Exact)>, Exact, Exact)> {
        let by = Exact::ONE.checked_div(self.terms.first()?.1)?;
        let scaled = self.scaled(by)?;
        Some((scaled.terms, by, scaled.constant))
    }
}

/// A date as the number of days from 1970-01-01.
pub(super) fn day_number(day: Date) -> Option<Exact> {
    let days = Date::constant(1970, 1, 1).until(day).ok()?.get_days();
    Some(Exact::from_int(i64::from(days)))
}

/// The date of a number of days from 1970-01-01.
pub(super) fn date_of(number: Exact) -> Option<Date> {
    let days = number.is_integer().then(|| number.to_i64()).flatten()?;
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
