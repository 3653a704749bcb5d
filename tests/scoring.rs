//! Scoring standards: what the prover says of generated standards against the enumeration of every case by the evaluator, and
//! against a second plain reading of the standard.

use std::collections::BTreeMap;

use proptest::prelude::*;
use zhunsheng::input::CaseFacts;
use zhunsheng::law::Exact;
use zhunsheng::model::{FactId, Given, Model, Property, ScoringId, Value};
use zhunsheng::prove::{Change, Outcome, Survivor, mutate_scoring, propose_scoring, prove};
use zhunsheng::{RuleSet, check_sources};

/// The facts of every generated standard: four truths and two counts, of which the cases give 0 to 4.
const TRUTHS: usize = 4;
const COUNTS: usize = 2;
const MOST: i64 = 4;

/// A condition: a truth, a count that reaches a bound, and their negations and conjunctions.
#[derive(Debug, Clone)]
enum When {
    Truth(usize),
    Not(usize),
    Reaches(usize, i64),
    Both(Box<When>, Box<When>),
}

impl When {
    fn text(&self) -> String {
        match self {
            When::Truth(at) => format!("甲{at}"),
            When::Not(at) => format!("未 甲{at}"),
            When::Reaches(at, bound) => format!("数{at} {bound}以上"),
            When::Both(one, other) => format!("({}) 且 ({})", one.text(), other.text()),
        }
    }

    fn holds(&self, case: &Case) -> bool {
        match self {
            When::Truth(at) => case.truths[*at],
            When::Not(at) => !case.truths[*at],
            When::Reaches(at, bound) => case.counts[*at] >= *bound,
            When::Both(one, other) => one.holds(case) && other.holds(case),
        }
    }
}

#[derive(Debug, Clone)]
enum On {
    When(When),
    Each { count: usize, step: i64, most: Option<i64> },
}

#[derive(Debug, Clone)]
struct Item {
    bonus: bool,
    deducts: bool,
    points: i64,
    lines: Vec<(i64, On)>,
}

#[derive(Debug, Clone)]
struct Standard {
    items: Vec<Item>,
    cap: Option<i64>,
    veto: Option<When>,
    /// Each grade from its first figure (included or not) to its second.
    grades: Vec<(Option<(i64, bool)>, Option<(i64, bool)>)>,
}

#[derive(Debug, Clone)]
struct Case {
    truths: [bool; TRUTHS],
    counts: [i64; COUNTS],
}

impl Standard {
    fn full(&self) -> i64 {
        self.items.iter().filter(|i| !i.bonus).map(|i| i.points).sum()
    }

    fn text(&self) -> String {
        let mut text = String::from("规则集 例 { 版本 “1” 施行 2026年1月1日 }\n要素 案情 {\n");
        (0..TRUTHS).for_each(|at| text.push_str(&format!("    甲{at}: 是否\n")));
        (0..COUNTS).for_each(|at| text.push_str(&format!("    数{at}: 整数 0以上{MOST}以下\n")));
        text.push_str(&format!("}}\n评分 标准 {{\n    要素 案情\n    示例\n    满分 {}分\n", self.full()));
        if let Some(cap) = self.cap {
            text.push_str(&format!("    合计上限 {cap}分\n"));
        }
        for (at, item) in self.items.iter().enumerate() {
            let word = if item.bonus { "加分项目" } else { "项目" };
            text.push_str(&format!("    {word} 第{at}项 {}分 {{\n", item.points));
            for (points, on) in &item.lines {
                let word = if item.deducts { "扣" } else { "得" };
                match on {
                    On::When(when) => text.push_str(&format!("        {word} {points}分 当 {}\n", when.text())),
                    On::Each { count, step, most } => {
                        let most = most.map_or_else(String::new, |most| format!(", 最多 {most}分"));
                        text.push_str(&format!("        {word} {points}分 每 数{count} {step}{most}\n"));
                    }
                }
            }
            text.push_str("    }\n");
        }
        if let Some(veto) = &self.veto {
            text.push_str(&format!("    一票否决 为 等0 当 {}\n", veto.text()));
        }
        let grades: Vec<String> = self
            .grades
            .iter()
            .enumerate()
            .map(|(at, (lower, upper))| {
                let lower = lower.map_or_else(String::new, |(n, closed)| if closed { format!("{n}分以上") } else { format!("超过{n}分") });
                let upper = upper.map_or_else(String::new, |(n, closed)| if closed { format!("{n}分以下") } else { format!("不满{n}分") });
                format!("等{at}: {lower}{upper}")
            })
            .collect();
        text.push_str(&format!("    等次 {{ {} }}\n}}\n", grades.join("; ")));
        text
    }

