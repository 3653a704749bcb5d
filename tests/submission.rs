//! The sample submission: each planted defect is found at its clause, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use zhunsheng::diagnostic::Language;
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::input::{Binder, Limits, Missing, read_json};
use zhunsheng::law::{Registry, date::parse_date};
use zhunsheng::report::{OpinionCover, review_html, review_opinion};
use zhunsheng::review::{Material, Submission};
use zhunsheng::rule_set::check_paths;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The rows of the table of what is planted: code and place.
fn planted() -> BTreeSet<(String, String)> {
    let page = fs::read_to_string(root().join("examples/送审稿/应查出.md")).expect("the list");
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let (code, place) = (cells.next()?, cells.next()?);
        let is_code = code.split_once('-').is_some_and(|(_, n)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
        is_code.then(|| (code.to_owned(), place.to_owned()))
    });
    rows.collect()
}

#[test]
fn every_planted_defect_is_found_and_nothing_else() {
    let folder = root().join("examples/送审稿/某市停车设施管理办法");
    let packs = ["规范性文件", "公平竞争审查", "优化营商环境", "清理", "合同"].map(|pack| root().join("rules").join(pack));
    let rules = check_paths(packs).expect("readable rules").into_rules().expect("rules without errors");
    let reviewer = rules.reviewer();
    let registry = fs::read_to_string(root().join("rules/法规库/法规库.txt")).expect("the registry");
    let registry = Registry::read(&registry).expect("a registry");
    let text = fs::read(folder.join("送审稿.txt")).expect("the draft");
    let document = Document::read(&text, "送审稿.txt", &DocumentLimits::default()).expect("a document");
    let metadata = fs::read_to_string(folder.join("元数据.json")).expect("the metadata");
    let metadata = read_json(&metadata, &Limits::default()).expect("JSON");
    let bound = Binder::new(reviewer.model()).bind(reviewer.model(), &metadata, Missing::Unknown);
    let bound = bound.unwrap_or_else(|problems| panic!("{problems:?}"));
    let facts = bound.acts.first().map(|act| &act.facts);
    let mut materials: Vec<Material> = Vec::new();
    for entry in fs::read_dir(folder.join("材料")).expect("the materials") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        materials.push(Material { name, title: None });
    }
    let submission =
        Submission { document: &document, materials: Some(&materials), facts, registry: Some(&registry), date: parse_date("2026-05-01") };
    let review = reviewer.review(&submission);
    let found: Vec<(String, String)> = review.findings.iter().map(|f| (f.code.clone(), f.place.path.clone())).collect();
    assert_eq!(found.len(), planted().len(), "{found:?}");
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), planted());
    assert!(review.open.is_empty(), "{:?}", review.open);

    // No finding is lost on the page or in the opinion.
    let page = review_html(&review, &document, Language::Chinese);
    let opinion = review_opinion(&review, &OpinionCover::default()).expect("a package");
    let opinion = Document::read(&opinion, "意见书.docx", &DocumentLimits::default()).expect("a document");
    for (at, finding) in review.findings.iter().enumerate() {
        let (path, code, anchor) = (&finding.place.path, &finding.code, at + 1);
        assert!(page.contains(&format!("id=\"n1-{anchor}\"")) && page.contains(&format!("id=\"q1-{anchor}\"")), "{code}");
        assert!(page.contains(&format!(">{path}</span>")) && page.contains(&format!(">{code}</code>")), "{code}");
        assert!(opinion.text().contains(&format!(". {path}：“")) && opinion.text().contains(&format!("规则：{code} ")), "{code}");
    }
}
