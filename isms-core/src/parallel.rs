//! Work shared among threads that end with the call: no pool is kept, so nothing is left behind in a process that forks or
//! holds a thousand tenants, and results stand in the order of the work whatever thread did it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What `work` gives for each of `0..count`, in that order, by at most `threads` threads, the caller's included. A thread
/// that cannot be started is done without. O(count) and the work.
pub(crate) fn each<T: Send>(threads: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let helpers = threads.min(count).saturating_sub(1);
    if helpers == 0 {
        return (0..count).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let run = || {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                break;
            }
            own.push((at, work(at)));
        }
        // A thread that panics holds no lock: the work is done outside of it.
        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).append(&mut own);
    };
    std::thread::scope(|scope| {
        for _ in 0..helpers {
            // What cannot be started is left to the others.
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Both results, the first by another thread where there may be two.
pub(crate) fn both<A: Send, B>(
    threads: usize,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B,
) -> (A, B) {
    if threads < 2 {
        return (first(), second());
    }
    // Whoever comes first takes it, so that nothing is lost where no thread can be started.
    let first = Mutex::new(Some(first));
    let take = || first.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || take().map(|first| first()));
        let second = second();
        let own = take().map(|first| first());
        let theirs = other.ok().and_then(|other| match other.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        #[expect(clippy::expect_used, reason = "one of the two took it, since the lock is held only to take")]
        (own.or(theirs).expect("the first work was done"), second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_work() {
        for threads in [0, 1, 2, 3, 16] {
            for count in [0, 1, 2, 7, 1000] {
                let results = each(threads, count, |at| at * at);
                assert_eq!(results, (0..count).map(|at| at * at).collect::<Vec<_>>(), "{threads} {count}");
            }
        }
        assert_eq!(both(1, || 1, || "b"), (1, "b"));
        assert_eq!(both(2, || 1, || "b"), (1, "b"));
    }

    #[test]
    #[should_panic]
    fn a_panic_is_not_lost() {
        let _ = each(2, 10, |at| assert!(at != 3, "work {at}"));
    }
}
