//! What labels tell: the words two entries have in common, the rarer the more.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::model::Frame;
use super::sparse::Grid;
use crate::catalogue::Framework;

/// Words that say nothing of a subject.
const STOP: &[&str] = &[
    "a", "all", "an", "and", "any", "as", "at", "be", "by", "each", "for", "from", "in", "into", "is", "it",
    "its", "no", "not", "of", "on", "or", "per", "that", "the", "their", "them", "this", "those", "through",
    "to", "via", "with", "within", "are",
];
/// Endings and what stands in their place, the first that fits.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ments", ""),
    ("ment", ""),
    ("ations", ""),
    ("ation", ""),
    ("ions", ""),
    ("ion", ""),
    ("ized", ""),
    ("ised", ""),
    ("izes", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
];

/// The cosine of the labels of each pair that is asked about. Labels are those the catalogue ships or a pack gives; titles
/// and texts of a licensed copy are not looked at, so that all users get the same.
pub(super) fn likeness(source: (&Framework, &Frame), target: (&Framework, &Frame)) -> Grid {
    let (a, b) = (Side::new(source), Side::new(target));
    let weight = |word: &str| (a.rarity(word) * b.rarity(word)).sqrt();
    let mut postings: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    for (column, node) in target.1.asked.iter().enumerate() {
        for (word, value) in b.vector(*node, &weight) {
            postings.entry(word).or_default().push((column, value));
        }
    }
    let mut grid = Grid::new(source.1.asked.len(), target.1.asked.len());
    for (node, row) in source.1.asked.iter().zip(grid.rows_mut()) {
        for (word, value) in a.vector(*node, &weight) {
            for (column, other) in postings.get(word).map_or(&[][..], Vec::as_slice) {
                if let Some(cell) = row.get_mut(*column) {
                    *cell += value * other;
                }
            }
        }
    }
    grid
}

struct Side {
    words: Vec<BTreeMap<String, u32>>, // By node, with how often.
    having: BTreeMap<String, u32>,     // By word, in how many nodes.
}

impl Side {
    fn new((framework, frame): (&Framework, &Frame)) -> Self {
        let mut words = Vec::with_capacity(frame.len());
        let mut having: BTreeMap<String, u32> = BTreeMap::new();
        for place in &frame.places {
            let mut counts: BTreeMap<String, u32> = BTreeMap::new();
            for word in framework.at(*place).map_or(Vec::new(), |entry| stems(entry.label())) {
                let count = counts.entry(word).or_default();
                *count = count.saturating_add(1);
            }
            for word in counts.keys() {
                let count = having.entry(word.clone()).or_default();
                *count = count.saturating_add(1);
            }
            words.push(counts);
        }
        Self { words, having }
    }

    fn rarity(&self, word: &str) -> f64 {
        let having = f64::from(self.having.get(word).copied().unwrap_or(0));
        libm::log((1.0 + self.words.len() as f64) / (1.0 + having)) + 1.0
    }

    /// The words of a node, of length one together.
    fn vector<'s>(&'s self, node: u32, weight: &dyn Fn(&str) -> f64) -> Vec<(&'s str, f64)> {
        let Some(words) = self.words.get(node as usize) else { return Vec::new() };
        let weigh = |(word, count): (&'s String, &u32)| {
            (word.as_str(), (1.0 + libm::log(f64::from(*count))) * weight(word))
        };
        let weighed: Vec<(&str, f64)> = words.iter().map(weigh).collect();
        let length = weighed.iter().map(|(_, x)| x * x).sum::<f64>().sqrt();
        weighed.into_iter().map(|(word, x)| (word, if length > 0.0 { x / length } else { 0.0 })).collect()
    }
}

/// The words of a label without their endings, as far as they say something.
fn stems(label: &str) -> Vec<String> {
    let stop: BTreeSet<&str> = STOP.iter().copied().collect();
    let lower = label.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() > 1 && !stop.contains(word)).map(stem).collect()
}

fn stem(word: &str) -> String {
    for ending in ["ization", "isation"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() > 2) {
            return rest.to_owned();
        }
    }
    for (ending, instead) in ENDINGS {
        let fits = |rest: &&str| rest.len() >= 3 && !(*ending == "s" && word.ends_with("ss"));
        if let Some(rest) = word.strip_suffix(ending).filter(fits) {
            return format!("{rest}{instead}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        assert_eq!(stems("Policies and the reviewing of Backups"), ["policy", "review", "backup"]);
        assert_eq!(stem("authorisation"), "author");
        assert_eq!(stem("access"), "access");
        assert_eq!(stems("information backup, 3 copies"), ["inform", "backup", "copy"]);
    }
}
