//! Where a need comes from, and what is missing to know it.

#![expect(clippy::indexing_slicing, reason = "nodes and dimensions are those the arrays were made for")]

use std::collections::{BTreeSet, HashMap};

use super::needs::{Derived, Needs};
use crate::id::{AssetId, DimensionId};
use crate::level::Level;

/// Most unknown contributors an explanation lists.
const UNKNOWN_LISTED: usize = 20;

/// How a need came about.
///
/// ```
/// use isms_core::{Isms, Source, derive_needs};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// assets:
///   A-1: {name: payroll, kind: process, need: {integrity: high}, depends_on: {A-3: {cap: {integrity: moderate}}}}
///   A-2: {name: news, kind: information, depends_on: {A-3: {}}}
///   A-3: {name: server, kind: hardware}
/// ")?;
/// let why = derive_needs(&isms).explain(&"A-3".parse()?, &"integrity".parse()?).unwrap();
/// assert_eq!(why.steps[0].source, Source::Dependency { lowered: 0, capped: true });
/// assert_eq!(why.steps[1].source, Source::Own);
/// assert_eq!(why.steps[1].asset.as_str(), "A-1");
/// assert!(!why.complete);
/// assert_eq!(why.unknown, ["A-2".parse()?]);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// From the asset up to where its level was stated, along the shortest way; of several, the one by the smallest
    /// ids, step by step. Empty where there is no level.
    pub steps: Vec<Step>,
    /// The own need of the asset, as assessed on the asset itself or on the object it is an instance of.
    pub own: Option<Level>,
    /// Whether nothing unknown could raise the need.
    pub complete: bool,
    /// The assets that could raise it: their own need is missing, or what they pass on cannot be read. By id, at
    /// most 20.
    pub unknown: Vec<AssetId>,
    /// How many more there are.
    pub unknown_unlisted: usize,
}

/// One asset on the way a need came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The asset.
    pub asset: AssetId,
    /// Where its level comes from; a dependency is that of the asset of the next step on this one.
    pub source: Source,
    /// Its level.
    pub level: Level,
}

/// Where the level of a [`Step`] comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// It is set in place of the derived one.
    Override,
    /// It was assessed on the asset itself.
    Own,
    /// It was assessed on the object the asset is an instance of.
    Object,
    /// Many dependents meet here, and somebody decided on a floor.
    Cumulation,
    /// The dimension demands it of every asset that is not primary.
    Floor,
    /// It came from an asset that depends on this one.
    Dependency {
        /// Levels lost on the way to attenuation and redundancy.
        lowered: u8,
        /// Whether a cap took more.
        capped: bool,
    },
}

const NOWHERE: u32 = u32::MAX;

impl Needs {
    /// Where the effective need of an asset in a dimension comes from; `None` if either is not there. The first call
    /// for a dimension costs O(assets + dependencies), a further one the length of the way, and what could raise
    /// an incomplete need is searched among those it is derived from.
    pub fn explain(&self, asset: &AssetId, dimension: &DimensionId) -> Option<Explanation> {
        let derived = self.0.as_deref()?;
        let (at, dimension) = derived.place(asset, dimension)?;
        let unknown = derived.unknown(at, dimension);
        let cell = derived.cell(at, dimension);
        Some(Explanation {
            steps: derived.steps(at, dimension),
            own: derived.level(dimension, derived.said(at, dimension).own),
            complete: cell.low == cell.high,
            unknown_unlisted: unknown.len().saturating_sub(UNKNOWN_LISTED),
            unknown: unknown.into_iter().take(UNKNOWN_LISTED).filter_map(|u| derived.name(u)).collect(),
        })
    }

    /// The places of the assets on the way from an asset to the origin of its need, both included, one at a time: a
    /// report of all assets lists the first few. None where nothing is known.
    pub(crate) fn trail(&self, asset: u32, dimension: usize) -> impl Iterator<Item = u32> {
        let derived = self.0.as_deref().filter(|d| d.cell(asset, dimension).low > 0);
        std::iter::successors(derived.map(|_| asset), move |&node| {
            let derived = derived.filter(|d| d.origin(node, dimension).is_none())?;
            let slot =
                derived.witnesses(dimension).get(node as usize).copied().filter(|&slot| slot != NOWHERE)?;
            Some(derived.isms.dependencies().source(slot))
        })
    }
}

impl Derived {
    fn name(&self, asset: u32) -> Option<AssetId> {
        self.isms.assets().at(asset as usize).map(|(id, _)| id.clone())
    }

