//! `diff` against the plain enumeration of every case: what changes, which way, and nothing else.

mod support;

use std::collections::BTreeMap;

use zhunsheng::input::{Limits, bind, read_json};
use zhunsheng::prove::{BenchmarkDifference, BenchmarkStatus, Direction, Governs};
use zhunsheng::report::DecisionOutcome;
use zhunsheng::revision::Effective;
use zhunsheng::{Revision, RuleSet};

use support::enumeration::{Dice, FACTS, Kind, Node, Point, Sample, completions, points};

const POLICIES: [&str; 3] = ["唯一", "首个", "从重"];

/// A benchmark with a fine for each tier.
#[derive(Clone)]
struct Version {
    policy: usize,
    tiers: Vec<(String, Node, Fine)>,
    otherwise: Option<Fine>,
}

/// A fine in yuan: a fixed range, or so much for each 次 of 己 with a cap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fine {
    Range(i64, i64),
    PerTime(i64, i64),
    Warning,
}

impl Fine {
    fn text(self) -> String {
        match self {
            Fine::Range(low, high) if low == high => format!("{low}元罚款"),
            Fine::Range(0, high) => format!("{high}元以下罚款"),
            Fine::Range(low, high) => format!("{low}元以上{high}元以下罚款"),
            Fine::PerTime(each, cap) => format!("(甲的倍数 × {each}元) 罚款, 最高 {cap}元").replace("甲的倍数", "份数"),
            Fine::Warning => "警告".to_owned(),
        }
    }

    /// The ends at a point; `None` for no fine.
    fn ends(self, p: &Point) -> Option<(i64, i64)> {
        match self {
            Fine::Range(low, high) => Some((low, high)),
            Fine::PerTime(each, cap) => {
                let fine = (p.f * each).min(cap);
                Some((fine, fine))
            }
            Fine::Warning => None,
        }
    }
}

impl Version {
    fn of(sample: &Sample, dice: &mut Dice) -> Version {
        let tiers = sample.tiers.iter().enumerate().map(|(at, test)| (format!("第{at}"), test.clone(), fine(dice))).collect();
        Version { policy: sample.policy, tiers, otherwise: sample.otherwise.then(|| fine(dice)) }
    }

    fn text(&self) -> String {
        let mut text = FACTS.replace("    己: 整数 0次以上3次以下\n", "    己: 整数 0次以上3次以下\n    定义 份数 = 己 ÷ 1次\n");
        text += &format!("基准 某行为 {{\n    要素 案情\n    命中 {}\n", POLICIES[self.policy]);
        for (name, test, fine) in &self.tiers {
            text += &format!("    阶次 {name} {{\n        当 {}\n        处 {}\n    }}\n", test.text(), fine.text());
        }
        if let Some(fine) = self.otherwise {
            text += &format!("    阶次 其他 {{\n        其他情形\n        处 {}\n    }}\n", fine.text());
        }
        text + "}\n"
    }

    /// What a case gets: the names of its tiers and their fines.
    fn outcome(&self, p: &Point) -> Vec<(&str, Fine)> {
        let held: Vec<(&str, Fine)> = self.tiers.iter().filter(|(_, t, _)| t.holds(p, None)).map(|(n, _, f)| (n.as_str(), *f)).collect();
        match (held.as_slice(), self.policy) {
            ([], _) => self.otherwise.map(|fine| ("其他", fine)).into_iter().collect(),
            (_, 0) => held,
            ([first, ..], 1) => vec![*first],
            ([.., last], _) => vec![*last],
        }
    }

    /// A small revision, as a reviewer makes them.
    fn revised(&self, dice: &mut Dice) -> Version {
        let mut new = self.clone();
        let at = usize::try_from(dice.below(new.tiers.len() as u64)).unwrap();
        match dice.below(7) {
            0 => new.tiers[at].2 = fine(dice),
            1 if new.tiers.len() > 1 => drop(new.tiers.remove(at)),
            2 => new.policy = usize::try_from(dice.below(3)).unwrap(),
            3 => new.otherwise = if new.otherwise.is_some() { None } else { Some(fine(dice)) },
            4 => new.tiers[at].0 = "改名".to_owned(),
            // The same said otherwise changes nothing.
            5 => {
                let test = new.tiers[at].1.clone();
                new.tiers[at].1 = Node(900, Kind::Not(Box::new(Node(901, Kind::Not(Box::new(test))))));
            }
            _ => new.tiers[at].1 = dice.test(),
        }
        new
    }
}

