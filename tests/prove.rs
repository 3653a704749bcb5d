//! The prover against a plain enumeration of every case, on generated benchmarks over small domains.
//!
//! `ZHUNSHENG_BENCHMARKS=100000 cargo test --release --test prove` runs the recorded number.

use std::collections::BTreeSet;

use zhunsheng::RuleSet;
use zhunsheng::diagnostic::{Diagnostic, Language};
use zhunsheng::model::{Model, Property};
use zhunsheng::prove::{Outcome, Proof, prove};

const FACTS: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }
要素 案情 {
    甲: 整数 0次以上6次以下 越大越重
    乙: 金额 0元以上0.04元以下
    丙: 等级 { 无 < 轻 < 重 }
    丁: 是否
    戊: 整数 0次以上3次以下 可缺
    己: 整数 0次以上3次以下
}
";

const GRADES: [&str; 3] = ["无", "轻", "重"];
const POLICIES: [&str; 3] = ["唯一", "首个", "从重"];

/// A case: a figure for each fact; 戊 may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    a: i64,
    b: i64,
    c: i64,
    d: bool,
    e: Option<i64>,
    f: i64,
}

fn points() -> Vec<Point> {
    let mut all = Vec::new();
    for a in 0..=6 {
        for b in 0..=4 {
            for c in 0..3 {
                for d in [false, true] {
                    for e in [None, Some(0), Some(1), Some(2), Some(3)] {
                        for f in 0..=3 {
                            all.push(Point { a, b, c, d, e, f });
                        }
                    }
                }
            }
        }
    }
    all
}

/// What a range compares.
#[derive(Debug, Clone, Copy)]
enum Figure {
    A,
    B,
    E,
    F,
    Sum,
    Difference,
}

/// A condition with a number, so that it can be put as true or false.
#[derive(Debug, Clone)]
struct Node(usize, Kind);

#[derive(Debug, Clone)]
enum Kind {
    Range(Figure, Option<(i64, bool)>, Option<(i64, bool)>),
    Grades(BTreeSet<i64>),
    Flag,
    Present(bool),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    AtLeast(usize, Vec<Node>),
    Except(Box<Node>, Box<Node>),
}

impl Node {
    fn holds(&self, p: &Point, replaced: Option<(usize, bool)>) -> bool {
        if let Some((id, value)) = replaced
            && id == self.0
        {
            return value;
        }
        let among = |nodes: &[Node]| nodes.iter().filter(|n| n.holds(p, replaced)).count();
        match &self.1 {
            Kind::Range(figure, low, high) => {
                let value = match figure {
                    Figure::A => Some(p.a),
                    Figure::B => Some(p.b),
                    Figure::E => p.e,
                    Figure::F => Some(p.f),
                    Figure::Sum => Some(p.a + p.f),
                    Figure::Difference => Some(p.a - p.f),
                };
                value.is_some_and(|v| {
                    low.is_none_or(|(at, closed)| if closed { v >= at } else { v > at })
                        && high.is_none_or(|(at, closed)| if closed { v <= at } else { v < at })
                })
            }
            Kind::Grades(set) => set.contains(&p.c),
            Kind::Flag => p.d,
            Kind::Present(wanted) => p.e.is_some() == *wanted,
            Kind::Not(inner) => !inner.holds(p, replaced),
            Kind::And(nodes) => among(nodes) == nodes.len(),
            Kind::Or(nodes) => among(nodes) > 0,
            Kind::AtLeast(count, nodes) => among(nodes) >= *count,
            Kind::Except(base, exception) => base.holds(p, replaced) && !exception.holds(p, replaced),
        }
    }

