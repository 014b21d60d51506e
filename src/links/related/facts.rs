//! What two write-ups name both, beyond words: services, people, and exact things such as a ticket, a
//! host, a file or an address elsewhere. Knows nothing of texts that read alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::bytes::{self, Cursor, Rows};
use crate::corpus::{Corpus, Target};
use crate::model::{Destination, Writeup};
use crate::text::words;

/// What kind of thing a fact names. Ordered by how much it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A ticket, a host, a file or an address: the two were there at the same place.
    Exact,
    Service,
    Person,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Exact, Self::Service, Self::Person];

    fn number(self) -> u64 {
        let at = Self::ALL.iter().position(|kind| *kind == self);
        at.unwrap_or_default() as u64
    }

    fn read(number: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }
}

/// Something that a write-up names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fact {
    kind: Kind,
    /// For comparing.
    folded: String,
}

/// What every write-up names, and who names it: made once from all of them, as bytes that may be kept and
/// are asked where they lie.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Each service, folded, with its number among the facts; sorted.
    services: Rows,
    /// For each fact, by number, its kind and who names it: how many, then their positions.
    holders: Rows,
    /// For each write-up the numbers of its facts, sorted, with the way they are written there.
    of: Rows,
}

/// Who names a fact.
struct Holders<'a> {
    kind: Kind,
    len: usize,
    rest: Cursor<'a>,
}

impl Holders<'_> {
    /// Yields their positions, sorted.
    fn positions(mut self) -> impl Iterator<Item = usize> {
        (0..self.len).map_while(move |_| self.rest.count())
    }
}

/// An exact thing that more write-ups name is a common place, such as a dashboard.
const EXACT_HOLDERS_MAX: usize = 3;
/// So many write-ups are few, whatever the number of all.
const FEW: usize = 3;
/// What an exact thing in common adds: more than any text can, be it the same text.
const EXACT_BONUS: f32 = 3.0;
/// What a service or a person in common adds that few name.
const SERVICE_BONUS: f32 = 0.1;
const PERSON_BONUS: f32 = 0.02;

/// What two write-ups name both.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Common {
    pub(super) exact: Vec<String>,
    pub(super) services: Vec<String>,
    pub(super) people: Vec<String>,
}

/// The facts of a text, sorted by number, with the way they are written there.
pub(super) type Named = [(usize, String)];

