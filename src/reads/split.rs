//! Bytes become lines, of which none is held that is too long.

use memchr::memchr;

use super::line::LINE_BYTES_MAX;

/// Cuts what comes in parts into lines.
#[derive(Debug, Default)]
pub struct Split {
    /// The beginning of a line whose end has not come yet.
    held: Vec<u8>,
    /// Whether the line that is going on is too long.
    too_long: bool,
}

impl Split {
    /// Takes the next bytes and hands over each line that ends in them, without its end; `None` for one
    /// that is too long.
    pub fn feed(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(Option<&[u8]>)) {
        while let Some(end) = memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(end);
            bytes = rest.get(1..).unwrap_or_default();
            if self.held.is_empty() && !self.too_long {
                hand(line, each);
                continue;
            }
            self.hold(line);
            self.end(each);
        }
        self.hold(bytes);
    }

    /// Hands over what no line end came after.
    pub fn finish(&mut self, each: &mut dyn FnMut(Option<&[u8]>)) {
        if self.too_long || !self.held.is_empty() {
            self.end(each);
        }
    }

    fn hold(&mut self, bytes: &[u8]) {
        if self.too_long || self.held.len() + bytes.len() > LINE_BYTES_MAX {
            self.too_long = true;
            self.held = Vec::new();
        } else {
            self.held.extend_from_slice(bytes);
        }
    }

    fn end(&mut self, each: &mut dyn FnMut(Option<&[u8]>)) {
        if self.too_long {
            each(None);
        } else {
            hand(&self.held, each);
        }
        self.held.clear();
        self.too_long = false;
    }
}

fn hand(line: &[u8], each: &mut dyn FnMut(Option<&[u8]>)) {
    if line.len() > LINE_BYTES_MAX {
        return each(None);
    }
    each(Some(line.strip_suffix(b"\r").unwrap_or(line)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(parts: &[&[u8]]) -> Vec<Option<usize>> {
        let mut split = Split::default();
        let mut found = Vec::new();
        let mut each = |line: Option<&[u8]>| found.push(line.map(<[u8]>::len));
        for part in parts {
            split.feed(part, &mut each);
        }
        split.finish(&mut each);
        found
    }

    #[test]
    fn lines_are_the_same_however_they_come() {
        let long = vec![b'x'; LINE_BYTES_MAX];
        let mut text = b"a\r\n\nbc\n".to_vec();
        text.extend(&long);
        text.extend(b"\n");
        text.extend(&long);
        text.extend(b"y\nd");
        let expected = [
            Some(1),
            Some(0),
            Some(2),
            Some(LINE_BYTES_MAX),
            None,
            Some(1),
        ];
        for size in [1, 7, 1000, 65_536, 1 << 20] {
            let parts: Vec<&[u8]> = text.chunks(size).collect();
            assert_eq!(lines(&parts), expected, "{size}");
        }
        assert_eq!(lines(&[b""]), []);
        assert_eq!(lines(&[b"a\n"]), [Some(1)]);
    }
}
