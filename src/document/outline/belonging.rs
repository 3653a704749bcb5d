//! Which number an unnumbered paragraph of a notice belongs to: the entry before it, what leads its list, or the document as its close.
//!
//! A paragraph is first put below the number before it. That holds while the list goes on after it; where it does not, what follows
//! its last entry says something of all of them.

use std::collections::HashMap;
use std::ops::Range;

use super::lines::is_closing;
use crate::document::node::{Node, NodeId, NodeKind, Step};
use crate::document::text::{Flow, TextRange, ends_sentence};

/// The most paragraphs that close a document after its last number.
const CLOSING: usize = 2;

/// Puts each paragraph where it belongs. The nodes keep their order; only parents and paths of paragraphs change.
pub(super) fn settle(nodes: &mut [Node], flow: &Flow) {
    let outline = Outline::of(nodes, flow);
    let mut moved: Vec<(usize, Option<NodeId>)> = Vec::new();
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        let run = match node.parent.filter(|_| node.kind == NodeKind::Text) {
            Some(above) => {
                let run = at..at + nodes.iter().skip(at).take_while(|n| n.kind == NodeKind::Text && n.parent == Some(above)).count();
                moved.extend(outline.homes(run.clone(), above));
                run.len()
            }
            None => 1,
        };
        at += run.max(1);
    }
    if moved.is_empty() {
        return;
    }
    for (index, home) in moved {
        let path = home.and_then(|home| nodes.get(home.index())).map(|home| home.path.clone()).unwrap_or_default();
        if let Some(node) = nodes.get_mut(index) {
            node.parent = home;
            node.path = path;
            // Which one it is there is counted below.
            node.path.steps.push(Step::Text(0));
        }
    }
    let mut counts: HashMap<Option<NodeId>, u32> = HashMap::new();
    for node in nodes.iter_mut().filter(|node| node.kind == NodeKind::Text) {
        let nth = counts.entry(node.parent).or_insert(0);
        *nth = nth.saturating_add(1);
        if let Some(step) = node.path.steps.last_mut() {
            *step = Step::Text(*nth);
        }
    }
}

struct Outline<'n> {
    nodes: &'n [Node],
    flow: &'n Flow,
    /// The document within the document that each node is in.
    units: Vec<Option<NodeId>>,
    /// The last number or heading of each.
    last: HashMap<Option<NodeId>, usize>,
}

impl<'n> Outline<'n> {
    fn of(nodes: &'n [Node], flow: &'n Flow) -> Outline<'n> {
        let mut unit = None;
        let mut units = Vec::with_capacity(nodes.len());
        let mut last = HashMap::new();
        for (index, node) in nodes.iter().enumerate() {
            if node.kind.rank() == 0 {
                unit = Some(NodeId::at(index));
            }
            units.push(unit);
            if (2..=10).contains(&node.kind.rank()) {
                last.insert(unit, index);
            }
        }
        Outline { nodes, flow, units, last }
    }

    /// Where the paragraphs of a run below the number `above` belong, of those that belong elsewhere.
    fn homes(&self, run: Range<usize>, above: NodeId) -> Vec<(usize, Option<NodeId>)> {
        let Some(number) = self.nodes.get(above.index()).filter(|node| is_step(node.kind)) else { return Vec::new() };
        let goes_on = self.nodes.get(run.end).is_some_and(|next| next.kind == number.kind && next.parent == number.parent);
        if goes_on {
            return Vec::new();
        }
        let unit = self.units.get(above.index()).copied().flatten();
        let ends = self.last.get(&unit).is_some_and(|last| *last < run.start);
        // 特此通知。
        let formula = if ends { run.clone().find(|index| is_closing(self.own(*index))) } else { None };
        let closing = formula.unwrap_or(run.end);
        let entry = || ends_sentence(self.own(above.index())) && self.no_sibling_has_paragraphs(above, number);
        let lead = number.parent.filter(|lead| self.leads(*lead)).filter(|_| self.speaks(number) || entry());
        if lead.is_some() {
            return run.map(|index| (index, if index < closing { lead } else { unit })).collect();
        }
        if ends && run.len() <= CLOSING && self.speaks(number) && self.no_other_has_paragraphs(above, unit) {
            return run.map(|index| (index, unit)).collect();
        }
        (closing..run.end).map(|index| (index, unit)).collect()
    }

    fn own(&self, index: usize) -> &'n str {
        self.nodes.get(index).map_or("", |node| self.flow.slice(node.own))
    }

    /// Whether a number leads a list: `四、有下列情形之一的：`.
    fn leads(&self, id: NodeId) -> bool {
        self.nodes.get(id.index()).is_some_and(|node| is_step(node.kind)) && self.own(id.index()).trim_end().ends_with(['：', ':'])
    }

    /// Whether a number has sentences of its own, not a heading alone.
    fn speaks(&self, node: &Node) -> bool {
        let from = node.heading.map_or(node.own.start, |heading| heading.end.min(node.own.end));
        let after = self.flow.slice(TextRange { start: from, end: node.own.end });
        ends_sentence(self.flow.slice(node.own)) && after.trim_end().chars().count() > 1
    }

    /// Whether no other number of the list has a paragraph below it: then they are entries, not headings.
    fn no_sibling_has_paragraphs(&self, above: NodeId, number: &Node) -> bool {
        let siblings = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(index, node)| *index != above.index() && node.kind == number.kind && node.parent == number.parent);
        let mut count = 0;
        for (index, _) in siblings {
            count += 1;
            if self.nodes.get(index + 1).is_some_and(|next| next.kind == NodeKind::Text && next.parent == Some(NodeId::at(index))) {
                return false;
            }
        }
        count > 0
    }

    /// Whether each other number of the document that speaks says all it has to say in one paragraph.
    fn no_other_has_paragraphs(&self, above: NodeId, unit: Option<NodeId>) -> bool {
        let kind = self.nodes.get(above.index()).map(|node| node.kind);
        !self.nodes.iter().enumerate().any(|(index, node)| {
            Some(node.kind) == kind
                && index != above.index()
                && self.units.get(index).copied().flatten() == unit
                && self.speaks(node)
                && self.nodes.get(index + 1).is_some_and(|next| next.kind == NodeKind::Text && next.parent == Some(NodeId::at(index)))
        })
    }
}

fn is_step(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::First | NodeKind::Second | NodeKind::Third | NodeKind::Fourth | NodeKind::Fifth)
}
