//! Three-valued truth as an order: false below unknown below true, so that "and" is the lesser and "or" the greater.

/// False, unknown or true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kleene {
    False,
    Unknown,
    True,
}

impl Kleene {
    pub(super) fn of(value: bool) -> Kleene {
        if value { Kleene::True } else { Kleene::False }
    }

    pub(super) fn not(self) -> Kleene {
        match self {
            Kleene::False => Kleene::True,
            Kleene::Unknown => Kleene::Unknown,
            Kleene::True => Kleene::False,
        }
    }

    pub(super) fn and(self, other: Kleene) -> Kleene {
        self.min(other)
    }

    /// Whether at least `count` of the values hold.
    pub(super) fn at_least(count: u32, values: impl IntoIterator<Item = Kleene>) -> Kleene {
        let (mut held, mut open) = (0u32, 0u32);
        for value in values {
            match value {
                Kleene::True => held += 1,
                Kleene::Unknown => open += 1,
                Kleene::False => {}
            }
        }
        if held >= count {
            Kleene::True
        } else if held.saturating_add(open) >= count {
            Kleene::Unknown
        } else {
            Kleene::False
        }
    }
}
