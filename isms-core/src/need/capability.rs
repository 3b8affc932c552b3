//! What each asset must be able to do, and can: requirements flow down, capability flows up by meet.

#![expect(
    clippy::indexing_slicing,
    reason = "tables have one entry per asset, slot or group of the same ISMS"
)]

use crate::graph::{Components, Csr};
use crate::id::{AssetId, CapabilityId};
use crate::isms::{Better, Isms};

/// Required and achieved capability of one asset in one measure, in the unit of the measure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CapabilityState {
    /// The strictest requirement of the asset and of everything that depends on it; `None` where there is none.
    pub required: Option<u64>,
    /// What is achieved if all that is unknown is as good as can be; `None` where nothing bounds it.
    pub at_best: Option<u64>,
    /// What is achieved if all that is unknown is as bad as can be; `None` where nothing bounds it.
    pub at_worst: Option<u64>,
    /// Which of two values is the better one.
    pub better: Better,
}

impl CapabilityState {
    /// Whether what is achieved is known.
    pub fn is_complete(&self) -> bool {
        self.at_best.is_some() && self.at_best == self.at_worst
    }

    /// Whether the requirement is met; `None` where that is not known or nothing is required.
    pub fn is_met(&self) -> Option<bool> {
        let suffices = |value: u64, required: u64| match self.better {
            Better::Lower => value <= required,
            Better::Higher => value >= required,
        };
        let required = self.required?;
        match (self.at_best, self.at_worst) {
            (_, Some(worst)) if suffices(worst, required) => Some(true),
            (Some(best), _) if !suffices(best, required) => Some(false),
            _ => None,
        }
    }
}

/// Required and achieved capability of all assets.
///
/// A requirement passes to everything the asset depends on. What an asset achieves is the worst of what it
/// provides by itself and of what its dependencies achieve; of a redundancy group that needs k members, the k-th
/// best counts. An asset that says nothing for itself adds nothing, unless nothing it depends on says anything either:
/// then what it achieves is unknown.
///
/// ```
/// use isms_core::{Isms, derive_capabilities};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "capabilities": {"rto": {"name": "recovery time", "unit": "hours", "better": "lower"}},
///     "assets": {
///         "A-1": {"name": "shop", "kind": "process", "requires": {"rto": 4}, "depends_on": {"A-2": {}}},
///         "A-2": {"name": "database", "kind": "software", "provides": {"rto": 8}}
///     }
/// }"#)?;
/// let capabilities = derive_capabilities(&isms);
/// let shop = capabilities.get(&"A-1".parse()?, &"rto".parse()?).unwrap();
/// assert_eq!((shop.required, shop.at_worst, shop.is_met()), (Some(4), Some(8), Some(false)));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Capabilities {
    isms: Isms,
    /// One per measure, in the order of the ISMS.
    measures: Vec<Measure>,
}

/// Values of one measure turned so that more is worse, one per asset.
#[derive(Clone, Debug)]
struct Measure {
    better: Better,
    /// [`NEVER`] where nothing is required.
    required: Vec<u64>,
    /// 0 where nothing bounds it.
    best: Vec<u64>,
    /// [`NEVER`] where nothing bounds it.
    worst: Vec<u64>,
}

/// Worse than every value of a document, which are below 2⁵³.
const NEVER: u64 = u64::MAX;

/// Turns a value so that more is worse, or back.
fn turned(better: Better, value: u64) -> u64 {
    match better {
        Better::Lower => value,
        Better::Higher => NEVER - 1 - value.min(NEVER - 1),
    }
}

/// Derives required and achieved capability. O(measures · (assets · log assets + dependencies + members of groups)).
pub fn derive_capabilities(isms: &Isms) -> Capabilities {
    if isms.capabilities().is_empty() {
        return Capabilities { isms: isms.clone(), measures: Vec::new() };
    }
    let csr = isms.dependencies();
    let wiring = Wiring::new(isms);
    let components = Components::new(csr);
    let measures = isms
        .capabilities()
        .iter()
        .map(|(id, measure)| {
            let better = measure.better;
            let of = |value: Option<&u64>| value.map(|value| turned(better, *value));
            let stated: Vec<_> = isms.assets().values().map(|a| of(a.requires.get(id))).collect();
            let own: Vec<_> = isms.assets().values().map(|a| of(a.provides.get(id))).collect();
            let silent = silent(csr, &components, &own);
            let given = |unknown: u64| {
                let value = |(own, silent): (&Option<u64>, &bool)| own.or(silent.then_some(unknown));
                own.iter().zip(&silent).map(value).collect::<Vec<_>>()
            };
            Measure {
                better,
                required: required(csr, &stated),
                best: wiring.achieved(&given(0)),
                worst: wiring.achieved(&given(NEVER)),
            }
        })
        .collect();
    Capabilities { isms: isms.clone(), measures }
}

/// The assets of which nothing is known: their component provides nothing and depends on nothing beyond itself.
fn silent(csr: &Csr, components: &Components, own: &[Option<u64>]) -> Vec<bool> {
    let mut silent = vec![false; own.len()];
    for members in components.iter() {
        let speaks = |&node: &u32| {
            own[node as usize].is_some()
                || csr.successors(node).iter().any(|&next| components.of(next) != components.of(node))
        };
        if !members.iter().any(speaks) {
            for &node in members {
                silent[node as usize] = true;
            }
        }
    }
    silent
}

