//! Decisions: the tier, what is imposed, and why.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{RulePlace, Step, Truth};
use crate::law::{Citation, Money};
use crate::model::{Effect, Modality, RootKind};

/// What one benchmark says of one act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Which act of the submission, from 0.
    pub act: usize,
    /// The benchmark.
    pub benchmark: String,
    /// Its rule set and version: `黄石市司法行政处罚裁量基准 2026.1`.
    pub rule_set: String,
    /// What came of it.
    pub outcome: DecisionOutcome,
    /// What is imposed after circumstances; for several possible tiers, empty (each tier carries its own).
    pub imposed: Vec<ImposedMeasure>,
    /// The statute's range that governs, in figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statutory: Vec<ImposedMeasure>,
    /// The tiers in their order: what applies, what may, what does not and why not. Every one, up to
    /// [`TIERS_EXPLAINED`](crate::engine::TIERS_EXPLAINED); of a benchmark with more, those that apply, the first so many of those that
    /// may (the outcome names all), and of the others as many as there is room for, the nearest: fewest failing conditions first, then
    /// fewest bounds of the table away, then nearest in it to a tier that applies.
    pub tiers: Vec<TierResult>,
    /// How many further tiers are not listed: that do not apply, or that may and are named in the outcome alone.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unlisted: usize,
    /// Every circumstance that holds or may hold.
    pub circumstances: Vec<CircumstanceResult>,
    /// Which version governs, where the versions at the act and at the decision differ (art. 37).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionChoice>,
    /// 违反
    pub breaches: Vec<Citation>,
    /// 依据, of the benchmark, the tier and the circumstances that were applied.
    pub basis: Vec<Citation>,
    /// 示例: the tiers were not published by any authority.
    pub example: bool,
    /// How it went, in order.
    pub trace: Vec<Step>,
    /// The benchmark's place.
    pub rule: Arc<RulePlace>,
}

impl Decision {
    /// How many of the tiers that may apply are not listed, and how many of those that do not.
    ///
    /// ```
    /// # use zhunsheng::{RuleSet, input::{Limits, bind, read_json}};
    /// # let rules = RuleSet::from_sources([("例.zs", "
    /// #     规则集 例 { 版本 “1” 施行 2026年1月1日 }
    /// #     要素 案情 { 违法所得: 金额 0元以上 }
    /// #     基准 某行为 {
    /// #         要素 案情
    /// #         依据 《某法》第一条
    /// #         法定幅度 { 1万元以下罚款 }
    /// #         阶次 较轻 { 当 违法所得 不满1000元 处 1000元以下罚款 }
    /// #         阶次 较重 { 其他情形 处 1000元以上1万元以下罚款 }
    /// #     }
    /// # ")]).unwrap();
    /// # let engine = rules.compile();
    /// # let case = read_json(r#"{ "基准": "某行为", "要素": { "违法所得": 1200 } }"#, &Limits::default()).unwrap();
    /// let report = engine.explaining(0).evaluate(&bind(engine.model(), &case).unwrap()).unwrap();
    /// assert_eq!(report.decisions[0].left_out(), (0, 1));
    /// ```
    #[must_use]
    pub fn left_out(&self) -> (usize, usize) {
        let named = if let DecisionOutcome::Possible { tiers, .. } = &self.outcome { tiers.len() } else { 0 };
        let listed = self.tiers.iter().filter(|tier| tier.status == TierStatus::Possible).count();
        let possible = named.saturating_sub(listed);
        (possible, self.unlisted.saturating_sub(possible))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What came of a benchmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DecisionOutcome {
    /// One tier (or under 汇总 several) applies.
    Settled {
        /// Its name; several under 汇总.
        tiers: Vec<String>,
    },
    /// Facts are missing; these tiers are still possible.
    Possible {
        /// Their names.
        tiers: Vec<String>,
        /// Whether it is also possible that none applies.
        or_none: bool,
    },
    /// A circumstance waives the penalty (不予处罚).
    Waived {
        /// Its name.
        circumstance: String,
        /// The tier that would have applied, when it is settled.
        tier: Option<String>,
    },
    /// No tier fits: a gap of the benchmark.
    NoTier,
    /// Several tiers fit under 唯一: an overlap of the benchmark.
    Conflict {
        /// Their names.
        tiers: Vec<String>,
    },
    /// The benchmark was not in force on the day.
    NotInForce,
}

/// A tier in a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TierResult {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it applies.
    pub status: TierStatus,
    /// What it would impose, before circumstances.
    pub imposed: Vec<ImposedMeasure>,
    /// Why, or why not: the failing condition, the fact and the distance to the bound.
    pub trace: Vec<Step>,
    /// Where it stands.
    pub rule: Arc<RulePlace>,
}

/// Whether a tier applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TierStatus {
    /// It applies.
    Applies,
    /// It may: a fact is missing.
    Possible,
    /// It does not.
    Rejected,
    /// Its condition holds, but another took precedence (首个, 从重).
    Passed,
}

