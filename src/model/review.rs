//! Checks of documents: what is looked for in which units, what must hold, and the tests that only documents have.

use std::sync::Arc;

use super::{CheckId, Condition, FactId, ReviewId, SetId};
use crate::diagnostic::{Severity, Span};
use crate::law::{Citation, Title};
use crate::text::Pattern;

/// A 审查: checks that are asked together.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewSet {
    /// Its name.
    pub name: String,
    /// The version of the rule set it belongs to.
    pub set: SetId,
    /// 对象: the kinds of document it is for; empty is every document.
    pub targets: Vec<String>,
    /// 适用 当
    pub applies: Option<Test>,
    /// Its checks, in order.
    pub checks: Vec<CheckId>,
    /// The facts of its records.
    pub facts: Vec<FactId>,
    /// The facts that the document itself answers where the metadata does not.
    pub properties: Vec<(DocumentProperty, FactId)>,
    /// Where its name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A 检查.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its code, unique in a load.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// The set of checks it belongs to.
    pub review: ReviewId,
    /// 依据, its own or those of its set.
    pub basis: Vec<Citation>,
    /// 级别
    pub severity: Severity,
    /// What it asks.
    pub ask: Ask,
    /// 除外, in order.
    pub exceptions: Vec<Test>,
    /// 提示, with {片段} and the like to be filled in.
    pub message: String,
    /// 建议
    pub suggestion: Option<String>,
    /// 处理
    pub advice: Option<Advice>,
    /// 应报 and 不报.
    pub examples: Vec<Example>,
    /// Where its code stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A text on which a check must report, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// 应报 or 不报.
    pub report: bool,
    /// The text.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// What a check asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// a finding at each match of a phrase in a unit
    Find(Unit, Vec<Phrase>),
    /// a finding at each unit (of which a test holds) where another does not
    Each {
        /// The units.
        unit: Unit,
        /// Which of them.
        when: Option<Test>,
        /// What must hold.
        require: Test,
    },
    /// a finding for the document where a test does not hold
    Whole(Test),
}

/// A phrase with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// What is matched.
    pub pattern: Pattern,
    /// Where it is written.
    pub span: Span,
}

/// A 词表. Phrases hold its words; what names it is kept so that a change of it can be told where it bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordList {
    /// Its name.
    pub name: String,
    /// All its words, those of the lists it includes among them.
    pub words: Vec<String>,
    /// Where phrases name it, or a list that includes it.
    pub uses: Vec<Span>,
    /// Where its name stands.
    pub span: Span,
}

/// A test with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What it asks.
    pub kind: TestKind,
    /// Where it is written.
    pub span: Span,
}

/// What a [`Test`] asks. Each is true, false or unknown.
#[derive(Debug, Clone, PartialEq)]
pub enum TestKind {
    /// all of them
    All(Vec<Test>),
    /// any of them
    Any(Vec<Test>),
    /// as many of them or more
    AtLeast(u32, Vec<Test>),
    /// negation
    Not(Box<Test>),
    /// the first and not the second
    Except(Box<Test>, Box<Test>),
    /// a subject has one of the phrases
    Contains(Subject, Vec<Phrase>),
    /// a subject cites one of these
    Cites(Subject, Vec<Cited>),
    /// a subject is one of these
    Is(Subject, Vec<Class>),
    /// a material has one of the phrases in its name or title
    Material(Vec<Phrase>),
    /// the number of the unit (or every number) follows the one before it
    Numbering(Numbering),
    /// of facts alone
    Fact(Condition),
}

/// An act that a text may cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cited {
    /// of a level
    Level(CitedLevel),
    /// by title
    Act(Title),
}

/// Defines an enumeration whose every member has a word.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word for it in rule files.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }
    )+ };
}

