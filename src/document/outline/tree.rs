//! The growing tree of nodes: opening, closing, paths and spans; it does not read text.

use std::collections::{HashMap, HashSet};

use crate::document::marker::{Division, StepForm};
use crate::document::node::{Annex, Node, NodeId, NodeKind, NodePath, Step};
use crate::document::outline::belonging;
use crate::document::text::{Flow, TextRange};
use crate::law::Ordinal;

/// A node to be opened.
pub(super) struct New {
    pub(super) kind: NodeKind,
    pub(super) number: Option<Ordinal>,
    pub(super) label: TextRange,
    pub(super) heading: Option<TextRange>,
    pub(super) own: TextRange,
}

impl New {
    pub(super) fn plain(kind: NodeKind, own: TextRange) -> New {
        New { kind, number: None, label: TextRange::new(own.from(), own.from()), heading: None, own }
    }
}

#[derive(Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The open nodes, outermost first.
    open: Vec<NodeId>,
    /// The annex that is open.
    unit: Option<NodeId>,
    counts: HashMap<(Option<NodeId>, NodeKind), u32>,
    last_article: Option<Ordinal>,
    enclosures: u32,
}

impl Tree {
    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The innermost open node of a kind.
    pub(super) fn open_of(&self, kind: NodeKind) -> Option<NodeId> {
        self.open.iter().rev().copied().find(|id| self.get(*id).is_some_and(|node| node.kind == kind))
    }

    /// The innermost open node of a kind, with its number.
    pub(super) fn number_of(&self, kind: NodeKind) -> Option<u32> {
        self.get(self.open_of(kind)?)?.number.map(|number| number.number)
    }

    /// The number of the last 条 of the document that is open.
    pub(super) fn last_article(&self) -> Option<Ordinal> {
        self.last_article
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Node> {
        self.nodes.last_mut()
    }

    pub(super) fn close_to(&mut self, rank: u8) {
        while let Some(top) = self.open.last().and_then(|id| self.get(*id)) {
            if top.kind.rank() < rank {
                break;
            }
            self.open.pop();
        }
    }

    /// Opens a node below what stays open, and gives it its path.
    pub(super) fn push(&mut self, new: New) -> NodeId {
        self.close_to(new.kind.rank());
        let parent = self.open.last().copied();
        let id = NodeId::at(self.nodes.len());
        let counted = match new.kind {
            NodeKind::Paragraph | NodeKind::Text | NodeKind::Table => parent,
            _ => self.unit,
        };
        let count = self.counts.entry((counted, new.kind)).or_insert(0);
        *count = count.saturating_add(1);
        let nth = *count;
        let path = self.path(parent, &new, nth);
        let number = new.number.or((new.kind == NodeKind::Paragraph).then_some(Ordinal::new(nth)));
        match new.kind {
            NodeKind::Article => self.last_article = number,
            NodeKind::Enclosure | NodeKind::Attachment => {
                self.unit = Some(id);
                self.last_article = None;
                self.enclosures = self.enclosures.saturating_add(u32::from(new.kind == NodeKind::Enclosure));
            }
            _ => {}
        }
        let node = Node { kind: new.kind, number, label: new.label, heading: new.heading, own: new.own, span: new.own, parent, path };
        // A line before or after the numbered part holds nothing else.
        let holds = node.kind.rank() != 1;
        self.nodes.push(node);
        if holds {
            self.open.push(id);
        }
        id
    }

    fn path(&self, parent: Option<NodeId>, new: &New, nth: u32) -> NodePath {
        let mut path = parent.and_then(|id| self.get(id)).map(|node| node.path.clone()).unwrap_or_default();
        let number = new.number.unwrap_or(Ordinal::new(nth));
        let step = |form: StepForm| Step::Numbered(form, number.number);
        match new.kind {
            NodeKind::Part => path.place.part = Some(number),
            NodeKind::Chapter => path.place.chapter = Some(number),
            NodeKind::Section => path.place.section = Some(number),
            NodeKind::Article => {
                // Articles are numbered through the whole act.
                path.place = crate::law::ArticlePath { article: Some(number), ..crate::law::ArticlePath::default() };
                path.steps.clear();
            }
            NodeKind::Paragraph => path.place.paragraph = Some(number),
            NodeKind::Item => path.place.item = Some(number),
            NodeKind::Subitem => path.place.subitem = Some(number),
            NodeKind::Subpart => path.steps.push(Step::Subpart(number)),
            NodeKind::Portion => path.steps.push(Step::Portion(number)),
            NodeKind::Point => path.steps.push(Step::Point(number.number)),
            NodeKind::First => path.steps.push(step(StepForm::First)),
            NodeKind::Second => path.steps.push(step(StepForm::Second)),
            NodeKind::Third => path.steps.push(step(StepForm::Third)),
            NodeKind::Fourth => path.steps.push(step(StepForm::Fourth)),
            NodeKind::Fifth => path.steps.push(step(StepForm::Fifth)),
            NodeKind::Text => path.steps.push(Step::Text(nth)),
            NodeKind::Table => path.steps.push(Step::Table(nth)),
            NodeKind::Enclosure => path.annex = Some(Annex::Enclosure(self.enclosures.saturating_add(1))),
            NodeKind::Attachment => path.annex = Some(Annex::Attachment(new.number.map_or(0, |number| number.number))),
            NodeKind::Title
            | NodeKind::Number
            | NodeKind::Adoption
            | NodeKind::Contents
            | NodeKind::Addressee
            | NodeKind::Preamble
            | NodeKind::Heading
            | NodeKind::AttachmentNote
            | NodeKind::Signature
            | NodeKind::SignatureDate
            | NodeKind::Note
            | NodeKind::Footnote => path.steps.push(Step::Other(new.kind, nth)),
        }
        path
    }

    /// The division a marker opens.
    pub(super) fn division(kind: Division) -> NodeKind {
        match kind {
            Division::Part => NodeKind::Part,
            Division::Subpart => NodeKind::Subpart,
            Division::Portion => NodeKind::Portion,
            Division::Chapter => NodeKind::Chapter,
            Division::Section => NodeKind::Section,
        }
    }

    /// Turns the last node into one of another kind, right below its document.
    pub(super) fn recast(&mut self, id: NodeId, kind: NodeKind) {
        let unit = self.unit;
        let nth = {
            let count = self.counts.entry((unit, kind)).or_insert(0);
            *count = count.saturating_add(1);
            *count
        };
        let annex = unit.and_then(|id| self.get(id)).and_then(|node| node.path.annex);
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.kind = kind;
            node.parent = unit;
            node.number = None;
            node.heading = None;
            node.label = TextRange::new(node.own.from(), node.own.from());
            node.path = NodePath { annex, place: crate::law::ArticlePath::default(), steps: vec![Step::Other(kind, nth)] };
        }
        self.open.retain(|open| open.index() < id.index());
        self.close_to(1);
    }

