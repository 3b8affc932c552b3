//! Dominators: what every way to a node leads through.

#![expect(
    clippy::indexing_slicing,
    reason = "all arrays have one entry per node of the same graph or of the walk"
)]

use super::Csr;

/// Immediate dominators below a set of roots, with memory that is reused. The start of all ways stands above the
/// roots and has no number.
#[derive(Debug)]
pub(crate) struct Dominators {
    place: Vec<u32>, // INVARIANT: per node its place in `order` counted from 1, 0 where it was not reached.
    order: Vec<u32>,
    above: Vec<u32>,
}

impl Dominators {
    /// For a graph of so many nodes.
    pub(crate) fn new(nodes: u32) -> Self {
        Self { place: vec![0; nodes as usize], order: Vec::new(), above: Vec::new() }
    }

    /// Each node that can be reached from the roots, with the nearest node that all ways to it lead through; `None`
    /// where ways from the start meet only there. `reversed` is `csr` turned around. `None` for all if it takes more
    /// than `budget` steps, which are taken off it.
    ///
    /// K. D. Cooper, T. J. Harvey, K. Kennedy, A Simple, Fast Dominance Algorithm (2001): quadratic at worst, near
    /// linear on graphs met in practice.
    pub(crate) fn of(
        &mut self,
        csr: &Csr,
        reversed: &Csr,
        roots: &[u32],
        budget: &mut u64,
    ) -> Option<impl Iterator<Item = (u32, Option<u32>)>> {
        self.number(csr, roots, budget)?;
        // Places: 0 is the start, each other one stands behind all that dominate it.
        let count = self.order.len();
        self.above.clear();
        self.above.resize(count + 1, u32::MAX);
        self.above[0] = 0;
        for &root in roots {
            self.above[self.place[root as usize] as usize] = 0;
        }
        let mut moved = true;
        while std::mem::take(&mut moved) {
            for (node, at) in self.order.iter().zip(1usize..) {
                *budget = budget.checked_sub(1)?;
                let mut found = if self.above[at] == 0 { 0 } else { u32::MAX };
                for &before in reversed.successors(*node) {
                    *budget = budget.checked_sub(1)?;
                    let place = self.place[before as usize];
                    if place == 0 || self.above[place as usize] == u32::MAX {
                        continue;
                    }
                    let (mut a, mut b) = (place, if found == u32::MAX { place } else { found });
                    while a != b {
                        *budget = budget.checked_sub(1)?;
                        if a > b {
                            a = self.above[a as usize];
                        } else {
                            b = self.above[b as usize];
                        }
                    }
                    found = a;
                }
                moved |= self.above[at] != found;
                self.above[at] = found;
            }
        }
        let (order, above) = (&self.order, &self.above);
        Some(
            order
                .iter()
                .zip(&above[1..])
                .map(|(&node, &above)| (node, (above as usize).checked_sub(1).map(|place| order[place]))),
        )
    }

    /// Numbers what can be reached in reverse postorder.
    fn number(&mut self, csr: &Csr, roots: &[u32], budget: &mut u64) -> Option<()> {
        for node in self.order.drain(..) {
            self.place[node as usize] = 0;
        }
        let mut open = Vec::new();
        let mut done: Vec<u32> = Vec::new();
        for &root in roots {
            if self.place[root as usize] == 0 {
                self.place[root as usize] = u32::MAX;
                self.order.push(root);
                open.push((root, csr.edges(root)));
            }
            while let Some((node, row)) = open.last_mut() {
                let Some(slot) = row.next() else {
                    done.push(*node);
                    open.pop();
                    continue;
                };
                *budget = budget.checked_sub(1)?;
                let next = csr.target(slot);
                if self.place[next as usize] == 0 {
                    self.place[next as usize] = u32::MAX;
                    self.order.push(next);
                    open.push((next, csr.edges(next)));
                }
            }
        }
        done.reverse();
        self.order = done;
        for (&node, place) in self.order.iter().zip(1u32..) {
            self.place[node as usize] = place;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::reachable;
    use proptest::prelude::*;

    #[test]
    fn a_chain_of_a_million() {
        let edges: Vec<_> = (1..1_000_000u32).map(|v| (v - 1, v)).collect();
        let csr = Csr::from_edges(1_000_000, &edges).unwrap();
        let reversed = csr.reversed().0;
        let mut dominators = Dominators::new(1_000_000);
        let mut budget = 10_000_000;
        let found = dominators.of(&csr, &reversed, &[0], &mut budget).unwrap();
        assert!(found.eq((0..1_000_000u32).map(|node| (node, node.checked_sub(1)))));
        assert!(dominators.of(&csr, &reversed, &[0], &mut 1_000).is_none());
    }

    proptest! {
        #[test]
        fn agree_with_taking_nodes_out(
            nodes in 1u32..10,
            raw in prop::collection::vec((0u32..100, 0u32..100), 0..25),
            roots in prop::collection::vec(0u32..100, 1..4),
        ) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let roots: Vec<_> = roots.iter().map(|root| root % nodes).collect();
            let csr = Csr::from_edges(nodes as usize, &edges).unwrap();
            // What a node dominates can no longer be reached without it.
            let without = |gone: u32| {
                let left: Vec<_> = edges.iter().copied().filter(|e| e.0 != gone && e.1 != gone).collect();
                let roots: Vec<_> = roots.iter().copied().filter(|&root| root != gone).collect();
                reachable(&Csr::from_edges(nodes as usize, &left).unwrap(), &roots)
            };
            let reached = reachable(&csr, &roots);
            let over = |node: u32| -> Vec<u32> {
                reached.iter().copied().filter(|&d| d != node && !without(d).contains(&node)).collect()
            };
            let mut dominators = Dominators::new(nodes);
            for _ in 0..2 {
                let found: Vec<_> =
                    dominators.of(&csr, &csr.reversed().0, &roots, &mut u64::MAX.clone()).unwrap().collect();
                prop_assert_eq!(found.len(), reached.len());
                for (node, above) in found {
                    let all = over(node);
                    // The nearest of those above a node has all the others above itself.
                    let nearest = all.iter().copied().max_by_key(|&d| over(d).len());
                    prop_assert_eq!(above, nearest);
                }
            }
        }
    }
}
