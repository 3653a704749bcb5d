//! What words of rows come to under a hit policy: the same as [`select`](super::super::select::select) says of lists of them.

use super::super::select::{Status, select};
use super::Found;
use crate::model::HitPolicy;

/// What a case comes to: how far it is settled, and a bit for each tier that applies, may apply or conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine::compiled) struct Verdict {
    pub(in crate::engine::compiled) status: Status,
    pub(in crate::engine::compiled) tiers: u64,
}

/// A hit policy with the tiers of 其他情形.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    policy: HitPolicy,
    otherwise: Box<[u32]>,
    /// The same as bits, where one word holds all tiers.
    others: u64,
}

impl Choice {
    pub(super) fn new(policy: HitPolicy, otherwise: &[u32]) -> Choice {
        let others = otherwise.iter().fold(0, |bits, tier| bits | 1u64.checked_shl(*tier).unwrap_or(0));
        Choice { policy, otherwise: otherwise.into(), others }
    }

    /// Whether a tier that applies is settled although others may, too.
    pub(super) fn is_unique(&self) -> bool {
        self.policy == HitPolicy::Unique
    }

    /// The bit of the only tier that applies, or something that is no single bit.
    #[inline]
    pub(super) fn only(&self, held: u64, may: u64) -> u64 {
        let (held, may) = if may == 0 { (self.others, self.others) } else { (held, may) };
        match self.policy {
            HitPolicy::Unique => held,
            HitPolicy::First => may & may.wrapping_neg() & held,
            HitPolicy::Gravest => held & topmost(may),
            HitPolicy::Collect if held == may => held,
            HitPolicy::Collect => 0,
        }
    }

    /// What comes of the rows that hold and those that may.
    pub(super) fn verdict(&self, mut held: u64, may: u64) -> Verdict {
        let mut open = may & !held;
        if held == 0 {
            // 其他情形 holds when no written test does.
            *(if open == 0 { &mut held } else { &mut open }) |= self.others;
        }
        // The row that takes precedence of those that hold, and the open ones that would take precedence over it.
        let first = |held: u64, before: u64| match (held != 0, before == 0) {
            (true, true) => Verdict { status: Status::Settled, tiers: held },
            (true, false) => Verdict { status: Status::Possible { or_none: false }, tiers: held | before },
            (false, true) => Verdict { status: Status::NoTier, tiers: 0 },
            (false, false) => Verdict { status: Status::Possible { or_none: true }, tiers: before },
        };
        match self.policy {
            HitPolicy::Unique if held.is_power_of_two() => Verdict { status: Status::Settled, tiers: held },
            HitPolicy::Unique if held != 0 => Verdict { status: Status::Conflict, tiers: held },
            HitPolicy::Unique => first(0, open),
            HitPolicy::First => {
                let lowest = held & held.wrapping_neg();
                first(lowest, open & lowest.wrapping_sub(1))
            }
            HitPolicy::Gravest => {
                let top = topmost(held);
                first(top, if top == 0 { open } else { open & !(top | (top - 1)) })
            }
            HitPolicy::Collect => match (held == 0, open == 0) {
                (true, true) => Verdict { status: Status::NoTier, tiers: 0 },
                (false, true) => Verdict { status: Status::Settled, tiers: held },
                (or_none, false) => Verdict { status: Status::Possible { or_none }, tiers: held | open },
            },
        }
    }

    /// The same by lists, however many tiers there are.
    pub(super) fn select(&self, found: &mut Found, tiers: &mut Vec<u32>) -> Status {
        select(self.policy, &self.otherwise, found, tiers)
    }
}

/// The highest bit.
#[inline]
fn topmost(word: u64) -> u64 {
    (1u64 << 63).checked_shr(word.leading_zeros()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Choice, Found, Verdict};
    use crate::engine::compiled::matcher::bits;
    use crate::model::HitPolicy;

    #[test]
    fn words_and_lists_come_to_the_same() {
        for policy in [HitPolicy::Unique, HitPolicy::First, HitPolicy::Gravest, HitPolicy::Collect] {
            for otherwise in [&[][..], &[4], &[2, 4], &[63]] {
                let choice = Choice::new(policy, otherwise);
                for word in 0..1u64 << 10 {
                    // Three low rows and two high ones; what holds may.
                    let spread = |bits: u64| (bits & 0b111) | (bits >> 3) << 62;
                    let (held, may) = (spread(word & 0x1F) & !choice.others, spread(word >> 5 | (word & 0x1F)) & !choice.others);
                    let (mut found, mut tiers) = (Found::default(), Vec::new());
                    bits(held, &mut found.held);
                    bits(may & !held, &mut found.open);
                    let status = choice.select(&mut found, &mut tiers);
                    let expected = Verdict { status, tiers: tiers.iter().fold(0, |word, tier| word | 1 << tier) };
                    assert_eq!(choice.verdict(held, may), expected, "{policy:?} {otherwise:?} {held:b} {may:b}");
                    let only = choice.only(held, may);
                    if only.is_power_of_two() {
                        assert_eq!(expected, Verdict { status: super::Status::Settled, tiers: only });
                    }
                }
            }
        }
    }
}
