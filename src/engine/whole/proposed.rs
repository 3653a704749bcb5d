//! A proposed penalty beside the result: 适当, 过重, 过轻 or 种类不符, with the points in words.

use super::{FindingCode, each_penalty, finding as make};
use crate::law::{Money, Period};
use crate::model::{KindId, Model, ProposedPenalty, RootKind, Verdict};
use crate::report::show_money;
use crate::report::{Decision, DecisionOutcome, Finding, ImposedPenalty, Join, MoneyRange, ProposedResult, Truth};

/// Compares a proposal with decisions; the verdict is open while a decision is.
pub(in crate::engine) fn compare(model: &Model, proposal: &ProposedPenalty, decisions: &[&Decision]) -> ProposedResult {
    let settled = decisions.iter().all(|d| matches!(d.outcome, DecisionOutcome::Settled { .. } | DecisionOutcome::Waived { .. }));
    if !settled || decisions.is_empty() {
        return ProposedResult { verdict: None, reasons: vec!["裁量结果尚未确定,还不能评价拟处罚".to_owned()] };
    }
    let waived = decisions.iter().all(|d| matches!(d.outcome, DecisionOutcome::Waived { .. }));
    let (mut heavy, mut light, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let any = proposal.fine.is_some() || proposal.others.iter().any(|(kind, _)| model[*kind].root.is_penalty());
    if waived && any {
        heavy.push("依法不予处罚,不应当处罚".to_owned());
        return verdict(heavy, light, wrong);
    }
    let allowed = allowed(decisions);
    fines(proposal.fine, &allowed, &mut heavy, &mut light, &mut wrong);
    for (kind, period) in &proposal.others {
        other(model, *kind, *period, &allowed, &mut heavy, &mut light, &mut wrong);
    }
    // What must be imposed and has no alternative must be proposed.
    for Allowed { penalty, must, .. } in
        allowed.iter().filter(|a| a.must && a.penalty.root.is_penalty() && a.penalty.root != RootKind::Fine)
    {
        let proposed = proposal.others.iter().any(|(kind, _)| names(model, *kind).any(|name| name == penalty.kind));
        if *must && !proposed {
            light.push(format!("应当{},拟处罚没有", penalty.kind));
        }
    }
    verdict(heavy, light, wrong)
}

fn verdict(heavy: Vec<String>, light: Vec<String>, wrong: Vec<String>) -> ProposedResult {
    let verdict = match (heavy.is_empty(), light.is_empty(), wrong.is_empty()) {
        (_, _, false) => Verdict::WrongKind,
        (false, _, true) => Verdict::TooHeavy,
        (true, false, true) => Verdict::TooLight,
        (true, true, true) => Verdict::Fitting,
    };
    let mut reasons: Vec<String> = wrong.into_iter().chain(heavy).chain(light).collect();
    if reasons.is_empty() {
        reasons.push("拟处罚在裁量结果的种类和幅度以内".to_owned());
    }
    ProposedResult { verdict: Some(verdict), reasons }
}

/// A penalty that the decisions impose or allow on the party.
struct Allowed<'a> {
    penalty: &'a ImposedPenalty,
    /// It must be imposed, and nothing may be chosen in its stead.
    must: bool,
}

fn allowed<'a>(decisions: &[&'a Decision]) -> Vec<Allowed<'a>> {
    let mut list = Vec::new();
    for decision in decisions {
        each_penalty(&decision.imposed, &mut |measure, group, penalty| {
            if measure.target.is_none() {
                let sure = measure.condition.as_ref().is_none_or(|(_, truth)| *truth == Truth::True);
                list.push(Allowed { penalty, must: sure && group.join == Join::Shall && group.alternatives.len() == 1 });
            }
        });
    }
    list
}

fn fines(proposed: Option<Money>, allowed: &[Allowed<'_>], heavy: &mut Vec<String>, light: &mut Vec<String>, wrong: &mut Vec<String>) {
    let ranges: Vec<(&MoneyRange, bool)> = allowed.iter().filter_map(|a| a.penalty.fine.as_ref().map(|f| (f, a.must))).collect();
    match (proposed, ranges.as_slice()) {
        (None, _) => {
            for (range, _) in ranges.iter().filter(|(_, must)| *must) {
                light.push(format!("应当处{}罚款,拟处罚没有罚款", show_money(range)));
            }
        }
        (Some(fine), []) => wrong.push(format!("裁量结果没有罚款,拟处{fine}罚款")),
        (Some(fine), _) => {
            let inside = |range: &MoneyRange| {
                let above = if range.lower_included { fine >= range.lower } else { fine > range.lower };
                let below = range.upper.is_none_or(|u| if range.upper_included { fine <= u } else { fine < u });
                (above, below)
            };
            if ranges.iter().any(|(range, _)| inside(range) == (true, true)) {
                return;
            }
            let too_heavy = ranges.iter().all(|(range, _)| !inside(range).1);
            let words: Vec<String> = ranges.iter().map(|(range, _)| show_money(range)).collect();
            let text = format!("拟处{fine}罚款,裁量结果是{}", words.join("或者"));
            if too_heavy { heavy.push(text) } else { light.push(text) }
        }
    }
}

fn other(
    model: &Model,
    kind: KindId,
    period: Option<Period>,
    allowed: &[Allowed<'_>],
    heavy: &mut Vec<String>,
    light: &mut Vec<String>,
    wrong: &mut Vec<String>,
) {
    let name = &model[kind].name;
    let Some(found) = allowed.iter().find(|a| names(model, kind).any(|n| n == a.penalty.kind)) else {
        if model[kind].root.is_penalty() {
            wrong.push(format!("裁量结果没有{name}"));
        }
        return;
    };
    let (Some(range), Some(period)) = (&found.penalty.period, period) else { return };
    let count = match (period, range.unit.as_str()) {
        (Period::Months(n), "months") | (Period::Days(n), "days") => n,
        _ => {
            wrong.push(format!("拟处{name}{period},裁量结果是{}", range.text));
            return;
        }
    };
    if range.upper.is_some_and(|u| count > u) {
        heavy.push(format!("拟处{name}{period},裁量结果是{}", range.text));
    } else if range.lower.is_some_and(|l| count < l) {
        light.push(format!("拟处{name}{period},裁量结果是{}", range.text));
    }
}

/// A kind's name and those it stands under.
fn names(model: &Model, kind: KindId) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(kind), |k| model[*k].parent).map(|k| model[k].name.as_str())
}

/// The finding of a proposal that does not fit.
pub(in crate::engine) fn finding(result: &ProposedResult) -> Option<Finding> {
    let code = match result.verdict? {
        Verdict::Fitting => return None,
        Verdict::TooHeavy => FindingCode::TooHeavy,
        Verdict::TooLight => FindingCode::TooLight,
        Verdict::WrongKind => FindingCode::WrongKind,
    };
    let mut finding = make(code, result.reasons.join(";"), None);
    finding.place = Some("/拟处罚".to_owned());
    Some(finding)
}
