//! CSV with a header: a case a row. An empty cell is a fact that is not given; every other cell is a text.

use std::collections::HashSet;
use std::io::{BufRead, Cursor};

use zhunsheng::input::{ReadError, ReadProblem, Value};

use super::csv_records::{Record, Records, Stop};
use super::{Read, at, encoding};

/// The names of the columns.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    record: Record,
    columns: Vec<Column>,
    /// The columns up to the last that has a name; what stands beyond is blank, as spreadsheets leave it.
    named: usize,
}

/// A column by its head.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Named(String),
    /// Named, and not to be read.
    Ignored(String),
    /// Without a name; its cells are blank.
    Blank,
}

/// The rows of a table, one after the other.
pub(crate) struct Table<R> {
    records: Records<R>,
    header: Option<Header>,
}

impl<R: BufRead> Table<R> {
    /// Reads the header; the columns of `ignored` are left out.
    pub(crate) fn new(input: R, ignored: &HashSet<String>) -> Result<Result<Table<R>, ReadError>, Stop> {
        let mut records = Records::new(input);
        let header = records.next()?.map(|record| Header::new(record, ignored)).transpose();
        Ok(header.map(|header| Table { records, header }))
    }

    /// The header; none of an empty file.
    pub(crate) fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// The next row. The header once more, as where files were joined, is none.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, Stop> {
        let Some(header) = &self.header else { return Ok(None) };
        loop {
            match self.records.next()? {
                Some(record) if record.is_like(&header.record) => {}
                record => return Ok(record),
            }
        }
    }
}

impl Header {
    fn new(record: Record, ignored: &HashSet<String>) -> Result<Header, ReadError> {
        let wrong = |problem| at(record.line, 1, problem);
        if let Some(fault) = record.fault {
            return Err(wrong(fault.problem()));
        }
        let mut columns: Vec<Column> = Vec::new();
        for (number, name) in (1..).zip(record.cells()) {
            let name = std::str::from_utf8(name).map_err(|_| wrong(no_text(number)))?.trim();
            let column = match name {
                "" => Column::Blank,
                name if ignored.contains(name) => Column::Ignored(name.to_owned()),
                name => Column::Named(name.to_owned()),
            };
            if let (Column::Named(name), true) = (&column, columns.contains(&column)) {
                return Err(wrong(ReadProblem::Told {
                    zh: format!("表头里有两个「{name}」，无法判断以哪个为准"),
                    en: format!("the header has `{name}` twice; which one counts cannot be told"),
                }));
            }
            columns.push(column);
        }
        let named = columns.iter().rposition(|column| *column != Column::Blank).map_or(0, |last| last + 1);
        Ok(Header { record, columns, named })
    }

    /// The line where it stands.
    pub(crate) fn line(&self) -> usize {
        self.record.line
    }

    /// The names of the columns that are read.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|column| match column {
            Column::Named(name) => Some(name.as_str()),
            Column::Ignored(_) | Column::Blank => None,
        })
    }

    /// The cells of a row that say something, each under its name.
    pub(crate) fn values(&self, row: &Record) -> Result<Vec<(&str, Value)>, ReadError> {
        let wrong = |problem| at(row.line, 1, problem);
        if let Some(fault) = row.fault {
            return Err(wrong(fault.problem()));
        }
        let (found, wanted) = (row.len(), self.named);
        if found < wanted {
            return Err(wrong(ReadProblem::Told {
                zh: format!("这一行只有 {found} 格，表头有 {wanted} 格"),
                en: format!("this row has {found} cells, the header {wanted}"),
            }));
        }
        let mut values = Vec::with_capacity(wanted);
        for (number, cell) in (1..).zip(row.cells()) {
            let column = self.columns.get(number - 1).unwrap_or(&Column::Blank);
            if let Column::Ignored(_) = column {
                continue;
            }
            let cell = std::str::from_utf8(cell).map_err(|_| wrong(no_text(number)))?;
            match column {
                _ if cell.trim().is_empty() => {}
                Column::Named(name) => values.push((name.as_str(), cell_value(name, cell))),
                Column::Blank | Column::Ignored(_) => {
                    return Err(wrong(ReadProblem::Told {
                        zh: format!("第 {number} 格有内容，表头却没有这一栏的名称；这一行也许多了一格（格子里有逗号的要加引号）"),
                        en: format!(
                            "cell {number} says something, and the header has no name for it; a cell that holds a comma needs quotation marks"
                        ),
                    }));
                }
            }
        }
        Ok(values)
    }

    /// What stands under one of these names, of a row that need not be right.
    pub(crate) fn find(&self, names: &[&str], row: &Record) -> Option<String> {
        let at = self.columns.iter().position(|column| matches!(column, Column::Named(name) if names.contains(&name.as_str())))?;
        let cell = std::str::from_utf8(row.cells().nth(at)?).ok()?;
        (!cell.trim().is_empty()).then(|| cell.to_owned())
    }
}

/// All cases of a file.
pub(crate) fn read(bytes: Vec<u8>) -> Vec<Read> {
    let table = encoding::utf8(Cursor::new(bytes)).map_err(Stop::Io).and_then(|text| Table::new(text, &HashSet::new()));
    let mut table = match table {
        Ok(Ok(table)) => table,
        Ok(Err(error)) => return vec![(Some(1), Err(error))],
        Err(stop) => return vec![(Some(1), Err(stopped(stop)))],
    };
    let mut cases = Vec::new();
    loop {
        match (table.next(), table.header()) {
            (Ok(Some(row)), Some(header)) => {
                let values = header.values(&row);
                let case = values.map(|values| values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
                cases.push((Some(row.line), case));
            }
            (Ok(_), _) => return cases,
            (Err(stop), _) => {
                let error = stopped(stop);
                cases.push((error.place().and_then(|place| usize::try_from(place.line).ok()), Err(error)));
                return cases;
            }
        }
    }
}

fn stopped(stop: Stop) -> ReadError {
    match stop {
        Stop::Io(error) => ReadError::whole(ReadProblem::Other { message: error.to_string() }),
        Stop::Unclosed(unclosed) => ReadError::from(*unclosed),
    }
}

fn no_text(cell: usize) -> ReadProblem {
    ReadProblem::Told {
        zh: format!("第 {cell} 格有读不出文字的字节：文件先要整个存成一种编码（UTF-8、GB18030 或者 UTF-16）"),
        en: format!("cell {cell} has bytes that are no text: save the whole file in one encoding (UTF-8, GB18030 or UTF-16)"),
    }
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
