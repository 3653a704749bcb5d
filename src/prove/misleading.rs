//! 无误导: where the hit policy picks among tiers that fit, no tier loses a case to a lighter one that its reader would not look for.
//!
//! Under 从重 the reader expects the graver of two: every case that goes to a lighter tier misleads. Under 首个 a narrower tier
//! before a wider one is how thresholds and exceptions are written, and a graver one before the rest is what the order is for. What
//! misleads is a lighter tier that does not ask what the other does: changing one fact alone, it keeps every case that the other
//! keeps, and lighter ones (where a fact has no order, any more). 其他情形 and a tier that asks nothing cannot be asked less than; so
//! they are read as what they are, the rest.

use super::axis::Kind;
use super::benchmark::{Lowered, Question, REGIONS_NAMED};
use super::cube::{Cube, absorb};
use super::dnf::CUBE_LIMIT;
use super::examine::Examined;
use super::fines::ranges;
use super::form::Atom;
use super::severity::{Comparison, Direction, compare};
use super::space::{Formula, Space};
use super::{Findings, Property, fingerprint};
use crate::diagnostic::ProofProblem;
use crate::engine::{Probe, Selected};
use crate::input::CaseFacts;
use crate::model::{Direction as Grows, HitPolicy, Measure, TierTest, Type};
use crate::report::{MoneyRange, Truth};

/// How much of tiers that meet is looked at: for each pair the regions in which they do, times the tiers that come before the taker.
/// Beyond, whether a tier misleads is undecided.
pub const WORK_LIMIT: usize = 10_000_000;

/// A tier, and one that takes cases from it.
type Taken = (usize, usize);

pub(super) fn clear(question: &Question<'_, '_>, findings: &mut Findings<'_>) {
    let property = Property::Clear;
    if matches!(question.benchmark.hit, HitPolicy::Unique | HitPolicy::Collect) {
        return;
    }
    if let Some(tier) = question.too_wide() {
        return findings.undecided(question, property, format!("阶次「{}」的条件太复杂", question.tier_name(tier)));
    }
    let (mut pairs, mut work) = (Vec::new(), 0);
    for (tier, taker) in unlike(question) {
        let Some(both) = meet(question, (tier, taker)).filter(|both| !both.is_empty()) else { continue };
        work += both.len() * question.before(taker).map_or(0, <[_]>::len).max(1);
        if work > WORK_LIMIT {
            findings.undecided(question, property, format!("互相重叠的阶次太多,超过 {WORK_LIMIT} 次比较"));
            break;
        }
        match hidden(question, (tier, taker), both) {
            Some(cubes) if cubes.is_empty() => {}
            Some(_) => pairs.push((tier, taker)),
            None => undecided(question, (tier, taker), "条件的组合太多", findings),
        }
    }
    // A tier that loses every case is masked, which is told as such.
    let mut alive: Option<(usize, bool)> = None;
    pairs.retain(|(tier, _)| match alive {
        Some((known, alive)) if known == *tier => alive,
        _ => {
            let lives = question.settled(*tier).is_some_and(|cubes| question.exists(&cubes) == Some(true));
            alive = Some((*tier, lives));
            lives
        }
    });
    if !pairs.is_empty() {
        weigh(question, &pairs, findings);
    }
    findings.proved(question, property);
}

/// Pairs of tiers that impose something else, the second before the first in the order of the policy.
fn unlike(question: &Question<'_, '_>) -> Vec<Taken> {
    let said: Vec<String> = question.benchmark.tiers.iter().map(|tier| fingerprint::measures(question.model, &tier.measures)).collect();
    let count = said.len();
    let mut pairs = Vec::new();
    for tier in 0..count {
        let takers = match question.benchmark.hit {
            HitPolicy::First => 0..tier,
            HitPolicy::Gravest => tier + 1..count,
            HitPolicy::Unique | HitPolicy::Collect => 0..0,
        };
        pairs.extend(takers.filter(|taker| said.get(*taker) != said.get(tier)).map(|taker| (tier, taker)));
    }
    pairs
}

fn undecided(question: &Question<'_, '_>, (tier, taker): Taken, because: &str, findings: &mut Findings<'_>) {
    let (tier, taker) = (question.tier_name(tier), question.tier_name(taker));
    findings.undecided(question, Property::Clear, format!("阶次「{tier}」写到的情形归了「{taker}」会不会误导:{because}"));
}

