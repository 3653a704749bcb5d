//! What a line's first characters number: `第三条`, `一、`, `（一）`, `1.`, `（1）`, `①`; it does not know where they stand.

use super::text::is_blank;
use crate::law::Ordinal;
use crate::law::numeral::parse_numeral;

/// The form of a number of the outline of official documents.
///
/// 《党政机关公文格式》 (GB/T 9704-2012) 7.3.3: “一、”“（一）”“1.”“（1）”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepForm {
    /// 一、
    First,
    /// （一）
    Second,
    /// 1.
    Third,
    /// （1）
    Fourth,
    /// ①
    Fifth,
}

/// A division of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Division {
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 部分
    Portion,
    /// 章
    Chapter,
    /// 节
    Section,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkerKind {
    Division(Division, Ordinal),
    Article(Ordinal),
    Step(StepForm, u32),
}

/// What stands right after a marker's label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Nothing: the line ends.
    End,
    /// A blank, or a mark that sets the label off.
    Gap,
    /// A character of the text.
    Letter(char),
}

/// A label at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) kind: MarkerKind,
    /// Where the label starts and ends, in bytes of the line.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the text after it starts.
    pub(crate) text: usize,
    pub(crate) after: After,
}

/// Reads characters one by one and knows where it is.
#[derive(Clone)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| wanted(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn blanks(&mut self) {
        while self.take(is_blank).is_some() {}
    }

    /// A number, blanks within it passed over; from 1 to 9999.
    fn number(&mut self, of: impl Fn(char) -> bool) -> Option<u32> {
        let mut written = String::new();
        let mut end = self.at;
        loop {
            self.blanks();
            match self.take(&of) {
                Some(c) if written.chars().count() < 12 => written.push(if is_dash(c) { '一' } else { c }),
                Some(_) => return None,
                None => break,
            }
            end = self.at;
        }
        self.at = end;
        let number = parse_numeral(&written)?.to_i64()?;
        u32::try_from(number).ok().filter(|number| (1..=9999).contains(number))
    }
}

fn chinese(c: char) -> bool {
    "一二三四五六七八九十百千零〇○两".contains(c)
}

/// A dash of the width of a character, which files have for 一: 第三十－条.
fn is_dash(c: char) -> bool {
    matches!(c, '—' | '－' | '―' | '─')
}

