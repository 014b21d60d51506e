//! Floor 0: numbers and texts as bytes, and back.

/// Adds a number: seven bits a byte, the lowest first.
pub fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or(0));
}

/// Adds bytes with their length before them.
pub fn put_bytes(bytes: &mut Vec<u8>, more: &[u8]) {
    put(bytes, more.len() as u64);
    bytes.extend(more);
}

pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_bytes(bytes, text.as_bytes());
}

/// Adds a number of either sign: small ones are short on both sides of nought.
pub fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put(
        bytes,
        (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned(),
    );
}

/// Reads from the front of some bytes; `None` from the end on, or where they are not what is asked for.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn rest(self) -> &'a [u8] {
        self.rest
    }

    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    pub fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.count()?;
        self.take(length)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub fn u64(&mut self) -> Option<u64> {
        let bytes = self.take(8)?.first_chunk()?;
        Some(u64::from_le_bytes(*bytes))
    }

    pub fn u32(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.first_chunk()?;
        Some(u32::from_le_bytes(*bytes))
    }
}

/// Rows of bytes of any length, each found by its number without going through those before it.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// How many there are, then where each ends, four bytes each and counted from the first, then the rows.
    bytes: Vec<u8>,
}

impl Rows {
    /// Bytes of a number in front of the rows.
    const NUMBER: usize = 4;

    pub fn new(rows: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let (mut ends, mut all) = (Vec::new(), Vec::new());
        let mut count: u32 = 0;
        for row in rows {
            all.extend(row);
            ends.extend(u32::try_from(all.len()).unwrap_or(u32::MAX).to_le_bytes());
            count += 1;
        }
        let mut bytes = count.to_le_bytes().to_vec();
        bytes.extend(ends);
        bytes.extend(all);
        Self { bytes }
    }

    /// Takes the bytes of rows, as they were kept.
    pub fn open(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn len(&self) -> usize {
        self.number(0).unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a row; `None` where there are fewer, and where what was kept was harmed.
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        let count = self.len();
        if at >= count {
            return None;
        }
        let first = count.checked_add(1)?.checked_mul(Self::NUMBER)?;
        let from = if at == 0 { 0 } else { self.number(at)? };
        let to = self.number(at.checked_add(1)?)?;
        self.bytes
            .get(first.checked_add(from)?..first.checked_add(to)?)
    }

    fn number(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at.checked_mul(Self::NUMBER)?..)?;
        usize::try_from(u32::from_le_bytes(*rest.first_chunk()?)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 16_384, u64::from(u32::MAX), u64::MAX];
        for number in numbers {
            put(&mut bytes, number);
        }
        let signed = [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN];
        for number in signed {
            put_signed(&mut bytes, number);
        }
        put_text(&mut bytes, "é");
        let mut cursor = Cursor::new(&bytes);
        for number in numbers {
            assert_eq!(cursor.number(), Some(number));
        }
        for number in signed {
            assert_eq!(cursor.signed(), Some(number));
        }
        assert_eq!(cursor.text(), Some("é"));
        assert_eq!(cursor.byte(), None);
        assert_eq!(cursor.number(), None);
        assert_eq!(Cursor::new(&[0xff; 20]).number(), None);
        assert_eq!(Cursor::new(&[9, 1]).bytes(), None);
    }

    #[test]
    fn rows_are_found_by_their_number() {
        let rows = [b"one".to_vec(), Vec::new(), b"three".to_vec()];
        let made = Rows::new(rows.clone());
        let read = Rows::open(made.bytes().to_vec());
        assert_eq!((made.len(), read.len()), (3, 3));
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(read.get(at), Some(row.as_slice()));
        }
        assert_eq!(read.get(3), None);
        assert!(Rows::default().is_empty());
        assert_eq!(Rows::default().get(0), None);
        // What was harmed is never read beyond its end.
        for at in 0..made.bytes().len() {
            let mut harmed = made.bytes().to_vec();
            harmed[at] ^= 0xff;
            for bytes in [&harmed[..], &harmed[..at]] {
                let rows = Rows::open(bytes.to_vec());
                for at in [0, 1, 2, 3, usize::MAX] {
                    let _ = rows.get(at);
                }
            }
        }
    }
}