    fn text(&self) -> String {
        let joined = |nodes: &[Node], word: &str| nodes.iter().map(Node::text).collect::<Vec<_>>().join(word);
        match &self.1 {
            Kind::Range(figure, low, high) => {
                let show = |n: i64| if matches!(figure, Figure::B) { format!("0.{n:02}元") } else { format!("{n}次") };
                let name = match figure {
                    Figure::A => "甲",
                    Figure::B => "乙",
                    Figure::E => "戊",
                    Figure::F => "己",
                    Figure::Sum => "甲 + 己",
                    Figure::Difference => "甲 - 己",
                };
                let low =
                    low.map_or(String::new(), |(n, closed)| if closed { format!("{}以上", show(n)) } else { format!("超过{}", show(n)) });
                let high =
                    high.map_or(String::new(), |(n, closed)| if closed { format!("{}以下", show(n)) } else { format!("不满{}", show(n)) });
                let gap = if low.starts_with("超过") && !high.is_empty() { " " } else { "" };
                format!("{name} {low}{gap}{high}")
            }
            Kind::Grades(set) => {
                format!("丙 为 {}", set.iter().map(|g| GRADES[usize::try_from(*g).unwrap()]).collect::<Vec<_>>().join("、"))
            }
            Kind::Flag => "丁".to_owned(),
            Kind::Present(true) => "有 戊".to_owned(),
            Kind::Present(false) => "无 戊".to_owned(),
            Kind::Not(inner) => format!("非 ({})", inner.text()),
            Kind::And(nodes) => format!("({})", joined(nodes, " 且 ")),
            Kind::Or(nodes) => format!("({})", joined(nodes, " 或者 ")),
            Kind::AtLeast(1, nodes) => format!("具有下列情形之一 {{ {} }}", joined(nodes, "; ")),
            Kind::AtLeast(count, nodes) => format!("具有下列情形 {count}项以上 {{ {} }}", joined(nodes, "; ")),
            Kind::Except(base, exception) => format!("{}, 但是 {} 除外", base.text(), exception.text()),
        }
    }

    /// The parts that the prover asks about, with whether each is one of several that suffice.
    fn parts(&self, found: &mut Vec<(usize, bool)>) {
        match &self.1 {
            Kind::And(nodes) => nodes.iter().for_each(|n| {
                found.push((n.0, false));
                n.parts(found);
            }),
            Kind::Or(nodes) | Kind::AtLeast(_, nodes) => nodes.iter().for_each(|n| {
                found.push((n.0, true));
                n.parts(found);
            }),
            Kind::Except(base, exception) => {
                base.parts(found);
                found.push((exception.0, true));
            }
            Kind::Not(_) | Kind::Range(..) | Kind::Grades(_) | Kind::Flag | Kind::Present(_) => {}
        }
    }
}

