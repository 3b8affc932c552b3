//! Effective needs: two bounds per asset and dimension, carried down the dependencies.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes, components and dimensions are those the arrays were made for"
)]

use std::sync::{Arc, OnceLock};

use super::transfer::{Axis, Rule, Rules, places};
use crate::graph::{Components, Csr, Flow, descend};
use crate::id::{AssetId, DimensionId};
use crate::isms::{Asset, Dimension, Isms, MAX_DIMENSIONS, Table};
use crate::level::{Level, LevelName};

/// A need in one dimension: a lower bound, and whether it is the whole truth.
///
/// ```
/// let isms = isms_core::Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {
///         "A-1": {"name": "invoices", "kind": "information", "need": {"integrity": "high"}, "depends_on": {"A-3": {}}},
///         "A-2": {"name": "letters", "kind": "information", "depends_on": {"A-3": {}}},
///         "A-3": {"name": "file server", "kind": "hardware"}
///     }
/// }"#)?;
/// let needs = isms_core::derive_needs(&isms);
/// let need = needs.get(&"A-3".parse()?, &"integrity".parse()?).unwrap();
/// assert_eq!(isms.name_of(&need.level.unwrap()).unwrap().as_str(), "high");
/// assert!(!need.complete); // at least high: nobody has rated the letters
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Need {
    /// At least this; `None` where nothing is known, and where nothing is needed.
    pub level: Option<Level>,
    /// Whether nothing unknown could raise it.
    pub complete: bool,
}

/// The effective needs of all assets. Cheap to clone; the default holds no asset.
///
/// ```
/// let isms = isms_core::Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// assets:
///   A-1: {name: sales, kind: process, need: {availability: high}, depends_on: {A-2: {attenuate: {availability: 1}}}}
///   A-2: {name: web shop, kind: service}
/// ")?;
/// let needs = isms_core::derive_needs(&isms);
/// assert_eq!(needs.iter().count(), 2 * 3);
/// let (asset, dimension) = ("A-2".parse()?, "availability".parse()?);
/// assert_eq!(needs.get(&asset, &dimension).unwrap().level.unwrap().rank(), 3);
/// assert_eq!(needs.without_override(&asset, &dimension), needs.get(&asset, &dimension));
///
/// let explanation = needs.explain(&asset, &dimension).unwrap();
/// let path: Vec<_> = explanation.steps.iter().map(|step| step.asset.as_str()).collect();
/// assert_eq!(path, ["A-2", "A-1"]);
/// assert!(needs.suggestions().is_empty());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Needs(pub(super) Option<Arc<Derived>>);

/// What a propagation leaves behind.
#[derive(Debug)]
pub(super) struct Derived {
    pub(super) isms: Isms,
    /// The scale of each dimension.
    pub(super) tops: Vec<u8>,
    /// The levels of each dimension, lowest first.
    levels: Vec<Vec<Level>>,
    pub(super) rules: Rules,
    /// INVARIANT: one per asset and dimension, the dimensions of an asset side by side.
    cells: Vec<Cell>,
    /// The dependencies turned around, and their slots; made when first asked for.
    reversed: OnceLock<(Csr, Vec<u32>)>,
    /// Per dimension, the slot each need came along; made when first asked for.
    pub(super) witnesses: Vec<OnceLock<Vec<u32>>>,
}

/// The need of one asset in one dimension, in ranks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// At least; 0 where nothing is known.
    pub(super) low: u8,
    /// At most.
    pub(super) high: u8,
    /// All bits where it takes what arrives, none where it is overridden.
    takes: u8,
    flags: u8,
}

impl Cell {
    const UNKNOWN: u8 = 1;
    const UNRATED: u8 = 2;

    /// Whether an override on its scale sets it.
    pub(super) fn is_set(self) -> bool {
        self.takes == 0
    }

    /// Whether it is unknown by itself, and not for what arrives.
    pub(super) fn is_unknown(self) -> bool {
        self.flags & Self::UNKNOWN != 0
    }
}

/// What an asset says about itself in one dimension, in ranks; 0 for absent and for off the scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) own: u8,
    /// The cumulation.
    pub(super) raised: u8,
    /// What the dimension demands of every asset like it.
    pub(super) least: u8,
    /// The outer `None`: no override.
    over: Option<Option<u8>>,
    /// Whether the own need, the cumulation or the floor is off its scale, so that nobody knows what was meant.
    unreadable: bool,
    /// Whether the own need is that of the object it is an instance of.
    pub(super) of_object: bool,
}

impl Said {
    fn low(self) -> u8 {
        self.own.max(self.raised).max(self.least)
    }
}

