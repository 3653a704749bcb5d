//! Cases that a scoring standard lacks: each line, each bound and cap, each veto, each grade and both sides of its bounds, and one for
//! each change that none of these notices.
//!
//! A case is made by settling one matter after the other: first what it is to show, then every other line as it moves the
//! least (or, where that shows more, the most). So it differs from the plain case in what it shows.

use super::totals::{Matter, Totals, groups, matters, totals};
use crate::diagnostic::Span;
use crate::engine::Probe;
use crate::input::CaseFacts;
use crate::law::{Closure, Exact};
use crate::model::{
    Case, Condition, Expectation, Expr, FactId, Given, Model, ScoreItem, ScoreLine, ScoreLineKind, ScoreOn, Scoring, ScoringId, Value,
};
use crate::prove::CASE_LIMIT;
use crate::prove::axis::{Cut, Kind};
use crate::prove::examine::{Witness, given, step_of};
use crate::prove::fingerprint;
use crate::prove::form::Atom;
use crate::prove::made::{equals, exactly, not};
use crate::prove::mutate::{Change, mutants_of};
use crate::prove::natural::{figures_of, sides};
use crate::prove::proposed::{self, CaseRule, Proposed, ProposedCase};
use crate::prove::rules::possible;
use crate::prove::space::Space;
use crate::prove::trials::Trials;
use crate::prove::words;
use crate::report::{Score, Truth};

/// The cases that a scoring standard lacks, with the total and the grade that the evaluator gives.
///
/// What one of its cases shows already is not proposed again. Where no grade holds a total no case is proposed, since there is
/// nothing to expect.
#[must_use]
pub fn propose_scoring(model: &Model, id: ScoringId) -> Proposed {
    let scoring = &model[id];
    let Some(matters) = matters(model, scoring) else { return Proposed::default() };
    let mut trials = Trials::of_scoring(model, id);
    trials.keep_passing();
    let (groups, plain) = (groups(matters), Vec::new());
    let mut proposer = Proposer { model, id, scoring, groups, plain, trials, seen: Vec::new(), proposed: Vec::new() };
    proposer.plain = proposer.groups.iter().map(|group| proposer.settled(group, &[], Liking::Least)).collect();
    proposer.read_cases();
    proposer.plain_case();
    for (at, item) in scoring.items.iter().enumerate() {
        proposer.lines(at, item);
        proposer.item_cap(at, item);
    }
    proposer.parts();
    proposer.bounds();
    proposer.total_cap();
    proposer.vetoes();
    proposer.grades();
    let unnoticed = proposer.changes();
    let cut = proposer.proposed.len() >= CASE_LIMIT;
    Proposed { cases: proposer.proposed, unnoticed, cut }
}

/// How the lines are settled of which nothing is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Liking {
    /// none moves a point
    Least,
    /// none takes a point, and all are earned
    Best,
    /// those of one item move all they can
    Most(usize),
}

/// A case and what comes of it.
pub(super) struct Seen {
    facts: CaseFacts,
    score: Score,
}

pub(super) struct Proposer<'m> {
    pub(super) model: &'m Model,
    pub(super) id: ScoringId,
    pub(super) scoring: &'m Scoring,
    groups: Vec<Vec<Matter>>,
    /// Each group as it moves the least.
    plain: Vec<Option<Witness>>,
    /// The cases beside the rules that pass, and those proposed.
    pub(super) trials: Trials,
    /// The cases beside the rules, and those proposed.
    seen: Vec<Seen>,
    pub(super) proposed: Vec<ProposedCase>,
}