/// A small generator of its own, so that a seed names a benchmark for good (SplitMix64).
struct Dice(u64, usize);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }

    fn figure(&mut self, n: i64) -> i64 {
        i64::try_from(self.below(u64::try_from(n + 1).unwrap())).unwrap()
    }

    fn node(&mut self, kind: Kind) -> Node {
        self.1 += 1;
        Node(self.1, kind)
    }

    fn range(&mut self) -> Node {
        let (figure, most) = match self.below(10) {
            0..=3 => (Figure::A, 6),
            4 | 5 => (Figure::B, 4),
            6 => (Figure::E, 3),
            7 => (Figure::F, 3),
            8 => (Figure::Sum, 9),
            _ => (Figure::Difference, 6),
        };
        let (low, high) = (self.figure(most), self.figure(most));
        let (low, high) = (low.min(high), low.max(high));
        let closed = (self.below(2) == 0, self.below(2) == 0);
        let kind = match self.below(3) {
            0 => Kind::Range(figure, Some((low, closed.0)), None),
            1 => Kind::Range(figure, None, Some((high, closed.1))),
            // A range written backwards or empty is an error of its own.
            _ if low == high => Kind::Range(figure, Some((low, true)), Some((high, true))),
            _ => Kind::Range(figure, Some((low, closed.0)), Some((high, closed.1))),
        };
        self.node(kind)
    }

    fn leaf(&mut self) -> Node {
        match self.below(8) {
            0..=3 => self.range(),
            4 | 5 => {
                let set: BTreeSet<i64> = (0..3).filter(|_| self.below(2) == 0).collect();
                let set = if set.is_empty() || set.len() == 3 { BTreeSet::from([self.figure(2)]) } else { set };
                self.node(Kind::Grades(set))
            }
            6 => self.node(Kind::Flag),
            _ => {
                let wanted = self.below(2) == 0;
                self.node(Kind::Present(wanted))
            }
        }
    }

    fn several(&mut self, depth: u64, all: bool) -> Vec<Node> {
        let count = 2 + self.below(2);
        (0..count).map(|_| self.condition(depth, Some(all))).collect()
    }

    /// A condition; `within` is the kind of list it stands in, which is not nested in its like.
    fn condition(&mut self, depth: u64, within: Option<bool>) -> Node {
        match self.below(if depth == 0 { 4 } else { 9 }) {
            0..=3 => self.leaf(),
            4 => {
                let inner = self.condition(depth - 1, None);
                self.node(Kind::Not(Box::new(inner)))
            }
            5 | 6 if within != Some(true) => {
                let nodes = self.several(depth - 1, true);
                self.node(Kind::And(nodes))
            }
            _ if within != Some(false) => {
                let nodes = self.several(depth - 1, false);
                self.node(Kind::Or(nodes))
            }
            _ => self.leaf(),
        }
    }

    fn test(&mut self) -> Node {
        match self.below(6) {
            0 => {
                let count = 2 + self.below(3);
                let nodes: Vec<Node> = (0..count).map(|_| self.condition(1, None)).collect();
                let least = 1 + self.below(nodes.len() as u64 - 1);
                self.node(Kind::AtLeast(usize::try_from(least).unwrap(), nodes))
            }
            1 => {
                let (base, exception) = (self.condition(1, None), self.condition(1, None));
                self.node(Kind::Except(Box::new(base), Box::new(exception)))
            }
            _ => self.condition(2, None),
        }
    }

    /// Tiers that part 甲 without a fault, then perhaps one fault planted.
    fn ladder(&mut self) -> Vec<Node> {
        let (one, two) = (1 + self.figure(2), 5 + self.figure(1));
        let fault = self.below(5);
        let shift = i64::from(fault == 1);
        let closed = fault == 2;
        vec![
            Node(1, Kind::Range(Figure::A, None, Some((one, closed)))),
            Node(2, Kind::Range(Figure::A, Some((one + shift, true)), Some((two, false)))),
            Node(3, Kind::Range(Figure::A, Some((two, fault != 3)), None)),
        ]
    }
}

struct Sample {
    name: String,
    policy: usize,
    tiers: Vec<Node>,
    otherwise: bool,
}

impl Sample {
    fn of(seed: u64) -> Sample {
        let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D), 10);
        let tiers = if dice.below(4) == 0 { dice.ladder() } else { (0..2 + dice.below(3)).map(|_| dice.test()).collect() };
        let policy = usize::try_from(dice.below(3)).unwrap();
        Sample { name: format!("基准{seed}"), policy, tiers, otherwise: dice.below(4) == 0 }
    }

    fn text(&self) -> String {
        let mut text = format!("基准 {} {{\n    要素 案情\n    命中 {}\n", self.name, POLICIES[self.policy]);
        for (at, tier) in self.tiers.iter().enumerate() {
            text.push_str(&format!("    阶次 第{at} {{\n        当 {}\n        处 警告\n    }}\n", tier.text()));
        }
        if self.otherwise {
            text.push_str("    阶次 其他 {\n        其他情形\n        处 警告\n    }\n");
        }
        text.push_str("}\n");
        text
    }

    /// The tiers that hold at a point, before the policy.
    fn held(&self, p: &Point) -> Vec<usize> {
        (0..self.tiers.len()).filter(|at| self.tiers[*at].holds(p, None)).collect()
    }
}

