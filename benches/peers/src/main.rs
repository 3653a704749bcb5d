//! The same decision table in other rule engines, beside zhunsheng and a scan written by hand: `cargo run --release`.
//!
//! `cargo run --release -- 12 1024` measures tables of those sizes alone; `--only zen` those whose name has the word, beside the prepared row.

mod contestants;
mod table;

use std::time::{Duration, Instant};

use contestants::{ALL, Contestant, Load};
use table::{Case, Numbers, Row};

/// Cases of a table.
const CASES: usize = 4_096;

/// How long answers are compared before the rest of the cases is left out; how long a pass may last; how long passes are made.
const CHECKING: Duration = Duration::from_secs(20);
const PASS: Duration = Duration::from_millis(500);
const MEASURING: Duration = Duration::from_millis(2_500);

/// Engines that parse by descent need room for tables of thousands of rows.
const STACK: usize = 1 << 30;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only = arguments.iter().position(|argument| argument == "--only").and_then(|at| arguments.get(at + 1));
    let asked: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![12, 64, 1_024, 10_000] } else { asked };
    println!("{:<7} {:<24} {:>9} {:>9} {:>12} {:>12}", "rows", "contestant", "load", "checked", "ns a case", "of the row");
    let mut wrong = false;
    for size in sizes {
        let mut numbers = Numbers(size as u64);
        let rows = table::rows(size, &mut numbers);
        let cases = table::cases(CASES, &rows, &mut numbers);
        let mut row = None;
        for (name, most, load) in ALL {
            if size > most || only.is_some_and(|only| name != ALL[0].0 && !name.contains(only.as_str())) {
                continue;
            }
            let (rows, cases) = (rows.clone(), cases.clone());
            let run = std::thread::Builder::new().stack_size(STACK).spawn(move || measure(load, &rows, &cases));
            match run.map(|thread| thread.join()) {
                Ok(Ok(Ok(Measured { load, checked, nanoseconds }))) => {
                    let (row, load) = (*row.get_or_insert(nanoseconds), format!("{load:.1?}"));
                    println!("{size:<7} {name:<24} {load:>9} {checked:>9} {nanoseconds:>12.1} {:>11.1}x", nanoseconds / row);
                }
                Ok(Ok(Err(error))) => {
                    wrong = true;
                    println!("{size:<7} {name:<24} {error}");
                }
                _ => {
                    wrong = true;
                    println!("{size:<7} {name:<24} gave up (panicked)");
                }
            }
        }
    }
    if wrong {
        std::process::exit(1);
    }
}

struct Measured {
    load: Duration,
    checked: usize,
    nanoseconds: f64,
}

/// Loads a contestant, compares its answers with the scan's, and measures it.
fn measure(load: Load, rows: &[Row], cases: &[Case]) -> Result<Measured, String> {
    let start = Instant::now();
    let mut contestant = load(rows, cases)?;
    let load = start.elapsed();
    let mut scan = contestants::scan::load(rows, cases)?;
    let start = Instant::now();
    let mut checked = 0;
    while checked < cases.len() && start.elapsed() < CHECKING {
        let (expected, found) = (scan.decide(checked)?, contestant.decide(checked)?);
        if expected != found {
            return Err(format!("differs at case {checked}: row {found} instead of {expected}"));
        }
        checked += 1;
    }
    let nanoseconds = quickest(contestant.as_mut(), checked)?;
    Ok(Measured { load, checked, nanoseconds })
}

/// Nanoseconds a case in the quickest pass over the cases, or over the first of them, as many as one pass has time for. The machine may
/// be shared, so that the quickest is the nearest to what it costs.
fn quickest(contestant: &mut dyn Contestant, checked: usize) -> Result<f64, String> {
    let (begun, mut cases) = (Instant::now(), 0);
    while cases < checked && begun.elapsed() < PASS {
        contestant.decide(cases)?;
        cases += 1;
    }
    let (begun, mut best) = (Instant::now(), f64::INFINITY);
    while begun.elapsed() < MEASURING {
        let (start, worked) = (Instant::now(), work());
        contestant.pass(cases)?;
        let elapsed = start.elapsed();
        // What is told by the scheduler's tick says something of long passes alone.
        let spent = match (worked, work()) {
            (Some(before), Some(after)) if elapsed > PASS / 5 => after.saturating_sub(before),
            _ => elapsed.as_nanos() as u64,
        };
        best = best.min(spent as f64 / cases as f64);
    }
    Ok(best)
}

/// Nanoseconds that this thread has worked, where Linux tells it: on a machine that is shared, others' work is not counted.
/// It is kept to the scheduler's tick, some milliseconds.
fn work() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}
