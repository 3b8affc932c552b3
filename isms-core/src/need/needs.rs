//! Effective needs, propagated.

#![expect(
    clippy::indexing_slicing,
    reason = "tables have one entry per asset and dimension of the same ISMS"
)]

use std::sync::Arc;

use super::transfer::Passages;
use crate::graph::Components;
use crate::id::{AssetId, DimensionId};
use crate::isms::{Asset, Isms};
use crate::level::{Level, Scale};

/// A need in one dimension: a lower bound, and whether it is the whole truth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Need {
    /// At least this. `None`: nothing is known to be needed, and nothing is if the need is complete.
    pub level: Option<Level>,
    /// Whether nothing unknown could raise it.
    pub complete: bool,
}

/// The effective needs of all assets, per dimension. Cheap to clone.
///
/// The need of an asset is the highest of its own, of what its dependents pass down and of a declared cumulation;
/// an override stands in its place. What passes a dependency is what it carries, lowered by its attenuation and by
/// applied redundancy (never below the lowest level), and capped.
///
/// Unknown is an own need that is off its scale, and one that is not written on a primary asset or on an asset that
/// nothing depends on; a supporting asset with dependents needs none of its own, it inherits. Two fixpoints are kept, one that reads every
/// unknown as nothing and one that reads it as the top: where they meet, the need is complete.
///
/// ```
/// use isms_core::{Isms, derive_needs};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {
///         "A-1": {"name": "invoices", "kind": "information", "need": {"confidentiality": "high"},
///                 "depends_on": {"A-2": {}}},
///         "A-2": {"name": "database", "kind": "software"}
///     }
/// }"#)?;
/// let needs = derive_needs(&isms);
/// let need = needs.get(&"A-2".parse()?, &"confidentiality".parse()?).unwrap();
/// assert_eq!(isms.name_of(&need.level.unwrap()).unwrap().as_str(), "high");
/// assert!(need.complete);
/// let integrity = needs.get(&"A-2".parse()?, &"integrity".parse()?).unwrap();
/// assert!(integrity.level.is_none() && !integrity.complete); // nobody said what the invoices need
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Needs(pub(super) Arc<Table>);

#[derive(Debug)]
pub(super) struct Table {
    pub(super) isms: Isms,
    pub(super) passages: Passages,
    /// Per asset and dimension, as derived without the asset's own override: lower and upper bound, 0 for nothing.
    pub(super) low: Vec<u8>,
    pub(super) high: Vec<u8>,
    /// The override, 0 for none.
    pub(super) fixed: Vec<u8>,
}

impl Table {
    pub(super) fn at(&self, asset: u32, dimension: usize) -> usize {
        asset as usize * self.passages.dimensions() + dimension
    }

    pub(super) fn low(&self, at: usize) -> u8 {
        if self.fixed[at] == 0 { self.low[at] } else { self.fixed[at] }
    }

    pub(super) fn high(&self, at: usize) -> u8 {
        if self.fixed[at] == 0 { self.high[at] } else { self.fixed[at] }
    }
}

/// Derives the effective need of every asset in every dimension.
/// O(dimensions · (assets + levels · dependencies)), in practice one pass over the dependencies; 9 bytes per asset
/// of three dimensions beside the graph.
///
/// Source: the maximum principle of BSI-Standard 200-2; least fixpoints of monotone functions (Kildall).
pub fn derive_needs(isms: &Isms) -> Needs {
    let csr = isms.dependencies();
    let dimensions = isms.dimensions().len();
    let cells = isms.assets().len() * dimensions;
    let mut table = Table {
        isms: isms.clone(),
        passages: Passages::new(isms),
        low: vec![0; cells],
        high: vec![0; cells],
        fixed: vec![0; cells],
    };
    let mut has_dependents = vec![false; isms.assets().len()];
    for slot in 0..csr.slots() {
        has_dependents[csr.target(slot) as usize] = true;
    }
    for ((_, asset), node) in isms.assets().iter().zip(0u32..) {
        for (dimension, scale) in scales(isms).enumerate() {
            let at = table.at(node, dimension);
            let base = base(isms, asset, dimension, scale, has_dependents[node as usize]);
            (table.low[at], table.high[at], table.fixed[at]) = (base.low, base.high, base.fixed);
        }
    }
    let components = Components::new(csr);
    let mut queue: Vec<u32> = Vec::new();
    let mut waiting = vec![false; isms.assets().len()];
    for members in components.iter() {
        queue.extend(members);
        for &node in members {
            waiting[node as usize] = true;
        }
        while let Some(node) = queue.pop() {
            waiting[node as usize] = false;
            for slot in csr.edges(node) {
                let target = csr.target(slot);
                let raised = pass(&mut table, node, target, slot);
                let inside = components.of(target) == components.of(node);
                if raised && inside && !std::mem::replace(&mut waiting[target as usize], true) {
                    queue.push(target);
                }
            }
        }
    }
    Needs(Arc::new(table))
}

