//! Distances, shortest paths, neighbourhoods and cycles, all breadth first.

#![expect(clippy::indexing_slicing, reason = "all arrays have one entry per node of the same graph")]

use super::{Components, Csr};

/// The distance of a node that cannot be reached.
pub(crate) const UNREACHED: u32 = u32::MAX;

/// For each node the number of edges from the nearest of `sources`, [`UNREACHED`] where there is no path.
/// O(nodes + edges).
pub(crate) fn distances(csr: &Csr, sources: &[u32]) -> Vec<u32> {
    search(csr, sources, u32::MAX).0
}

/// The nodes that can be reached from `sources`, those included, ascending. O(nodes + edges).
pub(crate) fn reachable(csr: &Csr, sources: &[u32]) -> Vec<u32> {
    let mut reached = search(csr, sources, u32::MAX).1;
    reached.sort_unstable();
    reached
}

/// The nodes at most `hops` edges from the nearest of `sources`, each with its distance; nearest first, then
/// ascending. O(nodes + edges).
pub(crate) fn neighbourhood(csr: &Csr, sources: &[u32], hops: u32) -> Vec<(u32, u32)> {
    let (distance, reached) = search(csr, sources, hops);
    let mut near: Vec<_> = reached.into_iter().map(|node| (node, distance[node as usize])).collect();
    near.sort_unstable_by_key(|&(node, distance)| (distance, node));
    near
}

/// Distances up to `hops`, and the nodes reached in the order they were.
fn search(csr: &Csr, sources: &[u32], hops: u32) -> (Vec<u32>, Vec<u32>) {
    let mut distance = vec![UNREACHED; csr.nodes() as usize];
    let mut queue = Vec::new();
    for &source in sources {
        if std::mem::replace(&mut distance[source as usize], 0) == UNREACHED {
            queue.push(source);
        }
    }
    let mut head = 0;
    while let Some(&node) = queue.get(head) {
        head += 1;
        let next = distance[node as usize] + 1;
        if next > hops {
            break;
        }
        for &target in csr.successors(node) {
            if distance[target as usize] == UNREACHED {
                distance[target as usize] = next;
                queue.push(target);
            }
        }
    }
    (distance, queue)
}

/// A walk through a graph: `slots` leads from each node to the next, so there is one slot less than nodes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path {
    /// The nodes, both ends included.
    pub(crate) nodes: Vec<u32>,
    /// The slots between them.
    pub(crate) slots: Vec<u32>,
}

/// Every shortest path from one node to another, in the order of slots; a node has one path of no edges to itself.
///
/// There may be exponentially many, so callers `take` as many as they can show: the search costs O(nodes + edges)
/// and each path O(the edges of its nodes). `reverse` is `csr` turned around.
pub(crate) fn shortest_paths<'a>(
    csr: &'a Csr,
    reverse: &Csr,
    from: u32,
    to: u32,
) -> impl Iterator<Item = Path> + use<'a> {
    // Only edges that come nearer to the end are followed, so no step is a dead end.
    let left = distances(reverse, &[to]);
    let reached = left[from as usize] != UNREACHED;
    let mut rows = if reached { vec![csr.edges(from)] } else { vec![] };
    let mut path = Path { nodes: vec![from], slots: vec![] };
    let mut trivial = reached && from == to;
    std::iter::from_fn(move || {
        if std::mem::take(&mut trivial) {
            return Some(path.clone());
        }
        loop {
            let row = rows.last_mut()?;
            let nearer = left[*path.nodes.last()? as usize].checked_sub(1);
            match row.find(|&slot| Some(left[csr.target(slot) as usize]) == nearer) {
                None => {
                    rows.pop();
                    if !rows.is_empty() {
                        path.nodes.pop();
                        path.slots.pop();
                    }
                }
                Some(slot) => {
                    let target = csr.target(slot);
                    path.nodes.push(target);
                    path.slots.push(slot);
                    if nearer == Some(0) {
                        let found = path.clone();
                        path.nodes.pop();
                        path.slots.pop();
                        return Some(found);
                    }
                    rows.push(csr.edges(target));
                }
            }
        }
    })
}

