//! Which headings mean which kind of section, in one repository.

use crate::text::words::{self, Letters};

use super::{SECTIONS, SectionKind};

/// Which headings mean which kind of section in this repository: those built in, and those that
/// the settings add, in any language.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Folded heading and its kind: the names of all kinds in order, then synonyms, then additions.
    headings: Vec<(String, SectionKind)>,
    /// Of the names of all kinds, in order: a slip is looked for in every other heading.
    letters: Vec<Letters>,
}

impl Vocabulary {
    /// Returns the built-in headings with further ones from the settings.
    pub fn with(additions: impl IntoIterator<Item = (SectionKind, String)>) -> Self {
        let names = SECTIONS
            .iter()
            .map(|spec| (words::fold(spec.name), spec.kind));
        let synonyms = SECTIONS.iter().flat_map(|spec| {
            spec.synonyms
                .iter()
                .map(|synonym| ((*synonym).to_owned(), spec.kind))
        });
        let additions = additions
            .into_iter()
            .map(|(kind, heading)| (words::fold(&heading), kind));
        let headings: Vec<_> = names.chain(synonyms).chain(additions).collect();
        let letters = headings.iter().take(SECTIONS.len());
        Self {
            letters: letters.map(|(name, _)| Letters::of(name)).collect(),
            headings,
        }
    }

    /// Returns the kind that a heading names, given as [`words::fold_heading`] returns it: numbering and
    /// emoji in front, case, accents and punctuation do not count.
    pub fn kind(&self, folded: &str) -> Option<SectionKind> {
        self.headings
            .iter()
            .find(|(known, _)| known == folded)
            .map(|(_, kind)| *kind)
    }

    /// Returns the kind that a heading is most likely a slip for (`Red herings`). Synonyms are everyday
    /// words, and `The storm` is no slip for `The story`: only names count. The heading is given folded.
    pub fn nearest(&self, folded: &str) -> Option<SectionKind> {
        let letters = Letters::of(folded);
        let names = self
            .headings
            .iter()
            .zip(&self.letters)
            .filter(|(_, mark)| mark.may_be_near(letters))
            .map(|((name, _), _)| name.as_str());
        // Two slips away lie other words: `Timeliness`, `What happens`.
        let near = names
            .filter(|name| name.len() > 7)
            .find(|name| words::is_one_slip(folded, name))?;
        self.headings
            .iter()
            .find(|(known, _)| known == near)
            .map(|(_, kind)| *kind)
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::with([])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_is_folded_and_means_one_kind() {
        let vocabulary = Vocabulary::default();
        for (at, (heading, kind)) in vocabulary.headings.iter().enumerate() {
            assert_eq!(*heading, words::fold(heading), "not folded");
            let clash = vocabulary.headings[at + 1..]
                .iter()
                .find(|(other, _)| other == heading);
            assert!(
                clash.is_none_or(|(_, other)| other == kind),
                "{heading} means two kinds"
            );
        }
    }

    #[test]
    fn headings_are_known_in_any_dress() {
        let vocabulary = Vocabulary::with([(SectionKind::Surprises, "Überraschungen".to_owned())]);
        for (heading, kind) in [
            ("3. Red Herrings:", Some(SectionKind::RedHerrings)),
            ("🐟 RED HERRINGS", Some(SectionKind::RedHerrings)),
            ("As imagined / as found", Some(SectionKind::AsImagined)),
            ("überraschungen", Some(SectionKind::Surprises)),
            ("Summary", None),
        ] {
            let folded = words::fold_heading(heading);
            assert_eq!(vocabulary.kind(&folded), kind, "{heading}");
        }
        assert_eq!(
            vocabulary.nearest("red herings"),
            Some(SectionKind::RedHerrings)
        );
        assert_eq!(vocabulary.nearest("suprises"), Some(SectionKind::Surprises));
        assert_eq!(vocabulary.nearest("summary"), None);
        assert_eq!(vocabulary.nearest("the storm"), None);
    }
}