fn fine(dice: &mut Dice) -> Fine {
    match dice.below(6) {
        0 => Fine::PerTime(100 * (1 + dice.figure(2)), 100 * (1 + dice.figure(5))),
        1 => Fine::Warning,
        2 => Fine::Range(200, 200),
        _ => {
            let (low, more) = (100 * dice.figure(2), 100 * (1 + dice.figure(2)));
            Fine::Range(low, low + more)
        }
    }
}

/// Which way the fine goes at a point, for cases that both versions give one tier.
fn way(old: Fine, new: Fine, p: &Point) -> Direction {
    match (old.ends(p), new.ends(p)) {
        (None, None) => Direction::Same,
        // A warning for a fine, or the other way round.
        (None, Some(_)) => Direction::Heavier,
        (Some(_), None) => Direction::Lighter,
        (Some(old), Some(new)) => match (new.0 > old.0 || new.1 > old.1, new.0 < old.0 || new.1 < old.1) {
            (true, false) => Direction::Heavier,
            (false, true) => Direction::Lighter,
            (true, true) => Direction::Mixed,
            (false, false) => Direction::Same,
        },
    }
}

/// What the enumeration says of a case: nothing where it gets the same.
fn expected(old: &Version, new: &Version, p: &Point) -> Option<Direction> {
    let (before, after) = (old.outcome(p), new.outcome(p));
    let names = |outcome: &[(&str, Fine)]| outcome.iter().map(|(n, _)| (*n).to_owned()).collect::<Vec<_>>();
    match (before.as_slice(), after.as_slice()) {
        ([(_, a)], [(_, b)]) => {
            let way = way(*a, *b, p);
            (way != Direction::Same || names(&before) != names(&after)).then_some(way)
        }
        // Overlaps and gaps are compared by what they say alone.
        _ => (before != after).then_some(Direction::Incomparable),
    }
}

fn difference(old: &str, new: &str) -> BenchmarkDifference {
    let revision = Revision::from_sources([("例.zs", old)], [("例.zs", new)]).expect("two versions");
    let mistakes = &revision.checked().diagnostics;
    let difference = revision.difference().unwrap_or_else(|| panic!("{mistakes:?}\n{old}\n{new}"));
    difference.sets[0].benchmarks[0].clone()
}

