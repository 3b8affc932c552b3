//! What is needed of each asset, and what each can do.
//!
//! Needs flow down the dependencies by join, capability flows up by meet; each dimension and each measure for itself.
//! Cycles are legal: the least fixpoint counts, component by component in topological order.

mod capability;
mod explain;
mod needs;
mod suggest;
mod transfer;

pub use capability::{Capabilities, CapabilityState, derive_capabilities};
pub use explain::{Explanation, Source, Step};
pub use needs::{Need, Needs, derive_needs};
pub use suggest::{CUMULATION_FROM, NeedSuggestion};
