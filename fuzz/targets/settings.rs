//! Settings become values and problems with places.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else {
        // What is no text is refused before anything here sees it.
        return Corpus::Reject;
    };
    incident_fuzz::settings(text);
    Corpus::Keep
});
