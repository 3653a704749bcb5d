//! Marks of punctuation as they are meant: in Chinese a half-width mark stands for the full-width one. It finds them and cuts at them.

use std::ops::Range;

use super::text::{is_blank, is_han};

const NUMERALS: &str = "一二三四五六七八九十百千零〇";

/// The mark that the character at an offset of a text stands for; the character itself where it is none.
pub(crate) fn meant(text: &str, at: usize, c: char) -> char {
    let wide = match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '.' => return if full_stop(text, at) { '。' } else { c },
        _ => return c,
    };
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + c.len_utf8()..).unwrap_or_default());
    let last = before.chars().rev().find(|c| !is_blank(*c));
    let next = || after.chars().find(|c| !is_blank(*c));
    if last.is_none_or(|c| is_han(c) || closes(c)) || next().is_some_and(is_han) { wide } else { c }
}

/// A point behind a Chinese character, before a blank, another or the end; not the one of a number: 一.总则.
fn full_stop(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    let sentence = before.ends_with(|c| is_han(c) || closes(c));
    let ends = after.chars().next().is_none_or(|c| is_han(c) || is_blank(c) || closes(c));
    let inner = before.strip_suffix(['）', ')']).unwrap_or(before);
    let lead = inner.trim_end_matches(|c| NUMERALS.contains(c));
    sentence && ends && (lead.len() == inner.len() || lead.ends_with(is_han))
}

fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '」' | '』' | '）' | ')' | '》' | '〉' | '】' | '〕')
}

/// The marks of a text that mean one of these.
fn places<'t>(text: &'t str, marks: &'t [char]) -> impl DoubleEndedIterator<Item = Range<usize>> + 't {
    text.char_indices().filter(move |(at, c)| marks.contains(&meant(text, *at, *c))).map(|(at, c)| at..at + c.len_utf8())
}

/// Where the first of these marks stands.
pub(crate) fn first(text: &str, marks: &[char]) -> Option<Range<usize>> {
    places(text, marks).next()
}

/// Where the last of these marks stands.
pub(crate) fn last(text: &str, marks: &[char]) -> Option<Range<usize>> {
    places(text, marks).next_back()
}

/// What stands before the first of these marks.
pub(crate) fn head<'t>(text: &'t str, marks: &[char]) -> &'t str {
    first(text, marks).and_then(|mark| text.get(..mark.start)).unwrap_or(text)
}

/// What stands behind the last of these marks, and what before it.
pub(crate) fn tail<'t>(text: &'t str, marks: &[char]) -> (&'t str, &'t str) {
    let cut = last(text, marks).and_then(|mark| Some((text.get(mark.end..)?, text.get(..mark.start)?)));
    cut.unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::{first, head, meant, tail};

    fn read(text: &str) -> String {
        text.char_indices().map(|(at, c)| meant(text, at, c)).collect()
    }

    #[test]
    fn half_width_marks_stand_for_full_width_ones_in_chinese_only() {
        let cases = [
            ("应当设立分公司;未设立的,处罚款.", "应当设立分公司；未设立的，处罚款。"),
            ("有效期十.", "有效期十。"),
            ("罚款3%;逾期的", "罚款3%；逾期的"),
            ("（见附件）.另行通知", "（见附件）。另行通知"),
            ("一.总则", "一.总则"),
            ("（一）.总则", "（一）.总则"),
            ("附件：二.名单", "附件：二.名单"),
            ("1,000元", "1,000元"),
            ("10:30至3.5", "10:30至3.5"),
            ("https://a.cn/x?b;c", "https://a.cn/x?b;c"),
            ("可以吗?不得!", "可以吗？不得！"),
        ];
        for (text, meaning) in cases {
            assert_eq!(read(text), meaning);
        }
    }

    #[test]
    fn texts_are_cut_at_the_marks() {
        assert_eq!(head("自公布之日起施行,有效期十年.", &['，']), "自公布之日起施行");
        assert_eq!(tail("甲;乙", &['；']), ("乙", "甲"));
        assert_eq!(tail("甲乙", &['；']), ("甲乙", ""));
        assert_eq!(first("甲1,000", &['，']), None);
    }
}
