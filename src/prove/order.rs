//! 无倒挂, the part of the facts: a fact that grows graver does not lead to a lighter tier.

use super::axis::{Axis, Kind};
use super::benchmark::Question;
use super::cube::Cube;
use super::examine::Examined;
use super::fingerprint;
use super::form::Atom;
use super::{Findings, Property};
use crate::diagnostic::ProofProblem;
use crate::engine::Selected;
use crate::input::CaseFacts;
use crate::law::Exact;
use crate::model::{Direction, FactId, Given, HitPolicy, TierOrigin, Type, Value};
use crate::report::Truth;

/// How far a fact is raised in search of a lighter tier, where it stands in sums with others.
const STEPS: i64 = 64;

/// Whether a graver fact leads to a lighter tier.
enum Falls {
    Never,
    Unsure,
    /// To this tier, in this case, when the fact becomes this.
    Shown(usize, CaseFacts, Given),
}

/// A fact with a direction, and the axes that a change of it moves.
struct Rising {
    fact: FactId,
    direction: Direction,
    /// Its own axis.
    own: Option<usize>,
    /// All that depend on it, its own among them.
    moved: Vec<usize>,
}

pub(super) fn monotone(question: &Question<'_, '_>, findings: &mut Findings) {
    let property = Property::Monotone;
    // Cells of a cross table have no order of their own, and under 汇总 there is no one tier.
    let ordered = !question.benchmark.tiers.iter().any(|t| matches!(t.origin, TierOrigin::Cell(..)));
    if !ordered || question.benchmark.hit == HitPolicy::Collect {
        return;
    }
    for rising in rising(question) {
        let key = || question.model[rising.fact].key.to_string();
        for graver in 0..question.tiers.len() {
            match falls(question, &rising, graver) {
                Falls::Never => {}
                Falls::Unsure => {
                    let tier = question.tier_name(graver);
                    findings.undecided(question, property, format!("「{}」更重时会不会从阶次「{tier}」降到更轻的阶次", key()));
                }
                Falls::Shown(lighter, case, to) => {
                    let problem =
                        ProofProblem::GraverFact { fact: key(), graver: question.tier_name(graver), lighter: question.tier_name(lighter) };
                    findings.refuted_between(question, property, problem, question.tier_span(graver), &case, (rising.fact, &to));
                }
            }
        }
    }
}

/// The facts with a direction that some condition asks about.
fn rising(question: &Question<'_, '_>) -> Vec<Rising> {
    let mut all = Vec::new();
    for fact in &question.benchmark.facts {
        let Some(direction) = question.model[*fact].field.direction else { continue };
        let axes = question.space.axes.iter().enumerate();
        let moved: Vec<usize> = axes.clone().filter(|(_, axis)| depends(question, axis, *fact)).map(|(at, _)| at).collect();
        let own = axes.filter(|(_, axis)| is_own(axis, *fact)).map(|(at, _)| at).next();
        if !moved.is_empty() {
            all.push(Rising { fact: *fact, direction, own, moved });
        }
    }
    all
}

fn is_own(axis: &Axis, fact: FactId) -> bool {
    match &axis.kind {
        Kind::Line(line) => matches!(line.terms.as_slice(), [(Atom::Fact(own), _)] if *own == fact),
        Kind::Members { fact: own, .. } | Kind::Texts { fact: own, .. } => *own == fact,
        Kind::Truth { .. } => false,
    }
}

fn depends(question: &Question<'_, '_>, axis: &Axis, fact: FactId) -> bool {
    match &axis.kind {
        Kind::Line(line) => line.terms.iter().any(|(atom, _)| match atom {
            Atom::Fact(own) => *own == fact,
            Atom::Opaque(at) => question.space.opaque.get(*at as usize).is_some_and(|figure| figure.facts.contains(&fact)),
        }),
        Kind::Members { .. } | Kind::Texts { .. } => is_own(axis, fact),
        Kind::Truth { holds } => {
            let mut facts = Vec::new();
            fingerprint::facts_of(question.model, &holds.condition, &mut facts);
            facts.contains(&fact)
        }
    }
}

/// Whether a fact that grows graver can lead from a tier to a lighter one.
fn falls(question: &Question<'_, '_>, rising: &Rising, graver: usize) -> Falls {
    let mut found = Falls::Never;
    for lighter in 0..graver {
        let (Some(list), Some(others)) = (alone(question, graver), alone(question, lighter)) else { return Falls::Unsure };
        for a in &list {
            for b in &others {
                let Some((before, after)) = apart(question, rising, a, b) else { continue };
                if !question.examiner().may_hold(&before) || !question.examiner().may_hold(&after) {
                    continue;
                }
                match shown(question, rising, &before, &after, graver, lighter) {
                    Some(shown) => return shown,
                    None => found = Falls::Unsure,
                }
            }
        }
    }
    found
}

/// The cases for which a tier alone applies.
fn alone(question: &Question<'_, '_>, tier: usize) -> Option<Vec<Cube>> {
    match question.benchmark.hit {
        HitPolicy::Unique => {
            let own = question.without(question.tiers.get(tier)?.clone()?, question.tiers.get(..tier)?)?;
            question.without(own, question.tiers.get(tier + 1..)?)
        }
        HitPolicy::First | HitPolicy::Gravest | HitPolicy::Collect => question.settled(tier),
    }
}

