//! Places within an act (`第三十三条第一款第（二）项`), lists and ranges of them; it knows no titles.
//!
//! 《中华人民共和国立法法》第六十五条: acts divide into 编 章 节 条 款 项 目; 编 章 节 条 are numbered in Chinese numerals,
//! 款 are not numbered, 项 are numbered in Chinese numerals in brackets, 目 in Arabic ones.

use std::fmt;

use crate::law::numeral::{take_numeral, to_chinese};
use crate::law::text::{digit, rest, serde_as_text, strip_any};

/// A number in order, with the number of an insertion after it: 第一百二十条之一 is 120, insert 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Ordinal {
    /// The number, from one.
    pub number: u32,
    /// The number of the insertion, or nought for none.
    pub insert: u32,
}

impl Ordinal {
    /// A number without insertion.
    #[must_use]
    pub const fn new(number: u32) -> Ordinal {
        Ordinal { number, insert: 0 }
    }

    /// The `insert`th insertion after a number.
    #[must_use]
    pub const fn inserted(number: u32, insert: u32) -> Ordinal {
        Ordinal { number, insert }
    }
}

/// The levels of an act's division, from the outermost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 编
    Part,
    /// 章
    Chapter,
    /// 节
    Section,
    /// 条
    Article,
    /// 款
    Paragraph,
    /// 项
    Item,
    /// 目
    Subitem,
}

impl Level {
    /// Every level, from the outermost.
    pub const ALL: [Level; 7] =
        [Level::Part, Level::Chapter, Level::Section, Level::Article, Level::Paragraph, Level::Item, Level::Subitem];

    /// The word for it: 条, 款 …
    #[must_use]
    pub const fn word(self) -> char {
        match self {
            Level::Part => '编',
            Level::Chapter => '章',
            Level::Section => '节',
            Level::Article => '条',
            Level::Paragraph => '款',
            Level::Item => '项',
            Level::Subitem => '目',
        }
    }

    fn of(word: char) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// A place within an act, as far down as it is named.
///
/// ```
/// use zhunsheng::law::ArticlePath;
/// let path = ArticlePath::parse("第33条第1款第(二)项").unwrap();
/// assert_eq!(path.to_string(), "第三十三条第一款第二项");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticlePath {
    /// 编
    pub part: Option<Ordinal>,
    /// 章
    pub chapter: Option<Ordinal>,
    /// 节
    pub section: Option<Ordinal>,
    /// 条
    pub article: Option<Ordinal>,
    /// 款
    pub paragraph: Option<Ordinal>,
    /// 项
    pub item: Option<Ordinal>,
    /// 目
    pub subitem: Option<Ordinal>,
}

impl ArticlePath {
    /// An article, whole.
    #[must_use]
    pub fn article(number: u32) -> ArticlePath {
        ArticlePath::default().with(Level::Article, Some(Ordinal::new(number)))
    }

    /// The number at a level.
    #[must_use]
    pub fn get(&self, level: Level) -> Option<Ordinal> {
        match level {
            Level::Part => self.part,
            Level::Chapter => self.chapter,
            Level::Section => self.section,
            Level::Article => self.article,
            Level::Paragraph => self.paragraph,
            Level::Item => self.item,
            Level::Subitem => self.subitem,
        }
    }

    /// The same path with another number at a level.
    #[must_use]
    pub fn with(mut self, level: Level, ordinal: Option<Ordinal>) -> ArticlePath {
        let slot = match level {
            Level::Part => &mut self.part,
            Level::Chapter => &mut self.chapter,
            Level::Section => &mut self.section,
            Level::Article => &mut self.article,
            Level::Paragraph => &mut self.paragraph,
            Level::Item => &mut self.item,
            Level::Subitem => &mut self.subitem,
        };
        *slot = ordinal;
        self
    }

    /// Whether it names no place at all: the whole act.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == ArticlePath::default()
    }

    /// Whether `other` is this place or lies within it: 第三十三条 contains 第三十三条第一款.
    ///
    /// Articles are numbered through the whole act, so 编 章 节 count only where both name them.
    #[must_use]
    pub fn contains(&self, other: &ArticlePath) -> bool {
        Level::ALL.into_iter().all(|level| match (self.get(level), other.get(level)) {
            (None, _) => true,
            (Some(a), Some(b)) => a == b,
            (Some(_), None) => level < Level::Article && self.article.is_some() && other.article.is_some(),
        })
    }

    /// Reads a whole text as one path; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<ArticlePath> {
        let (path, bytes) = take_path(text)?;
        (bytes == text.len()).then_some(path)
    }

    /// The path completed by the one before it in a list: 第三项 after 第四十条第一项 lies in 第四十条 too.
    fn after(self, previous: &ArticlePath) -> ArticlePath {
        let Some(top) = Level::ALL.into_iter().find(|level| self.get(*level).is_some()) else {
            return self;
        };
        // Articles are numbered through the act: a further 条 says all that is needed.
        if top == Level::Article {
            return self;
        }
        Level::ALL.into_iter().filter(|level| *level < top).fold(self, |path, level| path.with(level, previous.get(level)))
    }

    /// The shortest text that reads back as this path after `previous`; nothing where only a fresh start does.
    fn tail_after(self, previous: &ArticlePath) -> Option<ArticlePath> {
        Level::ALL.into_iter().rev().find_map(|start| {
            self.get(start)?;
            let tail = Level::ALL.into_iter().filter(|level| *level < start).fold(self, |path, level| path.with(level, None));
            (tail.after(previous) == self).then_some(tail)
        })
    }
}