fn load(samples: &[Sample]) -> RuleSet {
    let text = samples.iter().fold(FACTS.to_owned(), |text, sample| text + &sample.text());
    RuleSet::from_sources([("例.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn outcome(model: &Model, proof: &Proof, sample: &Sample, property: Property) -> Option<Outcome> {
    proof.verdicts.iter().find(|v| model[v.benchmark].name == sample.name && v.property == property).map(|v| v.outcome)
}

/// The diagnostics that stand within a benchmark.
fn told<'p>(model: &Model, proof: &'p Proof, sample: &Sample) -> Vec<&'p Diagnostic> {
    let span = model.benchmarks.iter().find(|b| b.name == sample.name).expect("the benchmark").span;
    proof.diagnostics.iter().filter(|d| d.span.start >= span.start && d.span.start < span.end).collect()
}

/// The points that a witness leaves open: all must show the fault.
fn completions<'p>(witness: &str, all: &'p [Point]) -> Vec<&'p Point> {
    let witness = witness.split(";改为 ").next().unwrap_or_default();
    let given: Vec<(&str, &str)> = witness.split(", ").filter_map(|part| part.split_once(" = ")).collect();
    let matches = |p: &Point| {
        given.iter().all(|(key, value)| {
            let figure = value.trim_end_matches('次').parse::<i64>().ok();
            match *key {
                "甲" => figure == Some(p.a),
                "己" => figure == Some(p.f),
                "戊" => *value == "无" && p.e.is_none() || figure.is_some() && figure == p.e,
                "乙" => {
                    let fen = value.trim_end_matches('元').trim_start_matches("0.").parse::<i64>().unwrap_or(0);
                    fen == p.b
                }
                "丙" => GRADES[usize::try_from(p.c).unwrap()] == *value,
                "丁" => (*value == "是") == p.d,
                other => panic!("no fact is called {other}"),
            }
        })
    };
    all.iter().filter(|p| matches(p)).collect()
}

