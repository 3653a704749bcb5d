//! The sample submission and the sample contracts: each planted defect is found at its clause, and nothing else.

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

/// The rows of a table of what is planted: what stands before the code, the code and the place.
fn rows(list: &str) -> Vec<(String, String, String)> {
    let page = fs::read_to_string(root().join(list)).expect("the list");
    let is_code = |cell: &str| cell.split_once('-').is_some_and(|(_, n)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let at = cells.iter().position(|cell| is_code(cell))?;
        let before = at.checked_sub(1).and_then(|at| cells.get(at)).copied().unwrap_or_default();
        Some((before.to_owned(), cells[at].to_owned(), (*cells.get(at + 1)?).to_owned()))
    });
    rows.collect()
}

/// What is planted in the submission: code and place.
fn planted() -> BTreeSet<(String, String)> {
    rows("examples/送审稿/应查出.md").into_iter().map(|(_, code, place)| (code, place)).collect()
}

#[test]
fn every_defect_planted_in_a_contract_is_found_and_nothing_else() {
    let rules = check_paths([root().join("rules/合同")]).expect("readable rules").into_rules().expect("rules without errors");
    let reviewer = rules.reviewer();
    let mut found: BTreeSet<(String, String, String)> = BTreeSet::new();
    for entry in fs::read_dir(root().join("examples/合同")).expect("the contracts") {
        let path = entry.expect("an entry").path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".txt")) else { continue };
        let document = Document::read(&fs::read(&path).expect("a contract"), name, &DocumentLimits::default()).expect("a document");
        let submission = Submission { date: parse_date("2026-05-01"), ..Submission::of(&document) };
        let review = reviewer.review(&submission);
        let contract = name.trim_end_matches(".txt");
        found.extend(review.findings.iter().map(|f| (contract.to_owned(), f.code.clone(), f.place.path.clone())));
    }
    let planted: BTreeSet<(String, String, String)> = rows("examples/合同/应查出.md").into_iter().collect();
    assert!(planted.len() > 20, "{planted:?}");
    assert_eq!(found, planted);
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
