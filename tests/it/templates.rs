//! What the binary carries: the templates and the example hold to the rules they teach.

use std::collections::BTreeSet;

use incident::diagnostic::Severity;
use incident::history::Past;
use incident::{corpus, lint};

use crate::support::{Scratch, project};

#[test]
fn the_example_lints_clean_but_for_its_draft() {
    let corpus = corpus::load(&project().join("examples/harbour"), None).unwrap();
    assert!(corpus.writeups.len() >= 6);
    let found = lint::run(&corpus, &Past::default());
    let draft = "incidents/2026/2026-10-29-the-eider-was-in-two-places.md";
    for one in &found {
        assert_eq!(corpus.files.path(one.span.file), draft, "{one:?}");
        assert_eq!(one.severity, Severity::Warning, "{one:?}");
    }
}

#[test]
fn the_tour_replays_the_example_as_it_is_today() {
    let scratch = Scratch::new();
    let told = scratch.stdout(&["tour", "--into", "tour"], 0);
    let files: BTreeSet<String> = scratch
        .files()
        .iter()
        .map(|path| path.trim_start_matches("tour/").to_owned())
        .collect();
    let example = project().join("examples/harbour");
    let mut expected = BTreeSet::new();
    let mut pending = vec![example.clone()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            let name = path
                .strip_prefix(&example)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            assert_eq!(
                scratch.read(&format!("tour/{name}")),
                std::fs::read_to_string(&path).unwrap(),
                "{name}"
            );
            expected.insert(name);
        }
    }
    let begun: Vec<&String> = files.difference(&expected).collect();
    assert_eq!(
        begun.len(),
        1,
        "one write-up is begun on the way: {begun:?}"
    );
    assert!(expected.is_subset(&files));
    for command in [
        "$ incident new",
        "$ incident lint",
        "$ incident links",
        "$ incident contributors",
    ] {
        assert!(told.contains(command), "{command}\n{told}");
    }
    assert_eq!(
        scratch.run(&["tour", "--into", "tour"]).status.code(),
        Some(2),
        "a folder of yours is not touched"
    );
}

#[test]
fn the_settings_template_is_the_standard_settings() {
    let scratch = Scratch::new();
    scratch.stdout(&["init"], 0);
    let with = corpus::load(scratch.path(), None).unwrap();
    assert!(with.problems.is_empty(), "{:?}", with.problems);
    assert_eq!(
        with.folders(),
        corpus::load(Scratch::new().path(), None).unwrap().folders()
    );
    // Every commented example is a setting that is understood.
    let text = scratch.read("incident.yaml");
    let lines = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if rest.starts_with(' ') || rest.ends_with(':') => rest,
        _ => line,
    });
    scratch.write("incident.yaml", lines.collect::<Vec<_>>().join("\n"));
    let all = corpus::load(scratch.path(), None).unwrap();
    assert!(
        lint::run(&all, &Past::default()).is_empty(),
        "{:?}",
        lint::run(&all, &Past::default())
    );
    assert_eq!(
        (
            all.config.teams.len(),
            all.config.sections.len(),
            all.config.lint.len()
        ),
        (1, 2, 1)
    );
}

#[test]
fn the_jobs_for_forges_run_and_write_what_they_promise() {
    for template in ["github.yml", "gitlab.yml"] {
        let text = std::fs::read_to_string(project().join("templates").join(template)).unwrap();
        let commands: Vec<&str> = text
            .lines()
            .map(|line| line.trim().trim_start_matches("- "))
            .filter_map(|line| line.trim_start_matches("run: ").strip_prefix("incident "))
            .collect();
        assert_eq!(commands.len(), 1, "{template}");
        let scratch = Scratch::repository();
        scratch.write("incidents/2026-01-01-a.md", "# A day\n\nWords.\n");
        scratch.stdout(&commands[0].split(' ').collect::<Vec<_>>(), 0);
        let artefacts = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("codequality: "));
        for artefact in artefacts {
            assert_eq!(scratch.read(artefact), "[]\n");
        }
    }
}

#[test]
fn no_input_of_the_action_is_pasted_into_a_script() {
    let action = project().join(".github/actions/lint/action.yml");
    let text = std::fs::read_to_string(action).unwrap();
    let mut script = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if script.is_some_and(|outer| !line.trim().is_empty() && indent <= outer) {
            script = None;
        }
        let key = line.trim_start().trim_start_matches("- ");
        if key.starts_with("run:") {
            script = Some(indent);
        }
        assert!(script.is_none() || !line.contains("${{"), "{line}");
    }
    assert!(text.contains("env:") && text.contains("run: |"));
}
