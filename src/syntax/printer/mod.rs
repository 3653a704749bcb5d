//! Tree to text: the one layout of rule files.
//!
//! Four spaces a level, one clause a line, a blank line between declarations, tables aligned. Comments keep their
//! place, and what could not be read is written back word for word.

mod clause;
mod layout;
mod review;
mod sanction;
mod scoring;
mod table;
mod terms;

use super::keyword;
use super::limits::Limits;
use super::parser::{self, parse};
use super::tree::{Clause, ClauseKind, Tree};
use crate::diagnostic::{Diagnostic, SourceId};
use layout::Printer;

pub(in crate::syntax) use layout::NamePlace;

/// How a tree is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Style {
    /// In which language keywords are written.
    pub keywords: Keywords,
}

/// In which language keywords are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Keywords {
    /// As most keywords of the file are.
    #[default]
    Keep,
    /// 当, 处 …
    Chinese,
    /// when, impose …
    English,
}

/// A formatted text.
#[derive(Debug, Clone)]
pub struct Formatted {
    /// The text; the same as it was where its braces do not match.
    pub text: String,
    /// The problems of the text that was formatted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes a tree. Without its source the tree is laid out as if it had no blank lines; see [`format()`].
#[must_use]
pub fn print(tree: &Tree, style: Style) -> String {
    Printer::new(tree, None, style.keywords == Keywords::English).file()
}

/// Formats a text. Formatting twice changes nothing more, and a text with mistakes loses nothing.
///
/// ```
/// use zhunsheng::diagnostic::Sources;
/// use zhunsheng::syntax::{Limits, Style, format};
/// let text = "单位  标准箱；种类 停止执业   属于 限制从业";
/// let mut sources = Sources::new();
/// let formatted = format(sources.add("例.zs", text), text, &Limits::default(), Style::default());
/// assert_eq!(formatted.text, "单位 标准箱\n种类 停止执业 属于 限制从业\n");
/// ```
#[must_use]
pub fn format(source: SourceId, text: &str, limits: &Limits, style: Style) -> Formatted {
    let parsed = parse(source, text, limits);
    // A block whose end is guessed must not be written down as if it were known.
    let text = if parsed.balanced {
        let english = match style.keywords {
            Keywords::Keep => mostly_english(text),
            Keywords::Chinese => false,
            Keywords::English => true,
        };
        Printer::new(&parsed.tree, Some(text), english).file()
    } else {
        text.to_owned()
    };
    Formatted { text, diagnostics: parsed.diagnostics }
}

/// Whether more clauses of a text start with an English keyword than with a Chinese one.
fn mostly_english(text: &str) -> bool {
    let (mut zh, mut en) = (0_usize, 0_usize);
    for line in text.lines() {
        if let Some((keyword, length)) = keyword::clause_at(line.trim_start()) {
            if line.trim_start().get(..length) == Some(keyword.en) { en += 1 } else { zh += 1 }
        }
    }
    en > zh
}

/// Whether a clause takes more than one line, and so is set off by blank lines at the top of a file.
fn is_long(clause: &Clause) -> bool {
    parser::blocks(clause).is_some() || matches!(clause.node, ClauseKind::TierTable { .. } | ClauseKind::CrossTable { .. })
}
