//! The sheet of whoever holds a review.

use crate::agenda::{Agenda, Part};
use crate::model::Words;
use crate::render::leaflet::{Leaflet, plain, strong};
use crate::render::style;

/// Most columns of a paragraph of the story.
const QUOTE_MAX: usize = 400;

/// Returns the sheet.
pub fn leaflet(agenda: &Agenda) -> Leaflet {
    let mut page = Leaflet::default();
    page.heading(1, vec![plain(format!("Review: {}", agenda.title))]);
    let date = agenda
        .date
        .map(|date| format!("{date} · "))
        .unwrap_or_default();
    page.paragraph(vec![plain(format!("{date}{}", agenda.id))]);
    page.paragraph(vec![plain(
        "For whoever holds the review. Nobody has to come, nobody has to speak, and those who were far from it \
         are as welcome as those who were close.",
    )]);
    thanks(&mut page, agenda);
    known(&mut page, agenda);
    open(&mut page, agenda);
    accounts(&mut page, agenda);
    ask(&mut page, agenda);
    page.heading(2, vec![plain("Not today")]);
    page.paragraph(vec![plain(
        "No actions are decided here. An idea that comes up is written down and left to lie: what looks pressing \
         in the room often looks different after a night or a week. Say so at the beginning, and again when \
         somebody says \"we should\".",
    )]);
    page.paragraph(vec![plain(
        "At the end: who learned something? A show of hands is enough, and only its number is kept.",
    )]);
    page
}

fn thanks(page: &mut Leaflet, agenda: &Agenda) {
    page.heading(2, vec![plain("Thank you")]);
    let who = if agenda.responders.is_empty() {
        "Thank you to those who were there".to_owned()
    } else {
        format!("Thank you, {}", joined(&agenda.responders))
    };
    page.paragraph(vec![plain(format!(
        "{who}: you met a case that nobody had thought of, while it was going on, and came back to tell of it. \
         That is where everything below comes from."
    ))]);
}

fn known(page: &mut Leaflet, agenda: &Agenda) {
    page.heading(2, vec![plain("What is known so far")]);
    if !agenda.hook.is_empty() {
        page.quote(vec![plain(style::fit(&agenda.hook, QUOTE_MAX))]);
    }
    if !agenda.analysts.is_empty() {
        let mut told = format!("Put together by {}.", joined(&agenda.analysts));
        if agenda
            .analysts
            .iter()
            .any(|one| agenda.responders.contains(one))
        {
            told.push_str(" Some of them were in it themselves: who saw it from elsewhere?");
        }
        page.paragraph(vec![plain(told)]);
    }
    if let Some(shared) = agenda.shared {
        let told = format!(
            "The draft has been with people since {shared}. What did they write beside it?"
        );
        page.paragraph(vec![plain(told)]);
    }
    for paragraph in &agenda.method {
        page.paragraph(vec![plain(style::fit(paragraph, QUOTE_MAX))]);
    }
    if agenda.method.is_empty() {
        let told = "It does not say yet whose accounts and which records it rests on. Who was asked, and who was not?";
        page.paragraph(vec![plain(told)]);
    }
}

fn open(page: &mut Leaflet, agenda: &Agenda) {
    page.heading(2, vec![plain("What nobody knows yet")]);
    let open = agenda
        .questions
        .iter()
        .filter(|question| !question.is_answered);
    let items: Vec<Vec<Vec<Words>>> = open
        .map(|question| {
            let tried = question.tried.as_ref();
            let tried =
                tried.map(|tried| vec![plain(format!("Tried: {}", style::fit(tried, QUOTE_MAX)))]);
            std::iter::once(vec![strong(question.text.as_str())])
                .chain(tried)
                .collect()
        })
        .collect();
    if items.is_empty() {
        let told = "The story asks no open question. What do people here still wonder about?";
        page.paragraph(vec![plain(told)]);
    } else {
        page.list("-", items);
    }
}

fn accounts(page: &mut Leaflet, agenda: &Agenda) {
    page.heading(2, vec![plain("Where accounts differ")]);
    for account in &agenda.accounts {
        page.quote(vec![plain(style::fit(account, QUOTE_MAX))]);
    }
    let told = if agenda.accounts.is_empty() {
        "Nothing is written of it. Who would tell it differently, and from where did they see it?"
    } else {
        "They need not be made to agree. What did each see that the others could not?"
    };
    page.paragraph(vec![plain(told)]);
}

fn ask(page: &mut Leaflet, agenda: &Agenda) {
    page.heading(2, vec![plain("What to ask, part by part")]);
    page.paragraph(vec![plain(
        "One or two of them, where the talk runs dry. What and how, seldom why: a why asks for a defence.",
    )]);
    for part in &agenda.parts {
        page.heading(3, vec![plain(part.name)]);
        if let Some(none) = &part.none {
            page.paragraph(vec![plain(format!(
                "It says that there is none: {}",
                style::fit(none, QUOTE_MAX)
            ))]);
        }
        page.list("-", items(part));
    }
}

fn items(part: &Part) -> Vec<Vec<Vec<Words>>> {
    let told = part.told.iter().map(|(title, missing)| {
        let mut words = vec![strong(title.as_str())];
        if !missing.is_empty() {
            let missing: Vec<String> = missing.iter().map(|question| capital(question)).collect();
            words.push(plain(format!(" – {}", missing.join(" "))));
        }
        vec![words]
    });
    let ask = part
        .ask
        .iter()
        .map(|question| vec![vec![plain(capital(question))]]);
    told.chain(ask).collect()
}

/// Returns a sentence with a capital letter.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(chars).collect()
}

/// Returns `A, B and C`.
fn joined(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
