//! The records of a CSV file (RFC 4180), one after the other, with bounds on what is held. What a cell means is not known here.
//!
//! Readers at hand take a quotation mark that is never closed for a cell that goes on to the end of the file, and do not tell.

use std::io::{self, BufRead};

use zhunsheng::input::{Limits, ReadProblem};

use super::at;

/// Bytes between two quotation marks: eight times what a cell of a spreadsheet holds (32,767 characters of four bytes). A text that
/// is longer is one whose mark was not closed.
pub(crate) const QUOTED_BYTES: usize = 1 << 20;

/// A record: its cells, without their quotation marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line where it starts, from 1.
    pub(crate) line: usize,
    text: Vec<u8>,
    /// Where each cell ends.
    ends: Vec<usize>,
    /// What is wrong with it as a record.
    pub(crate) fault: Option<Fault>,
}

/// What is wrong with a record, which ends at its line's end all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Behind the closing mark of this cell (from 1) stands more text.
    Stray(usize),
    /// It has so many bytes.
    TooLarge(usize),
}

/// A quotation mark that is not closed: where the next record starts nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unclosed {
    /// Where it stands: the line, and the cell of the record, from 1.
    pub(crate) line: usize,
    pub(crate) cell: usize,
    /// The cells before it.
    pub(crate) record: Record,
    seen: Seen,
}

/// What tells that a mark is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// The file ended.
    End,
    /// More than [`QUOTED_BYTES`].
    Long,
    /// The next mark, on this later line, has text behind it, as one that opens a cell has.
    Opening(usize),
}

/// Why there is no next record.
#[derive(Debug)]
pub(crate) enum Stop {
    Io(io::Error),
    Unclosed(Box<Unclosed>),
}

impl Record {
    /// How many cells it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Its cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    /// What it takes to hold.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + size_of_val(self.ends.as_slice())
    }

    /// Whether no cell says anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether the cells are those of another.
    pub(crate) fn is_like(&self, other: &Record) -> bool {
        self.text == other.text && self.ends == other.ends && self.fault == other.fault
    }
}

impl Unclosed {
    /// It in both languages; the line is the caller's to name.
    pub(crate) fn message(&self) -> (String, String) {
        let cell = self.cell;
        let (zh, en) = match self.seen {
            Seen::End => ("直到文件末尾再没有引号".to_owned(), "there is no other up to the end of the file".to_owned()),
            Seen::Long => (format!("{QUOTED_BYTES} 个字节以内再没有引号"), format!("there is no other within {QUOTED_BYTES} bytes")),
            Seen::Opening(line) => (
                format!("第 {line} 行的下一个引号后面还有文字，像是另一格的左引号"),
                format!("behind the next one, on line {line}, stands more text, as behind a mark that opens another cell"),
            ),
        };
        (
            format!("第 {cell} 格的左引号没有合上：{zh}；其后的各行分不清界限，没有读"),
            format!(
                "the quotation mark that opens cell {cell} is not closed: {en}; where the rows after it start cannot be told, and they were not read"
            ),
        )
    }
}

impl Fault {
    /// It as a problem of reading.
    pub(crate) fn problem(self) -> ReadProblem {
        match self {
            Fault::Stray(cell) => ReadProblem::Told {
                zh: format!("第 {cell} 格的右引号后面还有文字；格子里的引号要写两遍（\"\"）"),
                en: format!(
                    "behind the closing quotation mark of cell {cell} stands more text; a mark within a cell is written twice (\"\")"
                ),
            },
            Fault::TooLarge(bytes) => ReadProblem::TooLarge { bytes, limit: Limits::default().bytes },
        }
    }
}

impl From<Unclosed> for zhunsheng::input::ReadError {
    fn from(unclosed: Unclosed) -> Self {
        let (zh, en) = unclosed.message();
        at(unclosed.line, 1, ReadProblem::Told { zh, en })
    }
}

/// Where in a cell the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a mark that closes the cell, or is the first of two.
    Closed,
    /// Behind blanks after the closing mark.
    Behind,
}

/// Reads records; `input` is text in UTF-8, or at least in an encoding in which marks and line ends are ASCII.
pub(crate) struct Records<R> {
    input: R,
    /// The line that comes next.
    line: usize,
    /// Whether the last record ended in a carriage return, after which a line feed belongs to it.
    returned: bool,
}

