//! Capability: requirements go down to what an asset depends on, what is achieved comes up from there.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes, components and measures are those the arrays were made for"
)]

use std::collections::BinaryHeap;
use std::sync::Arc;

use super::transfer::slots;
use crate::graph::{Components, Csr};
use crate::id::{AssetId, CapabilityId};
use crate::isms::{Asset, Better, CapabilityMeasure, Isms, Table};

/// What each asset is asked to do and can do, per measure of capability. Cheap to clone; the default holds no asset.
///
/// ```
/// use isms_core::{Isms, derive_capabilities};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// capabilities: {rto: {name: recovery time, unit: hours, better: lower}}
/// assets:
///   A-1: {name: sales, kind: process, requires: {rto: 8}, depends_on: {A-2: {}}}
///   A-2: {name: web shop, kind: service, provides: {rto: 4}, depends_on: {A-3: {}}}
///   A-3: {name: host, kind: hardware, provides: {rto: 24}}
/// ")?;
/// let capabilities = derive_capabilities(&isms);
/// let shop = capabilities.get(&"A-2".parse()?, &"rto".parse()?).unwrap();
/// assert_eq!((shop.required, shop.at_best, shop.at_worst), (Some(8), Some(24), Some(24)));
/// assert_eq!(shop.is_met(), Some(false));
/// assert_eq!(capabilities.iter().filter(|(_, _, state)| state.is_met() == Some(false)).count(), 3);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Capabilities(Option<Arc<Derived>>);

/// Required and achieved capability of one asset in one measure.
///
/// ```
/// # let isms = isms_core::Isms::from_yaml("
/// # isms: '1'
/// # organisation: {name: Acme}
/// # capabilities: {level: {name: security level, better: higher}}
/// # assets: {A-1: {name: door, kind: site, requires: {level: 2}, provides: {level: 3}}}
/// # ")?;
/// let capabilities = isms_core::derive_capabilities(&isms);
/// let state = capabilities.get(&"A-1".parse()?, &"level".parse()?).unwrap();
/// assert!(state.is_complete());
/// assert_eq!(state.is_met(), Some(true));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CapabilityState {
    /// What is required, after inheritance; `None` where nothing is.
    pub required: Option<u64>,
    /// The best that can be achieved given what is known; `None` where nothing known limits it.
    pub at_best: Option<u64>,
    /// The worst; `None` where it is not bounded.
    pub at_worst: Option<u64>,
    /// Which of two values is the better one.
    pub better: Better,
}

impl CapabilityState {
    /// Whether what is achieved is one known value.
    pub fn is_complete(&self) -> bool {
        self.at_best.is_some() && self.at_best == self.at_worst
    }

    /// Whether the requirement is met; `None` where that is not known or nothing is required.
    pub fn is_met(&self) -> Option<bool> {
        let required = self.required?;
        let suffices = |value: u64| match self.better {
            Better::Lower => value <= required,
            Better::Higher => value >= required,
        };
        if self.at_worst.is_some_and(suffices) {
            Some(true)
        } else if self.at_best.is_some_and(|value| !suffices(value)) {
            Some(false)
        } else {
            None
        }
    }
}

#[derive(Debug)]
struct Derived {
    isms: Isms,
    measures: Vec<Measure>,
}

/// One measure over all assets. Values are ranks in `values`, counted from 1.
#[derive(Debug)]
struct Measure {
    better: Better,
    /// All values stated, best first.
    values: Vec<u64>,
    required: Vec<u32>,
    best: Vec<u32>,
    worst: Vec<u32>,
}

/// Nothing limits what is achieved.
const UNLIMITED: u32 = 0;
/// Nothing bounds what is achieved; nothing is required.
const UNBOUNDED: u32 = u32::MAX;

/// Derives required and achieved capability. O(measures · (assets + dependencies)), with a logarithm for what is
/// stated and for cycles.
pub fn derive_capabilities(isms: &Isms) -> Capabilities {
    let measures = isms.capabilities();
    let components = if measures.is_empty() { None } else { Some(Components::new(isms.dependencies())) };
    let derive = |(id, measure): (&CapabilityId, &CapabilityMeasure)| {
        components.as_ref().map(|components| Measure::derive(isms, components, id, measure.better))
    };
    let measures = measures.iter().filter_map(derive).collect();
    Capabilities(Some(Arc::new(Derived { isms: isms.clone(), measures })))
}