fn compare(samples: &[Sample], all: &[Point]) -> usize {
    let rules = load(samples);
    let model = rules.model();
    let proof = prove(model);
    let mut undecided = 0;
    for sample in samples {
        let held: Vec<Vec<usize>> = all.iter().map(|p| sample.held(p)).collect();
        let gap = !sample.otherwise && held.iter().any(Vec::is_empty);
        let overlap = sample.policy == 0 && held.iter().any(|h| h.len() > 1);
        let text = sample.text();
        for (property, fault) in [(Property::Complete, gap), (Property::Disjoint, overlap)] {
            if property == Property::Disjoint && sample.policy != 0 {
                continue;
            }
            match outcome(model, &proof, sample, property) {
                Some(Outcome::Proved) => assert!(!fault, "{property:?} proved of\n{text}"),
                Some(Outcome::Refuted) => assert!(fault, "{property:?} refuted of\n{text}"),
                Some(Outcome::Undecided) => undecided += 1,
                None => panic!("{property:?} not asked of\n{text}"),
            }
        }
        let told = told(model, &proof, sample);
        // A case that shows a reversal is told with the change of the one fact.
        for diagnostic in &told {
            let code = diagnostic.code().to_string();
            let Some(witness) = &diagnostic.witness else { continue };
            let points = completions(witness, all);
            assert!(!points.is_empty(), "{witness} is no case of\n{text}");
            for point in points {
                match code.as_str() {
                    "ZS1001" => assert!(sample.held(point).is_empty(), "{witness} is no gap of\n{text}"),
                    "ZS1002" => assert!(sample.held(point).len() > 1, "{witness} is no overlap of\n{text}"),
                    "ZS1012" => {}
                    other => panic!("{other} of\n{text}"),
                }
            }
        }
        // A case that rises in 甲 alone and falls to a lighter tier.
        let settled = |p: &Point| -> Option<usize> {
            let held = sample.held(p);
            match (held.as_slice(), sample.policy) {
                ([], _) => sample.otherwise.then_some(sample.tiers.len()),
                ([one], _) => Some(*one),
                (_, 0) => None,
                ([first, ..], 1) => Some(*first),
                ([.., last], _) => Some(*last),
            }
        };
        let reversed = all
            .iter()
            .any(|p| settled(p).is_some_and(|tier| (p.a + 1..=6).any(|a| settled(&Point { a, ..*p }).is_some_and(|other| other < tier))));
        match outcome(model, &proof, sample, Property::Monotone) {
            Some(Outcome::Proved) => assert!(!reversed, "no reversal proved of\n{text}"),
            Some(Outcome::Refuted) => assert!(reversed, "a reversal told of\n{text}\n{}", shown(&told)),
            Some(Outcome::Undecided) => undecided += 1,
            None => panic!("nothing asked of\n{text}"),
        }
        // Tiers that no case reaches, or only after another.
        let mut dead = 0;
        for at in 0..sample.tiers.len() {
            let first = |h: &Vec<usize>| match sample.policy {
                0 => h.contains(&at),
                1 => h.first() == Some(&at),
                _ => h.last() == Some(&at),
            };
            dead += usize::from(!held.iter().any(first));
        }
        if sample.otherwise {
            dead += usize::from(held.iter().all(|h| !h.is_empty()));
        }
        let count = |codes: &[&str]| told.iter().filter(|d| codes.contains(&d.code().as_str())).count();
        assert_eq!(count(&["ZS1003", "ZS1004"]), dead, "dead tiers of\n{text}\n{}", shown(&told));
        // Parts that make no difference.
        let mut idle = 0;
        for tier in &sample.tiers {
            if !all.iter().any(|p| tier.holds(p, None)) {
                continue;
            }
            let mut parts = Vec::new();
            tier.parts(&mut parts);
            for (id, alternative) in parts {
                let value = !alternative;
                idle += usize::from(all.iter().all(|p| tier.holds(p, None) == tier.holds(p, Some((id, value)))));
            }
        }
        match outcome(model, &proof, sample, Property::Live) {
            Some(Outcome::Proved) => assert!(dead == 0 && idle == 0, "proved live:\n{text}"),
            Some(Outcome::Refuted) => assert!(dead + idle > 0, "refuted:\n{text}"),
            Some(Outcome::Undecided) => undecided += 1,
            None => panic!("nothing asked of\n{text}"),
        }
        let found = count(&["ZS1005", "ZS1006", "ZS1007", "ZS1008"]);
        assert!(found <= idle, "{found} idle parts told, {idle} there are, of\n{text}\n{}", shown(&told));
        // Sums of whole numbers are decided over fractions, so that some idle part may go untold where they stand.
        if !text.contains(['+', '-']) {
            assert_eq!(found, idle, "idle parts of\n{text}\n{}", shown(&told));
        }
    }
    undecided
}

fn shown(told: &[&Diagnostic]) -> String {
    told.iter().map(|d| format!("{} {}\n", d.code(), d.message(Language::Chinese))).collect()
}

#[test]
fn the_prover_agrees_with_the_enumeration_of_every_case() {
    let wanted: u64 = std::env::var("ZHUNSHENG_BENCHMARKS").ok().and_then(|n| n.parse().ok()).unwrap_or(600);
    let all = points();
    let mut undecided = 0;
    for batch in 0..wanted.div_ceil(50) {
        let samples: Vec<Sample> = (batch * 50..(batch + 1) * 50).map(Sample::of).collect();
        undecided += compare(&samples, &all);
    }
    // Undecided is honest, but must stay rare: four questions a benchmark, most of these about a fact within a sum.
    assert!(undecided * 50 <= usize::try_from(wanted * 4).unwrap(), "{undecided} of {} undecided", wanted * 4);
}