    /// The plain reading: the total, and the grades whose range holds it.
    fn total(&self, case: &Case) -> i64 {
        let mut total = 0;
        for item in &self.items {
            let moved: i64 = item
                .lines
                .iter()
                .map(|(points, on)| match on {
                    On::When(when) => {
                        if when.holds(case) {
                            *points
                        } else {
                            0
                        }
                    }
                    On::Each { count, step, most } => {
                        let all = points * (case.counts[*count] / step);
                        most.map_or(all, |most| all.min(most))
                    }
                })
                .sum();
            let moved = moved.min(item.points);
            total += if item.deducts { item.points - moved } else { moved };
        }
        self.cap.map_or(total, |cap| total.min(cap))
    }

    fn in_range(&self, total: i64) -> Vec<usize> {
        let within = |(lower, upper): &(Option<(i64, bool)>, Option<(i64, bool)>)| {
            lower.is_none_or(|(n, closed)| total > n || (closed && total == n))
                && upper.is_none_or(|(n, closed)| total < n || (closed && total == n))
        };
        (0..self.grades.len()).filter(|at| within(&self.grades[*at])).collect()
    }
}

fn whens() -> impl Strategy<Value = When> {
    let leaf = prop_oneof![
        (0..TRUTHS).prop_map(When::Truth),
        (0..TRUTHS).prop_map(When::Not),
        (0..COUNTS, 1..=MOST).prop_map(|(at, bound)| When::Reaches(at, bound)),
    ];
    leaf.prop_recursive(1, 3, 2, |inner| (inner.clone(), inner).prop_map(|(a, b)| When::Both(Box::new(a), Box::new(b))))
}

fn items() -> impl Strategy<Value = Item> {
    let on = prop_oneof![
        whens().prop_map(On::When),
        (0..COUNTS, 1..=2i64, prop::option::of(1..=8i64)).prop_map(|(count, step, most)| On::Each { count, step, most }),
    ];
    (any::<bool>(), any::<bool>(), 5..=20i64, prop::collection::vec((1..=10i64, on), 1..4)).prop_map(|(bonus, deducts, points, lines)| {
        let bonus = bonus && !deducts;
        Item { bonus, deducts, points, lines }
    })
}

/// Grades that meet, and with some luck leave a gap or overlap at a bound.
fn grades() -> impl Strategy<Value = Vec<(Option<(i64, bool)>, Option<(i64, bool)>)>> {
    (prop::collection::btree_set(3..=60i64, 1..3), prop::collection::vec((any::<bool>(), any::<bool>(), -12..=12i64), 3)).prop_map(
        |(cuts, slips)| {
            let cuts: Vec<i64> = cuts.into_iter().collect();
            let mut grades = Vec::new();
            for at in 0..=cuts.len() {
                let lower = at.checked_sub(1).map(|before| (cuts[before], slips[before].0));
                let upper = cuts.get(at).map(|cut| match slips[at].2 {
                    // Mostly sound: the other side of the same bound.
                    0 | 1 => (*cut, !slips[at].0),
                    slip => ((cut - slip).max(1), slips[at].1),
                });
                let empty = lower.zip(upper).is_some_and(|((from, a), (to, b))| to < from || (to == from && !(a && b)));
                if !empty {
                    grades.push((lower, upper));
                }
            }
            grades
        },
    )
}

