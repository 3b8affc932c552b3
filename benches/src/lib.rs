//! Synthetic ISMSs of given sizes, for measurements: the same seed gives the same bytes.
//!
//! ```
//! use isms_benches::{Size, draft};
//! let isms = draft(&Size::S, 1)?.build()?;
//! assert_eq!(isms.assets().len(), 120);
//! assert_eq!(isms.assets().values().map(|asset| asset.depends_on.len()).sum::<usize>(), 310);
//! # Ok::<(), isms_core::Error>(())
//! ```

pub mod walk;

use std::collections::BTreeSet;

use isms_core::{
    Asset, AssetId, AssetKind, Better, CapabilityMeasure, Combine, Control, ControlStatus, Cumulation,
    Dependency, Dimension, Disposition, Draft, Effect, Error, Inherent, LevelName, NeedOverride, Redundancy,
    RedundancyRule, Risk, RiskApproach, RiskMethod, Scale, Shift, Table,
};

/// How large an ISMS is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// What reports call it.
    pub name: &'static str,
    /// Assets.
    pub assets: usize,
    /// Dependencies between them.
    pub dependencies: usize,
    /// Risks, each of one to three assets.
    pub risks: usize,
    /// Own controls, each acting on one to four risks.
    pub controls: usize,
}

impl Size {
    /// A small company.
    pub const S: Self = Self { name: "S", assets: 120, dependencies: 310, risks: 30, controls: 40 };
    /// A company with a register that is kept.
    pub const M: Self = Self { name: "M", assets: 1_000, dependencies: 3_000, risks: 160, controls: 120 };
    /// A group that imports its configuration database.
    pub const L: Self =
        Self { name: "L", assets: 100_000, dependencies: 350_000, risks: 5_000, controls: 1_000 };
    /// More than anybody keeps by hand.
    pub const XL: Self =
        Self { name: "XL", assets: 1_000_000, dependencies: 3_200_000, risks: 20_000, controls: 2_000 };
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for 0.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    fn per_mille(&mut self, n: usize) -> bool {
        self.below(1000) < n
    }