/// The strictest requirement passed down to each asset: the least values first, each through everything below.
fn required(csr: &Csr, stated: &[Option<u64>]) -> Vec<u64> {
    let mut order: Vec<(u64, u32)> = stated.iter().zip(0..).filter_map(|(v, n)| v.map(|v| (v, n))).collect();
    order.sort_unstable();
    let mut out = vec![NEVER; stated.len()];
    let mut stack = Vec::new();
    for (value, node) in order {
        stack.push(node);
        while let Some(node) = stack.pop() {
            if value < out[node as usize] {
                out[node as usize] = value;
                stack.extend(csr.successors(node));
            }
        }
    }
    out
}

/// Who waits for whom: each dependency alone, or as a member of groups.
struct Wiring {
    reverse: Csr,
    /// Per slot of `reverse`, the groups its dependency is a member of, as a range of `groups_of`.
    ranges: Vec<std::ops::Range<u32>>,
    groups_of: Vec<u32>,
    /// Per group, how many members must have failed a level before the group has.
    slack: Vec<u32>,
}

impl Wiring {
    fn new(isms: &Isms) -> Self {
        let csr = isms.dependencies();
        let mut per_slot: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
        let mut slack = Vec::new();
        for ((_, asset), node) in isms.assets().iter().zip(0u32..) {
            for group in asset.redundancy.values() {
                let number = u32::try_from(slack.len()).unwrap_or(NO_GROUP);
                let members = u32::try_from(group.members.len()).unwrap_or(u32::MAX);
                slack.push(members.saturating_sub(group.required).saturating_add(1));
                for member in &group.members {
                    if let Some(place) = asset.depends_on.index_of(member) {
                        let slot = csr.edges(node).start.saturating_add(u32::try_from(place).unwrap_or(0));
                        per_slot.entry(slot).or_default().push(number);
                    }
                }
            }
        }
        let (reverse, forward) = csr.reversed();
        let mut groups_of = Vec::new();
        let ranges = forward
            .iter()
            .map(|slot| {
                let start = groups_of.len() as u32;
                groups_of.extend(per_slot.get(slot).into_iter().flatten());
                start..groups_of.len() as u32
            })
            .collect();
        Self { reverse, ranges, groups_of, slack }
    }

    /// What each asset achieves, given what each is by itself (`None` adds nothing). The worst values first: an asset
    /// is as bad as the first value that reaches it, over a dependency alone or over a group out of spare members.
    fn achieved(&self, own: &[Option<u64>]) -> Vec<u64> {
        let mut order: Vec<(u64, u32)> = own.iter().zip(0..).filter_map(|(v, n)| v.map(|v| (v, n))).collect();
        order.sort_unstable_by(|a, b| b.cmp(a));
        let mut out = vec![0; own.len()];
        let mut reached = vec![false; own.len()];
        let mut slack = self.slack.clone();
        let mut stack = Vec::new();
        for (value, node) in order {
            if !std::mem::replace(&mut reached[node as usize], true) {
                stack.push(node);
            }
            while let Some(node) = stack.pop() {
                out[node as usize] = value;
                for slot in self.reverse.edges(node) {
                    let groups = self.ranges[slot as usize].clone();
                    let mut fails = groups.is_empty();
                    for group in groups {
                        let left = &mut slack[self.groups_of[group as usize] as usize];
                        *left = left.saturating_sub(1);
                        fails |= *left == 0;
                    }
                    let dependent = self.reverse.target(slot);
                    if fails && !std::mem::replace(&mut reached[dependent as usize], true) {
                        stack.push(dependent);
                    }
                }
            }
        }
        out
    }
}

const NO_GROUP: u32 = u32::MAX;

impl Capabilities {
    /// The state of an asset in a measure; `None` if the ISMS does not have them.
    pub fn get(&self, asset: &AssetId, measure: &CapabilityId) -> Option<CapabilityState> {
        self.state(self.isms.assets().index_of(asset)?, self.isms.capabilities().index_of(measure)?)
    }

    /// Every asset, measure and state, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&AssetId, &CapabilityId, CapabilityState)> {
        self.isms.assets().keys().enumerate().flat_map(move |(place, asset)| {
            let measures = self.isms.capabilities().keys().enumerate();
            measures.filter_map(move |(n, measure)| Some((asset, measure, self.state(place, n)?)))
        })
    }

    fn state(&self, asset: usize, measure: usize) -> Option<CapabilityState> {
        let measure = self.measures.get(measure)?;
        let back = |value: u64| (value != NEVER).then(|| turned(measure.better, value));
        let (best, worst) = (*measure.best.get(asset)?, *measure.worst.get(asset)?);
        Some(CapabilityState {
            required: back(*measure.required.get(asset)?),
            // What is unknown stands for 0 at best, so only a value that holds at worst too is one.
            at_best: if best == 0 && worst != 0 { None } else { back(best) },
            at_worst: back(worst),
            better: measure.better,
        })
    }
}
