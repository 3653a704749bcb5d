//! Loading rules: what comes of it depends neither on the number of threads nor on whether they come as files or as a bundle.

mod support;

use std::fs;
use std::num::NonZeroUsize;

use proptest::prelude::{any, prop, prop_assert, proptest};
use support::root;
use zhunsheng::prove::{prove, prove_on};
use zhunsheng::{BundleError, BundleLoader, Checked, FileLoader, LoadLimits, Loader, MemoryLoader, RuleSet, check_with};

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

fn bundled(rules: &RuleSet) -> Vec<u8> {
    let mut file = Vec::new();
    rules.bundle(&mut file).expect("written to memory");
    file
}

#[test]
fn a_bundle_of_the_packs_is_the_packs() {
    let rules = RuleSet::load(root().join("rules")).expect("the packs");
    let again = RuleSet::from_bundle(&bundled(&rules)).expect("a bundle");
    assert_eq!(bundled(&again), bundled(&rules));
    assert_eq!(again.warnings(), rules.warnings());
    let (engine, other) = (rules.compile(), again.compile());
    let ids = engine.case_ids();
    assert!(ids.len() > 1_000 && ids == other.case_ids());
    // Every case in release, one in ten in a debug build.
    for id in ids.into_iter().step_by(if cfg!(debug_assertions) { 10 } else { 1 }) {
        let [one, two] = [&engine, &other].map(|engine| engine.run_case(id));
        assert_eq!(format!("{one:?}"), format!("{two:?}"));
        let [one, two] = [one, two].map(|run| serde_json::to_string(&run.expect("a report").report).expect("JSON"));
        assert_eq!(one, two);
    }
}

fn small() -> Vec<u8> {
    let rules = RuleSet::from_sources([
        ("通则.zs", "要素 案情 { 违法所得: 金额 0元以上 }"),
        ("例.zs", "引入 “通则”\n规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }"),
    ]);
    bundled(&rules.expect("good rules"))
}

fn refused(bytes: &[u8]) -> BundleError {
    BundleLoader::open(bytes).map(|_| ()).expect_err("no bundle that can be used")
}

#[test]
fn what_is_no_bundle_of_this_version_is_refused_by_name() {
    let good = small();
    assert!(BundleLoader::open(&good).is_ok());
    assert_eq!(refused(b""), BundleError::NotABundle);
    assert_eq!(refused("规则集 例 {}".as_bytes()), BundleError::NotABundle);
    // Every place where it can be cut off.
    for end in 0..good.len() {
        assert!(matches!(refused(&good[..end]), BundleError::NotABundle | BundleError::Damaged), "{end}");
    }
    let version = env!("CARGO_PKG_VERSION");
    let at = good.windows(version.len()).position(|w| w == version.as_bytes()).expect("its version");
    let mut other = good.clone();
    other[at] = b'9';
    assert_eq!(refused(&other), BundleError::OtherVersion { made_by: format!("9{}", &version[1..]) });
    // A length that no file has, before the checksum could be looked at.
    let mut long = good.clone();
    long[at - 8..at].fill(0xff);
    assert_eq!(refused(&long), BundleError::Damaged);
}

/// With a checksum that fits, as one makes who means harm.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    bytes.truncate(bytes.len().saturating_sub(32));
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    bytes
}

proptest! {
    #[test]
    fn a_changed_bundle_is_refused(at in any::<prop::sample::Index>(), bit in 0..8_u32, cut in any::<prop::sample::Index>()) {
        let good = small();
        let mut flipped = good.clone();
        flipped[at.index(good.len())] ^= 1 << bit;
        prop_assert!(BundleLoader::open(&flipped).is_err());
        prop_assert!(BundleLoader::open(&good[..cut.index(good.len())]).is_err());
    }

    #[test]
    fn a_bundle_made_to_harm_is_answered(noise in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        // Whatever lies behind a checksum that fits is a rule file or nothing: it loads or is refused.
        let mut bytes = small();
        let from = at.index(bytes.len());
        let to = (from + noise.len()).min(bytes.len());
        bytes.splice(from..to, noise.iter().copied());
        let _ = RuleSet::from_bundle(&sealed(bytes));
        let _ = BundleLoader::open(&noise);
    }
}