words! {
    /// What a check goes through.
    Unit {
        /// the whole document
        Whole = "全文",
        /// a title
        Title = "标题",
        /// 章
        Chapter = "章",
        /// 条
        Article = "条",
        /// a paragraph with its items
        Paragraph = "款",
        /// 项
        Item = "项",
        /// the own text of a node
        Block = "段",
        /// a sentence
        Sentence = "句",
        /// a citation
        Citation = "引用",
        /// a definition
        Definition = "定义",
        /// 附件
        Attachment = "附件",
    }
    /// What a test looks at, as seen from a match.
    Subject {
        /// the sentence
        Sentence = "该句",
        /// the paragraph with its items
        Paragraph = "该款",
        /// the item
        Item = "该项",
        /// the article
        Article = "该条",
        /// the chapter
        Chapter = "该章",
        /// the own text of the node
        Block = "该段",
        /// the citation that is the unit
        Citation = "该引用",
        /// the definition that is the unit
        Definition = "该定义",
        /// the attachment
        Attachment = "该附件",
        /// the whole document
        Whole = "全文",
        /// the document's title
        Title = "标题",
        /// the match itself
        Match = "片段",
        /// the unit before the match
        Before = "前文",
        /// the unit after the match
        After = "后文",
        /// headings and leads of the enclosing nodes
        Above = "上级",
    }
    /// A level of acts.
    CitedLevel {
        /// 法律
        Statute = "法律",
        /// 行政法规
        AdministrativeRegulation = "行政法规",
        /// 地方性法规
        LocalRegulation = "地方性法规",
        /// 部门规章
        DepartmentRule = "部门规章",
        /// 地方政府规章
        LocalRule = "地方政府规章",
        /// 规范性文件
        Normative = "规范性文件",
        /// 法律、行政法规、地方性法规、国务院决定
        Superior = "上位法",
        /// any act
        Any = "任何文件",
    }
    /// What a text, a citation or a definition may be.
    Class {
        /// a duty of authorities not to do it
        Prohibition = "禁止性规定",
        /// a definition of a term
        Definition = "定义",
        /// within quotation marks
        Quotation = "引文",
        /// in the table of contents
        Contents = "目录",
        /// a title or heading
        Title = "标题",
        /// the act cited is in force
        InForce = "现行有效",
        /// the act cited was repealed
        Repealed = "已废止",
        /// the act cited is not in force yet
        NotYet = "尚未施行",
        /// the registry does not know it
        Unlisted = "未收录",
        /// there is no such article
        NoSuchArticle = "条文不存在",
        /// the title cited is not the full one
        InexactTitle = "标题不准确",
        /// the article has another number now
        Renumbered = "条号有变",
        /// the term is used
        Used = "已使用",
        /// the term is defined before it is used
        BeforeUse = "先于使用",
        /// two tiers both hold one figure
        SharedBound = "分档同界",
        /// an amount in words differs from the digits beside it
        UnequalAmounts = "金额不符",
        /// a term ends before it begins
        ReversedTerm = "起止颠倒",
        /// it names an attachment that the document neither has nor lists
        NotAttached = "附件未附",
        /// the document lists more attachments than it has
        AttachmentsLacking = "附件不全",
        /// nothing names the attachment
        Unmentioned = "未提及",
    }
    /// What is asked of numbers.
    Numbering {
        /// each follows the one before it
        Consecutive = "连续",
        /// none stands twice
        NoRepeat = "不重复",
    }
    /// What the document says of itself, as facts are named.
    DocumentProperty {
        /// the title
        Title = "标题",
        /// the kind of document
        Genre = "文种",
        /// the document number
        Number = "文号",
        /// who issued it
        Issuer = "制定机关",
        /// the date of the signature
        Signed = "成文日期",
        /// the date of publication
        Published = "公布日期",
        /// from when it is in force
        Effective = "施行日期",
        /// until when it is in force
        Expires = "失效日期",
        /// how long it is in force
        Validity = "有效期",
        /// the day of the review
        ReviewDate = "审查日期",
        /// the number of articles
        Articles = "条数",
        /// the number of characters
        Characters = "字数",
        /// the number of citations
        Citations = "引用数",
    }
}

/// What a campaign should do with a document; graver is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Advice {
    /// 保留
    Keep,
    /// 修改
    Amend,
    /// 废止
    Repeal,
}

impl Advice {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Advice::Keep => "保留",
            Advice::Amend => "修改",
            Advice::Repeal => "废止",
        }
    }
}

/// What a 用例 reviews.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReviewCase {
    /// The sets of checks that are asked; empty: those of the rule set.
    pub reviews: Vec<ReviewId>,
    /// The document, a line each.
    pub lines: Vec<Arc<str>>,
    /// The names of materials; `None` where the case says nothing of them.
    pub materials: Option<Vec<String>>,
}

/// Where a case expects a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedPlace {
    /// at a text
    Text(String),
    /// at a place of the act
    Path(String),
}

/// The placeholders of a message.
pub const PLACEHOLDERS: [&str; 4] = ["片段", "位置", "标题", "引用"];
