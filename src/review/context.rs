//! What is known of one submission while it is reviewed: units, citations and where they lead, facts, numbers.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use super::Submission;
use super::units::{UnitAt, Units};
use crate::document::citations::{FoundCitation, Resolution, resolve};
use crate::document::{Document, NodeId, NodeKind};
use crate::input::CaseFacts;
use crate::law::{Date, Ordinal};
use crate::model::{DocumentProperty, Given, Model, Subject, Unit, Value};

/// A match, or a unit that is looked at.
#[derive(Debug, Clone)]
pub(super) struct Spot<'u> {
    /// The unit.
    pub(super) unit: &'u UnitAt,
    /// The match; the unit itself where nothing was searched.
    pub(super) at: Range<usize>,
}

/// How a number stands to those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbered {
    pub(super) follows: bool,
    pub(super) repeats: bool,
}

pub(super) struct Context<'a> {
    pub(super) model: &'a Model,
    pub(super) submission: &'a Submission<'a>,
    pub(super) document: &'a Document,
    pub(super) citations: Vec<FoundCitation>,
    pub(super) units: Units,
    pub(super) facts: CaseFacts,
    resolved: Vec<OnceCell<Resolution>>,
    numbers: HashMap<NodeId, Numbered>,
}

impl<'a> Context<'a> {
    pub(super) fn new(model: &'a Model, submission: &'a Submission<'a>, facts: CaseFacts) -> Context<'a> {
        let document = submission.document;
        let citations = document.citations();
        let units = Units::of(document, &citations);
        let resolved = citations.iter().map(|_| OnceCell::new()).collect();
        Context { model, submission, document, citations, units, facts, resolved, numbers: numbers(document) }
    }

    /// Where a citation leads, on the day of the review.
    pub(super) fn resolution(&self, at: usize) -> Option<&Resolution> {
        let citation = self.citations.get(at)?;
        let cell = self.resolved.get(at)?;
        let today = || self.date(DocumentProperty::ReviewDate).or(self.submission.date);
        Some(cell.get_or_init(|| resolve(self.document, citation, self.submission.registry, today())))
    }

    /// Where a citation led on the day the document was made; nothing where that is not known.
    pub(super) fn resolution_when_made(&self, at: usize) -> Option<Resolution> {
        let made = [DocumentProperty::Signed, DocumentProperty::Published, DocumentProperty::Effective];
        let dates = self.document.dates();
        let on = made.into_iter().find_map(|property| self.date(property)).or(dates.signed).or(dates.version)?;
        Some(resolve(self.document, self.citations.get(at)?, self.submission.registry, Some(on)))
    }

    /// A date that the metadata or the document gives, where a set of checks asks for it.
    fn date(&self, wanted: DocumentProperty) -> Option<Date> {
        let asked = self.model.reviews.iter().flat_map(|review| &review.properties);
        asked.filter(|(property, _)| *property == wanted).find_map(|(_, fact)| match self.facts.get(*fact) {
            Given::Known(Value::Date(date)) => Some(*date),
            _ => None,
        })
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.document.text().get(range).unwrap_or_default()
    }

    /// How the number of a node stands; nothing for one without number.
    pub(super) fn numbered(&self, node: NodeId) -> Option<Numbered> {
        self.numbers.get(&node).copied()
    }

    /// The first node whose number is wrong.
    pub(super) fn misnumbered(&self, wrong: impl Fn(Numbered) -> bool) -> Option<NodeId> {
        self.document.ids().map(|(id, _)| id).find(|id| self.numbered(*id).is_some_and(&wrong))
    }

    /// The ranges that a subject stands for, as seen from a match.
    pub(super) fn ranges(&self, subject: Subject, spot: Option<&Spot<'_>>) -> Vec<Range<usize>> {
        let one = |unit: Unit| {
            let spot = spot?;
            self.units.at(unit, spot.at.start).map(|u| u.range.clone())
        };
        let own = || {
            let (spot, node) = (spot?, spot?.unit.node?);
            let node = self.document.node_at(u32::try_from(spot.at.start).ok()?).unwrap_or(node);
            self.document.node(node).map(|n| n.own.range())
        };
        let found = match subject {
            Subject::Whole => Some(0..self.document.text().len()),
            Subject::Title => self.units.all(Unit::Title).first().map(|u| u.range.clone()),
            Subject::Match => spot.map(|s| s.at.clone()),
            Subject::Citation | Subject::Definition => spot.map(|s| s.unit.range.clone()),
            Subject::Sentence => spot.and_then(|spot| {
                let first = self.units.at(Unit::Sentence, spot.at.start)?;
                let last = self.units.at(Unit::Sentence, spot.at.end.saturating_sub(1)).unwrap_or(first);
                Some(first.range.start..last.range.end.max(first.range.end))
            }),
            Subject::Block => one(Unit::Block).or_else(own),
            Subject::Paragraph => one(Unit::Paragraph).or_else(|| one(Unit::Block)),
            Subject::Item => one(Unit::Item),
            Subject::Article => one(Unit::Article).or_else(|| self.outermost_step(spot?)).or_else(|| one(Unit::Paragraph)),
            Subject::Chapter => one(Unit::Chapter),
            Subject::Attachment => one(Unit::Attachment),
            Subject::Before => spot.map(|s| self.around(s).start..s.at.start),
            Subject::After => spot.map(|s| s.at.end..self.around(s).end.max(s.at.end)),
            Subject::Above => return spot.map(|s| self.above(s)).unwrap_or_default(),
        };
        found.into_iter().collect()
    }

    /// The unit around a match; of a citation or a definition, the text it stands in.
    fn around(&self, spot: &Spot<'_>) -> Range<usize> {
        if spot.unit.range != spot.at {
            return spot.unit.range.clone();
        }
        self.units.at(Unit::Block, spot.at.start).map_or(spot.at.clone(), |u| u.range.clone())
    }

    fn node_at(&self, spot: &Spot<'_>) -> Option<NodeId> {
        u32::try_from(spot.at.start).ok().and_then(|at| self.document.node_at(at)).or(spot.unit.node)
    }

    /// The headings and leads of the nodes around a match.
    fn above(&self, spot: &Spot<'_>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut here = self.node_at(spot);
        while let Some(id) = here {
            let parent = self.document.node(id).and_then(|n| n.parent);
            let lead = self.units.lead(id).filter(|lead| Some(*lead) != parent);
            for around in [lead, parent].into_iter().flatten().filter_map(|id| self.document.node(id)) {
                if !around.own.is_empty() {
                    found.push(around.own.range());
                }
            }
            here = parent;
        }
        found
    }

    /// The outermost numbered part of a notice.
    fn outermost_step(&self, spot: &Spot<'_>) -> Option<Range<usize>> {
        let mut found = None;
        let mut at = self.node_at(spot);
        while let Some(node) = at.and_then(|id| self.document.node(id)) {
            if matches!(node.kind, NodeKind::First | NodeKind::Second | NodeKind::Third | NodeKind::Fourth | NodeKind::Fifth) {
                found = Some(node.span.range());
            }
            at = node.parent;
        }
        found
    }
}

/// How each number stands to the numbers of its kind before it: articles through a whole act, the rest below one parent.
fn numbers(document: &Document) -> HashMap<NodeId, Numbered> {
    let mut last: HashMap<(NodeKind, Option<NodeId>), (Ordinal, Vec<Ordinal>)> = HashMap::new();
    // The last number of each kind: the steps of a notice may be counted on through it, （三） under 二、.
    let mut through: HashMap<NodeKind, Ordinal> = HashMap::new();
    let mut found = HashMap::new();
    for (id, node) in document.ids() {
        let Some(number) = node.number.filter(|_| !node.label.is_empty()) else { continue };
        let group = if node.kind == NodeKind::Article { document.annex_of(id) } else { node.parent };
        let numbered = match last.get(&(node.kind, group)) {
            None => {
                let step = matches!(node.kind, NodeKind::Second | NodeKind::Third | NodeKind::Fourth);
                let on = step && through.get(&node.kind).is_some_and(|before| number.number == before.number.saturating_add(1));
                Numbered { follows: (number.number == 1 || on) && number.insert == 0, repeats: false }
            }
            // A lead begins another list, in the same place of the outline: 下列情形：（1）….
            Some(_) if number.number == 1 && number.insert == 0 && led(document, node.span.from()) => {
                last.remove(&(node.kind, group));
                Numbered { follows: true, repeats: false }
            }
            Some((before, all)) => {
                let next = number.number == before.number.saturating_add(1) && number.insert <= 1;
                let inserted = number.number == before.number && number.insert == before.insert.saturating_add(1);
                Numbered { follows: (next && number.insert == 0) || inserted, repeats: all.binary_search(&number).is_ok() }
            }
        };
        found.insert(id, numbered);
        through.insert(node.kind, number);
        let (before, all) = last.entry((node.kind, group)).or_insert_with(|| (number, Vec::new()));
        *before = number;
        if let Err(at) = all.binary_search(&number) {
            all.insert(at, number);
        }
    }
    found
}

/// Whether what stands before a place leads to a list.
fn led(document: &Document, at: usize) -> bool {
    document.text().get(..at).is_some_and(|before| before.trim_end().ends_with(['：', ':']))
}
