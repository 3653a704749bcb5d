//! Laws of deciding, on generated rule sets and on the packs: knowing more never contradicts, order never matters, a fine
//! stays within the statute, and a bound divides exactly.

mod support;

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use support::choices::{made, runs};
use support::root;
use support::rule_sets::{Scenario, scenario};
use zhunsheng::diagnostic::{Language, Severity};
use zhunsheng::engine::Engine;
use zhunsheng::input::{Limits, bind, read_json};
use zhunsheng::law::Money;
use zhunsheng::model::{Effect, Given, RootKind};
use zhunsheng::report::{Decision, DecisionOutcome, ImposedGroup, ImposedMeasure, MoneyRange, Report, Truth};
use zhunsheng::{LoadLimits, MemoryLoader, RuleSet, check_with};

fn engine(scenario: &Scenario) -> Engine {
    let rules = RuleSet::from_sources(scenario.files.clone()).unwrap_or_else(|found| {
        let errors = found.diagnostics().iter().filter(|d| d.severity() == Severity::Error).map(|d| d.message(Language::Chinese));
        panic!("the generator wrote a mistake: {:?}\n{}", errors.collect::<Vec<_>>(), scenario.files[0].1)
    });
    rules.compile()
}

fn report(engine: &Engine, case: &str) -> Report {
    let value = read_json(case, &Limits::default()).expect("JSON");
    let submission = bind(engine.model(), &value).unwrap_or_else(|problems| panic!("{case}: {problems:?}"));
    engine.evaluate(&submission).unwrap_or_else(|error| panic!("{case}: {error}"))
}

fn json(report: &Report) -> String {
    serde_json::to_string(report).expect("plain data")
}

/// The packs, loaded once; a debug build takes one of them with all it imports.
fn packs() -> &'static Engine {
    static PACKS: OnceLock<Engine> = OnceLock::new();
    PACKS.get_or_init(|| {
        RuleSet::load(root().join(if cfg!(debug_assertions) { "rules/司法行政/律师.zs" } else { "rules" }))
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
            .compile()
    })
}

/// What a decision leaves open: the tiers, whether none may fit, whether several may clash.
fn left(outcome: &DecisionOutcome) -> (BTreeSet<&str>, bool) {
    match outcome {
        DecisionOutcome::Settled { tiers } | DecisionOutcome::Conflict { tiers } => (tiers.iter().map(String::as_str).collect(), false),
        DecisionOutcome::Possible { tiers, or_none } => (tiers.iter().map(String::as_str).collect(), *or_none),
        DecisionOutcome::Waived { tier, .. } => (tier.iter().map(String::as_str).collect(), false),
        DecisionOutcome::NoTier | DecisionOutcome::NotInForce => (BTreeSet::new(), true),
    }
}

/// How knowing more contradicts what was said before, if it does.
fn contradicts(less: &Decision, more: &Decision) -> Option<String> {
    let (before, or_none) = left(&less.outcome);
    let (after, now_none) = left(&more.outcome);
    let settled = !matches!(less.outcome, DecisionOutcome::Possible { .. });
    // Under 唯一 a tier that holds is taken although another may hold too: that would be an overlap, and is then told.
    let overlap = matches!(more.outcome, DecisionOutcome::Conflict { .. }) && after.is_superset(&before);
    if settled && before != after && !overlap {
        return Some(format!("{:?} was settled, then came {:?}", less.outcome, more.outcome));
    }
    if !settled && (!after.is_subset(&before) || (now_none && !or_none)) {
        return Some(format!("{:?} were possible, then came {:?}", less.outcome, more.outcome));
    }
    for known in &less.circumstances {
        let now = more.circumstances.iter().find(|c| c.name == known.name).map_or(Truth::False, |c| c.holds);
        if known.holds == Truth::True && now != Truth::True {
            return Some(format!("情节 {} held, then came {now:?}", known.name));
        }
    }
    for now in &more.circumstances {
        if !less.circumstances.iter().any(|c| c.name == now.name) {
            return Some(format!("情节 {} did not hold, then came {:?}", now.name, now.holds));
        }
    }
    None
}

