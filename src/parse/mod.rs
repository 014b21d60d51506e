//! Floor 2: the text of one file becomes a write-up.
//!
//! Parsing never fails: it gives what it could read, and a list of problems beside it. It knows
//! neither the settings nor any other file.

mod anchors;
mod body;
mod fields;
mod front_matter;
mod labels;
mod links;
mod sections;
pub mod sheet;

use crate::diagnostic::Diagnostic;
use crate::model::{Anchors, FIELDS, FrontMatter, Heading, Meta, RepoPath, Vocabulary, Writeup};
use crate::text::yaml::Entry;
use crate::text::{FileId, Span};

/// What one file gave.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub writeup: Writeup,
    /// Findings of the rules `front-matter-syntax`, `duplicate-key`, `invalid-field` and
    /// `unreadable-file`.
    pub problems: Vec<Diagnostic>,
}

/// Reads `text`, which is `file` in the caller's [`crate::text::Files`]. `vocabulary` says which
/// headings mean which kind of section.
pub fn writeup(file: FileId, path: RepoPath, text: &str, vocabulary: &Vocabulary) -> Parsed {
    read(file, path, text, vocabulary, true)
}

/// Reads as [`writeup`] does, but the body only where the title stands there: the id, the title and all
/// else that the front matter says are the same.
pub fn head(file: FileId, path: RepoPath, text: &str, vocabulary: &Vocabulary) -> Parsed {
    read(file, path, text, vocabulary, false)
}

/// What a head says, apart from its file: enough to have it again without the text.
#[derive(Clone, Debug)]
pub struct Gist {
    pub front_matter: Option<FrontMatter>,
    pub heading: Option<Heading>,
    pub hook: Span,
}

impl Gist {
    /// Returns what to keep of a write-up: of its fields those that are this tool's. `None` where something
    /// could not be read, which only its text can tell again.
    pub fn of(parsed: &Parsed) -> Option<Self> {
        let writeup = &parsed.writeup;
        // What the fields should not hold is found again in the fields.
        let is_kept = |problem: &Diagnostic| problem.rule == fields::INVALID;
        if !parsed.problems.iter().all(is_kept) {
            return None;
        }
        let mut front_matter = writeup.front_matter.clone();
        if let Some(front_matter) = &mut front_matter {
            let is_own = |entry: &Entry| FIELDS.iter().any(|field| field.name == entry.key.value);
            front_matter.fields.entries.retain(is_own);
        }
        Some(Self {
            front_matter,
            heading: writeup.heading.clone(),
            hook: writeup.hook,
        })
    }
}

/// Returns what [`head`] returned for the text that this is the gist of, without its body and fields.
pub fn again(file: FileId, path: RepoPath, gist: Gist) -> Parsed {
    let mut problems = Vec::new();
    let fields = gist.front_matter.as_ref().map(|found| &found.fields);
    let meta = fields.map(|map| fields::read(map, &mut problems));
    let mut writeup = Writeup {
        file,
        path,
        whole: false,
        front_matter: gist.front_matter,
        meta: Box::new(meta.unwrap_or_default()),
        heading: gist.heading,
        hook: gist.hook,
        sections: Vec::new(),
        headings: Vec::new(),
        anchors: Anchors::default(),
        links: Vec::new(),
        comments: Vec::new(),
        blocks: Vec::new(),
        codes: Vec::new(),
        runs: Vec::new(),
    };
    writeup.let_go_of_fields();
    Parsed { writeup, problems }
}

/// Whether the front matter names the title, so that none is looked for in the body.
fn has_title(meta: &Meta) -> bool {
    let title = meta.title.as_ref();
    title.is_some_and(|title| !title.value.trim().is_empty())
}

fn read(file: FileId, path: RepoPath, text: &str, vocabulary: &Vocabulary, whole: bool) -> Parsed {
    let mut problems = Vec::new();
    let block = front_matter::split(file, text, &mut problems);
    let (front_matter, meta) = match &block {
        Some(block) => front_matter::read(file, text, block, &mut problems),
        None => (None, Meta::default()),
    };
    let body_start = block.map_or_else(|| bom_len(text), |block| block.outer.end);
    let whole = whole || !has_title(&meta);
    let body = if whole {
        body::read(file, text, body_start, &mut problems)
    } else {
        body::Body::at(body_start)
    };
    let head = Head {
        file,
        path,
        front_matter,
        meta: Box::new(meta),
    };
    let writeup = head.with(body, text, vocabulary, whole);
    Parsed { writeup, problems }
}

