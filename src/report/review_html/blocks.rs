//! The outline of a document as a page draws it: blocks of whole lines, each with the words that stand out. Knows nothing of reviews.

use std::ops::Range;

use crate::document::{Document, Node, NodeKind};

/// What is drawn as one paragraph or table: nodes that share a line share a block (`第三条` and its first 款).
#[derive(Debug)]
pub(super) struct Block {
    /// What its first node is.
    pub(super) kind: NodeKind,
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The numbers of articles and the headings in it, in order.
    pub(super) strong: Vec<Range<usize>>,
    /// Whether another document begins with it.
    pub(super) apart: bool,
}

/// The blocks of a document, in order; every character that is not blank lies in exactly one.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let text = document.text();
    let mut blocks: Vec<Block> = Vec::new();
    let mut apart = false;
    for node in document.nodes() {
        apart |= matches!(node.kind, NodeKind::Enclosure | NodeKind::Attachment);
        if node.own.is_empty() {
            continue;
        }
        let own = node.own.range();
        match blocks.last_mut() {
            Some(last) if text.get(last.range.end..own.start).is_some_and(|between| !between.contains('\n')) => {
                last.range.end = own.end;
                last.strong.extend(strong(node));
            }
            _ => blocks.push(Block { kind: node.kind, range: own, strong: strong(node).into_iter().collect(), apart }),
        }
        apart = false;
    }
    blocks
}

fn strong(node: &Node) -> Option<Range<usize>> {
    let range = match node.kind {
        NodeKind::Article => node.label.range(),
        // Their whole line is a heading already.
        NodeKind::Title | NodeKind::Part | NodeKind::Subpart | NodeKind::Portion | NodeKind::Chapter | NodeKind::Section => return None,
        _ => node.label.from()..node.heading?.to(),
    };
    (range.start < range.end).then_some(range)
}

/// The element and the class that a kind is drawn with.
pub(super) fn element(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Title => ("h3", "title"),
        NodeKind::Part | NodeKind::Portion => ("h4", "part"),
        NodeKind::Chapter => ("h4", "chapter"),
        NodeKind::Subpart | NodeKind::Section => ("h5", "section"),
        NodeKind::Heading => ("h5", "heading"),
        NodeKind::Enclosure | NodeKind::Attachment => ("h3", "attachment"),
        NodeKind::Number | NodeKind::Adoption => ("p", "centered"),
        NodeKind::Addressee => ("p", "addressee"),
        NodeKind::Signature | NodeKind::SignatureDate => ("p", "signature"),
        NodeKind::Contents => ("p", "contents"),
        NodeKind::Note | NodeKind::Footnote => ("p", "aside"),
        NodeKind::Table => ("table", "table"),
        NodeKind::Preamble
        | NodeKind::Article
        | NodeKind::Paragraph
        | NodeKind::Item
        | NodeKind::Subitem
        | NodeKind::Point
        | NodeKind::First
        | NodeKind::Second
        | NodeKind::Third
        | NodeKind::Fourth
        | NodeKind::Fifth
        | NodeKind::Text
        | NodeKind::AttachmentNote => ("p", "text"),
    }
}
