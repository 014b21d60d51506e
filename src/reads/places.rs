//! Which write-up a visit was to: by the addresses under which it is published, by its path, by its names.
//!
//! Only what is known is found. Where two write-ups could be meant, neither is.

use std::collections::HashMap;

use crate::cite;
use crate::corpus::{Corpus, Named};
use crate::model::{Destination, Known, Writeup};

/// The write-ups by the addresses that lead to them.
#[derive(Debug)]
pub(super) struct Places<'a> {
    corpus: &'a Corpus,
    /// Paths of pages, see [`page`], with who is found there; `None` where several are.
    pages: HashMap<String, Option<usize>>,
    /// Below which path the site lies, in `/`; `None` where the settings name no site.
    below: Option<String>,
    /// The site's host and that of the forge; any, where none is known.
    hosts: Vec<String>,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Writeup(usize),
    /// A file beside pages: an image, a style.
    File,
    /// A page that is none of a known write-up's.
    Nobody,
}

/// Endings of files that pages are made of.
const FILES: &[&str] = &[
    "css",
    "js",
    "mjs",
    "map",
    "json",
    "xml",
    "txt",
    "ico",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "avif",
    "woff",
    "woff2",
    "ttf",
    "eot",
    "mp4",
    "webm",
    "pdf",
    "zip",
    "gz",
    "wasm",
    "webmanifest",
    "rss",
    "atom",
];

impl<'a> Places<'a> {
    /// Gathers the addresses. `homes` is what git's remotes name.
    pub(super) fn of(corpus: &'a Corpus, homes: &[String]) -> Self {
        let mut places = Self {
            corpus,
            pages: HashMap::new(),
            below: None,
            hosts: Vec::new(),
        };
        let config = &corpus.config;
        for address in config.site.iter().chain(&config.forge) {
            let (host, _) = parts(&address.value);
            places.hosts.extend(host);
        }
        if let Some(site) = &config.site {
            let (_, path) = parts(&site.value);
            let fixed = path.split('{').next().unwrap_or_default();
            let end = if fixed.len() < path.len() {
                fixed.rfind('/').map_or(0, |slash| slash + 1)
            } else {
                fixed.len()
            };
            let fixed = fixed.get(..end).unwrap_or_default();
            places.below = Some(format!("{}/", fixed.trim_end_matches('/')));
        }
        for (at, writeup) in corpus.writeups.iter().enumerate() {
            places.add(at, writeup, homes);
        }
        places
    }

    fn add(&mut self, at: usize, writeup: &Writeup, homes: &[String]) {
        let path = self.corpus.from_top(&writeup.path);
        let mut paths = vec![format!("/{}", writeup.path)];
        let address = cite::address(&self.corpus.config, homes, writeup, &path);
        paths.extend(address.ok().map(|address| parts(&address.url).1.to_owned()));
        paths.push(format!("/{path}"));
        for path in paths {
            let owner = self.pages.entry(page(&path).to_owned()).or_insert(Some(at));
            if *owner != Some(at) {
                *owner = None;
            }
        }
    }

    /// Returns what a path, an address or an id leads to.
    pub(super) fn find(&self, written: &[u8]) -> Place {
        let Ok(written) = std::str::from_utf8(written) else {
            return Place::Nobody;
        };
        let written = written.trim();
        if !written.contains('/') {
            return self.named(written);
        }
        let (host, path) = parts(written);
        let elsewhere = |host: &String| !self.hosts.is_empty() && !self.hosts.contains(host);
        if host.as_ref().is_some_and(elsewhere) {
            return Place::Nobody;
        }
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = Destination::decoded(path);
        let path = page(&path);
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        if let Some(found) = self.pages.get(&path) {
            return found.map_or(Place::Nobody, Place::Writeup);
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        let inside = self
            .below
            .as_ref()
            .is_none_or(|below| path.starts_with(below));
        if inside
            && Known::is_distinct(last)
            && let Named::One(at) = self.corpus.names.exact(last)
        {
            return Place::Writeup(at);
        }
        if let Some(at) = self.on_forge(&path) {
            return Place::Writeup(at);
        }
        let ending = last
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        match ending {
            Some(ending) if FILES.contains(&ending.as_str()) => Place::File,
            _ => Place::Nobody,
        }
    }

    /// Returns who answers to a name, as an export writes it.
    fn named(&self, name: &str) -> Place {
        match self.corpus.names.meant(name) {
            Named::One(at) => Place::Writeup(at),
            _ => Place::Nobody,
        }
    }

    /// Returns the write-up whose whole path ends an address of a forge, whatever branch it names.
    fn on_forge(&self, path: &str) -> Option<usize> {
        let shown = ["/blob/", "/blame/", "/src/", "/raw/"];
        if !shown.iter().any(|mark| path.contains(mark)) {
            return None;
        }
        let mut slashes = path.match_indices('/').skip(1);
        slashes.find_map(|(at, _)| *self.pages.get(path.get(at..)?)?)
    }
}

/// Splits an address into its host, without `www.` and port, and its path; a path has no host.
fn parts(address: &str) -> (Option<String>, &str) {
    let Some((scheme, rest)) = address.split_once("://") else {
        return (None, address);
    };
    if scheme.contains(['/', '?']) {
        return (None, address);
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.split(':').next().unwrap_or_default().to_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (Some(bare), if path.is_empty() { "/" } else { path })
}

/// Returns the path of a page without what servers let readers leave out: the slash at its end, the name
/// of an index, the ending.
fn page(path: &str) -> &str {
    let mut path = path.trim_end_matches('/');
    for index in ["/index.html", "/index.htm", "/index.md"] {
        path = path.strip_suffix(index).unwrap_or(path);
    }
    for ending in [".html", ".htm", ".md", ".markdown"] {
        if let Some(bare) = path.strip_suffix(ending) {
            return bare;
        }
    }
    path
}