/// All of a write-up but its body.
struct Head {
    file: FileId,
    path: RepoPath,
    front_matter: Option<FrontMatter>,
    meta: Box<Meta>,
}

impl Head {
    fn with(self, body: body::Body, text: &str, vocabulary: &Vocabulary, whole: bool) -> Writeup {
        let file = self.file;
        let labels = labels::find(file, text, &body);
        let titled = self.meta.title.is_some();
        let parts = sections::divide(file, text, &body, &labels, vocabulary, titled);
        let mut blocks: Vec<_> = body.leaves.iter().map(|leaf| leaf.block).collect();
        let mut runs = body.runs;
        let (mut sections, mut headings, mut links) = (parts.sections, body.headings, body.links);
        // Ten thousand write-ups are held at once: what was grown step by step gives its reserve back.
        blocks.shrink_to_fit();
        runs.shrink_to_fit();
        sections.shrink_to_fit();
        headings.shrink_to_fit();
        links.shrink_to_fit();
        Writeup {
            file,
            path: self.path,
            whole,
            front_matter: self.front_matter,
            meta: self.meta,
            heading: parts.title,
            hook: parts.hook,
            sections,
            headings,
            anchors: body.anchors.into_iter().collect(),
            links,
            comments: body.comments,
            blocks,
            codes: body.codes,
            runs,
        }
    }
}

fn bom_len(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}

