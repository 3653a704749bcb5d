//! Which node stands at which place of an act, looked up at once; it reads no text.

use std::collections::HashMap;

use super::node::{Node, NodeId, NodeKind};
use crate::law::{ArticlePath, Ordinal, citation::Level};

#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// The annex each node is in.
    annexes: Vec<Option<NodeId>>,
    by_home: HashMap<(Option<NodeId>, ArticlePath), NodeId>,
    first: HashMap<ArticlePath, NodeId>,
    /// The articles in order, with their annex.
    articles: Vec<NodeId>,
}

impl Places {
    pub(super) fn of(nodes: &[Node]) -> Places {
        let mut places = Places::default();
        let mut home = None;
        let mut loose = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let id = NodeId::at(index);
            if node.kind.rank() == 0 {
                home = Some(id);
            }
            places.annexes.push(home);
            let placed = node.kind.rank() >= 2 && !node.path.place.is_empty() && node.path.steps.is_empty();
            if !placed || matches!(node.kind, NodeKind::Table | NodeKind::Text) {
                continue;
            }
            let path = node.path.place;
            if node.kind == NodeKind::Article {
                places.articles.push(id);
            }
            if node.kind != NodeKind::Paragraph || path.paragraph.is_some() {
                places.add(home, path, id);
            }
            if path.paragraph.is_none() && node.kind != NodeKind::Article && path.article.is_some() {
                // The only 款 of its 条 may be cited as the first.
                places.add(home, path.with(Level::Paragraph, Some(Ordinal::new(1))), id);
            } else if path.paragraph.is_some() && path.item.is_some() {
                loose.push((home, path.with(Level::Paragraph, None), id));
            }
        }
        // 第三条第二项 is found where only one 款 of the 条 has 项: what is cited in full goes first.
        for (home, path, id) in loose {
            places.add(home, path, id);
        }
        places
    }

    fn add(&mut self, home: Option<NodeId>, path: ArticlePath, id: NodeId) {
        self.by_home.entry((home, path)).or_insert(id);
        self.first.entry(path).or_insert(id);
    }

    pub(super) fn find(&self, home: Option<NodeId>, path: &ArticlePath) -> Option<NodeId> {
        self.by_home.get(&(home, *path)).copied()
    }

    pub(super) fn anywhere(&self, path: &ArticlePath) -> Option<NodeId> {
        self.first.get(path).copied()
    }

    pub(super) fn annex_of(&self, id: NodeId) -> Option<NodeId> {
        self.annexes.get(id.index()).copied().flatten()
    }

    /// The `count` articles just before an article of the same document, in order; nothing where there are fewer.
    pub(super) fn articles_before(&self, article: NodeId, count: usize) -> Option<&[NodeId]> {
        let at = self.articles.binary_search(&article).ok()?;
        let before = self.articles.get(at.checked_sub(count)?..at)?;
        let home = self.annex_of(article);
        before.iter().all(|id| self.annex_of(*id) == home).then_some(before)
    }
}
