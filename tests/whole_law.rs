//! What follows from decisions once they are made, by a second implementation as plain as the articles: one act is fined once and by the
//! higher fine (行政处罚法 art. 29), the lighter version governs (art. 37), several acts add up, a proposal fits or does not. Both
//! engines share that part, so that comparing them says nothing of it.

#[path = "support/benchmarks.rs"]
mod benchmarks;
#[path = "support/submissions.rs"]
mod submissions;

use std::collections::BTreeMap;

use benchmarks::Dice;
use submissions::{files, submission};
use zhunsheng::RuleSet;
use zhunsheng::engine::Engine;
use zhunsheng::input::{Act, BoundSubmission};
use zhunsheng::law::Money;
use zhunsheng::model::{ProposedPenalty, RootKind, Verdict};
use zhunsheng::report::{Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, ImposedPenalty, Join, MoneyRange, Truth};

/// All that a decision may fine the party: every sum that some choice among its alternatives leads to. Nothing where it cannot be told.
type Sums = Option<Vec<(MoneyRange, bool)>>;

const ZERO: MoneyRange = MoneyRange { lower: Money::ZERO, lower_included: true, upper: Some(Money::ZERO), upper_included: true };

fn plus(one: MoneyRange, other: MoneyRange) -> MoneyRange {
    MoneyRange {
        lower: one.lower.checked_add(other.lower).expect("a sum"),
        lower_included: one.lower_included && other.lower_included,
        upper: one.upper.zip(other.upper).map(|(a, b)| a.checked_add(b).expect("a sum")),
        upper_included: one.upper_included && other.upper_included,
    }
}

/// Every choice with every choice: what is imposed together adds up. A sum carries whether there is a fine in it.
fn together(lists: impl IntoIterator<Item = Sums>) -> Sums {
    lists.into_iter().try_fold(vec![(ZERO, false)], |sums, list| {
        let list = list?;
        Some(sums.iter().flat_map(|(sum, fined)| list.iter().map(move |(more, too)| (plus(*sum, *more), *fined || *too))).collect())
    })
}

fn of_groups(groups: &[ImposedGroup]) -> Sums {
    let of = |penalty: &ImposedPenalty| match (&penalty.nested[..], penalty.root, penalty.fine) {
        ([], RootKind::Fine, fine) => fine.filter(|fine| fine.upper.is_some()).map(|fine| vec![(fine, true)]),
        ([], _, _) => Some(vec![(ZERO, false)]),
        (nested, _, _) => of_groups(nested),
    };
    together(groups.iter().map(|group| {
        let choices: Option<Vec<_>> = group.alternatives.iter().map(of).collect();
        Some(choices?.concat())
    }))
}

fn sums(imposed: &[ImposedMeasure]) -> Sums {
    together(imposed.iter().filter(|measure| measure.target.is_none()).map(|measure| {
        let sums = of_groups(&measure.groups);
        let doubtful = measure.condition.as_ref().is_some_and(|(_, truth)| *truth == Truth::Unknown);
        sums.filter(|sums| !doubtful || sums.iter().all(|(_, fined)| !fined))
    }))
}

/// From the least that may come of it to the most.
fn whole(sums: &[(MoneyRange, bool)]) -> MoneyRange {
    let lower = sums.iter().map(|(sum, _)| (sum.lower, !sum.lower_included)).min().expect("a sum");
    let upper = sums.iter().map(|(sum, _)| (sum.upper, sum.upper_included)).max().expect("a sum");
    MoneyRange { lower: lower.0, lower_included: !lower.1, upper: upper.0, upper_included: upper.1 }
}

fn settled(decision: &Decision) -> bool {
    matches!(decision.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. })
}

/// What is left of penalties without fines.
fn unfined(groups: &[ImposedGroup]) -> Vec<ImposedGroup> {
    let kept = |penalty: &ImposedPenalty| match (penalty.root, &penalty.nested[..]) {
        (RootKind::Fine, _) => None,
        (_, []) => Some(penalty.clone()),
        (_, nested) => Some(unfined(nested)).filter(|left| !left.is_empty()).map(|nested| ImposedPenalty { nested, ..penalty.clone() }),
    };
    let groups =
        groups.iter().map(|group| ImposedGroup { join: group.join, alternatives: group.alternatives.iter().filter_map(kept).collect() });
    groups.filter(|group| !group.alternatives.is_empty()).collect()
}

fn without_fines(imposed: &[ImposedMeasure]) -> Vec<ImposedMeasure> {
    let measures = imposed.iter().map(|measure| match measure.target {
        None => ImposedMeasure { groups: unfined(&measure.groups), ..measure.clone() },
        Some(_) => measure.clone(),
    });
    measures.filter(|measure| !measure.groups.is_empty()).collect()
}

