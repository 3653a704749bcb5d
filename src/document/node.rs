//! The nodes of a document's outline and their paths; it does not find them.

use std::fmt;

use super::marker::StepForm;
use super::text::TextRange;
use crate::law::numeral::to_chinese;
use crate::law::{ArticlePath, Ordinal};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $key:literal),+ $(,)?) => {
        /// What a node of the outline is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum NodeKind { $($(#[$doc])* $variant),+ }

        impl NodeKind {
            /// Every kind.
            pub const ALL: &[NodeKind] = &[$(NodeKind::$variant),+];

            /// The word for it in Chinese: 条, 款, 主送机关 …
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(NodeKind::$variant => $word),+ }
            }

            /// The key for it in JSON: `article`, `paragraph` …
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(NodeKind::$variant => $key),+ }
            }
        }
    };
}

kinds! {
    /// 标题
    Title = "标题", "title",
    /// 文号, on a line of its own
    Number = "文号", "number",
    /// 题注: when an act was adopted, published, amended
    Adoption = "题注", "adoption",
    /// 目录
    Contents = "目录", "contents",
    /// 主送机关
    Addressee = "主送机关", "addressee",
    /// 序言: what stands before the first numbered part
    Preamble = "序言", "preamble",
    /// A document that this one issues: the 办法 of a 关于印发《…办法》的通知
    Enclosure = "印发件", "enclosure",
    /// 附件
    Attachment = "附件", "attachment",
    /// 编
    Part = "编", "part",
    /// 分编
    Subpart = "分编", "subpart",
    /// 部分
    Portion = "部分", "portion",
    /// 章
    Chapter = "章", "chapter",
    /// 节
    Section = "节", "section",
    /// A heading without number
    Heading = "小标题", "heading",
    /// 条
    Article = "条", "article",
    /// 款
    Paragraph = "款", "paragraph",
    /// 项
    Item = "项", "item",
    /// 目
    Subitem = "目", "subitem",
    /// What is numbered below 目
    Point = "点", "point",
    /// 一、 of a notice
    First = "一、", "step1",
    /// （一） of a notice
    Second = "（一）", "step2",
    /// 1. of a notice
    Third = "1.", "step3",
    /// （1） of a notice
    Fourth = "（1）", "step4",
    /// ① of a notice
    Fifth = "①", "step5",
    /// 自然段 of a notice
    Text = "段", "text",
    /// 表格
    Table = "表格", "table",
    /// 附件说明: the list of attachments before the signature
    AttachmentNote = "附件说明", "attachment_note",
    /// 落款
    Signature = "落款", "signature",
    /// 成文日期
    SignatureDate = "成文日期", "date",
    /// 附注: how it is published, whom to ask, what the web page adds
    Note = "附注", "note",
    /// 脚注
    Footnote = "脚注", "footnote",
}

impl serde::Serialize for NodeKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl NodeKind {
    /// How far out it stands; a node closes every open one of its own rank or further in.
    pub(crate) fn rank(self) -> u8 {
        match self {
            NodeKind::Enclosure | NodeKind::Attachment => 0,
            NodeKind::Part | NodeKind::Portion => 2,
            NodeKind::Subpart => 3,
            NodeKind::Chapter => 4,
            NodeKind::Section => 5,
            NodeKind::Heading | NodeKind::Article | NodeKind::First => 6,
            NodeKind::Paragraph | NodeKind::Second => 7,
            NodeKind::Item | NodeKind::Third => 8,
            NodeKind::Subitem | NodeKind::Fourth => 9,
            NodeKind::Point | NodeKind::Fifth => 10,
            NodeKind::Text | NodeKind::Table => 11,
            NodeKind::Title
            | NodeKind::Number
            | NodeKind::Adoption
            | NodeKind::Contents
            | NodeKind::Addressee
            | NodeKind::Preamble
            | NodeKind::AttachmentNote
            | NodeKind::Signature
            | NodeKind::SignatureDate
            | NodeKind::Note
            | NodeKind::Footnote => 1,
        }
    }

    /// The kind of a step of a notice.
    pub(crate) fn of_step(form: StepForm) -> NodeKind {
        match form {
            StepForm::First => NodeKind::First,
            StepForm::Second => NodeKind::Second,
            StepForm::Third => NodeKind::Third,
            StepForm::Fourth => NodeKind::Fourth,
            StepForm::Fifth => NodeKind::Fifth,
        }
    }
}

