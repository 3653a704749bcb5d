//! Scoring standards: every total a case can come to has one grade, every grade has a case, and no total leaves the full score.
//!
//! What is told is confirmed by the evaluator. How totals are found: [`totals`].

mod mutate;
mod propose;
mod revised;
mod totals;
mod unnoticed;

use super::examine::Witness;
use super::rules::possible;
use super::{Findings, Outcome, ScoringVerdict, words};
use crate::diagnostic::{Diagnostic, ProofProblem, Severity, Span};
use crate::engine::Probe;
use crate::law::Exact;
use crate::model::{Model, Property, ScoreOn, Scoring, ScoringId};
pub use mutate::mutate_scoring;
pub use propose::propose_scoring;
pub(crate) use revised::scorings as compare_scorings;
pub use revised::{ScoreChange, ScoreDirection, ScorePart, ScoringDifference};
pub use totals::{LEAF_LIMIT, TOTAL_LIMIT};
use totals::{Totals, totals};

pub(super) fn prove(model: &Model, id: ScoringId, findings: &mut Findings<'_>) {
    let scoring = &model[id];
    let asked = |property| level(model, scoring, property) != Some(None);
    let properties = [Property::Complete, Property::Disjoint, Property::Live, Property::Scored];
    let totals = match totals(model, scoring) {
        Ok(totals) => totals,
        Err(because) => {
            for property in properties.into_iter().filter(|p| asked(*p)) {
                undecided(findings, id, property, because.clone());
            }
            return;
        }
    };
    let question = Question { model, id, scoring, totals: &totals };
    if asked(Property::Complete) {
        question.complete(findings);
    }
    if asked(Property::Disjoint) {
        question.disjoint(findings);
    }
    if asked(Property::Live) {
        question.live(findings);
    }
    if asked(Property::Scored) {
        question.within_full(findings);
    }
}

/// The level that the rule set sets for a property.
fn level(model: &Model, scoring: &Scoring, property: Property) -> Option<Option<Severity>> {
    model[scoring.set].levels.iter().rev().find(|(of, _)| *of == property).map(|(_, level)| *level)
}

fn verdict(findings: &mut Findings<'_>, id: ScoringId, property: Property, outcome: Outcome) {
    findings.proof.scorings.push(ScoringVerdict { scoring: id, property, outcome });
}

fn undecided(findings: &mut Findings<'_>, id: ScoringId, property: Property, because: String) {
    verdict(findings, id, property, Outcome::Undecided);
    let problem = ProofProblem::Undecided { property: property.name().to_owned(), because };
    findings.push(Diagnostic::new(problem.into(), findings.model[id].name_span));
}

struct Question<'m> {
    model: &'m Model,
    id: ScoringId,
    scoring: &'m Scoring,
    totals: &'m Totals,
}