impl Proposer<'_> {
    fn read_cases(&mut self) {
        for case in self.model.cases.iter().filter(|case| case.scoring == Some(self.id)) {
            let mut facts = CaseFacts::new(self.model);
            for (fact, given) in case.values.iter().flat_map(|v| &v.facts) {
                facts.set(*fact, given.clone());
            }
            self.seen.extend(self.scored(facts));
        }
    }

    /// A case with its score, where that is settled.
    pub(super) fn scored(&self, facts: CaseFacts) -> Option<Seen> {
        let score = Probe::new(self.model).score(self.id, &facts).ok().flatten()?;
        (score.applies == Truth::True && score.total.single().is_some()).then_some(Seen { facts, score })
    }

    fn truth(&self, condition: &Condition, facts: &CaseFacts) -> Option<bool> {
        match Probe::new(self.model).truth(condition, facts, None) {
            Ok(Truth::True) => Some(true),
            Ok(Truth::False) => Some(false),
            Ok(Truth::Unknown) | Err(_) => None,
        }
    }

    fn figure(&self, value: &Expr, facts: &CaseFacts) -> Option<Exact> {
        match Probe::new(self.model).value(value, facts) {
            Ok(Given::Known(Value::Number(figure))) => Some(figure),
            Ok(_) | Err(_) => None,
        }
    }

    /// Proposes a case that shows something, unless one does.
    fn lack(&mut self, what: &str, shows: impl Fn(&Self, &Seen) -> bool, make: impl FnOnce(&Self) -> Option<CaseFacts>) {
        if self.proposed.len() >= CASE_LIMIT || self.seen.iter().any(|seen| shows(self, seen)) {
            return;
        }
        let Some(seen) = make(self).and_then(|facts| self.scored(facts)).filter(|seen| shows(self, seen)) else { return };
        if let Some(case) = self.case(&seen)
            && self.trials.add(case)
        {
            self.push(what, seen);
        }
    }

    /// Writes down a case that the trials have.
    pub(super) fn push(&mut self, what: &str, seen: Seen) {
        let (Some(grade), Some(total)) = (seen.score.grade(), seen.score.total.single()) else { return };
        self.proposed.push(ProposedCase {
            name: proposed::fresh(self.model, &self.proposed, &format!("{} {what}", self.scoring.name)),
            rule: CaseRule::Scoring(self.scoring.name.clone(), total),
            given: words::given(self.model, &seen.facts),
            expected: vec![grade.to_owned()],
            circumstance: None,
        });
        self.seen.push(seen);
    }

    /// A case as the model has it, that expects its total and its one grade.
    pub(super) fn case(&self, seen: &Seen) -> Option<Case> {
        let (Some(grade), Some(total)) = (seen.score.grade(), seen.score.total.single()) else { return None };
        let expectations = vec![Expectation::Score(total), Expectation::Tiers(vec![grade.to_owned()])];
        let case = proposed::case(self.model, self.scoring.set, &seen.facts, expectations, self.scoring.name_span);
        Some(Case { scoring: Some(self.id), ..case })
    }

    // ── making a case ──

    /// A case in which these hold, everything else as liked.
    pub(super) fn made(&self, wanted: &[Condition], liking: Liking) -> Option<CaseFacts> {
        let mut asked = Vec::new();
        wanted.iter().for_each(|condition| fingerprint::facts_of(self.model, condition, &mut asked));
        let facts = |group: &[Matter]| group.iter().flat_map(|matter| matter.facts.iter().copied()).collect::<Vec<FactId>>();
        let touched = |group: &[Matter]| facts(group).iter().any(|fact| asked.contains(fact));
        let mut case = Witness { facts: CaseFacts::new(self.model), whole: CaseFacts::new(self.model) };
        // What is asked may tie groups together.
        let together: Vec<&Matter> = self.groups.iter().filter(|group| touched(group)).flatten().collect();
        for (group, plain) in self.groups.iter().zip(&self.plain).filter(|(group, _)| !touched(group)) {
            let part = if liking == Liking::Least { plain.clone() } else { self.settled(group, &[], liking) };
            case = case.joined(&part?, &facts(group));
        }
        asked.extend(together.iter().flat_map(|matter| matter.facts.iter().copied()));
        case = case.joined(&self.settled(together, wanted, liking)?, &asked);
        Some(case.whole)
    }

    /// Settles matters one after the other, beside what is asked.
    fn settled<'s>(&self, matters: impl IntoIterator<Item = &'s Matter>, asked: &'s [Condition], liking: Liking) -> Option<Witness> {
        let mut chosen: Vec<&Condition> = asked.iter().collect();
        let mut case = possible(self.model, &chosen)?;
        for matter in matters {
            let mut choices: Vec<&Condition> = matter.choices.iter().map(|choice| &choice.condition).collect();
            if self.rises(matter, liking) {
                choices.reverse();
            }
            case = choices.into_iter().find_map(|choice| {
                chosen.push(choice);
                let case = possible(self.model, &chosen).flatten();
                if case.is_none() {
                    chosen.pop();
                }
                case.map(Some)
            })?;
        }
        case
    }

    fn rises(&self, matter: &Matter, liking: Liking) -> bool {
        let item = matter.choices.first().and_then(|choice| choice.moves).map(|(item, _)| item);
        match liking {
            Liking::Least => false,
            Liking::Best => item.and_then(|at| self.scoring.items.get(at)).is_some_and(|item| item.word == ScoreLineKind::Award),
            Liking::Most(of) => item == Some(of),
        }
    }

    // ── what a standard needs ──

    fn plain_case(&mut self) {
        let deducts = self.scoring.items.iter().all(|item| item.word == ScoreLineKind::Deduct);
        let nothing = |_: &Self, seen: &Seen| seen.score.items.iter().all(|item| item.lines.is_empty()) && seen.score.vetoes.is_empty();
        self.lack(if deducts { "没有扣分" } else { "没有扣分和得分" }, nothing, |this| this.made(&[], Liking::Least));
    }

    fn lines(&mut self, at: usize, item: &ScoreItem) {
        for line in &item.lines {
            match &line.on {
                ScoreOn::When(condition) => {
                    let what = line.reason.clone().unwrap_or_else(|| self.words(condition.span));
                    let holds = |this: &Self, seen: &Seen| this.truth(condition, &seen.facts) == Some(true);
                    let make = |this: &Self| this.made(std::slice::from_ref(condition), Liking::Least);
                    self.lack(&what, |this, seen| holds(this, seen) && alone(at, seen), make);
                    // Where it never comes without another line of the item.
                    self.lack(&what, holds, make);
                }
                ScoreOn::Each { value, step, most } => self.steps(at, item, line, (value, *step, *most)),
            }
        }
    }

    /// A figure right on a step, one just short of it, and one past the cap.
    fn steps(&mut self, at: usize, item: &ScoreItem, line: &ScoreLine, (value, step, most): (&Expr, Exact, Option<Exact>)) {
        let limit = most.map_or(item.points, |most| most.min(item.points));
        // Which step a figure is right on, and whether it still counts.
        let on = move |figure: Exact| {
            let steps = figure.checked_div(step).filter(|steps| steps.is_integer() && *steps >= Exact::ONE)?;
            line.points.checked_mul(steps).filter(|points| *points <= limit)
        };
        let lattice = step_of(&value.ty);
        let before = move |figure: Exact| match lattice {
            Some(lattice) => figure.checked_add(lattice).and_then(on).is_some(),
            None => figure.checked_div(step).is_some_and(|steps| !steps.is_integer()) && !figure.is_negative(),
        };
        let name = |this: &Self, figure: Exact| format!("{} {}", this.words(value.span), value.ty.show(figure));
        let shows = |this: &Self, seen: &Seen, right: &dyn Fn(Exact) -> bool| this.figure(value, &seen.facts).is_some_and(right);
        let make = |this: &Self| this.made(&[equals(value, step, line.span)], Liking::Least);
        let counts = |this: &Self, seen: &Seen| shows(this, seen, &|figure| on(figure).is_some());
        self.lack(&name(self, step), |this, seen| counts(this, seen) && alone(at, seen), make);
        self.lack(&name(self, step), counts, make);
        let start = Some(Cut { at: Exact::ZERO, after: lattice.is_none() });
        let end = Some(Cut { at: step, after: false });
        let short = match lattice {
            Some(lattice) => step.checked_sub(lattice),
            None => figures_of(&value.ty, start, end, None).last().copied(),
        };
        if let Some(short) = short {
            self.lack(
                &name(self, short),
                |this, seen| shows(this, seen, &before),
                |this| this.made(&[equals(value, short, line.span)], Liking::Least),
            );
        }
        let Some(most) = most else { return };
        let past = most.checked_div(line.points).and_then(|steps| steps.floor().checked_add(Exact::ONE)?.checked_mul(step));
        if let Some(past) = past {
            let capped = |figure: Exact| line.points_of_steps(figure, step, None).is_some_and(|points| points > most);
            self.lack(
                &format!("{} 到上限", name(self, past)),
                |this, seen| shows(this, seen, &capped),
                |this| this.made(&[equals(value, past, line.span)], Liking::Least),
            );
        }
    }

    /// More moves in an item than it has points.
    fn item_cap(&mut self, at: usize, item: &ScoreItem) {
        let beyond = |_: &Self, seen: &Seen| {
            let mut moves = seen.score.items.get(at).into_iter().flat_map(|item| &item.lines).map(|line| line.moves.single());
            moves.try_fold(Exact::ZERO, |sum, points| sum.checked_add(points?)).is_some_and(|sum| sum > item.points)
        };
        let word = match item.word {
            ScoreLineKind::Deduct => "扣完",
            ScoreLineKind::Award => "得满",
        };
        self.lack(&format!("{} {word}", item.name), beyond, |this| this.made(&[], Liking::Most(at)));
    }

    /// The conditions of a standard with what is told of them.
    fn conditions(&self) -> Vec<(&Condition, String)> {
        let scoring = self.scoring;
        let told = |condition: &Condition, reason: Option<&String>| reason.cloned().unwrap_or_else(|| self.words(condition.span));
        let lines = scoring.items.iter().flat_map(|item| &item.lines).filter_map(|line| match &line.on {
            ScoreOn::When(condition) => Some((condition, told(condition, line.reason.as_ref()))),
            ScoreOn::Each { .. } => None,
        });
        let applies = scoring.applies.iter().map(|condition| (condition, told(condition, None)));
        applies
            .chain(lines)
            .chain(scoring.vetoes.iter().map(|veto| (&veto.condition, told(&veto.condition, veto.reason.as_ref()))))
            .collect()
    }

    /// Each part of each condition in a case where it makes the difference.
    fn parts(&mut self) {
        let mut parts: Vec<(Condition, Condition, String)> = Vec::new();
        for (condition, told) in self.conditions() {
            mutants_of(condition, &mut |mutant, change, span| match change {
                Change::Dropped | Change::Category => parts.push((condition.clone(), mutant, format!("{told} {}", self.words(span)))),
                // Bounds are asked on both sides.
                Change::Bound | Change::Moved | Change::Points | Change::Step | Change::Cap => {}
            });
        }
        for (condition, mutant, what) in parts {
            let tells = |this: &Self, seen: &Seen| {
                let (with, without) = (this.truth(&condition, &seen.facts), this.truth(&mutant, &seen.facts));
                with.is_some() && without.is_some() && with != without
            };
            self.lack(&what, tells, |this| {
                let ways = [[condition.clone(), not(&mutant)], [not(&condition), mutant.clone()]];
                ways.iter().find_map(|way| this.made(way, Liking::Least))
            });
        }
    }

    /// Both sides of each bound of a fact, in cases where that side makes the difference to its condition.
    fn bounds(&mut self) {
        let conditions: Vec<Condition> = self.conditions().into_iter().map(|(condition, _)| condition.clone()).collect();
        for condition in &conditions {
            let mut space = Space::new(self.model);
            space.lower(condition);
            space.freeze();
            for axis in &space.axes {
                let Kind::Line(line) = &axis.kind else { continue };
                let [(Atom::Fact(fact), _)] = line.terms.as_slice() else { continue };
                for cell in 1..axis.values() {
                    let ty = &self.model[*fact].field.ty;
                    let sides = sides(ty, line, cell).and_then(|(low, high)| Some((given(ty, low)?, given(ty, high)?)));
                    if let Some((low, high)) = sides {
                        self.bound(condition, *fact, &low, &high);
                        self.bound(condition, *fact, &high, &low);
                    }
                }
            }
        }
    }

    fn bound(&mut self, condition: &Condition, fact: FactId, side: &Given, other: &Given) {
        let with = |facts: &CaseFacts, given: &Given| {
            let mut facts = facts.clone();
            facts.set(fact, given.clone());
            facts
        };
        let tells = |this: &Self, facts: &CaseFacts| {
            let (here, there) = (this.truth(condition, facts), this.truth(condition, &with(facts, other)));
            here.is_some() && there.is_some() && here != there
        };
        let ty = &self.model[fact].field.ty;
        let what = format!("{} {}", self.model[fact].key, self.model.show_given(ty, side));
        self.lack(
            &what,
            |this, seen| seen.facts.get(fact) == side && tells(this, &seen.facts),
            |this| {
                let at = |given: &Given| match given {
                    Given::Known(known) => Some(exactly(fact, ty, known, condition.span)),
                    Given::Absent | Given::Unknown => None,
                };
                [side, other].into_iter().flat_map(|from| [(from, true), (from, false)]).find_map(|(from, holds)| {
                    let wanted = if holds { condition.clone() } else { not(condition) };
                    let facts = with(&this.made(&[wanted, at(from)?], Liking::Least)?, side);
                    tells(this, &facts).then_some(facts)
                })
            },
        );
    }

    fn total_cap(&mut self) {
        let Some(cap) = self.scoring.cap else { return };
        let capped = |_: &Self, seen: &Seen| {
            let scores = seen.score.items.iter().map(|item| item.score.single());
            scores.into_iter().try_fold(Exact::ZERO, |sum, points| sum.checked_add(points?)).is_some_and(|sum| sum > cap)
        };
        self.lack("合计到上限", capped, |this| this.made(&[], Liking::Best));
    }

    /// Each veto as the first that holds, over a total that has another grade.
    fn vetoes(&mut self) {
        let scoring = self.scoring;
        for (at, veto) in scoring.vetoes.iter().enumerate() {
            let before = scoring.vetoes.iter().take(at).map(|earlier| not(&earlier.condition));
            let wanted: Vec<Condition> = before.chain([veto.condition.clone()]).collect();
            let first = |this: &Self, seen: &Seen| wanted.iter().all(|condition| this.truth(condition, &seen.facts) == Some(true));
            let changes = |this: &Self, seen: &Seen| {
                let total = seen.score.total.single();
                first(this, seen) && total.and_then(|total| scoring.grade_of(total)) != Some(veto.grade)
            };
            let what = format!("一票否决 {}", veto.reason.clone().unwrap_or_else(|| self.words(veto.condition.span)));
            self.lack(&what, changes, |this| this.made(&wanted, Liking::Best));
            // Where every total that comes with it has that grade anyway.
            self.lack(&what, first, |this| this.made(&wanted, Liking::Least));
        }
    }

    /// The totals next to each bound of a grade, then each grade that none of these reaches.
    fn grades(&mut self) {
        let scoring = self.scoring;
        let Ok(totals) = totals(self.model, scoring) else { return };
        let graded = |seen: &Seen, total: Exact| seen.score.total.single() == Some(total) && seen.score.vetoes.is_empty();
        let plain: Vec<(Exact, &Witness)> =
            totals.iter().filter_map(|((total, veto), case)| Some((*total, case.as_ref().filter(|_| veto.is_none())?))).collect();
        let mut bounds: Vec<(Exact, Closure, bool)> = Vec::new();
        for grade in &scoring.grades {
            bounds.extend(grade.range.lower.map(|bound| (bound.value, bound.closed, true)));
            bounds.extend(grade.range.upper.map(|bound| (bound.value, bound.closed, false)));
        }
        for (at, closed, lower) in bounds {
            // 以上 and 不满 part before the figure, 超过 and 以下 after it.
            let above = |total: Exact| total > at || (total == at && (closed == Closure::Inclusive) == lower);
            let next = [plain.iter().find(|(total, _)| above(*total)), plain.iter().rfind(|(total, _)| !above(*total))];
            for (total, case) in next.into_iter().flatten() {
                self.lack(&format!("总分 {total}分"), |_, seen| graded(seen, *total), |_| Some(case.whole.clone()));
            }
        }
        for grade in &scoring.grades {
            let reached = |_: &Self, seen: &Seen| seen.score.grade() == Some(grade.name.as_str());
            self.lack(&format!("等次 {}", grade.name), reached, |_| case_of(&totals, scoring, &grade.name));
        }
    }

    pub(super) fn words(&self, span: Span) -> String {
        self.model.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether one line of an item moves points, and no other does.
fn alone(item: usize, seen: &Seen) -> bool {
    seen.score.items.get(item).is_some_and(|item| item.lines.len() == 1)
}

/// A case that comes to a grade.
fn case_of(totals: &Totals, scoring: &Scoring, grade: &str) -> Option<CaseFacts> {
    let at = |veto: Option<usize>, total: Exact| match veto {
        Some(veto) => scoring.vetoes.get(veto).map(|veto| veto.grade),
        None => scoring.grade_of(total),
    };
    let comes = |total: Exact, veto| at(veto, total).and_then(|at| scoring.grades.get(at)).is_some_and(|g| g.name == grade);
    totals.iter().find_map(|((total, veto), case)| comes(*total, *veto).then(|| case.as_ref().map(|case| case.whole.clone())).flatten())
}
