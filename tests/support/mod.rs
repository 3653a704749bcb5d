//! What the integration tests share: generators of rule files and the files of this repository.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part, as a module of its own")]

pub mod checks;
pub mod choices;
pub mod clauses;
pub mod enumeration;
pub mod rule_sets;
pub mod terms;
pub mod writer;

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every rule file below a folder of the repository, in order: its path from the root and its bytes.
pub fn rule_files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|e| e == "zs") {
            let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
            found.push((name, fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found
}
