//! What types are called and which go together. Knows nothing of names or places.

use super::Checker;
use crate::diagnostic::Term;
use crate::law::Exact;
use crate::model::{PeriodFamily, Type};
use crate::syntax::tree::{Measure, PeriodFamily as Written};

/// The family a period counts in.
pub(super) fn family(period: crate::law::Period) -> PeriodFamily {
    match period {
        crate::law::Period::Days(_) => PeriodFamily::Days,
        crate::law::Period::WorkingDays(_) => PeriodFamily::WorkingDays,
        crate::law::Period::Months(_) => PeriodFamily::Months,
    }
}

/// The family as written in a declaration.
pub(super) fn written_family(family: Written) -> PeriodFamily {
    match family {
        Written::Days => PeriodFamily::Days,
        Written::WorkingDays => PeriodFamily::WorkingDays,
        Written::Months => PeriodFamily::Months,
    }
}

/// What a family of periods is called.
pub(super) fn family_term(family: PeriodFamily) -> Term {
    match family {
        PeriodFamily::Days => Term::new("日", "days"),
        PeriodFamily::WorkingDays => Term::new("工作日", "working days"),
        PeriodFamily::Months => Term::new("月", "months"),
    }
}

/// What a literal is called.
pub(super) fn measure_term(measure: &Measure) -> Term {
    match measure {
        Measure::Number(n) if n.is_integer() => Term::new("整数", "a whole number"),
        Measure::Number(_) => Term::new("数", "a number"),
        Measure::Money(_) => Term::new("金额", "an amount of money"),
        Measure::Ratio(_) => Term::new("比例", "a ratio"),
        Measure::Multiple(_) => Term::new("倍数", "a multiple"),
        Measure::Period(p) => period_term(family(*p)),
        Measure::Quantity(_, unit) => Term::new(format!("以{}计的数量", unit.node), format!("a quantity in {}", unit.node)),
        Measure::Date(_) => Term::new("日期", "a date"),
        Measure::Text(_) => Term::new("文本", "a text"),
        Measure::Boolean(_) => Term::new("是或否", "是 or 否"),
    }
}

fn period_term(family: PeriodFamily) -> Term {
    match family {
        PeriodFamily::Days => Term::new("以日计的期间", "a period in days"),
        PeriodFamily::WorkingDays => Term::new("以工作日计的期间", "a period in working days"),
        PeriodFamily::Months => Term::new("以月、年计的期间", "a period in months or years"),
    }
}

/// Whether values of a type are figures.
pub(super) fn is_figure(ty: &Type) -> bool {
    match ty {
        Type::Integer(_) | Type::Number | Type::Money | Type::Ratio | Type::Multiple | Type::Quantity(_) | Type::Period(_) => true,
        Type::Boolean | Type::Date | Type::Text | Type::Category(_) | Type::List(_) => false,
    }
}

/// Whether a type is a bare number, fit to multiply anything.
pub(super) fn is_pure(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_) | Type::Number | Type::Ratio | Type::Multiple)
}

/// An example of a literal of a type.
pub(super) fn example(ty: &Type) -> String {
    match ty {
        Type::Boolean => "是".to_owned(),
        Type::Integer(Some(unit)) => format!("2{unit}"),
        Type::Integer(None) => "2".to_owned(),
        Type::Number => "1.5".to_owned(),
        Type::Money => "5000元".to_owned(),
        Type::Ratio => "30%".to_owned(),
        Type::Multiple => "3倍".to_owned(),
        Type::Quantity(unit) => format!("200{unit}"),
        Type::Period(PeriodFamily::Days) => "15日".to_owned(),
        Type::Period(PeriodFamily::WorkingDays) => "7个工作日".to_owned(),
        Type::Period(PeriodFamily::Months) => "6个月".to_owned(),
        Type::Date => "2026-01-01".to_owned(),
        Type::Text | Type::Category(_) | Type::List(_) => "“…”".to_owned(),
    }
}

impl Checker<'_> {
    /// What a type is called.
    pub(super) fn type_term(&self, ty: &Type) -> Term {
        match ty {
            Type::Boolean => Term::new("是或否", "a yes-or-no fact"),
            Type::Integer(Some(unit)) => Term::new(format!("以{unit}计的整数"), format!("a whole number of {unit}")),
            Type::Integer(None) => Term::new("整数", "a whole number"),
            Type::Number => Term::new("数", "a number"),
            Type::Money => Term::new("金额", "an amount of money"),
            Type::Ratio => Term::new("比例", "a ratio"),
            Type::Multiple => Term::new("倍数", "a multiple"),
            Type::Quantity(unit) => Term::new(format!("以{unit}计的数量"), format!("a quantity in {unit}")),
            Type::Period(family) => period_term(*family),
            Type::Date => Term::new("日期", "a date"),
            Type::Text => Term::new("文本", "a text"),
            Type::Category(id) => {
                let name = self.model.enumerations.get(id.index()).map_or("", |e| &e.name);
                Term::new(format!("「{name}」的一项"), format!("a member of “{name}”"))
            }
            Type::List(id) => {
                let name = self.record_name(id.index());
                Term::new(format!("「{name}」的列表"), format!("a list of “{name}”"))
            }
        }
    }

    /// Whether values of two types compare and add.
    pub(super) fn compatible(&self, a: &Type, b: &Type) -> bool {
        match (a, b) {
            (Type::Integer(Some(a)), Type::Integer(Some(b))) | (Type::Quantity(a), Type::Quantity(b)) => a.dimension() == b.dimension(),
            (Type::Integer(_) | Type::Number, Type::Integer(_) | Type::Number) => true,
            // A quotient is a number, and may well be meant as a ratio or a multiple.
            (Type::Number, Type::Ratio | Type::Multiple) | (Type::Ratio | Type::Multiple, Type::Number) => true,
            (Type::Category(a), Type::Category(b)) => self.same_members(*a, *b),
            (a, b) => a == b,
        }
    }

    /// Whether two declarations of one key hold the same sort of value.
    pub(super) fn same_type(&self, a: &Type, b: &Type) -> bool {
        match (a, b) {
            (Type::Integer(Some(a)), Type::Integer(Some(b))) | (Type::Quantity(a), Type::Quantity(b)) => a.dimension() == b.dimension(),
            (Type::Integer(_), Type::Integer(_)) => true,
            (Type::Category(a), Type::Category(b)) => self.same_members(*a, *b),
            (a, b) => a == b,
        }
    }
}

/// A whole number of a period, as a figure.
pub(super) fn count(period: crate::law::Period) -> Exact {
    Exact::from_int(i64::from(period.count()))
}
