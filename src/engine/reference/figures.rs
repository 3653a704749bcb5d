//! The figures that a sum may come to while some of its parts are open.

use std::collections::BTreeSet;

use crate::law::Exact;

/// How many figures are told apart; beyond, all that lies between the ends counts as possible.
const LIMIT: usize = 4_096;

/// Every figure that is possible, and perhaps some that are not; `None` where they are too many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figures(Option<BTreeSet<Exact>>);

impl<const N: usize> From<[Exact; N]> for Figures {
    fn from(figures: [Exact; N]) -> Figures {
        Figures(Some(BTreeSet::from(figures)))
    }
}

impl Figures {
    /// Nought, one step, two … and no more than the most.
    pub(super) fn steps(step: Exact, most: Exact) -> Figures {
        let mut figures = BTreeSet::from([Exact::ZERO]);
        let mut figure = Exact::ZERO;
        while figure < most && step > Exact::ZERO {
            match figure.checked_add(step) {
                Some(next) if figures.len() < LIMIT => figure = next,
                _ => return Figures(None),
            }
            figures.insert(figure.min(most));
        }
        Figures(Some(figures))
    }

    /// The sums of one of these and one of those.
    pub(super) fn plus(&self, other: &Figures) -> Figures {
        let sums = || {
            let mut sums = BTreeSet::new();
            for one in self.0.as_ref()? {
                for other in other.0.as_ref()? {
                    sums.insert(one.checked_add(*other)?);
                    if sums.len() > LIMIT {
                        return None;
                    }
                }
            }
            Some(sums)
        };
        Figures(sums())
    }

    /// What becomes of each.
    pub(super) fn map(self, change: impl Fn(Exact) -> Exact) -> Figures {
        Figures(self.0.map(|figures| figures.into_iter().map(change).collect()))
    }

    /// The figures, unless they are too many.
    pub(super) fn known(self) -> Option<impl Iterator<Item = Exact>> {
        self.0.map(BTreeSet::into_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_at_the_most() {
        let steps = Figures::steps(Exact::from_int(4), Exact::from_int(10));
        assert_eq!(steps, Figures::from([0, 4, 8, 10].map(Exact::from_int)));
    }

    #[test]
    fn too_many_figures_are_not_told_apart() {
        let many = Figures::steps(Exact::ONE, Exact::from_int(4_000));
        assert!(many.clone().known().is_some());
        assert_eq!(many.plus(&many), Figures(None));
        assert_eq!(Figures::steps(Exact::ONE, Exact::from_int(1_000_000)), Figures(None));
    }
}
