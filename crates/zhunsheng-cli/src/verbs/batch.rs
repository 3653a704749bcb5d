//! `batch`: a file of cases decided row by row in constant memory, counted, and audited where it says what was imposed.

use std::collections::HashSet;
use std::io::IsTerminal as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::ArgMatches;
use clap::parser::ValueSource;
use zhunsheng::diagnostic::Language;

use crate::batch::decide::Decider;
use crate::batch::line::Line;
use crate::batch::page;
use crate::batch::pipeline;
use crate::batch::sink::{Rendered, Sink};
use crate::batch::source::{Heads, Raw, RowFormat, Source};
use crate::batch::summary::Summary;
use crate::output::{Context, Exit, Trouble, complain, print, same_file};
use crate::rules;

/// How often progress is told.
const EVERY: Duration = Duration::from_millis(500);

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Exit, Trouble> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let (path, output, summary_path) = (text("file").unwrap_or_default(), text("output"), text("summary"));
    let input_format = input_format(path, text("input-format"), context)?;
    let format = output_format(matches, output, context)?;
    if summary_path == Some("-") && output.is_none() {
        return Err(context.trouble(
            "--summary - 与结果都要写到标准输出；请用 --output 把结果写到文件",
            "--summary - and the results both go to standard output; write the results to a file with --output",
        ));
    }
    for written in [output, summary_path, text("audit")].into_iter().flatten() {
        if path != "-" && same_file(Path::new(path), Path::new(written)) {
            return Err(context.trouble(format!("不能写到正在读的文件 {path}"), format!("cannot write to {path}, which is being read")));
        }
    }
    let same: Vec<&str> = matches.get_many::<String>("same").into_iter().flatten().map(|name| name.trim()).collect();
    let engine = rules::engine(&[text("rules").unwrap_or_default()], context)?;
    let ignored: HashSet<String> = matches.get_many::<String>("ignore").into_iter().flatten().map(|name| name.trim().to_owned()).collect();
    let mut source = Source::open(path, input_format, &ignored, context)?;
    let decider = Decider::new(engine, text("benchmark"), &same, context)?;
    if let Some(heads) = source.heads() {
        judge(heads, &decider, path, context)?;
    }
    let mut sink = Sink::open(output, format, context)?;
    let stop = matches.get_flag("stop-on-error");
    let mut summary = Summary::default();
    let mut progress = Progress::new(context);
    // What each has read before is kept from chunk to chunk.
    let workers = Mutex::new(Vec::new());
    let ran = pipeline::run(
        context.jobs,
        move || source.chunk(),
        |chunk: Vec<Raw>| {
            let mut worker = workers.lock().ok().and_then(|mut workers| workers.pop()).unwrap_or_else(|| decider.worker());
            let lines = chunk.iter().map(|raw| worker.line(raw)).collect();
            if let Ok(mut workers) = workers.lock() {
                workers.push(worker);
            }
            (Rendered::new(lines, format), chunk.iter().map(|raw| raw.line).collect::<Vec<_>>())
        },
        |(rendered, places)| {
            let mut rendered = rendered?;
            let bad = |line: &Line| !line.errors.is_empty();
            let first_bad = rendered.lines.iter().position(bad).filter(|_| stop);
            if let Some(at) = first_bad {
                rendered.truncate(at + 1);
            }
            progress.clear();
            for (line, place) in rendered.lines.iter().zip(places) {
                summary.add(line);
                if bad(line) {
                    tell(line, place, path, context);
                }
            }
            progress.tell(summary.rows);
            let written = sink.write(&rendered)?;
            Ok(if first_bad.is_some() { ControlFlow::Break(()) } else { written })
        },
    );
    let finished = sink.finish();
    progress.clear();
    // What was decided before a file could be read no further is summed up all the same.
    if ran.is_err() && summary.rows == 0 {
        return ran.map(|()| Exit::Clean);
    }
    let exit = end(&summary, summary_path, text("audit"), context)?;
    ran.and(finished).map(|()| exit)
}

