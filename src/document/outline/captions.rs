//! Headings that nothing marks but their place: short lines with a colon, between which the numbers of the document run on.

use std::collections::HashMap;

use crate::document::marker::{MarkerKind, StepForm, marker};
use crate::document::text::{Flow, Line, Role, squeeze};

/// The most characters of such a heading, its colon aside.
const LONGEST: usize = 12;

/// The level that they are given, as Markdown and HTML have levels.
const LEVEL: u8 = 6;

/// Marks them as headings, where numbers run on across at least one of them: `性质：` `1.…` `规模：` `2.…`.
///
/// A line with a colon that leads a list starts its numbers anew, and stays what it is.
pub(super) fn mark(flow: &mut Flow) {
    let mut groups: Vec<Group> = Vec::new();
    let mut last: HashMap<StepForm, u32> = HashMap::new();
    for (index, line) in flow.lines.iter().enumerate() {
        let text = flow.slice(line.range);
        match marker(text).map(|mark| mark.kind) {
            Some(MarkerKind::Step(form, number)) => {
                last.insert(form, number);
            }
            // An act, or another part of one: numbers start anew.
            Some(MarkerKind::Article(_) | MarkerKind::Division(..)) => last.clear(),
            None if is_caption(line, text) => {
                let Some((form, number)) = next_number(flow, index) else { continue };
                match groups.last_mut() {
                    Some(group) if group.form == form && last.get(&form) == Some(&(number - 1)) => {
                        group.lines.push(index);
                        group.runs_on = true;
                    }
                    // A list of a lower form within it.
                    Some(group) if form > group.form && number == 1 => {}
                    _ if number == 1 => groups.push(Group { form, lines: vec![index], runs_on: false }),
                    _ => {}
                }
            }
            None => {}
        }
    }
    for index in groups.into_iter().filter(|group| group.runs_on).flat_map(|group| group.lines) {
        if let Some(line) = flow.lines.get_mut(index) {
            line.role = Role::Heading(LEVEL);
        }
    }
}

/// Lines of one run of numbers.
struct Group {
    form: StepForm,
    lines: Vec<usize>,
    runs_on: bool,
}

fn is_caption(line: &Line, text: &str) -> bool {
    let text = squeeze(text);
    let Some(words) = text.strip_suffix(['：', ':']) else { return false };
    line.role == Role::Text && (2..=LONGEST).contains(&words.chars().count()) && words.chars().all(char::is_alphabetic)
}

/// The number of the next line, if it has one.
fn next_number(flow: &Flow, index: usize) -> Option<(StepForm, u32)> {
    match marker(flow.slice(flow.lines.get(index + 1)?.range))?.kind {
        MarkerKind::Step(form, number) => Some((form, number)),
        MarkerKind::Article(_) | MarkerKind::Division(..) => None,
    }
}