#[test]
fn every_difference_is_told_and_only_those() {
    let wanted: u64 = std::env::var("ZHUNSHENG_REVISIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let all = points();
    let (mut seen, mut undecided): (BTreeMap<&str, u64>, u64) = (BTreeMap::new(), 0);
    for seed in 0..wanted {
        let mut dice = Dice(seed.wrapping_mul(0x9E6C_63D0_876A_3F6B) + 1, 0);
        let old = Version::of(&Sample::of(seed), &mut dice);
        let new = old.revised(&mut dice);
        let told = difference(&old.text(), &new.text());
        let context = || format!("{}\n{}\n{told:#?}", old.text(), new.text());
        let mut ways: Vec<Direction> = all.iter().filter_map(|p| expected(&old, &new, p)).collect();
        ways.sort_unstable();
        ways.dedup();
        match told.status {
            BenchmarkStatus::Same => assert!(ways.is_empty(), "{ways:?} not told of\n{}", context()),
            BenchmarkStatus::Changed => assert!(!ways.is_empty(), "told of nothing\n{}", context()),
            BenchmarkStatus::Undecided => undecided += 1,
            BenchmarkStatus::Added | BenchmarkStatus::Removed => panic!("{}", context()),
        }
        for change in &told.changes {
            let cases = completions(&change.example, &all);
            assert!(!cases.is_empty(), "no case of {}\n{}", change.example, context());
            for p in cases {
                let way = expected(&old, &new, p);
                let overlap = old.outcome(p).len() != 1 || new.outcome(p).len() != 1;
                assert!(way.is_some(), "{} does not change\n{}", change.example, context());
                assert!(overlap || way == Some(change.direction), "{}: {way:?}\n{}", change.example, context());
            }
            assert_eq!(change.governs, None, "both versions are in force from one day");
        }
        if told.more == 0 && told.undecided.is_empty() {
            let mut directions: Vec<Direction> = told.changes.iter().map(|c| c.direction).collect();
            directions.sort_unstable();
            directions.dedup();
            let single = all.iter().filter(|p| old.outcome(p).len() == 1 && new.outcome(p).len() == 1);
            for p in single {
                let way = expected(&old, &new, p);
                assert!(way.is_none_or(|way| directions.contains(&way)), "{way:?} of {p:?} not told\n{}", context());
            }
        }
        *seen.entry(if told.status == BenchmarkStatus::Same { "same" } else { "changed" }).or_default() += 1;
    }
    assert!(seen["same"] * 20 > wanted && seen["changed"] * 3 > wanted, "{seen:?}");
    assert!(undecided * 50 <= wanted, "{undecided} undecided");
}

/// The regions are conditions of the rule language, so that they can be asked of the evaluator: of each case that changes one
/// holds, and no more than one, and of no other case any.
#[test]
fn of_each_case_that_changes_just_one_region_holds() {
    let all = points();
    let mut asked = 0;
    for seed in 0..120 {
        let mut dice = Dice(seed + 77, 0);
        let old = Version::of(&Sample::of(seed + 5_000), &mut dice);
        let new = old.revised(&mut dice);
        let told = difference(&old.text(), &new.text());
        if told.more > 0 || !told.undecided.is_empty() || told.changes.is_empty() {
            continue;
        }
        let mut text = FACTS.to_owned() + "基准 变化 {\n    要素 案情\n    命中 汇总\n";
        for (at, change) in told.changes.iter().enumerate() {
            text += &format!("    阶次 第{at} {{\n        当 {}\n        处 警告\n    }}\n", change.region);
        }
        text += "    阶次 不变 {\n        其他情形\n        处 警告\n    }\n}\n";
        // A region that names a fact without a value is for a reader.
        let Ok(rules) = RuleSet::from_sources([("例.zs", text)]) else { continue };
        let engine = rules.compile();
        for _ in 0..150 {
            let p = &all[usize::try_from(dice.below(all.len() as u64)).unwrap()];
            let absent = p.e.map_or_else(|| "null".to_owned(), |e| e.to_string());
            let case = format!(
                r#"{{"基准":"变化","甲":{},"乙":"0.0{}","丙":"{}","丁":{},"戊":{absent},"己":{}}}"#,
                p.a,
                p.b,
                ["无", "轻", "重"][usize::try_from(p.c).unwrap()],
                p.d,
                p.f
            );
            let value = read_json(&case, &Limits::default()).expect("a case");
            let report = engine.evaluate(&bind(rules.model(), &value).unwrap_or_else(|e| panic!("{case}: {e:?}"))).expect("a report");
            let within: Vec<&str> = match &report.decisions[0].outcome {
                DecisionOutcome::Settled { tiers } => tiers.iter().map(String::as_str).filter(|name| *name != "不变").collect(),
                other => panic!("{other:?}"),
            };
            let changes = usize::from(expected(&old, &new, p).is_some());
            assert_eq!(within.len(), changes, "{p:?} {within:?}\n{}\n{}\n{told:#?}", old.text(), new.text());
            asked += 1;
        }
    }
    assert!(asked > 1_500, "{asked}");
}

const HEAD: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }\n";

fn pair(old: &str, new: &str) -> zhunsheng::revision::SetDifference {
    let (old, new) = (HEAD.to_owned() + old, HEAD.to_owned() + new);
    let revision = Revision::from_sources([("例.zs", old)], [("例.zs", new)]).expect("two versions");
    let mistakes = &revision.checked().diagnostics;
    revision.difference().unwrap_or_else(|| panic!("{mistakes:?}")).sets.remove(0)
}

