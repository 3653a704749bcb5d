//! Citations of acts (`《中华人民共和国行政处罚法》第三十三条第一款`): reading, writing, order; it does not know which acts exist.

mod anchor;
mod article;
mod title;

use std::fmt;
use std::str::FromStr;

pub use anchor::{Anchor, Reference, take_reference};
pub use article::{ArticlePath, ArticleRef, Level, Ordinal, take_places};
pub use title::{Title, Version};

use super::text::{rest, serde_as_text};
use article::{Separators, take_list, write_list};
use title::{take_title, take_version};

/// A citation: a title, perhaps its version, and the places cited in it.
///
/// ```
/// use zhunsheng::law::Citation;
/// let citation = Citation::parse("《中华人民共和国行政处罚法》（2021年修订）第33条第1款、第3款").unwrap();
/// assert_eq!(citation.title.short(), "行政处罚法");
/// assert_eq!(
///     citation.to_string(),
///     "《中华人民共和国行政处罚法》（2021年修订）第三十三条第一款、第三款"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// The act.
    pub title: Title,
    /// Its version, where the citation names one.
    pub version: Option<Version>,
    /// The places cited, each complete; none for the act as a whole.
    pub at: Vec<ArticleRef>,
}

/// Why a text is no citation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CitationError {
    /// It does not start with a title.
    #[error("应以书名号括起的名称开头，如 `《中华人民共和国行政处罚法》`")]
    NoTitle,
    /// The title's bracket is not closed.
    #[error("书名号 `《` 没有对应的 `》`")]
    UnclosedTitle,
    /// Nothing stands between the title's brackets, or they do not match within.
    #[error("书名号内没有名称，或者其中的书名号不成对")]
    EmptyTitle,
    /// After the title stands something that is no place of an act.
    #[error("读不懂 `{found}`：名称之后应依次写明编、章、节、条、款、项、目，如 `第三十三条第一款第二项`，并列的用顿号隔开")]
    Place {
        /// Where it stands, in bytes from the start.
        at: usize,
        /// The text from there on.
        found: String,
    },
}

impl CitationError {
    /// The same in English.
    ///
    /// ```
    /// let error = zhunsheng::law::Citation::parse("行政处罚法").unwrap_err();
    /// assert!(error.english().starts_with("it should begin with a title"));
    /// ```
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            CitationError::NoTitle => "it should begin with a title in its brackets, such as `《中华人民共和国行政处罚法》`".to_owned(),
            CitationError::UnclosedTitle => "the bracket `《` has no `》`".to_owned(),
            CitationError::EmptyTitle => "there is no title between the brackets, or brackets within it do not match".to_owned(),
            CitationError::Place { found, .. } => {
                format!("`{found}` is no place of an act; it should be like `第三十三条第一款第二项`, several set off by `、`")
            }
        }
    }
}

impl Citation {
    /// A citation of one place.
    #[must_use]
    pub fn new(title: Title, at: Vec<ArticleRef>) -> Citation {
        Citation { title, version: None, at }
    }

    /// Reads a whole text as a citation.
    ///
    /// Numbers may be Chinese or Arabic in either width, 项 may stand in brackets, later places of a list take over
    /// what they leave out (`第四十条第一项、第三项`), and the version may stand after the title or at the end.
    ///
    /// # Errors
    /// Says what was found where a title or a place was expected.
    pub fn parse(text: &str) -> Result<Citation, CitationError> {
        let (title, version, at, bytes) = take_parts(text, Separators::Whole)?;
        nothing_left(text, bytes)?;
        Ok(Citation { title, version, at })
    }
}

type Parts = (Title, Option<Version>, Vec<ArticleRef>, usize);

/// Reads title, version and places at the start of `text`; gives them with their length in bytes.
fn take_parts(text: &str, separators: Separators) -> Result<Parts, CitationError> {
    let (title, mut bytes) = take_title(text)?;
    let mut version = version_at(text, &mut bytes);
    let after = rest(text, bytes).unwrap_or_default();
    let blanks = after.len() - after.trim_start_matches([' ', '　']).len();
    let places = rest(after, blanks).unwrap_or_default();
    let (at, more) = take_list(places, separators);
    if more > 0 {
        bytes = bytes.saturating_add(blanks).saturating_add(more);
        if version.is_none() {
            version = version_at(text, &mut bytes);
        }
    }
    Ok((title, version, at, bytes))
}

fn version_at(text: &str, bytes: &mut usize) -> Option<Version> {
    let (version, more) = rest(text, *bytes).and_then(take_version)?;
    *bytes = bytes.saturating_add(more);
    Some(version)
}

fn nothing_left(text: &str, bytes: usize) -> Result<(), CitationError> {
    match rest(text, bytes) {
        Some("") => Ok(()),
        left => Err(CitationError::Place { at: bytes, found: left.unwrap_or_default().to_owned() }),
    }
}

/// Reads the longest citation at the start of running text; gives it with its length in bytes.
///
/// A comma ends it, since the next clause may start with an article of its own.
///
/// ```
/// use zhunsheng::law::citation::take_citation;
/// let (citation, bytes) = take_citation("《律师法》第四十条第一项、第三项规定的").unwrap();
/// assert_eq!(citation.to_string(), "《律师法》第四十条第一项、第三项");
/// assert_eq!(bytes, citation.to_string().len());
/// ```
#[must_use]
pub fn take_citation(text: &str) -> Option<(Citation, usize)> {
    let (title, version, at, bytes) = take_parts(text, Separators::Running).ok()?;
    Some((Citation { title, version, at }, bytes))
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.title.fmt(f)?;
        if let Some(version) = &self.version {
            version.fmt(f)?;
        }
        write_list(f, &self.at)
    }
}

impl FromStr for Citation {
    type Err = CitationError;

    fn from_str(text: &str) -> Result<Citation, CitationError> {
        Citation::parse(text)
    }
}

serde_as_text!(Citation, |text: &str| Citation::parse(text).ok(), "a citation such as `《中华人民共和国行政处罚法》第三十三条第一款`");

#[cfg(test)]
mod tests;
