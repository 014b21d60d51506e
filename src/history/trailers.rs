//! People named in the last paragraph of a message.

use crate::model::Person;

use super::Role;

/// What a key says of the person behind it.
const ROLES: [(&str, Role); 5] = [
    ("co-authored-by", Role::CoAuthor),
    ("reviewed-by", Role::Reviewer),
    ("acked-by", Role::Reviewer),
    ("helped-by", Role::Helper),
    ("reported-by", Role::Helper),
];

/// Returns the people of the message's trailers, in order. Keys are compared without case; only the
/// last paragraph counts, as git has it.
pub(super) fn people(message: &str) -> Vec<(Role, Person)> {
    last_paragraph(message)
        .lines()
        .filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            let key = key.trim();
            let (_, role) = ROLES
                .iter()
                .find(|(name, _)| key.eq_ignore_ascii_case(name))?;
            let person = person(value.trim());
            (!person.name.is_empty() || !person.email.is_empty()).then_some((*role, person))
        })
        .collect()
}

fn last_paragraph(message: &str) -> &str {
    let message = message.trim_end();
    let mut start = message.len();
    // Walk back line by line to the first empty one.
    for line in message.split('\n').rev() {
        if line.trim().is_empty() {
            break;
        }
        start = start.saturating_sub(line.len() + 1);
    }
    message.get(start..).unwrap_or(message)
}

/// Reads `Name <address>`; a value without brackets is an address if it looks like one, else a name.
fn person(value: &str) -> Person {
    let (name, email) = match value.split_once('<') {
        Some((name, rest)) => (name, rest.split('>').next().unwrap_or_default()),
        None if value.contains('@') && !value.contains(' ') => ("", value),
        None => (value, ""),
    };
    Person {
        name: name.trim().to_owned(),
        email: email.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_paragraph_counts_and_case_does_not() {
        let message = "Subject\n\nReviewed-by: Not Me <no@x>\n\nIncident: x\nco-authored-By: Ann <a@x>\nHelped-by: bob@x\n\n";
        let found = people(message);
        let shown: Vec<_> = found
            .iter()
            .map(|(role, person)| (*role, person.shown()))
            .collect();
        assert_eq!(shown, [(Role::CoAuthor, "Ann"), (Role::Helper, "bob@x")]);
    }

    #[test]
    fn odd_values_are_survived() {
        assert!(people("Co-authored-by:").is_empty());
        assert!(people("Co-authored-by: <>").is_empty());
        assert_eq!(people("Co-authored-by: A <a@x> <b@x>")[0].1.email, "a@x");
        assert!(people("").is_empty());
    }
}
