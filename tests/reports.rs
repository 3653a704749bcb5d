//! Whole reports as text, Markdown and JSON, kept beside their cases in `tests/reports`: `UPDATE=1 cargo test --test reports`
//! rewrites them. A case is JSON; which rules decide it stands in its `规则`, a file or folder of `tests/reports` or a file of `rules`.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::root;
use zhunsheng::RuleSet;
use zhunsheng::diagnostic::Language;
use zhunsheng::input::{Limits, Value, bind, read_json};
use zhunsheng::report::{DecisionOutcome, Report, markdown, text};

fn folder() -> PathBuf {
    root().join("tests/reports")
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("tests/reports").map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(".case.json")).collect();
    cases.sort();
    cases.push(root().join("examples/律师私自接受委托.json"));
    cases
}

/// The report of a case. Its rules are named by its first key, which is not part of the case.
fn decided(path: &Path) -> Report {
    let written = fs::read_to_string(path).expect("the case");
    let Ok(Value::Object(mut case)) = read_json(&written, &Limits::default()) else { panic!("{}: no object", path.display()) };
    let rules = match case.shift_remove("规则") {
        Some(Value::Text(rules)) => rules,
        _ => "rules/司法行政/律师.zs".to_owned(),
    };
    // From memory, so that a report names files the same wherever the repository stands.
    let mut sources: Vec<(String, Vec<u8>)> = Vec::new();
    if rules.starts_with("tests/reports/") {
        let own = support::rule_files(&rules).into_iter();
        sources.extend(own.map(|(name, bytes)| (name.trim_start_matches("tests/reports/").to_owned(), bytes)));
    } else {
        let wanted = ["rules/司法行政/案情.zs", "rules/通则/", rules.as_str()];
        let files = support::rule_files("rules").into_iter().filter(|(name, _)| wanted.iter().any(|w| name.starts_with(w)));
        sources.extend(files.map(|(name, bytes)| (name.trim_start_matches("rules/").to_owned(), bytes)));
    }
    let rules = RuleSet::from_sources(sources).unwrap_or_else(|mistakes| panic!("{}: {mistakes}", path.display()));
    let engine = rules.compile();
    let submission = bind(engine.model(), &Value::Object(case)).unwrap_or_else(|problems| panic!("{}: {problems:?}", path.display()));
    engine.evaluate(&submission).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn reports_are_what_they_were() {
    let mut changed = Vec::new();
    for path in cases() {
        let report = decided(&path);
        let name = path.file_name().expect("a name").to_string_lossy().replace(".case.json", "").replace(".json", "");
        let json = serde_json::to_string_pretty(&report).expect("plain data") + "\n";
        let forms = [
            ("txt", text(&report, Language::Chinese)),
            ("en.txt", text(&report, Language::English)),
            ("md", markdown(&report, Language::Chinese)),
            ("report.json", json),
        ];
        for (form, now) in forms {
            let beside = folder().join(format!("{name}.{form}"));
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&beside, &now).expect("the snapshot");
            }
            if fs::read_to_string(&beside).unwrap_or_default() != now {
                changed.push(beside.file_name().expect("a name").to_string_lossy().into_owned());
            }
        }
    }
    assert!(changed.is_empty(), "changed: {changed:?}");
}

#[test]
fn the_cases_show_what_their_names_say() {
    let report = |name: &str| decided(&folder().join(format!("{name}.case.json")));
    assert!(matches!(report("确定").decisions[0].outcome, DecisionOutcome::Settled { .. }));
    let open = report("待查明");
    assert!(matches!(open.decisions[0].outcome, DecisionOutcome::Possible { .. }) && !open.unknown.is_empty());
    assert!(matches!(report("重叠").decisions[0].outcome, DecisionOutcome::Conflict { .. }));
    assert!(matches!(report("空档").decisions[0].outcome, DecisionOutcome::NoTier));
    assert!(report("从轻情节").decisions[0].circumstances.iter().any(|c| c.applied.is_some()));
    assert!(matches!(report("不予处罚").decisions[0].outcome, DecisionOutcome::Waived { .. }));
    let several = report("数个行为");
    assert!(several.combined.is_some() && several.decisions.len() == 2);
    assert!(report("一事不再罚").concurrences[0].governs.is_some());
    let versions = report("从旧兼从轻");
    assert!(versions.decisions[0].version.is_some());
    // Two versions of one benchmark are no two provisions that the act breaks.
    assert!(versions.decisions.len() == 1 && versions.concurrences.is_empty());
    assert!(report("拟处罚过重").proposed.is_some_and(|p| p.verdict.is_some()));
    assert!(!report("程序违反").procedures.is_empty());
}
