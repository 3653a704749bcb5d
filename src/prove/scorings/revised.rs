//! Two versions of a scoring standard compared by meaning: for which cases an item, a veto, the total or the grade comes out otherwise.
//!
//! What changed, with every line that shares facts with it, parts the space of cases by what it moves in both versions. All
//! other lines are alike in both and independent of it: of them only what they can come to matters ([`totals`]). So a standard
//! of many lines costs no more than what was changed in it. Each change is shown by a case that both versions were asked about.

mod matters;
mod parts;

use serde::Serialize;

use self::matters::Pair;
use self::parts::Compared;
use super::super::conditions::conditions;
use super::super::difference::{BenchmarkStatus, CHANGE_LIMIT, Note, clashing};
use crate::diagnostic::Span;
use crate::model::{Condition, ConditionKind, Item, Model, ScoringId};

/// What of a score changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScorePart {
    /// 适用: whether the standard applies.
    Applies,
    /// The points of an item of both versions.
    Item(String),
    /// 一票否决
    Veto,
    /// The total.
    Total,
    /// 等次
    Grade,
}

/// Which way a score goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreDirection {
    /// More points, a better grade.
    Higher,
    /// Fewer points, a lower grade.
    Lower,
    /// Neither can be said.
    Other,
}

/// Cases whose score changes in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreChange {
    /// What changes.
    pub part: ScorePart,
    /// Which cases, in the reviewer's words.
    pub region: String,
    /// What the old version gives the example.
    pub old: String,
    /// What the new version gives it.
    pub new: String,
    /// Which way, throughout the region.
    pub direction: ScoreDirection,
    /// By how many points, throughout the region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// A case of the region, as 设 would write it; both versions were asked about it.
    pub example: String,
}

/// How two versions of a scoring standard differ.
///
/// ```
/// use zhunsheng::Revision;
/// use zhunsheng::prove::{ScoreDirection, ScorePart};
/// let rules = |points: u32| format!("
///     规则集 例 {{ 版本 “1” 施行 2026年1月1日 }}
///     要素 案卷 {{ 未告知: 是否 }}
///     评分 案卷评查 {{
///         要素 案卷
///         示例
///         满分 100分
///         项目 程序 100分 {{ 扣 {points}分 当 未告知 }}
///         等次 {{ 合格: 60分以上; 不合格: 不满60分 }}
///     }}
/// ");
/// let revision = Revision::from_sources([("例.zs", rules(30))], [("例.zs", rules(50))]).unwrap();
/// let difference = revision.difference().unwrap();
/// let grade = difference.sets[0].scorings[0].changes.iter().find(|change| change.part == ScorePart::Grade).unwrap();
/// assert_eq!((grade.region.as_str(), grade.direction), ("未告知", ScoreDirection::Lower));
/// assert_eq!((grade.old.as_str(), grade.new.as_str()), ("合格", "不合格"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoringDifference {
    /// Its name.
    pub name: String,
    /// How the comparison ended.
    pub status: BenchmarkStatus,
    /// The cases whose score changes.
    pub changes: Vec<ScoreChange>,
    /// How many more regions change than are told.
    #[serde(skip_serializing_if = "super::super::difference::is_zero")]
    pub more: usize,
    /// What else changed: 依据, 满分, words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What could not be decided, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
}

impl ScoringDifference {
    pub(crate) fn only(name: &str, status: BenchmarkStatus) -> Self {
        Self { name: name.to_owned(), status, changes: Vec::new(), more: 0, notes: Vec::new(), undecided: Vec::new() }
    }

    /// Whether anything differs or might.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.status != BenchmarkStatus::Same || !self.notes.is_empty()
    }
}

/// Compares two scoring standards of one model.
pub(crate) fn scorings(model: &Model, old: ScoringId, new: ScoringId) -> ScoringDifference {
    let mut difference = ScoringDifference::only(&model[new].name, BenchmarkStatus::Same);
    let pair = Pair::of(model, old, new);
    let clashing = clashing(model, &model[old].facts, &model[new].facts);
    if !clashing.is_empty() {
        difference.undecided.push(format!("要素{}的类型或者选项变了,两个版本的案情不能对应", clashing.join("、")));
    }
    let mut changes = Vec::new();
    // Where the standard applies in one version only, nothing else can be compared.
    let always =
        |condition: &Option<Condition>, span: Span| condition.clone().unwrap_or(Condition { kind: ConditionKind::Constant(true), span });
    let applies = (always(&model[old].applies, model[old].span), always(&model[new].applies, model[new].span));
    let applied = conditions(model, &applies.0, &applies.1, ("适用", "不适用"));
    difference.undecided.extend(applied.undecided);
    changes.extend(applied.changes.into_iter().map(|change| ScoreChange {
        part: ScorePart::Applies,
        region: change.region,
        old: change.old,
        new: change.new,
        direction: ScoreDirection::Other,
        by: None,
        example: change.example,
    }));
    for seen in pair.asked() {
        let part = seen.part(&pair);
        let mut open = |because: String| difference.undecided.push(format!("{}:{because}", named(&part)));
        match Compared::of(&pair, &seen) {
            Ok(compared) => compared.tell(&part, &mut changes, &mut open),
            Err(because) => open(because),
        }
    }
    difference.more = changes.len().saturating_sub(CHANGE_LIMIT);
    changes.truncate(CHANGE_LIMIT);
    difference.changes = changes;
    difference.status = match (difference.changes.is_empty(), difference.undecided.is_empty()) {
        (false, _) => BenchmarkStatus::Changed,
        (true, true) => BenchmarkStatus::Same,
        (true, false) => BenchmarkStatus::Undecided,
    };
    difference
}

/// A part in words.
fn named(part: &ScorePart) -> String {
    match part {
        ScorePart::Applies => "适用".to_owned(),
        ScorePart::Item(name) => format!("项目「{name}」"),
        ScorePart::Veto => "一票否决".to_owned(),
        ScorePart::Total => "合计".to_owned(),
        ScorePart::Grade => "等次".to_owned(),
    }
}

/// Both conditions.
fn both(one: &Condition, other: &Condition) -> Condition {
    let item = |condition: &Condition| Item { label: None, condition: condition.clone() };
    Condition { kind: ConditionKind::All(vec![item(one), item(other)]), span: other.span }
}
