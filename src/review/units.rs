//! The units of a document: what checks go through and tests look at. It reads the outline and judges nothing.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::citations::FoundCitation;
use crate::document::marks::meant;
use crate::document::{Document, Node, NodeId, NodeKind};
use crate::model::Unit;

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitAt {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The node it starts in.
    pub(super) node: Option<NodeId>,
    /// Which citation or definition it is.
    pub(super) item: usize,
}

/// The units of every kind, each list in order of place.
#[derive(Debug)]
pub(super) struct Units {
    lists: Vec<(Unit, Vec<UnitAt>)>,
    /// The paragraph that leads each item of a notice.
    led: HashMap<NodeId, NodeId>,
}

impl Units {
    pub(super) fn of(document: &Document, citations: &[FoundCitation]) -> Units {
        let led = led(document);
        let lists = Unit::ALL.iter().map(|&unit| (unit, list(document, citations, &led, unit))).collect();
        Units { lists, led }
    }

    pub(super) fn all(&self, unit: Unit) -> &[UnitAt] {
        self.lists.iter().find(|(kind, _)| *kind == unit).map_or(&[], |(_, list)| list.as_slice())
    }

    /// The paragraph of a notice that leads to an item.
    pub(super) fn lead(&self, item: NodeId) -> Option<NodeId> {
        self.led.get(&item).copied()
    }

    /// The unit of a kind that holds an offset.
    pub(super) fn at(&self, unit: Unit, offset: usize) -> Option<&UnitAt> {
        let list = self.all(unit);
        let after = list.partition_point(|u| u.range.start <= offset);
        list.get(..after)?.iter().rev().take(4).find(|u| u.range.contains(&offset))
    }
}

fn list(document: &Document, citations: &[FoundCitation], led: &HashMap<NodeId, NodeId>, unit: Unit) -> Vec<UnitAt> {
    let of_kind = |kind: NodeKind| {
        let nodes = document.ids().filter(move |(_, node)| node.kind == kind);
        nodes.map(|(id, node)| whole(id, node.span.range())).collect()
    };
    match unit {
        Unit::Whole => vec![UnitAt { range: 0..document.text().len(), node: None, item: 0 }],
        Unit::Title => {
            let nodes = document.ids().filter(|(_, node)| node.kind == NodeKind::Title);
            nodes.map(|(id, node)| whole(id, node.own.range())).collect()
        }
        Unit::Chapter => of_kind(NodeKind::Chapter),
        Unit::Article => of_kind(NodeKind::Article),
        Unit::Attachment => of_kind(NodeKind::Attachment),
        Unit::Paragraph => paragraphs(document, led),
        Unit::Item => items(document, led),
        Unit::Block => {
            let nodes = document.ids().filter(|(_, node)| !node.own.is_empty());
            nodes.map(|(id, node)| whole(id, node.own.range())).collect()
        }
        Unit::Sentence => {
            let mut found = Vec::new();
            for (id, node) in document.ids().filter(|(_, node)| !node.own.is_empty()) {
                sentences(document.slice(node.own), node.own.from(), id, &mut found);
            }
            found.sort_by_key(|u| u.range.start);
            found
        }
        Unit::Citation => {
            let all = citations.iter().enumerate();
            all.map(|(item, c)| UnitAt { range: c.place.range(), node: Some(c.node), item }).collect()
        }
        Unit::Definition => {
            let all = document.definitions().iter().enumerate();
            let mut found: Vec<UnitAt> = all.map(|(item, d)| UnitAt { range: d.place.range(), node: Some(d.node), item }).collect();
            found.sort_by_key(|u| u.range.start);
            found
        }
    }
}

fn whole(id: NodeId, range: Range<usize>) -> UnitAt {
    UnitAt { range, node: Some(id), item: 0 }
}

/// A numbered step or paragraph of a notice.
fn is_step(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::First | NodeKind::Second | NodeKind::Third | NodeKind::Fourth | NodeKind::Fifth | NodeKind::Text | NodeKind::Preamble
    )
}

/// Whether a node of a notice leads a list: what follows it is part of its paragraph.
fn leads(document: &Document, node: &Node) -> bool {
    is_step(node.kind) && document.slice(node.own).trim_end().ends_with(['：', ':'])
}

