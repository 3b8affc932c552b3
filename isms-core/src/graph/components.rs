//! Strongly connected components in topological order.

#![expect(clippy::indexing_slicing, reason = "all arrays have one entry per node of the same graph")]

use std::ops::Range;

use super::Csr;

/// The strongly connected components of a graph, sources first: an edge never leads to an earlier component. Nodes
/// inside a component ascend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Components {
    nodes: Vec<u32>, // INVARIANT: every node once, component after component, ascending inside each.
    offsets: Vec<u32>, // INVARIANT: ascending from 0 to the number of nodes, one more than there are components.
    of: Vec<u32>,      // INVARIANT: the component each node stands in.
}

const UNSEEN: u32 = u32::MAX;

impl Components {
    /// The components of a graph, by Tarjan's algorithm. O(nodes + edges).
    pub(crate) fn new(csr: &Csr) -> Self {
        let count = csr.nodes() as usize;
        // `low` holds the lowest number seen from a node while it is open, and later the number of its component
        // counted from the sinks.
        let (mut number, mut low) = (vec![UNSEEN; count], vec![0u32; count]);
        let mut closed = vec![false; count];
        let (mut open, mut calls): (Vec<u32>, Vec<(u32, Range<u32>)>) = (Vec::new(), Vec::new());
        let (mut seen, mut found) = (0u32, 0u32);
        for root in 0..csr.nodes() {
            if number[root as usize] != UNSEEN {
                continue;
            }
            let mut enter = Some(root);
            loop {
                if let Some(node) = enter.take() {
                    (number[node as usize], low[node as usize]) = (seen, seen);
                    seen += 1;
                    open.push(node);
                    calls.push((node, csr.edges(node)));
                }
                let Some((node, row)) = calls.last_mut() else { break };
                let node = *node as usize;
                for slot in row.by_ref() {
                    let next = csr.target(slot) as usize;
                    if number[next] == UNSEEN {
                        enter = Some(next as u32);
                        break;
                    }
                    if !closed[next] {
                        low[node] = low[node].min(number[next]);
                    }
                }
                if enter.is_some() {
                    continue;
                }
                calls.pop();
                if let Some(&(parent, _)) = calls.last() {
                    low[parent as usize] = low[parent as usize].min(low[node]);
                }
                if low[node] == number[node] {
                    while let Some(member) = open.pop() {
                        closed[member as usize] = true;
                        low[member as usize] = found;
                        if member as usize == node {
                            break;
                        }
                    }
                    found += 1;
                }
            }
        }
        let mut of = low;
        let mut offsets = vec![0u32; found as usize + 1];
        for component in &mut of {
            *component = found - 1 - *component;
            offsets[*component as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut nodes = vec![0; count];
        for node in 0..csr.nodes() {
            let place = &mut next[of[node as usize] as usize];
            nodes[*place as usize] = node;
            *place += 1;
        }
        Self { nodes, offsets, of }
    }

    /// How many components there are.
    pub(crate) fn len(&self) -> u32 {
        (self.offsets.len() - 1) as u32
    }

    /// The component of a node. `node` must be one of the graph.
    #[inline]
    pub(crate) fn of(&self, node: u32) -> u32 {
        self.of[node as usize]
    }

    /// The nodes of a component, ascending. `component` must be below [`Components::len`].
    #[inline]
    pub(crate) fn members(&self, component: u32) -> &[u32] {
        let at = component as usize;
        &self.nodes[self.offsets[at] as usize..self.offsets[at + 1] as usize]
    }

    /// All components, sources first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &[u32]> {
        (0..self.len()).map(|component| self.members(component))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_chain_and_a_ring_of_a_million() {
        let nodes = 1_000_000;
        let mut edges: Vec<_> = (1..nodes).map(|v| (v - 1, v)).collect();
        let chain = Components::new(&Csr::from_edges(nodes as usize, &edges).unwrap());
        assert_eq!(chain.len(), nodes);
        assert!(chain.iter().flatten().copied().eq(0..nodes));
        edges.push((nodes - 1, 0));
        let ring = Components::new(&Csr::from_edges(nodes as usize, &edges).unwrap());
        assert_eq!(ring.len(), 1);
        let back: Vec<_> = (1..nodes).map(|v| (v, v - 1)).collect();
        let back = Components::new(&Csr::from_edges(nodes as usize, &back).unwrap());
        assert!(back.iter().flatten().copied().eq((0..nodes).rev()));
    }

    proptest! {
        #[test]
        fn agree_with_mutual_reachability(nodes in 1u32..14, raw in prop::collection::vec((0u32..100, 0u32..100), 0..40)) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let n = nodes as usize;
            let mut reach = vec![vec![false; n]; n];
            for (u, row) in reach.iter_mut().enumerate() {
                row[u] = true;
            }
            for &(u, v) in &edges {
                reach[u as usize][v as usize] = true;
            }
            for k in 0..n {
                for i in 0..n {
                    for j in 0..n {
                        reach[i][j] |= reach[i][k] && reach[k][j];
                    }
                }
            }
            let components = Components::new(&Csr::from_edges(n, &edges).unwrap());
            for u in 0..nodes {
                for v in 0..nodes {
                    let mutual = reach[u as usize][v as usize] && reach[v as usize][u as usize];
                    prop_assert_eq!(components.of(u) == components.of(v), mutual);
                }
            }
            prop_assert!(edges.iter().all(|&(u, v)| components.of(u) <= components.of(v)));
            let mut all: Vec<_> = components.iter().flatten().copied().collect();
            for component in 0..components.len() {
                let members = components.members(component);
                prop_assert!(!members.is_empty() && members.is_sorted());
                prop_assert!(members.iter().all(|&m| components.of(m) == component));
            }
            all.sort_unstable();
            prop_assert!(all.into_iter().eq(0..nodes));
        }
    }
}
