//! One walk down a graph, for whatever is carried along its edges.

#![expect(clippy::indexing_slicing, reason = "all arrays have one entry per node of the same graph")]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::{Components, Csr};

/// What is carried down a graph. The values are the flow's own; the walk only says when they move on.
///
/// Inside a component with a cycle an edge is passed again whenever its source was raised. So what is joined there
/// must be monotone, raised a bounded number of times, and indifferent to being joined twice.
pub(crate) trait Flow {
    /// The edges of a node are about to be passed.
    #[inline]
    fn enter(&mut self, _node: u32) {}

    /// Joins what arrives along a slot into its target, and says whether that was raised.
    fn pass(&mut self, slot: u32, from: u32, to: u32) -> bool;
}

/// Walks the given components, which come in topological order: sources first, and inside a component until nothing
/// is raised any more. O(nodes + edges) of components without a cycle; those with one, times how often a member is
/// raised.
#[inline]
pub(crate) fn descend<'a>(
    csr: &Csr,
    components: &Components,
    order: impl IntoIterator<Item = &'a [u32]>,
    flow: &mut impl Flow,
) {
    let mut queued: Vec<bool> = Vec::new();
    let mut queue = VecDeque::new();
    for members in order {
        queue.extend(members);
        let cyclic = members.len() > 1;
        if cyclic {
            queued.resize(csr.nodes() as usize, false);
            for &node in members {
                queued[node as usize] = true;
            }
        }
        while let Some(node) = queue.pop_front() {
            flow.enter(node);
            if cyclic {
                queued[node as usize] = false;
            }
            for slot in csr.edges(node) {
                let next = csr.target(slot);
                let moved = flow.pass(slot, node, next);
                if cyclic && moved && !queued[next as usize] && components.of(next) == components.of(node) {
                    queued[next as usize] = true;
                    queue.push_back(next);
                }
            }
        }
    }
}

/// A flow of numbers that never grow along an edge and, inside a component with a cycle, are joined by the highest.
pub(crate) trait Falling: Flow {
    /// What a node has so far.
    fn value(&self, node: u32) -> u128;
}

/// As [`descend`] does, but inside a component the highest value moves on first, as Dijkstra's shortest ways do, so that
/// nothing is raised once it has moved on. O((nodes + edges) · log).
pub(crate) fn descend_highest<'a>(
    csr: &Csr,
    components: &Components,
    order: impl IntoIterator<Item = &'a [u32]>,
    flow: &mut impl Falling,
) {
    let mut heap = BinaryHeap::new();
    let mut moved_on: Vec<bool> = Vec::new();
    for members in order {
        if let &[node] = members {
            flow.enter(node);
            csr.edges(node).for_each(|slot| {
                flow.pass(slot, node, csr.target(slot));
            });
            continue;
        }
        moved_on.resize(csr.nodes() as usize, false);
        heap.extend(members.iter().map(|&node| (flow.value(node), Reverse(node))));
        while let Some((_, Reverse(node))) = heap.pop() {
            if std::mem::replace(&mut moved_on[node as usize], true) {
                continue; // it was raised after it had been put here, and came up with the higher value
            }
            flow.enter(node);
            for slot in csr.edges(node) {
                let next = csr.target(slot);
                if flow.pass(slot, node, next)
                    && !moved_on[next as usize]
                    && components.of(next) == components.of(node)
                {
                    heap.push((flow.value(next), Reverse(next)));
                }
            }
        }
        for &node in members {
            moved_on[node as usize] = false;
        }
    }
}

/// The nodes below one node after another, with memory that is reused.
#[derive(Debug)]
pub(crate) struct Below {
    seen: Vec<bool>, // INVARIANT: true for just the nodes of `nodes`.
    nodes: Vec<u32>,
}

impl Below {
    /// For a graph of so many nodes.
    pub(crate) fn new(nodes: u32) -> Self {
        Self { seen: vec![false; nodes as usize], nodes: Vec::new() }
    }

    /// The nodes that can be reached from `source`, that one included, in topological order of their components and
    /// ascending inside each. O(edges of what is reached, and a logarithm for the order).
    pub(crate) fn of(&mut self, csr: &Csr, components: &Components, source: u32) -> &[u32] {
        for node in self.nodes.drain(..) {
            self.seen[node as usize] = false;
        }
        self.seen[source as usize] = true;
        self.nodes.push(source);
        let mut head = 0;
        while let Some(&node) = self.nodes.get(head) {
            head += 1;
            for &next in csr.successors(node) {
                if !self.seen[next as usize] {
                    self.seen[next as usize] = true;
                    self.nodes.push(next);
                }
            }
        }
        self.nodes.sort_unstable_by_key(|&node| (components.of(node), node));
        &self.nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The highest number of a node that reaches each.
    struct Highest(Vec<u32>);

    impl Flow for Highest {
        fn pass(&mut self, _slot: u32, from: u32, to: u32) -> bool {
            let (from, to) = (self.0[from as usize], &mut self.0[to as usize]);
            let moved = from > *to;
            *to = (*to).max(from);
            moved
        }
    }

    /// The same, and how often each node moved on.
    struct Once {
        highest: Highest,
        entered: Vec<u32>,
    }

    impl Flow for Once {
        fn enter(&mut self, node: u32) {
            self.entered[node as usize] += 1;
        }

        fn pass(&mut self, slot: u32, from: u32, to: u32) -> bool {
            self.highest.pass(slot, from, to)
        }
    }

    impl Falling for Once {
        fn value(&self, node: u32) -> u128 {
            u128::from(self.highest.0[node as usize])
        }
    }

    proptest! {
        #[test]
        fn agrees_with_relaxing_every_edge(nodes in 1u32..12, raw in prop::collection::vec((0u32..100, 0u32..100), 0..40)) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let csr = Csr::from_edges(nodes as usize, &edges).unwrap();
            let components = Components::new(&csr);
            let mut flow = Highest((0..nodes).collect());
            descend(&csr, &components, components.iter(), &mut flow);
            let mut expected: Vec<u32> = (0..nodes).collect();
            for _ in 0..nodes {
                for &(u, v) in &edges {
                    expected[v as usize] = expected[v as usize].max(expected[u as usize]);
                }
            }
            prop_assert_eq!(&flow.0, &expected);

            let mut once = Once { highest: Highest((0..nodes).collect()), entered: vec![0; nodes as usize] };
            descend_highest(&csr, &components, components.iter(), &mut once);
            prop_assert_eq!(&once.highest.0, &expected);
            prop_assert_eq!(once.entered, vec![1; nodes as usize]);

            let mut below = Below::new(nodes);
            for source in 0..nodes {
                let mut found = below.of(&csr, &components, source).to_vec();
                prop_assert!(found.is_sorted_by_key(|&node| components.of(node)));
                found.sort_unstable();
                prop_assert_eq!(found, crate::graph::reachable(&csr, &[source]));
            }
        }
    }
}
