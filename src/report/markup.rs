//! Text made safe for markup: whatever it holds, it stays text. Knows neither reports nor documents.

fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// Text for HTML, in elements and in quoted attributes. Control characters, which HTML has no way to write, are shown as U+FFFD.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match entity(c) {
            Some(entity) => out.push_str(entity),
            None if c.is_control() && !matches!(c, '\t' | '\n') => out.push('\u{FFFD}'),
            None => out.push(c),
        }
    }
    out
}

/// Text for XML 1.0, in elements and in quoted attributes. The characters that XML forbids are dropped.
#[cfg(feature = "docx")]
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match entity(c) {
            Some(entity) => out.push_str(entity),
            None if matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}') => {}
            None => out.push(c),
        }
    }
    out
}