    /// A number below `n`, small ones far more often: the cube of a uniform one.
    fn skewed(&mut self, n: usize) -> usize {
        let uniform = u128::from(self.next() >> 44);
        ((uniform * uniform * uniform * n as u128) >> 60) as usize
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

const LAYERS: usize = 12;
const LEVELS: [&str; 5] = ["very-low", "low", "moderate", "high", "very-high"];
const DIMENSIONS: [&str; 3] = ["confidentiality", "integrity", "availability"];

/// An ISMS of a size.
///
/// The assets stand in twelve layers, the first two of them primary. Every asset below the first layer has a dependent
/// in the layer above; the other dependencies go to the next layers and meet on few assets (power law). One in a
/// thousand leads back up, so that there are cycles; one asset in twenty has a redundancy group. Ids say nothing about
/// layers. Fails only if an id or a level of the generator is malformed.
pub fn draft(size: &Size, seed: u64) -> Result<Draft, Error> {
    let mut random = Random(seed);
    let mut draft = frame()?;
    let names = names("A", size.assets, &mut random);
    let ids: Vec<AssetId> = names.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
    let edges = edges(size, &mut random);
    let mut assets = Vec::with_capacity(size.assets);
    for ((place, id), targets) in ids.iter().enumerate().zip(edges) {
        let targets: Vec<AssetId> = targets.into_iter().filter_map(|to| ids.get(to).cloned()).collect();
        let layer = layer_of(place, size.assets);
        assets.push((id.clone(), asset(layer, targets, &mut random)?));
    }
    draft.assets = assets.into_iter().collect();
    risks(&mut draft, size, &ids, &mut random)?;
    Ok(draft)
}

/// Scales, dimensions, a measure and a method.
fn frame() -> Result<Draft, Error> {
    let mut draft = Draft::new("Synthetic");
    for scale in ["impact", "likelihood", "level"] {
        draft.scales.insert(scale.parse()?, Scale::of(LEVELS)?);
    }
    for dimension in DIMENSIONS {
        draft.dimensions.insert(dimension.parse()?, Dimension::new(dimension, "impact".parse()?));
    }
    draft.capabilities.insert("rto".parse()?, CapabilityMeasure::new("recovery time", Better::Lower));
    let mut rows: Table<LevelName, Vec<Option<LevelName>>> = Table::new();
    for (likelihood, name) in LEVELS.iter().enumerate() {
        let row = (0..LEVELS.len()).map(|consequence| level((likelihood + consequence) / 2).map(Some));
        rows.insert(name.parse()?, row.collect::<Result<_, _>>()?);
    }
    let scales = ("likelihood".parse()?, "impact".parse()?, "level".parse()?);
    let mut method = RiskMethod::new("matrix", "1", scales.0, scales.1, scales.2, Combine::Matrix(rows));
    for (place, name) in LEVELS.iter().enumerate() {
        let disposition = if place < 2 { Disposition::Retain } else { Disposition::Treat };
        method.dispositions.insert(name.parse()?, disposition);
    }
    draft.methods.insert("matrix".parse()?, method);
    Ok(draft)
}

fn level(place: usize) -> Result<LevelName, Error> {
    LEVELS.get(place).copied().unwrap_or("very-high").parse()
}

/// Names in an order that says nothing.
fn names(prefix: &str, count: usize, random: &mut Random) -> Vec<String> {
    let mut names: Vec<String> = (0..count).map(|n| format!("{prefix}-{n:07}")).collect();
    for at in (1..names.len()).rev() {
        names.swap(at, random.below(at + 1));
    }
    names
}

fn layer_of(place: usize, assets: usize) -> usize {
    place * LAYERS / assets
}

/// The first asset of a layer.
fn start_of(layer: usize, assets: usize) -> usize {
    (layer * assets).div_ceil(LAYERS)
}

/// The targets of each asset.
fn edges(size: &Size, random: &mut Random) -> Vec<BTreeSet<usize>> {
    let assets = size.assets;
    let mut edges = vec![BTreeSet::new(); assets];
    let mut count = 0;
    let mut add = |from: usize, to: usize| {
        count +=
            edges.get_mut(from).map_or(0, |targets: &mut BTreeSet<usize>| usize::from(targets.insert(to)));
    };
    for to in start_of(1, assets)..assets {
        let above = layer_of(to, assets) - 1;
        let (start, end) = (start_of(above, assets), start_of(above + 1, assets));
        add(start + random.below(end - start), to);
    }
    let back = size.dependencies / 1000;
    for _ in 0..back {
        let from = start_of(1, assets) + random.below(assets - start_of(1, assets));
        let above = layer_of(from, assets) - 1;
        let (start, end) = (start_of(above, assets), start_of(above + 1, assets));
        add(from, start + random.below(end - start));
    }
    while count < size.dependencies {
        let from = random.below(start_of(LAYERS - 1, assets));
        let next = layer_of(from, assets) + 1;
        let next = if random.per_mille(750) { next } else { next + random.below(LAYERS - next) };
        let (start, end) = (start_of(next, assets), start_of(next + 1, assets));
        let to = start + random.skewed(end - start);
        if let Some(targets) = edges.get_mut(from) {
            count += usize::from(targets.insert(to));
        }
    }
    edges
}

fn asset(layer: usize, targets: Vec<AssetId>, random: &mut Random) -> Result<Asset, Error> {
    let kind = match layer {
        0 => AssetKind::Process,
        1 => AssetKind::Information,
        2..=4 => AssetKind::Service,
        5..=7 => AssetKind::Software,
        8..=9 => AssetKind::Hardware,
        10 => AssetKind::Network,
        _ => AssetKind::Site,
    };
    let mut asset = Asset::new(format!("{kind} of layer {layer}"), kind);
    for dimension in DIMENSIONS {
        if kind.is_primary() && random.per_mille(950) {
            asset.need.insert(dimension.parse()?, level(random.below(LEVELS.len()))?);
        }
        if !kind.is_primary() && random.per_mille(5) {
            asset.need_override.insert(dimension.parse()?, NeedOverride::new(level(random.below(3))?));
        }
        if !kind.is_primary() && random.per_mille(5) {
            asset.cumulation.insert(dimension.parse()?, Cumulation::new(level(3)?, "many depend on it"));
        }
    }
    if kind.is_primary() && random.per_mille(200) {
        asset.requires.insert("rto".parse()?, 1 + random.below(72) as u64);
    }
    if targets.is_empty() || random.per_mille(150) {
        asset.provides.insert("rto".parse()?, 1 + random.below(48) as u64);
    }
    if targets.len() > 1 && random.per_mille(50) {
        let members: Vec<AssetId> = targets.iter().take(4).cloned().collect();
        let required = members.len() as u32 - 1;
        let mut group = Redundancy::new(members, required);
        if random.per_mille(500) {
            let mut rule = RedundancyRule::new("each carries the load");
            rule.lowers.insert("availability".parse()?, 1);
            group.applied = Some(rule);
        }
        asset.redundancy.insert("G-1".parse()?, group);
    }
    for target in targets {
        let mut dependency = Dependency::default();
        if random.per_mille(100) {
            let carried = ["integrity".parse()?, "availability".parse()?];
            dependency.carries = Some(carried.into_iter().collect());
        }
        if random.per_mille(30) {
            dependency.attenuate.insert("availability".parse()?, 1);
        }
        if random.per_mille(10) {
            dependency.cap.insert("confidentiality".parse()?, level(2)?);
        }
        asset.depends_on.insert(target, dependency);
    }
    Ok(asset)
}

fn risks(draft: &mut Draft, size: &Size, ids: &[AssetId], random: &mut Random) -> Result<(), Error> {
    for n in 0..size.risks {
        let mut risk = Risk::new(format!("risk {n}"), RiskApproach::Asset, "matrix".parse()?);
        risk.inherent = Inherent::new(level(random.below(LEVELS.len()))?, level(random.below(LEVELS.len()))?);
        if let Some(dimension) = random.pick(&DIMENSIONS) {
            risk.affects.insert(dimension.parse()?);
        }
        for _ in 0..=random.below(3) {
            risk.assets.extend(random.pick(ids).cloned());
        }
        draft.risks.insert(format!("R-{n:06}").parse()?, risk);
    }
    for n in 0..size.controls {
        let states = [ControlStatus::Implemented, ControlStatus::Partial, ControlStatus::Planned];
        let status = random.pick(&states).copied().unwrap_or(ControlStatus::Planned);
        let mut control = Control::new(format!("control {n}"), status);
        for _ in 0..=random.below(4) {
            let risk = format!("R-{:06}", random.below(size.risks)).parse()?;
            control.acts_on.risks.insert(risk, Effect::on_likelihood(Shift::down(1 + random.below(2) as i8)));
        }
        control.operates_on.extend(random.pick(ids).cloned());
        draft.controls.insert(format!("C-{n:06}").parse()?, control);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use isms_core::derive_needs;

    #[test]
    fn a_seed_gives_the_same_document_and_another_one_another() {
        let text = |seed| draft(&Size::M, seed).unwrap().build().unwrap().to_json();
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
    }

    #[test]
    fn the_graph_is_what_it_claims_to_be() {
        let isms = draft(&Size::M, 1).unwrap().build().unwrap();
        let assets = isms.assets();
        assert_eq!(assets.values().map(|asset| asset.depends_on.len()).sum::<usize>(), 3_000);
        let mut dependents = std::collections::BTreeMap::new();
        for target in assets.values().flat_map(|asset| asset.depends_on.keys()) {
            *dependents.entry(target).or_insert(0) += 1;
        }
        assert!(dependents.values().max() > Some(&40), "few assets have many dependents");
        assert!(assets.values().filter(|asset| !asset.redundancy.is_empty()).count() > 20);
        assert_eq!((isms.risks().len(), isms.controls().len()), (160, 120));
        let needs = derive_needs(&isms);
        let known = needs.iter().filter(|(_, _, need)| need.level.is_some()).count();
        assert!(known > 2_700, "needs arrive almost everywhere: {known}");
    }
}