/// The numbered parts that a paragraph of a notice leads: its children, or what follows it below the same heading.
fn led(document: &Document) -> HashMap<NodeId, NodeId> {
    let numbered = |kind| matches!(kind, NodeKind::Second | NodeKind::Third | NodeKind::Fourth | NodeKind::Fifth);
    let mut found = HashMap::new();
    for (id, node) in document.ids().filter(|(_, node)| leads(document, node)) {
        let inner = document.within(id);
        let mut at = inner.start + 1;
        let mut parent = Some(id);
        if inner.len() <= 1 {
            at = inner.end;
            parent = node.parent;
        }
        let mut kind = None;
        while let Some(next) = document.nodes().get(at).filter(|n| n.parent == parent && numbered(n.kind)) {
            // 一、 of a notice after 现通知如下： is a part of it, not an item; nor is what is numbered otherwise.
            if *kind.get_or_insert(next.kind) != next.kind {
                break;
            }
            let item = NodeId::at(at);
            found.entry(item).or_insert(id);
            at = document.within(item).end.max(at + 1);
        }
    }
    found
}

/// The 款 of articles with their items, and the paragraphs of a notice's outline, those that lead a list with the list.
fn paragraphs(document: &Document, led: &HashMap<NodeId, NodeId>) -> Vec<UnitAt> {
    let mut ends: HashMap<NodeId, usize> = HashMap::new();
    for (item, lead) in led {
        let to = document.node(*item).map_or(0, |n| n.span.to());
        let end = ends.entry(*lead).or_default();
        *end = to.max(*end);
    }
    let mut found: Vec<UnitAt> = Vec::new();
    let mut end = 0;
    for (id, node) in document.ids() {
        // Within a paragraph that is already taken whole.
        if node.span.from() < end && node.span.to() <= end {
            continue;
        }
        let has_paragraphs =
            || document.within(id).skip(1).filter_map(|at| document.nodes().get(at)).any(|n| n.kind == NodeKind::Paragraph);
        let range = match node.kind {
            NodeKind::Paragraph => node.span.range(),
            NodeKind::Article if !has_paragraphs() => node.span.range(),
            kind if is_step(kind) && !node.own.is_empty() => match ends.get(&id) {
                Some(end) => node.own.from()..*end,
                None => node.own.range(),
            },
            _ => continue,
        };
        end = range.end;
        found.push(whole(id, range));
    }
    found
}

/// 项, and the numbered parts below a paragraph that leads a list.
fn items(document: &Document, led: &HashMap<NodeId, NodeId>) -> Vec<UnitAt> {
    let mut found: Vec<UnitAt> = Vec::new();
    let mut end = 0;
    for (id, node) in document.ids() {
        if node.span.from() < end && node.span.to() <= end {
            continue;
        }
        if node.kind == NodeKind::Item || led.contains_key(&id) {
            end = node.span.to();
            found.push(whole(id, node.span.range()));
        }
    }
    found
}

/// Cuts a text at its full stops; marks that close a quotation stay with the sentence they end.
fn sentences(text: &str, base: usize, node: NodeId, found: &mut Vec<UnitAt>) {
    let mut push = |from: usize, to: usize| {
        let piece = text.get(from..to).unwrap_or_default();
        let lead = piece.len() - piece.trim_start().len();
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let from = base + from + lead;
            found.push(whole(node, from..from + trimmed.len()));
        }
    };
    // The first bytes of all marks that may end one, so that few characters are looked at.
    let may_end = |byte: &u8| matches!(byte, b'\n' | b';' | b'!' | b'?' | b'.' | 0xE3 | 0xEF);
    let (mut start, mut at) = (0, 0);
    while let Some(ahead) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(may_end)) {
        at += ahead;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let next = at + c.len_utf8();
        let ends = matches!(meant(text, at, c), '。' | '；' | '！' | '？' | '\n');
        at = next;
        if ends {
            let rest = text.get(next..).unwrap_or_default();
            at += rest.len() - rest.trim_start_matches(['”', '’', '」', '』', '）', ')']).len();
            push(start, at);
            start = at;
        }
    }
    push(start, text.len());
}
