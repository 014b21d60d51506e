//! One person, one name: `.mailmap`, for authors and trailers alike.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::Person;

/// The map at HEAD. Taken from the commit, not from disk or from the configuration: a link or a
/// setting could point it at any file.
#[derive(Clone, Debug, Default)]
pub(super) struct Mailmap {
    /// By address in lower case.
    entries: HashMap<String, Entry>,
}

/// What becomes of one address.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// Whatever the name.
    any: Proper,
    /// By the name that goes with the address, in lower case.
    named: HashMap<String, Proper>,
}

/// Name and address to use; what is absent stays as it is.
#[derive(Clone, Debug, Default)]
struct Proper {
    name: Option<String>,
    email: Option<String>,
}

impl Mailmap {
    /// Reads a map. A later line adds to an earlier one, or overrules it; what is no entry is passed
    /// over, as git does.
    pub(super) fn read(text: &str) -> Self {
        let mut entries: HashMap<String, Entry> = HashMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, email, rest)) = signature(line) else {
                continue;
            };
            // `Proper <proper@x> Other <other@x>`, with most parts optional.
            let (proper, other_name, other_email) = match signature(rest) {
                Some((other_name, other_email, _)) => {
                    let proper = Proper {
                        name: filled(name),
                        email: filled(email),
                    };
                    (proper, filled(other_name), other_email)
                }
                None => {
                    let name = filled(name);
                    (Proper { name, email: None }, None, email)
                }
            };
            let entry = entries.entry(other_email.to_lowercase()).or_default();
            let slot = match other_name {
                Some(name) => entry.named.entry(name.to_lowercase()).or_default(),
                None => &mut entry.any,
            };
            slot.name = proper.name.or(slot.name.take());
            slot.email = proper.email.or(slot.email.take());
        }
        Self { entries }
    }

    /// Returns the person under the name and address that the map gives.
    pub(super) fn resolve(&self, person: &Arc<Person>) -> Arc<Person> {
        if self.entries.is_empty() {
            return person.clone();
        }
        let Some(entry) = self.entries.get(&person.email.to_lowercase()) else {
            return person.clone();
        };
        let proper = entry
            .named
            .get(&person.name.to_lowercase())
            .unwrap_or(&entry.any);
        Arc::new(Person {
            name: proper.name.as_ref().unwrap_or(&person.name).clone(),
            email: proper.email.as_ref().unwrap_or(&person.email).clone(),
        })
    }
}

/// Reads `Name <address>` at the start of a line, and returns what follows as well.
fn signature(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    Some((name.trim(), email.trim(), rest))
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(map: &str, name: &str, email: &str) -> String {
        let (name, email) = (name.to_owned(), email.to_owned());
        let person = Mailmap::read(map).resolve(&Arc::new(Person { name, email }));
        format!("{} <{}>", person.name, person.email)
    }

    #[test]
    fn all_four_forms_are_understood() {
        let map = "# people\nAnn Ray <ann@old>\n<bo@new> <bo@old>\nCy Ott <cy@new> <CY@old>\nDi Ek <di@new> Dee <shared@x>\nEd <ed@new> Eddie <shared@x> # why\n";
        assert_eq!(resolved(map, "annie", "Ann@Old"), "Ann Ray <Ann@Old>");
        assert_eq!(resolved(map, "Bo", "bo@old"), "Bo <bo@new>");
        assert_eq!(resolved(map, "x", "cy@old"), "Cy Ott <cy@new>");
        assert_eq!(resolved(map, "DEE", "shared@x"), "Di Ek <di@new>");
        assert_eq!(resolved(map, "Eddie", "shared@x"), "Ed <ed@new>");
        assert_eq!(resolved(map, "Flo", "shared@x"), "Flo <shared@x>");
    }

    #[test]
    fn nonsense_is_passed_over() {
        for map in [
            "",
            "<",
            "a <b",
            "> <",
            "\0<\0>",
            "<> <>",
            &"<".repeat(10_000),
        ] {
            assert_eq!(resolved(map, "Ann", "ann@x"), "Ann <ann@x>", "{map:?}");
        }
        assert_eq!(
            resolved("A <a@x> <b@x>\nB <b@x> <a@x>", "", "a@x"),
            "B <b@x>"
        );
    }
}
