//! Long output goes through the pager of the user, as git does it.

use std::io::BufWriter;
use std::process::{Child, Command, Stdio};

use super::ui::Ui;

/// Sends what is printed from here on through the pager, where a terminal reads and the user has not said
/// otherwise: `INCIDENT_PAGER`, else `PAGER`, else `less`; `cat` or nothing means none. No setting of a
/// repository has a say. A pager that cannot be started is done without.
pub(super) fn open(ui: &mut Ui) {
    if !ui.terminal {
        return;
    }
    let from_env = |name: &str| std::env::var(name).ok();
    let wanted = from_env("INCIDENT_PAGER").or_else(|| from_env("PAGER"));
    let wanted = wanted.unwrap_or_else(|| "less".to_owned());
    if matches!(wanted.trim(), "" | "cat") {
        return;
    }
    let mut command = Command::new("sh");
    command.args(["-c", &wanted]).stdin(Stdio::piped());
    // Colours as they are, nothing to press for a text that fits, and it stays on the screen.
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    if let Ok(mut child) = command.spawn()
        && let Some(pipe) = child.stdin.take()
    {
        ui.out = Box::new(BufWriter::new(pipe));
        ui.pager = Some(child);
    }
}

/// Waits until the user has read enough. What is printed must be flushed, and its end be known.
pub(super) fn close(mut child: Child) {
    let _ = child.wait();
}
