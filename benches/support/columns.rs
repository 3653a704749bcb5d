//! Rows a second by columns, beside two floors of the same run: adding up the numbers of the columns, and the scan over columns.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Int8Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_buffer::NullBuffer;
use zhunsheng::engine::{ColumnOptions, Prepared};

use super::{Case, GRADES, Typed, benchmark, cases, facts, load, next, parted, scan};

const ROWS: usize = 1 << 20;

/// Rows of a batch: what it holds and what is answered stay in the last cache.
const BATCH: usize = 1 << 14;

pub(super) fn columns() {
    println!("rows  layout              bytes a row  adding up     scan           columns        of adding up  two threads");
    for count in [12, 64, 1_024] {
        let lines = parted(count);
        let typed: Vec<Typed> = lines.iter().enumerate().map(|(at, line)| Typed::new(line, at)).collect();
        let cases = cases(&lines, ROWS);
        let expected: Vec<i64> = cases.iter().map(|case| scan(&typed, case)).collect();
        let engine = load(&(facts() + &benchmark("违法", &lines, ""))).compile();
        let prepared = engine.prepare(engine.benchmarks_named("违法")[0]);
        let scanned = mean(cases.chunks(BATCH), |cases| cases.iter().map(|case| scan(&typed, black_box(case))).sum::<i64>());
        let layouts: [(&str, &dyn Fn(&[Case]) -> RecordBatch); 3] = [
            ("compact", &|cases| compact(cases, None)),
            ("decimals and texts", &wide),
            ("1 % of nulls", &|cases| compact(cases, Some(100))),
        ];
        for (name, made) in layouts {
            let batches: Vec<RecordBatch> = cases.chunks(BATCH).map(made).collect();
            let mut decider = prepared.columns(ColumnOptions::default());
            for (batch, expected) in batches.iter().zip(expected.chunks(BATCH)).filter(|_| name != "1 % of nulls") {
                let answers = decider.decide(batch).expect("a batch");
                let lower = answers.column_by_name("fine_lower").expect("a column").as_primitive::<Int64Type>();
                assert!(lower.values().iter().zip(expected).all(|(lower, expected)| lower == expected));
            }
            let columns = batches.iter().flat_map(|batch| batch.columns());
            let bytes = columns.map(|column| column.get_buffer_memory_size()).sum::<usize>();
            let added = mean(&batches, sum);
            let decided = mean(&batches, |batch| decider.decide(batch).expect("a batch").num_rows());
            let both = threads(&prepared, &batches);
            let share = added.as_nanos() * 100 / decided.as_nanos().max(1);
            println!(
                "{count:<5} {name:<19} {:<12} {:<13} {:<14} {:<14} {:<13} {}",
                bytes / ROWS,
                format!("{} MB/s", bytes as u128 * 1_000 / added.as_nanos()),
                per_second(scanned),
                per_second(decided),
                format!("{share} %"),
                per_second(both),
            );
        }
    }
}

fn per_second(time: Duration) -> String {
    let tenths = ROWS as u128 * 10_000 / time.as_nanos();
    format!("{}.{} M/s", tenths / 10, tenths % 10)
}

/// What a pass over the pieces takes: the mean of the passes that fit into two seconds, by the time that this thread was on a core, since others'
/// work on the machine is not to be counted.
fn mean<P, T>(pieces: impl IntoIterator<Item = P> + Clone, mut work: impl FnMut(P) -> T) -> Duration {
    let (begun, before) = (Instant::now(), worked());
    let mut passes = 0;
    while begun.elapsed() < Duration::from_secs(2) {
        pieces.clone().into_iter().for_each(|piece| drop(black_box(work(piece))));
        passes += 1;
    }
    before.zip(worked()).map_or(begun.elapsed(), |(before, after)| after.saturating_sub(before)) / passes
}

/// How long this thread has been on a core, where Linux tells it.
fn worked() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// What two threads take that decide half of the batches each, at once: the time of the slower.
fn threads(prepared: &Prepared, batches: &[RecordBatch]) -> Duration {
    let half = |half: &[RecordBatch]| {
        let mut decider = prepared.columns(ColumnOptions::default());
        mean(half, |batch| decider.decide(batch).expect("a batch").num_rows())
    };
    let half = &half;
    std::thread::scope(|scope| {
        let threads: Vec<_> = batches.chunks(batches.len() / 2).map(|batches| scope.spawn(move || half(batches))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a time")).max().unwrap_or_default()
    })
}

/// All bytes of the columns, added up eight at a time.
fn sum(batch: &RecordBatch) -> u64 {
    let mut sum = 0u64;
    for column in batch.columns() {
        for buffer in column.to_data().buffers() {
            let (words, rest) = buffer.as_slice().as_chunks::<8>();
            sum = words.iter().fold(sum, |sum, word| sum.wrapping_add(u64::from_le_bytes(*word)));
            sum = rest.iter().fold(sum, |sum, byte| sum.wrapping_add(u64::from(*byte)));
        }
    }
    sum
}

/// Amounts in 分, small integers, a dictionary, bits; one value in so many is null.
fn compact(cases: &[Case], null_of: Option<u32>) -> RecordBatch {
    let mut seed = 0x0F1E_2D3C_4B5A_6978;
    let mut nulls = || null_of.map(|of| cases.iter().map(|_| !next(&mut seed).is_multiple_of(of)).collect::<NullBuffer>());
    let grades: ArrayRef = Arc::new(StringArray::from(GRADES.to_vec()));
    let keys = Int8Array::new(cases.iter().map(|case| case.危害后果 as i8).collect(), nulls());
    let bits = |of: fn(&Case) -> bool| cases.iter().map(of).collect();
    let columns: [(&str, ArrayRef); 6] = [
        ("违法所得", Arc::new(Int64Array::new(cases.iter().map(|case| i64::from(case.违法所得) * 100).collect(), nulls()))),
        ("违法次数", Arc::new(Int32Array::new(cases.iter().map(|case| case.违法次数 as i32).collect(), nulls()))),
        ("持续日数", Arc::new(Int32Array::new(cases.iter().map(|case| case.持续日数 as i32).collect(), nulls()))),
        ("危害后果", Arc::new(DictionaryArray::<Int8Type>::new(keys, grades))),
        ("主动退还", Arc::new(BooleanArray::new(bits(|case| case.主动退还), nulls()))),
        ("拒绝检查", Arc::new(BooleanArray::new(bits(|case| case.拒绝检查), nulls()))),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

/// Amounts as decimals in 元, `Int64` throughout, texts written out.
fn wide(cases: &[Case]) -> RecordBatch {
    let yuan = cases.iter().map(|case| i128::from(case.违法所得) * 100);
    let yuan = Decimal128Array::from_iter_values(yuan).with_precision_and_scale(18, 2).expect("a decimal");
    let columns: [(&str, ArrayRef); 6] = [
        ("违法所得", Arc::new(yuan)),
        ("违法次数", Arc::new(Int64Array::from_iter_values(cases.iter().map(|case| i64::from(case.违法次数))))),
        ("持续日数", Arc::new(Int64Array::from_iter_values(cases.iter().map(|case| i64::from(case.持续日数))))),
        ("危害后果", Arc::new(StringArray::from_iter_values(cases.iter().map(|case| GRADES[case.危害后果 as usize])))),
        ("主动退还", Arc::new(BooleanArray::from(cases.iter().map(|case| case.主动退还).collect::<Vec<_>>()))),
        ("拒绝检查", Arc::new(BooleanArray::from(cases.iter().map(|case| case.拒绝检查).collect::<Vec<_>>()))),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}
