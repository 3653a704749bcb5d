//! Documents: text, Markdown, HTML and Word files read into one outline of 编章节条款项目 and 一、（一）1.（1）, with places and citations.
//!
//! **Invariant:** every character of the text that is not blank lies in the own text of exactly one node; no clock, no file system.
//!
//! ```
//! use zhunsheng::document::{Document, DocumentLimits, NodeKind};
//! let text = "某市停车管理办法\n第一条 为了规范停车，制定本办法。\n第二条 禁止下列行为：\n（一）占用消防通道；\n（二）损毁设施。\n";
//! let document = Document::read(text.as_bytes(), "办法.txt", &DocumentLimits::default()).unwrap();
//! assert_eq!(document.title(), Some("某市停车管理办法"));
//! assert_eq!(document.articles(), 2);
//! let item = document.nodes().iter().find(|node| node.kind == NodeKind::Item).unwrap();
//! assert_eq!(item.path.to_string(), "第二条第(一)项");
//! assert_eq!(document.slice(item.text()), "占用消防通道；");
//! assert_eq!(document.position(item.span.start).line, 4);
//! ```

pub mod citations;
mod definitions;
mod error;
mod facts;
mod force;
mod genre;
mod marker;
pub(crate) mod marks;
mod node;
mod outline;
mod places;
mod reader;
pub mod statute;
mod text;

use std::ops::Range;

pub use citations::{CitationTarget, FoundCitation};
pub use definitions::{Definition, DefinitionForm};
pub use error::{DocumentError, DocumentLimits};
pub use facts::{Dates, Effective, Validity};
pub use genre::Genre;
pub use marker::StepForm;
pub use node::{Annex, Node, NodeId, NodeKind, NodePath, Step};
pub use reader::Format;
#[cfg(feature = "pdf")]
pub use reader::PDF_THREAD;
pub use text::{Position, TextRange};

use crate::law::citation::Level;
use crate::law::{ArticlePath, DocumentNumber, Ordinal};

/// A document with its outline.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    format: Format,
    text: String,
    lines: text::LineStarts,
    nodes: Vec<Node>,
    title: Option<String>,
    facts: facts::Facts,
    definitions: Vec<Definition>,
    places: places::Places,
}

impl Document {
    /// Reads a file: its bytes, and the name it goes by, whose ending helps to tell the format.
    ///
    /// # Errors
    /// For a file that is damaged, protected, without text, of another format, or beyond a limit.
    pub fn read(bytes: &[u8], name: &str, limits: &DocumentLimits) -> Result<Document, DocumentError> {
        let (format, flow) = reader::read(bytes, name, limits)?;
        if flow.text.chars().all(char::is_whitespace) {
            return Err(DocumentError::NoText);
        }
        Ok(Document::of(flow, name, format))
    }

    /// Reads text as a plain-text document.
    ///
    /// # Errors
    /// For a text beyond the limit.
    pub fn from_text(text: &str, name: &str, limits: &DocumentLimits) -> Result<Document, DocumentError> {
        Ok(Document::of(reader::read_text(text, limits)?, name, Format::Plain))
    }

    fn of(mut flow: text::Flow, name: &str, format: Format) -> Document {
        let outline::Outlined { nodes, title } = outline::outline(&mut flow);
        let lines = text::LineStarts::of(&flow.text);
        let mut document = Document {
            name: name.to_owned(),
            format,
            text: flow.text,
            lines,
            nodes,
            title,
            facts: facts::Facts::default(),
            definitions: Vec::new(),
            places: places::Places::default(),
        };
        document.places = places::Places::of(&document.nodes);
        if document.title.is_none() {
            document.title = document.first_title();
        }
        document.facts = facts::read(&document);
        document.definitions = definitions::read(&document);
        document
    }

    /// The title of the first document in it that has one.
    fn first_title(&self) -> Option<String> {
        let in_attachment = |node: &Node| matches!(node.path.annex, Some(Annex::Attachment(_)));
        let node = self.nodes.iter().find(|node| node.kind == NodeKind::Title && !in_attachment(node))?;
        Some(outline::lines::name(self.slice(node.own)))
    }

