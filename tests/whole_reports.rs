//! Whole reports by compiled forms beside those of the reference: the same bytes, on generated rule sets and on the packs.

#[path = "support/benchmarks.rs"]
mod benchmarks;

use benchmarks::{Dice, case, rules};
use std::path::Path;
use zhunsheng::RuleSet;
use zhunsheng::engine::Engine;
use zhunsheng::input::{Act, BoundSubmission};

/// Holds both engines to the same report, or to the same error; whether there was a report.
fn same(engine: &Engine, submission: &BoundSubmission, rules: &str) -> bool {
    let told = |report: Result<zhunsheng::report::Report, _>| report.map(|report| serde_json::to_string(&report).expect("plain data"));
    let (compiled, reference) = (told(engine.evaluate(submission)), told(engine.evaluate_by_reference(submission)));
    if compiled != reference {
        let pretty = |told: &Result<String, zhunsheng::engine::EvaluationError>| match told {
            Ok(json) => format!("{:#}", serde_json::from_str::<serde_json::Value>(json).expect("JSON")),
            Err(error) => format!("{error:?}"),
        };
        let (compiled, reference) = (pretty(&compiled), pretty(&reference));
        let differ = compiled.lines().zip(reference.lines()).position(|(a, b)| a != b).unwrap_or(0);
        let around = |text: &str| text.lines().skip(differ.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n");
        panic!("compiled:\n{}\n\nreference:\n{}\n\n{submission:?}\n{rules}", around(&compiled), around(&reference));
    }
    reference.is_ok()
}

#[test]
fn reports_are_the_same_on_generated_benchmarks() {
    let mut dice = Dice(0x51ED_270B_9F1C_3A77);
    for _ in 0..40 {
        let text = rules(&mut dice);
        let Ok(set) = RuleSet::from_sources([("例", text.clone())]) else { continue };
        let engine = set.compile();
        let id = engine.benchmarks_named("行为")[0];
        for _ in 0..20 {
            let facts = case(&mut dice, &engine, id);
            let submission = BoundSubmission { case: None, acts: vec![Act { benchmarks: vec![id], facts }], proposed: None };
            same(&engine, &submission, &text);
        }
    }
}

#[test]
fn reports_are_the_same_on_every_case_of_the_packs() {
    let rules = RuleSet::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).expect("the packs");
    let engine = rules.compile();
    for id in engine.case_ids() {
        same(&engine, &engine.submission_of(id), &engine.model()[id].name);
    }
}
