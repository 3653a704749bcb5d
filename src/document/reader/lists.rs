//! The numbers a browser gives the entries of `<ol>`; an entry that brings its own number keeps that alone.

use std::collections::HashMap;

use super::counting::NumberFormat;
use super::html::{Tag, tag};
use crate::document::error::{DocumentError, DocumentLimits};
use crate::document::marker::marker;

/// A list that is open.
struct List {
    /// How its numbers are written, with the sign behind them; nothing for bullets and `list-style: none`.
    form: Option<(NumberFormat, &'static str)>,
    next: i32,
    step: i32,
}

/// The lists that are open, and the number of the entry whose first line is still to come.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<List>,
    pending: Option<String>,
    /// Of lists that count down, by the place of their tag: how many entries they have.
    entries: HashMap<usize, i32>,
}

impl Lists {
    pub(super) fn of(page: &str) -> Lists {
        let counts_down = page.as_bytes().windows("reversed".len()).any(|word| word.eq_ignore_ascii_case(b"reversed"));
        Lists { entries: if counts_down { entries(page) } else { HashMap::new() }, ..Lists::default() }
    }

    /// An element begins, whose tag stands at `at`.
    pub(super) fn open(&mut self, name: &str, whole: &str, at: usize, limits: &DocumentLimits) -> Result<(), DocumentError> {
        match name {
            "ol" | "ul" => {
                if self.open.len() >= limits.depth {
                    return Err(DocumentError::TooLarge { limit: "depth", most: limits.depth });
                }
                let number = |name| attribute(whole, name).and_then(|value| value.trim().parse::<i32>().ok());
                let down = attribute(whole, "reversed").is_some();
                let first = if down { self.entries.get(&at).copied().unwrap_or(1) } else { 1 };
                let form = if name == "ol" { form(whole) } else { None };
                self.open.push(List { form, next: number("start").unwrap_or(first), step: if down { -1 } else { 1 } });
                self.pending = None;
            }
            "li" => {
                self.pending = None;
                let Some(list) = self.open.last_mut() else { return Ok(()) };
                if let Some(value) = attribute(whole, "value").and_then(|value| value.trim().parse().ok()) {
                    list.next = value;
                }
                let number = list.next;
                list.next = number.saturating_add(list.step);
                self.pending = list.form.map(|(format, sign)| match u32::try_from(number) {
                    Ok(positive) if positive > 0 => format!("{}{sign}", format.write(positive)),
                    _ => format!("{number}{sign}"),
                });
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn close(&mut self, name: &str) {
        match name {
            "ol" | "ul" => {
                self.open.pop();
                self.pending = None;
            }
            "li" => self.pending = None,
            _ => {}
        }
    }

    /// A line, behind the number of the entry that it begins.
    pub(super) fn label(&mut self, line: String) -> String {
        match self.pending.take() {
            // The page shows no second number before `第三条` or `（一）`.
            Some(label) if marker(line.trim_start()).is_none() => format!("{label}{}", line.trim_start()),
            _ => line,
        }
    }
}

/// How a list's numbers are written.
fn form(whole: &str) -> Option<(NumberFormat, &'static str)> {
    let style = attribute(whole, "style").unwrap_or_default().to_ascii_lowercase();
    let word = style.split(';').filter_map(|rule| rule.split_once(':')).filter(|(name, _)| name.trim().starts_with("list-style"));
    for word in word.flat_map(|(_, value)| value.split_whitespace()) {
        return Some(match word {
            "none" | "disc" | "circle" | "square" => return None,
            "decimal" => (NumberFormat::Decimal, ". "),
            "decimal-leading-zero" => (NumberFormat::DecimalZero, ". "),
            "lower-alpha" | "lower-latin" => (NumberFormat::LowerLetter, ". "),
            "upper-alpha" | "upper-latin" => (NumberFormat::UpperLetter, ". "),
            "lower-roman" => (NumberFormat::LowerRoman, ". "),
            "upper-roman" => (NumberFormat::UpperRoman, ". "),
            "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => (NumberFormat::Chinese, "、"),
            "simp-chinese-formal" | "trad-chinese-formal" => (NumberFormat::ChineseCapital, "、"),
            "cjk-decimal" => (NumberFormat::ChineseDigits, "、"),
            _ => continue,
        });
    }
    let format = match attribute(whole, "type").as_deref() {
        Some("a") => NumberFormat::LowerLetter,
        Some("A") => NumberFormat::UpperLetter,
        Some("i") => NumberFormat::LowerRoman,
        Some("I") => NumberFormat::UpperRoman,
        _ => NumberFormat::Decimal,
    };
    Some((format, ". "))
}

/// The value of an attribute; empty where it has none.
fn attribute(whole: &str, name: &str) -> Option<String> {
    let mut rest = whole.split_once(|c: char| c.is_ascii_whitespace())?.1;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        // A sign of equality that nothing stands before.
        let (key, after) = rest.split_at_checked(end.max(1))?;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let (value, after) = match value {
            None => ("", after),
            Some(value) => match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => {
                    let inner = value.get(1..)?;
                    inner.split_once(quote).unwrap_or((inner, ""))
                }
                None => value.split_at_checked(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))?,
            },
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = after;
    }
}

/// How many entries each `<ol>` of a page has, by the place of its tag.
fn entries(page: &str) -> HashMap<usize, i32> {
    let mut found = HashMap::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    // Past the last `>` nothing is a tag.
    let page = page.get(..=page.rfind('>').unwrap_or(0)).unwrap_or_default();
    while let Some(next) = page.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + next;
        let Some((tag, bytes)) = page.get(start..).and_then(tag) else {
            at = start + 1;
            continue;
        };
        at = start + bytes;
        match tag {
            Tag::Open(name, ..) if name == "ol" || name == "ul" => open.push(start),
            Tag::Open(name, ..) if name == "li" => {
                if let Some(list) = open.last() {
                    *found.entry(*list).or_insert(0) += 1;
                }
            }
            Tag::Close(name) if name == "ol" || name == "ul" => {
                open.pop();
            }
            Tag::Open(..) | Tag::Close(_) | Tag::Other => {}
        }
    }
    found
}
