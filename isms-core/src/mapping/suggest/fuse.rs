//! Four kinds of evidence become one score.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::BTreeSet;

use super::Part;
use super::links::{Links, witnesses};
use super::model::{Frame, Model};
use super::sparse::{Grid, powers};
use super::text;
use super::topics::Topics;
use crate::catalogue::Framework;

/// What each kind counts, once all are of one size.
const LINKS: f64 = 1.0;
const SUBJECTS: f64 = 1.0;
const HALF_LINKS: f64 = 0.5;
const WORDS: f64 = 0.25;
/// Added to the size of the links, so that a handful of them does not look like much.
const FEW: f64 = 0.05;
/// How far scores are made even over the best of the row and of the column.
const EVEN: f64 = 0.2;
/// How much it counts that an entry is linked to often.
const POPULAR: f64 = 0.1;

/// Everything that is computed of two frameworks.
pub(super) struct Fused {
    pub(super) score: Grid,
    pub(super) likeness: Grid,
    pub(super) witnesses: Vec<Vec<u8>>,
}

/// Scores every pair of entries that is asked about.
pub(super) fn fuse(
    model: &Model,
    links: &Links,
    topics: &Topics,
    source: (&Framework, usize, &Frame),
    target: (&Framework, usize, &Frame),
    without: &BTreeSet<Part>,
) -> Fused {
    let ((_, from, a), (_, to, b)) = (source, target);
    let with = |part: Part| !without.contains(&part);
    let mut score = Grid::new(a.asked.len(), b.asked.len());
    let mut count = |part: Part, weight: f64, few: f64, grid: &Grid| {
        let size = grid.size() + few;
        if with(part) && size > 0.0 {
            score.add(weight / size, grid);
        }
    };
    if with(Part::Links) {
        count(Part::Links, LINKS, FEW, &links.walk(model, (from, a), (to, b)));
    }
    let mut likeness = Grid::new(a.asked.len(), b.asked.len());
    if topics.has(from) && topics.has(to) {
        let columns = b.columns();
        let compared = topics.compare(from, to);
        for (node, row) in a.asked.iter().zip(likeness.rows_mut()) {
            for (column, value) in columns.iter().zip(compared.row(*node as usize)) {
                if let Some(cell) = column.and_then(|column| row.get_mut(column)) {
                    *cell = value;
                }
            }
        }
    }
    count(Part::Subjects, SUBJECTS, 0.0, &likeness);
    if with(Part::Words) {
        count(Part::Words, WORDS, 0.0, &text::likeness((source.0, a), (target.0, b)));
    }
    if with(Part::HalfLinks) {
        count(Part::HalfLinks, HALF_LINKS, 0.0, &topics.half_links(model, links, (from, a), (to, b)));
    }
    if with(Part::Evenness) {
        even(&mut score, b.asked.len());
    }
    if with(Part::Popularity) {
        popular(&mut score, &Links::popularity(model, from, to), &Links::popularity(model, to, from));
    }
    Fused { score, likeness, witnesses: witnesses(model, from, to) }
}

/// Brings rows and columns nearer to each other: an entry with one good partner is not drowned by one with many.
fn even(score: &mut Grid, columns: usize) {
    let mut best_column = vec![1e-12; columns];
    let mut best_row = Vec::new();
    for row in score.rows() {
        best_row.push(row.iter().copied().fold(1e-12, f64::max));
        for (best, value) in best_column.iter_mut().zip(row) {
            *best = f64::max(*best, *value);
        }
    }
    let (rows, columns) = (powers(&best_row, EVEN), powers(&best_column, EVEN));
    for (row, by_row) in score.rows_mut().zip(&rows) {
        for (cell, by_column) in row.iter_mut().zip(&columns) {
            *cell *= by_row * by_column;
        }
    }
}

fn popular(score: &mut Grid, sources: &[f64], targets: &[f64]) {
    let (sources, targets) = (powers(sources, -POPULAR), powers(targets, -POPULAR));
    for (row, source) in score.rows_mut().zip(&sources) {
        for (cell, target) in row.iter_mut().zip(&targets) {
            *cell *= source * target;
        }
    }
}
