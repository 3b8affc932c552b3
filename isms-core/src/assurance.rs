//! Which controls operate at a date, and which of them somebody has verified.

use crate::id::ControlId;
use crate::isms::{Control, ControlStatus, Isms, Table};
use crate::time::Date;

/// The state of every own control at a date.
///
/// ```
/// use isms_core::{Control, ControlStatus, Draft, Verification, control_states};
/// let mut draft = Draft::new("Acme");
/// let mut mfa = Control::new("multi-factor authentication", ControlStatus::Implemented);
/// let mut seen = Verification::new("2026-01-15".parse()?);
/// seen.valid_until = Some("2026-06-30".parse()?);
/// mfa.verification = Some(seen);
/// draft.controls.insert("CTL-1".parse()?, mfa);
/// let isms = draft.build()?;
///
/// let id = "CTL-1".parse()?;
/// assert!(control_states(&isms, "2026-06-30".parse()?).get(&id).unwrap().verified);
/// assert!(!control_states(&isms, "2026-07-01".parse()?).get(&id).unwrap().verified);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Assurance {
    states: Table<ControlId, ControlState>,
}

/// The state of one own control.
///
/// ```
/// use isms_core::{Control, ControlStatus, Draft, control_states};
/// let mut draft = Draft::new("Acme");
/// draft.controls.insert("CTL-1".parse()?, Control::new("backup", ControlStatus::Partial));
/// let states = control_states(&draft.build()?, "2026-03-31".parse()?);
/// let state = states.get(&"CTL-1".parse()?).unwrap();
/// assert_eq!((state.status, state.verified), (ControlStatus::Partial, false));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ControlState {
    /// How far it is, as written.
    pub status: ControlStatus,
    /// Whether its operation was verified and the verification counts on the date. Only a control that is
    /// implemented in full can be verified: what works in part has not been shown to work as designed.
    pub verified: bool,
}

/// Reads the state of every own control at a date. A verification counts from its own day to the last day it is
/// valid, both included. O(controls).
///
/// ```
/// use isms_core::{Draft, control_states};
/// let states = control_states(&Draft::new("Acme").build()?, "2026-03-31".parse()?);
/// assert!(states.get(&"CTL-1".parse()?).is_none());
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn control_states(isms: &Isms, as_of: Date) -> Assurance {
    let state = |control: &Control| ControlState {
        status: control.status,
        verified: control.status == ControlStatus::Implemented
            && control
                .verification
                .as_ref()
                .is_some_and(|v| v.on <= as_of && v.valid_until.is_none_or(|last| as_of <= last)),
    };
    Assurance { states: isms.controls().iter().map(|(id, control)| (id.clone(), state(control))).collect() }
}

impl Assurance {
    /// The state of a control.
    pub fn get(&self, control: &ControlId) -> Option<&ControlState> {
        self.states.get(control)
    }

    /// The state of a control that is probably at a place.
    pub(crate) fn near(&self, place: usize, control: &ControlId) -> Option<&ControlState> {
        match self.states.at(place) {
            Some((id, state)) if id == control => Some(state),
            _ => self.get(control),
        }
    }

    /// The states by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ControlId, &ControlState)> {
        self.states.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::isms::{Draft, Verification};

    fn verified(status: ControlStatus, on: &str, until: Option<&str>, as_of: &str) -> bool {
        let mut draft = Draft::new("x");
        let mut control = Control::new("c", status);
        let mut seen = Verification::new(on.parse().unwrap());
        seen.valid_until = until.map(|d| d.parse().unwrap());
        control.verification = Some(seen);
        draft.controls.insert("C".parse().unwrap(), control);
        let states = control_states(&draft.build().unwrap(), as_of.parse().unwrap());
        states.get(&"C".parse().unwrap()).unwrap().verified
    }

    #[test]
    fn a_verification_counts_on_its_first_and_last_day() {
        let until = Some("2026-06-30");
        for (as_of, expected) in
            [("2025-12-31", false), ("2026-01-01", true), ("2026-06-30", true), ("2026-07-01", false)]
        {
            assert_eq!(verified(ControlStatus::Implemented, "2026-01-01", until, as_of), expected, "{as_of}");
        }
        assert!(verified(ControlStatus::Implemented, "2026-01-01", None, "9999-12-31"));
    }

    #[test]
    fn only_what_is_implemented_in_full_can_be_verified() {
        for status in [ControlStatus::Partial, ControlStatus::Planned, ControlStatus::Retired] {
            assert!(!verified(status, "2026-01-01", None, "2026-06-01"), "{status}");
        }
    }
}
