//! The signals as a drawing: small multiples in SVG, for a page.
//!
//! It is read alone and as a picture, where no style, script or font of the page reaches it: it brings its
//! own ground, and follows the reader's choice of light or dark. Sizes are pixels.

use std::io::{self, Write};

use super::{Picture, said};
use crate::markers::{Group, Period, Row};
use crate::render::style::wrap;
use crate::render::xml;

/// Most bars of a row: ten years of quarters, with a little to spare.
const BARS_MAX: usize = 48;

const WIDTH: usize = 920;
const MARGIN: usize = 28;
/// Two panels stand beside each other.
const PANEL: usize = 416;
const GAP: usize = WIDTH - 2 * MARGIN - 2 * PANEL;
/// The bars of a panel; right of them stands what the highest comes to.
const PLOT: usize = 336;
const PLOT_HEIGHT: usize = 40;
/// From one line of small text to the next, and so many columns of it in a panel.
const LINE: usize = 16;
const COLUMNS: usize = 60;

/// Fonts are the reader's own: a picture fetches none.
const STYLE: &str = "    .ground { fill: #ffffff }
    text { fill: #1f2328; font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif }
    .head { font-size: 18px; font-weight: 600 }
    .group { font-size: 15px; font-weight: 600 }
    .name { font-weight: 600 }
    .small, .small tspan { fill: #59636e; font-size: 12px }
    .bar { fill: #0a7ea4 }
    .dot { fill: #818b98 }
    .line { stroke: #d1d9e0; stroke-width: 1 }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117 }
      text { fill: #e6edf3 }
      .small, .small tspan { fill: #9198a1 }
      .bar { fill: #4cc2e6 }
      .dot { fill: #6e7681 }
      .line { stroke: #3d444d }
    }
";

/// Writes the signals as SVG.
pub fn write_drawing(out: &mut dyn Write, picture: &Picture<'_>) -> io::Result<()> {
    let board = picture.board;
    let from = board.periods.len().saturating_sub(BARS_MAX);
    let mut sheet = Sheet::default();
    let about = said::about(picture);
    sheet.y = MARGIN + 14;
    sheet.text(MARGIN, "head", "start", &about);
    sheet.y += 22;
    sheet.text(
        MARGIN,
        "small",
        "start",
        &said::range(&board.periods, from, "to"),
    );
    let mut rows = board.rows.as_slice();
    while let Some(first) = rows.first() {
        let group = first.marker.group;
        let end = rows.iter().position(|row| row.marker.group != group);
        let (here, rest) = rows.split_at(end.unwrap_or(rows.len()));
        sheet.group(picture, group, here, from);
        rows = rest;
    }
    sheet.y += 18;
    for line in notes(picture, from) {
        sheet.y += LINE;
        sheet.text(MARGIN, "small", "start", &line);
    }
    let height = sheet.y + MARGIN;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"signals-title signals-told\">"
    )?;
    writeln!(
        out,
        "  <title id=\"signals-title\">{}</title>",
        xml::shown(&about)
    )?;
    let told = xml::shown(&in_words(picture, from));
    writeln!(out, "  <desc id=\"signals-told\">{told}</desc>")?;
    write!(out, "  <style>\n{STYLE}  </style>\n")?;
    writeln!(
        out,
        "  <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>"
    )?;
    write!(out, "{}", sheet.drawn)?;
    writeln!(out, "</svg>")
}

/// Returns all that the drawing says, for somebody who does not see it.
fn in_words(picture: &Picture<'_>, from: usize) -> String {
    let board = picture.board;
    let mut told = vec![format!("{}.", said::range(&board.periods, from, "to"))];
    told.extend(
        board
            .rows
            .iter()
            .map(|row| one_in_words(picture, row, from)),
    );
    told.extend(notes(picture, from));
    told.join(" ")
}

fn notes(picture: &Picture<'_>, from: usize) -> Vec<String> {
    let mut drawn = picture.board.rows.iter();
    let has_dots = drawn.any(|row| {
        said::is_spoken_of(row, from) && row.bars.iter().skip(from).any(Option::is_none)
    });
    said::notes(picture, from, has_dots)
}

/// Returns what a panel says in one sentence.
fn one_in_words(picture: &Picture<'_>, row: &Row, from: usize) -> String {
    let ends = ends(picture, row, from);
    let title = row.marker.title;
    match said::parts(row) {
        parts if parts.is_empty() => format!("{title}: {ends}."),
        parts => format!("{title}: {ends} ({parts})."),
    }
}

/// Returns the ends of a row, and why nothing is drawn of one that is known in all and in no period.
fn ends(picture: &Picture<'_>, row: &Row, from: usize) -> String {
    let ends = said::ends(&picture.board.periods, row, from);
    if said::unknown(row).is_some() || row.all.seen == 0 || said::is_spoken_of(row, from) {
        return ends;
    }
    format!("{ends}, {} by {}", said::TOO_FEW, picture.by.word())
}

/// What is drawn so far, and how far down.
#[derive(Default)]
struct Sheet {
    drawn: String,
    y: usize,
}

impl Sheet {
    /// Draws the rows of a group, two beside each other.
    fn group(&mut self, picture: &Picture<'_>, group: Group, rows: &[Row], from: usize) {
        self.y += 40;
        self.text(MARGIN, "group", "start", said::title(group));
        self.y += 8;
        let right = WIDTH - MARGIN;
        self.drawn.push_str(&format!(
            "  <line class=\"line\" x1=\"{MARGIN}\" x2=\"{right}\" y1=\"{0}\" y2=\"{0}\"/>\n",
            self.y
        ));
        for pair in rows.chunks(2) {
            let top = self.y;
            let mut lowest = top;
            for (row, x) in pair.iter().zip([MARGIN, MARGIN + PANEL + GAP]) {
                self.y = top;
                self.panel(picture, row, x, from);
                lowest = lowest.max(self.y);
            }
            self.y = lowest;
        }
    }

    /// Draws one row.
    fn panel(&mut self, picture: &Picture<'_>, row: &Row, x: usize, from: usize) {
        let told = xml::shown(&one_in_words(picture, row, from));
        self.drawn
            .push_str(&format!("  <g>\n  <title>{told}</title>\n"));
        self.y += 32;
        self.text(x, "name", "start", row.marker.title);
        self.y += 19;
        let ends = ends(picture, row, from);
        let class = match said::unknown(row) {
            Some(_) => "small",
            None => "",
        };
        self.lines(x, class, &ends);
        if said::is_spoken_of(row, from) {
            self.bars(picture, row, x, from);
        }
        let parts = said::parts(row);
        if !parts.is_empty() {
            self.y += LINE;
            self.lines(x, "small", &parts);
        }
        self.drawn.push_str("  </g>\n");
    }

    /// Draws the bars of a row on its own scale, from nought to its highest, and the ends of both axes.
    fn bars(&mut self, picture: &Picture<'_>, row: &Row, x: usize, from: usize) {
        let shape = row.marker.shape;
        let periods = picture.board.periods.get(from..).unwrap_or_default();
        let bars = row.bars.get(from..).unwrap_or_default();
        let value = |bar: &Option<_>| bar.and_then(|figure| said::value(shape, &figure));
        let highest = bars.iter().filter_map(value).max().unwrap_or(0);
        let floor = self.y + 10 + PLOT_HEIGHT;
        let step = |at: usize| PLOT * at / bars.len().max(1);
        for (at, (bar, period)) in bars.iter().zip(periods).enumerate() {
            let (left, right) = (x + step(at), x + step(at + 1));
            let wide = (right - left).saturating_sub(2).max(1);
            let said = match bar {
                Some(figure) => said::told(shape, figure),
                None => said::TOO_FEW.to_owned(),
            };
            let title = xml::shown(&format!("{}: {said}", period.name()));
            let drawn = match value(bar) {
                // Nought is a line on the floor: it was looked at.
                Some(value) => {
                    let height = (value * PLOT_HEIGHT)
                        .checked_div(highest)
                        .unwrap_or(0)
                        .max(2);
                    let top = floor - height;
                    format!(
                        "<rect class=\"bar\" x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{height}\">\
                         <title>{title}</title></rect>"
                    )
                }
                None => format!(
                    "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"1.5\"><title>{title}</title></circle>",
                    left + wide / 2,
                    floor - 2
                ),
            };
            self.drawn.push_str(&format!("  {drawn}\n"));
        }
        self.drawn.push_str(&format!(
            "  <line class=\"line\" x1=\"{x}\" x2=\"{}\" y1=\"{floor}\" y2=\"{floor}\"/>\n",
            x + PLOT
        ));
        self.y = floor;
        self.text(x + PLOT + 8, "small", "start", "0");
        let top = bars.iter().find(|bar| value(bar) == Some(highest));
        if let (Some(Some(top)), true) = (top, highest > 0) {
            self.y = floor - PLOT_HEIGHT + 10;
            let top = said::brief(shape, top);
            self.text(x + PLOT + 8, "small", "start", &top);
        }
        self.y = floor + LINE;
        let name = |period: Option<&Period>| period.map(Period::name);
        self.text(
            x,
            "small",
            "start",
            &name(periods.first()).unwrap_or_default(),
        );
        if periods.len() > 1 {
            self.text(
                x + PLOT,
                "small",
                "end",
                &name(periods.last()).unwrap_or_default(),
            );
        }
    }

    /// Writes a text in as many lines as it needs; `y` is that of the last.
    fn lines(&mut self, x: usize, class: &str, text: &str) {
        for (at, line) in wrap(text, COLUMNS).iter().enumerate() {
            self.y += if at > 0 { LINE } else { 0 };
            self.text(x, class, "start", line);
        }
    }

    /// Writes one line of text.
    fn text(&mut self, x: usize, class: &str, anchor: &str, text: &str) {
        let text = xml::shown(text);
        self.drawn.push_str(&format!(
            "  <text class=\"{class}\" x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{text}</text>\n",
            self.y
        ));
    }
}