/// A record in the making.
struct Making {
    record: Record,
    state: State,
    /// Of the last cell in quotation marks: the line and the place in the text where it starts.
    opened: (usize, usize),
    /// Bytes read; past the limit no more are kept.
    read: usize,
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(input: R) -> Records<R> {
        Records { input, line: 1, returned: false }
    }

    /// The next record that says anything.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, Stop> {
        loop {
            match self.record()? {
                Some(record) if record.is_blank() => {}
                record => return Ok(record),
            }
        }
    }

    fn record(&mut self) -> Result<Option<Record>, Stop> {
        let record = Record { line: self.line, ..Record::default() };
        let mut making = Making { record, state: State::Start, opened: (self.line, 0), read: 0 };
        loop {
            let buffer = self.input.fill_buf().map_err(Stop::Io)?;
            if buffer.is_empty() {
                return match making.state {
                    State::Quoted => Err(making.unclosed(Seen::End)),
                    State::Start if making.record.ends.is_empty() => Ok(None),
                    State::Start | State::Plain | State::Closed | State::Behind => Ok(Some(making.done())),
                };
            }
            if std::mem::take(&mut self.returned) && buffer.starts_with(b"\n") {
                self.input.consume(1);
                continue;
            }
            let (mut used, mut end) = (0, None);
            while let (Some(rest @ [_, ..]), None) = (buffer.get(used..), end) {
                let taken;
                (taken, end) = making.take(rest, &mut self.line)?;
                used += taken;
            }
            self.input.consume(used);
            if let Some(mark) = end {
                self.returned = mark == b'\r';
                self.line += 1;
                return Ok(Some(making.done()));
            }
        }
    }
}

impl Making {
    /// Takes what stands in one state at the start of `rest`, which is not empty: how many bytes, and the byte that ended the record.
    fn take(&mut self, rest: &[u8], line: &mut usize) -> Result<(usize, Option<u8>), Stop> {
        let first = rest.first().copied().unwrap_or_default();
        let (run, mark) = match self.state {
            State::Start if first == b'"' => {
                (self.opened, self.state) = ((*line, self.record.text.len()), State::Quoted);
                return Ok((1, None));
            }
            State::Start => {
                self.state = State::Plain;
                return Ok((0, None));
            }
            State::Closed if first == b'"' => {
                self.state = State::Quoted;
                self.keep(b"\"");
                return Ok((1, None));
            }
            State::Closed | State::Behind if !matches!(first, b',' | b'\n' | b'\r') => {
                self.state = State::Behind;
                if !matches!(first, b' ' | b'\t') {
                    if self.opened.0 != *line {
                        return Err(self.unclosed(Seen::Opening(*line)));
                    }
                    self.record.fault = Some(Fault::Stray(self.record.len() + 1));
                    self.state = State::Plain;
                }
                return Ok((1, None));
            }
            State::Quoted => run(rest, |byte| byte == b'"'),
            State::Plain | State::Closed | State::Behind => run(rest, |byte| matches!(byte, b',' | b'\n' | b'\r')),
        };
        self.keep(run);
        let taken = run.len() + usize::from(mark.is_some());
        self.read += taken;
        if self.state == State::Quoted {
            *line += run.iter().filter(|byte| **byte == b'\n').count();
            if self.record.text.len() - self.opened.1 > QUOTED_BYTES {
                return Err(self.unclosed(Seen::Long));
            }
            if mark.is_some() {
                self.state = State::Closed;
            }
            return Ok((taken, None));
        }
        if mark == Some(b',') {
            self.end_cell();
            self.state = State::Start;
        }
        Ok((taken, mark.filter(|mark| *mark != b',')))
    }

    fn keep(&mut self, text: &[u8]) {
        if self.read <= Limits::default().bytes {
            self.record.text.extend_from_slice(text);
        }
    }

    fn end_cell(&mut self) {
        if self.read <= Limits::default().bytes {
            self.record.ends.push(self.record.text.len());
        }
    }

