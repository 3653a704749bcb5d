//! Conditions, expressions, ranges and values as written.

use super::{Name, Path, TextTest};
use crate::diagnostic::{Span, Spanned};
use crate::law::{Closure, Date, Exact, Money, Multiple, Period, Ratio};

/// A condition as written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by the example of their variant")]
pub enum Condition {
    /// a bare expression: a 是否 fact, or the value of a 定义
    Value(Expr),
    /// `未 甲`, `非 (…)`
    Not(Box<Spanned<Condition>>),
    /// `甲 且 乙`, `甲 或者 乙`: two or more, all joined alike
    Join(Connector, Vec<Spanned<Condition>>),
    /// `甲 且 乙 或者 丙` without brackets: kept so that the checker can ask for them; the spans are of the connectors
    Mixed(Vec<Spanned<Condition>>, Vec<Spanned<Connector>>),
    /// `(…)`
    Group(Box<Spanned<Condition>>),
    /// `具有下列情形之一 {…}` (`AtLeast(1)`), `具有下列情形 2项以上 {…}`, `同时具有下列情形 {…}` (`All`)
    List(CountOf, Vec<Item>),
    /// `甲, 但是 乙 除外`
    Except(Box<Spanned<Condition>>, Box<Spanned<Condition>>),
    /// `甲 幅度`
    InRange(Spanned<Expr>, Spanned<RangeExpr>),
    /// `甲 为 乙、丙`, `甲 早于 乙`, `文书 含 “…”`
    Relation(Spanned<Expr>, Spanned<Relation>, Vec<Spanned<Expr>>),
    /// `发现日期 在 行为日期 后 2年以内` (`side` After); the range bounds are periods
    Window { date: Spanned<Expr>, anchor: Box<Spanned<Expr>>, side: WindowSide, range: Spanned<RangeExpr> },
    /// `有 甲` (true), `无 甲` (false)
    Has(bool, Path),
    /// `该句 含 “…”`, `该款 引用 法律`, `材料 含 “…”`, `编号 连续`: asked of a document, in checks only
    Text(TextTest),
}

/// How many items of a list must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountOf {
    /// 同时具有下列情形
    All,
    /// 具有下列情形之一 is 1; 具有下列情形 k项以上
    AtLeast(u32),
}

/// An item of a list, with its number as written: `(一)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The number as written, without brackets: `一`, `1`.
    pub label: Option<Spanned<String>>,
    /// The condition.
    pub condition: Spanned<Condition>,
}

/// 且 or 或者.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connector {
    /// 且
    And,
    /// 或者
    Or,
}

/// A relation between a value and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// 为 (one of)
    Is,
    /// 不为 (none of)
    IsNot,
    /// 早于
    Before,
    /// 晚于
    After,
    /// 不早于
    NotBefore,
    /// 不晚于
    NotAfter,
    /// 含
    Contains,
}

/// On which side of its anchor a window lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WindowSide {
    /// 前
    Before,
    /// 后
    After,
}

/// A range as written; at least one bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeExpr {
    /// The lower bound.
    pub lower: Option<Box<RangeBound>>,
    /// The upper bound.
    pub upper: Option<Box<RangeBound>>,
}

impl RangeExpr {
    /// One value that is both ends: `3个月`, `2倍`.
    #[must_use]
    pub fn exactly(value: Spanned<Expr>) -> Self {
        let bound = |word| Some(Box::new(RangeBound { value: value.clone(), word }));
        Self { lower: bound(BoundWord::OrMore), upper: bound(BoundWord::OrLess) }
    }
}

/// A bound of a [`RangeExpr`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeBound {
    /// The figure, member or expression.
    pub value: Spanned<Expr>,
    /// The word beside it.
    pub word: BoundWord,
}

/// The word that makes a figure a bound; the formatter keeps it, since `2年以内` reads otherwise than `2年以下`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoundWord {
    /// 以上
    OrMore,
    /// 不低于
    AtLeast,
    /// 超过
    Over,
    /// 以外
    Beyond,
    /// 以下
    OrLess,
    /// 以内
    Within,
    /// 不超过
    AtMost,
    /// 不满
    Below,
    /// 不足
    ShortOf,
}

impl BoundWord {
    /// Whether the figure itself belongs to the range (民法典 art. 1259).
    #[must_use]
    pub fn closure(self) -> Closure {
        match self {
            BoundWord::OrMore | BoundWord::AtLeast | BoundWord::OrLess | BoundWord::Within | BoundWord::AtMost => Closure::Inclusive,
            BoundWord::Over | BoundWord::Beyond | BoundWord::Below | BoundWord::ShortOf => Closure::Exclusive,
        }
    }
}

/// An expression as written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by the example of their variant")]
pub enum Expr {
    /// a literal
    Literal(Measure),
    /// a fact, a definition or a member of an enumeration
    Path(Path),
    /// `甲 + 乙`
    Binary(ExprOp, Box<Spanned<Expr>>, Box<Spanned<Expr>>),
    /// `(…)`
    Group(Box<Spanned<Expr>>),
    /// `较大者(甲, 乙)`
    Larger(Vec<Spanned<Expr>>),
    /// `较小者(甲, 乙)`
    Smaller(Vec<Spanned<Expr>>),
    /// `自 甲 至 乙` (`None`: compared with periods), `自 甲 至 乙 的 天数|周岁`
    Elapsed(Box<Spanned<Expr>>, Box<Spanned<Expr>>, Option<SpanUnit>),
    /// `甲 后 2年`, `甲 前 6个月`
    Shift(Box<Spanned<Expr>>, WindowSide, Box<Spanned<Expr>>),
    /// `列表 [中 (条件)] 的 次数`, `列表 [中 (条件)] 的 项目 合计`
    OfList { list: Path, filter: Option<Box<Spanned<Condition>>>, measure: ListMeasure },
}

/// What is taken of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListMeasure {
    /// 次数
    Count,
    /// `项目 合计`
    Sum(Name),
}

/// What an elapsed time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// 天数
    Days,
    /// 周岁
    YearsOfAge,
}

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExprOp {
    /// +
    Add,
    /// -
    Subtract,
    /// ×
    Multiply,
    /// ÷
    Divide,
}

/// A literal as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// `12`
    Number(Exact),
    /// `5000元`
    Money(Money),
    /// `30%`
    Ratio(Ratio),
    /// `3倍`
    Multiple(Multiple),
    /// `6个月`
    Period(Period),
    /// `3吨`: the unit is looked up by the checker
    Quantity(Exact, Name),
    /// `2026年1月1日`
    Date(Date),
    /// `“…”`
    Text(String),
    /// 是, 否
    Boolean(bool),
}

/// A value given in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// a literal or a member
    Expr(Expr),
    /// 无
    Absent,
    /// 未知
    Unknown,
    /// `[ {…}, … ]`
    List(Vec<Spanned<Value>>),
    /// `{ 甲 = …, … }`
    Record(Vec<ValueItem>),
}

/// A named value of a [`Value::Record`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueItem {
    /// The name.
    pub name: Name,
    /// Its value.
    pub value: Spanned<Value>,
}

impl RangeExpr {
    /// Where the bounds stand, from the first to the last.
    #[must_use]
    pub fn bounds_span(&self) -> Option<Span> {
        match (&self.lower, &self.upper) {
            (Some(l), Some(u)) => Some(l.value.span.to(u.value.span)),
            (Some(b), None) | (None, Some(b)) => Some(b.value.span),
            (None, None) => None,
        }
    }
}
