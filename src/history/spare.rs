//! Room that was given up, to be filled anew.
//!
//! Going through history makes one object after the other, of much the same length, and lets go of as
//! many. To ask the allocator each time costs as much as to fill the room.

use std::rc::Rc;

use super::objects::Bytes;

/// How many are kept at the most, and how long the longest of them is.
const ROOMS_MAX: usize = 16;
const ROOM_BYTES_MAX: usize = 128 * 1024;

/// Rooms that nobody else holds, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Spare {
    rooms: Vec<Bytes>,
}

impl Spare {
    /// Returns an empty room: one that has place for so many bytes and not for many more, or, where there
    /// is none, a new one.
    pub(super) fn take(&mut self, bytes: usize) -> Bytes {
        let fits = |room: &Bytes| (bytes..=bytes.saturating_mul(2)).contains(&room.capacity());
        let found = self.rooms.iter().rposition(fits);
        found.map_or_else(Bytes::default, |at| self.rooms.remove(at))
    }

    /// Takes in what is not needed any more, unless somebody still holds it.
    pub(super) fn give(&mut self, mut room: Bytes) {
        let Some(bytes) = Rc::get_mut(&mut room) else {
            return;
        };
        if bytes.capacity() > ROOM_BYTES_MAX {
            return;
        }
        bytes.clear();
        if self.rooms.len() >= ROOMS_MAX {
            self.rooms.remove(0);
        }
        self.rooms.push(room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_filled_anew() {
        let mut spare = Spare::default();
        let held = Bytes::new(vec![1; 100]);
        spare.give(Bytes::clone(&held));
        assert_eq!(spare.take(100).capacity(), 0);
        spare.give(held);
        assert_eq!(spare.take(101).capacity(), 0);
        assert_eq!(spare.take(49).capacity(), 0);
        let room = spare.take(60);
        assert!(room.is_empty() && room.capacity() == 100);
        assert_eq!(spare.take(60).capacity(), 0);
    }

    #[test]
    fn little_is_kept() {
        let mut spare = Spare::default();
        spare.give(Bytes::new(vec![1; ROOM_BYTES_MAX + 1]));
        for _ in 0..100 {
            spare.give(Bytes::new(vec![1; 10]));
        }
        assert_eq!(spare.rooms.len(), ROOMS_MAX);
    }
}