/// The cases of which both of a pair hold.
fn meet(question: &Question<'_, '_>, (tier, taker): Taken) -> Option<Vec<Cube>> {
    let (own, others) = (question.tiers.get(tier)?.as_ref()?, question.tiers.get(taker)?.as_ref()?);
    Some(own.iter().flat_map(|a| others.iter().filter_map(|b| question.layout().intersect(a, b))).collect())
}

/// Of the cases that both of a pair hold of, those that a tier is written for and another gets, and where its reader would not look
/// for that one; `None`: too many cubes.
fn hidden(question: &Question<'_, '_>, (tier, taker): Taken, both: Vec<Cube>) -> Option<Vec<Cube>> {
    let layout = question.layout();
    let (own, others) = (question.tiers.get(tier)?.as_ref()?, question.tiers.get(taker)?.as_ref()?);
    if both.is_empty() || question.benchmark.hit != HitPolicy::First {
        return question.without(both, question.before(taker)?);
    }
    let (only_own, only_others) = (apart(question, own, others)?, apart(question, others, own)?);
    let mut found: Vec<Cube> = Vec::new();
    for axis in 0..layout.axes() {
        let order = order(question, axis);
        // Changing this alone the tier keeps what the taker does not.
        let kept = freed(question, only_own.clone(), axis);
        for more in &only_others {
            // Changing this alone the taker keeps these, and the tier none that is as light.
            let as_light = match &order {
                Some(order) => {
                    let lightest = order.iter().position(|cell| layout.has(more, axis, *cell)).unwrap_or(order.len());
                    let cells = layout.only(axis, order.iter().copied().take(lightest + 1))?;
                    freed(question, own.iter().filter_map(|cube| layout.intersect(cube, &cells)).collect(), axis)
                }
                None => Vec::new(),
            };
            let more = freed(question, vec![more.clone()], axis);
            let met: Vec<Cube> = both.iter().flat_map(|a| more.iter().filter_map(|b| layout.intersect(a, b))).collect();
            found.extend(question.without(met, &[Some(kept.clone()), Some(as_light)])?);
        }
        absorb(&mut found);
    }
    (found.len() <= CUBE_LIMIT).then_some(())?;
    question.without(found, question.before(taker)?)
}

fn apart(question: &Question<'_, '_>, cubes: &[Cube], others: &[Cube]) -> Option<Vec<Cube>> {
    question.without(cubes.to_vec(), &[Some(others.to_vec())])
}

/// Cubes with one axis let go.
fn freed(question: &Question<'_, '_>, mut cubes: Vec<Cube>, axis: usize) -> Vec<Cube> {
    let layout = question.layout();
    let full = layout.full();
    for cube in &mut cubes {
        layout.part_mut(cube, axis).copy_from_slice(layout.part(&full, axis));
    }
    absorb(&mut cubes);
    cubes
}

/// The cells of an axis from light to grave, 无 first: the less of a figure the lighter, unless its fact says otherwise. A date, a
/// category without order, a truth have no order.
fn order(question: &Question<'_, '_>, axis: usize) -> Option<Vec<usize>> {
    let (model, shape) = (question.model, question.space.axes.get(axis)?);
    let fact = match &shape.kind {
        Kind::Line(line) => match line.terms.as_slice() {
            [(Atom::Fact(fact), _)] if model[*fact].field.ty == Type::Date => return None,
            [(Atom::Fact(fact), _)] => Some(*fact),
            _ => None,
        },
        Kind::Members { fact, .. } => match &model[*fact].field.ty {
            Type::Category(category) if model[*category].ordered => Some(*fact),
            _ => return None,
        },
        Kind::Texts { .. } | Kind::Truth { .. } => return None,
    };
    let mut cells: Vec<usize> = (0..shape.values()).collect();
    if fact.is_some_and(|fact| model[fact].field.direction == Some(Grows::LesserIsGraver)) {
        cells.reverse();
    }
    Some((shape.values()..shape.cells()).chain(cells).collect())
}