/// Reads what assets say about themselves.
struct Reader<'a> {
    isms: &'a Isms,
    axes: Vec<Axis<'a>>,
    /// Per axis the floor of its dimension; the inner `None` is one off its scale. Empty where no dimension has one.
    floors: Vec<Option<Option<u8>>>,
}

impl<'a> Reader<'a> {
    /// For some of the dimensions of an ISMS.
    fn new(isms: &'a Isms, dimensions: impl Iterator<Item = (&'a DimensionId, &'a Dimension)>) -> Self {
        let (mut axes, mut floors) = (Vec::new(), Vec::new());
        for (id, dimension) in dimensions {
            let Some(scale) = isms.scales().get(&dimension.scale) else { continue };
            axes.push((id, scale));
            floors.push(dimension.floor.as_ref().map(|floor| scale.rank(floor.as_str())));
        }
        if floors.iter().all(Option::is_none) {
            floors.clear();
        }
        Self { isms, axes, floors }
    }

    /// Writes what an asset says into one entry per axis.
    fn read(&self, asset: &Asset, said: &mut [Said]) {
        let axes = &self.axes[..];
        said.fill(Said::default());
        let rank = |at: usize, level: &LevelName| axes[at].1.rank(level.as_str());
        if let Some(object) = self.object(asset) {
            places(object.need.iter().filter(|need| !asset.need.contains(need.0)), axes, |at, level| {
                said[at].of_object = true;
                match rank(at, level) {
                    Some(own) => said[at].own = own,
                    None => said[at].unreadable = true,
                }
            });
        }
        places(asset.need.iter(), axes, |at, level| match rank(at, level) {
            Some(own) => said[at].own = own,
            None => said[at].unreadable = true,
        });
        places(asset.cumulation.iter(), axes, |at, floor| match rank(at, &floor.at_least) {
            Some(floor) => said[at].raised = floor,
            None => said[at].unreadable = true,
        });
        places(asset.need_override.iter(), axes, |at, set| said[at].over = Some(rank(at, &set.level)));
        if !asset.kind.is_primary() {
            for (said, floor) in said.iter_mut().zip(&self.floors) {
                match floor {
                    None => {}
                    Some(None) => said.unreadable = true,
                    Some(Some(floor)) => said.least = *floor,
                }
            }
        }
    }

    /// What an asset is an instance of.
    fn object(&self, asset: &Asset) -> Option<&'a Asset> {
        asset.instance_of.as_ref().and_then(|object| self.isms.assets().get(object))
    }

    /// Whether somebody is expected to rate the asset itself: it is primary, or an instance of one that is.
    fn is_primary(&self, asset: &Asset) -> bool {
        asset.kind.is_primary() || self.object(asset).is_some_and(|object| object.kind.is_primary())
    }
}

/// Derives the effective needs. O(dimensions · (assets + dependencies)), and for cycles whose edges change a need,
/// times the levels of its scale.
pub fn derive_needs(isms: &Isms) -> Needs {
    let csr = isms.dependencies();
    let components = Components::new(csr);
    let reader = Reader::new(isms, isms.dimensions().iter());
    let axes = &reader.axes;
    let tops: Vec<u8> = axes.iter().map(|(_, scale)| scale.top()).collect();
    let mut rules = Rules::new(axes.len());
    let mut cells = start(&reader, &components, &mut rules);
    let mut bounds = Bounds {
        rules: &rules,
        cells: &mut cells,
        dimensions: tops.len(),
        from: [Cell::default(); MAX_DIMENSIONS],
    };
    descend(csr, &components, components.iter(), &mut bounds);
    let levels = isms.dimensions().values().zip(axes).map(|(dimension, (_, scale))| {
        (1..=scale.top()).filter_map(|rank| Level::of_rank(&dimension.scale, scale, rank)).collect()
    });
    Needs(Some(Arc::new(Derived {
        isms: isms.clone(),
        levels: levels.collect(),
        witnesses: tops.iter().map(|_| OnceLock::new()).collect(),
        tops,
        rules,
        cells,
        reversed: OnceLock::new(),
    })))
}

