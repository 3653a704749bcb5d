//! What a scoring standard comes to for a case: an interval for each line and item while facts are missing.

use std::collections::BTreeSet;

use super::expr::{EvaluationError, Scope};
use super::figures::Figures;
use super::show;
use crate::engine::whole::ask;
use crate::input::CaseFacts;
use crate::law::{Exact, Range};
use crate::model::{FactId, Given, Model, ScoreItem, ScoreLine, ScoreLineKind, ScoreOn, Scoring, ScoringId, Value};
use crate::report::{ItemScore, LineScore, Points, Score, StepKind, Truth, UnknownFact, VetoResult, Written};

/// The score of a case under a standard; nothing where the standard does not apply.
pub(in crate::engine) fn score(model: &Model, id: ScoringId, facts: &CaseFacts) -> Result<Option<Score>, EvaluationError> {
    let scoring = &model[id];
    let name = format!("评分 {}", scoring.name);
    let scope = Scope::new(model, facts);
    let applies = scoring.applies.as_ref().map_or(Ok(Truth::True), |condition| scope.truth(condition))?;
    if applies == Truth::False {
        return Ok(None);
    }
    let mut open = BTreeSet::new();
    if let (Some(condition), Truth::Unknown) = (&scoring.applies, applies) {
        show::read_by(model, condition, &mut open);
    }
    let (mut least, mut most) = (Exact::ZERO, Exact::ZERO);
    let mut items = Vec::new();
    let mut totals = Figures::from([Exact::ZERO]);
    for item in &scoring.items {
        let (scored, figures) = item_score(scope, item, &name, &mut open)?;
        totals = totals.plus(&figures);
        let beyond = |sum: Option<Exact>| sum.ok_or(EvaluationError::OutOfRange(item.span));
        least = beyond(least.checked_add(scored.score.least))?;
        most = beyond(most.checked_add(scored.score.most))?;
        items.push(scored);
    }
    let total = Points { least: scoring.capped(least), most: scoring.capped(most) };
    let (vetoes, vetoed) = vetoes(scope, scoring, &name, &mut open)?;
    let (grades, or_none) = grades(scoring, total, totals, &vetoed);
    let unknown = open
        .into_iter()
        .filter(|fact| *facts.get(*fact) == Given::Unknown)
        .map(|fact| UnknownFact {
            fact: model[fact].key.to_string(),
            matters_to: vec![scoring.name.clone()],
            question: ask(model, fact, &BTreeSet::new()),
        })
        .collect();
    Ok(Some(Score {
        standard: scoring.name.clone(),
        applies,
        basis: scoring.basis.clone(),
        rule: show::place(model, scoring.name_span, &name),
        full: scoring.full,
        total,
        grades,
        or_none,
        items,
        vetoes,
        unknown,
    }))
}

/// The grades that are possible, and whether none may be: those that a veto leads to, and where none surely does, those of the
/// totals that are possible.
fn grades(scoring: &Scoring, total: Points, totals: Figures, vetoed: &[(usize, Truth)]) -> (Vec<String>, bool) {
    let mut possible: BTreeSet<usize> = BTreeSet::new();
    let (mut sure, mut or_none) = (false, false);
    for (grade, holds) in vetoed {
        possible.insert(*grade);
        // The first veto that surely holds rules out what stands after it.
        if *holds == Truth::True {
            sure = true;
            break;
        }
    }
    if !sure {
        match totals.known() {
            Some(totals) => {
                for grade in totals.map(|total| scoring.grade_of(scoring.capped(total))) {
                    or_none |= grade.is_none();
                    possible.extend(grade);
                }
            }
            None => {
                let all = |range: &Range<Exact>| range.contains(&total.least) && range.contains(&total.most);
                or_none = !scoring.grades.iter().any(|grade| all(&grade.range));
                possible.extend(scoring.grades.iter().enumerate().filter(|(_, grade)| meets(&grade.range, total)).map(|(at, _)| at));
            }
        }
    }
    (possible.into_iter().filter_map(|at| scoring.grades.get(at)).map(|grade| grade.name.clone()).collect(), or_none)
}

/// Whether a range holds some figure of an interval.
fn meets(range: &Range<Exact>, total: Points) -> bool {
    use crate::law::Closure::Inclusive;
    let above = range.lower.is_none_or(|b| total.most > b.value || (total.most == b.value && b.closed == Inclusive));
    let below = range.upper.is_none_or(|b| total.least < b.value || (total.least == b.value && b.closed == Inclusive));
    above && below
}

