//! A neutral value that every input format is read into.

use indexmap::IndexMap;

/// A decimal number as it was written, every digit kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub(crate) String);

/// A value as given, before a fact's type reads it.
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
