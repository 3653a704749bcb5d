//! Fines against the statute and against the tier before: in figures, multiples, ratios, rates, with floors, caps and growth.
//!
//! **Invariant:** a fine that could not be compared is a reason for *undecided*, never passed over.

use std::cmp::Ordering;

use super::benchmark::Question;
use super::examine::Examined;
use super::form::Form;
use super::severity::graver;
use super::space::{Formula, Space};
use super::{Findings, Outcome, Property};
use crate::diagnostic::{ProofProblem, Span, Term};
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::{Closure, Exact, Money};
use crate::model::{Benchmark, Fine, FineAmount, Growth, Measure, Model, PenaltyKind, RootKind, Sanction, Tier, TierOrigin};
use crate::report::{ImposedGroup, ImposedMeasure, MoneyRange, Truth};

/// A bound of a fine: a sum, or the lesser or greater of such.
#[derive(Debug, Clone)]
pub(super) enum Amount {
    Form(Form),
    Least(Vec<Amount>),
    Most(Vec<Amount>),
}

/// A fine's two ends; an upper end that is missing is without limit.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    pub(super) lower: Amount,
    pub(super) upper: Option<Amount>,
    /// Whether it grows by steps.
    pub(super) grown: bool,
}

/// What is asked of one fine of a tier.
pub(super) struct Excess {
    tier: usize,
    measure: usize,
    /// Which fine of the measure.
    nth: usize,
    span: Span,
    /// Whether it is stated in figures.
    plain: bool,
    above: Option<Formula>,
    below: Option<Formula>,
}

/// What is asked of the fines of a benchmark, and why a fine could not be asked about.
#[derive(Default)]
pub(super) struct Asked {
    excesses: Vec<Excess>,
    unread: Vec<(usize, &'static str)>,
    /// A fine is made by a score that can leave 0% to 100%, which is told of the factors.
    loose_score: bool,
    steps: Vec<Step>,
}

/// A fine and the one of the tier before it that it follows.
struct Step {
    tier: usize,
    span: Span,
    before: Span,
    /// The measures that the two stand in.
    measures: (usize, usize),
    /// `None`: the two do not compare.
    lighter: Option<Formula>,
}

/// Lowers the questions of a benchmark, before its space is frozen.
pub(super) fn lower(space: &mut Space<'_>, benchmark: &Benchmark) -> Asked {
    let mut asked = Asked { steps: steps(space, benchmark), ..Asked::default() };
    let Some(statutory) = &benchmark.statutory else { return asked };
    for (at, tier) in benchmark.tiers.iter().enumerate() {
        let named = tier.applies.and_then(|named| statutory.named.get(named));
        for (index, measure) in tier.measures.iter().chain(&benchmark.common).enumerate() {
            for (nth, (fine, span)) in fines_in(&measure.sanction).into_iter().enumerate() {
                if let FineAmount::ByScore = fine.amount {
                    // It lies within the statute by the way it is made, as long as the score does within 0% to 100%.
                    let reach = benchmark.factors.as_ref().and_then(super::factors::reach);
                    asked.loose_score |= !reach.is_some_and(|(least, most)| !least.is_negative() && most <= Exact::ONE);
                    continue;
                }
                // The part of the statute the tier applies; else, where that has no fine for this person, the base.
                let mut governing: Vec<&Measure> = fining(named.map_or(&statutory.base, |n| &n.measures), measure);
                if governing.is_empty() && named.is_some() {
                    governing = fining(&statutory.base, measure);
                }
                if governing.is_empty() {
                    asked.unread.push((at, "的罚款,法定幅度没有对同一对象的罚款可以比较"));
                    continue;
                }
                match excess(space, measure, fine, &governing) {
                    Some((above, below)) => {
                        let plain = figures(fine).is_some();
                        asked.excesses.push(Excess { tier: at, measure: index, nth, span, plain, above: Some(above), below: Some(below) });
                    }
                    None => asked.unread.push((at, "的罚款算式不能和法定幅度比较")),
                }
            }
        }
    }
    asked
}

/// The measures of the statute that fine the person a measure falls on.
fn fining<'m>(measures: &'m [Measure], measure: &Measure) -> Vec<&'m Measure> {
    measures.iter().filter(|m| m.target == measure.target && !fines_in(&m.sanction).is_empty()).collect()
}

