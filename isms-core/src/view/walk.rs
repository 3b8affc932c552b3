//! Neighbours, neighbourhoods and shortest paths.

use super::{Direction, View, csr, short};
use crate::graph::{self, Csr};

/// One step away from a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Neighbour {
    /// The node at the other end, a place in [`View::nodes`].
    pub node: usize,
    /// The edge, a place in [`View::edges`].
    pub edge: usize,
    /// Whether the edge leads from the node that was asked for.
    pub outgoing: bool,
}

/// A node of a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Near {
    /// The node, a place in [`View::nodes`].
    pub node: usize,
    /// How many edges away it is.
    pub hops: u32,
}

/// A path: places of nodes, and places of the edges between them, which are one less.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Route {
    /// The nodes, both ends included.
    pub nodes: Vec<usize>,
    /// The edges between them, each followed in either direction where that was asked for.
    pub edges: Vec<usize>,
}

impl View {
    /// The nodes one edge away: outgoing edges first, each by the place of the edge's other end. None for a place
    /// without a node. O(edges of the node).
    pub fn neighbours(&self, node: usize, direction: Direction) -> Vec<Neighbour> {
        let mut found = Vec::new();
        if node >= self.nodes.len() {
            return found;
        }
        let node = short(node);
        if direction != Direction::In {
            for slot in self.forward.edges(node) {
                let (node, edge) = (self.forward.target(slot) as usize, slot as usize);
                found.push(Neighbour { node, edge, outgoing: true });
            }
        }
        if direction != Direction::Out {
            for slot in self.backward.edges(node) {
                let Some(&edge) = self.backward_edges.get(slot as usize) else { continue };
                let node = self.backward.target(slot) as usize;
                found.push(Neighbour { node, edge: edge as usize, outgoing: false });
            }
        }
        found
    }

    /// The nodes at most `hops` edges away, the node itself included; nearest first, then by place. Nothing is
    /// reached through a [frame](super::NodeKind::is_frame) other than the node itself. O(nodes + edges).
    pub fn neighbourhood(&self, node: usize, direction: Direction, hops: u32) -> Vec<Near> {
        if node >= self.nodes.len() {
            return Vec::new();
        }
        let (graph, _) = self.walkable(node, direction);
        let near = graph::neighbourhood(&graph, &[short(node)], hops);
        near.into_iter().map(|(node, hops)| Near { node: node as usize, hops }).collect()
    }

    /// The shortest paths between two nodes, at most `max` of them, in an order that depends on the view alone. Two
    /// edges between the same nodes make two paths. None leads through a [frame](super::NodeKind::is_frame).
    ///
    /// There may be exponentially many: O(nodes + edges + what is returned).
    pub fn paths(&self, from: usize, to: usize, direction: Direction, max: usize) -> Vec<Route> {
        if from >= self.nodes.len() || to >= self.nodes.len() {
            return Vec::new();
        }
        let (graph, edge_of) = self.walkable(from, direction);
        let reverse = graph.reversed().0;
        let place = |slot: u32| edge_of.get(slot as usize).copied();
        graph::shortest_paths(&graph, &reverse, short(from), short(to))
            .take(max)
            .map(|path| Route {
                nodes: path.nodes.into_iter().map(|node| node as usize).collect(),
                edges: path.slots.into_iter().filter_map(place).collect(),
            })
            .collect()
    }

    /// The edges that may be followed from `start`, in the direction asked for, and for each slot its edge.
    fn walkable(&self, start: usize, direction: Direction) -> (Csr, Vec<usize>) {
        let leads = |node: usize| node == start || self.nodes.get(node).is_some_and(|n| !n.kind.is_frame());
        let mut pairs = Vec::new();
        let mut places = Vec::new();
        for (place, edge) in self.edges.iter().enumerate() {
            if direction != Direction::In && leads(edge.from) {
                pairs.push((short(edge.from), short(edge.to)));
                places.push(place);
            }
            if direction != Direction::Out && leads(edge.to) {
                pairs.push((short(edge.to), short(edge.from)));
                places.push(place);
            }
        }
        let (graph, origin) = csr(self.nodes.len(), &pairs);
        let places = origin.into_iter().filter_map(|at| places.get(at as usize).copied()).collect();
        (graph, places)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Edge, EdgeKind, Node, NodeKind};
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn view(nodes: usize, edges: &[(usize, usize, EdgeKind)]) -> View {
        let node = |n: usize| {
            let kind = if n == 0 { NodeKind::Scope } else { NodeKind::Asset };
            Node { kind, id: format!("{n:03}"), label: String::new() }
        };
        let edges = edges.iter().map(|&(from, to, kind)| Edge { from, to, kind }).collect();
        View::new((0..nodes).map(node).collect(), edges)
    }

