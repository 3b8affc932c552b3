//! One typed, read-only graph over everything an ISMS says, to ask what is connected to what, and how.

mod build;
mod export;
mod kind;
mod walk;

use crate::catalogue::Catalogue;
use crate::graph::Csr;
use crate::id::Reference;
use crate::isms::Isms;
use crate::word::words;

pub(crate) use export::xml;
pub use kind::{EdgeKind, NodeKind};
pub use walk::{Near, Neighbour, Route};

/// A thing of the ISMS, or an entry of a catalogue that the ISMS refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its id; the scope and the Statement of Applicability have the name of their kind.
    pub id: String,
    /// What people call it; its id where nobody says.
    pub label: String,
}

/// A typed connection. The ends are places in [`View::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Edge {
    /// Where it starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What it says, read from start to end.
    pub kind: EdgeKind,
}

/// Everything an ISMS says as one graph: dependencies between assets, and the trace from the context over risks to
/// controls, treatments and acceptances. Nodes are sorted by kind and id, edges by their ends and kind.
///
/// ```
/// use isms_core::{Direction, Isms, NodeKind, View};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {
///         "A-1": {"name": "invoices", "kind": "information", "depends_on": {"A-2": {}}},
///         "A-2": {"name": "database", "kind": "software"}
///     },
///     "controls": {"C-1": {"title": "backup", "status": "implemented", "operates_on": ["A-2"]}}
/// }"#)?;
/// let view = View::of(&isms);
/// let invoices = view.find(NodeKind::Asset, "A-1").unwrap();
/// let backup = view.find(NodeKind::Control, "C-1").unwrap();
///
/// let routes = view.paths(invoices, backup, Direction::Both, 10);
/// let names: Vec<&str> = routes[0].nodes.iter().map(|&n| view.nodes()[n].label.as_str()).collect();
/// assert_eq!(names, ["invoices", "database", "backup"]);
/// assert!(view.paths(invoices, backup, Direction::Out, 10).is_empty());
///
/// assert_eq!(view.neighbours(invoices, Direction::Out)[0].node, view.find(NodeKind::Asset, "A-2").unwrap());
/// assert_eq!(view.neighbourhood(invoices, Direction::Both, 1).len(), 2);
/// assert!(view.part(&[invoices, backup]).edges().is_empty());
/// assert!(view.to_dot().starts_with("digraph"));
/// assert!(view.to_graphml().contains("<graphml"));
/// assert!(view.to_json().starts_with("{\"nodes\":["));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct View {
    nodes: Vec<Node>, // INVARIANT: ascending by kind and id, none twice.
    edges: Vec<Edge>, // INVARIANT: ascending, none twice; the ends are places in `nodes`.
    forward: Csr,     // INVARIANT: its slots are the places in `edges`.
    backward: Csr,
    backward_edges: Vec<u32>, // INVARIANT: for each slot of `backward` the place in `edges`.
}

words! {
    /// In which direction edges are followed.
    Direction ("direction") {
        /// From start to end.
        Out = "out",
        /// From end to start.
        In = "in",
        /// Both ways.
        Both = "both",
    }
}

impl View {
    /// The view of an ISMS. O(size · log size).
    pub fn of(isms: &Isms) -> Self {
        build::view(isms)
    }

    /// The same view, in which entries of frameworks are called what the catalogue calls them.
    #[must_use]
    pub fn labelled(mut self, catalogue: &Catalogue) -> Self {
        for node in self.nodes.iter_mut().filter(|n| n.kind == NodeKind::Reference) {
            let found = node.id.parse::<Reference>().ok();
            if let Some(entry) = found.as_ref().and_then(|reference| catalogue.resolve(reference)) {
                node.label = entry.label().to_owned();
            }
        }
        self
    }

    /// The nodes, by kind and id.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The edges, by their ends and kind.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The place of a node. O(log nodes).
    pub fn find(&self, kind: NodeKind, id: &str) -> Option<usize> {
        find(&self.nodes, kind, id)
    }

    /// The given nodes (places in [`View::nodes`]; others are passed over) and the edges between them.
    pub fn part(&self, nodes: &[usize]) -> View {
        let mut place = vec![None; self.nodes.len()];
        let mut kept: Vec<usize> = nodes.iter().copied().filter(|&n| n < self.nodes.len()).collect();
        kept.sort_unstable();
        kept.dedup();
        for (new, &old) in kept.iter().enumerate() {
            if let Some(slot) = place.get_mut(old) {
                *slot = Some(new);
            }
        }
        let at = |old: usize| place.get(old).copied().flatten();
        let edges = self.edges.iter().filter_map(|e| Some(Edge { from: at(e.from)?, to: at(e.to)?, ..*e }));
        let nodes = kept.iter().filter_map(|&old| self.nodes.get(old).cloned());
        View::new(nodes.collect(), edges.collect())
    }

    /// A view of sorted nodes and of edges between them.
    fn new(nodes: Vec<Node>, mut edges: Vec<Edge>) -> Self {
        edges.sort_unstable();
        edges.dedup();
        let pairs: Vec<(u32, u32)> = edges.iter().map(|e| (short(e.from), short(e.to))).collect();
        let forward = csr(nodes.len(), &pairs).0;
        let (backward, backward_edges) = forward.reversed();
        Self { nodes, edges, forward, backward, backward_edges }
    }
}

fn find(nodes: &[Node], kind: NodeKind, id: &str) -> Option<usize> {
    nodes.binary_search_by(|n| n.kind.cmp(&kind).then_with(|| n.id.as_str().cmp(id))).ok()
}

/// A place as the graph counts it.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[expect(clippy::expect_used, reason = "an ISMS has no 2³² items: its own graph counts in 32 bits too")]
fn csr(nodes: usize, edges: &[(u32, u32)]) -> (Csr, Vec<u32>) {
    Csr::with_edges(nodes, edges).expect("the ends of edges are nodes")
}
