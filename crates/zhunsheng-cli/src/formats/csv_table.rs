//! CSV with a header: a case a row. An empty cell is a fact that is not given; every other cell is a text.

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use zhunsheng::input::{ReadError, ReadProblem, Value};

use super::{Read, at, other};

pub(super) fn read(text: &str) -> Vec<Read> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return vec![(Some(1), Err(told(&error)))],
    };
    if let Some(name) = twice(&header) {
        return vec![(Some(1), Err(at(1, 1, ReadProblem::DuplicateKey { key: name.to_owned() })))];
    }
    reader
        .records()
        .map(|record| match record {
            Ok(record) => {
                let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
                (Some(line), case(&header, &record, line))
            }
            Err(error) => (None, Err(told(&error))),
        })
        .collect()
}

/// A name that the header has twice.
pub(crate) fn twice(header: &StringRecord) -> Option<&str> {
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|other| other == *name)).map(|(_, name)| *name)
}

/// The case of a row.
pub(crate) fn case(header: &StringRecord, record: &StringRecord, line: usize) -> Result<Value, ReadError> {
    if record.len() > header.len() {
        let message = format!("{} > {}: 这一行的格子比表头多 (more cells than the header has)", record.len(), header.len());
        return Err(at(line, 1, other(message)));
    }
    let cells = header.iter().map(str::trim).zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
    Ok(cells.map(|(name, cell)| (name, cell_value(name, cell))).collect())
}

/// The cells of a row that say something, each under its name; nothing where the row is no text or has more cells than the header.
pub(crate) fn flat<'h>(header: &'h StringRecord, cells: &ByteRecord) -> Option<Vec<(&'h str, Value)>> {
    if cells.len() > header.len() {
        return None;
    }
    let mut values = Vec::with_capacity(cells.len());
    for (name, cell) in header.iter().map(str::trim).zip(cells) {
        let cell = std::str::from_utf8(cell).ok()?;
        if !cell.trim().is_empty() {
            values.push((name, cell_value(name, cell)));
        }
    }
    Some(values)
}

/// Several benchmarks in one cell are set apart by a semicolon or a 顿号.
pub(crate) fn cell_value(name: &str, cell: &str) -> Value {
    if matches!(name, "基准" | "benchmark" | "benchmarks") && cell.contains(['；', ';', '、']) {
        return Value::List(cell.split(['；', ';', '、']).map(|name| Value::from(name.trim())).collect());
    }
    // A list has no place in a cell but as JSON.
    if cell.starts_with('[')
        && let Ok(list) = zhunsheng::input::read_json(cell, &zhunsheng::input::Limits::default())
    {
        return list;
    }
    Value::from(cell)
}

fn told(error: &csv::Error) -> ReadError {
    let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
    at(line, 1, other(error.to_string()))
}
