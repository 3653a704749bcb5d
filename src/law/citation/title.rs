//! Titles of acts and documents (`《中华人民共和国行政处罚法》`) and their versions; it knows not whether they exist.

use std::fmt;
use std::sync::Arc;

use super::CitationError;
use crate::law::numeral::parse_numeral;
use crate::law::text::{digit, rest, serde_as_text, strip_any};

/// Past this many characters a text between brackets is no title; it keeps unclosed brackets cheap.
const LONGEST: usize = 400;

const STATE: &str = "中华人民共和国";

/// The title of an act or a document, without the outer 《》; titles within it stand in 〈〉, and within those in 《》.
///
/// Two titles are equal where their texts are: the short form is a reading aid, not the same title. To copy one costs nothing.
///
/// ```
/// use zhunsheng::law::Title;
/// let title = Title::parse("《中华人民共和国行政处罚法》").unwrap();
/// assert_eq!(title.short(), "行政处罚法");
/// assert_eq!(Title::parse("《关于印发《规定》的通知》").unwrap().to_string(), "《关于印发〈规定〉的通知》");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Title(Arc<str>);

fn opens(c: char) -> bool {
    matches!(c, '《' | '〈' | '<')
}

fn closes(c: char) -> bool {
    matches!(c, '》' | '〉' | '>')
}

impl Title {
    /// Takes the text between the outer brackets; nothing where it is empty, too long, or its
    /// brackets do not match. Line breaks within are those of the page, not of the title, and go.
    #[must_use]
    pub fn new(text: &str) -> Option<Title> {
        let text = text.trim();
        let mut title = String::with_capacity(text.len());
        let mut depth = 0_usize;
        for (index, c) in text.chars().enumerate() {
            if matches!(c, '\n' | '\r') {
                continue;
            }
            if index >= LONGEST || c.is_control() {
                return None;
            }
            // 《标点符号用法》 (GB/T 15834-2011) 4.15.3.4: within 《》 stands 〈〉, within that 《》 again.
            if opens(c) {
                title.push(if depth.is_multiple_of(2) { '〈' } else { '《' });
                depth = depth.checked_add(1)?;
            } else if closes(c) {
                depth = depth.checked_sub(1)?;
                title.push(if depth.is_multiple_of(2) { '〉' } else { '》' });
            } else {
                title.push(c);
            }
        }
        (depth == 0 && !title.is_empty()).then(|| Title(title.into()))
    }

    /// Reads `《…》`, the whole text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Title> {
        let (title, bytes) = take_title(text).ok()?;
        (bytes == text.len()).then_some(title)
    }

    /// The text as written, without the outer brackets.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.0
    }

    /// The text without `中华人民共和国` at its head, as acts are cited in speech.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.strip_prefix(STATE).filter(|short| !short.is_empty()).unwrap_or(&self.0)
    }

    /// Whether both name the same act, one perhaps in its short form.
    #[must_use]
    pub fn names_same(&self, other: &Title) -> bool {
        self.short() == other.short()
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "《{}》", self.0)
    }
}

serde_as_text!(Title, Title::parse, "a title such as `《中华人民共和国行政处罚法》`");

/// Reads a title at the start of `text`; gives it with its length in bytes.
pub(crate) fn take_title(text: &str) -> Result<(Title, usize), CitationError> {
    let body = text.strip_prefix('《').ok_or(CitationError::NoTitle)?;
    let mut depth = 1_usize;
    for (at, c) in body.char_indices().take(LONGEST + 1) {
        if opens(c) {
            depth = depth.saturating_add(1);
        } else if closes(c) {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            let inner = body.get(..at).unwrap_or_default();
            let title = Title::new(inner).ok_or(CitationError::EmptyTitle)?;
            let bytes = '《'.len_utf8() + at + c.len_utf8();
            return Ok((title, bytes));
        }
    }
    Err(CitationError::UnclosedTitle)
}

/// Which version of an act is meant: `（2021年修订）`.
///
/// ```
/// use zhunsheng::law::citation::Version;
/// let version = Version::parse("(2021修订)").unwrap();
/// assert_eq!((version.year(), version.to_string().as_str()), (2021, "（2021年修订）"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    year: u16,
    /// What follows `年`: `修订`, `1月22日修订`, `版`.
    event: String,
}

const EVENTS: &[&str] = &[
    "修订",
    "修正",
    "修改",
    "公布",
    "发布",
    "颁布",
    "施行",
    "实施",
    "制定",
    "通过",
    "印发",
    "版",
    "修订版",
    "修正版",
    "修订本",
    "修正本",
    "版本",
];

impl Version {
    /// Reads `（2021年修订）`, `(2021修正)`, `（2021年1月22日修订）`, `（2021年版）`; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Version> {
        let (version, bytes) = take_version(text)?;
        (bytes == text.len()).then_some(version)
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "（{}年{}）", self.year, self.event)
    }
}

serde_as_text!(Version, Version::parse, "a version such as `（2021年修订）`");

/// Reads a version at the start of `text`; gives it with its length in bytes.
pub(crate) fn take_version(text: &str) -> Option<(Version, usize)> {
    let body = text.strip_prefix(['（', '('])?;
    let (close, _) = body.char_indices().take(24).find(|(_, c)| matches!(c, '）' | ')'))?;
    let inner = body.get(..close)?;
    let after = rest(body, close)?;
    let tail = after.strip_prefix(['）', ')'])?;
    let year_text: String = inner.chars().take(4).collect();
    if !year_text.chars().all(|c| digit(c).is_some()) {
        return None;
    }
    let year = u16::try_from(parse_numeral(&year_text)?.to_i64()?).ok().filter(|year| *year >= 1000)?;
    let event = rest(inner, year_text.len())?;
    let event = event.strip_prefix('年').unwrap_or(event);
    // A full date may stand before the event: its month and day are kept as written.
    let word = match event.split_once('日') {
        Some((date, word)) => {
            let (month, day) = date.split_once('月')?;
            for (part, most) in [(month, 12), (day, 31)] {
                let number = parse_numeral(part)?.to_i64()?;
                if !(1..=most).contains(&number) {
                    return None;
                }
            }
            word
        }
        None => event,
    };
    strip_any(word, &["第一次", "第二次", "第三次"]).or(Some(word)).filter(|word| EVENTS.contains(word))?;
    let version = Version { year, event: event.to_owned() };
    Some((version, text.len().checked_sub(tail.len())?))
}
