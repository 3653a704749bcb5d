//! Bundles: rules from one are the rules it was made of, down to the bytes of reports; any other bytes are refused, or harmless.

#[path = "support/benchmarks.rs"]
mod benchmarks;
mod support;

use std::collections::BTreeMap;

use benchmarks::Dice;
use proptest::prelude::{any, prop, prop_assert, proptest};
use sha2::{Digest as _, Sha256};
use support::choices::{made, runs};
use support::rule_sets::scenario;
use support::{root, rule_files};
use zhunsheng::diagnostic::{Color, Language, render_all};
use zhunsheng::document::{Document, DocumentLimits};
use zhunsheng::report::{markdown, review_markdown, review_text, text};
use zhunsheng::review::Submission;
use zhunsheng::{BundleError, BundleLoader, RuleSet};

fn bundled(rules: &RuleSet) -> Vec<u8> {
    let mut file = Vec::new();
    rules.bundle(&mut file).expect("written to memory");
    file
}

/// Everything the model says, list by list.
fn the_same(one: &RuleSet, other: &RuleSet) {
    let (a, b) = (one.model(), other.model());
    assert_eq!(a.units.units(), b.units.units());
    assert_eq!(a.sets, b.sets);
    assert_eq!(a.enumerations, b.enumerations);
    assert_eq!(a.records, b.records);
    assert_eq!(a.facts, b.facts);
    assert_eq!(a.definitions, b.definitions);
    assert_eq!(a.kinds, b.kinds);
    assert_eq!(a.benchmarks, b.benchmarks);
    assert_eq!(a.circumstances, b.circumstances);
    assert_eq!(a.range_rules, b.range_rules);
    assert_eq!(a.procedures, b.procedures);
    assert_eq!(a.reviews, b.reviews);
    assert_eq!(a.checks, b.checks);
    assert_eq!(a.scorings, b.scorings);
    assert_eq!(a.cases, b.cases);
    let shown = |rules: &RuleSet| render_all(rules.warnings(), rules.sources(), Language::Chinese, Color::Never);
    assert_eq!(one.warnings(), other.warnings());
    assert_eq!(shown(one), shown(other));
    let texts = |rules: &RuleSet| rules.sources().iter().map(|(_, s)| (s.name().to_owned(), s.text().to_owned())).collect::<Vec<_>>();
    assert_eq!(texts(one), texts(other));
}

/// All that the rules make of the cases and documents they have, `each`th case only.
fn said(rules: &RuleSet, each: usize) -> Vec<String> {
    let mut said = Vec::new();
    let engine = rules.compile();
    for id in engine.case_ids().into_iter().step_by(each) {
        let run = engine.run_case(id);
        said.push(format!("{run:?}"));
        if let Ok(run) = run {
            said.push(serde_json::to_string(&run.report).expect("JSON"));
            said.push(markdown(&run.report, Language::Chinese));
            said.push(text(&run.report, Language::English));
        }
    }
    for id in engine.scoring_case_ids() {
        said.push(format!("{:?}", engine.run_scoring_case(id)));
    }
    let reviewer = rules.reviewer();
    for id in reviewer.case_ids().into_iter().step_by(each) {
        let run = reviewer.run_case(id, None);
        said.push(format!("{:?} {:?}", run.name, run.mismatches));
    }
    let draft = "某市停车设施管理办法\n第一条 根据《某法》第三条，制定本办法。\n第二条 办学应当经市局批准，可以处罚。\n第九条 本办法自公布之日起施行。";
    let document = Document::from_text(draft, "办法.txt", &DocumentLimits::default()).expect("a short text");
    let review = reviewer.review(&Submission::of(&document));
    said.push(review_text(&review, document.text(), Language::Chinese, Color::Never));
    said.push(review_markdown(&review, Language::Chinese));
    said
}

fn a_bundle_is_its_rules(rules: &RuleSet, each: usize) {
    let file = bundled(rules);
    let again = RuleSet::from_bundle(&file).expect("a bundle");
    the_same(rules, &again);
    assert_eq!(bundled(&again), file);
    assert_eq!(said(rules, each), said(&again, each));
}

#[test]
fn a_bundle_of_the_packs_is_the_packs() {
    let rules = RuleSet::load(root().join("rules")).expect("the packs");
    assert!(rules.compile().case_ids().len() > 1_000);
    // Every case in release, one in ten in a debug build.
    a_bundle_is_its_rules(&rules, if cfg!(debug_assertions) { 10 } else { 1 });
}

