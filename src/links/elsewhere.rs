//! References from other repositories: found on this machine, or collected where those are.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What other repositories have to say of the write-ups.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    pub standing: Vec<Elsewhere>,
    pub gone: Vec<GoneElsewhere>,
}

/// A place in another repository that names a write-up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Elsewhere {
    /// What the repository is called.
    pub repository: String,
    /// The id of the write-up.
    pub to: String,
    /// The anchor behind it, where one part of the write-up is named.
    #[serde(default)]
    pub part: Option<String>,
    #[serde(flatten)]
    pub spot: Spot,
    /// The words there.
    pub excerpt: String,
    /// The day in UTC of the commit that brought it, that commit, and the team of its author on that day.
    /// `None` where it is not known, and in what earlier versions collected.
    #[serde(default)]
    pub since: Option<String>,
    #[serde(default)]
    pub since_commit: Option<String>,
    #[serde(default)]
    pub since_team: Option<String>,
}

/// Where in that repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "lowercase")]
pub enum Spot {
    Commit {
        commit: String,
        /// The day on which it was written.
        date: Option<String>,
    },
    File {
        /// `code`, `docs`, `diagram` or `onboarding`.
        kind: String,
        path: String,
        /// From 1.
        line: usize,
    },
}

/// A file in another repository that named a write-up once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GoneElsewhere {
    pub repository: String,
    /// The id of the write-up.
    #[serde(rename = "named")]
    pub to: String,
    /// As in [`Spot::File`].
    pub kind: String,
    /// What the file was called last.
    pub path: String,
    /// The commit that brought it, its day in UTC and the team of its author on that day. Day and team are
    /// `None` where they are not known.
    pub since: Option<String>,
    pub since_commit: String,
    pub since_team: Option<String>,
    /// The same of the commit that took it away.
    pub gone: Option<String>,
    pub gone_commit: String,
    pub gone_team: Option<String>,
    /// The subject of that commit.
    pub excerpt: String,
}

impl Collected {
    /// Takes in what another one holds.
    pub fn extend(&mut self, other: Self) {
        self.standing.extend(other.standing);
        self.gone.extend(other.gone);
    }

    /// Puts all in order, each once, whatever order it came in.
    ///
    /// Of two references at one place the one stays that knows since when: a clone that was cut off may have
    /// sent the other. What stands by one account is not gone by another, as it is in one repository. Of two
    /// ends of one reference the later one holds: it was there again in between.
    pub fn merge(&mut self) {
        let standing = &mut self.standing;
        standing.sort();
        standing.dedup_by(|other, kept| {
            let same = other.place() == kept.place();
            if same && kept.since_commit.is_none() {
                std::mem::swap(kept, other);
            }
            same
        });
        let files = standing.iter().filter_map(Elsewhere::file);
        let stands: BTreeSet<(&str, &str, &str)> = files.collect();
        let gone = &mut self.gone;
        gone.retain(|one| !stands.contains(&one.file()));
        gone.sort_by(|one, other| {
            let order = one.reference().cmp(&other.reference());
            order.then_with(|| one.end().cmp(&other.end()).then_with(|| one.cmp(other)))
        });
        gone.dedup_by(|other, kept| {
            let same = other.reference() == kept.reference();
            if same {
                std::mem::swap(kept, other);
            }
            same
        });
    }
}

impl Elsewhere {
    /// Returns what tells it from others.
    fn place(&self) -> impl PartialEq + '_ {
        let (repository, to) = (&self.repository, &self.to);
        (repository, to, &self.part, &self.spot, &self.excerpt)
    }

    /// Returns the repository, the write-up and the path of the file that it stands in, if it stands in one.
    fn file(&self) -> Option<(&str, &str, &str)> {
        match &self.spot {
            Spot::File { path, .. } => Some((&self.repository, &self.to, path)),
            Spot::Commit { .. } => None,
        }
    }
}

impl GoneElsewhere {
    /// Returns what tells it from others: a file may have named a write-up more than once.
    fn reference(&self) -> impl Ord + '_ {
        (self.file(), &self.since_commit)
    }

    /// Returns when and with what it went.
    fn end(&self) -> impl Ord + '_ {
        (&self.gone, &self.gone_commit)
    }

    /// Returns the repository, the write-up and the path of the file.
    fn file(&self) -> (&str, &str, &str) {
        (&self.repository, &self.to, &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(path: &str, since: Option<&str>) -> Elsewhere {
        Elsewhere {
            repository: "shop".to_owned(),
            to: "a".to_owned(),
            part: None,
            spot: Spot::File {
                kind: "code".to_owned(),
                path: path.to_owned(),
                line: 1,
            },
            excerpt: String::new(),
            since: None,
            since_commit: since.map(str::to_owned),
            since_team: None,
        }
    }

    fn went(path: &str, since: &str, gone: &str, team: Option<&str>) -> GoneElsewhere {
        GoneElsewhere {
            repository: "shop".to_owned(),
            to: "a".to_owned(),
            kind: "code".to_owned(),
            path: path.to_owned(),
            since: None,
            since_commit: since.to_owned(),
            since_team: None,
            gone: Some(gone.to_owned()),
            gone_commit: format!("commit of {gone}"),
            gone_team: team.map(str::to_owned),
            excerpt: String::new(),
        }
    }

    /// Merges in this order and in the other one, and says what is left.
    #[track_caller]
    fn check(standing: &[Elsewhere], gone: &[GoneElsewhere], expected: &[&str]) {
        let merged = |standing: Vec<Elsewhere>, gone: Vec<GoneElsewhere>| {
            let mut all = Collected { standing, gone };
            all.merge();
            let standing = all.standing.iter().map(|one| {
                let path = one.file().map_or("", |(_, _, path)| path);
                format!(
                    "{path} stands {}",
                    one.since_commit.as_deref().unwrap_or("?")
                )
            });
            let gone = all.gone.iter().map(|one| {
                let (day, team) = (one.gone.as_deref(), one.gone_team.as_deref());
                let (day, team) = (day.unwrap_or("?"), team.unwrap_or("?"));
                format!("{} {} {day} {team}", one.path, one.since_commit)
            });
            standing.chain(gone).collect::<Vec<String>>()
        };
        assert_eq!(merged(standing.to_vec(), gone.to_vec()), expected);
        let standing: Vec<Elsewhere> = standing.iter().rev().cloned().collect();
        let gone: Vec<GoneElsewhere> = gone.iter().rev().cloned().collect();
        assert_eq!(merged(standing, gone), expected);
    }

    #[test]
    fn what_knows_more_stays_and_what_stands_is_not_gone() {
        check(
            &[stands("a", None), stands("a", Some("1")), stands("b", None)],
            &[
                went("a", "0", "2026-01-01", None),
                went("c", "1", "2026-01-01", None),
                went("c", "1", "2026-01-01", Some("quay")),
                went("d", "1", "2026-03-01", None),
                went("d", "1", "2026-02-01", Some("quay")),
                went("d", "2", "2026-01-01", None),
            ],
            &[
                "a stands 1",
                "b stands ?",
                "c 1 2026-01-01 quay",
                "d 1 2026-03-01 ?",
                "d 2 2026-01-01 ?",
            ],
        );
    }
}