/// The shortest cycle through the lowest node of a component, as nodes from that one on (it is not repeated at the
/// end); of several, the one whose nodes were reached first in ascending order. `None` if the component has no
/// cycle. O(edges of the component · log of its nodes).
pub(crate) fn cycle_in(csr: &Csr, components: &Components, component: u32) -> Option<Vec<u32>> {
    let members = components.members(component);
    let mut parent = vec![UNREACHED; members.len()];
    let mut queue = vec![0u32];
    let mut head = 0;
    while let Some(&at) = queue.get(head) {
        head += 1;
        for &target in csr.successors(members[at as usize]) {
            let Ok(place) = members.binary_search(&target) else { continue };
            if place == 0 {
                let mut cycle = vec![members[at as usize]];
                let mut at = at;
                while at != 0 {
                    at = parent[at as usize];
                    cycle.push(members[at as usize]);
                }
                cycle.reverse();
                return Some(cycle);
            }
            if parent[place] == UNREACHED {
                parent[place] = at;
                queue.push(place as u32);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_chain_of_a_million() {
        let nodes = 1_000_000;
        let mut edges: Vec<_> = (1..nodes).map(|v| (v - 1, v)).collect();
        let csr = Csr::from_edges(nodes as usize, &edges).unwrap();
        assert_eq!(distances(&csr, &[0]).last(), Some(&(nodes - 1)));
        let paths: Vec<_> = shortest_paths(&csr, &csr.reversed().0, 0, nodes - 1).collect();
        assert_eq!(paths.len(), 1);
        assert!(paths[0].nodes.iter().copied().eq(0..nodes));
        edges.push((nodes - 1, 0));
        let ring = Csr::from_edges(nodes as usize, &edges).unwrap();
        let cycle = cycle_in(&ring, &Components::new(&ring), 0).unwrap();
        assert!(cycle.into_iter().eq(0..nodes));
    }

    #[test]
    fn exponentially_many_paths_are_not_enumerated() {
        // 64 diamonds in a row: 2^64 shortest paths.
        let edges: Vec<_> = (0..64u32)
            .map(|i| 3 * i)
            .flat_map(|d| [(d, d + 1), (d, d + 2), (d + 1, d + 3), (d + 2, d + 3)])
            .collect();
        let csr = Csr::from_edges(193, &edges).unwrap();
        let some: Vec<_> = shortest_paths(&csr, &csr.reversed().0, 0, 192).take(10).collect();
        assert_eq!(some.len(), 10);
        assert!(some.iter().all(|p| p.slots.len() == 128));
    }

    /// Every walk of exactly `length` edges between two nodes, as slots.
    fn walks(csr: &Csr, from: u32, to: u32, length: u32) -> BTreeSet<Vec<u32>> {
        let mut found = BTreeSet::from([vec![]]);
        for _ in 0..length {
            found = found
                .iter()
                .flat_map(|walk: &Vec<u32>| {
                    let end = walk.last().map_or(from, |&slot| csr.target(slot));
                    csr.edges(end).map(move |slot| walk.iter().copied().chain([slot]).collect())
                })
                .collect();
        }
        found.retain(|walk| walk.last().map_or(from, |&slot| csr.target(slot)) == to);
        found
    }

    proptest! {
        #[test]
        fn agree_with_brute_force(
            nodes in 1u32..8,
            raw in prop::collection::vec((0u32..100, 0u32..100), 0..16),
            ends in (0u32..100, 0u32..100),
            hops in 0u32..5,
        ) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let csr = Csr::from_edges(nodes as usize, &edges).unwrap();
            let (from, to) = (ends.0 % nodes, ends.1 % nodes);

            // Distances by relaxing every edge as often as there are nodes.
            let mut expected = vec![UNREACHED; nodes as usize];
            expected[from as usize] = 0;
            for _ in 0..nodes {
                for &(u, v) in &edges {
                    expected[v as usize] = expected[v as usize].min(expected[u as usize].saturating_add(1));
                }
            }
            let distance = distances(&csr, &[from]);
            prop_assert_eq!(&distance, &expected);
            let within = |limit| (0..nodes).filter(|&v| expected[v as usize] <= limit).collect::<BTreeSet<_>>();
            prop_assert!(reachable(&csr, &[from]).into_iter().eq(within(UNREACHED - 1)));
            let near = neighbourhood(&csr, &[from], hops);
            prop_assert!(near.iter().all(|&(v, d)| d == expected[v as usize]));
            prop_assert_eq!(near.iter().map(|n| n.0).collect::<BTreeSet<_>>(), within(hops));
            prop_assert!(near.iter().is_sorted_by_key(|&(v, d)| (d, v)));

            let paths: Vec<_> = shortest_paths(&csr, &csr.reversed().0, from, to).collect();
            let slots: Vec<_> = paths.iter().map(|p| p.slots.clone()).collect();
            let length = distance[to as usize];
            let all = if length == UNREACHED { BTreeSet::new() } else { walks(&csr, from, to, length) };
            prop_assert!(slots.iter().eq(&all), "{:?} {:?}", slots, all);
            for path in &paths {
                prop_assert_eq!(path.nodes[0], from);
                prop_assert!(path.slots.iter().zip(&path.nodes[1..]).all(|(&s, &v)| csr.target(s) == v));
            }
        }

        #[test]
        fn cycles_are_shortest_and_real(nodes in 1u32..8, raw in prop::collection::vec((0u32..100, 0u32..100), 0..16)) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let csr = Csr::from_edges(nodes as usize, &edges).unwrap();
            let components = Components::new(&csr);
            for component in 0..components.len() {
                let start = components.members(component)[0];
                let shortest = (1..=nodes).find(|&length| !walks(&csr, start, start, length).is_empty());
                let cycle = cycle_in(&csr, &components, component);
                prop_assert_eq!(cycle.as_ref().map(|c| c.len() as u32), shortest);
                let cycle = cycle.unwrap_or_default();
                for (at, &u) in cycle.iter().enumerate() {
                    let v = cycle[(at + 1) % cycle.len()];
                    prop_assert!(csr.successors(u).contains(&v));
                    prop_assert_eq!(components.of(u), component);
                }
            }
        }
    }
}
