//! Figures and values as the rules write them.

use super::{Given, Model, PeriodFamily, Type, Value};
use crate::law::{Exact, Money, Multiple, Period, Ratio, date};

impl Type {
    /// A figure of this type, in the scale of [`Value::Number`], as a rule file would write it: `5000元`, `30%`, `3个月`.
    ///
    /// ```
    /// use zhunsheng::law::Exact;
    /// use zhunsheng::model::Type;
    /// assert_eq!(Type::Money.show(Exact::from_int(20_000)), "2万元");
    /// ```
    #[must_use]
    pub fn show(&self, figure: Exact) -> String {
        let period = |make: fn(u32) -> Period| figure.to_i64().and_then(|n| u32::try_from(n).ok()).map(|n| make(n).to_string());
        let text = match self {
            Type::Money => Money::from_yuan(figure).map(|money| money.to_string()).or_else(|| Some(format!("{figure}元"))),
            Type::Ratio => Some(Ratio::from_exact(figure).to_string()),
            Type::Multiple => Some(Multiple::from_exact(figure).to_string()),
            Type::Quantity(unit) => figure.checked_div(unit.factor()).map(|amount| format!("{amount}{}", unit.name())),
            Type::Integer(Some(unit)) => Some(format!("{figure}{}", unit.name())),
            Type::Period(PeriodFamily::Days) => period(Period::Days),
            Type::Period(PeriodFamily::WorkingDays) => period(Period::WorkingDays),
            Type::Period(PeriodFamily::Months) => period(Period::Months),
            Type::Integer(None) | Type::Number | Type::Boolean | Type::Date | Type::Text | Type::Category(_) | Type::List(_) => None,
        };
        text.unwrap_or_else(|| figure.to_string())
    }
}

impl Model {
    /// A value of a type, as a rule file would write it; a list as the number of its elements.
    #[must_use]
    pub fn show(&self, ty: &Type, value: &Value) -> String {
        match (ty, value) {
            (_, Value::Boolean(true)) => "是".to_owned(),
            (_, Value::Boolean(false)) => "否".to_owned(),
            (_, Value::Date(day)) => date::display(*day),
            (_, Value::Text(text)) => format!("“{text}”"),
            (_, Value::List(elements)) => format!("{}项", elements.len()),
            (Type::Category(id), Value::Member(member)) => self[*id].members.get(usize::from(*member)).cloned().unwrap_or_default(),
            (_, Value::Member(member)) => format!("第{member}项"),
            (ty, Value::Number(figure)) => ty.show(*figure),
        }
    }

    /// A type in words, the same in every model: `等级 轻微 < 严重`, `整数(次)`.
    #[must_use]
    pub fn type_words(&self, ty: &Type) -> String {
        match ty {
            Type::Boolean => "是否".to_owned(),
            Type::Integer(None) => "整数".to_owned(),
            Type::Integer(Some(unit)) => format!("整数({})", unit.name()),
            Type::Number => "数".to_owned(),
            Type::Money => "金额".to_owned(),
            Type::Ratio => "比例".to_owned(),
            Type::Multiple => "倍数".to_owned(),
            Type::Quantity(unit) => format!("数量({})", unit.name()),
            Type::Period(PeriodFamily::Days) => "期间 日".to_owned(),
            Type::Period(PeriodFamily::WorkingDays) => "期间 工作日".to_owned(),
            Type::Period(PeriodFamily::Months) => "期间 月".to_owned(),
            Type::Date => "日期".to_owned(),
            Type::Text => "文本".to_owned(),
            Type::Category(id) if self[*id].ordered => format!("等级 {}", self[*id].members.join(" < ")),
            Type::Category(id) => {
                let mut members: Vec<&str> = self[*id].members.iter().map(String::as_str).collect();
                members.sort_unstable();
                format!("类别 {}", members.join("、"))
            }
            Type::List(record) => {
                let field = |field: &super::Field| {
                    let bounds = field.bounds.map(|range| format!(" {}", range.map(|figure| field.ty.show(figure)))).unwrap_or_default();
                    let optional = if field.optional { " 可缺" } else { "" };
                    format!("{}: {}{bounds}{optional}", field.name, self.type_words(&field.ty))
                };
                let mut fields: Vec<String> = self[*record].fields.iter().map(field).collect();
                fields.sort_unstable();
                format!("列表 {{ {} }}", fields.join("; "))
            }
        }
    }

    /// What a case says of a fact, as `设` would write it: the value, `无` or `未知`.
    #[must_use]
    pub fn show_given(&self, ty: &Type, given: &Given) -> String {
        match given {
            Given::Unknown => "未知".to_owned(),
            Given::Absent => "无".to_owned(),
            Given::Known(value) => self.show(ty, value),
        }
    }
}
