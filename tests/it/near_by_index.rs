//! The stories that concern the files of a repository that holds none: an index knows them.

use serde_json::{Value, json};

use crate::schemas::{fault, schema};
use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";

/// A repository of write-ups, of which one is named as a plain word.
fn home() -> Scratch {
    let scratch = Scratch::repository();
    scratch
        .write(
            "incident.yaml",
            "site: https://s.x.org\nforge: https://git.x.org/acme/stories\n",
        )
        .write(
            "incidents/2026-01-02-a.md",
            "# Queue of *old*\n\nA secret, in [the queue](https://git.x.org/Acme/shop/blob/main/src/old%2ers#L3), \
             [the bank](https://git.x.org/acme/bank/blob/main/src/queue.rs), `src/quiet.rs`,\n\
             [a tag](https://git.x.org/acme/shop/blob/v1/src/quiet.rs) and \
             [ours](https://git.x.org/acme/stories/blob/main/src/quiet.rs).\n",
        )
        .write(
            "incidents/2026-02-03-b.md",
            "---\naliases: [OPS-2, OPS-9]\n---\n# B\n\nB.\n",
        )
        .write(
            "incidents/2026-03-04-c.md",
            "---\naliases: [OPS-9]\n---\n# C\n\nC, see <https://git.x.org/acme/shop/blob/0a1b2c3d/src/queue.rs>.\n",
        )
        .write("incidents/outage.md", "---\ndate: 2026-01-05\n---\n# The outage\n\nO.\n")
        .commit(ANN, 0, "Begin");
    scratch
}

fn index() -> String {
    home().stdout(&["links", "--index"], 0)
}

#[test]
fn no_word_of_a_story_is_in_its_index() {
    let index = index();
    let read: Value = serde_json::from_str(&index).unwrap();
    let schema = schema("links-index");
    assert_eq!(fault(&schema, &schema, &read, ""), None);
    assert_eq!(
        read["writeups"][0]["files"],
        json!({
            "git.x.org/acme/bank": ["src/queue.rs"],
            "git.x.org/acme/shop": ["src/old.rs"],
        })
    );
    assert_eq!(read["writeups"][1]["files"], json!({}));
    for word in ["secret", "quiet", "#L3", "0a1b2c3d"] {
        assert!(!index.contains(word), "{word}\n{index}");
    }
}
