//! Claims as pairs of numbers: what leads where, set by set, and where entries stand in their framework.

use crate::catalogue::{Catalogue, ClaimSet, Framework};

/// For each entry of a framework, ascending, the entries it is linked with.
pub(super) struct Fan {
    starts: Vec<usize>, // INVARIANT: one more than entries; ascending, the last is the length of `ends`.
    ends: Vec<u32>,
}

impl Fan {
    /// From pairs in ascending order.
    fn of(pairs: &[(u32, u32)], entries: usize) -> Self {
        let mut starts = Vec::with_capacity(entries.saturating_add(1));
        let mut at = 0;
        for entry in 0..entries {
            starts.push(at);
            at += pairs.iter().skip(at).take_while(|pair| pair.0 as usize == entry).count();
        }
        starts.push(at);
        Self { starts, ends: pairs.iter().take(at).map(|pair| pair.1).collect() }
    }

    /// What an entry is linked with, ascending.
    pub(super) fn at(&self, entry: u32) -> &[u32] {
        let entry = entry as usize;
        let bounds = self.starts.get(entry).zip(self.starts.get(entry.saturating_add(1)));
        bounds.and_then(|(from, to)| self.ends.get(*from..*to)).unwrap_or_default()
    }

    /// The entries that are linked with any.
    pub(super) fn used(&self) -> impl Iterator<Item = u32> {
        (0..).zip(self.starts.windows(2)).filter(|(_, w)| w.first() < w.last()).map(|(entry, _)| entry)
    }
}

/// A set as distinct pairs of places; a claim about several entries together counts as one about each.
pub(super) struct Links<'c> {
    pub(super) set: &'c ClaimSet,
    /// The places of its frameworks in the catalogue.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) pairs: Vec<(u32, u32)>, // INVARIANT: ascending, each once.
    pub(super) forth: Fan,
    pub(super) back: Fan,
}

impl<'c> Links<'c> {
    /// `None` for a set whose frameworks the catalogue does not have.
    pub(super) fn of(catalogue: &'c Catalogue, set: &'c ClaimSet) -> Option<Self> {
        let place = |slug: &str| catalogue.frameworks().binary_search_by(|f| f.id().cmp(slug)).ok();
        let (from, to) = (place(set.source())?, place(set.target())?);
        let entries = |place: usize| catalogue.frameworks().get(place).map_or(0, Framework::len);
        let mut pairs = Vec::with_capacity(set.len());
        for claim in set.claims(catalogue) {
            for source in claim.source_places() {
                pairs.extend(claim.target_places().iter().map(|target| (*source, *target)));
            }
        }
        Some(Self::new(set, (from, entries(from)), (to, entries(to)), pairs))
    }

    /// From pairs in any order, and the places of the frameworks with the counts of their entries.
    pub(super) fn new(
        set: &'c ClaimSet,
        from: (usize, usize),
        to: (usize, usize),
        mut pairs: Vec<(u32, u32)>,
    ) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut turned: Vec<_> = pairs.iter().map(|(source, target)| (*target, *source)).collect();
        turned.sort_unstable();
        let (forth, back) = (Fan::of(&pairs, from.1), Fan::of(&turned, to.1));
        Self { set, from: from.0, to: to.0, pairs, forth, back }
    }

    /// The pairs seen from a framework: its fan, and the framework at the other end. `None` for a set that does not
    /// touch it, or that stays inside it.
    pub(super) fn seen_from(&self, framework: usize) -> Option<(&Fan, usize)> {
        match () {
            () if self.from == self.to => None,
            () if self.from == framework => Some((&self.forth, self.to)),
            () if self.to == framework => Some((&self.back, self.from)),
            () => None,
        }
    }

    /// Whether the two say that they descend from the same.
    pub(super) fn is_kin(&self, other: &Links<'_>) -> bool {
        self.set.lineage().any(|tag| other.set.lineage().any(|o| o == tag))
    }
}

/// No parent.
pub(super) const NONE: u32 = u32::MAX;

/// Where the entries of a framework stand in it.
pub(super) struct Tree {
    /// The place of the entry each belongs to, or [`NONE`].
    pub(super) parents: Vec<u32>,
    /// Whether no other entry belongs to it.
    pub(super) leaves: Vec<bool>,
}

impl Tree {
    pub(super) fn of(framework: &Framework) -> Self {
        let count = framework.len();
        let (mut parents, mut leaves) = (vec![NONE; count], vec![true; count]);
        for entry in framework.entries() {
            let Some(parent) = entry.parent() else { continue };
            if let Some(slot) = parents.get_mut(entry.place() as usize) {
                *slot = parent.place();
            }
            if let Some(leaf) = leaves.get_mut(parent.place() as usize) {
                *leaf = false;
            }
        }
        Self { parents, leaves }
    }

    pub(super) fn parent(&self, entry: u32) -> u32 {
        self.parents.get(entry as usize).copied().unwrap_or(NONE)
    }

    pub(super) fn is_leaf(&self, entry: u32) -> bool {
        self.leaves.get(entry as usize).copied().unwrap_or(false)
    }
}

/// How many numbers two ascending lists share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut count = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                a.next();
                b.next();
            }
        }
    }
    count
}
