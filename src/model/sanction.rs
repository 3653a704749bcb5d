//! Penalties and other measures, typed and resolved.

use super::{Bounds, Condition, Expr, KindId};
use crate::diagnostic::Span;

/// One thing a tier or a statutory range imposes: on whom, under which condition, what.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// 若 … 则: only when this holds.
    pub condition: Option<Condition>,
    /// 对 … 处: the person it falls on; `None` is the party (当事人).
    pub target: Option<String>,
    /// What.
    pub sanction: Sanction,
    /// Where it is written.
    pub span: Span,
}

/// What is imposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Sanction {
    /// 不予处罚
    Waive,
    /// Groups joined by connectives; at least one.
    Groups {
        /// Whether even the first is only 可以.
        first: Modality,
        /// The groups.
        groups: Vec<Group>,
    },
}

/// Alternatives (或者), and how they join what stands before.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// How it joins; [`Connective::And`] for the first.
    pub connective: Connective,
    /// At least one.
    pub alternatives: Vec<Penalty>,
}

/// How a group joins what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connective {
    /// 并处
    And,
    /// 可以 并处
    MayAnd,
    /// 可以 单处 或者 并处
    EitherOrBoth,
}

/// 应当 or 可以.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modality {
    /// 应当
    Shall,
    /// 可以
    May,
}

/// A single measure with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Penalty {
    /// What it is.
    pub kind: PenaltyKind,
    /// Where it is written.
    pub span: Span,
}

/// What a [`Penalty`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum PenaltyKind {
    /// a fine
    Fine(Box<Fine>),
    /// another kind, with its period (months, days) if it has one
    Other {
        /// The kind.
        kind: KindId,
        /// The period.
        period: Option<Box<Bounds>>,
        /// 一般为
        usual: Option<Expr>,
    },
    /// a bracketed sanction
    Nested(Box<Sanction>),
}

/// A fine: bounds of money expressions; multiples, ratios and rates per unit are lowered to products.
#[derive(Debug, Clone, PartialEq)]
pub struct Fine {
    /// How it was written, for the reasons.
    pub form: FineForm,
    /// The amount.
    pub amount: FineAmount,
    /// 每增加 …: added to both bounds.
    pub growth: Option<Box<Growth>>,
    /// 最低
    pub floor: Option<Expr>,
    /// 最高
    pub cap: Option<Expr>,
    /// 一般为
    pub usual: Option<Expr>,
}

/// How a fine was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FineForm {
    /// a fixed amount
    Fixed,
    /// a range of amounts
    Range,
    /// a multiple of a fact
    Multiple,
    /// a ratio of a fact
    Ratio,
    /// so much for each unit
    PerUnit,
    /// by an expression
    Formula,
    /// by the factors' score
    Score,
}

/// The amount of a fine.
#[derive(Debug, Clone, PartialEq)]
pub enum FineAmount {
    /// Money bounds; a missing lower bound is 0, equal inclusive bounds are a fixed amount.
    Bounds(Bounds),
    /// lower + (upper − lower) × score of the statutory fine that governs the tier
    ByScore,
}

/// `超标因子数 超过1个, 每增加1个, 增加5万元`.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// What grows.
    pub fact: Expr,
    /// From where on.
    pub beyond: Expr,
    /// The step, positive.
    pub step: Expr,
    /// What each step adds.
    pub add: Expr,
    /// A part of a step counts as a whole one.
    pub part_counts: bool,
}