const GRADED: &str = "要素 案情 { 次数: 整数 1次以上; 后果: 等级 { 轻微 < 严重 } }
基准 某行为 {
    要素 案情
    阶次 较轻 { 当 后果 为 轻微; 处 1000元罚款 }
    阶次 较重 { 其他情形; 处 3000元罚款 }
}
";

/// Only where the new version comes into force later are there acts of before it, for which a version is to be chosen.
#[test]
fn a_version_governs_earlier_acts_only_where_the_new_one_is_later() {
    let set = |version: &str, day: &str, body: &str| HEAD.replace("“1”", version).replace("2026年1月1日", day) + body;
    let (later, same, earlier) = ("2027年1月1日", "2026年1月1日", "2025年1月1日");
    for (version, day, effective, renumbered) in [
        ("“1”", later, Effective::Later, false),
        ("“2”", later, Effective::Later, true),
        ("“1”", same, Effective::SameDay, false),
        ("“2”", same, Effective::SameDay, true),
        ("“1”", earlier, Effective::Earlier, false),
        ("“2”", earlier, Effective::Earlier, true),
    ] {
        for (fine, wanted) in [("2000元", Governs::New), ("4000元", Governs::Old), ("2000元以上4000元以下", Governs::Compare)] {
            let new = GRADED.replace("3000元", fine);
            let revision =
                Revision::from_sources([("例.zs", set("“1”", same, GRADED))], [("例.zs", set(version, day, &new))]).expect("two versions");
            let set = revision.difference().expect("no mistake").sets.remove(0);
            let succession = set.succession.expect("both versions are there");
            assert_eq!((succession.effective, succession.renumbered, succession.penalties), (effective, renumbered, true));
            let [change] = set.benchmarks[0].changes.as_slice() else { panic!("{set:#?}") };
            assert_eq!(change.governs, (effective == Effective::Later).then_some(wanted), "{set:#?}");
        }
    }
}

#[test]
fn a_new_member_of_a_grade_changes_only_the_cases_that_have_it() {
    let new = GRADED.replace("轻微 < 严重", "轻微 < 一般 < 严重").replace("为 轻微", "为 轻微、一般");
    let set = pair(GRADED, &new);
    let [change] = set.benchmarks[0].changes.as_slice() else { panic!("{set:#?}") };
    assert_eq!((change.region.as_str(), change.direction), ("后果 为 一般", Direction::Lighter));
}

#[test]
fn other_bounds_of_a_fact_change_no_outcome_of_the_cases_both_admit() {
    let set = pair(GRADED, &GRADED.replace("整数 1次以上", "整数 0次以上"));
    assert_eq!(set.benchmarks[0].status, BenchmarkStatus::Same, "{set:#?}");
}

#[test]
fn a_fact_of_another_type_is_told() {
    let new = GRADED.replace("后果: 等级 { 轻微 < 严重 }", "后果: 是否").replace("后果 为 轻微", "未 后果");
    let set = pair(GRADED, &new);
    assert!(set.benchmarks[0].undecided.iter().any(|why| why.contains("「后果」")), "{set:#?}");
}

const LISTED: &str = "要素 处罚记录 { 决定日期: 日期; 金额: 金额 0元以上; 严重: 是否 }
要素 案情 { 记录: 列表 处罚记录 }
基准 某行为 {
    要素 案情
    阶次 较轻 { 当 记录 中 (严重) 的 次数 不满2次; 处 1000元罚款 }
    阶次 较重 { 其他情形; 处 3000元罚款 }
}
";

