//! The layers of ARCHITECTURE.md, stated: which module of `src/` may name which other.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and the layers it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("law", &[]),
    ("diagnostic", &["law"]),
    ("syntax", &["law", "diagnostic"]),
    // Phrases in texts: knows neither law nor rules.
    ("text", &[]),
    ("model", &["law", "diagnostic", "text"]),
    ("check", &["law", "diagnostic", "syntax", "model", "text"]),
    // A model as bytes: knows neither trees nor files.
    ("saved", &["law", "diagnostic", "text", "model"]),
    // A page of a review draws the document as well.
    ("report", &["law", "diagnostic", "model", "document"]),
    ("input", &["law", "diagnostic", "model"]),
    ("engine", &["law", "diagnostic", "model", "input", "report"]),
    ("prove", &["law", "diagnostic", "model", "input", "engine", "report"]),
    // Reading submissions: of rule files it knows nothing, of the law what `law` knows.
    ("document", &["law", "diagnostic"]),
    // Documents by the checks of a model: beside the engine, which it asks of facts alone.
    ("review", &["law", "diagnostic", "model", "text", "document", "input", "engine", "report"]),
    // Two versions of rules: what the prover says of cases, and the reviewer of the texts beside the rules.
    ("revision", &["law", "diagnostic", "model", "text", "prove", "review"]),
    // The facade: the one place that knows a file system, and only the path it was given.
    ("rule_set", &["law", "diagnostic", "syntax", "check", "saved", "model", "engine", "prove", "review", "revision"]),
];

/// What no layer may touch: paths, clocks, terminals, processes, floating point.
const FORBIDDEN: &[&str] = &["std::process", "std::env", "SystemTime", "Instant::now", "println!", "eprintln!", "Zoned::now", "std::net"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The code of a file: without comments, so that prose may name anything.
fn code(path: &Path) -> String {
    fs::read_to_string(path)
        .expect("a readable file")
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_layer_uses_only_the_layers_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layers: Vec<&str> = ARROWS.iter().map(|(layer, _)| *layer).collect();
    let mut wrong = Vec::new();
    for (layer, allowed) in ARROWS {
        for file in rust_files(&src.join(layer)) {
            let code = code(&file);
            for other in layers.iter().filter(|o| *o != layer && !allowed.contains(o)) {
                if code.contains(&format!("crate::{other}")) {
                    wrong.push(format!("{} uses crate::{other}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows point one way:\n{}", wrong.join("\n"));
}

#[test]
fn no_layer_knows_a_clock_a_terminal_or_a_process() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let code = code(&file);
        for word in FORBIDDEN {
            if code.contains(word) {
                wrong.push(format!("{} names {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_file_loader_touches_the_file_system() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let wrong: Vec<String> = rust_files(&src)
        .into_iter()
        .filter(|file| !file.ends_with("rule_set/loader.rs"))
        // What is only a test may read what it tests.
        .filter(|file| code(file).contains("std::fs") && !code(file).contains("#![cfg(test)]"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "std::fs outside rule_set/loader.rs: {wrong:?}");
}

#[test]
fn every_folder_of_the_library_is_a_stated_layer() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).expect("src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            assert!(ARROWS.iter().any(|(layer, _)| *layer == name), "{name} is in no arrow");
        }
    }
}

#[test]
fn no_source_file_is_too_big_to_know_ones_way_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "crates"] {
        for file in rust_files(&root.join(folder)) {
            let lines = fs::read_to_string(&file).expect("a readable file").lines().count();
            assert!(lines <= 700, "{} has {lines} lines", file.display());
        }
    }
}

#[test]
fn floating_point_stands_only_where_input_meets_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let wrong: Vec<String> = rust_files(&src)
        .into_iter()
        .filter(|file| !file.starts_with(src.join("input")))
        // Places on a page, which become whole numbers at once.
        .filter(|file| *file != src.join("document/reader/pdf/mod.rs"))
        .filter(|file| code(file).contains("f64") || code(file).contains("f32"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "f64 outside input: {wrong:?}");
}