impl fmt::Display for ArticlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for level in Level::ALL {
            if let Some(ordinal) = self.get(level) {
                let number = to_chinese(u64::from(ordinal.number));
                write!(f, "第{number}{}", level.word())?;
                if ordinal.insert > 0 {
                    write!(f, "之{}", to_chinese(u64::from(ordinal.insert)))?;
                }
            }
        }
        Ok(())
    }
}

serde_as_text!(ArticlePath, ArticlePath::parse, "a place such as `第三十三条第一款`");

/// One place, or every place from one to another.
///
/// ```
/// use zhunsheng::law::{ArticlePath, ArticleRef};
/// let range = ArticleRef::parse("第三十条至第三十五条").unwrap();
/// assert_eq!(range, ArticleRef::Range(ArticlePath::article(30), ArticlePath::article(35)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArticleRef {
    /// One place.
    One(ArticlePath),
    /// From one place to another, both included.
    Range(ArticlePath, ArticlePath),
}

impl ArticleRef {
    /// Reads a whole text as one place or one range; nothing for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<ArticleRef> {
        let (mut list, bytes) = take_list(text, Separators::Whole);
        if bytes != text.len() || list.len() != 1 {
            return None;
        }
        list.pop()
    }

    fn last(&self) -> &ArticlePath {
        match self {
            ArticleRef::One(path) | ArticleRef::Range(_, path) => path,
        }
    }
}

fn write_range(f: &mut fmt::Formatter<'_>, shown: ArticlePath, one: &ArticleRef) -> fmt::Result {
    write!(f, "{shown}")?;
    if let ArticleRef::Range(from, to) = one {
        write!(f, "至{}", to.tail_after(from).unwrap_or(*to))?;
    }
    Ok(())
}

impl fmt::Display for ArticleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArticleRef::One(path) | ArticleRef::Range(path, _) => write_range(f, *path, self),
        }
    }
}

serde_as_text!(ArticleRef, ArticleRef::parse, "places such as `第三十条至第三十五条`");

/// Writes a list so that it reads back: `第四十条第一项、第三项`.
pub(crate) fn write_list(f: &mut fmt::Formatter<'_>, list: &[ArticleRef]) -> fmt::Result {
    let mut previous: Option<&ArticlePath> = None;
    for one in list {
        let (ArticleRef::One(path) | ArticleRef::Range(path, _)) = one;
        let shown = match previous {
            None => *path,
            Some(previous) => match path.tail_after(previous) {
                Some(tail) => {
                    f.write_str("、")?;
                    tail
                }
                // Only a fresh start says that nothing is taken over from the place before.
                None => {
                    f.write_str("；")?;
                    *path
                }
            },
        };
        write_range(f, shown, one)?;
        previous = Some(one.last());
    }
    Ok(())
}

/// What may stand between the places of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separators {
    /// In running text, where a comma may end the clause.
    Running,
    /// Where the whole text is the citation.
    Whole,
}

const RUNNING: &[&str] = &["、", "以及", "和", "及", "与", "或者", "或"];
const WHOLE: &[&str] = &["，", ","];
const FRESH: &[&str] = &["；", ";"];
const THROUGH: &[&str] = &["至", "到", "—", "－", "-", "～", "~"];

/// Reads the longest list of places at the start of `text`, perhaps none; gives it with its length in bytes.
pub(crate) fn take_list(text: &str, separators: Separators) -> (Vec<ArticleRef>, usize) {
    let mut list: Vec<ArticleRef> = Vec::new();
    let mut at = 0;
    while let Some((more, end)) = take_next(text, at, list.last(), separators) {
        list.extend(more);
        at = end;
    }
    (list, at)
}

/// Reads the longest list of places at the start of running text, perhaps none; gives it with its length in bytes.
///
/// ```
/// use zhunsheng::law::citation::take_places;
/// let (places, bytes) = take_places("第三条、第五条第一款规定的");
/// assert_eq!((places.len(), bytes), (2, "第三条、第五条第一款".len()));
/// ```
#[must_use]
pub fn take_places(text: &str) -> (Vec<ArticleRef>, usize) {
    take_list(text, Separators::Running)
}

