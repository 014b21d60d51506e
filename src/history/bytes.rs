//! Answers as bytes, for the next run: short, and read back one after the other.

use super::id::Id;

/// Bytes that grow: numbers seven bits at a time, the least first; texts and ids behind their length.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn tag(&mut self, tag: u8) -> &mut Self {
        self.0.push(tag);
        self
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(0x80 | (number & 0x7f) as u8);
            number >>= 7;
        }
        self.0.push((number & 0x7f) as u8);
    }

    /// Small numbers are short on both sides of nought.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    pub(super) fn id(&mut self, id: Option<Id>) {
        let bytes = id.as_ref().map_or(&[][..], Id::as_bytes);
        self.number(bytes.len() as u64);
        self.0.extend(bytes);
    }
}

/// The bytes that are left. `None` is the end, or nonsense.
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let bytes = self.bytes()?;
        Some(std::str::from_utf8(bytes).ok()?.to_owned())
    }

    /// The inner `None` is an id that is absent.
    #[expect(clippy::option_option, reason = "absent, or not to be read")]
    pub(super) fn id(&mut self) -> Option<Option<Id>> {
        match self.bytes()? {
            [] => Some(None),
            bytes => Some(Some(Id::from_bytes(bytes)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let mut out = Writer::default();
        let signed = [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN];
        for number in signed {
            out.signed(number);
        }
        let mut reader = Reader(&out.0);
        assert!(signed.iter().all(|number| reader.signed() == Some(*number)));
        assert_eq!(reader.byte(), None);
        assert_eq!(Reader(&[0xff; 20]).number(), None);
    }
}
