//! The difference between two texts, as git writes it.

use anyhow::{Context as _, Result};
use git2::{DiffOptions, Patch};

use crate::model::RepoPath;

/// Returns the change from `old` to `new` as a patch that `git apply` takes at the top of the work
/// tree, where the file is `path`. Bytes, as git's heading of a hunk may end inside of a character.
pub fn patch(path: &RepoPath, old: &str, new: &str) -> Result<Vec<u8>> {
    let path = std::path::Path::new(path.as_str());
    let mut options = DiffOptions::new();
    options.force_text(true);
    let mut patch = Patch::from_buffers(
        old.as_bytes(),
        Some(path),
        new.as_bytes(),
        Some(path),
        Some(&mut options),
    )
    .context("comparing two texts")?;
    Ok(patch.to_buf().context("writing a patch")?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_the_file_and_keeps_every_byte() {
        let path = RepoPath::new("incidents/ä b.md").unwrap();
        let patch = patch(&path, "a\r\nb", "a\r\nc").unwrap();
        let text = String::from_utf8(patch).unwrap();
        assert!(text.contains("\n@@ -1,2 +1,2 @@\n a\r\n-b\n"), "{text}");
        assert!(
            text.ends_with("+c\n\\ No newline at end of file\n"),
            "{text}"
        );
    }
}