    /// What an asset says about itself that gives its level.
    fn origin(&self, asset: u32, dimension: usize) -> Option<Source> {
        let cell = self.cell(asset, dimension);
        if cell.low == 0 {
            return None;
        }
        if cell.is_set() {
            return Some(Source::Override);
        }
        let said = self.said(asset, dimension);
        if said.own == cell.low {
            Some(if said.of_object { Source::Object } else { Source::Own })
        } else if said.raised == cell.low {
            Some(Source::Cumulation)
        } else {
            (said.least == cell.low).then_some(Source::Floor)
        }
    }

    /// Per asset, the slot its level came along; breadth first from all origins, so that no way runs in a circle.
    fn witnesses(&self, dimension: usize) -> &[u32] {
        self.witnesses[dimension].get_or_init(|| {
            let csr = self.isms.dependencies();
            let mut slots = vec![NOWHERE; csr.nodes() as usize];
            let mut distances = vec![NOWHERE; csr.nodes() as usize];
            let mut queue: Vec<u32> =
                (0..csr.nodes()).filter(|&node| self.origin(node, dimension).is_some()).collect();
            for &node in &queue {
                distances[node as usize] = 0;
            }
            let mut head = 0;
            while let Some(&node) = queue.get(head) {
                head += 1;
                let (low, distance) = (self.cell(node, dimension).low, distances[node as usize] + 1);
                for slot in csr.edges(node) {
                    let next = csr.target(slot);
                    let to = self.cell(next, dimension);
                    let tight = to.low > 0 && self.rules.at(slot, dimension).pass(low) == to.low;
                    let before = &mut distances[next as usize];
                    if tight && *before == NOWHERE {
                        *before = distance;
                        slots[next as usize] = slot;
                        queue.push(next);
                    } else if tight && *before == distance {
                        // Slots ascend with their sources.
                        slots[next as usize] = slots[next as usize].min(slot);
                    }
                }
            }
            slots
        })
    }

    fn steps(&self, asset: u32, dimension: usize) -> Vec<Step> {
        let csr = self.isms.dependencies();
        let witnesses = self.witnesses(dimension);
        let (mut steps, mut at) = (Vec::new(), asset);
        while let (Some(id), Some(level)) =
            (self.name(at), self.level(dimension, self.cell(at, dimension).low))
        {
            if let Some(source) = self.origin(at, dimension) {
                steps.push(Step { asset: id, source, level });
                break;
            }
            let slot = witnesses[at as usize];
            if slot == NOWHERE {
                break;
            }
            let from = csr.source(slot);
            let (rank, rule) = (self.cell(from, dimension).low, self.rules.at(slot, dimension));
            let lowered = rule.lowered(rank);
            let source = Source::Dependency { lowered: rank - lowered, capped: rule.pass(rank) < lowered };
            steps.push(Step { asset: id, source, level });
            at = from;
        }
        steps
    }

    /// The assets without which the need would be complete: each of them alone could raise it.
    ///
    /// Backwards from the need, each asset gets the lowest rank that would do so; lowest first, as in Dijkstra's
    /// algorithm, since no dependency raises what it passes.
    fn unknown(&self, asset: u32, dimension: usize) -> BTreeSet<u32> {
        let (cell, top) = (self.cell(asset, dimension), self.tops[dimension]);
        let mut found = BTreeSet::new();
        if cell.low == cell.high {
            return found;
        }
        let mut wanted: HashMap<u32, u8> = HashMap::from([(asset, cell.low + 1)]);
        let mut open: Vec<Vec<u32>> = vec![Vec::new(); usize::from(top) + 1];
        open[usize::from(cell.low) + 1].push(asset);
        for rank in 1..=top {
            while let Some(node) = open[usize::from(rank)].pop() {
                if wanted.get(&node) != Some(&rank) {
                    continue;
                }
                if self.cell(node, dimension).is_unknown() {
                    found.insert(node);
                }
                for (dependent, slot) in self.dependents(node) {
                    let Some(enough) = self.rules.at(slot, dimension).inverse(rank, top) else { continue };
                    let from = self.cell(dependent, dimension);
                    if from.low >= enough {
                        // It would pass already, were its cap not off the scale.
                        found.insert(dependent);
                    } else if from.high >= enough && wanted.get(&dependent).is_none_or(|&w| w > enough) {
                        wanted.insert(dependent, enough);
                        open[usize::from(enough)].push(dependent);
                    }
                }
            }
        }
        found
    }
}
