//! From one edition of a framework to the next.

use std::borrow::Cow;

use super::Catalogue;
use crate::error::Error;
use crate::id::{FrameworkId, Reference};
use crate::word::words;

words! {
    /// How an entry of one edition became one of the next.
    EditionRelation ("relation between editions") {
        /// Several became one.
        Merged = "merged",
        /// Its content went there, rewritten; the publisher says no more.
        Moved = "moved",
        /// The one became the other.
        OneToOne = "one-to-one",
        /// One went into several.
        Split = "split",
    }
}

/// What became of the entries of an edition.
#[derive(Clone, Debug)]
pub(super) struct Correspondence {
    old: Cow<'static, str>,
    new: Cow<'static, str>,
    pairs: Cow<'static, [(u32, u32, EditionRelation)]>, // INVARIANT: ascending, places of the two frameworks.
}

impl Correspondence {
    pub(super) const fn fixed(
        old: &'static str,
        new: &'static str,
        pairs: &'static [(u32, u32, EditionRelation)],
    ) -> Self {
        Self { old: Cow::Borrowed(old), new: Cow::Borrowed(new), pairs: Cow::Borrowed(pairs) }
    }

    pub(super) fn of_pack(old: String, new: String, mut pairs: Vec<(u32, u32, EditionRelation)>) -> Self {
        pairs.sort_unstable();
        Self { old: old.into(), new: new.into(), pairs: pairs.into() }
    }

    pub(super) fn is_between(&self, old: &str, new: &str) -> bool {
        self.old == old && self.new == new
    }
}

/// What a reference becomes in another edition.
///
/// ```
/// use isms_core::{Catalogue, Upgrade};
/// let catalogue = Catalogue::builtin();
/// let to = "iso27001-2022".parse()?;
/// let remote = catalogue.upgrade(&"iso27001-2013:A.6.2.2".parse()?, &to)?;
/// assert_eq!(remote, Upgrade::Decided("iso27001-2022:A.6.7".parse()?));
/// // 18.2.3 went to two controls: which one is meant is for the user to say.
/// let Upgrade::Open(candidates) = catalogue.upgrade(&"iso27001-2013:A.18.2.3".parse()?, &to)? else { panic!() };
/// assert_eq!(candidates.len(), 2);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upgrade {
    /// It already names the edition, and its entry still counts.
    Same,
    /// One entry takes its place: one became the other, or several became one.
    Decided(Reference),
    /// Several entries, or one of which the publisher says only that content moved there: the user decides.
    Open(Vec<Reference>),
    /// Nothing is known to take its place.
    Gone,
}

impl Catalogue {
    /// What an entry of an older edition became. O(log pairs).
    pub fn successors(&self, old: &Reference) -> Vec<(Reference, EditionRelation)> {
        let mut found = Vec::new();
        for step in self.correspondences().iter().filter(|step| step.old == old.framework().as_str()) {
            let place =
                self.framework(&step.old).and_then(|f| f.entry(old.entry())).map(|entry| entry.place());
            let (Some(place), Some(new)) = (place, self.framework(&step.new)) else { continue };
            let from = step.pairs.partition_point(|pair| pair.0 < place);
            let pairs = step.pairs.get(from..).unwrap_or_default().iter().take_while(|pair| pair.0 == place);
            found.extend(pairs.filter_map(|pair| Some((new.at(pair.1)?.reference(), pair.2))));
        }
        found
    }

    /// What an entry of a newer edition came from. O(pairs).
    pub fn predecessors(&self, new: &Reference) -> Vec<(Reference, EditionRelation)> {
        let mut found = Vec::new();
        for step in self.correspondences().iter().filter(|step| step.new == new.framework().as_str()) {
            let place =
                self.framework(&step.new).and_then(|f| f.entry(new.entry())).map(|entry| entry.place());
            let (Some(place), Some(old)) = (place, self.framework(&step.old)) else { continue };
            let pairs = step.pairs.iter().filter(|pair| pair.1 == place);
            found.extend(pairs.filter_map(|pair| Some((old.at(pair.0)?.reference(), pair.2))));
        }
        found
    }

    /// What a reference becomes in another edition: of the same framework where its entry was withdrawn, or of a later
    /// one that the catalogue knows a correspondence to. What cannot be decided is left open. Fails as
    /// [`Catalogue::entry`] does for a reference that is not known.
    pub fn upgrade(&self, old: &Reference, to: &FrameworkId) -> Result<Upgrade, Error> {
        let entry = self.entry(old)?;
        if old.framework() == to {
            if !entry.is_withdrawn() {
                return Ok(Upgrade::Same);
            }
            let became: Vec<_> = entry.became().map(|entry| entry.reference()).collect();
            return Ok(if became.is_empty() { Upgrade::Gone } else { Upgrade::Open(became) });
        }
        let mut found: Vec<_> =
            self.successors(old).into_iter().filter(|(new, _)| new.framework() == to).collect();
        found.dedup_by(|a, b| a.0 == b.0);
        Ok(match found.as_slice() {
            [] => Upgrade::Gone,
            [(new, EditionRelation::OneToOne | EditionRelation::Merged)] => Upgrade::Decided(new.clone()),
            _ => Upgrade::Open(found.into_iter().map(|(new, _)| new).collect()),
        })
    }

    /// What an entry became or came from; for a group, what its members did, in order and each once.
    pub(super) fn lineage(
        &self,
        entry: &super::Entry<'_>,
        step: fn(&Self, &Reference) -> Vec<(Reference, EditionRelation)>,
    ) -> Vec<String> {
        let mut out = Vec::new();
        for member in entry.framework().entries().filter(|member| member.is_within(entry)) {
            for (other, _) in step(self, &member.reference()) {
                if !out.iter().any(|id| id == other.entry()) {
                    out.push(other.entry().to_owned());
                }
            }
        }
        out
    }
}
