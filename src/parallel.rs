//! The same work over many items on several threads, results in the order of the items.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, scope};

/// The stack of a thread: as much as a program's first one has, since parsing and proving recurse.
const STACK: usize = 8 << 20;

/// `work` over each item, on up to `threads` threads, the caller's among them. Whoever is free takes the next item; where no
/// thread can be had, those that there are do the work.
pub(crate) fn map<T: Sync, R: Send>(threads: NonZeroUsize, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = scope(|scope| {
        let helpers: Vec<_> =
            (1..threads.get().min(items.len())).filter_map(|_| Builder::new().stack_size(STACK).spawn_scoped(scope, share).ok()).collect();
        let mut done = share();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