    #[test]
    fn two_kinds_of_edge_are_two_paths_and_the_scope_is_no_bridge() {
        let view = view(
            5,
            &[
                (1, 2, EdgeKind::DependsOn),
                (1, 2, EdgeKind::Uses),
                (2, 3, EdgeKind::DependsOn),
                (1, 0, EdgeKind::InScope),
                (3, 0, EdgeKind::InScope),
                (4, 0, EdgeKind::InScope),
            ],
        );
        let paths = view.paths(1, 3, Direction::Both, 9);
        assert_eq!(paths.iter().map(|r| r.nodes.clone()).collect::<Vec<_>>(), [[1, 2, 3], [1, 2, 3]]);
        assert_ne!(paths[0].edges, paths[1].edges);
        assert_eq!(view.paths(1, 3, Direction::Both, 1).len(), 1);
        assert!(view.paths(1, 4, Direction::Both, 9).is_empty());
        assert_eq!(view.paths(0, 4, Direction::Both, 9).len(), 1);
        assert_eq!(view.paths(4, 0, Direction::Both, 9).len(), 1);
        assert!(view.paths(3, 1, Direction::Out, 9).is_empty());
        assert_eq!(view.paths(3, 1, Direction::In, 9).len(), 2);
        let near: Vec<_> =
            view.neighbourhood(1, Direction::Both, 5).iter().map(|n| (n.node, n.hops)).collect();
        assert_eq!(near, [(1, 0), (0, 1), (2, 1), (3, 2)]);
        assert!(
            view.paths(1, 99, Direction::Both, 9).is_empty() && view.neighbours(99, Direction::In).is_empty()
        );
    }

    /// All walks without a repeated node, by extending every one of them until none grows.
    fn simple_paths(
        view: &View,
        from: usize,
        to: usize,
        direction: Direction,
    ) -> BTreeSet<(Vec<usize>, Vec<usize>)> {
        let mut open = vec![(vec![from], vec![])];
        let mut found = BTreeSet::new();
        while let Some((nodes, edges)) = open.pop() {
            let last = *nodes.last().unwrap();
            if last == to {
                found.insert((nodes, edges));
                continue;
            }
            if last == 0 && from != 0 {
                continue;
            }
            for (place, edge) in view.edges().iter().enumerate() {
                let mut ends = vec![];
                if direction != Direction::In && edge.from == last {
                    ends.push(edge.to);
                }
                if direction != Direction::Out && edge.to == last {
                    ends.push(edge.from);
                }
                for end in ends {
                    if !nodes.contains(&end) {
                        let (mut nodes, mut edges) = (nodes.clone(), edges.clone());
                        nodes.push(end);
                        edges.push(place);
                        open.push((nodes, edges));
                    }
                }
            }
        }
        let least = found.iter().map(|(_, edges)| edges.len()).min();
        found.retain(|(_, edges)| Some(edges.len()) == least);
        found
    }

    proptest! {
        #[test]
        fn paths_and_neighbours_agree_with_brute_force(
            count in 1usize..7,
            raw in prop::collection::vec((0usize..100, 0usize..100, any::<bool>()), 0..11),
            ends in (0usize..100, 0usize..100),
            way in 0usize..3,
        ) {
            let edges: Vec<_> = raw
                .iter()
                .map(|&(u, v, b)| (u % count, v % count, if b { EdgeKind::Uses } else { EdgeKind::DependsOn }))
                .collect();
            let view = view(count, &edges);
            let (from, to) = (ends.0 % count, ends.1 % count);
            let direction = [Direction::Out, Direction::In, Direction::Both][way];
            let got: Vec<_> =
                view.paths(from, to, direction, usize::MAX).into_iter().map(|r| (r.nodes, r.edges)).collect();
            let expected = simple_paths(&view, from, to, direction);
            prop_assert_eq!(got.len(), expected.len());
            prop_assert_eq!(got.into_iter().collect::<BTreeSet<_>>(), expected);

            let mut steps: Vec<_> =
                view.neighbours(from, direction).iter().map(|n| (n.edge, n.node, n.outgoing)).collect();
            steps.sort_unstable();
            let mut wanted = vec![];
            for (place, edge) in view.edges().iter().enumerate() {
                if edge.from == from && direction != Direction::In {
                    wanted.push((place, edge.to, true));
                }
                if edge.to == from && direction != Direction::Out {
                    wanted.push((place, edge.from, false));
                }
            }
            wanted.sort_unstable();
            prop_assert_eq!(steps, wanted);
        }
    }
}
