//! The two readings of the grammar leave the same nodes: pest's, and the one compiled from the same rules.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use super::grammar::{Grammar, Rule};
use super::matcher::{Matched, Pair};
use pest::Parser as _;
use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};

/// A node: its rule, where it starts, what it holds; in the order in which they start.
type Node<'t> = (Rule, usize, &'t str);

fn by_pest(rule: Rule, text: &str) -> Option<Vec<Node<'_>>> {
    let mut nodes = Vec::new();
    let mut open: Vec<_> = Grammar::parse(rule, text).ok()?.rev().collect();
    while let Some(pair) = open.pop() {
        nodes.push((pair.as_rule(), pair.as_span().start(), pair.as_str()));
        open.extend(pair.into_inner().rev());
    }
    Some(nodes)
}

fn by_matcher(rule: Rule, text: &str) -> Option<Vec<(Rule, usize, String)>> {
    fn all(pair: Pair<'_>, nodes: &mut Vec<(Rule, usize, String)>) {
        nodes.push((pair.as_rule(), pair.start(), pair.as_str().to_owned()));
        pair.into_inner().for_each(|inner| all(inner, nodes));
    }
    let matched = Matched::read(rule, text)?;
    let mut nodes = Vec::new();
    matched.pair().into_iter().for_each(|pair| all(pair, &mut nodes));
    Some(nodes)
}

fn same(rule: Rule, text: &str) -> Result<(), String> {
    let (pest, compiled) = (by_pest(rule, text), by_matcher(rule, text));
    let pest = pest.map(|nodes| nodes.into_iter().map(|(rule, at, text)| (rule, at, text.to_owned())).collect::<Vec<_>>());
    if pest == compiled {
        return Ok(());
    }
    let differ = match (&pest, &compiled) {
        (Some(pest), Some(compiled)) => {
            let at = pest.iter().zip(compiled).take_while(|(a, b)| a == b).count();
            format!("pest {:?}, compiled {:?}", pest.get(at), compiled.get(at))
        }
        (pest, compiled) => format!("pest reads it: {}, compiled: {}", pest.is_some(), compiled.is_some()),
    };
    Err(format!("{rule:?}: {differ}\n{text}"))
}

/// All rule files of the project, right and wrong ones.
fn files() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["rules", "tests", "examples", "crates"].map(|f| Path::new(env!("CARGO_MANIFEST_DIR")).join(f)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "zs") {
                texts.push(String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned());
            }
        }
    }
    texts.sort();
    texts
}

#[test]
fn all_rule_files_are_read_alike() {
    let texts = files();
    assert!(texts.len() > 200, "{}", texts.len());
    for text in texts {
        same(Rule::file, &text).unwrap_or_else(|differ| panic!("{differ}"));
    }
}

/// What is put into texts: words and marks of the grammar, and what is near to them.
const WORDS: &[&str] = &[
    "{",
    "}",
    "(",
    "）",
    "“",
    "”",
    "\"",
    "《",
    "》",
    "|",
    "\\",
    "、",
    ",",
    "，",
    ";",
    "#",
    "\n",
    "\r\n",
    " ",
    "\u{3000}",
    "\u{feff}",
    "-",
    "…",
    "+",
    "×",
    "=",
    "<",
    "：",
    "1",
    "１",
    "十",
    "两",
    "万",
    "元",
    "%",
    "百分之",
    "年",
    "月",
    "日",
    "个月",
    "倍",
    "以上",
    "以下",
    "不满",
    "不",
    "以",
    "当",
    "处",
    "且",
    "或者",
    "未",
    "无",
    "为",
    "有",
    "在",
    "自",
    "至",
    "的",
    "中",
    "前",
    "罚款",
    "警告",
    "每",
    "按",
    "可以",
    "并处",
    "应当",
    "从重",
    "甲",
    "甲乙",
    "if",
    "or",
    "not",
    "tier",
    "each",
    "第",
    "条",
    "款",
    "项",
    "和",
    "其他情形",
    "具有下列情形之一",
    "式",
    "词表",
    "é",
    "𠀀",
    "_",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 300 } else { 20_000 }, ..ProptestConfig::default() })]

    #[test]
    fn broken_pieces_are_read_alike(
        file in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        lines in 1..30_usize,
        rule in any::<prop::sample::Index>(),
        whole in any::<bool>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, any::<prop::sample::Index>()), 0..6),
    ) {
        thread_local!(static FILES: Vec<String> = files());
        let mut text: Vec<char> = FILES.with(|texts| {
            let all: Vec<&str> = file.get(texts).split_inclusive('\n').collect();
            let from = if all.is_empty() { 0 } else { from.index(all.len()) };
            all[from..(from + lines).min(all.len())].concat().chars().collect()
        });
        for (at, removed, word) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + removed).min(text.len());
            text.splice(at..end, word.get(WORDS).chars());
        }
        let text: String = text.into_iter().collect();
        let rule = if whole { Rule::file } else { *rule.get(Rule::all_rules()) };
        prop_assert_eq!(same(rule, &text), Ok(()));
        // A piece of a line, by the same rule.
        prop_assert_eq!(same(rule, text.trim_start().lines().next().unwrap_or_default()), Ok(()));
    }
}
