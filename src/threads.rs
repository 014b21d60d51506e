//! Floor 0: the same work on many things, on all processors.

use std::sync::atomic::{AtomicUsize, Ordering};

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
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let others = processors.min(shares.len()).saturating_sub(1);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(some)).collect();
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

/// Does two things at the same time and returns what both gave. A panic in one goes on here.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let second = other();
        match one.join() {
            Ok(first) => (first, second),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{both, in_shares};

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
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }
}
