//! What decisions come to together: one act under several benchmarks (art. 29), several acts.

use super::Decided;
use super::severity::heaviest_fine;
use crate::law::{ArticlePath, ArticleRef, Citation, Money, Title};
use crate::model::RootKind;
use crate::report::{
    Combined, Concurrence, Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, ImposedPenalty, MoneyRange, show_money,
};

/// 行政处罚法 art. 29: one act is not fined twice; of several fines the higher governs. Other kinds stay.
pub(super) fn concur(act: usize, decided: &mut [Decided]) -> Option<Concurrence> {
    if decided.len() < 2 {
        return None;
    }
    let settled = decided.iter().all(|d| matches!(d.decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. }));
    let fines: Vec<(usize, (Option<Money>, Money))> =
        decided.iter().enumerate().filter_map(|(at, d)| heaviest_fine(&d.decision.imposed).map(|fine| (at, fine))).collect();
    let benchmarks: Vec<String> = decided.iter().map(|d| d.decision.benchmark.clone()).collect();
    let (governs, reason) = if !settled {
        (None, "各基准的结果尚未都确定,还不能比较罚款的高低".to_owned())
    } else if fines.len() < 2 {
        (fines.first().map(|(at, _)| *at), "同一个违法行为没有两项以上罚款".to_owned())
    } else {
        let heaviest = fines.iter().max_by_key(|(at, fine)| (*fine, std::cmp::Reverse(*at))).map(|(at, _)| *at);
        let name = heaviest.and_then(|at| benchmarks.get(at)).cloned().unwrap_or_default();
        (heaviest, format!("同一个违法行为不得给予两次以上罚款,按罚款数额高的「{name}」处罚"))
    };
    if let Some(governing) = governs
        && fines.len() > 1
    {
        for (_, d) in decided.iter_mut().enumerate().filter(|(at, _)| *at != governing) {
            without_fines(&mut d.decision);
        }
    }
    Some(Concurrence { act, governs: governs.and_then(|at| benchmarks.get(at)).cloned(), benchmarks, reason, basis: penalty_law(29) })
}

/// Takes the party's fines out of what is imposed.
fn without_fines(decision: &mut Decision) {
    for measure in decision.imposed.iter_mut().filter(|m| m.target.is_none()) {
        for group in &mut measure.groups {
            group.alternatives.retain(|p| p.root != RootKind::Fine);
        }
        measure.groups.retain(|g| !g.alternatives.is_empty());
    }
    decision.imposed.retain(|m| !m.groups.is_empty());
}

/// An article of 行政处罚法.
fn penalty_law(article: u32) -> Vec<Citation> {
    let at = vec![ArticleRef::One(ArticlePath::article(article))];
    Title::new("中华人民共和国行政处罚法").map(|title| Citation::new(title, at)).into_iter().collect()
}

/// Several acts: each is decided, then the fines add up and the other kinds stand side by side.
pub(super) fn combine(decided: &[Decided]) -> Combined {
    let mut fine: Option<MoneyRange> =
        Some(MoneyRange { lower: Money::ZERO, lower_included: true, upper: Some(Money::ZERO), upper_included: true });
    let mut others = Vec::new();
    for Decided { decision, .. } in decided {
        if !matches!(decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. }) {
            fine = None;
        }
        each_penalty(&decision.imposed, &mut |measure, _, penalty| match (&penalty.fine, measure.target.is_none()) {
            (Some(part), true) => fine = fine.and_then(|sum| added(sum, *part)),
            _ if penalty.root == RootKind::Fine && measure.target.is_none() => fine = None,
            _ => {
                let mut text = penalty.kind.clone();
                if let Some(period) = &penalty.period {
                    text = format!("{text} {}", period.text);
                }
                if let Some(target) = &measure.target {
                    text = format!("对{target}:{text}");
                    if let Some(part) = &penalty.fine {
                        text = format!("对{target}:{}罚款", show_money(part));
                    }
                }
                if !others.contains(&text) {
                    others.push(text);
                }
            }
        });
    }
    Combined { fine, others }
}

fn added(sum: MoneyRange, part: MoneyRange) -> Option<MoneyRange> {
    Some(MoneyRange {
        lower: sum.lower.checked_add(part.lower)?,
        lower_included: sum.lower_included && part.lower_included,
        upper: match (sum.upper, part.upper) {
            (Some(a), Some(b)) => Some(a.checked_add(b)?),
            _ => None,
        },
        upper_included: sum.upper_included && part.upper_included,
    })
}

/// Calls `each` on every penalty of measures in figures, bracketed ones too.
pub(in crate::engine) fn each_penalty<'a>(
    measures: &'a [ImposedMeasure],
    each: &mut impl FnMut(&'a ImposedMeasure, &'a ImposedGroup, &'a ImposedPenalty),
) {
    fn groups<'a>(
        measure: &'a ImposedMeasure,
        list: &'a [ImposedGroup],
        each: &mut impl FnMut(&'a ImposedMeasure, &'a ImposedGroup, &'a ImposedPenalty),
    ) {
        for group in list {
            for penalty in &group.alternatives {
                if penalty.nested.is_empty() {
                    each(measure, group, penalty);
                } else {
                    groups(measure, &penalty.nested, each);
                }
            }
        }
    }
    for measure in measures {
        groups(measure, &measure.groups, each);
    }
}