/// When a fine goes above the statute's, and when below.
fn excess(space: &mut Space<'_>, measure: &Measure, fine: &Fine, governing: &[&Measure]) -> Option<(Formula, Formula)> {
    let ends = ends_of(space, fine)?;
    let mut limits = Vec::new();
    for m in governing {
        for (limit, _) in fines_in(&m.sanction) {
            // Of a statutory fine that itself grows the lower end is not known from above.
            if limit.growth.is_some() {
                return None;
            }
            limits.push((m.condition.as_ref().map(|c| space.lower(c)), ends_of(space, limit)?));
        }
    }
    let holds = measure.condition.as_ref().map(|c| space.lower(c));
    let above = beyond(space, &limits, |space, limit| match (&ends.upper, &limit.upper) {
        (_, None) => Some(Formula::Constant(false)),
        (None, Some(_)) => Some(Formula::Constant(true)),
        (Some(upper), Some(most)) => greater(space, upper, most),
    })?;
    let below = beyond(space, &limits, |space, limit| greater(space, &limit.lower, &ends.lower))?;
    let with = |formula: Formula| match &holds {
        Some(holds) => Formula::all(vec![holds.clone(), formula]),
        None => formula,
    };
    Some((with(above), with(below)))
}

/// Each fine that the tier before has too, and when it is lighter than that. Cells of a cross table have no order of their own.
fn steps(space: &mut Space<'_>, benchmark: &Benchmark) -> Vec<Step> {
    if benchmark.tiers.iter().any(|t| matches!(t.origin, TierOrigin::Cell(..))) {
        return Vec::new();
    }
    let mut steps = Vec::new();
    for (at, pair) in benchmark.tiers.windows(2).enumerate() {
        let [before, tier] = pair else { continue };
        // A graver kind is a step of its own, whatever the fine beside it; so is one that does not compare.
        if !graver(gravest(space.model, &tier.measures), gravest(space.model, &before.measures)).is_some_and(Ordering::is_le) {
            continue;
        }
        for (index, measure) in tier.measures.iter().enumerate() {
            let Some((fine, span)) = only_fine(&measure.sanction) else { continue };
            let same = before.measures.iter().position(|m| m.target == measure.target && m.condition == measure.condition);
            let Some((same, (earlier, before))) = same.and_then(|same| Some((same, only_fine(&before.measures.get(same)?.sanction)?)))
            else {
                continue;
            };
            let most = statutory_ends(space, benchmark, tier, measure);
            let lighter = lighter(space, fine, earlier, most.as_deref()).map(|lighter| match &measure.condition {
                Some(condition) => Formula::all(vec![space.lower(condition), lighter]),
                None => lighter,
            });
            steps.push(Step { tier: at + 1, span, before, measures: (same, index), lighter });
        }
    }
    steps
}

/// The upper ends of the statute's fines that govern a measure; `None` where there is no limit to know of.
fn statutory_ends(space: &mut Space<'_>, benchmark: &Benchmark, tier: &Tier, measure: &Measure) -> Option<Vec<Amount>> {
    let statutory = benchmark.statutory.as_ref()?;
    let named = tier.applies.and_then(|named| statutory.named.get(named)).map(|n| fining(&n.measures, measure));
    let governing = named.filter(|n| !n.is_empty()).unwrap_or_else(|| fining(&statutory.base, measure));
    governing.iter().flat_map(|m| fines_in(&m.sanction)).map(|(fine, _)| ends_of(space, fine)?.upper).collect()
}

