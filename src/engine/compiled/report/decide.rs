//! One act under one benchmark by its compiled form: the tier, what it imposes, and the trace of it.

use std::sync::Arc;

use super::super::eval::Eval;
use super::super::fine::round;
use super::super::ground::Sheet;
use super::super::matcher;
use super::super::narrow::tried;
use super::super::push::{Push, Ranges, Tally, pushed};
use super::super::select::{Status, select};
use super::asking::{Shown, Telling};
use super::circumstances::{Found, push_word};
use super::form::{Asks, Form, TierForm};
use super::measures::{Figures, party_fine};
use crate::engine::EvaluationError;
use crate::engine::whole::{Decided, Nearness, place, possible_explained, step};
use crate::input::CaseFacts;
use crate::law::Citation;
use crate::model::{BenchmarkId, Effect, FactId, Given, Model, RangeRule, RootKind};
use crate::report::{
    Came, Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, MoneyRange, Step, StepKind, TierResult, TierStatus, Truth, show_money,
};

/// What deciding writes on, used again for every benchmark and case.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) sheet: Sheet,
    pub(super) shown: Shown,
    found: matcher::Found,
    failing: Vec<u16>,
}

/// A case that is asked of a form.
pub(super) struct Deciding<'a> {
    pub(super) model: &'a Model,
    pub(super) facts: &'a CaseFacts,
    pub(super) act: usize,
    /// Tiers to explain.
    pub(super) explained: usize,
}

/// What the tiers come to.
struct Chosen {
    status: Status,
    /// Those that apply, may apply or conflict, ascending.
    tiers: Vec<u32>,
    needed: Vec<FactId>,
    /// Whether 其他情形 holds.
    otherwise: Truth,
}

