//! What people write for the words of the language, and what they are to write instead. Looked at only where a text cannot be read.

use super::diagnose::first_word;
use crate::diagnostic::SyntaxProblem;
use crate::syntax::keyword;

/// A figure is compared by a word before it or by one behind it.
enum Side {
    Before(&'static str),
    Behind(&'static str),
}

/// Words and signs of comparison that are none of the language, the longer before those they start with.
const COMPARISONS: &[(&str, Side)] = &[
    ("大于或者等于", Side::Behind("以上")),
    ("超过或者等于", Side::Behind("以上")),
    ("大于或等于", Side::Behind("以上")),
    ("超过或等于", Side::Behind("以上")),
    ("大于等于", Side::Behind("以上")),
    ("不小于", Side::Behind("以上")),
    ("达到", Side::Behind("以上")),
    (">=", Side::Behind("以上")),
    ("＞=", Side::Behind("以上")),
    ("≥", Side::Behind("以上")),
    ("⩾", Side::Behind("以上")),
    ("小于或者等于", Side::Behind("以下")),
    ("小于或等于", Side::Behind("以下")),
    ("小于等于", Side::Behind("以下")),
    ("不大于", Side::Behind("以下")),
    ("至多", Side::Behind("以下")),
    ("<=", Side::Behind("以下")),
    ("＜=", Side::Behind("以下")),
    ("≤", Side::Behind("以下")),
    ("⩽", Side::Behind("以下")),
    ("大于", Side::Before("超过")),
    (">", Side::Before("超过")),
    ("＞", Side::Before("超过")),
    ("小于", Side::Before("不满")),
    ("不到", Side::Before("不满")),
    ("<", Side::Before("不满")),
    ("＜", Side::Before("不满")),
];

/// Whole words that join conditions or compare, and the word for each.
const WORDS: &[(&str, &str)] = &[
    ("或", "或者"),
    ("或是", "或者"),
    ("和", "且"),
    ("并", "且"),
    ("并且", "且"),
    ("而且", "且"),
    ("以及", "且"),
    ("及", "且"),
    ("与", "且"),
    ("同时", "且"),
    ("是", "为"),
    ("等于", "为"),
    ("不是", "不为"),
    ("不等于", "不为"),
];

/// Signs of equality, the longer first.
const SIGNS: &[(&str, &str)] = &[("==", "为"), ("!=", "不为"), ("≠", "不为"), ("=", "为"), ("＝", "为")];

/// Words between the two figures of a range.
const BETWEEN: &[&str] = &["至", "到", "和", "与", "-", "－", "—", "–", "~", "～"];

/// Remarks on whether the bound itself is in: 以上, 以下 and 以内 always take it in.
const TAKEN_IN: &[&str] = &["（含本数）", "(含本数)", "（包括本数）", "(包括本数)", "（含）", "(含)"];

/// What is said of a slip, and how much of the text it is.
pub(super) type Slip = (SyntaxProblem, usize);

fn instead(written: &str, meant: String) -> Slip {
    (SyntaxProblem::NotTheWord { written: written.to_owned(), meant }, written.len())
}

/// The slip that a text begins with, where it carries on a clause: one that asks a condition, or another.
pub(super) fn carried_on(text: &str, condition: bool) -> Option<Slip> {
    let joined = || if condition { word(text).or_else(|| listed(text)).or_else(|| sign(text)) } else { None };
    let penal = || if condition { None } else { penalties(text) };
    joined().or_else(penal).or_else(|| compared(text)).or_else(|| range(text)).or_else(|| taken_in(text)).or_else(|| stop(text))
}

/// Whether a clause asks a condition, by the keyword it starts with.
pub(super) fn asks(clause: &str) -> bool {
    keyword::clause_at(clause)
        .is_some_and(|(keyword, _)| matches!(keyword.name, "when" | "applies" | "if" | "require" | "shall" | "define" | "definition"))
}

fn word(text: &str) -> Option<Slip> {
    let word = first_word(text);
    WORDS.iter().find(|(written, _)| *written == word).map(|(written, meant)| instead(written, (*meant).to_owned()))
}

/// A word before a fact that should be 未, by what stands before the text: `没有 退还`.
pub(super) fn negated(before: &str, text: &str) -> Option<(usize, SyntaxProblem)> {
    let before = before.trim_end_matches([' ', '\t', '\u{3000}']);
    let fact = first_word(text);
    let word = ["没有", "不", "并未", "未曾"].into_iter().find(|word| {
        let head = before.strip_suffix(word);
        head.is_some_and(|head| !head.ends_with(keyword::is_word))
    })?;
    let written = format!("{word} {fact}");
    fact.starts_with(keyword::is_word)
        .then(|| (before.len() - word.len(), SyntaxProblem::NotTheWord { written, meant: format!("未 {fact}") }))
}

/// An act in brackets other than 《》, anywhere in a line: `〈某法〉第一条`.
pub(super) fn bracketed(text: &str) -> Option<(usize, Slip)> {
    let line = text.lines().next().unwrap_or_default();
    [('〈', '〉'), ('<', '>'), ('＜', '＞'), ('‹', '›')].into_iter().find_map(|(open, close)| {
        let start = line.find(open)?;
        let length = line.get(start..)?.find(close)?;
        let title = line.get(start + open.len_utf8()..start + length)?;
        let end = start + length + close.len_utf8();
        let article = line.get(end..)?.trim_start().starts_with('第');
        let written = line.get(start..end)?;
        (article && !title.trim().is_empty()).then(|| (start, instead(written, format!("《{}》", title.trim()))))
    })
}

fn compared(text: &str) -> Option<Slip> {
    let (word, side) = COMPARISONS.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text.get(word.len()..)?;
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let figure = figure(rest.get(blank..)?)?;
    let written = text.get(..word.len() + blank + figure.len())?;
    Some(instead(
        written,
        match side {
            Side::Before(before) => format!("{before}{figure}"),
            Side::Behind(behind) => format!("{figure}{behind}"),
        },
    ))
}

/// `1000元到5000元`, `在1000元至5000元之间`.
fn range(text: &str) -> Option<Slip> {
    let start = ["在", "介于"].into_iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let lower = figure(start)?;
    let (lower, rest) = match BETWEEN.iter().find_map(|word| lower.split_once(word)) {
        // A word of Chinese between two figures is read as part of the first.
        Some((first, _)) => (first, start.get(first.len()..)?),
        None => (lower, start.get(lower.len()..)?.trim_start()),
    };
    let rest = BETWEEN.iter().find_map(|word| rest.strip_prefix(word))?.trim_start();
    let upper = figure(rest)?;
    let upper = upper.strip_suffix("之间").unwrap_or(upper);
    let tail = rest.get(upper.len()..)?;
    let tail = tail.strip_prefix("以下").or_else(|| tail.strip_prefix("之间")).unwrap_or(tail);
    let (lower_unit, unit) = (after_digits(lower), after_digits(upper));
    let lower = if lower_unit.is_empty() { format!("{lower}{unit}") } else { lower.to_owned() };
    let written = text.get(..text.len() - tail.len())?;
    Some(instead(written, format!("{lower}以上{upper}以下")))
}

fn sign(text: &str) -> Option<Slip> {
    SIGNS.iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, meant)| instead(sign, (*meant).to_owned()))
}

