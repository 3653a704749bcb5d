//! A column of a batch as the source of one fact: its values as codes, block by block, and one value at a time into a row.

use std::collections::HashMap;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch, types};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::ColumnError;
use super::cells::{Integers, Texts, decimal};
use super::{ColumnOptions, Nulls};
use crate::engine::compiled::Slot;
use crate::engine::compiled::coding::{ABSENT, Coding, KNOWN, Steps, UNKNOWN, date_of, day_number};
use crate::engine::compiled::limits::within;
use crate::engine::compiled::program::Program;
use crate::engine::compiled::row::Row;
use crate::input::{InputProblem, Mistake, Number, Value as Given, near, read};
use crate::law::{Date, Exact, Money};
use crate::model::{Field, Given as Known, Model, PeriodFamily, Type, Value};

/// Stands for a value that has no code: outside its bounds, no member, finer than its type. Whether it is wrong is for the reader
/// of cases to say.
pub(super) const ODD: u32 = u32::MAX;

/// More digits after the point than this are not read: their unit would be no `i64`.
const FINEST: i8 = 18;

/// A column that holds a fact.
pub(super) struct Source<'a> {
    pub(super) slot: u32,
    field: &'a Field,
    column: &'a str,
    nulls: Option<&'a NullBuffer>,
    /// The code of a null.
    null: u32,
    cells: Cells<'a>,
}

