//! The sections of a story: their names, what an entry of each is made of, and what to ask where
//! one is missing.

use std::sync::LazyLock;

use crate::text::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    WhatHappened,
    Surprises,
    RedHerrings,
    Dilemmas,
    Difficulties,
    AsImagined,
    Context,
    Adaptations,
    Conditions,
    Accounts,
    Questions,
    Related,
    Method,
    Timeline,
    Glossary,
}

/// What is known of a kind of section.
#[derive(Debug)]
pub struct SectionSpec {
    pub kind: SectionKind,
    /// The heading that `new` writes.
    pub name: &'static str,
    /// Other headings that mean the same, folded (see [`words::fold`]).
    pub synonyms: &'static [&'static str],
    /// Whether a published write-up must have it.
    pub required: bool,
    /// Whether `None: …` is a whole section.
    pub may_be_none: bool,
    pub labels: &'static [LabelSpec],
    /// The open question that belongs where the section is missing or empty.
    pub question: &'static str,
}

/// A labelled line of an entry.
#[derive(Debug)]
pub struct LabelSpec {
    pub name: &'static str,
    pub synonyms: &'static [&'static str],
    pub mandatory: bool,
    /// The open question that belongs where the line is missing or empty.
    pub question: &'static str,
}

const fn label(name: &'static str, mandatory: bool, question: &'static str) -> LabelSpec {
    LabelSpec {
        name,
        synonyms: &[],
        mandatory,
        question,
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "a constant is built up by value"
)]
const fn synonymous(spec: LabelSpec, synonyms: &'static [&'static str]) -> LabelSpec {
    LabelSpec { synonyms, ..spec }
}

