//! Changes to a scoring standard that no case notices: points, steps, caps, conditions, vetoes and the bounds of grades.
//!
//! A change that provably alters no total and no grade is not counted: what a changed line moves is asked beside every way the
//! other lines of its item can come out ([`totals`]), a veto beside every total that it stands over.

use super::totals::{Choice, choices, totals};
use crate::diagnostic::Span;
use crate::law::{Bound, Closure, Exact};
use crate::model::{Condition, ConditionKind, Item, Model, ScoreItem, ScoreLine, ScoreLineKind, ScoreOn, Scoring, ScoringId, Type};
use crate::prove::made::not;
use crate::prove::mutate::{Change, Mutated, Survivor, mutants_of};
use crate::prove::rules::possible;
use crate::prove::trials::Trials;
use crate::prove::unlike::Unlike;

/// How many pairs of ways a changed line may come out; beyond, that nothing changes is not proved.
const PAIRS: usize = 4_096;

/// Where a standard was changed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Applies,
    /// A line of an item.
    Line(usize, usize),
    /// A line is gone.
    LineGone(usize, usize),
    /// The points of an item.
    Item(usize),
    /// 合计上限
    Cap,
    Grades,
    Veto(usize),
    VetoGone(usize),
}

/// A standard with one change.
pub(super) struct Mutant {
    pub(super) scoring: Scoring,
    pub(super) place: Place,
    pub(super) change: Change,
    pub(super) span: Span,
}

impl Mutant {
    /// Makes the change in a model, and takes it back when it is asked once more.
    pub(super) fn exchange(&self, id: ScoringId) -> impl FnMut(&mut Model) {
        let mut changed = self.scoring.clone();
        move |model| {
            if let Some(place) = model.scorings.get_mut(id.index()) {
                std::mem::swap(place, &mut changed);
            }
        }
    }
}

/// Changes a scoring standard one place at a time, and runs its cases; as [`mutate`](crate::prove::mutate) does of a benchmark.
#[must_use]
pub fn mutate_scoring(model: &Model, id: ScoringId) -> Mutated {
    let mut trials = Trials::of_scoring(model, id);
    let mut outcome = Mutated::default();
    if !trials.pass() {
        return outcome;
    }
    for mutant in mutants(&model[id]) {
        if trials.notice(&mut mutant.exchange(id)) {
            outcome.noticed += 1;
            continue;
        }
        match unlike(model, &model[id], &mutant) {
            Unlike::Same => outcome.same += 1,
            Unlike::Unstated => outcome.unstated += 1,
            Unlike::Shown | Unlike::Open => outcome.survivors.push(Survivor { change: mutant.change, span: mutant.span }),
        }
    }
    outcome
}

// ── the changes ──

pub(super) fn mutants(scoring: &Scoring) -> Vec<Mutant> {
    let mut found = Vec::new();
    let mut add = |place: Place, change: Change, span: Span, alter: &dyn Fn(&mut Scoring) -> Option<()>| {
        let mut changed = scoring.clone();
        if alter(&mut changed).is_some() {
            found.push(Mutant { scoring: changed, place, change, span });
        }
    };
    if let Some(condition) = &scoring.applies {
        mutants_of(condition, &mut |mutant, change, span| {
            add(Place::Applies, change, span, &|s| {
                s.applies = Some(mutant.clone());
                Some(())
            });
        });
    }
    for (at, item) in scoring.items.iter().enumerate() {
        let of = move |s: &mut Scoring| s.items.get_mut(at).map(|item| &mut item.points).and_then(raise);
        add(Place::Item(at), Change::Points, item.span, &of);
        for (nth, line) in item.lines.iter().enumerate() {
            let place = Place::Line(at, nth);
            line_mutants(line, &mut |mutant, change, span| {
                add(place, change, span, &|s| s.items.get_mut(at)?.lines.get_mut(nth).map(|line| line.clone_from(&mutant)));
            });
            add(Place::LineGone(at, nth), Change::Dropped, line.span, &|s| {
                let lines = &mut s.items.get_mut(at)?.lines;
                (nth < lines.len()).then(|| drop(lines.remove(nth)))
            });
        }
    }
    add(Place::Cap, Change::Cap, scoring.name_span, &|s| s.cap.as_mut().and_then(raise));
    for (at, grade) in scoring.grades.iter().enumerate() {
        for lower in [true, false] {
            let of = move |s: &mut Scoring, alter: &dyn Fn(&mut Bound<Exact>) -> Option<()>| {
                let range = &mut s.grades.get_mut(at)?.range;
                alter(if lower { range.lower.as_mut()? } else { range.upper.as_mut()? })
            };
            add(Place::Grades, Change::Bound, grade.span, &|s| {
                of(s, &|bound| {
                    bound.closed = match bound.closed {
                        Closure::Inclusive => Closure::Exclusive,
                        Closure::Exclusive => Closure::Inclusive,
                    };
                    Some(())
                })
            });
            add(Place::Grades, Change::Moved, grade.span, &|s| of(s, &|bound| raise(&mut bound.value)));
        }
    }
    for (at, veto) in scoring.vetoes.iter().enumerate() {
        mutants_of(&veto.condition, &mut |mutant, change, span| {
            add(Place::Veto(at), change, span, &|s| s.vetoes.get_mut(at).map(|veto| veto.condition.clone_from(&mutant)));
        });
        add(Place::VetoGone(at), Change::Dropped, veto.span, &|s| (at < s.vetoes.len()).then(|| drop(s.vetoes.remove(at))));
    }
    found
}

