//! `incident links --suggest`

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::corpus::Corpus;
use crate::links::related::{Pair, Ranking, Related};
use crate::links::{Graph, Origin};
use crate::model::Known;
use crate::render::views::links as view;

use super::Form;

/// Prints what may be related and is not linked yet, over the whole corpus.
pub(super) fn run(top: usize, form: Form, ui: &mut Ui) -> Result<Outcome> {
    if !matches!(form, Form::Table | Form::Json | Form::Tsv) {
        bail!("suggestions are printed as `table`, `json` or `tsv`");
    }
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let known = super::known(&corpus);
    let joined = joined(&corpus, &known);
    let fits = |writeup: usize, other: usize| !joined.contains(&(writeup, other));
    let mut ranking = Ranking::new(&corpus);
    let pairs = ranking.pairs(top, fits);
    if form == Form::Tsv {
        view::write_pairs(&mut ui.out, &corpus, &pairs)?;
        return Ok(Outcome::Fine);
    }
    let mut told = BTreeSet::new();
    let once = pairs.iter().filter_map(|pair| {
        let pair = younger_first(&corpus, pair);
        told.insert((pair.writeup, pair.other)).then_some(pair)
    });
    let suggestions: Vec<(usize, Related)> = once
        .filter_map(|pair| Some((pair.writeup, ranking.explained(&corpus, &pair)?)))
        .collect();
    if form == Form::Json {
        view::write_suggestions_json(&mut ui.out, &corpus, &suggestions)?;
    } else {
        view::write_suggestions(&mut ui.out, &corpus, &suggestions, ui.look)?;
    }
    Ok(Outcome::Fine)
}

/// Returns the pairs of write-ups that one leads to the other in, both ways round.
fn joined(corpus: &Corpus, known: &Known) -> BTreeSet<(usize, usize)> {
    let graph = Graph::of_writeups(corpus, known);
    let ends = graph
        .references
        .iter()
        .filter_map(|reference| match reference.from {
            Origin::Writeup { writeup, .. } => Some((writeup, reference.to)),
            _ => None,
        });
    ends.flat_map(|(from, to)| [(from, to), (to, from)])
        .collect()
}

/// Returns a pair with the younger write-up first: it is the one that would link back.
fn younger_first(corpus: &Corpus, pair: &Pair) -> Pair {
    let age = |at: usize| corpus.writeups.get(at).map(|one| (one.date(), &one.path));
    if age(pair.writeup) >= age(pair.other) {
        return *pair;
    }
    Pair {
        writeup: pair.other,
        other: pair.writeup,
        ..*pair
    }
}