/// Every kind, in reading order.
pub static SECTIONS: &[SectionSpec] = &[
    SectionSpec {
        kind: SectionKind::WhatHappened,
        name: "What happened",
        synonyms: &[
            "narrative",
            "the story",
            "story",
            "what we saw",
            "the incident",
            "incident narrative",
        ],
        required: true,
        may_be_none: false,
        labels: &[],
        question: "how would you tell it to a colleague who was not there?",
    },
    SectionSpec {
        kind: SectionKind::Surprises,
        name: "Surprises",
        synonyms: &[
            "surpresas",
            "sorpresas",
            "sorprese",
            "what surprised us",
            "surprise",
            "what was surprising",
            "the surprises",
        ],
        required: true,
        may_be_none: true,
        labels: &[
            synonymous(
                label("Expected", true, "what did normal look like just before?"),
                &["we expected", "expectation"],
            ),
            synonymous(
                label("Observed", true, "what was there instead?"),
                &["we observed", "we saw", "observation"],
            ),
            label(
                "Why that was expected",
                false,
                "what made the expectation sensible?",
            ),
            label(
                "Not a surprise to",
                false,
                "who would not have been surprised?",
            ),
        ],
        question: "what did normal look like, and when did it first seem off?",
    },
    SectionSpec {
        kind: SectionKind::RedHerrings,
        name: "Red herrings",
        synonyms: &[
            "red herring",
            "false leads",
            "false lead",
            "dead ends",
            "rabbit holes",
            "wrong turns",
            "misleading leads",
        ],
        required: true,
        may_be_none: true,
        labels: &[
            label(
                "What pointed there",
                false,
                "what was seen that pointed there?",
            ),
            synonymous(
                label(
                    "Why it seemed reasonable",
                    true,
                    "what made that the likely lead at the time?",
                ),
                &[
                    "why it seemed right",
                    "why it made sense",
                    "why it seemed likely",
                    "why we followed it",
                    "why it was reasonable",
                    "why it seemed reasonable at the time",
                ],
            ),
            label("What ended it", false, "what had to be seen to let it go?"),
            label("Kind", false, "was it followed, or dismissed?"),
        ],
        question: "which lead looked right and was not, and what made it look right?",
    },
    SectionSpec {
        kind: SectionKind::Dilemmas,
        name: "Dilemmas",
        synonyms: &[
            "dilemmes",
            "dilemmata",
            "dilemas",
            "dilemmi",
            "dilemma",
            "trade offs",
            "tradeoffs",
            "hard choices",
            "difficult decisions",
            "hard decisions",
        ],
        required: true,
        may_be_none: true,
        labels: &[
            synonymous(
                label("Options", true, "what else was on the table?"),
                &["the options", "choices"],
            ),
            label(
                "What was not known",
                false,
                "what could nobody know just then?",
            ),
            synonymous(
                label(
                    "Taken, and on what grounds",
                    true,
                    "which was taken, and on what grounds?",
                ),
                &[
                    "taken",
                    "what was taken",
                    "chosen",
                    "decision",
                    "taken and why",
                    "chosen and why",
                ],
            ),
            label("Given up", false, "what was given up for it?"),
        ],
        question: "where was there no good choice, and what was being protected?",
    },
    SectionSpec {
        kind: SectionKind::Difficulties,
        name: "Difficulties",
        synonyms: &[
            "difficultes",
            "dificultades",
            "dificuldades",
            "difficolta",
            "schwierigkeiten",
            "difficulty",
            "what was hard",
            "what was difficult",
            "what made it hard",
        ],
        required: false,
        may_be_none: true,
        labels: &[
            label(
                "What was hard",
                true,
                "what took longer than it looks from outside?",
            ),
            label("For whom", false, "for whom was it hard?"),
            label("What helped", false, "what helped?"),
        ],
        question: "what was hard to see, to understand, to agree on or to do?",
    },
    SectionSpec {
        kind: SectionKind::AsImagined,
        name: "As imagined, as found",
        synonyms: &[
            "as imagined as found",
            "as imagined and as found",
            "mental models",
            "mental model",
            "as imagined vs as found",
        ],
        required: false,
        may_be_none: true,
        labels: &[
            label("As imagined", true, "how was it pictured before?"),
            label("As found", true, "how did it turn out to be?"),
            label(
                "Where the picture came from",
                false,
                "where did that picture come from?",
            ),
            label("True until", false, "until when was it true?"),
            label(
                "Held by",
                false,
                "who held it, and who pictured it otherwise?",
            ),
        ],
        question: "how was the system pictured, and how was it found to be?",
    },
    SectionSpec {
        kind: SectionKind::Context,
        name: "Context and pressures",
        synonyms: &["pressures", "context"],
        required: false,
        may_be_none: true,
        labels: &[
            label("Before", false, "what else was going on before?"),
            label("During", false, "what pressed on people while it went on?"),
            label("After", false, "what waited for them after?"),
        ],
        question: "what else was going on before, during and after?",
    },
    SectionSpec {
        kind: SectionKind::Adaptations,
        name: "Adaptations",
        synonyms: &[
            "adaptationen",
            "adaptaciones",
            "adaptacoes",
            "adaptation",
            "what kept it from being worse",
            "improvisations",
        ],
        required: false,
        may_be_none: true,
        labels: &[
            label("What was done", true, "what was done that no runbook has?"),
            label("What it rested on", false, "what did that rest on?"),
            label("Luck", false, "what part of it was luck?"),
        ],
        question: "what did people do that kept it from being worse?",
    },
    SectionSpec {
        kind: SectionKind::Conditions,
        name: "Contributing conditions",
        synonyms: &[
            "contributing factors",
            "contributors",
            "conditions",
            "contributing causes",
        ],
        required: false,
        may_be_none: true,
        labels: &[],
        question: "what had to be true together for this to happen?",
    },
    SectionSpec {
        kind: SectionKind::Accounts,
        name: "Where accounts differ",
        synonyms: &[
            "differing accounts",
            "where views differ",
            "where the accounts differ",
        ],
        required: false,
        may_be_none: true,
        labels: &[],
        question: "where do people who were there tell it differently?",
    },
    SectionSpec {
        kind: SectionKind::Questions,
        name: "Open questions",
        synonyms: &[
            "mysteries",
            "open mysteries",
            "questions",
            "unanswered questions",
            "what we still do not know",
            "what we still dont know",
        ],
        required: false,
        may_be_none: true,
        labels: &[
            label("State", true, "is it open, or answered, and by what?"),
            label("Tried", false, "what has been tried?"),
        ],
        question: "what do you still wonder about?",
    },
    SectionSpec {
        kind: SectionKind::Related,
        name: "Related",
        synonyms: &[
            "related incidents",
            "related write ups",
            "see also",
            "related writeups",
        ],
        required: false,
        may_be_none: true,
        labels: &[],
        question: "which earlier stories does this one remind you of?",
    },
    SectionSpec {
        kind: SectionKind::Method,
        name: "How this was put together",
        synonyms: &[
            "how this was written",
            "sources",
            "method",
            "methodology",
            "how we put this together",
        ],
        required: true,
        may_be_none: false,
        labels: &[],
        question: "whose accounts and which records does this rest on, and what was not available?",
    },
    SectionSpec {
        kind: SectionKind::Timeline,
        name: "Timeline",
        synonyms: &[
            "chronology",
            "the timeline",
            "incident timeline",
            "sequence of events",
        ],
        required: false,
        may_be_none: true,
        labels: &[],
        question: "which moments does a reader need to find again?",
    },
    SectionSpec {
        kind: SectionKind::Glossary,
        name: "Glossary",
        synonyms: &[
            "glossaire",
            "glossar",
            "glosario",
            "glossario",
            "terms",
            "terminology",
        ],
        required: false,
        may_be_none: true,
        labels: &[],
        question: "which words does a reader from elsewhere need?",
    },
];

