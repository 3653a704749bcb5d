//! The formats a case may come in, each read into neutral values with every digit kept.

pub(crate) mod csv_records;
pub(crate) mod csv_table;
pub(crate) mod encoding;
mod toml_document;
mod yaml;

use std::string::FromUtf8Error;

use zhunsheng::diagnostic::LineColumn;
use zhunsheng::input::{Limits, ReadError, ReadProblem, Value, read_json, read_json_lines};

/// A format of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InputFormat {
    Json,
    JsonLines,
    Yaml,
    Toml,
    Csv,
}

/// A case of a file: the line it starts in (where there are several) and what was read.
pub(crate) type Read = (Option<usize>, Result<Value, ReadError>);

impl InputFormat {
    /// The format of a name as `--input-format` gives it, or of a file's ending.
    pub(crate) fn named(name: &str) -> Option<InputFormat> {
        Some(match name.to_ascii_lowercase().as_str() {
            "json" => InputFormat::Json,
            "jsonl" | "ndjson" => InputFormat::JsonLines,
            "yaml" | "yml" => InputFormat::Yaml,
            "toml" => InputFormat::Toml,
            "csv" => InputFormat::Csv,
            _ => return None,
        })
    }

    /// All cases of a file, which is text in UTF-8 unless it is a table.
    pub(crate) fn read(self, bytes: Vec<u8>) -> Result<Vec<Read>, FromUtf8Error> {
        let limits = Limits::default();
        // A table or a file of lines may be long; each of its cases keeps the limit.
        if !matches!(self, InputFormat::JsonLines | InputFormat::Csv) && bytes.len() > limits.bytes {
            let problem = ReadProblem::TooLarge { bytes: bytes.len(), limit: limits.bytes };
            return Ok(vec![(None, Err(ReadError::whole(problem)))]);
        }
        let text = |bytes| String::from_utf8(bytes);
        Ok(match self {
            InputFormat::Json => match read_json(&text(bytes)?, &limits) {
                Ok(Value::List(cases)) => cases.into_iter().map(|case| (None, Ok(case))).collect(),
                read => vec![(None, read)],
            },
            InputFormat::JsonLines => read_json_lines(&text(bytes)?, &limits).map(|(line, read)| (Some(line), read)).collect(),
            InputFormat::Yaml => yaml::read(&text(bytes)?, &limits),
            InputFormat::Toml => vec![(None, toml_document::read(&text(bytes)?, &limits))],
            InputFormat::Csv => csv_table::read(bytes),
        })
    }
}

/// A problem at a line and column, both from 1.
pub(crate) fn at(line: usize, column: usize, problem: ReadProblem) -> ReadError {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ReadError::placed(problem, LineColumn { line: number(line), column: number(column) })
}

/// What another reader says.
pub(crate) fn other(message: impl Into<String>) -> ReadProblem {
    ReadProblem::Other { message: message.into() }
}
