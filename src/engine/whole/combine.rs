//! What decisions come to together: one act under several benchmarks (art. 29), several acts.

use super::Decided;
use crate::law::{ArticlePath, ArticleRef, Citation, Money, Title};
use crate::model::RootKind;
use crate::report::{
    Combined, Concurrence, Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, ImposedPenalty, MoneyRange, Truth, show_money,
};

/// 行政处罚法 art. 29: one act is not fined twice; of several fines the higher governs. Other kinds stay.
pub(super) fn concur(act: usize, decided: &mut [Decided]) -> Option<Concurrence> {
    if decided.len() < 2 {
        return None;
    }
    let settled = decided.iter().all(|d| is_settled(&d.decision));
    let fines: Vec<(usize, Fined)> = decided
        .iter()
        .enumerate()
        .map(|(at, d)| (at, Fined::of(&d.decision.imposed)))
        .filter(|(_, fined)| *fined != Fined::Nothing)
        .collect();
    let benchmarks: Vec<String> = decided.iter().map(|d| d.decision.benchmark.clone()).collect();
    let height = |fined: &Fined| if let Fined::Range(range) = fined { range.upper.map(|upper| (upper, range.lower)) } else { None };
    let (governs, reason) = if !settled {
        (None, "各基准的结果尚未都确定,还不能比较罚款的高低".to_owned())
    } else if fines.len() < 2 {
        (fines.first().map(|(at, _)| *at), "同一个违法行为没有两项以上罚款".to_owned())
    } else if fines.iter().any(|(_, fined)| height(fined).is_none()) {
        (None, "罚款是否处以、数额多少尚未都确定,还不能比较罚款的高低".to_owned())
    } else {
        let heaviest = fines.iter().max_by_key(|(at, fined)| (height(fined), std::cmp::Reverse(*at))).map(|(at, _)| *at);
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

fn is_settled(decision: &Decision) -> bool {
    matches!(decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. })
}

/// What measures fine the party, all in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fined {
    Nothing,
    /// A fine whose amount cannot be told yet, or of which it is not known whether it is imposed.
    Open,
    Range(MoneyRange),
}

const NO_MONEY: MoneyRange = MoneyRange { lower: Money::ZERO, lower_included: true, upper: Some(Money::ZERO), upper_included: true };

impl Fined {
    fn of(imposed: &[ImposedMeasure]) -> Fined {
        let party = imposed.iter().filter(|measure| measure.target.is_none());
        let fines = party.map(|measure| match (Fined::of_groups(&measure.groups), &measure.condition) {
            (Fined::Open | Fined::Range(_), Some((_, Truth::Unknown))) => Fined::Open,
            (fined, _) => fined,
        });
        fines.fold(Fined::Nothing, Fined::and)
    }

    /// Groups are imposed together; of the alternatives of one only one is.
    fn of_groups(groups: &[ImposedGroup]) -> Fined {
        let of = |penalty: &ImposedPenalty| match (penalty.nested.is_empty(), penalty.root == RootKind::Fine, penalty.fine) {
            (false, _, _) => Fined::of_groups(&penalty.nested),
            (true, true, Some(range)) => Fined::Range(range),
            (true, true, None) => Fined::Open,
            (true, false, _) => Fined::Nothing,
        };
        let one = |group: &ImposedGroup| group.alternatives.iter().map(of).reduce(Fined::or).unwrap_or(Fined::Nothing);
        groups.iter().map(one).fold(Fined::Nothing, Fined::and)
    }

    fn and(self, other: Fined) -> Fined {
        match (self, other) {
            (Fined::Nothing, fined) | (fined, Fined::Nothing) => fined,
            (Fined::Range(one), Fined::Range(other)) => added(one, other).map_or(Fined::Open, Fined::Range),
            (Fined::Open, _) | (_, Fined::Open) => Fined::Open,
        }
    }

    fn or(self, other: Fined) -> Fined {
        match (self, other) {
            (Fined::Nothing, Fined::Nothing) => Fined::Nothing,
            (Fined::Range(one), Fined::Range(other)) => Fined::Range(spanned(one, other)),
            (Fined::Nothing, Fined::Range(range)) | (Fined::Range(range), Fined::Nothing) => Fined::Range(spanned(range, NO_MONEY)),
            (Fined::Open, _) | (_, Fined::Open) => Fined::Open,
        }
    }
}

/// From the lower of the least to the higher of the most.
fn spanned(one: MoneyRange, other: MoneyRange) -> MoneyRange {
    // A bound that is included reaches further out than the same one that is not.
    let lower = (one.lower, !one.lower_included).min((other.lower, !other.lower_included));
    let upper = one.upper.zip(other.upper).map(|(a, b)| (a, one.upper_included).max((b, other.upper_included)));
    MoneyRange {
        lower: lower.0,
        lower_included: !lower.1,
        upper: upper.map(|upper| upper.0),
        upper_included: upper.is_some_and(|upper| upper.1),
    }
}

/// Takes the party's fines out of what is imposed, bracketed ones too.
fn without_fines(decision: &mut Decision) {
    fn take(groups: &mut Vec<ImposedGroup>) {
        for group in &mut *groups {
            group.alternatives.retain_mut(|penalty| {
                let bracketed = !penalty.nested.is_empty();
                take(&mut penalty.nested);
                penalty.root != RootKind::Fine && (!bracketed || !penalty.nested.is_empty())
            });
        }
        groups.retain(|group| !group.alternatives.is_empty());
    }
    for measure in decision.imposed.iter_mut().filter(|measure| measure.target.is_none()) {
        take(&mut measure.groups);
    }
    decision.imposed.retain(|measure| !measure.groups.is_empty());
}

/// An article of 行政处罚法.
fn penalty_law(article: u32) -> Vec<Citation> {
    let at = vec![ArticleRef::One(ArticlePath::article(article))];
    Title::new("中华人民共和国行政处罚法").map(|title| Citation::new(title, at)).into_iter().collect()
}

/// Several acts: each is decided, then the fines add up and the other kinds stand side by side.
pub(super) fn combine(decided: &[Decided]) -> Combined {
    let mut fine = Fined::Range(NO_MONEY);
    let mut others = Vec::new();
    for Decided { decision, .. } in decided {
        fine = fine.and(if is_settled(decision) { Fined::of(&decision.imposed) } else { Fined::Open });
        each_penalty(&decision.imposed, &mut |measure, _, penalty| {
            if penalty.root == RootKind::Fine && measure.target.is_none() {
                return;
            }
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
        });
    }
    Combined { fine: if let Fined::Range(range) = fine { Some(range) } else { None }, others }
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
