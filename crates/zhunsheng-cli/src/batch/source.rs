//! Where rows come from: JSON Lines, CSV and Parquet, one row at a time. A row is taken apart by the workers, not here.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use zhunsheng::input::{Limits, ReadError, ReadProblem, Value, read_json};

use crate::formats::csv_records::{Record, Stop, Unclosed};
use crate::formats::csv_table::{Header, Table};
use crate::formats::{at, encoding};
use crate::output::{Context, Trouble};

/// Rows of a chunk at most.
const CHUNK_ROWS: usize = 256;

/// A chunk ends with the row that takes it past so many bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// What a file of rows is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowFormat {
    JsonLines,
    Csv,
    Parquet,
}

impl RowFormat {
    /// The format of a name or of a file's ending.
    pub(crate) fn named(name: &str) -> Option<RowFormat> {
        Some(match name.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => RowFormat::JsonLines,
            "csv" => RowFormat::Csv,
            "parquet" => RowFormat::Parquet,
            _ => return None,
        })
    }

    /// The format of a path's ending.
    pub(crate) fn of(path: &str) -> Option<RowFormat> {
        RowFormat::named(Path::new(path).extension()?.to_str()?)
    }
}

/// A row before it is taken apart.
pub(crate) struct Raw {
    /// From 1, over the rows alone.
    pub(crate) row: u64,
    /// The line of the file, in text formats.
    pub(crate) line: Option<usize>,
    body: Body,
    /// Keys that are not read; those of a header are not among its columns.
    ignored: Arc<HashSet<String>>,
}

enum Body {
    Json(Vec<u8>),
    Cells(Arc<Header>, Record),
    #[cfg(feature = "parquet")]
    Value(Value),
    TooLarge(usize),
}

impl Raw {
    /// The case that stands in the row.
    pub(crate) fn read(&self) -> Result<Value, ReadError> {
        let mut case = self.whole()?;
        if let Value::Object(entries) = &mut case
            && !self.ignored.is_empty()
        {
            entries.retain(|key, _| !self.ignored.contains(key));
        }
        Ok(case)
    }

    fn whole(&self) -> Result<Value, ReadError> {
        let line = self.line.unwrap_or(1);
        match &self.body {
            Body::Json(bytes) => {
                let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(line, error.valid_up_to()))?;
                read_json(text, &Limits::default()).map_err(|error| error.on_line(line))
            }
            Body::Cells(header, cells) => Ok(header.values(cells)?.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
            #[cfg(feature = "parquet")]
            Body::Value(value) => Ok(value.clone()),
            Body::TooLarge(bytes) => Err(at(line, 1, ReadProblem::TooLarge { bytes: *bytes, limit: Limits::default().bytes })),
        }
    }

    /// The header and the cells of a row of a table.
    pub(crate) fn cells(&self) -> Option<(&Header, &Record)> {
        match &self.body {
            Body::Cells(header, cells) => Some((&**header, cells)),
            Body::Json(_) | Body::TooLarge(_) => None,
            #[cfg(feature = "parquet")]
            Body::Value(_) => None,
        }
    }

    /// 案号, where a row that cannot be read as a case says it.
    pub(crate) fn number(&self) -> Option<String> {
        let (header, cells) = self.cells()?;
        header.find(&CASE, cells)
    }

    fn bytes(&self) -> usize {
        match &self.body {
            Body::Json(bytes) => bytes.len(),
            Body::Cells(_, cells) => cells.bytes(),
            #[cfg(feature = "parquet")]
            Body::Value(_) => CHUNK_BYTES / CHUNK_ROWS,
            Body::TooLarge(_) => 0,
        }
    }
}

fn not_utf8(line: usize, valid: usize) -> ReadError {
    let from = valid + 1;
    at(line, 1, ReadProblem::Told { zh: format!("第 {from} 个字节起不是 UTF-8 文本"), en: format!("no UTF-8 text from byte {from} on") })
}

type Rows = Box<dyn FnMut() -> Result<Option<(Option<usize>, Body)>, Trouble> + Send>;

/// What stands over the columns of a table.
pub(crate) struct Heads {
    /// The line of the file, in text formats.
    pub(crate) line: Option<usize>,
    /// The names of the columns that are read.
    pub(crate) names: Vec<String>,
}

/// The keys of 案号.
pub(crate) const CASE: [&str; 2] = ["案号", "case"];

/// Reads the rows of a file in chunks.
pub(crate) struct Source {
    rows: Rows,
    ignored: Arc<HashSet<String>>,
    heads: Option<Heads>,
    row: u64,
    /// Why reading ended, to be told after the rows before it.
    trouble: Option<Trouble>,
}

