//! Long output goes through the pager of the user, as git does it.

use std::io::{self, Write};
use std::process::{Command, ExitStatus, Stdio};

use super::ui::Ui;

/// What a shell says when there is no such program, or it cannot be started.
const NOT_STARTED: [Option<i32>; 2] = [Some(126), Some(127)];

/// Prints a text through the pager, where a terminal reads and the user has not said otherwise:
/// `INCIDENT_PAGER`, else `PAGER`, else `less`; `cat` or nothing means none. No setting of a repository
/// has a say. Without a pager that starts, the text is printed as it is.
pub(super) fn print(ui: &mut Ui, text: &[u8]) -> io::Result<()> {
    let from_env = |name: &str| std::env::var(name).ok();
    let wanted = from_env("INCIDENT_PAGER").or_else(|| from_env("PAGER"));
    let wanted = wanted.unwrap_or_else(|| "less".to_owned());
    if ui.terminal && !matches!(wanted.trim(), "" | "cat") {
        // What was printed before comes before.
        ui.out.flush()?;
        match through(&wanted, text) {
            Ok(status) if !NOT_STARTED.contains(&status.code()) => return Ok(()),
            _ => ui.detail(&format!("the pager `{wanted}` cannot be started")),
        }
    }
    ui.out.write_all(text)
}

/// Gives the text to the pager and waits until the user has read enough.
fn through(pager: &str, text: &[u8]) -> io::Result<ExitStatus> {
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    // Colours as they are, nothing to press for a text that fits, and it stays on the screen.
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    let mut child = command.spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // Who has read enough closes it before the end.
        let _ = pipe.write_all(text);
    }
    child.wait()
}