fn arabic(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Reads the label at the start of a line, if there is one.
pub(crate) fn marker(line: &str) -> Option<Marker> {
    let mut cursor = Cursor { text: line, at: 0 };
    cursor.blanks();
    let start = cursor.at;
    let kind = ordinal(&mut cursor).or_else(|| {
        cursor.at = start;
        step(&mut cursor)
    })?;
    let end = cursor.at;
    let after = match cursor.peek() {
        None => After::End,
        Some(c) if is_blank(c) || matches!(c, '：' | ':' | '、' | '.' | '．' | '【' | '［') => After::Gap,
        Some(c) => After::Letter(c),
    };
    if after == After::Gap {
        let _ = cursor.take(|c| matches!(c, '：' | ':' | '、' | '.' | '．'));
    }
    cursor.blanks();
    Some(Marker { kind, start, end, text: cursor.at, after })
}

fn ordinal(cursor: &mut Cursor<'_>) -> Option<MarkerKind> {
    cursor.take(|c| c == '第')?;
    let number = cursor.number(|c| chinese(c) || arabic(c) || is_dash(c))?;
    cursor.blanks();
    let division = |division| Some(MarkerKind::Division(division, Ordinal::new(number)));
    let rest = cursor.rest();
    for (word, kind) in [("分编", Division::Subpart), ("部分", Division::Portion), ("编", Division::Part)] {
        if rest.starts_with(word) {
            cursor.at += word.len();
            return division(kind);
        }
    }
    let article = match cursor.take(|c| matches!(c, '章' | '节' | '条'))? {
        '章' => Division::Chapter,
        '节' => Division::Section,
        _ => return Some(MarkerKind::Article(inserted(cursor, number))),
    };
    Some(MarkerKind::Division(article, inserted(cursor, number)))
}

/// `之一` after an article's number; 第三条之规定 has none.
fn inserted(cursor: &mut Cursor<'_>, number: u32) -> Ordinal {
    let mut ahead = cursor.clone();
    if ahead.take(|c| c == '之').is_some()
        && let Some(insert) = ahead.number(chinese)
    {
        *cursor = ahead;
        return Ordinal::inserted(number, insert);
    }
    Ordinal::new(number)
}

fn step(cursor: &mut Cursor<'_>) -> Option<MarkerKind> {
    let first = cursor.peek()?;
    if ('①'..='⑳').contains(&first) {
        cursor.at += first.len_utf8();
        let number = u32::from(first) - u32::from('①') + 1;
        return Some(MarkerKind::Step(StepForm::Fifth, number));
    }
    if cursor.take(|c| matches!(c, '（' | '(')).is_some() {
        cursor.blanks();
        let (form, number) = match cursor.peek()? {
            c if chinese(c) => (StepForm::Second, cursor.number(chinese)?),
            _ => (StepForm::Fourth, cursor.number(arabic)?),
        };
        cursor.blanks();
        cursor.take(|c| matches!(c, '）' | ')'))?;
        return (number <= 199).then_some(MarkerKind::Step(form, number));
    }
    if chinese(first) {
        let number = cursor.number(chinese)?;
        cursor.blanks();
        cursor.take(|c| matches!(c, '、' | '．' | '.'))?;
        return (number <= 199).then_some(MarkerKind::Step(StepForm::First, number));
    }
    let number = cursor.number(arabic).filter(|number| *number <= 999)?;
    cursor.blanks();
    match cursor.take(|c| matches!(c, '、' | '．' | '.' | '）' | ')'))? {
        '）' | ')' => Some(MarkerKind::Step(StepForm::Fourth, number)),
        // 1.5 is a figure, 2024.01.03 a date.
        '.' if cursor.peek().is_some_and(arabic) => None,
        _ => Some(MarkerKind::Step(StepForm::Third, number)),
    }
}

#[cfg(test)]
mod tests {
    use super::{After, Division, Marker, MarkerKind, StepForm, marker};
    use crate::law::Ordinal;

    fn read(line: &str) -> Option<(MarkerKind, &str)> {
        marker(line).map(|Marker { kind, text, .. }| (kind, line.get(text..).unwrap_or_default()))
    }

    #[test]
    fn each_form_of_label_reads_with_the_text_after_it() {
        let article = |number, insert| MarkerKind::Article(Ordinal { number, insert });
        for (line, kind, text) in [
            ("第一条 为了", article(1, 0), "为了"),
            ("第一百二十八 条侦查人员", article(128, 0), "侦查人员"),
            ("　第12条　为了", article(12, 0), "为了"),
            ("第十七条之一 已满", article(17, 1), "已满"),
            ("第三条之规定", article(3, 0), "之规定"),
            ("第三十－条 在城乡", article(31, 0), "在城乡"),
            ("第—章　总　则", MarkerKind::Division(Division::Chapter, Ordinal::new(1)), "总　则"),
            ("第一章  总　则", MarkerKind::Division(Division::Chapter, Ordinal::new(1)), "总　则"),
            ("第三分编 准合同", MarkerKind::Division(Division::Subpart, Ordinal::new(3)), "准合同"),
            ("一、总体要求", MarkerKind::Step(StepForm::First, 1), "总体要求"),
            ("（十二）加强", MarkerKind::Step(StepForm::Second, 12), "加强"),
            ("(三) 加强", MarkerKind::Step(StepForm::Second, 3), "加强"),
            ("（一)加强", MarkerKind::Step(StepForm::Second, 1), "加强"),
            ("1．加强", MarkerKind::Step(StepForm::Third, 1), "加强"),
            ("1、加强", MarkerKind::Step(StepForm::Third, 1), "加强"),
            ("（1）加强", MarkerKind::Step(StepForm::Fourth, 1), "加强"),
            ("2）加强", MarkerKind::Step(StepForm::Fourth, 2), "加强"),
            ("③加强", MarkerKind::Step(StepForm::Fifth, 3), "加强"),
        ] {
            assert_eq!(read(line), Some((kind, text)), "{line}");
        }
    }

    #[test]
    fn figures_dates_and_years_number_nothing() {
        for line in
            ["1.5万元以上", "2024.01.03", "（2021）", "2024年1月3日", "一是加强", "第一，加强", "第三方机构", "第3－5条", "", "第", "（"]
        {
            assert_eq!(marker(line), None, "{line}");
        }
        assert_eq!(marker("第三条规定的").map(|m| m.after), Some(After::Letter('规')));
    }
}
