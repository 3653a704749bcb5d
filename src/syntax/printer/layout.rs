//! Lines, indentation, blank lines and comments.

use super::is_long;
use super::sanction::runs_on;
use crate::diagnostic::Span;
use crate::syntax::keyword;
use crate::syntax::parser::name_reads_as;
use crate::syntax::tree::{Ask, Block, Clause, ClauseKind, Comment, Tree};
use unicode_width::UnicodeWidthStr;

/// Where a line is better broken, in columns.
pub(super) const WIDTH: usize = 110;

/// The widest fact whose notes still line up with those of others.
const NOTES_AT_MOST: usize = 50;

/// How much a level is indented.
const INDENT: usize = 4;

/// A text being written.
pub(super) struct Printer<'a> {
    pub(super) out: String,
    tree: &'a Tree,
    source: Option<&'a str>,
    english: bool,
    level: usize,
    /// The comment that comes next.
    comment: usize,
    /// Where the thing written last ended in the source; nothing at the start of a block.
    last_end: Option<usize>,
    /// Inside of a table nothing may break a line.
    pub(super) inline: bool,
    /// Inside of 法定幅度 penalties stand bare.
    pub(super) bare: bool,
    /// The column where the notes of a record's facts stand, from the start of the line.
    pub(super) notes_at: usize,
}

impl<'a> Printer<'a> {
    pub(super) fn new(tree: &'a Tree, source: Option<&'a str>, english: bool) -> Self {
        Self { out: String::new(), tree, source, english, level: 0, comment: 0, last_end: None, inline: false, bare: false, notes_at: 0 }
    }

    /// The whole file.
    pub(super) fn file(mut self) -> String {
        let tree = self.tree;
        self.clauses(&tree.clauses, true);
        self.comments_before(usize::MAX, false);
        self.out
    }

    // ── words ──

