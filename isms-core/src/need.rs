//! What is needed of each asset, and what each can do: needs flow down by join, capability flows up by meet.
//!
//! An edge `u -> v` says that `u` depends on `v`.
//!
//! # Needs
//!
//! Per dimension, and never across dimensions, the effective need of an asset is its override, or else the highest of
//!
//! - its own need, as assessed on the asset itself or else on the object it is an instance of;
//! - its cumulation, a floor somebody decided on;
//! - the floor of the dimension, of every asset that is not primary;
//! - what arrives from each asset that depends on it. On the way a need stops where the dependency does not *carry*
//!   the dimension; it is lowered by the *attenuation* and by the *redundancy* that is applied, never below the
//!   lowest level; and then it is *capped*. Where several applied groups name the same member and dimension, the
//!   one that lowers least counts, since each of them asks for itself. Where nothing is needed, nothing arrives.
//!
//! Cycles are legal. Every step above is monotone and none raises what arrives, so there is a least solution; it is
//! found component by component, dependents first, by a fixpoint inside each component.
//!
//! # What is not known
//!
//! Two such solutions are computed: one takes what is unknown for nothing, the other for the top of the scale. The
//! first is the level that is reported, and it is *complete* where the second agrees. So a bound at the top of its
//! scale is complete, and so is an override. A complete need without a level says that nothing is asked of the asset.
//!
//! What is unknown:
//!
//! - an own need, a cumulation, a floor or an override that is off its scale: nobody knows what was meant;
//! - an own need that is absent, of a primary asset (information, process), of an instance of one, or of an asset
//!   nothing depends on. A supporting asset that others depend on is not expected to have an own need: it inherits;
//! - the needs of assets on a cycle that nothing outside depends on and of which no member states anything: taken
//!   together they are an asset nothing depends on;
//! - what passes a dependency whose cap is off its scale, above the lowest level, which passes in any case.
//!
//! A value off its scale is ignored otherwise, and reported by a finding of its own.
//!
//! # Capability
//!
//! In each measure, the requirement of an asset is the strictest of its own and of those of the assets that depend on
//! it, directly or not; redundancy does not relax it. What an asset achieves is the worst of what it provides by
//! itself and of what its dependencies achieve; of the members of a redundancy group with `required` *k*, the *k*-th
//! best stands for all. That some members suffice is a fact about the system, so it counts whether or not somebody
//! decided to lower *needs* for it.
//!
//! An asset that provides nothing by itself imposes nothing of its own as long as something it depends on does;
//! where nothing stated bounds it, it is unknown: a leaf without a value, or a cycle that holds itself up. What is
//! achieved is therefore an interval, from the best to the worst that the unknown allows.
//!
//! # Worth
//!
//! Values that are numbers go the same way down, by a rule of their own: [`WorthRule`].
//!
//! # Common causes
//!
//! [`common_causes`] asks what several members of a group, or several controls, rest on.
//!
//! The first two derivations are O(assets + dependencies) per dimension and measure, times the levels of a scale for cycles
//! whose edges differ (and a logarithm for those of capability). Nothing recurses.

mod capability;
mod causes;
mod explain;
mod needs;
mod suggest;
mod transfer;
mod worth;

pub use capability::{Capabilities, CapabilityState, derive_capabilities};
pub use causes::{CauseOptions, CommonCause, CommonCauses, Defeated, common_causes};
pub use explain::{Explanation, Source, Step};
pub use needs::{Need, Needs, derive_needs};
pub use suggest::{CUMULATION_FROM, NeedSuggestion};
pub(crate) use worth::lint_worth;
pub use worth::{AssetWorth, Worth, WorthDegree, WorthLoss, WorthRule, derive_worth};
