//! A catalogue as numbers: the entries that count, and which of them each set links.

use std::collections::{BTreeMap, BTreeSet};

use super::SuggestOptions;
use super::sparse::Sparse;
use crate::catalogue::{Catalogue, Claim, ClaimSet, Framework};
use crate::id::Reference;
use crate::relation::{Mask, Meaning};

/// No node.
const NONE: u32 = u32::MAX;

/// A framework.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) slug: String,
    /// Frameworks of one ancestry are one witness.
    pub(super) ancestry: String,
    /// The place of each node in the framework. INVARIANT: ascending.
    pub(super) places: Vec<u32>,
    /// The nodes that can be a source or a target: what is assessed. INVARIANT: ascending.
    pub(super) asked: Vec<u32>,
    node_of: Vec<u32>, // By place; that of another entry where this one counts as it.
}

impl Frame {
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    fn node(&self, place: u32) -> Option<u32> {
        self.node_of.get(place as usize).copied().filter(|node| *node != NONE)
    }

    /// By node, its place among those that are asked.
    pub(super) fn columns(&self) -> Vec<Option<usize>> {
        let mut columns = vec![None; self.len()];
        for (column, node) in self.asked.iter().enumerate() {
            if let Some(cell) = columns.get_mut(*node as usize) {
                *cell = Some(column);
            }
        }
        columns
    }
}

/// A set between two frameworks.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub(super) id: String,
    pub(super) publisher: String,
    pub(super) ends: (usize, usize),
    /// Pairs that are said to have something to do with each other. INVARIANT: ascending, each once.
    pub(super) pairs: Vec<(u32, u32)>,
    /// Pairs of which anything is said, also that they share nothing. INVARIANT: as above.
    pub(super) said: Vec<(u32, u32)>,
    key: BTreeSet<String>, // Sets of two frameworks that share one of these are copies of each other.
}

impl Voice {
    /// Its pairs from one framework to another, if it is about them.
    pub(super) fn towards(&self, from: usize, to: usize, all: bool) -> Vec<(u32, u32)> {
        let pairs = if all { &self.said } else { &self.pairs };
        if self.ends == (from, to) {
            pairs.clone()
        } else if self.ends == (to, from) {
            pairs.iter().map(|(source, target)| (*target, *source)).collect()
        } else {
            Vec::new()
        }
    }

    /// Whether it links two nodes of two frameworks.
    pub(super) fn links(&self, (from, a): (usize, u32), (to, b): (usize, u32)) -> bool {
        (self.ends == (from, to) && self.pairs.binary_search(&(a, b)).is_ok())
            || (self.ends == (to, from) && self.pairs.binary_search(&(b, a)).is_ok())
    }
}

/// What is known of all frameworks. It depends on the claims and not on their order.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// By slug.
    pub(super) frames: Vec<Frame>,
    /// By id.
    pub(super) voices: Vec<Voice>,
    /// By two frameworks, both ways: how many independent sets link each pair of nodes.
    pub(super) weights: BTreeMap<(usize, usize), Sparse>,
}

impl Model {
    pub(super) fn new(catalogue: &Catalogue, options: &SuggestOptions) -> Self {
        let mut frames: Vec<Frame> =
            catalogue.frameworks().iter().map(|framework| blank(framework, options)).collect();
        let used = |set: &&ClaimSet| !options.leave_out.contains(set.id()) && set.source() != set.target();
        let at = |slug: &str| catalogue.frameworks().binary_search_by(|f| f.id().cmp(slug)).ok();
        let sets: Vec<(&ClaimSet, usize, usize)> = catalogue
            .claim_sets()
            .iter()
            .filter(used)
            .filter_map(|set| Some((set, at(set.source())?, at(set.target())?)))
            .collect();
        for (set, from, to) in &sets {
            for claim in set.claims(catalogue) {
                mark(&mut frames, *from, claim.source_places());
                mark(&mut frames, *to, claim.target_places());
            }
        }
        for (framework, frame) in catalogue.frameworks().iter().zip(&mut frames) {
            number(framework, frame, options);
        }
        let voice = |(set, from, to): (&ClaimSet, usize, usize)| voice(catalogue, &frames, set, (from, to));
        let voices: Vec<Voice> = sets.into_iter().filter_map(voice).collect();
        let weights = weigh(&frames, &voices);
        Self { frames, voices, weights }
    }

    pub(super) fn frame(&self, slug: &str) -> Option<(usize, &Frame)> {
        let place = self.frames.binary_search_by(|frame| frame.slug.as_str().cmp(slug)).ok()?;
        Some((place, self.frames.get(place)?))
    }

    /// The frameworks that sets link to one, besides another.
    pub(super) fn neighbours(&self, frame: usize, besides: usize) -> impl Iterator<Item = usize> + '_ {
        let all = self.weights.range((frame, 0)..(frame.saturating_add(1), 0)).map(|((_, to), _)| *to);
        all.filter(move |to| *to != besides && *to != frame)
    }

    /// Pairs of which a set says anything.
    pub(super) fn said(&self, from: usize, to: usize) -> BTreeSet<(u32, u32)> {
        self.voices.iter().flat_map(|voice| voice.towards(from, to, true)).collect()
    }
}

/// A framework of which no entry is a node yet: places of entries that count as others lead to those.
fn blank(framework: &Framework, options: &SuggestOptions) -> Frame {
    let declared = options.ancestry.get(framework.id());
    Frame {
        slug: framework.id().to_owned(),
        ancestry: declared.map_or(framework.ancestry(), String::as_str).to_owned(),
        places: Vec::new(),
        asked: Vec::new(),
        node_of: vec![NONE; framework.len()],
    }
}

