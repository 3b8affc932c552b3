//! Where the nodes of a drawing stand: layers from left to right, few crossings, straight long edges.
//!
//! Source: the layered method of Sugiyama, Tagawa and Toda, with barycentre sweeps. For drawings of some hundred nodes;
//! whoever has more chooses first what to show.

#![expect(
    clippy::indexing_slicing,
    reason = "arrays have one entry per node, item or layer of the same drawing"
)]

use crate::graph::{Components, Csr};

/// Sizes, in units of the drawing.
pub(crate) struct Sizes {
    pub(crate) width: i32,
    pub(crate) height: i32,
    /// Between columns of nodes.
    pub(crate) gap: i32,
    /// Between nodes of a column.
    pub(crate) row: i32,
    /// The room of an edge that passes a column.
    pub(crate) lane: i32,
}

/// A laid out drawing.
pub(crate) struct Layout {
    /// The left upper corner of each node.
    pub(crate) nodes: Vec<(i32, i32)>,
    /// The edges that can be drawn: no loops.
    pub(crate) edges: Vec<Wire>,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

/// An edge as stretches from left to right: it leaves a node or a lane at the first point and arrives at the second.
///
/// Long edges to one node share their lanes, so that many of them read as one bundle; an edge that closes a cycle
/// has lanes of its own.
pub(crate) struct Wire {
    #[cfg(test)]
    pub(crate) slot: u32,
    pub(crate) stretches: Vec<[(i32, i32); 2]>,
    /// Whether it leads from right to left: it closes a cycle.
    pub(crate) back: bool,
}

/// Rounds of ordering and of placing.
const SWEEPS: usize = 12;
/// Most lanes; beyond, long edges are drawn straight.
const MAX_LANES: usize = 5000;

/// Lays out a graph of which only some edges are drawn: all of them say how far right a node stands. Both have the same
/// nodes. O(sweeps · items · log items), where items are nodes and lanes.
pub(crate) fn layered(all: &Csr, drawn: &Csr, sizes: &Sizes) -> Layout {
    let place = positions(all);
    let layer = layers(all, &place);
    let mut items = Items::new(drawn, &place, &layer);
    items.order();
    let y = items.heights(sizes);
    finish(drawn, &place, &layer, &items, &y, sizes)
}

/// A total order of the nodes along which all edges lead, but for those that close a cycle: components in
/// topological order, inside each breadth first from its lowest node.
fn positions(csr: &Csr) -> Vec<usize> {
    let components = Components::new(csr);
    let mut place = vec![usize::MAX; csr.nodes() as usize];
    let mut next = 0;
    for members in components.iter() {
        let mut queue: Vec<u32> = members.iter().copied().take(1).collect();
        let mut head = 0;
        while let Some(&node) = queue.get(head) {
            head += 1;
            if place[node as usize] != usize::MAX {
                continue;
            }
            place[node as usize] = next;
            next += 1;
            let inside = |&&target: &&u32| components.of(target) == components.of(node);
            queue.extend(csr.successors(node).iter().filter(inside));
        }
    }
    place
}

/// The ends of a slot from left to right, and whether that is against its direction; nothing for a loop.
fn ends(csr: &Csr, place: &[usize], from: u32, slot: u32) -> Option<(usize, usize, bool)> {
    let (u, v) = (from as usize, csr.target(slot) as usize);
    match place[u].cmp(&place[v]) {
        std::cmp::Ordering::Less => Some((u, v, false)),
        std::cmp::Ordering::Greater => Some((v, u, true)),
        std::cmp::Ordering::Equal => None,
    }
}

/// The layer of each node: the length of the longest path to it; a node without predecessors stands beside its
/// nearest successor. Nothing for a node without edges.
fn layers(csr: &Csr, place: &[usize]) -> Vec<Option<usize>> {
    let count = place.len();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut first = vec![true; count];
    let mut touched = vec![false; count];
    for node in 0..csr.nodes() {
        for slot in csr.edges(node) {
            if let Some((u, v, _)) = ends(csr, place, node, slot) {
                below[u].push(v);
                first[v] = false;
                (touched[u], touched[v]) = (true, true);
            }
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by_key(|&node| place[node]);
    let mut layer = vec![0usize; count];
    for &node in &order {
        for &next in &below[node] {
            layer[next] = layer[next].max(layer[node] + 1);
        }
    }
    for &node in &order {
        if first[node] {
            let nearest = below[node].iter().map(|&next| layer[next]).min();
            layer[node] = nearest.map_or(0, |nearest| nearest.saturating_sub(1));
        }
    }
    (0..count).map(|node| touched[node].then_some(layer[node])).collect()
}

/// Nodes and lanes, layer by layer.
struct Items {
    /// The items of each layer, from top to bottom.
    layers: Vec<Vec<usize>>,
    /// Per item its place in its layer.
    rank: Vec<usize>,
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
    /// Items below this number are nodes.
    nodes: usize,
    /// Per slot the lanes it takes, from left to right.
    lanes: std::collections::BTreeMap<u32, Vec<usize>>,
}

impl Items {
    fn new(csr: &Csr, place: &[usize], layer: &[Option<usize>]) -> Self {
        let depth = layer.iter().flatten().max().map_or(0, |last| last + 1);
        let nodes = layer.len();
        let mut items = Items {
            layers: vec![Vec::new(); depth],
            rank: vec![0; nodes],
            left: vec![Vec::new(); nodes],
            right: vec![Vec::new(); nodes],
            nodes,
            lanes: std::collections::BTreeMap::new(),
        };
        let mut order: Vec<usize> = (0..nodes).collect();
        order.sort_unstable_by_key(|&node| place[node]);
        for node in order {
            if let Some(layer) = layer[node] {
                items.layers[layer].push(node);
            }
        }
        let mut bundles = std::collections::BTreeMap::new();
        for node in 0..csr.nodes() {
            for slot in csr.edges(node) {
                let Some((u, v, back)) = ends(csr, place, node, slot) else { continue };
                let (Some(start), Some(end)) = (layer[u], layer[v]) else { continue };
                let bundle = if back { (v, Some(slot)) } else { (v, None) };
                let mut next = v;
                let mut lanes = Vec::new();
                if items.rank.len() - nodes + (end - start) <= MAX_LANES {
                    for between in (start + 1..end).rev() {
                        let lane = *bundles.entry((bundle, between)).or_insert_with(|| {
                            let lane = items.rank.len();
                            items.rank.push(0);
                            items.left.push(Vec::new());
                            items.right.push(vec![next]);
                            items.left[next].push(lane);
                            items.layers[between].push(lane);
                            lane
                        });
                        lanes.push(lane);
                        next = lane;
                    }
                }
                items.right[u].push(next);
                items.left[next].push(u);
                lanes.reverse();
                items.lanes.insert(slot, lanes);
            }
        }
        items.number();
        items
    }

    fn number(&mut self) {
        for layer in &self.layers {
            for (rank, &item) in layer.iter().enumerate() {
                self.rank[item] = rank;
            }
        }
    }

    /// Orders the items of each layer by the mean place of their neighbours, to and fro, and keeps the best order.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.layers.clone());
        for sweep in 0..SWEEPS {
            let mut turn: Vec<usize> = (0..self.layers.len()).collect();
            if sweep % 2 == 1 {
                turn.reverse();
            }
            for layer in turn {
                let neighbours = if sweep % 2 == 0 { &self.left } else { &self.right };
                let rank = &self.rank;
                self.layers[layer].sort_by_key(|&item| {
                    let near = &neighbours[item];
                    let sum: usize = near.iter().map(|&n| rank[n]).sum();
                    (sum * 1000).checked_div(near.len()).unwrap_or(rank[item] * 1000)
                });
                for (rank, &item) in self.layers[layer].iter().enumerate() {
                    self.rank[item] = rank;
                }
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.layers.clone());
            }
        }
        self.layers = best.1;
        self.number();
    }

    /// How many pairs of stretches cross.
    fn crossings(&self) -> usize {
        self.layers.iter().map(|layer| self.crossings_after(layer)).sum()
    }

    /// Inversions, counted in a Fenwick tree.
    fn crossings_after(&self, layer: &[usize]) -> usize {
        let mut ends: Vec<usize> = Vec::new();
        for &item in layer {
            let from = ends.len();
            ends.extend(self.right[item].iter().map(|&next| self.rank[next]));
            ends[from..].sort_unstable();
        }
        let size = ends.iter().max().map_or(0, |most| most + 1);
        let mut tree = vec![0usize; size + 1];
        let mut crossings = 0;
        for (seen, &end) in ends.iter().enumerate() {
            let mut upto = 0;
            let mut at = end + 1;
            while at > 0 {
                upto += tree[at];
                at &= at - 1;
            }
            crossings += seen - upto;
            at = end + 1;
            while at <= size {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
        crossings
    }

    /// The upper edge of each item: near the mean of its neighbours, without overlap and in order.
    fn heights(&self, sizes: &Sizes) -> Vec<i32> {
        let room = |item: usize| if item < self.nodes { sizes.height + sizes.row } else { sizes.lane };
        let middle = |y: &[i32], item: usize| y[item] + room(item) / 2;
        let mut y = vec![0; self.rank.len()];
        for layer in &self.layers {
            let mut top = 0;
            for &item in layer {
                y[item] = top;
                top += room(item);
            }
        }
        for sweep in 0..SWEEPS {
            let mut turn: Vec<&Vec<usize>> = self.layers.iter().collect();
            if sweep % 2 == 1 {
                turn.reverse();
            }
            for layer in turn {
                let wanted: Vec<i32> = layer
                    .iter()
                    .map(|&item| {
                        let near = self.left[item].iter().chain(&self.right[item]);
                        let sum: i64 = near.map(|&n| i64::from(middle(&y, n))).sum();
                        let count = (self.left[item].len() + self.right[item].len()) as i64;
                        let mean = sum.checked_div(count).unwrap_or(i64::from(middle(&y, item)));
                        mean as i32 - room(item) / 2
                    })
                    .collect();
                let rooms: Vec<i32> = layer.iter().map(|&item| room(item)).collect();
                for (&item, settled) in layer.iter().zip(settle(&wanted, &rooms)) {
                    y[item] = settled;
                }
            }
        }
        let least = self.layers.iter().flatten().map(|&item| y[item]).min().unwrap_or(0);
        y.iter_mut().for_each(|y| *y -= least);
        y
    }
}

/// The places nearest to the wanted ones, by least squares, that keep the order and give each its room: what overlaps
/// pools into a block around its mean (pool adjacent violators).
fn settle(wanted: &[i32], rooms: &[i32]) -> Vec<i32> {
    // Sum and number of what each block wants, as measured from where its members would stand without gaps.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    let mut before = 0i64;
    for (&wanted, &room) in wanted.iter().zip(rooms) {
        let mut block = (i64::from(wanted) - before, 1);
        while let Some(&(sum, count)) = blocks.last().filter(|(sum, count)| sum * block.1 > block.0 * count) {
            blocks.pop();
            block = (block.0 + sum, block.1 + count);
        }
        blocks.push(block);
        before += i64::from(room);
    }
    let mut out = Vec::with_capacity(wanted.len());
    let mut before = 0i64;
    for (sum, count) in blocks {
        for _ in 0..count {
            out.push((sum.div_euclid(count) + before) as i32);
            before += i64::from(rooms[out.len() - 1]);
        }
    }
    out
}

/// Coordinates of nodes and edges; nodes without edges stand in a grid below.
fn finish(
    csr: &Csr,
    place: &[usize],
    layer: &[Option<usize>],
    items: &Items,
    y: &[i32],
    sizes: &Sizes,
) -> Layout {
    let pitch = sizes.width + sizes.gap;
    let mut nodes: Vec<(i32, i32)> = Vec::with_capacity(layer.len());
    let connected = layer.iter().zip(y).filter(|(layer, _)| layer.is_some());
    let bottom = connected.map(|(_, y)| y + sizes.height + sizes.row).max().unwrap_or(0);
    let columns = items.layers.len().max(4);
    let mut alone = 0usize;
    for (node, layer) in layer.iter().enumerate() {
        nodes.push(match layer {
            Some(layer) => (*layer as i32 * pitch, y[node]),
            None => {
                let (row, column) = (alone / columns, alone % columns);
                alone += 1;
                (column as i32 * pitch, bottom + row as i32 * (sizes.height + sizes.row))
            }
        });
    }
    let mut edges = Vec::new();
    for from in 0..csr.nodes() {
        for slot in csr.edges(from) {
            let Some((u, v, back)) = ends(csr, place, from, slot) else { continue };
            let mut at = (nodes[u].0 + sizes.width, nodes[u].1 + sizes.height / 2);
            let mut stretches = Vec::new();
            for (step, &lane) in
                items.lanes.get(&slot).map(Vec::as_slice).unwrap_or_default().iter().enumerate()
            {
                let x = nodes[u].0 + (step as i32 + 1) * pitch;
                let height = y[lane] + sizes.lane / 2;
                stretches.push([at, (x, height)]);
                at = (x + sizes.width, height);
            }
            stretches.push([at, (nodes[v].0, nodes[v].1 + sizes.height / 2)]);
            edges.push(Wire {
                #[cfg(test)]
                slot,
                stretches,
                back,
            });
        }
    }
    let right = nodes.iter().map(|(x, _)| x + sizes.width).max().unwrap_or(0);
    let lowest = nodes.iter().map(|(_, y)| y + sizes.height).max().unwrap_or(0);
    let lane = items.layers.iter().flatten().map(|&item| y[item] + sizes.lane).max().unwrap_or(0);
    Layout { nodes, edges, width: right, height: lowest.max(lane) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZES: Sizes = Sizes { width: 100, height: 30, gap: 40, row: 10, lane: 8 };

    fn graph(nodes: usize, edges: &[(u32, u32)]) -> Csr {
        Csr::from_edges(nodes, edges).unwrap()
    }

    fn layered_all(csr: &Csr) -> Layout {
        layered(csr, csr, &SIZES)
    }

    #[test]
    fn edges_that_are_not_drawn_keep_the_layers() {
        // 0 → 1 → 2 and 0 → 2, of which nothing but 0 → 1 is drawn.
        let all = graph(3, &[(0, 1), (1, 2), (0, 2)]);
        let layout = layered(&all, &graph(3, &[(0, 1)]), &SIZES);
        assert_eq!(layout.nodes.iter().map(|(x, _)| *x).collect::<Vec<_>>(), [0, 140, 280]);
        assert_eq!(layout.edges.len(), 1);
    }

    #[test]
    fn a_chain_runs_straight_to_the_right() {
        let layout = layered_all(&graph(3, &[(2, 0), (0, 1)]));
        assert_eq!(layout.nodes, [(140, 0), (280, 0), (0, 0)]);
        assert_eq!((layout.width, layout.height), (380, 30));
    }

    #[test]
    fn a_cycle_has_one_edge_back_and_a_loop_none() {
        let layout = layered_all(&graph(3, &[(0, 1), (1, 2), (2, 0), (1, 1)]));
        assert_eq!(layout.edges.iter().filter(|wire| wire.back).count(), 1);
        assert_eq!(layout.edges.len(), 3);
    }

    #[test]
    fn what_overlaps_settles_around_its_mean() {
        assert_eq!(settle(&[0, 50, 100], &[10, 10, 10]), [0, 50, 100]);
        assert_eq!(settle(&[20, 20, 20], &[10, 10, 10]), [10, 20, 30]);
        // The first is free; the other two want each other's place and meet in the middle.
        assert_eq!(settle(&[0, 60, 50], &[10, 10, 10]), [0, 50, 60]);
        assert_eq!(settle(&[], &[]), [0i32; 0]);
    }

    #[test]
    fn two_parallel_chains_do_not_cross() {
        // Given crosswise, so that the order of ids alone would cross them.
        let csr = graph(6, &[(0, 3), (1, 2), (3, 4), (2, 5)]);
        let place = positions(&csr);
        let layer = layers(&csr, &place);
        let mut items = Items::new(&csr, &place, &layer);
        items.order();
        assert_eq!(items.crossings(), 0);
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_edges_lead_right(
            nodes in 1u32..30,
            raw in prop::collection::vec((0u32..1000, 0u32..1000), 0..60),
        ) {
            let edges: Vec<_> = raw.iter().map(|&(u, v)| (u % nodes, v % nodes)).collect();
            let csr = graph(nodes as usize, &edges);
            let layout = layered_all(&csr);
            for (a, &(ax, ay)) in layout.nodes.iter().enumerate() {
                prop_assert!(ax >= 0 && ay >= 0 && ax + SIZES.width <= layout.width && ay + SIZES.height <= layout.height);
                for &(bx, by) in layout.nodes.iter().skip(a + 1) {
                    prop_assert!(ax != bx || (ay - by).abs() >= SIZES.height + SIZES.row, "{ay} {by}");
                }
            }
            let loops = edges.iter().filter(|(u, v)| u == v).count();
            prop_assert_eq!(layout.edges.len(), edges.len() - loops);
            for wire in &layout.edges {
                let (u, v) = (csr.source(wire.slot) as usize, csr.target(wire.slot) as usize);
                let (left, right) = if wire.back { (v, u) } else { (u, v) };
                prop_assert!(wire.stretches.iter().all(|[from, to]| from.0 < to.0));
                prop_assert_eq!(wire.stretches[0][0].0, layout.nodes[left].0 + SIZES.width);
                prop_assert_eq!(wire.stretches.last().unwrap()[1].0, layout.nodes[right].0);
            }
        }

        #[test]
        fn crossings_are_counted_as_pairs(raw in prop::collection::vec((0u32..6, 6u32..12), 0..20)) {
            let mut edges = raw.clone();
            edges.sort_unstable();
            edges.dedup();
            let csr = graph(12, &edges);
            let place = positions(&csr);
            let items = Items::new(&csr, &place, &layers(&csr, &place));
            let mut expected = 0;
            for (n, &(a, b)) in edges.iter().enumerate() {
                for &(c, d) in edges.iter().skip(n + 1) {
                    let rank = |item: u32| items.rank[item as usize];
                    let upper = rank(a).cmp(&rank(c));
                    let lower = rank(b).cmp(&rank(d));
                    expected += usize::from(upper != lower && upper.is_ne() && lower.is_ne());
                }
            }
            prop_assert_eq!(items.crossings(), expected);
        }
    }
}
