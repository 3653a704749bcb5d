//! `diff` of scoring standards against the plain enumeration of every case: what changes, which way, for which cases, and nothing else.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use zhunsheng::input::{Limits, bind, read_json};
use zhunsheng::prove::{BenchmarkStatus, ScoreDirection, ScorePart, ScoringDifference};
use zhunsheng::{Revision, RuleSet};

use support::enumeration::Dice;

const TRUTHS: usize = 4;
const COUNTS: usize = 2;
const MOST: i64 = 4;
const GRADES: [&str; 3] = ["好", "中", "差"];
const HEAD: &str = "规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Case {
    truths: [bool; TRUTHS],
    counts: [i64; COUNTS],
}

fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for bits in 0..1usize << TRUTHS {
        for one in 0..=MOST {
            for other in 0..=MOST {
                all.push(Case { truths: std::array::from_fn(|at| bits >> at & 1 == 1), counts: [one, other] });
            }
        }
    }
    all
}

fn facts() -> String {
    let truths: String = (0..TRUTHS).map(|at| format!("    真{at}: 是否\n")).collect();
    let counts: String = (0..COUNTS).map(|at| format!("    数{at}: 整数 0次以上{MOST}次以下\n")).collect();
    format!("要素 案卷 {{\n{truths}{counts}}}\n")
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum When {
    Truth(usize),
    Reaches(usize, i64),
    /// 数0 + 数1: what ties two facts.
    Sum(i64),
    Not(Box<When>),
    Any(Box<When>, Box<When>),
}

impl When {
    fn of(dice: &mut Dice, depth: usize) -> When {
        match dice.below(if depth == 0 { 5 } else { 8 }) {
            0 | 1 => When::Truth(at(dice, TRUTHS)),
            2 | 3 => When::Reaches(at(dice, COUNTS), 1 + dice.figure(MOST - 1)),
            4 => When::Sum(1 + dice.figure(2 * MOST - 1)),
            5 => When::Not(Box::new(When::of(dice, depth - 1))),
            _ => When::Any(Box::new(When::of(dice, depth - 1)), Box::new(When::of(dice, depth - 1))),
        }
    }

    fn text(&self) -> String {
        match self {
            When::Truth(at) => format!("真{at}"),
            When::Reaches(at, bound) => format!("数{at} {bound}次以上"),
            When::Sum(bound) => format!("(数0 + 数1) {bound}次以上"),
            When::Not(inner) => format!("未 ({})", inner.text()),
            When::Any(one, other) => format!("({} 或者 {})", one.text(), other.text()),
        }
    }

    fn holds(&self, case: &Case) -> bool {
        match self {
            When::Truth(at) => case.truths[*at],
            When::Reaches(at, bound) => case.counts[*at] >= *bound,
            When::Sum(bound) => case.counts.iter().sum::<i64>() >= *bound,
            When::Not(inner) => !inner.holds(case),
            When::Any(one, other) => one.holds(case) || other.holds(case),
        }
    }
}

fn at(dice: &mut Dice, n: usize) -> usize {
    usize::try_from(dice.below(n as u64)).unwrap()
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum On {
    When(When),
    Each { count: usize, step: i64, most: Option<i64> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    name: String,
    points: i64,
    deducts: bool,
    lines: Vec<(i64, On)>,
}

#[derive(Debug, Clone)]
struct Standard {
    applies: Option<When>,
    cap: Option<i64>,
    items: Vec<Item>,
    vetoes: Vec<(usize, When)>,
    /// From where on 好 and 中 are given.
    cuts: (i64, i64),
}

/// What a case comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outcome {
    items: BTreeMap<String, i64>,
    veto: Option<usize>,
    total: i64,
    grade: usize,
}

fn line(dice: &mut Dice) -> (i64, On) {
    let on = match dice.below(3) {
        0 => On::Each { count: at(dice, COUNTS), step: 1 + dice.figure(1), most: (dice.below(2) == 0).then(|| 1 + dice.figure(5)) },
        _ => On::When(When::of(dice, 1)),
    };
    (1 + dice.figure(5), on)
}

fn item(dice: &mut Dice, name: &str) -> Item {
    let lines = (0..1 + dice.below(3)).map(|_| line(dice)).collect();
    Item { name: name.to_owned(), points: 4 + dice.figure(6), deducts: dice.below(3) > 0, lines }
}

impl Standard {
    fn of(dice: &mut Dice) -> Standard {
        let items = ["一", "二", "三"].iter().take(1 + at(dice, 3)).map(|name| item(dice, name)).collect();
        let vetoes = (0..dice.below(3)).map(|_| (if dice.below(3) == 0 { 1 } else { 2 }, When::of(dice, 0))).collect();
        let low = 3 + dice.figure(7);
        let applies = (dice.below(4) == 0).then(|| When::of(dice, 0));
        Standard { applies, cap: (dice.below(5) == 0).then(|| 10 + dice.figure(5)), items, vetoes, cuts: (low + 1 + dice.figure(6), low) }
    }

    fn text(&self, turned: bool) -> String {
        let full: i64 = self.items.iter().map(|item| item.points).sum();
        let mut text = format!("{HEAD}{}评分 标准 {{\n    要素 案卷\n    示例\n", facts());
        if let Some(when) = &self.applies {
            text += &format!("    适用 当 {}\n", when.text());
        }
        text += &format!("    满分 {full}分\n");
        if let Some(cap) = self.cap {
            text += &format!("    合计上限 {cap}分\n");
        }
        let mut items: Vec<&Item> = self.items.iter().collect();
        if turned {
            items.reverse();
        }
        for item in items {
            text += &format!("    项目 {} {}分 {{\n", item.name, item.points);
            let word = if item.deducts { "扣" } else { "得" };
            let mut lines: Vec<&(i64, On)> = item.lines.iter().collect();
            if turned {
                lines.reverse();
            }
            for (points, on) in lines {
                text += &match on {
                    On::When(when) => format!("        {word} {points}分 当 {}\n", when.text()),
                    On::Each { count, step, most } => {
                        let most = most.map_or_else(String::new, |most| format!(", 最多 {most}分"));
                        format!("        {word} {points}分 每 数{count} {step}次{most}\n")
                    }
                };
            }
            text += "    }\n";
        }
        for (grade, when) in &self.vetoes {
            text += &format!("    一票否决 为 {} 当 {}\n", GRADES[*grade], when.text());
        }
        let (good, fair) = self.cuts;
        text + &format!("    等次 {{ 好: {good}分以上; 中: {fair}分以上不满{good}分; 差: 不满{fair}分 }}\n}}\n")
    }

    fn outcome(&self, case: &Case) -> Option<Outcome> {
        if self.applies.as_ref().is_some_and(|when| !when.holds(case)) {
            return None;
        }
        let mut items = BTreeMap::new();
        for item in &self.items {
            let moved: i64 = item
                .lines
                .iter()
                .map(|(points, on)| match on {
                    On::When(when) => points * i64::from(when.holds(case)),
                    On::Each { count, step, most } => {
                        let all = points * (case.counts[*count] / step);
                        most.map_or(all, |most| all.min(most))
                    }
                })
                .sum();
            let moved = moved.min(item.points);
            items.insert(item.name.clone(), if item.deducts { item.points - moved } else { moved });
        }
        let sum: i64 = items.values().sum();
        let total = self.cap.map_or(sum, |cap| sum.min(cap));
        let veto = self.vetoes.iter().find(|(_, when)| when.holds(case)).map(|(grade, _)| *grade);
        let by_points = if total >= self.cuts.0 {
            0
        } else if total >= self.cuts.1 {
            1
        } else {
            2
        };
        Some(Outcome { items, veto, total, grade: veto.unwrap_or(by_points) })
    }

    /// A small revision, as a reviewer makes them.
    fn revised(&self, dice: &mut Dice) -> Standard {
        let mut new = self.clone();
        let item_at = at(dice, new.items.len());
        let line_at = at(dice, new.items[item_at].lines.len());
        match dice.below(13) {
            0 | 1 => new.items[item_at].lines[line_at].0 = 1 + dice.figure(5),
            2 => new.items[item_at].lines[line_at] = line(dice),
            3 => new.items[item_at].lines.push(line(dice)),
            4 if new.items[item_at].lines.len() > 1 => drop(new.items[item_at].lines.remove(line_at)),
            5 => new.items[item_at].points = 4 + dice.figure(6),
            6 => new.cap = if new.cap.is_some() { None } else { Some(8 + dice.figure(8)) },
            7 => new.vetoes.insert(0, (1 + at(dice, 2), When::of(dice, 0))),
            8 if !new.vetoes.is_empty() => drop(new.vetoes.remove(0)),
            9 => new.cuts.0 = new.cuts.1 + 1 + dice.figure(6),
            10 => new.applies = (dice.below(2) == 0).then(|| When::of(dice, 0)),
            11 if new.items.len() > 1 => drop(new.items.remove(item_at)),
            // The same said otherwise changes nothing.
            _ => {
                if let On::When(when) = &mut new.items[item_at].lines[line_at].1 {
                    *when = When::Not(Box::new(When::Not(Box::new(when.clone()))));
                }
            }
        }
        new
    }
}

/// A part and the way it goes, as a change tells them.
type Way = (String, Option<i64>, String, String);

fn way(change: &zhunsheng::prove::ScoreChange) -> Way {
    let part = match &change.part {
        ScorePart::Applies => "适用".to_owned(),
        ScorePart::Item(name) => name.clone(),
        ScorePart::Veto => "否决".to_owned(),
        ScorePart::Total => "合计".to_owned(),
        ScorePart::Grade => "等次".to_owned(),
    };
    let by = change.by.as_ref().map(|by| {
        let by: i64 = by.parse().expect("whole points");
        if change.direction == ScoreDirection::Lower { -by } else { by }
    });
    // Points go by their difference; all else by what it was and is.
    match by {
        Some(_) => (part, by, String::new(), String::new()),
        None => (part, None, change.old.clone(), change.new.clone()),
    }
}

/// The ways in which a case changes.
fn ways(old: &Standard, new: &Standard, case: &Case) -> Vec<Way> {
    let (before, after) = match (old.outcome(case), new.outcome(case)) {
        (None, None) => return Vec::new(),
        (Some(before), Some(after)) => (before, after),
        (before, _) => {
            let said = |applies: bool| if applies { "适用" } else { "不适用" }.to_owned();
            return vec![("适用".to_owned(), None, said(before.is_some()), said(before.is_none()))];
        }
    };
    let mut found = Vec::new();
    let mut points = |part: &str, before: i64, after: i64| {
        if before != after {
            found.push((part.to_owned(), Some(after - before), String::new(), String::new()));
        }
    };
    for (name, score) in &before.items {
        if let Some(now) = after.items.get(name) {
            points(name, *score, *now);
        }
    }
    points("合计", before.total, after.total);
    let veto = |veto: Option<usize>| veto.map_or_else(|| "不否决".to_owned(), |grade| format!("一票否决为{}", GRADES[grade]));
    if before.veto != after.veto {
        found.push(("否决".to_owned(), None, veto(before.veto), veto(after.veto)));
    }
    if before.grade != after.grade {
        found.push(("等次".to_owned(), None, GRADES[before.grade].to_owned(), GRADES[after.grade].to_owned()));
    }
    found
}

fn difference(old: &str, new: &str) -> ScoringDifference {
    let revision = Revision::from_sources([("例.zs", old)], [("例.zs", new)]).expect("two versions");
    let mistakes = &revision.checked().diagnostics;
    let difference = revision.difference().unwrap_or_else(|| panic!("{mistakes:?}\n{old}\n{new}"));
    difference.sets[0].scorings[0].clone()
}

/// The cases that an example stands for: what it does not name may be anything, or is 否 or nought where it says so.
fn meant<'c>(example: &str, all: &'c [Case]) -> Vec<&'c Case> {
    let rest = example.contains("都为否或者零");
    let named: BTreeMap<&str, &str> = example.split(", ").filter_map(|part| part.split_once(" = ")).collect();
    let fits = |case: &&Case| {
        (0..TRUTHS).all(|at| match named.get(format!("真{at}").as_str()) {
            Some(said) => (*said == "是") == case.truths[at],
            None => !rest || !case.truths[at],
        }) && (0..COUNTS).all(|at| match named.get(format!("数{at}").as_str()) {
            Some(said) => said.trim_end_matches('次') == case.counts[at].to_string(),
            None => !rest || case.counts[at] == 0,
        })
    };
    all.iter().filter(fits).collect()
}