impl Deciding<'_> {
    /// Decides, with the circumstances that hold or may hold.
    pub(super) fn decide(
        &self,
        form: &Form,
        id: BenchmarkId,
        mut found: Vec<Found<'_>>,
        desk: &mut Desk,
    ) -> Result<Decided, EvaluationError> {
        let (model, facts) = (self.model, self.facts);
        let benchmark = &model[id];
        desk.sheet.fill(&form.ground, facts, None)?;
        let Chosen { status, tiers: chosen, mut needed, otherwise } = choose(form, desk)?;
        let listed = self.listed(form, id, (status, &chosen), otherwise, desk)?;
        let mut telling = Telling::new(model, facts, (&form.ground, &form.reads), None, (&mut desk.sheet, &mut desk.shown));
        let score = match &form.score {
            Some((score, _)) => Some(telling.eval.score(*score)?),
            None => None,
        };
        let mut results = Vec::with_capacity(listed.len());
        for at in listed.iter().copied() {
            let Some(tier) = form.tiers.get(at as usize) else { continue };
            results.push(result(form, tier, chosen.binary_search(&at).is_ok(), (status, otherwise), score, &mut telling)?);
        }
        let unlisted = form.tiers.len() - results.len();
        let (mut trace, mut basis, mut statutory, mut imposed) = (Vec::new(), benchmark.basis.clone(), Vec::new(), Vec::new());
        let tier_of = |at: &u32| Some((form.tiers.get(*at as usize)?, benchmark.tiers.get(*at as usize)?));
        let names = || chosen.iter().filter_map(tier_of).map(|(_, tier)| tier.name.clone()).collect::<Vec<_>>();
        let outcome = match status {
            Status::Possible { or_none } => DecisionOutcome::Possible { tiers: names(), or_none },
            Status::NoTier => DecisionOutcome::NoTier,
            Status::Conflict => DecisionOutcome::Conflict { tiers: names() },
            Status::Settled => {
                for (tier, of_model) in chosen.iter().filter_map(tier_of) {
                    trace.push(tier.chosen.clone());
                    extend(&mut basis, &of_model.basis);
                }
                if let Some(waiving) = found.iter().find(|found| found.waives()).map(|found| found.circumstance) {
                    extend(&mut basis, &waiving.basis);
                    mark(&mut found, |other| other.name == waiving.name, "据此不予处罚");
                    imposed = orders_only(results.iter().filter(|tier| tier.status == TierStatus::Applies));
                    DecisionOutcome::Waived { circumstance: waiving.name.clone(), tier: names().into_iter().next() }
                } else {
                    if let (Some((_, read)), Some((least, most))) = (&form.score, score)
                        && least != most
                    {
                        needed.extend(read.iter().copied().filter(|fact| *facts.get(*fact) == Given::Unknown));
                    }
                    let rule = model[benchmark.set].range_rule.map(|id| &model[id]);
                    let push = push_of(&found, rule);
                    for (at, (tier, of_model)) in chosen.iter().filter_map(tier_of).enumerate() {
                        // What every tier imposes is imposed once.
                        let common = if at == 0 { &*form.common } else { &[] };
                        let figures = figures(form, tier, score, &mut telling.eval)?;
                        let measures = || tier.measures.iter().chain(common);
                        let mut own = figures.measures(measures(), &mut telling)?;
                        if let Some((text, change)) = adjust(&mut own, push, (figures, tier), rule, &mut telling.eval)? {
                            mark(&mut found, |other| other.effects.iter().any(|effect| *effect != Effect::Waive), &text);
                            found.iter().filter(|found| found.binds()).for_each(|found| extend(&mut basis, &found.circumstance.basis));
                            if change == Change::Changed {
                                let span = rule.map_or(of_model.span, |rule| rule.span);
                                let by = rule.map_or_else(|| form.name.clone(), |rule| format!("幅度规则 {}", rule.name));
                                trace.push(step(StepKind::Range, text, Truth::True, place(model, span, &by)));
                            }
                        }
                        for fact in figures.missing(measures(), &mut telling)? {
                            if !needed.contains(&fact) {
                                needed.push(fact);
                            }
                        }
                        imposed.extend(own);
                        if at == 0 {
                            statutory = figures.measures(form.statutory(tier), &mut telling)?;
                        }
                    }
                    DecisionOutcome::Settled { tiers: names() }
                }
            }
        };
        found.iter_mut().for_each(Found::note);
        let example = benchmark.example || (status == Status::Settled && chosen.iter().filter_map(tier_of).any(|(_, tier)| tier.example));
        let decision = Decision {
            act: self.act,
            benchmark: benchmark.name.clone(),
            rule_set: form.rule_set.clone(),
            outcome,
            imposed,
            statutory,
            tiers: results,
            unlisted,
            circumstances: found.into_iter().map(|found| found.result).collect(),
            version: None,
            breaches: benchmark.breaches.clone(),
            basis,
            example,
            trace,
            rule: Arc::clone(&form.place),
        };
        Ok(Decided { decision, benchmark: id, needed })
    }

    /// The tiers that the report lists: all, or those that apply, of those that may so many, and of the others the nearest.
    fn listed(
        &self,
        form: &Form,
        id: BenchmarkId,
        (status, chosen): (Status, &[u32]),
        otherwise: Truth,
        desk: &mut Desk,
    ) -> Result<Vec<u32>, EvaluationError> {
        let count = form.tiers.len() as u32;
        if form.tiers.len() <= self.explained {
            return Ok((0..count).collect());
        }
        let mut listed = chosen.to_vec();
        if let Status::Possible { .. } = status {
            listed.truncate(possible_explained(self.explained));
        }
        let mut room = self.explained.saturating_sub(listed.len());
        let Desk { sheet, failing, .. } = desk;
        // Even where there is no room: what cannot be evaluated is an error of the case, whichever tier asks it.
        form.nearest.failing(&mut sheet.eval(&form.ground, None), failing)?;
        for at in &form.otherwise {
            if let Some(count) = failing.get_mut(*at as usize) {
                *count = u16::from(otherwise == Truth::False);
            }
        }
        let most = failing.iter().copied().max().unwrap_or(0);
        for wanted in 0..=most {
            if room == 0 {
                break;
            }
            let alike = (0u32..).zip(&*failing).filter(|(at, count)| **count == wanted && chosen.binary_search(at).is_err());
            let mut alike: Vec<u32> = alike.map(|(at, _)| at).collect();
            if alike.len() > room {
                let nearness = form.nearness.get_or_init(|| Nearness::new(self.model, &self.model[id]));
                let chosen: Vec<usize> = chosen.iter().map(|at| *at as usize).collect();
                let mut keyed: Vec<_> = alike.into_iter().map(|at| (nearness.of(self.facts, at as usize, &chosen), at)).collect();
                keyed.select_nth_unstable(room);
                alike = keyed.into_iter().take(room).map(|(_, at)| at).collect();
            }
            room -= alike.len();
            listed.append(&mut alike);
        }
        listed.sort_unstable();
        Ok(listed)
    }
}

