//! Lowerings and floors somebody might decide on. The engine only suggests; a need changes once it is declared.

use super::needs::{Needs, scales};
use crate::id::{AssetId, DimensionId, GroupId};
use crate::level::Level;

/// From how many direct dependents of one level on the engine suggests a cumulation.
pub const CUMULATION_FROM: usize = 5;

/// Something to decide about a need, with its reason.
///
/// ```
/// use isms_core::{Isms, NeedSuggestion, derive_needs};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {
///         "A-1": {"name": "shop", "kind": "process", "depends_on": {"N-1": {}, "N-2": {}},
///                 "redundancy": {"nodes": {"members": ["N-1", "N-2"], "required": 1}}},
///         "N-1": {"name": "node 1", "kind": "hardware"},
///         "N-2": {"name": "node 2", "kind": "hardware"}
///     }
/// }"#)?;
/// let suggestions = derive_needs(&isms).suggestions();
/// assert!(matches!(&suggestions[0], NeedSuggestion::Redundancy { members: 2, required: 1, .. }));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NeedSuggestion {
    /// More members than required: less may be asked of each, where the failure of one does no harm.
    Redundancy {
        /// The asset that depends on the group.
        asset: AssetId,
        /// The group.
        group: GroupId,
        /// How many members it has.
        members: usize,
        /// How many must work.
        required: u32,
    },
    /// Many dependents of one level meet here: together they may need more than each.
    Cumulation {
        /// The asset they depend on.
        asset: AssetId,
        /// The dimension.
        dimension: DimensionId,
        /// The level they share.
        level: Level,
        /// How many they are.
        dependents: usize,
    },
}

impl Needs {
    /// What somebody might decide: redundancy groups that lower nothing yet, and assets below the top of a scale on
    /// which at least [`CUMULATION_FROM`] assets of that same level depend. By asset, then by group or dimension.
    /// O(dimensions · (assets + dependencies)).
    pub fn suggestions(&self) -> Vec<NeedSuggestion> {
        let isms = &self.0.isms;
        let (reverse, _) = isms.dependencies().reversed();
        let mut out = Vec::new();
        for ((id, asset), node) in isms.assets().iter().zip(0u32..) {
            for (group, redundancy) in asset.redundancy.iter() {
                let members = redundancy.members.len();
                let spare = u32::try_from(members).is_ok_and(|members| members > redundancy.required);
                if spare && redundancy.applied.is_none() {
                    let (asset, group, required) = (id.clone(), group.clone(), redundancy.required);
                    out.push(NeedSuggestion::Redundancy { asset, group, members, required });
                }
            }
            for (place, (dimension, scale)) in isms.dimensions().keys().zip(scales(isms)).enumerate() {
                let here = self.0.low(self.0.at(node, place));
                let top = scale.map_or(0, crate::level::Scale::top);
                let same = |&&dependent: &&u32| self.0.low(self.0.at(dependent, place)) == here;
                let dependents = reverse.successors(node).iter().filter(same).count();
                if here > 0
                    && here < top
                    && dependents >= CUMULATION_FROM
                    && !asset.cumulation.contains(dimension)
                {
                    if let Some(level) = self.level(place, here) {
                        let (asset, dimension) = (id.clone(), dimension.clone());
                        out.push(NeedSuggestion::Cumulation { asset, dimension, level, dependents });
                    }
                }
            }
        }
        out
    }
}
