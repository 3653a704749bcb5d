//! What a citation starts from: a title in 《》, or a word that points back (本法, 前款).

use std::fmt;

use super::super::numeral::{is_chinese_numeral, parse_numeral, to_chinese};
use super::CitationError;

/// The title of an act as written between 《 and 》; titles inside it stand in 〈〉.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Title(String);

impl Title {
    /// The title without its marks.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Title {
        Title(text.into())
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without 中华人民共和国: the short form in which acts are cited.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.strip_prefix("中华人民共和国").unwrap_or(&self.0)
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "《{}》", self.0)
    }
}

/// Where a citation starts from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// a title
    Title(Title),
    /// 本法, 本条例, 本办法 …: the word
    ThisAct(String),
    /// 本条
    ThisArticle,
    /// 前条, 前两条
    PreviousArticles(u32),
    /// 前款, 前两款
    PreviousParagraphs(u32),
    /// 前项, 前两项
    PreviousItems(u32),
}

/// The words for the act that speaks.
const THIS_ACT: &[&str] = &["本条例", "本办法", "本规定", "本规则", "本细则", "本实施细则", "本实施办法", "本决定", "本通知", "本意见", "本基准", "本法", "本章程"];

impl Anchor {
    /// Reads the anchor at the start of a text: it and its length in bytes.
    pub(super) fn take(text: &str) -> Result<(Anchor, usize), CitationError> {
        if text.starts_with('《') {
            return take_title(text);
        }
        if let Some(word) = THIS_ACT.iter().find(|w| text.starts_with(**w)) {
            return Ok((Anchor::ThisAct((*word).to_owned()), word.len()));
        }
        if text.starts_with("本条") {
            return Ok((Anchor::ThisArticle, "本条".len()));
        }
        let rest = text.strip_prefix('前').ok_or(CitationError::NoTitle)?;
        let end = rest.find(|c: char| !is_chinese_numeral(c) && !c.is_ascii_digit()).unwrap_or(rest.len());
        let (figure, rest) = rest.split_at_checked(end).ok_or(CitationError::NoTitle)?;
        let count = if figure.is_empty() { Some(1) } else { parse_numeral(figure).and_then(|n| n.to_i64()).and_then(|n| u32::try_from(n).ok()) };
        let count = count.filter(|n| (1..1000).contains(n)).ok_or(CitationError::NoTitle)?;
        let (anchor, mark) = match rest.chars().next() {
            Some('条') => (Anchor::PreviousArticles(count), '条'),
            Some('款') => (Anchor::PreviousParagraphs(count), '款'),
            Some('项') => (Anchor::PreviousItems(count), '项'),
            _ => return Err(CitationError::NoTitle),
        };
        Ok((anchor, '前'.len_utf8() + end + mark.len_utf8()))
    }
}

/// Reads `《…》`; a nested 《》 is read as 〈〉.
fn take_title(text: &str) -> Result<(Anchor, usize), CitationError> {
    let mut depth = 0usize;
    let mut title = String::new();
    for (at, c) in text.char_indices() {
        match c {
            '《' | '〈' => {
                if depth > 0 {
                    title.push('〈');
                }
                depth += 1;
            }
            '》' | '〉' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let trimmed = title.trim();
                    return if trimmed.is_empty() { Err(CitationError::NoTitle) } else { Ok((Anchor::Title(Title::new(trimmed)), at + c.len_utf8())) };
                }
                title.push('〉');
            }
            other => title.push(other),
        }
        if title.len() > 1000 {
            break;
        }
    }
    Err(CitationError::OpenTitle)
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let previous = |f: &mut fmt::Formatter<'_>, count: u32, mark: char| match count {
            1 => write!(f, "前{mark}"),
            2 => write!(f, "前两{mark}"),
            n => write!(f, "前{}{mark}", to_chinese(u64::from(n))),
        };
        match self {
            Anchor::Title(title) => write!(f, "{title}"),
            Anchor::ThisAct(word) => f.write_str(word),
            Anchor::ThisArticle => f.write_str("本条"),
            Anchor::PreviousArticles(n) => previous(f, *n, '条'),
            Anchor::PreviousParagraphs(n) => previous(f, *n, '款'),
            Anchor::PreviousItems(n) => previous(f, *n, '项'),
        }
    }
}
