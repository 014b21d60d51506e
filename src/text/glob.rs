//! Patterns for paths, as people write them in settings.

/// Whether a `/`-separated path is meant by a pattern. A pattern without a wildcard means a file, or
/// a folder and all that lies in it. `*` and `?` stay within one part of the path, `**` does not.
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let mut parts: Vec<&str> = path.split('/').collect();
    let wanted: Vec<&str> = pattern.split('/').collect();
    // What lies in a folder that is meant is meant too.
    while !parts.is_empty() {
        if parts_match(&wanted, &parts) {
            return true;
        }
        parts.pop();
    }
    pattern.is_empty()
}

/// Matches part by part. The last `**` is the only place to come back to: an earlier one could take
/// nothing that the later cannot, so the time is the product of the lengths and never more.
fn parts_match(wanted: &[&str], parts: &[&str]) -> bool {
    backtrack(
        wanted,
        parts,
        |one| *one == "**",
        |one, part| {
            let wanted: Vec<char> = one.chars().collect();
            let part: Vec<char> = part.chars().collect();
            backtrack(
                &wanted,
                &part,
                |c| *c == '*',
                |c, letter| *c == '?' || c == letter,
            )
        },
    )
}

/// Whether `given` is what `wanted` says, where `any` tells the element that stands for any number.
fn backtrack<W, G>(
    wanted: &[W],
    given: &[G],
    any: impl Fn(&W) -> bool,
    same: impl Fn(&W, &G) -> bool,
) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        match (wanted.get(at), given.get(seen)) {
            (Some(one), _) if any(one) => {
                back = Some((at + 1, seen));
                at += 1;
                continue;
            }
            (Some(one), Some(other)) if same(one, other) => {
                at += 1;
                seen += 1;
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        match back {
            Some((after, taken)) if taken < given.len() => {
                back = Some((after, taken + 1));
                at = after;
                seen = taken + 1;
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_files_folders_and_what_lies_in_them() {
        for (pattern, path, expected) in [
            ("incidents", "incidents/2026/a.md", true),
            ("incidents/", "incidents/2026/a.md", true),
            ("inc", "incidents/a.md", false),
            ("incidents/a.md", "incidents/a.md", true),
            ("incidents/*/a.md", "incidents/2026/a.md", true),
            ("incidents/*.md", "incidents/2026/a.md", false),
            ("**/a.md", "incidents/2026/a.md", true),
            ("**/a.md", "a.md", true),
            ("incidents/**", "incidents/2026/a.md", true),
            ("incidents/20[12]?", "incidents/2026/a.md", false),
            ("incidents/20?9", "incidents/2019/a.md", true),
            ("*-db*", "2019-db-x/a.md", true),
            ("é*", "été.md", true),
            ("", "a.md", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
        assert!(!matches(&"*a".repeat(2_000), &"a".repeat(1_999)));
    }
}
