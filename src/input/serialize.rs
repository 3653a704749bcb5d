//! Values from anything `Serialize`, without a text format in between.

use indexmap::IndexMap;
use serde::ser::{self, Serialize};

use super::deserialize::{JSON_NUMBER, TOML_DATE, shortest};
use super::{Limits, Number, ReadError, ReadProblem, Value, read_json};

/// The name under which `serde_json` hands over a piece of raw JSON.
const RAW_JSON: &str = "$serde_json::private::RawValue";

impl Value {
    /// The value of anything `Serialize`: integers of any width and decimals by their digits, floating point by its
    /// shortest decimal, dates as the text they serialize to, `None` as null, a unit variant as its name.
    ///
    /// ```
    /// use zhunsheng::input::Value;
    /// #[derive(serde::Serialize)]
    /// struct Facts { 违法所得: f64, 违法次数: u128, 备注: Option<String> }
    /// let value = Value::from_serialize(&Facts { 违法所得: 0.1, 违法次数: 2, 备注: None }).unwrap();
    /// let json = zhunsheng::input::read_json(r#"{"违法所得": 0.1, "违法次数": 2, "备注": null}"#, &Default::default());
    /// assert_eq!(value, json.unwrap());
    /// ```
    ///
    /// # Errors
    /// For what no value can hold: NaN and infinities, bytes, keys that are no texts, a key that stands twice.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Value, ReadError> {
        value.serialize(Writer { left: Limits::default().nesting })
    }
}

fn unrepresentable(what: impl Into<String>) -> ReadError {
    ReadError::whole(ReadProblem::Unrepresentable { what: what.into() })
}

#[derive(Clone, Copy)]
struct Writer {
    /// How many levels of nesting are left.
    left: usize,
}

impl Writer {
    fn inner(self) -> Result<Writer, ReadError> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Writer { left }),
            None => Err(ReadError::whole(ReadProblem::TooDeep { limit: Limits::default().nesting })),
        }
    }
}

macro_rules! integers {
    ($($method:ident: $ty:ty),*) => { $(
        fn $method(self, value: $ty) -> Result<Value, ReadError> {
            Ok(value.into())
        }
    )* };
}

impl ser::Serializer for Writer {
    type Ok = Value;
    type Error = ReadError;
    type SerializeSeq = ListWriter;
    type SerializeTuple = ListWriter;
    type SerializeTupleStruct = ListWriter;
    type SerializeTupleVariant = ListWriter;
    type SerializeMap = ObjectWriter;
    type SerializeStruct = ObjectWriter;
    type SerializeStructVariant = ObjectWriter;

    integers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    );

    fn serialize_bool(self, value: bool) -> Result<Value, ReadError> {
        Ok(Value::Boolean(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Value, ReadError> {
        // By its own shortest digits: widened to f64 first, 0.1 would become 0.10000000149011612.
        Number::parse(&value.to_string()).map(Value::Number).ok_or_else(|| unrepresentable(value.to_string()))
    }

    fn serialize_f64(self, value: f64) -> Result<Value, ReadError> {
        shortest(value).map(Value::Number).ok_or_else(|| unrepresentable(value.to_string()))
    }

    fn serialize_char(self, value: char) -> Result<Value, ReadError> {
        Ok(Value::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Value, ReadError> {
        Ok(value.into())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, ReadError> {
        Err(unrepresentable("bytes"))
    }

    fn serialize_none(self) -> Result<Value, ReadError> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, ReadError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, ReadError> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, ReadError> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, ReadError> {
        Ok(variant.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Value, ReadError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, ReadError> {
        Ok([(variant, value.serialize(self.inner()?)?)].into_iter().collect())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListWriter, ReadError> {
        Ok(ListWriter { writer: self.inner()?, values: Vec::new(), variant: None })
    }

    fn serialize_tuple(self, _: usize) -> Result<ListWriter, ReadError> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListWriter, ReadError> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<ListWriter, ReadError> {
        Ok(ListWriter { variant: Some(variant), ..self.serialize_seq(None)? })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<ObjectWriter, ReadError> {
        Ok(ObjectWriter { writer: self.inner()?, entries: IndexMap::new(), key: None, variant: None, special: None })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<ObjectWriter, ReadError> {
        let special = [JSON_NUMBER, RAW_JSON, TOML_DATE].into_iter().find(|special| *special == name);
        // toml names the struct otherwise than its field: both carry the private mark.
        let special = special.or((name == "$__toml_private_Datetime").then_some(TOML_DATE));
        Ok(ObjectWriter { special, ..self.serialize_map(None)? })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<ObjectWriter, ReadError> {
        Ok(ObjectWriter { variant: Some(variant), ..self.serialize_map(None)? })
    }
}

fn named(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => [(variant, value)].into_iter().collect(),
        None => value,
    }
}

struct ListWriter {
    writer: Writer,
    values: Vec<Value>,
    variant: Option<&'static str>,
}

macro_rules! lists {
    ($($of:ident $method:ident),*) => { $(
        impl ser::$of for ListWriter {
            type Ok = Value;
            type Error = ReadError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ReadError> {
                self.values.push(value.serialize(self.writer)?);
                Ok(())
            }

            fn end(self) -> Result<Value, ReadError> {
                Ok(named(self.variant, Value::List(self.values)))
            }
        }
    )* };
}

lists!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

struct ObjectWriter {
    writer: Writer,
    entries: IndexMap<String, Value>,
    key: Option<String>,
    variant: Option<&'static str>,
    /// A private struct of another crate that stands for one value.
    special: Option<&'static str>,
}

impl ObjectWriter {
    fn insert(&mut self, key: String, value: Value) -> Result<(), ReadError> {
        if self.entries.contains_key(&key) {
            return Err(ReadError::whole(ReadProblem::DuplicateKey { key }));
        }
        self.entries.insert(key, value);
        Ok(())
    }

    fn finish(mut self) -> Result<Value, ReadError> {
        if let Some(special) = self.special
            && let Some((_, Value::Text(text))) = self.entries.pop()
        {
            return match special {
                JSON_NUMBER => Number::parse(&text).map(Value::Number).ok_or_else(|| unrepresentable(text)),
                RAW_JSON => read_json(&text, &Limits::default().with_nesting(self.writer.left)),
                _ => Ok(Value::Text(text)),
            };
        }
        Ok(named(self.variant, Value::Object(self.entries)))
    }
}

impl ser::SerializeMap for ObjectWriter {
    type Ok = Value;
    type Error = ReadError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ReadError> {
        self.key = Some(match key.serialize(self.writer)? {
            Value::Text(text) => text,
            Value::Number(number) => number.as_str().to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Null | Value::List(_) | Value::Object(_) => {
                return Err(unrepresentable("a key that is no text"));
            }
        });
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ReadError> {
        let value = value.serialize(self.writer)?;
        let key = self.key.take().ok_or_else(|| unrepresentable("a value without its key"))?;
        self.insert(key, value)
    }

    fn end(self) -> Result<Value, ReadError> {
        self.finish()
    }
}

macro_rules! structs {
    ($($of:ident),*) => { $(
        impl ser::$of for ObjectWriter {
            type Ok = Value;
            type Error = ReadError;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), ReadError> {
                let value = value.serialize(self.writer)?;
                self.insert(key.to_owned(), value)
            }

            fn end(self) -> Result<Value, ReadError> {
                self.finish()
            }
        }
    )* };
}

structs!(SerializeStruct, SerializeStructVariant);
