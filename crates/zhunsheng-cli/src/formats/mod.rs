//! The formats a case may come in, each read into neutral values with every digit kept.

pub(crate) mod csv_table;
mod toml_document;
mod yaml;

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

    /// All cases of a text.
    pub(crate) fn read(self, text: &str) -> Vec<Read> {
        let limits = Limits::default();
        // A table or a file of lines may be long; each of its cases keeps the limit.
        if !matches!(self, InputFormat::JsonLines | InputFormat::Csv) && text.len() > limits.bytes {
            let problem = ReadProblem::TooLarge { bytes: text.len(), limit: limits.bytes };
            return vec![(None, Err(ReadError::whole(problem)))];
        }
        match self {
            InputFormat::Json => match read_json(text, &limits) {
                Ok(Value::List(cases)) => cases.into_iter().map(|case| (None, Ok(case))).collect(),
                read => vec![(None, read)],
            },
            InputFormat::JsonLines => read_json_lines(text, &limits).map(|(line, read)| (Some(line), read)).collect(),
            InputFormat::Yaml => yaml::read(text, &limits),
            InputFormat::Toml => vec![(None, toml_document::read(text, &limits))],
            InputFormat::Csv => csv_table::read(text),
        }
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
