//! Text becomes YAML that every reader takes for this text.

use crate::text::words;

/// Returns `text` as a YAML scalar on one line that every YAML reader takes for this text.
pub fn scalar(text: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '’');
    let plain = text.chars().all(word)
        && text.chars().next().is_some_and(char::is_alphabetic)
        && !text.ends_with(' ')
        && !is_reserved(text);
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // What YAML or a terminal would not show as itself is written by number.
            c if !c.is_control() && !words::is_invisible(c) => quoted.push(c),
            c if u32::from(c) <= 0xff => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if u32::from(c) <= 0xffff => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// Words that YAML 1.1 readers (Jekyll, `PyYAML`) take for something else than text.
fn is_reserved(text: &str) -> bool {
    const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    RESERVED.contains(&text.to_ascii_lowercase().as_str())
}
