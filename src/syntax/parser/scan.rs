//! A linear look at a source before the grammar runs: comments, depth of brackets, braces that do not match.
//!
//! The grammar never sees a comment or an unbalanced brace: it reads a copy of the same length in which comments
//! are blanks, a missing `}` stands where it was most likely forgotten, and a stray one is gone. So one missing
//! brace costs one message, and offsets stay those of the source.

use crate::syntax::keyword;

/// A bracket left open or closed without being open, as byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BraceFault {
    /// `{` at `open`; a `}` is missing before `before`.
    Unclosed { open: usize, before: usize },
    /// `}` that closes nothing.
    Stray { at: usize },
}

/// What the look found.
#[derive(Debug)]
pub(super) struct Scan {
    /// The copy for the grammar.
    pub(super) text: String,
    /// The comments: start and end of each, the `#` included.
    pub(super) comments: Vec<(usize, usize)>,
    /// Braces that do not match.
    pub(super) faults: Vec<BraceFault>,
    /// Where brackets first nest deeper than the limit.
    pub(super) too_deep: Option<usize>,
}

/// What a stretch of the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Comment,
    Text,
    Char(char),
}

/// Cuts the source into comments, quoted texts and single characters, as the grammar does.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (usize, usize, Piece)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let start = at;
        let line_end = || rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (length, piece) = match first {
            '#' | '＃' => (line_end(), Piece::Comment),
            '“' | '「' | '"' | '＂' => {
                let close = match first {
                    '“' => '”',
                    '「' => '」',
                    same => same,
                };
                let head = first.len_utf8();
                // The text ends before the line does, or the quote is a stray character.
                let found = rest.get(head..).unwrap_or_default().char_indices().find(|&(_, c)| c == close || c == '\n' || c == '\r');
                match found {
                    Some((offset, c)) if c == close => (head + offset + c.len_utf8(), Piece::Text),
                    _ => (head, Piece::Char(first)),
                }
            }
            other => (other.len_utf8(), Piece::Char(other)),
        };
        at += length;
        Some((start, at, piece))
    })
}

/// An open brace: where it is, how far its line is indented.
struct Open {
    at: usize,
    indent: usize,
}

/// Looks through a source.
pub(super) fn scan(text: &str, nesting: usize) -> Scan {
    let (comments, too_deep, balanced) = measure(text, nesting);
    let mut bytes = text.as_bytes().to_vec();
    for &(start, end) in &comments {
        fill(&mut bytes, start, end);
    }
    let mut faults = Vec::new();
    if !balanced && too_deep.is_none() {
        faults = mend(text, &mut bytes);
    }
    // INVARIANT: only whole characters were overwritten, with ASCII.
    let copy = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    Scan { text: copy, comments, faults, too_deep }
}

fn fill(bytes: &mut [u8], start: usize, end: usize) {
    if let Some(part) = bytes.get_mut(start..end) {
        part.fill(b' ');
    }
}

/// The comments, where brackets nest too deep, and whether the braces match.
fn measure(text: &str, nesting: usize) -> (Vec<(usize, usize)>, Option<usize>, bool) {
    let mut comments = Vec::new();
    let mut too_deep = None;
    let mut balanced = true;
    let mut open = vec![0_usize];
    let mut depth = 0_usize;
    for (start, end, piece) in pieces(text) {
        match piece {
            Piece::Comment => comments.push((start, end)),
            Piece::Text => {}
            Piece::Char(c) => match c {
                '{' | '｛' => {
                    open.push(0);
                    depth += 1;
                }
                '}' | '｝' => {
                    if open.len() > 1 {
                        depth = depth.saturating_sub(1 + open.pop().unwrap_or(0));
                    } else {
                        balanced = false;
                    }
                }
                '(' | '（' | '[' | '［' => {
                    if let Some(round) = open.last_mut() {
                        *round += 1;
                        depth += 1;
                    }
                }
                ')' | '）' | ']' | '］' => {
                    if let Some(round) = open.last_mut().filter(|round| **round > 0) {
                        *round -= 1;
                        depth -= 1;
                    }
                }
                // A bracket forgotten in one clause does not count in the next.
                ';' | '；' => {
                    if let Some(round) = open.last_mut() {
                        depth -= std::mem::take(round);
                    }
                }
                _ => {}
            },
        }
        if depth > nesting && too_deep.is_none() {
            too_deep = Some(start);
        }
    }
    (comments, too_deep, balanced && open.len() == 1)
}

/// Balances the braces of `bytes`, guided by how the lines of `text` are indented.
fn mend(text: &str, bytes: &mut Vec<u8>) -> Vec<BraceFault> {
    let mut faults = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut line_start = 0;
    let mut at_line_start = true;
    for (start, end, piece) in pieces(text) {
        let c = match piece {
            Piece::Comment => continue,
            Piece::Text => {
                at_line_start = false;
                continue;
            }
            Piece::Char(c) => c,
        };
        if c == '\n' || c == '\r' {
            line_start = end;
            at_line_start = true;
            continue;
        }
        if c.is_whitespace() {
            continue;
        }
        if std::mem::take(&mut at_line_start) {
            let indent = width(text.get(line_start..start).unwrap_or_default());
            let closes = matches!(c, '}' | '｝');
            let starts = keyword::clause_at(text.get(start..).unwrap_or_default()).is_some();
            let fits = open.iter().any(|o| o.indent == indent);
            while let Some(last) = open.last() {
                let forgotten = (starts && last.indent >= indent) || (closes && fits && last.indent > indent);
                if !forgotten {
                    break;
                }
                faults.push(BraceFault::Unclosed { open: last.at, before: start });
                open.pop();
                put_brace(text, bytes, start);
            }
        }
        match c {
            '{' | '｛' => {
                let line = text.get(line_start..start).unwrap_or_default();
                let indent = width(line.get(..line.len() - line.trim_start().len()).unwrap_or_default());
                open.push(Open { at: start, indent });
            }
            '}' | '｝' if open.pop().is_none() => {
                faults.push(BraceFault::Stray { at: start });
                fill(bytes, start, end);
            }
            _ => {}
        }
    }
    for o in open.into_iter().rev() {
        faults.push(BraceFault::Unclosed { open: o.at, before: text.len() });
        bytes.push(b'}');
    }
    faults
}

/// Puts a `}` over a blank just before `at`; without one it goes to the end of the copy.
fn put_brace(text: &str, bytes: &mut Vec<u8>, at: usize) {
    let mut place = at;
    while let Some(previous) = place.checked_sub(1) {
        match bytes.get(previous) {
            // The last blank before the line is as good as the first, and keeps what stands before it apart.
            Some(b'\n' | b'\r' | b' ' | b'\t') => {
                if let Some(byte) = bytes.get_mut(previous) {
                    *byte = b'}';
                }
                return;
            }
            Some(b'}') if text.as_bytes().get(previous) != Some(&b'}') => place = previous,
            _ => break,
        }
    }
    bytes.push(b'}');
}

/// How far a line is indented, in columns.
fn width(blanks: &str) -> usize {
    blanks
        .chars()
        .map(|c| match c {
            '\t' => 4,
            '\u{3000}' => 2,
            _ => 1,
        })
        .sum()
}
