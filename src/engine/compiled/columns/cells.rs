//! The values of Arrow arrays, whatever their width: whole numbers and texts.
#![allow(clippy::unnecessary_fallible_conversions, clippy::useless_conversion, reason = "one text for numbers of every width")]

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, LargeStringArray, StringArray, StringViewArray, types};
use arrow_schema::DataType;

use super::source::ODD;

/// Whole numbers of any width.
pub(super) enum Integers<'a> {
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
    I128(&'a [i128]),
}

/// Does the same to numbers of each width.
macro_rules! of_each_width {
    ($integers:expr, $values:ident => $work:expr) => {
        match $integers {
            Integers::I8($values) => $work,
            Integers::I16($values) => $work,
            Integers::I32($values) => $work,
            Integers::I64($values) => $work,
            Integers::U8($values) => $work,
            Integers::U16($values) => $work,
            Integers::U32($values) => $work,
            Integers::U64($values) => $work,
            Integers::I128($values) => $work,
        }
    };
}

impl<'a> Integers<'a> {
    /// The numbers of an array of integers.
    pub(super) fn new(array: &'a dyn Array) -> Option<Integers<'a>> {
        Some(match array.data_type() {
            DataType::Int8 => Integers::I8(array.as_primitive::<types::Int8Type>().values()),
            DataType::Int16 => Integers::I16(array.as_primitive::<types::Int16Type>().values()),
            DataType::Int32 => Integers::I32(array.as_primitive::<types::Int32Type>().values()),
            DataType::Int64 => Integers::I64(array.as_primitive::<types::Int64Type>().values()),
            DataType::UInt8 => Integers::U8(array.as_primitive::<types::UInt8Type>().values()),
            DataType::UInt16 => Integers::U16(array.as_primitive::<types::UInt16Type>().values()),
            DataType::UInt32 => Integers::U32(array.as_primitive::<types::UInt32Type>().values()),
            DataType::UInt64 => Integers::U64(array.as_primitive::<types::UInt64Type>().values()),
            _ => return None,
        })
    }

    /// The codes of some rows; a number too large for `i64` is odd.
    #[inline]
    pub(super) fn codes(&self, rows: Range<usize>, codes: &mut [u32], code: impl Fn(i64) -> u32) {
        of_each_width!(self, values => {
            for (to, value) in codes.iter_mut().zip(values.get(rows).unwrap_or_default()) {
                *to = match i64::try_from(*value) {
                    Ok(value) => code(value),
                    Err(_) => ODD,
                };
            }
        });
    }

    /// The number of a row, where `i64` holds it.
    pub(super) fn at(&self, row: usize) -> Option<i64> {
        of_each_width!(self, values => values.get(row).and_then(|value| i64::try_from(*value).ok()))
    }

    /// The number of a row.
    pub(super) fn wide(&self, row: usize) -> i128 {
        of_each_width!(self, values => values.get(row).map_or(0, |value| i128::from(*value)))
    }
}

/// Texts in any of Arrow's layouts.
pub(super) enum Texts<'a> {
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
}

impl<'a> Texts<'a> {
    pub(super) fn new(array: &'a dyn Array) -> Option<Texts<'a>> {
        Some(match array.data_type() {
            DataType::Utf8 => Texts::Small(array.as_string()),
            DataType::LargeUtf8 => Texts::Large(array.as_string()),
            DataType::Utf8View => Texts::View(array.as_string_view()),
            _ => return None,
        })
    }

    pub(super) fn at(&self, row: usize) -> Option<&'a str> {
        match self {
            Texts::Small(texts) => (row < texts.len()).then(|| texts.value(row)),
            Texts::Large(texts) => (row < texts.len()).then(|| texts.value(row)),
            Texts::View(texts) => (row < texts.len()).then(|| texts.value(row)),
        }
    }

    pub(super) fn is_null(&self, row: usize) -> bool {
        let nulls = match self {
            Texts::Small(texts) => texts.nulls(),
            Texts::Large(texts) => texts.nulls(),
            Texts::View(texts) => texts.nulls(),
        };
        nulls.is_some_and(|nulls| row < nulls.len() && nulls.is_null(row))
    }

    pub(super) fn codes(&self, rows: Range<usize>, codes: &mut [u32], code: impl Fn(&str) -> u32) {
        for (to, row) in codes.iter_mut().zip(rows) {
            *to = self.at(row).map_or(ODD, &code);
        }
    }
}

/// A whole number with its point `scale` digits from the right.
pub(super) fn decimal(number: i128, scale: u32) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    let sign = if number < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}
