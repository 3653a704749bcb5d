//! Scoring standards: items that lose or earn points, vetoes, and the grades that the total comes to.

use super::{Condition, Expr, FactId, SetId};
use crate::diagnostic::Span;
use crate::law::{Citation, Exact, Range};

/// A 评分: points for a case file, a mediator, an officer's year, and the grade they come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Scoring {
    /// Its name.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// 依据
    pub basis: Vec<Citation>,
    /// 示例: no authority published this standard.
    pub example: bool,
    /// 适用 当
    pub applies: Option<Condition>,
    /// 满分
    pub full: Exact,
    /// 合计上限: what a total with bonus points does not go beyond.
    pub cap: Option<Exact>,
    /// 项目 and 加分项目, in order.
    pub items: Vec<ScoreItem>,
    /// 一票否决, in order.
    pub vetoes: Vec<Veto>,
    /// 等次, in order.
    pub grades: Vec<Grade>,
    /// All facts its records declare, in order.
    pub facts: Vec<FactId>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

impl Scoring {
    /// The grade of a total that no veto overrides: the index of the first whose range holds it.
    #[must_use]
    pub fn grade_of(&self, total: Exact) -> Option<usize> {
        self.grades.iter().position(|grade| grade.range.contains(&total))
    }

    /// A total of items within 合计上限.
    #[must_use]
    pub fn capped(&self, total: Exact) -> Exact {
        self.cap.map_or(total, |cap| total.min(cap))
    }
}

/// A 项目 or 加分项目: what it loses or earns never leaves 0 to its points.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreItem {
    /// Its name.
    pub name: String,
    /// 加分项目: beside the full score.
    pub bonus: bool,
    /// The most it comes to.
    pub points: Exact,
    /// Whether its lines take away from its points (扣) or earn them (得).
    pub word: ScoreLineKind,
    /// Its own basis besides the standard's.
    pub basis: Vec<Citation>,
    /// Its lines, in order.
    pub lines: Vec<ScoreLine>,
    /// Where its head stands.
    pub span: Span,
}

impl ScoreItem {
    /// What is left of the item when its lines come to `moved` points.
    #[must_use]
    pub fn score(&self, moved: Exact) -> Exact {
        let moved = moved.min(self.points).max(Exact::ZERO);
        match self.word {
            // Both lie between nought and the points, so that they cannot leave what can be held.
            ScoreLineKind::Deduct => self.points.checked_sub(moved).unwrap_or(Exact::ZERO),
            ScoreLineKind::Award => moved,
        }
    }
}

/// Whether lines take points away or earn them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreLineKind {
    /// 扣
    Deduct,
    /// 得
    Award,
}

/// A line of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreLine {
    /// How many points, each time.
    pub points: Exact,
    /// When, or for each of what.
    pub on: ScoreOn,
    /// What is told of it.
    pub reason: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// When a line counts.
#[derive(Debug, Clone, PartialEq)]
pub enum ScoreOn {
    /// once, where this holds
    When(Condition),
    /// for each full step of a figure; 无 counts nothing
    Each {
        /// The figure.
        value: Expr,
        /// One step of it, positive.
        step: Exact,
        /// 最多: what all steps together do not go beyond.
        most: Option<Exact>,
    },
}

impl ScoreLine {
    /// The points of a figure's full steps; `None` where they do not fit.
    #[must_use]
    pub fn points_of_steps(&self, figure: Exact, step: Exact, most: Option<Exact>) -> Option<Exact> {
        let steps = figure.checked_div(step)?.floor().max(Exact::ZERO);
        let points = self.points.checked_mul(steps)?;
        Some(most.map_or(points, |most| points.min(most)))
    }
}

/// A 一票否决: where it holds the grade is this, whatever the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Veto {
    /// An index into [`Scoring::grades`].
    pub grade: usize,
    /// When.
    pub condition: Condition,
    /// What is told of it.
    pub reason: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A 等次 and its range of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// The totals it stands for.
    pub range: Range<Exact>,
    /// Where it is written.
    pub span: Span,
}
