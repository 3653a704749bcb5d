//! What a reference starts from: a title, or a word such as `本法` `前款`; it does not resolve what that is.

use std::fmt;

use super::article::{ArticleRef, Separators, take_list, write_list};
use super::title::{Title, Version};
use super::{CitationError, take_parts};
use crate::law::numeral::{take_numeral, to_chinese};
use crate::law::text::{rest, serde_as_text, strip_any};

/// What a reference starts from.
///
/// ```
/// use zhunsheng::law::Anchor;
/// assert_eq!(Anchor::parse("前两款"), Some(Anchor::PreviousParagraphs(2)));
/// assert_eq!(Anchor::parse("本条例"), Some(Anchor::ThisAct("本条例".to_owned())));
/// assert_eq!(Anchor::parse("本条"), Some(Anchor::ThisArticle));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// A title: 《…》.
    Title(Title),
    /// The act the reference stands in, in its own word: 本法, 本条例, 本办法.
    ThisAct(String),
    /// 本条
    ThisArticle,
    /// So many articles just before: 前条, 前两条.
    PreviousArticles(u32),
    /// So many paragraphs just before: 前款, 前两款.
    PreviousParagraphs(u32),
    /// So many items just before: 前项, 前两项.
    PreviousItems(u32),
}

/// Words by which an act names itself, the longer before those they start with.
const THIS_ACT: &[&str] = &[
    "本裁量基准",
    "本实施细则",
    "本实施办法",
    "本实施意见",
    "本实施条例",
    "本实施规定",
    "本暂行条例",
    "本暂行办法",
    "本暂行规定",
    "本试行办法",
    "本指导意见",
    "本法典",
    "本法",
    "本条例",
    "本办法",
    "本规定",
    "本规则",
    "本规章",
    "本规范",
    "本细则",
    "本决定",
    "本解释",
    "本通知",
    "本意见",
    "本基准",
    "本标准",
    "本制度",
    "本章程",
    "本方案",
    "本指引",
    "本清单",
    "本目录",
    "本准则",
    "本公告",
    "本通告",
    "本批复",
];

impl Anchor {
    /// Reads a whole text as an anchor; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Anchor> {
        if let Some(title) = Title::parse(text) {
            return Some(Anchor::Title(title));
        }
        let (anchor, bytes) = take_relative(text)?;
        (bytes == text.len()).then_some(anchor)
    }
}

/// Reads `本法`, `本条`, `前两款` at the start of `text`; gives it with its length in bytes.
fn take_relative(text: &str) -> Option<(Anchor, usize)> {
    if let Some(word) = THIS_ACT.iter().find(|word| text.starts_with(**word)) {
        // 本法院, 本法人 are other words.
        let after = rest(text, word.len())?;
        if *word == "本法" && after.starts_with(['院', '人', '律', '定']) {
            return None;
        }
        return Some((Anchor::ThisAct((*word).to_owned()), word.len()));
    }
    if let Some(after) = text.strip_prefix("本条") {
        return Some((Anchor::ThisArticle, text.len().checked_sub(after.len())?));
    }
    let body = text.strip_prefix('前')?;
    let (count, after) = match take_numeral(body) {
        Some((number, bytes)) => {
            let count = u32::try_from(number.to_i64()?).ok()?;
            (count, rest(body, bytes)?)
        }
        None => (1, body),
    };
    if count == 0 {
        return None;
    }
    let (anchor, left) = if let Some(left) = strip_any(after, &["条"]) {
        (Anchor::PreviousArticles(count), left)
    } else if let Some(left) = strip_any(after, &["款"]) {
        (Anchor::PreviousParagraphs(count), left)
    } else {
        (Anchor::PreviousItems(count), strip_any(after, &["项"]).filter(|left| !left.starts_with('目'))?)
    };
    Some((anchor, text.len().checked_sub(left.len())?))
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let previous = |f: &mut fmt::Formatter<'_>, count: u32, word: &str| match count {
            1 => write!(f, "前{word}"),
            2 => write!(f, "前两{word}"),
            _ => write!(f, "前{}{word}", to_chinese(u64::from(count))),
        };
        match self {
            Anchor::Title(title) => title.fmt(f),
            Anchor::ThisAct(word) => f.write_str(word),
            Anchor::ThisArticle => f.write_str("本条"),
            Anchor::PreviousArticles(count) => previous(f, *count, "条"),
            Anchor::PreviousParagraphs(count) => previous(f, *count, "款"),
            Anchor::PreviousItems(count) => previous(f, *count, "项"),
        }
    }
}

serde_as_text!(Anchor, Anchor::parse, "a reference word such as `本法` or a title");

/// A reference as running text makes it: an anchor, and the places under it.
///
/// ```
/// use zhunsheng::law::citation::Reference;
/// let reference = Reference::parse("本办法第三条、第五条第一款").unwrap();
/// assert_eq!(reference.at.len(), 2);
/// assert_eq!(reference.to_string(), "本办法第三条、第五条第一款");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// What it starts from.
    pub anchor: Anchor,
    /// The version, where a title names one.
    pub version: Option<Version>,
    /// The places under it, or none for the whole.
    pub at: Vec<ArticleRef>,
}

impl Reference {
    /// Reads a whole text as a reference.
    ///
    /// # Errors
    /// Says what was found where a title, a word or a place was expected.
    pub fn parse(text: &str) -> Result<Reference, CitationError> {
        let (reference, bytes) = take(text, Separators::Whole)?;
        super::nothing_left(text, bytes)?;
        Ok(reference)
    }
}

fn take(text: &str, separators: Separators) -> Result<(Reference, usize), CitationError> {
    if text.starts_with('《') {
        let (title, version, at, bytes) = take_parts(text, separators)?;
        let anchor = Anchor::Title(title);
        return Ok((Reference { anchor, version, at }, bytes));
    }
    let (anchor, bytes) = take_relative(text).ok_or(CitationError::NoTitle)?;
    let (at, more) = take_list(rest(text, bytes).unwrap_or_default(), separators);
    let reference = Reference { anchor, version: None, at };
    Ok((reference, bytes.saturating_add(more)))
}

/// Reads the longest reference at the start of running text; gives it with its length in bytes.
///
/// ```
/// use zhunsheng::law::citation::take_reference;
/// let (reference, bytes) = take_reference("本法第五条和前款规定").unwrap();
/// assert_eq!((reference.to_string().as_str(), bytes), ("本法第五条", 15));
/// ```
#[must_use]
pub fn take_reference(text: &str) -> Option<(Reference, usize)> {
    take(text, Separators::Running).ok()
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.anchor.fmt(f)?;
        if let Some(version) = &self.version {
            version.fmt(f)?;
        }
        write_list(f, &self.at)
    }
}

serde_as_text!(Reference, |text: &str| Reference::parse(text).ok(), "a reference such as `本法第三条`");