impl Capabilities {
    /// The state of an asset in a measure; `None` if either is not there.
    pub fn get(&self, asset: &AssetId, measure: &CapabilityId) -> Option<CapabilityState> {
        let derived = self.0.as_deref()?;
        let asset = derived.isms.assets().index_of(asset)?;
        Some(derived.measures.get(derived.isms.capabilities().index_of(measure)?)?.state(asset))
    }

    /// All states, by asset and then by measure. O(assets · measures).
    pub fn iter(&self) -> impl Iterator<Item = (&AssetId, &CapabilityId, CapabilityState)> {
        self.0.as_deref().into_iter().flat_map(|derived| {
            derived.isms.assets().keys().enumerate().flat_map(move |(at, asset)| {
                let measures = derived.isms.capabilities().keys().zip(&derived.measures);
                measures.map(move |(id, measure)| (asset, id, measure.state(at)))
            })
        })
    }
}

impl Measure {
    fn derive(isms: &Isms, components: &Components, id: &CapabilityId, better: Better) -> Self {
        let stated = |of: fn(&Asset) -> &Table<CapabilityId, u64>| -> Vec<Option<u64>> {
            isms.assets().values().map(|asset| of(asset).get(id).copied()).collect()
        };
        let (requires, provides) = (stated(|asset| &asset.requires), stated(|asset| &asset.provides));
        let mut values: Vec<u64> = requires.iter().chain(&provides).copied().flatten().collect();
        values.sort_unstable();
        values.dedup();
        if better == Better::Higher {
            values.reverse();
        }
        let rank = |value: u64| {
            let worse = |other: &u64| match better {
                Better::Lower => *other <= value,
                Better::Higher => *other >= value,
            };
            values.partition_point(worse) as u32
        };
        let ranks = |stated: Vec<Option<u64>>, absent: u32| -> Vec<u32> {
            stated.into_iter().map(|value| value.map_or(absent, rank)).collect()
        };
        let required = required(isms.dependencies(), components, ranks(requires, UNBOUNDED));
        let own = ranks(provides, UNLIMITED);
        let best = achieved(isms, components, &own, false);
        let worst = achieved(isms, components, &own, true);
        Self { better, values, required, best, worst }
    }

    fn state(&self, asset: usize) -> CapabilityState {
        let value = |ranks: &[u32]| {
            let at = (*ranks.get(asset)? as usize).checked_sub(1)?;
            self.values.get(at).copied()
        };
        CapabilityState {
            required: value(&self.required),
            at_best: value(&self.best),
            at_worst: value(&self.worst),
            better: self.better,
        }
    }
}

/// The strictest requirement of each asset and of all that depend on it, dependents first. The members of a cycle
/// have one in common.
fn required(csr: &Csr, components: &Components, mut ranks: Vec<u32>) -> Vec<u32> {
    for members in components.iter() {
        let strictest = members.iter().map(|&node| ranks[node as usize]).min().unwrap_or(UNBOUNDED);
        for &node in members {
            ranks[node as usize] = strictest;
            for &next in csr.successors(node) {
                ranks[next as usize] = ranks[next as usize].min(strictest);
            }
        }
    }
    ranks
}

/// What each asset achieves, what it depends on first. What nothing stated bounds is without limit, or, if `bound`,
/// the worst there is.
fn achieved(isms: &Isms, components: &Components, own: &[u32], bound: bool) -> Vec<u32> {
    let mut ranks = own.to_vec();
    let mut cycle = Cycle::default();
    for members in components.iter().rev() {
        if let &[node] = members {
            let mut worst = own[node as usize];
            demands(isms, node, |dependencies, needed| {
                worst = worst.max(nth_best(dependencies, needed, &ranks))
            });
            ranks[node as usize] = if worst == UNLIMITED && bound { UNBOUNDED } else { worst };
            continue;
        }
        let mut start: Vec<u32> = members.iter().map(|&node| own[node as usize]).collect();
        cycle.solve(isms, members, &start, &mut ranks);
        if bound {
            let mut held_up = false;
            for (start, &node) in start.iter_mut().zip(members) {
                if ranks[node as usize] == UNLIMITED {
                    (*start, held_up) = (UNBOUNDED, true);
                }
            }
            if held_up {
                cycle.solve(isms, members, &start, &mut ranks);
            }
        }
    }
    ranks
}

