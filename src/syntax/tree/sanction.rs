//! Penalties and other measures as written: `警告, 可以 并处 1万元以下罚款`.

use super::{Expr, Name, RangeExpr};
use crate::diagnostic::Spanned;

/// What is imposed: groups joined by connectives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sanction {
    /// 不予处罚
    None,
    /// one or more groups
    Groups {
        /// Whether the first group is `可以 处 …`.
        first: Modality,
        /// The groups; the connective of the first is [`Connective::Listed`].
        groups: Vec<(Connective, Spanned<PenaltyGroup>)>,
    },
}

/// 应当 or 可以.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modality {
    /// 应当
    Shall,
    /// 可以
    May,
}

/// How a group joins what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connective {
    /// a comma alone
    Listed,
    /// `并处`
    And,
    /// `可以 并处`
    MayAnd,
    /// `可以 单处 或者 并处`: either what stands before, or this, or both
    EitherOrBoth,
}

/// Alternatives joined by 或者; one alternative is the common case.
pub type PenaltyGroup = Vec<Spanned<Penalty>>;

/// A single measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Penalty {
    /// a fine
    Fine(Box<Fine>),
    /// another kind, with its period if it has one: `停止执业 3个月以上6个月以下, 一般为 5个月`
    Kind {
        /// 警告, 停止执业 …
        kind: Name,
        /// The period or days.
        measure: Option<Spanned<RangeExpr>>,
        /// 一般为
        usual: Option<Spanned<Expr>>,
    },
    /// `( … )`
    Nested(Box<Spanned<Sanction>>),
}

/// A fine as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fine {
    /// What the amount is made from.
    pub basis: FineBasis,
    /// 超过 …, 每增加 …, 增加 …
    pub growth: Option<Spanned<Growth>>,
    /// 最低
    pub floor: Option<Spanned<Expr>>,
    /// 最高
    pub cap: Option<Spanned<Expr>>,
    /// 一般为
    pub usual: Option<Spanned<Expr>>,
}

/// What a fine's amount is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FineBasis {
    /// `1万元罚款`, `(甲 × 5%) 罚款`
    Exactly(Spanned<Expr>),
    /// `2000元以上5000元以下罚款`
    Range(Spanned<RangeExpr>),
    /// `违法所得 1倍以上3倍以下罚款`, `合同价款 2%以上4%以下罚款`; a fixed `违法所得 2倍罚款` has two equal inclusive bounds
    OfFact(Spanned<Expr>, Spanned<RangeExpr>),
    /// `按 面积 每10平方米 50元以下罚款`; a fixed rate has two equal inclusive bounds
    PerUnit {
        /// The quantity.
        fact: Spanned<Expr>,
        /// 每…: a literal quantity; `每平方米` is one of the unit.
        each: Spanned<Expr>,
        /// The amount for each.
        rate: Spanned<RangeExpr>,
    },
    /// `按因素得分罚款`
    ByScore,
}

/// `超标因子数 超过1个, 每增加1个, 增加5万元`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// What grows.
    pub fact: Spanned<Expr>,
    /// From where on.
    pub beyond: Spanned<Expr>,
    /// The step.
    pub step: Spanned<Expr>,
    /// What each step adds.
    pub add: Spanned<Expr>,
    /// `不足1个按1个计`: a part of a step counts as a whole one.
    pub part_counts: bool,
}
