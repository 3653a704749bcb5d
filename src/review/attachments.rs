//! Attachments (附件) that a document names, lists and has. It reads the outline and judges nothing.

use std::ops::Range;

use super::context::Context;
use crate::document::NodeKind;
use crate::law::numeral::parse_numeral;

/// What names an attachment.
const WORDS: [&str; 3] = ["附件", "附表", "附录"];

/// The attachments that a text names, by number; 0 for one without.
fn named(text: &str) -> impl Iterator<Item = u32> + '_ {
    let places = WORDS.iter().flat_map(|word| text.match_indices(word).map(|(at, word)| at + word.len()));
    places.filter_map(|at| {
        let digits: String =
            text.get(at..)?.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).take(3).collect();
        let number = parse_numeral(&digits).and_then(|n| n.to_i64()).and_then(|n| u32::try_from(n).ok());
        Some(number.unwrap_or(0))
    })
}

/// The numbers of the attachments that the document has; 0 for one without.
fn attached(context: &Context<'_>) -> Vec<u32> {
    let nodes = context.document.nodes().iter().filter(|node| node.kind == NodeKind::Attachment);
    nodes.map(|node| node.number.map_or(0, |number| number.number)).collect()
}

/// How many attachments the document lists before its signature.
fn listed(context: &Context<'_>) -> u32 {
    let nodes = context.document.nodes().iter().filter(|node| node.kind == NodeKind::AttachmentNote);
    let lines = nodes.map(|node| context.document.slice(node.own).lines().filter(|line| !line.trim().is_empty()).count().max(1));
    u32::try_from(lines.sum::<usize>()).unwrap_or(u32::MAX)
}

/// Whether a text names an attachment that the document neither has nor lists.
pub(super) fn not_attached(context: &Context<'_>, ranges: &[Range<usize>]) -> bool {
    let (has, lists) = (attached(context), listed(context));
    let known = |number: u32| match number {
        // The only attachment of a document has no number of its own.
        0 | 1 => !has.is_empty() || lists > 0,
        _ => has.contains(&number) || lists >= number,
    };
    ranges.iter().any(|range| named(context.slice(range.clone())).any(|number| !known(number)))
}

/// Whether the document lists more attachments than it has.
pub(super) fn lacking(context: &Context<'_>) -> bool {
    listed(context) as usize > attached(context).len()
}

/// Whether nothing before an attachment names or lists it.
pub(super) fn unmentioned(context: &Context<'_>, at: &Range<usize>) -> bool {
    let node = context.document.nodes().iter().find(|n| n.kind == NodeKind::Attachment && n.span.from() == at.start);
    let number = node.and_then(|n| n.number).map_or(0, |n| n.number);
    let first = context.document.nodes().iter().find(|n| n.kind == NodeKind::Attachment).map_or(at.start, |n| n.span.from());
    let before = context.slice(0..first);
    let told = || named(before).any(|named| named == number || named == 0 || number <= 1);
    listed(context) < number.max(1) && !told()
}