/// Marks places as named by a claim.
fn mark(frames: &mut [Frame], frame: usize, places: &[u32]) {
    let Some(frame) = frames.get_mut(frame) else { return };
    for place in places {
        if let Some(node) = frame.node_of.get_mut(*place as usize) {
            *node = 0;
        }
    }
}

/// Numbers the entries that are assessed or named by a claim, each as itself or as what it counts as.
fn number(framework: &Framework, frame: &mut Frame, options: &SuggestOptions) {
    let folded = folds(framework, options);
    let home = |place: u32| folded.get(&place).copied().unwrap_or(place);
    let mut asked = BTreeSet::new();
    let mut nodes = BTreeSet::new();
    for (place, marked) in (0u32..).zip(&frame.node_of) {
        let Some(entry) = framework.at(place) else { continue };
        if entry.is_assessable() {
            asked.insert(home(place));
        }
        if entry.is_assessable() || *marked != NONE {
            nodes.insert(home(place));
        }
    }
    let by_place: BTreeMap<u32, u32> = nodes.iter().copied().zip(0u32..).collect();
    for (place, node) in (0u32..).zip(&mut frame.node_of) {
        *node = by_place.get(&home(place)).copied().unwrap_or(NONE);
    }
    frame.asked = asked.iter().filter_map(|place| by_place.get(place).copied()).collect();
    frame.places = nodes.into_iter().collect();
}

/// By place, the place an entry counts as.
fn folds(framework: &Framework, options: &SuggestOptions) -> BTreeMap<u32, u32> {
    let inside = |entry: &Reference| {
        let entry = (entry.framework().as_str() == framework.id()).then(|| framework.entry(entry.entry()))?;
        entry.map(|entry| entry.place())
    };
    options.fold.iter().filter_map(|(part, whole)| Some((inside(part)?, inside(whole)?))).collect()
}

fn voice(catalogue: &Catalogue, frames: &[Frame], set: &ClaimSet, ends: (usize, usize)) -> Option<Voice> {
    let (source, target) = (frames.get(ends.0)?, frames.get(ends.1)?);
    let (mut pairs, mut said) = (BTreeSet::new(), BTreeSet::new());
    for claim in set.claims(catalogue) {
        let related = is_evidence(&claim);
        for a in claim.source_places().iter().filter_map(|place| source.node(*place)) {
            for b in claim.target_places().iter().filter_map(|place| target.node(*place)) {
                said.insert((a, b));
                if related {
                    pairs.insert((a, b));
                }
            }
        }
    }
    let mut key: BTreeSet<String> = set.lineage().map(str::to_owned).collect();
    if key.is_empty() {
        key.insert(format!("frame {}", set.frame()));
    }
    Some(Voice {
        id: set.id().to_owned(),
        publisher: set.publisher().to_owned(),
        ends,
        pairs: pairs.into_iter().collect(),
        said: said.into_iter().collect(),
        key,
    })
}

/// Whether a claim says that the two have something to do with each other.
fn is_evidence(claim: &Claim<'_>) -> bool {
    match claim.meaning() {
        Meaning::Set(mask) => !mask.is_empty() && mask.within(Mask::NOT_DISJOINT),
        Meaning::Supports | Meaning::SupportedBy | Meaning::Mitigates => true,
        Meaning::Contrary => false,
    }
}

/// Counts, for each pair of nodes, the sets that link it; sets that share a lineage count once.
fn weigh(frames: &[Frame], voices: &[Voice]) -> BTreeMap<(usize, usize), Sparse> {
    let mut between: BTreeMap<(usize, usize), Vec<&Voice>> = BTreeMap::new();
    for voice in voices {
        let (from, to) = voice.ends;
        between.entry((from.min(to), from.max(to))).or_default().push(voice);
    }
    let mut weights = BTreeMap::new();
    for ((from, to), voices) in between {
        let mut counts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for copies in lineages(&voices) {
            let once: BTreeSet<_> = copies.iter().flat_map(|voice| voice.towards(from, to, false)).collect();
            for pair in once {
                let count = counts.entry(pair).or_default();
                *count = count.saturating_add(1);
            }
        }
        if counts.is_empty() {
            continue;
        }
        let size = |frame: usize| frames.get(frame).map_or(0, Frame::len);
        let entries = counts.iter().map(|((a, b), count)| (*a, *b, f64::from(*count)));
        let there = Sparse::new(size(from), size(to), entries);
        weights.insert((to, from), there.transposed());
        weights.insert((from, to), there);
    }
    weights
}

/// Sets in groups of copies: two are in one group if they share a lineage, or are copies of copies.
fn lineages<'v>(voices: &[&'v Voice]) -> Vec<Vec<&'v Voice>> {
    let mut groups: Vec<(BTreeSet<&str>, Vec<&Voice>)> = Vec::new();
    for voice in voices {
        let mut keys: BTreeSet<&str> = voice.key.iter().map(String::as_str).collect();
        let mut members = vec![*voice];
        let (same, other) = groups.into_iter().partition(|(known, _)| !known.is_disjoint(&keys));
        groups = other;
        let same: Vec<(BTreeSet<&str>, Vec<&Voice>)> = same;
        for (known, more) in same {
            keys.extend(known);
            members.extend(more);
        }
        groups.push((keys, members));
    }
    groups.into_iter().map(|(_, members)| members).collect()
}
