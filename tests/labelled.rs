//! The checks of fair competition and market access over clauses that were judged: recall, and false alarms.
//!
//! The judged clauses are no part of the project. Where they are absent, the test says so and passes.
//!
//! - `ZHUNSHENG_CLAUSES=FOLDER` measures any folder of JSON Lines as well: one clause a line,
//!   `{"text": "…", "label": "unlawful"|"lawful", "kind": "…", "item": "…"}`, counted by file, label and kind.
//! - `ZHUNSHENG_LABELLED_LIST=1` prints each clause that is missed or reported by mistake, and what each check reported.

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

/// The checks that are measured, and what came of them.
struct Measure {
    reviewer: Reviewer,
    registry: Registry,
    list: bool,
    /// Of each group of clauses: how many were reported, of how many.
    counts: BTreeMap<String, (usize, usize)>,
    /// Of each check: how many unlawful and how many lawful clauses it reported.
    checks: BTreeMap<String, (usize, usize)>,
}

impl Measure {
    fn new() -> Measure {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let checked = check_paths(["公平竞争审查", "优化营商环境"].map(|pack| rules.join(pack))).expect("readable rules");
        let rules_set = checked.into_rules().expect("rules without errors");
        let registry = fs::read_to_string(rules.join("法规库/法规库.txt")).expect("the registry");
        Measure {
            reviewer: rules_set.reviewer(),
            registry: Registry::read(&registry).expect("a registry"),
            list: std::env::var_os("ZHUNSHENG_LABELLED_LIST").is_some(),
            counts: BTreeMap::new(),
            checks: BTreeMap::new(),
        }
    }

    /// Reviews one clause, and counts it in each of the groups.
    fn clause(&mut self, text: &str, unlawful: bool, groups: &[String]) {
        let document = document(text);
        let review = self.reviewer.review(&Submission { registry: Some(&self.registry), ..Submission::of(&document) });
        let mut codes: Vec<&str> = review.findings.iter().map(|f| f.code.as_str()).collect();
        codes.dedup();
        let reported = !codes.is_empty();
        for group in groups {
            let count = self.counts.entry(group.clone()).or_default();
            count.0 += usize::from(reported);
            count.1 += 1;
        }
        for code in &codes {
            let count = self.checks.entry((*code).to_owned()).or_default();
            if unlawful { count.0 += 1 } else { count.1 += 1 }
        }
        if self.list && reported != unlawful {
            let quotes: Vec<String> = review.findings.iter().map(|f| format!("{}「{}」", f.code, f.place.quote)).collect();
            println!("{} {quotes:?} {text}", groups.last().map_or("", String::as_str));
        }
    }

    fn tell(&self) {
        for (kind, (reported, all)) in &self.counts {
            let share = share(*reported, *all);
            println!("{kind}: {reported} of {all} reported ({}.{} %)", share / 10, share % 10);
        }
        if self.list {
            for (code, (unlawful, lawful)) in &self.checks {
                println!("{code}: {unlawful} unlawful, {lawful} lawful");
            }
        }
    }

    fn of(&self, kind: &str) -> usize {
        self.counts.get(kind).map_or(0, |(reported, all)| share(*reported, *all))
    }
}

#[test]
fn recall_and_false_alarms() {
    let Some(folder) = labelled() else { return };
    let mut measure = Measure::new();
    for name in ["unlawful", "lawful"] {
        for clause in lines(&folder.join(format!("{name}.jsonl"))) {
            let text = clause["text"].as_str().expect("a text");
            let kind = match (name, clause["fragment"].as_bool()) {
                ("unlawful", Some(true)) => "unlawful, a fragment".to_owned(),
                ("unlawful", _) => "unlawful".to_owned(),
                _ => format!("lawful, {}", clause["strength"].as_str().expect("a strength")),
            };
            measure.clause(text, name == "unlawful", &[kind]);
        }
    }
    measure.tell();
    assert!(measure.of("unlawful") >= 900, "recall");
    assert!(measure.of("lawful, strong") <= 50, "false alarms");
    assert!(measure.of("lawful, strong (level-dependent)") <= 50, "false alarms");
    assert!(measure.of("lawful, presumed") <= 200, "false alarms");
}

/// Clauses written for the checks, and sets that were read to mend them: what the checks were made to tell apart, so that no change loses it.
#[test]
fn clauses_written_for_the_checks() {
    let measure = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clauses"));
    assert!(measure.of("unlawful, all files") >= 960, "recall");
    assert!(measure.of("lawful, all files") <= 15, "false alarms");
}

/// Figures only: what is right for a set of somebody's own, its owner judges.
#[test]
fn any_folder_of_clauses() {
    let Some(path) = std::env::var_os("ZHUNSHENG_CLAUSES").map(PathBuf::from) else { return };
    folder(&path);
}

/// Measures the clauses of all files of a folder, and tells what came of them.
fn folder(folder: &Path) -> Measure {
    let entries = fs::read_dir(folder).expect("a folder of clauses").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "jsonl")).collect();
    files.sort();
    let mut measure = Measure::new();
    for (at, file) in files.iter().enumerate() {
        for clause in lines(file) {
            let text = |key: &str| clause[key].as_str().unwrap_or("?");
            let label = text("label");
            assert!(["unlawful", "lawful"].contains(&label), "{}: the label {label:?}", file.display());
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let groups =
                [format!("{label}, all files"), format!("{label}, file {} {name}", at + 1), format!("{label}, kind {}", text("kind"))];
            measure.clause(text("text"), label == "unlawful", &groups);
        }
    }
    measure.tell();
    measure
}

/// A share in tenths of a per cent, rounded down.
fn share(part: usize, all: usize) -> usize {
    1000 * part / all.max(1)
}
