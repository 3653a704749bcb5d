//! Markdown: headings, tables, emphasis and comments, a line for each line of the source; it is no full CommonMark reader.

use super::plain::lines;
use crate::document::text::{Flow, Role};

/// The comment that ends the notes below the title in collections of statutes.
const FRONT_ENDS: &str = "<!-- INFO END -->";

/// Whether a text has a heading of Markdown near its beginning.
pub(super) fn is_likely(text: &str) -> bool {
    lines(text).filter(|line| !line.trim().is_empty()).take(12).any(|line| line.starts_with("# ") || line.starts_with("## "))
}

pub(super) fn read(text: &str) -> Flow {
    let mut flow = Flow::default();
    // Only where the mark comes early does it end front matter.
    let front_ends = lines(text).take(200).position(|line| line.trim() == FRONT_ENDS);
    let mut commented = false;
    let mut table = None;
    for (index, line) in lines(text).enumerate() {
        let line = without_comments(line, &mut commented);
        let trimmed = line.trim();
        if let Some(cells) = row(trimmed) {
            let number = *table.get_or_insert_with(|| flow.new_table());
            flow.line(&cells, Role::Row(number));
            continue;
        }
        table = None;
        let marks = trimmed.chars().take_while(|c| *c == '#').count();
        let after = trimmed.get(marks..).unwrap_or_default();
        if (1..=6).contains(&marks) && (after.is_empty() || after.starts_with([' ', '\t', '　'])) {
            flow.line(&without_emphasis(after.trim().trim_end_matches('#')), Role::Heading(u8::try_from(marks).unwrap_or(6)));
        } else if front_ends.is_some_and(|end| index < end) {
            flow.line(&without_emphasis(&line), Role::Front);
        } else {
            let quoted = trimmed.strip_prefix("> ").unwrap_or(&line);
            flow.line(&without_emphasis(quoted), Role::Text);
        }
    }
    flow
}

/// A line without its comments; `open` says whether one runs on from the line before.
fn without_comments(line: &str, open: &mut bool) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    loop {
        if *open {
            match rest.split_once("-->") {
                Some((_, after)) => {
                    *open = false;
                    rest = after;
                }
                None => return kept,
            }
        }
        match rest.split_once("<!--") {
            Some((before, after)) => {
                kept.push_str(before);
                *open = true;
                rest = after;
            }
            None => {
                kept.push_str(rest);
                return kept;
            }
        }
    }
}

fn without_emphasis(line: &str) -> String {
    line.replace("**", "").replace("\\.", ".")
}

/// The cells of a table's row, set off by tabs; the rule below its head is an empty row.
fn row(line: &str) -> Option<String> {
    let inner = line.strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    if inner.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ')) {
        return Some(String::new());
    }
    let cells: Vec<String> = inner.split('|').map(|cell| without_emphasis(&cell.replace("<br>", " ")).trim().to_owned()).collect();
    Some(cells.join("\t"))
}
