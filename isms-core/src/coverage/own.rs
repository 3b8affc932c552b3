//! What own controls implement, entry by entry.

use super::bucket::InPlace;
use super::links::Links;
use crate::assurance::{Assurance, ControlState};
use crate::id::ControlId;
use crate::isms::{ControlStatus, Isms};

/// The state of every entry of a catalogue, and the own controls it rests on.
#[derive(Debug)]
pub(super) struct Own<'a> {
    isms: Option<&'a Isms>,
    states: Vec<InPlace>,               // Per entry.
    controls: Vec<(u32, InPlace, u32)>, // INVARIANT: ascending: entry, state, place of the control.
}

impl<'a> Own<'a> {
    /// As own controls have it. O(controls · what they implement · log entries).
    pub(super) fn of(isms: &'a Isms, assurance: &Assurance, links: &Links) -> Self {
        let mut own = Self { isms: Some(isms), ..Self::nothing(links) };
        for (place, (id, control)) in (0u32..).zip(isms.controls().iter()) {
            let Some(state) = assurance.near(place as usize, id).map(state_of) else { continue };
            if state == InPlace::Nothing {
                continue;
            }
            for reference in &control.implements {
                if let Some(entry) = links.numbers().of(links.catalogue(), reference) {
                    own.raise(entry, state);
                    own.controls.push((entry, state, place));
                }
            }
        }
        own.controls.sort_unstable();
        own
    }

    /// As if nothing were in place.
    pub(super) fn nothing(links: &Links) -> Self {
        let states = vec![InPlace::Nothing; links.numbers().len() as usize];
        Self { isms: None, states, controls: Vec::new() }
    }

    /// The same with entries at least as far as this.
    pub(super) fn with(mut self, entries: impl IntoIterator<Item = u32>, state: InPlace) -> Self {
        entries.into_iter().for_each(|entry| self.raise(entry, state));
        self
    }

    fn raise(&mut self, entry: u32, state: InPlace) {
        if let Some(known) = self.states.get_mut(entry as usize) {
            *known = state.max(*known);
        }
    }

    /// How far an entry is.
    pub(super) fn state(&self, entry: u32) -> InPlace {
        self.states.get(entry as usize).copied().unwrap_or(InPlace::Nothing)
    }

    /// How far all of some entries are: the least of them.
    pub(super) fn all(&self, entries: &[u32]) -> InPlace {
        entries.iter().map(|entry| self.state(*entry)).min().unwrap_or(InPlace::Nothing)
    }

    /// The places of the own controls that implement an entry and are at least this far, ascending.
    pub(super) fn places(&self, entry: u32, at_least: InPlace) -> Vec<u32> {
        let mut found: Vec<_> =
            self.range(entry).filter(|row| row.1 >= at_least).map(|(.., place)| place).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The same as ids.
    pub(super) fn controls(&self, entry: u32, at_least: InPlace) -> Vec<ControlId> {
        self.ids(&self.places(entry, at_least))
    }

    /// Adds the places of those that are planned for an entry.
    pub(super) fn planned(&self, entry: u32, into: &mut Vec<u32>) {
        into.extend(self.range(entry).filter(|row| row.1 == InPlace::Planned).map(|(.., place)| place));
    }

    pub(super) fn ids(&self, places: &[u32]) -> Vec<ControlId> {
        let control = |place: &u32| Some(self.isms?.controls().at(*place as usize)?.0.clone());
        places.iter().filter_map(control).collect()
    }

    fn range(&self, entry: u32) -> impl Iterator<Item = (u32, InPlace, u32)> {
        let from = self.controls.partition_point(|row| row.0 < entry);
        let rows = self.controls.get(from..).unwrap_or_default();
        rows.iter().take_while(move |row| row.0 == entry).copied()
    }
}

/// What the state of a control makes of the entries it implements. What is retired does nothing.
fn state_of(control: &ControlState) -> InPlace {
    match control.status {
        ControlStatus::Implemented if control.verified => InPlace::Operating,
        ControlStatus::Implemented => InPlace::Implemented,
        ControlStatus::Partial => InPlace::Partial,
        ControlStatus::Planned => InPlace::Planned,
        ControlStatus::Retired => InPlace::Nothing,
    }
}
