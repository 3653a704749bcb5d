//! Places within an act: 编 章 节 条 款 项 目, as paths that order. Knows nothing of titles.

use std::fmt;

use super::super::numeral::{parse_numeral, to_chinese};

/// 第一百二十条之一: the number and the insertion after it (0 when none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ordinal {
    /// 一百二十
    pub number: u32,
    /// 之一
    pub insert: u32,
}

impl Ordinal {
    /// A plain number.
    #[must_use]
    pub fn new(number: u32) -> Ordinal {
        Ordinal { number, insert: 0 }
    }
}

/// A place within an act; a missing part is not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
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

/// The levels from the outermost in.
pub(super) const LEVELS: [char; 7] = ['编', '章', '节', '条', '款', '项', '目'];

impl ArticlePath {
    /// Just an article.
    #[must_use]
    pub fn article(number: u32) -> ArticlePath {
        ArticlePath { article: Some(Ordinal::new(number)), ..ArticlePath::default() }
    }

    /// The parts from the outermost in.
    #[must_use]
    pub fn levels(&self) -> [Option<Ordinal>; 7] {
        [self.part, self.chapter, self.section, self.article, self.paragraph, self.item, self.subitem]
    }

    pub(super) fn from_levels(levels: [Option<Ordinal>; 7]) -> ArticlePath {
        let [part, chapter, section, article, paragraph, item, subitem] = levels;
        ArticlePath { part, chapter, section, article, paragraph, item, subitem }
    }

    /// Reads one path at the start of a text: its levels and length in bytes. Levels go inward; brackets around the
    /// number of an item are accepted.
    pub(super) fn take(text: &str) -> Option<(ArticlePath, usize)> {
        let mut levels = [None; 7];
        let mut at = 0;
        let mut deepest = None;
        while let Some((level, ordinal, length)) = take_level(text.get(at..)?) {
            if deepest.is_some_and(|d| level <= d) {
                break;
            }
            if let Some(slot) = levels.get_mut(level) {
                *slot = Some(ordinal);
            }
            deepest = Some(level);
            at += length;
        }
        deepest.map(|_| (ArticlePath::from_levels(levels), at))
    }

    /// Fills the outer parts that `self` leaves out from a path named before: `第四十条第一项、第三项`.
    pub(super) fn inherit(self, before: &ArticlePath) -> ArticlePath {
        let (mut own, outer) = (self.levels(), before.levels());
        let first = own.iter().position(Option::is_some).unwrap_or(0);
        for (slot, outer) in own.iter_mut().zip(outer).take(first) {
            *slot = outer;
        }
        ArticlePath::from_levels(own)
    }

    /// What of `self` must be written after `before` so that [`ArticlePath::inherit`] gives it back, if the two share the rest.
    pub(super) fn written_after(&self, before: &ArticlePath) -> ArticlePath {
        let (own, outer) = (self.levels(), before.levels());
        let common = own.iter().zip(outer).take_while(|(a, b)| **a == *b).count();
        // A level that `self` leaves out below the common part would be inherited from `before`: then write it in full.
        let rest = own.get(common..).unwrap_or_default();
        let mut levels = [None; 7];
        match rest.first() {
            Some(Some(_)) if outer.get(common).is_some_and(Option::is_some) => {
                for (slot, own) in levels.iter_mut().zip(own).skip(common) {
                    *slot = own;
                }
                ArticlePath::from_levels(levels)
            }
            _ => *self,
        }
    }
}

/// One level: its index in [`LEVELS`], its number, its length in bytes.
fn take_level(text: &str) -> Option<(usize, Ordinal, usize)> {
    let body = text.strip_prefix('第')?;
    let at = body.find(|c| LEVELS.contains(&c))?;
    let mark = body.get(at..)?.chars().next()?;
    let level = LEVELS.iter().position(|l| *l == mark)?;
    let inner = body.get(..at)?.trim();
    let inner = match inner.strip_prefix(['(', '（']) {
        Some(rest) => rest.strip_suffix([')', '）'])?,
        None => inner,
    };
    let number = small(inner)?;
    let mut length = '第'.len_utf8() + at + mark.len_utf8();
    let mut insert = 0;
    if let Some(rest) = text.get(length..)?.strip_prefix('之') {
        let end = rest.find(|c: char| !super::super::numeral::is_chinese_numeral(c) && !c.is_ascii_digit()).unwrap_or(rest.len());
        if let Some(n) = rest.get(..end).and_then(small).filter(|n| *n > 0) {
            insert = n;
            length += '之'.len_utf8() + end;
        }
    }
    (number > 0).then_some((level, Ordinal { number, insert }, length))
}

/// A number of at most a million.
fn small(text: &str) -> Option<u32> {
    parse_numeral(text.trim())?.to_i64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= 1_000_000)
}

impl fmt::Display for ArticlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (mark, ordinal) in LEVELS.iter().zip(self.levels()) {
            if let Some(Ordinal { number, insert }) = ordinal {
                write!(f, "第{}{mark}", to_chinese(u64::from(number)))?;
                if insert > 0 {
                    write!(f, "之{}", to_chinese(u64::from(insert)))?;
                }
            }
        }
        Ok(())
    }
}
