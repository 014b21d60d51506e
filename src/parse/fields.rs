//! The keys of front matter that this tool understands, each in the shape that it wants. What has
//! another shape is a problem, and absent from the result.

use crate::diagnostic::{Diagnostic, Safety, Severity, Words};
use crate::model::{
    Actions, Allow, Attendance, Date, Declined, Event, How, Meta, Related, Review, Status,
    is_usable_id,
};
use crate::text::yaml::{self, Map, Node, Scalar};
use crate::text::{Edit, Span, Spanned};

/// The rule of all that is found here.
pub(super) const INVALID: &str = "invalid-field";

/// Reads the known keys.
pub(super) fn read(fields: &Map, problems: &mut Vec<Diagnostic>) -> Meta {
    Reader { problems }.meta(fields)
}

/// Reads values in the shapes that the fields want; what has another shape is a problem.
struct Reader<'a> {
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn meta(&mut self, fields: &Map) -> Meta {
        let mut meta = Meta::default();
        for entry in &fields.entries {
            let (key, value) = (entry.key.value.as_str(), &entry.value);
            match key {
                "id" => meta.id = self.line(key, value).filter(|id| self.usable_id(id)),
                "title" => meta.title = self.line(key, value),
                "aliases" => meta.aliases = self.texts(key, value),
                "date" => meta.date = self.date(key, value),
                "status" => meta.status = self.word(key, value, Status::read, Status::WORDS),
                "event" => meta.event = self.word(key, value, Event::read, Event::WORDS),
                "teams" => meta.teams = self.texts(key, value),
                "services" => meta.services = self.texts(key, value),
                "analysts" => meta.analysts = self.texts(key, value),
                "responders" => meta.responders = self.texts(key, value),
                "tags" => meta.tags = self.texts(key, value),
                "review" => meta.review = self.review(value).map(Box::new),
                "related" => meta.related = self.related(value),
                "allow" => {
                    let allows = self.with_reasons(key, "rule", value).into_iter();
                    meta.allow = allows
                        .map(|(rule, reason)| Allow { rule, reason })
                        .collect();
                }
                "actions" => meta.actions = self.actions(value).map(Box::new),
                "analyst_note" => meta.analyst_note = self.line(key, value),
                "audience" => {
                    self.line(key, value);
                }
                _ => {}
            }
        }
        meta
    }

    fn line(&mut self, key: &str, value: &Node) -> Option<Spanned<String>> {
        match value {
            Node::Scalar(scalar) if !value.is_null() => {
                Some(Spanned::new(scalar.text.clone(), scalar.span))
            }
            Node::Scalar(_) => {
                self.invalid(
                    value,
                    format!("`{key}` is empty"),
                    Some("fill it in, or take the key out"),
                );
                None
            }
            _ => {
                self.invalid(
                    value,
                    format!("`{key}` is {}, and should be text", value.shape()),
                    None,
                );
                None
            }
        }
    }

    /// An id is a name for links: printable, without blanks at its ends or a line break.
    fn usable_id(&mut self, id: &Spanned<String>) -> bool {
        let usable = is_usable_id(&id.value);
        if !usable {
            let message = "`id` must be one printable word or phrase without `[`, `]`, `|` or `#`";
            self.problems.push(invalid(id.span, message));
        }
        usable
    }

    /// A list of text, or one text for a list of one, as Obsidian and Jekyll write it.
    fn texts(&mut self, key: &str, value: &Node) -> Vec<Spanned<String>> {
        match value {
            Node::List(list) => list
                .items
                .iter()
                .filter_map(|item| self.line(key, item))
                .collect(),
            Node::Scalar(_) if value.is_null() => Vec::new(),
            Node::Map(_) => {
                self.invalid(
                    value,
                    format!("`{key}` is {}, and should be a list", value.shape()),
                    None,
                );
                Vec::new()
            }
            Node::Scalar(scalar) => {
                self.list_in_text(key, scalar);
                self.line(key, value).into_iter().collect()
            }
        }
    }

    /// `teams: quay, support` reads as one team with a comma in its name. People's names may well have
    /// one (`Duarte, Ana`), and a title that is an alias too.
    fn list_in_text(&mut self, key: &str, scalar: &Scalar) {
        let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/');
        let parts: Vec<&str> = scalar.text.split(", ").collect();
        let plain =
            |part: &&str| part.trim() == *part && !part.is_empty() && part.chars().all(word);
        let listed = matches!(key, "tags" | "teams" | "services");
        // Below a slip of the syntax nothing is certain.
        let broken = self.problems.iter().any(|problem| problem.rule != INVALID);
        if !listed || broken || !scalar.plain || parts.len() < 2 || !parts.iter().all(plain) {
            return;
        }
        let list: Vec<String> = parts.into_iter().map(yaml::scalar).collect();
        let list = format!("[{}]", list.join(", "));
        let mut problem = invalid(
            scalar.span,
            format!("`{key}` is one text with commas in it"),
        );
        problem.severity = Severity::Warning;
        problem.help(format!("if several are meant: `{list}`")).fix(
            "make it a list",
            Safety::Safe,
            Edit::replace(scalar.span, list),
        );
        self.problems.push(problem);
    }

    fn date(&mut self, key: &str, value: &Node) -> Option<Spanned<Date>> {
        let text = self.line(key, value)?;
        match Date::parse(&text.value) {
            Ok(date) => Some(Spanned::new(date, text.span)),
            Err(why) => {
                self.invalid(value, format!("`{}` is not a date", text.value), Some(&why));
                None
            }
        }
    }

    fn word<T>(
        &mut self,
        key: &str,
        value: &Node,
        read: fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Option<Spanned<T>> {
        let text = self.line(key, value)?;
        let word = text.value.trim();
        if let Some(known) = read(&word.to_lowercase()) {
            return Some(Spanned::new(known, text.span));
        }
        let slip = crate::text::words::nearest(&word.to_lowercase(), words.iter().copied());
        let help = match slip {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", quoted(words)),
        };
        self.invalid(
            value,
            format!("`{word}` is not a value of `{key}` that is known here"),
            Some(&help),
        );
        match (slip, self.problems.last_mut()) {
            (Some(near), Some(problem)) => {
                let edit = Edit::replace(text.span, near);
                problem.fix(format!("set it to `{near}`"), Safety::Guess, edit);
            }
            // `status: Final` is another system's word, not a slip.
            (None, Some(problem)) => problem.severity = Severity::Warning,
            (_, None) => {}
        }
        None
    }

    fn review(&mut self, value: &Node) -> Option<Review> {
        let map = self.map("review", value)?;
        let mut review = Review::default();
        for entry in &map.entries {
            let (key, value) = (entry.key.value.as_str(), &entry.value);
            match key {
                "shared" => review.shared = self.date(key, value),
                "date" => review.date = self.date(key, value),
                "optional" => review.optional = self.truth(key, value),
                "learned_something" => review.learned_something = self.count(key, value),
                "attended" => {
                    let Some(map) = self.map(key, value) else {
                        continue;
                    };
                    let mut count = |key: &str| {
                        let entry = map.get(key)?;
                        self.count(key, &entry.value)
                    };
                    review.attended = Attendance {
                        closest: count("closest"),
                        elsewhere: count("elsewhere"),
                    };
                }
                _ => {}
            }
        }
        Some(review)
    }

    fn actions(&mut self, value: &Node) -> Option<Actions> {
        let Some(map) = self.map("actions", value) else {
            // A list of tasks is another system's way to keep them, not a slip.
            if let (false, Some(problem)) = (value.is_null(), self.problems.last_mut()) {
                problem.severity = Severity::Warning;
                problem.help = Some("`actions: {decided: 2026-03-09, tracker: …}`".into());
            }
            return None;
        };
        let mut actions = Actions::default();
        for entry in &map.entries {
            let (key, value) = (entry.key.value.as_str(), &entry.value);
            match key {
                "decided" => actions.decided = self.date(key, value),
                "tracker" => actions.tracker = self.line(key, value),
                "declined" => {
                    let declined = self.with_reasons(key, "what", value).into_iter();
                    let declined = declined.map(|(what, reason)| Declined { what, reason });
                    actions.declined = declined.collect();
                }
                _ => {}
            }
        }
        Some(actions)
    }

    fn related(&mut self, value: &Node) -> Vec<Related> {
        let items = match value {
            Node::List(list) => list.items.as_slice(),
            _ if value.is_null() => &[],
            other => std::slice::from_ref(other),
        };
        let mut related = Vec::new();
        for item in items {
            match item {
                Node::Map(map) => {
                    let how = map
                        .get("how")
                        .and_then(|how| self.word("how", &how.value, How::read, How::WORDS));
                    match map.get("id") {
                        Some(id) => {
                            let id = self.line("id", &id.value);
                            related.extend(id.map(|id| Related { id, how }));
                        }
                        None => self.invalid(
                            item,
                            "an entry of `related` needs an `id`".to_owned(),
                            None,
                        ),
                    }
                }
                _ => related.extend(
                    self.line("related", item)
                        .map(|id| Related { id, how: None }),
                ),
            }
        }
        related
    }

    /// A list of something with a reason each, `{rule, reason}`; a bare text is one without a reason.
    fn with_reasons(
        &mut self,
        list: &str,
        key: &str,
        value: &Node,
    ) -> Vec<(Spanned<String>, Option<Spanned<String>>)> {
        let items = match value {
            Node::List(list) => list.items.as_slice(),
            _ if value.is_null() => &[],
            other => std::slice::from_ref(other),
        };
        let mut found = Vec::new();
        for item in items {
            let Node::Map(map) = item else {
                found.extend(self.line(list, item).map(|one| (one, None)));
                continue;
            };
            let Some(one) = map.get(key) else {
                let message = format!("an entry of `{list}` needs a `{key}`");
                self.invalid(item, message, None);
                continue;
            };
            let reason = map.get("reason").filter(|entry| !entry.value.is_null());
            let reason = reason.and_then(|entry| self.line("reason", &entry.value));
            let one = self.line(key, &one.value);
            found.extend(one.map(|one| (one, reason)));
        }
        found
    }

    fn map<'n>(&mut self, key: &str, value: &'n Node) -> Option<&'n Map> {
        match value {
            Node::Map(map) => Some(map),
            _ if value.is_null() => None,
            _ => {
                self.invalid(
                    value,
                    format!("`{key}` is {}, and should be a mapping", value.shape()),
                    None,
                );
                None
            }
        }
    }

    fn truth(&mut self, key: &str, value: &Node) -> Option<bool> {
        match self.line(key, value)?.value.as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            other => {
                self.invalid(
                    value,
                    format!("`{key}` is `{other}`, and should be `true` or `false`"),
                    None,
                );
                None
            }
        }
    }

    fn count(&mut self, key: &str, value: &Node) -> Option<u32> {
        let text = self.line(key, value)?;
        let count = text.value.parse().ok();
        if count.is_none() {
            self.invalid(
                value,
                format!(
                    "`{key}` is `{}`, and should be a number of people",
                    text.value
                ),
                None,
            );
        }
        count
    }

    fn invalid(&mut self, value: &Node, message: String, help: Option<&str>) {
        let mut diagnostic = invalid(value.span(), message);
        diagnostic.help = help.map(|help| help.to_owned().into());
        self.problems.push(diagnostic);
    }
}

fn invalid(span: Span, message: impl Into<Words>) -> Diagnostic {
    Diagnostic::new(INVALID, Severity::Error, span, message)
}

fn quoted(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