/// How severe: what must be imposed before what may; of either the gravest kind, its longest period, the highest fine, how many. Of
/// alternatives the lightest counts.
fn severity(imposed: &[ImposedMeasure]) -> [(Option<RootKind>, (Option<u32>, Option<u32>), (Option<Money>, Option<Money>), usize); 2] {
    fn flat<'a>(groups: &'a [ImposedGroup], all: &mut Vec<(bool, &'a ImposedPenalty)>) {
        for group in groups {
            let lightest = group.alternatives.iter().map(|penalty| penalty.root).min();
            for penalty in &group.alternatives {
                if !penalty.nested.is_empty() {
                    flat(&penalty.nested, all);
                } else if penalty.root.is_penalty() && Some(penalty.root) == lightest {
                    all.push((group.join == Join::Shall, penalty));
                }
            }
        }
    }
    let mut all = Vec::new();
    imposed.iter().for_each(|measure| flat(&measure.groups, &mut all));
    [true, false].map(|must| {
        let these = || all.iter().filter(|(shall, _)| *shall == must).map(|(_, penalty)| *penalty);
        let gravest = these().map(|penalty| penalty.root).filter(|root| *root != RootKind::Fine).max();
        let periods = these().filter(|penalty| Some(penalty.root) == gravest).filter_map(|penalty| penalty.period.as_ref());
        let days = |count: Option<u32>, unit: &str| count.map(|count| if unit == "months" { count * 30 } else { count });
        let period = periods.map(|period| (days(period.upper, &period.unit), days(period.lower, &period.unit))).max().unwrap_or_default();
        let fine = these().filter_map(|penalty| penalty.fine).map(|fine| (fine.upper, Some(fine.lower))).max().unwrap_or_default();
        (gravest, period, fine, these().count())
    })
}

/// The decision of one benchmark alone.
fn alone(engine: &Engine, act: &Act, decision: &Decision) -> Decision {
    let model = engine.model();
    let is = |id: &zhunsheng::model::BenchmarkId| {
        let set = &model[model[*id].set];
        model[*id].name == decision.benchmark && format!("{} {}", set.name, set.version) == decision.rule_set
    };
    let id = model.benchmark_ids().find(is).expect("a benchmark");
    let submission = BoundSubmission { case: None, acts: vec![Act { benchmarks: vec![id], facts: act.facts.clone() }], proposed: None };
    engine.evaluate(&submission).expect("what could be decided with others").decisions.remove(0)
}