/// Tells the pairs of which the taker is lighter. How fines compare may need axes of their own, so a second space is made.
fn weigh(question: &Question<'_, '_>, pairs: &[Taken], findings: &mut Findings<'_>) {
    let (model, benchmark) = (question.model, question.benchmark);
    let mut space = Space::of(model, question.id);
    let lowered = Lowered::of(&mut space, benchmark);
    let measures = |tier: usize| benchmark.tiers.get(tier).map_or_else(Vec::new, |t| t.measures.iter().collect::<Vec<_>>());
    let compared: Vec<(Taken, Comparison)> =
        pairs.iter().map(|(tier, taker)| ((*tier, *taker), compare(&mut space, &measures(*tier), &measures(*taker)))).collect();
    space.freeze();
    let finer = Question::new(&space, question.id, &lowered);
    for (pair, comparison) in compared {
        match comparison.lighter() {
            Some(lighter) => tell(&finer, pair, &lighter, comparison.fixed, findings),
            None => undecided(question, pair, "罚款的算法不同,不能比较轻重", findings),
        }
    }
}

fn tell(question: &Question<'_, '_>, (tier, taker): Taken, lighter: &Formula, kinds: Direction, findings: &mut Findings<'_>) {
    let cubes = meet(question, (tier, taker))
        .and_then(|both| hidden(question, (tier, taker), both))
        .and_then(|cubes| question.cubes.within(lighter, true, cubes).ok());
    let Some(mut cubes) = cubes else { return undecided(question, (tier, taker), "条件的组合太多", findings) };
    question.layout().join(&mut cubes);
    let examiner = question.examiner();
    let (mut told, mut witness, mut unsure) = (Vec::new(), None, None);
    for cube in &cubes {
        match examiner.examine(cube, &|facts| loses(question, (tier, taker), kinds, facts)) {
            Examined::Impossible => {}
            Examined::Shown(case) => {
                told.push(question.words(cube));
                witness.get_or_insert(case.facts);
                if told.len() == REGIONS_NAMED {
                    break;
                }
            }
            // Imposed fines are rounded, so that a difference of a fraction may vanish.
            Examined::Contradicted(_) | Examined::Unresolved => unsure = Some(question.words(cube)),
        }
    }
    if let Some(case) = witness {
        let problem =
            ProofProblem::Misleading { tier: question.tier_name(tier), taker: question.tier_name(taker), region: told.join(",以及") };
        let place = (question.tier_span(taker), "归了这里", "goes here");
        findings.refuted_beside(question, Property::Clear, problem, question.tier_span(tier), place, &case);
    } else if let Some(region) = unsure {
        undecided(question, (tier, taker), &region, findings);
    }
}

/// Whether the evaluator, too, finds that a case fits a tier, goes to the other, and is fined less there, or no more where the
/// kinds make the difference.
fn loses(question: &Question<'_, '_>, (tier, taker): Taken, kinds: Direction, facts: &CaseFacts) -> Truth {
    let (Some(own), Some(other)) = (question.benchmark.tiers.get(tier), question.benchmark.tiers.get(taker)) else { return Truth::Unknown };
    let TierTest::When(condition) = &own.test else { return Truth::Unknown };
    let probe = Probe::new(question.model);
    match probe.truth(condition, facts, None) {
        Ok(Truth::True) => {}
        Ok(truth) => return truth,
        Err(_) => return Truth::Unknown,
    }
    match question.selected(facts, |s| *s == Selected::Tiers(vec![taker])) {
        Truth::True => {}
        truth => return truth,
    }
    let fines = |measures: &[Measure]| -> Option<Vec<MoneyRange>> {
        Some(probe.measures(question.id, measures, facts).ok()?.iter().flat_map(ranges).collect())
    };
    let (Some(promised), Some(given)) = (fines(&own.measures), fines(&other.measures)) else { return Truth::Unknown };
    let heavier = |(promised, given): (&MoneyRange, &MoneyRange)| {
        given.lower > promised.lower || promised.upper.is_some_and(|most| given.upper.is_none_or(|upper| upper > most))
    };
    if kinds == Direction::Lighter {
        return Truth::of(promised.len() != given.len() || !promised.iter().zip(&given).any(heavier));
    }
    Truth::of(promised.len() == given.len() && promised != given && !promised.iter().zip(&given).any(heavier))
}