/// One step of a path that is no 编 章 节 条 款 项 目.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A number of a notice's outline: 一、, （一）, 1.
    Numbered(StepForm, u32),
    /// 分编
    Subpart(Ordinal),
    /// 部分
    Portion(Ordinal),
    /// The n-th number below 目.
    Point(u32),
    /// The n-th unnumbered paragraph there.
    Text(u32),
    /// The n-th table there.
    Table(u32),
    /// The n-th node of such a kind in its document: the second 小标题.
    Other(NodeKind, u32),
}

/// A document within the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Annex {
    /// The n-th document that the first one issues.
    Enclosure(u32),
    /// The attachment of a number, or nought where it has none.
    Attachment(u32),
}

/// Where a node stands: the annex it is in, the place in the act, the steps below.
///
/// A 款 is named only where its 条 has more than one, as lawyers cite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NodePath {
    /// The document within the document, unless it is the first.
    pub annex: Option<Annex>,
    /// 编 章 节 of a division; 条 款 项 目 of what is in an article.
    pub place: ArticlePath,
    /// What has no name in an act.
    pub steps: Vec<Step>,
}

fn ordinal(f: &mut fmt::Formatter<'_>, number: Ordinal, word: &str) -> fmt::Result {
    write!(f, "第{}{word}", to_chinese(u64::from(number.number)))?;
    if number.insert > 0 {
        write!(f, "之{}", to_chinese(u64::from(number.insert)))?;
    }
    Ok(())
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Step::Numbered(StepForm::First, n) => write!(f, "{}、", to_chinese(u64::from(n))),
            Step::Numbered(StepForm::Second, n) => write!(f, "（{}）", to_chinese(u64::from(n))),
            Step::Numbered(StepForm::Third, n) => write!(f, "{n}."),
            Step::Numbered(StepForm::Fourth, n) => write!(f, "（{n}）"),
            Step::Numbered(StepForm::Fifth, n) => match char::from_u32(u32::from('①') + n - 1) {
                Some(c) if (1..=20).contains(&n) => write!(f, "{c}"),
                _ => write!(f, "（{n}）"),
            },
            Step::Subpart(n) => ordinal(f, n, "分编"),
            Step::Portion(n) => ordinal(f, n, "部分"),
            Step::Point(n) => write!(f, "第{n}点"),
            Step::Text(n) => write!(f, "第{n}段"),
            Step::Table(n) => write!(f, "表{n}"),
            Step::Other(kind, 1) => f.write_str(kind.word()),
            Step::Other(kind, n) => write!(f, "{}{n}", kind.word()),
        }
    }
}

impl fmt::Display for NodePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = String::new();
        match self.annex {
            None => {}
            // An article of the act that a notice issues is cited by its own number.
            Some(Annex::Enclosure(1)) if self.place.article.is_some() => {}
            Some(Annex::Enclosure(1)) => path.push_str("印发件"),
            Some(Annex::Enclosure(n)) => path += &format!("印发件{n}"),
            Some(Annex::Attachment(0)) => path.push_str("附件"),
            Some(Annex::Attachment(n)) => path += &format!("附件{n}"),
        }
        // 立法法 art. 65: 项 are numbered in brackets, so they are written so here; everything else as in a citation.
        let upper = ArticlePath { item: None, subitem: None, ..self.place };
        path += &upper.to_string();
        if let Some(item) = self.place.item {
            path += &format!("第({})项", to_chinese(u64::from(item.number)));
        }
        if let Some(subitem) = self.place.subitem {
            path += &format!("第{}目", subitem.number);
        }
        for step in &self.steps {
            let step = step.to_string();
            // 附件1·2. is no 附件12.
            if path.ends_with(|c: char| c.is_ascii_digit()) && step.starts_with(|c: char| c.is_ascii_digit()) {
                path.push('·');
            }
            path += &step;
        }
        f.write_str(&path)
    }
}

impl serde::Serialize for NodePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Which node of a document's outline: an index into [`Document::nodes`](super::Document::nodes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn at(index: usize) -> NodeId {
        NodeId(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// One node of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its number, where it has one.
    pub number: Option<Ordinal>,
    /// Where its number is written (`第三条`, `（一）`); empty where it has none.
    pub label: TextRange,
    /// Its heading, where it has one: 总则 of a 章, the words before the first full stop of `（一）适龄优先。…`.
    pub heading: Option<TextRange>,
    /// Its own text: label and heading or sentences, without its children.
    pub own: TextRange,
    /// All of it, its children included.
    pub span: TextRange,
    /// The node it is in.
    pub parent: Option<NodeId>,
    /// Where it stands.
    pub path: NodePath,
}

impl Node {
    /// Its own text after the label.
    #[must_use]
    pub fn text(&self) -> TextRange {
        if self.label.is_empty() {
            return self.own;
        }
        TextRange { start: self.label.end.min(self.own.end), end: self.own.end }
    }
}
