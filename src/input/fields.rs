//! The fields of a flat `Serialize` value, one by one and without a value in between. What is not flat is left alone: it is for
//! [`Value::from_serialize`](super::Value::from_serialize) and the binder to read, and to say what is wrong with it.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use super::Number;
use super::deserialize::shortest;

/// A value that is no list and no object.
pub(crate) enum Plain<'v> {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(Number),
    Text(&'v str),
}

/// A key, and which field of its value it is where the value is a struct.
#[derive(Clone, Copy)]
pub(crate) enum Key<'k> {
    Field(usize, &'static str),
    Entry(&'k str),
}

/// Takes fields.
pub(crate) trait Fields {
    /// Takes one; false ends the reading, for what only the binder can judge.
    fn take(&mut self, key: Key<'_>, value: Plain<'_>) -> bool;
}

/// Hands on every field of a value; false where something in it is not for this way.
pub(crate) fn each_field<T: Serialize + ?Sized>(value: &T, fields: &mut impl Fields) -> bool {
    value.serialize(Whole { fields }).is_ok()
}

/// Why reading ended: the value, or what takes its fields, wants another way.
#[derive(Debug)]
struct Unusual;

impl fmt::Display for Unusual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a flat value")
    }
}

impl std::error::Error for Unusual {}

impl ser::Error for Unusual {
    fn custom<T: fmt::Display>(_: T) -> Unusual {
        Unusual
    }
}

type Taken = Result<(), Unusual>;

/// Refuses what is not named before it.
macro_rules! refuse {
    ($($method:ident($($ty:ty),*)),* $(,)?) => { $(
        fn $method(self, $(_: $ty),*) -> Taken {
            Err(Unusual)
        }
    )* };
}

macro_rules! refuse_compound {
    ($($method:ident($($ty:ty),*) -> $of:ident),* $(,)?) => { $(
        fn $method(self, $(_: $ty),*) -> Result<Self::$of, Unusual> {
            Err(Unusual)
        }
    )* };
}

/// The value whose fields are wanted.
struct Whole<'f, F> {
    fields: &'f mut F,
}

impl<'f, F: Fields> ser::Serializer for Whole<'f, F> {
    type Ok = ();
    type Error = Unusual;
    type SerializeSeq = Impossible<(), Unusual>;
    type SerializeTuple = Impossible<(), Unusual>;
    type SerializeTupleStruct = Impossible<(), Unusual>;
    type SerializeTupleVariant = Impossible<(), Unusual>;
    type SerializeMap = Entries<'f, F>;
    type SerializeStruct = Struct<'f, F>;
    type SerializeStructVariant = Impossible<(), Unusual>;

    refuse!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str),
        serialize_bytes(&[u8]),
        serialize_none(),
        serialize_unit(),
        serialize_unit_struct(&'static str),
        serialize_unit_variant(&'static str, u32, &'static str),
    );
    refuse_compound!(
        serialize_seq(Option<usize>) -> SerializeSeq,
        serialize_tuple(usize) -> SerializeTuple,
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant,
    );

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Taken {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Taken {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Taken {
        Err(Unusual)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'f, F>, Unusual> {
        Ok(Entries { fields: self.fields, key: String::new() })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Struct<'f, F>, Unusual> {
        // Structs that stand for something else carry a private mark in their name.
        if name.starts_with('$') { Err(Unusual) } else { Ok(Struct { fields: self.fields, at: 0 }) }
    }
}

struct Struct<'f, F> {
    fields: &'f mut F,
    at: usize,
}

impl<F: Fields> ser::SerializeStruct for Struct<'_, F> {
    type Ok = ();
    type Error = Unusual;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Taken {
        let key = Key::Field(self.at, key);
        self.at += 1;
        value.serialize(One { fields: &mut *self.fields, key })
    }

    fn end(self) -> Taken {
        Ok(())
    }
}

struct Entries<'f, F> {
    fields: &'f mut F,
    key: String,
}

/// Takes a key that is a text.
struct Name<'k>(&'k mut String);

impl Fields for Name<'_> {
    fn take(&mut self, _: Key<'_>, value: Plain<'_>) -> bool {
        let Plain::Text(text) = value else { return false };
        self.0.clear();
        self.0.push_str(text);
        true
    }
}

impl<F: Fields> ser::SerializeMap for Entries<'_, F> {
    type Ok = ();
    type Error = Unusual;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Taken {
        key.serialize(One { fields: &mut Name(&mut self.key), key: Key::Entry("") })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Taken {
        value.serialize(One { fields: &mut *self.fields, key: Key::Entry(&self.key) })
    }

    fn end(self) -> Taken {
        Ok(())
    }
}

/// One field's value.
struct One<'f, 'k, F> {
    fields: &'f mut F,
    key: Key<'k>,
}

impl<F: Fields> One<'_, '_, F> {
    fn take(self, value: Plain<'_>) -> Taken {
        if self.fields.take(self.key, value) { Ok(()) } else { Err(Unusual) }
    }

    fn integer(self, value: impl TryInto<i64>) -> Taken {
        value.try_into().map_err(|_| Unusual).and_then(|value| self.take(Plain::Integer(value)))
    }
}

macro_rules! integers {
    ($($method:ident: $ty:ty),*) => { $(
        fn $method(self, value: $ty) -> Taken {
            self.integer(value)
        }
    )* };
}

impl<F: Fields> ser::Serializer for One<'_, '_, F> {
    type Ok = ();
    type Error = Unusual;
    type SerializeSeq = Impossible<(), Unusual>;
    type SerializeTuple = Impossible<(), Unusual>;
    type SerializeTupleStruct = Impossible<(), Unusual>;
    type SerializeTupleVariant = Impossible<(), Unusual>;
    type SerializeMap = Impossible<(), Unusual>;
    type SerializeStruct = Impossible<(), Unusual>;
    type SerializeStructVariant = Impossible<(), Unusual>;

    integers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    );
    refuse!(serialize_char(char), serialize_bytes(&[u8]));
    refuse_compound!(
        serialize_seq(Option<usize>) -> SerializeSeq,
        serialize_tuple(usize) -> SerializeTuple,
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant,
        serialize_map(Option<usize>) -> SerializeMap,
        serialize_struct(&'static str, usize) -> SerializeStruct,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant,
    );

    fn serialize_bool(self, value: bool) -> Taken {
        self.take(Plain::Boolean(value))
    }

    fn serialize_f32(self, value: f32) -> Taken {
        // By its own shortest digits, as everywhere.
        Number::parse(&value.to_string()).ok_or(Unusual).and_then(|number| self.take(Plain::Number(number)))
    }

    fn serialize_f64(self, value: f64) -> Taken {
        shortest(value).ok_or(Unusual).and_then(|number| self.take(Plain::Number(number)))
    }

    fn serialize_str(self, value: &str) -> Taken {
        self.take(Plain::Text(value))
    }

    fn serialize_none(self) -> Taken {
        self.take(Plain::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Taken {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Taken {
        self.take(Plain::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Taken {
        self.take(Plain::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Taken {
        self.take(Plain::Text(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Taken {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Taken {
        Err(Unusual)
    }
}
