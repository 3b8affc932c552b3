//! What somebody might decide on. A suggestion changes nothing until the document declares it applied.

use super::needs::{Derived, Needs};
use super::transfer::Rules;
use crate::id::{AssetId, DimensionId, GroupId};
use crate::level::Level;

/// Direct dependents that ask for the same level from which on a cumulation is suggested.
pub const CUMULATION_FROM: usize = 5;

/// A decision that the graph suggests and only a person can take.
///
/// ```
/// use isms_core::{Isms, NeedSuggestion, derive_needs};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// assets:
///   A-1: {name: shop, kind: process, need: {availability: high}, depends_on: {A-2: {}, A-3: {}},
///         redundancy: {nodes: {members: [A-2, A-3], required: 1}}}
///   A-2: {name: node 1, kind: hardware}
///   A-3: {name: node 2, kind: hardware}
/// ")?;
/// let suggestions = derive_needs(&isms).suggestions();
/// assert!(matches!(&suggestions[..], [NeedSuggestion::Redundancy { members: 2, required: 1, .. }]));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NeedSuggestion {
    /// A group has more members than it requires and lowers nothing. Which dimensions it may lower is a person's to
    /// say: usually availability alone, since every member holds the same information.
    Redundancy {
        /// The asset that declares the group.
        asset: AssetId,
        /// The group.
        group: GroupId,
        /// How many members it has.
        members: usize,
        /// How many of them must work.
        required: u32,
    },
    /// Many assets each ask for the level the asset has, which is not the top: together they may need more.
    Cumulation {
        /// The asset they depend on.
        asset: AssetId,
        /// The dimension.
        dimension: DimensionId,
        /// The level of each.
        level: Level,
        /// How many they are: at least [`CUMULATION_FROM`].
        dependents: usize,
    },
}

impl Needs {
    /// What somebody might decide on, by asset; the groups of an asset first, then its dimensions. Nothing is
    /// suggested where a cumulation or an override says that it was considered.
    /// O(dimensions · (assets + dependencies)), and so many entries at most.
    pub fn suggestions(&self) -> Vec<NeedSuggestion> {
        let Some(derived) = self.0.as_deref() else { return Vec::new() };
        let mut suggestions = Vec::new();
        for ((id, asset), at) in derived.isms.assets().iter().zip(0u32..) {
            for (group, redundancy) in asset.redundancy.iter() {
                let members = redundancy.members.len();
                if redundancy.applied.is_none() && members > redundancy.required as usize {
                    suggestions.push(NeedSuggestion::Redundancy {
                        asset: id.clone(),
                        group: group.clone(),
                        members,
                        required: redundancy.required,
                    });
                }
            }
            if derived.dependents(at).nth(CUMULATION_FROM - 1).is_none() {
                continue;
            }
            for (dimension, (name, top)) in
                derived.isms.dimensions().keys().zip(derived.tops.iter().copied()).enumerate()
            {
                let rank = derived.cell(at, dimension).low;
                if rank == top || asset.cumulation.contains(name) || asset.need_override.contains(name) {
                    continue;
                }
                let dependents = derived.asking(at, dimension, rank, &derived.rules);
                if let (CUMULATION_FROM.., Some(level)) = (dependents, derived.level(dimension, rank)) {
                    suggestions.push(NeedSuggestion::Cumulation {
                        asset: id.clone(),
                        dimension: name.clone(),
                        level,
                        dependents,
                    });
                }
            }
        }
        suggestions
    }
}

impl Derived {
    /// How many dependents ask for just this rank.
    fn asking(&self, asset: u32, dimension: usize, rank: u8, rules: &Rules) -> usize {
        let asks = |&(dependent, slot): &(u32, u32)| {
            rules.at(slot, dimension).pass(self.cell(dependent, dimension).low) == rank
        };
        self.dependents(asset).filter(asks).count()
    }
}
