//! Any bytes are a bundle whose rules can be used in every way, or are refused; so are they as the model behind a checksum that fits.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};
use zhunsheng::RuleSet;
use zhunsheng::diagnostic::{Color, Language, render_all};
use zhunsheng::report::{markdown, text};

/// Something of everything, so that the places and ids of a model find what they name.
const RULES: &str = include_str!("../../tests/bundle/万象.zs");

static REAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bundle = Vec::new();
    RuleSet::from_sources([("万象.zs", RULES)]).expect("good rules").bundle(&mut bundle).expect("written to memory");
    bundle
});

fuzz_target!(|data: &[u8]| {
    let _ = RuleSet::from_bundle(data);
    let mut bundle = REAL.clone();
    // The model of a real one is changed from where the input says, its length with it.
    let at = bundle.windows(5).rposition(|w| w == b"model").expect("a model") + 5;
    let mut model = bundle[at + 8..bundle.len() - 32].to_vec();
    let Some((place, change)) = data.split_first_chunk::<2>() else { return };
    let from = usize::from(u16::from_le_bytes(*place)) % model.len();
    let to = (from + change.len()).min(model.len());
    model.splice(from..to, change.iter().copied());
    bundle.truncate(at);
    bundle.extend(u64::try_from(model.len()).expect("a length").to_le_bytes());
    bundle.extend(model);
    bundle.extend(Sha256::digest(&bundle));
    let Ok(rules) = RuleSet::from_bundle(&bundle) else { return };
    let engine = rules.compile();
    for id in engine.case_ids() {
        if let Ok(run) = engine.run_case(id) {
            let _ = (markdown(&run.report, Language::Chinese), text(&run.report, Language::English));
        }
    }
    for id in engine.model().benchmark_ids() {
        let prepared = engine.prepare(id);
        let mut row = prepared.row();
        let _ = (row.decide().map(|_| ()), prepared.report(&mut row));
    }
    let reviewer = rules.reviewer();
    for id in reviewer.case_ids() {
        let _ = reviewer.run_case(id, None);
    }
    let _ = render_all(&rules.prove().diagnostics, rules.sources(), Language::Chinese, Color::Never);
    let mut again = Vec::new();
    rules.bundle(&mut again).expect("written to memory");
    assert!(RuleSet::from_bundle(&again).is_ok(), "what was let in is let in again");
});