/// When one fine is lighter than another would be in the same case; `None` where they do not compare.
///
/// A fine at the most that the statute allows is not too light, whatever a formula made for smaller figures would give.
fn lighter(space: &mut Space<'_>, fine: &Fine, earlier: &Fine, most: Option<&[Amount]>) -> Option<Formula> {
    // What a growth adds is known from above only, and it never takes away: a fine that grows is no lighter than what it grows from.
    let from = Fine { growth: None, ..fine.clone() };
    let (now, then) = (ends_of(space, &from)?, ends_of(space, earlier)?);
    if then.grown {
        return None;
    }
    let mut falls = |then: &Amount, now: &Amount| -> Option<Formula> {
        let mut below = vec![greater(space, then, now)?];
        if let Some(most) = most.filter(|most| !most.is_empty()) {
            below.push(Formula::any(most.iter().map(|limit| greater(space, limit, now)).collect::<Option<_>>()?));
        }
        Some(Formula::all(below))
    };
    let lower = falls(&then.lower, &now.lower)?;
    let upper = match (&then.upper, &now.upper) {
        (_, None) => Formula::Constant(false),
        (None, Some(_)) => Formula::Constant(true),
        (Some(then), Some(now)) => falls(then, now)?,
    };
    Some(Formula::any(vec![lower, upper]))
}

/// Beyond every limit that is there, and one is there.
fn beyond(
    space: &mut Space<'_>,
    limits: &[(Option<Formula>, Ends)],
    mut of: impl FnMut(&mut Space<'_>, &Ends) -> Option<Formula>,
) -> Option<Formula> {
    let mut all = Vec::new();
    let mut there = Vec::new();
    for (condition, limit) in limits {
        let past = of(space, limit)?;
        match condition {
            None => {
                all.push(past);
                there.push(Formula::Constant(true));
            }
            Some(condition) => {
                all.push(Formula::any(vec![condition.clone().not(), past]));
                there.push(condition.clone());
            }
        }
    }
    all.push(Formula::any(there));
    Some(Formula::all(all))
}

/// `one > other`.
pub(super) fn greater(space: &mut Space<'_>, one: &Amount, other: &Amount) -> Option<Formula> {
    match (one, other) {
        (Amount::Least(parts), _) => Some(Formula::all(parts.iter().map(|p| greater(space, p, other)).collect::<Option<_>>()?)),
        (Amount::Most(parts), _) => Some(Formula::any(parts.iter().map(|p| greater(space, p, other)).collect::<Option<_>>()?)),
        (_, Amount::Least(parts)) => Some(Formula::any(parts.iter().map(|p| greater(space, one, p)).collect::<Option<_>>()?)),
        (_, Amount::Most(parts)) => Some(Formula::all(parts.iter().map(|p| greater(space, one, p)).collect::<Option<_>>()?)),
        (Amount::Form(one), Amount::Form(other)) => space.at_least_nought(&one.minus(other)?, true, Closure::Exclusive),
    }
}

/// The ends of a fine. A growth is taken at what it can at most add: so what is proved of the ends is true of the fine.
pub(super) fn ends_of(space: &mut Space<'_>, fine: &Fine) -> Option<Ends> {
    let FineAmount::Bounds(bounds) = &fine.amount else { return None };
    let end = |bound: &Option<crate::model::BoundExpr>, space: &mut Space<'_>| match bound {
        None => Some(None),
        Some(bound) => space.form(&bound.value).map(Some),
    };
    let lower = end(&bounds.lower, space)?.unwrap_or_else(|| Form::constant(Exact::ZERO));
    let upper = end(&bounds.upper, space)?;
    let floor = fine.floor.as_ref().map(|e| space.form(e));
    let cap = fine.cap.as_ref().map(|e| space.form(e));
    let (floor, cap) = (floor.map_or(Some(None), |f| f.map(Some))?, cap.map_or(Some(None), |f| f.map(Some))?);
    let limited = |mut amount: Amount| {
        if let Some(floor) = &floor {
            amount = Amount::Most(vec![amount, Amount::Form(floor.clone())]);
        }
        if let Some(cap) = &cap {
            amount = Amount::Least(vec![amount, Amount::Form(cap.clone())]);
        }
        amount
    };
    let upper = match (upper, &fine.growth) {
        (Some(form), None) => Some(limited(Amount::Form(form))),
        (Some(form), Some(growth)) => {
            let grown = grown(space, &form, growth);
            match grown {
                Some(grown) => Some(limited(Amount::Most(vec![Amount::Form(form), Amount::Form(grown)]))),
                None => cap.clone().map(Amount::Form),
            }
        }
        (None, _) => cap.clone().map(Amount::Form),
    };
    Some(Ends { lower: limited(Amount::Form(lower)), upper, grown: fine.growth.is_some() })
}

