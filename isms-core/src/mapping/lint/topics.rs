//! How much two entries are about the same, by the topics of our own vocabulary.

#![expect(
    clippy::float_arithmetic,
    reason = "likeness is a number between 0 and 1, and decides nothing by itself"
)]

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Framework};

/// How much a topic that often stands beside another counts for it.
const BESIDE: f64 = 0.5;
/// How much the topics of the entry it belongs to count for one with topics of its own.
const ABOVE: f64 = 0.25;

/// Topics of every framework, and how they go together.
pub(super) struct Topics {
    numbers: BTreeMap<String, usize>,
    /// Row by row, what each topic says of each.
    spread: Vec<f64>,
    rarity: Vec<f64>,
}

/// What the entries of one framework are about; all of length 1, or 0 where nothing is known.
pub(super) struct Subjects {
    width: usize,
    vectors: Vec<f32>,
}

impl Topics {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let mut numbers = BTreeMap::new();
        for topic in catalogue.frameworks().iter().flat_map(Framework::entries).flat_map(|e| e.topics()) {
            let next = numbers.len();
            numbers.entry(topic.to_owned()).or_insert(next);
        }
        let width = numbers.len();
        let mut topics = Self { numbers, spread: vec![0.0; width * width], rarity: vec![0.0; width] };
        let mut told = 0.0;
        let mut together = vec![0.0; width * width];
        for framework in catalogue.frameworks() {
            let rows = topics.rows(framework);
            if rows.iter().all(Vec::is_empty) || rows.is_empty() {
                continue;
            }
            told += 1.0;
            let (mut assessed, mut holders) = (0.0, vec![0.0; width]);
            let share = 1.0 / count(rows.len());
            for (place, row) in (0..).zip(&rows) {
                for (a, x) in row {
                    for (b, y) in row {
                        if let Some(cell) = together.get_mut(a * width + b) {
                            *cell += x * y * share;
                        }
                    }
                }
                if framework.at(place).is_some_and(|entry| entry.is_assessable()) {
                    assessed += 1.0;
                    for (topic, _) in row {
                        holders.get_mut(*topic).into_iter().for_each(|n: &mut f64| *n += 1.0);
                    }
                }
            }
            for (rarity, holders) in topics.rarity.iter_mut().zip(&holders) {
                *rarity += ((1.0 + assessed) / (1.0 + holders)).ln();
            }
        }
        topics.rarity.iter_mut().for_each(|rarity| *rarity = (*rarity / f64::max(told, 1.0)).max(0.1));
        let own = |topic: usize| {
            f64::max(together.get(topic * width + topic).copied().unwrap_or(0.0), 1e-12).sqrt()
        };
        let norms: Vec<f64> = (0..width).map(own).collect();
        for (place, cell) in topics.spread.iter_mut().enumerate() {
            let (a, b) = (place / width, place % width);
            let norm = |topic: usize| norms.get(topic).copied().unwrap_or(1.0);
            let beside = together.get(place).copied().unwrap_or(0.0) / norm(a) / norm(b);
            *cell = if a == b { 1.0 } else { BESIDE * beside };
        }
        topics
    }

    /// The topics of each entry with their weights: the first weighs most, and what it belongs to counts a little.
    fn rows(&self, framework: &Framework) -> Vec<Vec<(usize, f64)>> {
        let own = |place: u32| -> Vec<(usize, f64)> {
            let topics = framework.at(place).into_iter().flat_map(|entry| entry.topics());
            let numbers = topics.filter_map(|topic| self.numbers.get(topic)).enumerate();
            numbers.map(|(rank, topic)| (*topic, 1.0 / (1.0 + 0.5 * count(rank)))).collect()
        };
        (0..framework.len())
            .map(|place| {
                let place = u32::try_from(place).unwrap_or(u32::MAX);
                let mut row = own(place);
                let factor = if row.is_empty() { 1.0 } else { ABOVE };
                let above = framework.at(place).and_then(|entry| entry.parent());
                for (topic, weight) in above.map(|parent| own(parent.place())).unwrap_or_default() {
                    match row.iter_mut().find(|(known, _)| *known == topic) {
                        Some((_, known)) => *known = known.max(weight * factor),
                        None => row.push((topic, weight * factor)),
                    }
                }
                row
            })
            .collect()
    }

    /// What the entries of a framework are about.
    pub(super) fn subjects(&self, framework: &Framework) -> Subjects {
        let rows = self.rows(framework);
        // Of a framework without topics nothing is kept.
        let width = if rows.iter().all(Vec::is_empty) { 0 } else { self.numbers.len() };
        let mut vectors = Vec::with_capacity(width.saturating_mul(framework.len()));
        for row in rows.into_iter().filter(|_| width > 0) {
            let mut vector = vec![0.0; width];
            for (topic, weight) in row {
                let weight = weight * self.rarity.get(topic).copied().unwrap_or(0.0);
                let spread = self.spread.iter().skip(topic * width);
                vector.iter_mut().zip(spread).for_each(|(cell, share)| *cell += weight * share);
            }
            let length: f64 = vector.iter().map(|cell| cell * cell).sum::<f64>().sqrt();
            let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
            vectors.extend(vector.iter().map(|cell| {
                #[expect(clippy::cast_possible_truncation, reason = "a likeness needs no more digits")]
                let cell = (cell * scale) as f32;
                cell
            }));
        }
        Subjects { width, vectors }
    }
}

impl Subjects {
    fn at(&self, entry: u32) -> &[f32] {
        let from = (entry as usize).saturating_mul(self.width);
        self.vectors.get(from..from.saturating_add(self.width)).unwrap_or_default()
    }

    /// Whether anything is known of an entry.
    pub(super) fn knows(&self, entry: u32) -> bool {
        self.at(entry).iter().any(|cell| *cell > 0.0)
    }

    /// From 0, nothing in common, to 1.
    pub(super) fn likeness(&self, entry: u32, other: &Subjects, of: u32) -> f64 {
        // Eight sums side by side: the order of addition is fixed, and the processor does them at once.
        let (a, b) = (self.at(entry).chunks(8), other.at(of).chunks(8));
        let mut sums = [0.0f32; 8];
        for (a, b) in a.zip(b) {
            sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
        }
        f64::from(sums.iter().sum::<f32>())
    }
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts of entries, far below 2^52")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}
