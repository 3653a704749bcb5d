//! Where citations lead: places of the document itself by its outline, acts by a registry; it reads no text.

use super::{CitationTarget, Continued, FoundCitation};
use crate::document::Document;
use crate::document::node::{NodeId, NodeKind};
use crate::law::citation::{Level, Ordinal};
use crate::law::registry::{Act, Flaw, Registry};
use crate::law::{Anchor, ArticlePath, ArticleRef, Date, DocumentNumber};

/// What became of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It leads to these nodes of the document; none for the document as a whole.
    Here(Vec<NodeId>),
    /// The document has no such place: 前款 in a first 款, 本办法第九十条 where there are eighty.
    Nowhere {
        /// The places that are missing.
        missing: Vec<ArticlePath>,
    },
    /// It leads to an act that the registry knows.
    Act {
        /// The act's full title.
        title: String,
        /// What is wrong with it; empty for a good citation.
        flaws: Vec<Flaw>,
    },
    /// The registry knows no act of this title; [`Registry::near`] tells what may have been meant.
    Unknown,
    /// It stands within quotation marks, and its `本法` or `前款` is the quoted act's.
    Quoted,
    /// There is no registry to ask, or only a number to ask by.
    Open,
}

/// Follows a citation: within the document, or in a registry for the versions in force `on` a day.
///
/// A place alone (`第三款`) is of its own 条 where there is one, else of what the sentence cited before.
#[must_use]
pub fn resolve(document: &Document, citation: &FoundCitation, registry: Option<&Registry>, on: Option<Date>) -> Resolution {
    let asked = Asked { document, registry, on, near: citation.node };
    if citation.quoted && matches!(citation.target, CitationTarget::Internal(_)) {
        return Resolution::Quoted;
    }
    let continued = |continued: &Continued| asked.follow(&continued.target, &continued.at);
    if let Some(surely) = citation.continues.as_ref().filter(|continues| continues.surely) {
        return continued(surely);
    }
    match (asked.follow(&citation.target, &citation.at), &citation.continues) {
        (nowhere @ Resolution::Nowhere { .. }, Some(continues)) => match continued(continues) {
            Resolution::Nowhere { .. } => nowhere,
            found => found,
        },
        (found, _) => found,
    }
}

/// What a citation is followed in, and the node it stands in.
struct Asked<'a> {
    document: &'a Document,
    registry: Option<&'a Registry>,
    on: Option<Date>,
    near: NodeId,
}

impl Asked<'_> {
    fn follow(&self, target: &CitationTarget, at: &[ArticleRef]) -> Resolution {
        match target {
            CitationTarget::Number(number) => own_number(self.document, number),
            CitationTarget::Internal(anchor) => internal(self.document, self.near, at, anchor.as_ref()),
            // A document may cite itself by its title.
            CitationTarget::Act { title, .. } if self.document.title().is_some_and(|own| own == title.full()) => {
                absolute(self.document, self.near, at)
            }
            CitationTarget::Act { title, version, .. } => {
                self.act(|registry| registry.act(title.full()), version.as_ref().map(|version| version.year()), at)
            }
            CitationTarget::Short { title, .. } => self.act(|registry| registry.act(title.full()), None, at),
            CitationTarget::Named(name) => self.act(|registry| registry.act_ending(name), None, at),
        }
    }

    fn act<'r>(&'r self, find: impl Fn(&'r Registry) -> Option<&'r Act>, year: Option<u16>, at: &[ArticleRef]) -> Resolution {
        let Some(registry) = self.registry else { return Resolution::Open };
        let Some(act) = find(registry) else { return Resolution::Unknown };
        let answer = registry.check_act(act, year, at, self.on);
        Resolution::Act { title: act.title.full().to_owned(), flaws: answer.flaws }
    }
}

fn own_number(document: &Document, number: &DocumentNumber) -> Resolution {
    if document.number() == Some(number) { Resolution::Here(Vec::new()) } else { Resolution::Open }
}

/// Places that are complete as they stand.
fn absolute(document: &Document, near: NodeId, at: &[ArticleRef]) -> Resolution {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for one in at {
        let ends = match one {
            ArticleRef::One(path) => [Some(*path), None],
            ArticleRef::Range(from, to) => [Some(*from), Some(*to)],
        };
        for path in ends.into_iter().flatten() {
            match document.find(&path, Some(near)) {
                Some(id) => found.push(id),
                None => missing.push(path),
            }
        }
    }
    if missing.is_empty() { Resolution::Here(found) } else { Resolution::Nowhere { missing } }
}

/// Completes the places of a list by what they start from.
pub(super) fn below(base: ArticlePath, at: &[ArticleRef]) -> Vec<ArticleRef> {
    let complete = |path: &ArticlePath| {
        let top = Level::ALL.into_iter().find(|level| path.get(*level).is_some());
        let above = Level::ALL.into_iter().filter(|level| top.is_some_and(|top| *level < top && top > Level::Article));
        above.fold(*path, |path, level| path.with(level, path.get(level).or(base.get(level))))
    };
    at.iter()
        .map(|one| match one {
            ArticleRef::One(path) => ArticleRef::One(complete(path)),
            ArticleRef::Range(from, to) => ArticleRef::Range(complete(from), complete(to)),
        })
        .collect()
}

