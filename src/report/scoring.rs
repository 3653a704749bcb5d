//! Scores: what each item of a scoring standard comes to, why, and the grades that are possible.

use serde::{Deserialize, Serialize};

use super::{RulePlace, RuleSetUse, Step, Truth, UnknownFact};
use crate::law::{Citation, Exact};

/// The schema that this version writes.
pub const SCORE_SCHEMA: &str = "zhunsheng-score/1";

/// Everything that scoring one submission says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// [`SCORE_SCHEMA`].
    pub schema: String,
    /// 案号 of the submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The versions of rule sets that were used, with their digests.
    pub rules: Vec<RuleSetUse>,
    /// One for each standard that applies or may apply.
    pub scores: Vec<Score>,
}

/// What a standard comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The name of the standard.
    pub standard: String,
    /// Whether its 适用 holds.
    pub applies: Truth,
    /// Legal basis.
    pub basis: Vec<Citation>,
    /// Where it stands.
    pub rule: RulePlace,
    /// 满分
    pub full: Exact,
    /// The total: a range while facts are missing.
    pub total: Points,
    /// The grade, when there is just one; all that are possible while facts are missing; none where no range holds the total.
    pub grades: Vec<String>,
    /// Whether a possible total has no grade: a grade that stands alone is settled only where this is false.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub or_none: bool,
    /// The items, in order.
    pub items: Vec<ItemScore>,
    /// The vetoes that hold or may hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vetoes: Vec<VetoResult>,
    /// The facts that are still to be established.
    pub unknown: Vec<UnknownFact>,
}

/// Points that are known to lie between two figures, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// At least.
    pub least: Exact,
    /// At most.
    pub most: Exact,
}

impl Score {
    /// The grade, if just one is possible and none is not.
    #[must_use]
    pub fn grade(&self) -> Option<&str> {
        match self.grades.as_slice() {
            [one] if !self.or_none => Some(one),
            _ => None,
        }
    }
}

impl Points {
    /// The only figure, if just one is possible.
    #[must_use]
    pub fn single(self) -> Option<Exact> {
        (self.least == self.most).then_some(self.least)
    }
}

/// What an item comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemScore {
    /// Its name.
    pub name: String,
    /// 加分项目
    pub bonus: bool,
    /// The most it comes to.
    pub points: Exact,
    /// What it comes to.
    pub score: Points,
    /// Its own basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<Citation>,
    /// The lines that move points, or may.
    pub lines: Vec<LineScore>,
}

/// What a line takes away or earns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineScore {
    /// What is told of it: its reason, else its own words.
    pub reason: String,
    /// Whether it takes points away.
    pub deducts: bool,
    /// The points it moves.
    pub moves: Points,
    /// Where it stands.
    pub rule: RulePlace,
    /// Why.
    pub trace: Step,
}

/// A veto that holds or may hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VetoResult {
    /// The grade it leads to.
    pub grade: String,
    /// What is told of it: its reason, else its own words.
    pub reason: String,
    /// Whether it holds.
    pub holds: Truth,
    /// Where it stands.
    pub rule: RulePlace,
    /// Why.
    pub trace: Step,
}