/// One measure of a decision: on whom, what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImposedMeasure {
    /// The person it falls on; `None` is the party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The words of 若 …, and whether it holds (`True` or `Unknown`; false ones are left out).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<(String, Truth)>,
    /// What is imposed; empty is 不予处罚.
    pub groups: Vec<ImposedGroup>,
}

/// Alternatives and how they join what stands before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImposedGroup {
    /// How it joins.
    pub join: Join,
    /// One, or several joined by 或者; a bracketed sanction is written out in `nested`.
    pub alternatives: Vec<ImposedPenalty>,
}

/// How a group joins what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    /// 处, 并处
    Shall,
    /// 可以 处, 可以 并处
    May,
    /// 可以 单处 或者 并处
    EitherOrBoth,
}

/// A penalty in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImposedPenalty {
    /// 罚款, 停止执业 …
    pub kind: String,
    /// The built-in kind at its root.
    pub root: RootKind,
    /// The amount of a fine; `None` for other kinds, or while a fact it needs is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<MoneyRange>,
    /// The period, if the kind has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodRange>,
    /// 一般为
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<String>,
    /// How the amount was made, in words: `违法所得 8000元 × 1倍至3倍`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_from: Option<String>,
    /// A bracketed sanction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nested: Vec<ImposedGroup>,
}

/// An amount or a range of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyRange {
    /// The least.
    pub lower: Money,
    /// Whether the least itself is allowed.
    pub lower_included: bool,
    /// The most; `None` while a fact is missing that would cap it, which a sound rule does not leave open.
    pub upper: Option<Money>,
    /// Whether the most itself is allowed.
    pub upper_included: bool,
}

/// A period or a range of periods, in months (年, 月) or days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodRange {
    /// `3个月以上6个月以下`.
    pub text: String,
    /// The least count of `unit`.
    pub lower: Option<u32>,
    /// The most.
    pub upper: Option<u32>,
    /// `months` or `days`.
    pub unit: String,
}

/// A circumstance that holds or may hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CircumstanceResult {
    /// Its name.
    pub name: String,
    /// Whether it holds (`True` or `Unknown`).
    pub holds: Truth,
    /// 应当 or 可以
    #[serde(with = "modality")]
    pub modality: Modality,
    /// What it leads to; several are alternatives.
    pub effects: Vec<Effect>,
    /// Whether it was applied to what is imposed, and how in words.
    pub applied: Option<String>,
    /// Legal basis.
    pub basis: Vec<Citation>,
    /// Where it stands.
    pub rule: Arc<RulePlace>,
    /// Why.
    pub trace: Vec<Step>,
}

mod modality {
    use super::Modality;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(m: &Modality, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(match m {
            Modality::Shall => "shall",
            Modality::May => "may",
        })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Modality, D::Error> {
        match String::deserialize(d)?.as_str() {
            "shall" => Ok(Modality::Shall),
            "may" => Ok(Modality::May),
            other => Err(serde::de::Error::unknown_variant(other, &["shall", "may"])),
        }
    }
}

/// Which version governs (从旧兼从轻).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionChoice {
    /// The version in force at the act.
    pub at_act: String,
    /// The version in force at the decision.
    pub at_decision: String,
    /// The one that governs; `None` while facts are missing.
    pub governs: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// What the other version would have come to.
    pub other: Option<Box<Decision>>,
}

/// One act under several benchmarks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concurrence {
    /// Which act, from 0.
    pub act: usize,
    /// The benchmarks.
    pub benchmarks: Vec<String>,
    /// The one whose fine governs; `None` while facts are missing.
    pub governs: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// Legal basis: 行政处罚法 art. 29.
    pub basis: Vec<Citation>,
}

/// What several acts come to together: each is decided, then the fines add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Combined {
    /// The sum of the fines, when each is settled.
    pub fine: Option<MoneyRange>,
    /// The other kinds, in words.
    pub others: Vec<String>,
}
