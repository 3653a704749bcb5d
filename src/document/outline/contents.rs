//! Where a table of contents stands and how far it goes; it does not read what it lists.

use crate::document::marker::{Division, MarkerKind, StepForm, marker};
use crate::document::text::{Flow, clip, is_blank, squeeze};

/// The most lines of a table of contents.
const MOST: usize = 600;

/// The longest entry without a number before the first with one: 序言.
const UNNUMBERED: usize = 20;

/// Whether a line is the word over a table of contents, alone or with the entries behind it.
pub(super) fn is_contents(text: &str) -> bool {
    after_word(text).is_some_and(|rest| rest.is_empty() || several(rest).is_some())
}

/// What follows the word 目录 at the start of a line.
fn after_word(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_blank).strip_prefix('目')?.trim_start_matches(is_blank);
    Some(rest.strip_prefix(['录', '次'])?.trim_matches(is_blank))
}

/// What sets an entry off from the page number of the one before it.
fn is_leader(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '-' | '—' | '（' | '）' | '(' | ')')
}

/// An entry without the dots and the page number.
fn entry(text: &str) -> String {
    squeeze(text).trim_end_matches(is_leader).to_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Division(Division),
    First,
}

/// The number that stands at the start of an entry.
fn label(text: &str) -> Option<(Form, u32)> {
    match marker(clip(text, 80))?.kind {
        MarkerKind::Division(division, number) => Some((Form::Division(division), number.number)),
        MarkerKind::Step(StepForm::First, number) => Some((Form::First, number)),
        MarkerKind::Step(..) | MarkerKind::Article(_) => None,
    }
}

/// The first of the entries on one line, where some form of number counts on from one to two: `第一章 总则 第二章 罚则`.
fn several(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c| is_blank(c) || matches!(c, '：' | ':'));
    if text.contains(['。', '；']) {
        return None;
    }
    let mut before = ' ';
    let mut labels = Vec::new();
    for (at, c) in text.char_indices() {
        let set_off = is_blank(before) || is_leader(before);
        if let Some((form, number)) = text.get(at..).filter(|_| set_off && !is_blank(c)).and_then(label) {
            labels.push((at, form, number));
        }
        before = c;
    }
    let counts = labels.iter().enumerate().any(|(index, (_, form, number))| {
        let next = labels.iter().skip(index + 1).find(|(_, other, _)| other == form);
        *number == 1 && next.is_some_and(|(_, _, next)| *next == 2)
    });
    let first = text.get(..labels.iter().find(|(at, ..)| *at > 0)?.0).map(entry)?;
    (counts && (labels.first()?.0 == 0 || first.chars().count() <= UNNUMBERED)).then_some(first)
}

/// How many lines from `at` on are a table of contents, if one begins there.
///
/// Its first entry stands again where the text begins; where it does not, the headings that follow are all there is. Without the word
/// 目录 over it a line is one only before the text has begun, and only if its first entry does stand again.
pub(super) fn length(flow: &Flow, at: usize, body: bool) -> Option<usize> {
    let line = |index: usize| flow.lines.get(index).map(|line| flow.slice(line.range));
    let text = line(at)?;
    let again = |after: usize, first: &str| {
        (after..flow.lines.len().min(after + MOST)).find(|index| line(*index).map(entry).as_deref() == Some(first))
    };
    let Some(rest) = after_word(text) else {
        let divided = !body && matches!(label(text), Some((Form::Division(_), 1)));
        let first = if divided { several(text)? } else { return None };
        return again(at + 1, &first).map(|again| again - at);
    };
    if !rest.is_empty() {
        let first = several(rest)?;
        return Some(again(at + 1, &first).map_or(1, |again| again - at));
    }
    let Some(next) = line(at + 1) else { return Some(1) };
    if let Some(first) = several(next) {
        return Some(again(at + 2, &first).map_or(2, |again| again - at));
    }
    let first = entry(next);
    if first.is_empty() {
        return Some(1);
    }
    if let Some(again) = again(at + 2, &first) {
        return Some(again - at);
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
    Some(count)
}