    /// Ends the tree: paragraphs where they belong, spans over children, single 款 unnamed, sentences before no number plain text.
    pub(super) fn finish(mut self, flow: &Flow) -> Vec<Node> {
        belonging::settle(&mut self.nodes, flow);
        for index in (0..self.nodes.len()).rev() {
            let Some((parent, span)) = self.nodes.get(index).map(|node| (node.parent, node.span)) else { continue };
            if let Some(parent) = parent.and_then(|id| self.nodes.get_mut(id.index())) {
                parent.span.end = parent.span.end.max(span.end);
            }
        }
        self.unname_single_paragraphs();
        self.plain_preambles();
        self.nodes
    }

    fn unname_single_paragraphs(&mut self) {
        let mut paragraphs: HashMap<NodeId, u32> = HashMap::new();
        for node in &self.nodes {
            if let (NodeKind::Paragraph, Some(parent)) = (node.kind, node.parent) {
                *paragraphs.entry(parent).or_insert(0) += 1;
            }
        }
        let mut article = None;
        for (index, node) in self.nodes.iter_mut().enumerate() {
            if node.kind == NodeKind::Article {
                article = Some(NodeId::at(index));
            }
            let single = article.is_some_and(|article| paragraphs.get(&article) == Some(&1));
            if single && node.path.place.article.is_some() {
                node.path.place.paragraph = None;
            }
        }
    }

    /// Where a document has no numbered part, what came before it is its text.
    fn plain_preambles(&mut self) {
        let units: Vec<Option<NodeId>> = self.units();
        let is_numbered = |node: &Node| (2..=10).contains(&node.kind.rank());
        let numbered: HashSet<Option<NodeId>> =
            self.nodes.iter().zip(&units).filter(|(node, _)| is_numbered(node)).map(|(_, unit)| *unit).collect();
        let mut counts: HashMap<Option<NodeId>, u32> = HashMap::new();
        for (node, unit) in self.nodes.iter_mut().zip(&units) {
            if node.kind == NodeKind::Preamble && !numbered.contains(unit) {
                let nth = counts.entry(*unit).or_insert(0);
                *nth += 1;
                node.kind = NodeKind::Text;
                node.path.steps = vec![Step::Text(*nth)];
            }
        }
    }

    /// The annex each node is in.
    fn units(&self) -> Vec<Option<NodeId>> {
        let mut unit = None;
        let mut units = Vec::with_capacity(self.nodes.len());
        for (index, node) in self.nodes.iter().enumerate() {
            if node.kind.rank() == 0 {
                unit = Some(NodeId::at(index));
            }
            units.push(unit);
        }
        units
    }
}
