//! Addresses of forges that mean a place in a repository, read from their form alone.

/// What an address on a forge means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgeLink<'a> {
    /// `host/owner/name`, lower case.
    pub home: String,
    pub what: ForgePlace<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgePlace<'a> {
    /// A commit, by the beginning of its id as written.
    Commit(&'a str),
    /// A file or folder as a branch, a tag or a commit has it. Both as written, not decoded; the path
    /// without the anchor.
    File { at: &'a str, path: &'a str },
}

impl<'a> ForgeLink<'a> {
    /// Reads an address as GitHub, GitLab, Gitea and Bitbucket write them; `None` for any other.
    pub fn read(url: &'a str) -> Option<Self> {
        let rest = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))?;
        let rest = rest.split(['#', '?']).next().unwrap_or_default();
        // GitLab sets its own words apart with `/-/`; elsewhere owner and name are two parts.
        let (home, place) = match rest.split_once("/-/") {
            Some(cut) => cut,
            None => {
                let end = rest.match_indices('/').nth(2)?.0;
                (rest.get(..end)?, rest.get(end + 1..)?)
            }
        };
        let (word, place) = place.split_once('/')?;
        let what = match word {
            "commit" | "commits" => {
                let id = place.split('/').next().unwrap_or_default();
                is_commit(id).then_some(ForgePlace::Commit(id))?
            }
            "blob" | "tree" | "blame" => {
                let (at, path) = place.split_once('/')?;
                ForgePlace::File { at, path }
            }
            // Gitea: `src/branch/NAME/PATH`
            "src" => {
                let place = place.strip_prefix("branch/")?;
                let (at, path) = place.split_once('/')?;
                ForgePlace::File { at, path }
            }
            _ => return None,
        };
        Some(Self {
            home: home.trim_end_matches('/').to_lowercase(),
            what,
        })
    }
}

/// Returns where a repository lives, `host/owner/name` in lower case, by its own address or that of its files
/// on a forge; `None` for what is no address.
pub fn forge_home(address: &str) -> Option<String> {
    let address = address.trim_end_matches('/');
    if let Some(file) = ForgeLink::read(&format!("{address}/file")) {
        return Some(file.home);
    }
    let (_, home) = address.split_once("://")?;
    Some(home.to_lowercase())
}

/// Whether a word can be the beginning of a commit's id: as many digits as git itself shows.
pub fn is_commit(word: &str) -> bool {
    (7..=40).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_by_their_form() {
        let file = |at, path| Some(ForgePlace::File { at, path });
        for (url, home, what) in [
            (
                "https://github.com/Acme/shop/commit/0a1b2c3d#diff",
                "github.com/acme/shop",
                Some(ForgePlace::Commit("0a1b2c3d")),
            ),
            (
                "https://gitlab.x.org/a/b/c/-/blob/main/src/q.rs?x#L3",
                "gitlab.x.org/a/b/c",
                file("main", "src/q.rs"),
            ),
            (
                "https://git.x.org/a/b/src/branch/main/q.rs",
                "git.x.org/a/b",
                file("main", "q.rs"),
            ),
            ("https://github.com/acme/shop/pull/12", "", None),
            ("https://github.com/acme/shop/commit/main", "", None),
            ("https://github.com/acme", "", None),
            ("mailto:a@b.c", "", None),
        ] {
            let read = ForgeLink::read(url);
            assert_eq!(read.as_ref().map(|link| link.what), what, "{url}");
            assert_eq!(read.map_or(String::new(), |link| link.home), home, "{url}");
        }
    }

    #[test]
    fn a_home_is_that_of_its_files() {
        for (address, expected) in [
            ("https://github.com/Acme/shop", Some("github.com/acme/shop")),
            (
                "https://git.x.org/a/b/src/branch/main/",
                Some("git.x.org/a/b"),
            ),
            ("https://gitlab.x.org/a/b/c", Some("gitlab.x.org/a/b/c")),
            (
                "https://gitlab.x.org/a/b/c/-/blob/main/docs",
                Some("gitlab.x.org/a/b/c"),
            ),
            ("https://x.org/~ann/stories", Some("x.org/~ann/stories")),
            ("stories", None),
        ] {
            assert_eq!(forge_home(address).as_deref(), expected, "{address}");
        }
    }
}