/// Every fine of measures on the party.
fn fines(measures: &[ImposedMeasure]) -> Vec<MoneyRange> {
    fn of(groups: &[ImposedGroup], found: &mut Vec<MoneyRange>) {
        for penalty in groups.iter().flat_map(|g| &g.alternatives) {
            found.extend(penalty.fine.filter(|_| penalty.root == RootKind::Fine));
            of(&penalty.nested, found);
        }
    }
    let mut found = Vec::new();
    measures.iter().filter(|m| m.target.is_none()).for_each(|m| of(&m.groups, &mut found));
    found
}

/// Whether a range holds no amount.
fn is_empty(fine: &MoneyRange) -> bool {
    fine.upper.is_some_and(|upper| upper < fine.lower || (upper == fine.lower && !(fine.lower_included && fine.upper_included)))
}

/// How a fine leaves the statute's range without 减轻, if it does.
fn beyond_the_statute(decision: &Decision) -> Option<String> {
    let mitigated = decision.circumstances.iter().any(|c| c.holds == Truth::True && c.effects.contains(&Effect::Mitigate));
    let [statute] = fines(&decision.statutory).try_into().ok()?;
    let statute: MoneyRange = statute;
    for fine in fines(&decision.imposed) {
        if is_empty(&fine) {
            return Some(format!("{fine:?} holds no amount"));
        }
        let above = match (fine.upper, statute.upper) {
            (Some(fine), Some(statute)) => fine > statute,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if above || (fine.lower < statute.lower && !mitigated) {
            return Some(format!("{fine:?} is not within {statute:?}"));
        }
    }
    None
}

proptest! {
    #![proptest_config(runs(96))]

    #[test]
    fn knowing_more_never_contradicts(scenario in made(120, scenario)) {
        let engine = engine(&scenario);
        let mut before = report(&engine, &scenario.case([]));
        for known in 1..=scenario.facts.len() {
            let now = report(&engine, &scenario.case(0..known));
            let told = contradicts(&before.decisions[0], &now.decisions[0]);
            prop_assert!(told.is_none(), "with {}: {}", scenario.facts[known - 1].0, told.unwrap_or_default());
            before = now;
        }
    }

    #[test]
    fn what_is_still_possible_names_the_facts_that_would_settle_it(scenario in made(120, scenario)) {
        let report = report(&engine(&scenario), &scenario.case(0..scenario.facts.len()));
        let open = matches!(report.decisions[0].outcome, DecisionOutcome::Possible { .. });
        prop_assert!(!open || !report.unknown.is_empty());
        for unknown in &report.unknown {
            let given = scenario.facts.iter().any(|(name, value)| *name == unknown.fact && value.is_some());
            prop_assert!(!given, "{} is known", unknown.fact);
        }
    }

    #[test]
    fn a_fine_lies_within_the_statute_unless_it_is_mitigated(scenario in made(120, scenario)) {
        let report = report(&engine(&scenario), &scenario.case(0..scenario.facts.len()));
        let told = beyond_the_statute(&report.decisions[0]);
        prop_assert!(told.is_none(), "{}", told.unwrap_or_default());
    }

    #[test]
    fn the_order_of_facts_and_of_files_never_matters(
        scenario in made(120, scenario),
        facts in any::<prop::sample::Index>(),
        files in any::<prop::sample::Index>(),
    ) {
        let count = scenario.facts.len();
        let expected = report(&engine(&scenario), &scenario.case(0..count));
        let turned = facts.index(count);
        let other_way = (0..count).rev().map(|at| (at + turned) % count);
        let loader = MemoryLoader::new(scenario.files.clone()).expect("three names");
        let mut roots: Vec<String> = scenario.files.iter().map(|(name, _)| name.clone()).collect();
        let first = files.index(roots.len());
        roots.rotate_left(first);
        if files.index(2) == 1 {
            roots.reverse();
        }
        let rules = check_with(&loader, roots, LoadLimits::default()).expect("three files").into_rules().expect("good rules");
        prop_assert_eq!(json(&report(&rules.compile(), &scenario.case(other_way))), json(&expected));
    }

    #[test]
    fn a_report_reads_back_as_it_was_written(scenario in made(120, scenario)) {
        let report = report(&engine(&scenario), &scenario.case(0..scenario.facts.len()));
        let again: Report = serde_json::from_str(&json(&report)).expect("what was written");
        prop_assert_eq!(again, report);
    }
}

#[test]
fn knowing_more_never_contradicts_in_the_packs() {
    let engine = packs();
    let mut looked_at = 0;
    for id in engine.case_ids().into_iter() {
        let case = &engine.model()[id];
        let whole = engine.submission_of(id);
        let Ok(more) = engine.evaluate(&whole) else { continue };
        for (fact, _) in case.values.iter().flat_map(|v| &v.facts).take(5) {
            let mut part = whole.clone();
            part.acts[0].facts.set(*fact, Given::Unknown);
            let less = engine.evaluate(&part).expect("fewer facts are no error");
            // Without a date another version may govern; the versions' own test looks at that.
            for (less, more) in less.decisions.iter().zip(&more.decisions).filter(|(l, m)| l.benchmark == m.benchmark) {
                let told = contradicts(less, more);
                assert!(told.is_none(), "用例 {} without {}: {}", case.name, engine.model()[*fact].key, told.unwrap_or_default());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 50, "{looked_at}");
}

#[test]
fn fines_of_the_packs_lie_within_the_statute_unless_they_are_mitigated() {
    let engine = packs();
    let mut looked_at = 0;
    for id in engine.case_ids() {
        let Ok(report) = engine.evaluate(&engine.submission_of(id)) else { continue };
        for decision in &report.decisions {
            let told = beyond_the_statute(decision);
            assert!(told.is_none(), "用例 {}: {}", engine.model()[id].name, told.unwrap_or_default());
            looked_at += usize::from(!fines(&decision.imposed).is_empty());
        }
    }
    assert!(looked_at > 10, "{looked_at}");
}

const SPLIT: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2025年1月1日 }
要素 案情 { 所得: 金额 0元以上 }
基准 某行为 {
    要素 案情
    依据 《某法》第一条
    法定幅度 { 警告, 可以 并处 1万元以下罚款 }
    阶次 轻 { 当 所得 不满5000元 处 警告 }
    阶次 重 { 当 所得 5000元以上 处 1万元以下罚款 }
}
";

fn split(amount: &str) -> Report {
    let engine = RuleSet::from_sources([("例", SPLIT)]).expect("good rules").compile();
    report(&engine, &format!("{{\"基准\": \"某行为\", \"要素\": {{\"所得\": {amount}}}}}"))
}

#[test]
fn a_bound_divides_exactly_at_its_figure() {
    for (amount, tier) in [
        ("0", "轻"),
        ("4999.99", "轻"),
        ("\"4999.99元\"", "轻"),
        ("\"4999元9角9分\"", "轻"),
        ("5000", "重"),
        ("5000.00", "重"),
        ("5000.01", "重"),
        ("\"五千元\"", "重"),
    ] {
        assert_eq!(split(amount).decisions[0].outcome, DecisionOutcome::Settled { tiers: vec![tier.to_owned()] }, "{amount}");
    }
}

#[test]
fn one_amount_in_many_writings_gives_one_report() {
    let expected = json(&split("5000"));
    for amount in
        ["\"5000元\"", "\"0.5万元\"", "\"5,000元\"", "5000.00", "5e3", "\"５０００元\"", "\"5000\"", "\"五千元\"", "\"人民币5000元\""]
    {
        assert_eq!(json(&split(amount)), expected, "{amount}");
    }
}

#[test]
fn an_amount_finer_than_a_cent_is_refused_and_never_rounded() {
    let engine = RuleSet::from_sources([("例", SPLIT)]).expect("good rules").compile();
    for amount in ["4999.999", "\"4999.999元\"", "4999.9999999999999999999999"] {
        let value = read_json(&format!("{{\"所得\": {amount}}}"), &Limits::default()).expect("JSON");
        assert!(bind(engine.model(), &value).is_err(), "{amount}");
    }
}

#[test]
fn the_statute_check_sees_what_it_looks_for() {
    let mut report = split("6000");
    let decision = &mut report.decisions[0];
    assert_eq!(beyond_the_statute(decision), None);
    let more = Money::from_fen(1_000_001);
    decision.imposed[0].groups[0].alternatives[0].fine.as_mut().expect("a fine").upper = Some(more);
    assert!(beyond_the_statute(decision).is_some());
}

#[test]
fn no_circumstance_leaves_a_fine_without_an_amount() {
    // By the measure, what is mitigated by, which circumstance holds twice, and to what fines are rounded: the fine.
    let cases = [
        ("3000元罚款", "减轻: 超过0%不满100%", "减轻", "", "不满3000元"),
        ("3000元罚款", "减轻: 超过0%不满100%", "从轻 或者 减轻", "", "3000元以下"),
        ("3000元以下罚款", "减轻: 下限 的 30%以上不满100%", "减轻", "", "3000元以下"),
        ("1000元以上不满3000元罚款", "减轻: 低于下限", "从重", "", "2999.99元"),
        ("超过1000元3000元以下罚款", "减轻: 低于下限", "从轻", "", "1000.01元"),
        ("1000元以上3000元以下罚款", "减轻: 低于下限", "从重", "", "3000元"),
        ("1000元以上不满2950元罚款", "减轻: 低于下限", "从重", "取整 百元 舍去", "2900元"),
        ("超过1050元3000元以下罚款", "减轻: 低于下限", "从轻", "取整 百元 进一", "1100元"),
    ];
    for (fine, mitigate, effect, rounding, expected) in cases {
        let rules = RuleSet::from_sources([(
            "例.zs",
            format!(
                "规则集 例 {{ 版本 “1” 施行 2026年1月1日 制定机关 “某局” {rounding} }}
要素 案情 {{ 甲: 是否  乙: 是否 }}
幅度规则 例 {{
    从轻: 0%以上30%以下
    从重: 70%以上100%以下
    {mitigate}
    数个从轻 取 最低
    数个从重 取 最高
}}
情节 甲情节 {{ 要素 案情 依据 《某法》第一条 效果 {effect} 当 甲 }}
情节 乙情节 {{ 要素 案情 依据 《某法》第一条 效果 {effect} 当 乙 }}
基准 行为 {{
    要素 案情
    依据 《某法》第一条
    法定幅度 {{ {fine} }}
    阶次 一般 {{ 其他情形 处 {fine} }}
}}
"
            ),
        )])
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let engine = rules.compile();
        let value = read_json(r#"{"基准": "行为", "甲": true, "乙": true}"#, &Limits::default()).expect("JSON");
        let submission = bind(engine.model(), &value).expect("a case");
        let by_reference = engine.evaluate_by_reference(&submission).expect("a report");
        assert_eq!(engine.evaluate(&submission).expect("a report"), by_reference);
        let [fine] = fines(&by_reference.decisions[0].imposed)[..] else { panic!("one fine") };
        assert!(!is_empty(&fine), "{fine:?}");
        let told = zhunsheng::report::show_imposed(&by_reference.decisions[0].imposed);
        assert!(told.contains(expected), "{effect} {mitigate}: {told} instead of {expected}");
    }
}