/// Completes chapters and sections by the part and the chapter that they are cited in.
fn in_division(own: ArticlePath, at: &[ArticleRef]) -> Vec<ArticleRef> {
    let complete = |path: &ArticlePath| match (path.article, path.section, path.chapter) {
        (None, Some(_), None) => ArticlePath { part: own.part, chapter: own.chapter, ..*path },
        (None, _, Some(_)) => ArticlePath { part: path.part.or(own.part), ..*path },
        _ => *path,
    };
    let ends = |one: &ArticleRef| match one {
        ArticleRef::One(path) => ArticleRef::One(complete(path)),
        ArticleRef::Range(from, to) => ArticleRef::Range(complete(from), complete(to)),
    };
    at.iter().map(ends).collect()
}

fn internal(document: &Document, near: NodeId, at: &[ArticleRef], anchor: Option<&Anchor>) -> Resolution {
    let here = Here::of(document, near);
    match anchor {
        Some(Anchor::ThisAct(_) | Anchor::Title(_)) => absolute(document, near, at),
        None => match absolute(document, near, &below(here.path().unwrap_or_default(), at)) {
            // 本章第三节
            nowhere @ Resolution::Nowhere { .. } => match absolute(document, near, &in_division(here.division, at)) {
                Resolution::Nowhere { .. } => nowhere,
                found => found,
            },
            found => found,
        },
        Some(Anchor::ThisArticle) => match here.article {
            Some((id, _)) if at.is_empty() => Resolution::Here(vec![id]),
            Some((_, path)) => absolute(document, near, &below(path, at)),
            None => Resolution::Nowhere { missing: Vec::new() },
        },
        Some(Anchor::PreviousArticles(count)) => {
            let before = here.article.and_then(|(id, _)| document.places.articles_before(id, *count as usize));
            under(document, near, at, before)
        }
        Some(Anchor::PreviousParagraphs(count)) => under(document, near, at, here.paragraphs_before(document, *count).as_deref()),
        Some(Anchor::PreviousItems(count)) => under(document, near, at, here.items_before(document, *count).as_deref()),
    }
}

/// The places cited under nodes already found: 前款第一项.
fn under(document: &Document, near: NodeId, at: &[ArticleRef], bases: Option<&[NodeId]>) -> Resolution {
    match bases {
        Some(bases) if at.is_empty() => Resolution::Here(bases.to_vec()),
        Some(bases) => match bases.last().and_then(|id| document.node(*id)) {
            Some(base) => absolute(document, near, &below(base.path.place, at)),
            None => Resolution::Nowhere { missing: Vec::new() },
        },
        None => Resolution::Nowhere { missing: Vec::new() },
    }
}

/// The 条, 款, 项 that a citation stands in.
struct Here {
    article: Option<(NodeId, ArticlePath)>,
    paragraph: Option<NodeId>,
    item: Option<NodeId>,
    /// The innermost 编, 章 or 节.
    division: ArticlePath,
}

impl Here {
    fn of(document: &Document, node: NodeId) -> Here {
        let mut here = Here { article: None, paragraph: None, item: None, division: ArticlePath::default() };
        let mut at = Some(node);
        while let Some(id) = at {
            let Some(node) = document.node(id) else { break };
            match node.kind {
                NodeKind::Article => here.article = Some((id, node.path.place)),
                NodeKind::Paragraph => here.paragraph = Some(id),
                NodeKind::Item => here.item = Some(id),
                NodeKind::Part | NodeKind::Chapter | NodeKind::Section if here.division.is_empty() => here.division = node.path.place,
                _ => {}
            }
            at = node.parent;
        }
        here
    }

    fn path(&self) -> Option<ArticlePath> {
        self.article.map(|(_, path)| path)
    }

    /// The 款 just before this one, in its 条.
    fn paragraphs_before(&self, document: &Document, count: u32) -> Option<Vec<NodeId>> {
        let (_, article) = self.article?;
        let own = document.node(self.paragraph?)?.number?.number;
        let first = own.checked_sub(count).filter(|first| *first >= 1)?;
        (first..own).map(|n| document.find(&article.with(Level::Paragraph, Some(Ordinal::new(n))), self.paragraph)).collect()
    }

    /// The 项 just before this one; where a sentence after the list says so, the list's first or all of them.
    fn items_before(&self, document: &Document, count: u32) -> Option<Vec<NodeId>> {
        let paragraph = self.paragraph?;
        let base = document.node(paragraph)?;
        let (from, to, path) = match self.item.and_then(|item| document.node(item)) {
            Some(item) => {
                let own = item.number?.number;
                (own.checked_sub(count).filter(|from| *from >= 1)?, own, item.path.place)
            }
            None => {
                let before = base.number?.number.checked_sub(1).filter(|n| *n >= 1);
                let path = before.map_or(base.path.place, |n| base.path.place.with(Level::Paragraph, Some(Ordinal::new(n))));
                (1, count.checked_add(1)?, path)
            }
        };
        let item = |n| document.find(&path.with(Level::Subitem, None).with(Level::Item, Some(Ordinal::new(n))), Some(paragraph));
        (from..to).map(item).collect()
    }
}
