//! A neutral value that every input format is read into; it knows no facts and no rules.

use indexmap::IndexMap;

use crate::law::Exact;

/// The greatest power of ten that a number in scientific notation may carry: far past what an exact number can hold.
const MAX_EXPONENT: u32 = 60;

/// A decimal number as it was written, every digit kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// Takes a decimal number as JSON writes it (`-12`, `0.50`, `1e6`); nothing for any other text.
    ///
    /// ```
    /// use zhunsheng::input::Number;
    /// assert_eq!(Number::parse("0.10").unwrap().as_str(), "0.10");
    /// assert!(Number::parse("NaN").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Number> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = split_exponent(unsigned);
        let (whole, part) = match mantissa.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (mantissa, None),
        };
        let exponent = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
        let well_formed =
            digits(whole) && (whole == "0" || !whole.starts_with('0')) && part.is_none_or(digits) && exponent.is_none_or(digits);
        well_formed.then(|| Number(text.to_owned()))
    }

    /// The number as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its exact value; nothing where it is too large or too fine to be held.
    #[must_use]
    pub fn to_exact(&self) -> Option<Exact> {
        let (mantissa, exponent) = split_exponent(&self.0);
        // 0.10 and 0.1 are the same number: digits that say nothing must not make it too fine.
        let mantissa = match mantissa.split_once('.') {
            Some((whole, part)) => match part.trim_end_matches('0') {
                "" => whole.to_owned(),
                part => format!("{whole}.{part}"),
            },
            None => mantissa.to_owned(),
        };
        let value: Exact = mantissa.parse().ok()?;
        let Some(exponent) = exponent else {
            return Some(value);
        };
        if value.is_zero() {
            return Some(value);
        }
        let (down, size) = match exponent.strip_prefix('-') {
            Some(size) => (true, size),
            None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
        };
        let size: u32 = size.parse().ok().filter(|size| *size <= MAX_EXPONENT)?;
        // Ten by ten, so that 1200000e-40 is not lost to a power that alone would not fit.
        let ten = Exact::from_int(10);
        (0..size).try_fold(value, |value, _| match down {
            true => value.checked_div(ten),
            false => value.checked_mul(ten),
        })
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn split_exponent(text: &str) -> (&str, Option<&str>) {
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    }
}

macro_rules! from_integers {
    ($($ty:ty),*) => { $(
        impl From<$ty> for Number {
            fn from(value: $ty) -> Number {
                Number(value.to_string())
            }
        }

        impl From<$ty> for Value {
            fn from(value: $ty) -> Value {
                Value::Number(value.into())
            }
        }
    )* };
}

from_integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

/// A value as given, before a fact's type reads it.
///
/// It is read from JSON with [`Value::from_json`](super::read_json), made from anything `Serialize` with
/// [`Value::from_serialize`], and is itself `Deserialize` for every other format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// null
    Null,
    /// true or false
    Boolean(bool),
    /// a number
    Number(Number),
    /// a text
    Text(String),
    /// a list
    List(Vec<Value>),
    /// named values, in order
    Object(IndexMap<String, Value>),
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Boolean(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(value: Vec<Value>) -> Value {
        Value::List(value)
    }
}

impl<K: Into<String>> FromIterator<(K, Value)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Value {
        Value::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}
