//! Scoring standards: points, items, vetoes and grades.

use super::Checker;
use super::benchmark::citations;
use super::collect::Declared;
use super::expr::Want;
use super::names::problem_at;
use super::near::near;
use super::scope::{Place, Scope};
use super::types::is_figure;
use crate::diagnostic::{ScoringProblem, Span, Spanned, Term, UsageProblem};
use crate::law::{Bound, Exact, Range};
use crate::model::{ExprKind, Grade, ScoreItem, ScoreLine, ScoreLineKind, ScoreOn, Scoring, Value, Veto};
use crate::syntax::tree::{self, Block, Clause, ClauseKind, Expr, GradeRow, Measure, Name, RangeBound, ScoreWord, TextRole};

/// The unit of points.
const POINTS: &str = "分";

impl<'t> Checker<'t> {
    /// Lowers all scoring standards, in order, so that ids given out before stay right.
    pub(super) fn lower_scorings(&mut self) {
        let declared = std::mem::take(&mut self.rules.scorings);
        for one in &declared {
            let scoring = self.lower_scoring(one);
            self.model.scorings.push(scoring);
        }
        self.rules.scorings = declared;
    }

    fn lower_scoring(&mut self, declared: &Declared<'t>) -> Scoring {
        let block = Term::new("「评分」", "a scoring standard (评分)");
        let name = declared.name;
        let (mut scope, facts, _) = self.rule_scope(declared.file, declared.body, Place::Plain);
        let (mut full, mut cap, mut applies, mut written_grades) = (None, None, None, None);
        let (mut basis, mut items, mut vetoes) = (Vec::new(), Vec::new(), Vec::new());
        let mut example = false;
        let mut unread = false;
        for clause in &declared.body.clauses {
            match &clause.node {
                ClauseKind::Facts { .. } | ClauseKind::Definition { .. } | ClauseKind::Text { role: TextRole::Note, .. } => {}
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::Example => example = true,
                ClauseKind::AppliesWhen { condition } => self.once(&mut applies, condition, clause, &block),
                ClauseKind::FullScore { points } => self.once(&mut full, points, clause, &block),
                ClauseKind::ScoreCap { points } => self.once(&mut cap, points, clause, &block),
                ClauseKind::Grades { rows, span: _ } => self.once(&mut written_grades, rows.as_slice(), clause, &block),
                ClauseKind::ScoreItem { .. } => items.push(clause),
                ClauseKind::Veto { .. } => vetoes.push(clause),
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        if !unread {
            self.report_missing(name, items.is_empty(), written_grades.is_none(), full.is_none());
        }
        if basis.is_empty() && !example {
            self.report(UsageProblem::NoBasis { what: Term::new("评分", "scoring standard"), name: name.node.clone() }, name.span);
        }
        let applies = applies.and_then(|(condition, _)| self.condition(&mut scope, condition));
        let items: Vec<ScoreItem> = items.into_iter().filter_map(|clause| self.score_item(&mut scope, clause)).collect();
        let grades = written_grades.map_or_else(Vec::new, |(rows, _)| self.score_grades(rows));
        let vetoes = vetoes.into_iter().filter_map(|clause| self.veto(&mut scope, clause, &grades)).collect();
        self.twice(Term::new("项目", "item"), items.iter().map(|i| (i.name.clone(), i.span)));
        let full = match full {
            Some((points, span)) => self.points(points).map(|points| (points, span)),
            None => None,
        };
        if let (Some((full, span)), false) = (full, unread) {
            self.check_sum(&items, full, span);
        }
        Scoring {
            name: name.node.clone(),
            set: declared.set,
            basis,
            example,
            applies,
            full: full.map_or(Exact::ZERO, |(full, _)| full),
            cap: cap.and_then(|(points, _)| self.points(points)),
            items,
            vetoes,
            grades,
            facts,
            name_span: name.span,
            span: declared.span,
        }
    }

    fn report_missing(&mut self, name: &Name, no_items: bool, no_grades: bool, no_full: bool) {
        let of = || name.node.clone();
        if no_items {
            self.report(ScoringProblem::NoItems { name: of() }, name.span);
        }
        if no_grades {
            self.report(ScoringProblem::NoGrades { name: of() }, name.span);
        }
        if no_full {
            self.report(ScoringProblem::NoFullScore { name: of() }, name.span);
        }
    }

    fn check_sum(&mut self, items: &[ScoreItem], full: Exact, span: Span) {
        let sum = items.iter().filter(|item| !item.bonus).map(|item| item.points).try_fold(Exact::ZERO, Exact::checked_add);
        if let Some(sum) = sum.filter(|sum| *sum != full && !items.is_empty()) {
            self.report(ScoringProblem::ItemSum { sum: sum.to_string(), full: full.to_string() }, span);
        }
    }

    /// Reports what has a name that one before has.
    fn twice(&mut self, what: Term, names: impl Iterator<Item = (String, Span)>) {
        let mut seen: Vec<(String, Span)> = Vec::new();
        for (name, span) in names {
            match seen.iter().find(|(known, _)| *known == name) {
                Some((_, first)) => {
                    let problem = ScoringProblem::Twice { what: what.clone(), name };
                    self.out.push(problem_at(problem, span).label(*first, "先写在这里", "first written here"));
                }
                None => seen.push((name, span)),
            }
        }
    }

    /// A figure in points, nought or more.
    pub(super) fn points(&mut self, written: &Spanned<Measure>) -> Option<Exact> {
        match &written.node {
            Measure::Quantity(points, unit) if unit.node == POINTS && !points.is_negative() => Some(*points),
            _ => {
                let found = self.words(written.span);
                self.report(ScoringProblem::NotPoints { found }, written.span);
                None
            }
        }
    }

    fn score_item(&mut self, scope: &mut Scope<'t>, clause: &'t Clause) -> Option<ScoreItem> {
        let ClauseKind::ScoreItem { bonus, name, points, body } = &clause.node else { return None };
        let points = self.points(points)?;
        let (basis, lines) = self.item_body(name, body);
        let first = lines.first().map_or(ScoreWord::Deduct, |line| line.word.node);
        let kind = match first {
            ScoreWord::Deduct => ScoreLineKind::Deduct,
            ScoreWord::Award => ScoreLineKind::Award,
        };
        let mixed = lines.iter().find(|line| line.word.node != first || (*bonus && line.word.node == ScoreWord::Deduct));
        if let Some(line) = mixed {
            self.report(ScoringProblem::MixedLines { item: name.node.clone() }, line.word.span);
        }
        let lines = lines.into_iter().filter_map(|line| self.score_line(scope, name, points, line)).collect();
        Some(ScoreItem { name: name.node.clone(), bonus: *bonus, points, word: kind, basis, lines, span: name.span })
    }

    fn item_body(&mut self, name: &Name, body: &'t Block) -> (Vec<crate::law::Citation>, Vec<&'t tree::ScoreLine>) {
        let block = Term::new("「项目」", "an item (项目)");
        let (mut basis, mut lines) = (Vec::new(), Vec::new());
        let mut unread = false;
        for clause in &body.clauses {
            match &clause.node {
                ClauseKind::ScoreLine(line) => lines.push(&**line),
                ClauseKind::Basis { citations: cited } => basis.extend(citations(cited)),
                ClauseKind::Text { role: TextRole::Note, .. } => {}
                ClauseKind::Bad { .. } => unread = true,
                _ => self.misplaced(clause, &block),
            }
        }
        if lines.is_empty() && !unread {
            self.report(ScoringProblem::NoLines { item: name.node.clone() }, name.span);
        }
        (basis, lines)
    }

    fn score_line(&mut self, scope: &mut Scope<'t>, item: &Name, all: Exact, line: &tree::ScoreLine) -> Option<ScoreLine> {
        let points = self.points(&line.points)?;
        self.warn_beyond(item, all, points, line.points.span);
        let (on, end) = match &line.on {
            tree::ScoreOn::When(condition) => (ScoreOn::When(self.condition(scope, condition)?), condition.span),
            tree::ScoreOn::Each { value, step, most } => {
                let each = self.each(scope, value, step.as_ref())?;
                let most = match most {
                    None => None,
                    Some(written) => {
                        let most = self.points(written)?;
                        self.warn_beyond(item, all, most, written.span);
                        Some(most)
                    }
                };
                let end = line_end(&line.on).unwrap_or(value.span);
                (ScoreOn::Each { value: each.0, step: each.1, most }, end)
            }
        };
        let reason = line.reason.as_ref().map(|reason| reason.node.clone());
        Some(ScoreLine { points, on, reason, span: line.word.span.to(end) })
    }

    fn warn_beyond(&mut self, item: &Name, all: Exact, points: Exact, span: Span) {
        if points > all {
            let problem = ScoringProblem::BeyondItem { item: item.node.clone(), points: points.to_string(), most: all.to_string() };
            self.report(problem, span);
        }
    }

    /// A figure that is counted by steps.
    fn each(
        &mut self,
        scope: &mut Scope<'t>,
        value: &Spanned<Expr>,
        step: Option<&Spanned<Measure>>,
    ) -> Option<(crate::model::Expr, Exact)> {
        let lowered = self.expr(scope, value)?;
        if !is_figure(&lowered.ty) {
            let found = self.words(value.span);
            self.report(ScoringProblem::BadStep { found }, value.span);
            return None;
        }
        let Some(written) = step else { return Some((lowered, Exact::ONE)) };
        let step = Spanned::new(Expr::Literal(written.node.clone()), written.span);
        let step = self.expr_as(scope, &step, Want { ty: &lowered.ty, loose: false })?;
        match step.kind {
            ExprKind::Constant(Value::Number(step)) if step > Exact::ZERO => Some((lowered, step)),
            _ => {
                let found = self.words(written.span);
                self.report(ScoringProblem::BadStep { found }, written.span);
                None
            }
        }
    }

    fn veto(&mut self, scope: &mut Scope<'t>, clause: &'t Clause, grades: &[Grade]) -> Option<Veto> {
        let ClauseKind::Veto { grade, condition, reason } = &clause.node else { return None };
        let lowered = self.condition(scope, condition)?;
        let at = match grade {
            // Without a word the last grade, which is the lowest as grades are written.
            None => grades.len().checked_sub(1)?,
            Some(name) => match grades.iter().position(|g| g.name == name.node) {
                Some(at) => at,
                // Without any grades that is what is told.
                None if grades.is_empty() => return None,
                None => {
                    let near = near(&name.node, grades.iter().map(|g| g.name.as_str()));
                    self.out.push(problem_at(ScoringProblem::UnknownGrade { grade: name.node.clone() }, name.span).suggest(near));
                    return None;
                }
            },
        };
        Some(Veto { grade: at, condition: lowered, reason: reason.as_ref().map(|r| r.node.clone()), span: clause.span })
    }

    fn score_grades(&mut self, rows: &[GradeRow]) -> Vec<Grade> {
        let mut grades = Vec::new();
        for row in rows {
            let mut end = |bound: &Option<Box<RangeBound>>| match bound {
                None => Some(None),
                Some(bound) => match &bound.value.node {
                    Expr::Literal(Measure::Quantity(points, unit)) if unit.node == POINTS => {
                        Some(Some(Bound { value: *points, closed: bound.word.closure() }))
                    }
                    _ => {
                        self.report(ScoringProblem::GradeBounds { grade: row.name.node.clone() }, bound.value.span);
                        None
                    }
                },
            };
            let (lower, upper) = (end(&row.range.node.lower), end(&row.range.node.upper));
            if let (Some(lower), Some(upper)) = (lower, upper) {
                grades.push(Grade { name: row.name.node.clone(), range: Range { lower, upper }, span: row.name.span.to(row.range.span) });
            }
        }
        self.twice(Term::new("等次", "grade"), rows.iter().map(|row| (row.name.node.clone(), row.name.span)));
        grades
    }
}

/// Where the last figure of a line stands.
fn line_end(on: &tree::ScoreOn) -> Option<Span> {
    match on {
        tree::ScoreOn::Each { most: Some(most), .. } => Some(most.span),
        tree::ScoreOn::Each { step: Some(step), .. } => Some(step.span),
        tree::ScoreOn::Each { .. } | tree::ScoreOn::When(_) => None,
    }
}
