//! References from other repositories: found on this machine, or collected where those are.

use serde::{Deserialize, Serialize};

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

impl Elsewhere {
    /// Puts references in order, each once. Of two that stand at one place the one stays that knows since
    /// when: a clone that was cut off may have sent the other.
    pub fn merge(all: &mut Vec<Self>) {
        all.sort();
        all.dedup_by(|other, kept| {
            let place = |one: &Self| (one.spot.clone(), one.part.clone());
            let same = (&other.repository, &other.to, &other.excerpt)
                == (&kept.repository, &kept.to, &kept.excerpt)
                && place(other) == place(kept);
            if same && kept.since_commit.is_none() {
                std::mem::swap(kept, other);
            }
            same
        });
    }
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
