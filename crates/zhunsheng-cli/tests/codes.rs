//! Every code that the program can print is one that `explain` knows.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The codes that stand in quotes in the sources below a folder: `"ZS0101"`, `"ZSI14"`, `"ZSE011"`.
fn codes(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            codes(&entry, found);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&entry).expect("UTF-8");
            let quoted = text.split('"').filter(|part| {
                let digits = part.strip_prefix("ZS").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_uppercase()));
                digits.is_some_and(|digits| digits.len() >= 2 && digits.chars().all(|c| c.is_ascii_digit()))
            });
            found.extend(quoted.map(str::to_owned));
        }
    }
}

#[test]
fn every_code_in_the_sources_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = BTreeSet::new();
    codes(&root.join("src"), &mut found);
    codes(&root.join("crates/zhunsheng-cli/src"), &mut found);
    // What tests ask for in vain.
    found.retain(|code| !code.ends_with("99"));
    for (family, least) in [("ZS0", 150), ("ZS1", 20), ("ZSI", 20), ("ZSE", 8)] {
        let count = found.iter().filter(|code| code.starts_with(family)).count();
        assert!(count >= least, "{count} of {family}");
    }
    for code in &found {
        let output = Command::new(env!("CARGO_BIN_EXE_zhunsheng")).args(["explain", code]).output().expect("it runs");
        assert!(output.status.success(), "{code}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).contains(code.as_str()), "{code}");
    }
}
