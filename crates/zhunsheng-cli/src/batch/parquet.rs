//! Parquet in and out: a row group is read page by page, and written when it is full. Behind the feature `parquet`.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use zhunsheng::input::{Number, Value};

use super::line::Line;
use crate::formats::csv_table;
use crate::output::Trouble;

/// Rows of a row group that is written; so many are held at a time.
const GROUP_ROWS: usize = 1 << 16;

/// The names of a file's columns, and its rows as cases; a null, as an empty cell of CSV, is a fact that is not given.
pub(super) fn read(path: &str) -> Result<(Vec<String>, impl Iterator<Item = Result<Value, Trouble>> + Send + use<>), Trouble> {
    if path == "-" {
        return Err(Trouble("Parquet 不能从标准输入读 (Parquet cannot be read from standard input)".to_owned()));
    }
    let reader = SerializedFileReader::new(File::open(path)?).map_err(told)?;
    let names = reader.metadata().file_metadata().schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    Ok((names, RowIter::from_file_into(Box::new(reader)).map(|row| row.map(|row| case(&row)).map_err(told))))
}

fn told(error: ParquetError) -> Trouble {
    Trouble(error.to_string())
}

fn case(row: &Row) -> Value {
    row.get_column_iter().filter_map(|(name, field)| Some((name.clone(), value(name, field)?))).collect()
}

/// A cell's value; figures keep their digits, floating point its shortest decimal.
fn value(name: &str, field: &Field) -> Option<Value> {
    let figure = |text: String| Some(Number::parse(&text).map_or(Value::Text(text), Value::Number));
    match field {
        Field::Null => None,
        Field::Bool(value) => Some(Value::Boolean(*value)),
        Field::Byte(value) => Some(Value::from(*value)),
        Field::Short(value) => Some(Value::from(*value)),
        Field::Int(value) => Some(Value::from(*value)),
        Field::Long(value) => Some(Value::from(*value)),
        Field::UByte(value) => Some(Value::from(*value)),
        Field::UShort(value) => Some(Value::from(*value)),
        Field::UInt(value) => Some(Value::from(*value)),
        Field::ULong(value) => Some(Value::from(*value)),
        Field::Float16(value) => figure(value.to_string()),
        Field::Float(value) => figure(value.to_string()),
        Field::Double(value) => figure(value.to_string()),
        Field::Decimal(_) => figure(field.to_string()),
        Field::Str(text) if text.trim().is_empty() => None,
        Field::Str(text) => Some(csv_table::cell_value(name, text)),
        Field::Bytes(bytes) => Some(Value::Text(String::from_utf8_lossy(bytes.data()).into_owned())),
        // A table of dates often holds them as midnights.
        Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            let text = field.to_string();
            Some(Value::from(text.split_once(" 00:00:00").map_or(text.as_str(), |(day, _)| day)))
        }
        Field::Date(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => Some(Value::Text(field.to_string())),
        Field::Group(row) => Some(case(row)),
        Field::ListInternal(list) => Some(Value::List(list.elements().iter().filter_map(|field| value("", field)).collect())),
        Field::MapInternal(map) => {
            let entries = map.entries().iter().filter_map(|(key, field)| match key {
                Field::Str(key) => Some((key.clone(), value(key, field)?)),
                _ => None,
            });
            Some(entries.collect())
        }
    }
}

/// Writes rows in groups.
pub(crate) struct Writer {
    file: SerializedFileWriter<File>,
    rows: Vec<i64>,
    cells: [Vec<Option<ByteArray>>; Line::COLUMNS.len()],
}