fn taken_in(text: &str) -> Option<Slip> {
    let remark = TAKEN_IN.iter().find(|remark| text.starts_with(**remark))?;
    Some((SyntaxProblem::NotNeeded { written: (*remark).to_owned() }, remark.len()))
}

/// A comma where conditions are joined or members are listed.
fn listed(text: &str) -> Option<Slip> {
    let rest = text.strip_prefix(['，', ','])?.trim_start();
    let word = first_word(rest);
    if !word.starts_with(keyword::is_word) || keyword::clause_at(rest).is_some() {
        return None;
    }
    let written = text.get(..text.len() - rest.len() + word.len())?;
    let follows = rest.get(word.len()..)?.trim_start_matches([' ', '\t', '\u{3000}']);
    let alone = follows.is_empty() || follows.starts_with(['\n', '\r', '}', '｝', ';', '；', ')', '）', ',', '，', '、']);
    let meant = if alone { format!("、{word}") } else { format!("且 {word}") };
    Some(instead(written, meant))
}

/// 、 between penalties, which does not say whether both are imposed.
fn penalties(text: &str) -> Option<Slip> {
    let rest = text.strip_prefix('、')?;
    first_word(rest.trim_start()).contains("罚款").then(|| instead("、", ", 并处".to_owned()))
}

