//! What of a need passes along a dependency.

#![expect(
    clippy::indexing_slicing,
    reason = "one entry per slot of the graph, and per dimension of the ISMS"
)]

use crate::isms::{Asset, Isms};

/// What happens to a rank of one dimension on its way: lowered, then capped. The lowest level is never lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Whether the dimension passes at all.
    pub(super) carried: bool,
    /// Levels down.
    pub(super) lowered: u8,
    /// The highest rank that passes.
    pub(super) cap: u8,
}

const OPEN: Passage = Passage { carried: true, lowered: 0, cap: u8::MAX };

impl Passage {
    /// The rank that arrives. Monotone, and never above the rank that left; 0 (nothing known) stays 0.
    #[inline]
    pub(super) fn of(self, rank: u8) -> u8 {
        if !self.carried || rank == 0 {
            return 0;
        }
        rank.saturating_sub(self.lowered).max(1).min(self.cap)
    }
}

/// The passages of every dependency. Most are open and share one entry.
#[derive(Clone, Debug)]
pub(super) struct Passages {
    dimensions: usize,
    /// Per slot the place of its passages in `special`, or [`PLAIN`].
    place: Vec<u32>,
    special: Vec<Passage>,
}

const PLAIN: u32 = u32::MAX;

impl Passages {
    pub(super) fn new(isms: &Isms) -> Self {
        let csr = isms.dependencies();
        let dimensions = isms.dimensions().len();
        let mut out = Self { dimensions, place: vec![PLAIN; csr.slots() as usize], special: Vec::new() };
        for ((_, asset), node) in isms.assets().iter().zip(0u32..) {
            let grouped = asset.redundancy.values().any(|group| group.applied.is_some());
            for ((target, dependency), slot) in asset.depends_on.iter().zip(csr.edges(node)) {
                let plain = dependency.carries.is_none()
                    && dependency.attenuate.is_empty()
                    && dependency.cap.is_empty()
                    && !grouped;
                if plain {
                    continue;
                }
                let row: Vec<Passage> = isms
                    .dimensions()
                    .iter()
                    .map(|(id, dimension)| {
                        let carried = dependency.carries.as_ref().is_none_or(|carried| carried.contains(id));
                        let lowered = dependency.attenuate.get(id).copied().unwrap_or(0);
                        let shared = redundancy_lowers(asset, target, id.as_str());
                        let cap = dependency.cap.get(id).map_or(u8::MAX, |name| {
                            // An off-scale cap is reported; until it is mended, no more than the lowest level passes.
                            isms.scales()
                                .get(&dimension.scale)
                                .and_then(|s| s.rank(name.as_str()))
                                .unwrap_or(1)
                        });
                        Passage { carried, lowered: lowered.saturating_add(shared), cap }
                    })
                    .collect();
                if row.iter().any(|passage| *passage != OPEN) {
                    out.place[slot as usize] = u32::try_from(out.special.len()).unwrap_or(PLAIN);
                    out.special.extend(row);
                }
            }
        }
        out
    }

    #[inline]
    pub(super) fn at(&self, slot: u32, dimension: usize) -> Passage {
        match self.place[slot as usize] {
            PLAIN => OPEN,
            place => self.special[place as usize + dimension],
        }
    }

    /// Whether all dimensions pass unchanged.
    #[inline]
    pub(super) fn is_plain(&self, slot: u32) -> bool {
        self.place[slot as usize] == PLAIN
    }

    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }
}

/// The strongest lowering of the redundancy groups a dependency belongs to and somebody applied.
fn redundancy_lowers(asset: &Asset, target: &crate::id::AssetId, dimension: &str) -> u8 {
    let groups = asset.redundancy.values().filter(|group| group.members.contains(target));
    groups.filter_map(|group| group.applied.as_ref()?.lowers.get(dimension).copied()).max().unwrap_or(0)
}
