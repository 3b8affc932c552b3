//! The entries of a catalogue as dense numbers: those of a framework are one range, by id.

use std::ops::Range;

use crate::catalogue::{Catalogue, Entry};
use crate::id::Reference;

/// Where the entries of each framework begin.
#[derive(Clone, Debug)]
pub(super) struct Numbers(Vec<u32>); // INVARIANT: ascending; one more than there are frameworks.

impl Numbers {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let mut next = 0u32;
        let mut starts = vec![0];
        for framework in catalogue.frameworks() {
            next = next.saturating_add(u32::try_from(framework.len()).unwrap_or(u32::MAX));
            starts.push(next);
        }
        Self(starts)
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> u32 {
        self.0.last().copied().unwrap_or_default()
    }

    /// The numbers of a framework's entries; none of one that is not known.
    pub(super) fn range(&self, catalogue: &Catalogue, framework: &str) -> Range<u32> {
        let Ok(place) = catalogue.frameworks().binary_search_by(|f| f.id().cmp(framework)) else {
            return 0..0;
        };
        let at = |place: usize| self.0.get(place).copied().unwrap_or_default();
        at(place)..at(place.saturating_add(1))
    }

    /// The number of an entry.
    pub(super) fn of(&self, catalogue: &Catalogue, reference: &Reference) -> Option<u32> {
        let range = self.range(catalogue, reference.framework().as_str());
        let entry = catalogue.resolve(reference)?;
        Some(range.start.saturating_add(entry.place()))
    }

    /// The entry of a number.
    pub(super) fn entry<'c>(&self, catalogue: &'c Catalogue, number: u32) -> Option<Entry<'c>> {
        let place = self.0.partition_point(|start| *start <= number).checked_sub(1)?;
        let start = self.0.get(place)?;
        catalogue.frameworks().get(place)?.at(number.checked_sub(*start)?)
    }
}