fn standards() -> impl Strategy<Value = Standard> {
    (prop::collection::vec(items(), 1..4), prop::option::weighted(0.3, 20..=40i64), prop::option::weighted(0.3, whens()), grades())
        .prop_filter("some item of the full score", |(items, ..)| items.iter().any(|i| !i.bonus))
        .prop_map(|(items, cap, veto, grades)| Standard { items, cap, veto, grades })
}

fn cases() -> impl Iterator<Item = Case> {
    (0..1usize << TRUTHS).flat_map(|bits| {
        (0..=MOST).flat_map(move |one| {
            (0..=MOST).map(move |other| Case { truths: std::array::from_fn(|at| bits >> at & 1 == 1), counts: [one, other] })
        })
    })
}

fn facts(model: &Model, case: &Case) -> CaseFacts {
    let mut facts = CaseFacts::new(model);
    for (at, fact) in (0u32..).zip(&model.facts) {
        let key = fact.key.to_string();
        let index: usize = key.chars().last().and_then(|c| c.to_digit(10)).expect("a number in the name") as usize;
        let value =
            if key.starts_with('甲') { Value::Boolean(case.truths[index]) } else { Value::Number(Exact::from_int(case.counts[index])) };
        let id = fact_ids(model).nth(at as usize).expect("a fact");
        facts.set(id, Given::Known(value));
    }
    facts
}

fn fact_ids(model: &Model) -> impl Iterator<Item = FactId> + '_ {
    model.scorings[0].facts.iter().copied()
}

fn compare(standard: &Standard) -> Result<[bool; 4], TestCaseError> {
    let text = standard.text();
    let rules = RuleSet::from_sources([("例.zs", text.as_str())]).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
    let (model, engine) = (rules.model(), rules.compile());
    let id: ScoringId = engine.scorings(None, None)[0];
    // Every case, by the plain reading and by the evaluator.
    let (mut gap, mut overlap, mut beyond) = (false, false, false);
    let mut reached = vec![false; standard.grades.len()];
    let mut held: Vec<bool> = Vec::new();
    for case in cases() {
        let total = standard.total(&case);
        let vetoed = standard.veto.as_ref().is_some_and(|veto| veto.holds(&case));
        let fit = if vetoed { vec![0] } else { standard.in_range(total) };
        gap |= fit.is_empty();
        overlap |= fit.len() > 1;
        beyond |= total > standard.full();
        if let Some(first) = fit.first() {
            reached[*first] = true;
        }
        let lines = standard.items.iter().flat_map(|item| &item.lines).filter_map(|(_, on)| match on {
            On::When(when) => Some(when.holds(&case)),
            On::Each { .. } => None,
        });
        let holds: Vec<bool> = lines.chain(standard.veto.as_ref().map(|veto| veto.holds(&case))).collect();
        held.resize(holds.len(), false);
        held.iter_mut().zip(holds).for_each(|(known, now)| *known |= now);
        let score = engine.score(id, &facts(model, &case)).expect("it can be evaluated").expect("it applies");
        prop_assert_eq!(score.total.single(), Some(Exact::from_int(total)), "{:?}\n{}", case, text);
        let wanted: Vec<String> = fit.first().map(|at| format!("等{at}")).into_iter().collect();
        prop_assert_eq!(score.grades, wanted, "{:?}\n{}", case, text);
    }
    let dead = reached.contains(&false) || held.contains(&false);
    let proof = prove(model);
    let faults = [gap, overlap, dead, beyond];
    for (property, fault) in [Property::Complete, Property::Disjoint, Property::Live, Property::Scored].into_iter().zip(faults) {
        let of: Vec<Outcome> = proof.scorings.iter().filter(|v| v.property == property).map(|v| v.outcome).collect();
        prop_assert!(!of.is_empty(), "{:?} was not asked of\n{}", property, text);
        let wanted = if fault { Outcome::Refuted } else { Outcome::Proved };
        prop_assert!(of.iter().all(|o| *o == wanted), "{:?} is {:?}, but every case says {:?}\n{}", property, of, wanted, text);
    }
    Ok(faults)
}

