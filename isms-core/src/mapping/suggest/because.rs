//! Why something is suggested.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::{MappingSuggestion, Suggester};
use crate::catalogue::Entry;
use crate::id::Reference;

/// An entry in between to which sets link both a source and a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[non_exhaustive]
pub struct Witness {
    /// The family its framework belongs to; two of a family are one witness.
    pub lineage: String,
    /// The entry.
    pub entry: Reference,
    /// The sets that link it to the source or to the target.
    pub sets: Vec<String>,
    /// Who published them.
    pub publishers: Vec<String>,
}

impl MappingSuggestion {
    /// Why, in sentences: how often that much was right, what leads from the one to the other, what both are about.
    pub fn sentences(&self) -> Vec<String> {
        let lineages = match self.lineages {
            0 => "no lineage".to_owned(),
            1 => "1 lineage".to_owned(),
            some => format!("{some} independent lineages"),
        };
        let percent = match self.precision_permille {
            few @ 0..100 => format!("{}.{}", few / 10, few % 10),
            many => many.saturating_add(5).div_euclid(10).to_string(),
        };
        let likeness = self.likeness.phrase();
        let mut sentences = vec![format!(
            "{lineages} and {likeness}: {percent} % of such pairs were in a withheld publisher's set"
        )];
        for witness in &self.witnesses {
            let publishers = witness.publishers.join(", ");
            sentences.push(format!("both are linked to {} ({publishers})", witness.entry));
        }
        if !self.topics.is_empty() {
            sentences.push(format!("both are about {}", self.topics.join(", ")));
        }
        sentences
    }
}

/// The topics two entries have in common, in the order of the first.
pub(super) fn shared(a: &Entry<'_>, b: &Entry<'_>) -> Vec<String> {
    let other: BTreeSet<&str> = b.topics().collect();
    a.topics().filter(|topic| other.contains(topic)).map(str::to_owned).collect()
}

/// For each lineage that links two nodes over one entry, the entry over which most leads.
pub(super) fn witnesses(suggester: &Suggester, from: (usize, u32), to: (usize, u32)) -> Vec<Witness> {
    let model = &suggester.model;
    let mut best: BTreeMap<&str, (f64, usize, u32)> = BTreeMap::new();
    for hub in model.neighbours(from.0, to.0) {
        let ways = suggester.links.there(from.0, hub).zip(suggester.links.there(to.0, hub));
        let Some(((first, second), frame)) = ways.zip(model.frames.get(hub)) else { continue };
        for (node, weight) in first.row(from.1 as usize) {
            let weight = weight * second.get(to.1 as usize, *node);
            let known = best.get(frame.ancestry.as_str()).map_or(0.0, |(known, ..)| *known);
            if weight > known {
                best.insert(&frame.ancestry, (weight, hub, *node));
            }
        }
    }
    let witness = |(lineage, (_, hub, node)): (&str, (f64, usize, u32))| {
        let frame = model.frames.get(hub)?;
        let framework = suggester.catalogue.framework(&frame.slug)?;
        let entry = super::entry_at(framework, frame, node)?.reference();
        let links =
            |voice: &&super::model::Voice| voice.links(from, (hub, node)) || voice.links(to, (hub, node));
        let voices: Vec<_> = model.voices.iter().filter(links).collect();
        let publishers: BTreeSet<String> = voices.iter().map(|voice| voice.publisher.clone()).collect();
        let sets = voices.into_iter().map(|voice| voice.id.clone()).collect();
        Some(Witness {
            lineage: lineage.to_owned(),
            entry,
            sets,
            publishers: publishers.into_iter().collect(),
        })
    };
    best.into_iter().filter_map(witness).collect()
}
