//! Checks of documents as written: word lists, phrases, what a check asks and the tests that only checks have.

use super::{Condition, Name};
use crate::diagnostic::{Place, Spanned};
use crate::law::Citation;

/// `词表 名 { 批准, “资格认定”, 包含 其他词表 }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordList {
    /// Its name.
    pub name: Name,
    /// Its own words.
    pub words: Vec<Name>,
    /// The lists it takes in.
    pub includes: Vec<Name>,
}

/// What a check asks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by the example of their variant")]
pub enum Ask {
    /// `每一 款 查找 “甲” 或者 “乙”`
    Find { scope: Spanned<UnitWord>, phrases: Vec<Spanned<Phrase>> },
    /// `每一 款 [当 …] 要求 …`
    Each { scope: Spanned<UnitWord>, when: Option<Box<Spanned<Condition>>>, require: Spanned<Condition> },
    /// `要求 …`
    Whole { require: Spanned<Condition> },
}

/// `“应当|须” …20字内… 许可用语`: elements with gaps between; a gap stands before its element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The elements, each with the gap before it. The first has none.
    pub parts: Vec<(Option<Spanned<Gap>>, Spanned<Element>)>,
}

/// How many characters may stand between two elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// `…`: anything to the end of the unit.
    Any,
    /// `…20字内…`
    UpTo(u32),
    /// `…5至20字…`
    Between(u32, u32),
    /// `…前后20字内…`: what follows it may also stand before all that precedes it.
    Around(u32),
}

/// One element of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// a text, or the name of a word list
    Word(Word),
    /// `(甲 或者 “乙”)`
    Group(Vec<Word>),
    /// `式 “…”`
    Regex(Spanned<String>),
}

/// A text, or the name of a word list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// `“甲|乙”`
    Text(Spanned<String>),
    /// the name of a 词表
    List(Name),
}

/// A test of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named by the example of their variant")]
pub enum TextTest {
    /// `该句 含 “…” 或者 “…”`; `lacks` is 不含
    Contains { subject: Spanned<SubjectWord>, lacks: bool, phrases: Vec<Spanned<Phrase>> },
    /// `该款 引用 法律、《…》`
    Cites { subject: Spanned<SubjectWord>, cited: Vec<Spanned<CitedWhat>> },
    /// `该句 为 禁止性规定`; `not` is 不为
    Is { subject: Spanned<SubjectWord>, not: bool, classes: Vec<Spanned<ClassWord>> },
    /// `材料 含 “…”`
    Material { place: Place, lacks: bool, phrases: Vec<Spanned<Phrase>> },
    /// `编号 连续`
    Numbering { what: Spanned<NumberingWord> },
}

/// What `引用` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitedWhat {
    /// a level of acts
    Level(CitedLevel),
    /// an act by its title
    Act(Citation),
}

/// Where `应有 NR-201 于 …` expects a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingPlace {
    /// at a text
    Text(String),
    /// at a place of the act: `第三条第二款`
    Path(String),
}

/// Defines an enumeration of words, each with its keyword in the grammar.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $keyword:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every word.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The name of its keyword in the grammar.
            #[must_use]
            pub fn keyword(self) -> &'static str {
                match self { $($name::$variant => $keyword),+ }
            }
        }
    )+ };
}

words! {
    /// What a check goes through.
    UnitWord {
        /// 全文
        Whole = "whole",
        /// 标题
        Title = "title",
        /// 章
        Chapter = "chapter",
        /// 条
        Article = "article",
        /// 款
        Paragraph = "paragraph",
        /// 项
        Item = "item",
        /// 段
        Block = "block",
        /// 句
        Sentence = "sentence",
        /// 引用
        Citation = "citation",
        /// 定义
        Definition = "definition",
        /// 附件
        Attachment = "attachment",
    }
    /// What a test looks at.
    SubjectWord {
        /// 该句
        Sentence = "this_sentence",
        /// 该款
        Paragraph = "this_paragraph",
        /// 该项
        Item = "this_item",
        /// 该条
        Article = "this_article",
        /// 该章
        Chapter = "this_chapter",
        /// 该段
        Block = "this_block",
        /// 该引用
        Citation = "this_citation",
        /// 该定义
        Definition = "this_definition",
        /// 该附件
        Attachment = "this_attachment",
        /// 全文
        Whole = "whole",
        /// 标题
        Title = "title",
        /// 片段
        Match = "match",
        /// 前文
        Before = "text_before",
        /// 后文
        After = "text_after",
        /// 上级
        Above = "above",
    }
    /// A level of acts that a text may cite.
    CitedLevel {
        /// 法律
        Statute = "statute",
        /// 行政法规
        AdministrativeRegulation = "admin_regulation",
        /// 地方性法规
        LocalRegulation = "local_regulation",
        /// 部门规章
        DepartmentRule = "department_rule",
        /// 地方政府规章
        LocalRule = "local_rule",
        /// 规范性文件
        Normative = "normative",
        /// 上位法
        Superior = "superior_law",
        /// 任何文件
        Any = "any_document",
    }
    /// What a text, a citation or a definition may be.
    ClassWord {
        /// 禁止性规定
        Prohibition = "prohibition",
        /// 定义
        Definition = "definition",
        /// 引文
        Quotation = "quotation",
        /// 目录
        Contents = "contents",
        /// 标题
        Title = "title",
        /// 现行有效
        InForce = "in_force",
        /// 已废止
        Repealed = "repealed",
        /// 尚未施行
        NotYet = "not_yet",
        /// 未收录
        Unlisted = "unlisted",
        /// 条文不存在
        NoSuchArticle = "no_such_article",
        /// 标题不准确
        InexactTitle = "inexact_title",
        /// 条号有变
        Renumbered = "renumbered",
        /// 已使用
        Used = "used",
        /// 先于使用
        BeforeUse = "before_use",
        /// 分档同界
        SharedBound = "shared_bound",
        /// 金额不符
        UnequalAmounts = "unequal_amounts",
        /// 起止颠倒
        ReversedTerm = "reversed_term",
        /// 附件未附
        NotAttached = "not_attached",
        /// 附件不全
        AttachmentsLacking = "attachments_lacking",
        /// 未提及
        Unmentioned = "unmentioned",
    }
    /// What is asked of numbers.
    NumberingWord {
        /// 连续
        Consecutive = "consecutive",
        /// 不重复
        NoRepeat = "no_repeat",
    }
    /// What a campaign should do with a document.
    AdviceWord {
        /// 保留
        Keep = "keep",
        /// 修改
        Amend = "amend",
        /// 废止
        Repeal = "repeal",
    }
}
