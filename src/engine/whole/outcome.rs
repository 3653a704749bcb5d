//! What a case leads to, as procedure rules ask for it.

use super::each_penalty;
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::{FactId, Given, KindId, Model, Outcome, ProposedPenalty, RootKind, Value};
use crate::report::{Decision, DecisionOutcome, ImposedMeasure, Join, TierStatus, Truth};

/// What procedure rules ask of the outcome of a case.
pub(in crate::engine) trait Outcomes {
    /// Whether the figure lies within bounds, for each bound separately decided.
    fn figure(&self, which: Outcome) -> Interval;
    /// Whether a kind, or one under it, is imposed.
    fn imposes(&self, kind: KindId) -> Truth;
}

/// All that is known of a figure: it lies between these, both included; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Interval {
    pub(in crate::engine) lower: Option<Exact>,
    pub(in crate::engine) upper: Option<Exact>,
}

impl Interval {
    pub(in crate::engine) const OPEN: Interval = Interval { lower: None, upper: None };

    /// The only figure it holds, if just one.
    pub(in crate::engine) fn single(self) -> Option<Exact> {
        self.lower.filter(|l| Some(*l) == self.upper)
    }
}

/// What a case leads to, as procedure rules ask for it: the proposal if there is one, else the decisions.
pub(in crate::engine) struct CaseOutcome<'a> {
    pub(in crate::engine) model: &'a Model,
    pub(in crate::engine) facts: &'a CaseFacts,
    /// Of the act.
    pub(in crate::engine) decisions: &'a [&'a Decision],
    pub(in crate::engine) proposed: Option<&'a ProposedPenalty>,
}

impl CaseOutcome<'_> {
    /// Every set of measures that may come out: of settled decisions, else of each tier that is possible.
    fn measures(&self) -> impl Iterator<Item = (&[ImposedMeasure], bool)> {
        self.decisions.iter().flat_map(|decision| {
            let settled = matches!(decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. });
            let own = settled.then_some((decision.imposed.as_slice(), true));
            let possible = decision.tiers.iter().filter(move |t| !settled && t.status == TierStatus::Possible);
            own.into_iter().chain(possible.map(|t| (t.imposed.as_slice(), false)))
        })
    }

    fn fine(&self) -> Interval {
        if let Some(proposed) = self.proposed {
            let amount = proposed.fine.map_or(Exact::ZERO, |fine| fine.to_yuan());
            return Interval { lower: Some(amount), upper: Some(amount) };
        }
        let (mut lower, mut upper): (Option<Exact>, Option<Exact>) = (None, Some(Exact::ZERO));
        let mut settled_lower = Exact::ZERO;
        for (measures, settled) in self.measures() {
            let (mut least, mut most) = (Exact::ZERO, Some(Exact::ZERO));
            each_penalty(measures, &mut |measure, group, penalty| {
                if measure.target.is_some() || penalty.root != RootKind::Fine {
                    return;
                }
                let certain = group.join == Join::Shall
                    && group.alternatives.len() == 1
                    && measure.condition.as_ref().is_none_or(|(_, t)| *t == Truth::True);
                match &penalty.fine {
                    Some(fine) => {
                        if certain {
                            least = least.max(fine.lower.to_yuan());
                        }
                        most = most.zip(fine.upper).map(|(m, u)| m.max(u.to_yuan()));
                    }
                    None => most = None,
                }
            });
            if settled {
                settled_lower = settled_lower.max(least);
            } else {
                lower = Some(lower.map_or(least, |l| l.min(least)));
            }
            upper = upper.zip(most).map(|(u, m)| u.max(m));
        }
        Interval { lower: Some(lower.unwrap_or(Exact::ZERO).max(settled_lower)), upper }
    }

    fn confiscated(&self) -> Interval {
        let figure = ["没收金额", "违法所得"].iter().find_map(|key| {
            self.model.facts.iter().enumerate().filter(|(_, f)| f.key.to_string() == **key).find_map(|(at, _)| {
                match self.facts.get(FactId(u32::try_from(at).ok()?)) {
                    Given::Known(Value::Number(n)) => Some(*n),
                    Given::Absent => Some(Exact::ZERO),
                    Given::Known(_) | Given::Unknown => None,
                }
            })
        });
        let confiscates = self.root_imposed(|root| matches!(root, RootKind::ConfiscateGains | RootKind::ConfiscateProperty));
        match (confiscates, figure) {
            (Truth::False, _) => Interval { lower: Some(Exact::ZERO), upper: Some(Exact::ZERO) },
            (Truth::True, Some(figure)) => Interval { lower: Some(figure), upper: Some(figure) },
            (Truth::Unknown, Some(figure)) => Interval { lower: Some(Exact::ZERO), upper: Some(figure) },
            (Truth::True | Truth::Unknown, None) => Interval { lower: Some(Exact::ZERO), upper: None },
        }
    }

    fn root_imposed(&self, test: impl Fn(RootKind) -> bool) -> Truth {
        if let Some(proposed) = self.proposed {
            let fine = proposed.fine.is_some() && test(RootKind::Fine);
            return Truth::of(fine || proposed.others.iter().any(|(kind, _)| test(self.model[*kind].root)));
        }
        self.penalties(|_, root| test(root))
    }

    /// Whether a penalty that passes `test` is imposed: surely, maybe, or not at all.
    fn penalties(&self, test: impl Fn(&str, RootKind) -> bool) -> Truth {
        let mut truth = Truth::False;
        for (measures, settled) in self.measures() {
            each_penalty(measures, &mut |measure, group, penalty| {
                if !test(&penalty.kind, penalty.root) {
                    return;
                }
                let certain = settled
                    && group.join == Join::Shall
                    && group.alternatives.len() == 1
                    && measure.condition.as_ref().is_none_or(|(_, t)| *t == Truth::True);
                truth = if certain || truth == Truth::True { Truth::True } else { Truth::Unknown };
            });
        }
        let open =
            self.decisions.iter().any(|d| matches!(d.outcome, DecisionOutcome::Possible { or_none: true, .. } | DecisionOutcome::NoTier));
        if truth == Truth::False && open { Truth::Unknown } else { truth }
    }

    /// Whether `kind` is `wanted` or stands under it.
    fn under(&self, mut kind: KindId, wanted: KindId) -> bool {
        loop {
            if kind == wanted {
                return true;
            }
            match self.model[kind].parent {
                Some(parent) => kind = parent,
                None => return false,
            }
        }
    }
}

impl Outcomes for CaseOutcome<'_> {
    fn figure(&self, which: Outcome) -> Interval {
        match which {
            Outcome::FineAmount => self.fine(),
            Outcome::ConfiscatedAmount => self.confiscated(),
        }
    }

    fn imposes(&self, wanted: KindId) -> Truth {
        if let Some(proposed) = self.proposed {
            let fine = proposed.fine.is_some() && self.model[wanted].root == RootKind::Fine;
            return Truth::of(fine || proposed.others.iter().any(|(kind, _)| self.under(*kind, wanted)));
        }
        let named = |name: &str| {
            (0..self.model.kinds.len())
                .filter_map(|at| u32::try_from(at).ok().map(KindId))
                .find(|k| self.model[*k].name == name)
                .is_some_and(|kind| self.under(kind, wanted))
        };
        self.penalties(|kind, _| named(kind))
    }
}
