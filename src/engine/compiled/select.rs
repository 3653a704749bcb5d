//! What the rows that hold and may hold come to under a hit policy.

use super::matcher::Found;
use crate::model::HitPolicy;

/// How far a selection is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// The tiers apply: one, or several under 汇总.
    Settled,
    /// Facts are missing: each of the tiers may apply.
    Possible {
        /// Whether it may also be that none does.
        or_none: bool,
    },
    /// No tier fits.
    NoTier,
    /// Several tiers fit under 唯一.
    Conflict,
}

/// Settles what was found: writes the tiers, ascending.
pub(super) fn select(policy: HitPolicy, otherwise: &[u32], found: &mut Found, tiers: &mut Vec<u32>) -> Status {
    tiers.clear();
    if !otherwise.is_empty() && found.held.is_empty() {
        // 其他情形 holds when no written test does.
        let list = if found.open.is_empty() { &mut found.held } else { &mut found.open };
        list.extend_from_slice(otherwise);
        list.sort_unstable();
    }
    let (held, open) = (&found.held, &found.open);
    match policy {
        HitPolicy::Unique => match (held.len(), open.is_empty()) {
            (0, true) => Status::NoTier,
            (0, false) => {
                tiers.extend_from_slice(open);
                Status::Possible { or_none: true }
            }
            (1, _) => {
                tiers.extend_from_slice(held);
                Status::Settled
            }
            (_, _) => {
                tiers.extend_from_slice(held);
                Status::Conflict
            }
        },
        HitPolicy::First => first(held.first().copied(), open.iter().copied(), |tier, held| tier < held, tiers),
        HitPolicy::Gravest => first(held.last().copied(), open.iter().copied(), |tier, held| tier > held, tiers),
        HitPolicy::Collect => {
            tiers.extend_from_slice(held);
            tiers.extend_from_slice(open);
            tiers.sort_unstable();
            match (held.is_empty(), open.is_empty()) {
                (true, true) => Status::NoTier,
                (false, true) => Status::Settled,
                (or_none, false) => Status::Possible { or_none },
            }
        }
    }
}

/// The one that holds and takes precedence, and the open ones that would take precedence over it.
fn first(held: Option<u32>, open: impl Iterator<Item = u32>, before: impl Fn(u32, u32) -> bool, tiers: &mut Vec<u32>) -> Status {
    tiers.extend(open.filter(|tier| held.is_none_or(|held| before(*tier, held))));
    let only = tiers.is_empty();
    tiers.extend(held);
    tiers.sort_unstable();
    match (held, only) {
        (Some(_), true) => Status::Settled,
        (Some(_), false) => Status::Possible { or_none: false },
        (None, true) => Status::NoTier,
        (None, false) => Status::Possible { or_none: true },
    }
}
