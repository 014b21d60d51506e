//! Somebody who took part, as git names them.

/// A name and an address, after `.mailmap`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    pub name: String,
    pub email: String,
}

impl Person {
    /// Returns what tells this person from others: the address in lower case, GitHub's
    /// `12345+name@users.noreply.github.com` without its number, else the name.
    pub fn key(&self) -> String {
        let email = self.email.trim().to_lowercase();
        if email.is_empty() {
            return self.name.trim().to_lowercase();
        }
        match email
            .strip_suffix("@users.noreply.github.com")
            .and_then(|user| user.split_once('+'))
        {
            Some((number, user)) if number.chars().all(|c| c.is_ascii_digit()) => {
                format!("{user}@users.noreply.github.com")
            }
            _ => email,
        }
    }

    /// Returns the name to show: the address where there is no name, `unknown` where there is
    /// neither.
    pub fn shown(&self) -> &str {
        [self.name.trim(), self.email.trim()]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or("unknown")
    }

    /// Whether this is a program: `[bot]` in name or address, as forges mark them, a name that ends in
    /// `-bot`, or an address that vendors give to their assistants.
    pub fn is_bot(&self) -> bool {
        let name = self.name.to_lowercase();
        name.ends_with("[bot]")
            || name.ends_with("-bot")
            || self.email.contains("[bot]@")
            || self.email == "noreply@anthropic.com"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, email: &str) -> Person {
        Person {
            name: name.to_owned(),
            email: email.to_owned(),
        }
    }

    #[test]
    fn the_address_tells_people_apart() {
        assert_eq!(person("A", "X@Y.org").key(), person("B", "x@y.ORG").key());
        assert_eq!(
            person("A", "123+ann@users.noreply.github.com").key(),
            person("A", "ann@users.noreply.github.com").key()
        );
        assert_eq!(person("Ann", "").key(), "ann");
        assert_eq!(person(" ", "").shown(), "unknown");
    }

    #[test]
    fn bots_are_known_by_their_mark() {
        assert!(
            person(
                "dependabot[bot]",
                "1+dependabot[bot]@users.noreply.github.com"
            )
            .is_bot()
        );
        assert!(person("renovate-bot", "x@y").is_bot());
        assert!(!person("Abbot", "abbot@example.com").is_bot());
    }
}
