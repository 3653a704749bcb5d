//! The packs of checks: each check has a case that reports and one that does not; clauses with planted defects, and lawful ones like them.
//!
//! The clauses stand in `tests/packs`, with what is missed or reported by mistake marked as such; `UPDATE=1` rewrites the marks, and
//! `-- --nocapture` prints the shares that the reviewers' guide states.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::law::{Registry, date::parse_date};
use zhunsheng::review::{Material, Reviewer, Submission};
use zhunsheng::rule_set::check_paths;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn registry() -> Registry {
    let text = fs::read_to_string(root().join("rules/法规库/法规库.txt")).expect("the registry");
    Registry::read(&text).expect("a registry")
}

fn reviewer(packs: &[&str]) -> Reviewer {
    let paths = packs.iter().map(|pack| root().join("rules").join(pack));
    check_paths(paths).expect("readable rules").into_rules().expect("rules without errors").reviewer()
}

#[test]
fn every_check_has_a_case_that_reports_and_one_that_does_not() {
    let reviewer = reviewer(&["规范性文件", "公平竞争审查", "优化营商环境", "清理", "合同"]);
    let registry = registry();
    let results: Vec<_> = reviewer.case_ids().into_iter().map(|id| reviewer.run_case(id, Some(&registry))).collect();
    let failed: Vec<_> = results.iter().filter(|result| !result.passed()).map(|result| &result.name).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let coverage = reviewer.coverage(&results);
    let codes = |list: &[(String, String, zhunsheng::diagnostic::Span)]| list.iter().map(|(code, ..)| code.clone()).collect::<Vec<_>>();
    assert!(coverage.all > 150);
    assert!(coverage.missed.is_empty(), "no case sees these report: {:?}", codes(&coverage.missed));
    assert!(coverage.unspared.is_empty(), "no case sees these stay silent: {:?}", codes(&coverage.unspared));
}

/// A clause of the sets.
struct Clause<'t> {
    unlawful: bool,
    codes: Vec<&'t str>,
    text: String,
    materials: Option<Vec<Material>>,
}

impl<'t> Clause<'t> {
    fn read(row: &'t str) -> Clause<'t> {
        let cells: Vec<&str> = row.split('\t').collect();
        let [mark, codes, kind, text, materials @ ..] = cells.as_slice() else { panic!("four columns in {row}") };
        let text = text.replace('⏎', "\n");
        let title = match *kind {
            "办法" => "某市城市管理办法",
            "通知" => "某市人民政府关于加强城市管理的通知",
            "协议" => "某县项目合作协议",
            other => other,
        };
        let contract = title.ends_with("协议") || title.ends_with("合同");
        let body = match (contract, title.contains("通知") || title.contains("通告")) {
            (false, false) => format!("第一条 为了规范管理，制定本办法。\n第二条 {text}"),
            (true, _) if !text.starts_with("甲方") => format!("第一条 {text}"),
            _ => text,
        };
        let named = |list: &&str| list.split('、').map(|name| Material { name: name.to_owned(), title: None }).collect();
        Clause {
            unlawful: mark.starts_with('违'),
            codes: codes.split(',').collect(),
            text: format!("{title}\n{body}"),
            materials: materials.first().map(named),
        }
    }

    /// Whether a check of those in question reports.
    fn reported(&self, reviewer: &Reviewer, registry: &Registry) -> bool {
        let document = Document::from_text(&self.text, "条文.txt", &DocumentLimits::default()).expect("a text within the limits");
        let submission = Submission {
            materials: self.materials.as_deref(),
            registry: Some(registry),
            date: parse_date("2026-05-01"),
            ..Submission::of(&document)
        };
        let review = reviewer.review(&submission);
        review.findings.iter().any(|finding| self.codes.iter().any(|code| finding.code.starts_with(code)))
    }
}

#[test]
fn clauses_with_planted_defects_are_found_and_lawful_ones_are_not() {
    let (reviewer, registry) = (reviewer(&["规范性文件", "清理", "合同"]), registry());
    for set in ["甲组", "乙组", "丙组", "丁组"] {
        let path = root().join(format!("tests/packs/{set}.tsv"));
        let before = fs::read_to_string(&path).expect("the clauses");
        let mut counts: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
        let mut after = String::new();
        for row in before.lines() {
            if !row.starts_with('#') {
                let clause = Clause::read(row);
                let reported = clause.reported(&reviewer, &registry);
                let mark = match (clause.unlawful, reported) {
                    (true, true) => "违",
                    (true, false) => "违漏",
                    (false, true) => "合误",
                    (false, false) => "合",
                };
                let pack = clause.codes.first().and_then(|code| code.get(..2)).unwrap_or_default();
                let (found, all) = counts.entry((clause.unlawful, pack)).or_default();
                *found += usize::from(reported);
                *all += 1;
                after.push_str(mark);
                after.push('\t');
                after.push_str(row.split_once('\t').map_or("", |(_, rest)| rest));
            } else {
                after.push_str(row);
            }
            after.push('\n');
        }
        for ((unlawful, pack), (reported, all)) in &counts {
            println!("{set} {} {pack}: {reported}/{all}", if *unlawful { "违" } else { "合" });
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, after).expect("a file that can be written");
        } else {
            assert_eq!(before, after, "what is found has changed: UPDATE=1 cargo test --test packs");
        }
    }
}
