//! Case files to values: where they come from, in which format, and how a case is named in messages.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use zhunsheng::input::{ReadError, Value};

use crate::formats::InputFormat;
use crate::output::{Context, Trouble};

/// A case as it was read, or why it was not.
pub(crate) struct Case {
    /// The file, with the line where a file holds several: `cases.jsonl:3`.
    pub(crate) origin: String,
    /// What was read.
    pub(crate) value: Result<Value, ReadError>,
}

/// Reads all cases of a file; `-` is standard input.
pub(crate) fn read(path: &str, asked: Option<InputFormat>, context: &Context) -> Result<Vec<Case>, Trouble> {
    let name = if path == "-" { context.say("标准输入", "standard input") } else { path.to_owned() };
    let format = match asked {
        Some(format) => format,
        None if path == "-" => InputFormat::Json,
        None => {
            let ending = Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            InputFormat::named(ending).ok_or_else(|| {
                context.trouble(
                    format!("{name}：从后缀看不出格式，请用 --input-format json|jsonl|yaml|toml|csv 写明"),
                    format!("{name}: the ending tells no format; state it with --input-format json|jsonl|yaml|toml|csv"),
                )
            })?
        }
    };
    let bytes = bytes(path).map_err(|error| context.unreadable(&name, &error))?;
    let cases = format.read(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        context.trouble(
            format!("{name}：第 {at} 个字节起不是 UTF-8 文本，请另存为 UTF-8"),
            format!("{name}: no UTF-8 text from byte {at} on; save it as UTF-8"),
        )
    })?;
    Ok(cases
        .into_iter()
        .map(|(line, value)| Case { origin: line.map_or_else(|| name.clone(), |line| format!("{name}:{line}")), value })
        .collect())
}

fn bytes(path: &str) -> std::io::Result<Vec<u8>> {
    if path != "-" {
        return fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
