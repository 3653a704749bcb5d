//! TOML: one case a file. Numbers are taken as they are written, not as the floating point they would become.

use toml_edit::{DocumentMut, Item, Repr, Value as Toml};
use zhunsheng::input::{Limits, Number, ReadError, ReadProblem, Value};

use super::{at, other};

pub(super) fn read(text: &str, limits: &Limits) -> Result<Value, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        at(line, column, other(error.message().trim()))
    })?;
    item(document.as_item(), limits.nesting)
}

fn item(item: &Item, left: usize) -> Result<Value, ReadError> {
    let left = left.checked_sub(1).ok_or_else(too_deep)?;
    match item {
        Item::None => Ok(Value::Null),
        Item::Value(value) => toml(value, left),
        Item::Table(table) => table.iter().map(|(key, inner)| Ok((key, self::item(inner, left)?))).collect(),
        Item::ArrayOfTables(tables) => {
            let tables = tables
                .iter()
                .map(|table| table.iter().map(|(key, inner)| Ok((key, self::item(inner, left)?))).collect::<Result<Value, ReadError>>());
            tables.collect::<Result<Vec<_>, _>>().map(Value::List)
        }
    }
}

fn toml(value: &Toml, left: usize) -> Result<Value, ReadError> {
    let left = left.checked_sub(1).ok_or_else(too_deep)?;
    match value {
        Toml::String(text) => Ok(Value::from(text.value().as_str())),
        Toml::Boolean(value) => Ok(Value::from(*value.value())),
        Toml::Integer(number) => self::number(number.as_repr()),
        Toml::Float(number) => self::number(number.as_repr()),
        Toml::Datetime(date) => Ok(Value::from(date.value().to_string())),
        Toml::Array(values) => values.iter().map(|value| toml(value, left)).collect::<Result<Vec<_>, _>>().map(Value::List),
        Toml::InlineTable(table) => table.iter().map(|(key, inner)| Ok((key, toml(inner, left)?))).collect(),
    }
}

/// `1_000.50` by its digits; hexadecimal, `inf` and `nan` are no figures of a case.
fn number(repr: Option<&Repr>) -> Result<Value, ReadError> {
    let written = repr.and_then(|repr| repr.as_raw().as_str()).unwrap_or_default();
    let plain: String = written.chars().filter(|c| *c != '_').collect();
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    match Number::parse(plain) {
        Some(number) => Ok(Value::Number(number)),
        None => Err(ReadError::whole(ReadProblem::Unrepresentable { what: written.to_owned() })),
    }
}

fn too_deep() -> ReadError {
    ReadError::whole(ReadProblem::TooDeep { limit: Limits::default().nesting })
}
