//! Names made from titles: anchors as forges make them, and ids of our own.

/// Returns the anchor that GitHub and GitLab give to a heading with this text, before they number
/// twins: lower case, blanks to `-`, all punctuation but `-` and `_` dropped.
pub fn anchor(heading: &str) -> String {
    let mut anchor = String::with_capacity(heading.len());
    for c in heading.trim().chars() {
        match c {
            ' ' => anchor.push('-'),
            _ if c.is_ascii_alphanumeric() => anchor.push(c.to_ascii_lowercase()),
            '-' | '_' => anchor.push(c),
            _ if c.is_ascii() => {}
            // Combining marks belong to their letters; GitHub keeps them.
            _ => anchor.extend(
                c.to_lowercase()
                    .filter(|c| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')),
            ),
        }
    }
    anchor
}

/// Whether what stands behind a `#` can be a heading: line numbers (`L10`) and the top of a page are the
/// forge's, `^x` is a block of Obsidian, `:~:` a text fragment of the browser.
pub fn may_be_heading(anchor: &str) -> bool {
    let line = anchor
        .strip_prefix('L')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let foreign = anchor.starts_with('^') || anchor.contains(":~:");
    !anchor.is_empty() && !line && !foreign && !anchor.eq_ignore_ascii_case("top")
}

/// Returns the anchor that is likely meant: a slip away, or the only one that goes on where `wanted` ends.
pub fn nearest<'a>(wanted: &str, anchors: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let anchors: Vec<&str> = anchors.collect();
    let near = super::words::nearest(wanted, anchors.iter().copied());
    near.or_else(|| goes_on(wanted, anchors.into_iter()))
}

/// Returns the only anchor that goes on where `wanted` ends: good headings grow.
pub fn goes_on<'a>(wanted: &str, mut anchors: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let longer = |anchor: &&str| {
        let rest = anchor.strip_prefix(wanted);
        !wanted.is_empty() && rest.is_some_and(|rest| rest.starts_with('-'))
    };
    let found = anchors.find(longer)?;
    // A twin (`the-door`, `the-door-1`) would be another one.
    anchors.all(|other| !longer(&other)).then_some(found)
}

/// Longest slug that `id` makes, in bytes: with the date before it and `.md` behind it, well
/// within what any file system takes.
const ID_BYTES_MAX: usize = 64;

/// Returns an ASCII slug for a title: words joined by `-`, at most 64 bytes, cut between words
/// where possible. Never empty: a title without a letter gives `untitled`.
pub fn id(title: &str) -> String {
    let mut slug = String::new();
    for word in super::words::fold(title)
        .split(' ')
        .filter(|word| !word.is_empty())
    {
        let joined = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if joined > ID_BYTES_MAX {
            if slug.is_empty() {
                slug.extend(word.chars().take(ID_BYTES_MAX));
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() {
        slug.push_str("untitled");
    }
    slug
}

/// Whether a file can have this name, or one that goes on with an ending, on any system: some keep `con` and
/// `lpt1` for devices, whatever follows a dot, and lose a dot at the end.
pub fn fits_every_disk(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let device = match stem.get(..3) {
        Some("con" | "prn" | "aux" | "nul") => stem.len() == 3,
        Some("com" | "lpt") => stem.len() == 4 && stem.ends_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    !device && !name.ends_with(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_the_forges() {
        for (heading, expected) in [
            ("What happened", "what-happened"),
            ("  As imagined, as found ", "as-imagined-as-found"),
            ("`git` & you: a_b", "git--you-a_b"),
            ("Überraschung!", "überraschung"),
        ] {
            assert_eq!(anchor(heading), expected);
        }
    }

    #[test]
    fn the_nearest_anchor_is_a_slip_away_or_goes_on() {
        let anchors = [
            "the-queue",
            "the-timer-that-was-right",
            "a-door",
            "a-door-1",
        ];
        for (wanted, expected) in [
            ("the-quue", Some("the-queue")),
            ("the-timer", Some("the-timer-that-was-right")),
            ("the", None),
            ("a", None),
            ("", None),
        ] {
            let near = nearest(wanted, anchors.iter().copied());
            assert_eq!(near, expected, "{wanted}");
        }
    }

    #[test]
    fn what_can_be_a_heading_is_told_from_what_others_put_there() {
        for (anchor, expected) in [
            ("the-queue", true),
            ("L", true),
            ("Lake-2", true),
            ("L10-L20", false),
            ("top", false),
            ("^block", false),
            (":~:text=a", false),
            ("", false),
        ] {
            assert_eq!(may_be_heading(anchor), expected, "{anchor}");
        }
    }

    #[test]
    fn ids_are_short_ascii_and_never_empty() {
        for (title, expected) in [
            ("The queue that ate Tuesday", "the-queue-that-ate-tuesday"),
            ("Café — déjà vu!", "cafe-deja-vu"),
            ("🗄️", "untitled"),
            ("../../etc/passwd", "etc-passwd"),
            ("", "untitled"),
        ] {
            assert_eq!(id(title), expected);
        }
        let long = id(&"word ".repeat(100));
        assert!(long.len() <= ID_BYTES_MAX && long.ends_with("word"));
        assert_eq!(id(&"x".repeat(300)).len(), ID_BYTES_MAX);
    }

    #[test]
    fn names_that_systems_keep_for_themselves_are_known() {
        for name in ["con", "Nul", "aux.2026", "COM1", "lpt9.x", "a.", "b "] {
            assert!(!fits_every_disk(name), "{name}");
        }
        for name in ["console", "com", "com10", "2026-01-01-con", "lpt-1", "é"] {
            assert!(fits_every_disk(name), "{name}");
        }
    }
}