#[test]
fn every_change_of_a_score_is_told_and_only_those() {
    let wanted: u64 = std::env::var("ZHUNSHENG_STANDARDS").ok().and_then(|n| n.parse().ok()).unwrap_or(120);
    let all = cases();
    let (mut same, mut changed, mut undecided) = (0, 0, 0);
    let mut parts: BTreeSet<String> = BTreeSet::new();
    for seed in 0..wanted {
        let mut dice = Dice(seed.wrapping_mul(0x9E6C_63D0_876A_3F6B) + 5, 0);
        let old = Standard::of(&mut dice);
        let new = old.revised(&mut dice);
        let told = difference(&old.text(false), &new.text(false));
        let context = || format!("{}\n{}\n{told:#?}", old.text(false), new.text(false));
        let expected: BTreeSet<Way> = all.iter().flat_map(|case| ways(&old, &new, case)).collect();
        match told.status {
            BenchmarkStatus::Same => assert!(expected.is_empty(), "{expected:?} not told of\n{}", context()),
            BenchmarkStatus::Changed => assert!(!expected.is_empty(), "told of nothing\n{}", context()),
            BenchmarkStatus::Undecided => undecided += 1,
            BenchmarkStatus::Added | BenchmarkStatus::Removed => panic!("{}", context()),
        }
        for change in &told.changes {
            let way = way(change);
            let cases = meant(&change.example, &all);
            assert!(!cases.is_empty(), "no case of {}\n{}", change.example, context());
            for case in cases {
                assert!(ways(&old, &new, case).contains(&way), "{case:?} of {} does not change so\n{}", change.example, context());
            }
            parts.insert(way.0);
        }
        if told.more == 0 && told.undecided.is_empty() {
            let found: BTreeSet<Way> = told.changes.iter().map(way).collect();
            assert_eq!(found, expected, "{}", context());
        }
        if expected.is_empty() { same += 1 } else { changed += 1 }
    }
    println!("{same} the same, {changed} changed, {undecided} undecided; parts {parts:?}");
    assert!(same * 20 > wanted && changed * 3 > wanted, "{same} the same, {changed} changed");
    assert!(undecided * 50 <= wanted, "{undecided} undecided");
    for part in ["适用", "一", "否决", "合计", "等次"] {
        assert!(parts.contains(part), "{part} never changed");
    }
}

