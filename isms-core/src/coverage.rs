//! Control state seen through mappings: which requirements of a framework the own controls cover, and by what proof.
//!
//! Each requirement stands in exactly one bucket, every percentage says of what, and nothing that is only suggested
//! counts as covered. More controls, verifications or claims never lower anything.

mod bucket;
mod cover;
mod crosswalk;
mod delta;
mod fewest;
mod inventory;
mod level;
mod links;
mod number;
mod own;
mod plan;
mod requirements;
mod state;
mod threats;

pub use bucket::{Bucket, InPlace, Percent, Ratio, Tally};
pub use delta::{Delta, DeltaEntry, delta};
pub use fewest::Fewest;
pub use inventory::{Inventory, inventory};
pub use level::LevelOf;
pub use links::{CoverageLink, Links, Suggestion};
pub use plan::{Addition, Needed, Plan, PlanOptions, extra_controls};
pub use requirements::{Coverage, CoverageOptions, EntryCoverage, coverage, coverage_of_all};
pub use state::{Derivation, Rank, Through};
pub use threats::{Chain, Mitigation, MitigationCount, TacticCount, TechniqueState, Threats, threats};