/// One point more.
fn raise(points: &mut Exact) -> Option<()> {
    *points = points.checked_add(Exact::ONE)?;
    Some(())
}

fn line_mutants(line: &ScoreLine, found: &mut dyn FnMut(ScoreLine, Change, Span)) {
    let mut points = line.clone();
    if raise(&mut points.points).is_some() {
        found(points, Change::Points, line.span);
    }
    match &line.on {
        ScoreOn::When(condition) => {
            mutants_of(condition, &mut |mutant, change, span| {
                found(ScoreLine { on: ScoreOn::When(mutant), ..line.clone() }, change, span);
            });
        }
        ScoreOn::Each { value, step, most } => {
            let with =
                |step: Exact, most: Option<Exact>| ScoreLine { on: ScoreOn::Each { value: value.clone(), step, most }, ..line.clone() };
            // The next figure of the type, or a tenth more.
            let more = match value.ty {
                Type::Integer(_) | Type::Period(_) => Some(Exact::ONE),
                _ => step.checked_div(Exact::from_int(10)),
            };
            if let Some(step) = more.and_then(|more| step.checked_add(more)) {
                found(with(step, *most), Change::Step, line.span);
            }
            if let Some(higher) = most.and_then(|most| most.checked_add(line.points)) {
                found(with(*step, Some(higher)), Change::Cap, line.span);
            }
        }
    }
}

// ── whether a change alters anything ──

/// What a mutant comes to.
pub(super) fn unlike(model: &Model, scoring: &Scoring, mutant: &Mutant) -> Unlike {
    match same(model, scoring, mutant) {
        Some(true) => Unlike::Same,
        Some(false) if unstated(model, scoring, mutant) => Unlike::Unstated,
        Some(false) => Unlike::Shown,
        None => Unlike::Open,
    }
}

/// Whether bounds of grades move over totals alone that had no grade, so that no case could say which.
fn unstated(model: &Model, scoring: &Scoring, mutant: &Mutant) -> bool {
    let Place::Grades = mutant.place else { return false };
    let differs = |total: Exact| scoring.grade_of(total) != mutant.scoring.grade_of(total);
    totals(model, scoring).is_ok_and(|totals| {
        totals.keys().filter(|(total, veto)| veto.is_none() && differs(*total)).all(|(total, _)| scoring.grade_of(*total).is_none())
    })
}

