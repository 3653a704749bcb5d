//! Plain text: a line is a line; it knows no marks.

use crate::document::text::{Flow, Role};

pub(super) fn read(text: &str) -> Flow {
    let mut flow = Flow::default();
    for line in lines(text) {
        flow.line(line, Role::Text);
    }
    flow
}

/// The lines of a text, however they end; a last one without text is none.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split('\r')
    })
}
