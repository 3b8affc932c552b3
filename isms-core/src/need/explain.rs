//! Where a need comes from: the way from an asset back to what was written.

#![expect(
    clippy::indexing_slicing,
    reason = "tables have one entry per asset and dimension of the same ISMS"
)]

use super::needs::{Needs, base, scales};
use crate::id::{AssetId, DimensionId};
use crate::level::Level;

/// What a need rests on at one asset.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// It is the asset's own.
    Own,
    /// A person set it.
    Override,
    /// A declared cumulation.
    Cumulation,
    /// It comes from the next step, which depends on this asset.
    Dependency {
        /// Levels down on the way, by attenuation and applied redundancy.
        lowered: u8,
        /// Whether the cap of the dependency was reached.
        capped: bool,
    },
}

/// One asset on the way from a need to its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The asset.
    pub asset: AssetId,
    /// Its effective need (the lower bound).
    pub level: Level,
    /// What it rests on here.
    pub source: Source,
}

/// Why a need is what it is.
///
/// ```
/// use isms_core::{Isms, Source, derive_needs};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {
///         "A-1": {"name": "invoices", "kind": "information", "need": {"integrity": "high"}, "depends_on": {"A-2": {}}},
///         "A-2": {"name": "database", "kind": "software"}
///     }
/// }"#)?;
/// let why = derive_needs(&isms).explain(&"A-2".parse()?, &"integrity".parse()?).unwrap();
/// assert_eq!(why.steps[0].source, Source::Dependency { lowered: 0, capped: false });
/// assert_eq!((why.steps[1].asset.as_str(), &why.steps[1].source), ("A-1", &Source::Own));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// From the asset to the origin; a shortest way, the lowest id among equals. Empty where nothing is known.
    pub steps: Vec<Step>,
    /// Whether the need is complete.
    pub complete: bool,
    /// Assets whose unknown need could raise it, by id; at most 20 are listed.
    pub unknown: Vec<AssetId>,
    /// How many more there are.
    pub unknown_unlisted: usize,
}

const MAX_UNKNOWN: usize = 20;
/// The parent of an origin, and of a cell that was not reached.
const NONE: u32 = u32::MAX;

/// For one dimension, the dependency over which each need comes, so that every way back ends at an origin.
pub(crate) struct Origins {
    dimension: usize,
    /// Per asset the slot its need comes over; [`NONE`] for an origin.
    slot: Vec<u32>,
}

impl Needs {
    /// Why an asset needs what it needs in a dimension; `None` if the ISMS does not have them.
    /// O(assets + levels · dependencies). For many assets of one dimension, reports share that work.
    pub fn explain(&self, asset: &AssetId, dimension: &DimensionId) -> Option<Explanation> {
        let (node, dimension) = self.place(asset, dimension)?;
        let at = self.0.at(node, dimension);
        let complete = self.0.low(at) == self.0.high(at);
        let steps = self.way(&self.origins(dimension), node);
        let (unknown, unknown_unlisted) = if complete { (vec![], 0) } else { self.unknown(node, dimension) };
        Some(Explanation { steps, complete, unknown, unknown_unlisted })
    }

    /// Where the needs of one dimension come from. Breadth first from the origins, so ways are shortest.
    /// O(assets + dependencies).
    pub(crate) fn origins(&self, dimension: usize) -> Origins {
        let csr = self.0.isms.dependencies();
        let mut slot_of = vec![NONE; csr.nodes() as usize];
        let mut reached = vec![false; csr.nodes() as usize];
        let mut queue: Vec<u32> = Vec::new();
        for node in 0..csr.nodes() {
            if self.origin(node, dimension).is_some() {
                reached[node as usize] = true;
                queue.push(node);
            }
        }
        let mut head = 0;
        while let Some(&node) = queue.get(head) {
            head += 1;
            let here = self.0.low(self.0.at(node, dimension));
            for slot in csr.edges(node) {
                let target = csr.target(slot);
                let arrives = self.0.passages.at(slot, dimension).of(here);
                let wanted = self.0.low(self.0.at(target, dimension));
                if wanted > 0 && arrives == wanted && !std::mem::replace(&mut reached[target as usize], true)
                {
                    slot_of[target as usize] = slot;
                    queue.push(target);
                }
            }
        }
        Origins { dimension, slot: slot_of }
    }