    /// A keyword, by its name in the grammar, in the language of the file.
    pub(super) fn kw(&self, name: &str) -> &'static str {
        keyword::by_name(name).map_or("", |k| if self.english { k.en } else { k.zh })
    }

    pub(super) fn is_english(&self) -> bool {
        self.english
    }

    pub(super) fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A keyword and a space.
    pub(super) fn lead(&mut self, name: &str) {
        let word = self.kw(name);
        self.put(word);
        self.put(" ");
    }

    /// A name: bare where it reads as one in that place, else in quotes.
    pub(super) fn name(&mut self, name: &str, place: NamePlace) {
        let text = if name_reads_as(name, place) { name.to_owned() } else { quoted(name) };
        self.put(&text);
    }

    pub(super) fn names<'n>(&mut self, names: impl IntoIterator<Item = &'n crate::syntax::tree::Name>, place: NamePlace) {
        for (at, name) in names.into_iter().enumerate() {
            if at > 0 {
                self.put(", ");
            }
            self.name(&name.node, place);
        }
    }

    /// How wide the line written so far is.
    pub(super) fn column(&self) -> usize {
        self.out.rsplit('\n').next().unwrap_or_default().width()
    }

    /// Puts parts one after the other, with a comma between, and breaks the line where it grows too long.
    pub(super) fn fill(&mut self, parts: &[String], comma: &str) {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.put(comma);
                if !self.inline && self.column() + 1 + part.width() > WIDTH {
                    self.out.push('\n');
                    self.pad(self.level + 1);
                } else {
                    self.put(" ");
                }
            }
            self.put(part);
        }
    }

    /// Parts between braces, on lines of their own where one line does not hold them.
    pub(super) fn fill_braces(&mut self, parts: &[String], comma: &str) {
        let width: usize = parts.iter().map(|p| p.width() + comma.width() + 1).sum();
        if self.inline || self.column() + width + 4 <= WIDTH {
            self.put("{ ");
            self.fill(parts, comma);
            self.put(" }");
        } else {
            self.put("{");
            self.continue_line();
            self.fill(parts, comma);
            self.out.push('\n');
            self.pad(self.level);
            self.put("}");
        }
    }

    /// Breaks the line and starts the next one level deeper.
    pub(super) fn continue_line(&mut self) {
        self.out.push('\n');
        self.pad(self.level + 1);
    }

    /// What `write` writes, without writing it.
    pub(super) fn aside(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let kept = std::mem::take(&mut self.out);
        let inline = std::mem::replace(&mut self.inline, true);
        write(self);
        self.inline = inline;
        std::mem::replace(&mut self.out, kept)
    }

    fn pad(&mut self, level: usize) {
        self.out.extend(std::iter::repeat_n(' ', level * INDENT));
    }

    // ── lines ──

    /// A line of its own inside of a clause: an item of a list, a row of a table.
    pub(super) fn line(&mut self, span: Span, multiline: bool, write: impl FnOnce(&mut Self)) {
        self.comments_before(if multiline { span.range().start } else { span.range().end }, false);
        self.separate(span.range().start, false);
        self.pad(self.level);
        write(self);
        self.last_end = Some(span.range().end);
        self.trailing_comment(span.range().end);
        self.out.push('\n');
    }

    /// Braces around lines one level deeper: where they stand in the source, the opening one if it is known.
    pub(super) fn braces(&mut self, start: Option<usize>, end: usize, write: impl FnOnce(&mut Self)) {
        self.put("{");
        if let Some(start) = start {
            self.trailing_comment(start);
        }
        self.out.push('\n');
        self.level += 1;
        let outer = self.last_end.take();
        write(self);
        self.comments_before(end, false);
        self.level -= 1;
        self.last_end = outer;
        self.pad(self.level);
        self.put("}");
    }

    /// A block of clauses.
    pub(super) fn block(&mut self, block: &Block) {
        let span = block.span.0.range();
        let pending = self.tree.comments.get(self.comment).is_some_and(|c| (c.span.start as usize) < span.end && self.source.is_some());
        if block.clauses.is_empty() && !pending {
            self.put("{ }");
            return;
        }
        let notes_at = self.note_column(&block.clauses);
        let outer = std::mem::replace(&mut self.notes_at, notes_at);
        self.braces(Some(span.start), span.end.saturating_sub(1), |p| p.clauses(&block.clauses, false));
        self.notes_at = outer;
    }

    /// Where the notes of a block of facts are lined up: after the widest fact that is not overlong.
    fn note_column(&mut self, clauses: &[Clause]) -> usize {
        let mut widest = 0;
        for clause in clauses {
            if matches!(&clause.node, ClauseKind::Field { note: Some(_), .. }) {
                let width = self.aside(|p| p.fact(&clause.node)).width();
                if width <= NOTES_AT_MOST {
                    widest = widest.max(width);
                }
            }
        }
        widest
    }

    fn clauses(&mut self, clauses: &[Clause], top: bool) {
        let mut before: Option<bool> = None;
        for (at, clause) in clauses.iter().enumerate() {
            let long = is_long(clause);
            let required = top && before.is_some_and(|b| b || long);
            let range = clause.span.range();
            // Comments inside of a clause on one line go above it.
            let until = if long || has_lines(&clause.node) { range.start } else { range.end };
            let commented = self.comments_before(until, required);
            self.separate(range.start, required && !commented);
            self.pad(self.level);
            if let ClauseKind::Bad { text } = &clause.node {
                // Word for word, with the comments that stand in it.
                self.put(text);
                self.skip_comments(range.end);
            } else {
                self.clause(clause);
            }
            if self.bare && clauses.get(at + 1).is_some_and(|next| runs_on(&clause.node, &next.node)) {
                self.put(";");
            }
            self.last_end = Some(range.end);
            self.trailing_comment(range.end);
            self.out.push('\n');
            before = Some(long);
        }
    }

    /// A blank line, where one is required or the author left one.
    fn separate(&mut self, start: usize, required: bool) {
        let Some(last) = self.last_end else { return };
        let between = self.source.and_then(|s| s.get(last..start)).unwrap_or_default();
        if required || between.matches('\n').count() > 1 {
            self.out.push('\n');
        }
    }

    // ── comments ──

    /// Writes the comments before `until`, a line each; says whether there was one.
    pub(super) fn comments_before(&mut self, until: usize, required: bool) -> bool {
        let mut first = true;
        while let Some(comment) = self.next_comment(until) {
            self.separate(comment.span.range().start, required && first);
            self.pad(self.level);
            self.put(&written(comment));
            self.out.push('\n');
            self.last_end = Some(comment.span.range().end);
            self.comment += 1;
            first = false;
        }
        !first
    }

    /// Writes the comment that stands on the line that ends at `end`, if there is one.
    fn trailing_comment(&mut self, end: usize) {
        let Some(comment) = self.next_comment(usize::MAX) else { return };
        let start = comment.span.range().start;
        let same_line = start >= end
            && self
                .source
                .and_then(|s| s.get(end..start))
                .is_some_and(|gap| !gap.contains(['\n', '\r']) && gap.chars().all(|c| !keyword::is_word(c)));
        if comment.trailing && same_line && !self.inline && !self.closes_before(end, start) {
            self.put("  ");
            self.put(&written(comment));
            self.last_end = Some(comment.span.range().end);
            self.comment += 1;
        }
    }

    /// Whether a brace stands between: the comment then belongs to what the brace opens or closes.
    fn closes_before(&self, end: usize, start: usize) -> bool {
        let gap = self.source.and_then(|s| s.get(end..start)).unwrap_or_default();
        let gap = gap.strip_prefix(['{', '｛']).unwrap_or(gap);
        gap.contains(['{', '｛', '}', '｝', '|', '｜'])
    }

    fn skip_comments(&mut self, until: usize) {
        while self.next_comment(until).is_some() {
            self.comment += 1;
        }
    }

    fn next_comment(&self, until: usize) -> Option<&'a Comment> {
        self.tree.comments.get(self.comment).filter(|c| c.span.range().start < until)
    }

    /// Whether a comment stands before `end` that has not been written.
    pub(super) fn has_comment_before(&self, end: usize) -> bool {
        self.source.is_some() && self.next_comment(end).is_some()
    }
}

