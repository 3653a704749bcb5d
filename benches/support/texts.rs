//! What the benches over law texts share: the texts, their lines, and the speed of work over them.

use std::hint::black_box;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// All `.md` files under `laws` of the corpus (`../shared/corpus` or `ZHUNSHENG_CORPUS`), in the order of their paths; empty where there is none.
pub(crate) fn laws() -> Vec<Vec<u8>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut folders = vec![std::env::var_os("ZHUNSHENG_CORPUS").map_or(beside, PathBuf::from).join("laws")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().filter_map(|file| std::fs::read(file).ok()).collect()
}

/// Where the lines of a text stand that are not empty.
pub(crate) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let ranges = text.split('\n').map(|line| {
        let range = at..at + line.len();
        at = range.end + 1;
        range
    });
    ranges.filter(|range| !range.is_empty()).collect()
}

/// The mean of runs of two seconds or more in all, by the time the thread was on a core: long enough for the grain of that clock.
pub(crate) fn report(name: &str, bytes: usize, mut work: impl FnMut() -> usize) {
    let mut result = black_box(work());
    let (begun, before) = (Instant::now(), on_core());
    let mut runs = 0;
    while begun.elapsed() < Duration::from_secs(2) {
        result = black_box(work());
        runs += 1;
    }
    let spent = on_core().zip(before).map_or(begun.elapsed(), |(after, before)| after - before);
    let speed = bytes as u128 * runs * 10_000 / spent.as_nanos().max(1);
    println!("  {name:<34} {:>6}.{} MB/s  {result}", speed / 10, speed % 10);
}

/// How long this thread has been on a core, where the system tells (Linux): what others use meanwhile does not count.
fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split_whitespace().next()?.parse().ok()?))
}
