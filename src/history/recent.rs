//! Values that were used last, as many as a limit of bytes allows.

use std::collections::VecDeque;
use std::hash::Hash;

use super::id::ById;

/// How often a value goes through the queue again at the most.
const ROUNDS_MAX: u8 = 3;

/// Keeps values in a queue. What comes to its end goes, unless it was asked for since it came: then it goes
/// through again, once for each time, up to a few times. So what many objects are made out of stays, and
/// to ask for a value moves nothing.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    known: ById<K, Kept<V>>,
    /// What goes next comes first.
    queue: VecDeque<K>,
    bytes: usize,
    bytes_max: usize,
}

#[derive(Debug)]
struct Kept<V> {
    value: V,
    bytes: usize,
    rounds: u8,
}

impl<K: Eq + Hash + Copy, V: Clone> Recent<K, V> {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            known: ById::default(),
            queue: VecDeque::new(),
            bytes: 0,
            bytes_max,
        }
    }

    pub(super) fn get(&mut self, key: K) -> Option<V> {
        let kept = self.known.get_mut(&key)?;
        kept.rounds = ROUNDS_MAX.min(kept.rounds + 1);
        Some(kept.value.clone())
    }

    /// Keeps a value that takes so many bytes, its key included. `gone` is handed what has to go for it.
    pub(super) fn insert(&mut self, key: K, value: V, bytes: usize, mut gone: impl FnMut(V)) {
        // One that takes most of the room would not be worth the others.
        if bytes > self.bytes_max / 2 {
            return;
        }
        let kept = Kept {
            value,
            bytes,
            rounds: 0,
        };
        self.bytes += bytes;
        match self.known.insert(key, kept) {
            Some(before) => self.bytes -= before.bytes,
            None => self.queue.push_back(key),
        }
        while self.bytes > self.bytes_max
            && let Some(next) = self.queue.pop_front()
        {
            match self.known.get_mut(&next) {
                Some(kept) if kept.rounds > 0 => {
                    kept.rounds -= 1;
                    self.queue.push_back(next);
                }
                _ => {
                    if let Some(kept) = self.known.remove(&next) {
                        self.bytes -= kept.bytes;
                        gone(kept.value);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_limit_holds() {
        let mut recent = Recent::new(100);
        let mut gone = 0;
        recent.insert(0, "used", 10, |_| gone += 1);
        for key in 1..1000 {
            recent.insert(key, "once", 10, |_| gone += 1);
            assert_eq!(recent.get(0), Some("used"), "{key}");
            assert!(recent.known.len() <= 10, "{}", recent.known.len());
            assert_eq!(recent.known.len(), recent.queue.len());
        }
        assert_eq!(gone, 990);
        assert_eq!(recent.get(999), Some("once"));
        assert_eq!(recent.get(900), None);
        recent.insert(5000, "too long", 51, |_| ());
        assert_eq!(recent.get(5000), None);
    }

    #[test]
    fn a_value_that_comes_again_counts_once() {
        let mut recent = Recent::new(100);
        for _ in 0..1000 {
            recent.insert(1, "again", 40, |_| ());
        }
        assert_eq!((recent.bytes, recent.queue.len()), (40, 1));
        assert_eq!(recent.get(1), Some("again"));
    }
}
