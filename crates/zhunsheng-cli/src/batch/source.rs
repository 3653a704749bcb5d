//! Where rows come from: JSON Lines, CSV and Parquet, one row at a time. A row is taken apart by the workers, not here.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, StringRecord};
use zhunsheng::input::{Limits, ReadError, ReadProblem, Value, read_json};

use crate::formats::{at, csv_table, other};
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
}

enum Body {
    Json(Vec<u8>),
    Cells(Arc<StringRecord>, ByteRecord),
    #[cfg(feature = "parquet")]
    Value(Value),
    TooLarge(usize),
}

impl Raw {
    /// The case that stands in the row.
    pub(crate) fn read(&self) -> Result<Value, ReadError> {
        let line = self.line.unwrap_or(1);
        match &self.body {
            Body::Json(bytes) => {
                let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(line, error.valid_up_to()))?;
                read_json(text, &Limits::default()).map_err(|error| error.on_line(line))
            }
            Body::Cells(header, cells) => match StringRecord::from_byte_record(cells.clone()) {
                Ok(cells) => csv_table::case(header, &cells, line),
                Err(error) => Err(not_utf8(line, error.utf8_error().valid_up_to())),
            },
            #[cfg(feature = "parquet")]
            Body::Value(value) => Ok(value.clone()),
            Body::TooLarge(bytes) => Err(at(line, 1, ReadProblem::TooLarge { bytes: *bytes, limit: Limits::default().bytes })),
        }
    }

    /// The header and the cells of a row of a table.
    pub(crate) fn cells(&self) -> Option<(&StringRecord, &ByteRecord)> {
        match &self.body {
            Body::Cells(header, cells) => Some((&**header, cells)),
            Body::Json(_) | Body::TooLarge(_) => None,
            #[cfg(feature = "parquet")]
            Body::Value(_) => None,
        }
    }

    fn bytes(&self) -> usize {
        match &self.body {
            Body::Json(bytes) => bytes.len(),
            Body::Cells(_, cells) => cells.as_slice().len(),
            #[cfg(feature = "parquet")]
            Body::Value(_) => CHUNK_BYTES / CHUNK_ROWS,
            Body::TooLarge(_) => 0,
        }
    }
}

fn not_utf8(line: usize, valid: usize) -> ReadError {
    at(line, 1, other(format!("第 {} 个字节起不是 UTF-8 文本 (no UTF-8 text from byte {} on)", valid + 1, valid + 1)))
}

type Rows = Box<dyn FnMut() -> Result<Option<(Option<usize>, Body)>, Trouble> + Send>;

/// Reads the rows of a file in chunks.
pub(crate) struct Source {
    rows: Rows,
    row: u64,
    /// Why reading ended, to be told after the rows before it.
    trouble: Option<Trouble>,
}

impl Source {
    /// Opens a file of rows; `-` is standard input.
    pub(crate) fn open(path: &str, format: RowFormat, context: &Context) -> Result<Source, Trouble> {
        let cannot =
            |error: &dyn std::fmt::Display| context.trouble(format!("读不了 {path}：{error}"), format!("cannot read {path}: {error}"));
        let input = || -> Result<Box<dyn Read + Send>, Trouble> {
            match path {
                "-" => Ok(Box::new(io::stdin())),
                path => Ok(Box::new(File::open(path).map_err(|error| context.unreadable(&path, &error))?)),
            }
        };
        let rows = match format {
            RowFormat::JsonLines => json_lines(BufReader::with_capacity(CHUNK_BYTES, input()?)),
            RowFormat::Csv => csv(input()?).map_err(|error| cannot(&error))?,
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => {
                let mut values = super::parquet::read(path).map_err(|Trouble(error)| cannot(&error))?;
                Box::new(move || Ok(values.next().transpose()?.map(|value| (None, Body::Value(value)))))
            }
            #[cfg(not(feature = "parquet"))]
            RowFormat::Parquet => return Err(no_parquet(context)),
        };
        Ok(Source { rows, row: 0, trouble: None })
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
            let raw = Raw { row: self.row, line, body };
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

fn csv(input: Box<dyn Read + Send>) -> Result<Rows, csv::Error> {
    let full = Limits::default().bytes + CHUNK_BYTES;
    let budget = Arc::new(AtomicUsize::new(full));
    let metered = Metered { input, budget: Arc::clone(&budget) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).buffer_capacity(CHUNK_BYTES).from_reader(metered);
    let header = Arc::new(reader.headers()?.clone());
    if let Some(name) = csv_table::twice(&header) {
        let message = format!("表头里有两个「{name}」 (the header has `{name}` twice)");
        return Err(io::Error::other(message).into());
    }
    Ok(Box::new(move || {
        budget.store(full, Ordering::Relaxed);
        let mut cells = ByteRecord::new();
        if !reader.read_byte_record(&mut cells).map_err(|error| Trouble(error.to_string()))? {
            return Ok(None);
        }
        let line = cells.position().and_then(|position| usize::try_from(position.line()).ok());
        Ok(Some((line, Body::Cells(Arc::clone(&header), cells))))
    }))
}

/// Stops a record that does not end, such as one whose quotation mark is never closed, from filling the memory.
struct Metered {
    input: Box<dyn Read + Send>,
    budget: Arc<AtomicUsize>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let left = self.budget.load(Ordering::Relaxed).checked_sub(read).ok_or_else(|| {
            let limit = Limits::default().bytes;
            let message = format!(
                "一行超过 {limit} 个字节，可能有没有合上的引号 (a row of more than {limit} bytes; a quotation mark may not be closed)"
            );
            io::Error::other(message)
        })?;
        self.budget.store(left, Ordering::Relaxed);
        Ok(read)
    }
}
