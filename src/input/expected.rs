//! What a fact's type accepts and what was found in its place, in words of both languages.

use crate::diagnostic::Language;
use crate::model::{Model, PeriodFamily, Type};

use super::Value;

/// How many characters of a found text a message repeats, and how many members it lists.
const SHOWN_CHARACTERS: usize = 40;
const SHOWN_MEMBERS: usize = 12;

/// What was found where something else belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// null
    Null,
    /// true or false
    Boolean(bool),
    /// a number, as written
    Number(String),
    /// a text, its beginning
    Text(String),
    /// a list
    List,
    /// an object
    Object,
}

impl Found {
    pub(super) fn of(value: &Value) -> Found {
        match value {
            Value::Null => Found::Null,
            Value::Boolean(value) => Found::Boolean(*value),
            Value::Number(number) => Found::Number(shorten(number.as_str())),
            Value::Text(text) => Found::Text(shorten(text)),
            Value::List(_) => Found::List,
            Value::Object(_) => Found::Object,
        }
    }

    /// It in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Chinese => match self {
                Found::Null => "空值 null".to_owned(),
                Found::Boolean(value) => format!("“是否”值 {value}"),
                Found::Number(number) => format!("数 {number}"),
                Found::Text(text) => format!("文本“{text}”"),
                Found::List => "列表".to_owned(),
                Found::Object => "对象".to_owned(),
            },
            Language::English => match self {
                Found::Null => "null".to_owned(),
                Found::Boolean(value) => value.to_string(),
                Found::Number(number) => format!("the number {number}"),
                Found::Text(text) => format!("the text “{text}”"),
                Found::List => "a list".to_owned(),
                Found::Object => "an object".to_owned(),
            },
        }
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What belongs in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// 是否
    Boolean,
    /// 整数, with its counting unit
    Integer(Option<String>),
    /// 数
    Number,
    /// 金额
    Money,
    /// 比例
    Ratio,
    /// 倍数
    Multiple,
    /// 数量 in this unit
    Quantity(String),
    /// 期间
    Period(PeriodFamily),
    /// 日期
    Date,
    /// 文本
    Text,
    /// one of these members
    Member(Vec<String>),
    /// a list of this record
    List(String),
    /// an object of facts
    Facts,
    /// an object of this record
    Record(String),
    /// the name of a benchmark, or a list of names
    Benchmarks,
    /// a list of acts
    Acts,
    /// a proposed penalty
    Proposal,
    /// true, or the period of a proposed penalty
    Imposed,
}

impl Expected {
    pub(super) fn of(model: &Model, ty: &Type) -> Expected {
        match ty {
            Type::Boolean => Expected::Boolean,
            Type::Integer(unit) => Expected::Integer(unit.as_ref().map(|unit| unit.name().to_owned())),
            Type::Number => Expected::Number,
            Type::Money => Expected::Money,
            Type::Ratio => Expected::Ratio,
            Type::Multiple => Expected::Multiple,
            Type::Quantity(unit) => Expected::Quantity(unit.name().to_owned()),
            Type::Period(family) => Expected::Period(*family),
            Type::Date => Expected::Date,
            Type::Text => Expected::Text,
            Type::Category(id) => Expected::Member(model[*id].members.clone()),
            Type::List(id) => Expected::List(model[*id].name.clone()),
        }
    }

    /// It in words.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Expected::Boolean => "是否（true、false、“是”、“否”）".to_owned(),
            Expected::Integer(None) => "整数（如 2）".to_owned(),
            Expected::Integer(Some(unit)) => format!("整数（如 2、“2{unit}”）"),
            Expected::Number => "数（如 1.5）".to_owned(),
            Expected::Money => "金额（如 5000、“5000元”、“0.5万元”）".to_owned(),
            Expected::Ratio => "比例（如 “30%”、0.3）".to_owned(),
            Expected::Multiple => "倍数（如 “3倍”、3）".to_owned(),
            Expected::Quantity(unit) => format!("以{unit}计的数量（如 3、“3{unit}”）"),
            Expected::Period(PeriodFamily::Days) => "以日计的期间（如 “15日”）".to_owned(),
            Expected::Period(PeriodFamily::WorkingDays) => "以工作日计的期间（如 “10个工作日”）".to_owned(),
            Expected::Period(PeriodFamily::Months) => "以月或者年计的期间（如 “6个月”、“2年”）".to_owned(),
            Expected::Date => "日期（如 “2026-01-01”、“2026年1月1日”）".to_owned(),
            Expected::Text => "文本".to_owned(),
            Expected::Member(members) => format!("下列之一：{}", listed(members, "、", "等")),
            Expected::List(record) => format!("列表，每一项是一组「{record}」要素"),
            Expected::Facts => "一组要素（名称和值）".to_owned(),
            Expected::Record(record) => format!("一组「{record}」要素（名称和值）"),
            Expected::Benchmarks => "基准的名称，或者名称的列表".to_owned(),
            Expected::Acts => "行为的列表，每一项有「基准」和「要素」".to_owned(),
            Expected::Proposal => {
                "“不予处罚”，或者处罚种类和内容（如 {\"警告\": true, \"罚款\": \"3000元\", \"停止执业\": \"3个月\"}）".to_owned()
            }
            Expected::Imposed => "true，或者期间（如 “3个月”、“5日”）".to_owned(),
        }
    }

    fn english(&self) -> String {
        match self {
            Expected::Boolean => "a yes or no (true, false, “是”, “否”)".to_owned(),
            Expected::Integer(None) => "a whole number such as 2".to_owned(),
            Expected::Integer(Some(unit)) => format!("a whole number such as 2 or “2{unit}”"),
            Expected::Number => "a number such as 1.5".to_owned(),
            Expected::Money => "an amount of money such as 5000, “5000元” or “0.5万元”".to_owned(),
            Expected::Ratio => "a ratio such as “30%” or 0.3".to_owned(),
            Expected::Multiple => "a multiple such as “3倍” or 3".to_owned(),
            Expected::Quantity(unit) => format!("a quantity in {unit} such as 3 or “3{unit}”"),
            Expected::Period(PeriodFamily::Days) => "a period in days such as “15日”".to_owned(),
            Expected::Period(PeriodFamily::WorkingDays) => "a period in working days such as “10个工作日”".to_owned(),
            Expected::Period(PeriodFamily::Months) => "a period in months or years such as “6个月” or “2年”".to_owned(),
            Expected::Date => "a date such as “2026-01-01” or “2026年1月1日”".to_owned(),
            Expected::Text => "a text".to_owned(),
            Expected::Member(members) => format!("one of {}", listed(members, ", ", " and others")),
            Expected::List(record) => format!("a list whose elements are objects of `{record}`"),
            Expected::Facts => "an object of facts".to_owned(),
            Expected::Record(record) => format!("an object of `{record}`"),
            Expected::Benchmarks => "the name of a benchmark or a list of names".to_owned(),
            Expected::Acts => "a list of acts, each with `基准` and `要素`".to_owned(),
            Expected::Proposal => {
                "“不予处罚”, or kinds of penalty and what they come to, such as {\"警告\": true, \"罚款\": \"3000元\", \"停止执业\": \"3个月\"}".to_owned()
            }
            Expected::Imposed => "true, or a period such as “3个月” or “5日”".to_owned(),
        }
    }
}

fn listed(members: &[String], between: &str, more: &str) -> String {
    let shown: Vec<&str> = members.iter().take(SHOWN_MEMBERS).map(String::as_str).collect();
    let more = if members.len() > shown.len() { more } else { "" };
    format!("{}{more}", shown.join(between))
}
