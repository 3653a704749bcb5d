//! The sample submission of `examples/送审稿`: each planted defect is found at its clause, and nothing else is.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn the_sample_gives_its_planted_defects_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = std::fs::read_to_string(root.join("examples/送审稿/应查出.md")).expect("the list of what was planted");
    let planted: BTreeSet<(String, String)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cells| cells[0].contains('-') && !cells[0].starts_with("---"))
        .map(|cells| (cells[0].clone(), cells[1].clone()))
        .collect();
    let output = Command::new(env!("CARGO_BIN_EXE_zhunsheng"))
        .current_dir(&root)
        .args(["review", "--rules", "rules", "--date", "2026-05-01", "--format", "json", "examples/送审稿/某市停车设施管理办法"])
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found: BTreeSet<(String, String)> = findings.iter().map(|f| (text(&f["code"]), text(&f["place"]["path"]))).collect();
    assert_eq!(found, planted);
    assert_eq!(findings.len(), planted.len());
    assert!(planted.len() >= 10);
}
