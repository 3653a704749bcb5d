//! What the documents show, works: the rules of the language reference and of the guide, and the table of keywords.

use std::fs;
use std::path::Path;

use zhunsheng::RuleSet;

/// The `zs` blocks of a page, each on the lines where it stands, so that a diagnostic points into the page.
fn rules_of(page: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path).expect("a page");
    let mut inside = false;
    let mut rules = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```zs";
            rules.push('\n');
            continue;
        }
        rules.push_str(if inside { line } else { "" });
        rules.push('\n');
    }
    rules
}

/// Loads a page's rules and runs its cases; at least one case must be there.
fn run(page: &str) {
    let rules = RuleSet::from_sources([(page.replace(".md", ".zs"), rules_of(page))]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let engine = rules.compile();
    let reviewer = rules.reviewer();
    let cases = engine.case_ids();
    for id in engine.scoring_case_ids() {
        let result = engine.run_scoring_case(id).expect("a case that can be evaluated");
        assert!(result.passed(), "{page}, 用例 {}: {:?}", result.name, result.mismatches);
    }
    assert!(!cases.is_empty() || !reviewer.case_ids().is_empty(), "{page} shows no case");
    for id in cases {
        let result = engine.run_case(id).expect("a case that can be evaluated");
        assert!(result.passed(), "{page}, 用例 {}: {:?}", result.name, result.mismatches);
    }
    let registry = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/法规库/法规库.txt")).expect("the registry");
    let registry = zhunsheng::law::Registry::read(&registry).expect("a registry");
    for id in reviewer.case_ids() {
        let result = reviewer.run_case(id, Some(&registry));
        assert!(result.passed(), "{page}, 用例 {}: {:?}", result.name, result.mismatches);
    }
}

#[test]
fn the_language_reference_is_one_good_rule_file() {
    run("docs/language.md");
}

#[test]
fn the_guide_is_one_good_rule_file() {
    run("docs/指南.md");
}

/// What the guide shows is as clean as it tells its reader to be: no finding, no proof that fails, the layout of `fmt`, and after
/// pasting what `cases` proposes no change that goes unnoticed.
#[test]
fn the_guide_does_what_it_says() {
    use zhunsheng::diagnostic::Sources;
    use zhunsheng::prove::{mutate, mutate_scoring, propose, propose_scoring};
    use zhunsheng::syntax::{Limits, Style, format};
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/指南.md")).expect("a page");
    let blocks: Vec<&str> = page.split("```zs\n").skip(1).filter_map(|rest| rest.split_once("```").map(|(block, _)| block)).collect();
    assert!(blocks.len() > 5);
    let formatted = |text: &str| format(Sources::new().add("指南.zs", text), text, &Limits::default(), Style::default()).text;
    for block in &blocks {
        assert_eq!(formatted(block), *block);
    }
    let load = |text: String| RuleSet::from_sources([("指南.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let text = blocks.join("\n");
    let rules = load(text.clone());
    assert!(rules.warnings().is_empty(), "{:?}", rules.warnings());
    let told = rules.prove().diagnostics;
    assert!(told.is_empty(), "{told:?}");
    let mut proposed: Vec<String> = Vec::new();
    for id in rules.model().benchmark_ids() {
        proposed.extend(propose(rules.model(), id).cases.iter().map(|case| formatted(&case.text())));
    }
    for id in rules.model().scoring_ids() {
        proposed.extend(propose_scoring(rules.model(), id).cases.iter().map(|case| formatted(&case.text())));
    }
    assert!(!proposed.is_empty());
    let pasted = format!("{text}\n{}", proposed.join("\n"));
    assert_eq!(formatted(&pasted), pasted);
    let rules = load(pasted);
    let left = rules.model().benchmark_ids().map(|id| mutate(rules.model(), id));
    let left: Vec<_> = left.chain(rules.model().scoring_ids().map(|id| mutate_scoring(rules.model(), id))).collect();
    assert!(left.iter().all(|mutated| mutated.noticed > 0 && mutated.survivors.is_empty()), "{left:?}");
}

#[test]
fn the_guide_for_reviewers_is_one_good_rule_file() {
    run("docs/审查指南.md");
}

#[test]
fn the_readme_has_exactly_two_commands_to_start_with() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    assert_eq!(readme.lines().filter(|line| *line == "```sh").count(), 2);
}

/// The table of keywords as the language reference shows it.
fn keyword_table() -> String {
    let mut table = String::new();
    let mut group = "";
    for keyword in zhunsheng::syntax::keywords() {
        if keyword.group != group {
            group = keyword.group;
            table.push_str(&format!("\n**{group}**\n\n| 中文 | English | 也可写作 |\n| --- | --- | --- |\n"));
        }
        let others: Vec<String> = keyword.synonyms.iter().map(|s| format!("`{s}`")).collect();
        table.push_str(&format!("| `{}` | `{}` | {} |\n", keyword.zh, keyword.en, others.join(" ")));
    }
    table
}

#[test]
fn the_language_reference_lists_every_keyword() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let page = fs::read_to_string(&path).expect("a page");
    let (before, rest) = page.split_once("cargo test --test docs -->\n").expect("the start of the table");
    let (table, after) = rest.split_once("\n<!-- /由").expect("the end of the table");
    let expected = keyword_table();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{before}cargo test --test docs -->\n{expected}\n<!-- /由{after}")).expect("a page that can be written");
        return;
    }
    assert_eq!(table, expected, "the grammar has changed: UPDATE=1 cargo test --test docs");
}
