//! Common causes: assets whose loss takes more of a redundancy group than it can spare, or several controls.

#![expect(clippy::indexing_slicing, reason = "nodes and demands are those the arrays were made for")]

use crate::graph::{Csr, Dominators};
use crate::id::{AssetId, ControlId, GroupId};
use crate::isms::{ControlStatus, Isms};

/// Most defeated members or controls that are listed.
const LISTED: usize = 20;

/// How far common causes are searched.
///
/// ```
/// assert_eq!(isms_core::CauseOptions::default().max_steps, 100_000_000);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CauseOptions {
    /// Most steps along dependencies, 10^8 by default: some seconds. What is left then is counted, not looked at.
    pub max_steps: u64,
}

impl Default for CauseOptions {
    fn default() -> Self {
        Self { max_steps: 100_000_000 }
    }
}

/// What [`common_causes`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommonCauses {
    /// The nearest causes: by asset and group, those of controls last, and then by id.
    pub causes: Vec<CommonCause>,
    /// How many redundancy groups, and whether the controls, were not looked at to the end, for the limit of work.
    pub groups_left: usize,
    /// Whether the controls were.
    pub controls_left: bool,
}

/// One asset that several rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommonCause {
    /// The asset. One that is reached only through it is not listed beside it.
    pub asset: AssetId,
    /// How many members or controls its loss defeats.
    pub defeats: usize,
    /// Of what.
    pub of: Defeated,
}

/// What a common cause defeats; the first 20 by id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defeated {
    /// More members of a redundancy group than it can spare.
    Group {
        /// The asset that declares the group.
        asset: AssetId,
        /// The group.
        group: GroupId,
        /// How many members it has.
        members: usize,
        /// How many of them must work.
        required: u32,
        /// The members that are defeated.
        defeated: Vec<AssetId>,
    },
    /// At least two own controls that are not retired.
    Controls {
        /// How many there are.
        controls: usize,
        /// The controls that are defeated.
        defeated: Vec<ControlId>,
    },
}

/// Searches the common causes of every redundancy group that can spare a member, and of the own controls that are not
/// retired.
///
/// An asset fails if it is lost, if something it depends on outside of groups fails, or if more members of one of its
/// groups fail than it can spare; a control fails with any control or asset it requires. A member of a group is a cause
/// too where others rest on it.
///
/// Candidates are where the ways down from several members first meet: what has no single asset above it that all those
/// ways lead through. Whatever lies below a candidate defeats no more than it does, so it is explained by it, or
/// harmless with it. Each candidate is then failed for good, and counts by what really fails.
///
/// O(groups · (assets + dependencies)), and per candidate what lies above it, with a logarithm; never more than the steps
/// allowed.
///
/// ```
/// use isms_core::{CauseOptions, Isms, common_causes};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// assets:
///   A-1: {name: shop, kind: service, depends_on: {A-2: {}, A-3: {}}, redundancy: {nodes: {members: [A-2, A-3], required: 1}}}
///   A-2: {name: node 1, kind: hardware, depends_on: {A-4: {}}}
///   A-3: {name: node 2, kind: hardware, depends_on: {A-4: {}}}
///   A-4: {name: power, kind: site}
/// ")?;
/// let found = common_causes(&isms, &CauseOptions::default());
/// assert_eq!((found.causes[0].asset.as_str(), found.causes[0].defeats), ("A-4", 2));
/// assert!(found.is_complete());
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn common_causes(isms: &Isms, options: &CauseOptions) -> CommonCauses {
    let mut found = CommonCauses::default();
    let assets = isms.assets();
    let groups = || {
        assets
            .iter()
            .flat_map(|(id, asset)| asset.redundancy.iter().map(move |(name, group)| (id, name, group)))
    };
    let spares = |members: usize, required: u32| members.saturating_sub(required as usize);
    let mut budget = options.max_steps;
    let controls =
        isms.controls().values().filter(|control| control.status != ControlStatus::Retired).count();
    let some = groups().any(|(_, _, group)| spares(group.members.len(), group.required) > 0);
    let Some(mut search) = Search::new(isms).filter(|_| some || controls > 1) else { return found };
    for (asset, group, redundancy) in groups() {
        let members: Vec<u32> = redundancy
            .members
            .iter()
            .filter_map(|member| assets.index_of(member))
            .map(|place| place as u32)
            .collect();
        let spare = spares(members.len(), redundancy.required);
        if spare == 0 {
            continue;
        }
        let Some(causes) = search.below(&members, spare + 1, &mut budget) else {
            found.groups_left += 1;
            continue;
        };
        for (cause, defeated) in causes {
            let name = |place: &u32| assets.at(*place as usize).map(|(id, _)| id.clone());
            let Some(id) = name(&cause) else { continue };
            found.causes.push(CommonCause {
                asset: id,
                defeats: defeated.len(),
                of: Defeated::Group {
                    asset: asset.clone(),
                    group: group.clone(),
                    members: members.len(),
                    required: redundancy.required,
                    defeated: defeated.iter().take(LISTED).filter_map(name).collect(),
                },
            });
        }
    }
    let first = assets.len() as u32;
    let in_use = |node: &u32| {
        let control = isms.controls().at((*node - first) as usize);
        control.is_some_and(|(_, control)| control.status != ControlStatus::Retired)
    };
    let roots: Vec<u32> = (first..first + isms.controls().len() as u32).filter(in_use).collect();
    if roots.len() > 1 {
        match search.below(&roots, 2, &mut budget) {
            None => found.controls_left = true,
            Some(causes) => {
                for (cause, defeated) in causes {
                    let Some((id, _)) = assets.at(cause as usize) else { continue };
                    let name =
                        |node: &u32| isms.controls().at((*node - first) as usize).map(|(id, _)| id.clone());
                    found.causes.push(CommonCause {
                        asset: id.clone(),
                        defeats: defeated.len(),
                        of: Defeated::Controls {
                            controls: roots.len(),
                            defeated: defeated.iter().take(LISTED).filter_map(name).collect(),
                        },
                    });
                }
            }
        }
    }
    found
}