impl Question<'_> {
    fn complete(&self, findings: &mut Findings<'_>) {
        let gaps = self.totals.iter().filter(|((total, veto), _)| veto.is_none() && self.scoring.grade_of(*total).is_none());
        let (shown, open) = parted(gaps);
        match shown.as_slice() {
            [(total, case), ..] => {
                let confirmed = self.confirmed(case, *total, &[]);
                let totals = listed(shown.iter().map(|(total, _)| *total));
                let problem = ProofProblem::GradeGap { scoring: self.scoring.name.clone(), totals };
                self.refuted(findings, Property::Complete, problem, self.scoring.name_span, Some(case), confirmed);
            }
            [] if open.is_empty() => verdict(findings, self.id, Property::Complete, Outcome::Proved),
            [] => undecided(findings, self.id, Property::Complete, format!("总分能不能是 {}", listed(open.into_iter()))),
        }
    }

    fn disjoint(&self, findings: &mut Findings<'_>) {
        let mut outcome = Outcome::Proved;
        for (at, first) in self.scoring.grades.iter().enumerate() {
            for second in self.scoring.grades.iter().skip(at + 1) {
                let both = |total: &Exact| first.range.contains(total) && second.range.contains(total);
                let (shown, open) = parted(self.totals.iter().filter(|((total, veto), _)| veto.is_none() && both(total)));
                match shown.as_slice() {
                    [(total, case), ..] => {
                        outcome = Outcome::Refuted;
                        let graded = self.scoring.grade_of(*total).and_then(|at| self.scoring.grades.get(at)).map(|g| g.name.as_str());
                        let confirmed = self.confirmed(case, *total, graded.as_slice());
                        let totals = listed(shown.iter().map(|(total, _)| *total));
                        let problem = ProofProblem::GradeOverlap { first: first.name.clone(), second: second.name.clone(), totals };
                        self.refuted(findings, Property::Disjoint, problem, second.span, Some(case), confirmed);
                    }
                    [] if open.is_empty() => {}
                    [] => return undecided(findings, self.id, Property::Disjoint, format!("总分能不能是 {}", listed(open.into_iter()))),
                }
            }
        }
        if outcome == Outcome::Proved {
            verdict(findings, self.id, Property::Disjoint, outcome);
        }
    }

    /// Every grade has a case that comes to it, and every line one in which it counts.
    fn live(&self, findings: &mut Findings<'_>) {
        let mut outcome = Outcome::Proved;
        for (at, grade) in self.scoring.grades.iter().enumerate() {
            let comes = |total: &Exact, veto: &Option<usize>| match veto {
                Some(veto) => self.scoring.vetoes.get(*veto).is_some_and(|v| v.grade == at),
                None => self.scoring.grade_of(*total) == Some(at),
            };
            let (shown, open) = parted(self.totals.iter().filter(|((total, veto), _)| comes(total, veto)));
            if !shown.is_empty() {
                continue;
            }
            if !open.is_empty() {
                return undecided(findings, self.id, Property::Live, format!("有没有案件能够评为「{}」", grade.name));
            }
            outcome = Outcome::Refuted;
            let ends = (self.totals.keys().next(), self.totals.keys().next_back());
            let show = |end: Option<&(Exact, Option<usize>)>| end.map_or_else(String::new, |(total, _)| total.to_string());
            let problem = ProofProblem::UnreachableGrade { grade: grade.name.clone(), least: show(ends.0), most: show(ends.1) };
            self.refuted(findings, Property::Live, problem, grade.span, None, true);
        }
        let lines = self.scoring.items.iter().flat_map(|item| item.lines.iter().map(move |line| (item.name.as_str(), line)));
        let whens = lines.filter_map(|(item, line)| match &line.on {
            ScoreOn::When(condition) => Some((item, condition)),
            ScoreOn::Each { .. } => None,
        });
        let vetoes = self.scoring.vetoes.iter().map(|veto| ("一票否决", &veto.condition));
        for (item, condition) in whens.chain(vetoes) {
            if possible(self.model, &[condition]).is_none() {
                outcome = Outcome::Refuted;
                let problem = ProofProblem::DeadScoreLine { item: item.to_owned() };
                self.refuted(findings, Property::Live, problem, condition.span, None, true);
            }
        }
        if outcome == Outcome::Proved {
            verdict(findings, self.id, Property::Live, outcome);
        }
    }

    fn within_full(&self, findings: &mut Findings<'_>) {
        let beyond = self.totals.iter().filter(|((total, _), _)| *total > self.scoring.full || total.is_negative());
        let (shown, open) = parted(beyond);
        match shown.last() {
            Some((total, case)) => {
                let confirmed = self.total(case) == Some(*total);
                let (most, full) = (total.to_string(), self.scoring.full.to_string());
                let problem = ProofProblem::BeyondFull { scoring: self.scoring.name.clone(), most, full };
                self.refuted(findings, Property::Scored, problem, self.scoring.name_span, Some(case), confirmed);
            }
            None if open.is_empty() => verdict(findings, self.id, Property::Scored, Outcome::Proved),
            None => undecided(findings, self.id, Property::Scored, format!("总分能不能是 {}", listed(open.into_iter()))),
        }
    }

    fn refuted(
        &self,
        findings: &mut Findings<'_>,
        property: Property,
        problem: ProofProblem,
        span: Span,
        case: Option<&Witness>,
        confirmed: bool,
    ) {
        let case = case.map(|case| words::long_case(self.model, &case.facts));
        if !confirmed {
            // The evaluator denies what the prover found: a fault of ours, told loudly.
            verdict(findings, self.id, property, Outcome::Undecided);
            let because = "评分的结果和判定不一致,这是准绳自身的错误,请报告".to_owned();
            let problem = ProofProblem::Undecided { property: property.name().to_owned(), because };
            let mut diagnostic = Diagnostic::new(problem.into(), span).shown_by(case.unwrap_or_default());
            diagnostic.level = Some(Severity::Error);
            return findings.push(diagnostic);
        }
        verdict(findings, self.id, property, Outcome::Refuted);
        let mut diagnostic = Diagnostic::new(problem.into(), span);
        if let Some(case) = case {
            diagnostic = diagnostic.shown_by(case);
        }
        if let Some(level) = level(self.model, self.scoring, property) {
            diagnostic.level = level;
        }
        findings.push(diagnostic);
    }

    /// Whether the evaluator gives a case this total and these grades.
    fn confirmed(&self, case: &Witness, total: Exact, grades: &[&str]) -> bool {
        let score = Probe::new(self.model).score(self.id, &case.whole);
        matches!(score, Ok(Some(score)) if score.total.single() == Some(total) && score.grades == grades)
    }

    fn total(&self, case: &Witness) -> Option<Exact> {
        Probe::new(self.model).score(self.id, &case.whole).ok().flatten()?.total.single()
    }
}

/// Totals with a case, and those of which nothing is sure, each once and in order.
fn parted<'t>(totals: impl Iterator<Item = (&'t (Exact, Option<usize>), &'t Option<Witness>)>) -> (Vec<(Exact, &'t Witness)>, Vec<Exact>) {
    let (mut shown, mut open): (Vec<(Exact, &Witness)>, Vec<Exact>) = (Vec::new(), Vec::new());
    for ((total, _), case) in totals {
        match case {
            Some(case) if shown.last().is_none_or(|(last, _)| last != total) => shown.push((*total, case)),
            Some(_) => {}
            None => open.push(*total),
        }
    }
    open.dedup();
    (shown, open)
}

/// How many totals a message names.
const NAMED: usize = 5;

fn listed(totals: impl Iterator<Item = Exact>) -> String {
    let all: Vec<String> = totals.map(|total| format!("{total}分")).collect();
    match all.len() {
        0..=NAMED => all.join("、"),
        more => format!("{}等 {more} 个分数", all[..NAMED].join("、")),
    }
}
