//! 裁量理由: the steps of an evaluation as sentences, each with the rule's place. Reads reports, computes nothing.

use super::{Decision, FactUse, RulePlace, StepKind, StepView, TierResult, TierStatus, Truth};

/// The reasons of a decision in plain Chinese, in order: why its tier applies, then how the range came about.
#[must_use]
pub fn reasons(decision: &Decision) -> Vec<String> {
    let mut lines = Vec::new();
    for tier in decision.tiers.iter().filter(|tier| matches!(tier.status, TierStatus::Applies | TierStatus::Possible)) {
        for step in &tier.trace {
            support(step.view(), &mut lines);
        }
    }
    lines.extend(decision.trace.iter().map(super::Step::view).map(|step| format!("{}{}", step.text, at(step.rule))));
    lines
}

/// Why a tier does not apply (or may not): the conditions that fail, by which fact, how far from the bound.
#[must_use]
pub fn why_not(tier: &TierResult) -> Vec<String> {
    let mut lines = Vec::new();
    match tier.status {
        TierStatus::Passed => lines.push("条件符合，但另一阶次优先适用".to_owned()),
        TierStatus::Applies | TierStatus::Possible | TierStatus::Rejected => {
            for step in &tier.trace {
                oppose(step.view(), &mut lines);
            }
        }
    }
    lines
}

/// What holds a step up: of a list of which one suffices only those that hold, of any other all.
pub(super) fn support(step: StepView<'_>, lines: &mut Vec<String>) {
    match step.kind {
        StepKind::Any | StepKind::AtLeast if step.outcome == Truth::True => {
            step.children().filter(|child| child.outcome == Truth::True).for_each(|child| support(child, lines));
        }
        StepKind::Any | StepKind::AtLeast | StepKind::All | StepKind::Except if !step.is_single() => {
            step.children().for_each(|child| support(child, lines));
        }
        StepKind::Definition if !step.is_single() => {
            lines.push(sentence(step));
            step.children().for_each(|child| support(child, lines));
        }
        StepKind::Any
        | StepKind::AtLeast
        | StepKind::All
        | StepKind::Except
        | StepKind::Condition
        | StepKind::Not
        | StepKind::Item
        | StepKind::Definition
        | StepKind::Otherwise
        | StepKind::Tier
        | StepKind::Factor
        | StepKind::Circumstance
        | StepKind::Range
        | StepKind::Version => lines.push(sentence(step)),
    }
}

/// What brings a step down: of a list that must hold whole only those that fail.
fn oppose(step: StepView<'_>, lines: &mut Vec<String>) {
    if step.outcome == Truth::True {
        return;
    }
    match step.kind {
        StepKind::All | StepKind::Any | StepKind::AtLeast | StepKind::Definition if !step.is_single() => {
            let before = lines.len();
            // What fails is the reason; only where nothing does, what is not known is.
            for outcome in [Truth::False, Truth::Unknown] {
                if lines.len() == before {
                    step.children().filter(|child| child.outcome == outcome).for_each(|child| oppose(child, lines));
                }
            }
            if lines.len() == before {
                lines.push(sentence(step));
            }
        }
        StepKind::All
        | StepKind::Any
        | StepKind::AtLeast
        | StepKind::Definition
        | StepKind::Except
        | StepKind::Condition
        | StepKind::Not
        | StepKind::Item
        | StepKind::Otherwise
        | StepKind::Tier
        | StepKind::Factor
        | StepKind::Circumstance
        | StepKind::Range
        | StepKind::Version => lines.push(sentence(step)),
    }
}

/// A step as a sentence: the facts it read, the rule's words, the outcome, the distance, the place.
pub(super) fn sentence(step: StepView<'_>) -> String {
    let place = at(step.rule);
    if step.kind == StepKind::Otherwise {
        return match step.outcome {
            Truth::True => format!("其他阶次的条件都不符合，属于其他情形{place}"),
            Truth::False => format!("已有其他阶次的条件符合，不属于其他情形{place}"),
            Truth::Unknown => format!("其他阶次是否符合尚未确定，是否属于其他情形待定{place}"),
        };
    }
    let read = known(&step_facts(step));
    let verb = match step.outcome {
        Truth::True => "符合",
        Truth::False => "不符合",
        Truth::Unknown => "尚不能确定是否符合",
    };
    let distance = step.distance.map(|distance| format!("（{distance}）")).unwrap_or_default();
    let comma = if read.is_empty() { "" } else { "，" };
    format!("{read}{comma}{verb}“{}”{distance}{place}", step.text)
}

/// The facts a step and what it rests on read, each once.
fn step_facts(step: StepView<'_>) -> Vec<&FactUse> {
    let mut facts = Vec::new();
    collect(step, &mut facts);
    facts
}

/// Adds the facts of a step and what it rests on to those already there.
pub(super) fn collect<'s>(step: StepView<'s>, facts: &mut Vec<&'s FactUse>) {
    for fact in step.facts {
        if !facts.iter().any(|other| other.fact == fact.fact) {
            facts.push(fact);
        }
    }
    step.children().for_each(|child| collect(child, facts));
}

fn known(facts: &[&FactUse]) -> String {
    let parts: Vec<String> = facts
        .iter()
        .map(|fact| match &fact.value {
            Some(value) => format!("{}为{value}", fact.fact),
            None => format!("{}尚未查明", fact.fact),
        })
        .collect();
    parts.join("，")
}

/// A place for the end of a sentence.
pub(super) fn at(place: &RulePlace) -> String {
    match place.file.as_str() {
        "" => String::new(),
        file => format!("〔{file}:{}〕", place.line),
    }
}
