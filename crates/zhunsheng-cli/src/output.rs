//! What every verb shares: language, format, colour, exit statuses, and writing to the standard streams.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use zhunsheng::diagnostic::{Color, Language};

/// How a run ended, as interfaces.md states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// nothing to complain of
    Clean,
    /// an error-level finding, a failed case, a file that is not formatted
    Finding,
    /// a usage mistake, or input that cannot be read
    Trouble,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Finding => 1,
            Exit::Trouble => 2,
        })
    }
}

/// What stops a run: one message, in the language of the run.
#[derive(Debug)]
pub(crate) struct Trouble(pub(crate) String);

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble(error.to_string())
    }
}

/// Why the system would not, in Chinese where it is one of the usual reasons.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或者文件夹".to_owned(),
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        ErrorKind::NotADirectory => "这不是文件夹".to_owned(),
        ErrorKind::AlreadyExists => "已经有这个文件了".to_owned(),
        ErrorKind::InvalidData => "不是 UTF-8 编码的文本".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        _ => error.to_string(),
    }
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// for people
    Text,
    /// one object, or one a line
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// workflow commands of GitHub Actions
    Github,
    /// JUnit XML
    Junit,
    /// a page
    Markdown,
    /// a page for the browser and the printer
    Html,
    /// a Word file
    Docx,
}

impl Format {
    /// All formats by name.
    pub(crate) const ALL: [(&'static str, Format); 8] = [
        ("text", Format::Text),
        ("json", Format::Json),
        ("sarif", Format::Sarif),
        ("github", Format::Github),
        ("junit", Format::Junit),
        ("markdown", Format::Markdown),
        ("html", Format::Html),
        ("docx", Format::Docx),
    ];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        Format::ALL.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }
}

/// What a run was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    pub(crate) language: Language,
    pub(crate) format: Format,
    pub(crate) color: bool,
    pub(crate) jobs: usize,
}

impl Context {
    /// One of two texts, by the language of the run.
    pub(crate) fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Chinese => zh.into(),
            Language::English => en.into(),
        }
    }

    /// Trouble in the language of the run.
    pub(crate) fn trouble(&self, zh: impl Into<String>, en: impl Into<String>) -> Trouble {
        Trouble(self.say(zh, en))
    }

    /// A file that cannot be read, and why.
    pub(crate) fn unreadable(&self, shown: &dyn Display, error: &io::Error) -> Trouble {
        self.trouble(format!("读不了 {shown}：{}", reason(error)), format!("cannot read {shown}: {error}"))
    }

    /// A file that cannot be written, and why.
    pub(crate) fn unwritable(&self, shown: &dyn Display, error: &io::Error) -> Trouble {
        self.trouble(format!("写不了 {shown}：{}", reason(error)), format!("cannot write {shown}: {error}"))
    }

    /// The format, where the verb has it.
    pub(crate) fn format_among(&self, verb: &str, known: &[Format]) -> Result<Format, Trouble> {
        if known.contains(&self.format) {
            return Ok(self.format);
        }
        let names: Vec<&str> = known.iter().map(|format| format.name()).collect();
        let (asked, names) = (self.format.name(), names.join("、"));
        Err(self.trouble(
            format!("{verb} 没有 {asked} 格式，可以用：{names}"),
            format!("{verb} has no format {asked}; it has: {}", names.replace('、', ", ")),
        ))
    }

    /// Whether diagnostics on standard output are coloured.
    pub(crate) fn color(&self) -> Color {
        if self.color { Color::Always } else { Color::Never }
    }

    /// Text in a colour, where colours are wanted.
    pub(crate) fn paint(&self, ink: Ink, text: impl Display) -> String {
        let code = match ink {
            Ink::Red => "1;31",
            Ink::Yellow => "33",
            Ink::Green => "32",
            Ink::Bold => "1",
        };
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// The few colours that are used.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ink {
    Red,
    Yellow,
    Green,
    Bold,
}

/// When to colour.
pub(crate) fn wants_color(asked: &str) -> bool {
    match asked {
        "always" => true,
        "never" => false,
        _ => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && io::stdout().is_terminal(),
    }
}

/// Writes to standard output; a reader that has gone away (`| head`) is no trouble.
pub(crate) fn print(text: &str) -> Result<(), Trouble> {
    print_bytes(text.as_bytes())
}

/// The same of what need not be text.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Trouble> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Trouble::from),
    }
}

/// Where results go: a file that is named, or else standard output.
pub(crate) enum Output {
    Standard,
    /// Made when there is something to write, so that a run that fails leaves what was there.
    Named(PathBuf),
    File(File),
}

impl Output {
    /// The output of a name.
    pub(crate) fn to(path: Option<PathBuf>) -> Output {
        path.map_or(Output::Standard, Output::Named)
    }

    /// Whether it goes to a person's screen.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self, Output::Standard) && io::stdout().is_terminal()
    }

    /// Writes; a reader of standard output that has gone away (`| head`) is no trouble.
    pub(crate) fn write(&mut self, bytes: &[u8], context: &Context) -> Result<(), Trouble> {
        if let Output::Named(path) = self {
            let shown = path.display();
            let made = File::create(&path);
            let made = made.map_err(|error| context.unwritable(&shown, &error))?;
            *self = Output::File(made);
        }
        match self {
            Output::File(file) => Ok(file.write_all(bytes)?),
            Output::Standard | Output::Named(_) => print_bytes(bytes),
        }
    }
}

/// Whether two paths name one file that exists.
pub(crate) fn same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Writes a message to standard error.
pub(crate) fn complain(text: &str) {
    // Nowhere is left to tell that standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}
