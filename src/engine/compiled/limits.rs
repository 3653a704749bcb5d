//! The declared bounds of a fact among whole numbers of a unit.

use super::coding::first;
use crate::law::{Closure, Exact};
use crate::model::{Field, Type};

/// From the least to the greatest multiple of `unit` within the bounds of a fact and of its type; nothing where that takes more
/// digits than numbers have.
pub(super) fn within(field: &Field, unit: Exact) -> Option<(i64, i64)> {
    let least = |value: Exact, above: bool| Some(first((value.checked_div(unit)?, above), 1));
    let (mut low, mut high) = (i64::MIN, i64::MAX);
    let of_type = match field.ty {
        Type::Money => Some((i64::MIN, i64::MAX, 100)),
        Type::Period(_) => Some((0, u32::MAX.into(), 1)),
        _ => None,
    };
    if let Some((from, to, parts)) = of_type {
        low = least(Exact::new(from.into(), parts)?, false)?.unwrap_or(i64::MAX);
        high = least(Exact::new(to.into(), parts)?, true)?.map_or(i64::MAX, |past| past.saturating_sub(1));
    }
    let bounds = field.bounds.as_ref();
    if let Some(bound) = bounds.and_then(|bounds| bounds.lower) {
        low = low.max(least(bound.value, bound.closed == Closure::Exclusive)?.unwrap_or(i64::MAX));
    }
    if let Some(bound) = bounds.and_then(|bounds| bounds.upper) {
        high = high.min(least(bound.value, bound.closed == Closure::Inclusive)?.map_or(i64::MAX, |past| past.saturating_sub(1)));
    }
    Some((low, high))
}
