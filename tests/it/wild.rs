//! Every span of every real write-up reads back as what it claims.
//!
//! Runs over `examples/`, and over any folder of Markdown named by `INCIDENT_WILD`.

use std::path::{Path, PathBuf};

use incident::corpus::{self, Corpus};
use incident::model::{BlockKind, LinkKind, RepoPath, Writeup};
use incident::text::Span;

#[test]
fn every_span_reads_as_what_it_claims() {
    let mut roots = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour")];
    roots.extend(std::env::var_os("INCIDENT_WILD").map(PathBuf::from));
    for root in roots {
        let corpus = corpus::load(&root, Some(&[RepoPath::new("").unwrap()])).unwrap();
        assert!(
            !corpus.writeups.is_empty(),
            "no write-ups in {}",
            root.display()
        );
        let mut seen = Seen::default();
        for writeup in &corpus.writeups {
            check(&corpus, writeup, &mut seen);
        }
        if root.ends_with("examples/harbour") {
            let all = [
                seen.headings,
                seen.sections,
                seen.labels,
                seen.fields,
                seen.links,
                seen.comments,
                seen.runs,
            ];
            assert!(
                all.iter().all(|&number| number > 0),
                "something is not seen at all: {seen:?}"
            );
        }
        println!(
            "{}: {} write-ups, {seen:?}",
            root.display(),
            corpus.writeups.len()
        );
    }
}

#[test]
fn a_head_is_called_as_the_whole_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour");
    let whole = corpus::load(&root, None).unwrap();
    let heads = corpus::load_heads(&root, None).unwrap();
    let told = |corpus: &Corpus| -> Vec<String> {
        let all = corpus.writeups.iter();
        all.map(|one| format!("{} {} {:?}", one.id(), one.title(), one.meta))
            .collect()
    };
    assert_eq!(told(&whole), told(&heads));
    assert!(heads.writeups.iter().any(|writeup| !writeup.whole));
    let mut heads = heads;
    heads.read_whole(0..whole.writeups.len());
    for (one, other) in whole.writeups.iter().zip(&heads.writeups) {
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

#[derive(Debug, Default)]
struct Seen {
    headings: usize,
    sections: usize,
    labels: usize,
    fields: usize,
    links: usize,
    comments: usize,
    code: usize,
    runs: usize,
}

#[expect(clippy::too_many_lines, reason = "one check for each kind of place")]
fn check(corpus: &Corpus, writeup: &Writeup, seen: &mut Seen) {
    let text = corpus.files.whole(writeup.file);
    let at = |span: Span| {
        let position = corpus.files.position(span.file, span.start());
        format!("{}:{}:{}", writeup.path, position.line, position.column)
    };
    let slice = |span: Span| -> &str {
        text.get(span.start()..span.end())
            .unwrap_or_else(|| panic!("{}: {span:?} is no slice", at(span)))
    };
    for heading in &writeup.headings {
        let raw = slice(heading.span);
        let setext = raw.trim_end().ends_with(['=', '-']);
        assert!(
            raw.starts_with('#') || setext,
            "{}: heading {raw:?}",
            at(heading.span)
        );
        assert!(
            heading.span.contains(heading.text.span),
            "{}",
            at(heading.span)
        );
        slice(heading.text.span);
        seen.headings += 1;
    }
    for section in &writeup.sections {
        assert!(
            section.body.start() >= section.heading.span.end(),
            "{}",
            at(section.body)
        );
        slice(section.body);
        seen.sections += 1;
        for label in section.entries.iter().flat_map(|entry| &entry.labels) {
            let spec = section
                .kind
                .and_then(|kind| kind.spec().label(slice(label.span)));
            assert_eq!(
                spec.map(|spec| spec.name),
                Some(label.name),
                "{}",
                at(label.span)
            );
            assert!(
                label.value.start() >= label.span.end(),
                "{}",
                at(label.value)
            );
            slice(label.value);
            seen.labels += 1;
        }
    }
    if let Some(front_matter) = &writeup.front_matter {
        assert!(
            slice(front_matter.span)
                .trim_start_matches('\u{feff}')
                .starts_with("---")
        );
        for field in &front_matter.fields.entries {
            let key = slice(field.key.span);
            assert_eq!(
                key.trim_matches(['"', '\'']),
                field.key.value,
                "{}",
                at(field.key.span)
            );
            slice(field.value.span());
            seen.fields += 1;
        }
    }
    for link in &writeup.links {
        let raw = slice(link.span);
        let fits = match link.kind {
            LinkKind::Inline => raw.starts_with('[') && raw.ends_with(')'),
            LinkKind::Reference => raw.starts_with('[') && raw.ends_with(']'),
            LinkKind::Wiki => raw.starts_with("[[") && raw.ends_with("]]"),
            LinkKind::Image => raw.starts_with("![") && raw.ends_with([')', ']']),
            LinkKind::Autolink => raw.starts_with('<') || raw.contains('.') || raw.contains("://"),
            LinkKind::Footnote => raw.starts_with("[^"),
            LinkKind::Html => raw.starts_with('<') && raw.ends_with('>'),
        };
        assert!(fits, "{}: {:?} link {raw:?}", at(link.span), link.kind);
        assert_eq!(
            slice(link.target.span),
            link.target.value,
            "{}: {raw:?}",
            at(link.target.span)
        );
        seen.links += 1;
    }
    for comment in &writeup.comments {
        assert!(
            slice(comment.span).starts_with("<!--"),
            "{}",
            at(comment.span)
        );
        assert_eq!(slice(comment.text.span), comment.text.value);
        seen.comments += 1;
    }
    for block in &writeup.blocks {
        let raw = slice(block.span);
        if block.kind == BlockKind::Code {
            let fenced = raw.trim_start().starts_with("```") || raw.trim_start().starts_with("~~~");
            let indented =
                raw.starts_with([' ', '\t']) || text[..block.span.start()].ends_with([' ', '\t']);
            assert!(fenced || indented, "{}: code {raw:?}", at(block.span));
            seen.code += 1;
        }
    }
    for run in &writeup.runs {
        assert!(
            !slice(run.span).contains('\n'),
            "{}: run {:?}",
            at(run.span),
            slice(run.span)
        );
        seen.runs += 1;
    }
}
