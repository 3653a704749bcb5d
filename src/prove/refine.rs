//! 不超上级: each penalty of a benchmark stays within what the benchmark of the higher authority gives the same case.

use super::benchmark::Question;
use super::fines::{Ends, ends_of, fines_in, greater, ranges};
use super::pair::{Answer, Pair, PairSpace, TooWide, tiers_of};
use super::space::{Formula, Space};
use super::{Findings, Property, words};
use crate::diagnostic::ProofProblem;
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::model::{Benchmark, BenchmarkId, Connective, KindId, Measure, Modality, Model, PenaltyKind, Sanction, Tier};
use crate::report::{ImposedMeasure, MoneyRange, Truth};

/// How two tiers, one of each benchmark, compare where both apply.
enum Within {
    /// The kinds alone tell that it does not stay within.
    Never,
    /// It leaves where this holds.
    Outside(Formula),
    /// The fines are made in ways that do not compare.
    Unread,
}

/// Asks of the tiers of a benchmark whether they stay within the one it refines.
pub(super) fn refines(question: &Question<'_, '_>, higher: BenchmarkId, findings: &mut Findings) {
    let property = Property::Refines;
    let model = question.model;
    let upper = &model[higher];
    let mut pair = PairSpace::of(model, question.id, higher);
    let compared: Vec<Vec<Within>> = question
        .benchmark
        .tiers
        .iter()
        .map(|tier| upper.tiers.iter().map(|above| within(&mut pair.space, question.benchmark, tier, upper, above)).collect())
        .collect();
    pair.space.freeze();
    let pair = pair.pair();
    let Ok(parts) = pair.parts() else {
        return findings.undecided(question, property, "两个基准的条件组合太多".to_owned());
    };
    let mut told = Vec::new();
    for (own, above, cubes) in parts {
        let (Answer::Tiers(tiers), Answer::Tiers(uppers)) = (&own, &above) else { continue };
        for tier in tiers {
            // Of several tiers above, any that allows the penalty will do.
            let mut cubes = cubes.clone();
            let mut unread = false;
            for upper in uppers {
                match compared.get(*tier).and_then(|row| row.get(*upper)) {
                    Some(Within::Outside(formula)) => match pair.within(formula, true, cubes) {
                        Ok(left) => cubes = left,
                        Err(TooWide) => {
                            cubes = Vec::new();
                            unread = true;
                        }
                    },
                    Some(Within::Unread) => unread = true,
                    Some(Within::Never) | None => {}
                }
            }
            if unread {
                let tier = question.tier_name(*tier);
                findings.undecided(question, property, format!("阶次「{tier}」的罚款算式不能和上级基准「{}」比较", upper.name));
                continue;
            }
            for cube in &cubes {
                let region = words::region(pair.one.space, pair.one.layout(), cube);
                match pair.shown_where(cube, (&own, &above), &|facts| leaves(&pair, *tier, uppers, facts)) {
                    Ok(None) => {}
                    Ok(Some(witness)) if !told.contains(&(*tier, region.clone())) => {
                        told.push((*tier, region.clone()));
                        let problem = ProofProblem::BeyondHigher { tier: question.tier_name(*tier), higher: upper.name.clone(), region };
                        findings.refuted(question, property, problem, question.tier_span(*tier), Some(&witness.facts));
                    }
                    Ok(Some(_)) => {}
                    Err(TooWide) => findings.undecided(question, property, format!("{region}时是否超出上级基准「{}」", upper.name)),
                }
            }
        }
    }
    findings.proved(question, property);
}

fn within(space: &mut Space<'_>, lower: &Benchmark, tier: &Tier, upper: &Benchmark, above: &Tier) -> Within {
    let model = space.model;
    let own: Vec<&Measure> = tier.measures.iter().chain(&lower.common).collect();
    let limits: Vec<&Measure> = above.measures.iter().chain(&upper.common).collect();
    if !kinds_within(model, &own, &limits) {
        return Within::Never;
    }
    let mut outside = Vec::new();
    for measure in own {
        for (fine, _) in fines_in(&measure.sanction) {
            let allowed: Vec<_> =
                limits.iter().filter(|m| m.target == measure.target).flat_map(|m| fines_in(&m.sanction)).map(|(fine, _)| fine).collect();
            let Some(ends) = ends_of(space, fine) else { return Within::Unread };
            let mut beyond_all = Vec::new();
            for limit in allowed {
                let outside = ends_of(space, limit).filter(|limit| !limit.grown).and_then(|limit| outside_of(space, &ends, &limit));
                match outside {
                    Some(formula) => beyond_all.push(formula),
                    None => return Within::Unread,
                }
            }
            let leaves = Formula::all(beyond_all);
            outside.push(match &measure.condition {
                Some(condition) => Formula::all(vec![space.lower(condition), leaves]),
                None => leaves,
            });
        }
    }
    Within::Outside(Formula::any(outside))
}