/// Where a name stands, which decides whether it needs quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum NamePlace {
    /// After a keyword or before a mark: anything that is one word.
    Free,
    /// In a list of names or an expression: no keyword.
    Reserved,
    /// As a type: no built-in type either.
    Type,
    /// As a kind of penalty.
    Kind,
    /// In a word list: anything that is one word, 包含 aside.
    Word,
}

/// A text in quotes it does not contain.
pub(super) fn quoted(text: &str) -> String {
    if !text.contains('”') {
        format!("“{text}”")
    } else if !text.contains('」') {
        format!("「{text}」")
    } else {
        format!("\"{text}\"")
    }
}

fn written(comment: &Comment) -> String {
    if comment.text.is_empty() { "#".to_owned() } else { format!("# {}", comment.text) }
}

/// Whether a clause that is no block is still written on several lines.
fn has_lines(clause: &ClauseKind) -> bool {
    match clause {
        ClauseKind::When { condition }
        | ClauseKind::AppliesWhen { condition }
        | ClauseKind::Must { condition }
        | ClauseKind::IfThen { condition, .. }
        | ClauseKind::Exception { condition }
        | ClauseKind::Ask(Ask::Whole { require: condition } | Ask::Each { when: None, require: condition, .. })
        | ClauseKind::Definition { value: condition, .. } => super::terms::has_list(&condition.node),
        ClauseKind::Ask(Ask::Each { when: Some(when), require, .. }) => [&**when, require].iter().any(|c| super::terms::has_list(&c.node)),
        ClauseKind::Factor { .. } | ClauseKind::Bad { .. } => true,
        _ => false,
    }
}