/// Calls with what an asset depends on: once per redundancy group and once per dependency outside of groups, with
/// how many of them are needed.
fn demands(isms: &Isms, node: u32, mut each: impl FnMut(&[u32], usize)) {
    let csr = isms.dependencies();
    let Some((_, asset)) = isms.assets().at(node as usize) else { return };
    if asset.redundancy.is_empty() {
        for next in csr.successors(node) {
            each(std::slice::from_ref(next), 1);
        }
        return;
    }
    let mut grouped = vec![false; asset.depends_on.len()];
    let first = csr.edges(node).start;
    for group in asset.redundancy.values() {
        let mut members = Vec::with_capacity(group.members.len());
        for slot in slots(asset, &group.members, node, csr) {
            grouped[(slot - first) as usize] = true;
            members.push(csr.target(slot));
        }
        each(&members, group.required as usize);
    }
    for (next, _) in csr.successors(node).iter().zip(grouped).filter(|(_, grouped)| !grouped) {
        each(std::slice::from_ref(next), 1);
    }
}

/// The rank of the n-th best.
fn nth_best(nodes: &[u32], n: usize, ranks: &[u32]) -> u32 {
    if let &[node] = nodes {
        return ranks[node as usize];
    }
    let mut all: Vec<u32> = nodes.iter().map(|&node| ranks[node as usize]).collect();
    all.sort_unstable();
    all.get(n.wrapping_sub(1)).copied().unwrap_or(UNLIMITED)
}

/// The least solution on a cycle: worst first, as in Dijkstra's algorithm. A member is as bad as the first thing
/// that fails it, so each is settled once.
#[derive(Default)]
struct Cycle {
    /// Demands of members: who, and how many more may fail before it does.
    demands: Vec<(u32, usize)>,
    /// The demands a node takes part in.
    parts: Vec<(u32, usize)>,
    open: BinaryHeap<(u32, u32)>,
}

impl Cycle {
    fn solve(&mut self, isms: &Isms, members: &[u32], start: &[u32], ranks: &mut [u32]) {
        self.demands.clear();
        self.parts.clear();
        self.open.clear();
        let inside = |node: u32| members.binary_search(&node).is_ok();
        let mut outside = Vec::new();
        for &member in members {
            demands(isms, member, |dependencies, needed| {
                let demand = self.demands.len();
                self.demands.push((member, dependencies.len().saturating_sub(needed)));
                self.parts.extend(dependencies.iter().map(|&node| (node, demand)));
                outside.extend(dependencies.iter().copied().filter(|&node| !inside(node)));
            });
        }
        self.parts.sort_unstable();
        outside.sort_unstable();
        outside.dedup();
        for (&member, &start) in members.iter().zip(start) {
            ranks[member as usize] = UNLIMITED;
            self.open.push((start, member));
        }
        self.open.extend(outside.iter().map(|&node| (ranks[node as usize], node)));
        let mut settled = vec![false; members.len()];
        while let Some((rank, node)) = self.open.pop() {
            if rank == UNLIMITED {
                break;
            }
            if let Ok(at) = members.binary_search(&node) {
                if std::mem::replace(&mut settled[at], true) {
                    continue;
                }
                ranks[node as usize] = rank;
            }
            let from = self.parts.partition_point(|part| part.0 < node);
            for &(_, demand) in self.parts[from..].iter().take_while(|part| part.0 == node) {
                let (member, spare) = &mut self.demands[demand];
                match spare.checked_sub(1) {
                    Some(left) => *spare = left,
                    None => self.open.push((rank, *member)),
                }
            }
        }
    }
}
