//! The lives of files: which commits made each of them what it is, under whatever name.
//!
//! Every file is followed backwards from HEAD, all in one pass, through renames and on every side of a
//! merge whose content came to be in it, as `git log --follow` means to. A file that is copied from
//! another begins there: what a template was before is not a story's life.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::alike;
use super::edits::Edit;
use super::facts::Facts;
use super::forest::Forest;
use super::id::Id;
use super::objects::Failure;
use super::repository::Repository;
use super::trees::Difference;
use super::walk::{Node, Walk};
use crate::model::RepoPath;

/// How one file came to be what it is.
#[derive(Debug, Default)]
pub struct Life {
    /// Newest first.
    pub events: Vec<Event>,
}

/// What one commit did to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Position of the commit in the history.
    pub commit: usize,
    /// The file's name then, as seen from the root.
    pub path: RepoPath,
    pub deed: Deed,
    /// What changed for a reader. `None` where the contents are not there to be compared.
    pub edit: Option<Edit>,
    /// The content; `None` once it is removed.
    pub(super) blob: Option<Id>,
    /// Positions in the life of what it was made from.
    pub(super) parents: Vec<usize>,
}

/// What a commit did, by the names in its trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Created,
    Written,
    /// It had this name before.
    Moved(RepoPath),
    Removed,
    /// A merge gave it a content that no side had; what it took from a side is no event.
    Merged,
}

impl Life {
    /// Returns the versions that one was made from; what was removed in between is passed over.
    pub(super) fn sources(&self, event: &Event) -> Vec<usize> {
        let mut pending: Vec<usize> = event.parents.iter().rev().copied().collect();
        let mut sources = Vec::new();
        let mut seen = HashSet::new();
        while let Some(at) = pending.pop() {
            match self.events.get(at) {
                Some(event) if event.deed == Deed::Removed && seen.insert(at) => {
                    pending.extend(event.parents.iter().rev());
                }
                Some(event) if event.deed == Deed::Removed => {}
                Some(_) if !sources.contains(&at) => sources.push(at),
                _ => {}
            }
        }
        sources
    }

    pub(super) fn blob(&self, at: usize) -> Option<Id> {
        self.events.get(at).and_then(|event| event.blob)
    }
}

/// Names at one commit that are not those of today, and whose they are. `None` is nobody's.
type Names = BTreeMap<Rc<str>, Option<usize>>;

/// One step of a file at a commit, seen from its first parent.
#[derive(Debug)]
struct Step {
    commit: usize,
    path: Rc<str>,
    blob: Option<Id>,
    what: What,
}

#[derive(Debug)]
enum What {
    Event(Deed),
    /// The merge took what this parent has.
    As {
        parent: usize,
    },
}

/// Returns the life of each of the `files`, which are named from the top of the repository; what their
/// events changed for a reader is not looked at. `damaged` is told the commits whose trees could not be
/// read.
pub(super) fn lives(
    repository: &Repository,
    facts: &mut Facts<'_>,
    walk: &Walk,
    files: &[String],
    damaged: &mut BTreeSet<Id>,
) -> Vec<Life> {
    let mut follower = Follower::new(repository, facts, walk, files);
    for at in 0..walk.nodes.len() {
        if follower.visit(at).is_err() {
            damaged.extend(walk.nodes.get(at).map(|node| node.id));
        }
    }
    let forest = Forest::of(walk);
    let life = |steps: &Vec<Step>| life(repository, walk, &forest, steps);
    follower.steps.iter().map(life).collect()
}

struct Follower<'a, 'r> {
    repository: &'a Repository,
    facts: &'a mut Facts<'r>,
    walk: &'a Walk,
    today: HashMap<&'a str, usize>,
    /// Folders that hold a name that some file has or had: `a/`, `a/b/`.
    folders: HashSet<String>,
    /// Changes with the folders, whatever their order.
    mark: u64,
    /// The names at each commit that is still to come; `None` where no child told any yet.
    names: Vec<Option<Rc<Names>>>,
    steps: Vec<Vec<Step>>,
}

impl<'a, 'r> Follower<'a, 'r> {
    fn new(
        repository: &'a Repository,
        facts: &'a mut Facts<'r>,
        walk: &'a Walk,
        files: &'a [String],
    ) -> Self {
        let mut follower = Self {
            repository,
            facts,
            walk,
            today: files
                .iter()
                .enumerate()
                .map(|(at, path)| (path.as_str(), at))
                .collect(),
            folders: HashSet::new(),
            mark: 0,
            names: walk.nodes.iter().map(|_| None).collect(),
            steps: files.iter().map(|_| Vec::new()).collect(),
        };
        for path in files {
            follower.look_into(path);
        }
        follower
    }

