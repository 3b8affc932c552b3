//! Compressed sparse rows: the edges of every node side by side.

#![expect(clippy::indexing_slicing, reason = "the invariant of `Csr`: rows and targets are in range")]

use std::ops::Range;

/// A directed graph over the nodes `0..nodes`. An edge is known by its *slot*, a dense number; the slots of a node
/// are consecutive and their targets ascend. Parallel edges and loops are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Csr {
    offsets: Vec<u32>, // INVARIANT: ascending from 0 to the number of slots, one more than there are nodes.
    targets: Vec<u32>, // INVARIANT: all below the number of nodes; ascending inside a row.
}

impl Csr {
    /// The graph of the given edges. `None` if nodes or edges are more than 32 bits can count (the highest number
    /// is kept free as a mark), or if an edge names a node that is not there. O(nodes + edges).
    pub(crate) fn from_edges(nodes: usize, edges: &[(u32, u32)]) -> Option<Self> {
        Self::with_edges(nodes, edges).map(|(csr, _)| csr)
    }

    /// The graph, and for each slot the place of its edge in `edges`. Parallel edges keep their order.
    /// Edges that come sorted keep their places as slots.
    pub(crate) fn with_edges(nodes: usize, edges: &[(u32, u32)]) -> Option<(Self, Vec<u32>)> {
        let count = u32::try_from(nodes).ok().filter(|&n| n < u32::MAX)?;
        let slots = u32::try_from(edges.len()).ok().filter(|&n| n < u32::MAX)?;
        if edges.iter().any(|&(from, to)| from >= count || to >= count) {
            return None;
        }
        if edges.is_sorted() {
            let offsets = offsets(nodes, edges.iter().map(|e| e.0));
            return Some((
                Self { offsets, targets: edges.iter().map(|e| e.1).collect() },
                (0..slots).collect(),
            ));
        }
        // Two stable counting sorts, by target and then by source.
        let by_target = counting_sort(nodes, 0..slots, |e| edges[e as usize].1);
        let order = counting_sort(nodes, by_target.into_iter(), |e| edges[e as usize].0);
        let offsets = offsets(nodes, edges.iter().map(|e| e.0));
        let targets = order.iter().map(|&e| edges[e as usize].1).collect();
        Some((Self { offsets, targets }, order))
    }

    /// How many nodes there are.
    pub(crate) fn nodes(&self) -> u32 {
        (self.offsets.len() - 1) as u32
    }

    /// How many slots there are, one per edge.
    pub(crate) fn slots(&self) -> u32 {
        self.targets.len() as u32
    }

    /// The targets of a node's edges, ascending. `node` must be below [`Csr::nodes`].
    #[inline]
    pub(crate) fn successors(&self, node: u32) -> &[u32] {
        let row = self.edges(node);
        &self.targets[row.start as usize..row.end as usize]
    }

    /// The slots of a node's edges. `node` must be below [`Csr::nodes`].
    #[inline]
    pub(crate) fn edges(&self, node: u32) -> Range<u32> {
        self.offsets[node as usize]..self.offsets[node as usize + 1]
    }

    /// The target of a slot. `slot` must be below [`Csr::slots`].
    #[inline]
    pub(crate) fn target(&self, slot: u32) -> u32 {
        self.targets[slot as usize]
    }

    /// The source of a slot. O(log nodes).
    pub(crate) fn source(&self, slot: u32) -> u32 {
        self.offsets.partition_point(|&start| start <= slot).saturating_sub(1) as u32
    }

    /// The same edges turned around, and for each of its slots the slot here. O(nodes + edges).
    pub(crate) fn reversed(&self) -> (Self, Vec<u32>) {
        let nodes = self.offsets.len() - 1;
        let forward = counting_sort(nodes, 0..self.slots(), |slot| self.target(slot));
        let mut sources = vec![0; self.targets.len()];
        for node in 0..self.nodes() {
            for slot in self.edges(node) {
                sources[slot as usize] = node;
            }
        }
        let targets = forward.iter().map(|&slot| sources[slot as usize]).collect();
        (Self { offsets: offsets(nodes, self.targets.iter().copied()), targets }, forward)
    }
}

/// Where the row of each key starts, and the total at the end.
fn offsets(keys: usize, each: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut offsets = vec![0u32; keys + 1];
    for key in each {
        offsets[key as usize + 1] += 1;
    }
    for at in 1..offsets.len() {
        offsets[at] += offsets[at - 1];
    }
    offsets
}

/// The items in ascending order of their keys; equal keys keep their order.
fn counting_sort(
    keys: usize,
    items: impl ExactSizeIterator<Item = u32> + Clone,
    key: impl Fn(u32) -> u32,
) -> Vec<u32> {
    let mut next = offsets(keys, items.clone().map(&key));
    let mut sorted = vec![0; items.len()];
    for item in items {
        let place = &mut next[key(item) as usize];
        sorted[*place as usize] = item;
        *place += 1;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_and_ends_out_of_range_are_refused() {
        assert!(Csr::from_edges(2, &[(0, 2)]).is_none());
        assert!(Csr::from_edges(2, &[(2, 0)]).is_none());
        assert!(Csr::from_edges(usize::MAX, &[]).is_none());
        assert!(Csr::from_edges(u32::MAX as usize, &[]).is_none());
        let empty = Csr::from_edges(0, &[]).unwrap();
        assert_eq!((empty.nodes(), empty.slots()), (0, 0));
    }

    proptest! {
        #[test]
        fn rows_hold_the_sorted_edges(nodes in 1u32..12, raw in prop::collection::vec((0u32..100, 0u32..100), 0..40)) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let (csr, origin) = Csr::with_edges(nodes as usize, &edges).unwrap();
            let mut rows = vec![];
            for u in 0..nodes {
                prop_assert_eq!(csr.successors(u).len(), csr.edges(u).len());
                for slot in csr.edges(u) {
                    prop_assert_eq!(edges[origin[slot as usize] as usize], (u, csr.target(slot)));
                    prop_assert_eq!(csr.source(slot), u);
                    rows.push((u, csr.target(slot), origin[slot as usize]));
                }
            }
            let mut expected: Vec<_> = edges.iter().zip(0u32..).map(|(&(u, v), e)| (u, v, e)).collect();
            expected.sort_unstable();
            prop_assert_eq!(rows, expected);

            let (reverse, forward) = csr.reversed();
            for slot in 0..reverse.slots() {
                let here = forward[slot as usize];
                prop_assert_eq!((reverse.source(slot), reverse.target(slot)), (csr.target(here), csr.source(here)));
            }
            prop_assert_eq!(reverse.reversed().0, csr);
        }
    }
}
