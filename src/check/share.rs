//! Rules lowered on several threads, by copies of the checker: what comes of them is what one checker gives alone.
//!
//! A copy works on a stretch of the rules, in order. It may report and mark things as used, which is added up in the order of the
//! stretches; what others would have to know of (facts, definitions, names) is made before, by [`Checker::rule_scope`] and such.

use std::num::NonZeroUsize;

use super::Checker;
use super::collect::Tables;
use super::expr::UNFOLD;
use crate::parallel;

/// Fewer rules than these are not worth a copy.
const FEW: usize = 64;

impl<'t> Checker<'t> {
    /// `lower` of each item, in order.
    pub(super) fn share_out<I: Sync, R: Send>(&mut self, items: &[I], lower: impl Fn(&mut Checker<'t>, &I) -> R + Sync) -> Vec<R> {
        let threads = self.threads.get().min(items.len() / FEW);
        let alone = |checker: &mut Checker<'t>| items.iter().map(|item| lower(checker, item)).collect();
        let Some(threads) = NonZeroUsize::new(threads).filter(|threads| threads.get() > 1) else { return alone(self) };
        let stretches: Vec<&[I]> = items.chunks(items.len().div_ceil(threads.get())).collect();
        let shared = &*self;
        let done = parallel::map(threads, &stretches, |stretch| {
            let mut copy = Checker { out: Vec::new(), ..shared.clone() };
            let lowered: Vec<R> = stretch.iter().map(|item| lower(&mut copy, item)).collect();
            (lowered, copy)
        });
        // Which rule goes past a limit of the whole load is told by one who sees them all.
        let unfolded = done.iter().fold(self.unfolded, |sum, (_, copy)| sum + (copy.unfolded - self.unfolded));
        if unfolded > UNFOLD {
            return alone(self);
        }
        let mut all = Vec::with_capacity(items.len());
        for (lowered, copy) in done {
            all.extend(lowered);
            self.absorb(copy);
        }
        self.unfolded = unfolded;
        all
    }

    /// Takes over what a copy reported and marked.
    fn absorb(&mut self, copy: Checker<'t>) {
        self.out.extend(copy.out);
        self.reach.used.extend(copy.reach.used);
        let Tables { types, units, kinds, benchmarks, circumstances, procedures, reviews, scorings, words } = &mut self.tables;
        types.mark(&copy.tables.types);
        units.mark(&copy.tables.units);
        kinds.mark(&copy.tables.kinds);
        benchmarks.mark(&copy.tables.benchmarks);
        circumstances.mark(&copy.tables.circumstances);
        procedures.mark(&copy.tables.procedures);
        reviews.mark(&copy.tables.reviews);
        scorings.mark(&copy.tables.scorings);
        words.mark(&copy.tables.words);
        self.records.mark(&copy.records);
    }
}
