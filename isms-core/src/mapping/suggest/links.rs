//! What links tell: which entries are reached over the entries of other frameworks, and by how many witnesses.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Frame, Model};
use super::sparse::{Grid, Sparse, add};

/// How much less an end counts that is linked to much, by its links here and there.
const BY_ROW: f64 = 0.4;
const BY_COLUMN: f64 = 0.3;
/// The same for a link between two frameworks on the way.
const MIDDLE: f64 = 0.4;
/// What a way over two frameworks counts, against one over one.
const LONGER: f64 = 0.4;

/// The links of two frameworks, ready to be walked.
#[derive(Clone, Debug)]
struct Spread {
    there: Sparse,
    back: Sparse, // `there`, rows as columns.
    middle: Sparse,
}

/// All links, by two frameworks, both ways.
#[derive(Clone, Debug)]
pub(super) struct Links {
    spread: BTreeMap<(usize, usize), Spread>,
}

impl Links {
    pub(super) fn new(model: &Model) -> Self {
        let of = |weights: &Sparse| {
            let there = weights.spread(BY_ROW, BY_COLUMN);
            Spread { back: there.transposed(), middle: weights.spread(MIDDLE, MIDDLE), there }
        };
        Self { spread: model.weights.iter().map(|(ends, weights)| (*ends, of(weights))).collect() }
    }

    /// From the nodes of a framework to those of another.
    pub(super) fn there(&self, from: usize, to: usize) -> Option<&Sparse> {
        self.spread.get(&(from, to)).map(|spread| &spread.there)
    }

    /// The same numbers, to be looked up from the other end.
    pub(super) fn back(&self, from: usize, to: usize) -> Option<&Sparse> {
        self.spread.get(&(from, to)).map(|spread| &spread.back)
    }

    /// For each pair that is asked about, the ways over one other framework and over two. Links between the two themselves
    /// are not looked at. O(sources · links of the frameworks on the way).
    pub(super) fn walk(
        &self,
        model: &Model,
        (from, source): (usize, &Frame),
        (to, target): (usize, &Frame),
    ) -> Grid {
        let mut grid = Grid::new(source.asked.len(), target.asked.len());
        let columns = target.columns();
        let first: Vec<usize> = model.neighbours(from, to).collect();
        let last: BTreeSet<usize> = model.neighbours(to, from).collect();
        for (node, row) in source.asked.iter().zip(grid.rows_mut()) {
            let mut reached: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
            for hub in &first {
                let Some(links) = self.there(from, *hub) else { continue };
                let links = links.row(*node as usize);
                if links.is_empty() {
                    continue;
                }
                if last.contains(hub) {
                    add(blank(&mut reached, model, *hub), 1.0, links);
                }
                for next in model.neighbours(*hub, from).filter(|next| last.contains(next)) {
                    let Some(middle) = self.spread.get(&(*hub, next)).map(|spread| &spread.middle) else {
                        continue;
                    };
                    let at = blank(&mut reached, model, next);
                    for (on, weight) in links {
                        add(at, LONGER * weight, middle.row(*on as usize));
                    }
                }
            }
            let mut sum = vec![0.0; target.len()];
            for (hub, reached) in &reached {
                let Some(back) = self.back(to, *hub) else { continue };
                for (on, weight) in reached.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
                    add(&mut sum, *weight, back.row(on));
                }
            }
            for (column, value) in columns.iter().zip(sum) {
                if let Some(cell) = column.and_then(|column| row.get_mut(column)) {
                    *cell = value;
                }
            }
        }
        grid
    }

    /// How much an entry is linked to from anywhere but the other framework, against what is usual in its framework: 1 is
    /// usual. By place among those that are asked.
    pub(super) fn popularity(model: &Model, frame: usize, besides: usize) -> Vec<f64> {
        let Some(here) = model.frames.get(frame) else { return Vec::new() };
        let mut sums = vec![1.0; here.asked.len()];
        let mut count = 1.0;
        for weights in model.neighbours(frame, besides).filter_map(|hub| model.weights.get(&(frame, hub))) {
            let links = weights.row_sums();
            let asked: Vec<f64> = here.asked.iter().filter_map(|n| links.get(*n as usize)).copied().collect();
            let mean = asked.iter().sum::<f64>() / asked.len().max(1) as f64;
            for (sum, links) in sums.iter_mut().zip(&asked) {
                *sum += links / mean.max(1e-9);
            }
            count += 1.0;
        }
        sums.iter().map(|sum| sum / count).collect()
    }
}

fn blank<'r>(reached: &'r mut BTreeMap<usize, Vec<f64>>, model: &Model, hub: usize) -> &'r mut Vec<f64> {
    reached.entry(hub).or_insert_with(|| vec![0.0; model.frames.get(hub).map_or(0, Frame::len)])
}

/// For each pair that is asked about, how many witnesses link it over one entry in between: frameworks of one ancestry
/// are one witness.
pub(super) fn witnesses(model: &Model, from: usize, to: usize) -> Vec<Vec<u8>> {
    let ends = model.frames.get(from).zip(model.frames.get(to));
    let Some((source, target)) = ends else { return Vec::new() };
    let columns = target.columns();
    let mut families: BTreeMap<&str, Vec<(&Sparse, &Sparse)>> = BTreeMap::new();
    for hub in model.neighbours(from, to) {
        let ways = model.weights.get(&(from, hub)).zip(model.weights.get(&(hub, to)));
        if let Some((frame, ways)) = model.frames.get(hub).zip(ways) {
            families.entry(&frame.ancestry).or_default().push(ways);
        }
    }
    let mut rows = Vec::with_capacity(source.asked.len());
    for node in &source.asked {
        let mut row = vec![0u8; target.asked.len()];
        for ways in families.values() {
            let mut reached = BTreeSet::new();
            for (first, second) in ways {
                for (on, _) in first.row(*node as usize) {
                    reached.extend(second.row(*on as usize).iter().map(|(end, _)| *end));
                }
            }
            for end in reached {
                let column = columns.get(end as usize).copied().flatten();
                if let Some(cell) = column.and_then(|column| row.get_mut(column)) {
                    *cell = cell.saturating_add(1);
                }
            }
        }
        rows.push(row);
    }
    rows
}
