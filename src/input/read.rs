//! One value by a fact's type and bounds; it knows nothing of keys, acts and benchmarks.

use std::sync::Arc;

use crate::law::numeral::take_numeral;
use crate::law::{Exact, Money, Multiple, Period, Quantity, Range, Ratio, Unit};
use crate::model::{Element, Field, Given, Model, PeriodFamily, Type, Value as Typed};

use super::expected::{Expected, Found};
use super::names::Elements;
use super::near::near;
use super::problem::{InputProblem, Mistake};
use super::sheet;
use super::{Number, Value};

/// What a value says of a field; problems go to `problems`, and then there is no answer.
pub(crate) fn read(model: &Model, field: &Field, value: &Value, pointer: &str, problems: &mut Vec<InputProblem>) -> Option<Given> {
    let reader = Reader { model, ty: &field.ty, value };
    if let Some(given) = reader.nothing(field.optional) {
        return match given {
            Ok(given) => Some(given),
            Err(mistake) => {
                problems.push(InputProblem::new(pointer, mistake));
                None
            }
        };
    }
    if let (Type::List(record), Value::List(values)) = (&field.ty, value) {
        let elements = Elements::of(&model[*record]);
        let before = problems.len();
        let read: Vec<Element> = values
            .iter()
            .enumerate()
            .filter_map(|(at, value)| elements.read(model, &model[*record], value, &format!("{pointer}/{at}"), problems))
            .collect();
        return (problems.len() == before).then(|| Given::Known(Typed::List(read.into())));
    }
    match reader.read().and_then(|typed| reader.within(field.bounds.as_ref(), typed)) {
        Ok(typed) => Some(Given::Known(typed)),
        Err(mistake) => {
            problems.push(InputProblem::new(pointer, mistake));
            None
        }
    }
}

/// Reads an amount of money in yuan: `5000`, `"5000元"`, `"0.5万元"`, `"5000"`.
pub(super) fn money(model: &Model, value: &Value) -> Result<Money, Mistake> {
    let reader = Reader { model, ty: &Type::Money, value };
    match reader.read()? {
        Typed::Number(yuan) => Money::from_yuan(yuan).ok_or(Mistake::TooLarge { found: Found::of(value) }),
        Typed::Boolean(_) | Typed::Date(_) | Typed::Member(_) | Typed::Text(_) | Typed::List(_) => Err(reader.wrong_type()),
    }
}

/// Text without the blanks that people and spreadsheets put between figures and units.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

struct Reader<'a> {
    model: &'a Model,
    ty: &'a Type,
    value: &'a Value,
}

