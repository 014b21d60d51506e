"""Writes reports over four small repositories and validates each; see validate-reports.sh."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

import junitparser
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.validators import validator_for

BINARY, WORK, SARIF = sys.argv[1:4]
RDJSON = sys.argv[4] if len(sys.argv) > 4 else None

# What GitLab's page on Code Quality asks for.
POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                    "positions": {"type": "object", "properties": {"begin": POSITION, "end": POSITION}},
                },
            },
        },
    },
}

STORY = (
    "\ufeff---\r\ntitle: \"Thé <b>day</b> & | ::error file=a::b\"\r\nstatus: published\r\n---\r\n\r\n"
    "👩‍🚀 saw [[::error file=a.md::gone%0A]] and [[##[error]x]], ]]> <!--\r\n-->\r\n\r\n"
    "## What happened\r\n\r\né [a](<no thing%.md>) [b](no/thing.md) [b](no/thing.md) \x1b[31m\x07\r\n\r\n"
    "## Sur\u200bprises\r\n\r\n## Dilemmas\r\n"
)


def repositories():
    """Yields a name and the files of a repository: nothing found, odd texts, a root below the top."""
    quiet = {"incidents/2026-01-01-a.md": "# A day\n\nWords.\n"}
    yield "quiet", ".", quiet
    odd = "incidents/2026/a b, 100% ünï & 'so' [x](y)#?.md"
    broken = {"incidents/::error::\x1b[2J\n\"<|>.md": "---\nstatus: [\n---\n"} if os.name == "posix" else {}
    yield "odd", ".", {**quiet, **broken, odd: STORY, "incidents/empty.md": ""}
    settings = "dirs: [stories]\nno-such-key: 1\nlint: {no-such-rule: error}\n"
    mended = (
        "---\ntitel: é\nstatus: publishd\nteams: a, b\n---\n\nAs in 2026-01-01-a.\n\n## Red herings\n\n"
        "[x](#red-heringz) [[2026-01-01-aa]]\n\n<!-- incident: allow weak-resn: so -->\n"
    )
    yield "mended", ".", {**quiet, "incidents/b.md": mended}
    yield "below", "docs", {"docs/incident.yaml": settings, "docs/stories/2026-02-02-b.md": STORY}


def lint(folder, *words):
    run = subprocess.run([BINARY, "-C", folder, "lint", *words], capture_output=True, check=False)
    assert run.returncode in (0, 1), (words, run.stderr.decode())
    return run.stdout.decode()


def validate(what, schema, read):
    """Fails with the first places at which the schema is not held."""
    kind = validator_for(schema, default=Draft7Validator)
    kind.check_schema(schema)
    faults = list(kind(schema, format_checker=FormatChecker()).iter_errors(read))
    for fault in faults[:5]:
        print(f"{what}: {fault.json_path}: {fault.message[:300]}")
    if faults:
        sys.exit(1)


# Our own schemas, and what prints what they describe. `{}` is the id of a write-up.
OUTPUTS = [
    ("links", ["links"]),
    ("links", ["links", "{}"]),
    ("links", ["links", "--suggest"]),
    ("links", ["links", "--mentions"]),
    ("links", ["links", "--external"]),
    ("findings", ["lint"]),
    ("findings", ["links", "--check"]),
    ("cite", ["cite", "{}"]),
    ("near", ["near", "code.rs"]),
    ("search", ["search", "words"]),
    ("questions", ["questions"]),
    ("show", ["show", "{}"]),
    ("contributors", ["contributors"]),
    ("contributors", ["contributors", "{}"]),
    ("markers", ["markers"]),
]


def own(folder):
    """Holds what is printed in a repository against the schemas beside the sources."""
    schemas = pathlib.Path(__file__).parents[2] / "schemas"
    read = {path.stem: json.loads(path.read_text()) for path in schemas.glob("*.json")}
    for name, words in OUTPUTS:
        words = [word.format("2026-01-01-a") for word in words]
        run = subprocess.run([BINARY, "-C", folder, *words, "--format", "json"], capture_output=True, check=False)
        assert run.returncode in (0, 1), (words, run.stderr.decode())
        validate(f"schemas/{name}.json", read[name], json.loads(run.stdout))
    for name, words in [("links-jsonl", ["--format", "jsonl"]), ("links-collect", ["--collect"])]:
        run = subprocess.run([BINARY, "-C", folder, "links", *words], capture_output=True, check=True)
        for line in run.stdout.decode().splitlines():
            validate(f"schemas/{name}.json", read[name], json.loads(line))
    run = subprocess.run([BINARY, "-C", folder, "links", "--index"], capture_output=True, check=True)
    validate("schemas/links-index.json", read["links-index"], json.loads(run.stdout))


def main():
    reports = pathlib.Path(WORK, "reports")
    reports.mkdir(parents=True)
    for name, root, files in repositories():
        top = pathlib.Path(WORK, "repositories", name)
        for path, text in files.items():
            place = top / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        subprocess.run(["git", "init", "--quiet", str(top)], check=True)
        folder = str(top / root)
        if root == ".":
            (top / "code.rs").write_text("// 2026-01-01-a\n")
            git = ["git", "-C", str(top), "-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
            subprocess.run([*git, "add", "--all"], check=True)
            subprocess.run([*git, "commit", "--quiet", "-m", "Begin, see 2026-01-01-a"], check=True)
            own(folder)
        findings = json.loads(lint(folder, "--format", "json"))["findings"]

        sarif = reports / f"{name}.sarif"
        text = lint(folder, "--format", "sarif", "--report", f"sarif={sarif}")
        assert sarif.read_text() == text
        log = json.loads(text)
        validate("sarif", json.loads(pathlib.Path(SARIF).read_text()), log)
        results = log["runs"][0]["results"]
        assert len(results) == len(findings)
        for result in results:
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert (top / urllib.parse.unquote(uri)).is_file(), uri

        entries = json.loads(lint(folder, "--format", "gitlab"))
        validate("gitlab", GITLAB, entries)
        assert len({entry["fingerprint"] for entry in entries}) == len(findings)
        assert all((top / entry["location"]["path"]).is_file() for entry in entries)

        rdjson = json.loads(lint(folder, "--format", "rdjson"))
        if RDJSON:
            validate("rdjson", json.loads(pathlib.Path(RDJSON).read_text()), rdjson)
        for entry, finding in zip(rdjson["diagnostics"], findings, strict=True):
            spot = entry["location"]
            lines = (top / spot["path"]).read_bytes().split(b"\n")
            at = spot["range"]["start"]
            before = sum(len(line) + 1 for line in lines[: at["line"] - 1]) + at["column"] - 1
            assert before == finding["byte_start"], entry

        junit = junitparser.JUnitXml.fromstring(lint(folder, "--format", "junit").encode())
        cases = [case for suite in junit for case in suite]
        assert (junit.tests, junit.failures) == (len(cases), sum(not case.is_passed for case in cases))
        failing = {(one["path"], one["rule"]) for one in findings if one["level"] == "error"}
        assert junit.failures == len(failing)
        kept = "yes" if RDJSON else "not looked at"
        print(
            f"{name}: {len(findings)} findings; sarif, gitlab, junit hold ({len(cases)} cases); "
            f"rdjson's schema: {kept}, its bytes hold"
        )


main()