/// Selects among the tiers; where facts are missing, tries what they may be.
fn choose(form: &Form, desk: &mut Desk) -> Result<Chosen, EvaluationError> {
    let Desk { sheet, found, .. } = desk;
    form.matcher.find(&mut sheet.eval(&form.ground, None), found)?;
    let otherwise = match (found.held.is_empty(), found.open.is_empty()) {
        (false, _) => Truth::False,
        (true, false) => Truth::Unknown,
        (true, true) => Truth::True,
    };
    let mut tiers = Vec::new();
    let status = select(form.policy, &form.otherwise, found, &mut tiers);
    let mut chosen = Chosen { status, tiers, needed: Vec::new(), otherwise };
    if !matches!(status, Status::Possible { .. }) {
        return Ok(chosen);
    }
    let mut codes = std::mem::take(&mut sheet.codes);
    let trials = tried(&form.candidates, &mut codes, |codes| {
        sheet.codes.clear();
        sheet.codes.extend_from_slice(codes);
        sheet.ask_again(&form.ground);
        form.matcher.find(&mut sheet.eval(&form.ground, None), found)?;
        let mut tiers = Vec::new();
        Ok((select(form.policy, &form.otherwise, found, &mut tiers), tiers))
    });
    sheet.codes = codes;
    sheet.ask_again(&form.ground);
    match trials? {
        Some(trials) => {
            (chosen.status, chosen.tiers) = trials.outcome();
            chosen.needed = trials.fewest().into_iter().map(|candidate| candidate.fact).collect();
        }
        None => {
            let unknown = |slot: u32| sheet.codes.get(slot as usize) == Some(&super::super::coding::UNKNOWN);
            chosen.needed = form.candidates.iter().filter(|candidate| unknown(candidate.slot)).map(|candidate| candidate.fact).collect();
        }
    }
    Ok(chosen)
}

/// A tier in the report.
fn result(
    form: &Form,
    tier: &TierForm,
    chosen: bool,
    (status, otherwise): (Status, Truth),
    score: Option<(crate::law::Exact, crate::law::Exact)>,
    telling: &mut Telling<'_>,
) -> Result<TierResult, EvaluationError> {
    let (outcome, why) = match &tier.asks {
        Asks::When(asking) => asking.step(telling)?,
        Asks::Otherwise(said) => (otherwise, Step::new(Arc::clone(said), Came::out(otherwise), Box::default())),
    };
    let status = match (chosen, status, outcome) {
        (true, Status::Settled | Status::Conflict, _) => TierStatus::Applies,
        (true, Status::Possible { .. } | Status::NoTier, _) => TierStatus::Possible,
        (false, _, Truth::True) => TierStatus::Passed,
        (false, _, Truth::False | Truth::Unknown) => TierStatus::Rejected,
    };
    let imposed = match status {
        TierStatus::Rejected => Vec::new(),
        TierStatus::Applies | TierStatus::Possible | TierStatus::Passed => {
            figures(form, tier, score, &mut telling.eval)?.measures(tier.measures.iter().chain(&form.common), telling)?
        }
    };
    Ok(TierResult { name: Arc::clone(&tier.name), status, imposed, trace: vec![why], rule: Arc::clone(&tier.place) })
}

