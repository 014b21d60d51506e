//! Floor 0: the same work on many things, on all processors.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

/// Room for the calls of one thread: what the main one usually has.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// Jobs that are under way beside each other: a processor that has one gets no shares of another.
static JOBS: AtomicUsize = AtomicUsize::new(1);

/// One of two jobs. When the first of them ends, the other one has all processors.
struct Job<'a> {
    is_one_over: &'a AtomicBool,
}

impl Drop for Job<'_> {
    fn drop(&mut self) {
        if !self.is_one_over.swap(true, Ordering::Relaxed) {
            JOBS.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Returns how many processors this program may use. The system looks that up in files, so it is asked once.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Calls `work` on `items` in shares of `size`, several at a time, and returns what each share gave, in
/// order. Shares are cut by number alone, so that the processors of a machine change no result. A
/// panic in one goes on here.
pub fn in_shares<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let shares: Vec<&[T]> = items.chunks(size.max(1)).collect();
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(share) = shares.get(at)
        {
            done.push((at, work(share)));
        }
        done
    };
    let free = processors().saturating_sub(JOBS.load(Ordering::Relaxed));
    let others = free.min(shares.len().saturating_sub(1));
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        // The size is our own: the environment may name one that nothing fits into. A thread that the
        // system does not give is no loss, as the others do its share.
        let spawn = |_| {
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
            thread.spawn_scoped(scope, some).ok()
        };
        let others: Vec<_> = (0..others).filter_map(spawn).collect();
        let mut done = some();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Calls `other` on a thread of its own and `own` on this one, and returns what both gave. A panic in
/// one goes on here.
pub fn beside<A, B: Send>(own: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    let waiting = Mutex::new(Some(other));
    let take = || waiting.lock().ok().and_then(|mut waiting| waiting.take());
    let is_one_over = AtomicBool::new(false);
    let job = || Job {
        is_one_over: &is_one_over,
    };
    JOBS.fetch_add(1, Ordering::Relaxed);
    std::thread::scope(|scope| {
        let (mine, others) = (job(), job());
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let thread = thread.spawn_scoped(scope, || {
            let _job = others;
            take().map(|other| other())
        });
        let own = own();
        drop(mine);
        // Where the system gives no thread, one after the other.
        let other = match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(joined) => joined,
            Err(_) => Ok(take().map(|other| other())),
        };
        match other {
            Ok(Some(other)) => (own, other),
            Ok(None) => unreachable!("one of the two takes it"),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{beside, in_shares};

    #[test]
    fn two_things_are_done_beside_each_other() {
        assert_eq!(beside(|| 1, || "two"), (1, "two"));
    }

    #[test]
    fn results_come_in_order_whatever_the_shares() {
        let items: Vec<usize> = (0..1000).collect();
        for size in [0, 1, 7, 999, 5000] {
            let sums: Vec<usize> = in_shares(&items, size, <[usize]>::to_vec)
                .into_iter()
                .flatten()
                .collect();
            assert_eq!(sums, items);
        }
        assert!(in_shares(&[0; 0], 4, |_| ()).is_empty());
    }
}
