//! A log is counted alike however it comes, and what is written of it is read back.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let size = bytes.first().map_or(1, |byte| usize::from(*byte) + 1);
    incident_fuzz::log(bytes, size);
});