/// Returns the span of a byte range of `text`, without blanks and line ends at either side.
fn trimmed(file: FileId, text: &str, start: usize, end: usize) -> Span {
    let slice = text.get(start..end).unwrap_or_default();
    let from = start + (slice.len() - slice.trim_start().len());
    Span::new(file, from, from + slice.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Files;

    fn parsed(text: &str) -> (Files, Writeup) {
        let mut files = Files::default();
        let file = files.add("a.md", text);
        let path = RepoPath::new("a.md").unwrap();
        let parsed = writeup(file, path, text, &Vocabulary::default());
        (files, parsed.writeup)
    }

    /// Each link as `kind: whole -> target`, read back from the text.
    fn links(text: &str) -> Vec<String> {
        let (files, writeup) = parsed(text);
        let shown = writeup.links.iter().map(|link| {
            assert_eq!(files.text(link.target.span), link.target.value);
            format!(
                "{:?}: {} -> {}",
                link.kind,
                files.text(link.span),
                link.target.value
            )
        });
        shown.collect()
    }

    #[test]
    fn links_of_every_kind_are_found_where_they_stand() {
        for (text, expected) in [
            ("é [a](b.md \"t\")", "Inline: [a](b.md \"t\") -> b.md"),
            ("[a][r]\n\n[r]: <c d.md>\n", "Reference: [a][r] -> c d.md"),
            ("[r]\r\n\r\n[R]: c.md", "Reference: [r] -> c.md"),
            (
                "```\n[r]: no.md\n```\n\n[r]\n\n[r]: c.md\n",
                "Reference: [r] -> c.md",
            ),
            (
                "[C#]\n\n[C++]: no.md\n[c#]: c.md\n",
                "Reference: [C#] -> c.md",
            ),
            ("x [[a b|c]]", "Wiki: [[a b|c]] -> a b"),
            (
                "<https://x.org>",
                "Autolink: <https://x.org> -> https://x.org",
            ),
            (
                "see https://x.org/y.",
                "Autolink: https://x.org/y -> https://x.org/y",
            ),
            ("see www.x.org", "Autolink: www.x.org -> www.x.org"),
            ("![i](p.png)", "Image: ![i](p.png) -> p.png"),
            ("x[^n]\n\n[^n]: note", "Footnote: [^n] -> n"),
            ("<a href=\"b.md\">", "Html: <a href=\"b.md\"> -> b.md"),
            (
                "| a |\n|---|\n| x \\| y \\| [é](b.md) |",
                "Inline: [é](b.md) -> b.md",
            ),
            ("> - [a](b.md)", "Inline: [a](b.md) -> b.md"),
        ] {
            assert_eq!(links(text), [expected], "{text}");
        }
        assert!(links("`[a](b.md)`\n\n    [a](b.md)\n\n<!-- <a href=x> -->").is_empty());
    }

    /// Each problem of a front matter as `rule: message`.
    fn problems(fields: &str) -> Vec<String> {
        let text = format!("---\n{fields}---\n");
        let file = Files::default().add("a.md", text.as_str());
        let path = RepoPath::new("a.md").unwrap();
        let parsed = writeup(file, path, &text, &Vocabulary::default());
        let shown = parsed.problems.iter();
        shown
            .map(|problem| format!("{}: {}", problem.rule, problem.message))
            .collect()
    }

    #[test]
    fn actions_are_a_date_and_where_they_are_kept() {
        for (fields, expected) in [
            ("actions: {decided: 2026-03-09, tracker: T-4}\n", None),
            ("actions:\n", None),
            (
                "actions: {declined: [{what: a bell, reason: it rings}, a horn]}\n",
                None,
            ),
            (
                "actions: {declined: [{reason: it rings}]}\n",
                Some("invalid-field: an entry of `declined` needs a `what`"),
            ),
            (
                "actions: {decided: soon}\n",
                Some("invalid-field: `soon` is not a date"),
            ),
            (
                "actions: [ring the bell]\n",
                Some("invalid-field: `actions` is a list, and should be a mapping"),
            ),
        ] {
            assert_eq!(problems(fields), Vec::from_iter(expected), "{fields}");
        }
        let (_, writeup) = parsed("---\nactions: {decided: 2026-03-09, tracker: T-4}\n---\n");
        let actions = writeup.meta.actions.unwrap();
        assert_eq!(actions.decided.unwrap().value.to_string(), "2026-03-09");
        assert_eq!(actions.tracker.unwrap().value, "T-4");
    }

    #[test]
    fn of_two_keys_the_first_is_used() {
        let twice = ["duplicate-key: the key `title` is here twice"];
        assert_eq!(problems("title: a\ntitle: b\n"), twice);
        let nested = ["duplicate-key: the key `date` is here twice"];
        assert_eq!(
            problems("review: {date: 2026-03-09, date: 2026-03-08}\n"),
            nested
        );
        let (_, writeup) = parsed("---\ntitle: a\ntitle: b\n---\n");
        assert_eq!(writeup.title(), "a");
    }

    /// Each section as `heading [kind]: entries`, each entry as its labels with their values.
    fn outline(text: &str) -> Vec<String> {
        let (files, writeup) = parsed(text);
        let entry = |entry: &crate::model::Entry| {
            let labels = entry
                .labels
                .iter()
                .map(|label| format!("{}={}", label.name, files.text(label.value)));
            let heading = entry
                .heading
                .as_ref()
                .map_or("", |heading| &heading.text.value);
            format!("{heading}({})", labels.collect::<Vec<_>>().join("; "))
        };
        let section = |section: &crate::model::Section| {
            let entries: Vec<String> = section.entries.iter().map(entry).collect();
            let none = section
                .none
                .as_ref()
                .map(|none| format!(" none:{}", files.text(none.basis)));
            let kind = section.kind.map_or("-", crate::model::SectionKind::name);
            format!(
                "{} [{kind}] {}{}",
                section.heading.text.value,
                entries.join(" "),
                none.unwrap_or_default()
            )
        };
        writeup.sections.iter().map(section).collect()
    }

    #[test]
    fn labels_are_read_in_every_form() {
        let expected = ["Surprises [Surprises] E(Expected=a; Observed=b)"];
        for entry in [
            "**Expected:** a\n\n**Observed:** b",
            "**Expected**: a\n**Observed**: b",
            "Expected: a\nObserved: b",
            "Expected\n: a\n\nObserved\n: b",
            "#### Expected\n\na\n\n#### Observed\n\nb",
            "- **Expected:** a\n- **Observed:** b",
            "1. Expected: a\n2. Observed: b",
            "**Expected**\n\na\n\n**Observed**\n\nb",
            "*Expected:* a\r\n\r\n__Observed:__ b",
        ] {
            assert_eq!(
                outline(&format!("## Surprises\n\n### E\n\n{entry}\n")),
                expected,
                "{entry}"
            );
        }
    }

    #[test]
    fn entries_are_headings_or_items_or_the_whole_section() {
        for (body, expected) in [
            (
                "- Expected: a\n  Observed: b\n- Expected: c\n  Observed: d",
                "(Expected=a; Observed=b) (Expected=c; Observed=d)",
            ),
            ("- Expected: a\n- Expected: c", "(Expected=a) (Expected=c)"),
            ("Before.\n\nExpected: a", "(Expected=a)"),
            (
                "Before.\n\n### One\n\nExpected: a\n\n### Two",
                "One(Expected=a) Two()",
            ),
            ("> Expected: a", ""),
            ("`Expected: a`", ""),
        ] {
            assert_eq!(
                outline(&format!("## Surprises\n\n{body}\n")),
                [format!("Surprises [Surprises] {expected}")],
                "{body}"
            );
        }
    }

    #[test]
    fn none_is_read_with_its_basis() {
        for (body, expected) in [
            ("None: three were asked.", " none:three were asked."),
            ("*None* — the log was read", " none:the log was read"),
            ("<!-- ask: q -->\n\nNone.", " none:"),
            ("- None known", " none:known"),
            (
                "There were none: three were asked",
                " none:three were asked",
            ),
            ("No surprises: three were asked", " none:three were asked"),
            (
                "None were named by the three we asked.",
                " none:were named by the three we asked.",
            ),
            ("> None: asked", " none:asked"),
            ("No surprise there, we thought.", ""),
            ("None of us saw it.", ""),
            ("Nonetheless.", ""),
        ] {
            assert_eq!(
                outline(&format!("## Surprises\n\n{body}\n")),
                [format!("Surprises [Surprises] {expected}")],
                "{body}"
            );
        }
    }

    #[test]
    fn a_chosen_anchor_is_no_part_of_a_heading() {
        for (text, expected) in [
            ("# The boat {#boat}\n", "The boat"),
            ("# The &amp; é &copy; {: #boat}\n", "The &amp; é &copy;"),
            ("The &shy;\nlong é {#boat}\n===\n", "The &shy;\nlong é"),
            (
                "# The boat &#123;#boat&#125;\n",
                "The boat &#123;#boat&#125;",
            ),
        ] {
            let (files, writeup) = parsed(text);
            let heading = &writeup.headings[0];
            assert_eq!(files.text(heading.text.span), expected);
            assert!(writeup.anchors.iter().any(|anchor| anchor == "boat"));
        }
    }

    #[test]
    fn sections_are_found_in_any_document() {
        let kinds = |text: &str| -> Vec<String> {
            outline(text)
                .iter()
                .map(|line| line.split(']').next().unwrap().to_owned())
                .collect()
        };
        let both = ["Surprises [Surprises", "Dilemmas [Dilemmas"];
        for text in [
            "# T\n\n## Surprises\n\n## Dilemmas\n",
            "---\ntitle: T\n---\n# Surprises\n\n# Dilemmas\n",
            "# T\n\n# Surprises\n\n# Dilemmas\n",
            "\u{feff}# T\r\n\r\nSurprises\r\n---------\r\n\r\nDilemmas\n---\n",
            "### Surprises\n\n### Dilemmas\n",
            "---\ntitle: T\n---\n# Surprises\n\n## An entry\n\n# Dilemmas\n\n## Another\n",
            "---\ntitle: T\n---\n# T\n\n## Surprises {#s}\n\n## Dilemmas\n",
        ] {
            assert_eq!(kinds(text), both, "{text:?}");
        }
        assert!(kinds("> ## Surprises\n\n```\n## Surprises\n```\n").is_empty());
        let (files, writeup) = parsed("# The title\n\nThe hook.\n\n## What happened\n");
        assert_eq!(
            (writeup.title(), files.text(writeup.hook)),
            ("The title", "The hook.")
        );
    }
}
