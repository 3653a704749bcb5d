//! Why a text could not be read as a value at all, and the limits it must keep; what a value means is not known here.

use crate::diagnostic::{Language, LineColumn};

/// What a reader of input accepts at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one text: 16 MiB by default.
    pub bytes: usize,
    /// Objects and lists within each other: 64 by default.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 16 << 20, nesting: 64 }
    }
}

impl Limits {
    /// These limits with so many bytes of text.
    #[must_use]
    pub fn with_bytes(mut self, bytes: usize) -> Limits {
        self.bytes = bytes;
        self
    }

    /// These limits with so many levels of nesting.
    #[must_use]
    pub fn with_nesting(mut self, nesting: usize) -> Limits {
        self.nesting = nesting;
        self
    }
}

/// A text that could not be read, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Language::Chinese))]
pub struct ReadError {
    problem: ReadProblem,
    place: Option<LineColumn>,
}

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadProblem {
    /// It does not follow the format.
    Syntax {
        /// The character found; nothing at the end.
        found: Option<String>,
        /// What was expected, in Chinese.
        expected_zh: &'static str,
        /// What was expected, in English.
        expected_en: &'static str,
    },
    /// A text without a closing quotation mark.
    Unclosed,
    /// A name stands twice in one object.
    DuplicateKey {
        /// The name.
        key: String,
    },
    /// More bytes than [`Limits::bytes`].
    TooLarge {
        /// How many there are.
        bytes: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Deeper than [`Limits::nesting`].
    TooDeep {
        /// How deep it may be.
        limit: usize,
    },
    /// Something that no value can hold, such as NaN or raw bytes.
    Unrepresentable {
        /// What it is.
        what: String,
    },
    /// What a reader of another format says, in both languages.
    Told {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
    /// What a reader of another format says.
    Other {
        /// In its words.
        message: String,
    },
}

impl ReadError {
    /// A problem of the text as a whole.
    #[must_use]
    pub fn whole(problem: ReadProblem) -> ReadError {
        ReadError { problem, place: None }
    }

    /// A problem at a line and column, for readers of other formats.
    #[must_use]
    pub fn placed(problem: ReadProblem, place: LineColumn) -> ReadError {
        ReadError { problem, place: Some(place) }
    }

    pub(super) fn at(text: &str, at: usize, problem: ReadProblem) -> ReadError {
        let before = text.get(..at).unwrap_or(text);
        let line = before.bytes().filter(|b| *b == b'\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1).saturating_add(1);
        ReadError::placed(problem, LineColumn { line: count(line), column: count(column) })
    }

    /// The same problem in a text that is this line of another.
    #[must_use]
    pub fn on_line(mut self, line: usize) -> ReadError {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let column = self.place.map_or(1, |place| place.column);
        self.place = Some(LineColumn { line, column });
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &ReadProblem {
        &self.problem
    }

    /// Where.
    #[must_use]
    pub fn place(&self) -> Option<LineColumn> {
        self.place
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.problem {
            ReadProblem::Syntax { .. } | ReadProblem::Unclosed | ReadProblem::Told { .. } | ReadProblem::Other { .. } => "ZSI01",
            ReadProblem::DuplicateKey { .. } => "ZSI02",
            ReadProblem::TooLarge { .. } => "ZSI03",
            ReadProblem::TooDeep { .. } => "ZSI04",
            ReadProblem::Unrepresentable { .. } => "ZSI05",
        }
    }

    /// The message in `language`, one sentence.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Chinese => match &self.problem {
                ReadProblem::Syntax { found: Some(found), expected_zh, .. } => format!("此处应为{expected_zh}，却是「{found}」"),
                ReadProblem::Syntax { found: None, expected_zh, .. } => format!("文本到此结束，还缺{expected_zh}"),
                ReadProblem::Unclosed => "文本没有写右引号".to_owned(),
                ReadProblem::DuplicateKey { key } => {
                    format!("「{key}」在同一个对象里写了两次，无法判断以哪个为准")
                }
                ReadProblem::TooLarge { bytes, limit } => {
                    format!("文本有 {bytes} 字节，超过上限 {limit} 字节")
                }
                ReadProblem::TooDeep { limit } => format!("对象、列表的嵌套超过上限 {limit} 层"),
                ReadProblem::Unrepresentable { what } => format!("案件数据不能是{what}"),
                ReadProblem::Told { zh, .. } => zh.clone(),
                ReadProblem::Other { message } => format!("读不懂：{message}"),
            },
            Language::English => match &self.problem {
                ReadProblem::Syntax { found: Some(found), expected_en, .. } => format!("expected {expected_en}, found `{found}`"),
                ReadProblem::Syntax { found: None, expected_en, .. } => format!("the text ends here; expected {expected_en}"),
                ReadProblem::Unclosed => "this text has no closing quotation mark".to_owned(),
                ReadProblem::DuplicateKey { key } => {
                    format!("`{key}` stands twice in one object; which one counts cannot be told")
                }
                ReadProblem::TooLarge { bytes, limit } => {
                    format!("the text has {bytes} bytes, above the limit of {limit}")
                }
                ReadProblem::TooDeep { limit } => {
                    format!("objects and lists are nested deeper than the limit of {limit}")
                }
                ReadProblem::Unrepresentable { what } => format!("case data cannot be {what}"),
                ReadProblem::Told { en, .. } => en.clone(),
                ReadProblem::Other { message } => format!("cannot be read: {message}"),
            },
        }
    }
}

impl serde::de::Error for ReadError {
    fn custom<T: std::fmt::Display>(message: T) -> ReadError {
        ReadError::whole(ReadProblem::Other { message: message.to_string() })
    }
}

impl serde::ser::Error for ReadError {
    fn custom<T: std::fmt::Display>(message: T) -> ReadError {
        ReadError::whole(ReadProblem::Other { message: message.to_string() })
    }
}
