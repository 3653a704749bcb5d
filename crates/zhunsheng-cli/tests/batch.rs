//! `batch` over files larger than its buffers: the same bytes whatever the threads and the format, and bounds that hold.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HEADER: [&str; 5] = ["案号", "违法所得", "违法次数", "主动退还", "实际处罚"];

/// The row that cannot be read, amid several chunks.
const BAD: usize = 700;

fn cells(row: usize) -> [String; 5] {
    let gains = if row == BAD { "很多".to_owned() } else { format!("{}.{:02}元", row * 7 % 30_000, row % 100) };
    let waived = ["是", "否", ""][row % 3].to_owned();
    [format!("示{row}号"), gains, (row % 4 + 1).to_string(), waived, format!("警告, 罚款 {}元", row % 13 * 1_000)]
}

fn csv(rows: usize) -> String {
    let lines = (1..=rows).map(|row| cells(row).map(|cell| format!("\"{cell}\"")).join(","));
    std::iter::once(HEADER.join(",")).chain(lines).collect::<Vec<_>>().join("\n")
}

fn json_lines(rows: usize) -> String {
    let object = |row| {
        let given = HEADER.iter().zip(cells(row)).filter(|(_, cell)| !cell.is_empty());
        let entries: Vec<String> = given.map(|(name, cell)| format!("\"{name}\": \"{cell}\"")).collect();
        format!("{{{}}}\n", entries.join(", "))
    };
    (1..=rows).map(object).collect()
}

/// A folder of its own that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("zhunsheng-batch-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self, name: &str, text: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn batch(file: &str, more: &[&str]) -> Output {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rules");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhunsheng"));
    command.args(["batch", "--benchmark", "私自收费", "--rules"]).arg(rules).arg(file).args(more);
    command.output().expect("a run")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let folder = Folder::new("jobs");
    let file = folder.file("cases.csv", csv(1_200).as_bytes());
    let run = |jobs: &str| {
        let audit = folder.0.join(format!("{jobs}.md")).display().to_string();
        let output = batch(&file, &["--jobs", jobs, "--audit", &audit]);
        assert_eq!(output.status.code(), Some(1));
        (text(&output.stdout), text(&output.stderr), fs::read_to_string(audit).expect("an audit"))
    };
    let one = run("1");
    assert_eq!(one.0.lines().count(), 1_200);
    assert_eq!(one, run("2"));
    assert_eq!(one, run("4"));
}

#[test]
fn csv_and_json_lines_of_the_same_cases_agree() {
    let folder = Folder::new("formats");
    let (table, lines) = (folder.file("cases.csv", csv(600).as_bytes()), folder.file("cases.jsonl", json_lines(600).as_bytes()));
    for more in [["--format", "jsonl"], ["--format", "csv"], ["--ignore", "实际处罚"], ["--ignore", "违法次数"]] {
        let (table, lines) = (batch(&table, &more), batch(&lines, &more));
        assert_eq!(text(&table.stdout), text(&lines.stdout), "{more:?}");
        assert_eq!(text(&table.stderr), text(&lines.stderr), "{more:?}");
        // A penalty that is left out is not compared with anything.
        assert_eq!(text(&table.stderr).contains("评查"), more[1] != "实际处罚", "{}", text(&table.stderr));
    }
}

#[test]
fn a_table_is_the_same_in_every_encoding_and_however_its_lines_end() {
    let folder = Folder::new("encodings");
    let table = csv(300);
    let marked = [b"\xef\xbb\xbf", table.as_bytes()].concat();
    let gb = encoding_rs::GB18030.encode(&table).0.into_owned();
    let sixteen: Vec<u8> = "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let crlf = table.replace('\n', "\r\n");
    // As a spreadsheet leaves it: columns and rows that say nothing, the header once more where two files were joined.
    let trailing = format!("\n{}", table.replacen('\n', ",,\n", 150));
    let joined = table.replacen("\n\"示100号", &format!("\n{}\n,,,,\n\"\",\"  \"\n\"示100号", HEADER.join(",")), 1);
    let wanted = text(&batch(&folder.file("cases.csv", table.as_bytes()), &[]).stdout);
    assert_eq!(wanted.lines().count(), 300);
    for (name, bytes) in [
        ("marked.csv", marked),
        ("gb.csv", gb),
        ("sixteen.csv", sixteen),
        ("crlf.csv", crlf.into_bytes()),
        ("trailing.csv", trailing.into_bytes()),
        ("joined.csv", joined.into_bytes()),
    ] {
        let output = batch(&folder.file(name, &bytes), &["--jobs", "2"]);
        assert!(text(&output.stdout) == wanted, "{name}: {}", text(&output.stderr));
    }
}

