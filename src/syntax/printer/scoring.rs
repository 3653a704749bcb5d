//! Scoring standards.

use super::layout::{NamePlace, Printer, quoted};
use crate::diagnostic::Spanned;
use crate::syntax::tree::{ClauseKind, GradeRow, Measure, ScoreLine, ScoreOn, ScoreWord};

impl Printer<'_> {
    pub(super) fn scoring_clause(&mut self, clause: &ClauseKind) {
        match clause {
            ClauseKind::Scoring { name, body } => self.named("scoring", name, body),
            ClauseKind::FullScore { points } => self.pointed("full_score", points),
            ClauseKind::ScoreCap { points } => self.pointed("total_cap", points),
            ClauseKind::ExpectScore { points } => self.pointed("expect_score", points),
            ClauseKind::CaseScorings { names } => self.listed("scoring", names),
            ClauseKind::ScoreItem { bonus, name, points, body } => {
                self.lead(if *bonus { "bonus_item" } else { "score_item" });
                self.name(&name.node, NamePlace::Free);
                self.put(" ");
                self.measure(&points.node);
                self.put(" ");
                self.block(body);
            }
            ClauseKind::ScoreLine(line) => self.score_line(line),
            ClauseKind::Veto { grade, condition, reason } => {
                self.lead("veto");
                if let Some(grade) = grade {
                    self.lead("is");
                    self.name(&grade.node, NamePlace::Free);
                    self.put(" ");
                }
                self.lead("when");
                self.long_condition(condition);
                self.reason(reason.as_ref());
            }
            ClauseKind::Grades { rows, span: _ } => {
                self.lead("grades");
                let parts: Vec<String> = rows.iter().map(|row| self.aside(|p| p.grade(row))).collect();
                self.fill_braces(&parts, ";");
            }
            _ => {}
        }
    }

    fn pointed(&mut self, keyword: &str, points: &Spanned<Measure>) {
        self.lead(keyword);
        self.measure(&points.node);
    }

    fn score_line(&mut self, line: &ScoreLine) {
        self.lead(match line.word.node {
            ScoreWord::Deduct => "deduct",
            ScoreWord::Award => "award",
        });
        self.measure(&line.points.node);
        self.put(" ");
        match &line.on {
            ScoreOn::When(condition) => {
                self.lead("when");
                self.long_condition(condition);
            }
            ScoreOn::Each { value, step, most } => {
                self.lead("each");
                self.expr(&value.node);
                if let Some(step) = step {
                    self.put(" ");
                    self.measure(&step.node);
                }
                if let Some(most) = most {
                    self.put(", ");
                    self.lead("most");
                    self.measure(&most.node);
                }
            }
        }
        self.reason(line.reason.as_ref());
    }

    fn reason(&mut self, reason: Option<&Spanned<String>>) {
        if let Some(reason) = reason {
            self.put(" ");
            self.put(&quoted(&reason.node));
        }
    }

    fn grade(&mut self, row: &GradeRow) {
        self.name(&row.name.node, NamePlace::Free);
        self.put(": ");
        self.range(&row.range.node);
    }
}
