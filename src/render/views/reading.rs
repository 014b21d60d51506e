//! What to read first.

use serde_json::{Value, json};

use crate::corpus::Corpus;
use crate::digest;
use crate::model::{Words, Writeup};
use crate::reading::{Item, List, Why};
use crate::render::leaflet::{Leaflet, code, plain, strong};
use crate::render::style;

/// What is shown of a list.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub list: &'a List,
    /// Where each write-up of the corpus is found: an address, else a path.
    pub targets: &'a [String],
    /// What was asked for, in words: `the service notices`.
    pub about: &'a str,
}

/// Most columns of what is quoted.
const QUOTE_MAX: usize = 280;

pub fn leaflet(picture: &Picture<'_>) -> Leaflet {
    let mut page = Leaflet::default();
    page.heading(
        2,
        vec![plain(format!("To read first, about {}", picture.about))],
    );
    if picture.list.chapters.is_empty() {
        page.paragraph(vec![
            plain("Nothing yet: no story that is told names it in its front matter, or has to do with such files. One may speak of it all the same: "),
            code("incident search"),
            plain("."),
        ]);
        return page;
    }
    let several = picture
        .list
        .chapters
        .iter()
        .any(|chapter| chapter.len() > 1);
    page.paragraph(vec![plain(if several {
        "From top to bottom: what a story leads back to stands before it."
    } else {
        "The oldest first; none of them leads to another."
    })]);
    let items = picture.list.chapters.iter().flatten();
    let items: Vec<Vec<Vec<Words>>> = items
        .map(|item| write_item(&mut page, picture, item))
        .collect();
    page.list("1.", items);
    if picture.list.further > 0 {
        let told = format!("There are {} more; ", picture.list.further);
        page.paragraph(vec![plain(told), code("--top"), plain(" shows them.")]);
    }
    page
}

fn write_item(page: &mut Leaflet, picture: &Picture<'_>, item: &Item) -> Vec<Vec<Words>> {
    let writeup = picture.corpus.writeups.get(item.writeup);
    let target = picture.targets.get(item.writeup).map_or("", String::as_str);
    let (title, id) = writeup.map_or(("", ""), |told| (told.title(), told.id()));
    let mut paragraphs = vec![vec![page.link(title, target, id)]];
    let hook = writeup.map(|told| digest::hook(picture.corpus, told));
    if let Some(hook) = hook.filter(|hook| !hook.is_empty()) {
        paragraphs.push(vec![plain(style::fit(&hook, QUOTE_MAX))]);
    }
    let why: Vec<String> = item.why.iter().map(|why| in_words(picture, why)).collect();
    paragraphs.push(vec![strong("Why: "), plain(format!("{}.", why.join("; ")))]);
    paragraphs
}

fn in_words(picture: &Picture<'_>, why: &Why) -> String {
    match why {
        Why::Service(name) => format!("it is about {name}"),
        Why::Team(name) => format!("{name} was closest to it"),
        Why::Files(words) => words.clone(),
        Why::Before { story, words } => {
            let title = picture
                .corpus
                .writeups
                .get(*story)
                .map_or("", Writeup::title);
            let words = if words.is_empty() {
                String::new()
            } else {
                format!(" (“{}”)", style::fit(words, QUOTE_MAX / 2))
            };
            format!("“{title}” leads back to it{words}")
        }
    }
}

pub fn as_json(picture: &Picture<'_>) -> Value {
    let item = |item: &Item| {
        let writeup = picture.corpus.writeups.get(item.writeup);
        let why = |why: &Why| match why {
            Why::Service(name) => json!({ "how": "service", "name": name }),
            Why::Team(name) => json!({ "how": "team", "name": name }),
            Why::Files(words) => json!({ "how": "files", "words": words }),
            Why::Before { story, words } => json!({
                "how": "before",
                "writeup": picture.corpus.writeups.get(*story).map(Writeup::id),
                "words": words,
            }),
        };
        json!({
            "id": writeup.map(Writeup::id),
            "title": writeup.map(Writeup::title),
            "path": writeup.map(|told| told.path.as_str()),
            "date": writeup.and_then(Writeup::date).map(|date| date.to_string()),
            "target": picture.targets.get(item.writeup),
            "hook": writeup.map(|told| digest::hook(picture.corpus, told)),
            "why": item.why.iter().map(why).collect::<Vec<_>>(),
        })
    };
    let chapters = picture.list.chapters.iter();
    let chapters = chapters.map(|chapter| chapter.iter().map(item).collect::<Vec<_>>());
    json!({
        "about": picture.about,
        "chapters": chapters.collect::<Vec<_>>(),
        "further": picture.list.further,
    })
}