/// The parts of two regions that may differ by the fact alone, the graver in the second; `None` when there are none.
fn apart(question: &Question<'_, '_>, rising: &Rising, a: &Cube, b: &Cube) -> Option<(Cube, Cube)> {
    let layout = question.layout();
    // What a change of the fact moves need not be alike.
    let free = |cube: &Cube| {
        let (mut free, full) = (cube.clone(), layout.full());
        for axis in &rising.moved {
            layout.part_mut(&mut free, *axis).copy_from_slice(layout.part(&full, *axis));
        }
        free
    };
    let (mut before, mut after) = (layout.intersect(a, &free(b))?, layout.intersect(b, &free(a))?);
    if let Some(own) = rising.own {
        let values = question.space.axes.get(own).map_or(0, Axis::values);
        let cells = |cube: &Cube| layout.members(cube, own).into_iter().filter(|c| *c < values).collect::<Vec<_>>();
        let (of_a, of_b) = (cells(a), cells(b));
        let (from, to) = match rising.direction {
            Direction::GreaterIsGraver => (*of_a.first()?, *of_b.last()?),
            Direction::LesserIsGraver => (*of_a.last()?, *of_b.first()?),
        };
        // Within one cell no condition on the fact alone tells two cases apart; sums of it may.
        let alone = rising.moved.len() == 1;
        let rises = match rising.direction {
            Direction::GreaterIsGraver => to > from || (!alone && to == from),
            Direction::LesserIsGraver => to < from || (!alone && to == from),
        };
        if !rises {
            return None;
        }
        if alone {
            before = layout.intersect(&before, &layout.only(own, [from])?)?;
            after = layout.intersect(&after, &layout.only(own, [to])?)?;
        }
    }
    Some((before, after))
}

/// Two cases that differ in the fact alone, and that the evaluator puts into the two tiers.
fn shown(question: &Question<'_, '_>, rising: &Rising, before: &Cube, after: &Cube, graver: usize, lighter: usize) -> Option<Falls> {
    let examiner = question.examiner();
    let settled = |tier: usize| move |s: &Selected| *s == Selected::Tiers(vec![tier]);
    let Examined::Shown(one) = examiner.examine(before, &|facts| question.selected(facts, settled(graver))) else { return None };
    let mut graver_values: Vec<Given> = Vec::new();
    if let Examined::Shown(other) = examiner.examine(after, &|facts| question.selected(facts, settled(lighter))) {
        graver_values.push(other.whole.get(rising.fact).clone());
    }
    if rising.moved.len() > 1 || rising.own.is_none() {
        graver_values.extend(raised(question, rising, one.whole.get(rising.fact)));
    }
    let is_graver = |to: &Given| match (one.whole.get(rising.fact), to) {
        (Given::Known(from), Given::Known(to)) => match (figure(from), figure(to)) {
            (Some(from), Some(to)) if rising.direction == Direction::GreaterIsGraver => to > from,
            (Some(from), Some(to)) => to < from,
            _ => false,
        },
        _ => false,
    };
    // Where nothing else hangs from the fact, the other facts may be what they will.
    let shown = if rising.moved.len() == 1 { &one.facts } else { &one.whole };
    graver_values.into_iter().filter(is_graver).find_map(|to| {
        let mut changed = one.whole.clone();
        changed.set(rising.fact, to.clone());
        let tier = question.selected(&changed, |s| matches!(s, Selected::Tiers(tiers) if tiers.iter().all(|t| *t < graver)));
        tier_of(&changed, question, tier).map(|tier| Falls::Shown(tier, shown.clone(), to))
    })
}

/// The tier of a case that was found to be lighter.
fn tier_of(case: &CaseFacts, question: &Question<'_, '_>, lighter: Truth) -> Option<usize> {
    (lighter == Truth::True).then(|| (0..question.tiers.len()).find(|tier| question.has(*tier, case) == Truth::True)).flatten()
}

fn figure(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(figure) => Some(*figure),
        Value::Member(member) => Some(Exact::from_int(i64::from(*member))),
        Value::Boolean(yes) => Some(Exact::from_int(i64::from(*yes))),
        Value::Date(day) => super::form::day_number(*day),
        Value::Text(_) | Value::List(_) => None,
    }
}

/// Graver values near one.
fn raised(question: &Question<'_, '_>, rising: &Rising, from: &Given) -> Vec<Given> {
    let field = &question.model[rising.fact].field;
    let up = rising.direction == Direction::GreaterIsGraver;
    match from {
        Given::Known(Value::Number(figure)) => (1..=STEPS)
            .map(Exact::from_int)
            .filter_map(|by| if up { figure.checked_add(by) } else { figure.checked_sub(by) })
            .filter(|value| field.bounds.is_none_or(|b| b.contains(value)))
            .map(|value| Given::Known(Value::Number(value)))
            .collect(),
        Given::Known(Value::Member(member)) => {
            let Type::Category(category) = field.ty else { return Vec::new() };
            let members = u16::try_from(question.model[category].members.len()).unwrap_or(u16::MAX);
            let range = if up { member.saturating_add(1)..members } else { 0..*member };
            range.map(|m| Given::Known(Value::Member(m))).collect()
        }
        _ => Vec::new(),
    }
}
