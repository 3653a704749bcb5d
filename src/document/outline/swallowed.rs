//! Articles and entries that lost their line: `…制定本规则。 第二条 凡…` is two articles, `（二）甲；（三）乙；` two entries.

use crate::document::marker::{After, MarkerKind, StepForm, marker};
use crate::document::text::{Flow, Line, Role, TextRange, clip, clip_end, ends_sentence};
use crate::law::Ordinal;

/// Sets them apart as lines of their own.
pub(super) fn set_apart(flow: &mut Flow) {
    articles_apart(flow);
    entries_apart(flow);
}

fn entries_apart(flow: &mut Flow) {
    let mut lines = Vec::with_capacity(flow.lines.len());
    for (index, line) in flow.lines.iter().enumerate() {
        let text = flow.slice(line.range);
        let mut start = line.range.from();
        let next = flow.lines.get(index + 1).and_then(|next| entry(flow.slice(next.range)));
        // A list that stands whole in a sentence begins with （一） behind other words, and stays there.
        if let (Role::Text, Some(mut last)) = (line.role, entry(text)) {
            for (at, _) in text.match_indices(['（', '(']) {
                let before = text.get(..at).unwrap_or_default();
                let number = text.get(at..).and_then(entry);
                if at > 0 && number == Some(last + 1) && next != number && ends_sentence(clip_end(before, 40)) && !before.ends_with('：') {
                    lines.push(Line { range: TextRange::new(start, line.range.from() + before.trim_end().len()), role: line.role });
                    start = line.range.from() + at;
                    last += 1;
                }
            }
        }
        lines.push(Line { range: TextRange::new(start, line.range.to()), role: line.role });
    }
    flow.lines = lines;
}

/// The number of the entry `（二）` that a text begins with.
fn entry(text: &str) -> Option<u32> {
    match marker(clip(text, 80))?.kind {
        MarkerKind::Step(StepForm::Second, number) => Some(number),
        MarkerKind::Step(..) | MarkerKind::Article(_) | MarkerKind::Division(..) => None,
    }
}

fn articles_apart(flow: &mut Flow) {
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
                let set_off = before.ends_with(char::is_whitespace) && ends_sentence(clip_end(before, 40));
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
    let mark = marker(clip(text, 80))?;
    match (mark.kind, mark.after) {
        (MarkerKind::Article(number), After::Gap) => Some(number),
        _ => None,
    }
}

fn follows(last: Ordinal, number: Ordinal) -> bool {
    (number.number == last.number + 1 && number.insert == 0) || (number.number == last.number && number.insert == last.insert + 1)
}
