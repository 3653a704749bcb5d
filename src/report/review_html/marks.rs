//! The words of a document with quotations marked. Quotations may overlap: they are cut at each other's ends, so that marks never nest.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use crate::diagnostic::Severity;
use crate::report::markup;

/// A quotation.
#[derive(Debug, Clone)]
pub(super) struct Quotation {
    pub(super) range: Range<usize>,
    pub(super) severity: Severity,
    /// What its anchors are named by: `1-3` is the third of the first document.
    pub(super) anchor: String,
    /// Which finding it is of, from 0.
    pub(super) number: usize,
}

/// Writes the words of a document, stretch by stretch and in order.
pub(super) struct Marker<'t> {
    text: &'t str,
    /// In order of their starts.
    quotations: Vec<Quotation>,
    /// How many of them have begun.
    begun: usize,
    /// Those that have begun and not ended: by length, so that the narrowest comes first.
    open: BTreeSet<(usize, usize)>,
    /// The numbers of those that have been marked, and can be gone to.
    pub(super) marked: BTreeSet<usize>,
}

impl<'t> Marker<'t> {
    pub(super) fn new(text: &'t str, mut quotations: Vec<Quotation>) -> Marker<'t> {
        quotations.retain(|q| q.range.start < q.range.end);
        quotations.sort_by_key(|q| (q.range.start, q.range.end, q.number));
        Marker { text, quotations, begun: 0, open: BTreeSet::new(), marked: BTreeSet::new() }
    }

    /// The words of a stretch that lies after all before it. `strong` is in order.
    pub(super) fn write(&mut self, stretch: Range<usize>, strong: &[Range<usize>], out: &mut String) {
        while let Some(next) = self.quotations.get(self.begun).filter(|q| q.range.start < stretch.end) {
            self.open.insert((next.range.len(), self.begun));
            self.begun += 1;
        }
        let quotations = &self.quotations;
        self.open.retain(|(_, q)| quotations.get(*q).is_some_and(|q| q.range.end > stretch.start));
        let open: Vec<(usize, usize)> = self.open.iter().copied().collect();
        let bounds = open.iter().filter_map(|(_, q)| quotations.get(*q)).map(|q| &q.range).chain(strong);
        let mut cuts: BTreeSet<usize> = bounds.flat_map(|r| [r.start, r.end]).filter(|at| stretch.contains(at)).collect();
        cuts.insert(stretch.start);
        let mut starts: Vec<(usize, (usize, usize))> =
            open.iter().filter_map(|key| Some((quotations.get(key.1)?.range.start.max(stretch.start), *key))).collect();
        starts.sort_unstable();
        let mut ends: Vec<(usize, (usize, usize))> = open.iter().filter_map(|key| Some((quotations.get(key.1)?.range.end, *key))).collect();
        ends.sort_unstable();
        let (mut starts, mut ends, mut strong) = (starts.into_iter().peekable(), ends.into_iter().peekable(), strong.iter().peekable());
        let mut covering = Covering::default();
        let mut cuts = cuts.into_iter().peekable();
        while let Some(from) = cuts.next() {
            let to = cuts.peek().copied().unwrap_or(stretch.end);
            while let Some((_, key)) = ends.next_if(|(end, _)| *end <= from) {
                covering.remove(key, &self.quotations);
            }
            while let Some((_, key)) = starts.next_if(|(start, _)| *start <= from) {
                covering.insert(key, &self.quotations);
                if let Some(q) = self.quotations.get(key.1).filter(|q| self.marked.insert(q.number)) {
                    let (anchor, number) = (&q.anchor, q.number + 1);
                    let _ = write!(out, "<a class=\"no\" id=\"q{anchor}\" href=\"#n{anchor}\" data-no=\"{number}\"></a>");
                }
            }
            while strong.next_if(|r| r.end <= from).is_some() {}
            let words = markup::html(self.text.get(from..to).unwrap_or_default());
            let words = if strong.peek().is_some_and(|r| r.start <= from) { format!("<b>{words}</b>") } else { words };
            match covering.narrowest(&self.quotations) {
                Some(q) => {
                    let (class, anchor) = (class(covering.gravest()), &q.anchor);
                    let _ = write!(out, "<mark class=\"{class}\"><a href=\"#n{anchor}\">{words}</a></mark>");
                }
                None => out.push_str(&words),
            }
        }
    }
}

/// The quotations over one piece of text.
#[derive(Default)]
struct Covering {
    narrow: BTreeSet<(usize, usize)>,
    grave: BTreeSet<(Severity, usize)>,
}

impl Covering {
    fn insert(&mut self, key: (usize, usize), all: &[Quotation]) {
        self.narrow.insert(key);
        self.grave.extend(all.get(key.1).map(|q| (q.severity, key.1)));
    }

    fn remove(&mut self, key: (usize, usize), all: &[Quotation]) {
        self.narrow.remove(&key);
        if let Some(q) = all.get(key.1) {
            self.grave.remove(&(q.severity, key.1));
        }
    }

    fn narrowest<'q>(&self, all: &'q [Quotation]) -> Option<&'q Quotation> {
        all.get(self.narrow.first()?.1)
    }

    fn gravest(&self) -> Severity {
        self.grave.last().map_or(Severity::Hint, |(severity, _)| *severity)
    }
}

/// The class of a severity.
pub(super) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}
