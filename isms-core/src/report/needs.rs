//! Needs and capabilities as rows.

use super::row::rows;
use crate::assess::Assessment;
use crate::id::{AssetId, CapabilityId, DimensionId};
use crate::isms::AssetKind;
use crate::level::{Level, LevelName};

/// Most assets listed on the way from a need to its origin.
const MAX_PATH: usize = 32;

rows! {
    /// The need of one asset in one dimension, by the names of its levels.
    pub struct NeedRow {
        /// The asset.
        pub asset: AssetId,
        /// What it is called.
        pub name: String,
        /// What it is.
        pub kind: AssetKind,
        /// The dimension.
        pub dimension: DimensionId,
        /// Its own need, as written on it or on the asset it is an instance of.
        pub own: Option<LevelName>,
        /// The need it would have without an override.
        pub derived: Option<LevelName>,
        /// The need that counts. Absent: nothing is known to be needed.
        pub effective: Option<LevelName>,
        /// Whether nothing unknown could raise it; if not, the need is at least `effective`.
        pub complete: bool,
        /// Whether a person set it.
        pub overridden: bool,
        /// The assets from this one to where the need comes from, both included; at most 32.
        pub path: Vec<AssetId>,
        /// Whether the path goes on.
        pub path_cut: bool,
    }
}

rows! {
    /// What one asset must be able to do and can, in one measure.
    pub struct CapabilityRow {
        /// The asset.
        pub asset: AssetId,
        /// What it is called.
        pub name: String,
        /// The measure.
        pub measure: CapabilityId,
        /// The unit of the values.
        pub unit: Option<String>,
        /// The strictest requirement on it.
        pub required: Option<u64>,
        /// What it achieves if all that is unknown is as good as can be.
        pub at_best: Option<u64>,
        /// What it achieves if all that is unknown is as bad as can be.
        pub at_worst: Option<u64>,
        /// Whether the requirement is met. Absent: not known, or nothing is required.
        pub met: Option<bool>,
    }
}

impl Assessment {
    /// The need of every asset in every dimension, in the order of ids.
    /// O(dimensions · (assets + levels · dependencies)).
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, assess};
    /// let isms = Isms::from_json(r#"{
    ///     "isms": "1",
    ///     "organisation": {"name": "Acme"},
    ///     "capabilities": {"rto": {"name": "recovery time", "unit": "hours", "better": "lower"}},
    ///     "assets": {
    ///         "A-1": {"name": "invoices", "kind": "information", "need": {"availability": "high"},
    ///                 "requires": {"rto": 4}, "depends_on": {"A-2": {}}},
    ///         "A-2": {"name": "database", "kind": "software", "provides": {"rto": 8}}
    ///     }
    /// }"#)?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let rows = assessment.need_rows();
    /// let row = rows.iter().find(|r| r.asset.as_str() == "A-2" && r.dimension.as_str() == "availability").unwrap();
    /// assert_eq!(row.effective.as_ref().unwrap().as_str(), "high");
    /// assert_eq!(row.path.iter().map(|a| a.as_str()).collect::<Vec<_>>(), ["A-2", "A-1"]);
    ///
    /// assert_eq!(assessment.capability_rows()[0].met, Some(false));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn need_rows(&self) -> Vec<NeedRow> {
        let isms = self.isms();
        let name = |level: Option<Level>| level.as_ref().and_then(|level| isms.name_of(level)).cloned();
        let dimensions: Vec<_> = isms.dimensions().keys().collect();
        let mut rows = Vec::new();
        for ((id, asset), node) in isms.assets().iter().zip(0u32..) {
            for (place, &dimension) in dimensions.iter().enumerate() {
                let needs = self.needs();
                let (Some(need), Some(derived)) =
                    (needs.get(id, dimension), needs.without_override(id, dimension))
                else {
                    continue;
                };
                let mut trail = needs.trail(node, place);
                let asset_at = |node: u32| isms.assets().at(node as usize).map(|(id, _)| id.clone());
                let path = trail.by_ref().take(MAX_PATH).filter_map(asset_at).collect();
                rows.push(NeedRow {
                    asset: id.clone(),
                    name: asset.name.clone(),
                    kind: asset.kind,
                    dimension: dimension.clone(),
                    own: isms.own_need(asset, dimension).cloned(),
                    derived: name(derived.level),
                    effective: name(need.level),
                    complete: need.complete,
                    overridden: asset.need_override.contains(dimension),
                    path,
                    path_cut: trail.next().is_some(),
                });
            }
        }
        rows
    }

    /// What is required of each asset and what it achieves, in the order of ids; assets of which neither is known
    /// have no row. O(assets · measures).
    pub fn capability_rows(&self) -> Vec<CapabilityRow> {
        let isms = self.isms();
        let mut rows = Vec::new();
        for (id, asset) in isms.assets().iter() {
            for (measure, about) in isms.capabilities().iter() {
                let Some(state) = self.capabilities().get(id, measure) else { continue };
                let known = state.required.is_some() || state.at_best.is_some() || state.at_worst.is_some();
                if known {
                    rows.push(CapabilityRow {
                        asset: id.clone(),
                        name: asset.name.clone(),
                        measure: measure.clone(),
                        unit: about.unit.clone(),
                        required: state.required,
                        at_best: state.at_best,
                        at_worst: state.at_worst,
                        met: state.is_met(),
                    });
                }
            }
        }
        rows
    }
}
