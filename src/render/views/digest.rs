//! The messy parts of a period, to be read in a minute.

use serde_json::{Value, json};

use crate::corpus::Corpus;
use crate::digest::{Piece, Story};
use crate::model::{Date, Writeup};
use crate::render::leaflet::{Leaflet, code, plain, strong};
use crate::render::style;

/// What is shown of a period.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub stories: &'a [Story],
    /// Where each write-up of the corpus is found: an address, else a path.
    pub targets: &'a [String],
    pub since: Date,
    pub until: Date,
}

/// Most columns of what is quoted.
const QUOTE_MAX: usize = 280;

pub fn leaflet(picture: &Picture<'_>) -> Leaflet {
    let mut page = Leaflet::default();
    let (since, until) = (picture.since, picture.until);
    page.heading(
        2,
        vec![plain(format!("From the stories of {since} to {until}"))],
    );
    let mut told = Vec::new();
    let mut others = Vec::new();
    for story in picture.stories {
        if story.pieces.is_empty() {
            others.push(story);
        } else {
            told.push(story);
        }
    }
    let title_of_others = if told.is_empty() {
        "To be read"
    } else {
        "Also to be read"
    };
    for story in told {
        write_story(&mut page, picture, story);
    }
    if !others.is_empty() {
        page.heading(3, vec![plain(title_of_others)]);
        let items = others.into_iter().map(|story| {
            let title = title(&mut page, picture, story);
            let hook = if story.hook.is_empty() {
                String::new()
            } else {
                format!(": {}", style::fit(&story.hook, QUOTE_MAX))
            };
            vec![vec![title, plain(hook)]]
        });
        let items = items.collect();
        page.list("-", items);
    }
    if picture.stories.is_empty() {
        page.paragraph(vec![
            plain("No story came to be read in these days. Older ones are as good: "),
            code("incident show --today"),
            plain(", or "),
            code("incident questions --open"),
            plain(" for what still waits for somebody who knows."),
        ]);
    }
    page
}

fn write_story(page: &mut Leaflet, picture: &Picture<'_>, story: &Story) {
    let title = title(page, picture, story);
    page.heading(3, vec![title]);
    if !story.hook.is_empty() {
        page.paragraph(vec![plain(style::fit(&story.hook, QUOTE_MAX))]);
    }
    for piece in &story.pieces {
        let lead = format!("{}: ", piece.kind.words());
        let mut words = vec![plain(lead)];
        words.push(if piece.title.is_empty() {
            plain("in the story's words")
        } else {
            link(page, picture, story, piece)
        });
        page.paragraph(words);
        for quote in &piece.quotes {
            let mut words = Vec::new();
            if !quote.label.is_empty() {
                words.push(strong(format!("{}: ", quote.label)));
            }
            words.push(plain(style::fit(&quote.words, QUOTE_MAX)));
            page.quote(words);
        }
    }
}

fn title(page: &mut Leaflet, picture: &Picture<'_>, story: &Story) -> crate::model::Words {
    let writeup = picture.corpus.writeups.get(story.writeup);
    let target = picture
        .targets
        .get(story.writeup)
        .map_or("", String::as_str);
    let (title, id) = writeup.map_or(("", ""), |told| (told.title(), told.id()));
    page.link(title, target, id)
}

fn link(
    page: &mut Leaflet,
    picture: &Picture<'_>,
    story: &Story,
    piece: &Piece,
) -> crate::model::Words {
    let line = line(picture.corpus, piece);
    let target = target(picture, story, piece);
    page.link(&piece.title, &target, &format!("line {line}"))
}

fn target(picture: &Picture<'_>, story: &Story, piece: &Piece) -> String {
    let target = picture
        .targets
        .get(story.writeup)
        .map_or("", String::as_str);
    match &piece.anchor {
        Some(anchor) => format!("{target}#{}", crate::text::uri::path(anchor)),
        None => target.to_owned(),
    }
}

fn line(corpus: &Corpus, piece: &Piece) -> usize {
    corpus
        .files
        .line_number(piece.place.file, piece.place.start())
}

pub fn as_json(picture: &Picture<'_>) -> Value {
    let story = |story: &Story| {
        let writeup = picture.corpus.writeups.get(story.writeup);
        let piece = |piece: &Piece| {
            let quotes = piece.quotes.iter();
            let quotes = quotes.map(|quote| json!({ "label": quote.label, "words": quote.words }));
            json!({
                "kind": piece.kind.key(),
                "title": piece.title,
                "quotes": quotes.collect::<Vec<_>>(),
                "line": line(picture.corpus, piece),
                "target": target(picture, story, piece),
            })
        };
        json!({
            "id": writeup.map(Writeup::id),
            "title": writeup.map(Writeup::title),
            "path": writeup.map(|told| told.path.as_str()),
            "day": story.day.to_string(),
            "target": picture.targets.get(story.writeup),
            "hook": story.hook,
            "pieces": story.pieces.iter().map(piece).collect::<Vec<_>>(),
        })
    };
    json!({
        "since": picture.since.to_string(),
        "until": picture.until.to_string(),
        "stories": picture.stories.iter().map(story).collect::<Vec<_>>(),
    })
}
