//! Facts of a case: their types, bounds and values.

use std::fmt;
use std::sync::Arc;

use super::{EnumerationId, RecordId};
use crate::diagnostic::Span;
use crate::law::{Date, Exact, Range, Unit};

/// The facts that date a case, by their keys: they choose the version of the rules that governs.
pub const ACT_DATE: &str = "行为日期";
/// The day a continuing act ended (行政处罚法 art. 36): governs instead of [`ACT_DATE`] where it is given.
pub const ACT_END_DATE: &str = "行为终了日期";
/// The day of the decision.
pub const DECISION_DATE: &str = "决定日期";

/// The key of a fact in a case: `当事人.出生日期` is two segments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactKey(pub Arc<[Arc<str>]>);

impl fmt::Display for FactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            f.write_str(segment)?;
        }
        Ok(())
    }
}

/// A fact of a case. Fields of two records with the same key, type, bounds and optionality are one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Where a case gives it.
    pub key: FactKey,
    /// What it holds and within which bounds.
    pub field: Field,
}

/// A declared field: of a record that is the case itself (then it is behind a [`Fact`]) or of a list's elements.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name within the record, with the path of nested records: `当事人.出生日期`.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// The declared bounds, in the scale of [`Value::Number`]; `None` for other types.
    pub bounds: Option<Range<Exact>>,
    /// 可缺: null means that there is none, which is known and not unknown.
    pub optional: bool,
    /// 越大越重, 越小越重.
    pub direction: Option<Direction>,
    /// The words beside it.
    pub note: Option<String>,
    /// Where it was declared.
    pub span: Span,
}

/// Which way a fact grows graver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 越大越重
    GreaterIsGraver,
    /// 越小越重
    LesserIsGraver,
}

/// A group of fields: 要素.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// All fields, included and nested ones flattened, in order. An element of a list has a value for each.
    pub fields: Vec<Field>,
    /// Where it was declared.
    pub span: Span,
}

/// A 类别 or 等级.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// Its name; the field's name when it was written in place.
    pub name: String,
    /// Whether the members go from light to grave.
    pub ordered: bool,
    /// The members in order.
    pub members: Vec<String>,
    /// Where it was declared.
    pub span: Span,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// 是否
    Boolean,
    /// 整数, with the counting unit its bounds were written in: `1次以上`
    Integer(Option<Unit>),
    /// 数
    Number,
    /// 金额: yuan in [`Value::Number`], whole 分 where a case gives it
    Money,
    /// 比例: 30% is 3/10
    Ratio,
    /// 倍数
    Multiple,
    /// 数量: base units of the unit's dimension in [`Value::Number`]; printed in this unit
    Quantity(Unit),
    /// 期间: days, working days or months in [`Value::Number`]
    Period(PeriodFamily),
    /// 日期
    Date,
    /// 文本
    Text,
    /// a member of a 类别 or 等级
    Category(EnumerationId),
    /// a list of elements of a record
    List(RecordId),
}

/// Which periods a value counts; periods of different families do not compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodFamily {
    /// 日
    Days,
    /// 工作日
    WorkingDays,
    /// 月 and 年
    Months,
}

/// A value, read by its [`Type`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// 是 or 否
    Boolean(bool),
    /// any figure, in the scale its type states
    Number(Exact),
    /// a date
    Date(Date),
    /// the index of a member of the type's enumeration
    Member(u16),
    /// a text
    Text(Arc<str>),
    /// the elements of a list
    List(Arc<[Element]>),
}

/// An element of a list: a [`Given`] for each field of its record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Element(pub Vec<Given>);

/// What a case says of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Given {
    /// Nothing: the fact is still to be established.
    #[default]
    Unknown,
    /// There is none (only of a 可缺 fact).
    Absent,
    /// Its value.
    Known(Value),
}
