//! How severe a sanction is, so that two can be compared: the gravest kind first, then the fine, then the periods.

use super::each_penalty;
use crate::law::Money;
use crate::model::RootKind;
use crate::report::{ImposedMeasure, Join};

/// Orders from light to severe. Only what must be imposed counts first; what may be imposed breaks ties.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::engine) struct Severity {
    shall: Weight,
    may: Weight,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Weight {
    /// The gravest kind other than a fine, in the order of 行政处罚法 art. 9: words, property, permits, trade and occupation, person. The
    /// statute calls that list no ranking, and none of its articles says whether 吊销许可证件 or 限制从业 is the graver. The order decides
    /// nothing where penalties meet (art. 29 compares amounts of fines alone), but only which version is the lighter (art. 37).
    gravest: Option<RootKind>,
    period: (Option<u32>, Option<u32>),
    fine: (Option<Money>, Option<Money>),
    kinds: usize,
}

/// How severe measures in figures are. Of alternatives the lightest counts: the authority may choose it.
pub(in crate::engine) fn severity(imposed: &[ImposedMeasure]) -> Severity {
    let mut severity = Severity::default();
    each_penalty(imposed, &mut |_, group, penalty| {
        if !penalty.root.is_penalty() {
            return;
        }
        let lightest = group.alternatives.iter().map(|p| p.root).min();
        if lightest.is_some_and(|l| l < penalty.root) {
            return;
        }
        let weight = match group.join {
            Join::Shall => &mut severity.shall,
            Join::May | Join::EitherOrBoth => &mut severity.may,
        };
        weight.kinds += 1;
        if let Some(fine) = penalty.fine {
            weight.fine = weight.fine.max((fine.upper, Some(fine.lower)));
        }
        if penalty.root != RootKind::Fine {
            let days = penalty.period.as_ref().map(|p| {
                let scale = if p.unit == "months" { 30 } else { 1 };
                (p.upper.map(|n| n.saturating_mul(scale)), p.lower.map(|n| n.saturating_mul(scale)))
            });
            if weight.gravest < Some(penalty.root) {
                weight.period = (None, None);
            }
            weight.gravest = weight.gravest.max(Some(penalty.root));
            if weight.gravest == Some(penalty.root) {
                weight.period = weight.period.max(days.unwrap_or_default());
            }
        }
    });
    severity
}