/// What every asset starts from: what it says about itself, and what is unknown about it. Reads the rules of its
/// dependencies on the same walk.
fn start(reader: &Reader<'_>, components: &Components, rules: &mut Rules) -> Vec<Cell> {
    let (isms, axes) = (reader.isms, &reader.axes[..]);
    let csr = isms.dependencies();
    let mut depended = vec![false; components.len() as usize];
    for node in 0..csr.nodes() {
        let component = components.of(node);
        for &next in csr.successors(node) {
            depended[components.of(next) as usize] |= components.of(next) != component;
        }
    }
    let mut said = vec![Said::default(); axes.len()];
    // How many members of a cycle that nothing outside depends on state a need.
    let mut stated: Table<(u32, usize), u32> = Table::new();
    for component in (0..components.len()).filter(|&c| !depended[c as usize]) {
        let members = components.members(component);
        if members.len() == 1 {
            continue;
        }
        let mut counts = vec![0; axes.len()];
        for (_, asset) in members.iter().filter_map(|&node| isms.assets().at(node as usize)) {
            reader.read(asset, &mut said);
            for (count, said) in counts.iter_mut().zip(&said) {
                *count += u32::from(said.own > 0 || said.over.flatten().is_some());
            }
        }
        for (axis, count) in counts.into_iter().enumerate() {
            stated.insert((component, axis), count);
        }
    }
    let mut cells = Vec::with_capacity(csr.nodes() as usize * axes.len());
    for (asset, node) in isms.assets().values().zip(0u32..) {
        let component = components.of(node);
        rules.read(asset, node, csr, axes);
        reader.read(asset, &mut said);
        let primary = reader.is_primary(asset);
        for (axis, (said, (_, scale))) in said.iter().zip(axes).enumerate() {
            let set = said.over.flatten();
            let nobody_says = || {
                let others = stated.get(&(component, axis)).map_or(0, |n| n - u32::from(set.is_some()));
                !depended[component as usize] && others == 0
            };
            let unrated = said.unreadable || (said.own == 0 && (primary || nobody_says()));
            let unknown = set.is_none() && (unrated || said.over.is_some());
            let low = set.unwrap_or(said.low());
            cells.push(Cell {
                low,
                high: if unknown { scale.top() } else { low },
                takes: if set.is_some() { 0 } else { u8::MAX },
                flags: u8::from(unknown) * Cell::UNKNOWN + u8::from(unrated) * Cell::UNRATED,
            });
        }
    }
    cells
}

/// Both bounds on their way down.
struct Bounds<'a> {
    rules: &'a Rules,
    cells: &'a mut [Cell],
    dimensions: usize,
    /// The cells of the node whose edges are passed.
    from: [Cell; MAX_DIMENSIONS],
}

impl Flow for Bounds<'_> {
    #[inline]
    fn enter(&mut self, node: u32) {
        let cells = &self.cells[node as usize * self.dimensions..][..self.dimensions];
        self.from[..self.dimensions].copy_from_slice(cells);
    }

    #[inline]
    fn pass(&mut self, slot: u32, _from: u32, to: u32) -> bool {
        let from = &self.from[..self.dimensions];
        let to = &mut self.cells[to as usize * self.dimensions..][..self.dimensions];
        match self.rules.of(slot) {
            None => join(from, to, |_, cell| (cell.low, cell.high)),
            Some(rules) => join(from, to, |at, cell: Cell| {
                let rule: Rule = rules[at];
                (rule.pass(cell.low), rule.pass_at_most(cell.high))
            }),
        }
    }
}

/// Joins what arrives into the cells that take it, and says whether one moved.
#[inline]
fn join(from: &[Cell], to: &mut [Cell], pass: impl Fn(usize, Cell) -> (u8, u8)) -> bool {
    let mut moved = false;
    for (at, (from, to)) in from.iter().zip(to).enumerate() {
        let (low, high) = pass(at, *from);
        let (low, high) = ((low & to.takes).max(to.low), (high & to.takes).max(to.high));
        moved |= low != to.low || high != to.high;
        (to.low, to.high) = (low, high);
    }
    moved
}

impl Derived {
    pub(super) fn dimensions(&self) -> usize {
        self.tops.len()
    }

    pub(super) fn cell(&self, asset: u32, dimension: usize) -> Cell {
        self.cells[asset as usize * self.dimensions() + dimension]
    }

    /// The level of a rank, and nothing for rank 0.
    pub(super) fn level(&self, dimension: usize, rank: u8) -> Option<Level> {
        self.levels[dimension].get(usize::from(rank).checked_sub(1)?).cloned()
    }

    fn need(&self, dimension: usize, low: u8, high: u8) -> Need {
        Need { level: self.level(dimension, low), complete: low == high }
    }

    /// Own need and floor of an asset.
    pub(super) fn said(&self, asset: u32, dimension: usize) -> Said {
        let asset = self.isms.assets().at(asset as usize);
        let reader = Reader::new(&self.isms, self.isms.dimensions().at(dimension).into_iter());
        let mut said = Said::default();
        if let (Some((_, asset)), false) = (asset, reader.axes.is_empty()) {
            reader.read(asset, std::slice::from_mut(&mut said));
        }
        said
    }

