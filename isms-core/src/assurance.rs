//! Which controls operate at a date, and which of them somebody has verified.

use crate::id::ControlId;
use crate::isms::{ControlStatus, Isms};
use crate::time::Date;

/// The state of every own control at a date.
#[derive(Clone, Debug, Default)]
pub struct Assurance {}

/// The state of one own control.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ControlState {
    /// How far it is, as written.
    pub status: ControlStatus,
    /// Whether its operation was verified and the verification counts on the date.
    pub verified: bool,
}

/// Reads the state of every own control at a date.
pub fn control_states(_isms: &Isms, _as_of: Date) -> Assurance {
    Assurance {}
}

impl Assurance {
    /// The state of a control.
    pub fn get(&self, _control: &ControlId) -> Option<&ControlState> {
        None
    }
}
