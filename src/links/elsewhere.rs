//! References from other repositories: found on this machine, or collected where those are.

use serde::{Deserialize, Serialize};

/// A place in another repository that names a write-up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Elsewhere {
    /// What the repository is called.
    pub repository: String,
    /// The id of the write-up.
    pub to: String,
    #[serde(flatten)]
    pub spot: Spot,
    /// The words there.
    pub excerpt: String,
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