    /// The name it was read by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The format it was read in.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The canonical text: what the file says, a line for each line or paragraph, without markup and unseen characters.
    ///
    /// Of plain text and Markdown the lines are those of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The title, without blanks that only fill the line.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The kind of document (文种) its title ends with.
    #[must_use]
    pub fn genre(&self) -> Option<Genre> {
        self.title().and_then(Genre::of)
    }

    /// Its own document number (文号).
    #[must_use]
    pub fn number(&self) -> Option<&DocumentNumber> {
        self.facts.number.as_ref()
    }

    /// Who issues it: the names in its signature, or what its adoption notes or its title say.
    #[must_use]
    pub fn issuers(&self) -> &[String] {
        &self.facts.issuers
    }

    /// Its dates.
    #[must_use]
    pub fn dates(&self) -> &Dates {
        &self.facts.dates
    }

    /// What it defines: 以下简称…, 本办法所称…是指.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The outline, each node before its children.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// One node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The nodes with their ids.
    pub fn ids(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId::at(index), node))
    }

    /// The nodes within a node, itself first.
    #[must_use]
    pub fn within(&self, id: NodeId) -> Range<usize> {
        let Some(node) = self.node(id) else { return 0..0 };
        let mut end = id.index() + 1;
        while self
            .nodes
            .get(end)
            .is_some_and(|next| next.parent.is_some_and(|parent| parent.index() >= id.index()) && next.span.end <= node.span.end)
        {
            end += 1;
        }
        id.index()..end
    }

    /// The number of 条, those of issued documents and attachments included.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.nodes.iter().filter(|node| node.kind == NodeKind::Article).count()
    }

    /// The text of a place; empty where there is no such place.
    #[must_use]
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.range()).unwrap_or_default()
    }

    /// Line and column of an offset in the canonical text.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// The innermost node whose own text holds an offset.
    #[must_use]
    pub fn node_at(&self, offset: u32) -> Option<NodeId> {
        let index = self.nodes.partition_point(|node| node.own.start <= offset);
        let found = (0..index).rev().take(3).find(|index| self.nodes.get(*index).is_some_and(|node| node.own.contains(offset)))?;
        Some(NodeId::at(found))
    }

    /// The document within the document that a node is in; `None` for the first.
    #[must_use]
    pub fn annex_of(&self, id: NodeId) -> Option<NodeId> {
        self.places.annex_of(id)
    }

    /// The node at a place of an act: in the same document within the document as `near`, else anywhere.
    ///
    /// 第三条第一款 is found where 第三条 has but one 款; 第五章第四十七条 where 第四十七条 stands in 第五章.
    #[must_use]
    pub fn find(&self, path: &ArticlePath, near: Option<NodeId>) -> Option<NodeId> {
        let home = near.and_then(|near| self.annex_of(near));
        let Some(article) = path.article else {
            return self.places.find(home, path).or_else(|| self.places.anywhere(path));
        };
        // Articles are numbered through the act, whatever they stand in.
        let within = ArticlePath { article: Some(article), part: None, chapter: None, section: None, ..*path };
        let found = self.places.find(home, &within).or_else(|| self.places.anywhere(&within))?;
        [Level::Part, Level::Chapter, Level::Section].into_iter().all(|level| self.is_in(found, level, path.get(level))).then_some(found)
    }

    /// Whether a node stands in the division of a number, if one is asked for.
    fn is_in(&self, id: NodeId, level: Level, number: Option<Ordinal>) -> bool {
        let mut above = self.node(id).and_then(|node| node.parent);
        while let Some(node) = above.and_then(|id| self.node(id)) {
            if number.is_some() && node.kind.rank() < NodeKind::Article.rank() && node.path.place.get(level) == number {
                return true;
            }
            above = node.parent;
        }
        number.is_none()
    }

    /// Reads the citations in its running text; each knows the node it stands in.
    #[must_use]
    pub fn citations(&self) -> Vec<FoundCitation> {
        citations::read(self)
    }
}
