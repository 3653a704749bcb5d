//! Loading rules: what comes of it does not depend on the number of threads. (What a bundle gives is `tests/bundle.rs`.)

mod support;

use std::fs;
use std::num::NonZeroUsize;

use support::root;
use zhunsheng::prove::{prove, prove_on};
use zhunsheng::{Checked, FileLoader, LoadLimits, Loader, MemoryLoader, check_with};

fn loaded(loader: &dyn Loader, roots: &[String], threads: usize) -> Checked {
    let mut limits = LoadLimits::default();
    limits.threads = NonZeroUsize::new(threads).expect("at least one");
    check_with(loader, roots.to_vec(), limits).expect("the sources are there")
}

/// All that can be seen of a load: names and texts in order, what was found, what the rules mean.
fn seen(checked: &Checked) -> Vec<String> {
    let mut seen: Vec<String> = checked.sources.iter().map(|(id, source)| format!("{id:?} {} {}", source.name(), source.text())).collect();
    seen.extend(checked.diagnostics.iter().map(|d| format!("{d:?}")));
    if let Some(model) = &checked.model {
        seen.push(format!("{:?} {:?} {:?}", model.sets, model.facts, model.kinds));
        seen.push(format!("{:?} {:?} {:?}", model.benchmarks, model.circumstances, model.procedures));
        seen.push(format!("{:?} {:?}", model.definitions, model.cases));
    }
    seen
}

fn the_same_with_any_number_of_threads(loader: &dyn Loader, roots: &[String]) -> Checked {
    let alone = loaded(loader, roots, 1);
    let expected = seen(&alone);
    for threads in [2, 7] {
        let found = seen(&loaded(loader, roots, threads));
        let differs = expected.iter().zip(&found).find(|(a, b)| a != b);
        assert!(expected.len() == found.len() && differs.is_none(), "{threads} threads: {differs:?}");
    }
    alone
}

#[test]
fn the_packs_are_the_same_with_any_number_of_threads() {
    let (loader, roots) = FileLoader::open([root().join("rules")]).expect("the packs");
    let checked = the_same_with_any_number_of_threads(&loader, &roots);
    let model = checked.model.expect("no error");
    let proof = prove(&model);
    assert!(proof.diagnostics.len() > 100);
    for threads in [2, 7] {
        let found = prove_on(&model, NonZeroUsize::new(threads).expect("at least one"));
        assert!(found.verdicts == proof.verdicts && found.diagnostics == proof.diagnostics, "{threads} threads");
    }
}

#[test]
fn mistakes_of_many_files_are_told_in_one_order() {
    let mut sources: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in fs::read_dir(root().join("tests/diagnostics")).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "zs") {
            sources.push((path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a file")));
        }
    }
    let loader = MemoryLoader::new(sources).expect("names that differ");
    let roots = loader.list().expect("names");
    let checked = the_same_with_any_number_of_threads(&loader, &roots);
    assert!(checked.diagnostics.len() > 100, "{}", checked.diagnostics.len());
}

/// What a load holds by the hundred thousand: room for a growing fine in each penalty, for two bounds in each condition, made ten
/// thousand benchmarks take 760 MB, and checking them three times as long as checking a hundred.
#[test]
fn what_is_held_by_the_hundred_thousand_is_small() {
    use std::mem::size_of;
    use zhunsheng::{model, syntax::tree};
    let sizes = [
        ("a clause as written", size_of::<tree::Clause>(), 320),
        ("a condition as written", size_of::<tree::Condition>(), 200),
        ("a penalty as written", size_of::<tree::Penalty>(), 208),
        ("a cell as written", size_of::<tree::Cell>(), 200),
        ("an expression", size_of::<model::Expr>(), 96),
        ("a condition", size_of::<model::Condition>(), 144),
        ("a penalty", size_of::<model::Penalty>(), 144),
        ("a measure", size_of::<model::Measure>(), 256),
    ];
    for (what, bytes, limit) in sizes {
        assert!(bytes <= limit, "{what}: {bytes} bytes, more than {limit}");
    }
}
