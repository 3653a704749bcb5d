//! 裁量因素: each factor has a share for every case, each row counts for some, and the score stays within 0% to 100%.

use super::benchmark::Question;
use super::cover::{Gaps, TooLong};
use super::examine::Examined;
use super::space::{Formula, Space};
use super::{Findings, Property};
use crate::diagnostic::ProofProblem;
use crate::law::{Exact, Ratio};
use crate::model::{Benchmark, FactorTest, Factors};

/// The rows of each factor, lowered before the space is frozen; `None` is 其他.
pub(super) fn lower(space: &mut Space<'_>, benchmark: &Benchmark) -> Vec<Vec<Option<Formula>>> {
    let factors = benchmark.factors.iter().flat_map(|f| &f.factors);
    factors
        .map(|factor| {
            factor
                .rows
                .iter()
                .map(|row| match &row.test {
                    FactorTest::When(condition) => Some(space.lower(condition)),
                    FactorTest::Otherwise => None,
                })
                .collect()
        })
        .collect()
}

/// The least and the greatest score that the rows allow, within 合计下限 and 合计上限.
pub(super) fn reach(factors: &Factors) -> Option<(Exact, Exact)> {
    let (mut least, mut most) = (Exact::ZERO, Exact::ZERO);
    for factor in &factors.factors {
        let weight = factor.weight.unwrap_or(Exact::ONE);
        let share = |ratio: Option<Exact>| ratio.unwrap_or(Exact::ZERO).checked_mul(weight);
        least = least.checked_add(share(factor.rows.iter().map(|r| r.ratio).min())?)?;
        most = most.checked_add(share(factor.rows.iter().map(|r| r.ratio).max())?)?;
    }
    let clamp = |score: Exact| {
        let score = factors.floor.map_or(score, |floor| score.max(floor));
        factors.cap.map_or(score, |cap| score.min(cap))
    };
    Some((clamp(least), clamp(most)))
}

pub(super) fn prove(question: &Question<'_, '_>, lowered: &[Vec<Option<Formula>>], findings: &mut Findings) {
    let Some(factors) = &question.benchmark.factors else { return };
    let property = Property::Scored;
    for (factor, rows) in factors.factors.iter().zip(lowered) {
        let mut before = Vec::new();
        let mut whole = false;
        for (row, formula) in factor.rows.iter().zip(rows) {
            let cubes = match formula {
                Some(formula) => question.cubes.within(formula, true, question.base.clone()),
                None => Ok(question.base.clone()),
            };
            let Ok(cubes) = cubes else {
                return findings.undecided(question, property, format!("因素「{}」的条件太复杂", factor.name));
            };
            match question.covered(&cubes, before.clone()) {
                Some(true) => {
                    findings.refuted(question, property, ProofProblem::DeadFactorRow { factor: factor.name.clone() }, row.span, None);
                }
                Some(false) => {}
                None => findings.undecided(question, property, format!("因素「{}」的一行会不会轮到", factor.name)),
            }
            whole |= formula.is_none();
            before.extend(cubes);
        }
        if !whole {
            let mut gaps = Gaps::new(question.layout(), question.base.clone(), before, false);
            loop {
                let part = match gaps.next() {
                    Ok(Some(part)) => part,
                    Ok(None) => break,
                    Err(TooLong) => {
                        findings.undecided(question, property, format!("因素「{}」的条件组合太多", factor.name));
                        break;
                    }
                };
                let wide = gaps.widened(&part);
                let examiner = question.examiner();
                match examiner.examine(&wide, &|facts| examiner.lies_in(&wide, facts)) {
                    Examined::Impossible => {}
                    Examined::Shown(case) => {
                        let problem = ProofProblem::FactorGap { factor: factor.name.clone(), region: question.words(&wide) };
                        findings.refuted(question, property, problem, factor.span.at_start(), Some(&case.facts));
                        break;
                    }
                    Examined::Contradicted(_) | Examined::Unresolved => {
                        findings.undecided(question, property, format!("因素「{}」对{}有没有分值", factor.name, question.words(&wide)));
                    }
                }
                gaps.cover(wide);
            }
        }
    }
    if let Some((least, most)) = reach(factors)
        && (least.is_negative() || most > Exact::ONE)
    {
        let show = |n: Exact| Ratio::from_exact(n).to_string();
        let problem = ProofProblem::ScoreOutside { least: show(least), most: show(most) };
        findings.refuted(question, property, problem, factors.span.at_start(), None);
    }
    findings.proved(question, property);
}
