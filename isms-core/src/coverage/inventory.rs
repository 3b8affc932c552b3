//! How complete the inventory is that coverage is computed from.

use super::bucket::Ratio;
use crate::assurance::Assurance;
use crate::catalogue::Catalogue;
use crate::isms::{ControlStatus, Isms};

/// How complete the inventory of own controls is: what coverage says is worth no more than this.
///
/// ```
/// use isms_core::{Catalogue, Control, ControlStatus, Draft, control_states, inventory};
/// let mut draft = Draft::new("Acme");
/// draft.controls.insert("C-1".parse()?, Control::new("backup", ControlStatus::Implemented));
/// let isms = draft.build()?;
/// let found = inventory(&isms, &control_states(&isms, "2026-03-31".parse()?), &Catalogue::builtin());
/// assert_eq!(found.linked.to_string(), "0 of 1 (0.0 %)"); // It says of no catalogue entry that it implements it.
/// assert_eq!(found.decided.to_string(), "0 of 93 (0.0 %)");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Inventory {
    /// Own controls that are not retired.
    pub controls: usize,
    /// Those of them that implement an entry the catalogue knows.
    pub linked: Ratio,
    /// Those of them that are implemented, at least in part.
    pub in_place: Ratio,
    /// Those of them whose operation is verified at the date.
    pub verified: Ratio,
    /// Controls of Annex A that the Statement of Applicability decides on.
    pub decided: Ratio,
}

/// Counts the inventory. O(controls · what they implement · log entries).
///
/// ```
/// use isms_core::{Catalogue, Draft, control_states, inventory};
/// let isms = Draft::new("Acme").build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// assert_eq!(inventory(&isms, &states, &Catalogue::builtin()).controls, 0);
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn inventory(isms: &Isms, assurance: &Assurance, catalogue: &Catalogue) -> Inventory {
    let live = || isms.controls().iter().filter(|(_, control)| control.status != ControlStatus::Retired);
    let controls = live().count();
    let ratio = |part: usize| Ratio::new(part, controls);
    let linked =
        live().filter(|(_, control)| control.implements.iter().any(|r| catalogue.resolve(r).is_some()));
    let verified = live().filter(|(id, _)| assurance.get(id).is_some_and(|state| state.verified));
    let decided = |entry: &crate::catalogue::Entry<'_>| {
        let soa = isms.soa().as_ref().filter(|soa| !soa.entries.is_empty());
        soa.and_then(|soa| soa.entries.get(&entry.reference())?.necessary).is_some()
    };
    Inventory {
        controls,
        linked: ratio(linked.count()),
        in_place: ratio(live().filter(|(_, control)| control.status.is_in_place()).count()),
        verified: ratio(verified.count()),
        decided: Ratio::new(catalogue.annex_a().filter(decided).count(), catalogue.annex_a().count()),
    }
}