/// The classic faults of published tables, each beside its sound twin: the first line of a file says what must be found.
#[test]
fn classic_faults_are_found_on_the_right_bound_and_their_sound_twins_are_not() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prove");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of faults") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a rule file");
        let expected = text.lines().next().and_then(|l| l.strip_prefix("# 应当发现: ")).expect("what must be found").to_owned();
        let rules = RuleSet::from_sources([("例.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let proof = rules.prove();
        let found: Vec<String> = proof
            .diagnostics
            .iter()
            .map(|d| match &d.witness {
                Some(witness) => format!("{} {witness}", d.code()),
                None => format!("{} {}", d.code(), d.message(Language::Chinese)),
            })
            .collect();
        seen += 1;
        match expected.split_once(' ') {
            None => assert!(found.is_empty(), "{}: {found:?}", path.display()),
            Some((code, place)) if place.starts_with('(') => {
                let at = proof.diagnostics.iter().map(|d| rules.sources().slice(d.span)).next().unwrap_or_default();
                assert!(found.len() == 1 && found[0].starts_with(code), "{}: {found:?}", path.display());
                assert!(at.contains("不满2000元"), "{}: {at}", path.display());
            }
            Some((code, words)) => {
                let right = found.iter().all(|f| f.starts_with(code)) && found.iter().any(|f| f.contains(words));
                assert!(right, "{}: {found:?}", path.display());
            }
        }
    }
    assert!(seen >= 14, "{seen} files");
}

/// What the packs say of themselves holds: every benchmark is proved, or says why not.
#[test]
fn every_benchmark_of_the_packs_is_proved_or_says_why_not() {
    let rules =
        RuleSet::load(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let proof = rules.prove();
    let model = rules.model();
    for verdict in &proof.verdicts {
        let benchmark = &model[verdict.benchmark];
        let said = benchmark.as_published.iter().any(|p| p.property == verdict.property);
        // Parts that make no difference are hints to the author, not faults of a table.
        let allowed = match verdict.outcome {
            Outcome::Proved => !said,
            Outcome::Refuted => said || verdict.property == Property::Live || verdict.property == Property::Seamless,
            Outcome::Undecided => false,
        };
        assert!(allowed, "{}: {:?} is {:?}, 原表如此: {said}", benchmark.name, verdict.property, verdict.outcome);
    }
    // The overlaps known of the published table of Jiangmen.
    for known in ["2-10", "4-9", "4-16"] {
        let found = proof.diagnostics.iter().any(|d| {
            d.code().as_str() == "ZS1002"
                && model.benchmarks.iter().any(|b| {
                    b.name.starts_with(known) && b.span.source == d.span.source && b.span.start <= d.span.start && d.span.end <= b.span.end
                })
        });
        assert!(found, "the overlap of {known}");
    }
}

const LADDER: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }
要素 案情 {
    违法所得: 金额 0元以上
    主动退还: 是否
}
基准 某行为 {
    要素 案情
    阶次 较轻 {
        当 违法所得 不满1000元 且 主动退还
        处 警告
    }
    阶次 较重 {
        其他情形
        处 通报批评
    }
}
";

fn case(name: &str, given: &str, tier: &str) -> String {
    format!("用例 {name} {{\n    基准 某行为\n    设 {given}\n    应为 {tier}\n}}\n")
}

#[test]
fn a_change_that_no_case_notices_is_told_and_one_that_a_case_notices_is_not() {
    use zhunsheng::prove::{Change, mutate};
    let survivors = |cases: &str| {
        let rules = RuleSet::from_sources([("例.zs", format!("{LADDER}{cases}"))]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let id = rules.model().benchmark_ids().next().expect("a benchmark");
        let mutated = mutate(rules.model(), id);
        (mutated.survivors.iter().map(|s| s.change).collect::<Vec<_>>(), mutated.noticed)
    };
    let one = case("甲", "违法所得 = 500元, 主动退还 = 是", "较轻");
    let (left, noticed) = survivors(&one);
    assert_eq!((left, noticed), (vec![Change::Bound, Change::Dropped, Change::Dropped], 0));
    let bound = case("乙", "违法所得 = 1000元, 主动退还 = 是", "较重");
    let flag = case("丙", "违法所得 = 500元, 主动退还 = 否", "较重");
    let (left, noticed) = survivors(&format!("{one}{bound}{flag}"));
    assert_eq!((left, noticed), (vec![], 3));
}

#[test]
fn the_proposed_cases_pass_and_leave_no_bound_unnoticed() {
    use zhunsheng::prove::{Change, mutate, propose};
    let rules = RuleSet::from_sources([("例.zs", LADDER)]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let id = rules.model().benchmark_ids().next().expect("a benchmark");
    let proposed: String = propose(rules.model(), id).iter().map(|c| c.text()).collect();
    let whole =
        RuleSet::from_sources([("例.zs", format!("{LADDER}{proposed}"))]).unwrap_or_else(|mistakes| panic!("{mistakes}\n{proposed}"));
    let engine = whole.compile();
    for case in engine.case_ids() {
        let result = engine.run_case(case).expect("a case that can be evaluated");
        assert!(result.passed(), "{}: {:?}\n{proposed}", result.name, result.mismatches);
    }
    let id = whole.model().benchmark_ids().next().expect("a benchmark");
    let left = mutate(whole.model(), id).survivors;
    assert!(left.iter().all(|s| s.change != Change::Bound), "{left:?}\n{proposed}");
    assert!(propose(whole.model(), id).is_empty(), "nothing is proposed twice");
}

#[test]
fn a_picture_shows_the_gap_and_the_overlap_where_they_are() {
    let rules = RuleSet::from_sources([(
        "例.zs",
        LADDER
            .replace("其他情形", "违法所得 2000元以上 且 主动退还 或者 违法所得 不满500元")
            .replace("当 违法所得 不满1000元 且 主动退还", "当 违法所得 不满1000元")
            .replace(
                "        违法所得 2000元以上 且 主动退还 或者 违法所得 不满500元",
                "        当 违法所得 2000元以上 或者 违法所得 不满500元",
            ),
    )])
    .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let id = rules.model().benchmark_ids().next().expect("a benchmark");
    let picture = zhunsheng::prove::picture(rules.model(), id, &["违法所得"]).expect("a picture");
    let row = &picture.fields[0];
    let found: Vec<(bool, bool)> = row.iter().map(|f| (f.gap, f.overlap)).collect();
    // 不满500元: both; 500元以上不满1000元: one; 1000元以上不满2000元: none; 2000元以上: one.
    assert_eq!(found, vec![(false, true), (false, false), (true, false), (false, false)]);
    assert!(zhunsheng::prove::picture(rules.model(), id, &["没有的要素"]).is_err());
}

/// A fine of a tier or of the statute, as written and as computed in 分.
#[derive(Debug, Clone)]
struct FineOf {
    text: String,
    lower: Amount,
    upper: Amount,
    floor: Option<i64>,
    cap: Option<i64>,
    /// What each further one beyond the first adds, in 分.
    growth: Option<i64>,
}

/// Whole 分, or so many times 额.
#[derive(Debug, Clone, Copy)]
enum Amount {
    Fen(i64),
    Times(i64),
}

impl Amount {
    fn at(self, sum: i64) -> i64 {
        match self {
            Amount::Fen(fen) => fen,
            Amount::Times(times) => times * sum,
        }
    }
}

impl FineOf {
    fn of(dice: &mut Dice, statutory: bool) -> FineOf {
        let (a, b) = (dice.figure(3), 1 + dice.figure(4));
        let (low, high) = (a.min(b), a.max(b).max(a.min(b) + 1));
        let (lower, upper, mut text) = match dice.below(3) {
            0 => (
                Amount::Fen(low * 100),
                Amount::Fen(high * 100),
                if low == 0 { format!("{high}元以下罚款") } else { format!("{low}元以上{high}元以下罚款") },
            ),
            1 => (Amount::Times(low.max(1)), Amount::Times(high + 1), format!("额 {}倍以上{}倍以下罚款", low.max(1), high + 1)),
            _ => (Amount::Fen(high * 100), Amount::Fen(high * 100), format!("{high}元罚款")),
        };
        let mut made = FineOf { text: String::new(), lower, upper, floor: None, cap: None, growth: None };
        if !statutory && dice.below(3) == 0 {
            let add = 1 + dice.figure(2);
            made.growth = Some(add * 100);
            text.push_str(&format!(", 个 超过1个, 每增加1个, 增加{add}元"));
        }
        if dice.below(3) == 0 {
            let floor = 1 + dice.figure(2);
            made.floor = Some(floor * 100);
            text.push_str(&format!(", 最低 {floor}元"));
        }
        if dice.below(2) == 0 {
            let cap = 3 + dice.figure(4);
            made.cap = Some(cap * 100);
            text.push_str(&format!(", 最高 {cap}元"));
        }
        made.text = text;
        made
    }

    fn ends(&self, sum: i64, count: i64) -> (i64, i64) {
        let grown = self.growth.unwrap_or(0) * (count - 1).max(0);
        let limited = |fen: i64| {
            let fen = self.floor.map_or(fen, |floor| fen.max(floor));
            self.cap.map_or(fen, |cap| fen.min(cap))
        };
        (limited(self.lower.at(sum) + grown), limited(self.upper.at(sum) + grown))
    }
}

#[test]
fn fines_beyond_the_statute_are_found_and_only_those() {
    let wanted: u64 = std::env::var("ZHUNSHENG_BENCHMARKS").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let (mut undecided, mut proved, mut refuted) = (0, 0, 0);
    for batch in 0..wanted.div_ceil(50) {
        let mut text = String::from(
            "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }\n要素 案情 {\n    额: 金额 0元以上3元以下\n    个: 整数 0个以上5个以下\n}\n",
        );
        let mut samples = Vec::new();
        for seed in batch * 50..(batch + 1) * 50 {
            let mut dice = Dice(seed.wrapping_mul(0x5851_F42D_4C95_7F2D) + 7, 0);
            let (statute, tier, at) = (FineOf::of(&mut dice, true), FineOf::of(&mut dice, false), 1 + dice.figure(1));
            text.push_str(&format!(
                "基准 基准{seed} {{\n    要素 案情\n    法定幅度 {{ {} }}\n    阶次 轻 {{\n        当 额 {at}元以上\n        处 {}\n    }}\n    阶次 重 {{\n        其他情形\n        处 警告\n    }}\n}}\n",
                statute.text, tier.text
            ));
            samples.push((format!("基准{seed}"), statute, tier, at));
        }
        let rules = RuleSet::from_sources([("例.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let proof = rules.prove();
        for (name, statute, tier, at) in &samples {
            let beyond = (at * 100..=300).any(|sum| {
                (0..=5).any(|count| {
                    let ((low, high), (least, most)) = (tier.ends(sum, count), statute.ends(sum, count));
                    high > most || low < least
                })
            });
            let verdict = proof.verdicts.iter().find(|v| rules.model()[v.benchmark].name == *name && v.property == Property::Bounded);
            match verdict.map(|v| v.outcome) {
                Some(Outcome::Proved) => {
                    proved += 1;
                    assert!(!beyond, "proved, yet beyond the statute: 法定 {}; 处 {}; 额 {at}元以上", statute.text, tier.text);
                }
                Some(Outcome::Refuted) => {
                    refuted += 1;
                    assert!(beyond, "refuted, yet within the statute: 法定 {}; 处 {}; 额 {at}元以上", statute.text, tier.text);
                }
                Some(Outcome::Undecided) => undecided += 1,
                None => panic!("{name} was not asked"),
            }
        }
    }
    assert!(proved > 0 && refuted > 0, "{proved} proved, {refuted} refuted");
    assert!(undecided * 20 <= usize::try_from(wanted).unwrap(), "{undecided} of {wanted} undecided");
}