/// Whether a mutant gives every case the same total and grade; `None` also where that cannot be said.
fn same(model: &Model, scoring: &Scoring, mutant: &Mutant) -> Option<bool> {
    let changed = &mutant.scoring;
    match mutant.place {
        Place::Applies => {
            let (before, after) = (scoring.applies.as_ref()?, changed.applies.as_ref()?);
            Some(never(model, &[before, &not(after)]) && never(model, &[after, &not(before)]))
        }
        Place::Line(at, nth) => {
            let (item, line) = (scoring.items.get(at)?, changed.items.get(at)?.lines.get(nth)?);
            let (before, after) = (choices(at, item.points, item.lines.get(nth)?)?, choices(at, item.points, line)?);
            line_same(model, scoring, (at, nth), &before, &after)
        }
        Place::LineGone(at, nth) => {
            let item = scoring.items.get(at)?;
            let line = item.lines.get(nth)?;
            // A line that moves nothing.
            let after = choices(at, item.points, &ScoreLine { points: Exact::ZERO, ..line.clone() })?;
            line_same(model, scoring, (at, nth), &choices(at, item.points, line)?, &after)
        }
        Place::Item(at) => {
            let (before, after) = (scoring.items.get(at)?, changed.items.get(at)?);
            let most = before.points.max(after.points);
            let moved = moves(model, scoring, ScoreItem { points: most, ..before.clone() }, Vec::new())?;
            Some(moved.into_iter().all(|moved| before.score(moved) == after.score(moved)))
        }
        Place::Cap => {
            let totals = totals(model, &Scoring { cap: None, ..scoring.clone() }).ok()?;
            Some(totals.keys().all(|(total, _)| scoring.capped(*total) == changed.capped(*total)))
        }
        Place::Grades => {
            let totals = totals(model, scoring).ok()?;
            Some(totals.keys().all(|(total, veto)| veto.is_some() || scoring.grade_of(*total) == changed.grade_of(*total)))
        }
        Place::Veto(at) => {
            let (before, after) = (&scoring.vetoes.get(at)?.condition, &changed.vetoes.get(at)?.condition);
            let only = [[before.clone(), not(after)], [not(before), after.clone()]];
            only.into_iter().try_fold(true, |same, region| Some(same && veto_idle(model, scoring, at, region.to_vec())?))
        }
        Place::VetoGone(at) => veto_idle(model, scoring, at, vec![scoring.vetoes.get(at)?.condition.clone()]),
    }
}

fn never(model: &Model, conditions: &[&Condition]) -> bool {
    possible(model, conditions).is_none()
}

/// Whether a line moves its item alike in two ways to settle it, whatever the other lines of the item do.
fn line_same(model: &Model, scoring: &Scoring, (at, nth): (usize, usize), before: &[Choice], after: &[Choice]) -> Option<bool> {
    let item = scoring.items.get(at)?;
    let mut others = item.clone();
    if nth < others.lines.len() {
        others.lines.remove(nth);
    }
    if before.len().saturating_mul(after.len()) > PAIRS {
        return None;
    }
    let points = |choice: &Choice| choice.moves.map_or(Exact::ZERO, |(_, points)| points);
    for one in before {
        for other in after.iter().filter(|other| points(other) != points(one)) {
            if never(model, &[&one.condition, &other.condition]) {
                continue;
            }
            let asked = vec![one.condition.clone(), other.condition.clone()];
            for moved in moves(model, scoring, others.clone(), asked)? {
                let with = |choice: &Choice| moved.checked_add(points(choice)).map(|sum| item.score(sum));
                if with(one)? != with(other)? {
                    return Some(false);
                }
            }
        }
    }
    Some(true)
}

/// What the lines of an item can move together, up to its points, in the cases that the standard applies to and these hold of.
fn moves(model: &Model, scoring: &Scoring, item: ScoreItem, asked: Vec<Condition>) -> Option<Vec<Exact>> {
    let alone = Scoring {
        applies: all(scoring, asked),
        cap: None,
        items: vec![ScoreItem { word: ScoreLineKind::Award, ..item }],
        vetoes: Vec::new(),
        ..scoring.clone()
    };
    Some(totals(model, &alone).ok()?.into_keys().map(|(total, _)| total).collect())
}

/// The cases that a standard applies to, and in which these hold.
fn all(scoring: &Scoring, asked: Vec<Condition>) -> Option<Condition> {
    let items: Vec<Item> = scoring.applies.iter().cloned().chain(asked).map(|condition| Item { label: None, condition }).collect();
    let span = items.first()?.condition.span;
    Some(Condition { kind: ConditionKind::All(items), span })
}

/// Whether a veto makes no difference in the cases of these conditions: an earlier one holds, or the grade is the same without it.
fn veto_idle(model: &Model, scoring: &Scoring, at: usize, mut asked: Vec<Condition>) -> Option<bool> {
    let veto = scoring.vetoes.get(at)?;
    asked.extend(scoring.vetoes.iter().take(at).map(|earlier| not(&earlier.condition)));
    let later: Vec<_> = scoring.vetoes.iter().skip(at + 1).cloned().collect();
    let without = Scoring { applies: all(scoring, asked), vetoes: later.clone(), ..scoring.clone() };
    if without.applies.as_ref().is_some_and(|applies| never(model, &[applies])) {
        return Some(true);
    }
    let grade = |total: Exact, next: Option<usize>| match next {
        Some(next) => later.get(next).map(|veto| veto.grade),
        None => scoring.grade_of(total),
    };
    Some(totals(model, &without).ok()?.keys().all(|(total, next)| grade(*total, *next) == Some(veto.grade)))
}
