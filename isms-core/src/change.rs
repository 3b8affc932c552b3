//! From one ISMS to another.

mod upgrade;

pub use upgrade::{UpgradedReference, upgrade_references};
