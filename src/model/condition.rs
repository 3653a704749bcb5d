//! Conditions and expressions, typed and resolved.
//!
//! Windows (`在 … 后 2年以内`), elapsed times compared with periods and date orders are all lowered to
//! [`ConditionKind::Compare`] on dates: `自 甲 至 乙 不满3个月` is 乙 below 甲 + 3个月 (民法典 arts. 201–202).

use std::sync::Arc;

use super::{BenchmarkId, DefinitionId, FactId, KindId, Type, Value};
use crate::diagnostic::Span;
use crate::law::{Closure, Period};

/// A condition with its place; the words of the rule are the source's text at `span`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it asks.
    pub kind: ConditionKind,
    /// Where it is written.
    pub span: Span,
}

/// What a [`Condition`] asks. Each is true, false or unknown (Kleene's three-valued logic).
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionKind {
    /// always so
    Constant(bool),
    /// a 是否 fact
    Fact(FactId),
    /// a 是否 field (by index) of the list element under the filter
    Element(usize),
    /// a derived condition
    Definition(DefinitionId),
    /// negation
    Not(Box<Condition>),
    /// all of them; also 同时具有下列情形 and a table row
    All(Vec<Item>),
    /// any of them; also 具有下列情形之一
    Any(Vec<Item>),
    /// 具有下列情形 k项以上
    AtLeast(u32, Vec<Item>),
    /// the first and not the second: 但是 … 除外
    Except(Box<Condition>, Box<Condition>),
    /// a figure or date within bounds; false when the figure is absent (可缺)
    Compare(Expr, Box<Bounds>),
    /// a figure, date or text equal to one of several; `negated` asks that it equals none
    Equals {
        /// The value.
        value: Expr,
        /// The others.
        among: Vec<Expr>,
        /// 不为
        negated: bool,
    },
    /// a category among members (ascending indices); 以上, 以下 and 不为 are lowered to this
    Member {
        /// A value of a category type.
        value: Expr,
        /// The members that satisfy it.
        among: Vec<u16>,
    },
    /// 有 甲 (`true`), 无 甲 (`false`)
    Present(FactId, bool),
    /// the same of a field (by index) of the list element under the filter
    ElementPresent(usize, bool),
    /// 含 “…”
    Contains(Expr, Arc<str>),
    /// 处罚 含 种类, that kind or one under it: in procedure rules only
    Imposes(KindId),
}

/// A member of a list of conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its number as written (`一`), or the heading of a table's column.
    pub label: Option<Arc<str>>,
    /// The condition.
    pub condition: Condition,
}

/// Lower and upper bound, at least one; both of the compared expression's type.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// The lower bound.
    pub lower: Option<BoundExpr>,
    /// The upper bound.
    pub upper: Option<BoundExpr>,
}

/// A bound.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundExpr {
    /// Its value.
    pub value: Expr,
    /// Whether the bound itself belongs.
    pub closure: Closure,
}

/// A typed expression with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// How it is computed.
    pub kind: ExprKind,
    /// What it gives.
    pub ty: Type,
    /// Where it is written.
    pub span: Span,
}

/// How an [`Expr`] is computed. A part that is unknown makes it unknown, one that is absent makes it absent.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// a literal
    Constant(Value),
    /// a fact of the case
    Fact(FactId),
    /// a field (by index) of the list element under the filter
    Element(usize),
    /// a derived value
    Definition(DefinitionId),
    /// arithmetic on figures; division by zero is an error of the evaluation that names the place
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// 较大者
    Larger(Vec<Expr>),
    /// 较小者
    Smaller(Vec<Expr>),
    /// 自 甲 至 乙 的 天数: days from the day after the first (民法典 art. 201)
    ElapsedDays(Box<Expr>, Box<Expr>),
    /// 自 甲 至 乙 的 周岁: counted from the day after the birthday
    YearsOfAge(Box<Expr>, Box<Expr>),
    /// a date moved by a period: 甲 后 2年
    Shift(Box<Expr>, Side, Period),
    /// how many elements of a list satisfy the filter
    Count {
        /// The list.
        list: FactId,
        /// Which elements; all when `None`.
        filter: Option<Box<Condition>>,
    },
    /// the sum of a field over the elements that satisfy the filter
    Sum {
        /// The list.
        list: FactId,
        /// The field's index in the element's record.
        field: usize,
        /// Which elements; all when `None`.
        filter: Option<Box<Condition>>,
    },
    /// 因素得分 of the benchmark
    FactorScore(BenchmarkId),
    /// what the case leads to: in procedure rules only
    Outcome(Outcome),
}

/// A figure of the outcome that procedure rules may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 罚款金额: the proposed fine, or the range that the decision leaves
    FineAmount,
    /// 没收金额: the fact 没收金额 or 违法所得 of the case when something is confiscated; unknown otherwise
    ConfiscatedAmount,
}

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// +
    Add,
    /// −
    Subtract,
    /// ×
    Multiply,
    /// ÷
    Divide,
}

/// Before or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// 前
    Before,
    /// 后
    After,
}