    /// Has the folders of a path looked into from here on.
    fn look_into(&mut self, path: &str) {
        for (at, _) in path.match_indices('/') {
            let folder = path.get(..=at).unwrap_or_default();
            if !self.folders.contains(folder) {
                self.folders.insert(folder.to_owned());
                self.mark = self.mark.wrapping_add(alike::hashed(folder.as_bytes()).0);
            }
        }
    }

    fn whose(&self, names: &Names, path: &str) -> Option<usize> {
        match names.get(path) {
            Some(file) => *file,
            None => self.today.get(path).copied(),
        }
    }

    /// Notes what a commit did to the files, and tells its parents the names.
    fn visit(&mut self, at: usize) -> Result<(), Failure> {
        let walk = self.walk;
        let Some(node) = walk.nodes.get(at) else {
            return Ok(());
        };
        let mine = self
            .names
            .get_mut(at)
            .and_then(Option::take)
            .unwrap_or_default();
        let mut renamed = Vec::new();
        let done = self.compare(at, node, &mine, &mut renamed);
        // Names that only this commit knew are changed where they are, and not copied.
        let mut edges: Vec<Rc<Names>> = node.parents.iter().map(|_| Rc::clone(&mine)).collect();
        drop(mine);
        for one in renamed {
            if let Some(edge) = edges.get_mut(one.edge) {
                rename(Rc::make_mut(edge), one);
            }
        }
        for (parent, names) in node.parents.iter().zip(edges) {
            if let Some(slot) = parent.and_then(|parent| self.names.get_mut(parent)) {
                join(slot, names);
            }
        }
        done
    }

    fn compare(
        &mut self,
        at: usize,
        node: &Node,
        names: &Names,
        renamed: &mut Vec<Renamed>,
    ) -> Result<(), Failure> {
        // What the oldest commits of a cut-off clone changed is not known.
        let Some(trees) = self.trees(node) else {
            return Ok(());
        };
        let first = trees.first().copied();
        if first == Some(node.raw.tree) {
            return Ok(());
        }
        let (folders, mark) = (&self.folders, self.mark);
        let differences = self
            .facts
            .differences(first, node.raw.tree, folders, mark)?;
        // Where a file came to be under this name, it may have had another before.
        let mut origins: BTreeMap<usize, String> = BTreeMap::new();
        if let [tree] = trees.as_slice() {
            for (place, one) in differences.iter().enumerate() {
                let came = one.old.is_none() && self.whose(names, &one.path).is_some();
                let from = came.then(|| self.origin(*tree, node.raw.tree, &one.path));
                origins.extend(from.transpose()?.flatten().map(|from| (place, from)));
            }
        }
        let left: HashSet<&String> = origins.values().collect();
        for (place, one) in differences.iter().enumerate() {
            let Some(file) = self.whose(names, &one.path) else {
                continue;
            };
            let path: Rc<str> = Rc::from(one.path.as_str());
            let what = if trees.len() > 1 {
                self.merged(&trees, node, &path, one, file, renamed)?
            } else {
                What::Event(match (one.old, one.new, origins.get(&place)) {
                    // It only looks as if it went: another file, which has a new name, was called so.
                    (_, None, _) if left.contains(&one.path) => continue,
                    (_, None, _) => Deed::Removed,
                    (Some(_), _, _) => Deed::Written,
                    (None, _, Some(from)) => {
                        renamed.push(self.renamed(0, from, &path, file));
                        Deed::Moved(self.repository.inside(from))
                    }
                    (None, _, None) => Deed::Created,
                })
            };
            if let Some(steps) = self.steps.get_mut(file) {
                steps.push(Step {
                    commit: at,
                    path,
                    blob: one.new,
                    what,
                });
            }
        }
        Ok(())
    }

    /// Returns the trees of the parents; `None` when one of them is not known.
    fn trees(&self, node: &Node) -> Option<Vec<Id>> {
        let tree = |parent: &Option<usize>| Some(self.walk.nodes.get((*parent)?)?.raw.tree);
        node.parents.iter().map(tree).collect()
    }

