//! What the rules want to know of git, worked out before git is opened: often nothing.

use crate::corpus::{self, Corpus, Named};
use crate::history::Questions;
use crate::links::cited::{cited, forge_path, is_current, own};
use crate::model::{ForgePlace, LinkKind};
use crate::text::FileId;

/// Returns what to ask about the write-ups. `homes` says where their repository lives for others, so
/// that an address there is known to mean it. Only what the `wanted` files name is asked about, and what only
/// `advice` would say only where it is wanted.
pub fn questions(
    corpus: &Corpus,
    homes: &[String],
    wanted: impl Fn(FileId) -> bool,
    advice: bool,
) -> Questions {
    let mut questions = Questions {
        folders: corpus.folders_from_top(),
        ..Questions::default()
    };
    for writeup in &corpus.writeups {
        // A name that stands anywhere may be the former one of a wanted file.
        for related in &writeup.meta.related {
            ask_name(&related.id.value, corpus, &mut questions);
        }
        for link in &writeup.links {
            if link.kind == LinkKind::Wiki {
                ask_name(&link.target.value, corpus, &mut questions);
            }
        }
        if !wanted(writeup.file) {
            continue;
        }
        for link in &writeup.links {
            if let Some(file) = corpus.target(link) {
                if !file.there {
                    questions.paths.insert(file.path.clone());
                } else if file.writeup.is_none() {
                    questions.files.insert(file.path.clone());
                }
                continue;
            }
            match own(&link.target.value, homes) {
                Some(ForgePlace::Commit(id)) => {
                    questions.commits.insert(id.to_lowercase());
                }
                Some(ForgePlace::File { at, path }) if is_current(at) => {
                    questions.paths.extend(forge_path(path));
                }
                _ => {}
            }
        }
        // What becomes of it is advice: going back through the history for nobody would be a waste.
        if advice && writeup.meta.status.is_some() {
            questions
                .paths
                .extend(cited(writeup, corpus).map(|(_, path)| path));
        }
    }
    questions
}

/// Asks what a name means that nobody answers to.
fn ask_name(written: &str, corpus: &Corpus, questions: &mut Questions) {
    let name = corpus::bare(written);
    if !name.is_empty() && corpus.names.meant(written) == Named::Nobody {
        questions.names.insert(name.to_owned());
    }
}
