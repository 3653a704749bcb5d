//! Generated benchmarks over small domains, and the plain enumeration of every case of theirs.

use std::collections::BTreeSet;

pub const FACTS: &str = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }
要素 案情 {
    甲: 整数 0次以上6次以下 越大越重
    乙: 金额 0元以上0.04元以下
    丙: 等级 { 无 < 轻 < 重 }
    丁: 是否
    戊: 整数 0次以上3次以下 可缺
    己: 整数 0次以上3次以下
}
";

pub const GRADES: [&str; 3] = ["无", "轻", "重"];
pub const POLICIES: [&str; 3] = ["唯一", "首个", "从重"];

/// A case: a figure for each fact; 戊 may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub a: i64,
    pub b: i64,
    pub c: i64,
    pub d: bool,
    pub e: Option<i64>,
    pub f: i64,
}

pub fn points() -> Vec<Point> {
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
pub enum Figure {
    A,
    B,
    E,
    F,
    Sum,
    Difference,
}

/// A condition with a number, so that it can be put as true or false.
#[derive(Debug, Clone)]
pub struct Node(pub usize, pub Kind);

#[derive(Debug, Clone)]
pub enum Kind {
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
    pub fn holds(&self, p: &Point, replaced: Option<(usize, bool)>) -> bool {
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

    pub fn text(&self) -> String {
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
    pub fn parts(&self, found: &mut Vec<(usize, bool)>) {
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
pub struct Dice(pub u64, pub usize);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }

    pub fn figure(&mut self, n: i64) -> i64 {
        i64::try_from(self.below(u64::try_from(n + 1).unwrap())).unwrap()
    }

    pub fn node(&mut self, kind: Kind) -> Node {
        self.1 += 1;
        Node(self.1, kind)
    }

    pub fn range(&mut self) -> Node {
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

    pub fn leaf(&mut self) -> Node {
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

    pub fn several(&mut self, depth: u64, all: bool) -> Vec<Node> {
        let count = 2 + self.below(2);
        (0..count).map(|_| self.condition(depth, Some(all))).collect()
    }

    /// A condition; `within` is the kind of list it stands in, which is not nested in its like.
    pub fn condition(&mut self, depth: u64, within: Option<bool>) -> Node {
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

    pub fn test(&mut self) -> Node {
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
    pub fn ladder(&mut self) -> Vec<Node> {
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

pub struct Sample {
    pub name: String,
    pub policy: usize,
    pub tiers: Vec<Node>,
    pub otherwise: bool,
}

impl Sample {
    pub fn of(seed: u64) -> Sample {
        let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D), 10);
        let tiers = if dice.below(4) == 0 { dice.ladder() } else { (0..2 + dice.below(3)).map(|_| dice.test()).collect() };
        let policy = usize::try_from(dice.below(3)).unwrap();
        Sample { name: format!("基准{seed}"), policy, tiers, otherwise: dice.below(4) == 0 }
    }

    pub fn text(&self) -> String {
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
    pub fn held(&self, p: &Point) -> Vec<usize> {
        (0..self.tiers.len()).filter(|at| self.tiers[*at].holds(p, None)).collect()
    }
}

/// The points that a witness leaves open: all must show the fault.
pub fn completions<'p>(witness: &str, all: &'p [Point]) -> Vec<&'p Point> {
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
