//! Whole reports by compiled forms beside those of the reference: the same bytes, on generated rule sets and on the packs.

#[path = "support/benchmarks.rs"]
mod benchmarks;
#[path = "support/submissions.rs"]
mod submissions;

use std::collections::BTreeMap;
use std::path::Path;

use benchmarks::Dice;
use submissions::{files, submission};
use zhunsheng::RuleSet;
use zhunsheng::diagnostic::{Language, Severity};
use zhunsheng::engine::{Engine, EvaluationError, TIERS_EXPLAINED};
use zhunsheng::input::BoundSubmission;
use zhunsheng::model::ProcedureOutcome;
use zhunsheng::report::{DecisionOutcome, Report, Step, Truth};

/// Holds both engines to the same report, or to the same error.
fn same(engine: &Engine, submission: &BoundSubmission, rules: &str) -> Option<Report> {
    let report = engine.evaluate(submission);
    let told = |report: &Result<Report, EvaluationError>| match report {
        Ok(report) => Ok(serde_json::to_string(report).expect("plain data")),
        Err(error) => Err(error.clone()),
    };
    let (compiled, reference) = (told(&report), told(&engine.evaluate_by_reference(submission)));
    if compiled != reference {
        let pretty = |told: &Result<String, EvaluationError>| match told {
            Ok(json) => format!("{:#}", serde_json::from_str::<serde_json::Value>(json).expect("JSON")),
            Err(error) => format!("{error:?}"),
        };
        let (compiled, reference) = (pretty(&compiled), pretty(&reference));
        let differ = compiled.lines().zip(reference.lines()).position(|(a, b)| a != b).unwrap_or(0);
        let around = |text: &str| text.lines().skip(differ.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n");
        panic!("compiled:\n{}\n\nreference:\n{}\n\n{submission:?}\n{rules}", around(&compiled), around(&reference));
    }
    report.ok()
}

#[test]
fn reports_are_the_same_on_generated_rule_sets() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let wanted = asked("ZHUNSHENG_COMPARISONS").unwrap_or(1_500);
    let mut dice = Dice(asked("ZHUNSHENG_SEED").unwrap_or(0x51ED_270B_9F1C_3A77));
    let (mut compared, mut failed, mut sets, mut refused) = (0u64, 0u64, 0u64, 0u64);
    let mut met = BTreeMap::new();
    while compared < wanted {
        let files = files(&mut dice);
        let text: String = files.iter().map(|(name, text)| format!("── {name}\n{text}")).collect();
        let engine = match RuleSet::from_sources(files) {
            Ok(set) => set.compile(),
            Err(error) => {
                refused += 1;
                let errors = error.diagnostics().iter().filter(|one| one.severity() == Severity::Error);
                let errors: Vec<String> = errors.map(|one| one.message(Language::Chinese)).collect();
                assert!(refused * 2 < sets + 40, "too many generated rule sets are refused: {errors:?}\n{text}");
                continue;
            }
        };
        sets += 1;
        for round in 0..30 {
            // Most with the default, some with few tiers explained or none.
            let engine = engine.explaining([TIERS_EXPLAINED, TIERS_EXPLAINED, 5, 0][round % 4]);
            let submission = submission(&mut dice, &engine);
            match same(&engine, &submission, &text) {
                Some(report) => count(&report, &mut met),
                None => failed += 1,
            }
            compared += 1;
        }
    }
    println!("{compared} reports over {sets} rule sets ({refused} refused), {failed} of them an error of arithmetic; met: {met:?}");
    let all = [
        "settled",
        "possible",
        "waived",
        "no-tier",
        "conflict",
        "not-in-force",
        "lighter version",
        "version open",
        "concurrence",
        "acts",
        "unlisted",
        "procedure met",
        "procedure violated",
        "procedure open",
        "proposed",
        "unknown",
        "circumstance applied",
        "circumstance may",
        "distance",
    ];
    let missing: Vec<_> = all.iter().filter(|kind| !met.contains_key(**kind)).collect();
    assert!(wanted < 1_000 || missing.is_empty(), "never met: {missing:?}");
}

/// What a report has of all that it may have.
fn count(report: &Report, met: &mut BTreeMap<&'static str, u64>) {
    let mut meet = |kind| *met.entry(kind).or_default() += 1;
    for decision in &report.decisions {
        meet(match decision.outcome {
            DecisionOutcome::Settled { .. } => "settled",
            DecisionOutcome::Possible { .. } => "possible",
            DecisionOutcome::Waived { .. } => "waived",
            DecisionOutcome::NoTier => "no-tier",
            DecisionOutcome::Conflict { .. } => "conflict",
            DecisionOutcome::NotInForce => "not-in-force",
        });
        if let Some(version) = &decision.version {
            meet(if version.governs.is_some() { "lighter version" } else { "version open" });
        }
        if decision.unlisted > 0 {
            meet("unlisted");
        }
        for circumstance in &decision.circumstances {
            match (circumstance.holds, &circumstance.applied) {
                (Truth::True, Some(_)) => meet("circumstance applied"),
                (_, Some(_)) => meet("circumstance may"),
                (_, None) => {}
            }
        }
        if decision.tiers.iter().flat_map(|tier| &tier.trace).any(far) {
            meet("distance");
        }
    }
    for procedure in &report.procedures {
        meet(match procedure.outcome {
            ProcedureOutcome::Met => "procedure met",
            ProcedureOutcome::Violated => "procedure violated",
            ProcedureOutcome::Open => "procedure open",
        });
    }
    let others = [
        ("concurrence", !report.concurrences.is_empty()),
        ("acts", report.combined.is_some()),
        ("proposed", report.proposed.is_some()),
        ("unknown", !report.unknown.is_empty()),
    ];
    others.into_iter().filter(|(_, is)| *is).for_each(|(kind, _)| meet(kind));
}

fn far(step: &Step) -> bool {
    step.distance.is_some() || step.children.iter().any(far)
}

#[test]
fn reports_are_the_same_on_every_case_of_the_packs() {
    let rules = RuleSet::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).expect("the packs");
    let engine = rules.compile();
    for id in engine.case_ids() {
        let _ = same(&engine, &engine.submission_of(id), &engine.model()[id].name);
    }
}
