//! Items of lists, exceptions and requirements: whether each makes a difference to its rule.

use super::benchmark::{Lowered, Question};
use super::{Findings, Property, fingerprint};
use crate::diagnostic::{ProofProblem, Span};
use crate::model::{Condition, ConditionKind, Item, Tier, TierOrigin, TierTest};

/// What a part is to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// one of several that suffice
    Alternative,
    /// one of several that are all needed
    Requirement,
    /// what is taken away
    Exception,
}

/// The parts of a condition that are asked about; what stands under a negation or in a definition is not.
fn parts(condition: &Condition, found: &mut Vec<(Role, Span)>) {
    let items = |role: Role, items: &[Item], found: &mut Vec<(Role, Span)>| {
        for item in items {
            found.push((role, item.condition.span));
            parts(&item.condition, found);
        }
    };
    match &condition.kind {
        ConditionKind::All(list) => items(Role::Requirement, list, found),
        ConditionKind::Any(list) | ConditionKind::AtLeast(_, list) => items(Role::Alternative, list, found),
        ConditionKind::Except(base, exception) => {
            parts(base, found);
            found.push((Role::Exception, exception.span));
        }
        ConditionKind::Not(_)
        | ConditionKind::Constant(_)
        | ConditionKind::Fact(_)
        | ConditionKind::Element(_)
        | ConditionKind::Definition(_)
        | ConditionKind::Compare(..)
        | ConditionKind::Equals { .. }
        | ConditionKind::Member { .. }
        | ConditionKind::Present(..)
        | ConditionKind::ElementPresent(..)
        | ConditionKind::Contains(..)
        | ConditionKind::Imposes(_) => {}
    }
}

/// Asks of each part of each tier's condition whether the tier would be another without it.
/// Rows of a table, one below the other, that impose the same in cases that differ in one fact alone.
pub(super) fn mergeable(question: &Question<'_, '_>, findings: &mut Findings) {
    let said = |tier: &Tier| (tier.applies, fingerprint::measures(question.model, &tier.measures));
    for (at, pair) in question.benchmark.tiers.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        let rows = matches!((one.origin, other.origin), (TierOrigin::Row(_), TierOrigin::Row(_)));
        if !rows || said(one) != said(other) {
            continue;
        }
        let cubes = |tier: usize| match question.tiers.get(tier) {
            Some(Some(cubes)) if cubes.len() == 1 => cubes.first(),
            _ => None,
        };
        let (Some(a), Some(b)) = (cubes(at), cubes(at + 1)) else { continue };
        let layout = question.layout();
        let apart = (0..layout.axes()).filter(|axis| layout.part(a, *axis) != layout.part(b, *axis)).count();
        if apart == 1 {
            let problem = ProofProblem::Mergeable { first: question.tier_name(at), second: question.tier_name(at + 1) };
            findings.tell(problem, question.tier_span(at + 1));
        }
    }
}

pub(super) fn live(question: &mut Question<'_, '_>, lowered: &Lowered, findings: &mut Findings) {
    let benchmark = question.benchmark;
    for (at, tier) in benchmark.tiers.iter().enumerate() {
        // The columns of a table are given; that one of them does not matter to a row is no fault.
        if !matches!(tier.origin, TierOrigin::Block) {
            continue;
        }
        let TierTest::When(condition) = &tier.test else { continue };
        let (Some(Some(formula)), Some(Some(whole))) = (lowered.tiers.get(at), question.tiers.get(at).cloned()) else { continue };
        // Of a tier without a case nothing can make a difference; that is told of the tier itself.
        if question.exists(&whole) != Some(true) {
            continue;
        }
        let mut asked = Vec::new();
        parts(condition, &mut asked);
        for (role, span) in asked {
            let without = question.with_part(formula, span, role == Role::Requirement);
            let unsure = |words: String| format!("「{words}」有没有作用");
            let Ok(without) = without else {
                findings.undecided(question, Property::Live, unsure(question.source(span)));
                continue;
            };
            let same = match role {
                // Fewer ways in: the same if nothing falls out.
                Role::Alternative => question.covered(&whole, without),
                // Fewer demands: the same if nothing comes in.
                Role::Requirement | Role::Exception => question.covered(&without, whole.clone()),
            };
            match same {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    findings.undecided(question, Property::Live, unsure(question.source(span)));
                    continue;
                }
            }
            let problem = match role {
                Role::Alternative if part_is_dead(question, formula, span) => ProofProblem::DeadItem {},
                Role::Alternative => ProofProblem::SwallowedItem {},
                Role::Requirement => ProofProblem::AlwaysTrue {},
                Role::Exception => ProofProblem::IdleException {},
            };
            findings.refuted(question, Property::Live, problem, span, None);
        }
    }
}

/// Whether a part cannot hold by itself.
fn part_is_dead(question: &Question<'_, '_>, formula: &super::space::Formula, span: Span) -> bool {
    part_of(formula, span).is_some_and(|part| question.never(part))
}

/// The part of a formula that stands at a place.
pub(super) fn part_of(formula: &super::space::Formula, span: Span) -> Option<&super::space::Formula> {
    use super::space::Formula;
    match formula {
        Formula::Constant(_) | Formula::Literal(..) => None,
        Formula::Not(inner) => part_of(inner, span),
        Formula::AtLeast(_, parts) => parts.iter().find_map(|p| part_of(p, span)),
        Formula::Part(at, inner) if *at == span => Some(inner),
        Formula::Part(_, inner) => part_of(inner, span),
    }
}