#[test]
fn what_people_fill_in_is_read_where_it_can_be_read_in_one_way_only() {
    let folder = Folder::new("dirty");
    let (mut plain, mut dirty) =
        (format!("{}\n", HEADER.join(",")), format!("\u{feff}{},,\r\n", HEADER.map(|name| format!(" {name}\u{3000}")).join(",")));
    let full = |text: &str| {
        text.chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xFEE0).expect("a figure") } else { c })
            .collect::<String>()
    };
    for row in 0..1_000usize {
        let gains = row * 37 % 30_000 + 1_000;
        let (times, waived) = (row % 4 + 1, [Some(true), Some(false), None][row % 3]);
        let yes = |spellings: [&'static str; 2]| waived.map_or("", |waived| spellings[usize::from(!waived)]);
        let spelt = match row % 7 {
            0 => format!("\"{},{:03}\"", gains / 1_000, gains % 1_000),
            1 => format!("{}.{:04}万元", gains / 10_000, gains % 10_000),
            2 => full(&gains.to_string()),
            3 => format!("  {gains}.00 元\t"),
            4 => format!("￥{gains}"),
            5 => format!("人民币{gains}元整"),
            _ => format!("\"{gains}\""),
        };
        plain += &format!("示{row}号,{gains},{times},{},警告\n", yes(["是", "否"]));
        let returned = [yes(["√", "×"]), yes(["TRUE", "FALSE"]), yes([" 是 ", "否\u{3000}"])][row / 3 % 3];
        let times = if row % 2 == 0 { format!("{times}.0") } else { full(&format!("{times}次")) };
        dirty += &format!("示{row}号,{spelt},{times},{returned},\" 警告 \",,\r\n");
        if row % 100 == 0 {
            dirty += ",,,,,,\r\n\r\n";
        }
    }
    let wanted = batch(&folder.file("plain.csv", plain.as_bytes()), &[]);
    let file = folder.file("dirty.csv", dirty.as_bytes());
    for jobs in ["1", "2", "4"] {
        let output = batch(&file, &["--jobs", jobs]);
        assert!(text(&output.stdout) == text(&wanted.stdout), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), text(&wanted.stderr));
    }
}

#[test]
fn a_bad_row_is_told_and_the_rest_decided_unless_the_run_stops_there() {
    let folder = Folder::new("bad");
    let file = folder.file("cases.csv", csv(1_000).as_bytes());
    let whole = batch(&file, &[]);
    let lines = text(&whole.stdout);
    assert_eq!(lines.lines().count(), 1_000);
    let bad: Vec<usize> = lines.lines().enumerate().filter(|(_, line)| line.contains("\"errors\"")).map(|(at, _)| at + 1).collect();
    assert_eq!(bad, [BAD]);
    assert!(text(&whole.stderr).contains("第 700 条（示700号）：ZSI11 /违法所得"));
    for jobs in ["1", "4"] {
        let stopped = batch(&file, &["--stop-on-error", "--jobs", jobs]);
        assert_eq!(stopped.status.code(), Some(1));
        let expected: String = lines.split_inclusive('\n').take(BAD).collect();
        assert_eq!(text(&stopped.stdout), expected);
        assert!(text(&stopped.stderr).contains("共 700 条，1 条有错"));
    }
}

#[test]
fn a_row_past_the_limit_is_a_bad_row_and_a_mark_that_is_not_closed_the_end() {
    let folder = Folder::new("large");
    let long = "长".repeat(6 << 20);
    let lines = format!("{}{{\"案号\": \"{long}\"}}\n{}", json_lines(1), json_lines(1));
    let output = batch(&folder.file("cases.jsonl", lines.as_bytes()), &[]);
    assert_eq!(output.status.code(), Some(1));
    let written = text(&output.stdout);
    assert_eq!(written.lines().count(), 3);
    assert!(written.lines().nth(1).is_some_and(|line| line.contains("ZSI03")), "{written}");
    let table = format!("{}\n{long},1,1,,\n{}", csv(1), csv(2).lines().last().expect("a row"));
    let output = batch(&folder.file("cases.csv", table.as_bytes()), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).lines().nth(1).is_some_and(|line| line.contains("ZSI03")));
    assert_eq!(text(&output.stdout).lines().count(), 3);
    let table = format!("{}\n\"{long}", csv(1));
    let output = batch(&folder.file("cases.csv", table.as_bytes()), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert!(text(&output.stderr).contains("cases.csv:3：第 2 条：第 1 格的左引号没有合上"), "{}", text(&output.stderr));
    // The row before it was decided, and is counted.
    assert!(text(&output.stderr).contains("共 1 条"), "{}", text(&output.stderr));
}