fn vetoes(
    scope: Scope<'_>,
    scoring: &Scoring,
    name: &str,
    open: &mut BTreeSet<FactId>,
) -> Result<(Vec<VetoResult>, Vec<(usize, Truth)>), EvaluationError> {
    let (mut told, mut vetoed) = (Vec::new(), Vec::new());
    for veto in &scoring.vetoes {
        let holds = scope.truth(&veto.condition)?;
        if holds == Truth::False {
            continue;
        }
        if holds == Truth::Unknown {
            show::read_by(scope.model, &veto.condition, open);
        }
        vetoed.push((veto.grade, holds));
        told.push(VetoResult {
            grade: scoring.grades.get(veto.grade).map_or_else(String::new, |grade| grade.name.clone()),
            reason: veto.reason.clone().unwrap_or_else(|| show::words(scope.model, veto.condition.span)),
            holds,
            rule: show::place(scope.model, veto.span, name),
            trace: scope.explain(&veto.condition, name)?,
        });
    }
    Ok((told, vetoed))
}

fn item_score(
    scope: Scope<'_>,
    item: &ScoreItem,
    name: &str,
    open: &mut BTreeSet<FactId>,
) -> Result<(ItemScore, Figures), EvaluationError> {
    let (mut least, mut most) = (Exact::ZERO, Exact::ZERO);
    let mut figures = Figures::from([Exact::ZERO]);
    let mut lines = Vec::new();
    for line in &item.lines {
        let scored = line_score(scope, item, line, name)?;
        let beyond = |sum: Option<Exact>| sum.ok_or(EvaluationError::OutOfRange(line.span));
        least = beyond(least.checked_add(scored.moves.least))?;
        most = beyond(most.checked_add(scored.moves.most))?;
        figures = figures.plus(&moved(line, scored.moves));
        if scored.moves.most > Exact::ZERO {
            if scored.moves.single().is_none() {
                read_by_line(scope.model, line, open);
            }
            lines.push(scored);
        }
    }
    let (one, other) = (item.score(least), item.score(most));
    let scored = ItemScore {
        name: item.name.clone(),
        bonus: item.bonus,
        points: item.points,
        score: Points { least: one.min(other), most: one.max(other) },
        basis: item.basis.clone(),
        lines,
    };
    Ok((scored, figures.map(|moved| item.score(moved))))
}

/// What a line may move: between its least and its most, only as much as its words can come to.
fn moved(line: &ScoreLine, moves: Points) -> Figures {
    match (moves.single(), &line.on) {
        (Some(points), _) => Figures::from([points]),
        (None, ScoreOn::When(_)) => Figures::from([moves.least, moves.most]),
        (None, ScoreOn::Each { .. }) => Figures::steps(line.points, moves.most),
    }
}

fn read_by_line(model: &Model, line: &ScoreLine, open: &mut BTreeSet<FactId>) {
    match &line.on {
        ScoreOn::When(condition) => show::read_by(model, condition, open),
        ScoreOn::Each { value, .. } => show::read_by_expr(model, value, open),
    }
}

fn line_score(scope: Scope<'_>, item: &ScoreItem, line: &ScoreLine, name: &str) -> Result<LineScore, EvaluationError> {
    let (moves, trace) = match &line.on {
        ScoreOn::When(condition) => {
            let trace = scope.explain(condition, name)?;
            let moves = match trace.view().outcome {
                Truth::True => Points { least: line.points, most: line.points },
                Truth::False => Points { least: Exact::ZERO, most: Exact::ZERO },
                Truth::Unknown => Points { least: Exact::ZERO, most: line.points },
            };
            (moves, trace)
        }
        ScoreOn::Each { value, step, most } => {
            let moves = match scope.value(value)? {
                Given::Known(Value::Number(figure)) => {
                    let points = line.points_of_steps(figure, *step, *most).ok_or(EvaluationError::OutOfRange(line.span))?;
                    Points { least: points, most: points }
                }
                Given::Absent => Points { least: Exact::ZERO, most: Exact::ZERO },
                // No more than the item can lose or earn.
                Given::Known(_) | Given::Unknown => Points { least: Exact::ZERO, most: most.unwrap_or(item.points) },
            };
            let outcome = match moves.single() {
                Some(points) => Truth::of(points > Exact::ZERO),
                None => Truth::Unknown,
            };
            let trace = Written {
                kind: StepKind::Condition,
                text: show::words(scope.model, value.span),
                outcome,
                facts: show::facts_of_expr(scope, value),
                distance: None,
                rule: show::place(scope.model, value.span, name),
                children: Vec::new(),
            };
            (moves, trace.into())
        }
    };
    Ok(LineScore {
        reason: line.reason.clone().unwrap_or_else(|| show::words(scope.model, line.span)),
        deducts: item.word == ScoreLineKind::Deduct,
        moves,
        rule: show::place(scope.model, line.span, name),
        trace,
    })
}
