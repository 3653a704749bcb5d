//! What is allocated: nothing by a prepared row that decides and keeps its reasons, and no more than in proportion by a load.

// An allocator that counts cannot be written otherwise; it only hands on to the system's.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write as _;

use zhunsheng::RuleSet;
use zhunsheng::engine::{FineOutcome, Status};
use zhunsheng::law::Money;

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = ALLOCATIONS.with(Cell::get);
    let made = work();
    (ALLOCATIONS.with(Cell::get) - before, made)
}

/// A table of `rows` fines, with a circumstance and a tier that compares two facts.
fn rules(rows: i64) -> String {
    let mut text = String::from(
        "规则集 例 { 版本 “1” 施行 2026年1月1日 }
要素 案情 { 所得: 金额 0元以上  损失: 金额 0元以上  次数: 整数 0次以上  退还: 是否 }
情节 退还 { 要素 案情  依据 《某法》第二条  效果 应当 从轻  当 退还 }
基准 行为 {
    要素 案情
    依据 《某法》第一条
    法定幅度 { 1亿元以下罚款 }
    阶次表 首个 {
        | 阶次 | 当 | 所得 | 次数 | 处罚 |
        | 特别 | 所得 超过 损失 × 1000 | 1亿元以上 | - | 1亿元罚款 |
",
    );
    for row in 0..rows {
        let (low, high) = (row * 100, row * 100 + 100);
        text += &format!("        | 少{row} | - | {low}元以上不满{high}元 | 不满3次 | {low}元以上{high}元以下罚款 |\n");
        text += &format!("        | 多{row} | - | {low}元以上不满{high}元 | 3次以上 | {high}元罚款 |\n");
    }
    text + "    }\n}\n"
}

#[test]
fn a_prepared_row_allocates_nothing() {
    let (noticed, _) = allocations(|| Box::new(1));
    assert_eq!(noticed, 1, "the counter counts");
    for rows in [5, 500] {
        let engine = RuleSet::from_sources([("例.zs", rules(rows))]).expect("rules").compile();
        let prepared = engine.prepare(engine.benchmarks_named("行为")[0]);
        let [gains, loss, times, returned] = ["所得", "损失", "次数", "退还"].map(|key| prepared.slot(key).expect("a fact"));
        let mut row = prepared.row();
        let mut settled = 0;
        let mut case = |n: i64| {
            row.set_money(gains, Money::from_fen(n * 977 % (rows * 12_000))).expect("money");
            row.set_money(loss, Money::from_fen(n)).expect("money");
            row.set_integer(times, n % 5).expect("a number");
            row.set_boolean(returned, n % 3 == 0).expect("a truth");
            let outcome = row.decide().expect("an outcome");
            settled += u64::from(outcome.status == Status::Settled && matches!(outcome.fine, FineOutcome::Range(_)));
            row.trace().map_or(0, |trace| trace.reasons.len())
        };
        // The row's buffers grow to what they need once.
        (0..100).for_each(|n| assert!(case(n) < 10));
        let (made, ()) = allocations(|| {
            for n in 0..10_000 {
                case(n);
            }
        });
        assert_eq!(made, 0, "{rows} rows");
        assert!(settled > 5_000, "{settled} cases are settled");
    }
}

/// Benchmarks with facts, tiers and cases of their own.
fn many(count: usize) -> String {
    let mut text = String::from("规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }\n");
    for n in 0..count {
        let _ = write!(
            text,
            "要素 案情{n} {{ 违法所得: 金额 0元以上 次数{n}: 整数 1次以上 }}
基准 行为{n} {{
要素 案情{n}
依据 《某法》第一条
法定幅度 {{ 警告, 可以 并处 1万元以下罚款 }}
阶次 轻 {{ 当 违法所得 不满1000元 且 次数{n} 为 1次 处 警告 }}
阶次 重 {{ 其他情形 处 1万元以下罚款 }}
}}
用例 例{n} {{ 基准 行为{n} 设 违法所得 = 1元, 次数{n} = 1次 应为 轻 }}
"
        );
    }
    text
}

/// Copying and collecting anew for each rule shows here, whatever the machine is busy with; times are for the benches.
#[test]
fn loading_allocates_in_proportion_to_the_rules() {
    let load = |count: usize| {
        let text = many(count);
        let (made, loaded) = allocations(|| RuleSet::from_sources([("例.zs", text)]).is_ok());
        assert!(loaded);
        made
    };
    let (small, large) = (load(250), load(2_000));
    assert!(large < small * 10, "{small} for 250, {large} for 2,000");
}