#[test]
fn bytes_that_are_no_text_spoil_their_row_alone() {
    let folder = Folder::new("bytes");
    for (name, mut bytes) in [("cases.csv", (csv(1) + "\n").into_bytes()), ("cases.jsonl", json_lines(1).into_bytes())] {
        bytes.extend(b"\xb2\xbb,1,1,,\n");
        bytes.extend(match name {
            "cases.csv" => csv(2).lines().last().expect("a row").as_bytes().to_vec(),
            _ => json_lines(1).into_bytes(),
        });
        let output = batch(&folder.file(name, &bytes), &[]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let lines = text(&output.stdout);
        let bad: Vec<bool> = lines.lines().map(|line| line.contains("\"errors\"")).collect();
        assert_eq!(bad, [false, true, false], "{name}: {lines}");
    }
}

#[test]
fn the_example_and_the_page_of_its_audit_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = Folder::new("example");
    let audit = folder.0.join("audit.md");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhunsheng"));
    command.args(["batch", "--rules", "rules/司法行政", "--benchmark", "律师私自接受委托", "examples/历年处罚.csv", "--audit"]).arg(&audit);
    assert_eq!(command.current_dir(&root).output().expect("a run").status.code(), Some(1));
    let (found, page) = (fs::read_to_string(audit).expect("an audit"), root.join("examples/历年处罚评查.md"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(page, found).expect("a page that can be written");
        return;
    }
    assert_eq!(found, fs::read_to_string(page).expect("the page"), "UPDATE=1 rewrites it");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_decided_audited_and_written_as_csv_is() {
    let folder = Folder::new("parquet");
    let (table, rows) = (folder.file("cases.csv", csv(600).as_bytes()), folder.0.join("cases.parquet"));
    parquet_of(&rows, 600).expect("a file of rows");
    let rows = rows.display().to_string();
    let run = |file: &str| {
        let audit = folder.0.join("audit.md").display().to_string();
        let output = batch(file, &["--same", "违法次数", "--audit", &audit]);
        assert_eq!(output.status.code(), Some(1));
        (text(&output.stdout), text(&output.stderr), fs::read_to_string(audit).expect("an audit"))
    };
    let (from_table, from_rows) = (run(&table), run(&rows));
    assert_eq!(from_table, from_rows);
    assert!(from_rows.2.contains("同案不同罚") && !from_rows.1.contains("同案不同罚 0 组"), "{}", from_rows.1);
    let out = |file: &str| {
        let path = folder.0.join("out.parquet");
        assert_eq!(batch(file, &["--output", &path.display().to_string()]).status.code(), Some(1));
        fs::read(path).expect("an output")
    };
    let written = out(&table);
    assert!(written.starts_with(b"PAR1"));
    assert_eq!(written, out(&rows));
}

/// The rows of [`csv`] as columns of texts, a cell without one null.
#[cfg(feature = "parquet")]
fn parquet_of(path: &Path, rows: usize) -> parquet::errors::Result<()> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    let columns: String = HEADER.iter().map(|name| format!("optional binary {name} (utf8); ")).collect();
    let schema = parquet::schema::parser::parse_message_type(&format!("message rows {{ {columns} }}"))?;
    let file = fs::File::create(path)?;
    let mut file = parquet::file::writer::SerializedFileWriter::new(file, std::sync::Arc::new(schema), std::sync::Arc::default())?;
    let mut group = file.next_row_group()?;
    for at in 0..HEADER.len() {
        let cells: Vec<String> = (1..=rows).map(|row| cells(row)[at].clone()).collect();
        let given: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
        let values: Vec<ByteArray> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| ByteArray::from(cell.as_str())).collect();
        let mut column = group.next_column()?.expect("a column");
        column.typed::<ByteArrayType>().write_batch(&values, Some(&given), None)?;
        column.close()?;
    }
    group.close()?;
    file.close().map(drop)
}