/// Art. 29 over the decisions of one act.
fn concurrence(engine: &Engine, act: &Act, decisions: &[&Decision], governs: Option<&str>, meet: &mut impl FnMut(&'static str)) {
    let alone: Vec<Decision> = decisions.iter().map(|decision| alone(engine, act, decision)).collect();
    let fines: Vec<(usize, Option<MoneyRange>)> = alone
        .iter()
        .enumerate()
        .filter_map(|(at, decision)| match sums(&decision.imposed) {
            Some(sums) => sums.iter().any(|(_, fined)| *fined).then(|| (at, Some(whole(&sums)))),
            None => Some((at, None)),
        })
        .collect();
    let known: Option<Vec<(usize, MoneyRange)>> = fines.iter().map(|(at, fine)| Some((*at, (*fine)?))).collect();
    let expected = match (alone.iter().all(settled), fines.len(), known) {
        (false, ..) => None,
        (true, 0 | 1, _) => fines.first().map(|(at, _)| *at),
        (true, _, None) => {
            meet("fines that cannot be compared");
            None
        }
        (true, _, Some(fines)) => {
            meet("the higher fine");
            let highest = fines.iter().map(|(_, fine)| (fine.upper, fine.lower)).max();
            fines.iter().find(|(_, fine)| Some((fine.upper, fine.lower)) == highest).map(|(at, _)| *at)
        }
    };
    assert_eq!(governs, expected.map(|at| decisions[at].benchmark.as_str()), "{alone:#?}");
    for (at, (decision, alone)) in decisions.iter().zip(&alone).enumerate() {
        let yields = fines.len() > 1 && expected.is_some_and(|governing| governing != at);
        let imposed = if yields { without_fines(&alone.imposed) } else { alone.imposed.clone() };
        if yields && sums(&alone.imposed).is_some_and(|sums| sums.len() > 1) {
            meet("a choice that loses its fines");
        }
        assert_eq!(decision.imposed, imposed);
    }
}

/// Art. 37 where the versions at the act and at the decision differ.
fn version(decision: &Decision, meet: &mut impl FnMut(&'static str)) {
    let Some(choice) = &decision.version else { return };
    let other = choice.other.as_deref().expect("what the other comes to");
    let is = |one: &Decision, version: &str| one.rule_set.ends_with(&format!(" {version}"));
    let (old, new) = if is(decision, &choice.at_act) { (decision, other) } else { (other, decision) };
    assert!(is(old, &choice.at_act) && is(new, &choice.at_decision));
    let weight = |one: &Decision| match &one.outcome {
        DecisionOutcome::Waived { .. } => severity(&[]),
        _ => severity(&one.imposed),
    };
    let governs = match (settled(old) && settled(new), weight(new) < weight(old)) {
        (false, _) => None,
        (true, true) => Some(&choice.at_decision),
        (true, false) => Some(&choice.at_act),
    };
    assert_eq!(choice.governs.as_ref(), governs);
    assert!(is(decision, governs.unwrap_or(&choice.at_act)));
    meet(if governs == Some(&choice.at_decision) { "a lighter later version" } else { "the version at the act" });
}

/// A fine that must be imposed and stands alone is fitting within its bounds, and only there.
fn proposals(engine: &Engine, submission: &BoundSubmission, decisions: &[Decision], meet: &mut impl FnMut(&'static str)) {
    let [Decision { outcome: DecisionOutcome::Settled { .. }, imposed, .. }] = decisions else { return };
    let [ImposedMeasure { target: None, condition: None, groups }] = &imposed[..] else { return };
    let [ImposedGroup { join: Join::Shall, alternatives }] = &groups[..] else { return };
    let [ImposedPenalty { fine: Some(fine @ MoneyRange { upper: Some(upper), .. }), .. }] = &alternatives[..] else { return };
    // A generated rule may leave nothing between its bounds.
    if fine.lower == *upper && !(fine.lower_included && fine.upper_included) {
        return;
    }
    let cent = Money::from_fen(1);
    let more = |amount: Money| amount.checked_add(cent).expect("an amount");
    let less = |amount: Money| amount.checked_sub(cent).filter(|amount| *amount > Money::ZERO);
    let (low, high) = (Some(fine.lower).filter(|low| *low > Money::ZERO), Some(*upper));
    let cases = [
        (low, if fine.lower_included { Verdict::Fitting } else { Verdict::TooLight }),
        (high, if fine.upper_included { Verdict::Fitting } else { Verdict::TooHeavy }),
        (less(fine.lower), Verdict::TooLight),
        (Some(more(*upper)), Verdict::TooHeavy),
    ];
    for (amount, verdict) in cases {
        let Some(amount) = amount else { continue };
        let proposed = Some(ProposedPenalty { fine: Some(amount), others: Vec::new(), waived: false });
        let report = engine.evaluate(&BoundSubmission { proposed, ..submission.clone() }).expect("what was decided without it");
        assert_eq!(report.proposed.and_then(|proposed| proposed.verdict), Some(verdict), "{amount} within {fine:?}");
    }
    meet("a proposal");
}

#[test]
fn what_follows_from_decisions_is_what_the_articles_say() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let wanted = asked("ZHUNSHENG_COMPARISONS").unwrap_or(1_200);
    let mut dice = Dice(asked("ZHUNSHENG_SEED").unwrap_or(0x2D35_8DCC_AA6C_78A5));
    let (mut compared, mut met) = (0u64, BTreeMap::<&'static str, u64>::new());
    while compared < wanted {
        let Ok(rules) = RuleSet::from_sources(files(&mut dice)) else { continue };
        let engine = rules.compile();
        for _ in 0..30 {
            let submission = submission(&mut dice, &engine);
            compared += 1;
            let Ok(report) = engine.evaluate(&submission) else { continue };
            let mut meet = |what: &'static str| *met.entry(what).or_default() += 1;
            for (index, act) in submission.acts.iter().enumerate() {
                let decisions: Vec<&Decision> = report.decisions.iter().filter(|decision| decision.act == index).collect();
                let concurrences: Vec<_> = report.concurrences.iter().filter(|concurrence| concurrence.act == index).collect();
                assert_eq!(concurrences.len(), usize::from(decisions.len() > 1));
                if let [only] = concurrences[..] {
                    assert_eq!(only.basis[0].to_string(), "《中华人民共和国行政处罚法》第二十九条");
                    concurrence(&engine, act, &decisions, only.governs.as_deref(), &mut meet);
                }
            }
            // By itself, since what is imposed may have lost its fine to another benchmark.
            let by_itself = |decision: &Decision| alone(&engine, &submission.acts[decision.act], decision);
            report.decisions.iter().filter(|one| one.version.is_some()).for_each(|one| version(&by_itself(one), &mut meet));
            assert_eq!(report.combined.is_some(), submission.acts.len() > 1);
            if let Some(combined) = &report.combined {
                let all = together(report.decisions.iter().map(|one| sums(&one.imposed).filter(|_| settled(one))));
                assert_eq!(combined.fine, all.as_deref().map(whole));
                meet(if all.is_some() { "acts that add up" } else { "acts that do not add up yet" });
            }
            proposals(&engine, &submission, &report.decisions, &mut meet);
        }
    }
    let kinds = [
        "the higher fine",
        "fines that cannot be compared",
        "a choice that loses its fines",
        "a lighter later version",
        "the version at the act",
        "acts that add up",
        "acts that do not add up yet",
        "a proposal",
    ];
    assert!(kinds.iter().all(|kind| met.get(kind).is_some_and(|count| *count > 2)), "{met:?}");
}
