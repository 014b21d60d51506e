//! Loose objects that were cut short.
//!
//! libgit2 1.9 never comes back from reading one (libgit2 issue 7342), so they are looked for before
//! it is asked for anything. Packed objects carry their length and need no such look.

use std::path::Path;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use crate::disk;

/// Longest loose object that is looked at, in bytes: git packs what is larger.
const BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The window that zlib's format needs.
const WINDOW: usize = 32 * 1024;

/// Returns the id of a loose object below `objects` that is empty or cut short, if there is one.
pub(super) fn cut_short(objects: &Path) -> Option<String> {
    let is_hex = |name: &str, len: usize| {
        name.len() == len && name.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    for folder in disk::names(objects).ok()? {
        let Some(start) = folder.to_str().filter(|name| is_hex(name, 2)) else {
            continue;
        };
        for name in disk::names(&objects.join(start)).unwrap_or_default() {
            let Some(rest) = name.to_str().filter(|name| is_hex(name, 38)) else {
                continue;
            };
            let Ok(bytes) = disk::read(&objects.join(start), Path::new(rest), BYTES_MAX) else {
                continue;
            };
            if !is_whole(&bytes) {
                return Some(format!("{start}{rest}"));
            }
        }
    }
    None
}

/// Whether a zlib stream comes to its end. What is wrong in any other way libgit2 finds itself.
fn is_whole(mut bytes: &[u8]) -> bool {
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER;
    let mut inflater = DecompressorOxide::new();
    let mut window = vec![0; WINDOW];
    let mut at = 0;
    loop {
        let (status, read, written) = decompress(&mut inflater, bytes, &mut window, at, flags);
        bytes = bytes.get(read..).unwrap_or_default();
        at = (at + written) % WINDOW;
        match status {
            TINFLStatus::HasMoreOutput => {}
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => return false,
            _ => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_whole_or_not() {
        let text = "commit text ".repeat(20_000);
        let whole = miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 6);
        assert!(is_whole(&whole));
        for len in [0, 1, 2, 10, whole.len() / 2, whole.len() - 5] {
            assert!(!is_whole(&whole[..len]), "{len} of {}", whole.len());
        }
        assert!(is_whole(b"not zlib at all"), "somebody else's business");
    }
}
