//! Scoring standards as written: what adds or takes away points, and the grades.

use super::{Condition, Expr, Measure, Name, RangeExpr};
use crate::diagnostic::Spanned;

/// Whether a line takes points away or gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreWord {
    /// 扣
    Deduct,
    /// 得
    Award,
}

/// A line of an item: `扣 2分 每 缺失文书 1份, 最多 10分 “缺少文书”`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLine {
    /// 扣 or 得.
    pub word: Spanned<ScoreWord>,
    /// How many points, each time.
    pub points: Spanned<Measure>,
    /// When, or for each of what.
    pub on: ScoreOn,
    /// What is told of it.
    pub reason: Option<Spanned<String>>,
}

/// When a line of an item counts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by the example of their variant")]
pub enum ScoreOn {
    /// `当 条件`
    When(Spanned<Condition>),
    /// `每 缺失文书 1份, 最多 10分`; without a step it is each one
    Each { value: Spanned<Expr>, step: Option<Spanned<Measure>>, most: Option<Spanned<Measure>> },
}

/// A grade and its range of points: `合格: 60分以上不满90分`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeRow {
    /// The grade.
    pub name: Name,
    /// Its points.
    pub range: Spanned<RangeExpr>,
}