fn outside_of(space: &mut Space<'_>, ends: &Ends, limit: &Ends) -> Option<Formula> {
    let below = greater(space, &limit.lower, &ends.lower)?;
    let above = match (&ends.upper, &limit.upper) {
        (_, None) => Formula::Constant(false),
        (None, Some(_)) => Formula::Constant(true),
        (Some(upper), Some(most)) => greater(space, upper, most)?,
    };
    Some(Formula::any(vec![below, above]))
}

/// A kind that a measure imposes; the fine is `None`.
struct Imposed<'m> {
    target: &'m Option<String>,
    kind: Option<KindId>,
    must: bool,
}

fn imposed<'m>(measures: &[&'m Measure]) -> Vec<Imposed<'m>> {
    fn of<'m>(measure: &'m Measure, sanction: &'m Sanction, must: bool, found: &mut Vec<Imposed<'m>>) {
        let Sanction::Groups { first, groups } = sanction else { return };
        for group in groups {
            let must = must && *first == Modality::Shall && group.connective == Connective::And && group.alternatives.len() == 1;
            for penalty in &group.alternatives {
                match &penalty.kind {
                    PenaltyKind::Fine(_) => found.push(Imposed { target: &measure.target, kind: None, must }),
                    PenaltyKind::Other { kind, .. } => found.push(Imposed { target: &measure.target, kind: Some(*kind), must }),
                    PenaltyKind::Nested(inner) => of(measure, inner, must, found),
                }
            }
        }
    }
    let mut found = Vec::new();
    measures.iter().for_each(|m| of(m, &m.sanction, m.condition.is_none(), &mut found));
    found
}

/// Whether a measure names no kind that the higher one does not, and leaves out none that it demands.
fn kinds_within(model: &Model, own: &[&Measure], limits: &[&Measure]) -> bool {
    let (own, limits) = (imposed(own), imposed(limits));
    let names = |kind: KindId| std::iter::successors(Some(kind), |k| model[*k].parent).map(|k| model[k].name.as_str());
    let penalty = |i: &Imposed<'_>| i.kind.is_none_or(|kind| model[kind].root.is_penalty());
    let under = |one: &Imposed<'_>, other: &Imposed<'_>| {
        one.target == other.target
            && match (one.kind, other.kind) {
                (None, None) => true,
                (Some(one), Some(other)) => names(one).any(|name| name == model[other].name),
                _ => false,
            }
    };
    own.iter().filter(|i| penalty(i)).all(|i| limits.iter().any(|l| under(i, l)))
        && limits.iter().filter(|l| l.must && penalty(l)).all(|l| own.iter().any(|i| under(i, l)))
}

/// Whether the evaluator, too, puts the penalty outside every tier above.
fn leaves(pair: &Pair<'_, '_>, tier: usize, uppers: &[usize], facts: &CaseFacts) -> Truth {
    let model = pair.one.model;
    let probe = Probe::new(model);
    let of = |question: &Question<'_, '_>, tier: usize| -> Option<(Vec<Measure>, Vec<ImposedMeasure>)> {
        let answer = Answer::Tiers(vec![tier]);
        let tiers = tiers_of(question.benchmark, &answer);
        let measures: Vec<Measure> = tiers.iter().flat_map(|t| &t.measures).chain(&question.benchmark.common).cloned().collect();
        let imposed = probe.measures(question.id, &measures, facts).ok()?;
        Some((measures, imposed))
    };
    let Some((own, given)) = of(&pair.one, tier) else { return Truth::Unknown };
    for upper in uppers {
        let Some((above, allowed)) = of(&pair.other, *upper) else { return Truth::Unknown };
        let (a, b): (Vec<&Measure>, Vec<&Measure>) = (own.iter().collect(), above.iter().collect());
        let fines = |list: &[ImposedMeasure]| -> Vec<(Option<String>, MoneyRange)> {
            list.iter().flat_map(|m| ranges(m).into_iter().map(|range| (m.target.clone(), range))).collect()
        };
        let limits = fines(&allowed);
        let inside = |(target, range): &(Option<String>, MoneyRange)| {
            limits.iter().any(|(other, limit)| {
                target == other
                    && range.lower >= limit.lower
                    && match (range.upper, limit.upper) {
                        (_, None) => true,
                        (None, Some(_)) => false,
                        (Some(upper), Some(most)) => upper <= most,
                    }
            })
        };
        if kinds_within(model, &a, &b) && fines(&given).iter().all(inside) {
            return Truth::False;
        }
    }
    Truth::True
}
