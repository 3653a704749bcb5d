//! What applies across benchmarks: circumstances, range rules, procedure rules.

use super::{BenchmarkId, Condition, Modality, SetId};
use crate::diagnostic::{Severity, Span};
use crate::law::{Citation, Exact, Range};

/// A 情节.
#[derive(Debug, Clone, PartialEq)]
pub struct Circumstance {
    /// Its name.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// 依据
    pub basis: Vec<Citation>,
    /// 应当 or 可以
    pub modality: Modality,
    /// One or more alternatives: 从轻 或者 减轻.
    pub effects: Vec<Effect>,
    /// 当
    pub condition: Condition,
    /// 适用于; `None` is every benchmark.
    pub only_for: Option<Vec<BenchmarkId>>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// What a circumstance leads to, from lenient to severe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Effect {
    /// 不予处罚
    Waive,
    /// 减轻: below the statutory minimum
    Mitigate,
    /// 从轻: the lower part of the range
    Lighten,
    /// 从重: the upper part of the range
    Aggravate,
}

/// A 幅度规则: what 从轻, 一般, 从重 and 减轻 are in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeRule {
    /// Its name; empty when it has none.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// 依据
    pub basis: Vec<Citation>,
    /// Which range the ratios are of.
    pub base: RangeBase,
    /// For fines with a lower and an upper bound.
    pub bands: Bands,
    /// For fines with an upper bound alone; bands that are `None` fall back to [`RangeRule::bands`].
    pub upper_only: Option<Bands>,
    /// How several meet.
    pub combination: Combination,
    /// Where it is written.
    pub span: Span,
}

/// Which range the ratios are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RangeBase {
    /// 阶次幅度
    #[default]
    Tier,
    /// 法定幅度
    Statutory,
}

/// The bands of a range rule; one that is `None` is not narrowed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bands {
    /// 减轻
    pub mitigate: Option<Band>,
    /// 从轻
    pub lighten: Option<Band>,
    /// 一般
    pub ordinary: Option<Band>,
    /// 从重
    pub aggravate: Option<Band>,
}

/// A band.
#[derive(Debug, Clone, PartialEq)]
pub enum Band {
    /// this part of the way from the lower to the upper bound
    Spread(Range<Exact>),
    /// anything below the statutory lower bound
    BelowLower,
    /// this share of the statutory lower bound
    OfLower(Range<Exact>),
    /// this share of the statutory upper bound
    OfUpper(Range<Exact>),
}

/// How several circumstances meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Combination {
    /// Two or more 从轻 and no 从重.
    pub several_lighten: SeveralRule,
    /// Two or more 从重 and no 从轻.
    pub several_aggravate: SeveralRule,
    /// Both.
    pub mixed: MixedRule,
}

/// What several of one direction lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SeveralRule {
    /// the band, as one would
    #[default]
    Band,
    /// the very bound (最低, 最高)
    Bound,
}

/// What 从轻 and 从重 together lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MixedRule {
    /// 全幅: the whole range, for the authority to weigh
    #[default]
    Whole,
    /// 一般
    Ordinary,
}

/// A 程序.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    /// Its name.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// 依据
    pub basis: Vec<Citation>,
    /// 级别 of the finding when it is violated.
    pub severity: Severity,
    /// 当; `None` is always.
    pub condition: Option<Condition>,
    /// 应当
    pub must: Condition,
    /// 提示
    pub message: String,
    /// 建议
    pub suggestion: Option<String>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}
