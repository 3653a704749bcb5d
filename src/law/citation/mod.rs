//! Citations of acts: 《中华人民共和国行政处罚法》第三十三条第一款, lists, ranges, 本法, 前款. Knows no registry.

mod path;
mod title;

pub use path::{ArticlePath, Ordinal};
pub use title::{Anchor, Title};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One place, or all from one to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArticleRef {
    /// 第三十三条第一款
    One(ArticlePath),
    /// 第三十条至第三十五条
    Range(ArticlePath, ArticlePath),
}

/// A citation: what act, which places in it.
///
/// ```
/// use zhunsheng::law::Citation;
///
/// let citation: Citation = "《中华人民共和国律师法》第40条第（一）项、第三项".parse()?;
/// assert_eq!(citation.to_string(), "《中华人民共和国律师法》第四十条第一项、第三项");
/// # Ok::<(), zhunsheng::law::CitationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// The act, or where the reference starts from (本法, 前款).
    pub anchor: Anchor,
    /// The version named behind the title: `2021年修订`.
    pub version: Option<String>,
    /// The places; none is the act as a whole.
    pub at: Vec<ArticleRef>,
}

/// Why a text is no citation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CitationError {
    /// It does not start with a title in 《》 nor a word such as 本法.
    #[error("a citation starts with a title in 《》, 本法 or 前款")]
    NoTitle,
    /// 《 without its 》.
    #[error("《 is not closed")]
    OpenTitle,
    /// Something stands where 第…条 should.
    #[error("{0:?} is no article, paragraph or item")]
    Place(String),
    /// A range that goes backwards.
    #[error("the range {0} goes backwards")]
    Backwards(String),
}

impl Citation {
    /// The title, when the citation names one.
    #[must_use]
    pub fn title(&self) -> Option<&Title> {
        match &self.anchor {
            Anchor::Title(title) => Some(title),
            _ => None,
        }
    }

    /// Reads a citation that is the whole text.
    ///
    /// # Errors
    /// Says what is wrong with the first part that does not read.
    pub fn parse(text: &str) -> Result<Citation, CitationError> {
        let text = text.trim();
        let (citation, length) = Citation::take(text)?;
        match text.get(length..).map(str::trim) {
            None | Some("") => Ok(citation),
            Some(rest) => Err(CitationError::Place(rest.chars().take(20).collect())),
        }
    }

    /// Reads the citation at the start of a text: it and its length in bytes.
    ///
    /// # Errors
    /// When the text does not start with one.
    pub fn take(text: &str) -> Result<(Citation, usize), CitationError> {
        let (anchor, mut at) = Anchor::take(text)?;
        let version = match &anchor {
            Anchor::Title(_) => take_version(text.get(at..).unwrap_or_default()),
            _ => None,
        };
        let version = version.map(|(version, length)| {
            at += length;
            version
        });
        let (refs, length) = take_places(text.get(at..).unwrap_or_default())?;
        Ok((Citation { anchor, version, at: refs }, at + length))
    }
}

/// `（2021年修订）`, `(2018修正)` behind a title.
fn take_version(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix(['（', '('])?;
    let end = body.find(['）', ')'])?;
    let version = body.get(..end)?.trim();
    let open = text.chars().next()?.len_utf8();
    let close = body.get(end..)?.chars().next()?.len_utf8();
    (version.starts_with(|c: char| c.is_ascii_digit() || c == '二') && version.chars().count() <= 40)
        .then(|| (version.to_owned(), open + end + close))
}

/// Places joined by 、 和 及 以及 ， 至.
fn take_places(text: &str) -> Result<(Vec<ArticleRef>, usize), CitationError> {
    let mut refs: Vec<ArticleRef> = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let joined = if refs.is_empty() { Some(0) } else { joiner(rest) };
        let Some(start) = joined else { break };
        let Some((path, length)) = ArticlePath::take(rest.get(start..).unwrap_or_default()) else { break };
        let path = match refs.last() {
            Some(ArticleRef::One(before) | ArticleRef::Range(_, before)) => path.inherit(before),
            None => path,
        };
        at += start + length;
        let rest = text.get(at..).unwrap_or_default();
        let to = ["至", "到", "—", "-"].iter().find_map(|w| rest.strip_prefix(w).map(|r| (r, w.len())));
        if let Some((body, word)) = to
            && let Some((end, length)) = ArticlePath::take(body)
        {
            let end = end.inherit(&path);
            at += word + length;
            if end < path {
                return Err(CitationError::Backwards(format!("{path}至{end}")));
            }
            refs.push(ArticleRef::Range(path, end));
        } else {
            refs.push(ArticleRef::One(path));
        }
    }
    Ok((refs, at))
}

/// The length of a word that joins two places, when a place follows.
fn joiner(text: &str) -> Option<usize> {
    let after = |length: usize| text.get(length..).map(|rest| (length, rest));
    let (length, rest) = ["以及", "、", "和", "及", "，", ",", "与"].iter().find(|w| text.starts_with(**w)).and_then(|w| after(w.len()))?;
    let spaces = rest.len() - rest.trim_start().len();
    rest.trim_start().starts_with('第').then_some(length + spaces)
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.anchor)?;
        if let Some(version) = &self.version {
            write!(f, "（{version}）")?;
        }
        let mut before: Option<ArticlePath> = None;
        for place in &self.at {
            if before.is_some() {
                f.write_str("、")?;
            }
            let (ArticleRef::One(first) | ArticleRef::Range(first, _)) = place;
            match before {
                Some(before) => write!(f, "{}", first.written_after(&before))?,
                None => write!(f, "{first}")?,
            }
            before = Some(*first);
            if let ArticleRef::Range(first, last) = place {
                write!(f, "至{}", last.written_after(first))?;
                before = Some(*last);
            }
        }
        Ok(())
    }
}

impl FromStr for Citation {
    type Err = CitationError;

    fn from_str(text: &str) -> Result<Self, CitationError> {
        Citation::parse(text)
    }
}

impl Serialize for Citation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Citation::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