impl SectionKind {
    /// Returns what is known of this kind.
    #[expect(
        clippy::indexing_slicing,
        reason = "the kinds are the rows of the table, in order; a test holds it"
    )]
    pub fn spec(self) -> &'static SectionSpec {
        &SECTIONS[self as usize]
    }

    /// Returns the heading that `new` writes.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Reads the key of a kind in the settings: its name folded, blanks as `-` (`red-herrings`).
    pub fn keyed(key: &str) -> Option<Self> {
        SECTIONS
            .iter()
            .find(|spec| spec.key() == key)
            .map(|spec| spec.kind)
    }
}

impl SectionSpec {
    /// Returns the name for settings: `as-imagined-as-found`.
    pub fn key(&self) -> String {
        words::fold(self.name).replace(' ', "-")
    }

    /// Returns the label with this name or synonym, however it is written.
    pub fn label(&self, written: &str) -> Option<&'static LabelSpec> {
        static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
            let labels = SECTIONS.iter().flat_map(|spec| spec.labels);
            labels.map(|label| words::fold(label.name)).collect()
        });
        let folded = words::fold(written);
        let before: usize = SECTIONS
            .iter()
            .take(self.kind as usize)
            .map(|spec| spec.labels.len())
            .sum();
        let names = NAMES.iter().skip(before);
        self.labels
            .iter()
            .zip(names)
            .find(|(label, name)| **name == folded || label.synonyms.contains(&folded.as_str()))
            .map(|(label, _)| label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_for_each_kind_in_order() {
        for (at, spec) in SECTIONS.iter().enumerate() {
            assert_eq!(spec.kind as usize, at);
            assert_eq!(spec.kind.spec().name, spec.name);
        }
        assert_eq!(SECTIONS.len(), SectionKind::Glossary as usize + 1);
    }

    #[test]
    fn labels_are_known_by_name_and_synonym() {
        let spec = SectionKind::Dilemmas.spec();
        assert_eq!(
            spec.label("taken and on what grounds").unwrap().name,
            "Taken, and on what grounds"
        );
        assert_eq!(
            spec.label("TAKEN").unwrap().name,
            "Taken, and on what grounds"
        );
        assert!(spec.label("Expected").is_none());
    }
}
