//! The canonical text of a document and places in it; it knows nothing of law.

use super::marks::meant;

/// A half-open range of bytes in a document's canonical text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct TextRange {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`; empty where `end` is before `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> TextRange {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        TextRange { start, end: end.max(start) }
    }

    /// Whether it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `offset` lies in it.
    #[must_use]
    pub fn contains(self, offset: u32) -> bool {
        (self.start..self.end).contains(&offset)
    }

    /// The first byte, for slicing.
    #[must_use]
    pub fn from(self) -> usize {
        self.start as usize
    }

    /// The byte after the last, for slicing.
    #[must_use]
    pub fn to(self) -> usize {
        self.end as usize
    }

    /// The range as `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.from()..self.to()
    }
}

/// A line and column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// What a line of the canonical text is, as far as its format says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A paragraph.
    Text,
    /// A heading of a level from 1, as Markdown, HTML and Word mark it.
    Heading(u8),
    /// A row of the table of this index; its cells are set off by tabs.
    Row(u32),
    /// A footnote or endnote.
    #[cfg_attr(not(feature = "docx"), expect(dead_code, reason = "of the formats only Word marks notes"))]
    Note,
    /// A line of front matter: what stands before the body by a mark of the format itself.
    Front,
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Where it stands, without blanks at its ends.
    pub(crate) range: TextRange,
    /// What its format says of it.
    pub(crate) role: Role,
}

/// What a reader hands over: the canonical text, and its lines with what the format says of each.
///
/// INVARIANT: lines are in order, do not overlap, and hold every character of the text that is not white space.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    pub(crate) text: String,
    pub(crate) lines: Vec<Line>,
    tables: u32,
}

/// Characters that show nothing and only hinder reading: zero-width ones, marks of direction, controls.
fn unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}')
        || (c.is_control() && c != '\t' && c != '\n')
}

impl Flow {
    /// Writes one line of the source. Breaks within it become blanks, unseen characters go.
    pub(crate) fn line(&mut self, text: &str, role: Role) {
        let start = self.text.len();
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' => self.text.push(' '),
                c if unseen(c) => {}
                c => self.text.push(c),
            }
        }
        let written = self.text.get(start..).unwrap_or_default();
        let head = written.len() - written.trim_start().len();
        let trimmed = written.trim();
        if !trimmed.is_empty() {
            let from = start + head;
            self.lines.push(Line { range: TextRange::new(from, from + trimmed.len()), role });
        }
        self.text.push('\n');
    }

    /// The number of a new table.
    pub(crate) fn new_table(&mut self) -> u32 {
        self.tables = self.tables.saturating_add(1);
        self.tables - 1
    }

    /// Writes the lines of another flow, its tables as tables of this one.
    #[cfg(feature = "docx")]
    pub(crate) fn append(&mut self, other: &Flow) {
        let first = self.tables;
        for line in &other.lines {
            let role = match line.role {
                Role::Row(table) => Role::Row(first.saturating_add(table)),
                role => role,
            };
            self.line(other.slice(line.range), role);
        }
        self.tables = first.saturating_add(other.tables);
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.range()).unwrap_or_default()
    }
}

/// Where the lines of a text start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LineStarts(Vec<u32>);

impl LineStarts {
    pub(crate) fn of(text: &str) -> LineStarts {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        LineStarts(std::iter::once(0).chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect())
    }

    /// Line and column of an offset; one past the end is the end.
    pub(crate) fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.0.partition_point(|start| *start <= offset).max(1);
        let start = self.0.get(line - 1).copied().unwrap_or(0) as usize;
        let column = text.get(start..(offset as usize).min(text.len())).map_or(0, |before| before.chars().count());
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX - 1) + 1 }
    }
}

/// A text without any blank: 关 于 → 关于.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// White space, and the private-use characters that stand for it in files from other systems.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{E000}'..='\u{F8FF}')
}

/// A Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '〇' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a line ends as a sentence does, quotation marks and brackets after the mark aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c| is_blank(c) || matches!(c, '”' | '’' | '"' | '」' | '』' | '）' | ')'));
    let last = text.char_indices().next_back().map(|(at, c)| meant(text, at, c));
    last.is_some_and(|c| matches!(c, '。' | '；' | '！' | '？' | '：' | ';' | ':' | '!' | '?'))
}

/// The first bytes of a text, whole characters: what is looked at must not grow with the line.
pub(crate) fn clip(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// The last bytes of a text, whole characters.
pub(crate) fn clip_end(text: &str, bytes: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(bytes))..).unwrap_or(text)
}
