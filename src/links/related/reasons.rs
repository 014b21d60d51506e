//! Why two write-ups may be related, in words that stand in them.

use std::collections::BTreeMap;

use super::keys::{self, Key};
use super::terms::Words;

/// Most words and most mechanisms that are given.
const WORDS_MAX: usize = 4;
const MECHANISMS_MAX: usize = 2;
/// How many of the terms that add most are thought of.
const TERMS_MAX: usize = 60;
/// Longest spelling that is shown, in characters: longer ones are hashes and paths.
const SPELLING_CHARS: usize = 40;

/// Two words say more to a reader than one of them that adds as much.
const PAIR_GAIN: f32 = 1.5;
/// Longest word with a digit in it that is shown.
const CODE_BYTES: usize = 6;

/// How the terms of a text are written there, each by its commonest way.
pub(super) type Spellings = BTreeMap<Key, String>;

/// Returns the spellings of a text given in pieces.
pub(super) fn spellings<'a>(words: &mut Words, texts: impl Iterator<Item = &'a str>) -> Spellings {
    let mut ways: BTreeMap<Key, BTreeMap<String, u32>> = BTreeMap::new();
    for text in texts {
        words.each_spelling(text, |key, way| {
            let way = if way.contains(char::is_whitespace) {
                way.split_whitespace().collect::<Vec<_>>().join(" ")
            } else {
                way.to_owned()
            };
            *ways.entry(key).or_default().entry(way).or_default() += 1;
        });
    }
    let commonest = |ways: BTreeMap<String, u32>| {
        let best = ways
            .into_iter()
            .max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0)));
        best.map(|(way, _)| way).unwrap_or_default()
    };
    ways.into_iter()
        .map(|(key, ways)| (key, commonest(ways)))
        .collect()
}

/// Returns the words that two texts share, those that add most first, and the mechanisms that both
/// tell of. A word that stands in a pair already given is left out, and so are everyday words and what
/// most write-ups hold. `holders` tells how many hold a term, of `total`.
pub(super) fn reasons(
    shared: &[(Key, f32)],
    words: &Words,
    spellings: &Spellings,
    holders: impl Fn(Key) -> usize,
    total: usize,
) -> (Vec<String>, Vec<&'static str>) {
    let is_common = |key: Key| holders(key) * 2 > total + 2;
    let mechanisms = shared
        .iter()
        .filter(|(key, _)| keys::is_mechanism(*key) && !is_common(*key))
        .filter_map(|(key, _)| words.mechanism(*key))
        .take(MECHANISMS_MAX)
        .collect();
    let mut given: Vec<String> = Vec::new();
    let fits = |key: Key| !keys::is_mechanism(key) && !keys::has_everyday(key) && !is_common(key);
    let mut terms: Vec<(Key, f32)> = shared
        .iter()
        .filter(|(key, _)| fits(*key))
        .take(TERMS_MAX)
        .map(|&(key, adds)| {
            (
                key,
                if keys::is_pair(key) {
                    adds * PAIR_GAIN
                } else {
                    adds
                },
            )
        })
        .collect();
    terms.sort_by(|left, right| right.1.total_cmp(&left.1));
    for (key, _) in terms {
        let Some(way) = spellings.get(&key).filter(|way| is_shown(way, key)) else {
            continue;
        };
        let told = given
            .iter()
            .flat_map(|given| parts(given))
            .any(|part| parts(way).any(|own| own == part));
        if !told {
            given.push(way.clone());
        }
        if given.len() == WORDS_MAX {
            break;
        }
    }
    (given, mechanisms)
}

/// Whether a way of writing is one to show: short, and words rather than marks.
fn is_shown(way: &str, key: Key) -> bool {
    let joins = way
        .chars()
        .filter(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let plain = joins.clone().all(|c| matches!(c, ' ' | '-' | '_' | '/'));
    // `s3` and `ipv6` are names; `134a959a` is a key that a machine made up.
    let name =
        |part: &str| part.len() <= CODE_BYTES || !part.contains(|c: char| c.is_ascii_digit());
    let names = way.split(|c: char| !c.is_alphanumeric()).all(name);
    let short = way.chars().count() <= SPELLING_CHARS;
    short && plain && names && joins.count() <= usize::from(keys::is_pair(key))
}

/// Yields the words of a way of writing, without case and plural.
fn parts(way: &str) -> impl Iterator<Item = String> {
    way.split(|c: char| !c.is_alphanumeric())
        .map(|word| word.to_lowercase().trim_end_matches('s').to_owned())
}