#[test]
fn a_bundle_of_every_rule_file_of_the_tests_is_that_file() {
    let mut good = 0;
    for folder in ["tests/review", "tests/check", "tests/prove", "tests/reports", "tests/diagnostics", "examples"] {
        for (name, bytes) in rule_files(folder) {
            let Ok(rules) = RuleSet::from_sources([(name, bytes)]) else { continue };
            a_bundle_is_its_rules(&rules, 1);
            good += 1;
        }
    }
    assert!(good > 40, "{good}");
}

#[test]
fn generated_benchmarks_come_out_of_a_bundle_as_they_were() {
    for seed in 1..if cfg!(debug_assertions) { 40 } else { 1_000 } {
        let text = benchmarks::rules(&mut Dice(seed));
        let rules = RuleSet::from_sources([("生成.zs", text)]).expect("good rules");
        a_bundle_is_its_rules(&rules, 1);
    }
}

proptest! {
    #![proptest_config(runs(if cfg!(debug_assertions) { 40 } else { 1_000 }))]

    #[test]
    fn generated_rule_sets_come_out_of_a_bundle_as_they_were(scenario in made(400, scenario)) {
        if let Ok(rules) = RuleSet::from_sources(scenario.files.clone()) {
            a_bundle_is_its_rules(&rules, 1);
        }
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
    let error = RuleSet::from_bundle(bytes).map(|_| ()).expect_err("no bundle that can be used");
    // Whoever wants the texts alone is told the same, but for what only the model shows.
    let texts = BundleLoader::open(bytes).map(|_| ());
    assert!(texts == Err(error.clone()) || (error == BundleError::Unsound && texts.is_ok()));
    error
}

/// With a checksum that fits, as one makes who means harm.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len().saturating_sub(32));
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    bytes
}

#[test]
fn what_is_no_bundle_of_this_build_is_refused_by_name() {
    let good = small();
    assert!(BundleLoader::open(&good).is_ok());
    assert_eq!(refused(b""), BundleError::NotABundle);
    assert_eq!(refused("规则集 例 {}".as_bytes()), BundleError::NotABundle);
    for cut in 20..good.len() {
        assert_eq!(refused(&good[..cut]), BundleError::Damaged, "{cut}");
    }
    let version = env!("CARGO_PKG_VERSION");
    let at = good.windows(version.len()).position(|w| w == version.as_bytes()).expect("the version");
    let mut other = good.clone();
    other[at] = b'9';
    assert_eq!(refused(&other), BundleError::OtherVersion { made_by: format!("9{}", &version[1..]) });
    // The digest of the sources follows, after its length.
    let mut build = good.clone();
    build[at + version.len() + 8] ^= 1;
    assert_eq!(refused(&build), BundleError::OtherBuild);
    // A length that no file has, before the checksum could be looked at.
    let mut long = good.clone();
    long[at - 8..at].fill(0xff);
    assert_eq!(refused(&long), BundleError::Damaged);
    // A bundle with another's model: it names places that these texts do not have.
    let model = good.windows(5).rposition(|w| w == b"model").expect("the model") + 5;
    let other = RuleSet::from_sources([("空.zs", "规则集 空 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }")]).expect("good rules");
    let mut mixed = bundled(&other);
    let at = mixed.windows(5).rposition(|w| w == b"model").expect("the model") + 5;
    mixed.splice(at.., good[model..].iter().copied());
    assert_eq!(refused(&sealed(mixed)), BundleError::Unsound);
}

/// What definitions rest on is bounded by the checker (ZS0348); what passes it can be written and read.
#[test]
fn as_many_steps_as_the_checker_takes_are_written_and_read() {
    let rules = |doublings: usize| {
        let chain: String = (1..=doublings).map(|n| format!("    定义 值{n} = 值{} + 值{}\n", n - 1, n - 1)).collect();
        RuleSet::from_sources([(
            "例.zs",
            format!(
                "规则集 例 {{ 版本 “1” 施行 2026年1月1日 制定机关 “某局” }}\n要素 案情 {{\n    值0: 金额 0元以上\n{chain}}}\n\
                 基准 某行为 {{\n    要素 案情\n    依据 《某法》第一条\n    法定幅度 {{ 警告 }}\n    阶次 轻 {{ 其他情形 处 警告 }}\n}}\n"
            ),
        )])
    };
    let most = (1..25).take_while(|doublings| rules(*doublings).is_ok()).last().expect("one doubling at least");
    assert!((10..20).contains(&most), "{most}");
    let bytes = bundled(&rules(most).expect("good rules"));
    assert!(RuleSet::from_bundle(&bytes).is_ok());
}

