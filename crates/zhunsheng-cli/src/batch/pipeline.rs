//! Reader → workers → writer, in the order of rows and with a bounded number of chunks under way. What a row is, is not known here.

use std::ops::ControlFlow;
use std::sync::{Mutex, mpsc};
use std::thread;

use crate::output::Trouble;

/// Chunks under way for each worker: one in work, one waiting to be, two waiting to be written.
const CHUNKS_PER_JOB: usize = 4;

/// Reads chunks until there is none, works on each on one of `jobs` threads, and hands the results to `write` in order.
///
/// `write` may end the run early. A chunk that cannot be read ends it after all before it are written.
pub(crate) fn run<C: Send, R: Send>(
    jobs: usize,
    mut read: impl FnMut() -> Result<Option<C>, Trouble> + Send,
    work: impl Fn(C) -> R + Sync,
    mut write: impl FnMut(R) -> Result<ControlFlow<()>, Trouble>,
) -> Result<(), Trouble> {
    let jobs = jobs.max(1);
    let (permit, permits) = mpsc::sync_channel::<()>(jobs * CHUNKS_PER_JOB);
    let (chunk, chunks) = mpsc::channel();
    let (done, results) = mpsc::channel::<(usize, Result<R, Trouble>)>();
    for _ in 0..jobs * CHUNKS_PER_JOB {
        // The channel is as long as there are permits, and its other end stands above.
        let _ = permit.send(());
    }
    let chunks = Mutex::new(chunks);
    thread::scope(|scope| {
        let failed = done.clone();
        scope.spawn(move || {
            // INVARIANT: no chunk is read without a permit, which the writer gives back; so the chunks under way are bounded.
            let mut at = 0;
            while permits.recv().is_ok() {
                let sent = match read() {
                    Ok(Some(read)) => chunk.send((at, read)).is_ok(),
                    Ok(None) => false,
                    Err(trouble) => {
                        let _ = failed.send((at, Err(trouble)));
                        false
                    }
                };
                if !sent {
                    break;
                }
                at += 1;
            }
        });
        for _ in 0..jobs {
            let (done, chunks, work) = (done.clone(), &chunks, &work);
            scope.spawn(move || {
                loop {
                    let next = chunks.lock().ok().and_then(|chunks| chunks.recv().ok());
                    let Some((at, chunk)) = next else { break };
                    if done.send((at, Ok(work(chunk)))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let ended = in_order(results, |result| {
            let ended = write(result?)?;
            let _ = permit.send(());
            Ok(ended)
        });
        // A reader that waits for a permit learns that no more will come.
        drop(permit);
        ended
    })
}

/// Hands results on by their number, keeping those that come early.
fn in_order<R>(results: mpsc::Receiver<(usize, R)>, mut hand_on: impl FnMut(R) -> Result<ControlFlow<()>, Trouble>) -> Result<(), Trouble> {
    let mut early = std::collections::BTreeMap::new();
    let mut next = 0;
    for (at, result) in results {
        early.insert(at, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            if hand_on(result)?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{CHUNKS_PER_JOB, run};
    use crate::output::Trouble;

    /// Runs over `chunks` numbers, the earlier of each few the slower; what was written, and the most chunks under way.
    fn numbers(jobs: usize, chunks: usize, stop_at: Option<usize>, fail_at: Option<usize>) -> (Vec<usize>, usize, Result<(), Trouble>) {
        let (read, written) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (mut most, mut seen) = (0, Vec::new());
        let next = || match read.load(Ordering::SeqCst) {
            at if Some(at) == fail_at => Err(Trouble("broken".to_owned())),
            at if at == chunks => Ok(None),
            at => {
                read.store(at + 1, Ordering::SeqCst);
                Ok(Some(at))
            }
        };
        let work = |at: usize| {
            std::thread::sleep(std::time::Duration::from_micros(50 * (7 - at as u64 % 7)));
            at
        };
        let ended = run(jobs, next, work, |at| {
            most = most.max(read.load(Ordering::SeqCst) - written.load(Ordering::SeqCst));
            written.fetch_add(1, Ordering::SeqCst);
            seen.push(at);
            Ok(if Some(at) == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        });
        (seen, most, ended)
    }

    #[test]
    fn chunks_come_in_order_and_few_are_under_way() {
        for jobs in [1, 2, 4] {
            let (seen, most, ended) = numbers(jobs, 500, None, None);
            assert!(ended.is_ok());
            assert_eq!(seen, (0..500).collect::<Vec<_>>());
            assert!(most <= jobs * CHUNKS_PER_JOB + 1, "{most} chunks under way for {jobs} jobs");
        }
    }

    #[test]
    fn a_run_ends_where_the_writer_ends_it_or_the_reader_fails() {
        let (seen, _, ended) = numbers(3, 500, Some(41), None);
        assert!(ended.is_ok());
        assert_eq!(seen, (0..=41).collect::<Vec<_>>());
        let (seen, _, ended) = numbers(3, 500, None, Some(41));
        assert!(ended.is_err());
        assert_eq!(seen, (0..41).collect::<Vec<_>>());
    }
}
