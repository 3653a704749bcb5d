//! YAML: a case a document. Scalars are taken by their text, so that numbers keep every digit; aliases are refused,
//! since a few of them can stand for more data than any memory holds.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};
use zhunsheng::input::{Limits, Number, ReadError, ReadProblem, Value};

use super::{Read, at, other};

/// A list or mapping that is not closed yet.
enum Open {
    List(Vec<Value>),
    Mapping(Vec<(String, Value)>, Option<String>),
}

pub(super) fn read(text: &str, limits: &Limits) -> Vec<Read> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder { open: Vec::new(), done: Vec::new(), line: 1, limits };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => builder.take(event, span.start.line(), span.start.col() + 1),
            Err(error) => Err(told(&error)),
        };
        if let Err(error) = step {
            builder.done.push((None, Err(error)));
            break;
        }
    }
    let several = builder.done.len() > 1;
    builder.done.into_iter().map(|(line, read)| (line.filter(|_| several), read)).collect()
}

fn told(error: &ScanError) -> ReadError {
    at(error.marker().line(), error.marker().col() + 1, other(error.info()))
}

struct Builder<'l> {
    open: Vec<Open>,
    done: Vec<Read>,
    line: usize,
    limits: &'l Limits,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, line: usize, column: usize) -> Result<(), ReadError> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.line = line;
                Ok(())
            }
            Event::Alias(_) => Err(at(line, column, other("案件里不能用 YAML 的别名 (*名称) (aliases are not accepted)"))),
            Event::Scalar(text, style, _, tag) => {
                let value = scalar(&text, style, tag.as_deref());
                let value = value.ok_or_else(|| at(line, column, ReadProblem::Unrepresentable { what: text.to_string() }))?;
                self.put(value, Some(&text), line, column)
            }
            Event::SequenceStart(..) => self.begin(Open::List(Vec::new()), line, column),
            Event::MappingStart(..) => self.begin(Open::Mapping(Vec::new(), None), line, column),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(values)) => self.put(Value::List(values), None, line, column),
                Some(Open::Mapping(entries, _)) => self.put(entries.into_iter().collect(), None, line, column),
                None => Ok(()),
            },
        }
    }

    fn begin(&mut self, open: Open, line: usize, column: usize) -> Result<(), ReadError> {
        if self.open.len() >= self.limits.nesting {
            return Err(at(line, column, ReadProblem::TooDeep { limit: self.limits.nesting }));
        }
        self.open.push(open);
        Ok(())
    }

    /// Puts a value where it belongs; a mapping takes a key (a scalar, by its text) and then a value.
    fn put(&mut self, value: Value, text: Option<&str>, line: usize, column: usize) -> Result<(), ReadError> {
        match self.open.last_mut() {
            None => self.done.push((Some(self.line), Ok(value))),
            Some(Open::List(values)) => values.push(value),
            Some(Open::Mapping(entries, key)) => match key.take() {
                Some(key) => entries.push((key, value)),
                None => {
                    let name = text.ok_or_else(|| at(line, column, other("名称应为文本 (a key must be a text)")))?;
                    if entries.iter().any(|(other, _)| other == name) {
                        return Err(at(line, column, ReadProblem::DuplicateKey { key: name.to_owned() }));
                    }
                    *key = Some(name.to_owned());
                }
            },
        }
        Ok(())
    }
}

/// A scalar by the core schema of YAML 1.2; nothing where it is no value of a case.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Option<Value> {
    let as_text = tag.is_some_and(|tag| tag.suffix == "str") || !matches!(style, ScalarStyle::Plain);
    if as_text {
        return Some(Value::from(text));
    }
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "-.inf" | "-.Inf" | "-.INF" => {
            return None;
        }
        _ => match Number::parse(text.strip_prefix('+').unwrap_or(text)) {
            Some(number) => Value::Number(number),
            None => Value::from(text),
        },
    })
}