impl Source {
    /// Opens a file of rows; `-` is standard input. Columns and keys of `ignored` are not read.
    pub(crate) fn open(path: &str, format: RowFormat, ignored: &HashSet<String>, context: &Context) -> Result<Source, Trouble> {
        let input = || -> Result<Box<dyn Read + Send>, Trouble> {
            match path {
                "-" => Ok(Box::new(io::stdin())),
                path => Ok(Box::new(File::open(path).map_err(|error| context.unreadable(&path, &error))?)),
            }
        };
        let mut heads = None;
        let rows = match format {
            RowFormat::JsonLines => json_lines(BufReader::with_capacity(CHUNK_BYTES, input()?)),
            RowFormat::Csv => {
                let rows;
                (rows, heads) = csv(path, input()?, ignored, context)?;
                rows
            }
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => {
                let (names, mut values) = super::parquet::read(path)
                    .map_err(|Trouble(error)| context.trouble(format!("读不了 {path}：{error}"), format!("cannot read {path}: {error}")))?;
                heads = Some(Heads { line: None, names: names.into_iter().filter(|name| !ignored.contains(name)).collect() });
                Box::new(move || Ok(values.next().transpose()?.map(|value| (None, Body::Value(value)))))
            }
            #[cfg(not(feature = "parquet"))]
            RowFormat::Parquet => return Err(no_parquet(context)),
        };
        Ok(Source { rows, ignored: Arc::new(ignored.clone()), heads, row: 0, trouble: None })
    }

    /// What stands over the columns, where the format has that and the file is not empty.
    pub(crate) fn heads(&self) -> Option<&Heads> {
        self.heads.as_ref()
    }

    /// The next rows; none at the end.
    pub(crate) fn chunk(&mut self) -> Result<Option<Vec<Raw>>, Trouble> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < CHUNK_ROWS && bytes < CHUNK_BYTES {
            let (line, body) = match (self.rows)() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(trouble) if chunk.is_empty() => return Err(trouble),
                Err(trouble) => {
                    self.trouble = Some(trouble);
                    break;
                }
            };
            self.row += 1;
            let raw = Raw { row: self.row, line, body, ignored: Arc::clone(&self.ignored) };
            bytes += raw.bytes();
            chunk.push(raw);
        }
        Ok((!chunk.is_empty()).then_some(chunk))
    }
}

/// What is said where Parquet is asked of a program built without it.
#[cfg(not(feature = "parquet"))]
pub(crate) fn no_parquet(context: &Context) -> Trouble {
    context.trouble(
        "这个程序编译时没有包括 Parquet；请用 --features parquet 编译，或者改用 jsonl、csv",
        "this program was built without Parquet; build it with --features parquet, or use jsonl or csv",
    )
}

fn json_lines(mut input: impl BufRead + Send + 'static) -> Rows {
    let limit = Limits::default().bytes;
    let mut line = 0;
    Box::new(move || {
        loop {
            let mut bytes = Vec::new();
            line += 1;
            if input.by_ref().take(limit as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            if line == 1 && bytes.starts_with("\u{feff}".as_bytes()) {
                bytes.drain(..3);
            }
            if bytes.len() > limit && !bytes.ends_with(b"\n") {
                let more = skip_line(&mut input)?;
                return Ok(Some((Some(line), Body::TooLarge(bytes.len() + more))));
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some((Some(line), Body::Json(bytes))));
            }
        }
    })
}

/// Reads the rest of a line without keeping it; how long it was.
fn skip_line(input: &mut impl BufRead) -> io::Result<usize> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        input.consume(used);
        skipped += used;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}

/// The rows of a table, and its header.
fn csv(
    path: &str,
    input: impl Read + Send + 'static,
    ignored: &HashSet<String>,
    context: &Context,
) -> Result<(Rows, Option<Heads>), Trouble> {
    let (context, path) = (*context, path.to_owned());
    let text = encoding::utf8(input)?;
    let table = Table::new(text, ignored).map_err(|stop| stopped(stop, 0, None, &path, &context))?;
    let mut table = table.map_err(|error| {
        let line = error.place().map_or(1, |place| place.line);
        let message = error.message(context.language);
        context.trouble(format!("{path}:{line}：{message}"), format!("{path}:{line}: {message}"))
    })?;
    let header = table.header().map(|header| Arc::new(header.clone()));
    let heads = header.as_ref().map(|header| Heads { line: Some(header.line()), names: header.names().map(str::to_owned).collect() });
    let mut row = 0;
    let rows = move || {
        let Some(header) = &header else { return Ok(None) };
        row += 1;
        match table.next() {
            Ok(record) => Ok(record.map(|record| (Some(record.line), Body::Cells(Arc::clone(header), record)))),
            Err(stop) => Err(stopped(stop, row, Some(header), &path, &context)),
        }
    };
    Ok((Box::new(rows), heads))
}

/// Why no more rows are read; `row` is 0 within the header.
fn stopped(stop: Stop, row: u64, header: Option<&Header>, path: &str, context: &Context) -> Trouble {
    match stop {
        Stop::Io(error) => context.unreadable(&path, &error),
        Stop::Unclosed(unclosed) => {
            let Unclosed { line, record, .. } = &*unclosed;
            let (zh, en) = unclosed.message();
            let case = header.and_then(|header| header.find(&CASE, record)).unwrap_or_default();
            let (open, close) = if case.is_empty() { ("", "") } else { ("（", "）") };
            let (en_open, en_close) = if case.is_empty() { ("", "") } else { (" (", ")") };
            match row {
                0 => context.trouble(format!("{path}:{line}：表头{zh}"), format!("{path}:{line}: header: {en}")),
                _ => context.trouble(
                    format!("{path}:{line}：第 {row} 条{open}{case}{close}：{zh}"),
                    format!("{path}:{line}: row {row}{en_open}{case}{en_close}: {en}"),
                ),
            }
        }
    }
}