/// Bundles that have a bit of everything, and where in each the model begins.
fn varied() -> Vec<(Vec<u8>, usize)> {
    let mut files: Vec<Vec<u8>> = rule_files("tests/review").into_iter().chain(rule_files("examples")).map(|(_, bytes)| bytes).collect();
    files.extend((1..5).map(|seed| benchmarks::rules(&mut Dice(seed)).into_bytes()));
    files.push(EVERYTHING.as_bytes().to_vec());
    let rules = files.into_iter().filter_map(|bytes| RuleSet::from_sources([("例.zs", bytes)]).ok());
    let bundles = rules.map(|rules| {
        let bytes = bundled(&rules);
        let model = bytes.windows(5).rposition(|w| w == b"model").expect("the model") + 13;
        (bytes, model)
    });
    bundles.collect()
}

/// Lists and what is counted in them, dates that are moved, a score, a computed fine, a duty, a standard, a check.
const EVERYTHING: &str = include_str!("bundle/万象.zs");

#[test]
fn a_bundle_of_everything_is_everything() {
    match RuleSet::from_sources([("万象.zs", EVERYTHING)]) {
        Ok(rules) => a_bundle_is_its_rules(&rules, 1),
        Err(mistakes) => panic!("{mistakes}"),
    }
}

proptest! {
    #[test]
    fn a_changed_bundle_is_refused(at in any::<prop::sample::Index>(), bit in 0..8_u32, cut in any::<prop::sample::Index>()) {
        let good = small();
        let mut flipped = good.clone();
        flipped[at.index(good.len())] ^= 1 << bit;
        prop_assert!(RuleSet::from_bundle(&flipped).is_err());
        prop_assert!(RuleSet::from_bundle(&good[..cut.index(good.len())]).is_err());
    }

    #[test]
    fn noise_behind_a_checksum_that_fits_is_refused_or_rules(noise in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        let mut bytes = small();
        let from = at.index(bytes.len());
        let to = (from + noise.len()).min(bytes.len());
        bytes.splice(from..to, noise.iter().copied());
        let _ = RuleSet::from_bundle(&sealed(bytes)).map(|rules| said(&rules, 1));
        let _ = RuleSet::from_bundle(&noise);
    }
}

/// What an attacker who knows the format would do: change bytes of the model and seal it again. What is let in must be usable in
/// every way; `ZHUNSHENG_FORGERIES` says how many are tried.
#[test]
fn a_forged_model_is_refused_or_harmless() {
    let count = std::env::var("ZHUNSHENG_FORGERIES").ok().and_then(|n| n.parse().ok()).unwrap_or(if cfg!(debug_assertions) {
        250
    } else {
        5_000_u64
    });
    let bundles = varied();
    assert!(bundles.len() > 6, "{}", bundles.len());
    let (mut dice, mut outcomes) = (Dice(7), BTreeMap::new());
    for _ in 0..count {
        let (good, model) = &bundles[dice.roll(bundles.len())];
        let mut bytes = good.clone();
        let last = bytes.len() - 33;
        for _ in 0..=dice.roll(3) {
            let at = model + dice.roll(last - model);
            bytes[at] = match dice.roll(4) {
                0 => bytes[at] ^ (1 << dice.roll(8)),
                1 => bytes[at].wrapping_add(1),
                2 => bytes[at].wrapping_sub(1),
                _ => u8::try_from(dice.roll(256)).unwrap_or(0),
            };
        }
        let outcome = match RuleSet::from_bundle(&sealed(bytes)) {
            Err(error) => format!("{error:?}"),
            Ok(rules) => {
                used(&rules);
                "used".to_owned()
            }
        };
        *outcomes.entry(outcome).or_insert(0) += 1;
    }
    // Both happen often, or the test shows nothing.
    assert!(outcomes["Unsound"] > count / 10 && outcomes["used"] > count / 10, "{outcomes:?}");
}

fn used(rules: &RuleSet) {
    said(rules, 1);
    let engine = rules.compile();
    for id in engine.model().benchmark_ids() {
        let prepared = engine.prepare(id);
        let mut row = prepared.row();
        let _ = (row.decide().map(|_| ()), prepared.report(&mut row));
        let facts = benchmarks::case(&mut Dice(3), &engine, id);
        row.set_facts(&facts);
        let _ = row.decide().map(|_| ());
    }
    let proof = rules.prove();
    let _ = render_all(&proof.diagnostics, rules.sources(), Language::Chinese, Color::Never);
    let _ = render_all(rules.warnings(), rules.sources(), Language::English, Color::Never);
    assert!(RuleSet::from_bundle(&bundled(rules)).is_ok(), "what was let in is let in again");
}
