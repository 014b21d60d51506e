//! How far a long work is, for somebody who sits and waits: on a terminal, and not in its first moments.

use std::time::{Duration, Instant};

use super::ui::Ui;

/// Nothing is drawn before, nor more often.
const PATIENCE: Duration = Duration::from_millis(300);
const PAUSE: Duration = Duration::from_millis(100);
/// Columns of the bar.
const COLUMNS: u64 = 24;

pub(super) struct Progress {
    /// Bytes in all; 0 where nobody knows.
    total: u64,
    /// When it may be drawn next; `None` where nobody watches.
    next: Option<Instant>,
    drawn: bool,
}

impl Progress {
    pub(super) fn new(ui: &Ui, total: u64) -> Self {
        Self {
            total,
            next: ui.is_watched().then(|| Instant::now() + PATIENCE),
            drawn: false,
        }
    }

    /// Shows that so many bytes are done.
    pub(super) fn at(&mut self, ui: &mut Ui, done: u64) {
        let now = Instant::now();
        if self.next.is_some_and(|next| next <= now) {
            self.next = Some(now + PAUSE);
            self.drawn = true;
            ui.redraw(&line(done, self.total, ui.look.unicode));
        }
    }

    /// Takes the line away.
    pub(super) fn end(&mut self, ui: &mut Ui) {
        if std::mem::take(&mut self.drawn) {
            ui.redraw("");
        }
        self.next = None;
    }
}

fn line(done: u64, total: u64, unicode: bool) -> String {
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let Some(share) = done.saturating_mul(COLUMNS).checked_div(total) else {
        return format!("{} MB read", megabytes(done));
    };
    let full = usize::try_from(share.min(COLUMNS)).unwrap_or(0);
    let rest = usize::try_from(COLUMNS).unwrap_or(0) - full;
    let (mark, gap) = if unicode { ("━", "─") } else { ("#", "-") };
    format!(
        "{}{} {} of {} MB",
        mark.repeat(full),
        gap.repeat(rest),
        megabytes(done),
        megabytes(total)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_and_never_overflows() {
        assert_eq!(
            line(0, 48_000_000, false),
            "------------------------ 0 of 48 MB"
        );
        assert_eq!(
            line(24_000_000, 48_000_000, false),
            "############------------ 24 of 48 MB"
        );
        // A log may grow while it is read.
        assert_eq!(line(u64::MAX, 1, false).matches('#').count(), 24);
        assert_eq!(line(7_000_000, 0, true), "7 MB read");
    }
}