/// A sum with what a growth adds at most: its steps counted in parts, and one more where a part counts as a whole.
fn grown(space: &mut Space<'_>, from: &Form, growth: &Growth) -> Option<Form> {
    let (step, add) = (space.form(&growth.step)?, space.form(&growth.add)?);
    if !step.terms.is_empty() || !add.terms.is_empty() || add.constant.is_negative() {
        return None;
    }
    let past = space.form(&growth.fact)?.minus(&space.form(&growth.beyond)?)?;
    let steps = past.scaled(Exact::ONE.checked_div(step.constant)?)?;
    let steps = if growth.part_counts { steps.plus(&Form::constant(Exact::ONE))? } else { steps };
    from.plus(&steps.scaled(add.constant)?)
}

pub(super) fn fines_in(sanction: &Sanction) -> Vec<(&Fine, Span)> {
    let Sanction::Groups { groups, .. } = sanction else { return Vec::new() };
    let mut found = Vec::new();
    for penalty in groups.iter().flat_map(|g| &g.alternatives) {
        match &penalty.kind {
            PenaltyKind::Fine(fine) => found.push((&**fine, penalty.span)),
            PenaltyKind::Nested(inner) => found.extend(fines_in(inner)),
            PenaltyKind::Other { .. } => {}
        }
    }
    found
}