impl Writer {
    /// Begins a file.
    pub(super) fn new(file: File) -> Result<Writer, Trouble> {
        let row = Type::primitive_type_builder("row", Physical::INT64).with_repetition(Repetition::REQUIRED).build();
        let text = |name: &str| {
            let column = Type::primitive_type_builder(name, Physical::BYTE_ARRAY);
            column.with_repetition(Repetition::OPTIONAL).with_converted_type(ConvertedType::UTF8).build()
        };
        let columns = std::iter::once(row).chain(Line::COLUMNS.into_iter().map(text));
        let columns = columns.map(|column| column.map(Arc::new)).collect::<Result<Vec<_>, _>>().map_err(told)?;
        let schema = Type::group_type_builder("rows").with_fields(columns).build().map_err(told)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).map_err(told)?;
        Ok(Writer { file, rows: Vec::new(), cells: Default::default() })
    }

    /// Takes rows; a full group is written.
    pub(super) fn write(&mut self, lines: &[Line]) -> Result<(), Trouble> {
        for line in lines {
            self.rows.push(i64::try_from(line.row).unwrap_or(i64::MAX));
            for (column, cell) in self.cells.iter_mut().zip(line.cells()) {
                column.push((!cell.is_empty()).then(|| ByteArray::from(cell.into_bytes())));
            }
        }
        if self.rows.len() >= GROUP_ROWS { self.group().map_err(told) } else { Ok(()) }
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        if let Some(mut column) = group.next_column()? {
            column.typed::<Int64Type>().write_batch(&self.rows, None, None)?;
            column.close()?;
        }
        for cells in &mut self.cells {
            if let Some(mut column) = group.next_column()? {
                let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
                let values: Vec<ByteArray> = cells.drain(..).flatten().collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
                column.close()?;
            }
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }

    /// Writes the last group and the end of the file.
    pub(super) fn finish(mut self) -> Result<(), Trouble> {
        if !self.rows.is_empty() {
            self.group().map_err(told)?;
        }
        self.file.close().map(drop).map_err(told)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use zhunsheng::input::{Value, read_json};

    use super::{Writer, read};
    use crate::batch::line::Line;
    use crate::output::Trouble;

    fn values(path: &std::path::Path) -> Vec<Value> {
        read(&path.display().to_string()).expect("a file").1.map(|row| row.expect("a row")).collect()
    }

    #[test]
    fn figures_keep_their_digits_and_nulls_are_not_given() -> Result<(), parquet::errors::ParquetError> {
        let path = std::env::temp_dir().join(format!("zhunsheng-parquet-in-{}", std::process::id()));
        let schema = "message rows { optional binary 案号 (utf8); required double 比例; required int64 金额 (decimal(18, 2)); required int32 日期 (date); }";
        let mut file = SerializedFileWriter::new(File::create(&path)?, Arc::new(parse_message_type(schema)?), Arc::default())?;
        let mut group = file.next_row_group()?;
        let mut column = group.next_column()?.expect("a column");
        column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("一")], Some(&[1, 0]), None)?;
        column.close()?;
        let mut column = group.next_column()?.expect("a column");
        column.typed::<DoubleType>().write_batch(&[0.1, 1e21], None, None)?;
        column.close()?;
        let mut column = group.next_column()?.expect("a column");
        column.typed::<Int64Type>().write_batch(&[10, 1_234_567_890_123_456_789], None, None)?;
        column.close()?;
        let mut column = group.next_column()?.expect("a column");
        column.typed::<Int32Type>().write_batch(&[0, 20_454], None, None)?;
        column.close()?;
        group.close()?;
        file.close()?;
        let json = |text: &str| read_json(text, &Default::default()).expect("a case");
        let expected = [
            json(r#"{ "案号": "一", "比例": 0.1, "金额": 0.10, "日期": "1970-01-01" }"#),
            json(r#"{ "比例": 1000000000000000000000, "金额": 12345678901234567.89, "日期": "2026-01-01" }"#),
        ];
        assert_eq!(values(&path), expected);
        std::fs::remove_file(path)?;
        Ok(())
    }

    #[test]
    fn what_is_written_is_read_back() -> Result<(), Trouble> {
        let path = std::env::temp_dir().join(format!("zhunsheng-parquet-out-{}", std::process::id()));
        let mut writer = Writer::new(File::create(&path)?)?;
        let line = |row: u64| Line { row, case: row.is_multiple_of(2).then(|| format!("示{row}号")), ..Line::default() };
        for row in 1..=3 {
            writer.write(&[line(row)])?;
        }
        writer.finish()?;
        let row = |row: u64| ("row", Value::from(row));
        let expected: [Value; 3] = [
            [row(1)].into_iter().collect(),
            [row(2), ("case", Value::from("示2号"))].into_iter().collect(),
            [row(3)].into_iter().collect(),
        ];
        assert_eq!(values(&path), expected);
        std::fs::remove_file(path)?;
        Ok(())
    }
}
