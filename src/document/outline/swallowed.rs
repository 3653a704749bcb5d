//! Articles that lost their line: `…制定本规则。 第二条 凡…` on one line is two articles.

use crate::document::marker::{After, MarkerKind, marker};
use crate::document::text::{Flow, Line, Role, TextRange, ends_sentence};
use crate::law::Ordinal;

/// Sets such articles apart as lines of their own.
pub(super) fn set_apart(flow: &mut Flow) {
    let mut lines = Vec::with_capacity(flow.lines.len());
    let mut last = None;
    for line in &flow.lines {
        let mut start = line.range.from();
        let text = flow.slice(line.range);
        if let Some(number) = article(text) {
            last = Some(number);
        }
        if let (Role::Text, Some(_)) = (line.role, last) {
            for (at, _) in text.match_indices('第') {
                let before = text.get(..at).unwrap_or_default();
                let set_off = before.ends_with(char::is_whitespace) && ends_sentence(crate::document::text::clip_end(before, 40));
                let Some(number) = text.get(at..).filter(|_| set_off).and_then(article) else { continue };
                if last.is_some_and(|last| follows(last, number)) {
                    let end = line.range.from() + before.trim_end().len();
                    lines.push(Line { range: TextRange::new(start, end), role: line.role });
                    start = line.range.from() + at;
                    last = Some(number);
                }
            }
        }
        lines.push(Line { range: TextRange::new(start, line.range.to()), role: line.role });
    }
    flow.lines = lines;
}

/// The number of the article that a text begins with, its label set off.
fn article(text: &str) -> Option<Ordinal> {
    let mark = marker(crate::document::text::clip(text, 80))?;
    match (mark.kind, mark.after) {
        (MarkerKind::Article(number), After::Gap) => Some(number),
        _ => None,
    }
}

fn follows(last: Ordinal, number: Ordinal) -> bool {
    (number.number == last.number + 1 && number.insert == 0) || (number.number == last.number && number.insert == last.insert + 1)
}
