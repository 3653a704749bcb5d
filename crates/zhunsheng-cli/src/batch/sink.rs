//! Where results go: rendered by the workers, written here in order.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::ops::ControlFlow;

use super::line::Line;
use super::source::RowFormat;
use crate::output::{Context, Trouble};

/// Rows with their rendering: the bytes of all, and where each ends.
pub(crate) struct Rendered {
    pub(crate) lines: Vec<Line>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Rendered {
    /// Renders rows in a format; Parquet is written from the rows themselves.
    pub(crate) fn new(lines: Vec<Line>, format: RowFormat) -> Result<Rendered, Trouble> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(lines.len()));
        for line in &lines {
            match format {
                RowFormat::JsonLines => {
                    line.json(&mut bytes).map_err(|error| Trouble(error.to_string()))?;
                    bytes.push(b'\n');
                }
                RowFormat::Csv => {
                    let cells = line.cells();
                    write_csv(&mut bytes, &line.row.to_string(), cells.iter().map(String::as_str))?;
                }
                RowFormat::Parquet => {}
            }
            ends.push(bytes.len());
        }
        Ok(Rendered { lines, bytes, ends })
    }

    /// Leaves the first `rows` rows alone.
    pub(crate) fn truncate(&mut self, rows: usize) {
        self.lines.truncate(rows);
        self.ends.truncate(rows);
        self.bytes.truncate(self.ends.last().copied().unwrap_or_default());
    }
}

/// An open output.
pub(crate) enum Sink {
    Text(Box<dyn Write>),
    #[cfg(feature = "parquet")]
    Parquet(super::parquet::Writer),
}

impl Sink {
    /// Opens a file, or standard output where none is named.
    pub(crate) fn open(path: Option<&str>, format: RowFormat, context: &Context) -> Result<Sink, Trouble> {
        let file = |path: &str| File::create(path).map_err(|error| context.unwritable(&path, &error));
        if format == RowFormat::Parquet {
            #[cfg(not(feature = "parquet"))]
            return Err(super::source::no_parquet(context));
            #[cfg(feature = "parquet")]
            return match path {
                Some(path) => Ok(Sink::Parquet(super::parquet::Writer::new(file(path)?)?)),
                None => Err(context.trouble("Parquet 要用 --output 写到文件", "Parquet is written to a file: --output FILE")),
            };
        }
        let mut out: Box<dyn Write> = match path {
            Some(path) => Box::new(BufWriter::new(file(path)?)),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        if format == RowFormat::Csv {
            let mut head = Vec::new();
            write_csv(&mut head, "row", Line::COLUMNS.into_iter())?;
            out.write_all(&head)?;
        }
        Ok(Sink::Text(out))
    }

    /// Writes rows; a reader that has gone away (`| head`) ends the run without trouble.
    pub(crate) fn write(&mut self, rendered: &Rendered) -> Result<ControlFlow<()>, Trouble> {
        match self {
            Sink::Text(out) => gone_is_end(out.write_all(&rendered.bytes)),
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.write(&rendered.lines).map(|()| ControlFlow::Continue(())),
        }
    }

    /// Writes what is still held back.
    pub(crate) fn finish(self) -> Result<(), Trouble> {
        match self {
            Sink::Text(mut out) => gone_is_end(out.flush()).map(|_| ()),
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.finish(),
        }
    }
}

fn gone_is_end(written: io::Result<()>) -> Result<ControlFlow<()>, Trouble> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        written => written.map(ControlFlow::Continue).map_err(Trouble::from),
    }
}

fn write_csv<'c>(bytes: &mut Vec<u8>, row: &'c str, cells: impl Iterator<Item = &'c str>) -> Result<(), Trouble> {
    let mut writer = csv::WriterBuilder::new().from_writer(bytes);
    writer.write_record(std::iter::once(row).chain(cells)).and_then(|()| Ok(writer.flush()?)).map_err(|error| Trouble(error.to_string()))
}
