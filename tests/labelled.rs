//! The checks of fair competition and market access over clauses that an authority judged: recall, and false alarms.
//!
//! The clauses are no part of the project. Where they are absent, the test says so and passes.
//! `ZHUNSHENG_LABELLED_LIST=1` prints each clause that is missed or reported by mistake.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::law::Registry;
use zhunsheng::review::{Reviewer, Submission};
use zhunsheng::rule_set::check_paths;

fn labelled() -> Option<PathBuf> {
    let folder =
        std::env::var_os("ZHUNSHENG_CORPUS").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let found = folder.join("labelled/unlawful.jsonl").is_file();
    if !found {
        println!("skipped: no labelled clauses in {}", folder.display());
    }
    found.then(|| folder.join("labelled"))
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a readable file");
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// A clause as a document: as it stands where it says where it stands, else as 第一条.
fn document(text: &str) -> Document {
    let start = text.trim_start();
    let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千零〇".contains(c);
    let marked = |rest: &str, ends: &[char]| rest.starts_with(numbered) && rest.trim_start_matches(numbered).starts_with(ends);
    let placed = start.strip_prefix('第').is_some_and(|rest| marked(rest, &['条', '章', '节', '编', '款', '部']))
        || start.strip_prefix(['（', '(']).is_some_and(|rest| marked(rest, &['）', ')']))
        || marked(start, &['、', '.', '．'])
        || start.starts_with("附件");
    let text = if placed { text.to_owned() } else { format!("第一条 {text}") };
    Document::from_text(&text, "条文.txt", &DocumentLimits::default()).expect("a text within the limits")
}

/// The packs whose checks are measured.
fn reviewer() -> (Reviewer, Registry) {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let checked = check_paths(["公平竞争审查", "优化营商环境"].map(|pack| rules.join(pack))).expect("readable rules");
    let rules_set = checked.into_rules().expect("rules without errors");
    let registry = fs::read_to_string(rules.join("法规库/法规库.txt")).expect("the registry");
    (rules_set.reviewer(), Registry::read(&registry).expect("a registry"))
}

#[test]
fn recall_and_false_alarms() {
    let Some(folder) = labelled() else { return };
    let (reviewer, registry) = reviewer();
    let list = std::env::var_os("ZHUNSHENG_LABELLED_LIST").is_some();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for name in ["unlawful", "lawful"] {
        for clause in lines(&folder.join(format!("{name}.jsonl"))) {
            let text = clause["text"].as_str().expect("a text");
            let kind = match (name, clause["fragment"].as_bool()) {
                ("unlawful", Some(true)) => "unlawful, a fragment".to_owned(),
                ("unlawful", _) => "unlawful".to_owned(),
                _ => format!("lawful, {}", clause["strength"].as_str().expect("a strength")),
            };
            let document = document(text);
            let review = reviewer.review(&Submission { registry: Some(&registry), ..Submission::of(&document) });
            let reported = !review.findings.is_empty();
            let count = counts.entry(kind.clone()).or_default();
            count.1 += 1;
            count.0 += usize::from(reported);
            if list && (reported != (name == "unlawful")) {
                let codes: Vec<&str> = review.findings.iter().map(|f| f.code.as_str()).collect();
                println!("{kind} {codes:?} {text}");
            }
        }
    }
    for (kind, (reported, all)) in &counts {
        let share = share(*reported, *all);
        println!("{kind}: {reported} of {all} reported ({}.{} %)", share / 10, share % 10);
    }
    let of = |kind: &str| counts.get(kind).map_or(0, |(reported, all)| share(*reported, *all));
    assert!(of("unlawful") >= 900, "recall");
    assert!(of("lawful, strong") <= 50, "false alarms");
    assert!(of("lawful, strong (level-dependent)") <= 50, "false alarms");
    assert!(of("lawful, presumed") <= 200, "false alarms");
}

/// A share in tenths of a per cent, rounded down.
fn share(part: usize, all: usize) -> usize {
    1000 * part / all.max(1)
}