    /// Says what a merge made of a file that is not as its first parent has it: as another one has
    /// it, or something of its own.
    fn merged(
        &mut self,
        trees: &[Id],
        node: &Node,
        path: &Rc<str>,
        one: &Difference,
        file: usize,
        renamed: &mut Vec<Renamed>,
    ) -> Result<What, Failure> {
        let new = one.new;
        let mut blobs = vec![one.old];
        for tree in trees.iter().skip(1) {
            blobs.push(self.facts.find(*tree, path)?);
        }
        if let Some(parent) = blobs.iter().skip(1).position(|blob| *blob == new) {
            return Ok(What::As { parent: parent + 1 });
        }
        if new.is_none() {
            return Ok(What::Event(Deed::Removed));
        }
        // A side may have it under another name.
        for (edge, (blob, tree)) in blobs.iter().zip(trees).enumerate() {
            if blob.is_none()
                && let Some(from) = self.origin(*tree, node.raw.tree, path)?
            {
                renamed.push(self.renamed(edge, &from, path, file));
            }
        }
        Ok(What::Event(Deed::Merged))
    }

    /// Returns the name under which a file that came was there before.
    fn origin(&mut self, old: Id, new: Id, path: &str) -> Result<Option<String>, Failure> {
        let moves = self.facts.moves(old, new)?;
        let found = moves.iter().find(|one| one.to == path);
        Ok(found.map(|one| one.from.clone()))
    }

    /// Has the folders of a file's earlier name looked into.
    fn renamed(&mut self, edge: usize, from: &str, to: &Rc<str>, file: usize) -> Renamed {
        self.look_into(from);
        Renamed {
            edge,
            from: Rc::from(from),
            to: Rc::clone(to),
            file,
        }
    }
}

/// That a file has another name at a parent.
struct Renamed {
    /// Which parent it is.
    edge: usize,
    from: Rc<str>,
    to: Rc<str>,
    file: usize,
}

/// Adds another name to those at a commit.
fn rename(names: &mut Names, one: Renamed) {
    // Before this the new name was nobody's, or another file's.
    let owner = names.get(&one.to).copied().flatten();
    if owner.is_none_or(|owner| owner == one.file) {
        names.insert(one.to, None);
    }
    names.insert(one.from, Some(one.file));
}

/// Adds what another child says of the names at a commit. The child that came first is believed.
fn join(slot: &mut Option<Rc<Names>>, names: Rc<Names>) {
    let Some(known) = slot else {
        *slot = Some(names);
        return;
    };
    if Rc::ptr_eq(known, &names) || names.keys().all(|name| known.contains_key(name)) {
        return;
    }
    let known = Rc::make_mut(known);
    for (name, file) in names.iter() {
        known.entry(Rc::clone(name)).or_insert(*file);
    }
}

/// Puts the steps of one file together, from HEAD back to its beginnings.
fn life(repository: &Repository, walk: &Walk, forest: &Forest, steps: &[Step]) -> Life {
    let places = forest.places(steps.iter().map(|step| step.commit));
    // The step that made the file what it is at a commit.
    let made = |commit: usize| {
        let mut commit = commit;
        loop {
            let at = forest.last(&places, commit)?;
            let step = steps.get(at)?;
            let What::As { parent } = step.what else {
                return Some(at);
            };
            let node = walk.nodes.get(step.commit)?;
            commit = node.parents.get(parent).copied().flatten()?;
        }
    };
    let mut parents: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut pending: Vec<usize> = made(0).into_iter().collect();
    while let Some(at) = pending.pop() {
        let Some(step) = steps.get(at).filter(|_| !parents.contains_key(&at)) else {
            continue;
        };
        let before = walk
            .nodes
            .get(step.commit)
            .into_iter()
            .flat_map(|node| &node.parents);
        let mut before: Vec<usize> = before.filter_map(|parent| made((*parent)?)).collect();
        before.dedup();
        pending.extend(&before);
        parents.insert(at, before);
    }
    // Steps were noted newest first, so that their order is the life's.
    let order: Vec<usize> = parents.keys().copied().collect();
    let event = |(at, before): (&usize, &Vec<usize>)| {
        let step = steps.get(*at)?;
        let What::Event(deed) = &step.what else {
            return None;
        };
        Some(Event {
            commit: step.commit,
            path: repository.inside(&step.path),
            deed: deed.clone(),
            edit: None,
            blob: step.blob,
            parents: before
                .iter()
                .filter_map(|at| order.binary_search(at).ok())
                .collect(),
        })
    };
    Life {
        events: parents.iter().filter_map(event).collect(),
    }
}