/// Regions of items are conditions of the rule language where they name no points, so that they can be asked of the evaluator:
/// together they hold of the cases that change, and of no other.
#[test]
fn the_regions_hold_the_cases_that_change_and_no_others() {
    let all = cases();
    let mut asked = 0;
    for seed in 0..100u64 {
        let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) + 99, 0);
        let old = Standard::of(&mut dice);
        let mut new = old.revised(&mut dice);
        new.applies.clone_from(&old.applies);
        let told = difference(&old.text(false), &new.text(false));
        let plain = |change: &&zhunsheng::prove::ScoreChange| matches!(change.part, ScorePart::Item(_));
        let named = |change: &&zhunsheng::prove::ScoreChange| !change.region.contains("原得") && change.region != "所有情形";
        let changes: Vec<_> = told.changes.iter().filter(plain).collect();
        if told.more > 0 || !told.undecided.is_empty() || changes.is_empty() || !changes.iter().all(named) {
            continue;
        }
        let mut text = format!("{HEAD}{}基准 变化 {{\n    要素 案卷\n    命中 汇总\n    示例\n", facts());
        for (at, change) in changes.iter().enumerate() {
            text += &format!("    阶次 第{at} {{\n        当 {}\n        处 警告\n    }}\n", change.region);
        }
        text += "    阶次 不变 {\n        其他情形\n        处 警告\n    }\n}\n";
        let Ok(rules) = RuleSet::from_sources([("例.zs", text.as_str())]) else { continue };
        let engine = rules.compile();
        for case in all.iter().filter(|_| dice.below(4) == 0) {
            let truths: String = (0..TRUTHS).map(|at| format!(r#","真{at}":{}"#, case.truths[at])).collect();
            let json = format!(r#"{{"基准":"变化","数0":{},"数1":{}{truths}}}"#, case.counts[0], case.counts[1]);
            let value = read_json(&json, &Limits::default()).expect("a case");
            let report = engine.evaluate(&bind(rules.model(), &value).unwrap_or_else(|e| panic!("{json}: {e:?}"))).expect("a report");
            let within = !format!("{:?}", report.decisions[0].outcome).contains("不变");
            let changes = ways(&old, &new, case).iter().any(|(part, ..)| ["一", "二", "三"].contains(&part.as_str()));
            let apart = old.outcome(case).is_none();
            assert!(within == changes || apart, "{case:?}\n{}\n{}\n{told:#?}", old.text(false), new.text(false));
            asked += 1;
        }
    }
    println!("{asked} cases asked");
    assert!(asked > 400, "{asked}");
}

#[test]
fn the_order_of_items_and_lines_changes_nothing() {
    for seed in 0..20 {
        let standard = Standard::of(&mut Dice(seed, 0));
        let told = difference(&standard.text(false), &standard.text(true));
        assert!(!told.differs(), "{told:#?}\n{}", standard.text(true));
    }
}
