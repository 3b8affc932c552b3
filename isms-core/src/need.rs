//! What is needed of each asset, and what each can do: needs flow down by join, capability flows up by meet.

use crate::id::{AssetId, DimensionId};
use crate::isms::Isms;
use crate::level::Level;

/// A need in one dimension: a lower bound, and whether it is the whole truth.
///
/// ```
/// let isms = isms_core::Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {"A-1": {"name": "customer data", "kind": "information", "need": {"confidentiality": "high"}}}
/// }"#)?;
/// let _needs = isms_core::derive_needs(&isms);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Need {
    /// At least this; `None` where nothing is known.
    pub level: Option<Level>,
    /// Whether nothing unknown could raise it.
    pub complete: bool,
}

/// The effective needs of all assets.
#[derive(Clone, Debug, Default)]
pub struct Needs {}

/// Derives the effective needs.
pub fn derive_needs(_isms: &Isms) -> Needs {
    Needs {}
}

impl Needs {
    /// The effective need of an asset in a dimension; `None` if either is not there.
    pub fn get(&self, _asset: &AssetId, _dimension: &DimensionId) -> Option<Need> {
        None
    }

    /// The rank of the need at a place of the tables of assets and dimensions, 0 where nothing is known.
    pub(crate) fn rank(&self, _asset: usize, _dimension: usize) -> u8 {
        0
    }

    /// Whether the need at that place is complete.
    pub(crate) fn is_complete(&self, _asset: usize, _dimension: usize) -> bool {
        false
    }
}

/// What each asset is asked to do and can do, per measure of capability.
#[derive(Clone, Debug, Default)]
pub struct Capabilities {}

/// Required and achieved capability of one asset in one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CapabilityState {
    /// What is required, after inheritance; `None` where nothing is.
    pub required: Option<u64>,
    /// The best that can be achieved given what is known.
    pub at_best: Option<u64>,
    /// The worst; `None` where it is not bounded.
    pub at_worst: Option<u64>,
}

impl CapabilityState {
    /// Whether the requirement is met; `None` where that is not known or nothing is required.
    pub fn is_met(&self) -> Option<bool> {
        None
    }
}

/// Derives required and achieved capability.
pub fn derive_capabilities(_isms: &Isms) -> Capabilities {
    Capabilities {}
}

impl Capabilities {
    /// The state of an asset in a measure; `None` if either is not there.
    pub fn get(&self, _asset: &AssetId, _measure: &crate::id::CapabilityId) -> Option<CapabilityState> {
        None
    }
}