    /// The way from an asset to the origin of its need.
    pub(crate) fn way(&self, origins: &Origins, asset: u32) -> Vec<Step> {
        let csr = self.0.isms.dependencies();
        let dimension = origins.dimension;
        let mut steps = Vec::new();
        let mut node = asset;
        loop {
            let rank = self.0.low(self.0.at(node, dimension));
            let id = self.0.isms.assets().at(node as usize).map(|(id, _)| id.clone());
            let (Some(asset), Some(level)) = (id, self.level(dimension, rank)) else { break };
            match origins.slot.get(node as usize) {
                Some(&slot) if slot != NONE => {
                    let passage = self.0.passages.at(slot, dimension);
                    let from = csr.source(slot);
                    let uncapped =
                        self.0.low(self.0.at(from, dimension)).saturating_sub(passage.lowered).max(1);
                    let source =
                        Source::Dependency { lowered: passage.lowered, capped: uncapped > passage.cap };
                    steps.push(Step { asset, level, source });
                    node = from;
                }
                _ => {
                    if let Some(source) = self.origin(node, dimension) {
                        steps.push(Step { asset, level, source });
                    }
                    break;
                }
            }
        }
        steps
    }

    /// The places of the assets on the way from an asset to the origin of its need, both included, one at a time: a
    /// report of all assets lists the first few. None where nothing is known.
    pub(crate) fn trail<'a>(&'a self, origins: &'a Origins, asset: u32) -> impl Iterator<Item = u32> + 'a {
        let csr = self.0.isms.dependencies();
        let known = asset < csr.nodes() && self.0.low(self.0.at(asset, origins.dimension)) > 0;
        std::iter::successors(known.then_some(asset), move |&node| {
            let slot = origins.slot.get(node as usize).copied().filter(|&slot| slot != NONE)?;
            Some(csr.source(slot))
        })
    }

    /// What stands on an asset itself that gives its whole need.
    fn origin(&self, node: u32, dimension: usize) -> Option<Source> {
        let at = self.0.at(node, dimension);
        let need = self.0.low(at);
        let isms = &self.0.isms;
        let (_, asset) = isms.assets().at(node as usize)?;
        let base = base(isms, asset, dimension, scales(isms).nth(dimension).flatten(), true);
        match need {
            0 => None,
            _ if self.0.fixed[at] > 0 => Some(Source::Override),
            _ if base.own == need => Some(Source::Own),
            _ if base.low == need => Some(Source::Cumulation),
            _ => None,
        }
    }

    /// The assets whose unknown need could raise the need of this one: those from which the top of the scale would
    /// arrive above the known bound. Backwards, with the least rank that would have to arrive at each asset.
    fn unknown(&self, node: u32, dimension: usize) -> (Vec<AssetId>, usize) {
        let isms = &self.0.isms;
        let csr = isms.dependencies();
        let (reverse, forward) = csr.reversed();
        let top = scales(isms).nth(dimension).flatten().map_or(0, crate::level::Scale::top);
        let mut least = vec![u8::MAX; csr.nodes() as usize];
        least[node as usize] = self.0.low(self.0.at(node, dimension)).saturating_add(1);
        let mut queue = vec![node];
        while let Some(here) = queue.pop() {
            // An override below the asset itself lets nothing through.
            if self.0.fixed[self.0.at(here, dimension)] > 0 {
                continue;
            }
            for slot in reverse.edges(here) {
                let passage = self.0.passages.at(forward[slot as usize], dimension);
                let from = reverse.target(slot);
                let wanted = least[here as usize];
                let Some(rank) = (1..=top).find(|&rank| passage.of(rank) >= wanted) else { continue };
                if rank < least[from as usize] {
                    least[from as usize] = rank;
                    queue.push(from);
                }
            }
        }
        let mut found = Vec::new();
        let mut unlisted = 0usize;
        for ((id, asset), place) in isms.assets().iter().zip(0u32..) {
            let scale = scales(isms).nth(dimension).flatten();
            let reaches = least[place as usize] <= top && self.0.fixed[self.0.at(place, dimension)] == 0;
            let dependents = !reverse.edges(place).is_empty();
            if reaches && base(isms, asset, dimension, scale, dependents).unknown {
                if found.len() < MAX_UNKNOWN {
                    found.push(id.clone());
                } else {
                    unlisted = unlisted.saturating_add(1);
                }
            }
        }
        (found, unlisted)
    }
}
