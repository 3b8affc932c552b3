//! Degrees of dependency, in parts of 10^-12, on the ways between assets.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes and slots are those of the graph the arrays were made for"
)]

use super::WorthRule;
use crate::graph::{Below, Components, Csr, Falling, Flow, descend, descend_highest};
use crate::id::DimensionId;
use crate::isms::{Dependency, Isms};
use crate::share::{ONE, PLACES, times, together};

/// A degree that is off its range.
const OFF: u64 = u64::MAX;

/// The degree of a dependency in a dimension: 0 where it does not carry it, [`OFF`] where it is off its range.
fn stated(dependency: &Dependency, dimension: &DimensionId) -> u64 {
    if dependency.carries.as_ref().is_some_and(|carried| !carried.contains(dimension)) {
        return 0;
    }
    let Some(degree) = dependency.degree else { return ONE };
    let in_range = !degree.is_negative() && degree <= 1.into();
    let parts = if in_range { degree.to_parts(PLACES) } else { None };
    parts.and_then(|parts| u64::try_from(parts).ok()).unwrap_or(OFF)
}

/// The dependencies that pass anything in some dimensions, and how much.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Degrees {
    pub(super) csr: Csr,
    of: Vec<u64>, // INVARIANT: one per slot, never 0.
    pub(super) components: Components,
}

impl Degrees {
    /// Those of one dimension. O(assets + dependencies).
    pub(super) fn read(isms: &Isms, dimension: &DimensionId) -> Option<Self> {
        let csr = isms.dependencies();
        let (mut edges, mut of) = (Vec::new(), Vec::new());
        for (asset, node) in isms.assets().values().zip(0u32..) {
            for (dependency, slot) in asset.depends_on.values().zip(csr.edges(node)) {
                let degree = stated(dependency, dimension);
                if degree > 0 {
                    edges.push((node, csr.target(slot)));
                    of.push(degree);
                }
            }
        }
        Self::new(csr.nodes() as usize, &edges, of)
    }

    /// The edges come sorted.
    fn new(nodes: usize, edges: &[(u32, u32)], of: Vec<u64>) -> Option<Self> {
        let csr = Csr::from_edges(nodes, edges)?;
        let components = Components::new(&csr);
        Some(Self { csr, of, components })
    }

    /// Only what lies on the way to an asset. O(assets + dependencies).
    pub(super) fn towards(&self, node: u32) -> Option<Self> {
        let mut above = vec![false; self.csr.nodes() as usize];
        for node in crate::graph::reachable(&self.csr.reversed().0, &[node]) {
            above[node as usize] = true;
        }
        let (mut edges, mut of) = (Vec::new(), Vec::new());
        for node in (0..self.csr.nodes()).filter(|&node| above[node as usize]) {
            for slot in self.csr.edges(node).filter(|&slot| above[self.csr.target(slot) as usize]) {
                edges.push((node, self.csr.target(slot)));
                of.push(self.of[slot as usize]);
            }
        }
        Self::new(above.len(), &edges, of)
    }

    /// How much surely passes.
    pub(super) fn at(&self, slot: u32) -> u64 {
        if self.is_off(slot) { 0 } else { self.of[slot as usize] }
    }

    pub(super) fn is_off(&self, slot: u32) -> bool {
        self.of[slot as usize] == OFF
    }

    /// Whether a node lies on a cycle.
    pub(super) fn is_circular(&self, node: u32) -> bool {
        self.components.members(self.components.of(node)).len() > 1
    }
}

/// In a cycle whose values would add up, or below one.
const LOOSE: u8 = 1;
/// What arrives may be more.
const UNSURE: u8 = 2;

/// How much each asset below one is depended on by it; memory is reused from one to the next.
pub(super) struct Reach<'a> {
    degrees: &'a Degrees,
    rule: WorthRule,
    /// Whether there is anything to mark.
    marks: bool,
    below: Below,
    degree: Vec<u64>, // INVARIANT: 0 but during and after `from`.
    mark: Vec<u8>,    // INVARIANT: the same.
    reached: Vec<u32>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(degrees: &'a Degrees, rule: WorthRule) -> Self {
        let nodes = degrees.csr.nodes();
        let circular = rule == WorthRule::Accumulated && degrees.components.len() < nodes;
        Self {
            degrees,
            rule,
            marks: circular || degrees.of.contains(&OFF),
            below: Below::new(nodes),
            degree: vec![0; nodes as usize],
            mark: vec![0; nodes as usize],
            reached: Vec::new(),
        }
    }

    /// Each asset that depends on nothing but through `source` counts: those below it, with the degree each is
    /// depended on by it and whether that is the whole truth. The source comes along with a degree of 1.
    ///
    /// Libro III: the degree of A on C combines, over all B that directly depend on C, the degree of A on B times that
    /// of B on C. In and below a cycle the highest counts in place of the combined, which is a lower bound.
    pub(super) fn from(&mut self, source: u32) -> impl Iterator<Item = (u32, u64, bool)> {
        for node in self.reached.drain(..) {
            self.degree[node as usize] = 0;
            self.mark[node as usize] = 0;
        }
        let (csr, components) = (&self.degrees.csr, &self.degrees.components);
        self.reached.extend_from_slice(self.below.of(csr, components, source));
        let order = || self.reached.chunk_by(|&a, &b| components.of(a) == components.of(b));
        if self.marks {
            let mut marks = Marks { degrees: self.degrees, rule: self.rule, mark: &mut self.mark };
            descend(csr, components, order(), &mut marks);
        }
        self.degree[source as usize] = ONE;
        let mut ways = Ways {
            degrees: self.degrees,
            best: self.rule == WorthRule::MaxProduct,
            mark: &self.mark,
            degree: &mut self.degree,
        };
        descend_highest(csr, components, order(), &mut ways);
        let (degree, mark) = (&self.degree, &self.mark);
        self.reached.iter().map(move |&node| {
            let at = node as usize;
            (node, degree[at], node == source || mark[at] & UNSURE == 0)
        })
    }
}

/// Where a degree is only a bound.
struct Marks<'a> {
    degrees: &'a Degrees,
    rule: WorthRule,
    mark: &'a mut [u8],
}

impl Flow for Marks<'_> {
    fn enter(&mut self, node: u32) {
        if self.rule == WorthRule::Accumulated && self.degrees.is_circular(node) {
            self.mark[node as usize] |= LOOSE | UNSURE;
        }
    }

    fn pass(&mut self, slot: u32, from: u32, to: u32) -> bool {
        let off = if self.degrees.is_off(slot) { UNSURE } else { 0 };
        let (before, passed) = (self.mark[to as usize], self.mark[from as usize] | off);
        self.mark[to as usize] = before | passed;
        before | passed != before
    }
}

/// The degrees on all ways from one source.
struct Ways<'a> {
    degrees: &'a Degrees,
    /// Whether the best way counts in place of all together.
    best: bool,
    mark: &'a [u8],
    degree: &'a mut [u64],
}

impl Falling for Ways<'_> {
    fn value(&self, node: u32) -> u128 {
        u128::from(self.degree[node as usize])
    }
}

impl Flow for Ways<'_> {
    #[inline]
    fn pass(&mut self, slot: u32, from: u32, to: u32) -> bool {
        let arrives = times(self.degree[from as usize], self.degrees.at(slot));
        let before = self.degree[to as usize];
        let highest = self.best || self.mark[to as usize] & LOOSE != 0;
        let after = if highest { before.max(arrives) } else { together(before, arrives) };
        self.degree[to as usize] = after;
        after > before
    }
}