impl Facts {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut numbers: BTreeMap<Fact, usize> = BTreeMap::new();
        let mut holders: Vec<(Kind, Vec<usize>)> = Vec::new();
        let mut of = Vec::new();
        for (at, writeup) in corpus.writeups.iter().enumerate() {
            let mut own = Vec::new();
            for (fact, written) in read(corpus, writeup) {
                let next = holders.len();
                let kind = fact.kind;
                let number = *numbers.entry(fact).or_insert(next);
                if number == next {
                    holders.push((kind, Vec::new()));
                }
                if let Some((_, holders)) = holders.get_mut(number) {
                    holders.push(at);
                }
                own.push((number, written));
            }
            own.sort_unstable();
            let mut row = Vec::new();
            for (number, written) in own {
                bytes::put(&mut row, number as u64);
                bytes::put_text(&mut row, &written);
            }
            of.push(row);
        }
        let services = numbers.into_iter();
        let services = services.filter(|(fact, _)| fact.kind == Kind::Service);
        let service = |(fact, number): (Fact, usize)| {
            let mut row = Vec::new();
            bytes::put(&mut row, number as u64);
            row.extend(fact.folded.as_bytes());
            row
        };
        let holders = holders.into_iter().map(|(kind, positions)| {
            let mut row = Vec::new();
            bytes::put(&mut row, kind.number());
            bytes::put(&mut row, positions.len() as u64);
            for at in positions {
                bytes::put(&mut row, at as u64);
            }
            row
        });
        Self {
            services: Rows::new(services.map(service)),
            holders: Rows::new(holders),
            of: Rows::new(of),
        }
    }

    /// Adds them to bytes that are kept; see [`Facts::read`].
    pub(super) fn keep(&self, kept: &mut Vec<u8>) {
        for rows in [&self.services, &self.holders, &self.of] {
            bytes::put_bytes(kept, rows.bytes());
        }
    }

    /// Takes what was kept; `None` when it is not there whole.
    pub(super) fn read(kept: &mut Cursor<'_>) -> Option<Self> {
        let mut rows = || Some(Rows::open(kept.bytes()?.to_vec()));
        Some(Self {
            services: rows()?,
            holders: rows()?,
            of: rows()?,
        })
    }

    /// Returns what a write-up names.
    pub(super) fn named(&self, at: usize) -> Vec<(usize, String)> {
        let mut row = Cursor::new(self.of.get(at).unwrap_or_default());
        let fact = || Some((row.count()?, row.text()?.to_owned()));
        std::iter::from_fn(fact).collect()
    }

    /// Yields the numbers of the same, sorted.
    fn numbers(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut row = Cursor::new(self.of.get(at).unwrap_or_default());
        std::iter::from_fn(move || {
            let number = row.count()?;
            row.bytes()?;
            Some(number)
        })
    }

    fn holders(&self, number: usize) -> Option<Holders<'_>> {
        let mut row = Cursor::new(self.holders.get(number)?);
        Some(Holders {
            kind: Kind::read(row.number()?)?,
            len: row.count()?,
            rest: row,
        })
    }

    /// Returns the services that some write-up names, of these.
    pub(super) fn services(&self, services: &[String]) -> Vec<(usize, String)> {
        let service = |at: usize| {
            let mut row = Cursor::new(self.services.get(at)?);
            Some((row.count()?, row.rest()))
        };
        let wanted: Vec<_> = services
            .iter()
            .map(|service| (words::fold(service), service))
            .collect();
        let known = (0..self.services.len()).filter_map(service);
        let mut known: Vec<(usize, String)> = known
            .flat_map(|(number, folded)| {
                let named = wanted
                    .iter()
                    .filter(move |(one, _)| one.as_bytes() == folded);
                named.map(move |(_, service)| (number, (*service).clone()))
            })
            .collect();
        known.sort_unstable();
        known.dedup_by_key(|(number, _)| *number);
        known
    }

    /// Returns the write-ups that something in common speaks for even where they read nothing alike, in
    /// order: those with the same exact things, and with services that few name.
    pub(super) fn others(&self, named: &Named) -> Vec<usize> {
        let facts = named.iter().filter_map(|(number, _)| self.holders(*number));
        let strong = facts.filter(|holders| match holders.kind {
            Kind::Exact => holders.len <= EXACT_HOLDERS_MAX,
            Kind::Service => holders.len <= FEW,
            Kind::Person => false,
        });
        let others: BTreeSet<usize> = strong.flat_map(Holders::positions).collect();
        others.into_iter().collect()
    }

    /// Returns what is added for the things that both name.
    pub(super) fn bonus(&self, named: &Named, at: usize) -> f32 {
        let (mut exact, mut others) = (0.0_f32, 0.0);
        for (number, _) in self.both(named, at) {
            let Some(holders) = self.holders(*number) else {
                continue;
            };
            match holders.kind {
                // One ticket is as good as two of them.
                Kind::Exact if holders.len <= EXACT_HOLDERS_MAX => exact = EXACT_BONUS,
                Kind::Service if self.is_rare(&holders) => others += SERVICE_BONUS,
                Kind::Person if self.is_rare(&holders) => others += PERSON_BONUS,
                _ => {}
            }
        }
        exact + others
    }

    /// Returns the things that both name, as the first writes them: of exact ones and of people only
    /// those that say something.
    pub(super) fn common(&self, named: &Named, at: usize) -> Common {
        let mut common = Common::default();
        for (number, written) in self.both(named, at) {
            let Some(holders) = self.holders(*number) else {
                continue;
            };
            let list = match holders.kind {
                Kind::Exact if holders.len <= EXACT_HOLDERS_MAX => &mut common.exact,
                Kind::Service => &mut common.services,
                Kind::Person if self.is_rare(&holders) => &mut common.people,
                _ => continue,
            };
            list.push(written.clone());
        }
        common
    }

    fn both<'n>(
        &'n self,
        named: &'n Named,
        at: usize,
    ) -> impl Iterator<Item = &'n (usize, String)> {
        let mut there = self.numbers(at).peekable();
        named.iter().filter(move |(number, _)| {
            while there.next_if(|other| other < number).is_some() {}
            there.peek() == Some(number)
        })
    }

    /// What a good part of all stories name is no reason to read another of them; few are few.
    fn is_rare(&self, holders: &Holders<'_>) -> bool {
        holders.len <= FEW || holders.len.saturating_mul(4) <= self.of.len()
    }
}

