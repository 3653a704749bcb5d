//! Values from any serde format. A format that hands over `f64` has lost digits already: it gives the shortest decimal.

use std::fmt;

use indexmap::IndexMap;
use indexmap::map::Entry;
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Number, Value};

/// The names under which `serde_json` (with `arbitrary_precision`) and `toml` hand over numbers and dates as one-entry maps.
pub(super) const JSON_NUMBER: &str = "$serde_json::private::Number";
pub(super) const TOML_DATE: &str = "$__toml_private_datetime";

/// The shortest decimal of a floating-point number that is one.
pub(super) fn shortest(value: f64) -> Option<Number> {
    // `{}` writes the shortest digits that read back to the same number, without exponent.
    Number::parse(&value.to_string())
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a case")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        shortest(value).map(Value::Number).ok_or_else(|| E::custom(format_args!("{value} is no decimal number")))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = IndexMap::new();
        while let Some(key) = map.next_key::<String>()? {
            if entries.is_empty() && key == JSON_NUMBER {
                let text: String = map.next_value()?;
                return Number::parse(&text)
                    .map(Value::Number)
                    .ok_or_else(|| A::Error::custom(format_args!("{text} is no decimal number")));
            }
            if entries.is_empty() && key == TOML_DATE {
                return Ok(Value::Text(map.next_value()?));
            }
            match entries.entry(key) {
                Entry::Occupied(entry) => {
                    return Err(A::Error::custom(format_args!("`{}` stands twice in one object", entry.key())));
                }
                Entry::Vacant(entry) => entry.insert(map.next_value()?),
            };
        }
        Ok(Value::Object(entries))
    }

    /// As formats with enums (RON, MessagePack) write a member: its name.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (name, variant) = data.variant::<String>()?;
        variant.unit_variant()?;
        Ok(Value::Text(name))
    }
}