/// The fine of a sanction that has just one.
fn only_fine(sanction: &Sanction) -> Option<(&Fine, Span)> {
    match fines_in(sanction).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Whether a tier's fine can leave the statutory range.
pub(super) fn bounded(question: &Question<'_, '_>, asked: &Asked, findings: &mut Findings) {
    let property = Property::Bounded;
    if question.benchmark.statutory.is_none() {
        return;
    }
    if asked.loose_score {
        findings.verdict(question, property, Outcome::Undecided);
    }
    for (tier, why) in &asked.unread {
        findings.undecided(question, property, format!("阶次「{}」{why}", question.tier_name(*tier)));
    }
    for excess in &asked.excesses {
        let Some(tier) = question.settled(excess.tier) else {
            findings.undecided(question, property, format!("阶次「{}」的条件太复杂", question.tier_name(excess.tier)));
            continue;
        };
        for (formula, above) in [(&excess.above, true), (&excess.below, false)] {
            let Some(formula) = formula else { continue };
            let Ok(cubes) = question.cubes.within(formula, true, tier.clone()) else {
                findings.undecided(question, property, "罚款的算式太复杂".to_owned());
                continue;
            };
            let examiner = question.examiner();
            let mut unsure = None;
            for cube in &cubes {
                match examiner.examine(cube, &|facts| leaves(question, excess, above, facts)) {
                    Examined::Impossible => {}
                    Examined::Shown(case) => {
                        let problem = outside(question, excess, above, &case.whole);
                        findings.refuted(question, property, problem, excess.span, Some(&case.facts));
                        unsure = None;
                        break;
                    }
                    // A growth was taken at its most, so the case may stay within after all.
                    Examined::Contradicted(_) | Examined::Unresolved => unsure = Some(question.words(cube)),
                }
            }
            if let Some(region) = unsure {
                findings.undecided(question, property, format!("{region}时罚款是否在法定幅度之内"));
            }
        }
    }
    findings.proved(question, property);
}

/// What the evaluator imposes as the fine in a case, and what the statute allows there.
fn against(question: &Question<'_, '_>, excess: &Excess, facts: &CaseFacts) -> Option<(MoneyRange, Vec<MoneyRange>)> {
    let (tier, statutory) = (question.benchmark.tiers.get(excess.tier)?, question.benchmark.statutory.as_ref()?);
    let measure = tier.measures.iter().chain(&question.benchmark.common).nth(excess.measure)?;
    let probe = Probe::new(question.model);
    let fines = |measures: &[Measure]| -> Option<Vec<MoneyRange>> {
        let imposed = probe.measures(question.id, measures, facts).ok()?;
        Some(imposed.iter().filter(|m| m.target == measure.target).flat_map(ranges).collect())
    };
    let named = tier.applies.and_then(|named| statutory.named.get(named)).map_or(&[][..], |n| &n.measures);
    let mut limits = fines(named)?;
    if limits.is_empty() {
        limits = fines(&statutory.base)?;
    }
    let own = fines(std::slice::from_ref(measure))?.get(excess.nth).copied()?;
    (!limits.is_empty()).then_some((own, limits))
}

/// Whether the evaluator, too, puts the fine outside.
fn leaves(question: &Question<'_, '_>, excess: &Excess, above: bool, facts: &CaseFacts) -> Truth {
    if question.has(excess.tier, facts) != Truth::True {
        return Truth::Unknown;
    }
    let Some((own, limits)) = against(question, excess, facts) else { return Truth::Unknown };
    let past = |limit: &MoneyRange| match (above, own.upper, limit.upper) {
        (false, ..) => own.lower < limit.lower,
        (true, Some(own), Some(most)) => own > most,
        (true, None, Some(_)) => true,
        (true, _, None) => false,
    };
    if limits.iter().all(past) { Truth::True } else { Truth::False }
}

/// The fine of a case and the statute's, both in figures, and how to mend it: a fine in figures needs no cap, but another figure.
fn outside(question: &Question<'_, '_>, excess: &Excess, above: bool, facts: &CaseFacts) -> ProofProblem {
    let tier = question.tier_name(excess.tier);
    let (own, limits) = against(question, excess, facts).unzip();
    let limits = limits.unwrap_or_default();
    let shown = |sum: Option<Money>| sum.map_or_else(|| "∞".to_owned(), |sum| sum.to_string());
    if above {
        let mend = if excess.plain {
            Term::new("把数额改到法定上限以内", "bring the figure within the statute’s limit")
        } else {
            Term::new("加上「最高不超过…」,或者改小倍数、比例", "cap it with 最高不超过 …, or lower the multiple or ratio")
        };
        let limit = shown(limits.iter().filter_map(|limit| limit.upper).max());
        ProofProblem::AboveStatute { tier, fine: shown(own.and_then(|own| own.upper)), limit, mend }
    } else {
        let mend = if excess.plain {
            Term::new("把数额改到法定下限以上", "raise the figure to the statute’s limit")
        } else {
            Term::new("加上「最低不低于…」", "set a floor with 最低不低于 …")
        };
        let limit = shown(limits.iter().map(|limit| limit.lower).min());
        ProofProblem::BelowStatute { tier, fine: shown(own.map(|own| own.lower)), limit, mend }
    }
}

pub(super) fn ranges(measure: &ImposedMeasure) -> Vec<MoneyRange> {
    fn of(groups: &[ImposedGroup], found: &mut Vec<MoneyRange>) {
        for penalty in groups.iter().flat_map(|g| &g.alternatives) {
            found.extend(penalty.fine);
            of(&penalty.nested, found);
        }
    }
    let mut found = Vec::new();
    of(&measure.groups, &mut found);
    found
}

/// Whether a tier's fine is lighter than what the tier before it would give in the same case.
pub(super) fn ladder(question: &Question<'_, '_>, asked: &Asked, findings: &mut Findings) {
    let property = Property::Monotone;
    for step in &asked.steps {
        let (tier, before) = (question.tier_name(step.tier), question.tier_name(step.tier - 1));
        let Some(lighter) = &step.lighter else {
            findings.undecided(question, property, format!("阶次「{before}」和「{tier}」的罚款算法不同,不能比较轻重"));
            continue;
        };
        let cubes = question.settled(step.tier).and_then(|own| question.cubes.within(lighter, true, own).ok());
        let Some(cubes) = cubes else {
            findings.undecided(question, property, format!("阶次「{tier}」的条件太复杂"));
            continue;
        };
        let examiner = question.examiner();
        let mut unsure = false;
        for cube in &cubes {
            match examiner.examine(cube, &|facts| falls_below(question, step, facts)) {
                Examined::Impossible => {}
                Examined::Shown(case) => {
                    let problem = ProofProblem::LighterTier { tier: tier.clone(), before: before.clone() };
                    let before = (step.before, "比这里", "than this");
                    findings.refuted_beside(question, property, problem, step.span, before, &case.facts);
                    unsure = false;
                    break;
                }
                // Imposed fines are rounded, so that a difference of a fraction may vanish.
                Examined::Contradicted(_) | Examined::Unresolved => unsure = true,
            }
        }
        if unsure {
            findings.undecided(question, property, format!("阶次「{tier}」的罚款是否轻于前一阶次"));
        }
    }
    findings.proved(question, property);
}

/// Whether the evaluator, too, makes a tier's fine lighter than that of the tier before it.
fn falls_below(question: &Question<'_, '_>, step: &Step, facts: &CaseFacts) -> Truth {
    if question.has(step.tier, facts) != Truth::True {
        return Truth::Unknown;
    }
    let probe = Probe::new(question.model);
    let fine = |tier: usize, measure: usize| -> Option<MoneyRange> {
        let measure = question.benchmark.tiers.get(tier)?.measures.get(measure)?;
        let imposed = probe.measures(question.id, std::slice::from_ref(measure), facts).ok()?;
        imposed.iter().flat_map(ranges).next()
    };
    let (Some(before), Some(now)) = (fine(step.tier - 1, step.measures.0), fine(step.tier, step.measures.1)) else {
        return Truth::Unknown;
    };
    let lower_top = match (now.upper, before.upper) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(now), Some(before)) => now < before,
    };
    if now.lower < before.lower || lower_top { Truth::True } else { Truth::False }
}