fn read(corpus: &Corpus, writeup: &Writeup) -> BTreeMap<Fact, String> {
    let mut facts = BTreeMap::new();
    let mut add = |kind: Kind, folded: String, written: &str| {
        if !folded.is_empty() {
            facts
                .entry(Fact { kind, folded })
                .or_insert_with(|| written.to_owned());
        }
    };
    let meta = &writeup.meta;
    for service in &meta.services {
        add(Kind::Service, words::fold(&service.value), &service.value);
    }
    for person in meta.responders.iter().chain(&meta.analysts) {
        add(Kind::Person, words::fold(&person.value), &person.value);
    }
    for link in &writeup.links {
        match Destination::read(&link.target.value) {
            Destination::External => {
                let address = address(&link.target.value);
                add(Kind::Exact, address.unwrap_or_default(), &link.target.value);
            }
            // `../assets//1.png` is what a template leaves that had nothing to put in: it names no one file.
            Destination::Path { .. } if !link.target.value.contains("//") => {
                // A write-up that both link to is a link. Whether the file is there is not asked: what
                // is kept of this answer depends on nothing but the texts.
                let fits = |target: &&Target| target.writeup.is_none();
                if let Some(target) = corpus.target(link).filter(fits) {
                    let path = target.path.as_str();
                    add(Kind::Exact, path.to_owned(), path);
                }
            }
            _ => {}
        }
    }
    for &code in &writeup.codes {
        let code = corpus.files.text(code);
        if is_path(code) || is_host(code) {
            add(Kind::Exact, code.to_lowercase(), code);
        }
    }
    let prose = writeup.runs.iter().filter(|run| !run.quoted);
    for run in prose {
        for ticket in tickets(corpus.files.text(run.span)) {
            add(Kind::Exact, ticket.to_lowercase(), ticket);
        }
    }
    facts
}

/// Returns an address for comparing; `None` for one that names no page.
fn address(target: &str) -> Option<String> {
    let rest = target.split_once("://")?.1;
    let rest = rest.split('#').next()?.trim_end_matches('/');
    let (host, path) = rest.split_once('/')?;
    // The page of an organisation or a project is named everywhere; an issue or a commit is not.
    let deep = path.split('/').count() > 2 || path.contains(|c: char| c.is_ascii_digit());
    deep.then(|| format!("{}/{path}", host.to_lowercase()))
}

/// Whether code in a line is a path to a file: `src/berths/allocator.py`, `/etc/hosts`.
fn is_path(code: &str) -> bool {
    let plain = code
        .chars()
        .all(|c| c.is_alphanumeric() || "/._-~".contains(c));
    let parts = code.split('/').filter(|part| part.len() > 1).count();
    let file = code.rsplit('/').next().unwrap_or_default();
    plain && parts > 1 && (file.contains('.') || code.starts_with('/')) && file.len() > 1
}

/// Whether code in a line is the name of a machine: `db-3.prod.example.org`.
fn is_host(code: &str) -> bool {
    let labels: Vec<&str> = code.split('.').collect();
    let plain = |label: &&str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = labels.last().copied().unwrap_or_default();
    labels.len() > 2
        && labels.iter().all(plain)
        && last.len() > 1
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        && code.contains(|c: char| c.is_ascii_digit() || c == '-')
}

/// Prefixes of names that look like tickets and are standards.
const STANDARDS: &[&str] = &[
    "AES", "ECMA", "HTTP", "ISO", "MD", "PEP", "RFC", "RSA", "SHA", "TLS", "UTF",
];

/// Returns what looks like a ticket of a tracker: `OPS-1234`.
fn tickets(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    words.filter(|word| {
        let Some((prefix, number)) = word.split_once('-') else {
            return false;
        };
        (2..=10).contains(&prefix.len())
            && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
            && (2..=7).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !STANDARDS.contains(&prefix)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_things_are_told_from_words() {
        for (code, path, host) in [
            ("src/berths/allocator.py", true, false),
            ("/etc/resolv", true, false),
            ("db-3.prod.example.org", false, true),
            ("and/or", false, false),
            ("1.2.3", false, false),
            ("foo.bar.baz", false, false),
            ("rm -rf a/b.c", false, false),
            ("", false, false),
            ("/", false, false),
        ] {
            assert_eq!((is_path(code), is_host(code)), (path, host), "{code}");
        }
        let found: Vec<&str> =
            tickets("See OPS-1234, UTF-8, SHA-256 and x-12; (INC-77).").collect();
        assert_eq!(found, ["OPS-1234", "INC-77"]);
    }

    #[test]
    fn an_address_names_a_page() {
        for (target, expected) in [
            (
                "https://git.example/o/r/issues/7#c1",
                Some("git.example/o/r/issues/7"),
            ),
            (
                "https://Status.example/incidents/42/",
                Some("status.example/incidents/42"),
            ),
            ("https://example.org", None),
            ("https://example.org/about", None),
            ("mailto:a@b.c", None),
        ] {
            assert_eq!(address(target).as_deref(), expected, "{target}");
        }
    }
}