/// What the elements of a list are called and hold counts, not the order in which they are declared nor their own bounds.
#[test]
fn a_list_is_the_same_fact_whatever_the_order_of_its_fields() {
    let reordered = LISTED.replace("决定日期: 日期; 金额: 金额 0元以上; 严重: 是否", "严重: 是否; 决定日期: 日期; 金额: 金额 0元以上");
    for new in [reordered.clone(), reordered.replace("处罚记录", "记录项"), LISTED.replace("0元以上;", "1元以上;")] {
        assert_eq!(pair(LISTED, &new).benchmarks[0].status, BenchmarkStatus::Same);
        let set = pair(LISTED, &new.replace("不满2次", "不满3次"));
        let benchmark = &set.benchmarks[0];
        let [change] = benchmark.changes.as_slice() else { panic!("{set:#?}") };
        assert!(benchmark.undecided.is_empty(), "{benchmark:#?}");
        let region = "记录 中 (严重) 的 次数 2次";
        assert_eq!((change.region.as_str(), change.direction), (region, Direction::Lighter));
    }
    // A field that only one version has makes the elements others.
    let more = LISTED.replace("严重: 是否 }", "严重: 是否; 机关: 文本 }").replace("不满2次", "不满3次");
    assert!(pair(LISTED, &more).benchmarks[0].undecided.iter().any(|why| why.contains("「记录」")));
}

#[test]
fn a_revoked_permit_is_not_lighter_than_a_suspended_business() {
    let with = |sanction: &str| GRADED.replace("3000元罚款", sanction);
    let change = |old: &str, new: &str| pair(&with(old), &with(new)).benchmarks[0].changes.iter().map(|c| c.direction).collect::<Vec<_>>();
    assert_eq!(change("责令停产停业", "吊销许可证件"), [Direction::Incomparable]);
    assert_eq!(change("暂扣许可证件", "吊销许可证件"), [Direction::Heavier]);
}

#[test]
fn two_tiers_where_one_may_apply_are_no_penalty_to_compare() {
    let new = GRADED.replace("其他情形", "当 次数 2次以上");
    let set = pair(GRADED, &new);
    let changes: Vec<_> = set.benchmarks[0].changes.iter().map(|c| (c.region.as_str(), c.direction, c.new.as_str())).collect();
    let both = "同时符合 较轻:1000元罚款;较重:3000元罚款";
    assert!(changes.contains(&("后果 为 轻微 且 次数 2次以上", Direction::Incomparable, both)), "{changes:#?}");
}

/// A fine under a condition changes only the cases in which it is imposed.
#[test]
fn a_conditional_fine_changes_the_cases_of_its_condition() {
    let with = |fine: &str| GRADED.replace("处 3000元罚款", &format!("处 3000元罚款; 若 次数 3次以上 则 {fine}元罚款"));
    let set = pair(&with("1000"), &with("2000"));
    let [change] = set.benchmarks[0].changes.as_slice() else { panic!("{set:#?}") };
    assert_eq!((change.region.as_str(), change.direction), ("后果 为 严重 且 次数 3次以上", Direction::Heavier));
}

#[test]
fn circumstances_and_what_came_and_went_are_told() {
    let circumstance =
        |effect: &str, limit: &str| format!("情节 退还 {{ 要素 案情; 依据 《某法》第一条; 效果 {effect}; 当 次数 {limit} }}\n");
    let old = GRADED.to_owned() + &circumstance("应当 从轻", "为 1次");
    let new = GRADED.replace("某行为", "另一行为") + &circumstance("可以 从轻", "2次以下");
    let set = pair(&old, &new);
    let status: Vec<_> = set.benchmarks.iter().map(|b| (b.name.as_str(), b.status)).collect();
    assert_eq!(status, [("另一行为", BenchmarkStatus::Added), ("某行为", BenchmarkStatus::Removed)]);
    let [rule] = set.rules.as_slice() else { panic!("{set:#?}") };
    assert_eq!(rule.changes.len(), 1);
    assert_eq!((rule.changes[0].region.as_str(), rule.changes[0].new.as_str()), ("次数 2次", "成立"));
    let notes: Vec<String> = rule.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["效果由「应当从轻处罚」改为「可以从轻处罚」"]);
}

#[test]
fn two_loads_of_the_packs_give_every_case_the_same() {
    let rules = support::root().join("rules/司法行政");
    let revision = Revision::load(&rules, &rules).expect("the packs");
    assert!(!revision.difference().expect("no mistake").differs());
}
