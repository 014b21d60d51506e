//! Floor 5: who took part in telling the stories.
//!
//! A guest book: people with what they took part in, whoever was here last first. No counts of
//! commits or lines, nobody ranked.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::corpus::Corpus;
use crate::history::{Edit, History, Role};
use crate::model::{Moment, Person};

/// Somebody who took part.
#[derive(Clone, Debug)]
pub struct Contributor {
    pub person: Person,
    /// From `teams:` in the settings; `None` is unknown.
    pub team: Option<String>,
    /// What they took part in, the last first.
    pub parts: Vec<Part>,
    /// When they were here last.
    pub last: Moment,
}

/// One person's part in one write-up.
#[derive(Clone, Debug)]
pub struct Part {
    /// Position in the corpus.
    pub writeup: usize,
    /// How, nearest to the text first, each once.
    pub roles: Vec<Role>,
    pub first: Moment,
    pub last: Moment,
}

/// Returns everybody who took part, whoever was here last first, then by name. Files are followed
/// through their renames; programs are left out.
pub fn tally(corpus: &Corpus, history: &History) -> Vec<Contributor> {
    let mut people = People::default();
    let mut touched: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (writeup, life) in history.lives.iter().enumerate() {
        for event in life
            .events
            .iter()
            .filter(|event| event.edit == Some(Edit::Words))
        {
            touched.entry(event.commit).or_default().push(writeup);
        }
    }
    for (at, writeups) in touched {
        let Some(commit) = history.commits.get(at) else {
            continue;
        };
        for signed in history
            .people(at)
            .iter()
            .filter(|signed| !signed.person.is_bot())
        {
            let parts = people.parts(&signed.person);
            for &writeup in &writeups {
                let part = parts.entry(writeup).or_insert(Part {
                    writeup,
                    roles: Vec::new(),
                    first: commit.at,
                    last: commit.at,
                });
                part.first = part.first.min(commit.at);
                part.last = part.last.max(commit.at);
                if let Err(place) = part.roles.binary_search(&signed.role) {
                    part.roles.insert(place, signed.role);
                }
            }
        }
    }
    let mut contributors: Vec<Contributor> = people
        .known
        .into_iter()
        .filter_map(|(person, parts)| {
            let mut parts: Vec<Part> = parts.into_values().collect();
            parts.sort_by(|left, right| {
                right
                    .last
                    .cmp(&left.last)
                    .then(left.writeup.cmp(&right.writeup))
            });
            let last = parts.first()?.last;
            Some(Contributor {
                team: team(&corpus.config, &person),
                person,
                parts,
                last,
            })
        })
        .collect();
    contributors.sort_by(|left, right| {
        right
            .last
            .cmp(&left.last)
            .then_with(|| left.person.shown().cmp(right.person.shown()))
    });
    contributors
}

/// People told apart: by address, and by full name, as `git shortlog` does where `.mailmap` says
/// nothing. History runs backwards, so the first name seen is the one in use today.
#[derive(Default)]
struct People {
    known: Vec<(Person, BTreeMap<usize, Part>)>,
    by_key: BTreeMap<String, usize>,
}

impl People {
    /// Returns the parts of a person, who may be new.
    fn parts(&mut self, person: &Person) -> &mut BTreeMap<usize, Part> {
        // One word is a first name or a handle: two people may have the same.
        let full_name = Some(person.name.trim().to_lowercase()).filter(|name| name.contains(' '));
        let keys: Vec<String> = std::iter::once(person.key()).chain(full_name).collect();
        let found = keys.iter().find_map(|key| self.by_key.get(key).copied());
        let at = found.unwrap_or(self.known.len());
        if found.is_none() {
            self.known.push((person.clone(), BTreeMap::new()));
        }
        for key in keys {
            self.by_key.entry(key).or_insert(at);
        }
        #[expect(
            clippy::indexing_slicing,
            reason = "either found among the known, or pushed just above"
        )]
        &mut self.known[at].1
    }
}

/// Returns the team that the settings give a person: by address, then by domain, then by name.
fn team(config: &Config, person: &Person) -> Option<String> {
    let email = person.email.to_lowercase();
    let is_member = |fits: &dyn Fn(&str) -> bool| {
        let team = config
            .teams
            .iter()
            .find(|team| team.members.iter().any(|member| fits(&member.value)));
        team.map(|team| team.name.value.clone())
    };
    let by_address = |member: &str| member.to_lowercase() == email;
    let by_domain = |member: &str| {
        let domain = member.to_lowercase();
        let domain = domain.trim_start_matches('@');
        !member.trim_start_matches('@').contains('@')
            && email.rsplit_once('@').is_some_and(|(_, own)| own == domain)
    };
    let by_name = |member: &str| member.trim().eq_ignore_ascii_case(person.name.trim());
    is_member(&by_address)
        .or_else(|| is_member(&by_domain))
        .or_else(|| is_member(&by_name))
}