fn stop(text: &str) -> Option<Slip> {
    let written = ["。", "的"].into_iter().find(|mark| text.starts_with(mark))?;
    let ends = text.get(written.len()..)?.trim_start_matches([' ', '\t', '\u{3000}']);
    let ended = ends.is_empty() || ends.starts_with(['\n', '\r', '}', '｝', ';', '；']);
    ended.then(|| (SyntaxProblem::NotNeeded { written: written.to_owned() }, written.len()))
}

/// The figure with its unit that a text starts with, up to a word that joins conditions.
fn figure(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(keyword::is_word(c) || matches!(c, '.' | '%' | '％'))).unwrap_or(text.len());
    let word = text.get(..end)?;
    let cut = ["且", "或", "并", "以下", "以上"].into_iter().filter_map(|joint| word.find(joint)).min().unwrap_or(word.len());
    let word = word.get(..cut)?;
    let digit = |c: char| c.is_numeric() || "一二三四五六七八九十百千万亿两".contains(c);
    (word.starts_with(digit) && !word.is_empty()).then_some(word)
}

/// What stands behind the digits of a figure: `万元` of `5万元`.
fn after_digits(figure: &str) -> &str {
    figure.trim_start_matches(|c: char| c.is_numeric() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::{bracketed, carried_on, negated};
    use crate::diagnostic::SyntaxProblem;

    fn meant(text: &str) -> String {
        match carried_on(text, true) {
            Some((SyntaxProblem::NotTheWord { written, meant }, length)) => {
                assert_eq!(text.get(..length), Some(written.as_str()));
                meant
            }
            Some((SyntaxProblem::NotNeeded { .. }, _)) => "(nothing)".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn words_of_daily_use_have_a_word_of_the_language() {
        for (text, wanted) in [
            ("大于1000次", "超过1000次"),
            ("大于1000元且次数", "超过1000元"),
            ("大于等于 3次 且", "3次以上"),
            (">= 1000元", "1000元以上"),
            ("≤30％", "30％以下"),
            ("小于三万五千元", "不满三万五千元"),
            ("在1000元至5000元之间", "1000元以上5000元以下"),
            ("1000元到5000元", "1000元以上5000元以下"),
            ("1000元~5000元", "1000元以上5000元以下"),
            ("5至10万元以下 且", "5万元以上10万元以下"),
            ("或 后果 为 轻微", "或者"),
            ("并且 退还", "且"),
            ("是 轻微", "为"),
            ("== 轻微", "为"),
            ("，一般\n处 警告", "、一般"),
            ("，次数 不满3次", "且 次数"),
            ("（含）以上", "(nothing)"),
            ("。\n", "(nothing)"),
            ("的\n", "(nothing)"),
        ] {
            assert_eq!(meant(text), wanted, "{text}");
        }
        for text in ["超过1000元", "或者 退还", "大于", "，", "5000元", "并处 警告", "。后面"] {
            assert!(carried_on(text, true).is_none(), "{text}");
        }
        for text in ["和 罚款", "，罚款1000元", "= 轻微"] {
            assert!(carried_on(text, false).is_none(), "{text}");
        }
    }

    #[test]
    fn a_negation_and_an_act_in_other_brackets_are_known() {
        let problem = SyntaxProblem::NotTheWord { written: "没有 退还".to_owned(), meant: "未 退还".to_owned() };
        assert_eq!(negated("当 没有 ", "退还\n"), Some(("当 ".len(), problem)));
        assert!(negated("当 沉没有 ", "退还").is_none());
        let slip = bracketed("依据 <某法>第一条").map(|(at, (problem, _))| (at, problem));
        let problem = SyntaxProblem::NotTheWord { written: "<某法>".to_owned(), meant: "《某法》".to_owned() };
        assert_eq!(slip, Some(("依据 ".len(), problem)));
        assert!(bracketed("等级 { 甲 < 乙 }").is_none());
    }
}