/// Tells of the columns whose names no case has; with them every row would be a bad one.
fn judge(heads: &Heads, decider: &Decider, path: &str, context: &Context) -> Result<(), Trouble> {
    let strangers = decider.strangers(&heads.names);
    if strangers.is_empty() {
        return Ok(());
    }
    let at = heads.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
    for (_, problem) in &strangers {
        let (code, message, help) = (problem.code(), problem.message(context.language), problem.help(context.language));
        complain(&match context.language {
            Language::Chinese => format!("{at}：表头：{code} {message}{}", help.map(|help| format!("；{help}")).unwrap_or_default()),
            Language::English => format!("{at}: header: {code} {message}{}", help.map(|help| format!("; {help}")).unwrap_or_default()),
        });
    }
    let count = strangers.len();
    if count == heads.names.len() {
        return Err(context.trouble(
            format!("{path} 的第一行没有一栏是规则认识的；第一行应当是表头，写要素的名称"),
            format!("the first line of {path} has no name that the rules know; it has to be a header with the names of facts"),
        ));
    }
    let names: Vec<&str> = strangers.iter().map(|(name, _)| *name).collect();
    let names = names.join(",");
    Err(context.trouble(
        format!("{path} 的表头有 {count} 栏规则不认识，没有裁量；写错的请改正，不是要素的请写明不读：--ignore {names}"),
        format!("the header of {path} has {count} names that the rules do not know; nothing was decided. Mend what is misspelt, and name what is no fact: --ignore {names}"),
    ))
}

/// Writes summary and audit; the exit status.
fn end(summary: &Summary, summary_path: Option<&str>, audit: Option<&str>, context: &Context) -> Result<Exit, Trouble> {
    let write = |path: &str, text: String| std::fs::write(path, text).map_err(|error| context.unwritable(&path, &error));
    match summary_path {
        None => complain(&summary.text(context)),
        Some("-") => print(&format!("{:#}\n", summary.json()))?,
        Some(path) => write(path, format!("{:#}\n", summary.json()))?,
    }
    if let Some(path) = audit {
        write(path, page::page(&summary.audit, context))?;
    }
    Ok(if summary.bad > 0 || summary.grave { Exit::Finding } else { Exit::Clean })
}

fn input_format(path: &str, asked: Option<&str>, context: &Context) -> Result<RowFormat, Trouble> {
    match asked {
        Some(name) => RowFormat::named(name),
        None if path == "-" => Some(RowFormat::JsonLines),
        None => RowFormat::of(path),
    }
    .ok_or_else(|| {
        context.trouble(
            format!("{path}：从后缀看不出格式，请用 --input-format jsonl|csv|parquet 写明"),
            format!("{path}: the ending tells no format; state it with --input-format jsonl|csv|parquet"),
        )
    })
}

/// `--format` where it is given (all verbs have one, with a default of its own), or the ending of `--output`.
fn output_format(matches: &ArgMatches, output: Option<&str>, context: &Context) -> Result<RowFormat, Trouble> {
    let given = matches.get_one::<String>("format").filter(|_| matches.value_source("format") == Some(ValueSource::CommandLine));
    let Some(name) = given else {
        return Ok(output.and_then(RowFormat::of).unwrap_or(RowFormat::JsonLines));
    };
    RowFormat::named(name).ok_or_else(|| {
        context.trouble(
            format!("batch 没有 {name} 格式，可以用：jsonl、csv、parquet"),
            format!("batch has no format {name}; it has: jsonl, csv, parquet"),
        )
    })
}

/// Tells the mistakes of a bad row.
fn tell(line: &Line, place: Option<usize>, path: &str, context: &Context) {
    let at = place.map_or_else(|| path.to_owned(), |place| format!("{path}:{place}"));
    let row = line.row;
    for problem in &line.errors {
        complain(&match (context.language, &line.case) {
            (Language::Chinese, Some(case)) => format!("{at}：第 {row} 条（{case}）：{}", problem.text()),
            (Language::Chinese, None) => format!("{at}：第 {row} 条：{}", problem.text()),
            (Language::English, Some(case)) => format!("{at}: row {row} ({case}): {}", problem.text()),
            (Language::English, None) => format!("{at}: row {row}: {}", problem.text()),
        });
    }
}

/// A count on standard error, where someone looks at it.
struct Progress<'c> {
    context: &'c Context,
    /// When it was last told; none where nobody looks.
    last: Option<Instant>,
    shown: bool,
}

impl Progress<'_> {
    fn new(context: &Context) -> Progress<'_> {
        Progress { context, last: std::io::stderr().is_terminal().then(Instant::now), shown: false }
    }

    fn tell(&mut self, rows: u64) {
        if self.last.is_some_and(|last| last.elapsed() >= EVERY) {
            self.last = Some(Instant::now());
            eprint!("{}", self.context.say(format!("已裁量 {rows} 条"), format!("{rows} rows decided")));
            self.shown = true;
        }
    }

    /// Takes the count away before something else is written.
    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[K");
        }
    }
}
