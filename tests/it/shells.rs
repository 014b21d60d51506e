//! What shells, `man` and packagers are given is there for every command.

use crate::support::Scratch;

#[test]
fn each_shell_completes_every_command() {
    let scratch = Scratch::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = scratch.stdout(&["completions", shell], 0);
        for word in ["contributors", "programs", "stdin-filename"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn each_command_has_a_manual_page() {
    let scratch = Scratch::new();
    let whole = scratch.stdout(&["man"], 0);
    assert!(whole.contains(".TH incident 1"), "{whole}");
    for words in [
        &["links"][..],
        &["reads"],
        &["reads", "import"],
        &["completions"],
    ] {
        let page = scratch.stdout(&[&["man"], words].concat(), 0);
        let name = words.join("-");
        assert!(page.contains(&format!(".TH incident-{name} 1")), "{page}");
        // Told of each command, as what all share is.
        assert!(page.contains("no\\-cache"), "{page}");
    }
}
