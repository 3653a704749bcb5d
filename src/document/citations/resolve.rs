//! Where citations lead: places of the document itself by its outline, acts by a registry; it reads no text.

use super::{CitationTarget, FoundCitation};
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
    /// There is no registry to ask, or only a number to ask by.
    Open,
}

/// Follows a citation: within the document, or in a registry for the versions in force `on` a day.
#[must_use]
pub fn resolve(document: &Document, citation: &FoundCitation, registry: Option<&Registry>, on: Option<Date>) -> Resolution {
    match &citation.target {
        CitationTarget::Number(number) => own_number(document, number),
        CitationTarget::Internal(anchor) => internal(document, citation, anchor.as_ref()),
        CitationTarget::Act { title, version, .. } => {
            // A document may cite itself by its title.
            if document.title().is_some_and(|own| own == title.full()) {
                return absolute(document, citation, &citation.at);
            }
            let Some(registry) = registry else { return Resolution::Open };
            match registry.act(title.full()) {
                Some(act) => act_of(registry, act, version.as_ref().map(|version| version.year()), &citation.at, on),
                None => Resolution::Unknown,
            }
        }
        CitationTarget::Short { title, .. } => {
            let Some(registry) = registry else { return Resolution::Open };
            match registry.act(title.full()) {
                Some(act) => act_of(registry, act, None, &citation.at, on),
                None => Resolution::Unknown,
            }
        }
        CitationTarget::Named(name) => {
            let Some(registry) = registry else { return Resolution::Open };
            match registry.act_ending(name) {
                Some(act) => act_of(registry, act, None, &citation.at, on),
                None => Resolution::Unknown,
            }
        }
    }
}

fn own_number(document: &Document, number: &DocumentNumber) -> Resolution {
    if document.number() == Some(number) { Resolution::Here(Vec::new()) } else { Resolution::Open }
}

fn act_of(registry: &Registry, act: &Act, year: Option<u16>, at: &[ArticleRef], on: Option<Date>) -> Resolution {
    let answer = registry.check_act(act, year, at, on);
    Resolution::Act { title: act.title.full().to_owned(), flaws: answer.flaws }
}

/// Places that are complete as they stand.
fn absolute(document: &Document, citation: &FoundCitation, at: &[ArticleRef]) -> Resolution {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for one in at {
        let ends = match one {
            ArticleRef::One(path) => [Some(*path), None],
            ArticleRef::Range(from, to) => [Some(*from), Some(*to)],
        };
        for path in ends.into_iter().flatten() {
            match document.find(&path, Some(citation.node)) {
                Some(id) => found.push(id),
                None => missing.push(path),
            }
        }
    }
    if missing.is_empty() { Resolution::Here(found) } else { Resolution::Nowhere { missing } }
}

/// Completes the places of a list by what they start from.
fn below(base: ArticlePath, at: &[ArticleRef]) -> Vec<ArticleRef> {
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

fn internal(document: &Document, citation: &FoundCitation, anchor: Option<&Anchor>) -> Resolution {
    let here = Here::of(document, citation.node);
    match anchor {
        Some(Anchor::ThisAct(_) | Anchor::Title(_)) => absolute(document, citation, &citation.at),
        None => match here.path() {
            Some(base) => absolute(document, citation, &below(base, &citation.at)),
            None => absolute(document, citation, &citation.at),
        },
        Some(Anchor::ThisArticle) => match here.article {
            Some((id, _)) if citation.at.is_empty() => Resolution::Here(vec![id]),
            Some((_, path)) => absolute(document, citation, &below(path, &citation.at)),
            None => Resolution::Nowhere { missing: Vec::new() },
        },
        Some(Anchor::PreviousArticles(count)) => {
            let before = here.article.and_then(|(id, _)| document.places.articles_before(id, *count as usize));
            match before {
                Some(articles) => under(document, citation, articles),
                None => Resolution::Nowhere { missing: Vec::new() },
            }
        }
        Some(Anchor::PreviousParagraphs(count)) => match here.paragraphs_before(document, *count) {
            Some(paragraphs) => under(document, citation, &paragraphs),
            None => Resolution::Nowhere { missing: Vec::new() },
        },
        Some(Anchor::PreviousItems(count)) => match here.items_before(document, *count) {
            Some(items) => under(document, citation, &items),
            None => Resolution::Nowhere { missing: Vec::new() },
        },
    }
}

/// The places cited under nodes already found: 前款第一项.
fn under(document: &Document, citation: &FoundCitation, bases: &[NodeId]) -> Resolution {
    if citation.at.is_empty() {
        return Resolution::Here(bases.to_vec());
    }
    let Some(base) = bases.last().and_then(|id| document.node(*id)) else { return Resolution::Nowhere { missing: Vec::new() } };
    absolute(document, citation, &below(base.path.place, &citation.at))
}

/// The 条, 款, 项 that a citation stands in.
struct Here {
    article: Option<(NodeId, ArticlePath)>,
    paragraph: Option<NodeId>,
    item: Option<NodeId>,
}

impl Here {
    fn of(document: &Document, node: NodeId) -> Here {
        let mut here = Here { article: None, paragraph: None, item: None };
        let mut at = Some(node);
        while let Some(id) = at {
            let Some(node) = document.node(id) else { break };
            match node.kind {
                NodeKind::Article => here.article = Some((id, node.path.place)),
                NodeKind::Paragraph => here.paragraph = Some(id),
                NodeKind::Item => here.item = Some(id),
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
