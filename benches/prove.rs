//! How long proving takes, and how it grows. `cargo bench --bench prove`.
//!
//! Tables that part a space of facts into boxes without gap or overlap (the hardest to prove: every box counts), and the same
//! with one row left out (a gap to be found). The floor is comparing every pair of rows once, in the same run.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use zhunsheng::RuleSet;
use zhunsheng::prove::{Outcome, prove};

/// A box: for each fact from where to where, the end not included.
type Row = Vec<(u32, u32)>;

const SIZE: u32 = 100_000;

fn main() {
    println!("facts  rows   pairs once  sound      one row left out");
    for (facts, rows) in [(6, 12), (6, 100), (8, 100), (6, 1_000), (3, 1_000), (3, 3_000)] {
        let table = parted(facts, rows);
        let floor = timed(|| pairs(&table)).0;
        let (sound, proved) = proving(facts, &table, Outcome::Proved);
        let (gapped, refuted) = proving(facts, &table[..table.len() - 1], Outcome::Refuted);
        println!("{facts:<5}  {rows:<5}  {floor:<10.1?}  {sound:<9.1?}  {gapped:<9.1?}  {}", if proved && refuted { "" } else { "WRONG" });
    }
    println!("\nbenchmarks  proved in  each");
    for count in [10, 100, 1_000] {
        let table = parted(3, 12);
        let rules = load(&many(count, &table));
        let (time, proof) = timed(|| prove(rules.model()));
        // Neighbours that could be one row (ZS1023) are told, since all impose the same; nothing else may be.
        let sound = proof.diagnostics.iter().all(|d| d.code().as_str() == "ZS1023");
        println!("{count:<10}  {time:<9.1?}  {:.1?}  {}", time / count, if sound { "" } else { "WRONG" });
    }
    firsts();
}

/// Tables under 首个 in which rows meet: whether a tier misleads (ZS1030) is asked of every two.
fn firsts() {
    println!("\n首个 rows  apart      each meets the next  thresholds");
    for rows in [100, 1_000, 3_000] {
        let time = |text: String| {
            let rules = load(&text);
            timed(|| prove(rules.model())).0
        };
        let row = |at: usize| (at * SIZE as usize / rows, (at + 2) * SIZE as usize / rows, (at + 1) * SIZE as usize / rows);
        let table = |condition: &dyn Fn(usize) -> String| {
            let mut text = rule_set(3);
            text.push_str("基准 表 {\n    要素 案情\n    命中 首个\n");
            for at in 0..rows {
                let _ = writeln!(text, "    阶次 第{at} {{ 当 {} 处 {}元罚款 }}", condition(at), 100 + at);
            }
            text + "    阶次 其他 { 其他情形 处 警告 }\n}\n"
        };
        let boxes = parted(3, rows);
        let within = |at: usize| {
            let range = |(fact, (low, high)): (usize, &(u32, u32))| format!("要素{fact} {low}次以上 且 要素{fact} 不满{high}次");
            boxes[at].iter().enumerate().map(range).collect::<Vec<_>>().join(" 且 ")
        };
        let apart = time(table(&within));
        let next = time(table(&|at| format!("要素0 {}次以上不满{}次", row(at).0, row(at).1)));
        let thresholds = time(table(&|at| format!("要素0 不满{}次", row(at).2)));
        println!("{rows:<9}  {apart:<9.1?}  {next:<19.1?}  {thresholds:.1?}");
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = black_box(work());
    (start.elapsed(), made)
}

fn pairs(rows: &[Row]) -> usize {
    let apart = |a: &Row, b: &Row| a.iter().zip(b).any(|(x, y)| x.1 <= y.0 || y.1 <= x.0);
    rows.iter().enumerate().map(|(at, a)| rows[at + 1..].iter().filter(|b| !apart(a, b)).count()).sum()
}

/// Splits the space again and again: the widest box, on a fact and at a place that follow a fixed sequence.
fn parted(facts: usize, rows: usize) -> Vec<Row> {
    let mut boxes: Vec<Row> = vec![vec![(0, SIZE); facts]];
    let mut seed = 0x9E37_79B9u32;
    let mut at = 0;
    while boxes.len() < rows {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let fact = (seed >> 16) as usize % facts;
        let index = at % boxes.len();
        at += 1;
        let (low, high) = boxes[index][fact];
        if high - low < 2 {
            continue;
        }
        let cut = low + 1 + (seed >> 8) % (high - low - 1);
        let mut other = boxes[index].clone();
        boxes[index][fact].1 = cut;
        other[fact].0 = cut;
        boxes.push(other);
    }
    boxes
}

fn rule_set(facts: usize) -> String {
    let mut text = String::from("规则集 表 { 版本 “1” 施行 2026年1月1日 }\n要素 案情 {\n");
    for fact in 0..facts {
        let _ = writeln!(text, "    要素{fact}: 整数 0次以上不满{SIZE}次");
    }
    text + "}\n"
}

fn benchmark(text: &mut String, name: &str, rows: &[Row]) {
    let facts = rows.first().map_or(0, Vec::len);
    let _ = write!(text, "基准 {name} {{\n    要素 案情\n    阶次表 {{\n        | 阶次 |");
    for fact in 0..facts {
        let _ = write!(text, " 要素{fact} |");
    }
    text.push_str(" 处罚 |\n");
    for (at, row) in rows.iter().enumerate() {
        let _ = write!(text, "        | 第{at} |");
        for (low, high) in row {
            let _ = match (low, high) {
                (0, &SIZE) => write!(text, " - |"),
                (0, high) => write!(text, " 不满{high}次 |"),
                (low, &SIZE) => write!(text, " {low}次以上 |"),
                (low, high) => write!(text, " {low}次以上不满{high}次 |"),
            };
        }
        text.push_str(" 警告 |\n");
    }
    text.push_str("    }\n}\n");
}

fn many(count: u32, rows: &[Row]) -> String {
    let mut text = rule_set(rows.first().map_or(0, Vec::len));
    for n in 0..count {
        benchmark(&mut text, &format!("违法{n}"), rows);
    }
    text
}

fn load(text: &str) -> RuleSet {
    RuleSet::from_sources([("表.zs", text.to_owned())]).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// The time to prove a table complete and disjoint, and whether completeness ended as expected and nothing overlapped.
fn proving(facts: usize, rows: &[Row], expected: Outcome) -> (Duration, bool) {
    let mut text = rule_set(facts);
    benchmark(&mut text, "表", rows);
    let rules = load(&text);
    let (time, proof) = timed(|| prove(rules.model()));
    use zhunsheng::model::Property;
    let of = |property| proof.verdicts.iter().find(|v| v.property == property).map(|v| v.outcome);
    (time, of(Property::Complete) == Some(expected) && of(Property::Disjoint) == Some(Outcome::Proved))
}
