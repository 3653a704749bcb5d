//! How far a table of contents goes; it does not read what it lists.

use crate::document::marker::{MarkerKind, marker};
use crate::document::text::{Flow, squeeze};

/// The most lines of a table of contents.
const MOST: usize = 600;

/// A line of it without the dots and the page number.
fn entry(text: &str) -> String {
    squeeze(text)
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '-' | '—' | '（' | '）' | '(' | ')'))
        .to_owned()
}

/// How many lines from the line 目录 on belong to it.
///
/// Its first entry stands again where the text begins; where it does not, the headings that follow are all there is.
pub(super) fn length(flow: &Flow, at: usize) -> usize {
    let line = |index: usize| flow.lines.get(index).map(|line| flow.slice(line.range));
    let Some(first) = line(at + 1).map(entry).filter(|first| !first.is_empty()) else { return 1 };
    let again = (at + 2..flow.lines.len().min(at + 2 + MOST)).find(|index| line(*index).is_some_and(|text| entry(text) == first));
    if let Some(again) = again {
        return again - at;
    }
    let mut count = 1;
    while let Some(text) = line(at + count) {
        let heading = matches!(marker(text).map(|m| m.kind), Some(MarkerKind::Division(..))) || entry(text) == "附则";
        let article_next = line(at + count + 1).and_then(marker).is_some_and(|m| matches!(m.kind, MarkerKind::Article(_)));
        if !heading || article_next || count >= MOST {
            break;
        }
        count += 1;
    }
    count
}
