//! The same decision table in other rule engines, beside zhunsheng and a scan written by hand: `cargo run --release`.
//!
//! `cargo run --release -- 12 1024` measures tables of those sizes alone; `--only zen` those whose name has the word.

mod contestants;
mod table;

use std::time::{Duration, Instant};

use contestants::{ALL, Contestant, Load};
use table::{Case, Numbers, Row};

/// Cases of a table.
const CASES: usize = 4_096;

/// How long answers are compared before the rest of the cases is left out, and how long a round of measuring lasts.
const CHECKING: Duration = Duration::from_secs(20);
const ROUND: Duration = Duration::from_millis(500);

/// Rounds, of which the fastest counts: the machine may be shared.
const ROUNDS: usize = 5;

/// Engines that parse by descent need room for tables of thousands of rows.
const STACK: usize = 1 << 30;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only = arguments.iter().position(|argument| argument == "--only").and_then(|at| arguments.get(at + 1));
    let asked: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![12, 64, 1_024, 10_000] } else { asked };
    println!("{:<7} {:<24} {:>9} {:>9} {:>12} {:>12}", "rows", "contestant", "load", "checked", "ns a case", "of the scan");
    let mut wrong = false;
    for size in sizes {
        let mut numbers = Numbers(size as u64);
        let rows = table::rows(size, &mut numbers);
        let cases = table::cases(CASES, &rows, &mut numbers);
        let mut floor = None;
        for (name, most, load) in ALL {
            if size > most || only.is_some_and(|only| name != ALL[0].0 && !name.contains(only.as_str())) {
                continue;
            }
            let (rows, cases) = (rows.clone(), cases.clone());
            let run = std::thread::Builder::new().stack_size(STACK).spawn(move || measure(load, &rows, &cases));
            match run.map(|thread| thread.join()) {
                Ok(Ok(Ok(Measured { load, checked, nanoseconds }))) => {
                    let floor = *floor.get_or_insert(nanoseconds);
                    let load = format!("{:.1?}", load);
                    println!("{size:<7} {name:<24} {load:>9} {checked:>9} {nanoseconds:>12.0} {:>11.1}x", nanoseconds / floor);
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
    let rounds = (0..ROUNDS).map(|_| round(contestant.as_mut(), checked)).collect::<Result<Vec<_>, _>>()?;
    let nanoseconds = rounds.into_iter().fold(f64::INFINITY, f64::min);
    Ok(Measured { load, checked, nanoseconds })
}

/// Nanoseconds a case, over as many cases as fit a round.
fn round(contestant: &mut dyn Contestant, cases: usize) -> Result<f64, String> {
    let (start, worked) = (Instant::now(), work());
    let mut decided = 0_usize;
    while start.elapsed() < ROUND {
        // A look at the clock costs as much as a fast decision; so there is one for many of them.
        let burst = if decided < 64 { 1 } else { 64 };
        for _ in 0..burst {
            std::hint::black_box(contestant.decide(decided % cases)?);
            decided += 1;
        }
    }
    let spent = match (worked, work()) {
        (Some(before), Some(after)) if after > before => after - before,
        _ => start.elapsed().as_nanos() as u64,
    };
    Ok(spent as f64 / decided as f64)
}

/// Nanoseconds that this thread has worked, where Linux tells it: on a machine that is shared, others' work is not counted.
/// It is kept to the scheduler's tick, some milliseconds.
fn work() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}