fn gravest(model: &Model, measures: &[Measure]) -> Option<RootKind> {
    fn of(model: &Model, sanction: &Sanction) -> Option<RootKind> {
        let Sanction::Groups { groups, .. } = sanction else { return None };
        let kinds = groups.iter().flat_map(|g| &g.alternatives).filter_map(|p| match &p.kind {
            PenaltyKind::Fine(_) => Some(RootKind::Fine),
            PenaltyKind::Other { kind, .. } => Some(model[*kind].root),
            PenaltyKind::Nested(inner) => of(model, inner),
        });
        kinds.max()
    }
    measures.iter().filter_map(|m| of(model, &m.sanction)).max()
}

/// The ends of a fine in figures.
fn figures(fine: &Fine) -> Option<(Exact, Option<Exact>)> {
    if fine.growth.is_some() || fine.floor.is_some() || fine.cap.is_some() {
        return None;
    }
    let FineAmount::Bounds(bounds) = &fine.amount else { return None };
    let constant = |bound: &Option<crate::model::BoundExpr>| match bound {
        None => Some(None),
        Some(bound) => match &bound.value.kind {
            crate::model::ExprKind::Constant(crate::model::Value::Number(n)) => Some(Some(*n)),
            _ => None,
        },
    };
    Some((constant(&bounds.lower)?.unwrap_or(Exact::ZERO), constant(&bounds.upper)?))
}

/// Parts of the statutory fine in figures that no tier uses: asked where the rule set asks for 衔接.
pub(super) fn seamless(question: &Question<'_, '_>, findings: &mut Findings) {
    let property = Property::Seamless;
    let benchmark = question.benchmark;
    let Some(statutory) = &benchmark.statutory else { return };
    let of = |measures: &[Measure]| -> Option<(Exact, Exact)> {
        let fines: Vec<_> =
            measures.iter().filter(|m| m.target.is_none() && m.condition.is_none()).flat_map(|m| fines_in(&m.sanction)).collect();
        match fines.as_slice() {
            [(fine, _)] => figures(fine).and_then(|(low, high)| high.map(|high| (low, high))),
            _ => None,
        }
    };
    let parts = std::iter::once((None, &statutory.base)).chain(statutory.named.iter().enumerate().map(|(at, n)| (Some(at), &n.measures)));
    for (part, measures) in parts {
        let Some((least, most)) = of(measures) else { continue };
        let mut used: Vec<(Exact, Exact)> = benchmark.tiers.iter().filter(|t| t.applies == part).filter_map(|t| of(&t.measures)).collect();
        if used.is_empty() {
            continue;
        }
        used.sort_unstable();
        let money = |n: Exact| crate::model::Type::Money.show(n);
        let mut reached = least;
        for (low, high) in used.into_iter().chain([(most, most)]) {
            if low > reached {
                let hole = format!("{}到{}", money(reached), money(low));
                findings.refuted(question, property, ProofProblem::RangeHole { hole }, statutory.span.at_start(), None);
            }
            reached = reached.max(high);
        }
    }
    findings.proved(question, property);
}