impl CommonCauses {
    /// Whether everything was looked at.
    pub fn is_complete(&self) -> bool {
        self.groups_left == 0 && !self.controls_left
    }
}

/// Assets and then controls as nodes, and what each demands.
struct Search {
    /// How many of the nodes are assets.
    assets: u32,
    graph: Csr,
    reversed: Csr,
    /// From each node to the demands it takes part in.
    parts: Csr,
    /// Per demand who fails with it, and how many of its parts may fail before.
    demands: Vec<(u32, u32)>,
    dominators: Dominators,
    failed: Vec<bool>, // INVARIANT: all false, and all zero, but inside `fail`.
    hits: Vec<u32>,
}

impl Search {
    fn new(isms: &Isms) -> Option<Self> {
        let (assets, controls) = (isms.assets(), isms.controls());
        let first = assets.len() as u32;
        let nodes = assets.len() + controls.len();
        // The demand with the number of a node is for all it needs without spare.
        let mut demands: Vec<(u32, u32)> = (0..nodes as u32).map(|node| (node, 0)).collect();
        let (mut edges, mut parts) = (Vec::new(), Vec::new());
        for (asset, node) in assets.values().zip(0u32..) {
            let mut grouped = std::collections::BTreeSet::new();
            for group in asset.redundancy.values() {
                let demand = demands.len() as u32;
                demands.push((node, (group.members.len() as u32).saturating_sub(group.required)));
                for member in group.members.iter().filter_map(|member| assets.index_of(member)) {
                    grouped.insert(member as u32);
                    parts.push((member as u32, demand));
                }
            }
            for &next in isms.dependencies().successors(node) {
                edges.push((node, next));
                if !grouped.contains(&next) {
                    parts.push((next, node));
                }
            }
        }
        for (control, node) in controls.values().zip(first..) {
            let required = control.requires.iter().filter_map(|id| controls.index_of(id));
            let required = required.map(|place| first + place as u32);
            let on = control.requires_assets.iter().filter_map(|id| assets.index_of(id)).map(|at| at as u32);
            for next in on.chain(required) {
                edges.push((node, next));
                parts.push((next, node));
            }
        }
        let graph = Csr::from_edges(nodes, &edges)?;
        let parts = Csr::from_edges(demands.len(), &parts)?;
        Some(Self {
            assets: first,
            reversed: graph.reversed().0,
            dominators: Dominators::new(graph.nodes()),
            graph,
            parts,
            hits: vec![0; demands.len()],
            demands,
            failed: vec![false; nodes],
        })
    }

    /// The nearest assets whose loss defeats at least so many of the roots, each with those it defeats. The roots
    /// ascend. `None` where the budget does not suffice.
    fn below(&mut self, roots: &[u32], at_least: usize, budget: &mut u64) -> Option<Vec<(u32, Vec<u32>)>> {
        let assets = self.assets;
        let above = self.dominators.of(&self.graph, &self.reversed, roots, budget)?;
        // What stands below an asset is explained by it; a control is not an asset that could be lost.
        let nearest =
            above.filter(|(node, above)| *node < assets && above.is_none_or(|above| above >= assets));
        let mut candidates: Vec<u32> = nearest.map(|(node, _)| node).collect();
        candidates.sort_unstable();
        let mut causes = Vec::new();
        for candidate in candidates {
            let failed = self.fail(candidate, budget)?;
            // What failed was paid for; the roots may be many more.
            let defeated: Vec<u32> =
                failed.into_iter().filter(|node| roots.binary_search(node).is_ok()).collect();
            if defeated.len() >= at_least {
                causes.push((candidate, defeated));
            }
        }
        Some(causes)
    }

    /// All that fails with an asset, ascending.
    fn fail(&mut self, lost: u32, budget: &mut u64) -> Option<Vec<u32>> {
        let mut queue = vec![lost];
        let mut hit: Vec<u32> = Vec::new();
        self.failed[lost as usize] = true;
        let (mut head, mut enough) = (0, true);
        while let Some(&node) = queue.get(head).filter(|_| enough) {
            head += 1;
            for &demand in self.parts.successors(node) {
                match budget.checked_sub(1) {
                    Some(left) => *budget = left,
                    None => enough = false,
                }
                let (owner, spare) = self.demands[demand as usize];
                hit.push(demand);
                self.hits[demand as usize] += 1;
                if self.hits[demand as usize] > spare && !self.failed[owner as usize] {
                    self.failed[owner as usize] = true;
                    queue.push(owner);
                }
            }
        }
        for demand in hit {
            self.hits[demand as usize] = 0;
        }
        for &node in &queue {
            self.failed[node as usize] = false;
        }
        queue.sort_unstable();
        enough.then_some(queue)
    }
}