/// What sanctions of a tier are computed with.
fn figures(
    form: &Form,
    tier: &TierForm,
    score: Option<(crate::law::Exact, crate::law::Exact)>,
    eval: &mut Eval<'_>,
) -> Result<Figures, EvaluationError> {
    let statutory = match party_fine(form.statutory(tier)) {
        Some(plan) => plan.range(None, score, eval)?,
        None => None,
    };
    Ok(Figures { rounding: form.rounding, statutory, score })
}

/// Where the circumstances that hold and bind push.
fn push_of(found: &[Found<'_>], rule: Option<&RangeRule>) -> Push {
    let mut tally = Tally::default();
    for found in found.iter().filter(|found| found.binds()) {
        tally.add(found.circumstance);
    }
    tally.push(rule)
}

/// Whether a push changed the fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Changed,
    Unchanged,
}

/// Narrows or extends the party's fine as the circumstances push it; how in words, where they do.
fn adjust(
    measures: &mut [ImposedMeasure],
    push: Push,
    (figures, tier): (Figures, &TierForm),
    rule: Option<&RangeRule>,
    eval: &mut Eval<'_>,
) -> Result<Option<(String, Change)>, EvaluationError> {
    let Some(word) = push_word(push) else { return Ok(None) };
    let range = match party_fine(&tier.measures) {
        Some(plan) => plan.range(figures.statutory, figures.score, eval)?,
        None => None,
    };
    let Some(before) = range else {
        return Ok(Some((format!("应当{word};没有可以按比例调整的罚款,由办案机关在处罚种类和期限上体现"), Change::Unchanged)));
    };
    let ranges = Ranges { tier: before, statutory: figures.statutory, step: figures.rounding.step.to_yuan() };
    let Some(after) = pushed(push, ranges, rule).filter(|after| *after != before) else {
        return Ok(Some((format!("应当{word};罚款幅度不变"), Change::Unchanged)));
    };
    let Some(money) = round(after, figures.rounding) else { return Ok(None) };
    let party = measures.iter_mut().filter(|measure| measure.target.is_none());
    let changed = party.fold(false, |changed, measure| put(&mut measure.groups, money) | changed);
    if !changed {
        return Ok(None);
    }
    let before = round(before, figures.rounding).map_or_else(String::new, |money| show_money(&money));
    Ok(Some((format!("{word}:罚款由{before}调整为{}", show_money(&money)), Change::Changed)))
}

/// Puts an amount in place of every fine; whether there was one.
fn put(groups: &mut [ImposedGroup], money: MoneyRange) -> bool {
    let mut changed = false;
    for penalty in groups.iter_mut().flat_map(|group| &mut group.alternatives) {
        if penalty.root == RootKind::Fine && penalty.fine.is_some() {
            penalty.fine = Some(money);
            penalty.usual = None;
            changed = true;
        }
        changed |= put(&mut penalty.nested, money);
    }
    changed
}

/// Orders and other measures that are no penalties remain where the penalty is waived (行政处罚法 art. 28).
fn orders_only<'t>(tiers: impl Iterator<Item = &'t TierResult>) -> Vec<ImposedMeasure> {
    let mut measures = Vec::new();
    for measure in tiers.flat_map(|tier| &tier.imposed) {
        let mut groups = Vec::new();
        for group in &measure.groups {
            let orders = group.alternatives.iter().filter(|penalty| penalty.nested.is_empty() && !penalty.root.is_penalty());
            let alternatives: Vec<_> = orders.cloned().collect();
            if !alternatives.is_empty() {
                groups.push(ImposedGroup { join: group.join, alternatives });
            }
        }
        if !groups.is_empty() {
            measures.push(ImposedMeasure { groups, target: measure.target.clone(), condition: measure.condition.clone() });
        }
    }
    measures
}

/// Says of the circumstances that bind how they were applied.
fn mark(found: &mut [Found<'_>], which: impl Fn(&crate::model::Circumstance) -> bool, text: &str) {
    for found in found.iter_mut().filter(|found| found.binds() && which(found.circumstance)) {
        found.result.applied = Some(text.to_owned());
    }
}

fn extend(basis: &mut Vec<Citation>, more: &[Citation]) {
    for citation in more {
        if !basis.contains(citation) {
            basis.push(citation.clone());
        }
    }
}