enum Cells<'a> {
    Figures(Integers<'a>, Figures),
    Truths(&'a arrow_array::BooleanArray),
    /// With the code of each text that has one.
    Texts(Texts<'a>, Lexicon<'a>),
    /// Keys, and by key the code.
    Keys(Integers<'a>, Box<[u32]>, Texts<'a>),
}

/// Texts and their codes. Few are looked through, which is quicker than hashing each value.
enum Lexicon<'a> {
    Few(Vec<(&'a str, u32)>),
    Many(HashMap<&'a str, u32>),
}

impl<'a> Lexicon<'a> {
    fn new(texts: impl ExactSizeIterator<Item = (&'a str, u32)>) -> Lexicon<'a> {
        if texts.len() <= 8 { Lexicon::Few(texts.collect()) } else { Lexicon::Many(texts.collect()) }
    }

    #[inline]
    fn code(&self, text: &str) -> Option<u32> {
        match self {
            Lexicon::Few(texts) => texts.iter().find(|(known, _)| *known == text).map(|(_, code)| *code),
            Lexicon::Many(texts) => texts.get(text).copied(),
        }
    }
}

/// What whole numbers in a column stand for.
struct Figures {
    kind: Kind,
    /// Digits after the point.
    scale: u32,
    steps: Steps,
    /// From the least to the greatest number that the fact may be.
    within: (i64, i64),
    /// A number must be a multiple of this.
    grain: i64,
}

#[derive(Clone, Copy)]
enum Kind {
    Fen,
    Whole,
    /// Multiples of this, in the base unit of the fact's type.
    Of(Exact),
    Day,
}

/// The columns of a batch that the benchmark asks.
pub(super) fn sources<'a>(program: &'a Program, batch: &'a RecordBatch, options: ColumnOptions) -> Result<Vec<Source<'a>>, ColumnError> {
    let model = &*program.model;
    let schema = batch.schema_ref();
    let mut sources = Vec::new();
    for (at, (column, array)) in schema.fields().iter().zip(batch.columns()).enumerate() {
        let name = column.name().as_str();
        let problem = |mistake| Err(ColumnError::Name(InputProblem::new(name, mistake)));
        if schema.fields().iter().take(at).any(|other| other.name() == name) {
            return problem(Mistake::GivenTwice { name: name.to_owned() });
        }
        let mut known = matches!(name, "案号" | "case");
        for (slot, info) in program.slots.iter().enumerate() {
            let Some(fact) = info.fact.filter(|fact| model[*fact].key.to_string() == name) else { continue };
            known = true;
            if *array.data_type() == DataType::Null {
                continue;
            }
            let field = &model[fact].field;
            let cells = Cells::new(model, field, &info.coding, array).ok_or_else(|| ColumnError::Type {
                column: name.to_owned(),
                found: array.data_type().to_string(),
                accepted: accepted(&field.ty).to_owned(),
            })?;
            let null = match options.nulls {
                Nulls::Absent if field.optional => ABSENT,
                Nulls::Absent | Nulls::Unknown => UNKNOWN,
            };
            sources.push(Source { slot: slot as u32, field, column: name, nulls: array.nulls(), null, cells });
        }
        if !known && model.definitions.iter().any(|definition| definition.name == name) {
            return problem(Mistake::Derived { name: name.to_owned() });
        }
        if !known && !model.facts.iter().any(|fact| fact.key.to_string() == name) {
            let near = near(name, program.names.keys().map(String::as_str));
            return problem(Mistake::UnknownFact { name: name.to_owned(), near });
        }
    }
    Ok(sources)
}

/// The Arrow types that a fact is read from.
fn accepted(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "Boolean",
        Type::Money => "Decimal128 (元) / Int64 (分)",
        Type::Integer(_) | Type::Number | Type::Ratio | Type::Multiple | Type::Quantity(_) => "Int8–Int64 / UInt8–UInt64 / Decimal128",
        Type::Period(_) => "Int8–Int64 / UInt8–UInt64",
        Type::Date => "Date32",
        Type::Text | Type::Category(_) => "Utf8 / LargeUtf8 / Utf8View / Dictionary",
        Type::List(_) => "无 (none)",
    }
}

impl<'a> Cells<'a> {
    fn new(model: &'a Model, field: &'a Field, coding: &'a Coding, array: &'a dyn Array) -> Option<Cells<'a>> {
        match (&field.ty, coding) {
            (Type::Boolean, _) => array.as_boolean_opt().map(Cells::Truths),
            (Type::Date, Coding::Day(cuts)) => {
                let days = array.as_primitive_opt::<types::Date32Type>()?;
                let within = calendar();
                let figures = Figures { kind: Kind::Day, scale: 0, steps: cuts.steps(Exact::ONE)?, within, grain: 1 };
                Some(Cells::Figures(Integers::I32(days.values()), figures))
            }
            (Type::Text, Coding::Text(texts)) => {
                Cells::texts(array, Lexicon::new(texts.iter().map(|(text, code)| (&**text, *code))), |_| KNOWN)
            }
            (Type::Category(id), _) => {
                let members = model[*id].members.iter().enumerate().map(|(at, member)| (member.as_str(), KNOWN + at as u32));
                Cells::texts(array, Lexicon::new(members), |_| ODD)
            }
            (_, Coding::Figure(cuts)) => {
                let (integers, scale) = match array.data_type() {
                    DataType::Decimal128(_, scale @ 0..=FINEST) if !matches!(field.ty, Type::Period(_)) => {
                        (Integers::I128(array.as_primitive::<types::Decimal128Type>().values()), scale.unsigned_abs())
                    }
                    DataType::Int64 if field.ty == Type::Money => (Integers::new(array)?, 2),
                    _ if field.ty == Type::Money => return None,
                    _ => (Integers::new(array)?, 0),
                };
                let digits = 10i64.checked_pow(scale.into())?;
                let part = Exact::new(1, digits.into())?;
                let unit = if let Type::Quantity(unit) = &field.ty { part.checked_mul(unit.factor())? } else { part };
                let kind = match unit {
                    unit if unit == Exact::ONE => Kind::Whole,
                    unit if unit.numer() == 1 && unit.denom() == 100 => Kind::Fen,
                    unit => Kind::Of(unit),
                };
                let grain = match field.ty {
                    Type::Money => (digits / 100).max(1),
                    Type::Integer(_) => digits,
                    _ => 1,
                };
                let within = within(field, unit)?;
                Some(Cells::Figures(integers, Figures { kind, scale: scale.into(), steps: cuts.steps(unit)?, within, grain }))
            }
            _ => None,
        }
    }

    fn texts(array: &'a dyn Array, known: Lexicon<'a>, other: impl Fn(&str) -> u32) -> Option<Cells<'a>> {
        if let Some(texts) = Texts::new(array) {
            return Some(Cells::Texts(texts, known));
        }
        let dictionary = array.as_any_dictionary_opt()?;
        let values = Texts::new(dictionary.values())?;
        let nulls = dictionary.values().nulls();
        let code = |at: usize| match values.at(at) {
            // A null among the values of a dictionary is left to the slow way.
            Some(text) if nulls.is_none_or(|nulls| nulls.is_valid(at)) => known.code(text).unwrap_or_else(|| other(text)),
            _ => ODD,
        };
        let codes = (0..dictionary.values().len()).map(code).collect();
        Some(Cells::Keys(Integers::new(dictionary.keys())?, codes, values))
    }
}

/// The days that the reader of cases knows.
fn calendar() -> (i64, i64) {
    (day_number(Date::constant(1, 1, 1)), day_number(Date::MAX))
}

impl Figures {
    #[inline]
    fn takes(&self, value: i64) -> bool {
        self.within.0 <= value && value <= self.within.1 && (self.grain == 1 || value % self.grain == 0)
    }

    #[inline(always)]
    fn code(&self, value: i64) -> u32 {
        let code = KNOWN + self.steps.reached(value);
        if self.takes(value) { code } else { ODD }
    }
}

impl Source<'_> {
    /// The codes of some rows.
    pub(super) fn codes(&self, rows: Range<usize>, codes: &mut [u32]) {
        match &self.cells {
            Cells::Figures(integers, figures) => integers.codes(rows.clone(), codes, |value| figures.code(value)),
            Cells::Truths(truths) => {
                let truths = truths.values().slice(rows.start, rows.len());
                for (codes, mut truths) in codes.chunks_mut(64).zip(truths.bit_chunks().iter_padded()) {
                    for code in codes {
                        *code = KNOWN + u32::from(truths & 1 == 1);
                        truths >>= 1;
                    }
                }
            }
            Cells::Texts(texts, known) => {
                let other = if self.field.ty == Type::Text { KNOWN } else { ODD };
                texts.codes(rows.clone(), codes, |text| known.code(text).unwrap_or(other));
            }
            Cells::Keys(keys, of, _) => {
                let code = |key: i64| usize::try_from(key).ok().and_then(|key| of.get(key)).copied().unwrap_or(ODD);
                keys.codes(rows.clone(), codes, code);
            }
        }
        if let Some(nulls) = self.nulls {
            let valid = nulls.inner().slice(rows.start, rows.len());
            for (codes, valid) in codes.chunks_mut(64).zip(valid.bit_chunks().iter_padded()) {
                let mut nulls = !valid;
                while nulls != 0 {
                    if let Some(code) = codes.get_mut(nulls.trailing_zeros() as usize) {
                        *code = self.null;
                    }
                    nulls &= nulls - 1;
                }
            }
        }
    }

    /// Sets the fact of one row.
    pub(super) fn set(&self, model: &Model, at: usize, row: &mut Row) -> Result<(), InputProblem> {
        let slot = Slot(self.slot);
        let null = if self.null == ABSENT { Known::Absent } else { Known::Unknown };
        if self.nulls.is_some_and(|nulls| nulls.is_null(at)) {
            let _ = row.set(slot, &null);
            return Ok(());
        }
        // INVARIANT: the cells were made for the slot's type, so each value fits it.
        let set = match &self.cells {
            Cells::Figures(integers, figures) => match integers.at(at).filter(|value| figures.takes(*value)) {
                Some(value) => match figures.kind {
                    Kind::Fen => row.set_money(slot, Money::from_fen(value)).is_ok(),
                    Kind::Whole => row.set_integer(slot, value).is_ok(),
                    Kind::Of(unit) => unit.checked_mul(Exact::from_int(value)).is_some_and(|value| row.set_number(slot, value).is_ok()),
                    Kind::Day => date_of(value).is_some_and(|date| row.set_date(slot, date).is_ok()),
                },
                None => false,
            },
            Cells::Truths(truths) => row.set_boolean(slot, truths.values().value(at)).is_ok(),
            Cells::Texts(texts, known) => match texts.at(at) {
                Some(text) => self.set_text(slot, text, known.code(text), row),
                None => false,
            },
            Cells::Keys(keys, of, texts) => {
                let key = keys.at(at).and_then(|key| usize::try_from(key).ok());
                match key.and_then(|key| Some((*of.get(key)?, texts.at(key)?))) {
                    Some((ODD, _)) | None if key.is_some_and(|key| texts.is_null(key)) => row.set(slot, &null).is_ok(),
                    Some((code, text)) => self.set_text(slot, text, (code != ODD).then_some(code), row),
                    None => false,
                }
            }
        };
        if set { Ok(()) } else { self.read(model, at, row) }
    }

    fn set_text(&self, slot: Slot, text: &str, code: Option<u32>, row: &mut Row) -> bool {
        match (&self.field.ty, code) {
            (Type::Text, _) => row.set(slot, &Known::Known(Value::Text(text.into()))).is_ok(),
            (_, Some(code)) => u16::try_from(code - KNOWN).is_ok_and(|member| row.set_member(slot, member).is_ok()),
            (_, None) => false,
        }
    }

    /// Sets the fact of one row by the reader of cases, which knows `未知` and says what is wrong.
    fn read(&self, model: &Model, at: usize, row: &mut Row) -> Result<(), InputProblem> {
        let mut problems = Vec::new();
        let given = read(model, self.field, &self.given(at), self.column, &mut problems);
        if let Some(problem) = problems.into_iter().next() {
            return Err(problem);
        }
        let _ = row.set(Slot(self.slot), &given.unwrap_or_default());
        Ok(())
    }

    /// One value as a case gives it.
    fn given(&self, at: usize) -> Given {
        match &self.cells {
            Cells::Figures(integers, figures) => {
                let number = integers.wide(at);
                match (figures.kind, &self.field.ty) {
                    (Kind::Day, _) => match i64::try_from(number).ok().and_then(date_of) {
                        Some(date) => Given::Text(date.to_string()),
                        None => Given::Text(format!("Date32({number})")),
                    },
                    (_, Type::Period(family)) => Given::Text(match family {
                        PeriodFamily::Days => format!("{number}日"),
                        PeriodFamily::WorkingDays => format!("{number}个工作日"),
                        PeriodFamily::Months => format!("{number}个月"),
                    }),
                    _ => match Number::parse(&decimal(number, figures.scale)) {
                        Some(number) => Given::Number(number),
                        None => Given::Null,
                    },
                }
            }
            Cells::Truths(truths) => Given::Boolean(truths.values().value(at)),
            Cells::Texts(texts, _) => texts.at(at).map_or(Given::Null, Given::from),
            Cells::Keys(keys, _, texts) => {
                let key = keys.at(at).and_then(|key| usize::try_from(key).ok());
                key.and_then(|key| texts.at(key)).map_or(Given::Null, Given::from)
            }
        }
    }
}
