//! Values that were used last, as many as a limit of bytes allows.

use std::hash::Hash;
use std::mem;

use super::id::ById;

/// Keeps two generations: what is asked for again moves to the new one, and once that is full the old
/// one goes. So whatever was used within the last half of the limit is there.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    new: ById<K, (V, usize)>,
    old: ById<K, (V, usize)>,
    /// Bytes of the new generation.
    bytes: usize,
    bytes_max: usize,
}

impl<K: Eq + Hash + Copy, V: Clone> Recent<K, V> {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            new: ById::default(),
            old: ById::default(),
            bytes: 0,
            bytes_max,
        }
    }

    pub(super) fn get(&mut self, key: K) -> Option<V> {
        if let Some((value, _)) = self.new.get(&key) {
            return Some(value.clone());
        }
        let (value, bytes) = self.old.remove(&key)?;
        self.insert(key, value.clone(), bytes);
        Some(value)
    }

    /// Keeps a value that takes so many bytes, its key included.
    pub(super) fn insert(&mut self, key: K, value: V, bytes: usize) {
        let half = self.bytes_max / 2;
        if bytes > half {
            return;
        }
        if self.bytes + bytes > half {
            self.old = mem::take(&mut self.new);
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.new.insert(key, (value, bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_limit_holds() {
        let mut recent = Recent::new(100);
        recent.insert(0, "used", 10);
        for key in 1..1000 {
            recent.insert(key, "once", 10);
            assert_eq!(recent.get(0), Some("used"), "{key}");
            let kept = recent.new.len() + recent.old.len();
            assert!(kept <= 10, "{kept}");
        }
        assert_eq!(recent.get(999), Some("once"));
        assert_eq!(recent.get(900), None);
        recent.insert(5000, "too long", 51);
        assert_eq!(recent.get(5000), None);
    }
}
