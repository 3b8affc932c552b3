//! Frameworks, their editions and entries; built in, typed, looked up in place.

use crate::id::Reference;

/// The frameworks the engine knows.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {}

impl Catalogue {
    /// The catalogue that is built in.
    pub fn builtin() -> Self {
        Self {}
    }

    /// The entry of a reference.
    pub fn resolve(&self, _reference: &Reference) -> Option<Entry<'_>> {
        None
    }

    /// The 93 controls of Annex A of the 2022 edition, in their order.
    pub fn annex_a(&self) -> impl Iterator<Item = Entry<'_>> {
        std::iter::empty()
    }
}

/// One entry of a framework.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry<'c> {
    /// Its reference.
    pub reference: Reference,
    /// The name the engine displays: an own label, or the official title where that is free.
    pub label: &'c str,
}

/// A reference somebody labelled, for [`Catalogue::lint`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LabelledReference {
    /// The reference.
    pub reference: Reference,
    /// What the writer calls it.
    pub label: String,
}