impl Reader<'_> {
    fn found(&self) -> Found {
        Found::of(self.value)
    }

    fn expected(&self) -> Expected {
        Expected::of(self.model, self.ty)
    }

    fn wrong_type(&self) -> Mistake {
        Mistake::WrongType { found: self.found(), expected: self.expected() }
    }

    fn wrong_unit(&self) -> Mistake {
        Mistake::WrongUnit { found: self.found(), expected: self.expected() }
    }

    fn too_large(&self) -> Mistake {
        Mistake::TooLarge { found: self.found() }
    }

    /// null, `未知` and `无`, where they stand for no value and not for a text or a member of that name.
    fn nothing(&self, optional: bool) -> Option<Result<Given, Mistake>> {
        if *self.value == Value::Null {
            return Some(if optional { Ok(Given::Absent) } else { Err(Mistake::Null { expected: self.expected() }) });
        }
        let Value::Text(text) = self.value else {
            return None;
        };
        let named = match self.ty {
            Type::Text => true,
            Type::Category(id) => self.model[*id].members.contains(text),
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Money
            | Type::Ratio
            | Type::Multiple
            | Type::Quantity(_)
            | Type::Period(_)
            | Type::Date
            | Type::List(_) => false,
        };
        match text.trim() {
            "未知" if !named => Some(Ok(Given::Unknown)),
            "无" if optional && !named => Some(Ok(Given::Absent)),
            _ => None,
        }
    }

    fn read(&self) -> Result<Typed, Mistake> {
        match self.ty {
            Type::Boolean => self.boolean(),
            Type::Integer(unit) => self.figure(|text| self.counted(text, unit.as_ref())).and_then(|value| match value.is_integer() {
                true => Ok(Typed::Number(value)),
                false => Err(Mistake::NotWhole { found: self.found() }),
            }),
            Type::Number => self.number(|text| self.bare(text)),
            Type::Money => self.figure(|text| self.yuan(text)).and_then(|yuan| self.whole_fen(yuan)),
            Type::Ratio => self.number(|text| match Ratio::parse(text) {
                Some(ratio) => Ok(ratio.exact()),
                None => self.bare(text),
            }),
            Type::Multiple => self.number(|text| match Multiple::parse(text) {
                Some(multiple) => Ok(multiple.exact()),
                None => self.bare(text),
            }),
            Type::Quantity(unit) => self.quantity(unit),
            Type::Period(family) => self.period(*family),
            Type::Date => self.date(),
            Type::Text => match self.value {
                Value::Text(text) => Ok(Typed::Text(Arc::from(text.as_str()))),
                Value::Null | Value::Boolean(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => Err(self.wrong_type()),
            },
            Type::Category(id) => self.member(&self.model[*id].members),
            Type::List(_) => Err(self.wrong_type()),
        }
    }

    fn boolean(&self) -> Result<Typed, Mistake> {
        match self.value {
            Value::Boolean(value) => Ok(Typed::Boolean(*value)),
            Value::Text(text) => sheet::truth(text).map(Typed::Boolean).ok_or_else(|| self.wrong_type()),
            Value::Null | Value::Number(_) | Value::List(_) | Value::Object(_) => Err(self.wrong_type()),
        }
    }

    /// A number as it is, or a text that `by_text` reads after its sign.
    fn figure(&self, by_text: impl Fn(&str) -> Result<Exact, Mistake>) -> Result<Exact, Mistake> {
        match self.value {
            Value::Number(number) => number.to_exact().ok_or_else(|| self.too_large()),
            Value::Text(text) => {
                let text = compact(text);
                match text.strip_prefix(['-', '－', '−', '负']) {
                    Some(text) => by_text(text).map(|value| -value),
                    None => by_text(&text),
                }
            }
            Value::Null | Value::Boolean(_) | Value::List(_) | Value::Object(_) => Err(self.wrong_type()),
        }
    }

    fn number(&self, by_text: impl Fn(&str) -> Result<Exact, Mistake>) -> Result<Typed, Mistake> {
        self.figure(by_text).map(Typed::Number)
    }

    /// A number and what follows it.
    fn split<'t>(&self, text: &'t str) -> Result<(Exact, &'t str), Mistake> {
        // As JSON writes it first: 5000.00 and 0.10 keep every digit, and only then numerals of all kinds.
        if let Some(number) = Number::parse(text) {
            return number.to_exact().map(|value| (value, "")).ok_or_else(|| self.too_large());
        }
        match take_numeral(text) {
            Some((value, bytes)) => Ok((value, text.get(bytes..).unwrap_or_default())),
            None => Err(self.wrong_type()),
        }
    }

    fn bare(&self, text: &str) -> Result<Exact, Mistake> {
        match self.split(text)? {
            (value, "") => Ok(value),
            _ => Err(self.wrong_unit()),
        }
    }

    fn counted(&self, text: &str, unit: Option<&Unit>) -> Result<Exact, Mistake> {
        let (value, rest) = self.split(text)?;
        if rest.is_empty() {
            return Ok(value);
        }
        let given = self.model.units.get(rest).ok_or_else(|| self.wrong_unit())?;
        let fits = match unit {
            Some(unit) => given.dimension() == unit.dimension(),
            // A counting unit, whose dimension is named by a unit: 次, but not 吨.
            None => given.factor() == Exact::ONE && self.model.units.get(given.dimension().name()).is_some(),
        };
        match fits {
            true => value.checked_mul(given.factor()).ok_or_else(|| self.too_large()),
            false => Err(self.wrong_unit()),
        }
    }

    fn yuan(&self, text: &str) -> Result<Exact, Mistake> {
        let text = text.strip_prefix("人民币").unwrap_or(text);
        let text = text.strip_prefix(['¥', '￥']).unwrap_or(text);
        if let Some(money) = Money::parse(text) {
            return Ok(money.to_yuan());
        }
        match self.split(text)? {
            (value, "" | "元" | "圆" | "元整" | "圆整") => Ok(value),
            _ => Err(self.wrong_unit()),
        }
    }

    fn whole_fen(&self, yuan: Exact) -> Result<Typed, Mistake> {
        let fen = yuan.checked_mul(Exact::from_int(100)).ok_or_else(|| self.too_large())?;
        if !fen.is_integer() {
            return Err(Mistake::FinerThanFen { found: self.found() });
        }
        fen.to_i64().map(|_| Typed::Number(yuan)).ok_or_else(|| self.too_large())
    }

    fn quantity(&self, unit: &Unit) -> Result<Typed, Mistake> {
        let base = |value: Exact, unit: &Unit| Quantity::new(value, unit.clone()).in_base().ok_or_else(|| self.too_large());
        let by_text = |text: &str| match self.split(text)? {
            (value, "") => base(value, unit),
            (value, rest) => match self.model.units.get(rest) {
                Some(given) if given.dimension() == unit.dimension() => base(value, given),
                Some(_) | None => Err(self.wrong_unit()),
            },
        };
        match self.value {
            Value::Number(_) => base(self.figure(by_text)?, unit).map(Typed::Number),
            Value::Null | Value::Boolean(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => self.number(by_text),
        }
    }

    fn period(&self, family: PeriodFamily) -> Result<Typed, Mistake> {
        // Without its unit a period says nothing: 6 may be days or months.
        let Value::Text(text) = self.value else {
            return Err(self.wrong_type());
        };
        let text = compact(text);
        let count = match (Period::parse(&text), family) {
            (Some(Period::Days(n)), PeriodFamily::Days)
            | (Some(Period::WorkingDays(n)), PeriodFamily::WorkingDays)
            | (Some(Period::Months(n)), PeriodFamily::Months) => n,
            (Some(_), _) => return Err(self.wrong_unit()),
            (None, _) => {
                return Err(match take_numeral(&text) {
                    Some((_, bytes)) if bytes < text.len() => self.wrong_unit(),
                    Some(_) | None => self.wrong_type(),
                });
            }
        };
        Ok(Typed::Number(Exact::from_int(i64::from(count))))
    }

    fn date(&self) -> Result<Typed, Mistake> {
        match self.value {
            Value::Text(text) => sheet::day(text).map(Typed::Date).ok_or_else(|| Mistake::BadDate { found: self.found() }),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => Err(self.wrong_type()),
        }
    }

    fn member(&self, members: &[String]) -> Result<Typed, Mistake> {
        let Value::Text(text) = self.value else {
            return Err(self.wrong_type());
        };
        let at = members.iter().position(|member| member == text.trim());
        match at.and_then(|at| u16::try_from(at).ok()) {
            Some(at) => Ok(Typed::Member(at)),
            None => Err(Mistake::NotAMember {
                found: self.found(),
                expected: self.expected(),
                near: near(text.trim(), members.iter().map(String::as_str)),
            }),
        }
    }

    fn within(&self, bounds: Option<&Range<Exact>>, typed: Typed) -> Result<Typed, Mistake> {
        if let (Some(bounds), Typed::Number(value)) = (bounds, &typed)
            && !bounds.contains(value)
        {
            let bounds = (*bounds).map(|bound| self.ty.show(bound)).to_string();
            return Err(Mistake::OutOfBounds { found: self.found(), bounds });
        }
        Ok(typed)
    }
}