/// Passes the needs of one asset along one dependency, and says whether that raised any.
#[inline]
fn pass(table: &mut Table, from: u32, to: u32, slot: u32) -> bool {
    let plain = table.passages.is_plain(slot);
    let mut raised = false;
    for dimension in 0..table.passages.dimensions() {
        let (source, target) = (table.at(from, dimension), table.at(to, dimension));
        let (mut low, mut high) = (table.low(source), table.high(source));
        if !plain {
            let passage = table.passages.at(slot, dimension);
            (low, high) = (passage.of(low), passage.of(high));
        }
        if low > table.low[target] {
            table.low[target] = low;
            raised = true;
        }
        if high > table.high[target] {
            table.high[target] = high;
            raised = true;
        }
    }
    raised
}

/// The scale of each dimension.
pub(super) fn scales(isms: &Isms) -> impl Iterator<Item = Option<&Scale>> {
    isms.dimensions().values().map(|dimension| isms.scales().get(&dimension.scale))
}

/// What stands on an asset itself, before anything is inherited.
pub(super) struct Base {
    /// The own need, or the declared cumulation if that is higher.
    pub(super) low: u8,
    pub(super) high: u8,
    pub(super) fixed: u8,
    /// The own need; 0 where none is written or it is off its scale.
    pub(super) own: u8,
    pub(super) unknown: bool,
}

pub(super) fn base(
    isms: &Isms,
    asset: &Asset,
    dimension: usize,
    scale: Option<&Scale>,
    has_dependents: bool,
) -> Base {
    let nothing = Base { low: 0, high: 0, fixed: 0, own: 0, unknown: true };
    let (Some((id, _)), Some(scale)) = (isms.dimensions().at(dimension), scale) else { return nothing };
    let rank = |name: &crate::level::LevelName| scale.rank(name.as_str());
    let stated = asset.need.get(id);
    let own = stated.and_then(rank).unwrap_or(0);
    let due = stated.is_some() || asset.kind.is_primary() || !has_dependents;
    let floor = asset.cumulation.get(id).and_then(|c| rank(&c.at_least)).unwrap_or(0);
    let judged = asset.need_override.get(id).map(|o| rank(&o.level));
    let fixed = judged.flatten().unwrap_or(0);
    // An override that is off its scale decides nothing, and nobody knows what was meant.
    let unknown = (own == 0 && due) || judged == Some(None);
    let low = own.max(floor);
    Base { low, high: if unknown { scale.top() } else { low }, fixed, own, unknown }
}

impl Needs {
    /// The effective need of an asset in a dimension; `None` if the ISMS does not have them.
    pub fn get(&self, asset: &AssetId, dimension: &DimensionId) -> Option<Need> {
        let (asset, dimension) = self.place(asset, dimension)?;
        let at = self.0.at(asset, dimension);
        Some(self.need(dimension, self.0.low(at), self.0.high(at)))
    }

    /// The need an asset would have without its own override.
    pub fn without_override(&self, asset: &AssetId, dimension: &DimensionId) -> Option<Need> {
        let (asset, dimension) = self.place(asset, dimension)?;
        let at = self.0.at(asset, dimension);
        Some(self.need(dimension, self.0.low[at], self.0.high[at]))
    }

    /// Every asset, dimension and need, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&AssetId, &DimensionId, Need)> {
        let isms = &self.0.isms;
        isms.assets().keys().zip(0u32..).flat_map(move |(asset, node)| {
            isms.dimensions().keys().enumerate().map(move |(place, dimension)| {
                let at = self.0.at(node, place);
                (asset, dimension, self.need(place, self.0.low(at), self.0.high(at)))
            })
        })
    }

    /// The rank of the need at a place of the tables of assets and dimensions, 0 where nothing is known.
    pub(crate) fn rank(&self, asset: usize, dimension: usize) -> u8 {
        self.cell(asset, dimension).map_or(0, |at| self.0.low(at))
    }

    /// Whether the need at that place is complete.
    pub(crate) fn is_complete(&self, asset: usize, dimension: usize) -> bool {
        self.cell(asset, dimension).is_some_and(|at| self.0.low(at) == self.0.high(at))
    }

    fn cell(&self, asset: usize, dimension: usize) -> Option<usize> {
        let inside = asset < self.0.isms.assets().len() && dimension < self.0.passages.dimensions();
        inside.then(|| asset * self.0.passages.dimensions() + dimension)
    }

    pub(super) fn place(&self, asset: &AssetId, dimension: &DimensionId) -> Option<(u32, usize)> {
        let asset = u32::try_from(self.0.isms.assets().index_of(asset)?).ok()?;
        Some((asset, self.0.isms.dimensions().index_of(dimension)?))
    }

    /// The level of a rank in a dimension.
    pub(super) fn level(&self, dimension: usize, rank: u8) -> Option<Level> {
        let isms = &self.0.isms;
        let id = &isms.dimensions().at(dimension)?.1.scale;
        Level::of_rank(id, isms.scales().get(id)?, rank)
    }

    fn need(&self, dimension: usize, low: u8, high: u8) -> Need {
        Need { level: self.level(dimension, low), complete: low == high }
    }
}
