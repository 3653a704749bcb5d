//! Whole reports by compiled forms beside those of the reference: the same bytes, on generated rule sets and on the packs.
//!
//! `ZHUNSHENG_COMPARISONS` says how many generated submissions are compared (1,500 by default), `ZHUNSHENG_SEED` from where. The long run is
//! `ZHUNSHENG_COMPARISONS=100000 cargo test --release --test whole_reports`.

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
use zhunsheng::input::{BoundSubmission, Limits, bind, read_json};
use zhunsheng::model::ProcedureOutcome;
use zhunsheng::report::{DecisionOutcome, Report, Step, StepView, TierResult, TierStatus, Truth};

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
        if decision.tiers.iter().flat_map(|tier| &tier.trace).map(Step::view).any(far) {
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

fn far(step: StepView<'_>) -> bool {
    step.distance.is_some() || step.children().any(far)
}

#[test]
fn reports_are_the_same_on_every_case_of_the_packs() {
    let rules = RuleSet::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).expect("the packs");
    let engine = rules.compile();
    for id in engine.case_ids() {
        let _ = same(&engine, &engine.submission_of(id), &engine.model()[id].name);
    }
}

#[test]
fn of_many_tiers_the_nearest_are_explained_and_the_others_counted() {
    let mut text = "规则集 例 { 版本 “1” 施行 2020年1月1日 }
要素 案情 { 所得: 金额 0元以上  次数: 整数 1次以上  退还: 是否 }
基准 行为 { 要素 案情
依据 《某法》第一条
法定幅度 { 10万元以下罚款 }
阶次表 {
| 阶次 | 所得 | 次数 | 退还 | 处罚 |
"
    .to_owned();
    for row in 0..300 {
        let (low, times, returned) = (row / 6 * 100, ["1次", "2次", "3次以上"][row % 3], ["是", "否"][row / 3 % 2]);
        text += &format!("| 第{row} | {low}元以上不满{}元 | {times} | {returned} | {}元罚款 |\n", low + 100, row + 1);
    }
    let engine = RuleSet::from_sources([("例", text + "}\n}\n")]).unwrap_or_else(|error| panic!("{error}")).compile();
    let case = read_json(r#"{ "基准": "行为", "要素": { "所得": 1234, "次数": 2, "退还": true } }"#, &Limits::default()).expect("JSON");
    let submission = bind(engine.model(), &case).expect("a case");
    let whole = engine.explaining(usize::MAX).evaluate_by_reference(&submission).expect("a report");
    let [all] = whole.decisions.as_slice() else { panic!("one decision") };
    assert_eq!((all.tiers.len(), all.unlisted), (300, 0));
    let failing = |tier: &TierResult| tier.trace[0].view().children().filter(|part| part.outcome == Truth::False).count();
    for limit in [TIERS_EXPLAINED, 300, 10, 1, 0] {
        let report = engine.explaining(limit).evaluate(&submission).expect("a report");
        let [decision] = report.decisions.as_slice() else { panic!("one decision") };
        // By a plain sort: the one that applies (the 12th step of 所得, the second of 次数), then by failing conditions, by steps away,
        // by rows away; shown in their order.
        let steps = |at: usize| (at / 6).abs_diff(12) + (at % 3).abs_diff(1);
        let applies = all.tiers.iter().position(|tier| tier.status == TierStatus::Applies).expect("a tier");
        let mut wanted: Vec<_> =
            all.tiers.iter().enumerate().map(|(at, tier)| (failing(tier), steps(at), at.abs_diff(applies), at)).collect();
        wanted.sort_unstable();
        let mut wanted: Vec<usize> = wanted.into_iter().take(limit.max(1)).map(|(.., at)| at).collect();
        wanted.sort_unstable();
        assert_eq!(decision.tiers, wanted.iter().map(|at| all.tiers[*at].clone()).collect::<Vec<_>>());
        assert_eq!(decision.unlisted, 300 - wanted.len());
        let page = zhunsheng::report::text(&report, Language::Chinese);
        assert_eq!(page.contains(&format!("另有{}个阶次不适用，没有列出", 300 - wanted.len())), limit < 300, "{page}");
    }
    // Whatever the report lists, the row answers for any tier.
    let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
    let mut row = prepared.row();
    row.set_facts(&submission.acts[0].facts);
    assert_eq!(row.explain(299).expect("reasons").iter().filter(|reason| reason.met == Truth::False).count(), failing(&all.tiers[299]));
}

#[test]
fn of_many_tiers_that_may_apply_the_first_are_explained_and_the_others_counted() {
    let mut text = "规则集 例 { 版本 “1” 施行 2020年1月1日 }
要素 案情 { 所得: 金额 0元以上  退还: 是否 }
基准 行为 { 要素 案情
依据 《某法》第一条
法定幅度 { 10万元以下罚款 }
阶次表 {
| 阶次 | 所得 | 退还 | 处罚 |
"
    .to_owned();
    for row in 0..200 {
        let (low, returned) = (row / 2 * 100, ["是", "否"][row % 2]);
        text += &format!("| 第{row}号 | {low}元以上不满{}元 | {returned} | {}元罚款 |\n", low + 100, row + 1);
    }
    let engine = RuleSet::from_sources([("例", text + "}\n}\n")]).unwrap_or_else(|error| panic!("{error}")).compile();
    let report = |engine: &Engine, facts: &str| {
        let case = read_json(&format!(r#"{{ "基准": "行为", "要素": {facts} }}"#), &Limits::default()).expect("JSON");
        same(engine, &bind(engine.model(), &case).expect("a case"), "").expect("a report")
    };
    for (facts, may) in [("{}", 200usize), (r#"{ "退还": true }"#, 100), (r#"{ "所得": 150 }"#, 2)] {
        for explained in [TIERS_EXPLAINED, 100, 0, 1_000] {
            let report = report(&engine.explaining(explained), facts);
            let decision = &report.decisions[0];
            let DecisionOutcome::Possible { tiers, .. } = &decision.outcome else { panic!("{:?}", decision.outcome) };
            // Every name is data. What is explained is bounded, and what is not is counted.
            assert_eq!(tiers.len(), may);
            let listed: Vec<_> = decision.tiers.iter().filter(|tier| tier.status == TierStatus::Possible).collect();
            assert_eq!(listed.len(), may.min(explained.max(TIERS_EXPLAINED)));
            assert!(listed.iter().zip(tiers).all(|(tier, name)| *tier.name == **name));
            assert_eq!(decision.tiers.len() + decision.unlisted, 200);
            let (left, not) = decision.left_out();
            assert_eq!((left, left + not), (may - listed.len(), decision.unlisted));
            for language in [Language::Chinese, Language::English] {
                let (page, markdown) = (zhunsheng::report::text(&report, language), zhunsheng::report::markdown(&report, language));
                for said in [&page, &markdown] {
                    let counted = |count: usize, zh: &str, en: &str| match language {
                        Language::Chinese => said.contains(&format!("另有{count}个阶次{zh}，没有列出")),
                        Language::English => said.contains(&format!("{count} further tiers {en} and are not listed")),
                    };
                    assert_eq!(
                        (counted(left, "可能适用", "may apply"), counted(not, "不适用", "do not apply")),
                        (left > 0, not > 0),
                        "{said}"
                    );
                    let last = tiers.last().expect("a name");
                    assert!(left == 0 || !said.contains(last.as_str()), "{said}");
                }
            }
            if may > TIERS_EXPLAINED {
                assert!(report.unknown.iter().all(|unknown| unknown.matters_to == ["基准 行为"]), "{:?}", report.unknown);
            }
        }
    }
}

#[test]
fn the_tier_just_missed_is_listed_beside_the_one_that_applies() {
    let mut text = "规则集 例 { 版本 “1” 施行 2020年1月1日 }
要素 案情 { 所得: 金额 0元以上 }
基准 行为 { 要素 案情
依据 《某法》第一条
命中 首个
法定幅度 { 10万元以下罚款 }
"
    .to_owned();
    for at in 1..=200 {
        text += &format!("阶次 档{at} {{ 当 所得 不满{}元\n处 {}元以下罚款 }}\n", at * 100, at * 100);
    }
    let engine = RuleSet::from_sources([("例", text + "}\n")]).unwrap_or_else(|error| panic!("{error}")).compile();
    let listed = |gains: &str| {
        let case = format!(r#"{{ "基准": "行为", "要素": {{ "所得": "{gains}" }} }}"#);
        let submission = bind(engine.model(), &read_json(&case, &Limits::default()).expect("JSON")).expect("a case");
        let report = same(&engine, &submission, "").expect("a report");
        let numbers = report.decisions[0].tiers.iter().map(|tier| tier.name.trim_start_matches('档').parse::<u32>().expect("a number"));
        (numbers.collect::<Vec<_>>(), report.decisions[0].unlisted)
    };
    // 50 hold, the first of them applies; of those that fail the nearest.
    assert_eq!(listed("15050元"), ((137..=200).collect(), 136));
    // All hold, or none does: the nearest to what applies, the nearest to the case.
    assert_eq!(listed("0元"), ((1..=64).collect(), 136));
    assert_eq!(listed("30000元"), ((137..=200).collect(), 136));
}

#[test]
fn under_rules_that_were_not_in_force_nothing_is_said_to_apply() {
    let text = "规则集 例 { 版本 “1” 施行 2026年1月1日 }
要素 案情 { 行为日期: 日期  决定日期: 日期  所得: 金额 0元以上 }
基准 行为 { 要素 案情
依据 《某法》第一条
法定幅度 { 10万元以下罚款 }
阶次 较轻 { 当 所得 不满100元 处 1万元以下罚款 }
阶次 较重 { 其他情形 处 1万元以上10万元以下罚款 }
}
";
    let engine = RuleSet::from_sources([("例", text.to_owned())]).unwrap_or_else(|error| panic!("{error}")).compile();
    let case = r#"{ "基准": "行为", "要素": { "行为日期": "2020-01-01", "决定日期": "2020-06-01", "所得": 50 } }"#;
    let submission = bind(engine.model(), &read_json(case, &Limits::default()).expect("JSON")).expect("a case");
    let report = same(&engine, &submission, text).expect("a report");
    assert_eq!(report.decisions[0].outcome, DecisionOutcome::NotInForce);
    let page = zhunsheng::report::text(&report, Language::Chinese);
    assert!(!page.contains("较轻") && page.contains("行为时、决定时都没有施行中的版本"), "{page}");
}