    /// The dependents of an asset, ascending, each with the slot of its dependency. The first call costs
    /// O(assets + dependencies).
    pub(super) fn dependents(&self, asset: u32) -> impl Iterator<Item = (u32, u32)> {
        let (reversed, slots) = self.reversed.get_or_init(|| self.isms.dependencies().reversed());
        reversed.edges(asset).map(move |at| (reversed.target(at), slots[at as usize]))
    }

    /// Where an asset and a dimension stand in their tables.
    pub(super) fn place(&self, asset: &AssetId, dimension: &DimensionId) -> Option<(u32, usize)> {
        let asset = self.isms.assets().index_of(asset)?;
        Some((asset as u32, self.isms.dimensions().index_of(dimension)?))
    }
}

impl Needs {
    /// The effective need of an asset in a dimension; `None` if either is not there.
    pub fn get(&self, asset: &AssetId, dimension: &DimensionId) -> Option<Need> {
        let derived = self.0.as_deref()?;
        let (asset, dimension) = derived.place(asset, dimension)?;
        let cell = derived.cell(asset, dimension);
        Some(derived.need(dimension, cell.low, cell.high))
    }

    /// All effective needs, by asset and then by dimension. O(assets · dimensions).
    pub fn iter(&self) -> impl Iterator<Item = (&AssetId, &DimensionId, Need)> {
        self.0.as_deref().into_iter().flat_map(|derived| {
            derived.isms.assets().keys().zip(0u32..).flat_map(move |(asset, at)| {
                derived.isms.dimensions().keys().enumerate().map(move |(dimension, id)| {
                    let cell = derived.cell(at, dimension);
                    (asset, id, derived.need(dimension, cell.low, cell.high))
                })
            })
        })
    }

    /// The need an asset would have without its override in that dimension, all others being as they are. The same
    /// as [`Needs::get`] where there is no override. O(dependents), after a first call of O(assets + dependencies).
    pub fn without_override(&self, asset: &AssetId, dimension: &DimensionId) -> Option<Need> {
        let derived = self.0.as_deref()?;
        let (asset, dimension) = derived.place(asset, dimension)?;
        let said = derived.said(asset, dimension);
        let unrated = derived.cell(asset, dimension).flags & Cell::UNRATED != 0;
        let mut low = said.low();
        let mut high = if unrated { derived.tops[dimension] } else { low };
        for (dependent, slot) in derived.dependents(asset) {
            let (cell, rule) = (derived.cell(dependent, dimension), derived.rules.at(slot, dimension));
            low = low.max(rule.pass(cell.low));
            high = high.max(rule.pass_at_most(cell.high));
        }
        Some(derived.need(dimension, low, high))
    }

    /// The highest need of an asset over all dimensions, as FIPS 200 sets the level of a system by its high-water
    /// mark. `None` where the asset is not there, and where two dimensions have different scales: their levels have
    /// no common order. O(dimensions).
    ///
    /// ```
    /// use isms_core::{Isms, derive_needs};
    /// let isms = Isms::from_yaml("
    /// isms: '1'
    /// organisation: {name: Acme}
    /// assets:
    ///   A-1: {name: contracts, kind: information, need: {confidentiality: moderate, integrity: high, availability: low}}
    /// ")?;
    /// let mark = derive_needs(&isms).high_water_mark(&"A-1".parse()?).unwrap();
    /// assert_eq!((isms.name_of(&mark.level.unwrap()).unwrap().as_str(), mark.complete), ("high", true));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn high_water_mark(&self, asset: &AssetId) -> Option<Need> {
        let derived = self.0.as_deref()?;
        let asset = derived.isms.assets().index_of(asset)? as u32;
        let mut scales = derived.isms.dimensions().values().map(|dimension| &dimension.scale);
        let first = scales.next()?;
        if scales.any(|scale| scale != first) {
            return None;
        }
        let cells = || (0..derived.dimensions()).map(|dimension| derived.cell(asset, dimension));
        let low = cells().map(|cell| cell.low).max()?;
        Some(derived.need(0, low, cells().map(|cell| cell.high).max()?))
    }

    /// The rank of the need at a place of the tables of assets and dimensions, 0 where nothing is known.
    pub(crate) fn rank(&self, asset: usize, dimension: usize) -> u8 {
        self.at(asset, dimension).map_or(0, |cell| cell.low)
    }

    /// Whether the need at that place is complete.
    pub(crate) fn is_complete(&self, asset: usize, dimension: usize) -> bool {
        self.at(asset, dimension).is_some_and(|cell| cell.low == cell.high)
    }

    fn at(&self, asset: usize, dimension: usize) -> Option<Cell> {
        let derived = self.0.as_deref()?;
        let place = asset.checked_mul(derived.dimensions())?.checked_add(dimension)?;
        if dimension < derived.dimensions() { derived.cells.get(place).copied() } else { None }
    }
}