    fn unclosed(&mut self, seen: Seen) -> Stop {
        let mut record = std::mem::take(&mut self.record);
        let cell = record.len() + 1;
        record.text.truncate(self.opened.1);
        Stop::Unclosed(Box::new(Unclosed { line: self.opened.0, cell, record, seen }))
    }

    /// The record, its last cell done.
    fn done(mut self) -> Record {
        self.end_cell();
        if self.read > Limits::default().bytes {
            let fault = Some(Fault::TooLarge(self.read));
            return Record { line: self.record.line, fault, ..Record::default() };
        }
        self.record
    }
}

/// What comes before the first byte that ends a run, and that byte.
fn run(text: &[u8], ends: impl Fn(u8) -> bool) -> (&[u8], Option<u8>) {
    match text.iter().position(|byte| ends(*byte)) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at).copied()),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::{Fault, QUOTED_BYTES, Records, Seen, Stop};

    /// The records of a text read `step` bytes at a time, each with its line, and what stopped it.
    fn records(text: &str, step: usize) -> (Vec<(usize, Vec<String>, Option<Fault>)>, Option<Stop>) {
        let mut records = Records::new(BufReader::with_capacity(step, Cursor::new(text.to_owned())));
        let mut found = Vec::new();
        loop {
            match records.next() {
                Ok(Some(record)) => {
                    let cells = record.cells().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
                    found.push((record.line, cells, record.fault));
                }
                Ok(None) => return (found, None),
                Err(stop) => return (found, Some(stop)),
            }
        }
    }

    #[test]
    fn records_are_those_of_the_csv_crate() {
        // Every text of up to six of these pieces, where the marks are closed.
        let pieces = ["a", "\"", ",", "\n", "\r\n", " ", "\"\""];
        let mut compared = 0;
        for number in 0..pieces.len().pow(6) {
            let mut at = number;
            let mut text = String::new();
            while at > 0 {
                text.push_str(pieces[at % pieces.len()]);
                at /= pieces.len();
            }
            let (found, stop) = records(&text, 3);
            if stop.is_some() || found.iter().any(|(.., fault)| fault.is_some()) || text.contains("\" ") {
                continue;
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let wanted: Vec<Vec<String>> =
                reader.records().map(|record| record.expect("text").iter().map(str::to_owned).collect()).collect();
            let says = |cells: &&Vec<String>| cells.iter().any(|cell| !cell.trim().is_empty());
            assert_eq!(
                found.iter().map(|(_, cells, _)| cells).collect::<Vec<_>>(),
                wanted.iter().filter(says).collect::<Vec<_>>(),
                "{text:?}"
            );
            compared += 1;
        }
        assert!(compared > 30_000, "{compared}");
    }

    #[test]
    fn a_mark_that_is_not_closed_is_told_where_it_opens() {
        let long = format!("a,b\n1,\"{}", "长,\n".repeat(QUOTED_BYTES / 4));
        for (text, line, cell, seen, before) in [
            ("a,b\n1,\"2\n3,4\n", 2, 2, Seen::End, 1),
            ("a,b\n1,\"2\n3,4\n5,\"6\"\n", 2, 2, Seen::Opening(4), 1),
            ("\"a,b\n", 1, 1, Seen::End, 0),
            (&long, 2, 2, Seen::Long, 1),
        ] {
            for step in [1, 5, 1 << 16] {
                let (found, stop) = records(text, step);
                assert_eq!(found.len(), before, "{text:.20}");
                let Some(Stop::Unclosed(unclosed)) = stop else { panic!("{text:.20}: {stop:?}") };
                assert_eq!((unclosed.line, unclosed.cell, unclosed.seen), (line, cell, seen), "{text:.20}");
            }
        }
    }

    #[test]
    fn text_behind_a_mark_of_the_same_line_spoils_its_record_alone() {
        let (found, stop) = records("a,\"b\"c,d\n\"e\"  ,\"f\n\"\"g\"\n\nh", 2);
        assert!(stop.is_none());
        let shape: Vec<(usize, usize, Option<Fault>)> = found.iter().map(|(line, cells, fault)| (*line, cells.len(), *fault)).collect();
        assert_eq!(shape, [(1, 3, Some(Fault::Stray(2))), (2, 2, None), (5, 1, None)]);
        assert_eq!(found[1].1, ["e", "f\n\"g"]);
    }
}