/// Reads one more place, range or group from `at` on, after the one before it; gives where it ends.
fn take_next(text: &str, at: usize, before: Option<&ArticleRef>, separators: Separators) -> Option<(Vec<ArticleRef>, usize)> {
    let here = rest(text, at)?;
    let (place, previous) = match before {
        None => (here, None),
        Some(before) => {
            let whole = separators == Separators::Whole;
            if let Some(after) = strip_any(here, RUNNING) {
                (after, Some(before.last()))
            } else if let Some(after) = strip_any(here, WHOLE).filter(|_| whole) {
                (after, Some(before.last()))
            } else {
                (strip_any(here, FRESH).filter(|_| whole)?, None)
            }
        }
    };
    let complete = |path: ArticlePath| previous.map_or(path, |previous| path.after(previous));
    let (head, bytes) = take_path(place).unwrap_or_default();
    let after = rest(place, bytes)?;
    if let Some((group, left)) = take_group(after, &head) {
        let group = group
            .into_iter()
            .map(|one| match one {
                ArticleRef::One(path) => ArticleRef::One(complete(path)),
                ArticleRef::Range(from, to) => ArticleRef::Range(complete(from), complete(to)),
            })
            .collect();
        return Some((group, text.len().checked_sub(left.len())?));
    }
    if head.is_empty() {
        return None;
    }
    let from = complete(head);
    let range = strip_any(after, THROUGH).and_then(|target| {
        let (to, bytes) = take_path(target)?;
        let to = to.after(&from);
        // 第三十五条至第三十条 is no range: what follows 第三十五条 is left to the caller.
        (from < to).then_some((to, rest(target, bytes)?))
    });
    let (one, left) = match range {
        Some((to, left)) => (ArticleRef::Range(from, to), left),
        None => (ArticleRef::One(from), after),
    };
    Some((vec![one], text.len().checked_sub(left.len())?))
}

/// Reads numbers that share the word after the last: `第一、二款`, `第（一）至（三）项`, below `head`; gives what is left.
fn take_group<'t>(text: &'t str, head: &ArticlePath) -> Option<(Vec<ArticleRef>, &'t str)> {
    let (first, mut left) = take_bracketed(text.strip_prefix('第')?)?;
    let mut numbers = vec![(false, first)];
    let level = loop {
        if let Some(level) = left.chars().next().and_then(Level::of) {
            left = rest(left, level.word().len_utf8())?;
            break level;
        }
        let (through, after) = match strip_any(left, THROUGH) {
            Some(after) => (true, after),
            None => (false, strip_any(left, RUNNING)?),
        };
        let (number, after) = take_bracketed(after.strip_prefix('第').unwrap_or(after))?;
        numbers.push((through, number));
        left = after;
    };
    let below = Level::ALL.into_iter().all(|above| above < level || head.get(above).is_none());
    if numbers.len() < 2 || !below {
        return None;
    }
    let mut group: Vec<ArticleRef> = Vec::new();
    for (through, number) in numbers {
        let path = head.with(level, Some(Ordinal::new(number)));
        let one = if through {
            match group.pop()? {
                ArticleRef::One(from) if from < path => ArticleRef::Range(from, path),
                _ => return None,
            }
        } else {
            ArticleRef::One(path)
        };
        group.push(one);
    }
    Some((group, left))
}

/// Reads the longest path at the start of `text`; gives it with its length in bytes.
pub(crate) fn take_path(text: &str) -> Option<(ArticlePath, usize)> {
    let mut path = ArticlePath::default();
    let mut at = 0_usize;
    let mut last: Option<Level> = None;
    while let Some((level, ordinal, bytes)) = rest(text, at).and_then(|here| take_step(here, last.is_some())) {
        if last.is_some_and(|last| level <= last) {
            break;
        }
        path = path.with(level, Some(ordinal));
        last = Some(level);
        at = at.checked_add(bytes)?;
    }
    last.map(|_| (path, at))
}

/// Reads `第三十三条`, `第（一）项`, `第一百二十条之一`; below another level also `（一）项`.
fn take_step(text: &str, below: bool) -> Option<(Level, Ordinal, usize)> {
    let number = match text.strip_prefix('第') {
        Some(number) => number,
        None if below && text.starts_with(['（', '(']) => text,
        None => return None,
    };
    let (number, after) = take_bracketed(number)?;
    let level = Level::of(after.chars().next()?)?;
    let after = rest(after, level.word().len_utf8())?;
    // 第三条之规定 has no insertion.
    let inserted = after.strip_prefix('之').and_then(take_count);
    let (insert, left) = inserted.unwrap_or((0, after));
    let ordinal = Ordinal { number, insert };
    Some((level, ordinal, text.len().checked_sub(left.len())?))
}

/// Reads `一`, `1` or `（一）`; gives what is left.
fn take_bracketed(text: &str) -> Option<(u32, &str)> {
    match text.strip_prefix(['（', '(']) {
        Some(inner) => {
            let (number, after) = take_count(inner)?;
            Some((number, after.strip_prefix(['）', ')'])?))
        }
        None => take_count(text),
    }
}

/// Reads a counting number from one, in Chinese or in plain Arabic digits.
fn take_count(text: &str) -> Option<(u32, &str)> {
    let (number, bytes) = take_numeral(text)?;
    let written = text.get(..bytes)?;
    let arabic = written.chars().filter(|c| digit(*c).is_some()).count();
    if arabic > 0 && arabic != written.chars().count() {
        return None;
    }
    let number = u32::try_from(number.to_i64()?).ok()?;
    (number > 0).then_some((number, rest(text, bytes)?))
}
