//! What of a labelled line is its heading, and what its text; it does not know what the line opens.

use crate::document::marks;
use crate::document::text::ends_sentence;

/// Whether `第二款` or `第（一）项` stands at the start: the line goes on citing.
pub(super) fn marker_below(rest: &str) -> bool {
    rest.chars().take(8).any(|c| matches!(c, '款' | '项'))
}

/// The length of a caption in brackets after an article's number: `第一条【立法目的】`.
pub(super) fn caption(rest: &str) -> usize {
    let Some(close) = (match rest.chars().next() {
        Some('【') => rest.find('】'),
        Some('［') => rest.find('］'),
        Some('（') => rest.find('）').filter(|close| rest.get(close + '）'.len_utf8()..).is_some_and(|left| left.trim().is_empty())),
        _ => None,
    }) else {
        return 0;
    };
    let end = close + rest.get(close..).and_then(|left| left.chars().next()).map_or(0, char::len_utf8);
    if rest.get(..end).is_some_and(|text| text.chars().count() <= 42) { end } else { 0 }
}

/// How many bytes of a step's text are its heading: all of a short line that is no sentence, or its first words up to 。.
pub(super) fn step_heading(text: &str) -> Option<usize> {
    let text = text.trim_end();
    if text.is_empty() {
        return None;
    }
    match marks::first(text, &['。']) {
        None if !ends_sentence(text) && text.chars().count() <= 60 => Some(text.len()),
        Some(stop)
            if stop.end < text.len()
                && text.get(..stop.start).is_some_and(|head| head.chars().count() <= 40 && marks::first(head, &['；']).is_none()) =>
        {
            Some(stop.start)
        }
        // 产业政策禁止建设的。 is what a list names, no heading.
        Some(stop)
            if stop.end == text.len()
                && text.chars().count() <= 30
                && marks::first(text, &['，']).is_none()
                && !marks::head(text, &['。']).ends_with('的') =>
        {
            Some(stop.start)
        }
        _ => None,
    }
}
