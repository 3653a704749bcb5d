//! A prepared row decides, and keeps its reasons, without a single allocation a case.

// An allocator that counts cannot be written otherwise; it only hands on to the system's.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

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