/// The same standards in every run; with ZHUNSHENG_STANDARDS=n as many others.
fn runner(few: u32) -> proptest::test_runner::TestRunner {
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let many = std::env::var("ZHUNSHENG_STANDARDS").ok().and_then(|n| n.parse().ok());
    let config = ProptestConfig { cases: many.unwrap_or(few), failure_persistence: None, ..ProptestConfig::default() };
    match many {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    }
}

#[test]
fn the_prover_agrees_with_the_enumeration_of_every_case() {
    let mut runner = runner(32);
    let seen = std::cell::RefCell::new([[0usize; 2]; 4]);
    let ran = runner.run(&standards(), |standard| {
        let faults = compare(&standard)?;
        for (at, fault) in faults.into_iter().enumerate() {
            seen.borrow_mut()[at][usize::from(fault)] += 1;
        }
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    // Each answer came up, so that none is right by default.
    let seen = seen.into_inner();
    println!("sound and faulty, by property: {seen:?}");
    assert!(seen.iter().all(|[sound, faulty]| *sound > 0 && *faulty > 0), "{seen:?}");
}

#[test]
fn more_facts_never_contradict_a_score() {
    let mut runner = runner(100);
    let case = (prop::array::uniform4(any::<bool>()), prop::array::uniform2(0..=MOST)).prop_map(|(truths, counts)| Case { truths, counts });
    let known = prop::array::uniform6(any::<bool>());
    let ran = runner.run(&(standards(), case, known), |(standard, case, known)| {
        let rules = RuleSet::from_sources([("例.zs", standard.text())]).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let (model, engine) = (rules.model(), rules.compile());
        let id = engine.scorings(None, None)[0];
        let whole = facts(model, &case);
        let mut part = CaseFacts::new(model);
        for (id, known) in fact_ids(model).zip(known) {
            if known {
                part.set(id, whole.get(id).clone());
            }
        }
        let (less, more) = (engine.score(id, &part).unwrap().unwrap(), engine.score(id, &whole).unwrap().unwrap());
        let total = more.total.single().expect("every fact is known");
        prop_assert!(less.total.least <= total && total <= less.total.most, "{:?} {:?}", less.total, total);
        prop_assert!(more.grades.iter().all(|grade| less.grades.contains(grade)), "{:?} {:?}", less.grades, more.grades);
        prop_assert!(less.or_none || !more.or_none, "{:?} {:?}", less, more);
        prop_assert_eq!(more.or_none, more.grades.is_empty());
        // What is settled holds of every completion, not of this one alone.
        if less.grade().is_some() || less.grades.is_empty() {
            for case in cases() {
                let whole = facts(model, &case);
                if fact_ids(model).any(|id| *part.get(id) != Given::Unknown && part.get(id) != whole.get(id)) {
                    continue;
                }
                let settled = engine.score(id, &whole).unwrap().unwrap();
                prop_assert_eq!(settled.grades, less.grades.clone(), "{:?}\n{}", case, standard.text());
            }
        }
        let missing: Vec<String> = less.unknown.iter().map(|u| u.fact.clone()).collect();
        prop_assert!(less.total.single().is_some() || !missing.is_empty());
        let again: zhunsheng::report::Score = serde_json::from_str(&serde_json::to_string(&less).unwrap()).unwrap();
        prop_assert_eq!(again, less);
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}

#[test]
fn too_many_combinations_are_undecided_and_end() {
    // Thirty truths of one item share a fact in a chain: their ways cannot be counted one by one.
    let facts: String = (0..30).map(|at| format!("    甲{at}: 是否\n")).collect();
    let lines: String = (0..29).map(|at| format!("        扣 1分 当 甲{at} 或者 甲{}\n", at + 1)).collect();
    let text = format!(
        "规则集 例 {{ 版本 “1” 施行 2026年1月1日 }}\n要素 案情 {{\n{facts}}}\n评分 标准 {{\n    要素 案情\n    示例\n    满分 100分\n    项目 一 100分 {{\n{lines}    }}\n    等次 {{ 好: 90分以上; 差: 不满90分 }}\n}}\n"
    );
    let checked = check_sources([("例.zs", text)]).unwrap();
    let proof = prove(checked.model.as_ref().expect("good rules"));
    assert!(proof.scorings.iter().all(|v| v.outcome == Outcome::Undecided), "{:?}", proof.scorings);
}

// ── cases that are missing, and changes that none notices ──

/// What a standard gives a case: the total, and the grade.
fn given_by(standard: &Standard, case: &Case) -> (i64, Option<usize>) {
    let total = standard.total(case);
    let vetoed = standard.veto.as_ref().is_some_and(|veto| veto.holds(case));
    (total, if vetoed { Some(0) } else { standard.in_range(total).first().copied() })
}

/// Every change of points, steps, caps, lines, grades and the veto, by its kind and the first sign of its place.
fn changed(standard: &Standard) -> Vec<(Change, &'static str, Standard)> {
    let mut all = Vec::new();
    let mut add = |change: Change, place: &'static str, alter: &dyn Fn(&mut Standard)| {
        let mut other = standard.clone();
        alter(&mut other);
        all.push((change, place, other));
    };
    for (at, item) in standard.items.iter().enumerate() {
        add(Change::Points, "第", &|s| s.items[at].points += 1);
        let word = if item.deducts { "扣" } else { "得" };
        for (nth, (points, on)) in item.lines.iter().enumerate() {
            add(Change::Points, word, &|s| s.items[at].lines[nth].0 += 1);
            add(Change::Dropped, word, &|s| drop(s.items[at].lines.remove(nth)));
            let On::Each { count, step, most } = on else { continue };
            let with = |step: i64, most: Option<i64>| On::Each { count: *count, step, most };
            add(Change::Step, word, &|s| s.items[at].lines[nth].1 = with(step + 1, *most));
            if let Some(most) = most {
                add(Change::Cap, word, &|s| s.items[at].lines[nth].1 = with(*step, Some(most + points)));
            }
        }
    }
    if let Some(cap) = standard.cap {
        add(Change::Cap, "标", &|s| s.cap = Some(cap + 1));
    }
    for (at, (lower, upper)) in standard.grades.iter().enumerate() {
        for (bound, low) in [(lower, true), (upper, false)] {
            let Some((figure, closed)) = *bound else { continue };
            let mut set = |change: Change, to: (i64, bool)| {
                add(change, "等", &|s| if low { s.grades[at].0 = Some(to) } else { s.grades[at].1 = Some(to) });
            };
            set(Change::Bound, (figure, !closed));
            set(Change::Moved, (figure + 1, closed));
        }
    }
    if standard.veto.is_some() {
        add(Change::Dropped, "一", &|s| s.veto = None);
    }
    all
}

#[test]
fn changes_that_alter_nothing_are_proved_to_and_no_other() {
    let mut runner = runner(24);
    let seen = std::cell::RefCell::new([0usize; 2]);
    let ran = runner.run(&standards(), |standard| {
        let rules = RuleSet::from_sources([("例.zs", standard.text())]).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let (model, sources) = (rules.model(), rules.sources());
        let id = model.scoring_ids().next().expect("a standard");
        // Without a case nothing is noticed: what survives is what may alter something.
        let mutated = mutate_scoring(model, id);
        prop_assert_eq!(mutated.noticed, 0);
        let cases: Vec<Case> = cases().collect();
        let plain: Vec<_> = cases.iter().map(|case| given_by(&standard, case)).collect();
        let mut expected: BTreeMap<(String, &str), usize> = BTreeMap::new();
        for (change, place, other) in changed(&standard) {
            // A total without a grade is nothing that a case can state, whatever grade the change gives it.
            let alters = cases.iter().zip(&plain).any(|(case, plain)| {
                let other = given_by(&other, case);
                other != *plain && (other.0 != plain.0 || plain.1.is_some())
            });
            seen.borrow_mut()[usize::from(alters)] += 1;
            *expected.entry((format!("{change:?}"), place)).or_default() += usize::from(alters);
        }
        for ((change, place), count) in expected {
            let survives = |s: &&Survivor| format!("{:?}", s.change) == change && sources.slice(s.span).starts_with(place);
            let found = mutated.survivors.iter().filter(survives).count();
            // What 合计上限 hides is not looked into.
            let right = if standard.cap.is_some() { found >= count } else { found == count };
            prop_assert!(right, "{} at {}: {} of {} in\n{}", change, place, found, count, standard.text());
        }
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    let [same, other] = seen.into_inner();
    assert!(same > 20 && other > 20, "{same} {other}");
}

/// The proposals of a standard, written into its file.
fn filled(text: &str) -> (RuleSet, String) {
    let rules = RuleSet::from_sources([("例.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let id = rules.model().scoring_ids().next().expect("a standard");
    let proposed: String = propose_scoring(rules.model(), id).cases.iter().map(|case| case.text()).collect();
    let whole = RuleSet::from_sources([("例.zs", format!("{text}{proposed}"))]).unwrap_or_else(|mistakes| panic!("{mistakes}\n{proposed}"));
    (whole, proposed)
}

#[test]
fn the_proposed_cases_pass_and_nothing_more_is_proposed() {
    let mut runner = runner(24);
    let ran = runner.run(&standards(), |standard| {
        let (rules, proposed) = filled(&standard.text());
        let engine = rules.compile();
        for case in engine.scoring_case_ids() {
            let result = engine.run_scoring_case(case).expect("a case that can be evaluated");
            prop_assert!(result.passed(), "{}: {:?}\n{}", result.name, result.mismatches, proposed);
        }
        let id = rules.model().scoring_ids().next().expect("a standard");
        let again = propose_scoring(rules.model(), id);
        prop_assert!(again.cases.is_empty(), "{:?}\n{}\n{}", again, standard.text(), proposed);
        // Every total that is next to a bound of a grade is among them, so that no bound can move unnoticed but into a gap.
        let left = mutate_scoring(rules.model(), id).survivors;
        let graded = left.iter().filter(|s| rules.sources().slice(s.span).starts_with("等") && s.change == Change::Bound).count();
        let gap = cases().any(|case| given_by(&standard, &case).1.is_none());
        prop_assert!(graded == 0 || gap, "{:?}\n{}\n{}", left, standard.text(), proposed);
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}

const REVIEWED: &str = "规则集 例 { 版本 “1” 施行 2026年1月1日 }
要素 案卷 {
    缺失文书: 整数 0份以上
    超期: 期间 日 0日以上
    听证: 是否
    已告知: 是否
    伪造: 是否
    示范: 是否
    涉案金额: 金额 0元以上
    立案日期: 日期
}
评分 案卷评查 {
    要素 案卷
    示例
    适用 当 立案日期 2026年1月1日以上
    满分 100分
    合计上限 100分
    项目 文书 60分 { 扣 15分 每 缺失文书 1份, 最多 45分 “缺少文书”; 扣 30分 当 涉案金额 5万元以上 且 缺失文书 3份以上 “大案缺少文书” }
    项目 程序 40分 { 扣 20分 当 听证 且 未 已告知 “没有告知听证”; 扣 5分 每 超期 10日 “超期” }
    加分项目 示范 5分 { 得 5分 当 示范 “示范案卷” }
    一票否决 为 不合格 当 伪造 “伪造文书”
    等次 { 优秀: 90分以上; 合格: 60分以上不满90分; 不合格: 不满60分 }
}
";

#[test]
fn a_standard_with_the_proposed_cases_lets_no_change_pass_unnoticed() {
    let (rules, proposed) = filled(REVIEWED);
    let id = rules.model().scoring_ids().next().expect("a standard");
    let left: Vec<String> =
        mutate_scoring(rules.model(), id).survivors.iter().map(|s| format!("{:?} {}", s.change, rules.sources().slice(s.span))).collect();
    assert!(left.is_empty(), "{left:#?}\n{proposed}");
    // What a reviewer would look for.
    for wanted in
        ["没有扣分", "超期 10日", "超期 9日", "缺失文书 4份 到上限", "一票否决 伪造文书", "示范案卷", "程序 扣完", "涉案金额 49999.99元"]
    {
        assert!(proposed.contains(wanted), "{wanted} is not proposed:\n{proposed}");
    }
}

#[test]
fn a_change_that_no_case_of_a_standard_notices_is_told() {
    let case = "用例 无问题 {
    评分 案卷评查
    设 缺失文书 = 0份, 超期 = 0日, 听证 = 否, 已告知 = 否, 伪造 = 否, 示范 = 否, 涉案金额 = 0元, 立案日期 = 2026-03-01
    应得 100分
    应为 优秀
}
";
    let rules = RuleSet::from_sources([("例.zs", format!("{REVIEWED}{case}"))]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let id = rules.model().scoring_ids().next().expect("a standard");
    let mutated = mutate_scoring(rules.model(), id);
    let left =
        |change: Change, words: &str| mutated.survivors.iter().any(|s| s.change == change && rules.sources().slice(s.span).contains(words));
    assert!(left(Change::Cap, "最多 45分") && left(Change::Step, "超期 10日") && left(Change::Dropped, "一票否决"), "{mutated:?}");
    // That the standard applies is seen, and that 大案 moves nothing by itself is proved.
    assert!(mutated.noticed > 0 && mutated.same > 0 && !left(Change::Points, "大案"), "{mutated:?}");
}

/// 65分 stands between the grades: 良好 is not settled while 65分 is possible.
#[test]
fn a_possible_total_without_grade_leaves_the_grade_open() {
    let text = "规则集 测 { 版本 “1” 施行 2026年1月1日 }
        要素 案 { 次数: 整数 0次以上, 已改: 是否 }
        评分 分 {
            要素 案
            示例
            满分 100分
            项目 甲 60分 { 扣 5.5分 每 次数 1次, 最多 20分 “次” }
            项目 乙 40分 { 扣 15分 当 未 已改 “没改” }
            等次 { 优秀: 90分以上; 良好: 75分以上89分以下; 不合格: 不满60分 }
        }
        用例 “定不下来” { 评分 分 设 次数 = 5次, 已改 = 未知 应为 良好 }";
    let rules = RuleSet::from_sources([("例.zs", text)]).unwrap();
    let (model, engine) = (rules.model(), rules.compile());
    let id = engine.scorings(None, None)[0];
    let ids: Vec<FactId> = fact_ids(model).collect();
    let score = |times: i64, mended: Given| {
        let mut facts = CaseFacts::new(model);
        facts.set(ids[0], Given::Known(Value::Number(Exact::from_int(times))));
        facts.set(ids[1], mended);
        engine.score(id, &facts).unwrap().unwrap()
    };
    let open = score(5, Given::Unknown);
    assert_eq!((open.grades.clone(), open.or_none, open.grade()), (vec!["良好".to_owned()], true, None));
    let told = zhunsheng::report::ScoreReport {
        schema: zhunsheng::report::SCORE_SCHEMA.to_owned(),
        case: None,
        rules: Vec::new(),
        scores: vec![open],
    };
    let zh = zhunsheng::report::score_text(&told, zhunsheng::diagnostic::Language::Chinese);
    assert!(zh.contains("等次尚不能确定：良好 或者 没有等次"), "{zh}");
    let en = zhunsheng::report::score_text(&told, zhunsheng::diagnostic::Language::English);
    assert!(en.contains("Grade not settled: 良好 or no grade"), "{en}");
    // 89.5分 lies between 85分 and 100分 and has no grade, but no case comes to it.
    assert_eq!(score(0, Given::Unknown).grades, ["优秀", "良好"].map(str::to_owned));
    assert!(!score(0, Given::Unknown).or_none);
    assert_eq!(score(5, Given::Known(Value::Boolean(true))).grade(), Some("良好"));
    let case = engine.run_scoring_case(engine.scoring_case_ids()[0]).unwrap();
    assert_eq!(case.mismatches[0].actual, "良好 或者 没有等次");
}
